"""What a result says, and in which order: one list of pieces, drawn by every format and face.

A piece's text is either said (from YAML, from a person, from the program: data, never markup) or
authored (from a card: Markdown with `[^source]` marks).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from advisor import wording
from advisor.analysis import explain
from advisor.guide.cards import FOOTNOTE, Block, Run, runs
from advisor.guide.load import Guide
from advisor.guide.model import Manifest
from advisor.guide.season import day_in_words
from advisor.interview.interview import Interview
from advisor.interview.phrasing import PhraseShown
from advisor.interview.plan import PlanEntry, in_parts
from advisor.interview.result import (
    CardShown,
    Result,
    SourceShown,
    StepShown,
    limits_of,
    not_covered_in_words,
)
from advisor.interview.walk import (
    NOT_COVERED,
    Asking,
    Refused,
)

if TYPE_CHECKING:
    from advisor.understand.topics import Found, Situation
    from advisor.understand.urgent import FirstHelp


class Said(NamedTuple):
    """Text that is data, on one line."""

    text: str
    strong: bool = False


class Authored(NamedTuple):
    """A paragraph or bullet of a card: Markdown on one line.

    Attributes:
        marks: Source id -> its number in the card's list.
        anchor: What the ids of the list's entries begin with.
    """

    text: str
    marks: Mapping[str, int]
    anchor: str


class Link(NamedTuple):
    """An address that stands on its own."""

    href: str


Line = Said | Authored | Link


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; levels begin with 1 and none is left out."""

    level: int
    text: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph.

    Attributes:
        role: "", "lead" (what counts most), "note" (about this person), "warning" or "facts".
    """

    line: Line
    role: str = ""


@dataclass(frozen=True, slots=True)
class Items:
    """A flat list; an item is one or more lines.

    Attributes:
        start: The first number, or None for bullets.
        anchor: What the ids of the items begin with, or "".
    """

    items: tuple[tuple[Line, ...], ...]
    start: int | None = None
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class Verbatim:
    """Words to copy: every line as it is."""

    text: str


Piece = Heading | Paragraph | Items | Verbatim


@dataclass(frozen=True, slots=True)
class Document:
    """A whole result."""

    title: str
    language: str
    pieces: tuple[Piece, ...]


# --- whole documents ------------------------------------------------------------------------------


def interview_document(interview: Interview) -> Document:
    """An interview: what was asked and answered, and its result or the question that waits."""
    manifest = interview.guide.manifest_in_words
    title = interview.season.fill(interview.program.trees[interview.tree].title)
    over = interview.season.title if interview.season.over else None
    pieces = [*head(title, manifest, interview.as_of, over), *steps(interview)]
    result = interview.result
    pieces += waiting(interview) if result is None else outcome(interview, result)
    if interview.unused:
        names = " ".join(interview.unused_in_words)
        pieces.append(Paragraph(Said(wording.UNUSED.format(names=names)), "facts"))
    return Document(title, manifest.language, tuple(pieces))


def card_document(card: CardShown, manifest: Manifest, as_of: date, guide: Guide | None = None) -> Document:
    """A card on its own."""
    over = _season_over(guide, as_of)
    pieces = [*head(card.title, manifest, as_of, over), *card_pieces(card, 2), *sources(card, 2)]
    pieces += see_also(card.see_also, guide, as_of, 2)
    return Document(card.title, manifest.language, tuple(pieces))


def phrase_document(phrase: PhraseShown, manifest: Manifest, as_of: date, guide: Guide | None = None) -> Document:
    """A phrase on its own."""
    over = _season_over(guide, as_of)
    pieces = [*head(phrase.title, manifest, as_of, over), *phrase_pieces(phrase, guide)]
    return Document(phrase.title, manifest.language, tuple(pieces))


def _season_over(guide: Guide | None, as_of: date) -> str | None:
    season = guide.season(as_of) if guide is not None else None
    return season.title if season is not None and season.over else None


# --- its parts ------------------------------------------------------------------------------------


def head(title: str, manifest: Manifest, as_of: date, over: str | None = None) -> list[Piece]:
    """Title, edition, as-of date and notice; above them, for a season that is over, that it is."""
    edition = wording.EDITION.format(
        title=manifest.title,
        edition=day_in_words(manifest.edition),
        as_of=day_in_words(as_of),
    )
    pieces: list[Piece] = [Heading(1, title)]
    if over is not None:
        pieces.append(Paragraph(Said(wording.SEASON_OVER.format(season=over)), "warning"))
    return [*pieces, Paragraph(Said(edition), "facts"), Paragraph(Said(manifest.notice), "facts")]


def steps(interview: Interview) -> list[Piece]:
    """What was asked and answered."""
    if not interview.steps:
        return []
    items = tuple((Said(step.ask), Said(step.text, strong=True)) for step in interview.steps)
    return [Heading(2, wording.SITUATION_STEPS), Items(items, start=1)]


def outcome(interview: Interview, result: Result) -> list[Piece]:
    """The result: notes and risk, the plan, cards with their sources, phrases, where to go next."""
    guide, as_of = interview.guide, interview.as_of
    pieces: list[Piece] = [Heading(2, result.title), *notes_and_risk(result)]
    pieces += plan_pieces(result.timeline, as_of, 3)
    # One card by the name of the outcome needs no heading of its own.
    alone = len(result.cards) == 1 and result.cards[0].title == result.title
    level = 3 if alone else 4
    passed = {entry.card: entry for entry in result.timeline if entry.state == "passed"}
    for card in result.cards:
        if not alone:
            pieces.append(Heading(3, card.title))
        pieces += card_pieces(card, level, passed.get(card.id))
        pieces += sources(card, level)
    if result.phrases:
        pieces.append(Heading(2, wording.PHRASES))
    for phrase in result.phrases:
        pieces += [Heading(3, phrase.title), *phrase_pieces(phrase, guide)]
    return [*pieces, *see_also(result.see_also, guide, as_of, 2)]


def notes_and_risk(result: Result) -> list[Piece]:
    """The sentences about this person, then the risk in words."""
    pieces: list[Piece] = [Paragraph(Said(note), "note") for note in result.notes]
    if result.risk is not None:
        risk = wording.OVERALL_RISK.format(risk=wording.RISKS[result.risk])
        pieces.append(Paragraph(Said(risk), "facts"))
    return pieces


def plan_pieces(timeline: Iterable[PlanEntry], as_of: date, level: int) -> list[Piece]:
    """A plan part by part, each under its heading, numbered throughout; then what "expected" means."""
    parts = in_parts(timeline)
    pieces: list[Piece] = [Heading(level, wording.PLAN)] if parts else []
    start = 1
    for part in parts:
        items = tuple(_plan_item(entry, as_of) for entry in part.entries)
        pieces += [Heading(level + 1, plan_heading(part.part, as_of)), Items(items, start=start)]
        start += len(items)
    if any(entry.expected for part in parts for entry in part.entries):
        pieces.append(Paragraph(Said(wording.PLAN_EXPECTED), "facts"))
    return pieces


def plan_heading(part: str, as_of: date) -> str:
    """What stands above a part of a plan; the part that can be done now names today."""
    return wording.PLAN_PARTS[part].format(day=day_in_words(as_of))


def plan_state(entry: PlanEntry, as_of: date) -> str:
    """The state of an entry in words; a duty whose time is over is overdue."""
    overdue = entry.kind == "duty" and entry.latest is not None and entry.latest < as_of
    return wording.PLAN_OVERDUE if overdue else wording.STATES[entry.state]


def _plan_item(entry: PlanEntry, as_of: date) -> tuple[Line, ...]:
    lines: list[Line] = [
        Said(wording.PLAN_ENTRY.format(label=entry.label, title=entry.title), strong=True),
        Said(wording.PLAN_WHEN.format(text=entry.text)),
        Said(wording.PLAN_STATE.format(state=plan_state(entry, as_of))),
    ]
    if entry.who:
        lines.append(Said(wording.PLAN_WHO.format(who=entry.who)))
    if entry.how_many:
        lines.append(Said(wording.PLAN_HOW_MANY.format(how_many=entry.how_many)))
    return tuple(lines)


def card_pieces(card: CardShown, level: int, passed: PlanEntry | None = None) -> list[Piece]:
    """A card without its title and its list of sources; `level` is that of its sections."""
    facts = wording.CARD_FACTS.format(
        risk=wording.capital(wording.RISKS[card.risk]),
        basis=wording.BASES[card.basis],
        reviewed=day_in_words(card.reviewed),
    )
    pieces: list[Piece] = [Paragraph(Said(facts), "facts")]
    if passed is not None:
        over = wording.PASSED_CARD.format(text=passed.text)
        pieces.append(Paragraph(Said(over), "warning"))
    if card.warning:
        pieces.append(Paragraph(Said(card.warning), "warning"))
    marks = {source.id: number for number, source in enumerate(card.sources, 1)}
    anchor = source_anchor(card)
    pieces.append(Paragraph(Authored(card.bottom_line, marks, anchor), "lead"))
    for section in card.sections:
        pieces.append(Heading(level, section.title))
        pieces += _blocks(section.blocks, marks, anchor)
    return pieces


def _blocks(blocks: Iterable[Block], marks: Mapping[str, int], anchor: str) -> Iterator[Piece]:
    bullets: list[tuple[Line, ...]] = []
    for block in blocks:
        line = Authored(block.text, marks, anchor)
        if block.bullet:
            bullets.append((line,))
            continue
        if bullets:
            yield Items(tuple(bullets))
            bullets = []
        yield Paragraph(line)
    if bullets:
        yield Items(tuple(bullets))


def source_anchor(card: CardShown) -> str:
    """What the ids of a card's source entries begin with."""
    return f"source-{card.id}"


