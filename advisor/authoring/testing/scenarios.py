"""`test`: the cases that authors write, played on the engine, and what differs told where it is expected."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any, NamedTuple

from advisor.authoring.rules.scenarios import doubled_names
from advisor.authoring.testing.expected import STATES, Mismatch, differences
from advisor.diagnostics import Diagnostic, Span, diagnostic, did_you_mean
from advisor.errors import AdvisorError, GuideInvalid, UsageError
from advisor.guide.cases import SCENARIOS, Expectation, Scenario, ScenarioFile
from advisor.guide.load import Guide
from advisor.guide.model import Question, parse_anchor
from advisor.guide.shape import shape
from advisor.guide.source import Key, Source, read
from advisor.interview.interview import Interview
from advisor.interview.phrasing import check_blanks
from advisor.interview.walk import NOT_COVERED
from advisor.understand.answers import Taken, understand

FOLDER = SCENARIOS


@dataclass(frozen=True, slots=True)
class Case:
    """A scenario and where it stands.

    Attributes:
        file: The file it comes from, with what holds for all its scenarios.
        number: Its place in the file, from 0.
    """

    scenario: Scenario
    file: ScenarioFile
    source: Source
    number: int

    @property
    def path(self) -> str:
        """The file, relative to the guide where it lies in it."""
        return self.source.path

    @property
    def line(self) -> int:
        """The line on which the scenario begins."""
        return self.source.span(("scenarios", self.number)).line

    def span(self, where: Sequence[Key]) -> Span:
        """The place of something in the scenario, or in the file where the scenario does not have it."""
        own = ("scenarios", self.number, *where) if where and where[0] in self.scenario.model_fields_set else where
        if not where:
            return self.source.span(("scenarios", self.number))
        # A list is told by its key; so is an answer, which is most often wrong in its question.
        named = where[0] in ("answers", "given", "typed", "blanks") or where[-1] in _LISTS
        return self.source.span(own, key=named)


_LISTS = frozenset({"asked", "cards", "phrases", *STATES})


@dataclass(frozen=True, slots=True)
class Played:
    """A scenario and how it went.

    Attributes:
        mismatches: Everything that differs from what was expected.
        interview: What was played; None where it could not begin.
    """

    case: Case
    mismatches: tuple[Mismatch, ...] = ()
    interview: Interview | None = None

    @property
    def passed(self) -> bool:
        """Whether everything is as expected."""
        return not self.mismatches

    @property
    def message(self) -> str | None:
        """What differs, a sentence a line; None where it holds."""
        return "\n".join(mismatch.message for mismatch in self.mismatches) or None


class Found(NamedTuple):
    """The scenarios of some files.

    Attributes:
        cases: Those of the files that can be read.
        findings: What is wrong with the others.
    """

    cases: tuple[Case, ...]
    findings: tuple[Diagnostic, ...]


def read_cases(guide: Guide, paths: Sequence[Path] = ()) -> list[Case]:
    """The scenarios of some files or folders; of the guide's own folder where none is named.

    Raises:
        UsageError: A path does not exist or may not be read, or no scenario is found.
        GuideInvalid: A file is malformed; holds its findings.
    """
    cases, findings = find_cases(guide, paths)
    if findings:
        first = findings[0].span
        place = f"{first.path}:{first.line}:{first.column}"
        raise GuideInvalid(f"{place}: {findings[0].message}", findings, findings[0].hint)
    return list(cases)


def find_cases(guide: Guide, paths: Sequence[Path] = ()) -> Found:
    """The scenarios of some files or folders; a file that is wrong does not keep the others from being read.

    Raises:
        UsageError: A path does not exist or may not be read, or no file of scenarios is found.
    """
    cases: list[Case] = []
    findings: list[Diagnostic] = []
    for file in _files(guide, paths):
        source = read(file, _name(guide, file))
        part = shape(source, ScenarioFile)
        model: ScenarioFile | None = part.model
        if model is None:
            findings += part.findings
        elif model.tree not in guide.tree_names:
            message = f'there is no tree "{model.tree}"'
            hint = did_you_mean(model.tree, guide.tree_names)
            findings.append(diagnostic("N211", message, source.span(("tree",)), hint))
        else:
            findings += doubled_names(source, model)
            cases += [Case(scenario, model, source, number) for number, scenario in enumerate(model.scenarios)]
    return Found(tuple(cases), tuple(findings))


def _files(guide: Guide, paths: Sequence[Path]) -> list[Path]:
    found: list[Path] = []
    for path in paths or (guide.root / FOLDER,):
        if path.is_dir():
            if not os.access(path, os.R_OK | os.X_OK):
                raise UsageError(f'the folder "{path}" cannot be read', "give yourself the right to read it")
            found += sorted(file for file in path.glob("*.yaml") if not file.name.startswith((".", "_")))
        elif path.is_file():
            found.append(path)
        elif paths:
            raise UsageError(f'there is no file or folder "{path}"', "name a scenario file or a folder of them")
    if not found:
        raise UsageError("no scenarios were found", f"write some in {FOLDER}/, or name their folder")
    return found


def _name(guide: Guide, file: Path) -> str:
    try:
        return file.resolve().relative_to(guide.root.resolve()).as_posix()
    except ValueError:
        return file.as_posix()


class _Fault(Exception):
    """The scenario itself is wrong: it cannot be played."""

    def __init__(self, where: tuple[Key, ...], message: str, hint: str | None = None) -> None:
        super().__init__(message)
        self.mismatch = Mismatch(where, message, (hint,) if hint else ())


def prepare(guide: Guide, case: Case, otherwise: date | None = None) -> Interview:
    """The interview of a scenario, its anchors resolved and its typed words understood.

    Args:
        guide: The guide.
        case: The scenario.
        otherwise: The day, where neither it nor its file has one.

    Raises:
        UsageError: Something the scenario names does not exist, or typed words are not understood.
        GuideInvalid: The tree has errors.
    """
    interview, faults = _prepare(guide, case, otherwise)
    if interview is None:
        raise UsageError(faults[0].message, *faults[0].details)
    return interview


def _prepare(guide: Guide, case: Case, otherwise: date | None) -> tuple[Interview | None, list[Mismatch]]:
    """The interview, or everything that keeps it from being played."""
    scenario, file = case.scenario, case.file
    faults: list[Mismatch] = []
    if file.tree not in guide.tree_names:
        hint = did_you_mean(file.tree, guide.tree_names)
        return None, [Mismatch(("tree",), f'there is no tree "{file.tree}"', (hint,) if hint else ())]
    try:
        as_of = _as_of(guide, scenario.as_of or file.as_of, otherwise)
    except _Fault as fault:
        faults.append(fault.mismatch)
        as_of = guide.manifest.edition
    given = {name: value for name, value in file.given.items() if name not in scenario.without}
    for number, name in enumerate(scenario.without):
        if name not in file.given:
            message = f'`without` takes away "{name}", which `given` does not have'
            hint = did_you_mean(name, file.given)
            faults.append(Mismatch(("without", number), message, (hint,) if hint else ()))
    blanks: dict[str, str] = {}
    for name, value in scenario.blanks.items():
        try:
            blanks |= check_blanks(guide.blanks, {name: value})
        except UsageError as error:
            faults.append(Mismatch(("blanks", name), error.message, (error.hint,) if error.hint else ()))
    interview = Interview.begin(guide, file.tree, as_of=as_of, blanks=blanks)
    faults += _unknown_questions(interview, case, given)
    answers = _resolved(interview, {**given, **scenario.answers})
    for name, words in scenario.typed.items():
        try:
            answers[name] = _understood(interview, name, words)
        except _Fault as fault:
            faults.append(fault.mismatch)
    faults += _unknown_names(guide, interview, scenario.expect)
    if faults:
        return None, faults
    return Interview.begin(guide, file.tree, answers, as_of=as_of, blanks=blanks), []


def _as_of(guide: Guide, text: str | None, otherwise: date | None) -> date:
    if text is None:
        if otherwise is not None:
            return otherwise
        raise _Fault(("as_of",), "neither the scenario nor its file has an `as_of`", "write `as_of: 2026-11-22`")
    anchor = parse_anchor(text)
    if anchor is not None and anchor.kind in ("today", "question"):
        hint = "write a day like 2027-03-01, or season:event with + or - days"
        raise _Fault(("as_of",), f'a scenario has a fixed day, and "{text}" is none', hint)
    day = guide.season(date.min).resolve(anchor) if anchor is not None else None
    if day is None:
        near = did_you_mean(anchor.name, guide.season_file.events) if anchor is not None else None
        hint = near or "write a day like 2027-03-01, or season:event with + or - days"
        raise _Fault(("as_of",), f'`as_of` is no day: "{text}"', hint)
    return day


def _unknown_questions(interview: Interview, case: Case, given: Mapping[str, Any]) -> Iterator[Mismatch]:
    guide = interview.guide
    everywhere = {name for tree in guide.tree_names for name in guide.questions_of(tree)}
    known = [asked for tree in interview.program.trees.values() for asked in tree.questions]
    scenario = case.scenario
    for part, names in (("given", given), ("answers", scenario.answers), ("typed", scenario.typed)):
        for name in names:
            if name not in known and (part != "given" or name not in everywhere):
                hint = did_you_mean(name, known)
                there = " that this tree leads to" if name in everywhere else ""
                message = f'there is no question "{name}"{there}'
                yield Mismatch((part, name), message, (hint,) if hint else ())


def _understood(interview: Interview, name: str, words: str) -> Any:
    question = interview.program.fact(name)
    if not isinstance(question, Question):
        return None
    meant = understand(question, words)
    if isinstance(meant, Taken):
        return meant.value
    offers = did_you_mean(words, meant.answers or question.answers)
    raise _Fault(("typed", name), f'"{words}" is not taken as an answer of "{name}"', offers)


def _unknown_names(guide: Guide, interview: Interview, expect: Expectation) -> Iterator[Mismatch]:
    """What `expect` names and the guide does not have."""
    trees = interview.program.trees
    questions = [name for tree in trees.values() for name in tree.questions]
    for key, name in (("question", expect.question), ("refused", expect.refused)):
        if name is not None and name not in questions:
            yield _unknown(("expect", key), "question", name, questions)
    for number, name in enumerate(expect.asked or ()):
        if name not in questions:
            yield _unknown(("expect", "asked", number), "question", name, questions)
    known = [
        *(
            outcome if tree == interview.tree else f"{tree}/{outcome}"
            for tree in trees
            for outcome in trees[tree].outcomes
        )
    ]
    wanted = expect.outcome
    if wanted is not None and wanted.startswith("card:"):
        if wanted[5:] not in guide.card_names:
            yield _unknown(("expect", "outcome"), "card", wanted[5:], guide.card_names)
    elif wanted is not None and wanted != NOT_COVERED and wanted.removeprefix(f"{interview.tree}/") not in known:
        yield _unknown(("expect", "outcome"), "outcome", wanted, [*known, NOT_COVERED])
    listed: list[tuple[str, str, Sequence[str] | None, Sequence[str]]] = [
        (part, "card", getattr(expect, part), guide.card_names) for part in ("cards", *STATES, "lacks_cards")
    ]
    for part, kind, names, there in [*listed, ("phrases", "phrase", expect.phrases, guide.phrase_names)]:
        for number, name in enumerate(names or ()):
            if name not in there:
                yield _unknown(("expect", part, number), kind, name, there)


def _unknown(where: tuple[Key, ...], kind: str, name: str, known: Iterable[str]) -> Mismatch:
    hint = did_you_mean(name, known)
    return Mismatch(where, f'there is no {kind} "{name}"', (hint,) if hint else ())


def _resolved(interview: Interview, answers: Mapping[str, Any]) -> dict[str, Any]:
    """Answers with the anchors of date questions turned into days."""
    resolved = dict(answers)
    for name, value in answers.items():
        question = interview.program.fact(name)
        if not isinstance(question, Question) or question.type != "date":
            continue
        if isinstance(value, str) and value not in question.answers:
            anchor = parse_anchor(value)
            base = answers.get(anchor.name) if anchor is not None and anchor.kind == "question" else None
            if isinstance(base, str) and (start := parse_anchor(base)) is not None and anchor is not None:
                day = interview.season.resolve(start)
                resolved[name] = day + timedelta(days=anchor.days) if day else value
            else:
                resolved[name] = interview.season.resolve(anchor) or value
    return resolved


def play(guide: Guide, case: Case, otherwise: date | None = None) -> Played:
    """Play one scenario; what goes wrong becomes its mismatches.

    Args:
        guide: The guide.
        case: The scenario.
        otherwise: The day, where neither it nor its file has one.
    """
    try:
        interview, faults = _prepare(guide, case, otherwise)
    except AdvisorError as error:
        return Played(case, (Mismatch((), error.message, (error.hint,) if error.hint else ()),))
    if interview is None:
        return Played(case, tuple(faults))
    return Played(case, tuple(differences(interview, case.scenario)), interview)
