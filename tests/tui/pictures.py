"""The pictures of the documents, drawn by the program itself from the bundled guide: `make pictures`."""

from __future__ import annotations

import asyncio
import re
from datetime import date
from pathlib import Path

from advisor.conversation import Conversation
from advisor.guide.load import load_guide
from advisor.tui.app import AdvisorApp
from tests.tui.support import AS_OF, sees

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "docs/pictures"
SIZE = (100, 34)

OFFER = {"what_offered": "place", "answered": "not_yet", "phase": "interviewing"}
OFFERED = {**OFFER, "participates": "yes", "withdraw_demanded": "yes", "training_start": date(2027, 7, 1)}
PLAN = {
    "phase": "interviewing",
    "interview_count": 6,
    "visa": "j1",
    "open_results": ["waiting_step3"],
    "own_reasons": ["news"],
    "first_choice_state": "settled",
    "already_sent": ["before"],
}

PICTURES: dict[str, tuple[str | None, dict[str, object], tuple[str, ...]]] = {
    "home": (None, {}, ("What is going on?",)),
    "conversation": ("offer", dict(OFFER), ("participating",)),
    "outcome": ("offer", dict(OFFERED), ("Do",)),
    "plan": ("plan", dict(PLAN), ("plan",)),
}
"""Name -> tree (None: home), answers, and words that are on the screen when it is ready."""


async def draw(name: str) -> str:
    """One picture as SVG, without fonts that a reader's browser would fetch from somewhere."""
    tree, answers, words = PICTURES[name]
    guide = load_guide(ROOT)
    begun = Conversation.begin(guide, tree, answers, as_of=AS_OF) if tree else None
    app = AdvisorApp(guide, begun, as_of=AS_OF)
    async with app.run_test(size=SIZE) as pilot:
        await sees(pilot, *words)
        await pilot.pause(0.5)
        svg = app.export_screenshot(title="advisor", simplify=True)
    svg = re.sub(r"@font-face \{.*?\}\s*", "", svg, flags=re.DOTALL)
    return re.sub(r"terminal-\d+", f"advisor-{name}", svg)


def main() -> None:
    """Write all pictures."""
    FOLDER.mkdir(exist_ok=True)
    for name in PICTURES:
        (FOLDER / f"{name}.svg").write_text(asyncio.run(draw(name)) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
