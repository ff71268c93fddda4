"""Suggested scenarios load, pass and complete the coverage, from nothing and beside what is there."""

from __future__ import annotations

from pathlib import Path

import pytest

from advisor.authoring.testing.run import run_tests
from advisor.authoring.testing.suggest import suggest, written
from advisor.cli import main
from advisor.guide.load import Guide
from advisor.guide.source import parse
from tests.authoring.test_coverage import ONE
from tests.authoring.test_scenarios import golden
from tests.authoring.workshop import BIKE, SCENARIOS, YEAR, workshop
from tests.support import dedented


def complete(guide: Guide, *files: Path) -> None:
    verdict = run_tests(guide, files, measure=True)
    assert verdict.findings == []
    assert [(one.name, one.remarks) for one in verdict.scenarios if one.remarks] == []
    assert not verdict.incomplete


@pytest.mark.parametrize("tree", ["bike", "year"])
def test_from_nothing(tmp_path: Path, tree: str) -> None:
    guide = workshop(tmp_path)
    (tmp_path / "tests/scenarios/bike.yaml").unlink()
    found = suggest(guide, tree)
    text = written(guide, found, alone=False)
    golden(f"suggested-{tree}.yaml", text)
    assert text.startswith("# Review what is expected here")
    file = tmp_path / f"tests/scenarios/{tree}.yaml"
    file.write_text(text)
    complete(guide, file)
    assert suggest(guide, tree).scenarios == ()


@pytest.mark.parametrize("layout", ["usual", "no dent", "deep", "no line end", "crlf"])
def test_added_to_the_end_of_what_is_there(tmp_path: Path, layout: str) -> None:
    text = dedented(SCENARIOS)
    if layout == "no dent":
        head, _, rest = text.partition("scenarios:\n")
        text = head + "scenarios:\n" + "".join(f"{line[2:]}\n" for line in rest.splitlines())
    elif layout == "deep":
        head, _, rest = text.partition("scenarios:\n")
        text = head + "scenarios:\n" + "".join(f"    {line}\n" for line in rest.splitlines())
    elif layout == "no line end":
        text = text.rstrip("\n")
    elif layout == "crlf":
        text = text.replace("\n", "\r\n")
    guide = workshop(tmp_path)
    file = tmp_path / "tests/scenarios/bike.yaml"
    file.write_bytes(text.encode())
    addition = written(guide, suggest(guide, "bike"), alone=False)
    file.write_bytes(text.encode() + addition.encode())
    complete(guide, file)
    # What was there is still played, and nothing that it covers is suggested again.
    assert [one.name for one in run_tests(guide).scenarios][:3] == [
        "One part",
        "A day before the summer break",
        "On the first day of the break",
    ]
    assert suggest(guide, "bike").scenarios == ()


def test_where_something_follows_the_scenarios_it_is_a_file_of_its_own(tmp_path: Path) -> None:
    head, _, rest = dedented(ONE).partition("scenarios:\n")
    text = "scenarios:\n" + rest + head
    guide = workshop(tmp_path, scenarios=text)
    other = tmp_path / "tests/scenarios/more.yaml"
    other.write_text(written(guide, suggest(guide, "bike"), alone=False))
    complete(guide, tmp_path / "tests/scenarios/bike.yaml", other)


def test_names_are_new_and_answers_leave_out_what_is_given(tmp_path: Path) -> None:
    guide = workshop(tmp_path)
    found = suggest(guide, "bike")
    names = [scenario.name for scenario in found.scenarios]
    assert len(set(names)) == len(names)
    assert not {"One part", "A day before the summer break"} & set(names)
    assert found.given == {"member": "yes"}
    assert not any(scenario.answers.get("member") == "yes" for scenario in found.scenarios)


def test_a_day_that_hangs_on_an_event_is_written_so(tmp_path: Path) -> None:
    guide = workshop(tmp_path)
    (tmp_path / "tests/scenarios/bike.yaml").unlink()
    days = {scenario.answers.get("bring") for scenario in suggest(guide, "bike").scenarios}
    given = suggest(guide, "bike").given.get("bring")
    assert {"season:summer - 1 day", "season:summer"} <= {*days, given}
    assert {scenario.as_of for scenario in suggest(guide, "year").scenarios} == {
        None,
        "2027-01-09",
        "2027-01-10",
        "season:summer - 1 day",
        "season:summer",
    }


