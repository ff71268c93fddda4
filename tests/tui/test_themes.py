from __future__ import annotations

from pathlib import Path

import pytest
from textual.color import Color
from textual.theme import BUILTIN_THEMES

from advisor.store.settings import SettingsFile
from advisor.tui.app import AdvisorApp
from advisor.tui.themes import GROUNDS, HIGH_CONTRAST, LEAST_CONTRAST, TEXTS, contrast, readable
from tests.tui.support import AS_OF, make_app, make_guide, press, seen, sees, settle

THEMES = {**BUILTIN_THEMES, HIGH_CONTRAST.name: HIGH_CONTRAST}


def on(value: str, ground: Color) -> Color:
    colour = Color.parse(value)
    return ground.blend(colour, colour.a)


@pytest.mark.parametrize("name", [name for name, theme in THEMES.items() if not theme.ansi])
def test_every_text_can_be_read_on_everything_that_lies_behind_it(name: str) -> None:
    variables = readable(THEMES[name].to_color_system().generate() | THEMES[name].variables)
    background = Color.parse(variables["background"])
    for text in TEXTS:
        for ground in GROUNDS:
            ratio = contrast(Color.parse(variables[text]), on(variables[ground], background))
            assert ratio >= LEAST_CONTRAST, f"{text} on {ground}: {ratio:.2f}"


def test_the_contrast_of_black_and_white_and_of_a_known_pair() -> None:
    assert contrast(Color(0, 0, 0), Color(255, 255, 255)) == pytest.approx(21)
    # The grey that is just readable on white.
    assert contrast(Color.parse("#767676"), Color(255, 255, 255)) == pytest.approx(4.54, abs=0.01)


async def test_what_is_drawn_can_be_read_in_every_theme(tmp_path: Path) -> None:
    app = make_app(make_guide(tmp_path), "garden", state="tidy")
    async with app.run_test(size=(140, 40)) as pilot:
        await sees(pilot, "Do nothing.")
        for name, theme in THEMES.items():
            if theme.ansi:
                continue
            app.theme = name
            await pilot.pause()
            for strip in app.screen._compositor.render_strips():
                for segment in strip:
                    style = segment.style
                    if not segment.text.strip(" ▁▔▎▊▌│─╭╮╰╯▂▃▄▅▆▇█") or style is None:
                        continue
                    if style.color is None or style.bgcolor is None:
                        continue
                    ink, ground = (Color.from_rich_color(one) for one in (style.color, style.bgcolor))
                    assert contrast(ink, ground) >= LEAST_CONTRAST, (name, segment.text, ink, ground)


async def test_a_theme_is_chosen_once(tmp_path: Path) -> None:
    guide = make_guide(tmp_path / "guide")
    file = SettingsFile(tmp_path / "config" / "settings.json")
    app = AdvisorApp(guide, as_of=AS_OF, settings=file)
    async with app.run_test() as pilot:
        await sees(pilot, "What is going on?")
        assert not file.file.exists()
        app.theme = "high-contrast"
        await settle(pilot, lambda: file.read()[0].theme == "high-contrast")
    again = AdvisorApp(guide, as_of=AS_OF, settings=file)
    async with again.run_test() as pilot:
        await sees(pilot, "What is going on?")
        assert again.theme == "high-contrast"


async def test_a_theme_that_does_not_exist_any_more_is_passed_over(tmp_path: Path) -> None:
    file = SettingsFile(tmp_path / "config" / "settings.json")
    file.write(file.read()[0].model_copy(update={"theme": "no-such-theme"}))
    app = AdvisorApp(make_guide(tmp_path / "guide"), as_of=AS_OF, settings=file)
    async with app.run_test() as pilot:
        await sees(pilot, "What is going on?")
        assert app.theme != "no-such-theme"


async def test_the_terminals_own_colours(tmp_path: Path) -> None:
    app = make_app(make_guide(tmp_path))
    async with app.run_test() as pilot:
        await sees(pilot, "My garden is wild")
        app.theme = "ansi-dark"
        await press(pilot, "down")
        await sees(pilot, "▸  2  I have a pond")
        assert "My garden is wild" in seen(pilot)


async def test_keys_pressed_before_the_list_of_themes_is_drawn_are_passed_over(tmp_path: Path) -> None:
    app = make_app(make_guide(tmp_path), "garden")
    async with app.run_test(size=(60, 5)) as pilot:
        app.action_change_theme()
        for key in ("pagedown", "pageup", "down", "pagedown"):
            await pilot._wait_for_screen()
            await press(pilot, key)
        assert app.is_running
