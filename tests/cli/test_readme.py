"""Every command that the README shows works, and every output that it shows is real."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from tests.cli.conftest import Call
from tests.cli.guides import ROOT

_FENCE = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def _blocks(name: str, kind: str) -> list[str]:
    text = (ROOT / name).read_text(encoding="utf-8")
    return [block for found, block in _FENCE.findall(text) if found == kind]


def _commands() -> list[str]:
    lines = [line for block in _blocks("README.md", "sh") for line in block.splitlines()]
    return [line for line in lines if line.startswith("advisor")]


@pytest.fixture
def files(away: Path) -> None:
    """The files that the README's commands read."""
    [answers] = _blocks("README.md", "yaml")
    (away / "case.yaml").write_text(answers, encoding="utf-8")
    (away / "cases.jsonl").write_text('{"id": 1}\n', encoding="utf-8")


@pytest.fixture
def guides(call: Call, line: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The guides that the README's commands name, except those that they make."""
    if "--mutate" in line:
        # Changing every line of the whole guide takes half a minute; how it works on it is shown by a small one.
        assert call("new", "guide", "small").code == 0
        monkeypatch.setenv("ADVISOR_GUIDE", "small")
    for name in ("club", "before", "now"):
        if name in line.partition("#")[0].split() and "new" not in line.split():
            assert call("new", "guide", name).code == 0


@pytest.mark.usefixtures("files", "guides")
@pytest.mark.parametrize("line", _commands())
def test_the_commands_work(call: Call, line: str) -> None:
    name, *args = shlex.split(line, comments=True)
    assert name == "advisor"
    given = b"quit\n" if "--plain" in args else b""
    ran = call(*args, given=given)
    if args == [] or args[0] == "preview" or (args[0] == "ask" and "--plain" not in args):
        # The window itself is opened in test_pty; here nothing but the terminal is missing.
        assert ran.code == 2
        assert "terminal" in ran.err
    elif args[:2] == ["run", "offer"] and "--answers" not in args:
        assert ran.code == 3
    else:
        assert (ran.code, "error" in ran.err) == (0, False)


@pytest.mark.usefixtures("files")
@pytest.mark.parametrize("block", _blocks("README.md", "console"))
def test_the_outputs_are_real(call: Call, block: str) -> None:
    command, _, shown = block.partition("\n")
    assert command.startswith("$ advisor ")
    ran = call(*shlex.split(command)[2:])
    pattern = "".join(r"(?:.*\n)*?" if line == "...\n" else re.escape(line) for line in shown.splitlines(True))
    assert re.fullmatch(pattern, ran.out + ran.err), ran.out + ran.err


def test_there_is_something_to_run() -> None:
    assert len(_commands()) > 10
    assert len(_blocks("README.md", "console")) > 1


def test_what_make_is_asked_for_exists() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z]+):", makefile, re.MULTILINE))
    for name in ("README.md", "CONTRIBUTING.md"):
        text = (ROOT / name).read_text(encoding="utf-8")
        asked = re.findall(r"(?:^|`)make ([a-z]+)", text, re.MULTILINE)
        assert len(asked) > 1
        assert set(asked) <= targets


def test_every_exit_code_is_in_the_readme() -> None:
    from advisor.errors import Exit

    text = (ROOT / "README.md").read_text(encoding="utf-8")
    table = {int(code) for code in re.findall(r"^\| (\d+) \|", text, re.MULTILINE)}
    assert table == {int(code) for code in Exit}


def test_links_lead_to_files() -> None:
    for name in ("README.md", "CONTRIBUTING.md", "CHANGELOG.md"):
        text = (ROOT / name).read_text(encoding="utf-8")
        for target in re.findall(r"\]\(([^)#:]+)\)", text):
            assert (ROOT / target).exists(), (name, target)
