"""What scenarios can exercise, piece by piece: where it stands, and how it is told."""

from __future__ import annotations

from typing import Any, NamedTuple

from advisor.diagnostics import Span
from advisor.guide.load import SHARED, Guide
from advisor.guide.model import Question, Shared, Tree
from advisor.interview.conditions import DATE_TESTS, NUMBER_TESTS, TODAY

Pathway = tuple[str | int, ...]

PARTS = ("outcomes", "routes", "answers", "cards", "notes", "phrases", "blanks", "boundaries")
"""What is counted, in the order in which it is reported."""

COMMON = "_shared"
"""Stands for a tree where something belongs to the file of shared questions."""


class Item(NamedTuple):
    """One thing that a scenario can exercise.

    Attributes:
        part: One of `PARTS`.
        tree: In whose file it stands.
        where: Its path there.
        what: Which one of those at this path: an outcome, an answer, `shown` or `left out`, `filled` or `missing` after
            the phrase and the fact, a number or a day.
    """

    part: str
    tree: str
    where: Pathway
    what: str = ""


def place(guide: Guide, item: Item) -> Span:
    """Where a thing stands in the guide's files."""
    if item.tree == COMMON:
        return guide.part(SHARED, Shared).source.span(item.where)
    source = guide.tree_part(item.tree).source
    if item.part == "answers":
        return source.span((*item.where, "answers", item.what) if item.what else item.where, key=True)
    if item.part == "outcomes" and item.what.startswith("card:"):
        return source.span(_first_to(guide.tree(item.tree), item.what))
    if item.part == "blanks" and item.what[0] != ":":
        phrase, fact, _ = item.what.split(":")
        return _printed_in(guide, phrase, fact)
    return source.span(item.where, key=item.part == "outcomes" or item.where[-1] == "only_when")


def sentence(guide: Guide, item: Item) -> str:
    """What no scenario does, one sentence without a full stop."""
    name = str(item.where[1]) if len(item.where) > 1 else ""
    if item.part == "outcomes":
        return f'no scenario ends at "{item.what}"'
    if item.part == "routes":
        return f"no scenario {_route(guide.tree(item.tree), item.where)}"
    if item.part == "answers":
        answer = f'with "{item.what}"' if item.what else _as_such(guide.tree(item.tree).questions[name])
        return f'no scenario answers "{name}" {answer}'
    if item.part == "boundaries":
        return f"no scenario {_boundary(guide, item)}"
    if item.part == "blanks":
        phrase, fact, how = item.what.split(":")
        shown = f'the phrase "{phrase}"' if phrase else f"the note {_entry(guide, item)}"
        known = "known" if how == "filled" else "not known"
        return f'no scenario shows {shown} where "{fact}" is {known}'
    thing = {"cards": "the card", "phrases": "the phrase", "notes": "the note"}[item.part]
    how = "with" if item.what == "shown" else "without"
    return f'no scenario ends at "{name}" {how} {thing} {_entry(guide, item)}'


def _boundary(guide: Guide, item: Item) -> str:
    where = item.where
    if where[0] == "questions" and where[2] in ("min", "max"):
        model = guide.tree(item.tree).questions[str(where[1])]
        taken = str(getattr(model, str(where[2]))) == item.what
        edge = "the lowest" if where[2] == "min" else "the highest"
        return f'gives "{where[1]}" the answer {item.what}, ' + (
            f"{edge} that is taken" if taken else "which is refused"
        )
    if "window" in where:
        card = guide.tree(item.tree).outcomes[str(where[1])].cards[int(where[3])].card
        return f'sees the card "{card}" at "{where[1]}" on {item.what}, at an end of its time'
    fact = _fact(where)
    what = f"is played on {item.what}" if fact == TODAY else f'gives "{fact}" the answer {item.what}'
    return f"{what}, where a test changes"


def _printed_in(guide: Guide, phrase: str, fact: str) -> Span:
    """The line of a phrase on which a fact is printed."""
    found = guide.phrase(phrase)
    path = f"content/phrases/{phrase}.md"
    for number, line in enumerate(found.text.split("\n")):
        if (column := line.find(f"{{{fact}}}")) >= 0:
            here = found.line + number
            return Span(path, here, column + 1, here, column + 3 + len(fact))
    return Span(path)


def _route(tree: Tree, where: Pathway) -> str:
    name = where[1]
    if where[-1] == "only_when":
        return f'leaves out the question "{name}"'
    way: Any = tree.questions[str(name)].next
    for step in where[3:]:
        way = way[step]
    to = way if isinstance(way, str) else way.to
    if isinstance(where[-1], int):
        answer = f' under "{where[3]}"' if len(where) > 4 else ""
        return f'follows rule {where[-1] + 1} of "{name}"{answer}, to "{to}"'
    return f'goes from "{name}" to "{to}"' + (f' by "{where[3]}"' if len(where) > 3 else "")


def _as_such(question: Question) -> str:
    return {"number": "with a number", "date": "with a day"}.get(question.type, "with words of its own")


def _fact(where: Pathway) -> str:
    """What a test compares: the last step that is no comparison and no place in a list."""
    return next(str(step) for step in reversed(where) if isinstance(step, str) and step not in _HOW)


_HOW = {*DATE_TESTS, *NUMBER_TESTS, "is", "not"}


def _entry(guide: Guide, item: Item) -> str:
    outcome = guide.tree(item.tree).outcomes[str(item.where[1])]
    entry = (getattr(outcome, str(item.where[2])) or ())[int(item.where[3])]
    return _quoted(getattr(entry, {"notes": "text", "cards": "card", "phrases": "phrase"}[str(item.where[2])]))


def _quoted(text: str, most: int = 60) -> str:
    line = " ".join(text.split())
    return f'"{line if len(line) <= most else line[: most - 3] + "..."}"'


def _first_to(tree: Tree, target: str) -> Pathway:
    """The first route of a tree that leads to a target."""
    for name, question in tree.questions.items():
        base: Pathway = ("questions", name, "next")
        ways = question.next.items() if isinstance(question.next, dict) else [("", question.next)]
        for answer, way in ways:
            here = (*base, answer) if answer else base
            if way == target:
                return here
            if not isinstance(way, str):
                for number, rule in enumerate(way):
                    if rule.to == target:
                        return (*here, number, "to")
    return ()
