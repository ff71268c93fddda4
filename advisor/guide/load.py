"""A guide: a folder of trees and content, each file read, checked for its shape and kept when it is first asked for."""

from __future__ import annotations

import hashlib
import os
import types
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Annotated, Any, Generic, NoReturn, TypeVar, Union, get_args, get_origin

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from advisor.diagnostics import (
    Diagnostic,
    Severity,
    Span,
    diagnostic,
    did_you_mean,
    in_order,
)
from advisor.errors import GuideInvalid, UsageError
from advisor.guide import cards
from advisor.guide.locate import locate
from advisor.guide.model import (
    FORMAT,
    Blank,
    CardMatter,
    Elsewhere,
    Manifest,
    PhraseMatter,
    Question,
    Record,
    Reference,
    Rule,
    SeasonFile,
    Shared,
    Term,
    Tree,
)
from advisor.guide.season import Season, today_in
from advisor.guide.source import Key, Source, read, read_text

Model = TypeVar("Model")

SHARED = "trees/_shared.yaml"
MANIFEST = "content/guide.yaml"
SEASON = "content/season.yaml"
BLANKS = "content/blanks.yaml"
SOURCES = "content/sources.yaml"
GLOSSARY = "content/glossary.yaml"
ELSEWHERE = "content/elsewhere.yaml"


@dataclass(frozen=True, slots=True)
class Part(Generic[Model]):
    """One file of a guide.

    Attributes:
        model: What it says, or None where an error keeps it from being read.
        findings: What is wrong with its YAML (Y1) and its shape (S1).
    """

    source: Source
    model: Model | None
    findings: tuple[Diagnostic, ...]


@dataclass(frozen=True, slots=True)
class Card:
    """A card: its front matter and its body."""

    id: str
    matter: CardMatter
    body: cards.Body


@dataclass(frozen=True, slots=True)
class Phrase:
    """A phrase: its front matter and the words to send or say; `line` is the file's line on which they begin."""

    id: str
    matter: PhraseMatter
    text: str
    line: int


