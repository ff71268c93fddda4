"""What holds for every interview of every guide that `check` finds no error in."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import pairwise
from pathlib import Path
from typing import Any

from hypothesis import assume, given
from hypothesis import strategies as st

from advisor.analysis import explain
from advisor.authoring.check import check
from advisor.guide.load import Guide
from advisor.interview.batch import Batch
from advisor.interview.interview import Interview
from advisor.interview.walk import NOT_COVERED, Asking, Reached
from tests.interview.generated import TODAY, Made, guides
from tests.interview.reference import domain

Plain = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=12)
    | st.sampled_from(["a", "b", "none", "w", NOT_COVERED, "2027-01-03", "9999-12-31", 3, 3.0]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=2),
    max_leaves=4,
)


@contextmanager
def opened(made: Made) -> Iterator[Guide]:
    """A made-up guide as files; only those without errors are gone on with."""
    with tempfile.TemporaryDirectory() as folder:
        guide = made.write(Path(folder))
        assume(not check(guide).errors)
        yield guide


def begin(made: Made, guide: Guide, answers: dict[str, Any] | None = None) -> Interview:
    return Interview.begin(guide, made.start, answers, as_of=TODAY)


def values(made: Made, interview: Interview) -> list[Any]:
    """Everything that the question which waits takes."""
    end = interview.walk.end
    assert isinstance(end, Asking), end
    found = domain(made.question(end.tree, end.question), dict(interview.walk.known))
    assume(found)
    return found


def steps(data: st.DataObject, made: Made, interview: Interview) -> list[Interview]:
    """An interview after each answer until it is done."""
    course = [interview]
    while not course[-1].done:
        assert len(course) < 20
        question = course[-1].walk.end
        assert isinstance(question, Asking)
        value = data.draw(st.sampled_from(values(made, course[-1])))
        course.append(course[-1].answer(question.question, value))
    return course


@given(guides(sound=True), st.data())
def test_a_complete_walk_ends_at_an_outcome_and_back_undoes_each_answer(made: Made, data: st.DataObject) -> None:
    with opened(made) as guide:
        course = steps(data, made, begin(made, guide))
        end = course[-1].walk.end
        assert isinstance(end, Reached)
        assert course[-1].result is not None
        assert course[-1].result.cards
        for before, after in pairwise(course):
            assert after.back().answers == before.answers
            assert after.back().walk.end == before.walk.end
        assert course[0].back() is course[0]


@given(guides(sound=True), st.data())
def test_the_result_depends_on_the_answers_and_not_on_their_order(made: Made, data: st.DataObject) -> None:
    with opened(made) as guide:
        last = steps(data, made, begin(made, guide))[-1]
        shuffled = dict(data.draw(st.permutations(list(last.answers.items()))))
        other = begin(made, guide, shuffled)
        assert other.walk.end == last.walk.end
        assert other.steps == last.steps
        assert other.result == last.result


@given(guides(sound=True), st.data())
def test_changing_an_answer_and_changing_it_back_restores_what_was_parked(made: Made, data: st.DataObject) -> None:
    with opened(made) as guide:
        last = steps(data, made, begin(made, guide))[-1]
        assume(last.answers)
        name = data.draw(st.sampled_from(list(last.answers)))
        place = next(key for key in last.walk.path if key.endswith(f"/{name}"))
        other = data.draw(st.sampled_from(domain(made.question(*place.split("/")), dict(last.walk.known))))
        changed = last.answer(name, other)
        on_path = {key.partition("/")[2] for key in changed.walk.path}
        stopped = changed.walk.end.question
        assert set(changed.unused) == set(last.answers) - on_path - {stopped}
        restored = changed.answer(name, last.answers[name])
        assert restored.answers == last.answers
        assert restored.result == last.result
        assert not restored.unused


@given(guides(sound=True), st.data())
def test_what_is_said_about_the_rest_of_an_interview_comes_true(made: Made, data: st.DataObject) -> None:
    with opened(made) as guide:
        first = begin(made, guide)
        if data.draw(st.booleans()):  # some answers come from a file
            for name in data.draw(st.permutations(list(made.trees[made.start]["questions"])))[:2]:
                known = data.draw(st.sampled_from(domain(made.question(made.start, name), {"today": TODAY}) or [None]))
                first = first.answer(name, known) if known is not None else first
        assume(isinstance(first.walk.end, Asking | Reached))
        course = [first]
        while isinstance(course[-1].walk.end, Asking):
            name = course[-1].walk.end.question
            course.append(course[-1].answer(name, data.draw(st.sampled_from(values(made, course[-1])))))
        end = course[-1].walk.end
        assume(isinstance(end, Reached))  # a day in the file may be refused later
        assert isinstance(end, Reached)
        for number, moment in enumerate(course):
            left = explain.remaining(moment)
            assert left.exact
            assert left.min <= len(course) - 1 - number <= left.max
            if not moment.done:
                assert end.id in explain.possible_ends(moment)


@given(guides(sound=True), st.data())
def test_every_change_that_is_named_leads_where_it_says(made: Made, data: st.DataObject) -> None:
    with opened(made) as guide:
        last = steps(data, made, begin(made, guide))[-1]
        named = explain.would_change(last)
        assert len({(change.question, str(change.answer)) for change in named}) == len(named)
        for change in named:
            end = last.answer(change.question, change.answer).walk.end
            assert isinstance(end, Reached)
            assert end.id == change.outcome
            assert end != last.walk.end
        told = {(change.question, change.outcome) for change in named}
        for key in last.walk.path:
            tree, _, name = key.partition("/")
            question = made.question(tree, name)
            if question.get("type", "choice") == "several":
                continue  # only one more or one less is named
            known = {other: last.walk.known[other] for other in last.walk.known if other != name}
            for value in domain(question, known):
                end = last.answer(name, value).walk.end
                if isinstance(end, Reached) and end != last.walk.end:
                    assert (name, end.id) in told, (name, value, end)


@given(guides(sound=True), st.data())
def test_a_batch_line_says_what_the_interview_says(made: Made, data: st.DataObject) -> None:
    with opened(made) as guide:
        first = begin(made, guide)
        batch = Batch(first)
        names = [name for _, name, _ in made.questions()]
        for _ in range(4):
            answers = data.draw(st.dictionaries(st.sampled_from(names), Plain, max_size=4))
            last = steps(data, made, first)[-1]
            cut = data.draw(st.integers(0, len(last.answers)))
            good = json.loads(json.dumps(dict(list(last.answers.items())[:cut]), default=str))
            given_ = good | answers if data.draw(st.booleans()) else good
            (line,) = batch.run([json.dumps({"id": 7, "answers": given_})])
            told = json.loads(line)
            same = begin(made, guide, json.loads(json.dumps(given_)))
            end = same.walk.end
            assert told["id"] == 7
            if isinstance(end, Reached):
                assert same.result is not None
                assert (told["status"], told["outcome"], told["next"]) == ("outcome", end.id, None)
                assert told["cards"] == [card.id for card in same.result.cards]
                assert told["phrases"] == [phrase.id for phrase in same.result.phrases]
            else:
                reason = None if isinstance(end, Asking) else end.reason
                assert told["status"] == ("refused" if reason else "needs-answer")
                assert told["next"]["question"] == end.question
                assert told.get("reason") == reason
        assert batch.faults == 0


@given(guides(sound=True), st.data())
def test_no_answers_whatever_make_the_engine_raise(made: Made, data: st.DataObject) -> None:
    with opened(made) as guide:
        names = st.sampled_from([name for _, name, _ in made.questions()])
        interview = begin(made, guide, data.draw(st.dictionaries(names, Plain, max_size=5)))
        assert interview.walk.end
        assert interview.steps is not None
        assert set(interview.unused) <= set(interview.answers)
        assert (interview.result is not None) is interview.done
        assert explain.remaining(interview).min <= explain.remaining(interview).max
        explain.would_change(interview)
        if not interview.done:
            end = interview.walk.end
            explain.because(interview, f"{end.tree}/{end.question}")
