"""Every scenario of the bundled guide ends the same way on the screen, line by line, by script and in a batch."""

from __future__ import annotations

import contextlib
import io
import json
from collections import defaultdict
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from textual.pilot import Pilot

from advisor.authoring.testing.scenarios import Case, prepare, read_cases
from advisor.cli import main
from advisor.conversation import Conversation, QuestionView, Reply
from advisor.errors import NeedsAnswer
from advisor.guide import load
from advisor.guide.load import Guide
from advisor.interview.interview import Interview
from advisor.interview.walk import NOT_COVERED, Asking, Reached
from advisor.plain import run as run_plain
from advisor.tui.app import AdvisorApp
from advisor.tui.interview import InterviewScreen
from tests.tui.support import interview as on_screen
from tests.tui.support import press, settle, types

ROOT = Path(__file__).resolve().parents[2]
GUIDE = Guide(ROOT, bundled=True)
CASES = read_cases(GUIDE)


class Ending(NamedTuple):
    """Where an interview ended: an outcome with what it shows, or the question it waits at."""

    outcome: str | None
    cards: tuple[str, ...] = ()
    phrases: tuple[str, ...] = ()
    question: str | None = None


def ending(interview: Interview) -> Ending:
    end = interview.walk.end
    if not isinstance(end, Reached):
        return Ending(None, question=end.question)
    assert interview.selection is not None
    return Ending(end.id, interview.selection.cards, interview.selection.phrases)


def named(case: Case) -> str:
    return f"{case.file.tree}: {case.scenario.name}"


def answers_of(case: Case) -> dict[str, Any]:
    """The answers as a script gives them."""
    return {
        name: value.isoformat() if isinstance(value, date) else value
        for name, value in prepare(GUIDE, case).answers.items()
    }


def as_typed(question: QuestionView, value: Any) -> str:
    """An answer as a person types it: the numbers on the screen, a day, a number, a text."""
    numbers = {option.id: option.number for option in question.options}
    texts = {option.id: option.text for option in question.options}
    if question.kind == "several":
        picked = value if isinstance(value, list | tuple) else [value]
        return ", ".join(str(numbers[name]) for name in picked)
    if question.kind == "choice":
        return str(numbers[value])
    return texts.get(value, str(value))


def typed_lines(case: Case) -> list[str]:
    """What a person types from the first question on, until the answers of the scenario are used up."""
    answers = answers_of(case)
    now = Conversation.begin(GUIDE, case.file.tree, as_of=prepare(GUIDE, case).as_of)
    lines = []
    while (question := now.view.question) is not None and question.question in answers:
        value = answers[question.question]
        if question.kind in ("choice", "several") and not is_offered(question, value):
            break
        lines.append(as_typed(question, value))
        reply = now.choose(value)
        if reply.conversation is now:
            break
        now = reply.conversation
    return lines


def has_moved_on(pilot: Pilot[None], before: Conversation) -> bool:
    return on_screen(pilot).conversation is not before


def has_refused(pilot: Pilot[None], before: Conversation) -> bool:
    return on_screen(pilot).conversation is before and bool(on_screen(pilot).panel.hints.message)


def is_offered(question: QuestionView, value: Any) -> bool:
    offered = {option.id for option in question.options}
    return offered.issuperset(value if isinstance(value, list | tuple) else [value])


@pytest.fixture
def read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """One guide for every call of the program: how it is read is tested elsewhere."""
    monkeypatch.setattr(load, "load_guide", lambda root: GUIDE)


