"""What to say about a bug of the program, and the log that helps to mend it."""

from __future__ import annotations

import platform
import sys
import traceback
from datetime import UTC, datetime
from pathlib import Path

from advisor import __version__
from advisor.cli import folders


def report_bug(error: BaseException, *, show: bool) -> str:
    """One paragraph; the log beside it holds no answers, no texts and no message of the error.

    Args:
        error: What was raised.
        show: Put the whole traceback into the paragraph (asked for with `--traceback`).
    """
    if show:
        return "".join(traceback.format_exception(error))
    lines = [
        f"advisor {__version__}, Python {sys.version.split()[0]}, {platform.system()}",
        datetime.now(UTC).isoformat(timespec="seconds"),
        type(error).__name__,
    ]
    package = Path(__file__).resolve().parent.parent.parent
    for frame in traceback.extract_tb(error.__traceback__):
        file = Path(frame.filename)
        name = file.relative_to(package).as_posix() if file.is_relative_to(package) else file.name
        lines.append(f"  {name}:{frame.lineno} in {frame.name}")
    where = _write("\n".join(lines) + "\n")
    kept = f" Where it happened, without any of your words, is in {where}." if where else ""
    what = type(error).__name__
    return (
        f"advisor: this is a bug of the program ({what}), not a mistake of yours.{kept}"
        " Call it again with --traceback to see more."
    )


def _write(text: str) -> Path | None:
    folder = folders.log_folder()
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        file = folder / "bug.log"
        file.write_text(text, encoding="utf-8")
        file.chmod(0o600)
    except OSError:
        return None
    return file
