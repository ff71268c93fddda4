"""`test`: the cases that authors write, played on the engine."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from advisor.authoring.rules.scenarios import doubled_names
from advisor.diagnostics import Diagnostic, did_you_mean
from advisor.errors import AdvisorError, CannotGoOn, GuideInvalid, UsageError
from advisor.guide.cards import FOOTNOTE
from advisor.guide.cases import SCENARIOS, Expectation, Scenario, ScenarioFile
from advisor.guide.load import Guide
from advisor.guide.model import Question, parse_anchor
from advisor.guide.shape import shape
from advisor.guide.source import Source, read
from advisor.interview.interview import Interview
from advisor.interview.phrasing import check_blanks
from advisor.interview.result import Result
from advisor.interview.walk import Asking, Reached, Refused
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


@dataclass(frozen=True, slots=True)
class Played:
    """A scenario and how it went.

    Attributes:
        message: What differs from what was expected, a sentence a line; None where it holds.
    """

    case: Case
    message: str | None

    @property
    def passed(self) -> bool:
        """Whether everything is as expected."""
        return self.message is None


def read_cases(guide: Guide, paths: Sequence[Path] = ()) -> list[Case]:
    """The scenarios of some files or folders; of the guide's own folder where none is named.

    Raises:
        UsageError: A path does not exist, or no scenario is found.
        GuideInvalid: A file is malformed; holds its findings.
    """
    cases: list[Case] = []
    findings: list[Diagnostic] = []
    for file in _files(guide, paths):
        source = read(file, _name(guide, file))
        part = shape(source, ScenarioFile)
        if part.model is None:
            findings += part.findings
            continue
        findings += doubled_names(source, part.model)
        model: ScenarioFile = part.model
        cases += [Case(scenario, model, source, number) for number, scenario in enumerate(model.scenarios)]
    if findings:
        first = findings[0].span
        place = f"{first.path}:{first.line}:{first.column}"
        raise GuideInvalid(f"{place}: {findings[0].message}", findings, findings[0].hint)
    return cases


def _files(guide: Guide, paths: Sequence[Path]) -> list[Path]:
    found: list[Path] = []
    for path in paths or (guide.root / FOLDER,):
        if path.is_dir():
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


def prepare(guide: Guide, case: Case) -> Interview:
    """The interview of a scenario, its anchors resolved and its typed words understood.

    Raises:
        UsageError: Something the scenario names does not exist, or typed words are not understood.
        GuideInvalid: The tree has errors.
    """
    scenario, file = case.scenario, case.file
    if file.tree not in guide.tree_names:
        raise UsageError(f'there is no tree "{file.tree}"', did_you_mean(file.tree, guide.tree_names))
    as_of = _as_of(guide, scenario.as_of or file.as_of)
    given = {name: value for name, value in file.given.items() if name not in scenario.without}
    for name in scenario.without:
        if name not in file.given:
            raise UsageError(f'`without` takes away "{name}", which `given` does not have')
    answers = {**given, **scenario.answers}
    interview = Interview.begin(guide, file.tree, as_of=as_of, blanks=check_blanks(guide.blanks, scenario.blanks))
    interview = Interview.begin(guide, file.tree, _resolved(interview, answers), as_of=as_of, blanks=interview.blanks)
    interview.check_questions()
    for name, words in scenario.typed.items():
        question = interview.program.fact(name)
        if not isinstance(question, Question):
            raise UsageError(f'`typed` names no question: "{name}"')
        meant = understand(question, words)
        if not isinstance(meant, Taken):
            offers = f"; offered: {', '.join(meant.answers)}" if meant.answers else ""
            raise UsageError(f'"{words}" is not taken as an answer of "{name}"{offers}')
        interview = interview.answer(name, meant.value)
    return interview


def _as_of(guide: Guide, text: str | None) -> date:
    anchor = parse_anchor(text)
    day = guide.season(date.min).resolve(anchor) if anchor is not None and anchor.kind != "today" else None
    if day is None:
        raise UsageError(f'`as_of` is no day: "{text}"', "write 2026-11-22, or season:event with + or - days")
    return day


def _resolved(interview: Interview, answers: Mapping[str, Any]) -> dict[str, Any]:
    """Answers with the anchors of date questions turned into days."""
    resolved = dict(answers)
    for name, value in answers.items():
        question = interview.program.fact(name)
        if isinstance(question, Question) and question.type == "date" and value not in question.answers:
            anchor = parse_anchor(value)
            base = answers.get(anchor.name) if anchor is not None and anchor.kind == "question" else None
            if isinstance(base, str) and (start := parse_anchor(base)) is not None and anchor is not None:
                day = interview.season.resolve(start)
                resolved[name] = day + timedelta(days=anchor.days) if day else value
            else:
                resolved[name] = interview.season.resolve(anchor) or value
    return resolved


def play(guide: Guide, case: Case) -> Played:
    """Play one scenario; what goes wrong becomes its message."""
    try:
        interview = prepare(guide, case)
        problems = list(_differences(interview, case))
    except CannotGoOn as error:
        problems = [f"the engine cannot go on: {error.message}"]
    except AdvisorError as error:
        problems = [error.message + (f" ({error.hint})" if error.hint else "")]
    return Played(case, "\n".join(problems) if problems else None)


def _differences(interview: Interview, case: Case) -> Iterator[str]:
    expect = case.scenario.expect
    yield from _end(interview, expect)
    unused = [name for name in (*case.scenario.answers, *case.scenario.typed) if name in interview.unused]
    for name in unused:
        yield f'the answer to "{name}" is never asked for'
    asked = [step.question for step in interview.steps]
    if expect.asked is not None and asked != list(expect.asked):
        yield f"asked: expected {_listed(expect.asked)}, got {_listed(asked)}"
    result = interview.result
    if result is None:
        return
    yield from _shown(expect, result)


def _end(interview: Interview, expect: Expectation) -> Iterator[str]:
    end = interview.walk.end
    path = " -> ".join(f"{step.question}={_value(step.answer)}" for step in interview.steps) or "no answer"
    if isinstance(end, Asking):
        got = f'it stops at the question "{end.question}"'
        same = expect.question == end.question
    elif isinstance(end, Refused):
        got = f'the answer to "{end.question}" is refused: {end.reason}'
        same = expect.refused == end.question
    else:
        got = f'it ends at "{_short(end, interview.tree)}"'
        same = expect.outcome in (end.id, _short(end, interview.tree))
    if same:
        return
    if expect.outcome is not None:
        wanted = f'the outcome "{expect.outcome}"'
        known = {
            _short(Reached(name, outcome), interview.tree)
            for name, tree in interview.program.trees.items()
            for outcome in tree.outcomes
        }
        if ":" not in expect.outcome and expect.outcome != "not_covered" and expect.outcome not in known:
            hint = did_you_mean(expect.outcome, known)
            got += f"; there is no such outcome{f', {hint}' if hint else ''}"
    elif expect.question is not None:
        wanted = f'the question "{expect.question}"'
    else:
        wanted = f'a refused answer to "{expect.refused}"'
    yield f"expected {wanted}, but {got}; the path was: {path}"


def _short(end: Reached, tree: str) -> str:
    return end.outcome if end.tree == tree else end.id


def _value(answer: object) -> str:
    return "+".join(map(str, answer)) if isinstance(answer, list) else str(answer)


def _listed(names: Sequence[str]) -> str:
    return f"[{', '.join(names)}]"


def _shown(expect: Expectation, result: Result) -> Iterator[str]:
    cards = [card.id for card in result.cards]
    phrases = [phrase.id for phrase in result.phrases]
    for name, wanted, got in (("cards", expect.cards, cards), ("phrases", expect.phrases, phrases)):
        if wanted is not None and list(wanted) != got:
            yield f"{name}: expected {_listed(wanted)}, got {_listed(got)}"
    for state in ("now", "late", "later", "passed"):
        wanted = getattr(expect, state)
        got = [line.card for line in result.timeline if line.state == state]
        if wanted is not None and list(wanted) != got:
            yield f"{state}: expected {_listed(wanted)}, got {_listed(got)}"
    for card in expect.lacks_cards:
        if card in cards:
            yield f'the card "{card}" is shown, and must not be'
    if expect.risk is not None and expect.risk != result.risk:
        yield f"risk: expected {expect.risk}, got {result.risk}"
    if expect.says or expect.never_says:
        text = _folded(everything_said(result))
        for words in expect.says:
            if _folded(words) not in text:
                yield f'"{words}" is not said'
        for words in expect.never_says:
            if _folded(words) in text:
                yield f'"{words}" is said, and must not be'


def everything_said(result: Result) -> str:
    """Title, notes, cards and phrases of a result, as one text."""
    parts = [result.title, *result.notes]
    for card in result.cards:
        parts += [card.title, FOOTNOTE.sub("", card.markdown)]
    for phrase in result.phrases:
        parts += [phrase.title, phrase.subject or "", phrase.text]
    return "\n".join(parts)


def _folded(text: str) -> str:
    return " ".join(text.casefold().split())
