"""What two versions of a guide call by different names, though it says the same."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterator, Mapping

from advisor.authoring.mentions import Name
from advisor.authoring.rename import is_taken
from advisor.guide.load import Guide
from advisor.guide.model import SharedQuestion


def renames(old: Guide, new: Guide) -> dict[Name, str]:
    """What the old version has under a name that the new one has not, and the new one under another.

    Only what readers see is compared: the title of a tree, an outcome or a card, the words of a phrase or of an answer,
    and of a question its words and the words of its answers. Where several say the same, nobody can tell which of them
    is meant, and none is named.

    Raises:
        GuideInvalid: A tree cannot be read.
    """
    found: dict[Name, str] = {}
    for kind, before, after in (
        ("tree", _trees(old), _trees(new)),
        ("card", _cards(old), _cards(new)),
        ("phrase", _phrases(old), _phrases(new)),
    ):
        found |= {Name(kind, name): to for name, to in _pairs(before, after)}
    for tree in old.tree_names:
        now = found.get(Name("tree", tree), tree)
        if now in new.tree_names:
            ends, ends_now = old.tree(tree).outcomes, new.tree(now).outcomes
            titles = ({name: outcome.title for name, outcome in here.items()} for here in (ends, ends_now))
            found |= {Name("outcome", name, tree): to for name, to in _pairs(*titles)}
    asked, asked_now = _questions(old), _questions(new)
    says = ({name: _says(question) for name, question in here.items()} for here in (asked, asked_now))
    found |= {Name("question", name): to for name, to in _pairs(*says)}
    for name, question in asked.items():
        other = asked_now.get(found.get(Name("question", name), name))
        if other is not None:
            texts = ({answer: one.text for answer, one in here.answers.items()} for here in (question, other))
            found |= {Name("answer", answer, name): to for answer, to in _pairs(*texts)}
    return {name: to for name, to in found.items() if not is_taken(old, name, to)}


def _pairs(before: Mapping[str, Hashable], after: Mapping[str, Hashable]) -> Iterator[tuple[str, str]]:
    """Ids that one side alone has, with the one id that says the same on the other side alone."""
    gone = {name: says for name, says in before.items() if name not in after}
    come = {says: name for name, says in after.items() if name not in before}
    times, times_now = Counter(before.values()), Counter(after.values())
    for name, says in gone.items():
        if says in come and times[says] == times_now[says] == 1:
            yield name, come[says]


def _trees(guide: Guide) -> dict[str, Hashable]:
    return {name: guide.tree(name).title for name in guide.tree_names}


def _cards(guide: Guide) -> dict[str, Hashable]:
    parts = {name: guide.card_part(name).model for name in guide.card_names}
    return {name: card.matter.title for name, card in parts.items() if card is not None}


def _phrases(guide: Guide) -> dict[str, Hashable]:
    parts = {name: guide.phrase_part(name).model for name in guide.phrase_names}
    return {name: phrase.text for name, phrase in parts.items() if phrase is not None}


def _questions(guide: Guide) -> dict[str, SharedQuestion]:
    """Every question with its words; one that trees share stands once."""
    own = {name: question for tree in guide.tree_names for name, question in guide.tree(tree).questions.items()}
    return {name: question for name, question in own.items() if not question.use} | dict(guide.shared.questions)


def _says(question: SharedQuestion) -> Hashable:
    return question.ask, question.type, tuple(answer.text for answer in question.answers.values())