@pytest.mark.usefixtures("read_once")
@pytest.mark.parametrize("case", CASES, ids=named)
def test_a_script_and_a_person_typing_lines_end_the_same(
    case: Case, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    wanted = prepare(GUIDE, case)
    file = tmp_path / "answers.json"
    file.write_text(json.dumps({"answers": answers_of(case)}), encoding="utf-8")
    day = wanted.as_of.isoformat()
    tree = case.file.tree
    code = main(
        [
            "run",
            tree,
            "--answers",
            str(file),
            "--as-of",
            day,
            "--format",
            "json",
            "--guide",
            str(ROOT),
        ]
    )
    found = json.loads(capsys.readouterr().out)
    assert code == {"outcome": 0, "needs-answer": 3, "refused": 4}[found["status"]]
    by_script = Ending(
        found["outcome"],
        tuple(card["id"] for card in found["cards"]),
        tuple(phrase["id"] for phrase in found["phrases"]),
        found["next"]["question"] if found["next"] else None,
    )
    assert by_script == ending(wanted)

    states: list[Conversation] = []
    shown = io.StringIO()
    lines = "".join(f"{line}\n" for line in typed_lines(case))
    begun = Conversation.begin(GUIDE, tree, as_of=wanted.as_of)
    # The input ends where the scenario does, at an outcome or before.
    with contextlib.suppress(NeedsAnswer):
        run_plain(GUIDE, begun, read=io.StringIO(lines), write=shown, changed=states.append)
    assert ending(states[-1].interview) == by_script
    said = " ".join(shown.getvalue().split())
    for card in found["cards"]:
        assert " ".join(card["title"].split()) in said


def test_a_batch_ends_the_same() -> None:
    groups: dict[tuple[str, date], list[Case]] = defaultdict(list)
    for case in CASES:
        groups[case.file.tree, prepare(GUIDE, case).as_of].append(case)
    from advisor.interview.batch import Batch

    checked = 0
    for (tree, as_of), cases in groups.items():
        batch = Batch(Interview.begin(GUIDE, tree, as_of=as_of))
        lines = [json.dumps({"id": named(case), "answers": answers_of(case)}) for case in cases]
        for case, line in zip(cases, batch.run(lines), strict=True):
            found = json.loads(line)
            waits = found["next"]["question"] if found["next"] else None
            got = Ending(found["outcome"], tuple(found["cards"]), tuple(found["phrases"]), waits)
            assert (found["id"], got) == (named(case), ending(prepare(GUIDE, case)))
            checked += 1
    assert checked == len(CASES)


@pytest.mark.timeout(600)
@pytest.mark.parametrize("tree", sorted({case.file.tree for case in CASES}))
async def test_the_screen_ends_the_same(tree: str) -> None:
    """In one window, where a scenario goes on from the answers that it shares with one that was played before."""
    played: dict[Answered, Conversation] = {}
    async with AdvisorApp(GUIDE, None, as_of=date(2026, 11, 22)).run_test(size=(80, 24)) as pilot:
        for case in (case for case in CASES if case.file.tree == tree):
            await play(pilot, case, played)


class Answered(NamedTuple):
    """What was typed in the window up to a question, and the day on which."""

    as_of: date
    lines: tuple[str, ...]


async def play(pilot: Pilot[None], case: Case, played: dict[Answered, Conversation]) -> None:
    """Give a scenario's answers in the window."""
    day, lines = prepare(GUIDE, case).as_of, tuple(typed_lines(case))
    shared = max((count for count in range(len(lines) + 1) if Answered(day, lines[:count]) in played), default=None)
    if shared is None:
        shared = 0
        played[Answered(day, ())] = Conversation.begin(GUIDE, case.file.tree, as_of=day)
    begun = played[Answered(day, lines[:shared])]
    if isinstance(pilot.app.screen, InterviewScreen):
        on_screen(pilot).take(partial(Reply, begun))
    else:
        assert isinstance(pilot.app, AdvisorApp)
        pilot.app._open(begun)
        await settle(pilot, lambda: on_screen(pilot).is_mounted)
    for count, line in enumerate(lines[shared:], shared + 1):
        before = on_screen(pilot).conversation
        view = before.view.question
        assert view is not None
        refused = case.scenario.expect.refused == view.question
        if refused and view.kind == "several":
            # Answers that exclude each other cannot be picked together there.
            return
        if view.kind in ("choice", "several"):
            for number in line.replace(",", "").split():
                may_go_on = 10 * int(number) <= len(view.options)
                await press(pilot, *number, *(["enter"] if may_go_on else []))
            if view.kind == "several" and line != str(len(view.options)):
                await press(pilot, "enter")
        else:
            await types(pilot, line)
            await press(pilot, "enter")
        await settle(pilot, partial(has_refused if refused else has_moved_on, pilot, before))
        if not refused:
            played[Answered(day, lines[:count])] = on_screen(pilot).conversation
    wanted = prepare(GUIDE, case)
    assert ending(on_screen(pilot).conversation.interview) == ending(wanted), named(case)
    if not isinstance(wanted.walk.end, Asking) and wanted.done:
        shown = on_screen(pilot).conversation.view.result
        assert shown is not None
        assert NOT_COVERED in shown.outcome or shown.cards
