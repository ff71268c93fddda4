"""A script that knows nothing of a guide but what the program tells it, and answers everything."""

from __future__ import annotations

import json
from itertools import islice
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import Call
from tests.cli.guides import DAY

MOST_RUNS = 16
"""Of the complete combinations, so many are run once more by `run`."""


def answers_of(question: dict[str, Any]) -> list[Any]:
    """What the document allows: each word, the limits of numbers and days, a text."""
    words = [answer["id"] for answer in question["answers"]]
    match question["type"]:
        case "choice":
            return words
        case "several":
            return [[word] for word in words]
        case "text":
            return [*words, "a few words"]
    limits = [question[key] for key in ("min", "max") if question[key] is not None]
    return [*words, *limits]


def answer_everything(call: Call, folder: Path, tree: str, *more: str) -> dict[str, list[Any]]:
    """Ask `run` what comes next, answer it in every way with `batch`, until nothing waits.

    Returns:
        For every outcome the maps of answers that reach it.
    """
    asked: dict[tuple[str, str], list[Any]] = {}
    ends: dict[str, list[Any]] = {}
    waiting: list[dict[str, Any]] = [{}]
    for _ in range(60):
        if not waiting:
            return ends
        lines = [json.dumps({"id": number, "answers": one}) for number, one in enumerate(waiting)]
        (folder / "cases.jsonl").write_text("\n".join(lines), encoding="utf-8")
        ran = call("batch", tree, "cases.jsonl", "--as-of", DAY, *more)
        assert ran.code == 0
        following: list[dict[str, Any]] = []
        for line, answers in zip(ran.out.splitlines(), waiting, strict=True):
            found = json.loads(line)
            if found["status"] == "outcome":
                ends.setdefault(found["outcome"], []).append(answers)
                continue
            assert found["status"] == "needs-answer", (answers, found)
            question = found["next"]["question"]
            key = (found["next"]["tree"], question)
            assert question not in answers
            if key not in asked:
                asked[key] = answers_of(run(call, folder, tree, answers, 3, *more)["next"])
                assert asked[key]
            following += [{**answers, question: value} for value in asked[key]]
        waiting = following
    raise AssertionError("the interview does not end")


def run(call: Call, folder: Path, tree: str, answers: dict[str, Any], code: int, *more: str) -> dict[str, Any]:
    """What `run` prints for these answers."""
    (folder / "case.json").write_text(json.dumps({"answers": answers}), encoding="utf-8")
    common = ("run", tree, "--answers", "case.json", "--format", "json", "--as-of", DAY)
    ran = call(*common, *more)
    assert ran.code == code, (answers, ran.err)
    document: dict[str, Any] = ran.json
    return document


@pytest.mark.parametrize("tree", ["offer", "update"])
def test_every_combination_of_answers_reaches_an_outcome(call: Call, away: Path, tree: str) -> None:
    ends = answer_everything(call, away, tree)
    possible = run(call, away, tree, {}, 3)["possible"]
    # Days and numbers are tried at their limits only, so that an outcome in between may be missed.
    assert set(ends) <= set(possible)
    assert len(ends) >= 8
    total = sum(len(combinations) for combinations in ends.values())
    assert total > 100
    for outcome, combinations in ends.items():
        for answers in islice(combinations, max(1, MOST_RUNS // len(ends))):
            found = run(call, away, tree, answers, 0)
            assert found["outcome"] == outcome
            assert found["cards"]
            assert found["unused"] == []
            assert [step["question"] for step in found["steps"]] == list(answers)


def test_every_kind_of_question_can_be_answered_from_its_document(call: Call, away: Path, garden: Path) -> None:
    ends = answer_everything(call, away, "pots", "--guide", str(garden))
    assert set(ends) == {"pots/dry_out", "card:bring-inside"}
    # 3 places, 4 signs one at a time, a word and two limits twice, one text.
    assert sum(map(len, ends.values())) == 3 * 4 * 3 * 3
