"""Rules about questions: what they ask, and whether every answer can be told from the others (Q3)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, timedelta

from advisor.authoring.report import Pathway, Report, is_far
from advisor.diagnostics import Related
from advisor.guide.load import SHARED
from advisor.guide.model import Anchor, Question, SharedQuestion, Tree, parse_anchor
from advisor.guide.season import is_varying
from advisor.guide.source import Source
from advisor.interview.conditions import whole_number
from advisor.understand.answers import EVERYDAY, fold

_MEANT = {words: name for name, said in EVERYDAY.items() for words in said}
_SOME_DAY = date(2000, 1, 1)
_NUMBER = re.compile(r"\s*(\d{1,9})[.)]?\s*\Z")


def check_question(report: Report, source: Source, where: Pathway, question: SharedQuestion) -> None:
    """A question and its answers, as worded in a tree or for several trees."""
    kind, answers = question.type, question.answers
    name = where[-1]
    if kind == "number" and question.max is None:
        message = f'the number "{name}" has no `max`, so that a slip of the finger passes'
        report.add("Q302", source, (*where, "type"), message, 'add "max: ..." with the most that can be true')
    if len(answers) == 1 and (kind == "choice" or (kind == "several" and whole_number(question.min) != 0)):
        message = f'the question "{name}" has a single answer, so there is nothing to choose'
        report.add("Q303", source, (*where, "answers"), message, "add another answer, or delete the question", key=True)
    if kind == "several" and len(answers) > 1 and all(answer.exclusive for answer in answers.values()):
        message = "every answer excludes the others, so that one at most can be picked"
        report.add("Q306", source, (*where, "type"), message, 'write "type: choice", and delete `exclusive`')
    if kind in ("several", "text"):
        for answer, model in answers.items():
            if model.in_text is not None:
                message = f"`in_text` has no effect in a {kind} question: no phrase can print it"
                report.add("S106", source, (*where, "answers", answer, "in_text"), message, "delete it", key=True)
    for answer in answers:
        if _is_like_a_key(question, answer):
            message = f'the answer "{answer}" is called like a key of questions that "{name}" does not have'
            hint = "if the key is meant, move it to the left, beside `answers`; else call the answer something else"
            report.add("Q308", source, (*where, "answers", answer), message, hint, key=True)
    _alike(report, source, where, question)
    if any(answer.sounds_like for answer in answers.values()):
        _sounding_alike(report, source, where, question)
    if question.min is not None or question.max is not None:
        _limits(report, source, where, question)


def _is_like_a_key(question: SharedQuestion, answer: str) -> bool:
    """Whether an answer is most likely a key of its question that stands too far to the right."""
    return answer in Question.model_fields and answer not in question.model_fields_set


def check_why(report: Report, source: Source, name: str, question: Question, shared: SharedQuestion | None) -> None:
    """The reason for asking, which a question of a tree may take from its shared wording."""
    if question.why is None and (shared is None or shared.why is None):
        if (question.use is not None and shared is None) or "why" in question.answers:
            return
        hint = 'add "why: ..." that says what depends on the answer'
        if shared is not None:
            hint += f", here or in {SHARED}"
        message = f'the question "{name}" has no `why`, so that nobody can see what it is for'
        report.add("Q301", source, ("questions", name), message, hint, key=True)


def check_asked_twice(report: Report, source: Source, tree: Tree) -> None:
    """Two questions of a tree in the same words."""
    asked: dict[str, str] = {}
    for name, question in tree.questions.items():
        if question.ask is None:
            continue
        first = asked.setdefault(_folded(question.ask), name)
        if first != name:
            message = f'"{name}" asks the same as "{first}", in the same words'
            related = [Related(source.span(("questions", first, "ask")), "asked here first")]
            hint = "say what sets them apart, or read the first answer again instead of asking"
            report.add("Q307", source, ("questions", name, "ask"), message, hint, related=related)


def _folded(text: str) -> str:
    """A text to be compared: without its case, its last sign and doubled spaces."""
    folded = text.casefold().rstrip(" .?!")
    # Hardly any text has them, and there are many texts.
    return " ".join(folded.split()) if "  " in folded or "\n" in folded else folded


def _text_of(source: Source, where: Pathway, answer: str) -> Pathway:
    """The path of an answer's text, which may be written short."""
    here = (*where, "answers", answer)
    written = source.data[where[0]][where[1]]["answers"][answer]
    return (*here, "text") if isinstance(written, Mapping) else here


def _alike(report: Report, source: Source, where: Pathway, question: SharedQuestion) -> None:
    """Answers that read the same."""
    texts: dict[str, str] = {}
    for name, answer in question.answers.items():
        first = texts.setdefault(_folded(answer.text), name)
        if first != name:
            message = f'the answers "{first}" and "{name}" read the same'
            related = [Related(source.span(_text_of(source, where, first)), "the other answer")]
            hint = "say what sets them apart, or make them one answer"
            report.add("Q304", source, _text_of(source, where, name), message, hint, related=related)


