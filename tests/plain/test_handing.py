"""What the line-by-line face does with a result: fill, copy, mail, try another answer, read the plan."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from advisor.desktop import clipboard, mail
from advisor.guide.load import Guide

from .guides import write_guide
from .test_plain import TO_GO, after, session

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def guide(tmp_path: Path) -> Guide:
    return write_guide(tmp_path / "guide")


@pytest.fixture
def copied(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What was put on the clipboard."""
    texts: list[str] = []

    def take(text: str) -> str:
        texts.append(text)
        return "xclip"

    monkeypatch.setattr(clipboard, "copy_natively", take)
    return texts


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The addresses that the mail program was given."""
    addresses: list[str] = []

    def take(address: str) -> bool:
        addresses.append(address)
        return True

    monkeypatch.setattr(mail, "open_mail", take)
    return addresses


def test_copying_asks_for_what_is_missing_and_says_what_was_done(guide: Guide, copied: list[str]) -> None:
    screen = session(guide, *TO_GO, "copy 1", "Rome", "1234")
    assert copied == ["I want to go to Rome. My code is 1234."]
    assert "Copied the words (10 words), through xclip." in after(screen, "1234")
    session(guide, *TO_GO, "fill", "Rome", "1234", "copy 1")
    assert copied[1:] == ["I want to go to Rome. My code is 1234."]


def test_copying_with_gaps_wants_a_yes(guide: Guide, copied: list[str]) -> None:
    screen = session(guide, *TO_GO, "copy 1", "", "", "no")
    assert "Not filled in yet: Place (place), Booking code (code). Type yes to go on" in screen
    assert "Nothing was copied or opened." in after(screen, "no")
    assert copied == []
    session(guide, *TO_GO, "copy 1", "", "", "yes")
    assert copied == ["I want to go to [Place]. My code is [Booking code]."]


def test_it_is_said_when_nothing_could_be_copied(guide: Guide, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clipboard, "copy_natively", lambda text: None)
    screen = session(guide, *TO_GO, "copy 2")
    assert "Not copied: no program here can fill the clipboard." in after(screen, "copy 2")


def test_the_subject_is_copied_alone(guide: Guide, copied: list[str]) -> None:
    session(guide, *TO_GO, "subject 1", "Rome", "1234")
    assert copied == ["A trip to Rome"]
    assert "These words have no subject." in session(guide, *TO_GO, "subject 2")


def test_mail_opens_an_email_and_says_that_nothing_is_sent(guide: Guide, opened: list[str]) -> None:
    screen = session(guide, *TO_GO, "mail 1", "Rome", "1234")
    assert len(opened) == 1
    assert opened[0].startswith("mailto:")
    assert "subject=A%20trip%20to%20Rome&body=I%20want%20to%20go%20to%20Rome." in opened[0]
    assert "Nothing is sent until you send it there." in after(screen, "1234")
    assert "These words have no subject." in session(guide, *TO_GO, "mail 2")
    assert len(opened) == 1


def test_no_mail_program_is_said(guide: Guide, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mail, "open_mail", lambda address: False)
    screen = session(guide, *TO_GO, "mail 1", "Rome", "1234")
    assert "No mail program could be opened from here." in after(screen, "1234")


def test_words_too_long_for_an_address_are_copied(
    guide: Guide, opened: list[str], copied: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(mail, "longest", lambda: 60)
    screen = session(guide, *TO_GO, "mail 1", "Rome", "1234")
    assert "body" not in opened[0]
    assert "subject=A%20trip%20to%20Rome" in opened[0]
    assert copied == ["I want to go to Rome. My code is 1234."]
    assert "Paste the words into it." in after(screen, "1234")


@pytest.mark.parametrize("word", ["copy", "mail", "subject", "try"])
@pytest.mark.parametrize("number", ["", "0", "9", "x"])
def test_a_number_that_is_not_there_is_asked_for(
    guide: Guide, opened: list[str], copied: list[str], word: str, number: str
) -> None:
    screen = session(guide, *TO_GO, f"{word} {number}".strip())
    assert f"Type {word} and a number from 1 to " in screen
    assert opened == copied == []


def test_filling_one_phrase_shows_it(guide: Guide) -> None:
    screen = session(guide, *TO_GO, "fill 1", "Rome", "1234")
    assert "Phrase 1: Book it\n" in after(screen, "1234")
    assert "I want to go to Rome. My code is 1234." in after(screen, "1234")
    assert "There is nothing to fill in." in session(guide, *TO_GO, "fill 2")


def test_another_answer_is_tried_out_and_back_returns(guide: Guide) -> None:
    screen = session(guide, *TO_GO, "changes", "try 2", "back")
    assert "Type try and a number to go there." in after(screen, "changes")
    tried = screen.partition("> try 2\n")[2]
    assert 'Your answer to "Which season is it?" is now "Late". Back returns to the advice before.' in tried
    assert "Stay where you are." in tried.partition("> back")[0]
    assert "Off you go" in after(screen, "back")
    # Only the first one step back is to the advice; the next one takes an answer away.
    assert "Which season is it?" in after(session(guide, *TO_GO, "try 2", "back", "back"), "back")


def test_what_was_filled_in_while_trying_is_kept(guide: Guide) -> None:
    screen = session(guide, *TO_GO, "fill 1", "Rome", "1234", "try 2", "back", "phrase 1")
    assert "I want to go to Rome. My code is 1234." in after(screen, "phrase 1")


def test_a_plan_is_read_again(guide: Guide) -> None:
    screen = session(guide, "home-tree", "yes", "timeline")
    assert "What you may do now (today is 22 November 2026)" in after(screen, "timeline")
    assert "This is not a plan." in session(guide, *TO_GO, "timeline")
    assert "timeline" not in after(session(guide, *TO_GO), "early")


@pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="the stand-in for a clipboard is a shell script")
def test_the_words_are_at_hand_within_twenty_key_presses(tmp_path: Path) -> None:
    """From words typed at the list of topics to a copied email, through a pipe into the whole program.

    Every number, letter of an answer and Enter counts; words do not.
    """
    lines = ("they told me to sign before March", "1", "1", "4", "2", "1", "1", "a", "copy 1")
    blanks = ("Dr. Rivera", "Lakeside", "Asha Menon", "12345678")
    program = tmp_path / "xclip"
    program.write_text(f"#!/bin/sh\n/bin/cat > {tmp_path}/copied\n")
    program.chmod(0o700)
    done = subprocess.run(
        [sys.executable, "-m", "advisor", "ask", "--plain", "--no-save", "--as-of", "2026-11-22"],
        input="".join(f"{line}\n" for line in (*lines, *blanks)),
        capture_output=True,
        encoding="utf-8",
        cwd=ROOT,
        env={"PATH": str(tmp_path), "DISPLAY": ":0", "HOME": str(tmp_path), "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"},
        check=False,
        timeout=60,
    )
    assert done.returncode == 0, done
    assert "Copied the words (" in done.stdout
    assert "through xclip." in done.stdout
    copied = (tmp_path / "copied").read_text(encoding="utf-8")
    assert "[" not in copied
    assert all(value in copied for value in blanks)
    presses = len(lines) + len(blanks) + sum(len(line) == 1 for line in lines)
    assert presses <= 20
