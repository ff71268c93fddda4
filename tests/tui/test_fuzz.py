"""Random keys, clicks, words and window sizes: never a crash, and never an answer lost that nobody took away.

1,000 steps in the suite; `make fuzz` does 10,000, or `FUZZ_STEPS` and `FUZZ_SEED` say how many and which. A failure
names its seed and its last steps.
"""

from __future__ import annotations

import asyncio
import os
import random
import webbrowser
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from textual.events import Click, MouseDown, MouseEvent, MouseScrollDown, MouseScrollUp, MouseUp
from textual.pilot import Pilot
from textual.widgets import Input

from advisor.conversation import Keeper, resume
from advisor.guide.load import Guide, load_guide
from advisor.guide.model import Question as Asked
from advisor.interview.interview import Interview
from advisor.interview.walk import NOT_COVERED
from advisor.store.sessions import Sessions
from advisor.tui.app import AdvisorApp
from advisor.tui.dialogs import Question
from advisor.tui.palette import Palette
from advisor.tui.settings import SettingsScreen
from tests.tui.hostile import TYPED, make_hostile_guide
from tests.tui.support import press

ROOT = Path(__file__).resolve().parents[2]
STEPS = int(os.environ.get("FUZZ_STEPS", "1000"))
SEED = int(os.environ.get("FUZZ_SEED", "20261122"))
A_LIFE = 125
"""Steps in one window; the next one goes on with what was kept, as after a closed terminal."""

HARMLESS = (
    "up",
    "down",
    "j",
    "k",
    "g",
    "G",
    "home",
    "end",
    "pageup",
    "pagedown",
    "w",
    "t",
    "f1",
    "f2",
    "f4",
    "a",
    "slash",
)
"""Keys that may take no answer away and give none, wherever they are pressed."""
GIVES = (*"123456789", "1", "1", "2", "2", "3", "enter", "enter", "enter", "space")
OTHER = (
    *("escape", "backspace", "tab", "shift+tab", "question_mark", "ctrl+p", "h", "f3", "b", "c", "C", "s", "r", "d"),
    *("y", "n", "x", "left", "right", "delete", "ctrl+s", "ctrl+a", "ctrl+u", "ctrl+v", "f5", "f8"),
)
TYPES = (
    "3",
    "7",
    "2027-02-01",
    "1 December 2026",
    "yes",
    "I do not know",
    "they want me to sign now",
    TYPED,
    "x" * 400,
)
SIZES = ((80, 24), (60, 20), (160, 45), (200, 60), (100, 16), (120, 30), (40, 10))


def kept_answers(interview: Interview) -> dict[str, Any]:
    """What of an interview is on disk: everything but what was typed as a text."""
    kept = {}
    for name, value in interview.answers.items():
        asked = interview.program.fact(name)
        if not isinstance(asked, Asked):
            continue
        if asked.type == "text" and value != NOT_COVERED and value not in asked.answers:
            continue
        # A day that is parked is read only when its question is reached again.
        kept[name] = value.isoformat() if isinstance(value, date) else value
    return kept


def answers_of(app: AdvisorApp) -> dict[str, dict[str, Any]]:
    """Every answer of every interview of the window."""
    return {tree: dict(conversation.interview.answers) for tree, conversation in app.kept.items()}


def state(app: AdvisorApp, folder: Path) -> tuple[object, ...]:
    """All that `check_disk` looks at."""
    files = [(file.name, file.read_bytes()) for file in sorted(folder.glob("*"))]
    return {tree: id(conversation) for tree, conversation in app.kept.items()}, files


def check_disk(app: AdvisorApp, guide: Guide, keeper: Keeper) -> None:
    """What is on disk is what is on the screen."""
    on_disk = {session.tree: session for session in reversed(keeper.sessions.list().sessions)}
    for tree, conversation in app.kept.items():
        kept = kept_answers(conversation.interview)
        if conversation.interview.answers:
            again = resume(guide, on_disk[tree], as_of=conversation.interview.as_of).conversation
            assert kept_answers(again.interview) == kept


def check_change(before: dict[str, dict[str, Any]], after: dict[str, dict[str, Any]], *, harmless: bool) -> None:
    """A step changes one interview, by one answer taken away or some of one question's."""
    changed = [tree for tree in before if before[tree] != after.get(tree, {})]
    if harmless:
        assert changed == []
    assert len(changed) <= 1
    for tree in changed:
        lost = before[tree].keys() - after.get(tree, {}).keys()
        other = [name for name, value in before[tree].items() if after.get(tree, {}).get(name, value) != value]
        assert len(lost) + len(other) <= 1