def sources(card: CardShown, level: int) -> list[Piece]:
    """The list of a card's sources, numbered as its marks are."""
    if not card.sources:
        return []
    items = tuple(_source(source) for source in card.sources)
    return [Heading(level, wording.SOURCES), Items(items, start=1, anchor=source_anchor(card))]


def _source(source: SourceShown) -> tuple[Line, ...]:
    found = source.reference
    dated = wording.SOURCE_DATED.format(dated=day_in_words(found.dated)) if found.dated else ""
    words = wording.SOURCE_LINE.format(
        title=found.title,
        publisher=found.publisher,
        dated=dated,
        checked=day_in_words(found.checked),
    )
    lines: list[Line] = [Said(words), Link(found.url)]
    if found.note:
        lines.append(Said(found.note))
    return tuple(lines)


def phrase_pieces(phrase: PhraseShown, guide: Guide | None) -> list[Piece]:
    """A phrase without its title: to whom, subject, length, what is missing, the words."""
    to = wording.LABELLED.format(label=wording.MEDIA[phrase.medium], text=phrase.to)
    lines = [to]
    if phrase.subject is not None:
        lines.append(wording.PHRASE_SUBJECT.format(subject=phrase.subject))
    lines.append(wording.PHRASE_WORDS.format(words=phrase.words, most=phrase.max_words))
    if phrase.missing_blanks:
        names = ", ".join(blank_name(name, guide) for name in phrase.missing_blanks)
        lines.append(wording.PHRASE_MISSING.format(names=names))
    return [Items(tuple((Said(line),) for line in lines)), Verbatim(phrase.text)]


