"""Rules about what is written and never used: cards, phrases, sources, blanks, terms (C5, G6).

Each is silent where a file that might use the thing cannot be read.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from advisor.authoring.report import Pathway, Report
from advisor.diagnostics import Related, Span
from advisor.guide.load import (
    BLANKS,
    ELSEWHERE,
    GLOSSARY,
    MANIFEST,
    SEASON,
    SHARED,
    SOURCES,
    Card,
    Phrase,
    question_targets,
    targets,
)
from advisor.guide.model import Blank, Elsewhere, Manifest, Outcome, Reference, SeasonFile, Shared, Term, Tree
from advisor.guide.shape import Part
from advisor.interview.phrasing import fields


def check_use(report: Report) -> None:
    """Whatever nobody leads to, shows, cites or says."""
    if report.misnamed:
        return
    guide = report.guide
    trees = [guide.tree_part(name) for name in guide.tree_names]
    cards = [guide.card_part(name) for name in guide.card_names]
    phrases = [guide.phrase_part(name) for name in guide.phrase_names]
    if trees and _read(trees) and _read(cards):
        use = _Shown([part.model for part in trees if part.model], [part.model for part in cards if part.model])
        _cards(report, use)
        if _read(phrases):
            _phrases(report, use)
        _drafts(report, use)
    if _read(cards):
        _sources(report, [part.model for part in cards if part.model])
    if _read(phrases):
        _blanks(report, [part.model for part in phrases if part.model])
    files: list[Part[Any]] = [*trees, *cards, *phrases, *_own_files(report)]
    if report.glossary and _read(files):
        # Faster than to take every text apart; that a comment counts too does no harm.
        _terms(report, "\n".join(_whole(part) for part in files))


def _read(parts: Iterable[Part[Any]]) -> bool:
    return all(part.model is not None for part in parts)


def _own_files(report: Report) -> list[Part[Any]]:
    """The guide's own files that hold texts; the glossary is not among them."""
    guide = report.guide
    return [
        guide.part(SHARED, Shared),
        guide.part(SEASON, SeasonFile),
        guide.part(MANIFEST, Manifest),
        guide.part(ELSEWHERE, Elsewhere),
        guide.mapping_part(BLANKS, Blank),
        guide.mapping_part(SOURCES, Reference),
    ]


def _whole(part: Part[Any]) -> str:
    """A file as text: the front matter as written, and what stands below."""
    model = part.model
    if isinstance(model, Card):
        return f"{part.source.text}\n{model.body.text}"
    return f"{part.source.text}\n{model.text}" if isinstance(model, Phrase) else part.source.text


# --- cards and phrases --------------------------------------------------------------------------------


class _Shown:
    """What the trees of a guide lead to.

    Attributes:
        cards: The cards that a tree ends at, shows or points to, and those to which they point in turn.
        phrases: The phrases that are offered with some of them.
        own_lists: Card -> the outcomes that show it with phrases of their own.
    """

    def __init__(self, trees: list[Tree], cards: list[Card]) -> None:
        """Follow every way."""
        self.by_name = {card.id: card for card in cards}
        self.phrases: set[str] = set()
        self.own_lists: dict[str, list[str]] = {}
        # With a card at which an interview ends, or to which one is pointed, come its phrases.
        offering = {to[5:] for tree in trees for to in targets(tree) if _is_card(to)}
        shown: set[str] = set()
        for tree in trees:
            for name, outcome in tree.outcomes.items():
                shown.update(entry.card for entry in outcome.cards)
                offering.update(to[5:] for to in outcome.see_also if _is_card(to))
                self._offered(name, outcome)
        pending = [*offering, *shown]
        self.cards: set[str] = set()
        while pending:
            name = pending.pop()
            if name not in self.cards:
                self.cards.add(name)
                pointed = [to[5:] for to in self._see_also(name) if _is_card(to)]
                offering.update(pointed)
                pending += pointed
        for name in offering:
            self.phrases.update(self._phrases_of(name))

    def _offered(self, name: str, outcome: Outcome) -> None:
        self.phrases.update(entry.phrase for entry in outcome.phrases or ())
        for entry in outcome.cards:
            if outcome.phrases is not None:
                self.own_lists.setdefault(entry.card, []).append(name)
            else:
                self.phrases.update(self._phrases_of(entry.card) if entry.phrases is None else entry.phrases)

    def _phrases_of(self, card: str) -> tuple[str, ...]:
        found = self.by_name.get(card)
        return found.matter.phrases if found is not None else ()

    def _see_also(self, card: str) -> tuple[str, ...]:
        found = self.by_name.get(card)
        return found.matter.see_also if found is not None else ()


def _is_card(target: str) -> bool:
    return target.startswith("card:")


def _cards(report: Report, use: _Shown) -> None:
    for name in report.guide.card_names:
        if name not in use.cards and name not in report.meant:
            hint = "let an outcome show it, or delete the file"
            report.add_at("C501", Span(f"content/cards/{name}.md"), "no tree leads to this card", hint)


