"""The streams of `batch`: lines in, lines out, progress for whoever watches."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import BinaryIO

from advisor.cli import out, say
from advisor.errors import Exit, UsageError
from advisor.interview.batch import MAX_LINE, Batch
from advisor.interview.interview import Interview

_STEP = 10_000


def run_batch(interview: Interview, file: str, output: str | None) -> int:
    """Run every line of a file; returns 1 where one was in error.

    Raises:
        UsageError: The file cannot be read, or the output cannot be written.
    """
    batch = Batch(interview)
    with contextlib.ExitStack() as stack:
        source = _open(file, stack)
        lines = batch.run(_lines(source))
        if sys.stderr is not None and sys.stderr.isatty():
            lines = _progress(lines, batch)
        if output is None or output == "-":
            out("")
            sys.stdout.flush()
            sink = sys.stdout.buffer
            for line in lines:
                sink.write(line.encode("utf-8", "replace"))
            sink.flush()
        else:
            from advisor.output.files import write_lines

            write_lines(Path(output), lines, overwrite=True)
    if batch.faults:
        say(f"advisor: {batch.faults} of {batch.lines} lines were in error")
        return Exit.FINDINGS
    return Exit.OK


def _open(file: str, stack: contextlib.ExitStack) -> BinaryIO:
    if file == "-":
        if sys.stdin is None:
            raise UsageError("standard input is closed", "name a file of JSON lines")
        return sys.stdin.buffer
    try:
        return stack.enter_context(Path(file).open("rb"))
    except OSError as error:
        message = f'"{file}" cannot be read: {error.strerror or error}'
        raise UsageError(message, "name a file of JSON lines") from None
    except ValueError:
        # A name with a null character.
        raise UsageError(f'there is no file "{file}"', "name a file of JSON lines") from None


def _lines(source: BinaryIO) -> Iterator[bytes]:
    """The lines; of one that is too long only so much that it is seen to be."""
    inside = False
    for piece in iter(partial(source.readline, MAX_LINE + 1), b""):
        if not inside:
            yield piece
        inside = piece[-1] != 10


def _progress(lines: Iterator[str], batch: Batch) -> Iterator[str]:
    for number, line in enumerate(lines, 1):
        yield line
        if number % _STEP == 0:
            say(f"advisor: {batch.lines} lines, {batch.faults} in error")
