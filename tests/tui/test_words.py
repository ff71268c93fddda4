"""Words that are not ours, the help, the palette."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.pilot import Pilot

from advisor.tui.choices import Choices
from advisor.tui.dialogs import Meanings, Question
from advisor.tui.interview import InterviewScreen
from tests.tui.hostile import TYPED, WORDS, make_hostile_guide
from tests.tui.support import DUG, interview, make_app, make_guide, press, seen, sees, settle, types


@pytest.mark.parametrize("size", [(80, 24), (160, 45), (40, 10)])
async def test_hostile_words_are_drawn_everywhere(tmp_path: Path, size: tuple[int, int]) -> None:
    guide = make_hostile_guide(tmp_path)
    app = make_app(guide)
    async with app.run_test(size=size, notifications=True) as pilot:
        await settle(pilot, lambda: app.screen.query("#topics"))
        app.open_topic("hostile")
        await settle(pilot, lambda: interview(pilot).panel.has_focus)
        await sees(pilot, "[/x] [red]x[/red]")
        await press(pilot, "w", "t", "t", "slash")
        await types(pilot, TYPED)
        await press(pilot, "enter", "escape")
        await settle(pilot, lambda: interview(pilot).panel.has_focus)
        await press(pilot, "1")
        await settle(pilot, lambda: kind(pilot) == "several")
        await press(pilot, "1", "2", "enter")
        await settle(pilot, lambda: kind(pilot) == "number" and interview(pilot).box.has_focus)
        await types(pilot, TYPED)
        await press(pilot, "enter")
        await settle(pilot, lambda: interview(pilot).panel.hints.message)
        interview(pilot).panel.focus()
        await settle(pilot, lambda: interview(pilot).panel.has_focus)
        await press(pilot, "home", "enter")
        await settle(pilot, lambda: kind(pilot) == "date")
        await types(pilot, TYPED)
        await press(pilot, "enter")
        await settle(pilot, lambda: interview(pilot).panel.hints.message)
        interview(pilot).panel.focus()
        await settle(pilot, lambda: interview(pilot).panel.has_focus)
        await press(pilot, "home", "enter")
        await settle(pilot, lambda: kind(pilot) == "text")
        await types(pilot, TYPED)
        await press(pilot, "enter")
        await settle(pilot, lambda: interview(pilot).result is not None)
        cards = interview(pilot).outcome.query_one("#cards", Choices)
        await settle(pilot, lambda: "[/x] [red]x[/red]" in cards.text)
        await press(pilot, "t")
        await settle(pilot, lambda: isinstance(app.screen, Meanings))
        assert not set("\x1b\x07\x9b") & set(seen(pilot))
        await press(pilot, "escape")
        await settle(pilot, lambda: not isinstance(app.screen, Meanings))
        await press(pilot, "b")
        await settle(pilot, lambda: app.screen.query("#preview"))
        await press(pilot, *"[/]", "escape")
        await settle(pilot, lambda: isinstance(app.screen, Question))
        await press(pilot, "y")
        await settle(pilot, lambda: isinstance(app.screen, InterviewScreen))
        await press(pilot, "c", "escape", "question_mark", "escape", "s", "escape")
        app.tell(WORDS)
        await press(pilot, "f3")
        await settle(pilot, lambda: app.screen.query("#topics"))
        await press(pilot, "tab", "g", "enter")
        await settle(pilot, lambda: interview(pilot).panel.display)


def kind(pilot: Pilot[None]) -> str:
    """Which kind of question waits."""
    question = interview(pilot).panel.question
    return question.kind if question is not None else ""


async def test_control_characters_are_shown_and_not_obeyed(tmp_path: Path) -> None:
    answers = {**DUG, "words": "\x1b[31mred\x07\x9b2J"}
    async with make_app(make_guide(tmp_path), "garden", **answers).run_test() as pilot:
        await sees(pilot, "→ ␛[31mred␇")
        assert not set("\x1b\x07\x9b") & set(seen(pilot))


async def test_help_names_the_keys_of_the_screen(tmp_path: Path) -> None:
    async with make_app(make_guide(tmp_path), "pond").run_test(size=(80, 50)) as pilot:
        await sees(pilot, "How is the pond?")
        for key in ("question_mark", "f1"):
            await press(pilot, key)
            await sees(pilot, "Keys", "Own words", "Why?", "Quit")
            await settle(pilot, lambda: "Save" not in seen(pilot))
            await press(pilot, "escape")
            await settle(pilot, lambda: "Own words" in seen(pilot).splitlines()[-1])


async def test_the_palette_has_our_commands(tmp_path: Path) -> None:
    async with make_app(make_guide(tmp_path), "pond", state="wild").run_test() as pilot:
        await sees(pilot, "Are there fish?")
        await press(pilot, "ctrl+p")
        await sees(pilot, "Search for commands", "All topics")
        await press(pilot, *"all topics")
        await settle(pilot, lambda: "Begin again" not in seen(pilot))
        await press(pilot, "enter")
        await sees(pilot, "What is going on?", "1 answer so far")


async def test_themes_and_a_click_on_the_bottom_line(tmp_path: Path) -> None:
    app = make_app(make_guide(tmp_path), "pond", state="wild")
    async with app.run_test() as pilot:
        await sees(pilot, "Are there fish?")
        for theme in ("textual-light", "ansi-dark", "nord"):
            app.theme = theme
            await pilot.pause()
            await sees(pilot, "Are there fish?", "→ It is wild")
        column = seen(pilot).splitlines()[-1].index("Esc Back")
        await pilot.click(offset=(column + 1, 23))
        await sees(pilot, "How is the pond?")


async def test_a_hundred_answers_are_one_widget(tmp_path: Path) -> None:
    from advisor.guide.load import load_guide
    from tests.benchmarks.tui_answer import write_chain

    guide = load_guide(write_chain(tmp_path, 101))
    answers = {f"q{number}": "yes" for number in range(1, 100)}
    async with make_app(guide, "chain", **answers).run_test() as pilot:
        await sees(pilot, "Is this question number 100", "99 Is this question number 99")
        before = len(list(pilot.app.screen.walk_children()))
        await press(pilot, "1")
        await sees(pilot, "100 Is this question number 100")
        assert len(list(pilot.app.screen.walk_children())) == before
        await press(pilot, "a", "g")
        await sees(pilot, " 1 Is this question number 1")
