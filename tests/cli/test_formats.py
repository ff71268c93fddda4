"""`check --format github` and `--format sarif`: places as a review of the repository names them."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import Call
from tests.cli.guides import change, write_garden

DAY = ("--as-of", "2026-11-22", "--ignore", "R419")


@pytest.fixture
def broken(tmp_path: Path) -> Path:
    """A repository with a guide two folders down, one line of which is wrong."""
    repository = tmp_path / "repo sitory"
    guide = repository / "guides" / "my garden"
    guide.mkdir(parents=True)
    (repository / ".git").mkdir()
    write_garden(guide)
    change(guide, "trees/birds.yaml", "yes: card:let-it-dry", "yes: card:let-it-dri")
    return guide


def places(call: Call, *words: str) -> list[str]:
    """The paths in both forms, which must be the same."""
    ran = call("check", *DAY, "--format", "github", *words)
    assert ran.code == 1
    assert "1 error" in ran.err
    lines = ran.out.splitlines()
    assert all(line.startswith("::error file=") for line in lines)
    log = call("check", *DAY, "--format", "sarif", *words)
    assert log.code == 1
    found = [
        result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
        for result in log.json["runs"][0]["results"]
    ]
    named = [line.removeprefix("::error file=").partition(",line=")[0] for line in lines]
    assert [one.removeprefix("file://").replace("%20", " ") for one in found] == named
    return named


@pytest.mark.parametrize("where", [".", "..", "../..", "trees", "../../.."])
def test_paths_are_those_of_the_repository(
    call: Call, broken: Path, where: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir((broken / where).resolve())
    assert places(call, "--guide", str(broken)) == ["guides/my garden/trees/birds.yaml"]


def test_a_repository_that_is_the_guide(call: Call, broken: Path) -> None:
    (broken / ".git").write_text("gitdir: ../..\n")
    assert places(call, "--guide", str(broken)) == ["trees/birds.yaml"]


def test_without_a_repository_paths_are_those_of_the_working_folder(
    call: Call, broken: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (broken / "../../.git").rmdir()
    monkeypatch.chdir(broken.parent)
    assert places(call, "--guide", "my garden") == ["my garden/trees/birds.yaml"]
    monkeypatch.chdir(broken / "trees")
    assert places(call, "--guide", "..") == [f"{broken.resolve().as_posix()}/trees/birds.yaml"]


def test_an_annotation_holds_the_place_the_sentence_and_the_hint(call: Call, broken: Path) -> None:
    line = 1 + (broken / "trees/birds.yaml").read_text().split("\n").index("      yes: card:let-it-dri")
    ran = call("check", *DAY, "--format", "github", "--guide", str(broken))
    assert ran.out == (
        f"::error file=guides/my garden/trees/birds.yaml,line={line},col=12,endLine={line},endColumn=27,"
        'title=N204 unknown-card::there is no card "let-it-dri"%0Ahint: did you mean "let-it-dry"?\n'
    )


def test_nothing_found_is_an_empty_log_and_no_annotation(call: Call, tmp_path: Path) -> None:
    guide = tmp_path / "sound"
    guide.mkdir()
    write_garden(guide)
    github = call("check", *DAY, "--format", "github", "--guide", str(guide))
    assert (github.code, github.out) == (0, "")
    log = call("check", *DAY, "--format", "sarif", "--guide", str(guide))
    assert (log.code, log.json["runs"][0]["results"]) == (0, [])


def test_the_same_day_gives_the_same_bytes(call: Call, broken: Path) -> None:
    words = ("check", *DAY, "--format", "sarif", "--guide", str(broken))
    assert call(*words).out == call(*words).out


def test_a_day_that_is_none(call: Call) -> None:
    ran = call("check", "--as-of", "tomorrow")
    assert ran.code == 2
    assert "2027-03-01" in ran.err