def _phrases(report: Report, use: _Shown) -> None:
    listing: dict[str, list[str]] = {}
    for name, card in use.by_name.items():
        for phrase in card.matter.phrases:
            listing.setdefault(phrase, []).append(name)
    for name in report.guide.phrase_names:
        if name in use.phrases or name in report.meant:
            continue
        cards = listing.get(name, [])
        if any(card not in use.cards for card in cards):
            # The card is the mistake, and it is told.
            continue
        message = "no card and no outcome offers this phrase"
        hint = "name it under `phrases` of a card or an outcome, or delete the file"
        if cards:
            ends = use.own_lists.get(cards[0], [])
            message = f'"{cards[0]}" lists this phrase, but "{ends[0] if ends else cards[0]}" has phrases of its own'
            hint = "name it there as well, or take it off the card"
        report.add_at("C502", Span(f"content/phrases/{name}.md"), message, hint)


def _drafts(report: Report, use: _Shown) -> None:
    """Finished trees and cards that lead to a draft, which readers are not offered."""
    guide = report.guide
    drafts = {f"tree:{name}" for name in guide.tree_names if (model := guide.tree_part(name).model) and model.draft}
    if not drafts:
        return
    for name in guide.tree_names:
        part = guide.tree_part(name)
        if part.model is not None and not part.model.draft:
            for where, to in _ways_to_trees(part.model):
                if to in drafts:
                    _add_draft(report, part, where, to)
    for name in use.by_name:
        card = guide.card_part(name)
        for number, to in enumerate(use.by_name[name].matter.see_also):
            if to in drafts:
                _add_draft(report, card, ("see_also", number), to)


def _add_draft(report: Report, part: Part[Any], where: Pathway, to: str) -> None:
    message = f'"{to[5:]}" is a draft, which readers are not offered, and this leads them there'
    hint = f"finish trees/{to[5:]}.yaml and take `draft` out, or lead elsewhere"
    there = report.guide.tree_part(to[5:]).source.span(("draft",), key=True)
    report.add("C523", part.source, where, message, hint, related=[Related(there, "the draft")])


def _ways_to_trees(tree: Tree) -> Iterator[tuple[Pathway, str]]:
    for name, question in tree.questions.items():
        if not any(to.startswith("tree:") for to in question_targets(question)):
            continue
        where = ("questions", name, "next")
        ways = question.next.items() if isinstance(question.next, dict) else [(None, question.next)]
        for answer, way in ways:
            here = where if answer is None else (*where, answer)
            if isinstance(way, str):
                yield here, way
            else:
                yield from (((*here, number, "to"), rule.to) for number, rule in enumerate(way))
    for name, outcome in tree.outcomes.items():
        yield from ((("outcomes", name, "see_also", number), to) for number, to in enumerate(outcome.see_also))


# --- what the guide's own files hold ------------------------------------------------------------------


def _sources(report: Report, cards: list[Card]) -> None:
    guide = report.guide
    season: SeasonFile | None = guide.part(SEASON, SeasonFile).model
    elsewhere: Elsewhere | None = guide.part(ELSEWHERE, Elsewhere).model
    if season is None or elsewhere is None:
        return
    cited = {name for card in cards for name in card.matter.sources}
    cited |= {name for event in season.events.values() for name in event.sources}
    cited |= {name for urgent in elsewhere.urgent.values() for name in urgent.sources}
    source = guide.mapping_part(SOURCES, Reference).source
    for name in report.references:
        if name not in cited and name not in report.meant:
            message = f'nothing rests on the source "{name}"'
            report.add("G602", source, (name,), message, "name it in a card, or delete it", key=True)


def _blanks(report: Report, phrases: list[Phrase]) -> None:
    used: set[str] = set()
    for phrase in phrases:
        for text in (phrase.text, phrase.matter.to, phrase.matter.subject or ""):
            for name in fields(text) if "{" in text else ():
                used.add(name)
                blank = report.blanks.get(name)
                if blank is not None and blank.text is not None:
                    used.update(fields(blank.text))
    for name in report.meant & report.blanks.keys():
        used.update(fields(report.blanks[name].text or ""))
    source = report.guide.mapping_part(BLANKS, Blank).source
    for name in report.blanks:
        if name not in used and name not in report.meant:
            message = f'no phrase has the blank "{name}"'
            report.add("G603", source, (name,), message, f'write "{{{name}}}" in a phrase, or delete it', key=True)


def _terms(report: Report, whole: str) -> None:
    terms = report.glossary
    text = " ".join([*whole.split(), *(word for term in terms.values() for word in term.means.split())])
    folded = text.casefold()
    source = report.guide.mapping_part(GLOSSARY, Term).source
    for name, term in terms.items():
        if not any(_says(text, folded, spelling) for spelling in (name, *term.also, *term.not_automatic)):
            message = f'no text has the term "{name}", so it is linked nowhere'
            hint = "write it as it stands in the texts, or add that spelling under `also`"
            report.add("G605", source, (name,), message, hint, key=True)


def _says(text: str, folded: str, spelling: str) -> bool:
    """Whether a text has a term as a whole word; one in capitals alone by its exact case."""
    is_short = spelling.isupper()
    wanted = " ".join((spelling if is_short else spelling.casefold()).split())
    there = text if is_short else folded
    begin = there.find(wanted)
    while begin >= 0:
        end = begin + len(wanted)
        before, after = there[max(begin - 1, 0) : begin], there[end : end + 1]
        if not (_is_letter(before) or _is_letter(after)):
            return True
        begin = there.find(wanted, begin + 1)
    return False


def _is_letter(sign: str) -> bool:
    return sign.isalnum() or sign == "_"
