"""Answers given beforehand: files of every sort, and `--set`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from advisor.errors import UsageError
from advisor.interview.answers import from_words, parse_answers, parse_pairs, read_answers
from advisor.interview.walk import Refused, walk
from tests.interview.generated import Made


def read(folder: Path, content: str | bytes, name: str = "answers.yaml") -> Any:
    file = folder / name
    file.write_bytes(content if isinstance(content, bytes) else content.encode())
    return read_answers(file)


@pytest.mark.parametrize("name", ["answers.yaml", "answers.json", "answers"])
@pytest.mark.parametrize(
    "content",
    [
        '{"tree": "t", "answers": {"a": "yes", "n": 3, "l": ["x"]}, "blanks": {"b": "12"}}',
        b'\xef\xbb\xbf{"tree": "t", "answers": {"a": "yes", "n": 3, "l": ["x"]},\r\n "blanks": {"b": "12"}}',
    ],
)
def test_json_is_read_whatever_the_file_is_called(tmp_path: Path, name: str, content: Any) -> None:
    found = read(tmp_path, content, name)
    assert found.tree == "t"
    assert found.answers == {"a": "yes", "n": 3, "l": ["x"]}
    assert found.blanks == {"b": "12"}


@pytest.mark.parametrize("start", [b"", b"\xef\xbb\xbf"])
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_yaml_is_read_with_a_mark_and_with_windows_line_ends(tmp_path: Path, start: bytes, newline: str) -> None:
    lines = [
        "answers:",
        "  a: yes",
        "  n: 3",
        "  d: 2027-03-01",
        "  l:",
        "    - x",
        "blanks:",
        "  id: 01234567",
        "",
    ]
    found = read(tmp_path, start + newline.join(lines).encode())
    assert found.answers == {"a": "yes", "n": 3, "d": "2027-03-01", "l": ["x"]}
    # no digit of a number that is text gets lost
    assert found.blanks == {"id": "01234567"}


@pytest.mark.parametrize("content", ["", "\n", "# only a comment\n", "null", "{}", "answers:\n", "blanks: {}\n"])
def test_a_file_without_answers_holds_none(tmp_path: Path, content: str) -> None:
    found = read(tmp_path, content)
    assert (found.answers, found.blanks, found.tree) == ({}, {}, None)


@pytest.mark.parametrize(
    ("content", "place", "says"),
    [
        ("answers:\n  a: 1\n  a: 2\n", "3:3", "given twice"),
        ('{"answers": {"a": 1,\n "a": 2}}', "2:2", "given twice"),
        ("answer:\n  a: 1\n", "1:1", '"answer" is no key of an answers file'),
        ("tree: t\nanswers:\n  a: 1\nblank: {}\n", "4:1", '"blank" is no key'),
        ("tree: t\nanswers: [a, b]\n", "2:10", "`answers` must be a mapping"),
        ("answers: yes\n", "1:10", "`answers` must be a mapping"),
        ("- a\n- b\n", "1:1", "must be a mapping"),
        ("just words\n", "1:1", "must be a mapping"),
        ("tree: [t]\n", "1:7", "`tree` must be text"),
        ("blanks:\n  a: fine\n  b: [1]\n", "3:6", "`b` must be text"),
        ("blanks:\n  b: true\n", "2:6", "`b` must be text"),
        ("answers:\n\ta: 1\n", "2:1", "tab"),
        ("answers: {a: 1\n", "", ""),
        ("answers:\n  a: &x 1\n  b: *x\n", "2:6", "anchor"),
        ("answers:\n  a: !!python/object:os.system x\n", "2:6", "tag"),
        ("a: 1\n---\nb: 2\n", "", ""),
    ],
)
def test_a_mistake_is_told_with_its_place(tmp_path: Path, content: str, place: str, says: str) -> None:
    with pytest.raises(UsageError) as caught:
        read(tmp_path, content)
    assert says in caught.value.message
    assert f"answers.yaml:{place}" in caught.value.message


def test_an_unknown_key_is_answered_with_what_was_meant(tmp_path: Path) -> None:
    with pytest.raises(UsageError) as caught:
        read(tmp_path, "anwsers: {}\n")
    assert caught.value.hint == 'did you mean "answers"?'


@pytest.mark.parametrize(
    "content",
    [
        "[" * 100_000,
        "{" * 5_000,
        '{"a":' * 50_000,
        "- " * 20_000,
        '{"answers": {"a": ' + "[" * 60_000 + "]" * 60_000 + "}}",
        b"\xff\xfe\x00",
        b"answers:\n  a: \xe9\n",
        "answers:\n  a: \x1b[31m\n",
        "a\x00b",
        "x" * (17 * 2**20),
    ],
    ids=[
        "lists",
        "braces",
        "json",
        "dashes",
        "closed",
        "utf-16",
        "latin-1",
        "escape",
        "nul",
        "huge",
    ],
)
def test_hostile_files_are_refused_in_one_sentence(tmp_path: Path, content: str | bytes) -> None:
    with pytest.raises(UsageError) as caught:
        read(tmp_path, content)
    assert len(caught.value.message) < 400


@pytest.mark.parametrize("number", ["1" * 5_000, "NaN", "1e999", "-Infinity"])
def test_strange_numbers_are_refused_by_the_file_or_by_the_question(tmp_path: Path, number: str) -> None:
    made = Made(
        {
            "t": {
                "title": "T",
                "about": "A",
                "reviewed": "2026-11-22",
                "start": "q",
                "questions": {"q": {"ask": "Q?", "type": "number", "max": 9, "next": "card:c"}},
            }
        },
        {},
    )
    for name in ("a.json", "a.yaml"):
        try:
            answers = read(tmp_path, f'{{"answers": {{"q": {number}}}}}', name).answers
        except UsageError as error:
            told = error.message
        else:
            end = walk(made.program(), answers).end
            assert isinstance(end, Refused)
            told = end.reason
        assert len(told) < 400


@pytest.mark.parametrize("name", ["missing.yaml", "folder", "bad\0name"])
def test_a_file_that_is_none(tmp_path: Path, name: str) -> None:
    (tmp_path / "folder").mkdir()
    with pytest.raises(UsageError):
        read_answers(tmp_path / name)


@given(st.one_of(st.binary(max_size=60), st.text(max_size=60)))
def test_any_bytes_give_answers_or_a_sentence(content: bytes | str) -> None:
    for name in ("a.yaml", "a.json"):
        told = ""
        try:
            parse_answers(content, name)
        except UsageError as error:
            told = error.message
        assert "\n" not in told


MADE = Made(
    {
        "t": {
            "title": "T",
            "about": "A",
            "reviewed": "2026-11-22",
            "start": "c",
            "questions": {
                "c": {"ask": "C?", "answers": {"yes": "Yes"}, "next": "s"},
                "s": {"ask": "S?", "type": "several", "answers": {"a": "A", "b": "B"}, "next": "n"},
                "n": {"ask": "N?", "type": "number", "answers": {"w": "W"}, "next": "d"},
                "d": {"ask": "D?", "type": "date", "next": "t"},
                "t": {"ask": "T?", "type": "text", "next": "card:c"},
            },
        }
    },
    {},
)


@pytest.mark.parametrize(
    ("pair", "value"),
    [
        ("c=yes", "yes"),
        ("c= yes ", "yes"),
        ("s=a,b", ["a", "b"]),
        ("s=a", ["a"]),
        ("s= a , b ", ["a", "b"]),
        ("s=", []),
        ("s=a,,b", ["a", "b"]),
        ("n=8", 8),
        ("n=-1", -1),
        ("n=w", "w"),
        ("n=8.5", "8.5"),
        ("d=2027-03-01", "2027-03-01"),
        ("t=a=b, c", "a=b, c"),
        ("t=7", "7"),
        ("unknown=7", "7"),
    ],
)
def test_set_gives_what_the_question_wants(pair: str, value: Any) -> None:
    (found,) = from_words(MADE.program(), parse_pairs([pair], "--set")).values()
    assert found == value
    assert type(found) is type(value)


@pytest.mark.parametrize("pair", ["c", "", "=yes", " =yes"])
def test_set_without_a_question_or_value_is_refused(pair: str) -> None:
    with pytest.raises(UsageError, match="--set wants KEY=VALUE"):
        parse_pairs([pair], "--set")
