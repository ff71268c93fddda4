"""Every sentence of the shipped guide that a person can read, with its place."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import yaml

ROOT = Path(__file__).resolve().parents[2]
_TYPED = {"sounds_like", "not_these", "also", "not_automatic", "pattern"}
"""Words that people type, or that only a machine reads."""
_NAMES = {"date", "time", "from", "until", "latest", "url", "check", "checked", "dated", "sources", "reviewed", "zone"}
_QUOTED = re.compile(r'"[^"]*"')
_SENTENCE = re.compile(r'(?<=[.?!])["\')]*\s+(?=["\'(]*[A-Z{$0-9])')


class Seen(NamedTuple):
    place: str
    section: str
    """`Avoid` and the other sections of a card; `phrase` for words to send; else empty."""
    text: str


def plain(text: str) -> str:
    """As it reads: no footnotes, no line ends, no disguise by other dashes, quotes, spaces or letters without width."""
    text = unicodedata.normalize("NFKC", re.sub(r"\[\^\w+\]", "", text))
    text = "".join(letter for letter in text if unicodedata.category(letter) != "Cf")
    text = re.sub(r"[\u2010-\u2015\u2212]", "-", re.sub(r"[\u2018\u2019]", "'", re.sub(r"[\u201c\u201d]", '"', text)))
    return re.sub(r"\s+", " ", re.sub(r"[*_`]", "", text)).strip()


def sentences(text: str) -> list[str]:
    return [part for part in _SENTENCE.split(plain(text)) if part]


def everything(root: Path = ROOT) -> list[Seen]:
    found: list[Seen] = []
    for file in [*sorted((root / "trees").glob("*.yaml")), *sorted((root / "content").glob("*.yaml"))]:
        if file.name != "sources.yaml":
            found += [Seen(file.name, "", part) for text in _texts(read(file)) for part in sentences(text)]
    for file in sorted((root / "content/cards").glob("*.md")):
        found += list(card(file.stem, file.read_text(encoding="utf-8")))
    for file in sorted((root / "content/phrases").glob("*.md")):
        _, front, body = file.read_text(encoding="utf-8").split("---\n", 2)
        matter = yaml.load(front, yaml.BaseLoader)
        texts = [matter["title"], matter.get("subject", ""), *body.split("\n")]
        found += [Seen(file.stem, "phrase", part) for text in texts for part in sentences(text)]
    return found


def card(name: str, text: str) -> Iterator[Seen]:
    """The sentences of a card. What stands in quotation marks under "Avoid" is an example of what not to say."""
    _, front, body = text.split("---\n", 2)
    yield Seen(name, "", plain(yaml.load(front, yaml.BaseLoader)["title"]))
    section = ""
    for block in re.split(r"\n\n|\n(?=- )|\n(?=## )|(?<=\S)\n(?=## )", body):
        for heading, rest in re.findall(r"^\s*(?:## (.+)\n?)?([\s\S]*)$", block):
            section = heading.strip() or section
            words = _QUOTED.sub('"..."', plain(rest)) if section == "Avoid" else plain(rest)
            for part in sentences(words.removeprefix("- ")):
                yield Seen(name, section, part)


def read(file: Path) -> Any:
    return yaml.load(file.read_text(encoding="utf-8"), yaml.BaseLoader)


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for item in value:
            yield from _texts(item)
    elif isinstance(value, dict):
        for key, item in value.items():
            if key not in _TYPED | _NAMES:
                yield from _texts(item)
