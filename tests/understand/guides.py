"""A guide about a rowing club, with situations that are like one another and things it is not about."""

from __future__ import annotations

from pathlib import Path

from advisor.guide.load import Guide
from tests.support import card, write_guide

_BOAT = """
    title: Something is wrong with my boat
    about: A leak, a broken oar, or a boat that is gone.
    reviewed: 2026-11-22
    sounds_like:
      - my boat takes in water
      - the oar broke while I was rowing
      - somebody took my boat
    start: what
    questions:
      what:
        ask: What is wrong with it?
        why: Each has its own card.
        answers:
          leak:
            text: It leaks
            sounds_like:
              - water comes in
          oar: An oar is broken
          gone:
            text: It is gone from the boathouse
            sounds_like:
              - stolen boat
        next:
          leak: where
          oar: card:order-an-oar
          gone: insured
      where:
        ask: Where does the water come in?
        why: A crack in the hull is worse.
        answers:
          hull: Through a crack in the hull
          deck: Through the deck
        next:
          hull: card:stay-ashore
          deck: card:dry-the-deck
      insured:
        use: insured
        next: card:report-the-theft
    """
_RACE = """
    title: I want to enter a race
    about: Dates, fees and crews before {season:regatta}.
    reviewed: 2026-11-22
    sounds_like:
      - when is the regatta and how do I register
      - I look for a crew
      - is it too late to sign up
    start: alone
    questions:
      alone:
        ask: Do you row alone?
        why: Crews register together.
        answers:
          yes: Yes, I row alone
          no: No, in a crew
        next: insured
      insured:
        use: insured
        next: card:register
    """
_COACH = """
    title: I have trouble with my coach
    about: Shouting, silence, or promises that were not kept.
    urgent: true
    reviewed: 2026-11-22
    sounds_like:
      - the coach shouts at me
      - he promised me a seat and gave it to another rower
    start: matter
    questions:
      matter:
        ask: What happened? Choose all that fit.
        why: It decides who can help.
        type: several
        answers:
          shouts: The coach shouts
          promise: A promise was broken
        next: card:talk-first
    """
_DRAFT = """
    title: I want to row across the ocean
    about: Not written yet.
    draft: true
    reviewed: 2026-11-22
    sounds_like: [cross the atlantic]
    start: insured
    questions:
      insured:
        use: insured
        next: card:register
    """
_SHARED = """
    questions:
      insured:
        belongs_to: me
        ask: Are you insured?
        why: The club asks for it.
        answers:
          by_club: Through the club
          privately: On my own
    """
_ELSEWHERE = """
    topics:
      fishing:
        title: Fishing
        ask: The fishing club next door.
        sounds_like:
          - where can I fish
          - I need a fishing licence
      food:
        title: What to eat before training
        ask: A dietitian.
        sounds_like:
          - which food gives me power
          - how much protein and sugar
    urgent:
      drowning:
        title: Call for help first
        text: Get everybody out of the water.
        contacts:
          - name: Rescue
            how: call 7
            when: always
        sounds_like:
          - somebody is drowning
        not_these:
          - drowning in paper
    """
_GLOSSARY = """
    boat:
      means: What you row.
      also: [dinghy, single scull]
    """
_SEASON = """
    title: The 2027 season
    zone: America/New_York
    ends: 2027-05-31
    events:
      regatta:
        title: the regatta
        date: 2027-04-03
    """


def rowing(root: Path, files: dict[str, str] | None = None) -> Guide:
    """The guide in a folder."""
    known = {
        "boat": _BOAT,
        "race": _RACE,
        "coach": _COACH,
        "ocean": _DRAFT,
        "_shared": _SHARED,
        "content/elsewhere": _ELSEWHERE,
        "content/glossary": _GLOSSARY,
        "content/season": _SEASON,
        "cards/order-an-oar": card("Order an oar from the workshop", more="sounds_like: [how much is a new oar]"),
        "cards/stay-ashore": card("Stay ashore with a cracked hull", risk="high"),
        "cards/dry-the-deck": card("Dry the deck and seal it"),
        "cards/report-the-theft": card("Report the theft to the police"),
        "cards/register": card("Register at the desk"),
        "cards/talk-first": card("Talk to the coach before you complain"),
        "cards/winter-storage": card(
            "Keep it dry in winter", more="sounds_like: [where to put everything in december]"
        ),
    }
    return write_guide(root, known | (files or {}))
