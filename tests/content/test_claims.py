"""docs/claims.md: every claim once, carried by cards that exist, on the basis that they name."""

from __future__ import annotations

import re
from collections import Counter

import pytest

from tests.content.seen import ROOT

LINES = (ROOT / "docs/claims.md").read_text(encoding="utf-8").splitlines()
ROWS = [[cell.strip() for cell in line.strip("|").split("|")] for line in LINES if re.match(r"\| [\d]", line)]
PARAGRAPHS = {
    **{"2A": 4, "2B": 21, "2C": 17, "2D": 6, "2E": 6, "2F": 1, "2G": 4, "2H": 8},
    **{"2I": 4, "2J": 7, "2K": 9, "2L": 4, "2M": 6, "2N": 1, "2O": 1, "2P": 1, "5": 25},
}
"""How many facts each part of the reference has, beside the 102 claims of its first part."""
_LINK = re.compile(r"\[([a-z0-9-]+)\]\(\.\./content/cards/([a-z0-9-]+)\.md\)")


def test_every_claim_is_there_exactly_once() -> None:
    expected = [str(number) for number in range(1, 103)]
    expected += [f"{part}.{number}" for part, count in PARAGRAPHS.items() for number in range(1, count + 1)]
    assert Counter(row[0] for row in ROWS) == Counter(expected)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row[0])
def test_a_claim_is_carried_or_says_why_not(row: list[str]) -> None:
    _, fact, basis, carried = row
    assert fact
    links = _LINK.findall(carried)
    assert all((ROOT / "content/cards" / f"{target}.md").is_file() for _, target in links)
    assert all(shown == target for shown, target in links)
    if basis == "-":
        assert re.match(r"none: \w.{5,}", carried)
    else:
        first = (ROOT / "content/cards" / f"{links[0][1]}.md").read_text(encoding="utf-8")
        assert f"\nbasis: {basis}\n" in first
        assert _LINK.sub("", carried).replace(",", "").strip() == ""
