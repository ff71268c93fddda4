"""The wheel: built from a copy, installed into an empty environment, used from another folder."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import sysconfig
import zipfile
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from advisor import __version__
from advisor.authoring.testing.scenarios import Case, prepare, read_cases
from advisor.guide.load import Guide

ROOT = Path(__file__).resolve().parent.parent.parent
FOLDERS = ("advisor", "content", "trees")
FILES = ("pyproject.toml", "README.md", "LICENSE", "LICENSE-CONTENT")
SCENARIOS = 6

pytestmark = pytest.mark.packaging


def _run(*args: str | Path, code: int = 0, **more: Any) -> subprocess.CompletedProcess[str]:
    done = subprocess.run([str(arg) for arg in args], capture_output=True, text=True, encoding="utf-8", **more)
    assert done.returncode == code, done.stdout + done.stderr
    return done


def _build(folder: Path) -> Path:
    source = folder / "source"
    source.mkdir()
    for name in FOLDERS:
        shutil.copytree(ROOT / name, source / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in FILES:
        shutil.copy(ROOT / name, source / name)
    out = folder / "dist"
    build = (sys.executable, "-m", "build", "--no-isolation", "--wheel", "--outdir", out)
    _run(*build, source, cwd=folder)
    [wheel] = out.iterdir()
    return wheel


def _install(wheel: Path, folder: Path) -> Path:
    """The installed program; what it depends on is lent by this environment, no network is used."""
    environment = folder / "environment"
    _run(sys.executable, "-m", "venv", "--without-pip", environment)
    windows = os.name == "nt"
    python = environment / ("Scripts/python.exe" if windows else "bin/python")
    pip = (sys.executable, "-m", "pip", "--python", python, "--disable-pip-version-check")
    _run(*pip, "install", "--quiet", "--no-deps", "--no-index", wheel)
    scheme = {"base": str(environment), "platbase": str(environment)}
    own = Path(sysconfig.get_path("purelib", "nt" if windows else "posix_prefix", scheme))
    lent = (sysconfig.get_path("purelib"), sysconfig.get_path("platlib"))
    # A folder named in a .pth is searched, its own .pth files are not obeyed: not the checkout's.
    (own / "lent.pth").write_text("\n".join(dict.fromkeys(lent)) + "\n", encoding="utf-8")
    return environment / ("Scripts/advisor.exe" if windows else "bin/advisor")


def _contents(wheel: Path) -> set[str]:
    with zipfile.ZipFile(wheel) as archive:
        return set(archive.namelist())


def _expected() -> set[str]:
    found = set()
    for folder in FOLDERS:
        for file in (ROOT / folder).rglob("*"):
            if file.is_file() and "__pycache__" not in file.parts:
                path = file.relative_to(ROOT).as_posix()
                found.add(path if folder == "advisor" else f"advisor/bundled/{path}")
    return found


def _some(cases: list[Case]) -> list[Case]:
    """A few scenarios that end at an outcome, from all over the guide."""
    ended = [case for case in cases if case.scenario.expect.outcome]
    return ended[:: len(ended) // SCENARIOS][:SCENARIOS]


def test_the_wheel_holds_the_guide_and_runs_from_another_folder(tmp_path: Path) -> None:
    wheel = _build(tmp_path)
    assert wheel.name == f"match_advisor-{__version__}-py3-none-any.whl"
    info = f"match_advisor-{__version__}.dist-info/"
    held = _contents(wheel)
    assert {name for name in held if not name.startswith(info)} == _expected()
    assert {f"{info}licenses/LICENSE", f"{info}licenses/LICENSE-CONTENT"} <= held
    assert len([name for name in held if name.startswith(info)]) <= 7

    program = _install(wheel, tmp_path)
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    home = tmp_path / "home"
    home.mkdir()
    kept = {key: value for key, value in os.environ.items() if not key.startswith("ADVISOR_")}
    env = {**kept, "HOME": str(home), "PYTHONDONTWRITEBYTECODE": "1"}
    env.pop("PYTHONPATH", None)
    env.pop("COVERAGE_PROCESS_START", None)
    here: dict[str, Any] = {"cwd": elsewhere, "env": env, "timeout": 60}

    assert _run(program, "--version", **here).stdout == f"advisor {__version__}\n"
    where = _run(program, "where", **here).stdout
    assert str(tmp_path / "environment") in where
    assert "the bundled guide" in where
    python = program.with_name("python.exe" if os.name == "nt" else "python")
    module = _run(python, "-m", "advisor", "--version", **here).stdout
    assert module == f"advisor {__version__}\n"
    listing = json.loads(_run(program, "list", "--format", "json", **here).stdout)
    trees = sorted(file.stem for file in (ROOT / "trees").glob("[a-z]*.yaml"))
    assert sorted(tree["id"] for tree in listing["trees"]) == trees
    assert listing["guide"]["bundled"] is True
    checked = _run(program, "check", "--as-of", "2026-11-22", **here)
    assert checked.stdout == ""

    guide = Guide(ROOT)
    chosen = _some(read_cases(guide))
    assert len(chosen) == SCENARIOS
    for case in chosen:
        interview = prepare(guide, case)
        answers = {
            name: value.isoformat() if isinstance(value, date) else value for name, value in interview.answers.items()
        }
        (elsewhere / "case.json").write_text(json.dumps({"answers": answers}), encoding="utf-8")
        day = interview.as_of.isoformat()
        run = (program, "run", interview.tree, "--answers", "case.json", "--as-of", day)
        found = json.loads(_run(*run, "--format", "json", **here).stdout)
        assert interview.selection is not None
        assert interview.result is not None
        assert found["outcome"] == interview.result.outcome
        assert [card["id"] for card in found["cards"]] == list(interview.selection.cards)
        assert [phrase["id"] for phrase in found["phrases"]] == list(interview.selection.phrases)
        assert found["guide"] == interview.digest
    assert [file.name for file in elsewhere.iterdir()] == ["case.json"]
    assert list(home.iterdir()) == []
