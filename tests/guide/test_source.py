"""The YAML reader: what it reads, where it says things are, and which alarms it must not raise."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from advisor.diagnostics import Span
from advisor.guide import cards
from advisor.guide.source import MAX_BYTES, MAX_DEPTH, Source, parse, read

SHIPPED = Path(__file__).resolve().parent.parent.parent
REAL = [
    *sorted((SHIPPED / "trees").glob("*.yaml"))[:4],
    *sorted((SHIPPED / "content").glob("*.yaml"))[:4],
    *sorted((SHIPPED / "content/cards").glob("*.md"))[:4],
]


def codes(source: Source) -> list[str]:
    return [finding.code for finding in source.findings]


# --- what is read ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "read_as"),
    [
        ("yes", "yes"),
        ("no", "no"),
        ("on", "on"),
        ("true", True),
        ("False", False),
        ("null", None),
        ("~", None),
        ("", None),
        ("3", 3),
        ("-3", -3),
        ("012", "012"),
        ("0o17", "0o17"),
        ("0x1F", "0x1F"),
        ("1_000", "1_000"),
        ("1e3", "1e3"),
        ("3.5", 3.5),
        ("3.50", "3.50"),
        ("50.0", 50.0),
        (".5", ".5"),
        ("12:30", "12:30"),
        ("1:2:3", "1:2:3"),
        ("2026-05-01", "2026-05-01"),
        ("2026-05-01T12:00:00Z", "2026-05-01T12:00:00Z"),
        ("12345678901234567890", "12345678901234567890"),
        ("-", None),
        (".inf", ".inf"),
        ("=", "="),
        ("'true'", "true"),
        ('"3"', "3"),
    ],
)
def test_core_schema(written: str, read_as: object) -> None:
    source = parse(f"x: {written}\n", "f")
    if written == "-":
        assert codes(source) == ["Y111"]
        return
    assert source.findings == []
    assert source.data == {"x": read_as}
    assert type(source.data["x"]) is type(read_as)


def test_keys_are_read_as_written() -> None:
    source = parse("1: a\ntrue: b\nnull: c\n012: d\n2026-05-01: e\n", "f")
    assert source.data == {"1": "a", "true": "b", "null": "c", "012": "d", "2026-05-01": "e"}


@pytest.mark.parametrize(
    "text",
    [
        "R&D",
        "a & b",
        "this * that",
        "*inside* is fine",
        "Hello! Really!",
        "see !important notes",
        "https://example.org/page#fragment",
        "C# course",
        "C# and F#",
        "#",
        "at 12:30 or 9:00",
        "ratio 1:2",
        "100% of it",
        "a @ b",
        "`code`",
        "[link](https://example.org)",
        "{blank} and {season:closing}",
        "<<",
        "a\\b",
        "it's 'quoted' and \"quoted\"",
        "- no list",
        "? no key",
        "| no block",
        "a\tb",
    ],
)
@pytest.mark.parametrize("style", ["|", ">", "'", '"', "plain"])
def test_no_false_alarm(text: str, style: str) -> None:
    if style in "|>":
        written, wanted = f"x: {style}-\n  Text: {text}\n  {text}\n", None
    elif style == "'":
        written, wanted = "x: '{}'\n".format(text.replace("'", "''")), text
    elif style == '"':
        written = 'x: "{}"\n'.format(text.replace("\\", "\\\\").replace('"', '\\"'))
        wanted = text
    else:
        # A lone sign after a space begins a comment, as an author who writes a comment wants it.
        written, wanted = f"x: say {text}\n", "say" if text == "#" else f"say {text}"
    source = parse(written, "f")
    assert source.findings == []
    assert text in source.data["x"] if wanted is None else source.data["x"] == wanted


@pytest.mark.parametrize(
    "written",
    [
        "x: a # comment\n",
        "x: a #\n",
        "#x: a\ny: b\n",
        "x: # comment\n  - a #\n  #b\n",
        "x: [a, # one\n  b] # two\n",
        "x: 'a' #b\n",
        "x: |  # header\n  a #b\n",
        "# advisor: allow R403 -- reason\nx: y\n",
    ],
)
def test_comments_are_no_cut_text(written: str) -> None:
    assert parse(written, "f").findings == []


# --- places ----------------------------------------------------------------------------------

PLACES = """\
title: Ärger 座 am Rad
list:
  - eins
  - zwei: drei
