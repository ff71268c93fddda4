"""What is kept on the machine, what is never written, and what happens to files that time or an accident has spoilt."""

from __future__ import annotations

import json
import os
import stat
import sys
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from advisor.conversation import Conversation, Keeper
from advisor.errors import UsageError
from advisor.guide.load import Guide
from advisor.store.sessions import DAYS_KEPT, Sessions
from advisor.store.settings import Settings, SettingsFile
from tests.support import card, write_guide

NOW = datetime(2026, 11, 22, 23, 30, tzinfo=UTC)
TREE = """
    title: A thing is broken
    about: A.
    reviewed: 2026-11-22
    start: colour
    questions:
      colour:
        ask: Which colour?
        why: It matters.
        answers: {red: Red, blue: Blue}
        next: words
      words:
        ask: In which words?
        why: It matters.
        type: text
        answers: {none: I have no words}
        next: {next}
    """
BLANKS = """
    my_name: {label: Your name, example: Ada, private: true}
    office: {label: Office, example: The Desk}
    """
NOTE = """
    ---
    title: A note
    medium: email
    to: The desk
    subject: Hello
    ---
    {my_name} to {office}
    """
SECRET = "zanzibar"


def guide_in(root: Path, *, last: str = "card:end", title: str = "the end") -> Guide:
    files = {
        "t": TREE.replace("{next}", last),
        "content/blanks": BLANKS,
        "cards/end": card(title, more="phrases: [note]"),
        "cards/other": card("the other end"),
        "content/phrases/note.md": NOTE,
    }
    return write_guide(root, files)


@pytest.fixture
def guide(tmp_path: Path) -> Guide:
    return guide_in(tmp_path / "guide")


@pytest.fixture
def sessions(tmp_path: Path) -> Sessions:
    return Sessions(tmp_path / "state" / "sessions", lambda: NOW)


def talk(guide: Guide, **answers: Any) -> Conversation:
    return Conversation.begin(guide, "t", answers, as_of=date(2026, 11, 22))


def finished(guide: Guide) -> Conversation:
    talked = talk(guide, colour="red", words=SECRET)
    return talked.fill({"my_name": SECRET, "office": "Room 5"}).conversation


def the_file(sessions: Sessions) -> Path:
    (file,) = sessions.folder.iterdir()
    return file


# --- what is written --------------------------------------------------------------------------------------------------


def test_neither_private_blanks_nor_typed_texts_are_written(guide: Guide, sessions: Sessions) -> None:
    Keeper(sessions).keep(finished(guide))
    written = the_file(sessions).read_text(encoding="utf-8")
    assert SECRET not in written
    kept = json.loads(written)
    assert kept["answers"] == {"colour": "red"}
    assert kept["blanks"] == {"office": "Room 5"}
    assert (kept["outcome"], kept["shown"]) == ("card:end", ["end", "note"])


def test_a_word_that_stands_for_a_text_is_kept(guide: Guide, sessions: Sessions) -> None:
    Keeper(sessions).keep(talk(guide, colour="red", words="none"))
    assert json.loads(the_file(sessions).read_text(encoding="utf-8"))["answers"]["words"] == "none"


@pytest.mark.skipif(sys.platform == "win32", reason="rights of files are of another kind there")
def test_only_its_owner_can_read_it(guide: Guide, sessions: Sessions) -> None:
    before = os.umask(0)
    try:
        keeper = Keeper(sessions)
        keeper.keep(talk(guide, colour="red"))
        the_file(sessions).chmod(0o644)
        keeper.keep(talk(guide, colour="blue"))
    finally:
        os.umask(before)
    assert stat.S_IMODE(the_file(sessions).stat().st_mode) == 0o600
    assert stat.S_IMODE(sessions.folder.stat().st_mode) == 0o700


def test_every_answer_is_on_the_disk_at_once_in_one_file(guide: Guide, sessions: Sessions) -> None:
    keeper = Keeper(sessions)
    begun = talk(guide)
    keeper.keep(begun)
    assert not sessions.folder.exists()
    one = begun.choose("red").conversation
    keeper.keep(one)
    assert Sessions(sessions.folder).list().sessions[0].answers == {"colour": "red"}
    keeper.keep(one.back().conversation.choose("blue").conversation)
    assert json.loads(the_file(sessions).read_text(encoding="utf-8"))["answers"] == {"colour": "blue"}


