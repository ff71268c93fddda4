"""Plans: the entries of a timeline outcome with their days, states and order."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple

from advisor import wording
from advisor.guide.load import Card
from advisor.guide.model import Anchor, CardEntry, Window, parse_anchor
from advisor.guide.season import Season, day_in_words, is_varying
from advisor.interview.conditions import Known


class PlanEntry(NamedTuple):
    """One line of a plan.

    Attributes:
        first: The first usual day; None for any time, or where the event varies.
        until: The last usual day.
        latest: The last possible day.
        expected: Whether one of the days hangs on an event whose date is not published yet.
        text: When, in words.
        state: `later`, `now`, `late` or `passed`; a duty whose time is over stays `now`.
    """

    card: str
    title: str
    kind: str
    label: str
    who: str | None
    how_many: str | None
    first: date | None
    until: date | None
    latest: date | None
    expected: bool
    text: str
    state: str
    phrases: tuple[str, ...]


class PlanPart(NamedTuple):
    """Entries of a plan that belong together.

    Attributes:
        part: `must`, `now`, `later`, `avoid` or `passed`.
        entries: In the order of the plan.
    """

    part: str
    entries: tuple[PlanEntry, ...]


def in_parts(timeline: Iterable[PlanEntry]) -> tuple[PlanPart, ...]:
    """A plan as a person reads it: duties first, then what may be done now and later, what to leave, what is passed."""
    parts: dict[str, list[PlanEntry]] = {name: [] for name in ("must", "now", "later", "avoid", "passed")}
    for entry in timeline:
        parts[_part_of(entry)].append(entry)
    return tuple(PlanPart(name, tuple(entries)) for name, entries in parts.items() if entries)


def _part_of(entry: PlanEntry) -> str:
    if entry.state == "passed":
        return "passed"
    if entry.kind in ("duty", "avoid"):
        return "must" if entry.kind == "duty" else "avoid"
    return "later" if entry.state == "later" else "now"


def plan(entries: Sequence[tuple[CardEntry, Card]], season: Season, known: Known) -> list[PlanEntry]:
    """Order the shown entries of a plan by the rules of the format: undated duties, then by date, `passed` last.

    An `avoid` whose time is over is dropped.
    """
    placed: list[tuple[tuple[int, date, int], PlanEntry]] = []
    today = season.as_of
    for position, (entry, card) in enumerate(entries):
        line = _entry(entry, card, season, known)
        over = line.latest is not None and line.latest < today
        if over and line.kind == "avoid":
            continue
        undated = line.first is None and line.until is None and line.latest is None
        if line.state == "passed":
            group = 2
        else:
            group = 0 if line.kind == "duty" and (undated or over) else 1
        begin = max(line.first or today, today)
        placed.append(((group, begin if group else today, position), line))
    return [line for _, line in sorted(placed, key=lambda item: item[0])]


def questions_of(window: Window | None) -> dict[str, str]:
    """The date questions from whose answers the days of a window are reckoned, each with its first key there."""
    found: dict[str, str] = {}
    if window is not None:
        for key, text in (("from", window.from_), ("until", window.until), ("latest", window.latest)):
            anchor = parse_anchor(text)
            if anchor is not None and anchor.kind == "question":
                found.setdefault(anchor.name, key)
    return found


def _entry(entry: CardEntry, card: Card, season: Season, known: Known) -> PlanEntry:
    window = entry.window or card.matter.window or Window.model_validate({})
    anchors = [parse_anchor(text) for text in (window.from_, window.until, window.latest)]
    facts: dict[str, object] = dict(known)
    first, until, latest = (season.resolve(anchor, facts) for anchor in anchors)
    latest = latest or until
    today = season.as_of
    if first is not None and today < first:
        state = "later"
    elif latest is not None and today > latest:
        state = "now" if entry.kind == "duty" else "passed"
    elif until is not None and today > until:
        state = "late"
    else:
        state = "now"
    label = wording.KINDS[entry.kind]
    if entry.kind == "avoid" and card.matter.basis == "rule":
        label = wording.KIND_AVOID_RULE
    phrases = card.matter.phrases if entry.phrases is None else entry.phrases
    return PlanEntry(
        card=entry.card,
        title=season.fill(card.matter.title),
        kind=entry.kind,
        label=label,
        who=season.fill(entry.who) if entry.who else None,
        how_many=season.fill(entry.how_many) if entry.how_many else None,
        first=first,
        until=until,
        latest=latest,
        expected=any(season.is_expected(anchor) for anchor in anchors),
        text=_in_words(anchors, season, facts),
        state=state,
        phrases=() if state == "passed" else phrases,
    )


def _in_words(anchors: list[Anchor | None], season: Season, facts: dict[str, object]) -> str:
    first, until, latest = anchors
    if first is None and until is None and latest is None:
        return "at any time"
    if first is not None and until is not None and _varies(first, season) and first.name == until.name:
        if not first.days and until.days > 0:
            return f"within {season.varies_in_words(until)}"
        return f"from {season.varies_in_words(first)} until {season.varies_in_words(until)}"
    parts: list[str] = []
    if first is not None:
        parts.append(f"from {_day(first, season, facts)}")
    if until is not None:
        parts.append(f"until {_day(until, season, facts)}")
    usual = [" ".join(parts)] if parts else []
    last = [f"at the latest {_day(latest, season, facts)}"] if latest is not None else []
    return ", ".join([*usual, *last])


def _varies(anchor: Anchor, season: Season) -> bool:
    return anchor.kind == "event" and is_varying(season.file.events.get(anchor.name))


def _day(anchor: Anchor, season: Season, facts: dict[str, object]) -> str:
    if anchor.kind in ("question", "today"):
        day = season.resolve(anchor, facts)
        return day_in_words(day) if day else anchor.name.replace("_", " ")
    return season.words(anchor)
