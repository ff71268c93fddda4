"""Every speed that is promised, as a ratio within one run: `make bench`.

A ratio compares two things that were measured in turns on the same machine, so it holds where absolute times do not.
Nothing is asserted; the figure and the promise stand side by side. Name a part to run it alone:
`python -m tests.benchmarks start`.
"""

from __future__ import annotations

import compileall
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from tests.benchmarks import engine

ROOT = Path(__file__).resolve().parents[2]
ENVIRONMENT = {**os.environ, "PYTHONHASHSEED": "0"}


def say(what: str, figure: str, promise: str) -> None:
    """One line of the report."""
    print(f"{what:<58} {figure:>22}   promised {promise}", flush=True)


def process(arguments: list[str], folder: str) -> float:
    """Seconds of a whole process."""
    start = time.perf_counter()
    subprocess.run([sys.executable, *arguments], cwd=folder, env=ENVIRONMENT, capture_output=True, check=True)
    return time.perf_counter() - start


def in_turns(one: list[str], other: list[str], rounds: int = 15) -> tuple[float, float, float]:
    """Median seconds of two processes run in turns, after one warm-up each, and the median ratio of the pairs."""
    with tempfile.TemporaryDirectory() as folder:
        process(one, folder)
        process(other, folder)
        pairs = [(process(one, folder), process(other, folder)) for _ in range(rounds)]
    return (
        statistics.median(a for a, _ in pairs),
        statistics.median(b for _, b in pairs),
        statistics.median(a / b for a, b in pairs),
    )


# pydantic imports most of itself only when a name of it is used, and more when the first model is defined. The promise
# names the bare import; the other two show how much of the figure is the library's own.
BARE = "import click, yaml, pydantic, markdown_it\n"
NAMES = "import click, yaml\nfrom pydantic import BaseModel\nfrom markdown_it import MarkdownIt\n"
ONE_MODEL = NAMES + "class Model(BaseModel):\n    number: int\nModel(number=1)\n"


def start() -> None:
    """Whole processes: `--version` and `run`."""
    # An installed program has its bytecode; a checkout may be told not to write it.
    compileall.compile_dir(ROOT / "advisor", quiet=2)
    ours, theirs, ratio = in_turns(["-m", "advisor", "--version"], ["-c", "import click"])
    say("advisor --version / import click", f"{ratio:.2f} ({_ms(ours)}/{_ms(theirs)})", "<= 1.2")
    run = [
        "-m",
        "advisor",
        "run",
        "offer",
        "--set",
        "what_offered=hint",
        "--format",
        "json",
        "--guide",
        str(ROOT),
    ]
    for what, code, promise in (
        ("advisor run / import click, yaml, pydantic, markdown_it", BARE, "<= 1.6"),
        ("  / the same with `from pydantic import BaseModel`", NAMES, "(to compare)"),
        ("  / the same with one model defined", ONE_MODEL, "(to compare)"),
    ):
        ours, theirs, ratio = in_turns(run, ["-c", code])
        say(what, f"{ratio:.2f} ({_ms(ours)}/{_ms(theirs)})", promise)
    ours, theirs, ratio = in_turns(["-c", ONE_MODEL], ["-c", BARE])
    say("  one model alone / the bare import", f"{ratio:.2f} ({_ms(ours)}/{_ms(theirs)})", "(to compare)")


def _ms(seconds: float) -> str:
    return f"{seconds * 1000:.0f} ms"


def frame() -> None:
    """The first frame in a real terminal."""
    from tests.benchmarks import tui_first_frame

    label, home = tui_first_frame.measure()
    say(
        "first frame of home / of a label",
        f"{home / label:.2f} ({_ms(home)}/{_ms(label)})",
        "<= 2.0",
    )


def keys() -> None:
    """From a key to the painted next question."""
    from tests.benchmarks import tui_answer

    for steps in (1, 100):
        took = tui_answer.measure(steps, 100)
        p95, p99 = (tui_answer.percentile(took, part) * 1000 for part in (95, 99))
        figure = f"p95 {p95:.1f} ms, p99 {p99:.1f} ms"
        say(f"key to next question, {steps} steps above", figure, "<= 16.7 and 33 ms")


def memory() -> None:
    """The memory of a long interview in the window."""
    from tests.benchmarks import tui_memory

    first, last = tui_memory.measure(100)
    say("memory after 100 answers / at the first question", f"{last / first:.2f} ({last:.0f}/{first:.0f} MB)", "<= 1.3")