def test_taking_the_last_answer_back_leaves_nothing_behind(guide: Guide, sessions: Sessions) -> None:
    keeper = Keeper(sessions)
    one = talk(guide).choose("red").conversation
    keeper.keep(one)
    keeper.keep(one.back().conversation)
    assert not list(sessions.folder.iterdir())


def test_nothing_is_written_when_saving_is_off(guide: Guide, sessions: Sessions) -> None:
    keeper = Keeper(sessions, saving=False)
    keeper.keep(finished(guide))
    assert not sessions.folder.exists()
    assert "not kept" in keeper.note


def test_turning_it_off_deletes_what_this_interview_has_written_and_nothing_else(
    guide: Guide, sessions: Sessions
) -> None:
    Keeper(sessions).keep(talk(guide, colour="blue"))
    keeper = Keeper(sessions)
    keeper.keep(talk(guide, colour="red"))
    assert keeper.turn_off() is None
    assert [kept.answers for kept in sessions.list().sessions] == [{"colour": "blue"}]
    keeper.turn_on()
    keeper.keep(talk(guide, colour="red"))
    assert len(sessions.list().sessions) == 2


def test_a_folder_that_cannot_be_made_is_told_once_and_the_interview_goes_on(tmp_path: Path, guide: Guide) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    keeper = Keeper(Sessions(tmp_path / "file" / "sessions", lambda: NOW))
    told = keeper.keep(talk(guide, colour="red"))
    assert told is not None
    assert "cannot be kept" in told
    assert keeper.keep(talk(guide, colour="blue")) is None


# --- going on ---------------------------------------------------------------------------------------------------------


def resumed(guide: Guide, sessions: Sessions) -> tuple[Conversation, str]:
    keeper = Keeper(sessions)
    (kept,) = keeper.kept(guide)
    found = keeper.resume(guide, kept, as_of=date(2026, 12, 1))
    return found.conversation, " ".join(found.notes)


def test_it_goes_on_at_the_question_where_it_stopped(guide: Guide, sessions: Sessions) -> None:
    Keeper(sessions).keep(talk(guide, colour="red"))
    conversation, notes = resumed(guide, sessions)
    assert conversation.view.question is not None
    assert conversation.view.question.question == "words"
    assert "A thing is broken" in notes
    assert "22 November 2026" in notes


def test_a_text_that_was_not_kept_is_asked_again(guide: Guide, sessions: Sessions) -> None:
    Keeper(sessions).keep(finished(guide))
    conversation, notes = resumed(guide, sessions)
    assert conversation.view.question is not None
    assert "not kept" in notes


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({}, "has not changed"),
        ({"title": "another title"}, "words or dates in the guide have changed"),
        ({"last": "card:other"}, "advice for your answers has changed"),
    ],
)
def test_whether_the_advice_has_changed_is_said(
    guide: Guide, sessions: Sessions, change: dict[str, str], said: str
) -> None:
    Keeper(sessions).keep(talk(guide, colour="red", words="none"))
    changed = guide_in(guide.root, **change)
    conversation, notes = resumed(changed, sessions)
    assert conversation.interview.done
    assert said in notes


def test_an_answer_that_does_not_exist_any_more_is_told_and_asked(guide: Guide, sessions: Sessions) -> None:
    Keeper(sessions).keep(talk(guide, colour="blue", words="none"))
    text = (guide.root / "trees/t.yaml").read_text(encoding="utf-8")
    (guide.root / "trees/t.yaml").write_text(text.replace("blue: Blue", "green: Green"), encoding="utf-8")
    conversation, notes = resumed(Guide(guide.root), sessions)
    assert conversation.view.question is not None
    assert conversation.view.question.question == "colour"
    assert "does not fit any more" in notes


def test_a_question_that_is_gone_is_told(guide: Guide, sessions: Sessions) -> None:
    Keeper(sessions).keep(talk(guide, colour="red", words="none"))
    text = (guide.root / "trees/t.yaml").read_text(encoding="utf-8")
    (guide.root / "trees/t.yaml").write_text(text.replace("colour", "tint"), encoding="utf-8")
    conversation, notes = resumed(Guide(guide.root), sessions)
    assert "1 answer belong" in notes
    assert conversation.view.question is not None


