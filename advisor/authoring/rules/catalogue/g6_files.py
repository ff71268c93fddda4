"""G6: the guide's own files: its season, sources, blanks, glossary, and what it is not about."""

from __future__ import annotations

from advisor.authoring.rules.catalogue._rule import (
    BLANKS,
    CARD,
    ELSEWHERE,
    HOUSE_RULES,
    MY_NAME,
    PHRASE,
    SEASON,
    SOURCES,
    Files,
    Rule,
    card,
    glossary,
    phrase_with,
    rule,
)

_CALENDAR = """\
title: Summer 2026
zone: Europe/Berlin
ends: 2026-10-31
phases:
  open: {title: The desk is open, from: 2026-05-01, until: season:closing}
  shut: {title: The desk is shut, from: season:closing + 1 day, until: 2026-10-31}
events:
  closing:
    title: the last open day
    date: 2026-09-30
    confidence: published
    sources: [house_rules]
"""
_SALE = """\
  sale:
    title: the autumn sale
    date: 2026-10-10
    confidence: published
    sources: [house_rules]
"""
_HURT = """\
urgent:
  hurt:
    title: Somebody is hurt
    text: Call for help first.
    contacts:
      - name: Emergency
        how: call 112
"""
_CARS = """\
topics:
  cars:
    title: Cars
    ask: A garage.
    sounds_like:
"""


def _label(label: str) -> Files:
    blank = f"rider:\n  label: {label}\n  example: Kim\n"
    return {BLANKS: MY_NAME + blank, PHRASE: phrase_with("rider")}


def _signature(mark: str) -> Files:
    blank = f"signature:\n  text:{mark}\n    Kind regards,\n    {{my_name}}\n"
    return {BLANKS: MY_NAME + blank, PHRASE: phrase_with("signature")}


def _season(old: str, new: str) -> Files:
    return {SEASON: _CALENDAR.replace(old, new)}