class Guide:
    """The files of one guide, read as they are needed and kept.

    Every property and method that returns content raises `GuideInvalid` where the file has errors, and `UsageError`
    where there is no such thing; `part` and its siblings give the findings instead.

    Attributes:
        root: The folder.
        bundled: Whether it is the guide that comes with the program.
        memo: Room for what others compile from this guide, by a key of theirs.
    """

    def __init__(self, root: Path, *, bundled: bool = False) -> None:
        """Nothing is read yet."""
        self.root = root
        self.bundled = bundled
        self._parts: dict[str, Part[Any]] = {}
        self._trees: dict[str, Tree] = {}
        self._reach: dict[str, dict[str, Tree]] = {}
        self.memo: dict[Any, Any] = {}

    # --- files ----------------------------------------------------------------------------------------------------

    def part(self, path: str, model: type[Record]) -> Part[Any]:
        """A YAML file as one record; an absent optional file counts as empty."""
        if path not in self._parts:
            file = self.root / path
            if not file.exists() and path not in (MANIFEST, SEASON):
                self._parts[path] = Part(Source(path, ""), model.model_validate({}), ())
            else:
                self._parts[path] = shape(read(file, path), model)
        return self._parts[path]

    def mapping_part(self, path: str, model: type[Record]) -> Part[Any]:
        """A YAML file that is a mapping of id to record."""
        if path not in self._parts:
            file = self.root / path
            self._parts[path] = (
                _shape_mapping(read(file, path), model)
                if file.exists()
                else Part(Source(path, ""), {}, ())
            )
        return self._parts[path]

    def tree_part(self, name: str) -> Part[Tree]:
        """The file of a tree, as written."""
        return self.part(f"trees/{name}.yaml", Tree)

    def card_part(self, name: str) -> Part[Card]:
        """The file of a card."""
        path = f"content/cards/{name}.md"
        if path not in self._parts:
            text, matter, body, line = self._markdown(path, CardMatter)
            read_body = cards.read_body(body, line)
            findings = [*matter.findings]
            if not text.broken and not matter.source.broken:
                findings += [_body_finding(path, problem) for problem in read_body.problems]
            model = Card(name, matter.model, read_body) if matter.model is not None else None
            model = None if any(finding.is_error for finding in findings) else model
            self._parts[path] = Part(matter.source, model, tuple(findings))
        return self._parts[path]

    def phrase_part(self, name: str) -> Part[Phrase]:
        """The file of a phrase."""
        path = f"content/phrases/{name}.md"
        if path not in self._parts:
            _text, matter, body, line = self._markdown(path, PhraseMatter)
            findings = list(matter.findings)
            meant = matter.model
            if meant is not None:
                is_email = meant.medium == "email"
                if is_email and meant.subject is None:
                    hint = 'add "subject: ..."'
                    findings.append(
                        finding("S102", "an email needs a `subject`", matter.source.span(), hint)
                    )
                elif not is_email and meant.subject is not None:
                    place = matter.source.span(("subject",), key=True)
                    findings.append(
                        finding(
                            "S106", f"a {meant.medium} phrase has no `subject`", place, "delete it"
                        )
                    )
                if not body.strip():
                    findings.append(
                        finding(
                            "S110",
                            "there are no words to send",
                            matter.source.at(0, 0),
                            "write them",
                        )
                    )
            stripped = body.strip("\n")
            begin = line + (len(body) - len(body.lstrip("\n")))
            model = Phrase(name, meant, stripped, begin) if meant is not None else None
            model = None if any(found.is_error for found in findings) else model
            self._parts[path] = Part(matter.source, model, tuple(findings))
        return self._parts[path]

    def _markdown(self, path: str, model: type[Record]) -> tuple[Source, Part[Any], str, int]:
        text = read_text(self.root / path, path)
        if text.broken:
            return text, Part(text, None, tuple(text.findings)), "", 1
        matter, body, line = cards.split(text)
        part: Part[Any] = shape(matter, model)
        return (
            text,
            replace(part, source=Source(path, matter.text, first_line=matter.first_line)),
            body,
            line,
        )

    def _names(self, folder: str, ending: str) -> list[str]:
        try:
            found = os.listdir(self.root / folder)
        except OSError:
            return []
        return sorted(
            name.removesuffix(ending)
            for name in found
            if name.endswith(ending) and name[0] not in "._"
        )

    @cached_property
    def tree_names(self) -> list[str]:
        """Every tree, drafts too, by name."""
        return self._names("trees", ".yaml")

    @cached_property
    def card_names(self) -> list[str]:
        """Every card, by name."""
        return self._names("content/cards", ".md")

    @cached_property
    def phrase_names(self) -> list[str]:
        """Every phrase, by name."""
        return self._names("content/phrases", ".md")

    # --- content --------------------------------------------------------------------------------------------------

    @cached_property
    def manifest(self) -> Manifest:
        """What the guide is."""
        return _sound(self.part(MANIFEST, Manifest))

    @cached_property
    def season_file(self) -> SeasonFile:
        """The calendar as written."""
        return _sound(self.part(SEASON, SeasonFile))

    def season(self, as_of: date | None = None) -> Season:
        """The calendar as seen from a day; from today in the season's zone where none is given."""
        return Season(self.season_file, as_of or today_in(self.season_file))

    @cached_property
    def shared(self) -> Shared:
        """Questions and named conditions for several trees."""
        return _sound(self.part(SHARED, Shared))

    @cached_property
    def blanks(self) -> Mapping[str, Blank]:
        """What can be filled in."""
        return _sound(self.mapping_part(BLANKS, Blank))

    @cached_property
    def references(self) -> Mapping[str, Reference]:
        """The sources of the guide's claims."""
        return _sound(self.mapping_part(SOURCES, Reference))

    @cached_property
    def glossary(self) -> Mapping[str, Term]:
        """Terms and what they mean."""
        return _sound(self.mapping_part(GLOSSARY, Term))

    @cached_property
    def elsewhere(self) -> Elsewhere:
        """What the guide is not about, and what comes before anything else."""
        return _sound(self.part(ELSEWHERE, Elsewhere))

    def tree(self, name: str) -> Tree:
        """A tree with the wording of its shared questions filled in."""
        if name not in self._trees:
            if name not in self.tree_names:
                self._unknown("tree", name, self.tree_names)
            tree = _sound(self.tree_part(name))
            self._trees[name] = (
                fill_shared(tree, self.shared.questions) if _uses_shared(tree) else tree
            )
        return self._trees[name]

    def card(self, name: str) -> Card:
        """A card."""
        if name not in self.card_names:
            self._unknown("card", name, self.card_names)
        return _sound(self.card_part(name))

    def phrase(self, name: str) -> Phrase:
        """A phrase."""
        if name not in self.phrase_names:
            self._unknown("phrase", name, self.phrase_names)
        return _sound(self.phrase_part(name))

    def reachable(self, name: str) -> Mapping[str, Tree]:
        """A tree and every tree its interview can go on to, nearest first."""
        if name not in self._reach:
            found: dict[str, Tree] = {}
            pending = [name]
            while pending:
                current = pending.pop(0)
                if current in found:
                    continue
                found[current] = self.tree(current)
                pending += [to[5:] for to in targets(found[current]) if to.startswith("tree:")]
            self._reach[name] = found
        return self._reach[name]

    def questions_of(self, name: str) -> list[str]:
        """The ids of a tree's questions; none where its file is broken."""
        part = self.tree_part(name)
        return [] if part.model is None else list(part.model.questions)

    def applicant_trees(self) -> list[tuple[str, Tree]]:
        """The trees an applicant is offered: every sound one that is no draft, urgent ones first."""
        found = []
        for name in self.tree_names:
            part = self.tree_part(name)
            if part.model is not None and not part.model.draft:
                found.append((name, part.model))
        return sorted(found, key=lambda item: (not item[1].urgent, item[0]))

    def digest(self, paths: Iterable[str]) -> str:
        """`sha256:...` over the names and bytes of some of the guide's files, in the order of their names."""
        whole = hashlib.sha256()
        for path in sorted(set(paths)):
            part = self.root / path
            whole.update(
                path.encode() + b"\0" + (part.read_bytes() if part.is_file() else b"") + b"\0"
            )
        return f"sha256:{whole.hexdigest()}"

    def _unknown(self, kind: str, name: str, known: list[str]) -> NoReturn:
        where = "" if self.bundled else f" in {self.root}"
        raise UsageError(f'there is no {kind} "{name}"{where}', did_you_mean(name, known))


