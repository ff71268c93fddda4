"""The first screen: what both faces show on it and in which order, and what somebody's words find there."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from advisor import wording
from advisor.guide.load import ELSEWHERE, Guide, Head
from advisor.guide.model import Anchor, Elsewhere, parse_anchor
from advisor.guide.season import Season, day_in, day_in_words

if TYPE_CHECKING:
    from advisor.conversation.conversation import Conversation
    from advisor.conversation.keeping import Keeper
    from advisor.understand.topics import Found, Situation

MOST_KEPT = 5
"""Unfinished interviews that home lists."""
FEWEST_LETTERS = 2
"""Letters from which the beginning of a word counts."""


class Topic(NamedTuple):
    """A situation that can be opened.

    Attributes:
        tree: Its tree.
        title: The situation in words, with dates filled in.
        about: One sentence under it.
    """

    tree: str
    title: str
    about: str


class Kept(NamedTuple):
    """An unfinished interview to go on with.

    Attributes:
        tree: Its tree.
        title: The situation in words, as it was when it was kept.
        about: How far it has come, and when it was last answered.
        session: What it is kept as on this machine; None where only this process has it.
        held: Whether this process has it in memory, so that nothing need be replayed.
    """

    tree: str
    title: str
    about: str
    session: str | None
    held: bool


Entry = Topic | Kept


class Group(NamedTuple):
    """Entries under one heading.

    Attributes:
        title: The heading.
        entries: What can be chosen; at least one.
        note: A sentence below them, or "".
    """

    title: str
    entries: tuple[Entry, ...]
    note: str = ""


@dataclass(frozen=True, slots=True)
class Home:
    """The first screen.

    Attributes:
        title: The guide's title.
        what: What this is, and what it is not.
        over: Said first where the season is over, or None.
        today: Sentences on the place in the season and the dates to come.
        groups: What can be chosen, in order; faces number the entries through all groups from 1.
        broken: Sentences about topics that are left out since their files have errors.
        edition: Guide, edition and day in one line.
        scope: What the guide covers.
    """

    title: str
    what: str
    over: str | None
    today: tuple[str, ...]
    groups: tuple[Group, ...]
    broken: tuple[str, ...]
    edition: str
    scope: str

    @property
    def entries(self) -> tuple[Entry, ...]:
        """Everything that can be chosen, in order."""
        return tuple(entry for group in self.groups for entry in group.entries)


def home(guide: Guide, as_of: date, kept: Sequence[Kept] = ()) -> Home:
    """The first screen of a guide, seen from a day.

    Urgent topics come first, then interviews to go on with, then every other topic once: what belongs to the phase of
    that day, what belongs to every phase, and what belongs to a later or an earlier one.

    Args:
        guide: The guide. Topics whose files have errors are named in `broken`, as far as they have been read: the
            first frame does not wait for the whole of every tree.
        as_of: The day.
        kept: Unfinished interviews, the last one first.

    Raises:
        GuideInvalid: The guide's manifest or season cannot be read.
    """
    manifest, season = guide.manifest_in_words, guide.season(as_of)
    trees = guide.applicant_heads()
    groups = [Group(wording.HOME_URGENT, tuple(_topic(name, tree, season) for name, tree in trees if tree.urgent))]
    more = len(kept) - MOST_KEPT
    note = wording.HOME_MORE_KEPT.format(count=wording.count(more, "interview")) if more > 0 else ""
    groups.append(Group(wording.HOME_GO_ON, tuple(kept[:MOST_KEPT]), note))
    groups += _by_phase([(name, tree) for name, tree in trees if not tree.urgent], season)
    return Home(
        title=manifest.title,
        what=wording.HOME_WHAT.format(notice=manifest.notice),
        over=wording.SEASON_OVER.format(season=season.title) if season.over else None,
        today=() if season.over else tuple(_today(season)),
        groups=tuple(group for group in groups if group.entries),
        broken=tuple(wording.TOPIC_BROKEN.format(name=name) for name in guide.broken_trees()),
        edition=wording.EDITION.format(
            title=manifest.title, edition=day_in_words(manifest.edition), as_of=day_in_words(as_of)
        ),
        scope=wording.NOT_FOUND_SCOPE.format(scope=manifest.scope),
    )


def unfinished(guide: Guide, keeper: Keeper | None, held: Mapping[str, Conversation]) -> tuple[Kept, ...]:
    """The interviews of a guide that have answers and no end yet, the last one first.

    Args:
        guide: The guide.
        keeper: Who keeps them on this machine, if anybody does.
        held: The conversations of this process by their tree.
    """
    found = []
    ours = {keeper.session_of(tree) for tree in held} if keeper is not None else set()
    for tree, conversation in reversed(list(held.items())):
        interview = conversation.interview
        if interview.answers and not interview.done:
            about = wording.HOME_HELD.format(answers=wording.count(len(interview.walk.path), "answer"))
            title = interview.season.fill(interview.program.trees[tree].title)
            name = keeper.session_of(tree) if keeper is not None else None
            found.append(Kept(tree, title, about, name, held=True))
    for kept in keeper.kept(guide) if keeper is not None else ():
        if kept.id not in ours and not kept.finished:
            answers = wording.count(kept.answered, "answer")
            about = wording.HOME_KEPT.format(answers=answers, day=day_in_words(day_in(guide.season_file, kept.when)))
            found.append(Kept(kept.tree, kept.title, about, kept.id, held=False))
    return tuple(found)


# --- today ----------------------------------------------------------------------------------------


def _today(season: Season) -> list[str]:
    """Where the day lies, then the dates to come: the soonest, and the next one with which a phase ends."""
    phase = season.phase_today()
    day = day_in_words(season.as_of)
    said = [
        wording.HOME_DAY.format(day=day)
        if phase is None
        else wording.HOME_TODAY.format(day=day, phase=season.fill(season.file.phases[phase].title))
    ]
    coming = {name: found for name in season.file.events if (found := season.event_day(name)) and found >= season.as_of}
    soonest = [name for name, found in coming.items() if found == min(coming.values())]
    ends = [parse_anchor(phase.until) for phase in season.file.phases.values()]
    ending = [end.name for end in ends if end and end.kind == "event" and not end.days and end.name in coming]
    return said + [_in_days(season, name, coming[name]) for name in dict.fromkeys([*soonest, *ending[:1]])]


def _in_days(season: Season, event: str, day: date) -> str:
    left = (day - season.as_of).days
    lead = wording.HOME_IN_DAYS.format(days=wording.count(left, "day")) if left else wording.HOME_THIS_DAY
    when = season.words(Anchor("event", event, 0))
    return wording.HOME_EVENT.format(lead=lead, title=season.fill(season.file.events[event].title), when=when)


# --- topics ---------------------------------------------------------------------------------------


def _topic(name: str, tree: Head, season: Season) -> Topic:
    return Topic(name, season.fill(tree.title), season.fill(tree.about))


def _by_phase(trees: Sequence[tuple[str, Head]], season: Season) -> list[Group]:
    """Every topic under one heading; the fewer phases one belongs to, the sooner it is listed."""
    order = list(season.file.phases)
    today = season.phase_today()
    now = order.index(today) if today is not None else -1
    found: dict[tuple[int, int], list[tuple[int, Topic]]] = {}
    for name, tree in trees:
        places = [order.index(phase) for phase in tree.phase if phase in order]
        found.setdefault(_place(places, len(order), now), []).append(
            (len(places) or len(order), _topic(name, tree, season))
        )
    groups = []
    for place in sorted(found):
        topics = tuple(topic for _, topic in sorted(found[place], key=lambda item: (item[0], item[1].tree)))
        groups.append(Group(_heading(place, season, alone=len(found) == 1), topics))
    return groups


_NOW, _ANY, _LATER, _EARLIER = range(4)


def _place(places: Sequence[int], count: int, now: int) -> tuple[int, int]:
    """Under which heading a topic of some phases stands: which kind of heading, and the phase that it names."""
    if not places or len(places) == count:
        return _ANY, 0
    if now in places:
        return _NOW, now
    later = [place for place in places if place > now]
    return (_LATER, min(later)) if later else (_EARLIER, max(places))


def _heading(place: tuple[int, int], season: Season, *, alone: bool) -> str:
    kind, number = place
    if kind == _ANY:
        return wording.HOME_ALL if alone else wording.HOME_ANY_TIME
    phase = season.fill(list(season.file.phases.values())[number].title)
    words = {_NOW: wording.HOME_NOW, _LATER: wording.HOME_LATER, _EARLIER: wording.HOME_EARLIER}
    return words[kind].format(phase=phase)


# --- somebody's words -----------------------------------------------------------------------------


def meant_by(shown: Home, found: Found) -> tuple[Situation, ...]:
    """What somebody's words open, best first: what they are about, then topics in which each word begins one."""
    from advisor.understand.topics import Situation

    words = found.query.casefold().split()
    if not words or min(map(len, words)) < FEWEST_LETTERS:
        return found.results
    named = {result.id for result in found.results if result.kind == "tree"}
    topics = [entry for entry in shown.entries if isinstance(entry, Topic) and entry.tree not in named]
    holding = [topic for topic in topics if all(_begins_a_word(word, topic) for word in words)]
    return (*found.results, *(Situation("tree", topic.tree, topic.title, 0.0, {}) for topic in holding))


def _begins_a_word(word: str, topic: Topic) -> bool:
    said = f"{topic.tree.replace('-', ' ')} {topic.title} {topic.about}".casefold()
    return re.search(rf"\b{re.escape(word)}", said) is not None


def not_meant(guide: Guide, found: Found) -> tuple[str, ...]:
    """What is said where words open nothing: that the guide is not for this, what it is for, and whom to ask."""
    pointed = tuple(wording.SOUNDS_LIKE_ELSEWHERE.format(title=topic.title, ask=topic.ask) for topic in found.elsewhere)
    if pointed:
        return pointed
    fill = guide.season().fill
    elsewhere = guide.part(ELSEWHERE, Elsewhere).model or Elsewhere()
    others = _names(fill(topic.title) for topic in elsewhere.topics.values())
    manifest = guide.manifest_in_words
    return (
        wording.NOT_FOUND if found.readable else wording.NOT_READ,
        wording.NOT_FOUND_SCOPE.format(scope=manifest.scope),
        *([wording.HOME_NOT_FOR.format(titles=others)] if others else []),
        wording.NOT_ABOUT_ASK.format(ask=manifest.ask_instead),
    )


def _names(titles: Iterable[str]) -> str:
    return "; ".join(title.rstrip(".") for title in titles)
