"""Coverage: exactly what can happen is counted, and what no scenario does is named at its line."""

from __future__ import annotations

from pathlib import Path

import pytest

from advisor.analysis import atlas
from advisor.authoring.testing.run import run_tests
from advisor.cli import main
from advisor.guide.load import Guide
from advisor.output.testing import Coverage, verdict_document, verdict_text
from tests.authoring.test_scenarios import no_lines
from tests.authoring.workshop import BIKE, YEAR, workshop
from tests.support import card, write_guide

ONE = """
    tree: bike
    as_of: 2026-11-22
    scenarios:
      - name: One part
        answers:
          member: yes
          parts: 1
        expect:
          outcome: quick_job
    """


def covered(guide: Guide, *paths: Path) -> Coverage:
    found = run_tests(guide, paths, measure=True).coverage
    assert found is not None
    return found


def missing(found: Coverage, part: str) -> list[str]:
    return [f"{remark.span.path}:{remark.span.line}: {remark.message}" for remark in found.missing[part]]


def test_what_one_scenario_leaves_out(tmp_path: Path) -> None:
    found = covered(workshop(tmp_path, scenarios=ONE))
    assert missing(found, "outcomes") == [
        'trees/bike.yaml:19: no scenario ends at "card:show-it"',
        'trees/bike.yaml:35: no scenario ends at "card:closed"',
        'trees/bike.yaml:55: no scenario ends at "big_job"',
        'trees/year.yaml:28: no scenario ends at "the_year"',
    ]
    assert missing(found, "routes")[:2] == [
        'trees/bike.yaml:17: no scenario follows rule 1 of "parts", to "card:show-it"',
        'trees/bike.yaml:20: no scenario follows rule 2 of "parts", to "bring"',
    ]
    # A shared question stands in another file; what is missing is missing in this tree.
    assert missing(found, "answers")[:3] == [
        'trees/bike.yaml:7: no scenario answers "member" with "no"',
        'trees/bike.yaml:15: no scenario answers "parts" with "unsure"',
        'trees/bike.yaml:24: no scenario answers "bring" with a day',
    ]
    assert missing(found, "cards")[:2] == [
        'trees/bike.yaml:52: no scenario ends at "quick_job" with the card "pay-first"',
        'trees/bike.yaml:59: no scenario ends at "big_job" with the card "pay-first"',
    ]
    assert missing(found, "notes") == [
        'trees/bike.yaml:47: no scenario ends at "quick_job" without the note "Members pay for the parts only."'
    ]
    assert missing(found, "phrases") == [
        'trees/bike.yaml:64: no scenario ends at "big_job" with the phrase "ask-the-price"',
        'trees/bike.yaml:64: no scenario ends at "big_job" without the phrase "ask-the-price"',
    ]
    assert missing(found, "blanks")[0] == (
        'content/phrases/ask-for-a-day.md:6: no scenario shows the phrase "ask-for-a-day" where "member" is known'
    )
    assert found.trees["bike"]["outcomes"] == (1, 4)
    assert found.whole["answers"] == (2, 10)


def test_a_scenario_that_stops_covers_the_way_to_where_it_stops(tmp_path: Path) -> None:
    stops = ONE.replace("parts: 1", "parts: 3").replace("outcome: quick_job", "question: bring")
    found = covered(workshop(tmp_path, scenarios=stops))
    assert found.trees["bike"]["routes"] == (2, 6)
    assert found.trees["bike"]["outcomes"] == (0, 4)
    assert not any("the answer 3" in line for line in missing(found, "boundaries"))


@pytest.mark.parametrize(("parts", "left"), [(20, "21, which is refused"), (21, "20, the highest")])
def test_both_sides_of_a_limit(tmp_path: Path, parts: int, left: str) -> None:
    end = "question: bring" if parts == 20 else "refused: parts"
    one = ONE.replace("parts: 1", f"parts: {parts}").replace("outcome: quick_job", end)
    lines = [line for line in missing(covered(workshop(tmp_path, scenarios=one)), "boundaries") if ":13:" in line]
    assert len(lines) == 1
    assert left in lines[0]


def test_what_no_answers_can_reach_is_not_counted(tmp_path: Path) -> None:
    # Rule 3 is shadowed, `never` is reached by nothing, and whoever comes to `big_job` has three parts or more.
    dead = BIKE.replace(
        "          - to: quick_job\n",
        "          - when:\n              parts: 12\n            to: never\n          - to: quick_job\n",
    )
    dead = dead.replace(
        "          - leave-it\n",
        "          - leave-it\n          - card: while-you-wait\n            when:\n              parts:\n"
        "                at_most: 2\n",
    )
    dead = f"{dead.rstrip()}\n      never:\n        cards:\n          - closed\n"
    found = covered(workshop(tmp_path, bike=dead))
    said = [line for part in found.missing for line in missing(found, part)]
    assert not any("never" in line for line in said)
    assert not any('with the card "while-you-wait"' in line for line in said)
    # That it is left out can be seen, and the scenarios of the workshop see it.
    assert found.trees["bike"]["cards"] == (3, 5)
    assert found.trees["bike"]["routes"] == (5, 6)


