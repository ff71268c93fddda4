"""Answers given beforehand: in a file, as text, or as `question=value`."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from advisor.diagnostics import did_you_mean
from advisor.errors import UsageError
from advisor.guide.model import Question
from advisor.guide.source import MAX_BYTES, parse
from advisor.interview.walk import Program

if TYPE_CHECKING:
    from advisor.guide.cases import AnswersFile


def read_answers(file: Path) -> AnswersFile:
    """Read an answers file, YAML or JSON.

    Raises:
        UsageError: It cannot be read, or does not fit; names file, line and column.
    """
    try:
        # Not only ordinary files: a shell hands over the output of a command as a pipe.
        with file.open("rb") as stream:
            raw = stream.read(MAX_BYTES + 1)
    except (FileNotFoundError, ValueError):
        hint = "name an answers file, or - for standard input"
        raise UsageError(f'there is no file "{file}"', hint) from None
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise UsageError(f'"{file}" cannot be read: {reason}', "name an answers file") from None
    return parse_answers(raw, str(file))


def parse_answers(text: str | bytes, name: str) -> AnswersFile:
    """Read answers from text, YAML or JSON; `name` stands in errors.

    Raises:
        UsageError: The text does not fit; names line and column.
    """
    if isinstance(text, bytes):
        text = _decode(text, name)
    fault: str | None = None
    if text.lstrip().startswith("{"):
        try:
            data = json.loads(text, object_pairs_hook=_no_doubles, parse_constant=_no_constant)
            return _validate(data, text, name)
        except json.JSONDecodeError as error:
            fault = f"{name}:{error.lineno}:{error.colno}: this is not JSON: {error.msg}"
        except RecursionError:
            raise UsageError(f"{name}: nested too deeply") from None
        except ValueError as error:
            fault = f"{name}: {error}"
        if name.endswith(".json") and "not JSON" in fault:
            raise UsageError(fault)
    source = parse(text, name)
    for finding in source.findings:
        if fault is not None and _LIKE_JSON.match(text) and finding.code != "Y103":
            raise UsageError(fault)
        place = f"{name}:{finding.span.line}:{finding.span.column}"
        raise UsageError(f"{place}: {finding.message}", finding.hint)
    return _validate(source.data, text, name)


_LIKE_JSON = re.compile(r'\s*\{\s*["}]')


def _decode(raw: bytes, name: str) -> str:
    if len(raw) > MAX_BYTES:
        raise UsageError(f"{name}: this is larger than {MAX_BYTES // 2**20} MB")
    try:
        return raw.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
    except UnicodeDecodeError as error:
        good = raw[: error.start].decode("utf-8", "replace")
        place = f"{good.count(chr(10)) + 1}:{len(good) - good.rfind(chr(10))}"
        hint = "save the file as UTF-8 in your editor"
        raise UsageError(f"{name}:{place}: this is not UTF-8 text", hint) from None


def _no_doubles(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in pairs:
        if key in found:
            raise ValueError(f'"{key}" is given twice; only one can count')
        found[key] = value
    return found


def _no_constant(name: str) -> Any:
    raise ValueError(f"{name} is no number")


def _validate(data: object, text: str, name: str) -> AnswersFile:
    from advisor.guide.cases import AnswersFile

    if data is None:
        return AnswersFile()
    if isinstance(data, dict):
        # `answers:` with nothing below it yet.
        known = AnswersFile.model_fields
        data = {key: part for key, part in data.items() if part is not None or key not in known}
    try:
        return AnswersFile.model_validate(data)
    except ValidationError as error:
        fault = error.errors(include_url=False)[0]
        where = list(fault["loc"])
        span = parse(text, name).span(where, key=fault["type"] == "extra_forbidden")
        place = f"{name}:{span.line}:{span.column}"
        key = str(where[-1]) if where else ""
        if fault["type"] == "extra_forbidden":
            known = AnswersFile.model_fields
            raise UsageError(f'{place}: "{key}" is no key of an answers file', did_you_mean(key, known)) from None
        wanted = "a mapping of keys and values" if not where or fault["type"].startswith(("dict", "model")) else "text"
        what = f"`{key}`" if key else "an answers file"
        raise UsageError(
            f"{place}: {what} must be {wanted}", "write `answers:` and below it `question: answer`"
        ) from None


def parse_pairs(pairs: Iterable[str], option: str) -> dict[str, str]:
    """Read `key=value` arguments of an option.

    Raises:
        UsageError: One has no `=`, or no key, or a key is given twice.
    """
    found: dict[str, str] = {}
    for pair in pairs:
        name, sign, value = pair.partition("=")
        key = name.strip()
        if not sign or not key:
            hint = f"write {option} question=answer" if option == "--set" else None
            raise UsageError(f'{option} wants KEY=VALUE, not "{pair}"', hint)
        if key in found:
            several = f'; several answers to one question go into one: "{key}=a,b"'
            hint = f"delete one of them{several if option == '--set' else ''}"
            raise UsageError(f'{option} gives "{key}" twice; only one can count', hint)
        found[key] = value.strip()
    return found


def from_words(program: Program, given: Mapping[str, str]) -> dict[str, Any]:
    """Answers as typed on a command line, in the form their questions want.

    `a,b` becomes a list, `8` a number.
    """
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
