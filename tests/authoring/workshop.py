"""A guide with every kind of thing that scenarios can exercise, small enough to be thought through."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from advisor.guide.load import Guide
from tests.support import card, write_guide

BIKE = """
    title: My bicycle is broken
    about: What the workshop mends, and when.
    reviewed: 2026-11-22
    start: member
    questions:
      member:
        use: member
        next: parts
      parts:
        ask: How many parts are broken?
        why: Three or more need a day.
        type: number
        max: 20
        answers:
          unsure: I cannot tell
        next:
          - when:
              parts: unsure
            to: card:show-it
          - when:
              big: yes
            to: bring
          - to: quick_job
      bring:
        ask: On what day can you bring it?
        why: The workshop closes for the summer.
        type: date
        min: 2026-11-01
        max: 2027-12-31
        next:
          - when:
              bring:
                before: season:summer
            to: big_job
          - to: card:closed
    facts:
      big:
        - when:
            parts:
              at_least: 3
          is: yes
        - is: no
    outcomes:
      quick_job:
        title: Mended while you wait
        notes:
          - text: Members pay for the parts only.
            when:
              member: yes
        cards:
          - while-you-wait
          - card: pay-first
            when:
              member: no
      big_job:
        title: It takes a day
        cards:
          - leave-it
          - card: pay-first
            when:
              member: no
        phrases:
          - ask-for-a-day
          - phrase: ask-the-price
            when:
              member: no
    """
YEAR = """
    title: Make me a plan
    about: What to do in the workshop's year.
    reviewed: 2026-11-22
    start: tools
    questions:
      tools:
        ask: Which tools do you have?
        why: A plan needs them.
        type: several
        answers:
          pump: A pump
          wrench: A wrench
          none:
            text: None
            exclusive: true
        next: winter
      winter:
        ask: Do you ride in winter?
        why: Salt hurts chains.
        only_when:
          tools:
            excludes: none
        answers:
          yes: Yes
          no: No
        next: the_year
    outcomes:
      the_year:
        title: Your year
        layout: timeline
        cards:
          - card: leave-it
            kind: option
            when:
              winter:
                known: true
                is: yes
            window:
              from: 2027-01-10
              until: season:summer - 1 day
          - card: pay-first
            kind: duty
          - card: closed
            kind: avoid
            window:
              from: season:summer
    """
SHARED = """
    questions:
      member:
        belongs_to: me
        ask: Are you a member?
        why: Members pay less.
        answers:
          yes:
            text: Yes
            in_text: a member
          no:
            text: No
            in_text: no member
    """
SEASON = """
    title: The year 2027
    zone: UTC
    ends: 2027-12-31
    events:
      summer:
        title: the summer break
        date: 2027-06-01
        confidence: published
        basis: It is on the door.
        sources: [door]
    """
SOURCES = """
    door:
      title: The sign on the door
      publisher: The workshop
      url: https://example.org/
      kind: official
      checked: 2026-11-22
    """
PHRASE = "---\ntitle: {title}\nmedium: spoken\nto: The desk\n---\n{text}\n"
SCENARIOS = """
    tree: bike
    as_of: 2026-11-22
    given:
      member: yes
    scenarios:
      - name: One part
        answers:
          parts: 1
        expect:
          outcome: quick_job
          cards: [while-you-wait]
      - name: A day before the summer break
        answers:
          parts: 3
          bring: season:summer - 1 day
        expect:
          outcome: big_job
          phrases: [ask-for-a-day]
      - name: On the first day of the break
        answers:
          parts: 4
          bring: season:summer
        expect:
          outcome: card:closed
    """
FILES: Mapping[str, str] = {
    "bike": BIKE,
    "year": YEAR,
    "trees/_shared.yaml": SHARED,
    "content/season": SEASON,
    "content/sources": SOURCES,
    "cards/while-you-wait": card("quick help"),
    "cards/leave-it": card("a day in the workshop", risk="moderate"),
    "cards/pay-first": card("paying first").replace("basis: custom", "basis: rule\nsources: [door]"),
    "cards/show-it": card("showing it"),
    "cards/closed": card("a closed door", risk="high"),
    "phrases/ask-for-a-day": PHRASE.format(title="Ask for a day", text="I am {member}. Is there room on {bring}?"),
    "phrases/ask-the-price": PHRASE.format(title="Ask for the price", text="What do {parts} parts cost?"),
    "tests/scenarios/bike.yaml": SCENARIOS,
}


def workshop(root: Path, **changed: str) -> Guide:
    """The guide in a folder; `bike`, `year` and `scenarios` may be given instead of the usual ones."""
    names = {"bike": "bike", "year": "year", "scenarios": "tests/scenarios/bike.yaml"}
    return write_guide(root, {**FILES, **{names[name]: text for name, text in changed.items()}})
