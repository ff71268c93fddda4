"""Y1: what can be wrong with a file before anything in it has a meaning."""

from __future__ import annotations

from pathlib import Path

from advisor.authoring.rules.catalogue._rule import (
    CARD,
    GLOSSARY,
    TREE,
    Described,
    Rule,
    card,
    glossary,
    rule,
)
from advisor.guide.source import MAX_BYTES, MAX_DEPTH

_SADDLE = "saddle:\n  means: The seat.\n"
_SILENT = "What is lost is lost in silence: the guide says half of what you wrote."
_STOPS = "Nothing in the file can be used, so nobody is helped by it until it is mended."


def _latin(file: Path) -> None:
    file.write_bytes("saddle:\n  means: The seat, beside the caf\xe9.\n".encode("latin-1"))


def _large(file: Path) -> None:
    file.write_text("# " + "x" * MAX_BYTES, encoding="utf-8")


def _folder(file: Path) -> None:
    file.mkdir()


def _link(file: Path) -> None:
    file.symlink_to(Path(__file__).resolve())


_QUOTED_TREE = f"""\
title: I want to rent a bicycle
about: Which one, and for how long.
reviewed: 2026-05-01
start: kind
questions:
  kind:
    ask: Which kind?
    why: Each kind has its own rules.
    answers:
      city: A city bicycle
      cargo: A cargo bicycle
    next: card:{Path(CARD).stem}
"""

