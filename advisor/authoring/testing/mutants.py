"""Small changes of a tree in memory, each a slip of the pen that an author could make.

The operators: a rule, a condition, a test of one, an answer, a card, note or phrase is forgotten; two rules change
places, or swap where they lead; a way leads to the wrong end; a limit is off by one, or a day. Nothing here touches a
file.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from itertools import pairwise
from typing import Any, NamedTuple

from pydantic import BaseModel

from advisor.authoring.testing import thresholds
from advisor.authoring.testing.item import COMMON, Pathway
from advisor.diagnostics import Span
from advisor.guide.load import SHARED, Guide, targets
from advisor.guide.model import (
    CardEntry,
    FactRule,
    Outcome,
    Question,
    Rule,
    Shared,
    SharedQuestion,
    Tree,
    When,
    parse_anchor,
)
from advisor.interview.conditions import whole_number


class Mutant(NamedTuple):
    """One change.

    Attributes:
        kind: What is changed: `answer`, `limit`, `rule`, `target`, `order`, `entry`, `window`, `condition` or
            `threshold`.
        tree: Whose file is changed.
        where: What is changed there.
        message: The change, one sentence without a full stop.
        model: The file's model with the change.
    """

    kind: str
    tree: str
    where: Pathway
    message: str
    model: Tree | Shared

    def applied(self, guide: Guide) -> Guide:
        """The guide with this change."""
        if isinstance(self.model, Shared):
            return guide.changed({}, self.model)
        return guide.changed({self.tree: self.model})


def mutants(guide: Guide, tree: str) -> Iterator[Mutant]:
    """Every change of a tree, or of what trees share, in the order of the file's parts."""
    if tree == COMMON:
        changes = _Changes(tree, guide.shared)
        for name, wording in guide.shared.questions.items():
            yield from changes.wording(name, wording)
        yield from changes.facts(guide.shared.facts)
        for where, when in thresholds.of_facts(guide.shared.facts):
            yield from changes.condition(where, when)
        return
    model = guide.tree(tree)
    changes = _Changes(tree, model)
    for name, question in model.questions.items():
        yield from changes.question(name, question, model)
    for name, outcome in model.outcomes.items():
        yield from changes.outcome(name, outcome, guide)
    yield from changes.facts(model.facts)
    for where, when in thresholds.conditions(model):
        yield from changes.condition(where, when)


def place(guide: Guide, mutant: Mutant) -> Span:
    """Where the changed thing stands in the guide's files."""
    source = guide.part(SHARED, Shared).source if mutant.tree == COMMON else guide.tree_part(mutant.tree).source
    return source.span(mutant.where, key=isinstance(mutant.where[-1], str))


