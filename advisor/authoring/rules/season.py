"""Rules about the season's calendar (G6), and about days wherever they stand."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from functools import partial
from itertools import pairwise
from typing import NamedTuple
from zoneinfo import ZoneInfo

from advisor.authoring.report import Pathway, Report, is_far
from advisor.authoring.rules.addresses import check_address
from advisor.authoring.rules.texts import listed_twice, words_of
from advisor.diagnostics import Related
from advisor.guide.load import SEASON, SHARED
from advisor.guide.model import Anchor, Event, Phase, SeasonFile, Window, parse_anchor
from advisor.guide.season import is_varying
from advisor.guide.shape import Part
from advisor.guide.source import Source

A_SEASON = timedelta(days=366)
_DAY = timedelta(days=1)


def check_days(report: Report, source: Source, days: Iterable[tuple[str, date]], where: Pathway = ()) -> None:
    """Days on which something was done: they cannot be to come."""
    today = report.today
    for key, day in days:
        # A day more, for authors who are ahead of the season's zone.
        if day > today + _DAY:
            message = f"`{key}` is {day}, and today is {today}"
            report.add("G601", source, (*where, key), message, "write the day on which it was done")


def check_window_order(report: Report, source: Source, where: Pathway, window: Window | None) -> None:
    """A window whose last day comes before its first."""
    if window is None:
        return
    days = [("from", window.from_), ("until", window.until), ("latest", window.latest)]
    given = [(key, text, anchor) for key, text in days if text is not None and (anchor := parse_anchor(text))]
    for (first, early, begin), (last, late, end) in pairwise(given):
        if _comes_before(report, end, begin):
            message = f'`{last}` "{late}" comes before `{first}` "{early}"'
            report.add("C508", source, (*where, last), message, "write them the other way round, or look at the days")
            return


def _comes_before(report: Report, one: Anchor, other: Anchor) -> bool:
    """Whether a day certainly comes before another; days that hang on different things are not compared."""
    if one[:2] == other[:2]:
        return one.days < other.days
    first, second = day_of(report, one), day_of(report, other)
    return first is not None and second is not None and first < second


def day_of(report: Report, anchor: Anchor | None) -> date | None:
    """The day of an anchor that hangs on no answer and not on today."""
    if anchor is None or is_far(anchor):
        return None
    if anchor.kind == "day":
        return anchor.day
    event = _event(report, anchor)
    return event.date + timedelta(days=anchor.days) if event is not None and isinstance(event.date, date) else None


def _event(report: Report, anchor: Anchor) -> Event | None:
    return report.events.get(anchor.name) if anchor.kind == "event" else None


def check_season(report: Report) -> None:
    """The calendar: its zone, its phases, its events."""
    part: Part[SeasonFile] = report.guide.part(SEASON, SeasonFile)
    season, source = part.model, part.source
    if season is None:
        return
    report.text(source, ("title",), season.title)
    try:
        ZoneInfo(season.zone)
    except (KeyError, ValueError, OSError):
        message = f'"{season.zone}" is no time zone that this machine knows'
        report.add("S104", source, ("zone",), message, "write an IANA name like America/New_York")
    if report.today > season.ends:
        message = f"the season ended on {season.ends}, so readers are told that its dates are those of last season"
        report.add("G613", source, ("ends",), message, "bring the calendar up to the next season")
    _check_phases(report, source, season)
    titles: dict[str, str] = {}
    dated = [event for event in season.events.values() if isinstance(event.date, date)]
    strange = [event for event in dated if _is_of_another_year(season, event)]
    is_end_wrong = len(strange) > max(1, len(dated) // 2)
    if is_end_wrong:
        message = f"the season ends on {season.ends}, and {len(strange)} of its {len(dated)} events are years from that"
        report.add("G619", source, ("ends",), message, "look at the year")
    for name, event in season.events.items():
        _check_event(report, source, name, event)
        if event in strange and not is_end_wrong:
            message = f'"{name}" is on {event.date}, and the season ends on {season.ends}'
            report.add("G619", source, ("events", name, "date"), message, "look at the year")
        first = titles.setdefault(words_of(event.title), name)
        if first != name:
            message = f'the event "{first}" has the same title'
            related = [Related(source.span(("events", first, "title")), "the other event")]
            hint = "say what sets them apart, or delete one of them"
            report.add("G620", source, ("events", name, "title"), message, hint, related=related)
    _check_suggestions(report, season)


def _check_phases(report: Report, source: Source, season: SeasonFile) -> None:
    """Phases follow each other day by day."""
    above: _Dated | None = None
    for name, phase in season.phases.items():
        where = ("phases", name)
        report.reserved(source, where, name)
        report.text(source, (*where, "title"), phase.title)
        days: list[date | None] = []
        for key, text in (("from", phase.from_), ("until", phase.until)):
            anchor = report.anchor(source, (*where, key), text)
            days.append(day_of(report, anchor))
            if anchor is not None and (anchor.kind in ("today", "question") or is_varying(_event(report, anchor))):
                report.add("S113", source, (*where, key), "a phase has fixed days", "write a day or an event")
        first, last = days
        anchors = [parse_anchor(text) for text in (phase.from_, phase.until)]
        events = [_event(report, anchor) if anchor else None for anchor in anchors]
        if first is None or last is None or any(event and _is_of_another_year(season, event) for event in events):
            above = None
            continue
        if last < first:
            message = f'the phase "{name}" ends on {last}, before it begins on {first}'
            report.add("G611", source, (*where, "until"), message, "look at both days, and at their events")
        elif last > season.ends:
            message = f'the phase "{name}" lasts until {last}, and the season ends on {season.ends}'
            hint = f'write "until: {season.ends}", or let `ends` be later'
            if anchors[1] is not None and anchors[1].kind == "event":
                hint = f'look at the date of "{anchors[1].name}", or let `ends` be later'
            elif first > season.ends:
                hint = "look at `ends`: it lies before this phase begins"
            report.add("G618", source, (*where, "until"), message, hint)
        if above is not None:
            _check_order(report, source, above, _Dated(name, phase, first, last))
        above = _Dated(name, phase, first, last)


def _is_of_another_year(season: SeasonFile, event: Event) -> bool:
    return isinstance(event.date, date) and abs(event.date - season.ends) > 3 * A_SEASON


class _Dated(NamedTuple):
    """A phase with its first and last day."""

    name: str
    phase: Phase
    first: date
    last: date


def _check_order(report: Report, source: Source, above: _Dated, below: _Dated) -> None:
    """A phase begins on the day after the one above it ends."""
    where = ("phases", below.name)
    if below.first <= below.last < above.first <= above.last:
        message = f'"{below.name}" is over before "{above.name}" above it begins: phases stand in their order'
        report.add("G612", source, where, message, "move it up", key=True)
    elif below.first != above.last + _DAY:
        message = f'"{above.name}" ends on {above.last}, and "{below.name}" begins on {below.first}: '
        message += "no phase has the days between" if below.first > above.last else "both have the days between"
        report.add("G612", source, (*where, "from"), message, f'write "from: {_next_day(above.phase.until)}"')


def _next_day(text: str) -> str:
    """The anchor one day later, as an author writes it."""
    anchor = parse_anchor(text)
    assert anchor is not None
    if anchor.kind == "day":
        return (anchor.day + _DAY).isoformat()
    days = anchor.days + 1
    if not days:
        return f"season:{anchor.name}"
    unit = "day" if abs(days) == 1 else "days"
    return f"season:{anchor.name} {'+' if days > 0 else '-'} {abs(days)} {unit}"


def _check_event(report: Report, source: Source, name: str, event: Event) -> None:
    where = ("events", name)
    report.reserved(source, where, name)
    for key in ("title", "basis"):
        report.text(source, (*where, key), getattr(event, key) or "")
    if event.date == "varies":
        for key in ("time", "confidence"):
            if getattr(event, key) is not None:
                report.add("S106", source, (*where, key), f"an event that varies has no {key}", "delete it", key=True)
    elif event.confidence is None:
        hint = "add `confidence: published` or `confidence: expected`"
        report.add("S102", source, where, f'the event "{name}" has no `confidence`', hint, key=True)
    else:
        needed = ("basis", "check") if event.confidence == "expected" else ("sources",)
        missing = [key for key in needed if not getattr(event, key)]
        if missing:
            names = " and ".join(f"`{key}`" for key in missing)
            message = f'the date of "{name}" is {event.confidence}, and {names} {_IS[len(missing)]} missing'
            place, hint = "confidence", f'add "{missing[0]}: ..."'
            if missing[0] in event.model_fields_set:
                place, hint = missing[0], "fill it"
            report.add("S102", source, (*where, place), message, hint)
    if event.check is not None:
        check_address(report, partial(source.span, (*where, "check")), event.check)
    for number, reference in enumerate(event.sources):
        report.reference(source, (*where, "sources", number), reference)
    listed_twice(report, source, (*where, "sources"), event.sources)


_IS = {1: "is", 2: "are"}


def _check_suggestions(report: Report, season: SeasonFile) -> None:
    """Every phase is an answer of the question that suggests today's."""
    for name in report.guide.tree_names:
        part = report.guide.tree_part(name)
        for question, written in (part.model.questions if part.model else {}).items():
            if written.use is None and written.suggest == "phase_today" and written.type == "choice":
                _phases(report, season, part.source, question, written.answers)
    shared = report.guide.part(SHARED, type(report.shared))
    for question, wording in report.shared.questions.items():
        if wording.suggest == "phase_today" and wording.type == "choice":
            _phases(report, season, shared.source, question, wording.answers)


def _phases(report: Report, season: SeasonFile, source: Source, question: str, answers: Mapping[str, object]) -> None:
    for phase in season.phases:
        if phase not in answers:
            message = f'the phase "{phase}" of the season is not among the answers of "{question}"'
            where = ("questions", question, "suggest")
            report.add("N216", source, where, message, f'add an answer "{phase}"')
