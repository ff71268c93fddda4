"""Calling the program in this process or in one of its own, away from the home folder."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from advisor.cli import main
from tests.cli.guides import write_garden

# The last two are set by GNU readline in whichever process imports it.
_OF_TERMINALS = ("TERM", "NO_COLOR", "COLUMNS", "LINES")


@dataclass(frozen=True)
class Ran:
    """How a call of the program ended.

    Attributes:
        out: What it wrote to standard output.
        err: What it said on standard error.
    """

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


Call = Callable[..., Ran]


@pytest.fixture(autouse=True)
def away(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty working directory and home, and no settings from outside."""
    home = tmp_path / "home"
    work = tmp_path / "work"
    home.mkdir()
    work.mkdir()
    for name in list(os.environ):
        if name.startswith(("ADVISOR_", "XDG_", "_ADVISOR")) or name in _OF_TERMINALS:
            monkeypatch.delenv(name)
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("LOCALAPPDATA", str(home))
    monkeypatch.chdir(work)
    return work


@pytest.fixture
def call(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Call:
    """Call the program in this process; standard input holds some bytes and is no terminal."""

    def run(*args: str, given: bytes = b"") -> Ran:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(given), encoding="utf-8"))
        capsys.readouterr()
        code = main(list(args))
        out, err = capsys.readouterr()
        return Ran(code, out, err)

    return run


PROGRAM = (sys.executable, "-m", "advisor")


@pytest.fixture
def spawn() -> Call:
    """Call the program as a process of its own."""

    def run(
        *args: str,
        given: bytes = b"",
        env: Mapping[str, str] | None = None,
        encoding: str = "utf-8",
        **more: Any,
    ) -> Ran:
        done = subprocess.run(
            [*PROGRAM, *args],
            input=given,
            capture_output=True,
            check=False,
            timeout=60,
            env={**os.environ, **(env or {})},
            **more,
        )
        return Ran(done.returncode, done.stdout.decode(encoding), done.stderr.decode(encoding))

    return run


@pytest.fixture
def garden(tmp_path: Path) -> Path:
    """The garden guide."""
    return write_garden(tmp_path / "garden")
