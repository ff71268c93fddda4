"""A small guide with every kind of question."""

from __future__ import annotations

from pathlib import Path
from textwrap import dedent

from advisor.guide.load import Guide

_FILES = {
    "content/guide.yaml": """
        format: 1
        id: trips
        title: Trips
        language: en
        edition: 2026-11-22
        scope: Going away.
        notice: Information, not a promise.
        licence: CC-BY-4.0
        ask_instead: Ask a friend.
        """,
    "content/season.yaml": """
        title: 2027 summer
        zone: America/New_York
        ends: 2027-05-31
        phases:
          early: {title: Early, from: 2026-10-01, until: 2026-12-31}
          late: {title: Late, from: 2027-01-01, until: 2027-05-31}
        """,
    "content/blanks.yaml": """
        place:
          label: Place
          example: Lakeside
        code:
          label: Booking code
          example: "1234"
          pattern: "[0-9]{4}"
          hint: Four digits
          private: true
        """,
    "content/glossary.yaml": """
        round trip:
          means: There and back again.
          also: [return trip]
        """,
    "content/sources.yaml": """
        law:
          title: The law
          publisher: The city
          url: https://example.org/law
          kind: official
          checked: 2026-11-20
        """,
    "trees/trip.yaml": """
        title: I plan a long trip
        about: A trip with a bag.
        reviewed: 2026-11-22
        sounds_like:
          - going away for weeks
        start: how
        questions:
          how:
            ask: How do you travel?
            why: A train has more room.
            help: Look at the ticket.
            answers:
              train: By train
              bus: By bus, at night
              help: With help of a friend
            next:
              train: when_is
              bus: many
              help: card:stay
          when_is:
            ask: On which day?
            why: It may be cold.
            type: date
            min: 2026-12-01
            max: 2027-12-31
            answers:
              not_known: They have not said
            next: things
          many:
            ask: How many bags?
            why: There is little room.
            type: number
            min: 0
            max: 9
            answers:
              not_known: I have not counted
            next: things
          things:
            ask: What do you bring?
            why: Some things are heavy.
            type: several
            min: 0
            answers:
              book: A book
              boat: A boat
              nothing:
                text: Nothing at all
                exclusive: true
            next: words
          words:
            ask: Anything else?
            why: Who knows.
            type: text
            next: phase
          phase:
            ask: Which season is it?
            why: It matters.
            suggest: phase_today
            answers:
              early: Early
              late: Late
            next:
              - when: {phase: late}
                to: card:stay
              - to: go
        outcomes:
          go:
            title: Off you go
            cards: [go-now, stay]
            see_also: [tree:home-tree, card:extra]
        """,
    "trees/home-tree.yaml": """
        title: I stay at home
        about: No trip.
        reviewed: 2026-11-22
        urgent: true
        start: sure
        questions:
          sure:
            ask: Are you sure?
            why: Home is nice.
            answers:
              yes: Yes
              no: No
            next: plan
        outcomes:
          plan:
            title: Your plan
            layout: timeline
            cards:
              - card: stay
                kind: option
              - card: go-now
                kind: option
                window: {until: 2026-01-01}
        """,
    "trees/zap.yaml": """
        title: This leads to a broken card
        about: A trap.
        reviewed: 2026-11-22
        start: sure
        questions:
          sure:
            ask: Are you sure here?
            why: It breaks.
            answers:
              yes: Yes
              no: No
            next:
              yes: card:broken
              no: card:stay
        """,
    "trees/bad.yaml": "title: [\n",
    "content/cards/go-now.md": """
        ---
        title: Go now
        risk: low
        basis: rule
        sources: [law]
        reviewed: 2026-11-22
        review_by: 2027-09-01
        phrases: [book-it, call-it]
        ---
        Go while you can[^law].

        ## Do
        - Pack.

        ## Avoid
        - Waiting.

        ## Why
        It is nice.
        """,
    "content/cards/stay.md": """
        ---
        title: Stay here
        risk: high
        basis: custom
        reviewed: 2026-11-22
        review_by: 2027-09-01
        ---
        Stay where you are.

        ## Do
        - Sit.

        ## Avoid
        - Running.

        ## Why
        It is safe.
        """,
    "content/cards/extra.md": """
        ---
        title: An extra
        risk: low
        basis: custom
        reviewed: 2026-11-22
        review_by: 2027-09-01
        ---
        Some more.

        ## Do
        - Read.

        ## Avoid
        - Haste.

        ## Why
        It helps.
        """,
    "content/cards/broken.md": "no front matter\n",
    "content/phrases/book-it.md": """
        ---
        title: Book it
        medium: email
        to: desk@example.org
        subject: A trip to {place}
        ---
        I want to go to {place}. My code is {code}.
        """,
    "content/phrases/call-it.md": """
        ---
        title: Call it in
        medium: spoken
        to: The desk
        ---
        I want to go.
        """,
}
FILES = {path: dedent(text).lstrip("\n") for path, text in _FILES.items()}


def write_guide(root: Path, files: dict[str, str] | None = None) -> Guide:
    """The small guide in a folder, with some files added or replaced."""
    for path, text in (FILES | (files or {})).items():
        file = root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8", newline="\n")
    return Guide(root)
