from __future__ import annotations

import errno
import os
import stat
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from advisor.errors import UsageError
from advisor.output.files import write_file, write_lines


def only(folder: Path) -> list[str]:
    return sorted(file.name for file in folder.iterdir())


def test_a_new_file_holds_the_text_with_plain_newlines(tmp_path: Path) -> None:
    write_file(tmp_path / "a.txt", "one\ntwo é\n", overwrite=False)
    assert (tmp_path / "a.txt").read_bytes() == "one\ntwo é\n".encode()
    assert only(tmp_path) == ["a.txt"]


def test_a_file_that_is_there_stays_unless_it_may_be_replaced(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_text("old")
    with pytest.raises(UsageError) as caught:
        write_file(file, "new", overwrite=False)
    assert caught.value.message == f'cannot write "{file}": there is already a file'
    assert file.read_text() == "old"
    write_file(file, "new", overwrite=True)
    assert file.read_text() == "new"
    assert only(tmp_path) == ["a.txt"]


def test_half_characters_are_written_as_their_number(tmp_path: Path) -> None:
    write_file(tmp_path / "a.txt", "a\udc80b", overwrite=False)
    assert (tmp_path / "a.txt").read_text(encoding="utf-8") == "a\\udc80b"


@pytest.mark.parametrize("name", ["none/a.txt", "file.txt/a.txt"])
def test_a_missing_folder_is_named(tmp_path: Path, name: str) -> None:
    (tmp_path / "file.txt").write_text("x")
    with pytest.raises(UsageError, match="there is no folder") as caught:
        write_file(tmp_path / name, "x", overwrite=True)
    assert str((tmp_path / name).parent) in caught.value.message
    assert caught.value.hint == "make the folder first, or give another place"


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="that is a folder"):
        write_file(tmp_path, "x", overwrite=True)


@pytest.mark.parametrize("name", ["a\0b.txt", "x" * 300])
def test_a_name_that_no_file_can_have(tmp_path: Path, name: str) -> None:
    with pytest.raises(UsageError, match="cannot have this name"):
        write_file(tmp_path / name, "x", overwrite=True)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows allows fewer letters in a whole path")
def test_the_longest_name_works(tmp_path: Path) -> None:
    write_file(tmp_path / ("x" * 255), "x", overwrite=False)
    assert len(only(tmp_path)[0]) == 255


@pytest.mark.parametrize(
    ("code", "told"),
    [
        (errno.ENOSPC, "the disk is full"),
        (errno.EACCES, "no permission"),
        (errno.EROFS, "no permission"),
        (errno.EIO, "input/output error"),
    ],
)
def test_when_writing_fails_the_old_file_stays_and_nothing_is_left_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: int, told: str
) -> None:
    def fail(_handle: int) -> None:
        raise OSError(code, os.strerror(code))

    file = tmp_path / "a.txt"
    file.write_text("old")
    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(UsageError, match=told) as caught:
        write_file(file, "new", overwrite=True)
    assert str(file) in caught.value.message
    assert caught.value.hint
    assert file.read_text() == "old"
    assert only(tmp_path) == ["a.txt"]


def test_an_interruption_leaves_nothing_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(_handle: int) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "fsync", interrupt)
    with pytest.raises(KeyboardInterrupt):
        write_file(tmp_path / "a.txt", "new", overwrite=True)
    assert only(tmp_path) == []


def test_a_write_protected_file_is_not_replaced(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "a.txt"
    file.write_text("old")
    # Told so, because whoever runs the tests as root may write everywhere.
    monkeypatch.setattr(os, "access", lambda _path, _mode: False)
    with pytest.raises(UsageError, match="no permission"):
        write_file(file, "new", overwrite=True)
    assert file.read_text() == "old"


@pytest.mark.skipif(sys.platform == "win32", reason="links and rights of POSIX")
def test_a_link_is_followed_and_rights_are_kept(tmp_path: Path) -> None:
    file, link = tmp_path / "a.txt", tmp_path / "b.txt"
    file.write_text("old")
    file.chmod(0o640)
    link.symlink_to(file)
    write_file(link, "new", overwrite=True)
    assert link.is_symlink()
    assert file.read_text() == "new"
    assert stat.S_IMODE(file.stat().st_mode) == 0o640


@pytest.mark.skipif(sys.platform == "win32", reason="devices of POSIX")
def test_a_device_is_written_to_and_never_replaced() -> None:
    write_file(Path("/dev/null"), "x", overwrite=False)
    assert stat.S_ISCHR(Path("/dev/null").stat().st_mode)


def test_lines_are_written_as_they_come(tmp_path: Path) -> None:
    write_lines(tmp_path / "a.txt", (f"{number}\n" for number in range(3)), overwrite=False)
    assert (tmp_path / "a.txt").read_text() == "0\n1\n2\n"


@pytest.mark.parametrize("error", [OSError("no more"), ValueError("bad"), UsageError("stop")])
def test_what_making_the_lines_raises_goes_up_and_nothing_is_written(tmp_path: Path, error: Exception) -> None:
    def lines() -> Iterator[str]:
        yield "new\n"
        raise error

    (tmp_path / "a.txt").write_text("old")
    with pytest.raises(type(error)) as caught:
        write_lines(tmp_path / "a.txt", lines(), overwrite=True)
    assert caught.value is error
    assert (tmp_path / "a.txt").read_text() == "old"
    assert only(tmp_path) == ["a.txt"]
