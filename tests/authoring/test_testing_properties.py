"""Coverage, suggestions and mutation on made-up guides, against trying every answer."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from advisor.analysis.paths import days_to_prove, explore
from advisor.authoring.testing.coverage import coverage
from advisor.authoring.testing.expected import agrees
from advisor.authoring.testing.item import COMMON, Item
from advisor.authoring.testing.mutants import mutants
from advisor.authoring.testing.mutate import mutation, view
from advisor.authoring.testing.scenarios import find_cases, play, read_cases
from advisor.authoring.testing.suggest import suggest, whole_file
from advisor.authoring.testing.survey import Survey, surveys_of
from advisor.errors import AdvisorError
from advisor.guide.load import Guide
from advisor.interview.interview import Interview
from advisor.interview.walk import Refused
from tests.interview.generated import TODAY, Made, dated, guides
from tests.interview.reference import everything

FEW = settings(max_examples=settings().max_examples // 2)
LAST = date(2027, 1, 31)
MOST = 250
"""Runs of a guide that is tried out in full; larger ones are looked at in part."""


@contextmanager
def written(made: Made) -> Iterator[Guide]:
    """The guide as files, where every set of answers ends somewhere on every day."""
    program = made.program()
    for day in days_to_prove(program, TODAY, LAST):
        faults = explore(made.program(day)).faults
        assume(all(fault.kind == "unknown" for fault in faults))
    with TemporaryDirectory() as folder:
        yield made.write(Path(folder))


def brute_force(guide: Guide, made: Made, day: date) -> tuple[list[Interview], bool]:
    """Every interview on a day, and whether these are all."""
    whole = everything(made, MOST, day)
    start = Interview.begin(guide, made.start, as_of=day)
    interviews = [replace(start, answers=run.answers) for run in whole.runs]
    return [interview for interview in interviews if interview.done], whole.complete and not whole.stuck


@given(st.one_of(guides(sound=True), dated()))
@FEW
def test_what_can_happen_is_what_trying_every_answer_makes_happen(made: Made) -> None:
    with written(made) as guide:
        survey = Survey(guide, made.start, TODAY)
        interviews, complete = brute_force(guide, made, TODAY)
        tried: set[Item] = set()
        for interview in interviews:
            trail = survey.trail(interview)
            assert trail.items <= survey.everything(), interview.answers
            tried |= trail.items
        if complete:
            assert survey.everything() - set(survey.refusals) == tried
        for item, answers in survey.refusals.items():
            interview = Interview.begin(guide, made.start, answers, as_of=TODAY)
            assert isinstance(interview.walk.end, Refused)
            assert item in survey.trail(interview).items


@given(guides(sound=True))
@FEW
def test_the_atlas_replays_on_the_engine(made: Made) -> None:
    with written(made) as guide:
        survey = Survey(guide, made.start, TODAY)
        atlas = survey.atlas
        for state in range(min(len(atlas), 40)):
            for number, move in enumerate(atlas.moves[state]):
                interview = Interview.begin(guide, made.start, atlas.answers_with(state, move), as_of=TODAY)
                assert interview.done
                assert not interview.unused
                for kind in survey.kinds.of_moves[state][number]:
                    assert set(survey.exercised[kind]) <= survey.trail(interview).items


@given(st.one_of(guides(sound=True), dated()))
@FEW
def test_suggestions_from_nothing_pass_and_cover_everything(made: Made) -> None:
    with written(made) as guide:
        found = suggest(guide, made.start)
        assert found.decided
        assert found.scenarios
        file = guide.root / "tests/scenarios/one.yaml"
        file.parent.mkdir(parents=True)
        file.write_text(whole_file(found), encoding="utf-8")
        played = [play(guide, case) for case in read_cases(guide)]
        assert [one.message for one in played if not one.passed] == []
        interviews = [one.interview for one in played if one.interview is not None]
        # Another tree may be reached from this one; what only its own beginning leads to is its own matter.
        measured = coverage(guide, [made.start], [made.start], interviews)
        assert measured.missing == frozenset()
        assert suggest(guide, made.start).scenarios == ()


def all_days(guide: Guide, made: Made) -> list[date]:
    """Days on which something may be different, and some on which not."""
    days = {survey.interview.as_of for survey in surveys_of(guide, made.start)}
    return sorted(days | {TODAY + timedelta(days=number) for number in range(0, 9, 2)})


@given(st.one_of(guides(sound=True), dated()), st.data())
@FEW
def test_mutants_are_told_apart_as_trying_every_answer_does(made: Made, data: st.DataObject) -> None:
    with written(made) as guide:
        (guide.root / "tests/scenarios").mkdir(parents=True)
        suggested = suggest(guide, made.start)
        kept = data.draw(st.lists(st.sampled_from(suggested.scenarios), min_size=1, max_size=3, unique_by=str))
        file = guide.root / "tests/scenarios/one.yaml"
        file.write_text(whole_file(suggested._replace(scenarios=tuple(kept))), encoding="utf-8")
        played = [play(guide, case) for case in find_cases(guide).cases]
        trees = list(guide.reachable(made.start))
        found = mutation(guide, [made.start], trees, played)
        everything_made = [mutant for tree in (*trees, COMMON) for mutant in mutants(guide, tree)]
        counted = sum(found.noticed.values()) + len(found.unnoticed) + len(found.undecided) + len(found.equivalent)
        assert counted <= len(everything_made)
        for mutant, example in found.unnoticed:
            variant = mutant.applied(guide)
            for one in played:
                assert one.interview is not None
                assert agrees(replace(one.interview, guide=variant), one.case.scenario), mutant.message
            assert seen(guide, example.tree, example.answers, example.as_of) != seen(
                variant, example.tree, example.answers, example.as_of
            ), mutant.message
        days = all_days(guide, made)
        for mutant in found.equivalent[:: max(len(found.equivalent) // 8, 1)]:
            variant = mutant.applied(guide)
            day = data.draw(st.sampled_from(days))
            for interview in brute_force(guide, made, day)[0]:
                assert view(interview) == seen(variant, made.start, interview.answers, day), (
                    mutant.message,
                    interview.answers,
                    day,
                )


def seen(guide: Guide, tree: str, answers: Any, day: date) -> Any:
    try:
        return view(Interview.begin(guide, tree, answers, as_of=day))
    except AdvisorError as error:
        return error.message
