"""Free text to situations: which topic of the guide is meant and at which branch, or that the guide is not about it.

Every situation is a set of lines in the guide's own words: titles, what people type (`sounds_like`), its answers, and
the cards it ends at. `likeness` says which of them a text is like. A topic of `content/elsewhere.yaml` competes like a
situation: where it wins, or where nothing is alike, the guide says that it is not about this, and whom to ask.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from math import inf, tanh
from typing import Any, NamedTuple

from advisor.errors import AdvisorError
from advisor.guide.load import ELSEWHERE, GLOSSARY, Guide, question_targets
from advisor.guide.model import Elsewhere, Question, Term, Tree
from advisor.guide.source import collector_paused
from advisor.interview.interview import Interview
from advisor.interview.walk import Asking
from advisor.understand.answers import fold
from advisor.understand.likeness import Lines, Text
from advisor.understand.urgent import FirstHelp, urgent_in

LIMIT = 5
"""Situations that are named where nobody says how many."""


class Situation(NamedTuple):
    """A situation that may be meant.

    Attributes:
        kind: `tree` or `card`.
        id: Its id.
        title: Its title, with dates filled in.
        score: How like it is, 0 to 1.
        answers: What opens a tree at the branch meant: question -> answer. The tree takes every one of them.
    """

    kind: str
    id: str
    title: str
    score: float
    answers: Mapping[str, Any]


class Pointer(NamedTuple):
    """Something that the guide is not about, and whom to ask.

    Attributes:
        topic: Its id in `content/elsewhere.yaml`.
        title: The topic in words.
        ask: Whom to ask.
    """

    topic: str
    title: str
    ask: str


class Found(NamedTuple):
    """What a text is about.

    Attributes:
        query: The text.
        covered: Whether the guide is about it.
        urgent: The help that comes before anything else, or None.
        results: Situations, best first; empty where the guide is not about it.
        elsewhere: Topics that the guide is not about and the text is, best first.
        readable: Whether most of its words are English, or words of the guide.
    """

    query: str
    covered: bool
    urgent: FirstHelp | None
    results: tuple[Situation, ...]
    elsewhere: tuple[Pointer, ...]
    readable: bool


LEAST = 0.185
"""Likeness below which nothing is alike, the evidence apart."""
OUTDONE = 0.9
"""Part of the best situation's score at which a topic of elsewhere wins; it is described by few lines."""
CLOSE = 0.4
"""Part of the best score that another situation needs to be named."""
CARD = 0.5
"""Likeness from which a card is named besides the situations."""
CARD_ALONE = 0.75
"""Likeness from which a card is named where no situation is alike."""
READABLE = 0.5
"""Part of a text's words that must be known; below, it is in another language, or in none."""
SURE, AHEAD = 0.6, 0.25
"""Likeness from which an answer is taken for the person's, and how far the next one must be behind."""

TITLE, LIKE, ABOUT, ANSWER, DEEPER, ASK, LINE, OF_CARD = 1.0, 1.0, 0.8, 0.9, 0.7, 0.5, 0.6, 0.4
"""How much a line counts: titles, sounds_like, the sentence under a title, the answers of the first question, those of
later ones, questions, other sentences, and all that a tree has from its cards."""
PASSED_ON, TAKEN_OVER = 0.5, 0.8
"""How much of an answer that leads to another tree counts for the tree that asks, and for the other one."""


def find(guide: Guide, text: str, *, limit: int = LIMIT, as_of: date | None = None) -> Found:
    """Which situations of a guide a text is about.

    The text is what a person types or pastes: of any length, misspelt, about two things at once.

    Args:
        guide: The guide. What is broken in it is left out.
        text: What was typed.
        limit: Most situations to name.
        as_of: The day from which titles and questions are seen; today in the season's zone where it is not given.

    Raises:
        GuideInvalid: The guide's season or manifest cannot be read.
    """
    index = _index(guide)
    day = as_of or guide.today()
    read = index.lines.read(text)
    liked = _Liked.by(index, read)
    readable = read.known >= READABLE
    named = _titles(index, day).get(fold(text))
    covered = named is not None or (readable and liked.about)
    near = liked.near(limit) if covered else []
    if named is not None:
        near = [(named, inf), *((owner, score) for owner, score in near if owner != named)]
    fill = guide.season(day).fill
    results = tuple(
        Situation(owner.kind, owner.id, fill(owner.title), round(tanh(score), 3), _opening(index, owner, read, day))
        for owner, score in near[:limit]
    )
    urgent = urgent_in(guide, text)
    # Beside help in danger no other address is given.
    told = liked.told(covered=covered) if readable and urgent is None else []
    elsewhere = tuple(Pointer(owner.id, fill(owner.title), fill(owner.ask)) for owner in told[:limit])
    return Found(text, covered, urgent, results, elsewhere, readable)


def prepare(guide: Guide) -> None:
    """Read all that `find` looks in, so that the first search is as fast as every other; in any thread."""
    # A word that nobody knows makes the spelling ready, too.
    _index(guide).lines.read("qwrtzx")
    urgent_in(guide, "")


