"""Opening an email in the person's own mail program. Nothing is ever sent from here.

What others on the same machine can see was weighed as follows. A shell never sees the words: programs are started
directly, so nothing is expanded and no history keeps it. On macOS the address goes through the standard input of the
system's script program, and on Windows through a system call, so no command line of ours holds it. On Linux the
desktop's opener takes an address as its argument and in no other way, and hands it to the mail program as an argument
again. Other users of that machine can read it in the list of processes as long as these programs run. A person who does
not want that copies the words instead, which never takes a command line; `docs/using.md` says so.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import sys

from advisor.desktop import far_away

SECONDS = 3
"""How long an opener may take to say that it failed. One that still runs by then has opened something."""

_OPENERS = (("xdg-open",), ("gio", "open"), ("wslview",))

MOST_ON_WINDOWS = 2000
MOST_ELSEWHERE = 16000


def longest() -> int:
    """How many characters of an address this system's opener takes for certain.

    Windows cuts or refuses an address of more than 2,083 (its INTERNET_MAX_URL_LENGTH). Elsewhere the limit is that of
    the mail programs; 16,000 is far below what the usual ones take.
    """
    return MOST_ON_WINDOWS if sys.platform == "win32" or "WSL_DISTRO_NAME" in os.environ else MOST_ELSEWHERE


def open_mail(address: str) -> bool:
    """Ask the system to open a `mailto:` address in the mail program.

    Args:
        address: Of our own making, percent-encoded throughout.

    Returns:
        False where no program took it: there is none, none is chosen for mail, or the person sits at another machine.
        True says that one was started, not that the person sees it.

    Raises:
        ValueError: The address is not a `mailto:` one.
    """
    if not address.startswith("mailto:") or not address.isascii() or any(sign in address for sign in '"\\ \r\n'):
        raise ValueError(address)
    if far_away():
        return False
    if sys.platform == "win32":
        try:
            os.startfile(address)
        except OSError:
            return False
        return True
    if sys.platform == "darwin":
        return _started(["osascript"], f'open location "{address}"\n')
    if not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
        # Without windows the opener would start a browser for text inside this terminal.
        return False
    if not _one_is_chosen():
        return False
    return any(_started([*opener, address]) for opener in _OPENERS)


def _one_is_chosen() -> bool:
    """Whether the desktop knows a program for mail; True where that cannot be asked."""
    asked = shutil.which("xdg-mime")
    if asked is None:
        return True
    with contextlib.suppress(OSError, subprocess.SubprocessError):
        told = subprocess.run(
            [asked, "query", "default", "x-scheme-handler/mailto"],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=SECONDS,
            check=False,
        )
        return bool(told.stdout.strip())
    return True


def _started(command: list[str], typed: str = "") -> bool:
    program = shutil.which(command[0])
    if program is None:
        return False
    try:
        started = subprocess.Popen(
            [program, *command[1:]],
            stdin=subprocess.PIPE if typed else subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            # Ctrl+C in this terminal is not meant for the mail program.
            start_new_session=True,
        )
    except OSError:
        return False
    try:
        started.communicate(typed.encode("ascii") if typed else None, timeout=SECONDS)
    except subprocess.TimeoutExpired:
        return True
    except OSError:
        return False
    return started.returncode == 0
