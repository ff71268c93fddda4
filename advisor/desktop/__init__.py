"""What lies around the program on a person's machine: the clipboard and the mail program."""

from __future__ import annotations

import os
from collections.abc import Mapping


def far_away(environ: Mapping[str, str] | None = None) -> bool:
    """Whether the person sits at another machine than the program runs on, without a window of their own here.

    There the programs of this machine would open a window, or fill a clipboard, that nobody sees.
    """
    environ = os.environ if environ is None else environ
    windows = environ.get("DISPLAY") or environ.get("WAYLAND_DISPLAY")
    return not windows and bool(environ.get("SSH_CONNECTION") or environ.get("SSH_TTY"))
