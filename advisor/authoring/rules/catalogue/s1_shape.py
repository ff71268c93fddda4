"""S1: which keys a file must have and may have, and what may stand there."""

from __future__ import annotations

from advisor.authoring.rules.catalogue._rule import (
    BLANKS,
    BODY,
    CARD,
    DAYS,
    HOUSE_RULES,
    KIND,
    MY_NAME,
    PHRASE,
    SOURCES,
    Files,
    Rule,
    card,
    glossary,
    phrase_with,
    rule,
    tree,
)

_MANIFEST = """\
format: 1
id: bicycle-desk
title: The bicycle desk
language: en
edition: 2026-05-01
scope: Borrowing and mending the bicycles of the desk.
notice: Information, not a promise. The desk has the last word.
licence: CC-BY-4.0
ask_instead: Ask at the desk, any day before noon.
"""
_NO_EFFECT = "What you meant by it does not happen, and the reader gets another answer."
_DESK = "    next: card:ask-at-the-desk\n"


def _filled(name: str, blank: str) -> Files:
    """A blank more, and a phrase that has it."""
    return {BLANKS: MY_NAME + blank, PHRASE: phrase_with(name)}


def _rules(test: str) -> str:
    """A choice, a number, and a rule that reads the number."""
    return (
        KIND
        + "    next: days\n"
        + DAYS
        + f"    next:\n      - when:\n          days: {test}\n        to: card:ask-at-the-desk\n"
        + "      - to: most\noutcomes:\n  most:\n    cards: [ask-at-the-desk]\n"
    )


def _until(day: str) -> str:
    return (
        KIND
        + "    next: first_day\n"
        + "  first_day:\n    ask: From which day?\n    why: The desk closes in autumn.\n"
        + f"    type: date\n    min: {day}\n"
        + _DESK
    )


def _days(behind: str) -> str:
    """A choice, and a number with something behind its type."""
    days = DAYS.replace("    type: number\n    max: 7\n", f"    type: number {behind}\n".replace(" \n", "\n"))
    return KIND + "    next: days\n" + days + _DESK


