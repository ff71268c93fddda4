"""Failing scenarios: everything that differs, at the line of what was expected, with the answer that did it."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path
from textwrap import dedent, indent
from typing import Any

import pytest

from advisor.authoring.testing.run import run_tests
from advisor.authoring.testing.scenarios import find_cases, play, prepare, read_cases
from advisor.errors import GuideInvalid, UsageError
from advisor.guide.load import Guide
from advisor.output.testing import Remark, Verdict, verdict_document, verdict_github, verdict_text
from tests.authoring.mutations import STRANGE, places, put
from tests.authoring.mutations import written as as_yaml
from tests.authoring.workshop import workshop

GOLDEN = Path(__file__).resolve().parent.parent / "golden"
UPDATE = bool(os.environ.get("ADVISOR_UPDATE"))


def golden(name: str, text: str) -> None:
    file = GOLDEN / name
    if UPDATE:
        assert not os.environ.get("CI"), "golden files are not written in CI"
        file.write_text(text, encoding="utf-8", newline="\n")
    assert text == file.read_text("utf-8")


def no_lines(_path: str) -> tuple[str, ...]:
    return ()


def remarks(root: Path, scenarios: str, tree: str = "bike", as_of: date | None = None) -> list[Remark]:
    """What is wrong with one scenario, written without its name."""
    head = f"tree: {tree}\nas_of: 2026-11-22\nscenarios:\n  - name: It\n"
    file = root / "one.yaml"
    guide = workshop(root / "guide")
    file.write_text(head + indent(dedent(scenarios).rstrip(), "    ") + "\n", encoding="utf-8")
    (scenario,) = run_tests(guide, [file], as_of=as_of).scenarios
    return list(scenario.remarks)


def only(found: list[Remark]) -> Remark:
    (remark,) = found
    return remark


# --- where the way was left -----------------------------------------------------------------------------------------

ASTRAY: dict[str, tuple[str, tuple[str, ...]]] = {
    "a day on the wrong side": (
        """
    answers: {member: yes, parts: 3, bring: 2027-06-01}
    expect: {outcome: big_job}
        """,
        (
            'expected the outcome "big_job", but it ends at "card:closed"',
            'at "bring" (step 3) the answer 2027-06-01 led to "card:closed"; '
            '"big_job" needs an answer before 2027-06-01',
        ),
    ),
    "a number on the wrong side": (
        """
    answers: {member: yes, parts: 2}
    expect: {outcome: big_job}
        """,
        (
            'expected the outcome "big_job", but it ends at "quick_job"',
            'at "parts" (step 2) the answer 2 led to "quick_job"; "big_job" is possible there only with 3 or more',
        ),
    ),
    "one answer would do": (
        """
    answers: {member: yes, parts: 5, bring: 2027-01-01}
    expect: {outcome: quick_job}
        """,
        (
            'expected the outcome "quick_job", but it ends at "big_job"',
            'at "parts" (step 2) the answer 5 led to "bring"; "quick_job" needs a number below 3',
        ),
    ),
    "a word answer": (
        """
    answers: {member: yes, parts: 5, bring: 2027-01-01}
    expect: {outcome: card:show-it}
        """,
        (
            'expected the outcome "card:show-it", but it ends at "big_job"',
            'at "parts" (step 2) the answer 5 led to "bring"; "card:show-it" needs "unsure"',
        ),
    ),
    "no answer yet": (
        """
    answers: {member: yes, parts: 5}
    expect: {outcome: card:closed}
        """,
        (
            'expected the outcome "card:closed", but it stops at the question "bring", which has no answer',
            'at "bring" (step 3) there is no answer; "card:closed" needs an answer on or after 2027-06-01',
        ),
    ),
    "a refused answer": (
        """
    answers: {member: yes, parts: 21}
    expect: {outcome: quick_job}
        """,
        (
            'expected the outcome "quick_job", but the answer to "parts" is refused: '
            "21 is outside the limits; a number from 0 to 20 is wanted, or one of: unsure",
            'at "parts" (step 2) the answer is refused; "quick_job" needs a number below 3',
        ),
    ),
    "not covered": (
        """
    answers: {member: not_covered}
    expect: {outcome: quick_job}
        """,
        (
            'expected the outcome "quick_job", but it ends at "not_covered"',
            'at "member" (step 1) the answer was not_covered; "quick_job" is possible there only with "yes" or "no"',
        ),
    ),
    "an end that nothing leads to": (
        """
    answers: {member: yes, parts: 1}
    expect: {outcome: card:pay-first}
        """,
        (
            'expected the outcome "card:pay-first", but it ends at "quick_job"',
            'no answers lead to "card:pay-first" on 2026-11-22',
        ),
    ),
    "a question that has an answer": (
        """
    answers: {member: yes, parts: 1}
    expect: {question: parts}
        """,
        (
            'expected the question "parts", but it ends at "quick_job"',
            '"parts" is step 2, and its answer is 1; `without` takes it away',
        ),
    ),
    "a question that does not come up": (
        """
    answers: {member: yes, parts: 1}
    expect: {question: bring}
        """,
        (
            'expected the question "bring", but it ends at "quick_job"',
            'at "parts" (step 2) the answer 1 led to "quick_job"; "bring" needs 3 or more',
        ),
    ),
    "an answer that is taken": (
        """
    answers: {member: yes, parts: 20}
    expect: {refused: parts}
        """,
        (
            'expected a refused answer to "parts", but it stops at the question "bring", which has no answer',
            '"parts" takes the answer 20; it takes: a whole number from 0 to 20',
        ),
    ),
    "several picked": (
        """
    answers: {tools: [none]}
    expect: {question: winter}
        """,
        (
            'expected the question "winter", but it ends at "the_year"',
            'at "tools" (step 1) the answer none led to "the_year"; "winter" needs "pump" or "wrench"',
        ),
    ),
}


@pytest.mark.parametrize("name", ASTRAY)
def test_where_the_way_was_left(name: str, tmp_path: Path) -> None:
    scenario, (message, why) = ASTRAY[name]
    found = only(remarks(tmp_path, scenario, "year" if "tools" in scenario else "bike"))
    assert found.message == message
    assert found.details[0] == why
    assert found.details[-1].startswith("the way was: ")
    assert (found.span.line, found.span.path) == (7, (tmp_path / "one.yaml").as_posix())


# --- what is shown --------------------------------------------------------------------------------------------------


def test_everything_that_differs_is_told_at_once_at_its_own_line(tmp_path: Path) -> None:
    found = remarks(
        tmp_path,
        """
    answers:
      member: no
      parts: 3
      bring: 2027-01-01
      tools: [pump]
    expect:
      outcome: big_job
      cards:
        - while-you-wait
        - pay-first
      phrases: [ask-the-price, ask-for-a-day]
      lacks_cards: [pay-first]
      asked: [member, bring, parts]
      risk: high
      says: [is there rom on, nothing like this at all]
      never_says: [IS THERE  ROOM]
        """,
    )
    assert [(remark.span.line, remark.message) for remark in found] == [
        (10, 'there is no question "tools" that this tree leads to'),
    ]
    found = remarks(
        tmp_path,
        """
    answers:
      member: no
      parts: 3
      bring: 2027-01-01
    expect:
      outcome: big_job
      cards:
        - while-you-wait
        - pay-first
      phrases: [ask-the-price, ask-for-a-day]
      lacks_cards: [pay-first]
      asked: [member, bring, parts]
      risk: high
      says: [is there rom on, nothing like this at all]
      never_says: [IS THERE  ROOM]
        """,
    )
    assert [(remark.span.line, remark.message) for remark in found] == [
        (12, "cards: missing while-you-wait; not expected leave-it"),
        (15, "phrases: the order differs"),
        (16, 'the card "pay-first" is shown, and must not be'),
        (17, "asked: the order differs"),
        (18, "risk: expected high, got moderate"),
        (19, '"is there rom on" is not said'),
        (19, '"nothing like this at all" is not said'),
        (20, '"IS THERE  ROOM" is said, and must not be'),
    ]
    by_message = {remark.message: remark.details for remark in found}
    assert by_message["asked: the order differs"] == (
        "expected: [member, bring, parts]",
        "got:      [member, parts, bring]",
    )
    assert by_message['the card "pay-first" is shown, and must not be'] == (
        '"pay-first" has the condition {member: no}; here member=no',
    )
    nearest = 'nearest, in the phrase "ask-for-a-day": Is there room on 1 January 2027?'
    assert by_message['"is there rom on" is not said'] == (nearest,)
    assert by_message['"nothing like this at all" is not said'] == ()
    assert by_message['"IS THERE  ROOM" is said, and must not be'] == (
        'in the phrase "ask-for-a-day": Is there room on 1 January 2027?',
    )


def test_a_missing_card_is_told_with_its_condition(tmp_path: Path) -> None:
    found = only(
        remarks(
            tmp_path,
            """
    answers: {member: yes, parts: 1}
    expect:
      outcome: quick_job
      cards: [while-you-wait, pay-first]
            """,
        )
    )
    assert found.message == "cards: missing pay-first"
    assert found.details[2] == '"pay-first" has the condition {member: no}; here member=yes'


def test_a_card_listed_twice(tmp_path: Path) -> None:
    twice = (
        "answers: {member: yes, parts: 1}\n    expect: {outcome: quick_job, cards: [while-you-wait, while-you-wait]}"
    )
    assert only(remarks(tmp_path, f"    {twice}\n")).message == "cards: something is listed twice"


def test_states_of_a_plan_are_told_with_their_days(tmp_path: Path) -> None:
    found = remarks(
        tmp_path,
        """
    as_of: 2027-01-09
    answers: {tools: [pump], winter: yes}
    expect:
      outcome: the_year
      now: [pay-first, leave-it]
      later: [closed]
      passed: [while-you-wait]
        """,
        "year",
    )
    assert [(remark.span.line, remark.message) for remark in found] == [
        (10, "now: missing leave-it"),
        (11, "later: not expected leave-it"),
        (12, "passed: missing while-you-wait"),
    ]
    assert found[0].details[2:] == (
        "seen on 2027-01-09",
        "leave-it is later: from 2027-01-10, until 2027-05-31",
    )
    assert found[2].details[2:] == ("seen on 2027-01-09", "while-you-wait is not in the plan")


def test_an_answer_that_is_never_asked_for(tmp_path: Path) -> None:
    found = only(
        remarks(
            tmp_path,
            """
    answers: {member: yes, parts: 1, bring: 2027-01-01}
    expect: {outcome: quick_job}
            """,
        )
    )
    assert found.message == 'the answer to "bring" is never asked for'
    assert (found.span.line, found.span.column) == (6, 38)


# --- scenarios that are wrong themselves ----------------------------------------------------------------------------


def test_every_fault_of_a_scenario_is_told_with_what_was_meant(tmp_path: Path) -> None:
    found = remarks(
        tmp_path,
        """
    as_of: season:sumer
    answers: {membr: yes}
    typed: {parts: plenty}
    without: [parts]
    blanks: {name: x}
    expect:
      outcome: quick_jb
      cards: [pay-frist]
      phrases: [ask-the-prise]
      lacks_cards: [leave-itt]
      now: [clozed]
      asked: [partz]
        """,
    )
    assert [(remark.span.line, remark.message, *remark.details[:1]) for remark in found] == [
        (6, '`as_of` is no day: "season:sumer"', 'did you mean "summer"?'),
        (7, 'there is no question "membr"', 'did you mean "member"?'),
        (8, '"plenty" is not taken as an answer of "parts"', "possible are: unsure"),
        (9, '`without` takes away "parts", which `given` does not have'),
        (10, 'there is no blank "name"'),
        (12, 'there is no outcome "quick_jb"', 'did you mean "quick_job"?'),
        (13, 'there is no card "pay-frist"', 'did you mean "pay-first"?'),
        (14, 'there is no phrase "ask-the-prise"', 'did you mean "ask-the-price"?'),
        (15, 'there is no card "leave-itt"', 'did you mean "leave-it"?'),
        (16, 'there is no card "clozed"', 'did you mean "closed"?'),
        (17, 'there is no question "partz"', 'did you mean "parts"?'),
    ]


@pytest.mark.parametrize(
    ("expect", "message"),
    [
        ("{question: partz}", 'there is no question "partz"'),
        ("{refused: partz}", 'there is no question "partz"'),
        ("{outcome: card:clozed}", 'there is no card "clozed"'),
        ("{outcome: year/the_year}", 'there is no outcome "year/the_year"'),
    ],
)
def test_an_end_that_does_not_exist(tmp_path: Path, expect: str, message: str) -> None:
    assert only(remarks(tmp_path, f"    expect: {expect}\n")).message == message


def test_a_day_that_hangs_on_the_clock_is_refused(tmp_path: Path) -> None:
    scenario = """
    as_of: today + 1 week
    expect: {question: tools}
    """
    found = only(remarks(tmp_path, scenario, "year", date(2027, 1, 3)))
    assert found.message == 'a scenario has a fixed day, and "today + 1 week" is none'


def test_a_scenario_without_a_day_takes_the_one_that_is_given(tmp_path: Path) -> None:
    guide = workshop(tmp_path, scenarios="tree: bike\nscenarios:\n  - name: It\n    expect: {question: member}\n")
    (case,) = read_cases(guide)
    message = play(guide, case).message
    assert message == "neither the scenario nor its file has an `as_of`"
    with pytest.raises(UsageError, match="neither the scenario"):
        prepare(guide, case)
    assert prepare(guide, case, date(2027, 1, 1)).as_of == date(2027, 1, 1)


# --- files that are wrong do not stop the others --------------------------------------------------------------------

BROKEN = {
    "bad-yaml.yaml": "tree: bike\nscenarios: [a\n",
    "bad-key.yaml": "tree: bike\nscenario:\n  - name: It\n",
    "no-tree.yaml": "tree: bikes\nas_of: 2026-11-22\nscenarios:\n  - name: It\n    expect: {question: member}\n",
    "twice.yaml": "tree: bike\nas_of: 2026-11-22\nscenarios:\n" + "  - name: It\n    expect: {question: member}\n" * 2,
    "not-text.yaml": "",
}


def test_a_broken_file_never_stops_the_others(tmp_path: Path) -> None:
    guide = workshop(tmp_path)
    folder = tmp_path / "tests/scenarios"
    for name, text in BROKEN.items():
        (folder / name).write_text(text, encoding="utf-8")
    (folder / "not-text.yaml").write_bytes(b"tree: \xff\n")
    tested = run_tests(guide)
    assert (tested.passed, tested.failed, tested.broken) == (5, 0, False)
    assert [(finding.span.path.rpartition("/")[2], finding.span.line, finding.code) for finding in tested.findings] == [
        ("bad-key.yaml", 2, "S101"),
        ("bad-yaml.yaml", 2, "Y102"),
        ("no-tree.yaml", 1, "N211"),
        ("not-text.yaml", 1, "Y101"),
        ("twice.yaml", 6, "T701"),
    ]
    with pytest.raises(GuideInvalid):
        read_cases(guide)


def test_a_tree_with_errors_never_stops_the_others(tmp_path: Path) -> None:
    year = "title: T\nabout: A.\nreviewed: 2026-11-22\nstart: nothing\nquestions:\n  q:\n    ask: Q\n    next: e\n"
    guide = workshop(tmp_path, year=year)
    more = "tree: year\nas_of: 2026-11-22\nscenarios:\n  - name: It\n    expect: {question: q}\n"
    (tmp_path / "tests/scenarios/year.yaml").write_text(more)
    tested = run_tests(guide, measure=True, change=True)
    assert (tested.passed, tested.failed, tested.broken) == (3, 1, True)
    assert {finding.span.path for finding in tested.findings} == {"trees/year.yaml"}
    assert tested.coverage is not None
    assert list(tested.coverage.trees) == ["bike"]
    text = verdict_text(tested, no_lines)
    assert "It" not in text.splitlines()
    (left,) = [scenario for scenario in verdict_document(tested)["scenarios"] if not scenario["passed"]]
    assert left["message"] == 'the tree "year" has errors'


WHOLE: dict[str, Any] = {
    "tree": "bike",
    "as_of": "2026-11-22",
    "given": {"member": "yes"},
    "scenarios": [
        {
            "name": "A",
            "as_of": "2026-12-01",
            "answers": {"parts": 3, "bring": "2027-01-01"},
            "typed": {"member": "no"},
            "without": ["member"],
            "blanks": {},
            "expect": {
                "outcome": "big_job",
                "cards": ["leave-it", "pay-first"],
                "now": ["leave-it"],
                "asked": ["member"],
                "risk": "high",
                "says": ["a"],
            },
        }
    ],
}


def test_whatever_stands_in_a_scenario_is_told_and_never_a_crash(tmp_path: Path) -> None:
    guide = workshop(tmp_path)
    file = tmp_path / "tests/scenarios/bike.yaml"
    for where in places(WHOLE):
        for strange in STRANGE:
            file.write_text(as_yaml(put(WHOLE, where, strange)), encoding="utf-8")
            tested = run_tests(guide)
            assert tested.findings or tested.scenarios
            for text in (verdict_text(tested, no_lines), verdict_github(tested, "")):
                assert "\x1b" not in text
            verdict_document(tested)


def test_paths_limit_what_is_played(tmp_path: Path) -> None:
    guide = workshop(tmp_path)
    other = tmp_path / "more"
    other.mkdir()
    (other / "a.yaml").write_text(BROKEN["twice.yaml"].replace("- name: It", "- name: A", 1))
    (other / "_aside.yaml").write_text("nonsense")
    assert len(find_cases(guide, [other]).cases) == 2
    assert len(find_cases(guide, [other, tmp_path / "tests/scenarios/bike.yaml"]).cases) == 5
    with pytest.raises(UsageError, match="there is no file"):
        find_cases(guide, [tmp_path / "none"])


# --- as it is printed -----------------------------------------------------------------------------------------------

FAILING = """
    tree: bike
    as_of: 2026-11-22
    given:
      member: yes
    scenarios:
      - name: A day too late
        answers:
          parts: 3
          bring: season:summer
        expect:
          outcome: big_job
          cards:
            - leave-it
      - name: "The wrong card, 50 % [red]"
        answers:
          parts: 1
        expect:
          outcome: quick_job
          cards:
            - pay-first
            - while-you-wait
          says:
            - members pay for parts
      - name: It holds
        answers:
          parts: 1
        expect:
          outcome: quick_job
    """


@pytest.fixture
def failing(tmp_path: Path) -> tuple[Guide, Verdict]:
    guide = workshop(tmp_path, scenarios=FAILING)
    return guide, run_tests(guide, measure=True)


def test_text(failing: tuple[Guide, Verdict]) -> None:
    _, tested = failing
    golden("test-failing.txt", verdict_text(tested, no_lines))


def test_annotations_stand_at_the_expectation(failing: tuple[Guide, Verdict]) -> None:
    _, tested = failing
    lines = verdict_github(tested, "guide/").splitlines()
    assert lines[0].startswith(
        "::error file=guide/tests/scenarios/bike.yaml,line=11,col=16,title=A day too late::expected the outcome"
    )
    assert "%0Aat " in lines[0]
    assert lines[2].startswith("::error file=guide/tests/scenarios/bike.yaml,line=19,col=7,")
    assert all(line.startswith(("::warning file=guide/trees/", "::warning file=guide/content/")) for line in lines[4:])
    assert ",title=The wrong card%2C 50 %25 [red]::cards: " in lines[2]


def test_document(failing: tuple[Guide, Verdict]) -> None:
    _, tested = failing
    document = verdict_document(tested)
    first = document["scenarios"][0]
    assert (document["passed"], document["failed"], document["mutation"]) == (1, 2, None)
    expected = 'expected the outcome "big_job", but it ends at "card:closed"'
    assert first["message"] == f"{expected}\ncards: missing leave-it; not expected closed"
    assert first["line"] == 6
    assert first["mismatches"][0]["line"] == 11
    assert document["scenarios"][2] == {
        "name": "It holds",
        "path": "tests/scenarios/bike.yaml",
        "line": 24,
        "passed": True,
        "message": None,
        "mismatches": [],
    }
