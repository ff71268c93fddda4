"""Rules about phrases (C5), and what they name (N2)."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial

from advisor.authoring.report import Pathway, Report, inside
from advisor.authoring.rules import conditions, trees
from advisor.authoring.rules.addresses import check_mail
from advisor.authoring.rules.texts import check_body, check_sent, check_words, one_line, place, words_of
from advisor.diagnostics import Related, Span, suggest
from advisor.guide.load import SEASON, Phrase
from advisor.guide.model import SeasonFile, SharedQuestion, parse_anchor
from advisor.guide.season import Season
from advisor.guide.shape import Part
from advisor.guide.source import Source
from advisor.interview.conditions import Fact
from advisor.interview.phrasing import FIELD, Filler, count_words, fields

LONGEST_SUBJECT = 78
"""Letters of a line of a mail (RFC 5322, section 2.1.1); inboxes show less."""

_BY_HAND = re.compile(r"\[(?!\^|\d+\]|sic\])[^\]\[\n]{1,60}\](?!\()|_{3,}|<(?!https?:|[^>@\s]*@)[A-Za-z][^<>\n]{0,60}>")

_TAG = re.compile(r"</?(?:br|p|b|i|u|em|strong|div|span|ul|li|a)\b[^>]*>", re.IGNORECASE)
_NAMED = re.compile(r"\{\{([a-z][a-z0-9_]*)\}\}|(?<![\w{:@./-])[a-z][a-z0-9]*_[a-z0-9_]+(?![\w}@/-])")
"""A name with its braces doubled, and a word that only a name can be."""


def check_phrase(report: Report, part: Part[Phrase]) -> None:
    """A phrase on its own."""
    check_words(report, part.source)
    if part.model is None:
        return
    source, phrase = part.source, part.model
    matter = phrase.matter
    trees.check_file_id(report, source, phrase.id)
    report.text(source, ("title",), matter.title, kind="a title")
    may = report.fillable
    for key in ("to", "subject"):
        text = getattr(matter, key)
        if text:
            report.text(source, (key,), text, may=may, kind="a phrase")
            for name in fields(text):
                _field(report, name, partial(source.span, (key,)))
    check_mail(report, partial(source.span, ("to",)), matter.to)
    for key in ("title", "to", "subject"):
        one_line(report, source, key, getattr(matter, key))
    at = partial(place, source.path, phrase.text, phrase.line)
    report.fields(phrase.text, at, may=may, kind="a phrase")
    for field in FIELD.finditer(phrase.text):
        if field[1] is not None:
            _field(report, field[1].strip(), partial(at, field.start(), field[0]))
    if matter.assumes is not None:
        conditions.check_when(report, source, ("assumes",), matter.assumes, conditions.everywhere(report))
    check_body(report, source.path, phrase.text, phrase.line, plain=True)
    check_sent(report, phrase.text, at)
    if matter.medium != "spoken":
        _by_hand(report, source, phrase)
    _lengths(report, source, phrase)


def _field(report: Report, name: str, at: Callable[[], Span]) -> None:
    """A field that exists, and cannot be printed in a message."""
    if name.startswith("season:"):
        fault = expected_event(report, name)
        if fault:
            hint = "leave the day out, or write {season:title}; nobody should send a guessed date"
            report.add_at("C517", at(), f'the date of "{fault}" is only expected', hint)
    elif name not in report.blanks and (fact := report.facts.get(name)) is not None:
        wordless(report, name, fact, at)


def expected_event(report: Report, name: str) -> str | None:
    """The event behind `season:event + 3 days`, where its date is not published yet."""
    anchor = parse_anchor(name)
    if anchor is None or anchor.kind != "event":
        return None
    event = report.events.get(anchor.name)
    return anchor.name if event is not None and event.confidence == "expected" else None


def wordless(report: Report, name: str, fact: Fact, at: Callable[[], Span]) -> None:
    """A fact that can never be printed (ruling 30)."""
    if not isinstance(fact, SharedQuestion):
        message = f'"{name}" is a named condition, and only answers can be printed'
        report.add_at("C516", at(), message, "name the question behind it")
    elif fact.type in ("several", "text"):
        what = "several answers" if fact.type == "several" else "a free text"
        message = f'the answer to "{name}" is {what}, which cannot be printed'
        report.add_at("C516", at(), message, "write a blank instead")
    elif fact.type == "choice" and fact.answers and not any(answer.in_text for answer in fact.answers.values()):
        message = f'no answer of "{name}" has an `in_text`, so nothing can be printed'
        hint = f'give the answers of "{name}" an `in_text`, or write a blank instead'
        report.add_at("C516", at(), message, hint)


def _by_hand(report: Report, source: Source, phrase: Phrase) -> None:
    """Gaps that only a person sees, and blanks without their braces: nobody is asked to fill them."""
    subject = phrase.matter.subject or ""
    gaps(report, subject, inside(source, ("subject",), subject))
    gaps(report, phrase.text, partial(place, source.path, phrase.text, phrase.line))


def gaps(report: Report, text: str, at: Callable[[int, str], Span]) -> None:
    """Gaps made by hand in a text that is sent, and blanks without their braces; `at` as for `Report.fields`."""
    text = FIELD.sub(lambda field: field[0] if field[1] is None else " " * len(field[0]), text)
    for gap in dict.fromkeys(found[0] for found in _BY_HAND.finditer(text)):
        name = _blank_meant(report, gap)
        report.meant.update([name] if name else ())
        hint = f'write "{{{name}}}"' if name else 'write "{name}", and give it a label in content/blanks.yaml'
        if _TAG.fullmatch(gap):
            hint = "delete it: what is sent has no markup"
        message = f'"{gap}" is no blank, so nobody is asked to fill it in'
        report.add_at("C518", at(text.index(gap), gap), message, hint)
    for found in _NAMED.finditer(_BY_HAND.sub(lambda gap: " " * len(gap[0]), text)):
        name = found[1] or found[0]
        if name in report.fillable:
            report.meant.add(name)
            message = f'"{found[0]}" is printed with these letters, so nobody is asked to fill it in'
            report.add_at("C518", at(found.start(), found[0]), message, f'write "{{{name}}}"')


def _blank_meant(report: Report, gap: str) -> str | None:
    """The blank whose label or id a gap made by hand is most like."""
    word = words_of(gap.strip("[]<>"))
    labels = {words_of(blank.label): name for name, blank in report.blanks.items() if blank.label}
    near = [labels[label] for label in suggest(word, labels, most=1)]
    return next(iter([*near, *suggest(word.replace(" ", "_"), report.blanks, most=1)]), None)


def _lengths(report: Report, source: Source, phrase: Phrase) -> None:
    """How long the message gets, each blank filled by its example."""
    season: SeasonFile | None = report.guide.part(SEASON, SeasonFile).model
    matter = phrase.matter
    if season is None:
        return
    # A day on which no date is of a past season.
    filler = Filler(report.blanks, {}, Season(season, season.ends), lambda _name: None)
    words = count_words(filler.fill(phrase.text, examples=True))
    if words > matter.max_words:
        message = f"this phrase has {words} words, and at most {matter.max_words} are wanted"
        if "max_words" in matter.model_fields_set:
            report.add("C513", source, ("max_words",), message, "shorten it, or raise `max_words`")
        else:
            report.add_at("C513", _begin(phrase), message, f'shorten it, or add "max_words: {words}"')
    letters = len(filler.fill(matter.subject or "", examples=True))
    if letters > LONGEST_SUBJECT:
        filled = "with its blanks filled " if "{" in (matter.subject or "") else ""
        message = f"{filled}this subject has {letters} letters, and a line of a mail has {LONGEST_SUBJECT}"
        report.add("C514", source, ("subject",), message, "shorten it")


def same_titles(report: Report, source: Source, names: list[tuple[str, Pathway]]) -> None:
    """Phrases that are offered together under one title."""
    titles: dict[str, tuple[str, Pathway]] = {}
    for name, where in names:
        phrase = report.guide.phrase_part(name).model if name in report.guide.phrase_names else None
        if phrase is None:
            continue
        first, there = titles.setdefault(words_of(phrase.matter.title), (name, where))
        if first != name:
            related = [Related(source.span(there), "the other phrase")]
            message = f'"{first}" and "{name}" are offered together, and both are called "{phrase.matter.title}"'
            report.add("C511", source, where, message, "say in the titles what sets them apart", related=related)


def check_phrases(report: Report) -> None:
    """All phrases beside each other: the same words."""
    said: dict[str, Phrase] = {}
    for name in report.guide.phrase_names:
        phrase = report.guide.phrase_part(name).model
        if phrase is None:
            continue
        first = said.setdefault(words_of(phrase.text), phrase)
        if first is not phrase:
            message = f'this phrase has the same words as "{first.id}"'
            hint = "name one phrase in both places, or say what sets them apart"
            related = [Related(_begin(first), "the other phrase")]
            report.add_at("C512", _begin(phrase), message, hint, related=related)


def _begin(phrase: Phrase) -> Span:
    return Span(f"content/phrases/{phrase.id}.md", phrase.line, 1, phrase.line, 2)
