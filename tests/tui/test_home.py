from __future__ import annotations

from pathlib import Path

import pytest

from tests.tui.support import make_app, make_guide, press, seen, sees, settle, types


async def test_home_lists_the_topics_with_the_urgent_one_first(tmp_path: Path) -> None:
    async with make_app(make_guide(tmp_path)).run_test(size=(80, 30)) as pilot:
        await sees(pilot, "The garden guide", "What to do in a garden.", "Only about gardens.")
        text = seen(pilot)
        assert "1  My garden is wild  [urgent]" in text
        assert "2  I have a pond" in text
        assert "Today in the garden year: Autumn." in text
        assert str(tmp_path)[:30] in text
        assert "Edition of 20 November 2026, seen as of 22 November 2026." in text.replace("\n ", " ")


async def test_a_number_opens_a_topic_and_escape_comes_back(tmp_path: Path) -> None:
    async with make_app(make_guide(tmp_path)).run_test() as pilot:
        await sees(pilot, "I have a pond")
        await press(pilot, "2")
        await sees(pilot, "How is the pond?")
        await press(pilot, "escape")
        await sees(pilot, "What is going on?")


async def test_arrows_j_k_and_enter(tmp_path: Path) -> None:
    async with make_app(make_guide(tmp_path)).run_test() as pilot:
        await sees(pilot, "▸  1  My garden")
        await press(pilot, "down")
        await sees(pilot, "▸  2  I have a pond")
        await press(pilot, "k")
        await sees(pilot, "▸  1  My garden")
        await press(pilot, "j", "enter")
        await sees(pilot, "How is the pond?")


async def test_the_mouse_opens_a_topic(tmp_path: Path) -> None:
    async with make_app(make_guide(tmp_path)).run_test() as pilot:
        await sees(pilot, "I have a pond")
        line = next(y for y, text in enumerate(seen(pilot).splitlines()) if "I have a pond" in text)
        await pilot.click(offset=(10, line))
        await sees(pilot, "How is the pond?")


async def test_filter(tmp_path: Path) -> None:
    async with make_app(make_guide(tmp_path)).run_test() as pilot:
        await sees(pilot, "I have a pond")
        await press(pilot, "slash")
        await settle(pilot, lambda: pilot.app.focused is not None and pilot.app.focused.id == "filter")
        await types(pilot, "water")
        await settle(pilot, lambda: "My garden" not in seen(pilot))
        await press(pilot, "q", "q")
        await sees(pilot, "No topic has these words")
        await press(pilot, "escape")
        await sees(pilot, "My garden is wild", "I have a pond")
        await press(pilot, "1")
        await sees(pilot, "How is the garden?")


async def test_a_broken_tree_is_named_and_the_others_work(tmp_path: Path) -> None:
    guide = make_guide(tmp_path, trees__bad="title: [oops\n")
    async with make_app(guide).run_test(size=(80, 30)) as pilot:
        await sees(pilot, "trees/bad.yaml has errors: run advisor check", "I have a pond")
        await press(pilot, "2")
        await sees(pilot, "How is the pond?")


async def test_what_a_topic_needs_is_broken_and_the_app_lives_on(tmp_path: Path) -> None:
    bad = "title: Leads astray\nabout: x\nreviewed: 2026-11-20\nstart: a\nquestions:\n  a:\n"
    bad += "    ask: Where?\n    answers: {x: There}\n    next: {x: 'tree:bad'}\n"
    guide = make_guide(tmp_path, trees__astray=bad, trees__bad="title: [oops\n")
    async with make_app(guide).run_test(notifications=True, size=(80, 30)) as pilot:
        await sees(pilot, "Leads astray")
        await press(pilot, "2")
        await sees(pilot, "trees/bad.yaml has errors")
        await press(pilot, "3")
        await sees(pilot, "How is the pond?")


async def test_answers_are_kept_while_one_is_at_home(tmp_path: Path) -> None:
    async with make_app(make_guide(tmp_path)).run_test() as pilot:
        await press(pilot, "2")
        await sees(pilot, "How is the pond?")
        await press(pilot, "1")
        await sees(pilot, "Are there fish?")
        await press(pilot, "h")
        await sees(pilot, "What is going on?", "1 answer so far")
        await press(pilot, "2")
        await sees(pilot, "Are there fish?", "→ It is wild")


async def test_the_season_is_over(tmp_path: Path) -> None:
    from datetime import date

    from advisor.tui.app import AdvisorApp

    app = AdvisorApp(make_guide(tmp_path), as_of=date(2028, 1, 1))
    async with app.run_test() as pilot:
        await sees(pilot, "This guide is for the garden year.")


async def test_quit(tmp_path: Path) -> None:
    app = make_app(make_guide(tmp_path))
    async with app.run_test() as pilot:
        await sees(pilot, "I have a pond")
        await press(pilot, "q")
        await settle(pilot, lambda: not app.is_running)
    assert app.return_code == 0


async def test_quit_asks_while_there_are_answers(tmp_path: Path) -> None:
    app = make_app(make_guide(tmp_path))
    async with app.run_test() as pilot:
        await press(pilot, "2")
        await sees(pilot, "How is the pond?")
        await press(pilot, "1")
        await sees(pilot, "Are there fish?")
        await press(pilot, "q")
        await sees(pilot, "Quit?")
        await press(pilot, "escape")
        await sees(pilot, "Are there fish?")
        await press(pilot, "q", "q")
        await settle(pilot, lambda: not app.is_running)
    assert app.return_code == 0


@pytest.mark.parametrize(("key", "code"), [("ctrl+q", 0), ("ctrl+c", 130)])
async def test_ctrl_q_and_ctrl_c_end_it_even_in_a_box(tmp_path: Path, key: str, code: int) -> None:
    app = make_app(make_guide(tmp_path), "garden", state="wild", tools=["rake"])
    async with app.run_test() as pilot:
        await sees(pilot, "How many hours")
        await press(pilot, key)
        await settle(pilot, lambda: not app.is_running)
    assert app.return_code == code
