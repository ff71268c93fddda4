"""From the start of the process to the first frame, in a real pseudo-terminal.

`python -m tests.benchmarks.tui_first_frame` compares an app that shows one label with the whole program, which opens
the home screen of the guide in this checkout. The clock stops when the last words of the frame arrive.
"""

from __future__ import annotations

import compileall
import os
import pty
import select
import signal
import statistics
import sys
import time
from fcntl import ioctl
from pathlib import Path
from struct import pack
from termios import TIOCSWINSZ

ROOT = Path(__file__).resolve().parents[2]

LABEL = """
from textual.app import App
from textual.widgets import Label

class Small(App):
    def compose(self):
        yield Label("The first frame")

Small().run()
"""
HOME = """
import runpy, sys

sys.argv = ["advisor", "--guide", {root!r}]
runpy.run_module("advisor", run_name="__main__")
"""


def first_frame(code: str, wanted: bytes, *, columns: int = 80, lines: int = 24) -> float:
    """Seconds from the start of a Python process to some words on its terminal."""
    begin = time.perf_counter()
    child, terminal = pty.fork()
    if child == 0:
        os.environ["TERM"] = "xterm-256color"
        os.execv(sys.executable, [sys.executable, "-c", code])
    try:
        ioctl(terminal, TIOCSWINSZ, pack("HHHH", lines, columns, 0, 0))
        seen = b""
        while wanted not in seen:
            if time.perf_counter() - begin > 30:
                raise TimeoutError(seen[-2000:].decode(errors="replace"))
            if select.select([terminal], [], [], 0.5)[0]:
                seen += os.read(terminal, 65536)
        return time.perf_counter() - begin
    finally:
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        os.close(terminal)


def measure(rounds: int = 7) -> tuple[float, float]:
    """The median seconds of the label and of home, taken in turns."""
    # An installed program has its bytecode; a checkout may be told not to write it.
    compileall.compile_dir(ROOT / "advisor", quiet=2)
    label, home = [], []
    for _ in range(rounds):
        label.append(first_frame(LABEL, b"The first frame"))
        home.append(first_frame(HOME.format(root=str(ROOT)), b"What is going on?"))
    return statistics.median(label), statistics.median(home)


def main() -> int:
    """Print the figures."""
    label, home = measure()
    print(f"label {label:.3f} s, home {home:.3f} s, {home / label:.2f} times")
    return 0


if __name__ == "__main__":
    sys.exit(main())
