"""Rules about cards (C5), what they name (N2), and their shape beyond the model (S1)."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from datetime import date
from functools import partial

from advisor.authoring.report import Report, may_hold_fields
from advisor.authoring.rules import conditions, trees
from advisor.authoring.rules.addresses import check_address
from advisor.authoring.rules.phrases import same_titles
from advisor.authoring.rules.season import check_days, check_window_order
from advisor.authoring.rules.texts import check_body, check_words, listed_twice, one_line, place, words_of
from advisor.diagnostics import Related, Span, did_you_mean, suggest
from advisor.guide.cards import FOOTNOTE
from advisor.guide.load import Card
from advisor.guide.model import CardMatter
from advisor.guide.shape import Part
from advisor.guide.source import Source

ALIKE = 0.8
"""Share of the points of two cards from which they say the same."""
MOST_TO_SAY = 4
"""Fewest points of a card that is compared: short ones are alike by chance."""

_BROKEN_MARK = re.compile(r"\[\^(?![A-Za-z0-9_-]{1,100}\])\S{0,40}")
_LINK = re.compile(r"\]\((https?://[^)\s]{1,500})")
_BARE_MARK = re.compile(r"(?<!!)\[([a-z][a-z0-9_]{0,59})\](?![(\[])|[({]?(?<!\[)\^([a-z][a-z0-9_]{0,59})[)}\]]?")


def check_card(report: Report, part: Part[Card]) -> None:
    """A card on its own."""
    check_words(report, part.source)
    if part.model is None:
        return
    source, card = part.source, part.model
    matter = card.matter
    trees.check_file_id(report, source, card.id)
    _names(report, source, card)
    _authority(report, source, matter)
    if matter.assumes is not None:
        conditions.check_when(report, source, ("assumes",), matter.assumes, conditions.everywhere(report))
    trees.check_window(report, source, ("window",), matter.window)
    check_window_order(report, source, ("window",), matter.window)
    report.text(source, ("title",), matter.title, kind="a title")
    one_line(report, source, "title", matter.title)
    check_days(report, source, (("reviewed", matter.reviewed),))
    _review(report, source, matter.reviewed, matter.review_by)
    _body(report, source.path, card)


def _names(report: Report, source: Source, card: Card) -> None:
    matter = card.matter
    for number, name in enumerate(matter.sources):
        report.reference(source, ("sources", number), name)
    for number, name in enumerate(matter.phrases):
        report.phrase(source, ("phrases", number), name)
    for number, to in enumerate(matter.see_also):
        report.elsewhere(source, ("see_also", number), to)
    for number, name in enumerate(matter.conflicts_with):
        report.card(source, ("conflicts_with", number), name)
    for key in ("sources", "phrases", "see_also", "conflicts_with"):
        listed_twice(report, source, (key,), getattr(matter, key))
    same_titles(report, source, [(name, ("phrases", number)) for number, name in enumerate(matter.phrases)])
    for key, itself in (("see_also", f"card:{card.id}"), ("conflicts_with", card.id)):
        for number, to in enumerate(getattr(matter, key)):
            if to == itself:
                report.add("C509", source, (key, number), "this card names itself", "delete it, or name another card")


def _authority(report: Report, source: Source, matter: CardMatter) -> None:
    """What the bottom line rests on."""
    if matter.basis != "custom" and not matter.sources:
        message = f"a card whose basis is {matter.basis} needs `sources`"
        where, hint = (("sources",), "write the id of a source into it")
        if "sources" not in matter.model_fields_set:
            where, hint = ("basis",), 'add "sources: [...]"'
        report.add("S102", source, where, message, hint, key=True)
    elif matter.basis == "rule":
        kinds = {known.kind if (known := report.references.get(name)) else "" for name in matter.sources}
        if kinds == {"community"}:
            message = "the basis is a rule, and all its sources are hearsay (`kind: community`)"
            report.add("C503", source, ("basis",), message, 'name where the rule stands, or write "basis: custom"')


def _review(report: Report, source: Source, reviewed: date, review_by: date) -> None:
    if review_by <= reviewed:
        message = f"the review is due on {review_by}, and the card was last read on {reviewed}"
        report.add("C504", source, ("review_by",), message, "write a later day")
    elif review_by < report.today:
        message = f"this card was due for review on {review_by}, and readers are told so"
        report.add("C505", source, ("review_by",), message, "read it through, then change `reviewed` and `review_by`")


def _body(report: Report, path: str, card: Card) -> None:
    body = card.body
    at = partial(place, path, body.text, body.first_line)
    if may_hold_fields(body.text):
        # A paragraph is one line to its reader, wherever its lines are broken.
        flat = re.sub(r"(?<!\n)\n(?!\n)", " ", body.text)
        report.fields(flat, at, kind="a card; cards hold no facts")
    check_body(report, path, body.text, body.first_line, plain=False)
    _points_twice(report, path, card)
    if "[" not in body.text and "^" not in body.text:
        return
    for link in _LINK.finditer(body.text):
        check_address(report, partial(at, link.start(1), link[1]), link[1])
    sources = card.matter.sources
    unknown = [name for name in sources if name not in report.references]
    cited = {*sources, *(near for name in unknown for near in suggest(name, report.references, most=1))}
    for mark in FOOTNOTE.finditer(body.text):
        if mark[1] not in cited:
            hint = did_you_mean(mark[1], sources) if sources else f'add "sources: [{mark[1]}]"'
            message = f'"{mark[0]}" is not among the `sources` of this card'
            report.add_at("N212", at(mark.start(), mark[0]), message, hint)
    for mark in _BROKEN_MARK.finditer(body.text):
        near = suggest(re.sub(r"\W", "", mark[0]), sources, most=1) or [*sources[:1], "source"]
        message = f'"{mark[0]}" is no mark of a source, so it is printed as it is'
        report.add_at("C521", at(mark.start(), mark[0]), message, f'write "[^{near[0]}]"')
    for mark in _BARE_MARK.finditer(body.text):
        name = mark[1] or mark[2]
        if name in report.references:
            message = f'"{mark[0]}" is printed as it is: the mark of a source begins with "[^"'
            report.add_at("C521", at(mark.start(), mark[0]), message, f'write "[^{name}]"')


def _points_twice(report: Report, path: str, card: Card) -> None:
    said: dict[str, int] = {}
    for text, line in card.body.texts():
        first = said.setdefault(words_of(text), line)
        if first != line:
            related = [Related(Span(path, first, 1, first, 2), "said here")]
            message = "this card says the same already"
            report.add_at("C524", Span(path, line, 1, line, 2), message, "delete one of the two", related=related)


# --- several cards ------------------------------------------------------------------------------------


def check_cards(report: Report) -> None:
    """All cards beside each other: the same title, the same words, conflicts said twice."""
    parts = {name: report.guide.card_part(name) for name in report.guide.card_names}
    cards = {name: part.model for name, part in parts.items() if part.model is not None}
    titles: dict[str, str] = {}
    for name, card in cards.items():
        first = titles.setdefault(words_of(card.matter.title), name)
        if first != name:
            message = f'the card "{first}" has the same title'
            related = [Related(parts[first].source.span(("title",)), "the other card")]
            hint = "say in the title what sets them apart"
            report.add("C511", parts[name].source, ("title",), message, hint, related=related)
        for number, other in enumerate(card.matter.conflicts_with):
            if other < name and other in cards and name in cards[other].matter.conflicts_with:
                message = f'"{other}" says already that these two are never shown together'
                there = cards[other].matter.conflicts_with.index(name)
                related = [Related(parts[other].source.span(("conflicts_with", there)), "said here")]
                place = ("conflicts_with", number)
                report.add("C506", parts[name].source, place, message, "delete one of the two", related=related)
    _same_words(report, cards)


def _same_words(report: Report, cards: dict[str, Card]) -> None:
    """Cards that have most of their points in common."""
    points: dict[str, set[str]] = {}
    holders: defaultdict[str, list[str]] = defaultdict(list)
    for name, card in cards.items():
        said = {words_of(text) for text, _ in card.body.texts()}
        if len(said) >= MOST_TO_SAY:
            points[name] = said
            for point in said:
                holders[point].append(name)
    common = Counter(
        (first, name)
        for names in holders.values()
        if 1 < len(names) <= _MANY
        for number, name in enumerate(names)
        for first in names[:number]
    )
    for (first, name), shared in common.items():
        if shared >= ALIKE * len(points[first] | points[name]):
            message = f'this card says the same as "{first}" in {shared} of {len(points[name])} points'
            hint = "show one card in both places, or say what sets them apart"
            body = cards[name].body
            other = Span(f"content/cards/{first}.md", cards[first].body.line, 1, cards[first].body.line, 2)
            span = Span(f"content/cards/{name}.md", body.line, 1, body.line, 2)
            report.add_at("C512", span, message, hint, related=[Related(other, "the other card")])


_MANY = 20
"""Cards that may share a point before it says nothing about any two of them."""
