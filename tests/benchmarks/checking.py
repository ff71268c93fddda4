"""`check` against parsing the same file, and the counting of paths."""

from __future__ import annotations

import shutil
import statistics
from datetime import date
from pathlib import Path

from advisor.analysis.count import Count, count_paths
from advisor.authoring.check import check
from advisor.conversation.preview import Preview, stamps
from advisor.guide.load import Guide, load_guide
from advisor.interview.interview import Interview
from tests.benchmarks.engine import beside_yaml, exponent, timed
from tests.benchmarks.guides import big_tree, hard_tree, write_guide

AS_OF = date(2026, 11, 22)


def checking(folder: Path, questions: int, rounds: int = 5) -> tuple[float, float]:
    """Median seconds of checking a guide of one tree, and of `yaml.CSafeLoader` on its file with the collector off."""
    root = write_guide(folder, {"big": big_tree(questions)})
    return beside_yaml(root, lambda: check(Guide(root), as_of=AS_OF), rounds)


def growth(folder: Path) -> float:
    """The exponent with which the time of checking grows with the number of questions."""
    return exponent(lambda size: checking(folder / str(size), size, rounds=3)[0])


def undecided(folder: Path, questions: int = 40, rounds: int = 5) -> float:
    """Median seconds of checking a tree that is too large to be decided."""
    root = write_guide(folder, {"hard": hard_tree(questions)})
    found = check(Guide(root), as_of=AS_OF)
    assert "R404" in {finding.code for finding in found.findings}
    return statistics.median(timed(lambda: check(Guide(root), as_of=AS_OF)) for _ in range(rounds))


def counting(folder: Path, questions: int, rounds: int = 5) -> tuple[float, Count]:
    """Median seconds of counting the paths of a tree that is loaded, and the count."""
    guide = Guide(write_guide(folder, {"big": big_tree(questions)}))
    guide.tree("big")
    program = Interview.begin(guide, "big", as_of=AS_OF).program
    count = count_paths(program)
    return statistics.median(timed(lambda: count_paths(program)) for _ in range(rounds)), count


def reload(root: Path, folder: Path, tree: str, rounds: int = 9) -> float:
    """Median seconds from a saved tree to what the preview shows of it; what `check` finds is told later."""
    for part in ("content", "trees", "tests/scenarios"):
        shutil.copytree(root / part, folder / part)
    file = folder / f"trees/{tree}.yaml"
    text = file.read_text(encoding="utf-8")
    preview = Preview.begin(load_guide(folder), tree, as_of=AS_OF)
    took = []
    for number in range(rounds):
        file.write_text(f"{text}\n# {'saved ' * number}\n", encoding="utf-8")
        after = [preview]

        def look(after: list[Preview] = after) -> None:
            stamps(folder)
            after.append(after[0].renewed())
            after[1].entries()

        took.append(timed(look))
        preview = after[1]
    return statistics.median(took)