def blank_name(name: str, guide: Guide | None) -> str:
    """A blank by its label and its id; by its id alone where the guide is not at hand."""
    blank = guide.blanks.get(name) if guide is not None else None
    if blank is None or not blank.label:
        return name
    return wording.WITH_ID.format(text=blank.label, id=name)


def see_also(targets: Iterable[str], guide: Guide | None, as_of: date, level: int) -> list[Piece]:
    """Where to go next, by title."""
    items = tuple((Said(target_in_words(to, guide, as_of)),) for to in targets)
    return [Heading(level, wording.SEE_ALSO), Items(items)] if items else []


def target_in_words(to: str, guide: Guide | None, as_of: date) -> str:
    """`card:x` or `tree:x` with its title; the id stands for a title that cannot be read."""
    kind, _, name = to.partition(":")
    title = None
    if guide is not None:
        if kind == "card":
            card = guide.card_part(name).model if name in guide.card_names else None
            title = card.matter.title if card is not None else None
        else:
            tree = guide.tree_part(name).model if name in guide.tree_names else None
            title = tree.title if tree is not None else None
        title = guide.season(as_of).fill(title) if title is not None else None
    words = wording.SEE_CARD if kind == "card" else wording.SEE_TREE
    return words.format(title=title or name.replace("-", " "), id=name)


# --- free text ------------------------------------------------------------------------------------


def found_pieces(found: Found, guide: Guide, as_of: date) -> list[Piece]:
    """What a text is about: help before anything else, then situations and how to open each, then whom else to ask."""
    pieces: list[Piece] = help_pieces(found.urgent) if found.urgent is not None else []
    if found.results:
        items = tuple(_found_item(result, guide, as_of) for result in found.results)
        pieces += [Heading(2, wording.FOUND), Items(items, start=1)]
    if found.elsewhere:
        asks = tuple((Said(one.title), Said(wording.NOT_ABOUT_ASK.format(ask=one.ask))) for one in found.elsewhere)
        pieces += [Heading(2, wording.NOT_ABOUT), Items(asks)]
    elif not found.covered and found.urgent is None:
        manifest = guide.manifest_in_words
        lines = [
            wording.NOT_FOUND if found.readable else wording.NOT_READ,
            wording.NOT_FOUND_SCOPE.format(scope=manifest.scope),
            wording.NOT_ABOUT_ASK.format(ask=manifest.ask_instead),
            wording.NOT_FOUND_WORDS,
        ]
        pieces += [Paragraph(Said(line)) for line in lines]
    return pieces


