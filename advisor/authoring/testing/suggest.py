"""Suggestions: a small set of scenarios that completes what a tree's own scenarios cover.

Each scenario is the way through the tree that exercises most of what is still missing, found on the atlas of all
states: the greedy rule for set cover (Chvatal 1979), with the best set found by going backwards through the states.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import count as count_from
from typing import Any, NamedTuple

from advisor import wording
from advisor.analysis.explain import outcome_title
from advisor.authoring.sound import require_sound
from advisor.authoring.testing.expected import STATES, agrees, sentences
from advisor.authoring.testing.item import COMMON, Item
from advisor.authoring.testing.scenarios import Case, find_cases, play
from advisor.authoring.testing.survey import Survey, surveys_of
from advisor.errors import GuideInvalid, UsageError
from advisor.guide.cases import Expectation, Scenario, ScenarioFile
from advisor.guide.load import Guide
from advisor.guide.model import parse_anchor
from advisor.guide.season import day_in_words
from advisor.guide.source import Source, parse
from advisor.interview.conditions import TODAY, Value
from advisor.interview.interview import Interview
from advisor.interview.result import answer_in_words, for_machines
from advisor.interview.walk import NOT_COVERED, Reached, Refused

_LONGEST = 50
"""Letters of an answer in a name."""


class Suggested(NamedTuple):
    """A scenario for a person to review.

    Attributes:
        as_of: None for the day of the file.
        answers: As a scenario has them, on top of what the file gives.
        expect: What the guide gives now.
    """

    name: str
    as_of: str | None
    answers: Mapping[str, Any]
    expect: Mapping[str, Any]

    @property
    def data(self) -> dict[str, Any]:
        """As plain data, in the order of the format."""
        found = {"name": self.name, "as_of": self.as_of, "answers": dict(self.answers), "expect": dict(self.expect)}
        return {key: value for key, value in found.items() if value or key == "expect"}


class Suggestions(NamedTuple):
    """What would complete the scenarios of a tree.

    Attributes:
        tree: Whose scenarios.
        as_of: The day of the file, as written.
        given: The answers of the file.
        scenarios: In the order in which they cover most.
        left: What these cannot reach: only who comes from another tree can.
        decided: Whether all that can happen is known.
    """

    tree: str
    as_of: str
    given: Mapping[str, Any]
    scenarios: tuple[Suggested, ...]
    left: tuple[Item, ...]
    decided: bool


def suggest(guide: Guide, tree: str) -> Suggestions:
    """Find scenarios for all that the guide's scenarios leave out of a tree.

    Args:
        guide: The guide.
        tree: A sound tree.
    """
    cases = scenarios_of(guide)
    own = [case for case in cases if case.file.tree == tree]
    file = own[0].file if own else None
    as_of, day = _day(guide, tree, file)
    covered: set[Item] = set()
    reachable: set[Item] = set()
    surveys: dict[tuple[str, date], Survey] = {}
    for start in dict.fromkeys(case.file.tree for case in cases):
        if start == tree or _leads_to(guide, start, tree):
            for played in (play(guide, case) for case in cases if case.file.tree == start):
                if (interview := played.interview) is not None:
                    at = (start, interview.as_of)
                    surveys[at] = surveys.get(at) or Survey(guide, *at)
                    covered |= surveys[at].trail(interview).items
    found: list[tuple[Survey, dict[str, Value], frozenset[Item]]] = []
    decided = True
    for survey in surveys_of(guide, tree, day):
        decided = decided and survey.atlas.decided
        everything = {item for item in survey.everything() if item.tree in (tree, COMMON)}
        for answers, items in (*_ways(survey, everything - covered), *_refused(survey, everything - covered)):
            found.append((survey, answers, items - covered))
            covered |= items
    for start in guide.tree_names:
        if start != tree and _leads_to(guide, start, tree):
            for survey in surveys_of(guide, start):
                reachable |= {item for item in survey.everything() if item.tree == tree}
    plain = [_plain(survey, answers) for survey, answers, _ in found]
    given = dict(file.given) if file is not None else _common(plain)
    names = {case.scenario.name for case in own}
    scenarios: list[Suggested] = []
    for (survey, answers, new), written in zip(found, plain, strict=True):
        interview = Interview.begin(guide, tree, answers, as_of=survey.interview.as_of)
        name = _name(interview, new, names, None if interview.as_of == day else interview.as_of)
        names.add(name)
        changed = {question: value for question, value in written.items() if given.get(question) != value}
        on = interview.as_of
        other_day = None if on == day else survey.boundaries.written(TODAY, on) or on.isoformat()
        scenarios.append(Suggested(name, other_day, changed, _expect(interview, new)))
    return Suggestions(tree, as_of, given, tuple(scenarios), tuple(sorted(reachable - covered, key=str)), decided)


def scenarios_of(guide: Guide) -> tuple[Case, ...]:
    """The scenarios that a guide has, files that cannot be read left out."""
    try:
        return find_cases(guide).cases
    except UsageError:
        return ()


def _leads_to(guide: Guide, start: str, tree: str) -> bool:
    """Whether a person who begins with a tree that has no errors can come to another one."""
    try:
        found = guide.reachable(start)
        if tree in found:
            require_sound(guide, start)
    except GuideInvalid:
        return False
    return tree in found


def _day(guide: Guide, tree: str, file: ScenarioFile | None) -> tuple[str, date]:
    """The day of a file of scenarios, as written and as a day."""
    if file is not None and file.as_of is not None:
        anchor = parse_anchor(file.as_of)
        day = guide.season(date.min).resolve(anchor) if anchor is not None and anchor.kind != "today" else None
        if day is not None:
            return file.as_of, day
    day = max(guide.manifest.edition, guide.tree(tree).reviewed)
    return day.isoformat(), day


def _ways(survey: Survey, missing: set[Item]) -> Iterator[tuple[dict[str, Value], frozenset[Item]]]:
    """Whole interviews that together exercise everything missing, those first that exercise most."""
    atlas, of_moves = survey.atlas, survey.kinds.of_moves
    missing = set(missing)
    while missing:
        worth = [sum(item in missing for item in items) for items in survey.exercised]
        gain = [0] * len(atlas)
        best = [0] * len(atlas)
        for state in atlas.backwards():
            for number, move in enumerate(atlas.moves[state]):
                gained = gain[move.to]
                for kind in of_moves[state][number]:
                    gained += worth[kind]
                if gained > gain[state]:
                    gain[state], best[state] = gained, number
        if not gain or not gain[0]:
            return
        answers: dict[str, Value] = {}
        state = 0
        while atlas.moves[state]:
            if not gain[state]:
                answers |= atlas.answers_from(state)
                break
            move = atlas.moves[state][best[state]]
            if move.asked and move.value is not None:
                answers[atlas.spot(state).question or ""] = move.value
            state = move.to
        interview = Interview.begin(survey.guide, survey.interview.tree, answers, as_of=survey.interview.as_of)
        items = survey.trail(interview).items
        if missing.isdisjoint(items):
            return
        missing -= items
        yield answers, items


def _refused(survey: Survey, missing: set[Item]) -> Iterator[tuple[dict[str, Value], frozenset[Item]]]:
    """Interviews that end at an answer just beyond a limit."""
    for item, answers in survey.refusals.items():
        if item in missing:
            yield answers, frozenset([item])


def _plain(survey: Survey, answers: Mapping[str, Value]) -> dict[str, Any]:
    """Answers as a scenario has them: a day that a condition names by an event is written so too."""
    found: dict[str, Any] = {}
    for name, value in answers.items():
        found[name] = for_machines(value)
        if isinstance(value, date):
            found[name] = survey.boundaries.written(name, value) or found[name]
    return found


def _common(plain: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """The answers that most scenarios have in common, where writing them once is shorter."""
    found: dict[str, Any] = {}
    for name in dict.fromkeys(name for answers in plain for name in answers):
        values = [answers[name] for answers in plain if name in answers]
        value, times = Counter(map(repr, values)).most_common(1)[0]
        if times > 1:
            found[name] = next(one for one in values if repr(one) == value)
    return found


# --- one scenario -------------------------------------------------------------------------------------------------


def _expect(interview: Interview, new: Iterable[Item]) -> dict[str, Any]:
    """What an interview comes to, as a scenario expects it."""
    end = interview.walk.end
    if isinstance(end, Refused):
        return {"refused": end.question}
    result = interview.result
    assert isinstance(end, Reached)
    assert result is not None
    expect: dict[str, Any] = {"outcome": end.outcome if end.tree == interview.tree else end.id}
    expect["cards"] = [card.id for card in result.cards]
    for state in STATES:
        expect[state] = [line.card for line in result.timeline if line.state == state]
    expect["phrases"] = [phrase.id for phrase in result.phrases]
    expect["asked"] = list(dict.fromkeys(step.question for step in interview.walk.steps()))
    expect = {key: value for key, value in expect.items() if value or key == "phrases"}
    for text, shown in _notes(interview, new):
        words = next((one for one in sentences(text) if "{" not in one), None)
        key = "says" if shown else "never_says"
        if words is not None:
            more = {**expect, key: [*expect.get(key, ()), words]}
            if agrees(interview, Scenario(name="-", expect=Expectation.model_validate(more))):
                expect = more
    return expect


def _notes(interview: Interview, new: Iterable[Item]) -> Iterator[tuple[str, bool]]:
    """The notes that no scenario has looked at before, and whether they are shown."""
    end = interview.walk.end
    items = set(new)
    if not isinstance(end, Reached) or not end.tree or end.outcome == NOT_COVERED:
        return
    where = ("outcomes", end.outcome)
    arrives = Item("outcomes", end.tree, where, end.outcome) in items
    for number, note in enumerate(interview.program.trees[end.tree].outcomes[end.outcome].notes):
        place = (*where, "notes", number)
        if (arrives and note.when is None) or Item("notes", end.tree, place, "shown") in items:
            yield note.text, True
        elif Item("notes", end.tree, place, "left out") in items:
            yield note.text, False


def _name(interview: Interview, new: Iterable[Item], taken: Iterable[str], day: date | None) -> str:
    """What a scenario is about: where it ends, and the answers that no scenario gave before."""
    end = interview.walk.end
    used = set(taken)
    if isinstance(end, Refused):
        value = answer_in_words({}, interview.answers[end.question], interview.season)
        name = f"{wording.capital(end.question.replace('_', ' '))} {value} is refused"
        return name if name not in used else _numbered(name, used)
    assert isinstance(end, Reached)
    title = wording.capital(wording.one_line(outcome_title(interview, end.id)).rstrip("."))
    fresh = {(item.tree, str(item.where[1])) for item in new if item.part == "answers"}
    steps = list(interview.walk.steps())
    telling = [step for step in steps if (step.tree, step.question) in fresh]
    rest = [step for step in reversed(steps) if step not in telling]
    shown = telling[-2:] or ([] if day else rest[:1])
    seen = [wording.ON_DAY.format(day=day_in_words(day))] if day else []
    for more in (shown, *([*shown, *rest[:count]] for count in range(1, len(rest) + 1))):
        in_order = [step for step in steps if step in more]
        said = ", ".join([*(_said(interview, step.tree, step.question, step.value) for step in in_order), *seen])
        name = f"{title} ({said})" if said else title
        if name not in used:
            return name
    return _numbered(title, used)


def _numbered(name: str, used: Container[str]) -> str:
    return next(one for count in count_from(2) if (one := f"{name} ({count})") not in used)


def _said(interview: Interview, tree: str, name: str, value: Value) -> str:
    question = interview.program.question(f"{tree}/{name}")
    text = wording.one_line(answer_in_words(question.answers, value, interview.season))
    text = text if len(text) <= _LONGEST else f"{text[: _LONGEST - 3]}..."
    bare = " " not in text or (question.type in ("number", "date", "text") and value not in question.answers)
    return f"{name.replace('_', ' ')} {text}" if bare else text


# --- as a file ----------------------------------------------------------------------------------------------------


def written(guide: Guide, found: Suggestions, *, alone: bool) -> str:
    """The suggested scenarios as text, to be added to the tree's own file or, without one, as a file.

    Args:
        guide: The guide.
        found: What is suggested.
        alone: Whether it shall be a file of its own in any case.
    """
    sources = [case.source for case in scenarios_of(guide) if case.file.tree == found.tree]
    addition = to_append(found, sources[0]) if sources and not alone else None
    return addition if addition is not None else whole_file(found)


def whole_file(found: Suggestions) -> str:
    """A file of its own with the suggested scenarios."""
    data: dict[str, Any] = {"tree": found.tree, "as_of": found.as_of, "given": dict(found.given)}
    data["scenarios"] = [scenario.data for scenario in found.scenarios]
    text = "\n".join(_block({key: value for key, value in data.items() if value}, 0))
    return f"# {wording.REVIEW_EXPECTED}\n{text}\n"


def to_append(found: Suggestions, source: Source) -> str | None:
    """The suggested scenarios as they can be added to the end of a file; None where something follows its scenarios."""
    if not isinstance(source.data, dict) or list(source.data)[-1:] != ["scenarios"]:
        return None
    first = source.span(("scenarios", 0))
    dash = source.lines[first.line - 1].find("-")
    if not source.lines[first.line - 1].lstrip().startswith("-"):
        return None
    pad = " " * dash
    lines = [f"{pad}# {wording.REVIEW_EXPECTED}"]
    for scenario in found.scenarios:
        lines += [f"{pad}{line}" for line in _block([scenario.data], 0)]
    end = "" if source.text.endswith("\n") else "\n"
    return end + "\n".join(lines) + "\n"


def _block(value: Any, indent: int) -> list[str]:
    """Plain data as block YAML, one key or item a line."""
    pad = "  " * indent
    lines: list[str] = []
    if isinstance(value, Mapping):
        for key, child in value.items():
            if child and isinstance(child, Mapping | list):
                lines += [f"{pad}{key}:", *_block(child, indent + 1)]
            else:
                lines.append(f"{pad}{key}: {_scalar(child)}")
        return lines
    for child in value:
        inner = _block(child, indent + 1) if isinstance(child, Mapping) else [f"{pad}  {_scalar(child)}"]
        lines += [f"{pad}- {inner[0].lstrip()}", *inner[1:]]
    return lines


def _scalar(value: Any) -> str:
    """A value as an author writes it; in quotes where YAML would read something else."""
    if isinstance(value, list):
        return "[]"
    if not isinstance(value, str):
        return str(value)
    source = parse(f"x: {value}", "")
    if not source.findings and source.data == {"x": value}:
        return value
    import json

    return json.dumps(value, ensure_ascii=False)
