"""A person's own words on the screen: topics in their order, and help in danger before anything else."""

from __future__ import annotations

from pathlib import Path

from textual.pilot import Pilot
from textual.widgets import Input

from advisor.guide.load import Guide
from advisor.tui.blanks import BlanksForm
from advisor.tui.dialogs import HelpFirst

from .support import DUG, make_app, make_guide, press, seen, sees, settle, tells, types

ELSEWHERE = """\
topics:
  cooking:
    title: What to cook
    ask: A cook.
    sounds_like:
      - a recipe for soup
urgent:
  drowning:
    title: Call for help first
    text: Get everybody out of the water.
    contacts:
      - name: Rescue
        how: call 7
        when: always
    sounds_like:
      - somebody is drowning
"""
DANGER = "somebody is drowning"


def guide(root: Path) -> Guide:
    return make_guide(root, content__elsewhere=ELSEWHERE)


async def at(pilot: Pilot[None], widget: str) -> None:
    """Wait until a widget has the keyboard."""
    await settle(pilot, lambda: pilot.app.focused is not None and pilot.app.focused.id == widget)


async def asked_first(pilot: Pilot[None]) -> None:
    """Wait until help stands before everything else."""
    await settle(pilot, lambda: isinstance(pilot.app.screen, HelpFirst))


async def at_the_box(pilot: Pilot[None]) -> None:
    await sees(pilot, "I have a pond")
    await at(pilot, "words")


# --- home -----------------------------------------------------------------------------------------------


async def test_topics_are_listed_by_what_was_typed_misspelt_or_not(tmp_path: Path) -> None:
    async with make_app(guide(tmp_path)).run_test(size=(80, 40)) as pilot:
        await at_the_box(pilot)
        await types(pilot, "my pnod and its watr")
        await settle(pilot, lambda: "My garden is wild" not in seen(pilot))
        await sees(pilot, "I have a pond")
        await types(pilot, "spde and garden tools, weeds too")
        await settle(pilot, lambda: "I have a pond" not in seen(pilot))
        await sees(pilot, "My garden is wild")


async def test_a_topic_opens_at_the_branch_and_says_what_was_read(tmp_path: Path) -> None:
    async with make_app(guide(tmp_path)).run_test(notifications=True, size=(80, 40)) as pilot:
        await at_the_box(pilot)
        await types(pilot, "my garden, everything is fine")
        await sees(pilot, "My garden is wild")
        await press(pilot, "enter")
        await tells(pilot, "Read from your words: How is the garden? It is tidy.")
        await sees(pilot, "→ It is tidy", "Do nothing.")
        await press(pilot, "escape")
        await sees(pilot, "How is the garden?")


async def test_what_the_guide_is_not_about_names_whom_to_ask(tmp_path: Path) -> None:
    async with make_app(guide(tmp_path)).run_test(size=(80, 40)) as pilot:
        await at_the_box(pilot)
        await types(pilot, "a recipe for soup")
        await sees(pilot, "This sounds like something that this guide is not about", "What to cook", "A cook.")
        await types(pilot, "我的池塘")
        await sees(pilot, "does not know these words")


async def test_danger_at_home_is_answered_while_one_types_and_before_enter_does_anything(tmp_path: Path) -> None:
    async with make_app(guide(tmp_path)).run_test(size=(80, 40)) as pilot:
        await at_the_box(pilot)
        await types(pilot, DANGER)
        await sees(pilot, "Call for help first", "Rescue", "call 7")
        assert isinstance(pilot.app.focused, Input)
        await press(pilot, "enter")
        await asked_first(pilot)
        await sees(pilot, "Call for help first", "Enter goes on")
        await press(pilot, "escape")
        await at(pilot, "words")
        await press(pilot, "enter")
        await asked_first(pilot)
        await press(pilot, "enter")
        await at(pilot, "topics")
        await press(pilot, "escape")
        await settle(pilot, lambda: "Call for help first" not in seen(pilot))


# --- the interview --------------------------------------------------------------------------------------


async def test_danger_in_an_answer_is_answered_first(tmp_path: Path) -> None:
    answers = {name: value for name, value in DUG.items() if name != "words"}
    async with make_app(guide(tmp_path), "garden", **answers).run_test(size=(80, 40)) as pilot:
        await sees(pilot, "What worries you?")
        await types(pilot, DANGER)
        await press(pilot, "enter")
        await asked_first(pilot)
        await sees(pilot, "Call for help first", "call 7")
        await press(pilot, "escape")
        await sees(pilot, "What worries you?", DANGER)
        await press(pilot, "enter")
        await asked_first(pilot)
        await press(pilot, "enter")
        await sees(pilot, f"→ {DANGER}", "Your garden needs digging")


async def test_danger_in_words_for_a_choice_is_answered_first(tmp_path: Path) -> None:
    async with make_app(guide(tmp_path), "garden").run_test(size=(80, 40)) as pilot:
        await sees(pilot, "How is the garden?")
        await press(pilot, "slash")
        await types(pilot, DANGER)
        await press(pilot, "enter")
        await asked_first(pilot)
        await press(pilot, "enter")
        await sees(pilot, "That is not one of the answers")


async def test_danger_in_a_blank_is_answered_before_it_is_kept(tmp_path: Path) -> None:
    async with make_app(guide(tmp_path), "garden", **DUG).run_test(size=(80, 40)) as pilot:
        await sees(pilot, "Your garden needs digging")
        await press(pilot, "b")
        await settle(pilot, lambda: isinstance(pilot.app.focused, Input))
        pilot.app.screen.query_one("#blank-name", Input).focus()
        await at(pilot, "blank-name")
        await types(pilot, DANGER)
        await sees(pilot, DANGER)
        await press(pilot, "ctrl+s")
        await asked_first(pilot)
        await press(pilot, "escape")
        await settle(pilot, lambda: isinstance(pilot.app.screen, BlanksForm))
        await press(pilot, "ctrl+s")
        await asked_first(pilot)
        await press(pilot, "enter")
        await settle(pilot, lambda: not isinstance(pilot.app.screen, HelpFirst | BlanksForm))
        await press(pilot, "b")
        await at(pilot, "blank-plot")
        await press(pilot, "ctrl+s")
        await settle(pilot, lambda: not isinstance(pilot.app.screen, HelpFirst | BlanksForm))
