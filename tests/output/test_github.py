"""Annotations: what GitHub reads back is what was written."""

from __future__ import annotations

import re

import pytest

from advisor.output.github import annotation

COMMAND = re.compile(r"::(?P<level>\w+) (?P<properties>[^:]*)::(?P<message>.*)\Z")


def read_back(text: str) -> tuple[str, dict[str, str], str]:
    """As GitHub reads a command: one line, properties parted at commas, escapes undone."""
    assert "\n" not in text
    assert "\r" not in text
    found = COMMAND.match(text)
    assert found is not None, text
    properties = dict(part.split("=", 1) for part in found["properties"].split(","))
    return found["level"], {key: undone(value) for key, value in properties.items()}, undone(found["message"])


def undone(text: str) -> str:
    for sign, code in ((":", "%3A"), (",", "%2C"), ("\r", "%0D"), ("\n", "%0A"), ("%", "%25")):
        text = text.replace(code, sign)
    return text


def test_an_annotation_as_github_wants_it() -> None:
    got = annotation("error", "trees/rent.yaml", 3, 7, "no rule holds", "R401 no-rule-holds")
    assert got == "::error file=trees/rent.yaml,line=3,col=7,title=R401 no-rule-holds::no rule holds"


@pytest.mark.parametrize(
    "text",
    ["plain", "50 % of it", "a: b, c", "%0A is no line end", "two\nlines", "::error::not a command", "", "größer 座"],
)
def test_every_sign_comes_back(text: str) -> None:
    level, properties, message = read_back(annotation("warning", "a,b:c.yaml", 1, 2, text, text))
    assert level == "warning"
    assert properties == {"file": "a,b:c.yaml", "line": "1", "col": "2", "title": text}
    assert message == text


def test_what_a_terminal_would_obey_is_shown() -> None:
    assert "\x1b" not in annotation("notice", "a", 1, 1, "\x1b[31mred", "\x1b]0;t\x07")


def test_a_stretch_of_several_lines_has_no_columns() -> None:
    assert annotation("notice", "a", 3, 7, "m", "t", end=(3, 9)).startswith(
        "::notice file=a,line=3,col=7,endLine=3,endColumn=9,title=t::"
    )
    assert annotation("notice", "a", 3, 7, "m", "t", end=(5, 2)).startswith(
        "::notice file=a,line=3,endLine=5,title=t::"
    )