def load() -> None:
    """Loading trees."""
    with tempfile.TemporaryDirectory() as folder:
        ours, theirs = engine.loading(Path(folder), 10_000)
        figure = f"{ours / theirs:.2f} ({_ms(ours)}/{_ms(theirs)})"
        say("loading 10,000 questions / yaml.CSafeLoader, no gc", figure, "<= 1.0")
        say(
            "growth of loading, 1,000 to 30,000 questions",
            f"n^{engine.growth(Path(folder)):.2f}",
            "<= n^1.1",
        )


def walk() -> None:
    """Walks a second."""
    with tempfile.TemporaryDirectory() as folder:
        ours, theirs = engine.walking(Path(folder))
    say(
        "walks a second / a hand-written loop",
        f"{ours / theirs:.2f} ({ours:,.0f}/{theirs:,.0f})",
        ">= 0.6",
    )


def batch() -> None:
    """Lines a second."""
    from advisor.guide.load import Guide

    for tree in ("offer", "update"):
        ours, theirs = engine.batching(Guide(ROOT), tree)
        figure = f"{theirs / ours:.2f} ({_ms(ours)}/{_ms(theirs)})"
        say(f"batch of 20,000 lines ({tree}) / json.loads + json.dumps", figure, ">= 0.4")


def find() -> None:
    """Free text to situations, and words that mean danger."""
    from tests.benchmarks import finding

    with tempfile.TemporaryDirectory() as folder:
        took = finding.finding(Path(folder))
    compared = f"{took.query / took.fuzzy:.2f} ({took.query * 1000:.1f}/{took.fuzzy * 1000:.1f} ms)"
    say("find / rapidfuzz over the same lines", compared, "(to compare)")
    say("find, the slowest of 200 queries", f"{took.worst * 1000:.1f} ms", "<= 10 ms")
    say("find in 10,000 letters", f"{took.letter * 1000:.1f} ms", "(to compare)")
    say("index of 18 trees and 150 cards", f"{took.built * 1000:.0f} ms", "<= 60 ms")
    first, short, long = finding.danger()
    say("words of danger, the first time", f"{first * 1000:.0f} ms", "(to compare)")
    say("words of danger in a message", f"{short * 1000:.2f} ms", "<= 2 ms")
    say("words of danger in 10,000 letters", f"{long * 1000:.1f} ms", "(to compare)")


def check() -> None:
    """Checking guides."""
    from tests.benchmarks import checking

    with tempfile.TemporaryDirectory() as folder:
        ours, theirs = checking.checking(Path(folder), 10_000)
        figure = f"{ours / theirs:.2f} ({_ms(ours)}/{_ms(theirs)})"
        say("checking 10,000 questions / yaml.CSafeLoader, no gc", figure, "<= 2.0")
        too_large = checking.undecided(Path(folder) / "hard")
        figure = f"{too_large / ours:.2f} ({_ms(too_large)}/{_ms(ours)})"
        say("checking a tree that is undecided / the same check", figure, "<= 1.0")
        say(
            "growth of checking, 1,000 to 30,000 questions",
            f"n^{checking.growth(Path(folder)):.2f}",
            "<= n^1.1",
        )

    needs = "import advisor.cli.authoring, advisor.authoring.check, advisor.guide.load, yaml, markdown_it"
    ours, theirs, ratio = in_turns(["-m", "advisor", "check", "--guide", str(ROOT)], ["-c", needs], rounds=5)
    say("checking the bundled guide / importing what it needs", f"{ratio:.1f} ({_ms(ours)}/{_ms(theirs)})", "<= 2.0")
    for tree in ("offer", "plan"):
        with tempfile.TemporaryDirectory() as folder:
            say(f"a saved tree to its preview ({tree})", _ms(checking.reload(ROOT, Path(folder), tree)), "<= 100 ms")


def paths() -> None:
    """Counting paths."""
    from tests.benchmarks import checking

    with tempfile.TemporaryDirectory() as folder:
        took, count = checking.counting(Path(folder), 10_000)
    assert count.paths is not None
    power = (count.paths.bit_length() - 1) * 0.30103
    say(f"counting 10^{power:.0f} paths of 10,000 questions", _ms(took), "<= 1000 ms")


PARTS: dict[str, Callable[[], None]] = {
    "start": start,
    "frame": frame,
    "keys": keys,
    "memory": memory,
    "load": load,
    "walk": walk,
    "batch": batch,
    "find": find,
    "check": check,
    "paths": paths,
}


def main(names: list[str]) -> int:
    """Run the parts that are named, or all."""
    unknown = [name for name in names if name not in PARTS]
    if unknown:
        print(f"there is no part {unknown[0]!r}; possible are: {', '.join(PARTS)}", file=sys.stderr)
        return 2
    for name in names or PARTS:
        PARTS[name]()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
