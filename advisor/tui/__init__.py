"""The interview in a terminal window.

The only floor that knows Textual, which is loaded when a window is opened and not before.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from advisor.conversation import Conversation, Keeper
    from advisor.conversation.preview import Preview
    from advisor.guide.load import Guide
    from advisor.store.settings import SettingsFile


def run(
    guide: Guide,
    conversation: Conversation | None = None,
    *,
    as_of: date | None = None,
    keeper: Keeper | None = None,
    notes: Sequence[str] = (),
    settings: SettingsFile | None = None,
) -> int:
    """Open the window and stay in it until the person leaves.

    Args:
        guide: What is offered at home.
        conversation: Opens here; without it at home, where a topic is chosen.
        as_of: The day from which everything is seen; without it today, in the season's zone.
        keeper: Keeps interviews as they go on; without it nothing is kept.
        settings: Where what the person chooses once is kept; without it nothing is.
        notes: Sentences to tell at the start, such as what no longer fits in a resumed interview.

    Returns:
        The exit code of the process: 0, or 130 after Ctrl+C.
    """
    import gc

    # Nothing that is loaded on the way to the first frame is garbage; looking for some costs time.
    gc.disable()
    try:
        from advisor.tui.app import AdvisorApp
        from advisor.tui.hangup import end_with_terminal
        from advisor.tui.title import name_kept

        end_with_terminal()
        app = AdvisorApp(guide, conversation, as_of=as_of, keeper=keeper, notes=notes, settings=settings)
        app.call_later(still)
        with name_kept():
            app.run()
    finally:
        gc.enable()
    return app.return_code or 0


def run_preview(preview: Preview) -> int:
    """Open the window beside a tree's files and follow them until the author leaves; gives the exit code."""
    from advisor.tui.app import AdvisorApp
    from advisor.tui.hangup import end_with_terminal
    from advisor.tui.preview import preview_screen

    end_with_terminal()
    as_of = preview.conversation.interview.as_of if preview.conversation is not None else None
    app = AdvisorApp(preview.guide, as_of=as_of, first=preview_screen(preview))
    app.call_later(still)
    app.run()
    return app.return_code or 0


def still() -> None:
    """Take all that is loaded out of the garbage collector's rounds, and let it work.

    A full round over Textual and the guide takes up to 100 ms, which a person feels when it comes
    between a key and the next question.
    """
    import gc

    gc.freeze()
    gc.enable()
