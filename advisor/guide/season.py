"""The season's calendar: anchors resolved, days put into words."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property
from typing import TYPE_CHECKING

from advisor import wording
from advisor.guide.model import Anchor, Event, SeasonFile, parse_anchor

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

_MONTHS = (
    "January February March April May June July August September October November December".split()  # noqa: SIM905
)
_ZONE_WORDS = {
    "America/New_York": "Eastern",
    "America/Chicago": "Central",
    "America/Denver": "Mountain",
    "America/Los_Angeles": "Pacific",
}


def day_in_words(day: date) -> str:
    """`3 March 2027`."""
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def clock_in_words(moment: time) -> str:
    """`9 pm`, `9:30 am`, `12 noon`, `12 midnight`."""
    if moment.minute == 0 and moment.hour in (0, 12):
        return "12 noon" if moment.hour else "12 midnight"
    hour = moment.hour % 12 or 12
    minutes = f":{moment.minute:02}" if moment.minute else ""
    return f"{hour}{minutes} {'am' if moment.hour < 12 else 'pm'}"


@dataclass(frozen=True)
class Season:
    """The calendar of a guide, seen from one day.

    Attributes:
        file: The calendar as written.
        as_of: The day from which it is seen: the reader's today, in the season's zone.
    """

    file: SeasonFile
    as_of: date

    @property
    def title(self) -> str:
        """The season in words."""
        return self.file.title

    @cached_property
    def over(self) -> bool:
        """Whether the season's last day is past."""
        return self.as_of > self.file.ends

    def event_day(self, event: str) -> date | None:
        """The day of an event; None for one that varies or does not exist."""
        found = self.file.events.get(event)
        return found.date if found is not None and isinstance(found.date, date) else None

    def resolve(self, anchor: Anchor | None, facts: dict[str, object] | None = None) -> date | None:
        """The day an anchor means; None where it hangs on something that has no day, or not yet."""
        if anchor is None:
            return None
        if anchor.kind == "day":
            return anchor.day
        base: object
        if anchor.kind == "today":
            base = self.as_of
        elif anchor.kind == "event":
            base = self.event_day(anchor.name)
        else:
            base = (facts or {}).get(anchor.name)
        return base + timedelta(days=anchor.days) if isinstance(base, date) else None

    def is_expected(self, anchor: Anchor | None) -> bool:
        """Whether the anchor hangs on an event whose date is not published yet."""
        if anchor is None or anchor.kind != "event":
            return False
        event = self.file.events.get(anchor.name)
        return event is not None and event.confidence == "expected"

    def phase_today(self) -> str | None:
        """The phase in which the day lies."""
        for name, phase in self.file.phases.items():
            first = self.resolve(parse_anchor(phase.from_))
            last = self.resolve(parse_anchor(phase.until))
            if first and last and first <= self.as_of <= last:
                return name
        return None

    def moment(self, event: str) -> datetime | None:
        """The instant of an event that has a time of day, in the season's zone."""
        found = self.file.events.get(event)
        if found is None or found.time is None or not isinstance(found.date, date):
            return None
        return datetime.combine(found.date, time.fromisoformat(found.time), zone_of(self.file))

    def words(self, anchor: Anchor) -> str:
        """A day in words, with time and zone of its event, and marked where it is expected or of a past season."""
        day = self.resolve(anchor)
        if day is None:
            return self.varies_in_words(anchor)
        text = day_in_words(day)
        event = self.file.events.get(anchor.name) if anchor.kind == "event" else None
        if event is not None and event.time and not anchor.days:
            text += f", {clock_in_words(time.fromisoformat(event.time))} {zone_in_words(self.file.zone)}"
        if anchor.kind == "event":
            if self.over:
                text += f" ({wording.LAST_SEASON})"
            elif self.is_expected(anchor):
                text += f" ({wording.EXPECTED})"
        return text

    def varies_in_words(self, anchor: Anchor) -> str:
        """An anchor on an event without a date of its own: `3 days after each interview`."""
        event = self.file.events.get(anchor.name) if anchor.kind == "event" else None
        name = event.title if event else anchor.name.replace("_", " ")
        if not anchor.days:
            return name
        number = abs(anchor.days)
        length = wording.count(number // 7, "week") if number % 7 == 0 else wording.count(number, "day")
        return f"{length} {'after' if anchor.days > 0 else 'before'} {name}"

    def fill(self, text: str) -> str:
        """Put `{season:event}` and `{season:title}` into words; `{{` and `}}` become braces."""
        return _FIELD.sub(self._field, text) if "{" in text or "}}" in text else text

    def _field(self, match: re.Match[str]) -> str:
        if match[1] is None:
            return match[0][0]
        if match[1] == "title":
            return self.title
        anchor = parse_anchor(f"season:{match[1]}")
        if anchor is None or anchor.name not in self.file.events:
            return match[0]
        return self.words(anchor)


_FIELD = re.compile(r"\{\{|\}\}|\{\s*season:([a-z0-9_]+(?:\s*[+-]\s*\d+\s+(?:day|week)s?)?)\s*\}")


def zone_of(season: SeasonFile) -> ZoneInfo:
    """The season's zone; UTC where the machine does not know it (`check` reports a misspelt one)."""
    from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

    try:
        return ZoneInfo(season.zone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return ZoneInfo("UTC")


def zone_in_words(zone: str) -> str:
    """`Eastern`, or the city of a zone: `Berlin time`."""
    return _ZONE_WORDS.get(zone) or f"{zone.rpartition('/')[2].replace('_', ' ')} time"


def today_in(season: SeasonFile | None) -> date:
    """Today's date in the season's zone, or in UTC; the only place that looks at the clock."""
    return datetime.now(UTC).astimezone(zone_of(season) if season is not None else UTC).date()


def day_in(season: SeasonFile, moment: datetime) -> date:
    """The date of a moment in the season's zone."""
    return moment.astimezone(zone_of(season)).date()


def is_varying(event: Event | None) -> bool:
    """Whether an event has no date of its own."""
    return event is not None and event.date == "varies"
