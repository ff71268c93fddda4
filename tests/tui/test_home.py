"""The first screen: every key of it, what it lists in which order, somebody's words, and interviews to go on with."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from textual.pilot import Pilot

from advisor.conversation import Conversation, Keeper
from advisor.guide.load import Guide
from advisor.store.sessions import Sessions
from advisor.tui.app import AdvisorApp
from advisor.tui.home import HomeScreen
from advisor.understand import topics
from tests.tui.support import AS_OF, FILES, make_app, make_guide, press, seen, sees, settle, tells, types

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)
HOSTILE = "[/x] [red]x[/red] \x1b[31m 日本語 🙂👍🏽 שלום\u202e " + "w" * 400


def keeper_in(folder: Path) -> Keeper:
    return Keeper(Sessions(folder / "sessions", now=lambda: NOON))


def app_with(guide: Guide, keeper: Keeper) -> AdvisorApp:
    return AdvisorApp(guide, as_of=AS_OF, keeper=keeper)


def half_done(guide: Guide, keeper: Keeper, tree: str = "pond") -> None:
    """Keep an interview with one answer, as an earlier process would have."""
    Keeper(keeper.sessions).keep(Conversation.begin(guide, tree, {"state": "wild"}, as_of=AS_OF))


def home_of(pilot: Pilot[None]) -> HomeScreen:
    assert isinstance(pilot.app.screen, HomeScreen)
    return pilot.app.screen


async def at(pilot: Pilot[None], widget: str) -> None:
    """Wait until a widget has the keyboard."""
    await settle(pilot, lambda: pilot.app.focused is not None and pilot.app.focused.id == widget)


async def in_the_list(pilot: Pilot[None]) -> None:
    await sees(pilot, "I have a pond")
    await press(pilot, "tab")
    await at(pilot, "topics")


# --- what it shows --------------------------------------------------------------------------------------


async def test_everything_stands_in_its_order(tmp_path: Path) -> None:
    season = FILES["content/season.yaml"] + (
        "events:\n  frost: {title: First frost, date: 2026-12-01, confidence: expected, basis: b, check: https://x.org}\n"
    )
    async with make_app(make_guide(tmp_path, content__season=season)).run_test(size=(80, 40)) as pilot:
        await sees(pilot, "I have a pond")
        lines = [line.strip() for line in seen(pilot).splitlines()]
        wanted = [
            "The garden guide",
            "What is going on?",
            "Only about",
            "Today, 22 November 2026: Autumn.",
            "In 9 days: First frost, 1 December 2026 (expected).",
            "I have to answer now",
            "1  My garden is wild",
            "All topics",
            "2  I have a pond",
            "`advisor --plain`",
            "Guide:",
            "What it covers: What to do in a garden.",
            "Edition of 20 November 2026",
        ]
        places = [next((n for n, line in enumerate(lines) if words in line), words) for words in wanted]
        assert places == sorted(places, key=lambda place: (isinstance(place, str), place)), places
        assert not any(isinstance(place, str) for place in places), places


async def test_topics_stand_under_their_phase(tmp_path: Path) -> None:
    pond = FILES["trees/pond.yaml"]
    files = {
        "trees__now": pond.replace("title: I have a pond", "title: Leaves fall\nphase: autumn"),
        "trees__then": pond.replace("title: I have a pond", "title: Snow falls\nphase: [winter]"),
        "trees__both": pond.replace("title: I have a pond", "title: Rain falls\nphase: [autumn, winter]"),
    }
    async with make_app(make_guide(tmp_path, **files)).run_test(size=(80, 40)) as pilot:
        await sees(pilot, "Snow falls")
        text = seen(pilot)
        order = [
            "Now: Autumn",
            "Leaves fall",
            "At any time",
            "Rain falls",
            "I have a pond",
            "Later: Winter",
            "Snow falls",
        ]
        assert [text.index(words) for words in order] == sorted(text.index(words) for words in order)


async def test_the_season_is_over(tmp_path: Path) -> None:
    app = AdvisorApp(make_guide(tmp_path), as_of=date(2028, 1, 1))
    async with app.run_test() as pilot:
        await sees(pilot, "This guide is for the garden year.")
        assert "Today" not in seen(pilot)


async def test_a_broken_tree_is_named_and_the_others_work(tmp_path: Path) -> None:
    guide = make_guide(tmp_path, trees__bad="title: [oops\n")
    async with make_app(guide).run_test(size=(80, 40)) as pilot:
        await sees(pilot, 'The topic "bad" is left out', "I have a pond")
        await press(pilot, "2", "enter")
        await sees(pilot, "How is the pond?")


async def test_a_tree_that_breaks_further_below_is_left_out_once_it_has_been_read(tmp_path: Path) -> None:
    bad = FILES["trees/pond.yaml"].replace("title: I have a pond", "title: A broken one") + "  odd: {nothing: at all}\n"
    async with make_app(make_guide(tmp_path, trees__bad=bad)).run_test(size=(80, 40)) as pilot:
        await sees(pilot, 'The topic "bad" is left out')
        assert "A broken one" not in seen(pilot)


async def test_what_a_topic_needs_is_broken_and_the_app_lives_on(tmp_path: Path) -> None:
    bad = "title: Leads astray\nabout: x\nreviewed: 2026-11-20\nstart: a\nquestions:\n  a:\n"
    bad += "    ask: Where?\n    answers: {x: There}\n    next: {x: 'tree:bad'}\n"
    guide = make_guide(tmp_path, trees__astray=bad, trees__bad="title: [oops\n")
    async with make_app(guide).run_test(notifications=True, size=(80, 30)) as pilot:
        await sees(pilot, "Leads astray")
        await press(pilot, "2", "enter")
        await tells(pilot, "trees/bad.yaml")
        await press(pilot, "backspace", "3", "enter")
        await sees(pilot, "How is the pond?")


@pytest.mark.parametrize("size", [(200, 60), (160, 45), (80, 24), (60, 20), (40, 10)])
async def test_nothing_is_lost_by_a_resize(tmp_path: Path, size: tuple[int, int]) -> None:
    async with make_app(make_guide(tmp_path)).run_test(size=(80, 24)) as pilot:
        await at(pilot, "words")
        await types(pilot, "my pnod")
        await settle(pilot, lambda: "My garden is wild" not in seen(pilot))
        await pilot.resize_terminal(*size)
        await sees(pilot, "my pnod", "I have a pond")
        assert all(len(line) <= size[0] for line in seen(pilot).splitlines())


# --- keys -----------------------------------------------------------------------------------------------


async def test_a_number_and_enter_open_a_topic_and_escape_comes_back(tmp_path: Path) -> None:
    async with make_app(make_guide(tmp_path)).run_test() as pilot:
        await at(pilot, "words")
        await press(pilot, "2")
        await sees(pilot, "▸  2  I have a pond", "1  My garden is wild")
        await press(pilot, "enter")
        await sees(pilot, "How is the pond?")
        await press(pilot, "escape")
        await sees(pilot, "What is going on?")
        await settle(pilot, lambda: not home_of(pilot).box.value)


async def test_arrows_choose_while_one_types(tmp_path: Path) -> None:
    async with make_app(make_guide(tmp_path)).run_test() as pilot:
        await sees(pilot, "▸  1  My garden")
        await press(pilot, "down")
        await sees(pilot, "▸  2  I have a pond")
        await press(pilot, "up")
        await sees(pilot, "▸  1  My garden")
        await press(pilot, "down", "enter")
        await sees(pilot, "How is the pond?")


async def test_the_list_has_arrows_j_k_g_and_numbers(tmp_path: Path) -> None:
    async with make_app(make_guide(tmp_path)).run_test() as pilot:
        await in_the_list(pilot)
        await press(pilot, "j")
        await sees(pilot, "▸  2  I have a pond")
        await press(pilot, "k")
        await sees(pilot, "▸  1  My garden")
        await press(pilot, "G")
        await sees(pilot, "▸  2  I have a pond")
        await press(pilot, "g")
        await sees(pilot, "▸  1  My garden")
        await press(pilot, "2")
        await sees(pilot, "How is the pond?")


async def test_tab_and_slash_go_between_box_and_list(tmp_path: Path) -> None:
    async with make_app(make_guide(tmp_path)).run_test() as pilot:
        await in_the_list(pilot)
        await press(pilot, "slash")
        await at(pilot, "words")
        await press(pilot, "tab")
        await at(pilot, "topics")
        await press(pilot, "tab")
        await at(pilot, "words")
        assert not home_of(pilot).box.value


async def test_page_keys_scroll_the_list_while_one_types(tmp_path: Path) -> None:
    async with make_app(make_guide(tmp_path)).run_test(size=(60, 14)) as pilot:
        await sees(pilot, "A few questions")
        await settle(pilot, lambda: home_of(pilot).entries.allow_vertical_scroll)
        await press(pilot, "pagedown", "pagedown", "pagedown")
        await sees(pilot, "Edition of")
        await press(pilot, "pageup", "pageup", "pageup")
        await sees(pilot, "A few questions")
        await at(pilot, "words")


async def test_the_mouse_opens_a_topic(tmp_path: Path) -> None:
    async with make_app(make_guide(tmp_path)).run_test() as pilot:
        await sees(pilot, "I have a pond")
        line = next(y for y, text in enumerate(seen(pilot).splitlines()) if "I have a pond" in text)
        await pilot.click(offset=(10, line))
        await sees(pilot, "How is the pond?")


async def test_escape_never_quits(tmp_path: Path) -> None:
    app = make_app(make_guide(tmp_path))
    async with app.run_test() as pilot:
        await at(pilot, "words")
        await press(pilot, "w", "escape")
        await settle(pilot, lambda: not home_of(pilot).box.value)
        for widget in ("topics", "words", "topics", "words"):
            await press(pilot, "escape")
            await at(pilot, widget)
        await sees(pilot, "What is going on?", "I have a pond")
        assert app.is_running


@pytest.mark.parametrize("key", ["question_mark", "f1"])
async def test_help_lists_the_keys_and_is_typed_in_a_sentence(tmp_path: Path, key: str) -> None:
    async with make_app(make_guide(tmp_path)).run_test(size=(80, 40)) as pilot:
        await at(pilot, "words")
        await press(pilot, key)
        await sees(pilot, "Keys", "Settings", "Box or list")
        await press(pilot, "escape")
        await settle(pilot, lambda: isinstance(pilot.app.screen, HomeScreen))
        await press(pilot, "w", "question_mark")
        await settle(pilot, lambda: home_of(pilot).box.value == "w?")


async def test_the_bottom_line_names_what_works_here(tmp_path: Path) -> None:
    async with make_app(make_guide(tmp_path)).run_test() as pilot:
        await sees(pilot, "I have a pond")
        await settle(pilot, lambda: "Enter Open" in seen(pilot).splitlines()[-1])
        assert "Ctrl+Q Quit" in seen(pilot).splitlines()[-1]
        assert "Forget" not in seen(pilot).splitlines()[-1]
        await press(pilot, "tab")
        await settle(pilot, lambda: "q Quit" in seen(pilot).splitlines()[-1])


async def test_quit(tmp_path: Path) -> None:
    app = make_app(make_guide(tmp_path))
    async with app.run_test() as pilot:
        await in_the_list(pilot)
        await press(pilot, "q")
        await settle(pilot, lambda: not app.is_running)
    assert app.return_code == 0


async def test_quit_asks_while_there_are_answers(tmp_path: Path) -> None:
    app = make_app(make_guide(tmp_path))
    async with app.run_test() as pilot:
        await press(pilot, "2", "enter")
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
    app = make_app(make_guide(tmp_path))
    async with app.run_test() as pilot:
        await at(pilot, "words")
        await press(pilot, key)
        await settle(pilot, lambda: not app.is_running)
    assert app.return_code == code


# --- somebody's words -----------------------------------------------------------------------------------


async def test_words_choose_as_one_types_and_escape_shows_everything(tmp_path: Path) -> None:
    async with make_app(make_guide(tmp_path)).run_test() as pilot:
        await at(pilot, "words")
        await types(pilot, "water")
        await settle(pilot, lambda: "My garden" not in seen(pilot))
        await sees(pilot, "▸  1  I have a pond")
        await press(pilot, "escape")
        await sees(pilot, "My garden is wild", "I have a pond")


async def test_hopeless_words_are_told_what_the_guide_is_for(tmp_path: Path) -> None:
    elsewhere = "topics:\n  cooking: {title: What to cook, ask: A cook., sounds_like: [a recipe for soup]}\n"
    guide = make_guide(tmp_path, content__elsewhere=elsewhere)
    async with make_app(guide).run_test(size=(80, 30)) as pilot:
        await at(pilot, "words")
        await types(pilot, "qqq zzz xxq")
        await sees(pilot, "What it covers: What to do in a garden.", "It is not for: What to cook.")
        await sees(pilot, "Ask instead: Ask a gardener.")
        await press(pilot, "enter")
        await sees(pilot, "What it covers")


async def test_enter_before_the_guide_has_been_read_waits_and_is_not_lost(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import threading

    may_read = threading.Event()
    prepare = topics.prepare

    def slowly(guide: Guide) -> None:
        may_read.wait(20)
        prepare(guide)

    monkeypatch.setattr(topics, "prepare", slowly)
    async with make_app(make_guide(tmp_path)).run_test() as pilot:
        await at(pilot, "words")
        await press(pilot, *"pond", "enter")
        await settle(pilot, lambda: home_of(pilot).box.value == "pond")
        await sees(pilot, "My garden is wild")
        may_read.set()
        await sees(pilot, "How is the pond?")


@pytest.mark.parametrize("size", [(80, 24), (40, 10)])
async def test_hostile_queries_are_drawn_and_answered(tmp_path: Path, size: tuple[int, int]) -> None:
    async with make_app(make_guide(tmp_path)).run_test(size=size) as pilot:
        for query in (HOSTILE, "[/b]", "٣", "²", "9" * 99, "0", "\t"):
            await at(pilot, "words")
            await types(pilot, query)
            await press(pilot, "down", "up")
            await settle(pilot, lambda: "\x1b" not in seen(pilot))
        await press(pilot, "escape")
        await settle(pilot, lambda: not home_of(pilot).box.value)


# --- interviews to go on with ---------------------------------------------------------------------------


async def test_answers_are_kept_while_one_is_at_home(tmp_path: Path) -> None:
    async with make_app(make_guide(tmp_path)).run_test() as pilot:
        await press(pilot, "2", "enter")
        await sees(pilot, "How is the pond?")
        await press(pilot, "1")
        await sees(pilot, "Are there fish?")
        await press(pilot, "h")
        await sees(pilot, "Go on where you stopped", "1 answer so far")
        await press(pilot, "2", "enter")
        await sees(pilot, "Are there fish?", "→ It is wild")


async def test_an_interview_of_yesterday_goes_on(tmp_path: Path) -> None:
    guide, keeper = make_guide(tmp_path / "guide"), keeper_in(tmp_path)
    half_done(guide, keeper)
    async with app_with(guide, keeper).run_test(size=(80, 40), notifications=True) as pilot:
        await sees(pilot, "Your answers stay on this machine")
        await sees(pilot, "Go on where you stopped", "2  I have a pond", "1 answer, last on 21 November 2026")
        await press(pilot, "down", "enter")
        await tells(pilot, 'You go on with "I have a pond"')
        await sees(pilot, "Are there fish?", "→ It is wild")
        assert len(keeper.sessions.list().sessions) == 1


async def test_an_interview_is_forgotten_after_one_yes(tmp_path: Path) -> None:
    guide, keeper = make_guide(tmp_path / "guide"), keeper_in(tmp_path)
    half_done(guide, keeper)
    async with app_with(guide, keeper).run_test(size=(80, 40)) as pilot:
        await in_the_list(pilot)
        await press(pilot, "d")
        await press(pilot, "j")
        await settle(pilot, lambda: "d Forget" in seen(pilot).splitlines()[-1])
        await press(pilot, "d")
        await sees(pilot, "Forget this interview?")
        await press(pilot, "n")
        await sees(pilot, "Go on where you stopped")
        assert keeper.sessions.list().sessions
        await press(pilot, "delete")
        await sees(pilot, "Forget this interview?")
        await press(pilot, "y")
        await settle(pilot, lambda: not keeper.sessions.list().sessions)
        await settle(pilot, lambda: "Go on where you stopped" not in seen(pilot))


async def test_one_of_this_window_is_forgotten_too(tmp_path: Path) -> None:
    guide, keeper = make_guide(tmp_path / "guide"), keeper_in(tmp_path)
    app = app_with(guide, keeper)
    async with app.run_test(size=(80, 40)) as pilot:
        await press(pilot, "2", "enter")
        await sees(pilot, "How is the pond?")
        await press(pilot, "1")
        await sees(pilot, "Are there fish?")
        await press(pilot, "h")
        await sees(pilot, "1 answer so far")
        await press(pilot, "tab", "g", "j", "d")
        await sees(pilot, "Forget this interview?")
        await press(pilot, "enter")
        await settle(pilot, lambda: not keeper.sessions.list().sessions and not app.kept)
        await settle(pilot, lambda: "Go on where you stopped" not in seen(pilot))


async def test_a_hostile_name_of_a_session_is_drawn(tmp_path: Path) -> None:
    guide, keeper = make_guide(tmp_path / "guide"), keeper_in(tmp_path)
    half_done(guide, keeper)
    session = keeper.sessions.list().sessions[0]
    file = keeper.sessions.folder / f"{session.id}.json"
    file.write_text(session.model_copy(update={"title": HOSTILE, "tree": "gone"}).model_dump_json(by_alias=True))
    async with app_with(guide, keeper).run_test(size=(80, 40), notifications=True) as pilot:
        await sees(pilot, "[/x] [red]x[/red] ␛[31m")
        await press(pilot, "down", "enter")
        await tells(pilot, "is not in this guide any more")
        await press(pilot, "tab", "d")
        await sees(pilot, "Forget this interview?")
        await press(pilot, "y")
        await settle(pilot, lambda: not keeper.sessions.list().sessions)


# --- settings -------------------------------------------------------------------------------------------


async def test_keeping_is_turned_off_and_on_and_all_is_forgotten(tmp_path: Path) -> None:
    from advisor.store.settings import SettingsFile

    guide, keeper, settings = make_guide(tmp_path / "guide"), keeper_in(tmp_path), SettingsFile(tmp_path / "s.json")
    half_done(guide, keeper)
    app = AdvisorApp(guide, as_of=AS_OF, keeper=keeper, settings=settings)
    async with app.run_test(size=(80, 40), notifications=True) as pilot:
        await at(pilot, "words")
        await press(pilot, "f2")
        await sees(pilot, "Keep interviews on this machine: yes", "1 interview on this machine")
        await press(pilot, "2")
        await sees(pilot, "Keep interviews on this machine: no")
        assert settings.read()[0].save is False
        assert not keeper.saving
        await press(pilot, "j", "k", "enter")
        await sees(pilot, "Keep interviews on this machine: yes")
        assert settings.read()[0].save is True
        await press(pilot, "3")
        await sees(pilot, "All kept interviews are deleted")
        await press(pilot, "escape")
        assert keeper.sessions.list().sessions
        await press(pilot, "3")
        await sees(pilot, "All kept interviews are deleted")
        await press(pilot, "y")
        await tells(pilot, "1 interview deleted.")
        await press(pilot, "2")
        await sees(pilot, "Keep interviews on this machine: no")
        await press(pilot, "escape")
        await sees(pilot, "Your answers are not kept.")


async def test_a_theme_is_chosen_in_the_settings_and_kept(tmp_path: Path) -> None:
    from advisor.store.settings import SettingsFile

    settings = SettingsFile(tmp_path / "s.json")
    app = AdvisorApp(make_guide(tmp_path / "guide"), as_of=AS_OF, settings=settings)
    async with app.run_test(size=(80, 40)) as pilot:
        await at(pilot, "words")
        await press(pilot, "f2")
        await sees(pilot, "Theme: textual-dark")
        assert "Keep interviews" not in seen(pilot)
        await press(pilot, "1")
        await sees(pilot, "Search for themes")
        await press(pilot, *"high-c")
        await sees(pilot, "high-contrast")
        await press(pilot, "enter")
        await sees(pilot, "Theme: high-contrast")
        assert settings.read()[0].theme == "high-contrast"


async def test_the_palette_reaches_the_settings(tmp_path: Path) -> None:
    async with make_app(make_guide(tmp_path)).run_test() as pilot:
        await at(pilot, "words")
        await press(pilot, "ctrl+p")
        await sees(pilot, "Search for commands")
        await press(pilot, *"settings")
        await settle(pilot, lambda: "Theme" not in seen(pilot))
        await press(pilot, "enter")
        await sees(pilot, "Theme: textual-dark")
