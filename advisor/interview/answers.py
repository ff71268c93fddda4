"""Answers given beforehand: in a file, as text, or as `question=value`."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from advisor.diagnostics import did_you_mean
from advisor.errors import UsageError
from advisor.guide.model import AnswersFile, Question
from advisor.guide.source import parse, read_text
from advisor.interview.walk import Program


def read_answers(file: Path) -> AnswersFile:
    """Read an answers file, YAML or JSON.

    Raises:
        UsageError: It cannot be read, or does not fit; names file, line and column.
    """
    if not file.exists():
        raise UsageError(f'there is no file "{file}"', "name an answers file, or - for standard input")
    source = read_text(file, str(file))
    if source.findings:
        raise UsageError(f"{file}: {source.findings[0].message}", source.findings[0].hint)
    return parse_answers(source.text, str(file))


def parse_answers(text: str, name: str) -> AnswersFile:
    """Read answers from text, YAML or JSON; `name` stands in errors.

    Raises:
        UsageError: The text does not fit; names line and column.
    """
    if text.lstrip().startswith("{"):
        try:
            return _validate(json.loads(text, object_pairs_hook=_no_doubles), text, name)
        except json.JSONDecodeError as error:
            if name.endswith(".json"):
                raise UsageError(f"{name}:{error.lineno}:{error.colno}: this is not JSON: {error.msg}") from None
        except RecursionError:
            raise UsageError(f"{name}: nested too deeply") from None
        except _Doubled as error:
            raise UsageError(f'{name}: "{error}" is given twice; only one can count', "delete one of them") from None
    source = parse(text, name)
    for finding in source.findings:
        place = f"{name}:{finding.span.line}:{finding.span.column}"
        raise UsageError(f"{place}: {finding.message}", finding.hint)
    return _validate(source.data, text, name)


class _Doubled(Exception):
    pass


def _no_doubles(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in pairs:
        if key in found:
            raise _Doubled(key)
        found[key] = value
    return found


def _validate(data: object, text: str, name: str) -> AnswersFile:
    if data is None:
        return AnswersFile()
    try:
        return AnswersFile.model_validate(data)
    except ValidationError as error:
        fault = error.errors(include_url=False)[0]
        where = [step for step in fault["loc"] if isinstance(step, str | int)]
        span = parse(text, name).span(where, key=fault["type"] == "extra_forbidden")
        place = f"{name}:{span.line}:{span.column}"
        key = str(where[-1]) if where else ""
        if fault["type"] == "extra_forbidden":
            known = list(AnswersFile.model_fields)
            raise UsageError(f'{place}: "{key}" is no key of an answers file', did_you_mean(key, known)) from None
        wanted = "a mapping of keys and values" if not where or fault["type"].startswith(("dict", "model")) else "text"
        what = f"`{key}`" if key else "an answers file"
        raise UsageError(f"{place}: {what} must be {wanted}", "write `answers:` and below it `question: answer`") from None


def parse_pairs(pairs: Iterable[str], option: str) -> dict[str, str]:
    """Read `key=value` arguments of an option.

    Raises:
        UsageError: One has no `=`, or no key.
    """
    found: dict[str, str] = {}
    for pair in pairs:
        key, sign, value = pair.partition("=")
        if not sign or not key.strip():
            raise UsageError(f'{option} wants KEY=VALUE, not "{pair}"', f"write {option} question=answer")
        found[key.strip()] = value.strip()
    return found


def from_words(program: Program, given: Mapping[str, str]) -> dict[str, Any]:
    """Answers as typed on a command line, in the form their questions want: `a,b` as a list, `8` as a number."""
    answers: dict[str, Any] = {}
    for name, text in given.items():
        question = program.fact(name)
        kind = question.type if isinstance(question, Question) else "choice"
        if kind == "several":
            answers[name] = [part.strip() for part in text.split(",") if part.strip()]
        elif kind == "number" and re.fullmatch(r"[+-]?\d{1,18}", text):
            answers[name] = int(text)
        else:
            answers[name] = text
    return answers
