"""The clipboard and the mail program, with programs that stand in for those of a desktop."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from advisor.desktop import clipboard, mail

pytestmark = pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="the stand-ins are shell scripts")

SECRET = "AAMC 12345678 Asha"


@pytest.fixture
def desktop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder that is the whole PATH of a desktop with a window system; what its programs got is in files there."""
    folder = tmp_path / "bin"
    folder.mkdir()
    monkeypatch.setenv("PATH", str(folder))
    for name in ("SSH_CONNECTION", "SSH_TTY", "WAYLAND_DISPLAY", "WSL_DISTRO_NAME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("DISPLAY", ":0")
    return folder


def program(folder: Path, name: str, *, code: int = 0, says: str = "") -> None:
    """A program that writes down its arguments and its input."""
    file = folder / name
    file.write_text(
        f'#!/bin/sh\necho "$@" > {folder}/{name}.args\n/bin/cat > {folder}/{name}.input\necho "{says}"\nexit {code}\n'
    )
    file.chmod(0o700)


def test_words_go_in_by_the_input_and_never_in_a_command_line(desktop: Path) -> None:
    program(desktop, "xclip")
    assert clipboard.copy_natively(SECRET) == "xclip"
    assert (desktop / "xclip.input").read_text() == SECRET
    assert SECRET not in (desktop / "xclip.args").read_text()


def test_a_program_that_fails_is_followed_by_the_next(desktop: Path) -> None:
    program(desktop, "xclip", code=1)
    program(desktop, "xsel")
    assert clipboard.copy_natively("words") == "xsel"
    program(desktop, "xsel", code=1)
    assert clipboard.copy_natively("words") is None


def test_without_windows_nothing_is_copied_and_nothing_opened(desktop: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program(desktop, "xclip")
    program(desktop, "xdg-open")
    monkeypatch.delenv("DISPLAY")
    assert clipboard.copy_natively("words") is None
    assert mail.open_mail("mailto:") is False
    # On a machine far away its own clipboard helps nobody.
    program(desktop, "pbcopy")
    assert clipboard.copy_natively("words") == "pbcopy"
    monkeypatch.setenv("SSH_CONNECTION", "1.2.3.4 5 6.7.8.9 22")
    assert clipboard.copy_natively("words") is None
    assert not (desktop / "xdg-open.args").exists()


def test_the_mail_program_gets_the_address(desktop: Path) -> None:
    program(desktop, "xdg-mime", says="mailer.desktop")
    program(desktop, "xdg-open")
    assert mail.open_mail("mailto:?subject=A%20question") is True
    assert (desktop / "xdg-open.args").read_text() == "mailto:?subject=A%20question\n"


def test_no_program_for_mail_is_found_out(desktop: Path) -> None:
    assert mail.open_mail("mailto:") is False
    program(desktop, "xdg-open", code=4)
    assert mail.open_mail("mailto:") is False
    program(desktop, "gio")
    assert mail.open_mail("mailto:") is True
    assert (desktop / "gio.args").read_text() == "open mailto:\n"


def test_a_desktop_that_has_chosen_none_opens_none(desktop: Path) -> None:
    program(desktop, "xdg-mime")
    program(desktop, "xdg-open")
    assert mail.open_mail("mailto:") is False
    assert not (desktop / "xdg-open.args").exists()


@pytest.mark.parametrize(
    "address", ["https://example.org", "file:///etc/passwd", 'mailto:"x', "mailto:a b", "mailto:é"]
)
def test_only_addresses_of_our_own_making_are_opened(desktop: Path, address: str) -> None:
    program(desktop, "xdg-open")
    with pytest.raises(ValueError, match=r".*"):
        mail.open_mail(address)
    assert not (desktop / "xdg-open.args").exists()


def test_windows_takes_short_addresses_only(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("WSL_DISTRO_NAME", raising=False)
    assert mail.longest() > 2083
    monkeypatch.setenv("WSL_DISTRO_NAME", "some")
    assert mail.longest() < 2083
