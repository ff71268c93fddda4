"""`advisor paths`: how many ways there are through a tree, and which."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from tests.cli.conftest import Call
from tests.cli.guides import DAY

GOLDEN = Path(__file__).resolve().parent.parent / "golden"
HEAD = "title: Many\nabout: Questions.\nreviewed: 2026-11-22\nstart: q0\nquestions:\n"


def add_tree(guide: Path, name: str, questions: str) -> None:
    (guide / f"trees/{name}.yaml").write_text(HEAD + questions, encoding="utf-8")


def chain(count: int, *, read_at_the_end: bool = False) -> str:
    """Choices of three answers in a row, each to the next one."""
    text = ""
    for number in range(count):
        text += f"  q{number}:\n    ask: Which {number}?\n    why: It matters.\n    answers: {{a: A, b: B, c: C}}\n"
        text += f"    next: {f'q{number + 1}' if number + 1 < count else 'done'}\n"
    text += "outcomes:\n  done:\n    cards: [bring-inside]\n"
    if read_at_the_end:
        text += "    notes:\n"
        text += "".join(f"      - text: Note {number}.\n        when: {{q{number}: a}}\n" for number in range(count))
    return text


@pytest.mark.parametrize(
    ("name", "args"),
    [
        ("paths-count.txt", []),
        ("paths-count.json", ["--count", "--format", "json"]),
        ("paths-list.txt", ["--list", "--limit", "7"]),
        ("paths-list.json", ["--list", "--limit", "3", "--format", "json"]),
    ],
)
def test_golden(call: Call, garden: Path, name: str, args: list[str], request: pytest.FixtureRequest) -> None:
    ran = call("paths", "pots", "--guide", str(garden), "--as-of", DAY, *args)
    assert (ran.code, ran.err) == (0, "")
    golden = GOLDEN / name
    if request.config.getoption("update_snapshots", default=False):
        golden.write_text(ran.out, encoding="utf-8", newline="\n")
    assert ran.out == golden.read_text(encoding="utf-8")


@pytest.mark.parametrize("kind", ["count", "list"])
def test_the_documents_are_as_their_schemas_say(call: Call, garden: Path, kind: str) -> None:
    schema = call("schema", f"paths-{kind}").json
    Draft202012Validator.check_schema(schema)
    document = call("paths", "pots", f"--{kind}", "--format", "json", "--guide", str(garden), "--as-of", DAY).json
    Draft202012Validator(schema).validate(document)
    assert document["schema"] == 1
    assert document["tree"] == "pots"


def test_the_list_has_as_many_paths_as_are_counted_and_run_walks_each(call: Call, garden: Path) -> None:
    count = call("paths", "pots", "--format", "json", "--guide", str(garden), "--as-of", DAY).json
    listed = call(
        "paths", "pots", "--list", "--limit", "500", "--format", "json", "--guide", str(garden), "--as-of", DAY
    ).json
    assert len(listed["paths"]) == count["paths"]
    assert listed["more"] == 0
    by_end: dict[str, int] = {}
    for path in listed["paths"]:
        by_end[path["outcome"]] = by_end.get(path["outcome"], 0) + 1
    assert by_end == {key: end["paths"] for key, end in count["outcomes"].items()}
    cases = list(listed["paths"]) + [
        {"answers": end["witness"]["answers"], "outcome": key} for key, end in count["outcomes"].items()
    ]
    lines = "".join(json.dumps({"answers": case["answers"]}) + "\n" for case in cases)
    ran = call("batch", "pots", "-", "--guide", str(garden), "--as-of", DAY, given=lines.encode())
    assert [json.loads(line)["outcome"] for line in ran.out.splitlines()] == [case["outcome"] for case in cases]


def test_more_paths_than_python_writes_out_by_itself_are_exact(call: Call, garden: Path) -> None:
    add_tree(garden, "many", chain(10_000))
    ran = call("paths", "many", "--format", "json", "--guide", str(garden), "--as-of", DAY)
    assert ran.code == 0
    digits = ran.out.partition('"paths": ')[2].partition(",")[0]
    assert len(digits) == 4772
    assert digits[-9:] == f"{pow(3, 10_000, 10**9):09}"
    text = call("paths", "many", "--guide", str(garden), "--as-of", DAY).out
    assert "about 1.63 x 10^4771 paths" in text
    listed = call("paths", "many", "--list", "--limit", "2", "--guide", str(garden), "--as-of", DAY).out
    assert listed.endswith("... and about 1.63 x 10^4771 more\n")


def test_beyond_the_budget_the_bounds_are_told_and_nothing_else(call: Call, garden: Path) -> None:
    add_tree(garden, "hard", chain(40, read_at_the_end=True))
    document = call("paths", "hard", "--format", "json", "--guide", str(garden), "--as-of", DAY).json
    assert document["paths"] is None
    assert document["undecided"]
    assert document["questions"] == {"min": 40, "max": 40, "mean": None, "exact": False}
    assert document["outcomes"] == {"hard/done": {"paths": None, "witness": None}}
    text = call("paths", "hard", "--guide", str(garden), "--as-of", DAY)
    assert text.code == 0
    assert "undecided" in text.out
    listed = call("paths", "hard", "--list", "--limit", "1", "--guide", str(garden), "--as-of", DAY).out
    assert listed.count("hard/done") == 1
    assert listed.endswith("... and more; how many is undecided\n")


def test_the_day_matters_where_days_are_limited_by_it(call: Call, garden: Path) -> None:
    questions = (
        "  q0:\n    ask: When?\n    why: It matters.\n    type: date\n    min: today\n    max: 2027-03-01\n"
        "    answers: {never: Never}\n    next:\n"
        "      - when: {q0: {before: 2027-02-01}}\n        to: card:bring-inside\n"
        "      - when: {q0: never}\n        to: card:bring-inside\n      - to: done\n"
        "outcomes:\n  done:\n    cards: [bring-inside]\n"
    )
    add_tree(garden, "when", questions)

    def paths(day: str) -> Any:
        return call("paths", "when", "--format", "json", "--guide", str(garden), "--as-of", day).json["paths"]

    assert [paths(day) for day in ("2027-01-15", "2027-02-15", "2027-04-01")] == [3, 2, 1]


@pytest.mark.parametrize(
    ("args", "code", "words"),
    [
        (["pot"], 2, 'there is no tree "pot"'),
        (["pots", "--limit", "0"], 2, "--limit"),
        (["pots", "--as-of", "soon"], 2, '"soon" is no day'),
        ([], 2, "TREE"),
    ],
)
def test_wrong_usage(call: Call, garden: Path, args: list[str], code: int, words: str) -> None:
    ran = call("paths", *args, "--guide", str(garden))
    assert (ran.code, ran.out) == (code, "")
    assert words in ran.err


@pytest.mark.parametrize(
    "questions",
    [
        "  q0:\n    ask: Which?\n    answers: {a: A}\n    next: nowhere\n",
        "  q0:\n    ask: Which?\n    answers: {a: A, b: B}\n    next:\n"
        "      - when: {q0: a}\n        to: card:bring-inside\n",
    ],
    ids=["names", "routing"],
)
def test_a_tree_with_errors_is_refused(call: Call, garden: Path, questions: str) -> None:
    add_tree(garden, "bad", questions)
    ran = call("paths", "bad", "--guide", str(garden), "--as-of", DAY)
    assert (ran.code, ran.out) == (5, "")
    assert "bad" in ran.err
