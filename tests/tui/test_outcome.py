from __future__ import annotations

import json
from pathlib import Path

import pytest
from textual.pilot import Pilot

from advisor.desktop import clipboard
from advisor.tui.app import AdvisorApp
from advisor.tui.choices import Choices
from tests.tui.support import DUG, interview, make_app, make_guide, press, seen, sees, settle, tells


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
        await sees(pilot, "Your year", "Your plan", "You must: Dig now  [now]", "Once")
        await sees(pilot, "You may: Rest  [later]", "1 February 2027")
        await press(pilot, "tab", "down")
        await sees(pilot, "Do nothing.")


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
        await press(pilot, "1", "escape")
        await settle(pilot, lambda: "Fill in the blanks" not in seen(pilot))
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
        await tells(pilot, "If pasting gives nothing, press s")
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
            ("nowhere/x.md", "There is no folder"),
            ("x\x00.md", "was not written"),
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


async def test_what_would_change_this_leads_to_the_question(tmp_path: Path) -> None:
    async with dug(tmp_path).run_test(size=(80, 60)) as pilot:
        await settle(pilot, lambda: "What would change" in shown(pilot))
        changes = interview(pilot).outcome.query_one("#changes")
        assert isinstance(changes, Choices)
        await settle(pilot, lambda: 'Your year\n      "It looks like autumn" to "How is the garden?"' in changes.text)
        changes.focus()
        await press(pilot, "1")
        await sees(pilot, "Changing answer 1", "How is the garden?")
        await press(pilot, "2")
        await sees(pilot, "Your year")


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
