"""Interviews that outlive the program: kept, listed, gone on with, forgotten."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.cli.conftest import Call

ONE = ("ask", "pots", "--plain")


@pytest.fixture
def two_answers(spawn: Call, garden: Path) -> str:
    """The id of an interview that was left after its first answer."""
    spawn(*ONE, "--guide", str(garden), given=b"1\n")
    listed = spawn("sessions")
    found = re.match(r"([0-9a-f]{6})  \d{4}-\d\d-\d\d \d\d:\d\d  1 answer", listed.out)
    assert found, listed
    return found[1]


def test_an_interview_whose_input_ended_is_gone_on_with(spawn: Call, garden: Path, two_answers: str) -> None:
    for words in (("--resume", two_answers), ("--resume",), ("--resume", "pots"), ("pots", "--resume")):
        again = spawn("ask", "--plain", *words, "--guide", str(garden), given=b"answers\nquit\n")
        assert again.code == 0, again
        assert "You go on with" in again.out
        assert "Question 2" in again.out


def test_forget_one_and_all(spawn: Call, garden: Path, two_answers: str) -> None:
    assert spawn("forget", two_answers).code == 0
    assert spawn("forget", two_answers).code == 2
    spawn(*ONE, "--guide", str(garden), given=b"1\n")
    assert "1 interview deleted" in spawn("forget", "--all").err
    listed = spawn("sessions")
    assert (listed.code, listed.out) == (0, "")
    assert spawn("forget").code == 2
    assert spawn("forget", "--all", "abcdef").code == 2


@pytest.mark.parametrize("off", ["flag", "environment", "settings"])
def test_nothing_is_kept_where_the_person_says_so(spawn: Call, garden: Path, off: str) -> None:
    if off == "settings":
        where = dict(line.split(maxsplit=1) for line in spawn("where").out.splitlines() if line.startswith("settings"))
        file = Path(where["settings"])
        file.parent.mkdir(parents=True)
        file.write_text('{"schema": 1, "save": false}', encoding="utf-8")
    more = ("--no-save",) if off == "flag" else ()
    env = {"ADVISOR_NO_SAVE": "1"} if off == "environment" else {}
    ran = spawn(*ONE, *more, "--guide", str(garden), given=b"1\nquit\n", env=env)
    assert "not kept" in ran.out
    assert spawn("sessions").out == ""


def test_the_first_screen_says_that_it_is_kept(spawn: Call, garden: Path) -> None:
    assert "kept on this machine for 30 days" in spawn(*ONE, "--guide", str(garden), given=b"quit\n").out


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("ask", "--plain", "--resume"), "no kept interview to go on with"),
        (("ask", "--plain", "--resume", "abcdef"), 'no kept interview "abcdef"'),
        (("ask", "--plain", "--resume", "../x"), "no kept interview"),
        (("ask", "pots", "--plain", "--resume", "--set", "where=inside"), "brings its own answers"),
    ],
)
def test_what_cannot_be_gone_on_with_is_one_sentence(
    spawn: Call, garden: Path, words: tuple[str, ...], says: str
) -> None:
    ran = spawn(*words, "--guide", str(garden), given=b"quit\n")
    assert ran.code == 2
    assert says in ran.err
    assert "Traceback" not in ran.err


def test_scripts_keep_nothing(spawn: Call, garden: Path) -> None:
    spawn("run", "pots", "--guide", str(garden), "--set", "where=inside")
    assert spawn("sessions").out == ""


def test_forget_in_an_interview_deletes_it_from_this_machine(spawn: Call, garden: Path, two_answers: str) -> None:
    ran = spawn("ask", "--plain", "--resume", two_answers, "--guide", str(garden), given=b"forget\nyes\nquit\n")
    assert "The interview is deleted." in ran.out
    assert spawn("sessions").out == ""