class _Changes:
    """Makes mutants of one file."""

    def __init__(self, tree: str, model: Tree | Shared) -> None:
        self.tree = tree
        self.model = model

    def put(self, kind: str, where: Pathway, value: Any, message: str, at: Pathway | None = None) -> Mutant:
        """The mutant with another value at a path; `at` is the path to point at."""
        return Mutant(kind, self.tree, at or where, message, _put(self.model, where, value))

    def question(self, name: str, question: Question, tree: Tree) -> Iterator[Mutant]:
        where: Pathway = ("questions", name)
        if question.use is None:
            yield from self.wording(name, question)
        ends = list(dict.fromkeys([*tree.outcomes, *(to for to in targets(tree) if to.startswith("card:"))]))
        ways = question.next
        if isinstance(ways, dict):
            for first, second in pairwise(ways):
                if ways[first] != ways[second]:
                    message = f'"{first}" and "{second}" of "{name}" swap where they lead'
                    swapped = {**ways, first: ways[second], second: ways[first]}
                    yield self.put("target", (*where, "next"), swapped, message, (*where, "next", first))
            for answer, way in ways.items():
                if isinstance(way, str):
                    yield from self._elsewhere((*where, "next", answer), way, ends, f'"{answer}" of "{name}"')
        elif isinstance(ways, str):
            yield from self._elsewhere((*where, "next"), ways, ends, f'"{name}"')
        for base, rules in thresholds.rule_lists(name, question):
            under = f' under "{base[3]}"' if len(base) > 3 else ""
            for number, rule in enumerate(rules):
                which = f'rule {number + 1} of "{name}"{under}'
                here = (*base, number)
                if len(rules) > 1:
                    left = rules[:number] + rules[number + 1 :]
                    yield self.put("rule", base, left, f'{which}, to "{rule.to}", is left out', here)
                yield from self._elsewhere((*here, "to"), rule.to, ends, which)
            yield from self._pairs(base, rules, "to", f'of "{name}"{under}', "where they lead")

    def _pairs(
        self, base: Pathway, rules: Sequence[Rule | FactRule], field: str, whose: str, what: str
    ) -> Iterator[Mutant]:
        """Neighbouring rules that swap what they give, or change places."""
        for number, (one, other) in enumerate(pairwise(rules)):
            both = f"rules {number + 1} and {number + 2} {whose}"
            before, after, here = rules[:number], rules[number + 2 :], (*base, number)
            mine, theirs = getattr(one, field), getattr(other, field)
            if mine != theirs:
                crossed = (one.model_copy(update={field: theirs}), other.model_copy(update={field: mine}))
                yield self.put("target", base, (*before, *crossed, *after), f"{both} swap {what}", here)
            if other.when:
                yield self.put("order", base, (*before, other, one, *after), f"{both} change places", here)

    def wording(self, name: str, question: SharedQuestion) -> Iterator[Mutant]:
        """An answer may be forgotten, and a limit may be off by one."""
        where: Pathway = ("questions", name)
        yield from self._answers(where, question)
        if question.type in ("number", "date"):
            yield from self._limits(where, question)

    def _answers(self, where: Pathway, question: SharedQuestion) -> Iterator[Mutant]:
        if question.type in ("choice", "several") and len(question.answers) < 2:
            return
        for answer in question.answers:
            left = {name: text for name, text in question.answers.items() if name != answer}
            update: dict[str, Any] = {"answers": left}
            if isinstance(question, Question) and isinstance(question.next, dict):
                update["next"] = {name: way for name, way in question.next.items() if name != answer}
            message = f'"{where[1]}" has no answer "{answer}"'
            yield self.put("answer", where, question.model_copy(update=update), message, (*where, "answers", answer))

    def _limits(self, where: Pathway, question: SharedQuestion) -> Iterator[Mutant]:
        for key in ("min", "max"):
            limit = getattr(question, key)
            for value in _neighbours(limit):
                message = f'`{key}` of "{where[1]}" becomes {value} instead of {limit}'
                yield self.put("limit", (*where, key), value, message)

    def _elsewhere(self, where: Pathway, to: str, ends: Sequence[str], what: str) -> Iterator[Mutant]:
        if to in ends and len(ends) > 1:
            other = ends[(ends.index(to) + 1) % len(ends)]
            yield self.put("target", where, other, f'{what} leads to "{other}" instead of "{to}"')

    def outcome(self, name: str, outcome: Outcome, guide: Guide) -> Iterator[Mutant]:
        """Everything that is shown may be forgotten; a plan's days may be off."""
        where: Pathway = ("outcomes", name)
        for part in ("notes", "cards", "phrases"):
            entries = getattr(outcome, part) or ()
            if part == "cards" and len(entries) < 2:
                continue
            for number in range(len(entries)):
                here = (*where, part, number)
                message = f"{self.subject(here)} is left out"
                yield self.put("entry", (*where, part), entries[:number] + entries[number + 1 :], message, here)
        if outcome.layout == "timeline":
            for number, entry in enumerate(outcome.cards):
                yield from self._window((*where, "cards", number), entry, guide)

    def _window(self, where: Pathway, entry: CardEntry, guide: Guide) -> Iterator[Mutant]:
        window = entry.window or guide.card(entry.card).matter.window
        if window is None:
            return
        for key in ("from", "until", "latest"):
            written = getattr(window, _field(key))
            anchor = parse_anchor(written)
            if anchor is None or (anchor.kind == "event" and guide.season(date.max).resolve(anchor) is None):
                # Of an event that varies only the words would change, and no scenario can look at those.
                continue
            for day in _neighbours(written):
                message = f"`{key}` of {self.subject(where)} becomes {day} instead of {written}"
                changed = window.model_copy(update={_field(key): day})
                at = (*where, "window", key) if entry.window is not None else where
                yield self.put("window", (*where, "window"), changed, message, at)

    def facts(self, facts: Mapping[str, tuple[FactRule, ...]]) -> Iterator[Mutant]:
        """The rules of named conditions."""
        for name, rules in facts.items():
            base: Pathway = ("facts", name)
            for number in range(len(rules) - 1):
                message = f'rule {number + 1} of the fact "{name}" is left out'
                yield self.put("rule", base, rules[:number] + rules[number + 1 :], message, (*base, number))
            yield from self._pairs(base, rules, "is_", f'of the fact "{name}"', "their values")

    # --- conditions ---------------------------------------------------------------------------------------------------

    def condition(self, where: Pathway, when: When) -> Iterator[Mutant]:
        """A condition may lose a test, and its comparisons may be off by one."""
        subject = self.subject(where)
        yield from self._less(where, when, where, subject)
        for test in thresholds.tests(when, where):
            for how, operand in _off_by_one(test):
                was, now = (f"{word} {value}".removeprefix("is ") for word, value in (test[2:], (how, operand)))
                message = f"{subject}: `{test.fact}: {was}` becomes `{now}`"
                if how == test.how:
                    yield self.put("threshold", test.where, operand, message)
                else:
                    above = get(self.model, test.where[:-1])
                    renamed = {how if key == test.how else key: value for key, value in above.items()}
                    yield self.put("threshold", test.where[:-1], renamed, message, test.where)

    def _less(self, where: Pathway, when: When, whole: Pathway, subject: str) -> Iterator[Mutant]:
        for name, wanted in when.items():
            here = (*where, name)
            if len(when) > 1:
                left = {key: value for key, value in when.items() if key != name}
                what = "any" if name == "any" else name
                yield self.put("condition", where, left, f'{subject} no longer looks at "{what}"', here)
            elif where == whole:
                yield self.put("condition", where, None, f"{subject} has no condition", here)
            if name == "any":
                for number, group in enumerate(wanted):
                    if len(wanted) > 1:
                        rest = [*wanted[:number], *wanted[number + 1 :]]
                        message = f"{subject} has no alternative {number + 1}"
                        yield self.put("condition", here, rest, message, (*here, number))
                    yield from self._less((*here, number), group, whole, subject)

    def subject(self, where: Pathway) -> str:
        """What an author calls the thing at a path or around it."""
        part, name = str(where[0]), where[1]
        if part == "facts":
            return f'rule {_number(where[2])} of the fact "{name}"'
        if part == "questions":
            if where[2] == "only_when":
                return f'"{name}"'
            answer = f' under "{where[3]}"' if isinstance(where[3], str) else ""
            return f'rule {_number(where[4] if answer else where[3])} of "{name}"{answer}'
        entry = get(self.model, where[:4])
        if where[2] == "notes":
            text = " ".join(entry.text.split())
            return f'the note "{text if len(text) <= 40 else text[:37] + "..."}" at "{name}"'
        kind = "card" if where[2] == "cards" else "phrase"
        return f'the {kind} "{getattr(entry, kind)}" at "{name}"'


