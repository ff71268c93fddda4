"""The end of a terminal while the window is open in it."""

from __future__ import annotations

import os
import select
import sys
from threading import Thread
from typing import Final

HANGUP: Final = 129
"""The exit code of what ended with its terminal: 128 and the number of SIGHUP, as shells count."""


def end_with_terminal() -> None:
    """End the process when the terminal is gone, as programs do that are told.

    The kernel tells the leader of the terminal's session, and not each passes it on: `make` does not. Then nobody could
    answer any more, while Textual would read the end of its input for ever, or wait for what it cannot write. Answers
    are kept as they are given, so none is lost. Does nothing without a terminal, or on a system that cannot be asked.
    """
    terminal = sys.__stdin__
    if terminal is not None and terminal.isatty() and hasattr(select, "poll"):
        Thread(target=_wait, args=(terminal.fileno(),), name="hangup", daemon=True).start()


def _wait(terminal: int) -> None:
    poll = select.poll()
    # A hang-up is always reported; nothing else is of interest.
    poll.register(terminal, 0)
    if any(state & select.POLLHUP for _, state in poll.poll()):
        os._exit(HANGUP)
