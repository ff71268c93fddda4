"""R4: whether every set of answers comes to an end, once round, with something to read there."""

from __future__ import annotations

from advisor.authoring.rules.catalogue._rule import DAYS, KIND, Rule, rule, tree

_DESK = "    next: card:ask-at-the-desk\n"
_TRAILER = """\
  trailer:
    ask: Do you want a trailer?
    why: A trailer fits some bicycles only.
    answers:
      yes: Yes
      no: No
"""
_ONLY_CITY = """\
    next:
      city: trailer
      cargo: lent
"""


def _gap(last: str) -> str:
    return (
        KIND
        + "    next: days\n"
        + DAYS
        + "    next:\n      - when:\n          days: {at_most: 3}\n        to: short\n"
        + f"      - when:\n          days: {{{last}}}\n        to: card:ask-at-the-desk\n"
        + "outcomes:\n  short:\n    cards: [ask-at-the-desk]\n"
    )


def _circle(back: str) -> str:
    return KIND + "    next: trailer\n" + _TRAILER + f"    next:\n      yes: {back}\n      no: card:ask-at-the-desk\n"


def _note(test: str) -> str:
    return (
        KIND
        + _ONLY_CITY
        + _TRAILER
        + "    next: lent\noutcomes:\n  lent:\n    cards: [ask-at-the-desk]\n"
        + f"    notes:\n      - text: Bring the strap.\n        when: {{trailer: {test}}}\n"
    )


def _cards(condition: str) -> str:
    return (
        KIND
        + "    next: lent\noutcomes:\n  lent:\n    title: It is yours\n    cards:\n"
        + "      - card: ask-at-the-desk\n"
        + (f"        {condition}\n" if condition else "")
    )


_NAMES = ("bell", "brake", "chain", "crank", "fork", "frame", "grip", "hub", "light", "lock")
_PARTS = (*_NAMES, "pedal", "pump", "rack", "rim", "seat", "tube", "tyre")


def _parts(named: str) -> str:
    return (
        KIND
        + "    next: broken\n"
        + "  broken:\n    ask: What is broken?\n    why: Some parts are kept at the desk.\n"
        + "    type: several\n    answers:\n"
        + "".join(f"      {part}: The {part}\n" for part in _PARTS)
        + "    next: looked_at\noutcomes:\n  looked_at:\n    cards: [ask-at-the-desk]\n"
        + "    notes:\n      - text: Bring the whole bicycle.\n"
        + f"        when:\n          broken: [{named}]\n"
    )


RULES: tuple[Rule, ...] = (
    rule(
        "R401",
        "For some answers none of a question's rules holds.",
        "Whoever gives these answers would stand before a wall in the middle of the interview.",
        *tree(_gap("more_than: 4"), _gap("at_least: 4")),
    ),
    rule(
        "R402",
        "Some answers lead back to a question that was already asked.",
        "Whoever gives these answers would be asked the same again and again.",
        *tree(_circle("kind"), _circle("lent") + "outcomes:\n  lent:\n    cards: [ask-at-the-desk]\n"),
    ),
    rule(
        "R403",
        "A condition reads a question that not everybody who comes here was asked.",
        "For those people it never holds, though nobody knows what they would have said.",
        *tree(_note("yes"), _note("{known: true, is: yes}")),
    ),
    rule(
        "R404",
        "There are too many combinations of answers to look at them all, so gaps and circles may have been missed.",
        "The promise that every reader comes to an end could not be checked for this tree.",
        *tree(_parts(", ".join(_PARTS)), _parts("frame, fork")),
    ),
    rule(
        "R405",
        "For some answers every card of an outcome is left out.",
        "Whoever gives these answers would come to the end and find no advice there.",
        *tree(_cards("when: {kind: city}"), _cards("")),
    ),
)
