"""A guide with every kind of question, small enough to be read at once, and ways to break it."""

from __future__ import annotations

import shutil
from pathlib import Path
from textwrap import dedent

ROOT = Path(__file__).resolve().parent.parent.parent

_FILES = {
    "content/guide.yaml": """
        format: 1
        id: garden
        title: The garden guide
        language: en
        edition: 2026-11-22
        scope: Plants in pots.
        notice: Information, not a promise.
        licence: CC-BY-4.0
        ask_instead: Ask at the nursery.
        """,
    "content/season.yaml": """
        title: 2027 season
        zone: America/New_York
        ends: 2027-05-31
        phases:
          cold: {title: Cold months, from: 2026-10-01, until: 2027-02-28}
          warm: {title: Warm months, from: 2027-03-01, until: 2027-05-31}
        events:
          last_frost:
            title: The last frost
            date: 2027-04-20
            confidence: expected
            basis: It was in April before.
            check: https://example.org/frost
        """,
    "content/blanks.yaml": """
        plant:
          label: Name of the plant
          example: Basil
        my_name:
          label: Your name
          example: Ada Brook
          private: true
        member:
          label: Member number
          example: "1234"
          pattern: "[0-9]{4}"
          hint: Four digits
          private: true
        """,
    "content/sources.yaml": """
        book:
          title: The book of pots
          publisher: The nursery
          url: https://example.org/pots
          kind: official
          checked: 2026-11-20
        """,
    "content/glossary.yaml": """
        loam:
          means: A soil that holds water.
        """,
    "trees/pots.yaml": """
        title: My plant looks ill
        about: A plant in a pot does not thrive.
        reviewed: 2026-11-22
        start: where
        questions:
          where:
            ask: Where does it stand?
            why: Light and cold differ.
            answers:
              inside: In a room
              outside: In the open
              both: Now here, now there
            next: signs
          signs:
            ask: What do you see?
            why: Each sign has its cause.
            type: several
            max: 2
            answers:
              yellow: Yellow leaves
              spots: Spots
              drooping: It hangs its head
              nothing:
                text: Nothing
                exclusive: true
            next: waterings
          waterings:
            ask: How many times a week do you water it?
            why: Too much is as bad as too little.
            type: number
            min: 0
            max: 14
            answers:
              no_idea: I do not count
            next: planted
          planted:
            ask: When was it planted?
            why: A young plant is weaker.
            type: date
            min: 2020-01-01
            max: today
            answers:
              not_known: Nobody knows
            next: kind
          kind:
            ask: What plant is it?
            why: For your own notes.
            type: text
            next:
              - when:
                  where: inside
                to: dry_out
              - to: card:bring-inside
        outcomes:
          dry_out:
            title: Let it dry
            cards: [let-it-dry]
        """,
    "trees/birds.yaml": """
        title: Birds eat my seeds
        about: Seeds vanish.
        reviewed: 2026-11-22
        start: net
        questions:
          net:
            ask: Is there a net?
            why: It keeps birds off.
            answers:
              yes: Yes
              no: No
            next:
              yes: card:let-it-dry
              no: card:bring-inside
        """,
    "content/cards/let-it-dry.md": """
        ---
        title: Let the soil dry
        risk: moderate
        basis: rule
        sources: [book]
        reviewed: 2026-11-22
        review_by: 2027-09-01
        phrases: [ask-nursery]
        ---
        Stop watering until the soil is dry[^book].

        ## Do
        - Wait.

        ## Avoid
        - More water.

        ## Why
        Roots need air before {season:last_frost}.
        """,
    "content/cards/bring-inside.md": """
        ---
        title: Bring it inside
        risk: low
        basis: custom
        reviewed: 2026-11-22
        review_by: 2027-06-30
        ---
        Give it shelter.

        ## Do
        - Carry it.

        ## Avoid
        - Frost, and wet loam.

        ## Why
        Cold hurts it.
        """,
    "content/phrases/ask-nursery.md": """
        ---
        title: Ask the nursery
        medium: email
        to: nursery@example.org
        subject: My {plant}
        ---
        My {plant} looks ill. My member number is {member}.

        {my_name}
        """,
    "tests/scenarios/birds.yaml": """
        tree: birds
        as_of: 2026-11-22
        scenarios:
          - name: With a net
            answers:
              net: yes
            expect:
              outcome: card:let-it-dry
        """,
}
FILES = {path: dedent(text).lstrip("\n") for path, text in _FILES.items()}
DAY = "2026-11-22"
INSIDE = ("where=inside", "signs=spots,yellow", "waterings=3", "planted=2026-05-01", "kind=Basil")
"""Answers that reach `pots/dry_out`."""


def write_garden(root: Path) -> Path:
    """The garden guide in a folder."""
    for path, text in FILES.items():
        write(root, path, text)
    return root


def write(root: Path, path: str, text: str) -> None:
    """A file of a guide."""
    file = root / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8", newline="\n")


def change(root: Path, path: str, old: str, new: str) -> None:
    """Replace a text that stands in a file exactly once."""
    text = (root / path).read_text(encoding="utf-8")
    assert text.count(old) == 1, (path, old)
    write(root, path, text.replace(old, new))


def copy_bundled(root: Path) -> Path:
    """A copy of the guide that comes with the program."""
    for folder in ("content", "trees"):
        shutil.copytree(ROOT / folder, root / folder)
    shutil.copytree(ROOT / "tests/scenarios", root / "tests/scenarios")
    return root
