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
PATIENCE = 30.0
"""Seconds until something that does not appear is given up; nothing is measured by it."""
PRIVATE_MODE = re.compile(rb"\x1b\[\?([\d;]+)([hl])")
MOUSE = {1000, 1002, 1003, 1005, 1006, 1015, 1016}


def _at_a_terminal() -> None:
    """Let a process be what the terminal controls, with signals as a shell leaves them to what runs in front."""
    fcntl.ioctl(0, termios.TIOCSCTTY, 0)
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def _untold() -> None:
    """The same, where whoever started the process keeps it to himself that the terminal is gone, as `make` does."""
    _at_a_terminal()
    signal.signal(signal.SIGHUP, signal.SIG_IGN)


class Terminal:
    """A terminal with the program in it."""

    def __init__(self, *args: str, columns: int, rows: int, term: str, told_of_its_end: bool = True) -> None:
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
            preexec_fn=_at_a_terminal if told_of_its_end else _untold,
        )

    @property
    def text(self) -> str:
        """What the screen shows."""
        return "\n".join(line.rstrip() for line in self.screen.display)

    def type(self, keys: str) -> None:
        """Press keys."""
        os.write(self._ours, keys.encode())

    def resize(self, columns: int, rows: int) -> None:
        """Make the window another size, as a window manager does."""
        self.screen.resize(rows, columns)
        fcntl.ioctl(self._ours, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
        os.killpg(self.process.pid, signal.SIGWINCH)

    def wait_until_stopped(self) -> None:
        """Wait until the program has stopped, as for a shell's `fg`."""
        end = time.monotonic() + PATIENCE
        while os.waitid(os.P_PID, self.process.pid, os.WSTOPPED | os.WNOHANG | os.WNOWAIT) is None:
            self.read(0.05)
            assert time.monotonic() < end, self.text

    def go_on(self) -> None:
        """Let a stopped program go on, as a shell's `fg` does."""
        os.killpg(self.process.pid, signal.SIGCONT)

    def kill(self) -> None:
        """End it without a word, as when the machine loses its power."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait(10)
        while self.read(0.05):
            pass

    def hang_up(self) -> None:
        """Close the window of the terminal."""
        os.close(self._ours)
        self._ours = -1

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
        self.assert_sane()
        assert self.modes.get(1049) is False

    def assert_sane(self) -> None:
        """A shell can be used: lines are echoed, the cursor is there, and the mouse sends nothing."""
        assert termios.tcgetattr(self._its) == self.before
        modes = self.modes
        assert modes.get(25, True) is True
        assert not any(modes.get(mode) for mode in (*MOUSE, 1004, 2004, 2026))

    def close(self) -> None:
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait(10)
        for handle in (self._ours, self._its):
            if handle >= 0:
                os.close(handle)


@pytest.fixture
def terminal() -> Iterator[Any]:
    """Open the program in a terminal."""
    with contextlib.ExitStack() as stack:

        def start(*args: str, columns: int = 80, rows: int = 24, term: str = "xterm-256color", **more: Any) -> Terminal:
            opened = Terminal(*args, columns=columns, rows=rows, term=term, **more)
            stack.callback(opened.close)
            return opened

        yield start


def test_from_the_first_screen_to_an_outcome_and_out(terminal: Any) -> None:
    window = terminal("--as-of", "2026-11-22")
    window.wait_for("I was offered a position before Match Day", "What is going on?")
    # The screen may come in pieces.
    window.wait(lambda text: "Edition" in text or "22 November 2026" in text)
    assert window.modes[1049] is True
    assert b"\x1b[22;0t" in window.seen
    assert b"\x1b]0;" in window.seen
    window.type("1\r")
    window.wait_for("What has happened?")
    window.settle()
    window.type("3")
    window.wait_for("Warm words")
    window.settle()
    window.type("q")
    window.settle()
    if window.process.poll() is None:
        window.type("q")
    assert window.leave() == 0
    window.assert_restored()
    assert window.seen.rpartition(b"\x1b]0;")[2].count(b"\x1b[23;0t") == 1
    assert b"Traceback" not in window.seen


def test_a_longer_interview_by_numbers(terminal: Any) -> None:
    window = terminal("ask", "offer", "--as-of", "2026-11-22")
    for words, key in (
        ("What has happened?", "1"),
        ("Have you answered them?", "1"),
        ("Where are you in the season", "2"),
        ("Is this position NRMP-participating?", "1"),
        ("require withdrawing from the Match?", "2"),
    ):
        window.wait_for(words)
        window.settle()
        window.type(key)
    window.wait_for("already said yes")
    window.settle()
    window.type("\x11")
    assert window.leave() == 0
    window.assert_restored()


def test_ctrl_c_in_the_middle(terminal: Any) -> None:
    window = terminal("ask", "offer")
    window.wait_for("What has happened?")
    window.settle()
    window.type("1")
    window.wait_for("Have you answered them?")
    window.type("\x03")
    assert window.leave() == 130
    window.assert_restored()
    assert b"Traceback" not in window.seen


@pytest.mark.usefixtures("own_folders")
@pytest.mark.parametrize("told", [True, False], ids=["told", "not-told"])
def test_a_closed_terminal_ends_the_program_and_loses_no_answer(terminal: Any, *, told: bool) -> None:
    window = terminal("ask", "offer", "--as-of", "2026-11-22", told_of_its_end=told)
    answer(window, ("What has happened?", "1"))
    window.wait_for("Have you answered them?")
    window.settle()
    window.hang_up()
    window.process.wait(PATIENCE)
    again = terminal("ask", "--resume", "--as-of", "2026-11-22")
    again.wait_for("A residency program offers me a place", "Have you answered them?")
    again.settle()
    again.type("\x11")
    assert again.leave() == 0


def test_a_very_small_window(terminal: Any) -> None:
    window = terminal("ask", "offer", columns=40, rows=10)
    window.wait_for("What has happened?")
    window.settle()
    window.type("3")
    window.settle()
    window.type("\x11")
    assert window.leave() == 0
    window.assert_restored()
    assert b"Traceback" not in window.seen


@pytest.mark.parametrize(("term", "more"), [("dumb", []), ("xterm-256color", ["--plain"])], ids=["dumb", "plain"])
def test_line_by_line_on_a_terminal(terminal: Any, term: str, more: list[str]) -> None:
    """`TERM=dumb` is line by line by itself, and says what a pipe gets."""
    args = ["ask", "offer", "--as-of", "2026-11-22"]
    window = terminal(*args, *more, columns=80, rows=200, term=term)
    window.wait_for_prompt("What has happened?")
    window.type("3\n")
    window.wait_for_prompt("Warm words are not an offer")
    window.type("quit\n")
    assert window.leave() == 0
    assert b"\x1b" not in window.seen
    assert termios.tcgetattr(window._its) == window.before
    piped = subprocess.run(
        [str(PROGRAM), *args, "--plain"],
        input=b"3\nquit\n",
        capture_output=True,
        timeout=60,
        env={**os.environ, "COLUMNS": "80", "LC_ALL": "C.UTF-8"},
    )
    shown = window.seen.decode().replace("\r\n", "\n")
    # A terminal echoes what is typed; where none is, the program does.
    assert shown == piped.stdout.decode()


def test_ctrl_c_line_by_line(terminal: Any) -> None:
    window = terminal("ask", "offer", "--plain", rows=60)
    window.wait_for_prompt("What has happened?")
    window.type("\x03")
    assert window.leave() == 130
    assert b"Traceback" not in window.seen
    assert "interrupted" in window.text


def test_the_end_of_input_line_by_line(terminal: Any) -> None:
    window = terminal("ask", "offer", "--plain", rows=60)
    window.wait_for_prompt("What has happened?")
    window.type("\x04")
    assert window.leave() == 3
    assert "ended" in window.text


@pytest.fixture
def own_folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Interviews are kept in a folder of the test."""
    for name in ("HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME"):
        monkeypatch.setenv(name, str(tmp_path / name.lower()))
    monkeypatch.delenv("ADVISOR_NO_SAVE", raising=False)


def answer(window: Terminal, *steps: tuple[str, str]) -> None:
    """Answer question after question."""
    for words, key in steps:
        window.wait_for(words)
        window.settle()
        window.type(key)


def test_the_window_changes_its_size_in_an_interview(terminal: Any) -> None:
    window = terminal("ask", "offer", "--as-of", "2026-11-22")
    answer(window, ("What has happened?", "1"), ("Have you answered them?", "/"))
    window.wait_for("Answer in your own words")
    window.settle()
    window.type("not yet sure")
    window.wait_for("not yet sure")
    for columns, rows in ((160, 45), (60, 20), (200, 60), (80, 24)):
        window.resize(columns, rows)
        window.wait_for("not yet sure", "Have you answered them?", "A residency program offers me a place")
        window.settle()
    window.type("!")
    window.wait_for("not yet sure!")
    window.type("\x11")
    assert window.leave() == 0
    window.assert_restored()


@pytest.mark.parametrize("how", ["key", "signal"])
def test_to_the_shell_for_a_while_and_back(terminal: Any, how: str) -> None:
    window = terminal("ask", "offer", "--as-of", "2026-11-22")
    answer(window, ("What has happened?", "1"))
    window.wait_for("Have you answered them?")
    window.settle()
    if how == "key":
        window.type("\x1a")
    else:
        os.kill(window.process.pid, signal.SIGTSTP)
    window.wait_until_stopped()
    window.settle()
    window.assert_restored()
    window.go_on()
    window.wait_for("Have you answered them?", "A residency program offers me a place")
    window.settle()
    assert window.modes[1049] is True
    window.type("1")
    window.wait_for("Where are you in the season")
    window.settle()
    window.type("\x11")
    assert window.leave() == 0
    window.assert_restored()


@pytest.mark.usefixtures("own_folders")
@pytest.mark.parametrize("plain", [False, True], ids=["window", "lines"])
def test_a_killed_interview_is_gone_on_with_and_no_answer_is_lost(terminal: Any, *, plain: bool) -> None:
    more = ["--plain"] if plain else []
    enter = "\n" if plain else ""
    window = terminal("ask", "offer", "--as-of", "2026-11-22", *more, rows=60)
    for words, key in (
        ("What has happened?", "1"),
        ("Have you answered them?", "1"),
        ("Where are you in the season", "2"),
    ):
        window.wait_for(words)
        window.settle()
        window.type(key + enter)
    window.wait_for("Is this position NRMP-participating?")
    window.kill()
    again = terminal("ask", "--resume", "--as-of", "2026-11-22", *more, rows=60)
    again.wait_for(
        "A residency program offers me a place",
        "Yes, I signed, or I said yes",
        "It is interview season",
        "Is this position NRMP-participating?",
    )
    again.settle()
    again.type("quit\n" if plain else "\x11")
    assert again.leave() == 0
