"""From a key to the painted next question: `python -m tests.benchmarks.tui_answer`."""

from __future__ import annotations

import asyncio
import statistics
import sys
import tempfile
from datetime import date
from pathlib import Path
from time import perf_counter

from textual import events

from advisor.conversation import Conversation
from advisor.guide.load import load_guide
from advisor.tui import still
from advisor.tui.app import AdvisorApp
from advisor.tui.interview import InterviewScreen

AS_OF = date(2026, 11, 22)

MANIFEST = """\
format: 1
id: chain
title: A long chain
language: en
edition: 2026-11-22
scope: Many questions.
notice: Nothing in here is true.
licence: CC-BY-4.0
ask_instead: Nobody.
"""
SEASON = """\
title: Season
zone: America/New_York
ends: 2027-06-30
"""
CARD = """\
---
title: The end
risk: low
basis: custom
reviewed: 2026-11-22
review_by: 2027-09-01
---
This is the end of the chain.

## Do
- Go home.

## Avoid
- Going on.

## Why
- There is nothing more.
"""


def write_chain(root: Path, length: int) -> Path:
    """Write a guide with one tree of `length` choice questions in a row."""
    lines = ["title: A chain", "about: One question after the other.", "reviewed: 2026-11-22"]
    lines += ["start: q1", "questions:"]
    for number in range(1, length + 1):
        to = f"q{number + 1}" if number < length else "card:end"
        lines += [
            f"  q{number}:",
            f"    ask: Is this question number {number}, and does it fill a line or so of words?",
            "    why: What comes next depends on it.",
            "    answers:",
            "      yes: Yes, it is, and this answer says so at some length",
            "      no: No, it is not",
            "      unsure: I do not know",
            f"    next: {to}",
        ]
    for name, text in (
        ("content/guide.yaml", MANIFEST),
        ("content/season.yaml", SEASON),
        ("content/cards/end.md", CARD),
        ("trees/chain.yaml", "\n".join(lines) + "\n"),
    ):
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, encoding="utf-8")
    return root


def measure(steps: int, answers: int) -> list[float]:
    """Seconds from a key to the painted next question.

    Args:
        steps: How many answers stand in the transcript before the first measured key.
        answers: How many keys are measured.
    """
    with tempfile.TemporaryDirectory() as folder:
        guide = load_guide(write_chain(Path(folder), steps + answers + 2))
        given = {f"q{number}": "yes" for number in range(1, steps + 1)}
        conversation = Conversation.begin(guide, "chain", given, as_of=AS_OF)
        still()  # as `run` does
        return asyncio.run(_measure(AdvisorApp(guide, conversation, as_of=AS_OF), answers))


async def _measure(app: AdvisorApp, answers: int) -> list[float]:
    took = []
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause(0.3)
        screen = app.screen
        assert isinstance(screen, InterviewScreen)
        painted: list[float] = []
        display = app._display

        def watch(shown: object, update: object) -> None:
            display(shown, update)  # type: ignore[arg-type]
            painted.append(perf_counter())

        app._display = watch  # type: ignore[method-assign, assignment]
        driver = app._driver
        assert driver is not None
        for _ in range(answers):
            # A person reads before the next key, and what was put off is computed meanwhile.
            await asyncio.sleep(0.1)
            question = screen.panel.question
            assert question is not None
            wanted = f"Is this question number {question.number + 1},"
            painted.clear()
            begin = perf_counter()
            driver.send_message(events.Key("1", "1"))
            while not (painted and wanted in screen_text(app)):
                await asyncio.sleep(0)
                if perf_counter() - begin > 5:
                    raise TimeoutError(wanted)
            took.append(painted[-1] - begin)
    return took


def screen_text(app: AdvisorApp) -> str:
    """What the compositor has for the whole window."""
    strips = app.screen._compositor.render_strips()
    return "\n".join(strip.text for strip in strips)


def percentile(values: list[float], part: int) -> float:
    """The value below which `part` percent lie."""
    return statistics.quantiles(values, n=100, method="inclusive")[part - 1]


def main() -> int:
    """Print the figures at 1 and at 100 steps."""
    for steps in (1, 100):
        took = measure(steps, 100)
        p50, p95, p99 = (percentile(took, part) * 1000 for part in (50, 95, 99))
        print(f"{steps:>3} steps: p50 {p50:5.1f} ms, p95 {p95:5.1f} ms, p99 {p99:5.1f} ms")
    return 0


if __name__ == "__main__":
    sys.exit(main())
