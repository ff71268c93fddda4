from __future__ import annotations

import json
from pathlib import Path

import pytest
from textual import events
from textual.pilot import Pilot
from textual.widgets import Input

from advisor.analysis.explain import Change
from advisor.conversation import Conversation
from advisor.desktop import clipboard, mail
from advisor.guide.load import load_guide
from advisor.interview.result import Result
from advisor.tui.app import AdvisorApp
from advisor.tui.choices import Choices
from advisor.tui.interview import InterviewScreen
from advisor.tui.lines import Paragraphs
from tests.tui.support import (
    AS_OF,
    DUG,
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

ROOT = Path(__file__).resolve().parents[2]


def dug(root: Path, **changed: object) -> AdvisorApp:
    """The app at the end of the garden tree."""
    return make_app(make_guide(root), "garden", **{**DUG, **changed})


def shown(pilot: Pilot[None]) -> str:
    """Everything that the result says, on the screen or scrolled away."""
    screen = interview(pilot)
    parts = [*screen.outcome.query("Paragraphs"), *screen.outcome.query("Choices")]
    texts = [part.text for part in parts if part.display]
    return "\n".join([*texts, *(prose.text for prose in screen.outcome.query("Prose"))])  # type: ignore[attr-defined]


async def test_the_result_says_everything(tmp_path: Path) -> None:
    async with dug(tmp_path).run_test(size=(80, 40)) as pilot:
        await sees(pilot, "Your garden needs digging", "Bring gloves.", "●●●● high risk")
        await settle(pilot, lambda: "What would change this advice" in shown(pilot))
        text = shown(pilot)
        for words in (
            "Based on a rule",
            "Dig today, and deep.",
            "✓ Take a spade.",
            "✗ Digging in the dark.",
            "The ground is soft.",
            "• The almanac. The press, checked 1 November 2026.",
            "https://example.org/almanac",
            "Only a part was seen.",
            "Card reviewed 20 November 2026.",
            "Ask the neighbour",
            "Subject: A spade for [Plot number]",
            "Still to fill in: Plot number, Your name. Press b.",
            "I have a pond",
        ):
            assert words in text, words
        frame = seen(pilot)
        assert "Edition of 20 November 2026, seen as of 22 November 2026." in frame
        assert "Only about gardens." in frame


async def test_the_bottom_line_comes_before_do_and_avoid(tmp_path: Path) -> None:
    async with dug(tmp_path).run_test(size=(80, 40)) as pilot:
        await sees(pilot, "✗ Digging in the dark.")
        text = seen(pilot)
        order = [text.index(words) for words in ("Dig today", "✓ Take", "✗ Digging")]
        assert order == sorted(order)


@pytest.mark.parametrize(("width", "beside"), [(80, False), (120, True)])
async def test_do_and_avoid_stand_side_by_side_when_wide(tmp_path: Path, width: int, beside: bool) -> None:
    async with dug(tmp_path).run_test(size=(width, 40)) as pilot:
        await sees(pilot, "✓ Take a spade.", "✗ Digging in the dark.")
        lines = seen(pilot).splitlines()
        assert any("✓ Take" in line and "✗ Digging" in line for line in lines) is beside


async def test_another_card_is_shown_and_an_overdue_one_warns(tmp_path: Path) -> None:
    async with dug(tmp_path).run_test(size=(80, 40)) as pilot:
        await sees(pilot, "Dig today")
        await press(pilot, "tab", "2")
        await sees(pilot, "Do nothing.", "! This card was due for review on 1 January 2026.")
        text = seen(pilot)
        assert text.index("due for review") < text.index("Do nothing.")
        assert "Based on usual practice" in text


async def test_a_plan_is_a_list_of_days(tmp_path: Path) -> None:
    async with dug(tmp_path, state="autumn").run_test(size=(80, 40)) as pilot:
        await sees(pilot, "Your year", "Your plan", "What you must do", "1 Dig now  [now]", "Once")
        await sees(pilot, "What you may do later, by date", "2 Rest  [later]", "1 February 2027")
        assert "Dig today" not in seen(pilot)
        await press(pilot, "tab", "down", "enter")
        await sees(pilot, "Do nothing.")
        await press(pilot, "escape")
        await sees(pilot, "▸  2 Rest")
        await settle(pilot, lambda: "Do nothing." not in seen(pilot))
        await press(pilot, "escape")
        await sees(pilot, "What worries you?")


async def test_leaving_the_blanks_throws_nothing_away_unasked(tmp_path: Path) -> None:
    async with dug(tmp_path).run_test(size=(80, 40)) as pilot:
        await sees(pilot, "Your garden needs")
        await press(pilot, "b")
        await sees(pilot, "Fill in the blanks")
        await press(pilot, *"12x", "escape")
        await sees(pilot, "Throw away what you typed here?")
        await press(pilot, "escape")
        await sees(pilot, "Fill in the blanks", "12x")
        await press(pilot, "escape")
        await sees(pilot, "Throw away what you typed here?")
        await press(pilot, "y")
        await settle(pilot, lambda: isinstance(pilot.app.screen, InterviewScreen))
        assert interview(pilot).conversation.interview.blanks == {}


async def test_what_is_pasted_loses_no_line(tmp_path: Path) -> None:
    async with dug(tmp_path).run_test(size=(80, 40)) as pilot:
        await sees(pilot, "Your garden needs")
        await press(pilot, "b")
        await sees(pilot, "Fill in the blanks")
        await press(pilot, "tab")
        await settle(pilot, lambda: isinstance(pilot.app.focused, Input) and pilot.app.focused.id == "blank-name")
        assert pilot.app.focused is not None
        pilot.app.focused.post_message(events.Paste("Asha\r\n\n Menon \x1b[31m"))
        await settle(pilot, lambda: getattr(pilot.app.focused, "value", "") == "Asha Menon ␛[31m")


async def test_the_card_of_an_entry_whose_time_is_over_says_so(tmp_path: Path) -> None:
    guide = make_guide(tmp_path)
    file = guide.root / "trees/garden.yaml"
    early = file.read_text().replace("{from: 2027-02-01, until: 2027-02-15}", "{from: 2026-10-01, until: 2026-10-15}")
    file.write_text(early)
    answers = {**DUG, "state": "autumn"}
    async with make_app(guide, "garden", **answers).run_test(size=(80, 40)) as pilot:
        await sees(pilot, "[passed]")
        await press(pilot, "tab", "2")
        await sees(pilot, "The time for this is over", "Do nothing.")
        await press(pilot, "escape")
        await settle(pilot, lambda: interview(pilot).outcome.plan.has_focus)
        await sees(pilot, "No longer possible")
        await press(pilot, "1")
        await sees(pilot, "Dig today")
        await settle(pilot, lambda: "The time for this is over" not in seen(pilot))


async def test_blanks_are_filled_with_a_preview_and_checked(tmp_path: Path) -> None:
    async with dug(tmp_path).run_test(size=(80, 40)) as pilot:
        await sees(pilot, "Your garden needs")
        await press(pilot, "b")
        await sees(pilot, "Fill in the blanks", "for example 12", "digits only", "spade for plot [Plot")
        await press(pilot, *"12x")
        await sees(pilot, "✗ Plot number: digits only")
        await press(pilot, "ctrl+s")
        await sees(pilot, "✗ Plot number: digits only")
        await press(pilot, "backspace", "enter")
        await sees(pilot, "spade for plot 12?")
        await press(pilot, *"Asha [/x]", "enter")
        await settle(pilot, lambda: "Asha [/x]" in shown(pilot))
        text = shown(pilot)
        assert "Subject: A spade for 12" in text
        assert "Still to fill in" not in text


async def test_escape_leaves_the_blanks_as_they_were(tmp_path: Path) -> None:
    async with dug(tmp_path).run_test(size=(80, 40)) as pilot:
        await press(pilot, "b")
        await sees(pilot, "Fill in the blanks")
        await press(pilot, "escape")
        await settle(pilot, lambda: isinstance(pilot.app.screen, InterviewScreen))
        assert "A spade for [Plot number]" in shown(pilot)


async def test_copying_asks_about_gaps_and_says_what_was_done(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    native: list[str] = []

    def copy(text: str) -> str | None:
        native.append(text)
        return "xclip" if len(native) > 1 else None

    monkeypatch.setattr(clipboard, "copy_natively", copy)
    app = dug(tmp_path)
    async with app.run_test(size=(80, 40), notifications=True) as pilot:
        await sees(pilot, "Your garden needs")
        await press(pilot, "c")
        await sees(pilot, "Not filled in yet: Plot number, Your name.")
        await press(pilot, "escape")
        assert native == []
        await press(pilot, "c")
        await sees(pilot, "Not filled in yet")
        await press(pilot, "y")
        await tells(pilot, "If pasting gives nothing, save a file.")
        assert app.clipboard.startswith("Dear neighbour,")
        assert native == [app.clipboard]
        await press(pilot, "C")
        await tells(pilot, "Copied the subject, through xclip")
        assert app.clipboard == "A spade for [Plot number]"


async def test_the_phrase_that_is_chosen_is_copied(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clipboard, "copy_natively", lambda text: "pbcopy")
    app = dug(tmp_path)
    async with app.run_test(size=(80, 60), notifications=True) as pilot:
        await sees(pilot, "Your garden needs")
        await press(pilot, "tab", "tab", "2", "c")
        await tells(pilot, "Copied the words (5 words), through pbcopy")
        assert app.clipboard == "Hello, I need a spade."


async def test_saving_asks_before_it_replaces_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "out"
    folder.mkdir()
    app = dug(tmp_path / "guide")
    monkeypatch.chdir(folder)
    async with app.run_test(size=(80, 40), notifications=True) as pilot:
        await sees(pilot, "Your garden needs")
        await press(pilot, "s")
        await sees(pilot, "Save this result", "garden-2026-11-22.md")
        await press(pilot, "enter")
        await tells(pilot, "Saved as")
        file = folder / "garden-2026-11-22.md"
        assert "Dig today" in file.read_text(encoding="utf-8")
        assert file.stat().st_mode & 0o077 == 0
        file.write_text("mine", encoding="utf-8")
        await press(pilot, "s")
        await sees(pilot, "Save this result")
        await press(pilot, "enter")
        await sees(pilot, "exists already")
        assert file.read_text(encoding="utf-8") == "mine"
        await press(pilot, "enter")
        await settle(pilot, lambda: "Dig today" in file.read_text(encoding="utf-8"))
    assert [path.name for path in folder.iterdir()] == [file.name]


async def test_saving_by_the_ending_and_what_can_go_wrong(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "out"
    folder.mkdir()
    app = dug(tmp_path / "guide")
    monkeypatch.chdir(folder)
    async with app.run_test(size=(80, 40)) as pilot:
        await sees(pilot, "Your garden needs")
        await press(pilot, "s")
        await sees(pilot, "Save this result")
        for name, words in (
            ("", "Give the file a name."),
            ("x.doc", "must end in"),
            ("nowhere/x.md", "there is no folder"),
            ("x\x00.md", "a file cannot have this name"),
        ):
            app.screen.query_one("#file").value = name  # type: ignore[attr-defined]
            await pilot.pause()
            await press(pilot, "enter")
            await sees(pilot, words)
        app.screen.query_one("#file").value = "x.json"  # type: ignore[attr-defined]
        await press(pilot, "enter")
        await settle(pilot, lambda: (folder / "x.json").exists())
    document = json.loads((folder / "x.json").read_text(encoding="utf-8"))
    assert document["outcome"] == "garden/dig"


async def test_see_also_opens_a_card_and_a_tree_with_the_answers(tmp_path: Path) -> None:
    guide = make_guide(tmp_path)
    app = make_app(guide, "garden", **DUG)
    async with app.run_test(size=(80, 60)) as pilot:
        await sees(pilot, "Your garden needs")
        see = interview(pilot).outcome.query_one("#see")
        see.focus()
        await press(pilot, "1")
        # `rest` is shown already, so that the tree is all there is to see.
        await sees(pilot, "Are there fish?", "→ It is wild")
        await press(pilot, "1")
        await sees(pilot, "Do nothing.")
        await press(pilot, "escape", "escape")
        await sees(pilot, "How is the pond?")
        await press(pilot, "escape")
        await sees(pilot, "Your garden needs")


async def test_see_also_shows_a_card(tmp_path: Path) -> None:
    async with dug(tmp_path, state="autumn").run_test(size=(80, 60)) as pilot:
        await sees(pilot, "Your year")
        interview(pilot)._open_card("rest")
        await sees(pilot, "Do nothing.", "Esc closes this.", "Only about gardens.")
        await press(pilot, "escape")
        await settle(pilot, lambda: "Esc closes this." not in seen(pilot))


async def test_what_would_change_this_is_tried_out_with_one_key_and_esc_returns(tmp_path: Path) -> None:
    async with dug(tmp_path).run_test(size=(80, 60), notifications=True) as pilot:
        await settle(pilot, lambda: "What would change" in shown(pilot))
        changes = interview(pilot).outcome.query_one("#changes")
        assert isinstance(changes, Choices)
        await settle(pilot, lambda: 'Your year\n      "It looks like autumn" to "How is the garden?"' in changes.text)
        changes.focus()
        await press(pilot, "1")
        await settle(pilot, lambda: interview(pilot).conversation.interview.answers["state"] == "autumn")
        await sees(pilot, "Your plan", "Once")
        await tells(pilot, 'Your answer to "How is the garden?" is now "It looks like autumn".')
        await press(pilot, "escape")
        await settle(pilot, lambda: interview(pilot).conversation.interview.answers["state"] == "wild")
        await sees(pilot, "Your garden needs digging", "Take a spade.")
        await press(pilot, "escape")
        await sees(pilot, "What worries you?")


async def test_an_answer_is_changed_from_the_result_and_back_returns(tmp_path: Path) -> None:
    async with dug(tmp_path).run_test(size=(80, 40)) as pilot:
        await sees(pilot, "Your garden needs")
        await press(pilot, "a", "g", "enter")
        await sees(pilot, "Changing answer 1")
        await press(pilot, "3")
        await sees(pilot, "Do nothing.", "Not used, because these questions did not come up")
        await press(pilot, "escape")
        await sees(pilot, "Question 1")


async def test_keys_that_do_nothing_here_are_not_offered(tmp_path: Path) -> None:
    guide = make_guide(tmp_path)
    async with make_app(guide, "pond", state="wild", fish="yes").run_test() as pilot:
        await sees(pilot, "Do nothing.", "s Save")
        bar = seen(pilot).splitlines()[-1]
        assert "Copy" not in bar
        assert "Blanks" not in bar
        await press(pilot, "c", "b", "w", "slash")
        await sees(pilot, "Do nothing.")
    async with make_app(guide, "pond").run_test() as pilot:
        await sees(pilot, "w Why?")
        assert "Save" not in seen(pilot).splitlines()[-1]


async def test_a_broken_card_keeps_the_answers(tmp_path: Path) -> None:
    guide = make_guide(tmp_path)
    (tmp_path / "content/cards/rest.md").write_text("---\ntitle: [\n---\n", encoding="utf-8")
    async with make_app(guide, "pond", state="wild").run_test() as pilot:
        await sees(pilot, "Are there fish?")
        await press(pilot, "1")
        await sees(pilot, "content/cards/rest.md has errors", "→ It is wild", "Are there fish?")


async def test_mail_opens_the_email_and_never_sends(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[str] = []

    def take(address: str) -> bool:
        opened.append(address)
        return len(opened) < 2

    monkeypatch.setattr(mail, "open_mail", take)
    async with dug(tmp_path).run_test(size=(80, 60), notifications=True) as pilot:
        await sees(pilot, "Your garden needs", "m Mail")
        await press(pilot, "m")
        await sees(pilot, "Not filled in yet: Plot number, Your name. Open the email with these gaps?")
        await press(pilot, "escape")
        assert opened == []
        await press(pilot, "m")
        await sees(pilot, "Open the email")
        await press(pilot, "y")
        await tells(
            pilot, "Nothing is sent until you send it there. Put in the address yourself: The neighbour of plot"
        )
        assert opened[0].startswith(
            "mailto:?subject=A%20spade%20for%20%5BPlot%20number%5D&body=Dear%20neighbour%2C%0D%0A"
        )
        await press(pilot, "m", "y")
        await tells(pilot, "No mail program could be opened from here.")
        # What is said aloud cannot be mailed.
        interview(pilot).outcome.query_one("#phrases").focus()
        await press(pilot, "2")
        await sees(pilot, "Hello, I need a spade.")
        await settle(pilot, lambda: "m Mail" not in seen(pilot).splitlines()[-1])
        await press(pilot, "m")
        assert len(opened) == 2


async def test_an_email_too_long_for_the_mail_program_is_copied_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[str] = []
    monkeypatch.setattr(mail, "longest", lambda: 60)

    def take(address: str) -> bool:
        opened.append(address)
        return True

    monkeypatch.setattr(mail, "open_mail", take)
    monkeypatch.setattr(clipboard, "copy_natively", lambda text: "pbcopy")
    app = dug(tmp_path)
    async with app.run_test(size=(80, 60), notifications=True) as pilot:
        await sees(pilot, "Your garden needs")
        await press(pilot, "m")
        await sees(pilot, "Open the email")
        await press(pilot, "y")
        await tells(pilot, "The words are too long to hand over")
        await tells(pilot, "Copied the words")
        assert "body" not in opened[0]
        assert app.clipboard.startswith("Dear neighbour,")


async def test_blanks_that_were_filled_are_kept_with_the_interview(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = dug(tmp_path)
    kept: list[Conversation] = []
    monkeypatch.setattr(app, "keep", kept.append)
    async with app.run_test(size=(80, 40)) as pilot:
        await press(pilot, "b")
        await sees(pilot, "Fill in the blanks")
        await press(pilot, "1", "2", "ctrl+s")
        await settle(pilot, lambda: kept)
        assert kept[-1].interview.blanks == {"plot": "12"}


async def test_the_words_are_at_hand_within_twenty_key_presses(monkeypatch: pytest.MonkeyPatch) -> None:
    """From words typed on the first screen to a copied email; every key beside the words is counted."""
    monkeypatch.setattr(clipboard, "copy_natively", lambda text: "xclip")
    app = AdvisorApp(load_guide(ROOT), as_of=AS_OF)
    presses = 0

    async with app.run_test(size=(80, 24), notifications=True) as pilot:

        async def key(name: str, *words: str) -> None:
            nonlocal presses
            presses += 1
            await press(pilot, name)
            await sees(pilot, *words)

        await settle(pilot, lambda: pilot.app.focused is not None)
        if not isinstance(pilot.app.focused, Input):
            await key("slash")
        await types(pilot, "they told me to sign before March")
        await settle(pilot, lambda: "I was offered a position" in seen(pilot))
        while not isinstance(pilot.app.screen, InterviewScreen):
            before = pilot.app.focused
            await key("enter")
            await settle(pilot, lambda: pilot.app.focused is not before)  # noqa: B023
        await sees(pilot, "What has happened?")
        await key("1", "Have you answered")
        await key("4", "Where are you in the season")
        await key("2", "NRMP-participating")
        await key("1", "withdrawing")
        await key("1", "On what day would training start?")
        await key("up")
        await key("enter", "belongs in the Match")
        await key("b", "Fill in the blanks")
        values = ("Dr. Rivera", "Lakeside", "Asha Menon", "12345678")
        for number, value in enumerate(values, 1):
            await types(pilot, value)
            last = number == len(values)
            focused = pilot.app.focused
            await key("enter")
            await settle(pilot, lambda: pilot.app.focused is not focused)  # noqa: B023
            assert last is isinstance(pilot.app.screen, InterviewScreen)
        await key("c")
        await tells(pilot, "Copied the words")
        assert "[" not in app.clipboard
        assert all(value in app.clipboard for value in values)
    assert presses <= 20


HOSTILE = (
    "[/x] [red]no[/red] <b> **x** :smile: \x1b[2J \u202eevil \u05e9\u05dc\u05d5\u05dd \U0001f600 e\u0301 " + "w" * 150
)


def hostile(result: Result) -> Result:
    """A result whose every word is hostile."""
    card = result.cards[0]._replace(title=HOSTILE, bottom_line=HOSTILE, stale=True)
    return result._replace(
        title=HOSTILE,
        notes=(HOSTILE,),
        cards=(card, *result.cards[1:]),
        phrases=tuple(
            phrase._replace(title=HOSTILE, text=HOSTILE, to=HOSTILE, subject=HOSTILE) for phrase in result.phrases
        ),
        timeline=tuple(
            entry._replace(title=HOSTILE, who=HOSTILE, how_many=HOSTILE, text=HOSTILE) for entry in result.timeline
        ),
    )


@pytest.mark.parametrize("size", [(80, 24), (160, 45), (60, 20)])
@pytest.mark.parametrize("state", ["wild", "autumn"])
async def test_hostile_words_are_drawn_as_they_are(tmp_path: Path, size: tuple[int, int], state: str) -> None:
    async with dug(tmp_path, state=state).run_test(size=size) as pilot:
        await settle(pilot, lambda: "What would change" in shown(pilot))
        outcome = interview(pilot).outcome
        assert outcome.result is not None
        outcome.show(
            hostile(outcome.result),
            season_over=HOSTILE,
            unused=[HOSTILE],
            targets=[("tree:pond", HOSTILE)],
            foot=HOSTILE,
            labels={"plot": HOSTILE, "name": HOSTILE},
            as_of=AS_OF,
        )
        outcome.show_changes([Change("state", HOSTILE, "wild", HOSTILE, "garden/dig", HOSTILE)])
        text = shown(pilot)
        assert text.count("[/x] [red]no[/red]") >= 10
        assert "\u05e9\u05dc\u05d5\u05dd" in text
        await sees(pilot, "[/x] [red]no[/red]")
        for key in ("tab", "enter", "end", "home", "escape" if state == "autumn" else "tab", "end"):
            await press(pilot, key)
            frame = seen(pilot) + shown(pilot)
            assert not {"\x1b", "\x9b", "\u202e"} & set(frame), key
        await pilot.pause()


async def test_hostile_words_in_a_blank_are_refused_or_drawn(tmp_path: Path) -> None:
    def at(blank: str) -> bool:
        return pilot.app.focused is not None and pilot.app.focused.id == f"blank-{blank}"

    async with dug(tmp_path).run_test(size=(80, 24)) as pilot:
        await sees(pilot, "Your garden needs")
        for text in (HOSTILE.replace("\x1b", "").replace("\u202e", "")[:190], HOSTILE):
            await press(pilot, "b")
            await settle(pilot, lambda: at("plot"))
            await press(pilot, "down")
            await settle(pilot, lambda: at("name"))
            await types(pilot, text)
            await press(pilot, "ctrl+s")
            if text == HOSTILE:
                await sees(pilot, "Your name: one line of plain text is wanted")
                assert not {"\x1b", "\u202e"} & set(seen(pilot))
            else:
                await settle(pilot, lambda: "[/x] [red]no[/red] <b>" in shown(pilot))


@pytest.mark.parametrize(("width", "table"), [(80, False), (98, True), (160, True), (60, False)])
async def test_a_plan_is_a_table_where_there_is_room(tmp_path: Path, width: int, table: bool) -> None:
    async with dug(tmp_path, state="autumn").run_test(size=(width, 45)) as pilot:
        await sees(pilot, "Dig now", "The neighbour", "Once", "[now]")
        lines = seen(pilot).splitlines()
        assert any("at any time" in line and "Dig now" in line and "The neighbour" in line for line in lines) is table
        assert any("When" in line and "How many" in line for line in lines) is table
        await pilot.resize_terminal(60 if table else 160, 45)
        await settle(
            pilot,
            lambda: any("at any time" in line and "Dig now" in line for line in seen(pilot).splitlines()) is not table,
        )


async def test_every_key_of_a_plan(tmp_path: Path) -> None:
    async with dug(tmp_path, state="autumn").run_test(size=(80, 45)) as pilot:
        await sees(pilot, "Your year")
        plan = interview(pilot).outcome.plan
        await press(pilot, "tab")
        await settle(pilot, lambda: plan.has_focus)
        for key, cursor in (("j", 1), ("k", 0), ("down", 1), ("up", 0), ("end", 1), ("home", 0), ("G", 1), ("g", 0)):
            await press(pilot, key)
            await settle(pilot, lambda: plan.cursor == cursor)  # noqa: B023
        for key, words in (("2", "Do nothing."), ("1", "Dig today"), ("enter", "Dig today"), ("space", "Dig today")):
            await press(pilot, key)
            await sees(pilot, words)
            await press(pilot, "escape")
            await settle(pilot, lambda: plan.has_focus)
            await settle(pilot, lambda: "What you must do" in seen(pilot))


async def test_asking_how_high_words_would_be_draws_nothing(tmp_path: Path) -> None:
    """Else a form whose words need a scroll bar at one width and none at another is laid out for ever."""
    async with dug(tmp_path).run_test(size=(80, 24)) as pilot:
        await press(pilot, "b")
        await sees(pilot, "Fill in the blanks")
        preview = pilot.app.screen.query_one("#preview", Paragraphs)
        size, text = preview.virtual_size, preview.text
        assert preview.lines_at(12) > preview.lines_at(60) == len(text.splitlines())
        assert (preview.virtual_size, preview.text) == (size, text)