def load_guide(path: str | os.PathLike[str] | None = None) -> Guide:
    """Open a guide; its files are read when they are needed.

    Args:
        path: The guide's folder. Without it: ADVISOR_GUIDE, the folder around the working directory, the bundled one.

    Raises:
        UsageError: There is no guide there.
    """
    found = locate(path)
    return Guide(found.root, bundled=found.bundled)


def targets(tree: Tree) -> Iterator[str]:
    """Every target of a tree's questions as written, once or more."""
    for question in tree.questions.values():
        yield from question_targets(question)


def question_targets(question: Question) -> Iterator[str]:
    """Every target of a question as written, once or more."""
    ways: Iterable[str | tuple[Rule, ...]]
    ways = question.next.values() if isinstance(question.next, dict) else (question.next,)
    for way in ways:
        if isinstance(way, str):
            yield way
        else:
            for rule in way:
                yield rule.to


def _uses_shared(tree: Tree) -> bool:
    return any(question.use is not None for question in tree.questions.values())


def fill_shared(tree: Tree, shared: Mapping[str, Any]) -> Tree:
    """A tree whose questions with `use` have the shared wording; a name that is not shared is left as it is."""
    questions = dict(tree.questions)
    for name, question in questions.items():
        wording = shared.get(question.use) if question.use else None
        if wording is not None:
            own = {"use": question.use, "next": question.next, "only_when": question.only_when}
            own |= {
                key: value
                for key in ("why", "help")
                if (value := getattr(question, key)) is not None
            }
            questions[name] = Question.model_construct(**(dict(wording) | own))
    return tree.model_copy(update={"questions": questions})