flow: {a: [1, "zw\u00f6lf"], b: x}
block: |
  first
  second
"quoted key": 'it''s'
last: end"""


@pytest.mark.parametrize(
    ("where", "key", "place"),
    [
        (("title",), False, (1, 8, 1, 22)),
        (("title",), True, (1, 1, 1, 6)),
        (("list", 0), False, (3, 5, 3, 9)),
        (("list", 1, "zwei"), False, (4, 11, 4, 15)),
        (("list", 1, "zwei"), True, (4, 5, 4, 9)),
        (("flow", "a"), False, (5, 11, 5, 23)),
        (("flow", "a", 1), False, (5, 15, 5, 22)),
        (("flow", "b"), True, (5, 25, 5, 26)),
        (("block",), False, (6, 8, 6, 9)),
        (("quoted key",), False, (9, 15, 9, 22)),
        (("quoted key",), True, (9, 1, 9, 13)),
        (("last",), False, (10, 7, 10, 10)),
        (("list",), True, (2, 1, 2, 5)),
        # What is missing is looked for where it would be.
        (("list", 1, "nothing"), False, (4, 5, 4, 15)),
        (("list", 9), False, (3, 3, 3, 9)),
        (("nothing", "at", "all"), True, (1, 1, 1, 22)),
    ],
)
def test_places(where: tuple[str | int, ...], key: bool, place: tuple[int, ...]) -> None:
    source = parse(PLACES, "f")
    assert source.findings == []
    assert source.span(where, key=key) == Span("f", *place)


def test_places_in_front_matter_count_from_the_top_of_the_file() -> None:
    file = Source("c.md", "---\n# note\ntitle: A\nsources:\n  - b\n---\nBody.\n\n## Do\n- x\n")
    matter, body, line = cards.split(file)
    assert matter.data == {"title": "A", "sources": ["b"]}
    assert matter.span(("title",)) == Span("c.md", 3, 8, 3, 9)
    assert matter.span(("sources", 0)) == Span("c.md", 5, 5, 5, 6)
    assert (body.split("\n")[0], line) == ("Body.", 7)
    read_body = cards.read_body(body, line)
    assert (read_body.line, read_body.sections[0].line, read_body.sections[0].blocks[0].line) == (
        7,
        9,
        10,
    )


def test_dashes_inside_front_matter_and_body() -> None:
    file = Source("c.md", "---\ntitle: |\n  a\n  ---\n  b\n---\none\n\n---\n\ntwo\n")
    matter, body, line = cards.split(file)
    assert matter.data == {"title": "a\n---\nb\n"}
    assert (body, line) == ("one\n\n---\n\ntwo\n", 7)


def test_repeated_key_names_both_places() -> None:
    source = parse("a: 1\nb: 2\n  \na: 3\n", "f")
    (found,) = source.findings
    assert found.span == Span("f", 4, 1, 4, 2)
    assert found.related[0].span == Span("f", 1, 1, 1, 2)


def test_not_utf8_says_where(tmp_path: Path) -> None:
    file = tmp_path / "f.yaml"
    file.write_bytes("a: b\nä: caf".encode() + b"\xe9\n")
    (found,) = read(file, "f.yaml").findings
    assert (found.code, found.span.line, found.span.column) == ("Y101", 2, 7)


@pytest.mark.parametrize("encoding", ["utf-16", "utf-32", "latin-1"])
def test_other_encodings(encoding: str, tmp_path: Path) -> None:
    file = tmp_path / "f.yaml"
    file.write_bytes("größe: 座\n".encode(encoding, "replace"))
    assert codes(read(file, "f")) == ["Y101"]


def test_line_ends_and_byte_order_mark(tmp_path: Path) -> None:
    for raw in (b"a: 1\nb: x", b"a: 1\r\nb: x\r\n", b"a: 1\rb: x\r", b"\xef\xbb\xbfa: 1\nb: x\n"):
        (tmp_path / "f").write_bytes(raw)
        source = read(tmp_path / "f", "f")
        assert source.data == {"a": 1, "b": "x"}
        assert source.span(("b",)) == Span("f", 2, 4, 2, 5)


# --- limits and bad files --------------------------------------------------------------------


def test_large_file_is_not_read(tmp_path: Path) -> None:
    file = tmp_path / "f.yaml"
    with file.open("wb") as out:
        out.truncate(MAX_BYTES + 1)
    assert codes(read(file, "f")) == ["Y113"]


@pytest.mark.parametrize(
    "text",
    [
        "[" * 5000,
        "x: " + "{a: " * 5000,
        "- " * 5000 + "a",
        "? " * 5000 + "a",
        "\n".join(" " * depth + f"k{depth}:" for depth in range(500)),
        "\n".join(" " * depth + "-" for depth in range(500)),
        "\n".join("  " * depth + "- a:" for depth in range(300)),
    ],
)
def test_deep_nesting_is_refused(text: str) -> None:
    assert set(codes(parse(text, "f"))) <= {"Y114", "Y102", "Y108"}
    assert codes(parse(text, "f"))


def test_nesting_up_to_the_limit_is_read() -> None:
    for text in (
        "[" * MAX_DEPTH + "]" * MAX_DEPTH,
        "\n".join(" " * depth + f"k{depth}:" for depth in range(MAX_DEPTH)) + " x",
        "text: '" + "[" * 500 + "'",
        "text: |\n" + "\n".join(" " * 200 + "deep " + "[" * 50 for _ in range(3)),
    ):
        assert parse(text, "f").findings == [], text[:40]


@pytest.mark.parametrize("kind", ["folder", "missing", "broken link", "pipe"])
def test_what_is_no_file(kind: str, tmp_path: Path) -> None:
    file = tmp_path / "f.yaml"
    if kind == "folder":
        file.mkdir()
    elif kind == "broken link":
        file.symlink_to(tmp_path / "nowhere")
    elif kind == "pipe":
        if not hasattr(os, "mkfifo"):
            pytest.skip("no pipes here")
        os.mkfifo(file)
    assert codes(read(file, "f")) == ["Y120"]


@pytest.mark.parametrize(
    "text",
    ["\0", "a: \0", "\ud800", "a: b\x07", "a: \x1b[31mred", "a: \x85", "a: \u2028b", "x\ufeff: y"],
)
def test_invisible_characters(text: str) -> None:
    assert codes(parse(text, "f")) == ["Y115"]


@pytest.mark.parametrize(
    "text",
    [
        "? a\n: b\n",
        "? [a, b]\n: c\n",
        "? {a: b}\n: c\n",
        "<<: {a: 1}\n",
        "<<: *a\n",
        "--- a\n--- b\n",
        "%YAML 1.2\n---\na: b\n",
        "%TAG ! tag:x,2000:\n---\n!a b\n",
        "a: &a [*a]\nb: c #d\n",
        "&a b: *a\n",
        "*a : b\n",
        "!!binary aGk=\n",
        "!!python/object/apply:os.system ['true']\n",
        "a: !!set {x, y}\n",
        "- - - a\n - b\n",
        "a:\tb\n",
        "\ta: b\n",
        "a: 'b\n",
        'a: "\\x"\n',
        "a: |5\n  b\n",
        "a: >9\n",
        ":\n",
        "::\n",
        "-\n-\n?\n",
        "{",
        "}",
        "[a]]",
        "a: b: c: d\n",
        "...\n",
        "---\n---\n---\n",
        "@",
        "`",
        "%",
        "\n\n\n",
        "\r|",
        "a: >\r  b\rc: d",
        "|",
        "a: |",
    ],
)
def test_odd_texts_never_raise(text: str) -> None:
    source = parse(text, "f")
    source.span(("a", 0, "b"))
    for finding in source.findings:
        assert finding.span.line >= 1
        assert finding.span.column >= 1


def test_a_large_file_with_a_fault_on_every_line_is_told_in_time() -> None:
    text = "".join(f"k{number}: {{text: Yes, it fits}}\n" for number in range(3000))
    source = parse(text, "f")
    assert len(source.findings) == 3000
    wide = parse("".join(f"k{number}: 1\n" for number in range(20_000)), "f")
    assert [wide.span((f"k{number}",)).line for number in range(0, 20_000, 7)][-1] == 20_000


# --- chance ----------------------------------------------------------------------------------

SIGNS = list("ab:-?[]{}#&*!|>'\"%@`,~ \n\t\r0.\\/<=")
ALPHABET = st.sampled_from([*SIGNS, "\n  ", "- ", ": ", "ä"])


def sane(source: Source) -> None:
    lines = source.text.count("\n") + source.first_line
    for finding in source.findings:
        assert 1 <= finding.span.line <= lines + 1
        assert finding.span.column >= 1
        assert (finding.span.end_line, finding.span.end_column) >= (
            finding.span.line,
            finding.span.column,
        )
        assert finding.message.strip()
    if not source.broken:
        source.span(("a", "b", 0))


@settings(max_examples=300, deadline=None)
@given(st.lists(ALPHABET, max_size=60).map("".join))
def test_any_text_gives_findings_only(text: str) -> None:
    sane(parse(text, "f"))


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=100))
def test_any_unicode_gives_findings_only(text: str) -> None:
    sane(parse(text, "f"))
    matter, body, line = cards.split(Source("f.md", text))
    sane(matter)
    cards.read_body(body, line)
    for block, _ in cards.read_body(text, 1).texts():
        cards.plain(block)


def composed(text: str, *where: str) -> Span:
    """The place of a key, found by composing the text."""
    source = parse(text, "f")
    source.span(())
    return source.span(where, key=True)


@pytest.mark.parametrize("file", [file for file in REAL if file.suffix == ".yaml"], ids=str)
def test_a_key_below_the_top_is_found_where_composing_finds_it(file: Path) -> None:
    text = file.read_text("utf-8")
    data = parse(text, "f").data
    for top, below in data.items():
        for name in below if isinstance(below, dict) else ():
            assert parse(text, "f").span((top, name), key=True) == composed(text, top, name)


@pytest.mark.parametrize(
    "text",
    [
        "a:\n  b: 1\n  c: 2\nd:\n  b: 3\n",
        "a:\n    b: |\n      b: 1\n      c: 2\n    c: 2\n",
        "a:\n  # b: 1\n  b: 2\n",
        "a: {b: 1}\n",
        "a:\n  {b: 1}\n",
        'a:\n  "b": 1\n  c: 2\n',
        'a:\n  c: "one\n  b: two"\n  b: 1\n',
        "a:\n  - b: 1\n",
        "a:\n  c:\n    b: 1\n  b: 2\n",
        "a: text\n  that: goes\nb: 1\n",
        "---\na:\n  b: 1\n",
        "a:\n\n\n  b:\n    c: 1",
        "b:\n  c: 1\na:\n  b: 1\n  c: 2",
        "a: >-\n  b: 1\n  c: 2\n",
        "a:\n  b : 1\n",
    ],
)
def test_a_key_below_the_top_is_found_however_it_is_written(text: str) -> None:
    for where in (("a", "b"), ("a", "c"), ("b", "c"), ("d", "b")):
        assert parse(text, "f").span(where, key=True) == composed(text, *where)


@settings(max_examples=80, deadline=None)
@given(raw=st.binary(max_size=200))
def test_any_bytes_give_findings_only(raw: bytes, tmp_path_factory: pytest.TempPathFactory) -> None:
    file = tmp_path_factory.getbasetemp() / "bytes"
    file.write_bytes(raw)
    sane(read(file, "f"))


@settings(max_examples=150, deadline=None)
@given(
    file=st.sampled_from(REAL),
    cut=st.integers(0, 4000),
    drop=st.integers(0, 40),
    insert=st.lists(ALPHABET, max_size=6).map("".join),
)
def test_mutated_real_files_give_findings_only(file: Path, cut: int, drop: int, insert: str) -> None:
    text = file.read_text("utf-8")
    cut %= len(text)
    changed = text[:cut] + insert + text[cut + drop :]
    if file.suffix == ".md":
        matter, body, line = cards.split(Source("f.md", changed))
        sane(matter)
        cards.read_body(body, line)
    else:
        sane(parse(changed, "f"))
