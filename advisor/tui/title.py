"""The name of the terminal's window: xterm's control sequences, which other terminals follow or pass over.

https://invisible-island.net/xterm/ctlseqs/ctlseqs.html: OSC 0 sets the name of window and icon, CSI 22 ; 0 t puts the
present ones onto a stack, and CSI 23 ; 0 t takes them from it.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

from textual.app import App

MOST_LETTERS: Final = 200
"""Longer names are cut; some terminals stop reading."""


def name_terminal(app: App[Any], name: str) -> None:
    """Name the window; a window on the web and one in a test have no terminal."""
    driver = app._driver
    if driver is not None and not driver.is_headless and not driver.is_web:
        driver.write(f"\x1b]0;{name[:MOST_LETTERS]}\x07")


@contextmanager
def name_kept() -> Iterator[None]:
    """Leave the window with the name that it had."""
    terminal = sys.__stderr__
    is_terminal = terminal is not None and terminal.isatty()
    _write("\x1b[22;0t", wanted=is_terminal)
    try:
        yield
    finally:
        _write("\x1b[23;0t", wanted=is_terminal)


def _write(sequence: str, *, wanted: bool) -> None:
    if wanted and sys.__stderr__ is not None:
        sys.__stderr__.write(sequence)
        sys.__stderr__.flush()
