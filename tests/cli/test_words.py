"""Words that must not stand where they stand: of the domain, of machines, of registries."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterable
from pathlib import Path

import pytest

from advisor.guide.source import read
from tests.cli.guides import ROOT

# Words of the trade that the glossary does not explain, or explains in another form.
_MORE = (
    "residency",
    "resident",
    "radiology",
    "radiologist",
    "nrmp",
    "ecfmg",
    "aamc",
    "acgme",
    "usmle",
    "visa",
    "img",
    "imgs",
    "fellowship",
    "rank order",
    "rank lists?",
)
_PLAIN = {"match", "step 3", "pathway", "pathways", "eastern"}
"""Words that are also plain English; "Match Advisor" is the program's name."""


def _terms() -> list[str]:
    """The glossary's terms, but those of one small word: "signals" is also what processes get."""
    found: list[str] = []
    for term, entry in read(ROOT / "content/glossary.yaml", "glossary").data.items():
        found += [term, *entry.get("also", []), *entry.get("not_automatic", [])]
    return [term for term in found if term != term.lower() or " " in term or "-" in term]


def _hits(files: Iterable[Path], pattern: re.Pattern[str]) -> list[str]:
    hits = []
    for file in files:
        try:
            text = file.read_text(encoding="utf-8")
        except (UnicodeDecodeError, FileNotFoundError):
            continue
        for number, line in enumerate(text.split("\n"), 1):
            if found := pattern.search(line):
                hits.append(f"{file.relative_to(ROOT)}:{number}: {found[0]}")
    return hits


def _pattern(exact: Iterable[str], any_case: Iterable[str]) -> re.Pattern[str]:
    parts = [re.escape(word) for word in exact] + [f"(?i:{word})" for word in any_case]
    return re.compile(rf"(?<![A-Za-z0-9])(?:{'|'.join(parts)})(?![A-Za-z0-9])")


def _package() -> list[Path]:
    """Everything in the package that is text of ours, without a built copy of the guide."""
    files = sorted((ROOT / "advisor").rglob("*"))
    kinds = (".py", ".tcss", ".css", ".html", ".json")
    return [file for file in files if file.suffix in kinds and "bundled" not in file.parts]


def test_no_word_of_the_domain_stands_in_the_program() -> None:
    terms = [term for term in _terms() if term.lower() not in _PLAIN]
    assert len(terms) > 30
    pattern = _pattern(terms, _MORE)
    assert pattern.search("the NRMP says")
    assert pattern.search("a letter of intent")
    assert not pattern.search("the pattern will match, Match Advisor, imgur")
    assert len(_package()) > 40
    assert _hits(_package(), pattern) == []


# --- what is handed out ---------------------------------------------------------------------------


def _tracked() -> list[Path]:
    done = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
    )
    if done.returncode != 0:
        pytest.skip("this is no checkout")
    return [ROOT / name for name in done.stdout.decode().split("\0") if name]


def _apart(*words: str) -> list[str]:
    """Words with a sign in the middle, so that they do not stand in this file; without it."""
    return [word.replace("~", "") for word in words]


_SAMPLES = _apart("from py~pi.org", "in /wo~rk/x", "by Cla~ude")


@pytest.mark.parametrize(
    "pattern",
    [
        re.compile(
            "|".join(
                _apart(
                    r"py~pi\.org",
                    r"python~hosted\.org",
                    r"npm~js\.(?:org|com)",
                    r"crates~\.io",
                    r"ruby~gems\.org",
                    r"proxy\.go~lang",
                    r"--(?:extra-)?index-~url",
                )
            )
        ),
        re.compile(r"(?<![\w./~-])/(?:{})/".format("|".join(_apart("wo~rk", "ro~ot", "ho~me")))),
        re.compile(
            r"(?<![A-Za-z])(?i:{})(?![A-Za-z])".format(
                "|".join(
                    _apart(
                        "cla~ude",
                        "anth~ropic",
                        "chat~gpt",
                        "open~ai",
                        "copi~lot",
                        "gem~ini",
                        "language mo~del",
                        "ll~ms?",
                        r"gp~t-?\d",
                        "a~i assistant",
                    )
                )
            )
        ),
    ],
    ids=["registries", "machine paths", "tools"],
)
def test_no_tracked_file_names_what_is_not_its_business(pattern: re.Pattern[str]) -> None:
    files = _tracked()
    assert len(files) > 100
    assert any(pattern.search(sample) for sample in _SAMPLES)
    assert _hits(files, pattern) == []
