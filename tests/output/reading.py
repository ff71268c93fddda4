"""Reads the formats back, so that tests can ask what a person would see."""

from __future__ import annotations

import re
from html.parser import HTMLParser

from markdown_it import MarkdownIt

VOID = {"meta", "br"}
BLOCKS = re.compile(r"</?(?:h\d|p|li|ol|ul|pre|main|br)\b[^>]*>")


class Page(HTMLParser):
    """A page taken apart; raises where a tag is not closed in order."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.stack: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(text)
        self.close()
        assert self.stack == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.stack.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.stack.pop() == tag

    def handle_data(self, data: str) -> None:
        if "main" in self.stack:
            self.text += data

    @property
    def headings(self) -> list[int]:
        return [int(tag[1]) for tag, _ in self.tags if re.fullmatch(r"h\d", tag)]


def words(text: str) -> list[str]:
    return re.findall(r"\w+", text)


def text_words(text: str) -> list[str]:
    return words(re.sub(r"^ *\d+\. +", "", text, flags=re.MULTILINE))


def html_words(text: str) -> list[str]:
    return words(Page(BLOCKS.sub(lambda tag: f" {tag[0]} ", text)).text)


def markdown_words(text: str) -> list[str]:
    """The words that a reader of the rendered Markdown sees, link targets behind their text."""
    found: list[str] = []
    for token in MarkdownIt("commonmark").parse(text):
        if token.type == "fence":
            found.append(token.content)
        elif token.type == "inline":
            line, pending = "", ""
            for child in token.children or ():
                if child.type == "link_open" and child.info != "auto":
                    pending = f" {child.attrs['href']}"
                elif child.type == "link_close":
                    line, pending = line + pending, ""
                elif child.type in ("softbreak", "hardbreak"):
                    line += "\n"
                else:
                    line += child.content
            found.append(line)
    return words("\n".join(found))
