"""A small guide, written file by file: a shop that takes things back."""

from __future__ import annotations

from pathlib import Path
from textwrap import dedent

from advisor.guide.load import Guide

_FILES = {
    "content/guide.yaml": """
        format: 1
        id: returns
        title: Returns at the corner shop
        language: en
        edition: 2026-11-22
        scope: Taking things back.
        notice: Information, not a promise. Not affiliated with any shop.
        licence: CC-BY-4.0
        ask_instead: Ask at the counter.
        """,
    "content/season.yaml": """
        title: 2027 sale
        zone: America/New_York
        ends: 2027-05-31
        phases:
          open: {title: Open, from: 2026-10-01, until: 2027-05-31}
        events:
          last_day:
            title: Last day of the sale
            date: 2027-03-03
            time: "21:00"
            confidence: expected
            basis: It was in March before.
          each_visit:
            title: each visit
            date: varies
        """,
    "content/blanks.yaml": """
        shop:
          label: Shop name
          example: Corner Shop
        my_name:
          label: Your name
          example: Ada
          private: true
        signature:
          text: |
            Sincerely,
            {my_name}
        """,
    "content/sources.yaml": """
        law:
          title: The law of returns
          publisher: The city
          url: https://example.org/law?a=1&b=2
          kind: official
          checked: 2026-11-20
        letter:
          title: A letter
          publisher: A reader
          url: https://example.org/letter
          kind: secondary
          dated: 2021-01-22
          checked: 2026-11-21
          note: The second page was not seen.
        """,
    "trees/returns.yaml": """
        title: I want to take something back
        about: A thing was bought and is not wanted.
        reviewed: 2026-11-22
        ask_instead: The counter on the first floor knows.
        start: receipt
        questions:
          receipt:
            ask: Do you have the receipt?
            why: Much depends on it.
            help: It is the long paper.
            answers:
              yes: Yes, I have it
              no: No, it is lost
            next:
              yes: days
              no: card:no-receipt
          days:
            ask: How many days ago did you buy it?
            type: number
            min: 0
            max: 400
            answers:
              not_known: I do not know
            next:
              - when:
                  days: {at_most: 30}
                to: take_back
              - to: visits
        outcomes:
          take_back:
            title: You can take it back
            notes:
              - text: It was {days} days.
                when: {days: {known: true, at_most: 400}}
            cards: [take-it-back, no-receipt]
            see_also: [tree:other, card:gone]
          visits:
            title: Your visits
            layout: timeline
            cards:
              - card: take-it-back
                kind: option
                who: The counter
                how_many: Once
                window: {from: 2027-01-10, until: season:last_day}
              - card: no-receipt
                kind: duty
              - card: too-late
                kind: option
                window: {until: 2026-01-01}
        """,
    "trees/other.yaml": """
        title: Something else
        about: Other things.
        reviewed: 2026-11-22
        start: what
        questions:
          what:
            ask: What is it?
            why: To know.
            answers:
              a: This
              b: That
            next: card:no-receipt
        """,
    "content/cards/take-it-back.md": """
        ---
        title: Take it back today
        risk: low
        basis: rule
        sources: [law, letter]
        reviewed: 2026-11-22
        review_by: 2027-09-01
        phrases: [ask-shop, say-it]
        see_also: [card:no-receipt]
        ---
        Take it back **before** {season:last_day}[^law]. Bring the *thing*[^letter][^law].

        ## Do
        - Bring the receipt, see [the rules](https://example.org/rules)[^law].
        - Say `please`.

        ## Avoid
        A loud voice helps nobody.

        - Threats.

        ## Why
        They must take it[^law].
        """,
    "content/cards/no-receipt.md": """
        ---
        title: Without a receipt
        risk: high
        basis: custom
        reviewed: 2026-01-01
        review_by: 2026-06-01
        ---
        Ask kindly.

        ## Do
        - Ask.

        ## Avoid
        - Lies.

        ## Why
        They need not do it.
        """,
    "content/cards/too-late.md": """
        ---
        title: The early visit
        risk: moderate
        basis: guidance
        sources: [letter]
        reviewed: 2026-11-22
        review_by: 2027-09-01
        ---
        Go early.

        ## Do
        - Go.

        ## Avoid
        - Waiting.

        ## Why
        It is quiet then.
        """,
    "content/phrases/ask-shop.md": """
        ---
        title: Ask the shop
        medium: email
        to: counter@example.org
        subject: My visit to {shop}
        max_words: 60
        ---
        Dear {shop},

        May I bring it back?
          - the thing
        \t- the box

        {signature}
        """,
    "content/phrases/say-it.md": """
        ---
        title: Say it at the counter
        medium: spoken
        to: Whoever is there
        ---
        May I bring this back?
        """,
}

FILES = {path: dedent(text).lstrip("\n") for path, text in _FILES.items()}


def write_guide(root: Path, **changes: str) -> Guide:
    """The small guide in a folder; files can be added or replaced: `**{path: text}`."""
    files = FILES | changes
    for path, text in files.items():
        file = root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8", newline="\n")
    return Guide(root)
