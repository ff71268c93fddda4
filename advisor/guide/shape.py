"""A file's data as a record: what fits, and a finding in plain words for everything that does not."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any, Generic, NamedTuple, TypeVar

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from advisor import wording
from advisor.diagnostics import Diagnostic, Severity, Span, diagnostic, did_you_mean, suggest
from advisor.guide.model import FIRST_YEAR, FORMAT, LAST_YEAR, CardMatter, Manifest, PhraseMatter, Record, Term, Tree
from advisor.guide.source import EQUAL, Key, Source

Model = TypeVar("Model")


class Part(NamedTuple, Generic[Model]):
    """One file of a guide.

    Attributes:
        model: What it says, or None where an error keeps it from being read.
        findings: What is wrong with its YAML (Y1) and its shape (S1).
    """

    source: Source
    model: Model | None
    findings: tuple[Diagnostic, ...]


def finding(
    code: str,
    message: str,
    span: Span,
    hint: str | None = None,
    severity: Severity | None = None,
) -> Diagnostic:
    """A finding of family S1."""
    return diagnostic(code, message, span, hint, severity=severity)


def shape(source: Source, model: type[Record]) -> Part[Any]:
    """Read the data of a YAML text as a record; what does not fit becomes findings."""
    if source.broken:
        return Part(source, None, tuple(source.findings))
    data = source.data
    if not isinstance(data, dict):
        return _no_mapping(source)
    given = data.get("format", FORMAT)
    if model is Manifest and isinstance(given, int | float) and given != FORMAT:
        message = f"this program reads format {FORMAT}, this guide has format {given}"
        hint = "use the version of the program it was written for"
        wrong = finding("S109", message, source.span(("format",)), hint)
        return Part(source, None, (*source.findings, wrong))
    found, findings = _validate(source, model, data, ())
    if found is None and (home := _home_of(data, model)) is not None:
        what, folder = home
        message = f"by its keys this is {what}, which is not read here"
        findings = [finding("S125", message, source.span(), f"move it to {folder}, or mend its keys")]
    return Part(source, found, (*source.findings, *findings))


def _home_of(data: Mapping[str, Any], model: type[Record]) -> tuple[str, str] | None:
    """What a file is that has all keys of something else, and the folder it belongs into."""
    from advisor.guide.cases import SCENARIOS, ScenarioFile

    homes: dict[type[Record], tuple[str, str]] = {
        Tree: ("a tree", "trees"),
        CardMatter: ("a card", "content/cards"),
        PhraseMatter: ("a phrase", "content/phrases"),
        ScenarioFile: ("a file of scenarios", SCENARIOS),
    }
    if model not in homes or _wanted(model) <= data.keys():
        return None
    return next((home for other, home in homes.items() if _wanted(other) <= data.keys()), None)


def _wanted(model: type[Record]) -> set[str]:
    """The keys that a file must have."""
    return {name for name, field in model.model_fields.items() if field.is_required()}


def shape_mapping(source: Source, model: type[Record]) -> Part[Any]:
    """Read the data of a YAML text as a mapping of id to record; what does not fit becomes findings."""
    if source.broken:
        return Part(source, None, tuple(source.findings))
    data = source.data if source.data is not None else {}
    if not isinstance(data, dict):
        return _no_mapping(source)
    findings = [*source.findings]
    records: dict[str, Any] = {}
    for name, value in data.items():
        if model is not Term and not _is_word(name):
            where = source.span((name,), key=True)
            findings.append(finding("S107", f'"{wording.shown(name)}" is no id', where, _id_hint(name)))
        records[name], wrong = _validate(source, model, value, (name,))
        findings += wrong
    broken = any(found.is_error for found in findings)
    return Part(source, None if broken else records, tuple(findings))


def _no_mapping(source: Source) -> Part[Any]:
    what = "is empty" if source.data is None else "must be keys and values"
    code = "S110" if source.data is None else "S103"
    wrong = finding(code, f"this file {what}", source.span(), "see `advisor schema`")
    return Part(source, None, (*source.findings, wrong))


def _validate(source: Source, model: type[Record], value: Any, base: tuple[Key, ...]) -> tuple[Any, list[Diagnostic]]:
    """A record, or what keeps it from being one: one finding for each place."""
    found = dict(_overlooked(source, value, base))
    record = None
    try:
        record = model.model_validate(value)
    except ValidationError as error:
        for fault in error.errors(include_url=False):
            if fault["type"] == "too_short" and fault["input"]:
                # Not empty: what stands in it has faults of its own.
                continue
            where, wrong = _one_fault(source, model, fault, base, value)
            if any(where[:length] in found for length in range(len(where))):
                continue
            # Where several readings were tried, a sentence about a day says most.
            if where not in found or (wrong.code == "S105" and found[where].code == "S104"):
                found[where] = wrong
    unknown = [where[:-1] for where in found if where[-1:] == (None,)]
    for where in [where for where, wrong in found.items() if wrong.code == "S102"]:
        # A key that is misspelt, or stands too far to the right, is not missing as well.
        place, name = where[:-1], str(where[-1])
        below = [key[len(place) :] for key in unknown if key[: len(place)] == place]
        if any(key[-1:] == (name,) or (len(key) == 1 and suggest(key[0], [name])) for key in below):
            del found[where]
    return (None if found else record), _together(found)


def _together(found: Mapping[Place, Diagnostic]) -> list[Diagnostic]:
    """The findings, with several keys that are missing in one place told in one sentence."""
    told: list[Diagnostic] = []
    missing: dict[Place, dict[str, Diagnostic]] = {}
    for where, wrong in found.items():
        if wrong.code == "S102":
            missing.setdefault(where[:-1], {})[str(where[-1])] = wrong
        else:
            told.append(wrong)
    for names in missing.values():
        *others, last = (f"`{name}`" for name in names)
        first = next(iter(names.values()))
        told.append(first._replace(message=f"{', '.join(others)} and {last} are missing") if others else first)
    return told


Place = tuple[Key | None, ...]

_NUMBERS = frozenset({"format", "max", "max_words", "min"})
_NO_WORDS = frozenset({"true", "false", "null"})
_DAYS = frozenset({"checked", "date", "dated", "edition", "ends", "review_by", "reviewed"})


def _overlooked(source: Source, value: Any, base: tuple[Key, ...]) -> Iterator[tuple[Place, Diagnostic]]:
    """What the models take in silence: keys without a value, blank texts, `true` for a number, far-off days."""
    inside: Iterable[tuple[Key, Any]] = ()
    if isinstance(value, dict):
        inside = value.items()
    elif isinstance(value, list):
        inside = enumerate(value)
    elif (wrong := _overlooked_in(source, value, base)) is not None:
        yield base, wrong
    for key, child in inside:
        if key in _NO_WORDS:
            message = f'"{key}" is no id, for YAML reads it as something else where it is a value'
            if base[-1:] == ("answers",):
                message = f'"{key}" is no id; an answer id is a word'
            yield (*base, key, None), finding("S107", message, source.span((*base, key), key=True), _id_hint(str(key)))
        # Nearly everything in a guide is text, and nearly all text is sound.
        if child.__class__ is not str or child.isspace() or key in _DAYS:
            yield from _overlooked(source, child, (*base, key))


def _overlooked_in(source: Source, value: Any, where: tuple[Key, ...]) -> Diagnostic | None:
    """What is wrong with a value that holds no others."""
    key = where[-1] if where else None
    if value is None or (isinstance(value, str) and value.isspace()):
        # To leave out what follows a colon is a slip; nowhere does "nothing" mean anything.
        return finding("S110", f"{_named(where)} is empty", source.span(where), "fill or delete it")
    if isinstance(value, bool) and key in _NUMBERS:
        message = f"{_named(where)} must be a whole number"
        return finding("S103", message, source.span(where), "write it with digits alone")
    if isinstance(value, str) and key in _DAYS and _is_far(value):
        message = f"{_named(where)}: {value} is not a day of our time"
        return finding("S105", message, source.span(where), "look at the year")
    return None


def _is_far(text: str) -> bool:
    try:
        day = date.fromisoformat(text) if len(text) == 10 else None
    except ValueError:
        return False
    return day is not None and not FIRST_YEAR <= day.year <= LAST_YEAR


def _named(where: Sequence[Key | None]) -> str:
    """The place in words: `key`, or the how manieth entry of one."""
    if not where:
        return "this file"
    last = where[-1]
    if isinstance(last, int):
        return f"entry {last + 1} of {_named(where[:-1])}"
    return f"`{wording.shown(last)}`"


def _is_word(name: str) -> bool:
    from advisor.guide.model import MAX_ID, WORD

    return len(name) <= MAX_ID and WORD.match(name) is not None and name not in _NO_WORDS


def _id_hint(name: str) -> str:
    if name[:1].isdigit():
        return f'begin with a letter, like "n{name}"'
    if name in _NO_WORDS:
        return 'choose another word: for an answer "yes" or "no"'
    simple = re.sub(r"[^a-z0-9]+", "_", name.lower()).strip("_")
    rule = "small letters, digits and _, a letter first, at most 60"
    return f'write "{simple}": {rule}' if _is_word(simple) else rule


_WANTED = {
    "string_type": "text",
    "dict_type": "keys and values",
    "mapping_type": "keys and values",
    "model_type": "keys and values",
    "model_attributes_type": "keys and values",
    "tuple_type": "a list",
    "list_type": "a list",
    "int_type": "a whole number",
    "int_parsing": "a whole number",
    "int_from_float": "a whole number",
    "bool_type": "`true` or `false`",
    "bool_parsing": "`true` or `false`",
    "union_tag_invalid": "a target, rules, or answers with targets",
}


def _one_fault(
    source: Source, model: type[Record], fault: ErrorDetails, base: tuple[Key, ...], data: Any
) -> tuple[Place, Diagnostic]:
    """Where pydantic's complaint belongs, and our sentence for it."""
    from advisor.guide.hints import holds, in_data, is_cut_off, keys_of, misplaced, needed_in, too_deep

    kind, value = fault["type"], fault["input"]
    loc = in_data(data, fault["loc"])
    where = (*base, *loc)
    if (depth := too_deep(model, loc, data)) is not None:
        here = (*base, *loc[: depth + 1])
        aside = f"move it to the left, beside `{loc[depth - 1]}`"
        return (*here, None), finding("S101", f'"{loc[depth]}" is no key here', source.span(here, key=True), aside)
    if fault["loc"][-1:] == ("[key]",):
        name = str(fault["loc"][-2])
        message = f'"{wording.shown(name)}" is no id'
        if fault["loc"][-3:-2] == ("answers",):
            message += "; an answer id is a word"
        return (*where, None), finding("S107", message, source.span(where, key=True), _id_hint(name))
    if kind == "extra_forbidden":
        known = keys_of(model, fault["loc"][:-1])
        message = f'"{wording.shown(loc[-1])}" is no key here'
        hint = _target_meant(loc[-1], value, known)
        hint = hint or (None if suggest(loc[-1], known) else misplaced(model, fault["loc"], data))
        hint = hint or did_you_mean(loc[-1], known)
        return (*where, None), finding("S101", message, source.span(where, key=True), hint)
    if kind == "missing":
        name = str(fault["loc"][-1])
        span = source.span(where, key=True) if where else source.span()
        around = value if isinstance(value, dict) else {}
        inside = [key for key, child in around.items() if holds(child, name)]
        hint = f'add "{name}: ..."'
        if inside:
            hint = f"`{name}` stands under `{wording.shown(inside[0])}`: move it to the left"
        elif is_cut_off(data, loc, name, keys_of(model, loc)):
            hint += f", or delete the dash that parts it from `{name}`"
        return (*where, name), finding("S102", f"`{name}` is missing", span, hint)
    wrong = _bad_value(source, value, fault, where)
    if _WANTED.get(kind) == "keys and values" and where and where[-1] in keys_of(model, loc):
        wrong = wrong._replace(hint="move it to the right, under the entry before it")
    elif isinstance(value, str) and _WANTED.get(kind) == "keys and values" and where:
        needed = needed_in(model, loc)
        equal = EQUAL.fullmatch(value) if where[-1] in ("when", "only_when", "assumes") else None
        if equal is not None:
            wrong = wrong._replace(hint=f'write "{equal[1]}: {equal[2]}"')
        elif len(needed) == 1:
            wrong = wrong._replace(hint=f'write "{needed[0]}: {wording.shown(value)}"')
        elif needed:
            wrong = wrong._replace(hint="write " + " and ".join(f'"{key}: ..."' for key in needed))
    return where, wrong


