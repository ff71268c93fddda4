"""The first screen line by line: interviews to go on with, settings, hopeless words."""

from __future__ import annotations

import io
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from advisor.conversation import Conversation, Keeper
from advisor.errors import NeedsAnswer
from advisor.guide.load import Guide
from advisor.plain import run
from advisor.store.sessions import Sessions
from advisor.store.settings import SettingsFile
from tests.plain.guides import write_guide

DAY = date(2026, 11, 22)
NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)
HOSTILE = "[/x] \x1b[31m\u202e🙂 " + "w" * 400


@pytest.fixture
def guide(tmp_path: Path) -> Guide:
    return write_guide(tmp_path / "guide")


@pytest.fixture
def keeper(tmp_path: Path, guide: Guide) -> Keeper:
    """One that has an interview of yesterday with one answer."""
    sessions = Sessions(tmp_path / "sessions", now=lambda: NOON)
    sessions.keep(Conversation.begin(guide, "trip", {"how": "bus"}, as_of=DAY).interview)
    return Keeper(sessions)


def session(guide: Guide, keeper: Keeper | None, *lines: str, settings: SettingsFile | None = None) -> str:
    """What is on the screen after these lines and the end of the input."""
    screen = io.StringIO()
    read = io.StringIO("".join(f"{line}\n" for line in lines))
    try:
        run(guide, None, as_of=DAY, read=read, write=screen, width=200, keeper=keeper, settings=settings)
    except NeedsAnswer:
        screen.write("ENDED EARLY")
    return screen.getvalue()


def after(screen: str, typed: str) -> str:
    """What was said after a line was typed for the last time."""
    return screen.rpartition(f"> {typed}\n")[2]


def test_an_interview_of_yesterday_goes_on(guide: Guide, keeper: Keeper) -> None:
    screen = session(guide, keeper, "2", "3")
    assert "Go on where you stopped\n2. I plan a long trip\n   1 answer, last on 21 November 2026\n" in screen
    assert 'You go on with "I plan a long trip", last answered on 21 November 2026.' in after(screen, "2")
    assert "How many bags?" in after(screen, "2")
    kept = keeper.sessions.list().sessions
    assert [(one.answered, one.answers["many"]) for one in kept] == [(2, 3)]


def test_one_that_was_left_goes_on_by_its_number(guide: Guide) -> None:
    screen = session(guide, None, "2", "bus", "home", "2")
    assert "Go on where you stopped\n2. I plan a long trip\n   1 answer so far" in after(screen, "home")
    assert "How many bags?" in after(screen, "2")


def test_a_topic_opened_afresh_leaves_what_is_kept_of_it(guide: Guide, keeper: Keeper) -> None:
    # The second time it stands below the interview of yesterday and the one that was left.
    session(guide, keeper, "3", "bus", "home", "4", "home", "4", "train", "quit")
    kept = keeper.sessions.list().sessions
    assert sorted(one.answers["how"] for one in kept) == ["bus", "bus", "train"]


@pytest.mark.parametrize(("said", "left"), [("yes", 0), ("no", 1), ("", 1)])
def test_forget_deletes_after_one_yes(guide: Guide, keeper: Keeper, said: str, left: int) -> None:
    screen = session(guide, keeper, "forget 2", said, "quit")
    assert "It is deleted from this machine and cannot be brought back." in after(screen, "forget 2")
    assert len(keeper.sessions.list().sessions) == left
    assert ("1 interview deleted." in screen) is (left == 0)


@pytest.mark.parametrize("typed", ["forget 1", "forget 99", "forget 0"])
def test_only_an_interview_can_be_forgotten(guide: Guide, keeper: Keeper, typed: str) -> None:
    assert "That is no unfinished interview." in after(session(guide, keeper, typed), typed)
    assert keeper.sessions.list().sessions


def test_a_hostile_name_of_a_session_is_shown_and_not_obeyed(guide: Guide, keeper: Keeper) -> None:
    kept = keeper.sessions.list().sessions[0]
    file = keeper.sessions.folder / f"{kept.id}.json"
    file.write_text(kept.model_copy(update={"title": HOSTILE, "tree": "gone"}).model_dump_json(by_alias=True))
    screen = session(guide, keeper, "2", "forget 2", "yes", "quit")
    assert "\x1b" not in screen
    assert "2. [/x] ␛[31m" in screen
    assert "is not in this guide any more" in after(screen, "2")
    assert not keeper.sessions.list().sessions


def test_settings_are_said_and_changed_by_words(guide: Guide, keeper: Keeper, tmp_path: Path) -> None:
    settings = SettingsFile(tmp_path / "settings.json")
    screen = session(guide, keeper, "settings", "settings keep no", "quit", settings=settings)
    assert "- Keep interviews on this machine: yes\n" in after(screen, "settings").partition("> ")[0]
    assert "Keep interviews on this machine: no" in after(screen, "settings keep no")
    assert settings.read()[0].save is False
    session(guide, keeper, "settings keep yes", "settings forget", "no", "quit", settings=settings)
    assert settings.read()[0].save is True
    assert keeper.sessions.list().sessions
    assert "1 interview deleted." in session(guide, keeper, "settings forget", "yes", "quit", settings=settings)
    assert not keeper.sessions.list().sessions


def test_hopeless_words_are_told_what_the_guide_is_for(guide: Guide) -> None:
    said = after(session(guide, None, "qqq zzz"), "qqq zzz")
    assert "What it covers: Going away." in said
    assert "Ask instead: Ask a friend." in said