def _found_item(result: Situation, guide: Guide, as_of: date) -> tuple[Line, ...]:
    if result.kind == "card":
        return Said(wording.FOUND_CARD.format(title=result.title), strong=True), Said(f"advisor card {result.id}")
    lines: list[Line] = [Said(result.title, strong=True)]
    for step in steps_read(result, guide, as_of):
        lines.append(Said(wording.FOUND_READ.format(ask=step.ask, text=step.text)))
    pairs = "".join(
        f" --set {name}={','.join(value) if isinstance(value, list) else value}"
        for name, value in result.answers.items()
    )
    return (*lines, Said(f"advisor ask {result.id}{pairs}"))


def steps_read(result: Situation, guide: Guide, as_of: date) -> tuple[StepShown, ...]:
    """The questions that a text answered already, in words."""
    if not result.answers:
        return ()
    return Interview.begin(guide, result.id, result.answers, as_of=as_of).steps


def help_pieces(help: FirstHelp) -> list[Piece]:
    """What comes before anything else: who can help, and how to reach them."""
    contacts = []
    for contact in help.contacts:
        lines: list[Line] = [Said(wording.HELP_CONTACT.format(name=contact.name, how=contact.how))]
        if contact.when:
            lines.append(Said(wording.HELP_WHEN.format(when=contact.when)))
        contacts.append(tuple(lines))
    return [Heading(2, help.title), Paragraph(Said(help.text), "lead"), Items(tuple(contacts))]


# --- before the end -------------------------------------------------------------------------------


def waiting(interview: Interview) -> list[Piece]:
    """Where an unfinished interview stands: the question that waits, what it takes, and why."""
    end = interview.walk.end
    question = interview.question
    assert isinstance(end, Asking | Refused)
    assert question is not None
    fill = interview.season.fill
    refused = isinstance(end, Refused)
    pieces: list[Piece] = [Heading(2, wording.NEXT_QUESTION)]
    stands = wording.STOPPED if refused else wording.NOT_FINISHED
    pieces.append(Paragraph(Said(stands), "warning"))
    if isinstance(end, Refused):
        pieces.append(Paragraph(Said(wording.NOT_TAKEN.format(reason=end.reason)), "warning"))
    pieces.append(Paragraph(Said(fill(question.ask or end.question)), "lead"))
    if question.why:
        pieces.append(_labelled(wording.WHY, fill(question.why)))
    pieces.append(Paragraph(Said(explain.because(interview, f"{end.tree}/{end.question}"))))
    if question.help:
        pieces.append(_labelled(wording.HELP, fill(question.help)))
    limits = limits_of(question, interview.program, interview.walk.known).words
    if limits:
        pieces.append(Paragraph(Said(f"{limits}.")))
    answers = [(fill(answer.text), name) for name, answer in question.answers.items()]
    answers.append((not_covered_in_words(question.type), NOT_COVERED))
    items = tuple((Said(wording.WITH_ID.format(text=text, id=name)),) for text, name in answers)
    pieces += [Paragraph(Said(f"{wording.ANSWERS_ARE}:")), Items(items)]
    pieces.append(Paragraph(Said(wording.NEXT_NAME.format(name=end.question)), "facts"))
    left = explain.remaining(interview)
    count = str(left.max)
    if left.exact and left.min != left.max:
        count = wording.FROM_TO.format(low=left.min, high=left.max)
    elif not left.exact:
        count = wording.AT_MOST.format(high=left.max)
    pieces.append(Paragraph(Said(wording.QUESTIONS_LEFT.format(count=count)), "facts"))
    possible = tuple(dict.fromkeys(found.title for found in explain.possible(interview)))
    if possible:
        ends = tuple((Said(title),) for title in possible)
        pieces += [Heading(2, wording.STILL_POSSIBLE), Items(ends)]
    return pieces


def _labelled(label: str, text: str) -> Paragraph:
    return Paragraph(Said(wording.LABELLED.format(label=label, text=text)))


# --- the text of a card ---------------------------------------------------------------------------


class Mark(NamedTuple):
    """A reference to the source of that number."""

    number: int


# Stand-ins for a mark while the Markdown is read; from the area that no script uses.
_OPEN, _CLOSE = "\ue000", "\ue001"


def inline(line: Authored) -> Iterator[Run | Mark]:
    """A card's text as styled stretches and source marks; a mark without a source is left out."""
    text = line.text.replace(_OPEN, "\ufffd").replace(_CLOSE, "\ufffd")
    text = FOOTNOTE.sub(
        lambda found: f"{_OPEN}{line.marks[found[1]]}{_CLOSE}" if found[1] in line.marks else "",
        wording.one_line(text),
    )
    for run in runs(text):
        for number, part in enumerate(run.text.split(_OPEN)):
            if number:
                digits, _, part = part.partition(_CLOSE)
                yield Mark(int(digits))
            if part:
                yield Run(part, run.style, run.href)