def test_a_note_that_only_who_comes_from_another_tree_sees(tmp_path: Path) -> None:
    onward = BIKE.replace("            to: card:show-it", "            to: tree:year").replace(
        "          unsure: I cannot tell\n",
        "          unsure:\n            text: I cannot tell\n            in_text: some\n",
    )
    noted = YEAR.replace(
        "        layout: timeline\n",
        "        layout: timeline\n        notes:\n          - text: You have {parts} parts.\n            when:\n"
        "              parts:\n                known: true\n",
    )
    guide = workshop(tmp_path, bike=onward, year=noted)
    more = tmp_path / "tests/scenarios/year.yaml"
    more.write_text(
        "tree: year\nas_of: 2026-11-22\nscenarios:\n  - name: None\n    answers: {tools: [none]}\n"
        "    expect: {outcome: the_year}\n"
    )
    found = covered(guide)
    note = 'no scenario ends at "the_year" with the note "You have {parts} parts."'
    assert f"trees/year.yaml:32: {note}" in missing(found, "notes")
    assert 'trees/year.yaml:32: no scenario shows the note "You have {parts} parts." where "parts" is known' in (
        missing(found, "blanks")
    )
    bike = tmp_path / "tests/scenarios/bike.yaml"
    bike.write_text(
        bike.read_text() + "  - name: From the other tree\n    answers: {parts: unsure, tools: [none]}\n"
        "    expect: {outcome: year/the_year}\n"
    )
    found = covered(guide)
    assert missing(found, "notes") == [
        'trees/bike.yaml:49: no scenario ends at "quick_job" without the note "Members pay for the parts only."'
    ]
    # Files that are named limit what counts, too.
    limited = covered(guide, more)
    assert list(limited.trees) == ["year"]
    assert f"trees/year.yaml:32: {note}" in missing(limited, "notes")


def test_an_entry_of_a_plan_is_seen_on_the_days_at_which_it_changes(tmp_path: Path) -> None:
    guide = workshop(tmp_path)
    file = tmp_path / "tests/scenarios/year.yaml"
    head = "tree: year\nas_of: 2026-11-22\ngiven: {tools: [pump], winter: yes}\nscenarios:\n"
    days = ("2027-01-09", "2027-01-10", "season:summer - 1 day", "season:summer")
    file.write_text(
        head + "".join(f"  - name: On {day}\n    as_of: {day}\n    expect: {{outcome: the_year}}\n" for day in days)
    )
    found = covered(guide, file)
    assert found.trees["year"]["boundaries"] == (6, 6)
    file.write_text(file.read_text().replace("season:summer - 1 day", "season:summer - 2 days"))
    assert missing(covered(guide, file), "boundaries") == [
        'trees/year.yaml:40: no scenario sees the card "leave-it" at "the_year" on season:summer - 1 day, '
        "at an end of its time",
        'trees/year.yaml:46: no scenario sees the card "closed" at "the_year" on season:summer - 1 day, '
        "at an end of its time",
    ]


def test_a_question_that_is_left_out_is_a_route(tmp_path: Path) -> None:
    guide = workshop(tmp_path)
    file = tmp_path / "tests/scenarios/year.yaml"
    file.write_text(
        "tree: year\nas_of: 2026-11-22\nscenarios:\n  - name: It\n    answers: {tools: [pump], winter: no}\n"
        "    expect: {outcome: the_year}\n"
    )
    assert missing(covered(guide, file), "routes") == [
        'trees/year.yaml:20: no scenario leaves out the question "winter"'
    ]


def test_beyond_the_budget_only_what_was_seen_counts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(atlas, "BUDGET", 3)
    monkeypatch.setattr(atlas.Atlas.__init__, "__kwdefaults__", {"reads": None, "budget": 3})
    verdict = run_tests(workshop(tmp_path), measure=True)
    assert verdict.coverage is not None
    assert set(verdict.coverage.undecided) == {"bike", "year"}
    # What the scenarios do can happen, whether it was found or not.
    done, total = verdict.coverage.trees["bike"]["routes"]
    assert done == 5 <= total
    assert "bike, year" in verdict_text(verdict, no_lines)


def test_as_a_document(tmp_path: Path) -> None:
    document = verdict_document(run_tests(workshop(tmp_path, scenarios=ONE), measure=True))["coverage"]
    assert document["outcomes"]["covered"] == 1
    assert document["outcomes"]["total"] == 5
    assert document["outcomes"]["missing"][0] == {
        "path": "trees/bike.yaml",
        "line": 19,
        "column": 13,
        "message": 'no scenario ends at "card:show-it"',
        "details": [],
    }
    assert document["trees"]["bike"]["boundaries"] == {"covered": 0, "total": 10}
    assert document["undecided"] == []


def test_the_command_ends_with_1_where_something_is_missing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    workshop(tmp_path)
    assert main(["test", "--guide", str(tmp_path)]) == 0
    assert capsys.readouterr().out == ""
    assert main(["test", "--guide", str(tmp_path), "--coverage"]) == 1
    assert "outcomes  routes" in capsys.readouterr().out
    assert main(["test", "--guide", str(tmp_path), "--mutate"]) == 0
    assert "bike: the scenarios notice " in capsys.readouterr().out


def test_names_of_one_letter(tmp_path: Path) -> None:
    tree = """
        title: T
        about: A.
        reviewed: 2026-11-22
        start: q
        questions:
          q: {ask: Q?, why: W., answers: {y: Y, n: N}, next: e}
        outcomes:
          e: {title: The end, cards: [c]}
        """
    scenarios = "tree: t\nas_of: 2026-11-22\nscenarios:\n  - {name: one, answers: {q: y}, expect: {outcome: e}}\n"
    files = {"t": tree, "cards/c": card("the end"), "tests/scenarios/t.yaml": scenarios}
    found = covered(write_guide(tmp_path, files))
    assert missing(found, "answers") == ['trees/t.yaml:6: no scenario answers "q" with "n"']
