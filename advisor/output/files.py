"""Writing a file so that nothing is lost: the old one stays until the new one is whole."""

from __future__ import annotations

import contextlib
import errno
import os
import secrets
import stat
from collections.abc import Iterable, Iterator
from pathlib import Path

from advisor import wording
from advisor.errors import UsageError

_REASONS = {
    errno.EACCES: wording.WRITE_NO_PERMISSION,
    errno.EPERM: wording.WRITE_NO_PERMISSION,
    errno.EROFS: wording.WRITE_NO_PERMISSION,
    errno.ENOSPC: wording.WRITE_NO_SPACE,
    errno.EDQUOT: wording.WRITE_NO_SPACE,
    errno.EISDIR: wording.WRITE_IS_FOLDER,
    errno.ENOENT: wording.WRITE_NO_FOLDER,
    errno.ENOTDIR: wording.WRITE_NO_FOLDER,
    errno.ENAMETOOLONG: wording.WRITE_BAD_NAME,
    errno.EINVAL: wording.WRITE_BAD_NAME,
}


def write_file(path: Path, text: str, *, overwrite: bool, private: bool = False, quick: bool = False) -> None:
    """Write a text file in UTF-8, whole or not at all.

    The text goes into a temporary file beside it, which then takes its place. A link is followed,
    and the rights of a file that is replaced are kept. What is no regular file (a device, a pipe)
    is written to directly.

    Args:
        path: Where to.
        text: What.
        overwrite: Whether a file that is already there may be replaced.
        private: Whether only its owner may read it, also where it replaces a file that others may read.
        quick: For a small file of the program's own that is written often: it is not forced through to the disk, which
            takes longer than a person notices. It outlives the process all the same.

    Raises:
        UsageError: It could not be written. What was there before is still there.
    """
    write_lines(path, (text,), overwrite=overwrite, private=private, quick=quick)


def write_lines(
    path: Path, lines: Iterable[str], *, overwrite: bool, private: bool = False, quick: bool = False
) -> None:
    """Write a text file as `write_file` does, from lines that are made one after the other.

    Args:
        path: Where to.
        lines: What, with the line ends. What making them raises goes up as it is; then, too,
            nothing is written.
        overwrite: Whether a file that is already there may be replaced.
        private: As for `write_file`.
        quick: As for `write_file`.

    Raises:
        UsageError: It could not be written. What was there before is still there.
    """
    try:
        _write(path, _guarded(lines), overwrite=overwrite, private=private, quick=quick)
    except _FromLinesError as found:
        raise found.error from None
    except FileExistsError:
        raise _failure(path, wording.WRITE_EXISTS) from None
    except OSError as error:
        words = _REASONS.get(error.errno or 0, wording.WRITE_OTHER)
        if words is wording.WRITE_NO_FOLDER and path.parent.is_dir():
            words = wording.WRITE_NO_PERMISSION
        raise _failure(path, words, error) from None
    except ValueError:
        # A name with a null character.
        raise _failure(path, wording.WRITE_BAD_NAME) from None


class _FromLinesError(Exception):
    """Keeps what making the lines raised apart from what writing them raises."""

    def __init__(self, error: Exception) -> None:
        super().__init__()
        self.error = error


def _guarded(lines: Iterable[str]) -> Iterator[bytes]:
    try:
        for line in lines:
            yield line.encode("utf-8", errors="backslashreplace")
    except (OSError, ValueError) as error:
        raise _FromLinesError(error) from error


def _failure(path: Path, words: tuple[str, str], error: OSError | None = None) -> UsageError:
    reason, hint = words
    told = (error.strerror or str(error)).lower() if error else ""
    told = reason.format(folder=wording.one_line(str(path.parent)), error=told)
    shown = wording.one_line(str(path))
    return UsageError(wording.WRITE_FAILED.format(path=shown, reason=told), hint)


def _write(path: Path, data: Iterable[bytes], *, overwrite: bool, private: bool, quick: bool) -> None:
    try:
        before: os.stat_result | None = path.stat()
    except FileNotFoundError:
        before = None
    if before is not None:
        if stat.S_ISDIR(before.st_mode):
            raise IsADirectoryError(errno.EISDIR, "")
        if not stat.S_ISREG(before.st_mode):
            with path.open("wb") as device:
                device.writelines(data)
            return
        if not overwrite:
            raise FileExistsError(errno.EEXIST, "")
        if not os.access(path, os.W_OK):
            # Replacing it would only need rights on the folder; a write-protected file is meant.
            raise PermissionError(errno.EACCES, "")
    if path.name in ("", ".", "..") or str(path).endswith(os.sep):
        raise IsADirectoryError(errno.EISDIR, "")
    target = Path(os.path.realpath(path))
    # Its own short name, so that a long one of the target still fits.
    temporary = target.parent / f".{secrets.token_hex(8)}.tmp"
    try:
        with open(temporary, "xb", opener=_for_its_owner if private else None) as file:
            file.writelines(data)
            file.flush()
            if not quick:
                os.fsync(file.fileno())
        if before is not None and not private:
            temporary.chmod(stat.S_IMODE(before.st_mode))
        temporary.replace(target)
    except BaseException:
        with contextlib.suppress(OSError):
            temporary.unlink()
        raise
    if not quick:
        _settle(target.parent)


def _for_its_owner(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


def _settle(folder: Path) -> None:
    """Make the new name last through a power cut, where the system can."""
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