def _number(step: str | int) -> int:
    return int(step) + 1


def _off_by_one(test: thresholds.Comparison) -> Iterator[tuple[str, Any]]:
    """The same comparison with its limit moved by one, to either side; where a word does it, by that word."""
    if test.how == "is":
        whole = whole_number(test.operand)
        yield from (("is", value) for value in _neighbours(whole))
        return
    how, away = _LIKE[test.how]
    yield how, test.operand
    yield from ((test.how, value) for value in _neighbours(test.operand, (away,)))


_LIKE = {
    "before": ("on_or_before", -1),
    "on_or_before": ("before", 1),
    "after": ("on_or_after", 1),
    "on_or_after": ("after", -1),
    "at_least": ("more_than", -1),
    "more_than": ("at_least", 1),
    "at_most": ("less_than", 1),
    "less_than": ("at_most", -1),
}
"""The word for a limit that is off by one to one side, and how far to move the limit for the other side."""


def _neighbours(limit: Any, steps: Sequence[int] = (-1, 1)) -> Iterator[Any]:
    """The numbers or days beside one, as they would be written; no negative number."""
    anchor = parse_anchor(limit)
    whole = whole_number(limit)
    for step in steps:
        if anchor is not None:
            yield thresholds.written(anchor._replace(days=anchor.days + step))
        elif whole is not None and whole + step >= 0:
            yield whole + step


def _field(step: str | int) -> str:
    return {"from": "from_", "is": "is_"}.get(str(step), str(step))


def get(thing: Any, where: Pathway) -> Any:
    """What stands at a path of a model or of plain data."""
    for step in where:
        thing = getattr(thing, _field(step)) if isinstance(thing, BaseModel) else thing[step]
    return thing


def _put(thing: Any, where: Pathway, value: Any) -> Any:
    """A copy of a model or of plain data with another value at a path."""
    if not where:
        return value
    step, rest = where[0], where[1:]
    if isinstance(thing, list | tuple):
        changed = list(thing)
        changed[int(step)] = _put(thing[int(step)], rest, value)
        return changed if isinstance(thing, list) else tuple(changed)
    if isinstance(thing, Mapping):
        return {**thing, step: _put(thing[step], rest, value)}
    name = _field(step)
    return thing.model_copy(update={name: _put(getattr(thing, name), rest, value)})
