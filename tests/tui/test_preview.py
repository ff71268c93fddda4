from __future__ import annotations

import os
from pathlib import Path

from advisor.conversation.preview import Preview
from advisor.guide.load import Guide
from advisor.tui.app import AdvisorApp
from advisor.tui.preview import preview_screen
from tests.tui.support import AS_OF, make_guide, press, seen, sees, settle

SCENARIOS = """\
tree: garden
as_of: 2026-11-22
scenarios:
  - name: A tidy garden needs nothing
    answers:
      state: tidy
    expect:
      outcome: card:rest
  - name: Wrong on purpose
    answers:
      state: wild
    expect:
      question: hours
"""


def app_for(root: Path, at: str | None = None) -> AdvisorApp:
    guide = make_guide(root, tests__scenarios__garden=SCENARIOS)
    preview = Preview.begin(guide, "garden", at, as_of=AS_OF)
    return AdvisorApp(guide, as_of=AS_OF, first=preview_screen(preview))


def save(root: Path, old: str, new: str) -> None:
    file = root / "trees/garden.yaml"
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")
    later = file.stat().st_mtime_ns + 10_000_000
    os.utime(file, ns=(later, later))


async def test_the_tree_follows_its_file_and_survives_a_broken_one(tmp_path: Path) -> None:
    async with app_for(tmp_path, "tools").run_test(size=(140, 40)) as pilot:
        await sees(pilot, "Which tools do you have?", "Seen from 22 November 2026", "Scenarios that come by here")
        await sees(pilot, "fails  Wrong on purpose")
        save(tmp_path, "Which tools do you have?", "Which tools are yours?")
        await sees(pilot, "Which tools are yours?")
        save(tmp_path, "start: state", "start: stat")
        await sees(pilot, "The saved file has errors", "N215", "Which tools are yours?")
        await press(pilot, "1", "enter")
        await sees(pilot, "How many hours do you have?")
        save(tmp_path, "start: stat", "start: state")
        await settle(pilot, lambda: "The saved file has errors" not in seen(pilot))
        await sees(pilot, "How many hours do you have?")


async def test_flip_and_another_day(tmp_path: Path) -> None:
    async with app_for(tmp_path).run_test(size=(140, 40)) as pilot:
        await sees(pilot, "How is the garden?")
        await press(pilot, "3")
        await sees(pilot, "Do nothing.", "passes  A tidy garden needs nothing")
        await press(pilot, "f")
        await sees(pilot, "Which tools do you have?")
        await press(pilot, "greater_than_sign")
        await sees(pilot, "Seen from 23 November 2026")


async def test_a_tree_that_never_was_sound_opens_when_it_is(tmp_path: Path) -> None:
    make_guide(tmp_path)
    save(tmp_path, "start: state", "start: stat")
    preview = Preview.begin(Guide(tmp_path), "garden", as_of=AS_OF)
    app = AdvisorApp(preview.guide, as_of=AS_OF, first=preview_screen(preview))
    async with app.run_test(size=(80, 24)) as pilot:
        await sees(pilot, "cannot be shown yet", "N215")
        save(tmp_path, "start: stat", "start: state")
        await sees(pilot, "How is the garden?")


async def test_the_side_of_an_interview_shows_answers_and_what_is_possible(tmp_path: Path) -> None:
    from tests.tui.support import make_app

    async with make_app(make_guide(tmp_path), "garden", state="wild").run_test(size=(160, 40)) as pilot:
        await sees(pilot, "Your answers so far", "It is wild", "Still possible", "Your garden needs digging")
        await pilot.resize_terminal(80, 24)
        await settle(pilot, lambda: "Still possible" not in seen(pilot))
        await pilot.resize_terminal(160, 40)
        await sees(pilot, "Still possible")