def test_a_tree_that_is_gone_and_another_guide_are_one_sentence(
    tmp_path: Path, guide: Guide, sessions: Sessions
) -> None:
    keeper = Keeper(sessions)
    keeper.keep(talk(guide, colour="red"))
    (kept,) = keeper.kept(guide)
    other = guide_in(tmp_path / "other")
    (other.root / "trees/t.yaml").unlink()
    with pytest.raises(UsageError, match="not in this guide any more"):
        keeper.resume(Guide(other.root), kept)
    manifest = other.root / "content/guide.yaml"
    manifest.write_text(manifest.read_text(encoding="utf-8").replace("id: small", "id: large"), encoding="utf-8")
    assert keeper.kept(Guide(other.root)) == ()
    with pytest.raises(UsageError, match="belongs to the guide"):
        keeper.resume(Guide(other.root), kept)


# --- time and accidents -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("days", "left"), [(DAYS_KEPT - 1, 1), (DAYS_KEPT + 1, 0)])
def test_it_is_deleted_after_its_days(guide: Guide, sessions: Sessions, days: int, left: int) -> None:
    Keeper(sessions).keep(talk(guide, colour="red"))
    file = the_file(sessions)
    written = (NOW - timedelta(days=days)).timestamp()
    os.utime(file, (written, written))
    assert len(sessions.list().sessions) == left
    assert file.exists() == bool(left)


@pytest.mark.parametrize(
    "text",
    ["", "{", "[]", "null", '{"schema": 1}', "\x00\xff", '{"schema": 1, "id": "abcdef", "guide": 5}', "[" * 10_000],
)
def test_a_damaged_file_is_set_aside_and_the_others_are_listed(guide: Guide, sessions: Sessions, text: str) -> None:
    Keeper(sessions).keep(talk(guide, colour="red"))
    (sessions.folder / "abcdef.json").write_text(text, encoding="utf-8")
    listing = sessions.list()
    assert len(listing.sessions) == 1
    assert "set aside" in listing.troubles[0]
    assert (sessions.folder / "abcdef.damaged").exists()
    assert sessions.list().troubles == ()
    assert sessions.forget_all() == 2
    assert not list(sessions.folder.iterdir())


def test_a_file_of_a_newer_version_is_left_alone_and_unknown_keys_are_passed_over(
    guide: Guide, sessions: Sessions
) -> None:
    Keeper(sessions).keep(talk(guide, colour="red"))
    file = the_file(sessions)
    kept = json.loads(file.read_text(encoding="utf-8"))
    file.write_text(json.dumps(kept | {"mood": "calm"}), encoding="utf-8")
    assert len(sessions.list().sessions) == 1
    file.write_text(json.dumps(kept | {"schema": 2}), encoding="utf-8")
    listing = sessions.list()
    assert listing.sessions == ()
    assert "newer version" in listing.troubles[0]
    assert file.exists()


def test_what_is_not_ours_in_the_folder_is_never_touched(sessions: Sessions) -> None:
    sessions.folder.mkdir(parents=True)
    stranger = sessions.folder / "thesis.json"
    stranger.write_text("{", encoding="utf-8")
    os.utime(stranger, (0, 0))
    assert sessions.list() == ((), ())
    assert sessions.forget_all() == 0
    assert stranger.exists()


@pytest.mark.parametrize("name", ["../../etc/passwd", "", "ABCDEF", "abcdef.json", "a" * 300])
def test_a_name_is_never_a_path(sessions: Sessions, name: str) -> None:
    with pytest.raises(UsageError, match="no kept interview"):
        sessions.read(name)
    assert sessions.forget(name) is False


# --- settings ---------------------------------------------------------------------------------------------------------


def test_settings_are_kept_and_damaged_ones_set_aside(tmp_path: Path) -> None:
    file = SettingsFile(tmp_path / "config" / "settings.json")
    assert file.read() == (Settings(schema=1), None)
    file.write(Settings(schema=1, theme="nord", save=False))
    assert SettingsFile(file.file).read() == (Settings(schema=1, theme="nord", save=False), None)
    file.file.write_text('{"schema": 1, "save": "perhaps"}', encoding="utf-8")
    settings, trouble = file.read()
    assert settings.save is True
    assert trouble is not None
    assert "set aside" in trouble
    assert file.read()[1] is None
