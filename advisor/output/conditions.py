"""Conditions as a person reads them: `when` in words, from the tree as it is written."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from advisor import wording
from advisor.guide.model import SharedQuestion, When, parse_anchor
from advisor.guide.season import Season
from advisor.interview.conditions import Fact

Ask = Callable[[str], Fact | None]
"""The question or named condition behind a fact; None where there is none."""

_NUMBERS = {
    "at_least": wording.NO_LESS_THAN,
    "at_most": wording.NO_MORE_THAN,
    "more_than": wording.MORE_THAN,
    "less_than": wording.LESS_THAN,
}
_DAYS = {
    "before": wording.BEFORE,
    "on_or_before": wording.ON_OR_BEFORE,
    "after": wording.AFTER,
    "on_or_after": wording.ON_OR_AFTER,
}


def in_words(when: When | None, ask: Ask, season: Season, *, own: str = "") -> str:
    """A condition in one line; "" where there is none.

    Args:
        when: As it is written.
        ask: What a fact is.
        season: Fills dates in.
        own: A fact that need not be named, since it is the question that is looked at.
    """
    return wording.AND.join(_tests(when or {}, ask, season, own))


def _tests(when: Mapping[str, Any], ask: Ask, season: Season, own: str) -> Iterator[str]:
    for name, wanted in when.items():
        if name == "any":
            groups = [in_words(group, ask, season, own=own) for group in wanted]
            yield wording.IN_BRACKETS.format(text=wording.OR.join(groups)) if len(when) > 1 else wording.OR.join(groups)
            continue
        fact = ask(name)
        question = fact if isinstance(fact, SharedQuestion) else None
        text = _value(wanted, question, season, ask)
        if name == own:
            yield text
        else:
            asked = season.fill(question.ask or name) if question is not None else name
            yield wording.ASKED_AND.format(ask=asked, text=text)


def _value(wanted: Any, question: SharedQuestion | None, season: Season, ask: Ask) -> str:
    def answer(name: Any) -> str:
        found = question.answers.get(str(name)) if question is not None else None
        return f'"{season.fill(found.text)}"' if found is not None else str(name)

    def among(names: Any, word: str = wording.OR) -> str:
        return word.join(map(answer, names)) if isinstance(names, list | tuple) else answer(names)

    if not isinstance(wanted, Mapping):
        return among(wanted)
    parts: list[str] = []
    for how, operand in wanted.items():
        if how == "known":
            if not operand:
                parts.append(wording.NOT_ASKED)
            elif len(wanted) == 1:
                parts.append(wording.WAS_ASKED)
        elif how in ("is", "includes"):
            parts.append(among(operand))
        elif how in ("not", "excludes"):
            parts.append(wording.NOT.format(text=among(operand)))
        elif how == "includes_all":
            parts.append(among(operand, wording.AND))
        elif how in _NUMBERS:
            parts.append(_NUMBERS[how].format(value=operand))
        elif how in _DAYS:
            parts.append(_DAYS[how].format(day=_day(operand, season, ask)))
        else:
            parts.append(f"{how} {operand}")
    return wording.AND.join(parts)


def _day(text: Any, season: Season, ask: Ask) -> str:
    anchor = parse_anchor(text)
    if anchor is None:
        return str(text)
    if anchor.kind == "question":
        fact = ask(anchor.name)
        asked = fact.ask if isinstance(fact, SharedQuestion) and fact.ask else anchor.name
        return _moved(wording.THE_DAY_OF.format(ask=season.fill(asked)), anchor.days)
    if anchor.kind == "today":
        return _moved(wording.TODAY, anchor.days)
    return season.words(anchor)


def _moved(day: str, days: int) -> str:
    if not days:
        return day
    words = wording.DAYS_AFTER if days > 0 else wording.DAYS_BEFORE
    return words.format(days=wording.count(abs(days), "day"), day=day)
