"""A tree as a picture: Mermaid for a page, an outline for a terminal.

Nothing is told by colour alone: the risk of an end is a word and a shape too, and the way of one interview is a thicker
line in Mermaid and a star in the outline.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Final, NamedTuple

from advisor import wording
from advisor.errors import AdvisorError
from advisor.guide.load import Guide
from advisor.guide.model import RISKS, Outcome, Question, Rule
from advisor.guide.season import Season
from advisor.interview.conditions import Fact
from advisor.interview.interview import Interview
from advisor.interview.walk import Reached
from advisor.output.conditions import in_words
from advisor.output.text import wrap
from advisor.wording import one_line

FOLDED_BEYOND: Final = 60
"""Nodes that are drawn before the rest is folded into one node at each place where the picture ends."""


class Node(NamedTuple):
    """What is drawn as one thing.

    Attributes:
        key: A question or outcome of the tree, `card:x`, `tree:x`, or `folded:x` for what is not drawn from there on.
        kind: `question`, `outcome`, `tree` or `folded`.
        text: The question, the title, or how much is folded.
        risk: For an outcome: the highest risk of the cards that it can show, or None.
        always: Whether a card of that risk is shown whatever the answers were.
        on_way: Whether the interview that is shown passes here.
    """

    key: str
    kind: str
    text: str
    risk: str | None = None
    always: bool = True
    on_way: bool = False


class Edge(NamedTuple):
    """A way from one node to another; `label` is the answer or the condition, "" where there is only one way."""

    source: str
    target: str
    label: str
    on_way: bool = False


class Graph(NamedTuple):
    """A tree ready to be drawn; nodes in the order in which a person can meet them."""

    title: str
    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]


def graph(
    guide: Guide,
    tree: str,
    interview: Interview | None = None,
    *,
    as_of: date | None = None,
    begin: str | None = None,
    fold: int | None = FOLDED_BEYOND,
) -> Graph:
    """The picture of one tree.

    Args:
        guide: Where the tree is.
        tree: Its id.
        interview: Whose way is marked, or None.
        as_of: Without an interview, the day from which the tree is seen.
        begin: The question to begin at; the tree's first one where it is None.
        fold: Most nodes to draw; None for all.
    """
    return _Drawing(guide, tree, interview, as_of).draw(begin, fold)


class _Drawing:
    def __init__(self, guide: Guide, tree: str, interview: Interview | None, as_of: date | None) -> None:
        self.guide = guide
        self.name = tree
        self.tree = guide.tree(tree)
        self.season: Season = interview.season if interview is not None else guide.season(as_of)
        self.way = list(self._way(interview)) if interview is not None else []

    def _way(self, interview: Interview) -> Iterator[str]:
        """The nodes of this tree, and where it leaves it, in the order of an interview."""
        inside = False
        for key in interview.walk.path:
            tree, _, question = key.partition("/")
            if tree == self.name:
                inside = True
                yield question
            elif inside:
                yield f"tree:{tree}"
                return
        end = interview.walk.end
        if isinstance(end, Reached):
            if end.tree == self.name or ":" in end.outcome:
                yield end.outcome
        elif end.tree == self.name:
            yield end.question

    def draw(self, begin: str | None, fold: int | None) -> Graph:
        start = begin or self.tree.start
        keys, edges, pending = {start: None}, [], [start]
        for key in pending:
            question = self.tree.questions.get(key)
            for edge in self.edges(key, question) if question is not None else ():
                edges.append(edge)
                if edge.target not in keys:
                    keys[edge.target] = None
                    pending.append(edge.target)
        nodes = [self.node(key) for key in keys]
        if fold is not None and len(nodes) > fold:
            nodes, edges = _folded(nodes, edges, fold)
        return Graph(self.season.fill(self.tree.title), tuple(nodes), tuple(edges))

    def node(self, key: str) -> Node:
        on_way = key in self.way
        if key in self.tree.questions:
            return Node(key, "question", self._ask(self.tree.questions[key], key), on_way=on_way)
        if key.startswith("tree:"):
            return Node(key, "tree", self._title_of_tree(key[5:]), on_way=on_way)
        if key.startswith("card:"):
            risk = self._risk(key[5:])
            return Node(key, "outcome", self._title_of_card(key[5:]), risk, on_way=on_way)
        return self._outcome(key, self.tree.outcomes.get(key), on_way=on_way)

    def _ask(self, question: Question, key: str) -> str:
        ask = self.season.fill(question.ask or key)
        when = in_words(question.only_when, self.fact, self.season)
        return wording.ONLY_ASKED.format(ask=ask, when=when) if when else ask

    def _outcome(self, key: str, outcome: Outcome | None, *, on_way: bool) -> Node:
        if outcome is None:
            return Node(key, "outcome", key, on_way=on_way)
        title = self.season.fill(outcome.title) if outcome.title else self._title_of_card(outcome.cards[0].card)
        counted = [
            (risk, entry.when is None) for entry in outcome.cards if (risk := self._risk(entry.card)) is not None
        ]
        highest = max((risk for risk, _ in counted), key=RISKS.index, default=None)
        always = any(unconditional and risk == highest for risk, unconditional in counted)
        return Node(key, "outcome", title, highest, always, on_way)

    def _risk(self, card: str) -> str | None:
        try:
            return self.guide.card(card).matter.risk
        except AdvisorError:
            return None

    def _title_of_card(self, card: str) -> str:
        try:
            return self.season.fill(self.guide.card_title(card))
        except AdvisorError:
            return card

    def _title_of_tree(self, tree: str) -> str:
        try:
            return self.season.fill(self.guide.tree(tree).title)
        except AdvisorError:
            return tree

    # --- ways ---------------------------------------------------------------------------------------------------------

    def edges(self, key: str, question: Question) -> list[Edge]:
        """The ways from a question, those to one place together."""
        labels: dict[str, list[str]] = {}
        if isinstance(question.next, dict):
            for answer, way in question.next.items():
                text = question.answers[answer].text if answer in question.answers else answer
                for target, label in self.rules(key, way):
                    joint = ", " if label == wording.OTHERWISE else wording.AND
                    both = joint.join(part for part in (self.season.fill(text), label) if part)
                    labels.setdefault(target, []).append(both)
        else:
            for target, label in self.rules(key, question.next):
                labels.setdefault(target, []).append(label)
        return [
            Edge(key, target, "" if len(labels) == 1 else " / ".join(own), self._is_on_way(key, target))
            for target, own in labels.items()
        ]

    def rules(self, key: str, way: str | tuple[Rule, ...]) -> Iterator[tuple[str, str]]:
        if isinstance(way, str):
            yield way, ""
            return
        for rule in way:
            label = in_words(rule.when, self.fact, self.season, own=key)
            yield rule.to, label or (wording.OTHERWISE if len(way) > 1 else "")

    def fact(self, name: str) -> Fact | None:
        found: Fact | None = self.tree.questions.get(name)
        found = found or self.tree.facts.get(name) or self.guide.shared.facts.get(name)
        return found or self.guide.shared.questions.get(name)

    def _is_on_way(self, source: str, target: str) -> bool:
        pairs = zip(self.way, self.way[1:], strict=False)
        return (source, target) in pairs


def _folded(nodes: list[Node], edges: list[Edge], most: int) -> tuple[list[Node], list[Edge]]:
    """The first nodes, and one node for all that lies behind each place where they end.

    Nodes on the way of the interview are kept whatever their place.
    """
    kept = {node.key for node in nodes[:most]} | {node.key for node in nodes if node.on_way}
    left = {node.key: node for node in nodes if node.key not in kept}
    following: dict[str, list[str]] = {}
    for edge in edges:
        following.setdefault(edge.source, []).append(edge.target)
    drawn, folded = [edge for edge in edges if edge.source in kept and edge.target in kept], {}
    for edge in edges:
        if edge.source in kept and edge.target in left:
            key = f"folded:{edge.target}"
            folded[key] = Node(key, "folded", _how_much(edge.target, left, following))
            drawn.append(edge._replace(target=key))
    return [node for node in nodes if node.key in kept] + list(folded.values()), drawn


def _how_much(first: str, left: Mapping[str, Node], following: Mapping[str, Iterable[str]]) -> str:
    behind, pending = {first}, [first]
    for key in pending:
        further = [to for to in following.get(key, ()) if to in left and to not in behind]
        behind.update(further)
        pending += further
    questions = sum(left[key].kind == "question" for key in behind)
    ends = len(behind) - questions
    return wording.FOLDED.format(
        questions=wording.count(questions, "question"), ends=wording.count(ends, "end"), first=first
    )


# --- Mermaid ----------------------------------------------------------------------------------------------------------

_SHAPES: Final = {
    "question": ("[", "]"),
    "tree": ("[[", "]]"),
    "folded": ("[(", ")]"),
    "very-low": ("(", ")"),
    "low": ("(", ")"),
    "moderate": ("{{", "}}"),
    "high": ("[/", "\\]"),
    None: ("(", ")"),
}
_CLASSES: Final = """\
  classDef high fill:#fde0dc,stroke:#8c1d18,color:#3b0a08
  classDef moderate fill:#fff1cc,stroke:#7a5900,color:#332500
  classDef low fill:#dff3e3,stroke:#1e6b34,color:#0c2e16
  classDef way stroke-width:4px