def _titles(index: _Index, day: date) -> dict[str, _Owner]:
    """What a person types who copies a title or an id, brought to one form."""
    key = ("titles", day)
    if key not in index.guide.memo:
        fill = index.guide.season(day).fill
        shown = [owner for owner in index.owners if owner.kind != "elsewhere"]
        titles = {fold(owner.id): owner for owner in shown if owner.kind == "tree"}
        # The first of two things by one name is a tree.
        titles |= {fold(fill(owner.title)): owner for owner in reversed(shown)}
        index.guide.memo[key] = titles
    found: dict[str, _Owner] = index.guide.memo[key]
    return found


# --- the index ------------------------------------------------------------------------------------


class _Owner(NamedTuple):
    """What lines speak for: a `tree`, a `card`, or a topic of `elsewhere` with whom to ask."""

    kind: str
    id: str
    title: str
    ask: str = ""


class _Liked(NamedTuple):
    """What a text is like, best first.

    Attributes:
        trees: Trees with their scores.
        topics: Topics of elsewhere with their scores.
        cards: Cards that say nearly the same, with how like their best line is.
        alike: How like a tree is at best, the evidence apart.
        foreign: How like the best line of a topic of elsewhere is.
    """

    trees: list[tuple[_Owner, float]]
    topics: list[tuple[_Owner, float]]
    cards: list[tuple[_Owner, float]]
    alike: float
    foreign: float

    @classmethod
    def by(cls, index: _Index, text: Text) -> _Liked:
        ranking = index.lines.rank(text)
        scored = [(index.owners[number], score) for number, score in ranking.scores.items()]
        scored.sort(key=lambda item: (-item[1], item[0].id))
        closest = [(index.owners[number], likeness) for number, likeness in ranking.closest.items()]
        alike = (likeness for number, likeness in ranking.alike.items() if index.owners[number].kind == "tree")
        cards = [(owner, likeness) for owner, likeness in closest if owner.kind == "card" and likeness >= CARD]
        return cls(
            [item for item in scored if item[0].kind == "tree"],
            [item for item in scored if item[0].kind == "elsewhere"],
            sorted(cards, key=lambda item: (-item[1], item[0].id)),
            max(alike, default=0.0),
            max((likeness for owner, likeness in closest if owner.kind == "elsewhere"), default=0.0),
        )

    @property
    def best(self) -> float:
        return self.trees[0][1] if self.trees else 0.0

    @property
    def other(self) -> float:
        return self.topics[0][1] if self.topics else 0.0

    @property
    def about(self) -> bool:
        """Whether a situation is liked, and more than what the guide is not about."""
        card = self.cards[0][1] if self.cards else 0.0
        return (self.alike >= LEAST and self.best * OUTDONE >= self.other) or card > max(CARD_ALONE, self.foreign)

    def near(self, limit: int) -> list[tuple[_Owner, float]]:
        """The situations to name. Trees first: what a card says holds for some, and the questions find out for whom."""
        trees = [(owner, score) for owner, score in self.trees if score >= max(LEAST, self.best * CLOSE)]
        below = min((score for _, score in trees), default=LEAST)
        cards = [(owner, below * likeness) for owner, likeness in self.cards]
        return [*trees[: max(1, limit - len(cards[:1]))], *cards]

    def told(self, *, covered: bool) -> list[_Owner]:
        """The topics of elsewhere to name: beside situations only those that are liked as much."""
        least = self.best if covered else max(LEAST, self.other * CLOSE)
        return [owner for owner, score in self.topics if score >= least]


class _Index(NamedTuple):
    guide: Guide
    owners: list[_Owner]
    lines: Lines


_READING = threading.Lock()
"""An index is read once; whoever wants it meanwhile waits for it."""


def _index(guide: Guide) -> _Index:
    if "topics" not in guide.memo:
        with _READING:
            if "topics" not in guide.memo:
                with collector_paused():
                    guide.memo["topics"] = _read(guide)
    found: _Index = guide.memo["topics"]
    return found


def _read(guide: Guide) -> _Index:
    cards = {name: said for name in guide.card_names if (said := list(_card_lines(guide, name)))}
    owners: list[_Owner] = []
    lines: list[tuple[str, int, float]] = []

    def own(owner: _Owner, said: Iterable[tuple[str, float]]) -> None:
        lines.extend((text, len(owners), counts) for text, counts in said)
        owners.append(owner)

    trees = dict(guide.applicant_trees())
    numbers = {name: number for number, name in enumerate(trees)}
    for name, tree in trees.items():
        owners.append(_Owner("tree", name, tree.title))
        for text, speaks_for, counts in _tree_lines(name, tree):
            if speaks_for in numbers:
                lines.append((text, numbers[speaks_for], counts))
        for card in _cards_of(tree):
            lines += [(text, numbers[name], counts * OF_CARD) for text, counts in cards.get(card, ())]
    for name, said in cards.items():
        own(_Owner("card", name, said[0][0]), said)
    for name, topic in (guide.part(ELSEWHERE, Elsewhere).model or Elsewhere()).topics.items():
        said = [(topic.title, TITLE), *((text, LIKE) for text in topic.sounds_like)]
        own(_Owner("elsewhere", name, topic.title, topic.ask), said)
    terms: Mapping[str, Term] = guide.mapping_part(GLOSSARY, Term).model or {}
    same = {other: name for name, term in terms.items() for other in (*term.also, *term.not_automatic)}
    alone = [number for number, owner in enumerate(owners) if owner.kind == "card"]
    return _Index(guide, owners, Lines(lines, alone=alone, same=same))


