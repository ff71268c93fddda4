"""Where rules put what they find."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from datetime import date
from functools import cached_property, partial
from itertools import islice
from typing import Any

from advisor.diagnostics import Diagnostic, Related, Severity, Span, diagnostic, did_you_mean, suggest
from advisor.guide.load import BLANKS, GLOSSARY, SEASON, SHARED, SOURCES, Guide
from advisor.guide.model import (
    FIRST_YEAR,
    LAST_YEAR,
    RESERVED,
    Anchor,
    Blank,
    Reference,
    SeasonFile,
    Shared,
    SharedQuestion,
    Term,
    Tree,
    parse_anchor,
)
from advisor.guide.season import today_in
from advisor.guide.shape import Part
from advisor.guide.source import Key, Source
from advisor.interview.conditions import Fact, no_date_question
from advisor.interview.phrasing import FIELD

Pathway = Sequence[Key]


class Report:
    """Collects findings about one guide and knows what names it has.

    Attributes:
        as_of: The day from which to look, None for the reader's today; rules read `today`.
        draft: Whether the file at hand is a draft, so that references to things not written yet are
            warnings.
        astray: Name -> path of a file with it that is not read where it is.
        misnamed: Name -> how the file is to be renamed that is most likely meant by it.
        meant: What was probably meant by names that nothing has: it is not called unused beside the slip.
    """

    def __init__(self, guide: Guide, as_of: date | None = None) -> None:
        """Nothing is found yet."""
        self.guide = guide
        self.as_of = as_of
        self.findings: list[Diagnostic] = []
        self.draft = False
        self.astray: dict[str, str] = {}
        self.misnamed: dict[str, str] = {}
        self.meant: set[str] = set()
        self._circles: set[frozenset[str]] = set()
        self._routed: dict[Hashable, int] = {}

    def is_new_circle(self, names: Iterable[str]) -> bool:
        """Whether a circle is met for the first time, wherever it is entered."""
        circle = frozenset(names)
        known = circle in self._circles
        self._circles.add(circle)
        return not known

    def keep_nearest(self, key: Hashable, before: int) -> None:
        """Of what was found since, keep only what tells a fault anew or with fewer answers.

        A fault in a tree comes up again in every tree that leads to it, with longer witnesses.

        Args:
            key: What fault it is.
            before: How many findings there were before it was found once more.
        """
        if key not in self._routed:
            self._routed[key] = before
            return
        place = self._routed[key]
        again = self.findings.pop()
        if len((again.witness or {}).get("answers", ())) < len((self.findings[place].witness or {}).get("answers", ())):
            self.findings[place] = again

    def add(
        self,
        code: str,
        source: Source,
        where: Pathway,
        message: str,
        hint: str | None = None,
        *,
        key: bool = False,
        related: Iterable[Related] = (),
        witness: Mapping[str, Any] | None = None,
        severity: Severity | None = None,
    ) -> None:
        """Keep a finding at a path of a file."""
        span = source.span(where, key=key)
        self.add_at(code, span, message, hint, related=related, witness=witness, severity=severity)

    def add_at(
        self,
        code: str,
        span: Span,
        message: str,
        hint: str | None = None,
        *,
        related: Iterable[Related] = (),
        witness: Mapping[str, Any] | None = None,
        severity: Severity | None = None,
    ) -> None:
        """Keep a finding at a place."""
        severity = Severity.WARNING if self.draft and code in _NOT_YET else severity
        message, hint = _on_one_line(message), hint and _on_one_line(hint)
        self.findings.append(diagnostic(code, message, span, hint, related, severity=severity, witness=witness))

    @cached_property
    def today(self) -> date:
        """The day from which to look: the one given, else today in the season's zone (UTC where that is unknown)."""
        return self.as_of or today_in(self.guide.part(SEASON, SeasonFile).model)

    # --- names ------------------------------------------------------------------------------------

    @cached_property
    def facts(self) -> dict[str, Fact]:
        """Every question and named condition of every tree that can be read."""
        found: dict[str, Fact] = dict(self.shared.facts)
        for name in self.guide.tree_names:
            model = self.guide.tree_part(name).model
            if model is not None:
                for question, written in model.questions.items():
                    wording = self.shared.questions.get(question) if written.use else written
                    if wording is not None:
                        found[question] = wording
                found.update(model.facts)
        return found

    def is_hidden_fact(self, name: str) -> bool:
        """Whether a fact that cannot be found may stand in a file that cannot be read.

        One mistake shall not be told twice: where it is, and wherever its file is needed.
        """
        if name in self._half_known:
            return True
        return any(part.model is None and not isinstance(part.source.data, dict) for part in self._parts)

    @cached_property
    def _parts(self) -> list[Part[Any]]:
        trees = [self.guide.tree_part(name) for name in self.guide.tree_names]
        return [self.guide.part(SHARED, Shared), *trees]

    @cached_property
    def _half_known(self) -> set[str]:
        """Ids of questions and conditions of which no more can be told than that they exist."""
        found: set[str] = set()
        for part in self._parts:
            if part.model is None:
                found |= _ids(part, "questions") | _ids(part, "facts")
            elif isinstance(part.model, Tree):
                asked = part.model.questions.items()
                found |= {name for name, question in asked if question.use is not None}
        return found - set(self.facts)

    @cached_property
    def shared(self) -> Shared:
        """The shared questions, none where their file is broken."""
        model: Shared | None = self.guide.part(SHARED, Shared).model
        return model if model is not None else Shared()

    @cached_property
    def references(self) -> Mapping[str, Reference]:
        """The sources, none where their file is broken."""
        return self.guide.mapping_part(SOURCES, Reference).model or {}

    @cached_property
    def _reads_sources(self) -> bool:
        return self.guide.mapping_part(SOURCES, Reference).model is not None

    @cached_property
    def reads_shared(self) -> bool:
        """Whether the file of shared questions is sound."""
        return self.guide.part(SHARED, Shared).model is not None

    @cached_property
    def reads_season(self) -> bool:
        """Whether the season's file is sound."""
        return self.guide.part(SEASON, SeasonFile).model is not None

    @cached_property
    def reads_blanks(self) -> bool:
        """Whether the file of blanks is sound."""
        return self.guide.mapping_part(BLANKS, Blank).model is not None

    @cached_property
    def blanks(self) -> Mapping[str, Blank]:
        """The blanks, none where their file is broken."""
        return self.guide.mapping_part(BLANKS, Blank).model or {}

    @cached_property
    def fillable(self) -> frozenset[str]:
        """What a phrase can be filled from: blanks, questions and named conditions."""
        return frozenset([*self.blanks, *self.facts])

    @cached_property
    def glossary(self) -> Mapping[str, Term]:
        """The terms, none where their file is broken."""
        return self.guide.mapping_part(GLOSSARY, Term).model or {}

    @cached_property
    def events(self) -> Mapping[str, Any]:
        """The season's events."""
        model = self.guide.part(SEASON, SeasonFile).model
        return model.events if model is not None else {}

    def near(self, word: object, known: Iterable[str]) -> str | None:
        """The hint that names what was probably meant."""
        names = list(known)
        self.meant.update(suggest(word, names, most=1))
        return did_you_mean(word, names)

    # --- checks that several rules share ----------------------------------------------------------

    def _is_missing(self, path: str) -> bool:
        """Whether a file that something needs is not there, which is told once, at the file."""
        if os.path.lexists(self.guide.root / path):
            return False
        self.add_at("Y120", Span(path), "this file is missing", "write it, or take it from a backup")
        return True

    def reserved(self, source: Source, where: Pathway, name: str) -> None:
        """An id that means something else in conditions or in answers."""
        if name in RESERVED:
            self.add("S108", source, where, f'"{name}" is reserved', "choose another id", key=True)

    def card(self, source: Source, where: Pathway, name: str) -> None:
        """A card that must exist."""
        if name not in self.guide.card_names:
            self.add("N204", source, where, f'there is no card "{name}"', self._meant("card", name))

    def phrase(self, source: Source, where: Pathway, name: str) -> None:
        """A phrase that must exist."""
        if name not in self.guide.phrase_names:
            self.add("N205", source, where, f'there is no phrase "{name}"', self._meant("phrase", name))

    def _meant(self, kind: str, name: str) -> str | None:
        """What was probably meant by the name of a card or phrase; its own kind first."""
        names = {"card": self.guide.card_names, "phrase": self.guide.phrase_names, "tree": self.guide.tree_names}
        bare = name.removesuffix(".md").removeprefix(f"{kind}:")
        if bare != name and bare in names[kind]:
            return f'write "{bare}"'
        other = next((what for what, known in names.items() if name in known), None)
        if other is not None and self._is_astray(other, name):
            return f'move the {kind} "{name}" from the folder of the {other}s into that of the {kind}s'
        if other is not None:
            return f'"{name}" is a {other}; name a {kind} here'
        if name in self.misnamed:
            return self.misnamed[name]
        if name in self.astray:
            return f"move {self.astray[name]} into the folder of the {kind}s"
        return self.near(name, names[kind])

    def _is_astray(self, kind: str, name: str) -> bool:
        """Whether a file is in the folder of something else."""
        guide = self.guide
        part: Part[Any] = guide.tree_part(name) if kind == "tree" else guide.card_part(name)
        if kind == "phrase":
            part = guide.phrase_part(name)
        return any(found.code == "S125" for found in part.findings)

    def reference(self, source: Source, where: Pathway, name: str) -> None:
        """A source that must exist."""
        if name not in self.references and self._reads_sources and not self._is_missing(SOURCES):
            self.add(
                "N206",
                source,
                where,
                f'there is no source "{name}"',
                self.near(name, self.references),
            )

    def elsewhere(self, source: Source, where: Pathway, target: str, hint: str | None = None) -> None:
        """A `card:x` or `tree:x` that must exist; the hint that is given says more than one from the names alone."""
        kind, colon, name = target.partition(":")
        if kind == "card" and colon:
            if name not in self.guide.card_names:
                self.add("N204", source, where, f'there is no card "{name}"', hint or self._meant("card", name))
        elif kind == "tree" and colon:
            if name not in self.guide.tree_names:
                self.add("N211", source, where, f'there is no tree "{name}"', hint or self._meant("tree", name))
        else:
            hint = "write card:... or tree:..."
            if target in self.guide.card_names or target in self.guide.tree_names:
                hint = f'did you mean "{"card" if target in self.guide.card_names else "tree"}:{target}"?'
            self.add("N201", source, where, f'"{target}" is no target here', hint)

    def anchor(self, source: Source, where: Pathway, text: object) -> Anchor | None:
        """A day that must be readable, and whose event or question must exist."""
        anchor = parse_anchor(text)
        hint: str | None
        if anchor is None:
            from advisor.guide.hints import likely_day

            day = likely_day(str(text))
            hint = f"write {day}" if day else None
            hint = hint or "write 2027-02-15, today, season:event or a date question, then maybe + 3 days"
            self.add("S113", source, where, f'"{text}" is no day', hint)
        elif is_far(anchor):
            message = f'"{text}" is not a day of our time'
            self.add("S113", source, where, message, "look at the year")
        elif anchor.kind == "event" and anchor.name not in self.events and self.reads_season:
            hint = did_you_mean(anchor.name, self.events)
            self.add("N207", source, where, f'the season has no event "{anchor.name}"', hint)
        elif anchor.kind == "question":
            fact = self.facts.get(anchor.name)
            if fact is None and self.is_hidden_fact(anchor.name):
                return anchor
            if not isinstance(fact, SharedQuestion) or fact.type != "date":
                hint = self.meant_day(anchor.name)
                self.add("N202", source, where, no_date_question(anchor.name, fact), hint)
        return anchor

    def meant_day(self, name: str) -> str | None:
        """What was probably meant by a name that is no date question: often an event without `season:`."""
        if name in self.events:
            return f'did you mean "season:{name}"?'
        return did_you_mean(name, [known for known, fact in self.facts.items() if getattr(fact, "type", "") == "date"])

    def text(
        self, source: Source, where: Pathway, text: str, *, may: Iterable[str] = (), kind: str = "this text"
    ) -> None:
        """A text of a YAML file whose fields must exist: `{season:x}` anywhere, others where `may` has them."""
        self.fields(text, inside(source, where, text), may=may, kind=kind)

    def fields(self, text: str, at: Callable[[int, str], Span], *, may: Iterable[str] = (), kind: str) -> None:
        """The fields of a text, which must exist; `at` gives the place of some words that begin at an offset of it."""
        if not may_hold_fields(text):
            return
        hint: str | None
        for bare in _BARE_EVENT.finditer(_without_fields(text)) if "season:" in text else ():
            if bare[1] in self.events or bare[1] == "title":
                message = f'"{bare[0]}" stands without braces, so it is printed as it is'
                self.add_at("C522", at(bare.start(), bare[0]), message, f'write "{{{bare[0]}}}"')
        for alone in _braces_alone(text):
            brace = text[alone]
            beside = re.match(r"\w+", text[alone + 1 :]) if brace == "{" else re.search(r"\w+\Z", text[:alone])
            self.meant.update([beside[0]] if beside else ())
            hint = f'{"close" if brace == "{" else "open"} it, or for a real brace write "{brace * 2}"'
            self.add_at("C522", at(alone, brace), f'"{brace}" stands alone, so it is printed as it is', hint)
        allowed = may if isinstance(may, frozenset) else frozenset(may)
        may_be_hidden = allowed and not self.reads_blanks
        for field in FIELD.finditer(text):
            name = (field[1] or "").strip()
            if field[1] is None or name == "season:title" or name in allowed:
                continue
            span = partial(at, field.start(), field[0])
            if name.startswith("season:"):
                anchor = parse_anchor(name)
                event = anchor.name if anchor else name[7:]
                if not event:
                    hint = "write the id of an event behind the colon"
                    self.add_at("N207", span(), f'"{{{name}}}" names no event', hint)
                elif anchor is None or (event not in self.events and self.reads_season):
                    hint = did_you_mean(event, [*self.events, "title"])
                    self.add_at("N207", span(), f'the season has no event "{event}"', hint)
            elif (allowed and (may_be_hidden or self.is_hidden_fact(name))) or (
                kind == "a phrase" and self._is_missing(BLANKS)
            ):
                continue
            else:
                hint = self.near(name, sorted(allowed)) if allowed else None
                event = re.sub(r"^season\W+", "", name.lower()).strip()
                if event in self.events:
                    hint = f'write "{{season:{event}}}"'
                elif kind == "a phrase" and _WORD.fullmatch(name) and not suggest(name, allowed):
                    hint = f'write "{name}: ..." into {BLANKS}, as a blank; for a real brace write {{{{'
                if hint is None:
                    hint = "for a real brace write {{"
                self.add_at("N208", span(), f'"{{{name}}}" cannot be filled in {kind}', hint)


