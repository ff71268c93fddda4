"""The public API: what a program that imports `advisor` relies on."""

from __future__ import annotations

import doctest
import subprocess
import sys
from pathlib import Path

import pytest

import advisor

ROOT = Path(__file__).resolve().parents[1]


def test_the_examples_of_the_documentation_run(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    done = doctest.testmod(advisor)
    assert (done.failed, done.attempted) == (0, 8)


def test_importing_it_loads_nothing_until_it_is_used() -> None:
    code = (
        "import sys, advisor\n"
        "heavy = {'pydantic', 'yaml', 'markdown_it', 'click', 'textual'}\n"
        "assert not heavy & set(sys.modules), heavy & set(sys.modules)\n"
        "advisor.load_guide\n"
        "assert 'pydantic' in sys.modules and 'textual' not in sys.modules\n"
    )
    subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=True)


def test_it_lists_what_it_offers_and_refuses_the_rest() -> None:
    assert set(advisor.__all__) <= set(dir(advisor))
    assert all(getattr(advisor, name) for name in advisor.__all__)
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        _ = advisor.nothing
