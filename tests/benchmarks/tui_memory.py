"""The memory of a long interview: `python -m tests.benchmarks.tui_memory`."""

from __future__ import annotations

import asyncio
import gc
import subprocess
import sys
import tempfile
from pathlib import Path

from textual import events

from advisor.conversation import Conversation
from advisor.guide.load import load_guide
from advisor.tui.app import AdvisorApp
from advisor.tui.interview import InterviewScreen
from tests.benchmarks.tui_answer import AS_OF, write_chain


def measure(steps: int) -> tuple[float, float]:
    """MB of a whole process at the first question and `steps` answers later, given one by one with the keyboard."""
    ran = subprocess.run(
        [sys.executable, "-m", "tests.benchmarks.tui_memory", str(steps)], capture_output=True, text=True, check=True
    )
    first, last = ran.stdout.split()
    return float(first), float(last)


async def _answer(app: AdvisorApp, steps: int) -> tuple[float, float]:
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause(0.5)
        screen, driver = app.screen, app._driver
        assert isinstance(screen, InterviewScreen)
        assert driver is not None
        first = resident()
        for number in range(2, steps + 2):
            driver.send_message(events.Key("1", "1"))
            while screen.panel.question is None or screen.panel.question.number != number:
                await asyncio.sleep(0.005)
            # What was put off is computed before the next key, as when a person reads.
            await asyncio.sleep(0.05)
        gc.collect()
        return first, resident()


def resident() -> float:
    """MB of this process that are in memory now."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    line = next(line for line in status.splitlines() if line.startswith("VmRSS"))
    return int(line.split()[1]) / 1024


def main() -> int:
    """Print the MB at the first question and after so many answers."""
    steps = int(sys.argv[1]) if len(sys.argv) > 1 else 100
    with tempfile.TemporaryDirectory() as folder:
        guide = load_guide(write_chain(Path(folder), steps + 2))
        conversation = Conversation.begin(guide, "chain", as_of=AS_OF)
        first, last = asyncio.run(_answer(AdvisorApp(guide, conversation, as_of=AS_OF), steps))
    print(f"{first:.1f} {last:.1f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