def _card_lines(guide: Guide, name: str) -> Iterator[tuple[str, float]]:
    card = guide.card_part(name).model
    if card is None:
        return
    yield card.matter.title, TITLE
    for text in card.matter.sounds_like:
        yield text, LIKE
    yield card.body.bottom_line, LINE
    for phrase in card.matter.phrases:
        found = guide.phrase_part(phrase).model if phrase in guide.phrase_names else None
        if found is not None:
            yield found.matter.title, LINE


def _tree_lines(name: str, tree: Tree) -> Iterator[tuple[str, str, float]]:
    """What a tree says: text, the tree that it speaks for, and how much it counts there."""
    yield tree.title, name, TITLE
    yield tree.about, name, ABOUT
    for text in tree.sounds_like:
        yield text, name, LIKE
    for asked, question in tree.questions.items():
        # What several trees ask says nothing about which of them is meant.
        if question.use is not None:
            continue
        yield question.ask or asked, name, ASK
        counts = ANSWER if asked == tree.start else DEEPER
        for answer_id, answer in question.answers.items():
            target = question.next.get(answer_id) if isinstance(question.next, dict) else None
            passed = target[5:] if isinstance(target, str) and target.startswith("tree:") else None
            for text in (answer.text, *answer.sounds_like):
                yield text, name, counts * (PASSED_ON if passed else 1)
                if passed:
                    yield text, passed, counts * TAKEN_OVER
    for outcome in tree.outcomes.values():
        if outcome.title:
            yield outcome.title, name, LINE


def _cards_of(tree: Tree) -> list[str]:
    """The cards at which a tree itself can end; those of a plan are what other trees are about."""
    targets = (to for question in tree.questions.values() for to in question_targets(question))
    named = [to[5:] for to in targets if to.startswith("card:")]
    shown = [entry.card for outcome in tree.outcomes.values() if outcome.layout is None for entry in outcome.cards]
    return list(dict.fromkeys([*named, *shown]))


# --- the branch meant -----------------------------------------------------------------------------


def _opening(index: _Index, owner: _Owner, text: Text, day: date) -> dict[str, Any]:
    """The answers of a tree's first questions that a text gives, up to the first that is not sure."""
    answers: dict[str, Any] = {}
    if owner.kind != "tree":
        return answers
    try:
        interview = Interview.begin(index.guide, owner.id, as_of=day)
        while isinstance(end := interview.walk.end, Asking) and end.tree == owner.id:
            question = interview.question
            meant = _sure(index, interview, question, text) if question is not None else None
            if meant is None:
                break
            value = [meant] if question is not None and question.type == "several" else meant
            interview = interview.answer(end.question, value)
            if not (interview.done or isinstance(interview.walk.end, Asking)):
                break
            answers[end.question] = value
    except AdvisorError:
        # A tree with errors can be named; whoever opens it is told what is wrong.
        return {}
    return answers


def _sure(index: _Index, interview: Interview, question: Question, text: Text) -> str | None:
    ranked = _answers_like(index, question, text, interview.program.trees[interview.walk.end.tree])
    if not ranked or ranked[0][1] < SURE or (len(ranked) > 1 and ranked[0][1] - ranked[1][1] < AHEAD):
        return None
    return ranked[0][0]


def answers_like(guide: Guide, question: Question, text: str, tree: Tree) -> list[tuple[str, float]]:
    """The answers of a question that a text is like, best first, each with its likeness, 0 to 1.

    A question that can be answered with yes or no has none: words that a "yes" shares are shared by its "no".
    """
    index = _index(guide)
    return _answers_like(index, question, index.lines.read(text), tree)


def _answers_like(index: _Index, question: Question, text: Text, tree: Tree) -> list[tuple[str, float]]:
    if question.type not in ("choice", "several") or not {"yes", "no"}.isdisjoint(question.answers):
        return []
    found = []
    for name, answer in question.answers.items():
        said = [answer.text, *answer.sounds_like]
        target = question.next.get(name) if isinstance(question.next, dict) else None
        if isinstance(target, str):
            if target.startswith("card:"):
                said += [line for line, counts in _card_lines(index.guide, target[5:]) if counts == LIKE]
            elif target in tree.outcomes:
                said.append(tree.outcomes[target].title or "")
        likeness = index.lines.likeness(text, said)
        if likeness > 0.0:
            found.append((name, likeness))
    return sorted(found, key=lambda one: -one[1])
