"""Where a guide's files name a question, an answer, an outcome, a card, a phrase or a tree.

The one place that knows every spot in which a name may stand; what a name means there follows FORMAT's tables.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from advisor.guide.cases import SCENARIOS
from advisor.guide.load import SEASON, SHARED, Guide
from advisor.guide.model import SeasonFile, Shared, SharedQuestion, parse_anchor
from advisor.guide.source import Key, Source, read

Pathway = tuple[Key, ...]

_DATE_TESTS = ("before", "on_or_before", "after", "on_or_after")
_ANSWER_TESTS = ("not", "is", "includes", "includes_all", "excludes")


class Name(NamedTuple):
    """What is named.

    Attributes:
        kind: `question`, `answer`, `outcome`, `card`, `phrase`, `tree` or `phase`. A named condition counts as a
            question: both are facts, and no two facts have the same id.
        id: Its id.
        of: For an answer its question, for an outcome its tree; else "".
    """

    kind: str
    id: str
    of: str = ""


class Mention(NamedTuple):
    """One spot that names something.

    Attributes:
        source: The file, or the front matter of one.
        where: Path in it.
        key: Whether the key is meant and not the value.
        name: What is named.
        in_text: Whether the name stands in braces inside a text, perhaps several times.
    """

    source: Source
    where: Pathway
    key: bool
    name: Name
    in_text: bool = False


def mentions(guide: Guide) -> Iterator[Mention]:
    """Every mention in the YAML of a guide without errors and of its scenarios.

    The words of cards and phrases, below their front matter, are not looked at.
    """
    yield from _Reader(guide.part(SHARED, Shared).source, "").shared()
    for tree in guide.tree_names:
        yield from _Reader(guide.tree_part(tree).source, tree).tree()
    for card in guide.card_names:
        yield from _Reader(guide.card_part(card).source, "").card()
    for phrase in guide.phrase_names:
        yield from _Reader(guide.phrase_part(phrase).source, "").phrase()
    yield from _Reader(guide.part(SEASON, SeasonFile).source, "").season()
    folder = guide.root / SCENARIOS
    asked = {
        name: wording
        for tree in guide.tree_names
        for name, question in guide.tree(tree).questions.items()
        if (wording := guide.shared.questions.get(name) if question.use else question) is not None
    }
    for file in sorted(folder.glob("*.yaml")) if folder.is_dir() else ():
        source = read(file, f"{SCENARIOS}/{file.name}")
        yield from _Reader(source, str(_mapping(source.data).get("tree"))).scenarios(asked)


def in_braces(text: str) -> Iterator[tuple[str, int]]:
    """The names in single braces in a text, each with the place of its first letter."""
    for found in re.finditer(r"\{\{|\{\s*([a-z][a-z0-9_]*)\s*\}", text):
        if found[1]:
            yield found[1], found.start(1)


def _mapping(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}


def _items(value: Any) -> Iterable[tuple[int, Any]]:
    return enumerate(value) if isinstance(value, list) else ()


class _Reader:
    """Reads one file; what does not have the shape it should have is passed over."""

    def __init__(self, source: Source, tree: str) -> None:
        self.source = source
        self.data = _mapping(source.data)
        self.own = tree

    def at(self, where: Pathway, name: Name, *, key: bool = False, in_text: bool = False) -> Mention:
        return Mention(self.source, where, key, name, in_text)

    # --- the files ----------------------------------------------------------------------------------------------------

    def shared(self) -> Iterator[Mention]:
        for name, question in _mapping(self.data.get("questions")).items():
            yield from self.question(("questions", name), name, _mapping(question))
        yield from self.facts()

    def tree(self) -> Iterator[Mention]:
        yield from self.local(("start",), self.data.get("start"))
        for name, question in _mapping(self.data.get("questions")).items():
            where: Pathway = ("questions", name)
            yield from self.question(where, name, _mapping(question))
            yield from self.routes((*where, "next"), name, _mapping(question).get("next"))
        for name, outcome in _mapping(self.data.get("outcomes")).items():
            where = ("outcomes", name)
            yield self.at(where, Name("outcome", name, self.own), key=True)
            yield from self.outcome(where, _mapping(outcome))
        yield from self.facts()
        phases = self.data.get("phase")
        if isinstance(phases, str):
            yield self.at(("phase",), Name("phase", phases))
        yield from self.listed(("phase",), phases, "phase")

    def card(self) -> Iterator[Mention]:
        yield from self.when(("assumes",), self.data.get("assumes"))
        yield from self.listed(("phrases",), self.data.get("phrases"), "phrase")
        yield from self.listed(("conflicts_with",), self.data.get("conflicts_with"), "card")
        yield from self.see_also((), self.data)
        yield from self.window(("window",), self.data.get("window"))

    def phrase(self) -> Iterator[Mention]:
        yield from self.when(("assumes",), self.data.get("assumes"))
        yield from self.text(("subject",), self.data.get("subject"))

    def season(self) -> Iterator[Mention]:
        for name in _mapping(self.data.get("phases")):
            yield self.at(("phases", name), Name("phase", name), key=True)

    def scenarios(self, asked: Mapping[str, SharedQuestion]) -> Iterator[Mention]:
        yield self.at(("tree",), Name("tree", self.own))
        yield from self.given(("given",), self.data.get("given"), asked)
        for number, scenario in _items(self.data.get("scenarios")):
            where: Pathway = ("scenarios", number)
            case = _mapping(scenario)
            yield from self.given((*where, "answers"), case.get("answers"), asked)
            for name, words in _mapping(case.get("typed")).items():
                yield self.at((*where, "typed", name), Name("question", name), key=True)
                # An id is understood where it is typed.
                yield self.at((*where, "typed", name), Name("answer", str(words), name))
            yield from self.listed((*where, "without"), case.get("without"), "question")
            yield from self.expected((*where, "expect"), _mapping(case.get("expect")))

    # --- parts of a tree ----------------------------------------------------------------------------------------------

    def question(self, where: Pathway, name: str, question: Mapping[str, Any]) -> Iterator[Mention]:
        yield self.at(where, Name("question", name), key=True)
        if "use" in question:
            yield self.at((*where, "use"), Name("question", str(question["use"])))
        for answer in _mapping(question.get("answers")):
            yield self.at((*where, "answers", answer), Name("answer", answer, name), key=True)
        for limit in ("min", "max"):
            yield from self.anchor((*where, limit), question.get(limit))
        yield from self.when((*where, "only_when"), question.get("only_when"))

    def routes(self, where: Pathway, question: str, way: Any) -> Iterator[Mention]:
        if isinstance(way, dict):
            for answer, below in way.items():
                yield self.at((*where, answer), Name("answer", answer, question), key=True)
                yield from self.routes((*where, answer), question, below)
        elif isinstance(way, list):
            for number, rule in _items(way):
                yield from self.when((*where, number, "when"), _mapping(rule).get("when"))
                yield from self.target((*where, number, "to"), _mapping(rule).get("to"))
        else:
            yield from self.target(where, way)

    def target(self, where: Pathway, to: Any) -> Iterator[Mention]:
        if not isinstance(to, str):
            return
        kind, colon, name = to.partition(":")
        if colon:
            if kind in ("card", "tree"):
                yield self.at(where, Name(kind, name))
        else:
            yield from self.local(where, to)

    def local(self, where: Pathway, name: Any) -> Iterator[Mention]:
        """A question or an outcome of this tree: an id is only ever one of them."""
        if isinstance(name, str):
            is_outcome = name in _mapping(self.data.get("outcomes"))
            yield self.at(where, Name("outcome", name, self.own) if is_outcome else Name("question", name))

    def outcome(self, where: Pathway, outcome: Mapping[str, Any]) -> Iterator[Mention]:
        for number, note in _items(outcome.get("notes")):
            yield from self.when((*where, "notes", number, "when"), _mapping(note).get("when"))
            yield from self.text((*where, "notes", number, "text"), _mapping(note).get("text"))
        for part, kind in (("cards", "card"), ("phrases", "phrase")):
            for number, entry in _items(outcome.get(part)):
                here = (*where, part, number)
                if isinstance(entry, str):
                    yield self.at(here, Name(kind, entry))
                    continue
                entry = _mapping(entry)
                yield self.at((*here, kind), Name(kind, str(entry.get(kind))))
                yield from self.when((*here, "when"), entry.get("when"))
                yield from self.listed((*here, "phrases"), entry.get("phrases"), "phrase")
                yield from self.window((*here, "window"), entry.get("window"))
        yield from self.see_also(where, outcome)

    def facts(self) -> Iterator[Mention]:
        for name, rules in _mapping(self.data.get("facts")).items():
            yield self.at(("facts", name), Name("question", name), key=True)
            for number, rule in _items(rules):
                yield from self.when(("facts", name, number, "when"), _mapping(rule).get("when"))

    # --- parts of a scenario ------------------------------------------------------------------------------------------

    def given(self, where: Pathway, answers: Any, asked: Mapping[str, SharedQuestion]) -> Iterator[Mention]:
        for name, value in _mapping(answers).items():
            here = (*where, name)
            yield self.at(here, Name("question", name), key=True)
            if isinstance(value, str):
                yield self.at(here, Name("answer", value, name))
                question = asked.get(name)
                # What is an answer there is no day, though a question may be called the same.
                if question is not None and question.type == "date" and value not in question.answers:
                    yield from self.anchor(here, value)
            for number, one in _items(value):
                yield self.at((*here, number), Name("answer", str(one), name))

    def expected(self, where: Pathway, expect: Mapping[str, Any]) -> Iterator[Mention]:
        for part in ("question", "refused"):
            if isinstance(expect.get(part), str):
                yield self.at((*where, part), Name("question", expect[part].rpartition("/")[2]))
        outcome = expect.get("outcome")
        if isinstance(outcome, str):
            tree, slash, name = outcome.partition("/")
            if slash:
                yield self.at((*where, "outcome"), Name("tree", tree))
                yield self.at((*where, "outcome"), Name("outcome", name, tree))
            elif outcome.startswith("card:"):
                yield self.at((*where, "outcome"), Name("card", outcome[5:]))
            else:
                yield self.at((*where, "outcome"), Name("outcome", outcome, self.own))
        for part in ("cards", "now", "late", "later", "passed", "lacks_cards"):
            yield from self.listed((*where, part), expect.get(part), "card")
        yield from self.listed((*where, "phrases"), expect.get("phrases"), "phrase")
        yield from self.listed((*where, "asked"), expect.get("asked"), "question")

    # --- what stands everywhere ---------------------------------------------------------------------------------------

    def listed(self, where: Pathway, names: Any, kind: str) -> Iterator[Mention]:
        for number, name in _items(names):
            if isinstance(name, str):
                yield self.at((*where, number), Name(kind, name))

    def see_also(self, where: Pathway, of: Mapping[str, Any]) -> Iterator[Mention]:
        for number, to in _items(of.get("see_also")):
            yield from self.target((*where, "see_also", number), to)

    def window(self, where: Pathway, window: Any) -> Iterator[Mention]:
        for key, value in _mapping(window).items():
            yield from self.anchor((*where, key), value)

    def anchor(self, where: Pathway, text: Any) -> Iterator[Mention]:
        anchor = parse_anchor(text)
        if anchor is not None and anchor.kind == "question":
            yield self.at(where, Name("question", anchor.name))

    def text(self, where: Pathway, text: Any) -> Iterator[Mention]:
        for name in dict.fromkeys(name for name, _ in in_braces(text)) if isinstance(text, str) else ():
            yield self.at(where, Name("question", name), in_text=True)

    def when(self, where: Pathway, when: Any) -> Iterator[Mention]:
        for fact, test in _mapping(when).items():
            here = (*where, fact)
            if fact == "any":
                for number, one in _items(test):
                    yield from self.when((*here, number), one)
                continue
            yield self.at(here, Name("question", fact), key=True)
            yield from self.answers(here, fact, test)
            for how, operand in _mapping(test).items():
                if how in _ANSWER_TESTS:
                    yield from self.answers((*here, how), fact, operand)
                elif how in _DATE_TESTS:
                    yield from self.anchor((*here, how), operand)

    def answers(self, where: Pathway, fact: str, value: Any) -> Iterator[Mention]:
        if isinstance(value, str):
            yield self.at(where, Name("answer", value, fact))
        for number, one in _items(value):
            if isinstance(one, str):
                yield self.at((*where, number), Name("answer", one, fact))
