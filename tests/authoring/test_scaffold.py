"""What `advisor new` makes is sound at once, in any guide, under any name; what is there already stays."""

from __future__ import annotations

from pathlib import Path

import pytest

from advisor.authoring.check import check
from advisor.authoring.testing.scenarios import play, read_cases
from advisor.cli import main
from advisor.guide.load import Guide
from tests.support import card, write_guide


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    work = tmp_path / "work"
    work.mkdir()
    monkeypatch.chdir(work)
    return work


def assert_sound(root: Path, scenarios: int) -> None:
    guide = Guide(root)
    assert check(guide).errors == ()
    played = [play(guide, case) for case in read_cases(guide)]
    assert [one.message for one in played] == [None] * scenarios


OLD = """
    title: T
    about: A.
    reviewed: 2026-11-22
    start: key_first
    questions:
      key_first:
        ask: Q?
        why: W.
        answers:
          yes: Y
          no: N
        next: key_end
    outcomes:
      key_end:
        cards:
          - key
    """
NAMES = ["lost-key", "no", "null", "a", "x-1", "true", "first", "a" * 60]


@pytest.mark.parametrize("name", NAMES)
def test_a_guide_and_everything_in_it(here: Path, name: str) -> None:
    assert main(["new", "guide", name]) == 0
    root = here / name
    assert_sound(root, 3)
    assert check(Guide(root)).findings == ()
    for kind in ("card", "phrase"):
        assert main(["new", kind, "thing", "--guide", str(root)]) == 0
        assert_sound(root, 3)
    if name != "first":
        assert main(["new", "tree", name, "--guide", str(root)]) == 0
        assert_sound(root, 6)


def test_a_tree_keeps_the_card_of_its_name_and_takes_free_names(tmp_path: Path) -> None:
    guide = write_guide(tmp_path / "guide", {"old": OLD, "cards/key": card("my own card")})
    assert main(["new", "tree", "key", "--guide", str(guide.root)]) == 0
    assert_sound(guide.root, 3)
    assert Guide(guide.root).card("key").matter.title == "my own card"


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["tree", "Bad_Name"], 2),
        (["tree", "../x"], 2),
        (["tree", "today"], 2),
        (["guide", "a/b"], 2),
        (["guide", ""], 2),
        (["colour", "x"], 2),
        (["tree", "first"], 2),
        (["card", "first"], 2),
    ],
)
def test_what_cannot_be_made_leaves_everything_as_it_was(here: Path, words: list[str], code: int) -> None:
    assert main(["new", "guide", "mine"]) == 0
    before = sorted((path, path.read_bytes()) for path in here.rglob("*") if path.is_file())
    assert main(["new", *words, "--guide", str(here / "mine")]) == code
    assert sorted((path, path.read_bytes()) for path in here.rglob("*") if path.is_file()) == before


def test_a_folder_with_something_in_it_is_no_place_for_a_guide(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (here / "mine").mkdir()
    (here / "mine" / "notes.txt").write_text("keep me", encoding="utf-8")
    assert main(["new", "guide", "mine"]) == 2
    assert "there already" in capsys.readouterr().err
    assert [path.name for path in (here / "mine").iterdir()] == ["notes.txt"]


def test_nothing_is_made_in_a_guide_that_nobody_meant(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("ADVISOR_GUIDE", raising=False)
    for command in (["new", "tree", "mine"], ["rename", "tree", "offer", "mine", "--dry-run"]):
        assert main(command) == 2
        assert "not for editing" in capsys.readouterr().err