"""
_ESCAPED: Final = str.maketrans({sign: f"#{ord(sign)};" for sign in '"#<>&`\\{}[]()|'})


def mermaid(drawn: Graph) -> str:
    """The picture as a Mermaid flowchart (https://mermaid.js.org/syntax/flowchart.html)."""
    ids = {node.key: f"n{number}" for number, node in enumerate(drawn.nodes)}
    lines = ["---", f"title: {_quoted(drawn.title)}", "---", "flowchart TD"]
    for node in drawn.nodes:
        before, after = _SHAPES[node.risk if node.kind == "outcome" else node.kind]
        text = f"{_escaped(_risk_words(node))}<br/>{_escaped(node.text)}" if node.risk else _escaped(node.text)
        lines.append(f'  {ids[node.key]}{before}"{text}"{after}')
    marked = []
    for number, edge in enumerate(drawn.edges):
        arrow = "==>" if edge.on_way else "-->"
        label = f'|"{_escaped(edge.label)}"|' if edge.label else ""
        lines.append(f"  {ids[edge.source]} {arrow}{label} {ids[edge.target]}")
        if edge.on_way:
            marked.append(str(number))
    for name, risks in (("high", ("high",)), ("moderate", ("moderate",)), ("low", ("low", "very-low"))):
        own = [ids[node.key] for node in drawn.nodes if node.kind == "outcome" and node.risk in risks]
        lines += [f"  class {','.join(own)} {name}"] if own else []
    on_way = [ids[node.key] for node in drawn.nodes if node.on_way]
    lines += [f"  class {','.join(on_way)} way"] if on_way else []
    lines += [f"  linkStyle {','.join(marked)} stroke-width:4px"] if marked else []
    return "\n".join(lines) + "\n" + _CLASSES


def _escaped(text: str) -> str:
    # Mermaid takes a text that begins like a point of a list for Markdown, and refuses it.
    return _POINT.sub(lambda point: f"{point[1]}#{ord(point[2])};{point[3]}", one_line(text).translate(_ESCAPED), 1)


_POINT = re.compile(r"\A(\d*)([.)*+-])(\s)")


def _quoted(text: str) -> str:
    """A YAML text in double quotes."""
    return '"' + one_line(text).replace("\\", "\\\\").replace('"', '\\"') + '"'


def _risk_words(node: Node) -> str:
    if node.risk is None:
        return ""
    words = wording.RISKS[node.risk]
    return words if node.always else wording.UP_TO.format(risk=words)


# --- the outline ------------------------------------------------------------------------------------------------------


def outline(drawn: Graph, *, width: int = 80) -> str:
    """The picture as text: every question once, with a number that the ways to it name."""
    questions = [node for node in drawn.nodes if node.kind == "question"]
    numbers = {node.key: number for number, node in enumerate(questions, 1)}
    by_key = {node.key: node for node in drawn.nodes}
    lines = [*wrap(one_line(drawn.title), width), ""]
    for node in questions:
        mark = "* " if node.on_way else "  "
        head = f"{mark}{numbers[node.key]}. "
        lines += wrap(f"{one_line(node.text)} ({node.key})", width, first=head, rest=" " * len(head))
        for edge in drawn.edges:
            if edge.source != node.key:
                continue
            target = by_key[edge.target]
            where = str(numbers[target.key]) if target.key in numbers else _end_in_words(target)
            label = f"{one_line(edge.label)} -> {where}" if edge.label else f"-> {where}"
            mark = "   * " if edge.on_way else "     "
            lines += wrap(label, width, first=mark, rest=" " * 9)
        lines.append("")
    if any(node.on_way for node in drawn.nodes):
        lines += wrap(wording.WAY_MARKED, width)
    return "\n".join(lines).rstrip("\n") + "\n"


def _end_in_words(node: Node) -> str:
    text = one_line(node.text)
    if node.kind == "tree":
        return wording.GOES_ON_IN.format(title=text)
    if node.kind == "folded":
        return text
    risk = _risk_words(node)
    return f"[{risk}] {text} ({node.key})" if risk else f"{text} ({node.key})"