RULES: tuple[Rule, ...] = (
    rule(
        "Y101",
        "The file is not saved as UTF-8, the way in which every text of a guide is kept.",
        "Letters like é or – would come out as other signs, or not at all.",
        {
            GLOSSARY: Described(
                'a file with "café" in it, saved as "Western (Latin-1)"',
                _latin,
            )
        },
        {GLOSSARY: "saddle:\n  means: The seat, beside the café.\n"},
    ),
    rule(
        "Y102",
        "The file cannot be read: it does not follow YAML's rules for lines, colons and quotes.",
        _STOPS,
        *glossary('saddle:\n  means: "The seat.\n', 'saddle:\n  means: "The seat."\n'),
    ),
    rule(
        "Y103",
        "The same key stands twice in one place, and only one of the two can count.",
        "One of the two texts would never be shown, and nobody would notice which.",
        *glossary(
            "saddle:\n  means: The seat.\n  means: The seat and its post.\n",
            "saddle:\n  means: The seat and its post.\n",
        ),
    ),
    rule(
        "Y104",
        "A text begins with `&` or `*`, which YAML takes for a reference to another place.",
        "The sign and the word after it would vanish, or another text would stand there.",
        *glossary(
            "saddle:\n  means: &Co The seat.\n",
            'saddle:\n  means: "&Co The seat."\n',
        ),
    ),
    rule(
        "Y105",
        "A text begins with `!`, which YAML takes for the name of a type.",
        "The sign and the word after it would vanish from the text.",
        *glossary(
            "saddle:\n  means: !Careful the seat.\n",
            'saddle:\n  means: "!Careful the seat."\n',
        ),
    ),
    rule(
        "Y106",
        "A space and `#` begin a comment, so the rest of the line is not part of the text.",
        _SILENT,
        *glossary(
            "saddle:\n  means: The seat, part #1 of the drawing.\n",
            'saddle:\n  means: "The seat, part #1 of the drawing."\n',
        ),
    ),
    rule(
        "Y107",
        "Inside `{ }` a comma ends a text, so what follows it became a key of its own.",
        _SILENT,
        *glossary(
            "saddle: {means: The seat, made of leather}\n",
            "saddle:\n  means: The seat, made of leather\n",
        ),
    ),
    rule(
        "Y108",
        "A text begins with `{` or `[`, with which YAML begins a mapping or a list.",
        "The text would not be there at all, or the file could not be read.",
        *glossary(
            "saddle:\n  means: [Most of the time] the seat.\n",
            'saddle:\n  means: "[Most of the time] the seat."\n',
        ),
    ),
    rule(
        "Y109",
        "A colon followed by a space stands inside a text; YAML takes what is before it for a key.",
        _STOPS,
        *glossary(
            "saddle:\n  means: Two things: the seat and its post.\n",
            'saddle:\n  means: "Two things: the seat and its post."\n',
        ),
    ),
    rule(
        "Y110",
        "A text begins with a quotation mark, so it ends at the next one and not with the line.",
        _STOPS,
        *glossary(
            'saddle:\n  means: "Seat" is the other word.\n',
            "saddle:\n  means: '\"Seat\" is the other word.'\n",
        ),
    ),
    rule(
        "Y111",
        "A text begins with a sign that YAML uses itself, like `@`, `*`, `%`, `>` or `-`.",
        _STOPS,
        *glossary(
            "saddle:\n  means: *the* seat.\n",
            'saddle:\n  means: "*the* seat."\n',
        ),
    ),
    rule(
        "Y112",
        "A line is indented with a tab. YAML counts spaces only.",
        _STOPS,
        *glossary("saddle:\n\tmeans: The seat.\n", _SADDLE),
    ),
    rule(
        "Y113",
        f"The file is larger than {MAX_BYTES // 2**20} MB, far more than anyone can have written.",
        "A wrong file was put here, and reading it would make everybody wait.",
        {GLOSSARY: Described("a file of 17 MB, like a film by mistake", _large)},
        {GLOSSARY: _SADDLE},
    ),
    rule(
        "Y114",
        f"Brackets or indented lines stand more than {MAX_DEPTH} deep in each other.",
        "No part of a guide is that deep; something was pasted wrongly.",
        {GLOSSARY: "saddle: " + "[" * 70 + "]" * 70 + "\n"},
        {GLOSSARY: _SADDLE},
    ),
    rule(
        "Y115",
        "A character that nobody can see stands in the text, as copying from a PDF leaves behind.",
        "It can garble the screen, or keep a word from being found.",
        *glossary('saddle:\n  means: "The \\b seat."\n', _SADDLE),
    ),
    rule(
        "Y116",
        "There is no word before the colon.",
        "Nothing can be found under a name that is not there.",
        *glossary('? ""\n: means: The seat.\n', _SADDLE),
    ),
    rule(
        "Y117",
        "A line of three dashes begins a second document in the same file.",
        "Only one of the two would be read.",
        *glossary(
            "saddle:\n  means: The seat.\n---\nbell:\n  means: What rings.\n",
            "saddle:\n  means: The seat.\nbell:\n  means: What rings.\n",
        ),
    ),
    rule(
        "Y118",
        "A text in single quotes has an apostrophe inside, and the text ends there.",
        _STOPS,
        *glossary(
            "saddle:\n  means: 'The part you don't stand on.'\n",
            'saddle:\n  means: "The part you don\'t stand on."\n',
        ),
    ),
    rule(
        "Y119",
        "A card or phrase must begin with a line `---`, its keys, and another line `---`.",
        "Without its keys nobody knows the card's title, its risk or what it rests on.",
        {CARD: "Bring the bicycle to the desk.\n"},
        {CARD: card()},
    ),
    rule(
        "Y120",
        "A file that the guide needs is missing, is a folder, or may not be opened.",
        _STOPS,
        {GLOSSARY: Described("a folder that is called like a file", _folder)},
        {GLOSSARY: _SADDLE},
    ),
    rule(
        "Y121",
        "The file is a link that leads out of the guide's folder.",
        "Whoever gets the guide does not get what the link leads to, or gets what was never meant to be shown.",
        {GLOSSARY: Described("a link to a file in another folder", _link)},
        {GLOSSARY: _SADDLE},
    ),
    rule(
        "Y122",
        "A file lies in the guide under a name that nothing reads, often with a wrong ending.",
        "What it says is not part of the guide, though it looks as if it were.",
        {"trees/rent.yml": _QUOTED_TREE},
        {TREE: _QUOTED_TREE},
    ),
    rule(
        "Y123",
        "A point of a list stands below a text, where YAML takes it for more of that text.",
        "The reader sees the point with its dash in the middle of a sentence, and the list is empty.",
        {GLOSSARY: "saddle:\n  means: The seat of a bicycle.\n    - seat\n"},
        {GLOSSARY: "saddle:\n  means: The seat of a bicycle.\n  also:\n    - seat\n"},
    ),
)
