"""A small guide and what the tests of the TUI share."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

from textual import events
from textual.keys import _character_to_key
from textual.pilot import Pilot
from textual.widgets import Input

from advisor.conversation import Conversation
from advisor.guide.load import Guide, load_guide
from advisor.tui.app import AdvisorApp
from advisor.tui.interview import InterviewScreen

AS_OF = date(2026, 11, 22)

FILES = {
    "content/guide.yaml": """\
format: 1
id: garden
title: The garden guide
language: en
edition: 2026-11-20
scope: What to do in a garden.
notice: Only about gardens.
licence: CC-BY-4.0
ask_instead: Ask a gardener.
""",
    "content/season.yaml": """\
title: garden year
zone: America/New_York
ends: 2027-06-30
phases:
  autumn: {title: Autumn, from: 2026-09-01, until: 2026-12-31}
  winter: {title: Winter, from: 2027-01-01, until: 2027-06-30}
""",
    "content/blanks.yaml": """\
name:
  label: Your name
  example: Asha Menon
  private: true
plot:
  label: Plot number
  example: "12"
  pattern: "[0-9]+"
  hint: digits only
""",
    "content/sources.yaml": """\
almanac:
  title: The almanac
  publisher: The press
  url: https://example.org/almanac
  kind: official
  checked: 2026-11-01
  note: Only a part was seen.
""",
    "content/cards/dig.md": """\
---
title: Dig now
risk: high
basis: rule
sources: [almanac]
reviewed: 2026-11-20
review_by: 2027-09-01
phrases: [ask-neighbour, call-neighbour]
see_also: [card:rest, tree:pond]
---
Dig today, and **deep**[^almanac].

## Do
- Take a spade.

## Avoid
- Digging in the dark.

## Why
The ground is soft.
""",
    "content/cards/rest.md": """\
---
title: Rest
risk: very-low
basis: custom
reviewed: 2025-11-20
review_by: 2026-01-01
---
Do nothing.

## Do
- Sit down.

## Avoid
- Standing up.

## Why
It is late.
""",
    "content/phrases/ask-neighbour.md": """\
---
title: Ask the neighbour
medium: email
to: The neighbour of plot {plot}
subject: A spade for {plot}
---
Dear neighbour,

may I have your spade for plot {plot}?

{name}
""",
    "content/phrases/call-neighbour.md": """\
---
title: Call the neighbour
medium: spoken
to: The neighbour
---
Hello, I need a spade.
""",
    "trees/garden.yaml": """\
title: My garden is wild
about: Weeds and worse.
urgent: true
reviewed: 2026-11-20
start: state
questions:
  state:
    belongs_to: me
    ask: How is the garden?
    why: Wild ones need a spade.
    help: Look out of the window.
    suggest: phase_today
    answers:
      wild: It is wild
      autumn: It looks like autumn
      tidy:
        text: It is tidy
        sounds_like:
          - everything is fine
    next:
      wild: tools
      autumn: tools
      tidy: card:rest
  tools:
    ask: Which tools do you have?
    why: Digging needs tools.
    type: several
    min: 1
    answers:
      spade: A spade
      rake: A rake
      none:
        text: No tools
        exclusive: true
    next: hours
  hours:
    ask: How many hours do you have?
    why: Digging takes time.
    type: number
    min: 0
    max: 10
    answers:
      unknown: I have not thought about it
    next: day
  day:
    ask: On which day?
    why: Frost comes.
    type: date
    min: today
    max: 2027-03-01
    next: words
  words:
    ask: What worries you?
    why: So that we know.
    type: text
    next:
      - when:
          state: autumn
        to: yearly
      - to: dig
outcomes:
  dig:
    title: Your garden needs digging
    notes:
      - text: Bring gloves.
    cards:
      - dig
      - rest
  yearly:
    title: Your year
    layout: timeline
    cards:
      - card: dig
        kind: duty
        who: The neighbour
        how_many: Once
      - card: rest
        kind: option
        window: {from: 2027-02-01, until: 2027-02-15}
""",
    "trees/pond.yaml": """\
title: I have a pond
about: Water.
reviewed: 2026-11-20
start: state
questions:
  state:
    ask: How is the pond?
    why: It matters.
    answers:
      wild: It is wild
      tidy: It is tidy
    next: fish
  fish:
    ask: Are there fish?
    why: Fish matter.
    answers:
      yes: Yes
      no: No
    next: card:rest
""",
}


def make_guide(root: Path, **files: str) -> Guide:
    """Write the small guide, some files replaced or added (`trees__x` is `trees/x.yaml`)."""
    changed = {f"{name.replace('__', '/')}.yaml": text for name, text in files.items()}
    for name, text in {**FILES, **changed}.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, encoding="utf-8")
    return load_guide(root)


def make_app(guide: Guide, tree: str | None = None, **answers: object) -> AdvisorApp:
    """The app at home, or in a tree with some answers given."""
    begun = Conversation.begin(guide, tree, answers, as_of=AS_OF) if tree else None
    return AdvisorApp(guide, begun, as_of=AS_OF)


DUG = {
    "state": "wild",
    "tools": ["spade"],
    "hours": 3,
    "day": date(2026, 12, 1),
    "words": "Moles",
}


def seen(pilot: Pilot[None]) -> str:
    """Everything that is on the screen, line by line."""
    strips = pilot.app.screen._compositor.render_strips()
    return "\n".join(strip.text.rstrip() for strip in strips)


async def settle(pilot: Pilot[None], predicate: Callable[[], object], seconds: float = 8) -> None:
    """Wait until something is so, and fail with what was on the screen where it never is."""
    end = time.monotonic() + seconds
    while True:
        try:
            if predicate():
                return
        except Exception:
            if time.monotonic() > end:
                raise
        if time.monotonic() > end:
            raise AssertionError(f"never came true; the screen was:\n{seen(pilot)}")
        await pilot.pause(0.01)


async def sees(pilot: Pilot[None], *words: str) -> None:
    """Wait until these words are on the screen."""
    await settle(pilot, lambda: all(word in seen(pilot) for word in words))


async def tells(pilot: Pilot[None], words: str) -> None:
    """Wait until a passing message says these words; on the screen it may be broken anywhere."""
    await settle(pilot, lambda: any(words in note.message for note in pilot.app._notifications))


async def types(pilot: Pilot[None], text: str) -> None:
    """Put words into the box that has the keyboard; faster than a key a letter."""
    await settle(pilot, lambda: isinstance(pilot.app.focused, Input))
    assert isinstance(pilot.app.focused, Input)
    pilot.app.focused.value = text
    pilot.app.focused.cursor_position = len(text)


LETTERS = {"space": " ", "slash": "/", "question_mark": "?"}


async def press(pilot: Pilot[None], *keys: str) -> None:
    """Press keys one after the other, each when the one before has been dealt with.

    Pilot's own waits until the whole process is idle, which takes long on a busy machine.
    """
    driver = pilot.app._driver
    assert driver is not None
    for name in keys:
        key = _character_to_key(name) if len(name) == 1 and not name.isalnum() else name
        letter = name if len(name) == 1 else LETTERS.get(name)
        driver.send_message(events.Key(key, letter))
        if pilot.app.is_running:
            await pilot._wait_for_screen()


def interview(pilot: Pilot[None]) -> InterviewScreen:
    """The interview that is on top."""
    screen = pilot.app.screen
    assert isinstance(screen, InterviewScreen)
    return screen
