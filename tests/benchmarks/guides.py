"""Guides and answers of any size for the benchmarks, written as authors would write them."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path

_MANIFEST = """\
format: 1
id: bench
title: A guide of generated questions
language: en
edition: 2026-11-22
scope: Nothing.
notice: Generated.
licence: CC0-1.0
ask_instead: Nobody.
"""
_SEASON = """\
title: A season
zone: UTC
ends: 2027-05-31
"""
_CARD = """\
---
title: The end
risk: low
basis: custom
reviewed: 2026-11-22
review_by: 2027-11-22
---
You are done.

## Do
- Rest.

## Avoid
- Nothing.

## Why
Because it is over.
"""


def write_guide(root: Path, trees: dict[str, str]) -> Path:
    """A guide folder with one card, `the-end`, and these trees."""
    (root / "content/cards").mkdir(parents=True, exist_ok=True)
    (root / "trees").mkdir(exist_ok=True)
    (root / "content/guide.yaml").write_text(_MANIFEST)
    (root / "content/season.yaml").write_text(_SEASON)
    (root / "content/cards/the-end.md").write_text(_CARD)
    for name, text in trees.items():
        (root / f"trees/{name}.yaml").write_text(text)
    return root


def big_tree(questions: int, *, seed: int = 7) -> str:
    """A tree of so many questions in a row, a third of them with rules that read earlier answers."""
    chance = random.Random(seed)
    lines = [
        "title: A generated situation",
        "about: One sentence about it.",
        "sounds_like:",
        "  - something generated",
        "reviewed: 2026-11-22",
        "start: q0",
        "",
        "questions:",
    ]
    kinds: list[str] = []
    for number in range(questions):
        kind = chance.choice(("choice", "choice", "choice", "several", "number"))
        kinds.append(kind)
        following = f"q{number + 1}" if number + 1 < questions else "done"
        lines += [
            f"  q{number}:",
            "    belongs_to: program",
            f"    ask: What about the thing with the number {number}?",
            "    why: A sentence that says what depends on the answer to this question.",
            f"    help: Look it up in the list, on page {number}.",
        ]
        if kind == "number":
            lines += ["    type: number", "    max: 40"]
        else:
            if kind == "several":
                lines += ["    type: several"]
            lines += [
                "    answers:",
                "      yes: Yes, it is so",
                "      no: No, it is not",
                "      unsure:",
                "        text: I do not know",
                "        sounds_like:",
                "          - they did not say",
            ]
        lines += _routes(number, kinds, following, questions, conditional=number % 3 == 2)
    lines += ["", "outcomes:", "  done:", "    title: The end", "    cards:", "      - the-end", ""]
    return "\n".join(lines)


def _routes(number: int, kinds: list[str], following: str, total: int, *, conditional: bool) -> list[str]:
    kind = kinds[number]
    if conditional and number > 2:
        fact = number - 1
        test = {
            "choice": f"          q{fact}: yes",
            "several": f"          q{fact}: [yes, no]",
            "number": f"          q{fact}: {{at_least: 5}}",
        }[kinds[fact]]
        skip = f"q{number + 2}" if number + 2 < total else "done"
        return [
            "    next:",
            "      - when:",
            test,
            f"        to: {skip}",
            f"      - to: {following}",
        ]
    if kind == "choice":
        return [
            "    next:",
            f"      yes: {following}",
            f"      no: {following}",
            f"      unsure: {following}",
        ]
    return [f"    next: {following}"]


def hard_tree(questions: int) -> str:
    """A tree whose answers are all read at the end, in every combination."""
    lines = ["title: Hard", "about: Hard.", "reviewed: 2026-11-22", "start: q0", "questions:"]
    for number in range(questions):
        following = f"q{number + 1}" if number + 1 < questions else "done"
        lines += [f"  q{number}:", f"    ask: What about {number}?", "    why: It matters.", "    answers:"]
        lines += ["      yes: Yes", "      no: No", f"    next: {following}"]
    lines += ["outcomes:", "  done:", "    cards: [the-end]", "    notes:"]
    for number in range(questions):
        lines += [f"      - text: A note about {number}.", f"        when: {{q{number}: yes}}"]
    return "\n".join(lines) + "\n"


def layered_tree(*, layers: int = 12, width: int = 18, seed: int = 3) -> str:
    """A tree of about 200 questions of which a walk asks 12; equality, membership and range conditions."""
    chance = random.Random(seed)
    names = [[f"n{layer}_{place}" for place in range(width if layer else 1)] for layer in range(layers)]
    lines = ["title: Layers", "about: Layers.", "reviewed: 2026-11-22", "start: n0_0", "questions:"]
    for layer, here in enumerate(names):
        after = names[layer + 1] if layer + 1 < layers else ["left", "middle", "right"]
        for name in here:
            lines += [f"  {name}:", f"    ask: What about {name}?"]
            if layer % 4 == 3:
                lines += ["    type: number", "    max: 50", "    next:"]
                for low in (40, 20):
                    lines += ["      - when:", f"          {name}: {{at_least: {low}}}"]
                    lines += [f"        to: {chance.choice(after)}"]
            else:
                lines += [
                    "    answers:",
                    *(f"      {answer}: Answer {answer}" for answer in "abcd"),
                    "    next:",
                ]
                lines += [
                    "      - when:",
                    f"          {name}: a",
                    f"        to: {chance.choice(after)}",
                ]
                lines += ["      - when:", f"          {name}: [b, c]"]
                lines += ["          n0_0: [a, b, d]"] if layer else []
                lines += [f"        to: {chance.choice(after)}"]
            lines += [f"      - to: {chance.choice(after)}"]
    lines += ["outcomes:"]
    for name in ("left", "middle", "right"):
        lines += [f"  {name}:", "    cards:", "      - the-end"]
    return "\n".join(lines) + "\n"


def wordy_guide(root: Path, *, trees: int = 18, cards: int = 150, topics: int = 20, seed: int = 11) -> list[str]:
    """A guide of made-up words, some of them frequent as in any language; returns the lines by which it is found."""
    chance = random.Random(seed)
    syllables = [one + two for one in "bdfgklmnprstv" for two in ("a", "e", "i", "o", "u", "an", "er")]
    words = ["".join(chance.choices(syllables, k=chance.randint(2, 4))) for _ in range(2_500)]
    often = [1 / (place + 10) for place in range(len(words))]
    said: list[str] = []

    def line(length: int) -> str:
        said.append(" ".join(chance.choices(words, often, k=length)))
        return said[-1]

    def like(count: int, indent: str = "") -> list[str]:
        return [f"{indent}sounds_like:", *(f"{indent}  - {line(chance.randint(4, 10))}" for _ in range(count))]

    write_guide(root, {f"tree-{number}": "\n".join(_wordy_tree(line, like, cards, chance)) for number in range(trees)})
    for number in range(cards):
        title, bottom = line(5), line(16)
        matter = [f"title: {title}", *like(6), "risk: low", "basis: custom", "reviewed: 2026-11-22"]
        text = ["---", *matter, "review_by: 2027-11-22", "---", f"{bottom}.", "", *_CARD.splitlines()[9:]]
        (root / f"content/cards/card-{number}.md").write_text("\n".join(text) + "\n")
    elsewhere = ["topics:"]
    for number in range(topics):
        elsewhere += [f"  topic-{number}:", f"    title: {line(4)}", "    ask: Somebody.", *like(30, "    ")]
    (root / "content/elsewhere.yaml").write_text("\n".join(elsewhere) + "\n")
    return said


def _wordy_tree(
    line: Callable[[int], str], like: Callable[..., list[str]], cards: int, chance: random.Random
) -> list[str]:
    lines = [f"title: {line(5)}", f"about: {line(12)}.", *like(60), "reviewed: 2026-11-22", "start: q0", "questions:"]
    for number in range(10):
        lines += [f"  q{number}:", f"    ask: {line(8)}?", "    why: It matters.", "    answers:"]
        for answer in "abcd":
            lines += [f"      {answer}:", f"        text: {line(6)}", *like(3, "        ")]
        following = f"q{number + 1}" if number < 9 else "card:the-end"
        lines += ["    next:", *(f"      {answer}: card:card-{chance.randrange(cards)}" for answer in "abc")]
        lines += [f"      d: {following}"]
    return lines