def _target_meant(key: Key, value: Any, known: Sequence[str]) -> str | None:
    """What a rule leads to, where its author wrote the kind of the target as a key: `card: x` for `to: card:x`."""
    if "to" not in known or key not in ("card", "tree", "outcome", "question") or not isinstance(value, str):
        return None
    return f'write "to: {key}:{value}"' if key in ("card", "tree") else f'write "to: {value}"'


def _bad_value(source: Source, value: Any, fault: ErrorDetails, where: tuple[Key, ...]) -> Diagnostic:
    kind, span, name = fault["type"], source.span(where), _named(where)
    if kind in ("literal_error", "enum"):
        expected = str((fault.get("ctx") or {}).get("expected", ""))
        known = [word.strip(" '") for word in expected.replace(" or ", ", ").split(",")]
        if isinstance(value, dict | list):
            cure = "write a day, without brackets" if where[-1] == "date" else did_you_mean("", known)
            return finding("S103", f"{name} must be a word", span, cure)
        message = f'"{wording.shown(value)}" is not possible for {name}'
        return finding("S104", message, span, did_you_mean(value, known))
    if kind in ("not_a_day", "no_such_day"):
        from advisor.guide.hints import likely_day

        day = likely_day(str(value)) if kind == "not_a_day" else None
        how = f"write {day}" if day else "write the year, the month and the day, each with all its digits"
        if where[0] == "events" and suggest(value, ["varies"]):
            how = 'write "varies" for an event without a day of its own'
        return finding("S105", f"{name}: {fault['msg']}", span, how)
    if kind in ("string_too_short", "too_short"):
        return finding("S110", f"{name} is empty", span, "fill or delete it")
    if kind in ("string_pattern_mismatch", "string_too_long"):
        key = next((str(step) for step in reversed(where) if isinstance(step, str)), "")
        message = f'"{wording.shown(value)}" does not fit {name}'
        return finding("S104", message, span, _PATTERN_HINTS.get(key))
    if kind in _WANTED:
        wanted = _WANTED[kind]
        hint: str | None = None
        if isinstance(value, bool) and kind in ("string_type", "model_type"):
            wanted, hint = "text", "put quotes around it"
            if where[-1:] == ("is",):
                hint = 'write "yes"' if value else 'write "no"'
        elif kind == "string_type" and isinstance(value, dict):
            hint = "a text that begins with { or holds a colon needs quotes"
        elif isinstance(value, str) and kind in ("tuple_type", "list_type"):
            words = value.strip("[]() ").split(",")
            is_ids = all(len(word.split()) == 1 for word in words)
            hint = f"write [{', '.join(map(str.strip, words))}]" if is_ids else "begin each point with `- `"
        elif isinstance(value, str) and wanted == "keys and values":
            hint = "give each key its own line, with a colon behind it"
        elif isinstance(value, list) and wanted == "keys and values":
            hint = 'write "key: value" lines, without "- " before them'
            if where[-1] in ("answers", "given"):
                form = "id: text" if "questions" in where else "question: answer"
                hint = f'write each answer as "{form}", without "- " before it'
        elif isinstance(value, list) and wanted == "text":
            hint = "write a single text, without brackets and without dashes"
        elif wanted == "a whole number":
            hint = "write it with digits alone"
        elif isinstance(value, dict) and wanted == "a list":
            hint = 'begin each point with "- "'
        elif isinstance(value, bool) and wanted == "keys and values":
            hint = "delete it: without a condition it always holds"
        elif kind in ("bool_type", "bool_parsing"):
            hint = "write true, or delete the line"
        return finding("S103", f"{name} must be {wanted}", span, hint)
    if kind == "bad_pattern":
        hint = "close every bracket, and write \\ before a sign that is meant as it is"
        if "not supported" in fault["msg"]:
            hint = "write it without (?=...), (?!...), (?<=...), (?<!...) and without \\1"
        return finding("S104", fault["msg"], span, hint)
    if kind in ("greater_than_equal", "less_than_equal"):
        limits = fault.get("ctx") or {}
        least, most = limits.get("ge"), limits.get("le")
        message = f"{name} must be {least} or more" if least is not None else f"{name} must be {most} or less"
        return finding("S103", message, span, "write another number")
    if kind in _INCOMPLETE:
        beside, what = _INCOMPLETE[kind]
        at = source.span((*where, beside), key=True) if beside else span
        return finding("S102", fault["msg"], at, what)
    if kind in _TOGETHER:
        return finding("S106", fault["msg"], span, _TOGETHER[kind])
    return finding("S103", f"{name}: {fault['msg'][:1].lower()}{fault['msg'][1:]}", span)


_TOGETHER = {
    "one_end": "keep one of them",
    "blank_of_blanks": "delete the other keys",
}
_INCOMPLETE = {
    "no_end": (None, 'add "outcome: ..."'),
    "blank_incomplete": (None, "add what is missing"),
    "pattern_without_hint": ("pattern", 'add "hint: ..."'),
}
"""What lacks a key that another one asks for: which one, where it is not the record itself, and the hint."""
_PATTERN_HINTS = {
    "url": "begin with https:// or http://, without spaces",
    "check": "begin with https:// or http://, without spaces",
    "time": "write 24 hours like 21:00, in quotes if need be",
    "phase": "the id of a phase of content/season.yaml",
    "is": "small letters, digits and _, a letter first",
}
