"""Anchors, days in words, phases and limits that hang on other answers."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from advisor.guide.load import Guide
from advisor.guide.model import Anchor, SeasonFile, parse_anchor
from advisor.guide.season import Season
from advisor.interview.interview import Interview
from advisor.interview.walk import Asking, Reached, Refused
from tests.support import card, write_guide

FILE = SeasonFile.model_validate(
    {
        "title": "The 2027 season",
        "zone": "America/New_York",
        "ends": "2027-05-31",
        "phases": {
            "early": {"title": "Early", "from": "2026-10-01", "until": "season:opens - 1 day"},
            "open": {"title": "Open", "from": "season:opens", "until": "season:closes"},
            "shut": {"title": "Shut", "from": "season:closes + 1 day", "until": "2027-04-30"},
        },
        "events": {
            "opens": {"title": "It opens", "date": "2027-02-01", "confidence": "published"},
            "closes": {
                "title": "It closes",
                "date": "2027-03-03",
                "time": "21:00",
                "confidence": "expected",
            },
            "noon": {
                "title": "Noon",
                "date": "2027-03-19",
                "time": "12:00",
                "confidence": "published",
            },
            "each_visit": {"title": "each visit", "date": "varies"},
        },
    }
)
NOW = date(2027, 1, 1)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2027-02-15", Anchor("day", "2027-02-15")),
        ("today", Anchor("today", "")),
        ("today + 3 days", Anchor("today", "", 3)),
        ("season:closes", Anchor("event", "closes")),
        ("season:closes - 2 weeks", Anchor("event", "closes", -14)),
        ("season:closes + 1 day", Anchor("event", "closes", 1)),
        ("season:closes+1 day", Anchor("event", "closes", 1)),
        ("training_start - 1 week", Anchor("question", "training_start", -7)),
        ("2027-02-30", None),
        ("2027-2-1", None),
        ("season:", None),
        ("season:closes + 1 month", None),
        ("season:closes + days", None),
        ("season:closes + 1 day + 1 day", None),
        ("3 March 2027", None),
        ("", None),
        (None, None),
        (20270301, None),
    ],
)
def test_an_anchor_is_read(text: object, expected: Anchor | None) -> None:
    assert parse_anchor(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2027-02-27 + 3 days", date(2027, 3, 2)),
        ("today", NOW),
        ("today - 1 week", date(2026, 12, 25)),
        ("season:closes", date(2027, 3, 3)),
        ("season:closes - 2 weeks", date(2027, 2, 17)),
        ("asked + 1 day", date(2027, 1, 11)),
        ("worded + 1 day", None),
        ("never_asked", None),
        ("season:each_visit", None),
        ("season:unheard_of", None),
    ],
)
def test_an_anchor_has_a_day(text: str, expected: date | None) -> None:
    facts: dict[str, object] = {"asked": date(2027, 1, 10), "worded": "not_said"}
    assert Season(FILE, NOW).resolve(parse_anchor(text), facts) == expected


@pytest.mark.parametrize(
    ("text", "now", "after"),
    [
        (
            "{season:closes}",
            "3 March 2027, 9 pm Eastern (expected)",
            "3 March 2027, 9 pm Eastern (last season)",
        ),
        ("{season:opens}", "1 February 2027", "1 February 2027 (last season)"),
        (
            "{season:noon}",
            "19 March 2027, 12 noon Eastern",
            "19 March 2027, 12 noon Eastern (last season)",
        ),
        (
            "{season:closes - 2 weeks}",
            "17 February 2027 (expected)",
            "17 February 2027 (last season)",
        ),
        ("{season:each_visit}", "each visit", "each visit"),
        ("{season:each_visit + 3 days}", "3 days after each visit", "3 days after each visit"),
        ("{season:each_visit - 2 weeks}", "2 weeks before each visit", "2 weeks before each visit"),
        ("{season:title}", "The 2027 season", "The 2027 season"),
        ("before {season:opens}, not after", "before 1 February 2027, not after", None),
        ("nothing to fill", "nothing to fill", "nothing to fill"),
        ("{season:unheard_of}", "{season:unheard_of}", None),
    ],
)
def test_dates_are_put_into_words(text: str, now: str, after: str | None) -> None:
    assert Season(FILE, NOW).fill(text) == now
    assert Season(FILE, FILE.ends).fill(text) == now
    if after is not None:
        assert Season(FILE, date(2027, 6, 1)).fill(text) == after


@pytest.mark.parametrize(
    ("day", "phase"),
    [
        (date(2026, 9, 30), None),
        (date(2026, 10, 1), "early"),
        (date(2027, 1, 31), "early"),
        (date(2027, 2, 1), "open"),
        (date(2027, 3, 3), "open"),
        (date(2027, 3, 4), "shut"),
        (date(2027, 4, 30), "shut"),
        (date(2027, 5, 1), None),
    ],
)
def test_the_phase_of_a_day(day: date, phase: str | None) -> None:
    assert Season(FILE, day).phase_today() == phase


@pytest.mark.parametrize(
    ("clock", "words"),
    [
        ("00:00", "12 midnight"),
        ("00:30", "12:30 am"),
        ("09:05", "9:05 am"),
        ("12:00", "12 noon"),
        ("12:30", "12:30 pm"),
        ("23:59", "11:59 pm"),
    ],
)
def test_a_time_of_day_in_words(clock: str, words: str) -> None:
    raw: dict[str, Any] = FILE.model_dump(by_alias=True)
    raw["events"]["closes"]["time"] = clock
    season = Season(SeasonFile.model_validate(raw), NOW)
    assert season.fill("{season:closes}") == f"3 March 2027, {words} Eastern (expected)"


def test_a_zone_without_a_short_name_is_named_by_its_city() -> None:
    file = FILE.model_copy(update={"zone": "Europe/Berlin"})
    assert Season(file, NOW).fill("{season:closes}") == "3 March 2027, 9 pm Berlin time (expected)"


TREE = """
    title: Two days
    about: One after the other.
    reviewed: 2026-11-22
    start: first
    questions:
      first:
        ask: When did it begin?
        why: It matters.
        type: date
        min: today - 1 week
        max: 2027-03-01
        answers: {not_said: They have not said}
        next: second
      second:
        ask: When did it end?
        why: It matters.
        type: date
        min: first + 1 day
        max: first + 2 weeks
        next:
          - when:
              second: {on_or_after: first + 1 week}
            to: card:long
          - to: card:short
    """


@pytest.fixture(scope="module")
def guide(tmp_path_factory: pytest.TempPathFactory) -> Guide:
    files = {"two-days": TREE, "cards/long": card("long"), "cards/short": card("short")}
    return write_guide(tmp_path_factory.mktemp("dates"), files)


@pytest.mark.parametrize(
    ("first", "second", "end"),
    [
        ("2026-12-25", "2026-12-26", "card:short"),
        ("2026-12-25", "2026-12-31", "card:short"),
        ("2026-12-25", "2027-01-01", "card:long"),
        ("2026-12-25", "2027-01-08", "card:long"),
        ("2026-12-25", "2027-01-09", "second"),
        ("2026-12-25", "2026-12-25", "second"),
        ("2026-12-24", "2026-12-26", "first"),
        ("2027-03-02", "2027-03-03", "first"),
        ("2027-03-01", "2027-03-02", "card:short"),
        # measured from a word answer there is no limit, and the comparison is false
        ("not_said", "2040-01-01", "card:short"),
    ],
)
def test_limits_may_hang_on_today_and_on_other_answers(guide: Guide, first: str, second: str, end: str) -> None:
    answers = {"first": first, "second": second}
    got = Interview.begin(guide, "two-days", answers, as_of=NOW).walk.end
    assert (got.id if isinstance(got, Reached) else got.question) == end
    assert isinstance(got, Reached | Refused)


def test_the_day_on_which_it_is_asked_decides(guide: Guide) -> None:
    answers = {"first": "2026-12-25"}
    assert isinstance(Interview.begin(guide, "two-days", answers, as_of=NOW).walk.end, Asking)
    later = Interview.begin(guide, "two-days", answers, as_of=date(2027, 1, 2)).walk.end
    assert isinstance(later, Refused)
    assert "2026-12-26" in later.reason


def test_a_suggested_phase_is_named_and_not_taken(tmp_path: Path) -> None:
    """Ruling 34."""
    from advisor.conversation import Conversation

    season = """
        title: A season
        zone: UTC
        ends: 2027-05-31
        phases:
          early: {title: Early, from: 2026-10-01, until: 2026-12-31}
          late: {title: Late, from: 2027-01-01, until: 2027-05-31}
        """
    tree = """
        title: T
        about: A.
        reviewed: 2026-11-22
        start: phase
        questions:
          phase:
            ask: Where are you?
            why: It matters.
            suggest: phase_today
            answers: {early: Early, late: Late}
            next: card:end
        """
    files = {"content/season": season, "t": tree, "cards/end": card()}
    guide = write_guide(tmp_path, files)
    for day, phase in ((date(2026, 12, 31), "early"), (NOW, "late"), (date(2027, 6, 1), None)):
        talk = Conversation.begin(guide, "t", as_of=day)
        assert talk.view.question is not None
        assert talk.view.question.suggested == phase
        assert talk.interview.walk.end == Asking("t", "phase")