RULES: tuple[Rule, ...] = (
    rule(
        "S101",
        "A key is not one of those that may stand here; often it is misspelt.",
        _NO_EFFECT,
        *glossary(
            "saddle:\n  means: The seat.\n  alsoo: [seat]\n",
            "saddle:\n  means: The seat.\n  also: [seat]\n",
        ),
    ),
    rule(
        "S102",
        "A key that must be there is missing.",
        "Something that every reader is shown would be empty.",
        *glossary("saddle:\n  also: [seat]\n", "saddle:\n  means: The seat.\n  also: [seat]\n"),
    ),
    rule(
        "S103",
        "What stands after the colon is of the wrong kind: a text where a list is wanted, say.",
        _NO_EFFECT,
        *glossary(
            "saddle:\n  means: The seat.\n  also: seat\n",
            "saddle:\n  means: The seat.\n  also:\n    - seat\n",
        ),
    ),
    rule(
        "S104",
        "What stands here is none of the words, or not in the form, that this key takes.",
        _NO_EFFECT,
        {SOURCES: HOUSE_RULES.replace("official", "offical")},
        {SOURCES: HOUSE_RULES},
    ),
    rule(
        "S105",
        "There is no such day, or it is not written like 2026-05-01.",
        "Readers are told how fresh the guide is; with no day, or a wrong one, they are misled.",
        {SOURCES: HOUSE_RULES.replace("2026-05-01", "2026-02-30")},
        {SOURCES: HOUSE_RULES},
    ),
    rule(
        "S106",
        "A key stands where it has no effect, or beside one that excludes it.",
        _NO_EFFECT,
        _filled("greeting", 'greeting:\n  text: "Yours, {my_name}"\n  hint: Your name\n'),
        _filled("greeting", 'greeting:\n  text: "Yours, {my_name}"\n'),
    ),
    rule(
        "S107",
        "A name that other places refer to may have small letters, digits and `_` only (a file's "
        "name: `-` instead of `_`), and begins with a letter.",
        "A name with other signs cannot be written in a condition, in a file of answers or on the command line.",
        _filled("second_name", "2nd_name:\n  label: Your second name\n  example: Kim\n"),
        _filled("second_name", "second_name:\n  label: Your second name\n  example: Kim\n"),
    ),
    rule(
        "S108",
        "`any`, `today` and `not_covered` have a meaning of their own and cannot be used as names.",
        "The program would take your thing for something else.",
        _filled("today", "today:\n  label: The day\n  example: 1 May\n"),
        _filled("this_day", "this_day:\n  label: The day\n  example: 1 May\n"),
    ),
    rule(
        "S109",
        "The guide was written for another version of this file format.",
        "The program could misread it without noticing.",
        {"content/guide.yaml": _MANIFEST.replace("format: 1", "format: 2")},
        {"content/guide.yaml": _MANIFEST},
    ),
    rule(
        "S110",
        "Something is there by name, but nothing is in it, or only spaces.",
        "A reader would see an empty line, and an empty condition would always hold.",
        *glossary("saddle:\n  means:\n", "saddle:\n  means: The seat.\n"),
    ),
    rule(
        "S111",
        "A condition uses a word for its comparison that does not exist.",
        "The rule would never hold, and the reader would be sent another way.",
        *tree(_rules("{more: 3}"), _rules("{more_than: 3}")),
    ),
    rule(
        "S112",
        "A condition compares in a way that this kind of question does not allow.",
        "The rule would never hold, and the reader would be sent another way.",
        *tree(_rules("{before: 2026-06-01}"), _rules("{at_most: 3}")),
    ),
    rule(
        "S113",
        "A day is neither written like 2026-05-01 nor `today`, `season:event` or a date question "
        "(each with `+ 3 days` behind it, if need be).",
        "Nobody can be told whether it is too early or too late.",
        *tree(_until("2026-13-01"), _until("season:closing - 2 weeks")),
    ),
    rule(
        "S114",
        "A list of answers with their ways on is for a question with one answer to choose, that everybody is asked.",
        "For a number, a day, or a question that is left out, no way on would be found.",
        *tree(
            KIND + "    next: days\n" + DAYS + "    next:\n      one: card:ask-at-the-desk\n",
            KIND + "    next: days\n" + DAYS + _DESK,
        ),
    ),
    rule(
        "S115",
        "`next` leaves out an answer of its question, or names one that it does not have.",
        "Whoever gives that answer would stand before a wall.",
        *tree(
            KIND + "    next:\n      city: card:ask-at-the-desk\n",
            KIND + "    next:\n      city: card:ask-at-the-desk\n      cargo: card:ask-at-the-desk\n",
        ),
    ),
    rule(
        "S116",
        "A rule stands below one that always holds, so it is never tried.",
        "The case you wrote the rule for gets another advice.",
        *tree(
            KIND + "    next:\n      - to: card:ask-at-the-desk\n"
            "      - when:\n          kind: cargo\n        to: days\n" + DAYS + _DESK,
            KIND + "    next:\n      - when:\n          kind: cargo\n        to: days\n"
            "      - to: card:ask-at-the-desk\n" + DAYS + _DESK,
        ),
    ),
    rule(
        "S117",
        "A card holds paragraphs and flat lists; this is something else.",
        "Not every screen, printer and screen reader can show it.",
        {CARD: card(body=BODY.replace("- Come", "1. Come"))},
        {CARD: card()},
    ),
    rule(
        "S118",
        "A section's heading is none of those a card may have, stands twice, or has nothing below.",
        "Readers know where to look because every card has the same parts.",
        {CARD: card(body=BODY.replace("## Do\n", "## Tips\n") + "\n## Do\n- Come early.\n")},
        {CARD: card()},
    ),
    rule(
        "S119",
        "A card begins with its bottom line: one paragraph of at most two sentences.",
        "Who is in a hurry reads only this; it must be there and it must be short.",
        {CARD: card(body="Come early. Bring the bicycle. Bring the lock.\n\n" + BODY[32:])},
        {CARD: card(body="Come early. Bring the bicycle and the lock.\n\n" + BODY[32:])},
    ),
    rule(
        "S120",
        "A card should say what to do, what to avoid and why.",
        "Advice without its reason is hard to trust, and without its limits easy to overdo.",
        {CARD: card(body=BODY[: BODY.index("## Why")])},
        {CARD: card()},
    ),
    rule(
        "S121",
        "A comment that lets a finding pass says which one, and behind `--` why.",
        "Whoever works on the guide after you cannot tell a decision from an oversight.",
        *tree(_days("\n    max: 7 # advisor: allow Q302"), _days("# advisor: allow Q302 -- there is no limit")),
    ),
    rule(
        "S122",
        "A comment lets a finding pass that is not there, or no longer.",
        "The next real finding on this line would be let pass as well.",
        *tree(_days("\n    max: 7 # advisor: allow Q302 -- there is no limit"), _days("\n    max: 7")),
    ),
    rule(
        "S123",
        "A comment lets a finding pass by a code that does not exist.",
        "What you meant to let pass is still found.",
        *tree(
            _days("\n    max: 7 # advisor: allow Q3002 -- there is no limit"),
            _days("# advisor: allow Q302 -- there is no limit"),
        ),
    ),
    rule(
        "S124",
        "A comment lets a finding pass without which no interview can go on.",
        "The reader would be left standing; only mending it helps.",
        *tree(_days("\n    max: 7 # advisor: allow S101 -- I like it"), _days("\n    max: 7")),
    ),
    rule(
        "S125",
        "A tree, card, phrase or file of scenarios is in the folder of another of them.",
        "It is not read, and whatever names it leads nowhere.",
        {PHRASE: card()},
        {PHRASE: phrase_with("my_name")},
    ),
)
