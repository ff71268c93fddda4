"""What home shows, by the day; and how a tree is judged by the beginning of its file."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from advisor.conversation.home import home
from advisor.guide.load import Guide
from tests.plain.guides import FILES, write_guide

SEASON = """\
title: 2027 summer
zone: America/New_York
ends: 2027-05-31
phases:
  early: {title: Early, from: 2026-10-01, until: season:close}
  late: {title: Late, from: season:close + 1 day, until: 2027-05-31}
events:
  party: {title: The party, date: 2026-11-25, confidence: published}
  close: {title: Booking closes, date: 2026-12-31, time: "21:00", confidence: expected}
  each_trip: {title: each trip, date: varies}
"""
TREE = FILES["trees/home-tree.yaml"].replace("urgent: true\n", "")


def a_guide(root: Path, **trees: str) -> Guide:
    return write_guide(root, {"content/season.yaml": SEASON, **{f"trees/{n}.yaml": text for n, text in trees.items()}})


@pytest.mark.parametrize(
    ("day", "said"),
    [
        (
            date(2026, 11, 22),
            (
                "Today, 22 November 2026: Early.",
                "In 3 days: The party, 25 November 2026.",
                "In 39 days: Booking closes, 31 December 2026, 9 pm Eastern (expected).",
            ),
        ),
        (
            date(2026, 12, 30),
            (
                "Today, 30 December 2026: Early.",
                "In 1 day: Booking closes, 31 December 2026, 9 pm Eastern (expected).",
            ),
        ),
        (
            date(2026, 12, 31),
            (
                "Today, 31 December 2026: Early.",
                "Today: Booking closes, 31 December 2026, 9 pm Eastern (expected).",
            ),
        ),
        (date(2027, 1, 1), ("Today, 1 January 2027: Late.",)),
        (
            date(2026, 1, 1),
            (
                "Today is 1 January 2026.",
                "In 328 days: The party, 25 November 2026.",
                "In 364 days: Booking closes, 31 December 2026, 9 pm Eastern (expected).",
            ),
        ),
        (date(2027, 6, 1), ()),
    ],
)
def test_today_and_the_dates_to_come(tmp_path: Path, day: date, said: tuple[str, ...]) -> None:
    assert home(a_guide(tmp_path), day).today == said


def test_a_topic_of_one_phase_is_now_later_or_earlier(tmp_path: Path) -> None:
    guide = a_guide(tmp_path, first=f"phase: early\n{TREE}", second=f"phase: [late]\n{TREE}")

    def heading(tree: str, day: date) -> str:
        groups = home(guide, day).groups
        return next(group.title for group in groups if any(entry.tree == tree for entry in group.entries))

    winter, spring = date(2026, 12, 1), date(2027, 2, 1)
    assert [heading("first", winter), heading("second", winter)] == ["Now: Early", "Later: Late"]
    assert [heading("first", spring), heading("second", spring)] == ["Earlier: Early", "Now: Late"]
    assert heading("trip", winter) == "At any time"


@pytest.mark.parametrize(
    "text",
    [
        TREE.replace("title: I stay at home", "title: A topic") + "urgent: true\n",
        "urgent: true\n" + TREE.replace("title: I stay at home", "title: A topic"),
        TREE.replace("title: I stay at home\n", "") + '"title": A topic\nurgent: true\n',
        TREE.replace("title: I stay at home", "title: >-\n  A\n  topic\nurgent: true"),
        "\ufeff" + TREE.replace("title: I stay at home", "title: A topic\nurgent: true").replace("\n", "\r\n"),
    ],
    ids=["below", "above", "quoted", "folded", "windows"],
)
def test_the_beginning_of_a_file_says_what_the_whole_says(tmp_path: Path, text: str) -> None:
    guide = a_guide(tmp_path, topic=text)
    quick = dict(guide.applicant_heads())["topic"]
    whole = dict(guide.applicant_trees())["topic"]
    assert (quick.title, quick.urgent) == (whole.title, whole.urgent) == ("A topic", True)
    assert dict(guide.applicant_heads())["topic"] == quick


@pytest.mark.parametrize(
    "text",
    [
        "title: [oops\n",
        "",
        "questions: {}\n",
        TREE.replace("title: I stay at home", "title: 7: 8"),
        TREE.replace("about: No trip.\n", ""),
    ],
)
def test_a_broken_beginning_is_known_at_once(tmp_path: Path, text: str) -> None:
    guide = a_guide(tmp_path, topic=text)
    assert "topic" in guide.broken_trees()
    assert "topic" not in dict(guide.applicant_heads())


def test_a_draft_is_not_offered(tmp_path: Path) -> None:
    guide = a_guide(tmp_path, topic=f"draft: true\n{TREE}")
    assert "topic" not in dict(guide.applicant_heads())
    assert "topic" not in guide.broken_trees()