def _sounding_alike(report: Report, source: Source, where: Pathway, question: SharedQuestion) -> None:
    """Words that a person types, and that stand for two answers (ruling 28): then neither is taken."""
    answers = question.answers
    if not any(answer.sounds_like for answer in answers.values()):
        return
    places = [*answers]
    others: dict[str, str] = {}
    for name, answer in answers.items():
        others.setdefault(fold(name), name)
        others.setdefault(fold(answer.text), name)
    heard: dict[str, tuple[str, int]] = {}
    for name, answer in answers.items():
        for number, written in enumerate(answer.sounds_like):
            words, here = fold(written), (*where, "answers", name, "sounds_like", number)
            hint = "delete it in one of the two places"
            first = heard.setdefault(words, (name, number))
            if first[0] != name:
                related = [Related(source.span((*where, "answers", first[0], "sounds_like", first[1])), "there")]
                message = f'"{written}" stands for "{first[0]}" and for "{name}"'
                report.add("Q305", source, here, message, hint, related=related)
            elif (other := others.get(words) or _MEANT.get(words)) in answers and other != name:
                message = f'"{written}" stands for "{name}", and it is what people type for "{other}"'
                report.add("Q305", source, here, message, hint)
            elif (typed := _NUMBER.match(written)) is not None:
                place = int(typed[1])
                if question.type == "number":
                    message = f'"{written}" stands for "{name}", and it is a number that can be the answer'
                    report.add("Q305", source, here, message, "delete it")
                elif question.type in ("choice", "several") and 1 <= place <= len(places) and places[place - 1] != name:
                    message = (
                        f'"{written}" stands for "{name}", and it is the number of "{places[place - 1]}" on the screen'
                    )
                    report.add("Q305", source, here, message, "delete it")


def _limits(report: Report, source: Source, where: Pathway, question: SharedQuestion) -> None:
    """Limits of the wrong kind, and limits between which nothing lies."""
    kind = question.type
    for key in ("min", "max"):
        limit = getattr(question, key)
        if limit is None:
            continue
        here = (*where, key)
        if kind in ("choice", "text"):
            message = f"`{key}` has no effect in a {kind} question"
            report.add("S106", source, here, message, "delete it", key=True)
        elif kind == "date":
            anchor = report.anchor(source, here, limit)
            if anchor is not None and anchor.kind == "event" and is_varying(report.events.get(anchor.name)):
                message = f'the event "{anchor.name}" has no day of its own, so it limits nothing'
                report.add("S113", source, here, message, "name another event, or a day")
        elif (whole := whole_number(limit)) is None or whole < 0:
            report.add("S103", source, here, f"`{key}` must be a whole number, 0 or more", "write it with digits alone")
    if kind == "date":
        _days(report, source, where, question)
    elif kind in ("number", "several"):
        _numbers(report, source, where, question)


def _numbers(report: Report, source: Source, where: Pathway, question: SharedQuestion) -> None:
    low, high = whole_number(question.min), whole_number(question.max)
    if low is not None and high is not None and low > high:
        hint = "write them the other way round"
        report.add("S104", source, (*where, "min"), f"`min` {low} is greater than `max` {high}", hint)
    elif question.type == "several" and question.answers:
        together = sum(not answer.exclusive for answer in question.answers.values())
        if low is not None and low > together:
            message = f"`min` {low} is more than the {together} answers"
            if together < len(question.answers):
                message = f"`min` is {low}, and of these answers at most {together} can be picked together"
            report.add("S104", source, (*where, "min"), message, f"write {together} or less")
        elif low is None and high == 0 and together:
            message = "`max` 0 lets nothing be picked, and without `min` at least one answer is wanted"
            report.add("S104", source, (*where, "max"), message, 'write how many may be picked, or "min: 0"')


def _days(report: Report, source: Source, where: Pathway, question: SharedQuestion) -> None:
    """Limits of which the first comes after the last on every day (the others are a matter of routing, R406)."""
    low, high = parse_anchor(question.min), parse_anchor(question.max)
    if low is None or high is None or is_far(low) or is_far(high):
        return
    first, last = _day(report, low), _day(report, high)
    if first is not None and last is not None and first > last and (low.kind == "today") is (high.kind == "today"):
        message = f'`min` "{question.min}" is later than `max` "{question.max}"'
        report.add("S104", source, (*where, "min"), message, "write them the other way round, or look at the days")


def _day(report: Report, anchor: Anchor) -> date | None:
    """The day of an anchor, today being any; None where it hangs on an answer, or on an event without a day."""
    if anchor.kind == "today":
        return _SOME_DAY + timedelta(days=anchor.days)
    if anchor.kind == "day":
        return anchor.day
    event = report.events.get(anchor.name) if anchor.kind == "event" else None
    return event.date + timedelta(days=anchor.days) if event is not None and isinstance(event.date, date) else None
