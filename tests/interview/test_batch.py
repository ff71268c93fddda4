"""Batch lines: what goes wrong in one never stops the others."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from advisor.guide.load import Guide
from advisor.interview.batch import MAX_LINE, Batch
from advisor.interview.interview import Interview
from tests.support import card, write_guide

TREE = """
    title: T
    about: A.
    reviewed: 2026-11-22
    start: a
    questions:
      a:
        ask: A?
        why: It matters.
        answers: {x: X, y: Y}
        next: {x: n, y: card:end}
      n:
        ask: N?
        why: It matters.
        type: number
        max: 9
        next: card:end
    """
BLANKS = """
    my_name:
      label: Your name
      example: Asha Menon
      max: 10
      private: true
    """


@pytest.fixture(scope="module")
def guide(tmp_path_factory: pytest.TempPathFactory) -> Guide:
    other = TREE.replace("a:\n", "z:\n", 1).replace("start: a", "start: z")
    files = {"t": TREE, "u": other, "content/blanks": BLANKS, "cards/end": card()}
    return write_guide(tmp_path_factory.mktemp("batch"), files)


def run(guide: Guide, *lines: str | bytes) -> tuple[list[dict[str, Any]], Batch]:
    batch = Batch(Interview.begin(guide, "t", as_of=date(2027, 1, 1)))
    out = list(batch.run(lines))
    assert all(line.endswith("\n") and line.count("\n") == 1 for line in out)

    def no_constant(name: str) -> Any:
        raise AssertionError(f"{name} is not JSON")

    return [json.loads(line, parse_constant=no_constant) for line in out], batch


def test_every_status_has_all_its_keys(guide: Guide) -> None:
    found, batch = run(
        guide,
        '{"id": "first", "answers": {"a": "y"}}',
        '{"id": 2, "answers": {"a": "x"}, "blanks": {"my_name": "Ada"}}',
        '{"answers": {"a": "x", "n": 77}}',
        '{"id": null, "answers": {"a": "not_covered"}}',
        "{}",
    )
    assert found == [
        {
            "id": "first",
            "status": "outcome",
            "outcome": "card:end",
            "cards": ["end"],
            "phrases": [],
            "next": None,
        },
        {
            "id": 2,
            "status": "needs-answer",
            "outcome": None,
            "cards": [],
            "phrases": [],
            "next": {"tree": "t", "question": "n", "type": "number"},
        },
        {
            "id": None,
            "status": "refused",
            "outcome": None,
            "cards": [],
            "phrases": [],
            "next": {"tree": "t", "question": "n", "type": "number"},
            "reason": "77 is outside the limits; a number from 0 to 9 is wanted",
        },
        {
            "id": None,
            "status": "outcome",
            "outcome": "not_covered",
            "cards": [],
            "phrases": [],
            "next": None,
        },
        {
            "id": None,
            "status": "needs-answer",
            "outcome": None,
            "cards": [],
            "phrases": [],
            "next": {"tree": "t", "question": "a", "type": "choice"},
        },
    ]
    assert (batch.lines, batch.faults) == (5, 0)


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("not json", "column 1"),
        ('{"answers": {"a": "y"}', "column"),
        ("[1]", "a line is an object"),
        ("3", "a line is an object"),
        ('{"answer": {}}', '"answer" is no key'),
        ('{"answers": []}', "`answers` must be an object"),
        ('{"answers": "y"}', "`answers` must be an object"),
        ('{"answers": {"b": "y"}}', 'no question "b"'),
        ('{"blanks": {"my_name": 3}}', "must be text"),
        ('{"blanks": {"my_nam": "x"}}', 'no blank "my_nam"'),
        ('{"blanks": {"my_name": "a secret name"}}', "at most 10 letters"),
        (b'{"id": "\xff"}', "not UTF-8"),
        ('{"id": NaN}', "JSON"),
        ('{"id": 1e999}', ""),
        ('{"id": ' + "1" * 5000 + "}", "JSON"),
        ('{"id": ' + "[" * 500_000 + "]" * 500_000 + "}", "JSON"),
        ('{"id": "' + "x" * MAX_LINE + '"}', "longer than"),
    ],
    ids=range(17),
)
def test_a_bad_line_gives_an_error_and_the_rest_goes_on(guide: Guide, line: str | bytes, says: str) -> None:
    good = '{"id": 1, "answers": {"a": "y"}}'
    found, batch = run(guide, good, "", "  \n", line, good)
    assert [entry.get("status") for entry in found] == ["outcome", "error", "outcome"]
    assert set(found[1]) == {"line", "status", "message"}
    assert found[1]["line"] == 4
    assert says in found[1]["message"]
    assert "secret" not in found[1]["message"]
    assert len(found[1]["message"]) < 300
    assert (batch.lines, batch.faults) == (3, 1)


@pytest.mark.parametrize("depth", range(100, 1000, 60))
def test_an_id_of_any_depth_is_given_back_or_refused(guide: Guide, depth: int) -> None:
    nested = "[" * depth + "]" * depth
    (found,), _ = run(guide, f'{{"id": {nested}, "answers": {{"a": "y"}}}}')
    assert found["status"] in ("outcome", "error")
    if found["status"] == "outcome":
        assert json.dumps(found["id"]) == nested


def test_questions_of_other_trees_are_no_mistake(guide: Guide) -> None:
    (found,), _ = run(guide, '{"answers": {"a": "y", "z": "x"}}')
    assert found["status"] == "outcome"


def test_a_byte_order_mark_before_the_first_line(guide: Guide) -> None:
    (found,), _ = run(guide, b'\xef\xbb\xbf{"answers": {"a": "y"}}')
    assert found["status"] == "outcome"


def test_nothing_is_kept_from_one_line_to_the_next(guide: Guide, tmp_path: Path) -> None:
    lines = ['{"id": 1, "answers": {"a": "x", "n": 3}}', '{"id": 2, "answers": {"a": "x"}}'] * 3
    found, _ = run(guide, *lines)
    assert [entry["status"] for entry in found] == ["outcome", "needs-answer"] * 3