class Fingers:
    """Somebody who presses anything."""

    def __init__(self, chance: random.Random) -> None:
        self.chance = chance
        self.done: list[str] = []

    async def step(self, pilot: Pilot[None]) -> bool:
        """Do one thing; gives whether it can take no answer away and give none."""
        kind = self.chance.random()
        app = pilot.app
        if kind < 0.35:
            return await self._key(pilot, HARMLESS)
        if kind < 0.6:
            await self._key(pilot, GIVES)
        elif kind < 0.75:
            await self._key(pilot, OTHER)
        elif kind < 0.83 and isinstance(app.focused, Input):
            app.focused.value = self.chance.choice(TYPES)
            self.done.append("types")
            await press(pilot, "end")
            return True
        elif kind < 0.92:
            await self._mouse(pilot)
        elif kind < 0.96:
            size = self.chance.choice(SIZES)
            self.done.append(f"size {size}")
            await pilot.resize_terminal(*size)
            return True
        else:
            return await self._key(pilot, HARMLESS)
        return False

    async def _key(self, pilot: Pilot[None], keys: tuple[str, ...]) -> bool:
        key = self.chance.choice(keys)
        self.done.append(key)
        await press(pilot, key)
        return True

    async def _mouse(self, pilot: Pilot[None]) -> None:
        size = pilot.app.size
        place = self.chance.randrange(size.width), self.chance.randrange(size.height)
        wheel = self.chance.choice((None, None, MouseScrollDown, MouseScrollUp))
        self.done.append(f"{wheel.__name__ if wheel else 'click'} {place}")
        events: list[type[MouseEvent]] = [MouseDown, MouseUp, Click] if wheel is None else [wheel]
        await pilot._post_mouse_events(events, offset=place, button=1)


async def live(guide: Guide, tree: str, folder: Path, chance: random.Random, steps: int) -> None:
    """Press anything in one window after the other, each going on with what the last one kept."""
    done = 0
    as_of = date(2026, 11, 22)
    while done < steps:
        keeper = Keeper(Sessions(folder))
        kept = keeper.kept(guide)
        begun = keeper.resume(guide, kept[0], as_of=as_of).conversation if kept else None
        app = AdvisorApp(guide, begun, as_of=as_of, keeper=keeper)
        fingers = Fingers(chance)
        checked: tuple[object, ...] = ()
        settled = in_palette = False
        async with app.run_test(size=chance.choice(SIZES)) as pilot:
            if begun is None:
                app.open_topic(tree)
            for _ in range(min(A_LIFE, steps - done)):
                before, asked = answers_of(app), isinstance(app.screen, Question)
                # A command of the palette is carried out after the palette is gone, perhaps with the next key.
                commanded = in_palette, (in_palette := isinstance(app.screen, Palette))
                harmless = await fingers.step(pilot) and not any(commanded)
                # What a widget told the screen about the key is dealt with too.
                for _ in range(3):
                    if app.is_running:
                        await pilot._wait_for_screen()
                        await asyncio.sleep(0)
                done += 1
                try:
                    if not asked:
                        check_change(before, answers_of(app), harmless=harmless)
                    # There a person may have chosen that nothing is kept.
                    settled = settled or any(isinstance(screen, SettingsScreen) for screen in app.screen_stack)
                    if (now := state(app, folder)) != checked and not settled:
                        check_disk(app, guide, keeper)
                        checked = now
                except BaseException as error:
                    error.add_note(f"{tree}, seed {SEED}, after {done} steps: {fingers.done[-25:]}")
                    raise
                if not app.is_running:
                    break
        if app._exception is not None:
            raise app._exception


@pytest.fixture(autouse=True)
def _far_from_everything(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing that is saved, copied or opened leaves the test."""
    (tmp_path / "home").mkdir()
    for name in ("HOME", "XDG_DOWNLOAD_DIR", "XDG_CONFIG_HOME", "XDG_DATA_HOME"):
        monkeypatch.setenv(name, str(tmp_path / "home"))
    monkeypatch.chdir(tmp_path / "home")
    monkeypatch.setenv("PATH", "")
    monkeypatch.setattr(webbrowser, "open", lambda *_args, **_more: False)


@pytest.mark.parametrize("part", ["bundled", "hostile"])
async def test_anything_pressed_breaks_nothing(tmp_path: Path, part: str) -> None:
    chance = random.Random(f"{SEED} {part}")
    if part == "hostile":
        await live(make_hostile_guide(tmp_path / "guide"), "hostile", tmp_path / "kept", chance, STEPS // 2)
        return
    guide = load_guide(ROOT)
    trees = [name for name, _ in guide.applicant_trees()]
    chance.shuffle(trees)
    each = 125
    for number in range(0, STEPS // 2, each):
        tree = trees[number // each % len(trees)]
        await live(guide, tree, tmp_path / f"kept-{number}", chance, each)
