"""What starting the program loads and which files it opens."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.cli.guides import DAY, ROOT

_DRIVER = """
import json, sys
opened = []
def hook(event, args):
    if event == "open" and isinstance(args[0], str):
        opened.append(args[0])
sys.addaudithook(hook)
from advisor.cli import main
code = main(sys.argv[2:])
with open(sys.argv[1], "w") as file:
    json.dump({"code": code, "modules": sorted(sys.modules), "opened": opened}, file)
"""


@pytest.fixture
def started(tmp_path: Path) -> Any:
    """Run the program in a new process; which modules it loaded and which guide files it opened."""

    def run(*args: str) -> tuple[dict[str, Any], set[str], set[str]]:
        report = tmp_path / "report.json"
        done = subprocess.run(
            [sys.executable, "-c", _DRIVER, str(report), *args],
            capture_output=True,
            text=True,
            timeout=60,
        )
        assert "Traceback" not in done.stderr
        found = json.loads(report.read_text())
        modules = {name.partition(".")[0] for name in found["modules"]}
        files = {
            Path(name).relative_to(ROOT).as_posix()
            for name in found["opened"]
            if Path(name).is_relative_to(ROOT) and Path(name).suffix in (".yaml", ".md")
        }
        document = json.loads(done.stdout) if done.stdout.startswith("{") else {}
        return {**document, "code": found["code"]}, modules, files

    return run


@pytest.mark.parametrize("args", [["--version"], ["--help"]], ids=["version", "help"])
def test_version_and_help_load_next_to_nothing(started: Any, args: list[str]) -> None:
    document, modules, files = started(*args)
    assert document["code"] == 0
    assert not modules & {"textual", "rich", "yaml", "pydantic", "markdown_it", "rapidfuzz"}
    assert files == set()


@pytest.mark.parametrize(
    "args",
    [["check"], ["run", "offer"], ["batch", "offer", "/dev/null"], ["ask", "--plain"], ["test"], ["find", "an offer"]],
    ids=lambda args: args[0],
)
def test_no_command_but_the_window_loads_textual(started: Any, args: list[str]) -> None:
    document, modules, _ = started(*args)
    assert document["code"] in (0, 3)
    assert not modules & {"textual", "rich"}
    assert "pydantic" in modules


COMMON = {
    "content/guide.yaml",
    "content/season.yaml",
    "content/blanks.yaml",
    "content/sources.yaml",
    "trees/_shared.yaml",
}


@pytest.mark.parametrize(
    "answers",
    [{"what_offered": "hint"}, {"what_offered": "seller"}],
    ids=lambda answers: answers["what_offered"],
)
def test_run_reads_only_what_it_shows(started: Any, answers: dict[str, str]) -> None:
    sets = [word for pair in answers.items() for word in ("--set", "=".join(pair))]
    document, modules, files = started("run", "offer", "--as-of", DAY, "--format", "json", *sets)
    assert document["code"] == 0
    assert not modules & {"textual", "rich", "rapidfuzz", "platformdirs"}
    shown = {f"content/cards/{card['id']}.md" for card in document["cards"]}
    shown |= {f"content/phrases/{phrase['id']}.md" for phrase in document["phrases"]}
    # What would change the advice is told with the title of the card it ends at.
    named = {
        f"content/cards/{change['outcome'][5:]}.md"
        for change in document["would_change"]
        if change["outcome"].startswith("card:")
    }
    assert shown <= files
    assert files - shown - named <= COMMON | {"trees/offer.yaml"}


def test_run_without_answers_reads_no_card(started: Any) -> None:
    for tree in ("offer", "update"):
        document, _, files = started("run", tree, "--as-of", DAY, "--format", "json")
        assert document["code"] == 3
        assert files - COMMON == {f"trees/{tree}.yaml"}
