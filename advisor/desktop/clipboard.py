"""Putting words on the clipboard, and being honest about whether they got there."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

from advisor.desktop import far_away

_HELPERS: tuple[tuple[tuple[str, ...], str], ...] = (
    (("pbcopy",), ""),
    (("wl-copy",), "WAYLAND_DISPLAY"),
    (("xclip", "-selection", "clipboard"), "DISPLAY"),
    (("xsel", "--clipboard", "--input"), "DISPLAY"),
    (("clip",), ""),
    (("clip.exe",), ""),
)
"""Programs that fill the clipboard, and the variable without which they cannot work."""

SECONDS = 3


def copy_natively(text: str) -> str | None:
    """Hand a text to the first clipboard program that takes it.

    The terminal's own way (OSC 52) gives no answer and is off in many terminals; a program says
    whether it worked. The text goes in through the program's standard input, never in its command line, where other
    users of the machine could read it. On a machine far away only a program that reaches the person's own windows is
    asked.

    Returns:
        The program's name, or None where none is there or none took it.
    """
    far = far_away()
    for command, needs in _HELPERS:
        if (needs and not os.environ.get(needs)) or (far and not needs):
            continue
        program = shutil.which(command[0])
        if program is None:
            continue
        # clip on Windows reads the console's code page unless the text is UTF-16.
        encoding = "utf-16" if command[0].startswith("clip") else "utf-8"
        try:
            done = subprocess.run(
                [program, *command[1:]],
                input=text.encode(encoding, "replace"),
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                timeout=SECONDS,
                check=False,
                creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0) if sys.platform == "win32" else 0,
            )
        except (OSError, subprocess.SubprocessError):
            continue
        if done.returncode == 0:
            return command[0]
    return None