def _sound(part: Part[Model]) -> Model:
    if part.model is None:
        errors = [found for found in part.findings if found.is_error]
        raise GuideInvalid(
            f"{part.source.path} has errors", in_order(errors), "run `advisor check`"
        )
    return part.model


# --- shape --------------------------------------------------------------------------------------------------------


def finding(
    code: str,
    message: str,
    span: Span,
    hint: str | None = None,
    severity: Severity | None = None,
) -> Diagnostic:
    """A finding of family S1."""
    return diagnostic(code, message, span, hint, severity=severity)


def _body_finding(path: str, problem: cards.Problem) -> Diagnostic:
    span = Span(path, problem.line, 1, problem.line, 2)
    return finding(problem.code, problem.message, span, problem.hint, problem.severity)


def shape(source: Source, model: type[Record]) -> Part[Any]:
    """Read the data of a YAML text as a record; what does not fit becomes findings."""
    if source.broken:
        return Part(source, None, tuple(source.findings))
    data = source.data
    if not isinstance(data, dict):
        what = "is empty" if data is None else "must be keys and values"
        span = source.span()
        return Part(
            source,
            None,
            (*source.findings, finding("S103", f"this file {what}", span, "see `advisor schema`")),
        )
    if model is Manifest and data.get("format", FORMAT) != FORMAT:
        message = f"this program reads format {FORMAT}, this guide has format {data['format']}"
        where = source.span(("format",))
        return Part(
            source,
            None,
            (finding("S109", message, where, "use the version of the program it was written for"),),
        )
    findings = [*source.findings]
    try:
        return Part(source, model.model_validate(data), tuple(findings))
    except ValidationError as error:
        findings += _explain(source, model, error, ())
    return Part(source, None, tuple(findings))


def _shape_mapping(source: Source, model: type[Record]) -> Part[Any]:
    if source.broken:
        return Part(source, None, tuple(source.findings))
    data = source.data if source.data is not None else {}
    if not isinstance(data, dict):
        span = source.span()
        return Part(
            source,
            None,
            (finding("S103", "this file must be keys and values", span, "see `advisor schema`"),),
        )
    findings = [*source.findings]
    found: dict[str, Any] = {}
    for name, value in data.items():
        if model is not Term and not _is_word(name):
            where = source.span((name,), key=True)
            findings.append(finding("S107", f'"{name}" is no id', where, _id_hint(name)))
        try:
            found[name] = model.model_validate(value)
        except ValidationError as error:
            findings += _explain(source, model, error, (name,))
    broken = any(found.is_error for found in findings)
    return Part(source, None if broken else found, tuple(findings))


def _is_word(name: str) -> bool:
    from advisor.guide.model import MAX_ID, WORD

    return len(name) <= MAX_ID and WORD.match(name) is not None


def _id_hint(name: str) -> str:
    if name[:1].isdigit():
        return f'begin with a letter, like "n{name}"'
    if name in ("true", "false", "null", "yes", "no"):
        return "an answer id is a word"
    return "small letters, digits and _, a letter first, at most 60"