_WORD = re.compile(r"[a-z][a-z0-9_]*")
_BARE_EVENT = re.compile(r"(?<![\w{])season:([a-z][a-z0-9_]*)\b(?: *[+-] *\d+ (?:day|week)s?)?(?! *\})")
"""An event as it is named between braces, and none around it."""


def may_hold_fields(text: str) -> bool:
    """Whether there is anything to look at for `Report.fields`: a brace, or an event without any."""
    return "{" in text or "}" in text or "season:" in text


def _without_fields(text: str) -> str:
    """A text with spaces in the place of its fields."""
    return FIELD.sub(lambda field: " " * len(field[0]), text)


def _braces_alone(text: str) -> list[int]:
    """The places of braces that neither hold a field nor are doubled: of the first few, as one cure may mend all."""
    rest = _without_fields(text)
    return [brace.start() for brace in islice(re.finditer(r"[{}]", rest), 5)]


def inside(source: Source, where: Pathway, text: str) -> Callable[[int, str], Span]:
    """Gives the place of some words of a value that begin at an offset of its text."""
    return lambda start, words: within(source, where, words, skip=text.count(words, 0, start))


def within(source: Source, where: Pathway, words: str, *, skip: int = 0) -> Span:
    """The place of some words inside a value, `skip` of them passed over; the value where they are on no line of it."""
    whole = source.span(where)
    lines, first = source.lines, whole.line - source.first_line
    last = whole.end_line - source.first_line
    if lines[first][whole.column - 1 : whole.column] in ("|", ">"):
        # The place of a block is its first line alone: what belongs to it is indented.
        indent = _indent(lines[first])
        while last + 1 < len(lines) and (not lines[last + 1].strip() or _indent(lines[last + 1]) > indent):
            last += 1
    for number in range(first, last + 1):
        column = lines[number].find(words, whole.column - 1 if number == first else 0)
        while column >= 0:
            if not skip:
                return source.at(number, column, len(words))
            skip -= 1
            column = lines[number].find(words, column + len(words))
    return whole


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


def _on_one_line(sentence: str) -> str:
    """A sentence that quotes an author, however long and on however many lines the quoted words are."""
    if "\n" in sentence:
        sentence = " ".join(sentence.split())
    return sentence if len(sentence) <= MOST else f"{sentence[: MOST // 2]} ... {sentence[-MOST // 3 :]}"


MOST = 300
"""Letters of a finding's sentence; longer ones are cut in the middle."""
_NOT_YET = frozenset({"N201", "N204", "N205", "N211"})


def _ids(part: Part[Any], key: str) -> set[str]:
    """The ids under a key of a file that has the wrong shape elsewhere."""
    things = part.source.data.get(key) if isinstance(part.source.data, dict) else None
    return {str(name) for name in things} if isinstance(things, dict) else set()


def is_far(anchor: Anchor | None) -> bool:
    """Whether an anchor names a day so far off that reckoning with it makes no sense."""
    return anchor is not None and anchor.kind == "day" and not _FIRST <= anchor.day <= _LAST


_FIRST, _LAST = date(FIRST_YEAR, 1, 1), date(LAST_YEAR, 12, 31)
