"""Named moments of the window: what is open, what is pressed, and on what kind of screen."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import Any, NamedTuple

from textual.pilot import Pilot

from advisor.guide.load import Guide
from advisor.tui.app import AdvisorApp
from tests.tui.support import DUG, make_app, press, sees, types

USUAL = (80, 24)
NARROW = (60, 20)
WIDE = (160, 45)


class Moment(NamedTuple):
    """A screen worth a picture.

    Attributes:
        name: Its name, once only.
        sees: Words that are on the screen when it is ready.
        size: Columns and rows.
        theme: A theme's name; None for the first one.
        colour: False for a terminal whose `NO_COLOR` is set.
        tree: The tree that is open; None for home.
        answers: What was answered in it.
        typed: What is typed into the box that has the keyboard, before the keys.
        keys: What is pressed.
    """

    name: str
    sees: tuple[str, ...]
    size: tuple[int, int] = USUAL
    theme: str | None = None
    colour: bool = True
    tree: str | None = None
    answers: Mapping[str, Any] = {}
    typed: str = ""
    keys: tuple[str, ...] = ()

    def app(self, guide: Guide) -> AdvisorApp:
        """The app at the place where the moment begins."""
        return make_app(guide, self.tree, **self.answers)

    def steps(self) -> Callable[[Pilot[None]], Awaitable[None]]:
        """What a person does there."""

        async def run(pilot: Pilot[None]) -> None:
            if self.theme is not None:
                pilot.app.theme = self.theme
            await pilot.pause()
            if self.typed:
                await types(pilot, self.typed)
            await press(pilot, *self.keys)
            await sees(pilot, *self.sees)
            await pilot.pause()

        return run


UNTIL_HOURS = {"state": "wild", "tools": ["spade"]}
UNTIL_DAY = {**UNTIL_HOURS, "hours": 3}
PLANNED = {**DUG, "state": "autumn"}

MOMENTS = [
    Moment("home", ("What is going on?",)),
    Moment("home-wide", ("What is going on?",), WIDE),
    Moment("home-narrow", ("What is going on?",), NARROW),
    Moment("home-light", ("What is going on?",), theme="textual-light"),
    Moment("home-words", ("My garden is wild",), typed="weeds everywhere"),
    Moment("choice", ("How is the garden?",), tree="garden"),
    Moment("choice-wide", ("Which tools do you have?",), WIDE, tree="garden", answers={"state": "wild"}),
    Moment("choice-narrow", ("How is the garden?",), NARROW, tree="garden"),
    Moment("several", ("Which tools do you have?",), tree="garden", answers={"state": "wild"}),
    Moment("number", ("How many hours do you have?",), tree="garden", answers=UNTIL_HOURS),
    Moment("day", ("On which day?",), tree="garden", answers=UNTIL_DAY),
    Moment("text", ("What worries you?",), tree="garden", answers={**UNTIL_DAY, "day": DUG["day"]}),
    Moment("why", ("Wild ones need a spade.",), tree="garden", keys=("w",)),
    Moment("help", ("Esc",), tree="garden", keys=("question_mark",)),
    Moment("outcome", ("Your garden needs digging",), tree="garden", answers=DUG),
    Moment("outcome-wide", ("Your garden needs digging", "Take a spade."), WIDE, tree="garden", answers=DUG),
    Moment("outcome-narrow", ("Your garden needs digging",), NARROW, tree="garden", answers=DUG),
    Moment("outcome-light", ("Your garden needs digging",), theme="textual-light", tree="garden", answers=DUG),
    Moment("outcome-contrast", ("Your garden needs digging",), theme="high-contrast", tree="garden", answers=DUG),
    Moment("outcome-no-colour", ("Your garden needs digging",), colour=False, tree="garden", answers=DUG),
    Moment("choice-no-colour", ("How is the garden?",), colour=False, tree="garden"),
    Moment("settings", ("Settings", "Theme"), keys=("f2",)),
    Moment("forget", ("Esc",), tree="garden", answers=UNTIL_HOURS, keys=("f8",)),
    Moment("blanks", ("Fill in the blanks",), tree="garden", answers=DUG, keys=("b",)),
    Moment("plan", ("Your year",), tree="garden", answers=PLANNED),
    Moment("plan-wide", ("Your year",), WIDE, tree="garden", answers=PLANNED),
]
