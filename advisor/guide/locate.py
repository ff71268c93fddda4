"""Which guide: the one named, the nearest one around the working directory, or the bundled one."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path
from typing import NamedTuple

from advisor.errors import UsageError

MANIFEST = Path("content/guide.yaml")
VARIABLE = "ADVISOR_GUIDE"


class Location(NamedTuple):
    """A guide's folder and whether it is the bundled one."""

    root: Path
    bundled: bool


def locate(named: str | os.PathLike[str] | None = None) -> Location:
    """Find the guide: `named`, else the variable ADVISOR_GUIDE, else around the working directory, else bundled.

    Raises:
        UsageError: The folder that was named holds no `content/guide.yaml`, or there is no guide at all.
    """
    bundled = bundled_root()
    chosen, how = (named, "--guide") if named else (os.environ.get(VARIABLE), VARIABLE)
    if chosen:
        root = Path(chosen).expanduser()
        if not os.path.lexists(root / MANIFEST):
            raise UsageError(
                f'{how} names "{chosen}", but there is no {MANIFEST.as_posix()} in it',
                "name the folder that holds content/ and trees/",
            )
        return Location(root, _same(root, bundled))
    try:
        here = Path.cwd()
    except OSError:
        here = None
    for folder in (here, *here.parents) if here else ():
        if (folder / MANIFEST).is_file():
            return Location(folder, _same(folder, bundled))
    if bundled is None:
        raise UsageError("no guide was found", "name its folder with --guide DIR")
    return Location(bundled, bundled=True)


def bundled_root() -> Path | None:
    """The guide inside the installed package, or beside the package in a checkout."""
    package = Path(__file__).resolve().parent.parent
    for root in (package / "bundled", package.parent):
        if (root / MANIFEST).is_file():
            return root
    return None


def in_repository(root: Path) -> str:
    """What comes before a guide's paths where a review names them: "" or a folder with a `/` at its end.

    It is relative to the repository around the guide, else to the working directory, else absolute.
    """
    root = root.resolve()
    around = [folder for folder in (root, *root.parents) if (folder / ".git").exists()]
    with contextlib.suppress(OSError):
        around.append(Path.cwd().resolve())
    for folder in around:
        if root.is_relative_to(folder):
            inside = root.relative_to(folder).as_posix()
            return "" if inside == "." else f"{inside}/"
    return f"{root.as_posix()}/"


def _same(one: Path, other: Path | None) -> bool:
    return other is not None and one.resolve() == other
