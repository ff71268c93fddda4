"""R4: whether every set of answers comes to an end, once round, with something true to read there."""

from __future__ import annotations

from advisor.authoring.rules.catalogue._rule import (
    DAYS,
    HEAD,
    KIND,
    SEASON,
    TREE,
    UNSURE,
    Files,
    Rule,
    card,
    rule,
    tree,
)

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


def _today(test: str) -> str:
    return (
        KIND
        + f"    next:\n      - when:\n          today: {{{test}}}\n        to: lent\n"
        + "      - to: card:ask-at-the-desk\n"
        + "outcomes:\n  lent:\n    cards: [ask-at-the-desk]\n"
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


_LENT = "outcomes:\n  lent:\n    cards: [ask-at-the-desk]\n"
_LAST_DAY = """\
  first_day:
    ask: From which day?
    why: The desk closes in autumn.
    type: date
    min: 2026-05-01
    max: 2026-10-31
    next: last_day
  last_day:
    ask: Until which day?
    why: The desk closes in autumn.
    type: date
    min: first_day + 1 day
    max: {last}
    next: card:ask-at-the-desk
"""
_CARGO = "content/cards/cargo-rules.md"


def _two_cards(front: str, *entries: str) -> tuple[Files, Files]:
    """An outcome with a second card: the entries as they are wrong, and as they are right."""
    bad, good = (
        KIND + "    next: lent\noutcomes:\n  lent:\n    title: It is yours\n    cards:\n" + text for text in entries
    )
    return tree(bad, good, **{_CARGO: card(front, title="The rules for cargo bicycles")})


def _rules(*conditions: str, last: str = "    - to: lent\n") -> str:
    """A question for a number of days with a rule for each condition, then a last one."""
    rules = "".join(
        f"      - when:\n          days: {{{test}}}\n        to: card:ask-at-the-desk\n" for test in conditions
    )
    return KIND + "    next: days\n" + DAYS + "    next:\n" + rules + f"  {last}" + _LENT


def _by_kind(*kinds: str, last: str = "") -> str:
    """A choice with a rule for each of its answers."""
    rules = "".join(f"      - when:\n          kind: {kind}\n        to: card:ask-at-the-desk\n" for kind in kinds)
    return KIND + "    next:\n" + rules + last


def _on_trailer(wanted: str) -> str:
    """A question that only those with a cargo bicycle come to, with a rule that reads the kind."""
    return (
        KIND
        + "    next:\n      city: lent\n      cargo: trailer\n"
        + _TRAILER
        + f"    next:\n      - when:\n          {wanted}\n        to: lent\n      - to: card:ask-at-the-desk\n"
        + _LENT
    )


def _asked_when(kinds: str) -> str:
    return (
        KIND
        + "    next: trailer\n"
        + _TRAILER
        + f"    only_when:\n      kind: {kinds}\n"
        + "    next:\n      - when:\n          trailer: {known: true, is: yes}\n        to: lent\n"
        + "      - to: card:ask-at-the-desk\n"
        + _LENT
    )


def _stay(first: str, second: str) -> str:
    return (
        KIND
        + "    next: days\n"
        + DAYS
        + "    next:\n      - when:\n          stay: short\n        to: lent\n      - to: card:ask-at-the-desk\n"
        + _LENT
        + f"facts:\n  stay:\n{first}{second}    - is: short\n"
    )


def _printed(when: str) -> str:
    return (
        KIND
        + "    next:\n      city: days\n      cargo: lent\n"
        + DAYS
        + "    next: lent\n"
        + _LENT
        + f"    notes:\n      - text: You keep it for {{days}} days.\n{when}"
    )


_TO_DESK = "    next: card:ask-at-the-desk\n"
_LONG = "    - when:\n        days: {at_least: 3}\n      is: long\n"
_LONGER = "    - when:\n        days: {at_least: 5}\n      is: very_long\n"


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
        "A condition, or a day of a plan, hangs on a question that not everybody who comes here was asked.",
        "For those people it never holds, or is for any time, though nobody knows what they would have said.",
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
    rule(
        "R406",
        "On some path a question takes no answer at all: its first day lies after its last one.",
        "Whoever comes there can only say that the question cannot be answered, and gets no advice.",
        *tree(
            KIND + "    next: first_day\n" + _LAST_DAY.format(last="2026-10-31"),
            KIND + "    next: first_day\n" + _LAST_DAY.format(last="2026-11-30"),
        ),
    ),
    rule(
        "R407",
        "A card or phrase is shown to somebody for whom what it assumes is not so.",
        "Its words are false for this reader, who cannot know that.",
        *_two_cards(
            "assumes: {kind: cargo}\n",
            "      - ask-at-the-desk\n      - cargo-rules\n",
            "      - ask-at-the-desk\n      - card: cargo-rules\n        when:\n          kind: cargo\n",
        ),
    ),
    rule(
        "R408",
        "Two cards that exclude each other by `conflicts_with` are shown together.",
        "The reader gets two pieces of advice that contradict each other.",
        *_two_cards(
            "conflicts_with: [ask-at-the-desk]\n",
            "      - ask-at-the-desk\n      - card: cargo-rules\n        when:\n          kind: cargo\n",
            "      - card: ask-at-the-desk\n        when:\n          kind: city\n"
            "      - card: cargo-rules\n        when:\n          kind: cargo\n",
        ),
    ),
    rule(
        "R409",
        "A note or phrase prints the answer to a question that not everybody who reads it was asked.",
        "Instead of the answer there would be a gap in the text, perhaps in an email that is sent.",
        *tree(_printed(""), _printed("        when:\n          days: {known: true}\n")),
    ),
    rule(
        "R410",
        "A rule is never used, because the rules above it take everybody whom it fits.",
        "The people whom it was meant for are sent elsewhere.",
        *tree(_rules("at_most: 5", "at_most: 3"), _rules("at_most: 3", "at_most: 5")),
    ),
    rule(
        "R411",
        "A rule has the same `when` as one above it, so it is never used.",
        "One of the two was meant to say something else, and the people it was meant for are sent elsewhere.",
        *tree(_rules("at_most: 3", "at_most: 3"), _rules("at_most: 3", "at_least: 6")),
    ),
    rule(
        "R412",
        "The tests of a condition exclude each other, so it can never hold.",
        "What hangs on the condition is never seen by anybody.",
        *tree(_rules("at_least: 5, at_most: 3"), _rules("at_least: 3, at_most: 5")),
    ),
    rule(
        "R413",
        "A test asks for an answer that its question does not take.",
        "What hangs on the condition is never seen by anybody.",
        *tree(_rules("more_than: 9"), _rules("more_than: 5")),
    ),
    rule(
        "R414",
        "A condition, or a group of it under `any`, holds for nobody who comes where it stands.",
        "The rule, question, note or card that hangs on it is never seen by anybody; a group does nothing.",
        *tree(_on_trailer("kind: city"), _on_trailer("trailer: yes")),
    ),
    rule(
        "R415",
        "An `only_when` holds for everybody who comes to its question.",
        "It looks as if some were spared the question, and nobody is.",
        *tree(_asked_when("[city, cargo]"), _asked_when("cargo")),
    ),
    rule(
        "R416",
        "The rules above a last rule without `when` take everybody, so it is never used.",
        "It looks as if somebody were sent there, and the day an answer is added it hides that a rule is missing.",
        *tree(_by_kind("city", "cargo", last="      - to: card:ask-at-the-desk\n"), _by_kind("city", "cargo")),
    ),
    rule(
        "R417",
        "Nothing leads to a question or an outcome.",
        "It was written for somebody, and nobody ever sees it.",
        *tree(KIND + _TO_DESK + _TRAILER + "    next: card:ask-at-the-desk\n", KIND + _TO_DESK),
    ),
    rule(
        "R418",
        "A rule of a named condition never decides, because its `when` never holds or the rules above come first.",
        "Whatever reads the named condition gets another value than the one that was meant.",
        *tree(_stay(_LONG, _LONGER), _stay(_LONGER, _LONG)),
    ),
    rule(
        "R419",
        "Whatever is answered to a question, the same questions follow and the same is shown.",
        "Readers are asked something for nothing, or a rule that should use the answer is missing.",
        *tree(KIND + _TO_DESK, KIND + "    next:\n      city: card:ask-at-the-desk\n      cargo: lent\n" + _LENT),
    ),
    rule(
        "R420",
        "A condition reads the date of an event that is only expected.",
        "When the date is published and is another one, readers have been led the wrong way. Expected dates are for "
        "windows and texts.",
        {SEASON: UNSURE, TREE: HEAD + _today("after: season:closing")},
        {SEASON: UNSURE, TREE: HEAD + _today("after: 2026-09-30")},
    ),
)