def _explain(
    source: Source, model: type[Record], error: ValidationError, base: tuple[Key, ...]
) -> Iterator[Diagnostic]:
    for fault in error.errors(include_url=False):
        yield _one_fault(source, model, fault, base)


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
    source: Source, model: type[Record], fault: ErrorDetails, base: tuple[Key, ...]
) -> Diagnostic:
    loc: tuple[Key, ...] = tuple(
        step for step in fault["loc"] if not (isinstance(step, str) and step.startswith("<"))
    )
    kind, value = fault["type"], fault["input"]
    if loc and loc[-1] == "[key]":
        where = (*base, *loc[:-1])
        name = str(loc[-2])
        message = f'"{name}" is no id'
        if loc[-3:-2] == ("answers",) or name in ("true", "null", "false"):
            message += "; an answer id is a word" if loc[-3:-2] == ("answers",) else ""
        return finding("S107", message, source.span(where, key=True), _id_hint(name))
    where = (*base, *loc)
    name = str(loc[-1]) if loc else (str(base[-1]) if base else "this")
    if kind == "extra_forbidden":
        known = _keys_of(model, fault["loc"][:-1])
        return finding(
            "S101",
            f'"{name}" is no key here',
            source.span(where, key=True),
            did_you_mean(name, known),
        )
    if kind == "missing":
        span = source.span(where[:-1], key=True) if where[:-1] else source.span()
        return finding("S102", f"`{name}` is missing", span, f'add "{name}: ..."')
    span = source.span(where)
    if kind in ("literal_error", "enum"):
        expected = str((fault.get("ctx") or {}).get("expected", ""))
        known = [word.strip(" '") for word in expected.replace(" or ", ", ").split(",")]
        return finding(
            "S104", f'"{value}" is not possible for `{name}`', span, did_you_mean(value, known)
        )
    if kind in ("not_a_day", "no_such_day"):
        return finding("S105", f"`{name}`: {fault['msg']}", span)
    if kind in ("string_too_short", "too_short"):
        return finding("S110", f"`{name}` is empty", span, "fill or delete it")
    if kind == "string_pattern_mismatch":
        return finding("S104", f'"{value}" does not fit `{name}`', span, _PATTERN_HINTS.get(name))
    if kind in _WANTED:
        if value is None:
            return finding("S110", f"`{name}` is empty", span, "fill or delete it")
        hint = "put quotes around it" if kind == "string_type" and isinstance(value, bool) else None
        if kind == "string_type" and isinstance(value, dict):
            hint = "a text that begins with { or holds a colon needs quotes"
        if isinstance(value, str) and kind in ("tuple_type", "list_type"):
            hint = "begin each point with `- `"
        return finding("S103", f"`{name}` must be {_WANTED[kind]}", span, hint)
    if kind in ("one_end", "blank_incomplete", "blank_of_blanks", "pattern_without_hint"):
        return finding("S106", fault["msg"], span)
    return finding("S103", f"`{name}`: {fault['msg'][:1].lower()}{fault['msg'][1:]}", span)


_PATTERN_HINTS = {
    "url": "begin with https:// or http://, without spaces",
    "check": "begin with https:// or http://",
    "time": "write 24 hours like 21:00, in quotes if need be",
    "phase": "the id of a phase of content/season.yaml",
    "is": "small letters, digits and _, a letter first",
}


def _keys_of(model: Any, loc: Sequence[Key]) -> list[str]:
    here: Any = model
    for step in loc:
        here = _descend(here, step)
    record = _record_in(here)
    if record is None:
        return []
    return [field.alias or name for name, field in record.model_fields.items()]


def _descend(annotation: Any, step: Key) -> Any:
    origin, inner = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        return _descend(inner[0], step)
    if origin in (Union, types.UnionType):
        if isinstance(step, str) and step.startswith("<"):
            return annotation
        steps = [found for part in inner if (found := _descend(part, step)) is not None]
        return steps[0] if steps else None
    if origin in (dict, Mapping) and isinstance(step, str):
        return inner[1]
    if origin is tuple and isinstance(step, int):
        return inner[0]
    if isinstance(annotation, type) and issubclass(annotation, Record):
        for name, field in annotation.model_fields.items():
            if step in (name, field.alias):
                return field.annotation
    return None


def _record_in(annotation: Any) -> type[Record] | None:
    if isinstance(annotation, type):
        return annotation if issubclass(annotation, Record) else None
    for part in get_args(annotation):
        if (record := _record_in(part)) is not None:
            return record
    return None
