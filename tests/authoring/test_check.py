"""`check` as a whole: from which day it looks."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from advisor.authoring.report import Report
from advisor.guide import season
from advisor.guide.load import Guide
from tests.authoring.guides import overlay


class _Clock(datetime):
    @classmethod
    def now(cls, tz: object = None) -> datetime:  # type: ignore[override]
        return datetime(2026, 6, 1, 23, 30, tzinfo=UTC)


def test_today_is_the_day_given(tmp_path: Path) -> None:
    guide = Guide(overlay(tmp_path / "g", {}))
    assert Report(guide, date(2026, 7, 1)).today == date(2026, 7, 1)


def test_today_is_counted_in_the_zone_of_the_season(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(season, "datetime", _Clock)
    guide = Guide(overlay(tmp_path / "g", {}))
    assert Report(guide).today == date(2026, 6, 2)
    broken = Guide(overlay(tmp_path / "broken", {"content/season.yaml": "title: [\n"}))
    assert Report(broken).today == date(2026, 6, 1)