STRANGE = (
    'Yes: "quoted", # and cut, {braces}, and it goes on until it is very long indeed',
    "- not a list",
    "no",
    "2027-01-01",
    "größer 座",
    "'",
)


@pytest.mark.parametrize("text", STRANGE)
def test_any_text_of_the_guide_can_stand_in_a_name(tmp_path: Path, text: str) -> None:
    quoted = "'" + text.replace("'", "''").replace("{", "{{").replace("}", "}}") + "'"
    strange = BIKE.replace("title: Mended while you wait", f"title: {quoted}").replace("I cannot tell", quoted)
    strange = strange.replace("text: Members pay for the parts only.", f"text: {quoted}")
    guide = workshop(tmp_path, bike=strange)
    file = tmp_path / "tests/scenarios/bike.yaml"
    file.unlink()
    found = written(guide, suggest(guide, "bike"), alone=True)
    assert parse(found, "x").findings == []
    file.write_text(found, encoding="utf-8")
    complete(guide, file)


def test_what_only_who_comes_from_another_tree_sees_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    onward = BIKE.replace("            to: card:show-it", "            to: tree:year")
    noted = YEAR.replace(
        "        layout: timeline\n",
        "        layout: timeline\n        notes:\n          - text: You know the number.\n            when:\n"
        "              parts:\n                known: true\n",
    )
    guide = workshop(tmp_path, bike=onward, year=noted)
    assert [(item.part, item.what) for item in suggest(guide, "year").left] == [("notes", "shown")]
    assert main(["paths", "year", "--suggest", "--guide", str(tmp_path)]) == 0
    assert "1 thing can only happen to who comes from another tree" in capsys.readouterr().err
    # The other tree's own suggestions go there, too.
    (tmp_path / "tests/scenarios/bike.yaml").unlink()
    for tree in ("bike", "year"):
        file = tmp_path / f"tests/scenarios/{tree}.yaml"
        file.write_text(written(guide, suggest(guide, tree), alone=True))
    verdict = run_tests(guide, measure=True)
    assert verdict.coverage is not None
    assert verdict.coverage.missing["routes"] == []


def test_the_command_writes_to_standard_output_or_to_a_new_file(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    guide = workshop(tmp_path)
    at = ["--guide", str(tmp_path)]
    before = (tmp_path / "tests/scenarios/bike.yaml").read_bytes()
    assert main(["paths", "bike", "--suggest", *at]) == 0
    assert capsys.readouterr().out.startswith("  # Review what is expected here")
    new = tmp_path / "tests/scenarios/bike-more.yaml"
    assert main(["paths", "bike", "--suggest", "--output", str(new), *at]) == 0
    assert capsys.readouterr().out == ""
    assert new.read_text().startswith("# Review what is expected here")
    # What an author reviewed is never written over.
    assert main(["paths", "bike", "--suggest", "--output", str(tmp_path / "tests/scenarios/bike.yaml"), *at]) == 0
    assert "cover everything already" in capsys.readouterr().err
    new.unlink()
    assert main(["paths", "bike", "--suggest", "--output", str(tmp_path / "tests/scenarios/bike.yaml"), *at]) == 2
    assert (tmp_path / "tests/scenarios/bike.yaml").read_bytes() == before
    assert main(["paths", "bik", "--suggest", *at]) == 2
    assert 'did you mean "bike"' in capsys.readouterr().err
    assert guide.tree_names == ["bike", "year"]


def test_a_tree_with_errors_gives_no_suggestions(tmp_path: Path) -> None:
    workshop(tmp_path, year="title: T\nabout: A.\nreviewed: 2026-11-22\nstart: no\nquestions:\n  q:\n    next: e\n")
    assert main(["paths", "year", "--suggest", "--guide", str(tmp_path)]) == 5
