"""Every key of the conversation does what the help says, where the help says it."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Any

import pytest
from textual.events import Key
from textual.pilot import Pilot
from textual.widgets import Input

from advisor import wording
from advisor.conversation import Keeper
from advisor.guide.load import Guide
from advisor.store.sessions import Sessions
from advisor.tui.app import AdvisorApp
from advisor.tui.dialogs import Meanings, Question
from advisor.tui.keys import keys_here
from advisor.tui.transcript import Transcript
from tests.tui.support import (
    DUG,
    FILES,
    interview,
    make_app,
    make_guide,
    press,
    seen,
    sees,
    settle,
    tells,
    types,
)

GLOSSARY = """\
weeds:
  means: Plants that nobody wants there.
spade:
  means: What one digs with.
wild garden:
  means: A garden where nobody digs.
"""
TREE = FILES["trees/garden.yaml"].replace("How is the garden?", "How is the wild garden?", 1)


def guide_with_terms(root: Path) -> Guide:
    return make_guide(root, content__glossary=GLOSSARY, trees__garden=TREE)


def underlined(pilot: Pilot[None], words: str) -> bool:
    """Whether words stand on the screen with a line under them."""
    strips = pilot.app.screen._compositor.render_strips()
    return any(
        words in segment.text and segment.style is not None and segment.style.underline
        for strip in strips
        for segment in strip
    )


def line_of(pilot: Pilot[None], words: str) -> tuple[int, int]:
    """The column and the line where words begin."""
    for row, text in enumerate(seen(pilot).splitlines()):
        if words in text:
            return text.index(words), row
    raise AssertionError(words)


def stands_at(transcript: Transcript, cursor: int) -> bool:
    return transcript.cursor == cursor


def keeping(root: Path, tree: str, folder: Path, **answers: Any) -> tuple[AdvisorApp, Keeper]:
    """The app in a tree, and what keeps its interviews."""
    keeper = Keeper(Sessions(folder))
    app = make_app(make_guide(root), tree, **answers)
    app.keeper = keeper
    return app, keeper


# --- words explained ------------------------------------------------------------------------------------


@pytest.mark.parametrize("key", ["t", "f4"])
async def test_words_of_a_question_are_marked_and_explained_in_place(tmp_path: Path, key: str) -> None:
    async with make_app(guide_with_terms(tmp_path), "garden").run_test() as pilot:
        await sees(pilot, "How is the wild garden?")
        assert underlined(pilot, "wild garden")
        assert "nobody digs" not in seen(pilot)
        await press(pilot, key)
        await sees(pilot, "≡ wild garden: A garden where nobody digs.", "How is the wild garden?")
        await press(pilot, key)
        await settle(pilot, lambda: "nobody digs" not in seen(pilot))
        await press(pilot, key, "1")
        await sees(pilot, "Which tools")
        await settle(pilot, lambda: "nobody digs" not in seen(pilot))


async def test_a_click_on_a_marked_word_explains_it_and_answers_nothing(tmp_path: Path) -> None:
    async with make_app(guide_with_terms(tmp_path), "garden").run_test() as pilot:
        await sees(pilot, "How is the wild garden?")
        await pilot.click(offset=line_of(pilot, "wild garden"))
        await sees(pilot, "≡ wild garden: A garden where nobody digs.")
        assert not interview(pilot).conversation.view.entries
        await pilot.click(offset=line_of(pilot, "wild garden?"))
        await settle(pilot, lambda: "nobody digs" not in seen(pilot))


async def test_a_click_on_an_answer_answers_even_where_a_word_of_it_is_marked(tmp_path: Path) -> None:
    async with make_app(guide_with_terms(tmp_path), "garden", state="wild").run_test() as pilot:
        await sees(pilot, "A spade")
        assert underlined(pilot, "spade")
        await pilot.click(offset=line_of(pilot, "spade"))
        await sees(pilot, "[x] A spade")
        assert "What one digs with" not in seen(pilot)


async def test_a_question_without_such_words_says_so(tmp_path: Path) -> None:
    async with make_app(guide_with_terms(tmp_path), "pond").run_test() as pilot:
        await sees(pilot, "How is the pond?")
        await press(pilot, "t")
        await sees(pilot, wording.TERMS_NONE)


async def test_words_of_a_card_are_marked_and_explained(tmp_path: Path) -> None:
    async with make_app(guide_with_terms(tmp_path), "garden", **DUG).run_test(size=(100, 40)) as pilot:
        await sees(pilot, "Take a spade.")
        assert underlined(pilot, "spade")
        await press(pilot, "t")
        await settle(pilot, lambda: isinstance(pilot.app.screen, Meanings))
        await sees(pilot, "spade: What one digs with.")
        await press(pilot, "escape")
        await sees(pilot, "Take a spade.")
        await pilot.click(offset=line_of(pilot, "spade."))
        await settle(pilot, lambda: isinstance(pilot.app.screen, Meanings))
        await sees(pilot, "spade: What one digs with.")


# --- why ------------------------------------------------------------------------------------------------


async def test_why_says_what_led_here_and_what_can_follow(tmp_path: Path) -> None:
    async with make_app(make_guide(tmp_path), "garden").run_test() as pilot:
        await sees(pilot, "How is the garden?")
        await press(pilot, "w")
        await sees(pilot, "Why we ask", "Why now", "What can follow: ", "Rest")
        await press(pilot, "f2")
        await settle(pilot, lambda: "What can follow" not in seen(pilot))


async def test_why_is_in_sight_where_the_window_is_low(tmp_path: Path) -> None:
    async with make_app(make_guide(tmp_path), "garden").run_test(size=(60, 12)) as pilot:
        await sees(pilot, "How is the garden?")
        await press(pilot, "w")
        await sees(pilot, "How is the garden?", "Why we ask: Wild ones need a spade.")
        await press(pilot, "down", "up")
        await sees(pilot, "▸  2  It looks like autumn")


# --- answering ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("keys", "answer"),
    [
        (("1",), "It is wild"),
        (("g", "enter"), "It is wild"),
        (("home", "j", "enter"), "It looks like autumn"),
        (("home", "down", "down", "enter"), "It is tidy"),
        (("end", "up", "enter"), "It is tidy"),
        (("G", "k", "k", "k", "enter"), "It is wild"),
    ],
)
async def test_answers_by_number_and_by_arrows(tmp_path: Path, keys: tuple[str, ...], answer: str) -> None:
    async with make_app(make_guide(tmp_path), "garden").run_test() as pilot:
        await sees(pilot, "How is the garden?")
        await press(pilot, *keys)
        await sees(pilot, f"→ {answer}")


@pytest.mark.parametrize("key", ["slash", "tab"])
async def test_the_box_for_own_words(tmp_path: Path, key: str) -> None:
    async with make_app(make_guide(tmp_path), "garden").run_test() as pilot:
        await sees(pilot, "How is the garden?")
        await press(pilot, key)
        await settle(pilot, lambda: interview(pilot).box.has_focus)
        await press(pilot, *"tidy", "escape")
        await settle(pilot, lambda: interview(pilot).panel.has_focus and not interview(pilot).box.display)
        await press(pilot, key)
        await settle(pilot, lambda: interview(pilot).box.has_focus)
        await types(pilot, "everything is fine")
        await press(pilot, "enter")
        await sees(pilot, "→ It is tidy")


async def test_tab_goes_round_where_a_box_waits(tmp_path: Path) -> None:
    app = make_app(make_guide(tmp_path), "garden", state="wild", tools=["rake"])
    async with app.run_test() as pilot:
        await settle(pilot, lambda: interview(pilot).box.has_focus)
        await press(pilot, "tab")
        await settle(pilot, lambda: not interview(pilot).box.has_focus)
        await press(pilot, "shift+tab")
        await settle(pilot, lambda: interview(pilot).box.has_focus)


async def test_the_letters_of_commands_are_typed_into_the_box(tmp_path: Path) -> None:
    async with make_app(make_guide(tmp_path), "garden").run_test() as pilot:
        await sees(pilot, "How is the garden?")
        await press(pilot, "slash", *"wtdahqrjk?/")
        await settle(pilot, lambda: interview(pilot).box.value == "wtdahqrjk?/")


async def test_back(tmp_path: Path) -> None:
    async with make_app(make_guide(tmp_path), "pond", state="wild").run_test() as pilot:
        await sees(pilot, "Are there fish?")
        await press(pilot, "escape")
        await sees(pilot, "How is the pond?")


async def test_backspace_takes_no_answer_away(tmp_path: Path) -> None:
    """It is pressed to mend what was typed, and the box may be gone by then."""
    async with make_app(make_guide(tmp_path), "pond", state="wild").run_test() as pilot:
        await sees(pilot, "Are there fish?")
        await press(pilot, "backspace", "backspace")
        assert interview(pilot).conversation.interview.answers == {"state": "wild"}


async def test_a_key_pressed_while_the_window_closes_is_passed_over(tmp_path: Path) -> None:
    app = make_app(make_guide(tmp_path), "pond")
    async with app.run_test() as pilot:
        await sees(pilot, "How is the pond?")
    await app.on_event(Key("1", "1"))
    assert app.kept["pond"].interview.answers == {}


@pytest.mark.parametrize("key", ["h", "f3"])
async def test_home_keeps_the_answers(tmp_path: Path, key: str) -> None:
    app = make_app(make_guide(tmp_path), "pond", state="wild")
    async with app.run_test() as pilot:
        await sees(pilot, "Are there fish?")
        await press(pilot, key)
        await settle(pilot, lambda: len(app.screen_stack) == 1)
        assert app.kept["pond"].interview.answers == {"state": "wild"}


async def test_the_page_keys_scroll_a_long_question(tmp_path: Path) -> None:
    answers = "\n".join(f"      a{number}: Answer number {number}" for number in range(1, 41))
    tree = "title: Long\nabout: x\nreviewed: 2026-11-20\nstart: q\nquestions:\n  q:\n    ask: Which?\n"
    tree += f"    answers:\n{answers}\n    next: card:rest\n"
    async with make_app(make_guide(tmp_path, trees__long=tree), "long").run_test() as pilot:
        await sees(pilot, "Answer number 1")
        await press(pilot, "pagedown")
        await settle(pilot, lambda: "Which?" not in seen(pilot))
        top = seen(pilot).splitlines()[2].strip()
        await pilot.resize_terminal(100, 30)
        await settle(pilot, lambda: top in seen(pilot) and "Which?" not in seen(pilot))
        await pilot.resize_terminal(60, 20)
        await settle(pilot, lambda: top in seen(pilot) and "Which?" not in seen(pilot))
        await press(pilot, "pageup", "pageup")
        await sees(pilot, "Which?")


# --- earlier answers ------------------------------------------------------------------------------------


async def test_every_key_of_the_answers_above(tmp_path: Path) -> None:
    app = make_app(make_guide(tmp_path), "garden", state="wild", tools=["rake"], hours=3)
    async with app.run_test() as pilot:
        transcript = interview(pilot).query_one(Transcript)
        await sees(pilot, "On which day?")
        transcript.focus()
        for key, cursor in (("g", 0), ("j", 1), ("down", 2), ("k", 1), ("up", 0), ("end", 2), ("home", 0), ("G", 2)):
            await press(pilot, key)
            await settle(pilot, partial(stands_at, transcript, cursor))
        await press(pilot, "down")
        await settle(pilot, lambda: interview(pilot).box.has_focus)
        transcript.focus()
        await settle(pilot, lambda: transcript.has_focus)
        await press(pilot, "g", "enter")
        await sees(pilot, "Changing answer 1")


# --- deleting -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("way", ["d", "f8", "palette"])
async def test_an_interview_is_cleared_from_screen_and_disk_after_one_question(tmp_path: Path, way: str) -> None:
    app, keeper = keeping(tmp_path / "guide", "pond", tmp_path / "kept")
    async with app.run_test(notifications=True) as pilot:
        await sees(pilot, "How is the pond?")
        await press(pilot, "1")
        await sees(pilot, "Are there fish?")
        assert len(list((tmp_path / "kept").glob("*.json"))) == 1
        for yes in (False, True):
            if way == "palette":
                await press(pilot, "ctrl+p")
                await sees(pilot, "Search for commands")
                await press(pilot, *"delete this", "enter")
            else:
                await press(pilot, way)
            await settle(pilot, lambda: isinstance(app.screen, Question))
            await sees(pilot, wording.TUI_FORGET, "1 answer")
            await press(pilot, "y" if yes else "escape")
            await settle(pilot, lambda: not isinstance(app.screen, Question))
            if not yes:
                await sees(pilot, "Are there fish?")
                assert keeper.sessions.list().sessions
        await tells(pilot, wording.INTERVIEW_DELETED)
        assert app.kept == {}
        assert list((tmp_path / "kept").glob("*")) == []
        app.open_topic("pond")
        await sees(pilot, "Question 1", "How is the pond?")


# --- sizes ----------------------------------------------------------------------------------------------


async def test_a_resize_loses_no_typed_text_no_picks_and_no_focus(tmp_path: Path) -> None:
    async with make_app(make_guide(tmp_path), "garden", state="wild").run_test() as pilot:
        await sees(pilot, "Which tools")
        await press(pilot, "1", "down", "slash", *"rake and")
        for size in ((160, 45), (60, 20), (200, 60), (80, 24)):
            await pilot.resize_terminal(*size)
            await sees(pilot, "rake and", "[x] A spade")
            assert interview(pilot).box.has_focus
        await press(pilot, "escape")
        await sees(pilot, "▸  2  [ ] A rake")


# --- help and palette -----------------------------------------------------------------------------------


@pytest.mark.parametrize("answers", [{}, {"state": "wild"}, {"state": "wild", "tools": ["rake"]}, DUG])
async def test_help_and_palette_name_every_key_that_works(tmp_path: Path, answers: dict[str, Any]) -> None:
    app = make_app(make_guide(tmp_path), "garden", **answers)
    async with app.run_test(size=(100, 60)) as pilot:
        await settle(pilot, lambda: app.focused in list(interview(pilot).query("#question, #box, #outcome")))
        here = keys_here(app.screen)
        names = {key.does for key in here}
        wanted = {wording.TUI_KEY_BACK, wording.TUI_KEY_HELP, wording.TUI_KEY_QUIT, wording.TUI_KEY_HOME}
        wanted |= {wording.TUI_KEY_SUSPEND, wording.TUI_KEY_TERMS} if app.guide.glossary else {wording.TUI_KEY_SUSPEND}
        wanted |= {wording.TUI_KEY_CHANGE, wording.TUI_KEY_RESTART, wording.TUI_KEY_DELETE} if answers else set()
        wanted |= {wording.TUI_KEY_SAVE, wording.TUI_KEY_COPY} if answers is DUG else {wording.TUI_KEY_WHY}
        commands = {command.title for command in app.get_system_commands(app.screen)}
        assert wanted - {wording.TUI_KEY_SUSPEND} <= commands
        if isinstance(app.focused, Input):
            # Letters are typed there; what has no other key is in the palette.
            wanted -= {wording.TUI_KEY_CHANGE, wording.TUI_KEY_RESTART}
        assert wanted <= names
        await press(pilot, "f1")
        await sees(pilot, *wanted)