RULES: tuple[Rule, ...] = (
    rule(
        "G601",
        "A day on which something was done is still to come: `reviewed`, `checked`, `edition`.",
        "Readers are told how fresh the guide is, and this cannot be true.",
        {SOURCES: HOUSE_RULES.replace("2026", "2062")},
        {SOURCES: HOUSE_RULES},
    ),
    rule(
        "G602",
        "No card, no event and no urgent help names this source.",
        "It is looked at again year after year, and nothing rests on it. Or a card was meant to name it.",
        {SOURCES: HOUSE_RULES + HOUSE_RULES.replace("house_rules", "bell_rules").replace("/rules", "/bells")},
        {SOURCES: HOUSE_RULES},
    ),
    rule(
        "G603",
        "No phrase has this blank in it.",
        "Nobody is ever asked to fill it in. Perhaps the phrase has another name in its braces.",
        {BLANKS: MY_NAME + "rider:\n  label: The rider\n  example: Kim\n"},
        {BLANKS: MY_NAME + "rider:\n  label: The rider\n  example: Kim\n", PHRASE: phrase_with("rider")},
    ),
    rule(
        "G604",
        "The same words lead to help or a topic that is not covered, and to a tree, a card or another topic.",
        "Somebody would be sent away, or shown help first, although the guide has an answer for them.",
        {ELSEWHERE: _CARS + "      - it makes a noise\n"},
        {ELSEWHERE: _CARS + "      - my car makes a noise\n"},
    ),
    rule(
        "G605",
        "No text has this term in it, in none of its spellings.",
        "It is linked nowhere, so readers do not find what it means. Most often it is spelt in another way.",
        *glossary("saddel:\n  means: The seat.\n", "saddle:\n  means: The seat.\n"),
    ),
    rule(
        "G606",
        "An urgent help has no `sounds_like`, so nothing that a person types brings it up.",
        "The one who needs it most is not shown where help is.",
        {ELSEWHERE: _HURT},
        {ELSEWHERE: _HURT + "    sounds_like:\n      - I am bleeding\n"},
    ),
    rule(
        "G607",
        "Two sources have the same address.",
        "One of the two is looked at again and the other one is not, and readers see two marks for one page.",
        {
            SOURCES: HOUSE_RULES + HOUSE_RULES.replace("house_rules", "the_rules").replace("https", "http"),
            CARD: card(sources="[house_rules, the_rules]"),
        },
        {SOURCES: HOUSE_RULES, CARD: card()},
    ),
    rule(
        "G608",
        "A web address has no name of a site, or a sign in it that belongs to no address. Or a mail address is none.",
        "The reader cannot look up what the advice rests on, or a message comes back.",
        {SOURCES: HOUSE_RULES.replace("example.org", "example,org")},
        {SOURCES: HOUSE_RULES},
    ),
    rule(
        "G609",
        "A source was last looked at (`checked`) more than a year ago.",
        "The page may say something else by now, or be gone.",
        {SOURCES: HOUSE_RULES.replace("2026", "2025")},
        {SOURCES: HOUSE_RULES},
    ),
    rule(
        "G610",
        "A source was looked at (`checked`) before it was written (`dated`).",
        "One of the two days is wrong, and readers judge by them how old the advice is.",
        {SOURCES: HOUSE_RULES + "  dated: 2026-05-11\n"},
        {SOURCES: HOUSE_RULES + "  dated: 2025-05-11\n"},
    ),
    rule(
        "G611",
        "A phase of the season ends before it begins.",
        "No day lies in it, so nobody is ever told that it is this phase.",
        _season("from: 2026-05-01", "from: 2026-12-01"),
        {SEASON: _CALENDAR},
    ),
    rule(
        "G612",
        "Phases do not follow each other day by day: there is a gap between two, or they overlap.",
        "On the days between, the wrong phase is suggested to the reader, or none.",
        _season("season:closing + 1 day", "season:closing + 3 days"),
        {SEASON: _CALENDAR},
    ),
    rule(
        "G613",
        "The season's last day (`ends`) is over.",
        "Every date in the guide is one of last season, and readers are told so.",
        {SEASON: _CALENDAR.replace("2026-09-30", "2026-05-14").replace("2026-10-31", "2026-05-15")},
        {SEASON: _CALENDAR},
    ),
    rule(
        "G615",
        "Two blanks have the same label.",
        "Readers are asked for the same thing twice, and do not know which is which.",
        _label("Your name"),
        _label("The rider's name"),
    ),
    rule(
        "G616",
        "A spelling stands for two terms of the glossary, or twice for one.",
        "Readers would be shown the meaning of another word.",
        *glossary(
            "saddle:\n  means: The seat.\n  also: [bell]\nbell:\n  means: What rings.\n",
            "saddle:\n  means: The seat.\nbell:\n  means: What rings.\n",
        ),
    ),
    rule(
        "G617",
        "The same words call for urgent help under `sounds_like`, and count as harmless under `not_these`.",
        "Somebody in need may be shown nothing.",
        {ELSEWHERE: _HURT + "    sounds_like:\n      - I am bleeding\n    not_these:\n      - I am bleeding\n"},
        {ELSEWHERE: _HURT + "    sounds_like:\n      - I am bleeding\n    not_these:\n      - my heart is bleeding\n"},
    ),
    rule(
        "G618",
        "A phase lasts longer than the season.",
        "On its last days the reader is told both that it is this phase and that the season is over.",
        _season("until: 2026-10-31", "until: 2026-11-30"),
        {SEASON: _CALENDAR},
    ),
    rule(
        "G619",
        "An event lies more than three years from the season's last day.",
        "A slip in the year makes every phase, window and rule that hangs on the event wrong.",
        {SEASON: _CALENDAR.replace("date: 2026-09-30", "date: 2062-09-30")},
        {SEASON: _CALENDAR},
    ),
    rule(
        "G620",
        "Two events have the same title.",
        "Readers are shown two dates for the same thing.",
        {SEASON: _CALENDAR + _SALE.replace("the autumn sale", "the last open day")},
        {SEASON: _CALENDAR + _SALE},
    ),
    rule(
        "G621",
        "A blank that is made of others is written on several lines, and not marked as a text of several lines.",
        "YAML joins the lines, so a signature is sent as one line.",
        _signature(""),
        _signature(" |"),
    ),
)
