"""The installed program on a real pseudo-terminal: it opens, answers, ends, and puts back."""

from __future__ import annotations

import contextlib
import os
import re
import select
import signal
import struct
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pyte
import pytest

if sys.platform == "win32":
    pytest.skip("there are no pseudo-terminals", allow_module_level=True)

import fcntl
import pty
import termios

pytestmark = pytest.mark.pty

PROGRAM = Path(sys.executable).with_name("advisor")
PATIENCE = 10.0
"""Seconds until something that does not appear is given up; nothing is measured by it."""
PRIVATE_MODE = re.compile(rb"\x1b\[\?([\d;]+)([hl])")
MOUSE = {1000, 1002, 1003, 1005, 1006, 1015, 1016}


class Terminal:
    """A terminal with the program in it."""

    def __init__(self, *args: str, columns: int, rows: int, term: str) -> None:
        self.screen = pyte.Screen(columns, rows)
        self._stream = pyte.ByteStream(self.screen)
        self.seen = b""
        self._ours, self._its = pty.openpty()
        fcntl.ioctl(self._its, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
        self.before = termios.tcgetattr(self._its)
        env = {**os.environ, "TERM": term, "COLORTERM": "truecolor", "LC_ALL": "C.UTF-8"}
        self.process = subprocess.Popen(
            [str(PROGRAM), *args],
            stdin=self._its,
            stdout=self._its,
            stderr=self._its,
            env=env,
            start_new_session=True,
            preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0),
        )

    @property
    def text(self) -> str:
        """What the screen shows."""
        return "\n".join(line.rstrip() for line in self.screen.display)

    def type(self, keys: str) -> None:
        """Press keys."""
        os.write(self._ours, keys.encode())

    def read(self, seconds: float) -> bool:
        """Take in what was written, if anything comes in time."""
        ready, _, _ = select.select([self._ours], [], [], seconds)
        if not ready:
            return False
        try:
            piece = os.read(self._ours, 65536)
        except OSError:
            return False
        self.seen += piece
        # pyte takes the answer to a question of the kitty protocol for text.
        self._stream.feed(re.sub(rb"\x1b\[[<>=?][\d;]*u", b"", piece))
        return bool(piece)

    def wait(self, done: Callable[[str], object]) -> str:
        """Wait until the screen is as wanted."""
        end = time.monotonic() + PATIENCE
        while not done(self.text):
            assert self.process.poll() is None or self.read(0), self.text
            self.read(0.05)
            assert time.monotonic() < end, self.text
        return self.text

    def wait_for(self, *words: str) -> str:
        """Wait until the screen shows all of some words."""
        return self.wait(lambda text: all(word in text for word in words))

    def wait_for_prompt(self, words: str) -> None:
        """Wait until words and then a prompt stand there."""
        self.wait(lambda text: words in text and text.rstrip().endswith("\n>"))

    def settle(self) -> str:
        """Wait until nothing more is drawn."""
        while self.read(0.3):
            pass
        return self.text

    def leave(self) -> int:
        """Wait for the end; the exit code."""
        end = time.monotonic() + PATIENCE
        while self.process.poll() is None:
            self.read(0.05)
            assert time.monotonic() < end, self.text
        while self.read(0.05):
            pass
        return self.process.returncode

    @property
    def modes(self) -> dict[int, bool]:
        """Which private modes were switched last on or off."""
        found: dict[int, bool] = {}
        for numbers, letter in PRIVATE_MODE.findall(self.seen):
            for number in numbers.split(b";"):
                found[int(number)] = letter == b"h"
        return found

    def assert_restored(self) -> None:
        """The terminal is as it was before."""
        assert termios.tcgetattr(self._its) == self.before
        modes = self.modes
        assert modes.get(1049) is False
        assert modes.get(25, True) is True
        assert not any(modes.get(mode) for mode in (*MOUSE, 1004, 2004, 2026))

    def close(self) -> None:
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait(10)
        for handle in (self._ours, self._its):
            os.close(handle)


@pytest.fixture
def terminal() -> Iterator[Any]:
    """Open the program in a terminal."""
    with contextlib.ExitStack() as stack:

        def start(
            *args: str, columns: int = 80, rows: int = 24, term: str = "xterm-256color"
        ) -> Terminal:
            opened = Terminal(*args, columns=columns, rows=rows, term=term)
            stack.callback(opened.close)
            return opened

        yield start


@pytest.mark.parametrize("n", range(24))
def test_a_very_small_window(terminal: Any, n: int) -> None:
    window = terminal("ask", "offer", columns=40, rows=10)
    window.wait_for("What has happened?")
    window.settle()
    window.type("3")
    window.settle()
    window.type("\x11")
    assert window.leave() == 0
    window.assert_restored()
    assert b"Traceback" not in window.seen


