"""What a careless or hostile author does to a guide: findings, no traceback, no hang."""

from __future__ import annotations

import contextlib
import os
import random
import re
import shutil
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from advisor.authoring.check import check
from advisor.authoring.sound import require_sound
from advisor.authoring.testing.scenarios import find_cases
from advisor.diagnostics import Diagnostic
from advisor.errors import GuideInvalid, UsageError
from advisor.guide.load import Guide
from advisor.guide.source import MAX_BYTES, parse
from tests.authoring.guides import BASE, CASES, DAY, judged, overlay, shown
from tests.authoring.mutations import STRANGE, places, put, take, written

YAMLS = (
    "content/guide.yaml",
    "content/season.yaml",
    "content/blanks.yaml",
    "content/sources.yaml",
    "content/glossary.yaml",
    "content/elsewhere.yaml",
    "trees/_shared.yaml",
    "trees/mend.yaml",
    "trees/rent.yaml",
    "tests/scenarios/mend.yaml",
)
MARKDOWNS = ("content/cards/ask-at-the-desk.md", "content/phrases/ask-for-help.md")


def rich(root: Path) -> Path:
    """The base with every construct in it that the sound cases have."""
    overlay(root, {"content/glossary.yaml": "saddle:\n  means: The seat.\n  also: [a]\n"})
    for name in (
        "elsewhere",
        "card-with-everything",
        "phrase-with-everything",
        "blanks-of-blanks",
        "event-that-varies",
        "shared-condition",
        "scenarios",
    ):
        shutil.copytree(CASES / "ok" / name, root, dirs_exist_ok=True)
    for name in ("several-and-word-answers", "only-when-known-and-any", "named-conditions"):
        text = (CASES / "ok" / name / "trees/rent.yaml").read_text("utf-8")
        for question in ("kind", "days", "helmet", "first_day", "parts"):
            text = re.sub(rf"(?<!\d )\b{question}\b", f"{question}_{len(name)}", text)
        text = text.replace("title: I want to rent", f"title: {name}, I want to rent")
        (root / f"trees/{name}.yaml").write_text(text, encoding="utf-8")
    return root


def found(root: Path) -> list[Diagnostic]:
    """What `check` finds, each with a sentence and a place that is in its file."""
    findings = check(root, as_of=DAY).findings
    texts: dict[str, list[str]] = {}
    for finding in findings:
        assert finding.message.strip()
        assert "\n" not in finding.message
        assert len(finding.message) < 400
        span = finding.span
        file = root / span.path
        if span.path not in texts:
            readable = file.is_file() and os.access(file, os.R_OK)
            text = file.read_bytes().decode("utf-8", "replace") if readable else ""
            texts[span.path] = re.split(r"\r\n|\r|\n", text)
        lines = texts[span.path]
        assert 1 <= span.line <= len(lines), shown(finding)
        assert 1 <= span.column <= len(lines[span.line - 1]) + 2, shown(finding)
    return list(findings)


def codes(root: Path) -> list[str]:
    return [finding.code for finding in found(root)]


def test_the_rich_guide_is_sound(tmp_path: Path) -> None:
    assert [*map(shown, judged(found(rich(tmp_path / "g"))))] == []


@pytest.mark.parametrize("path", [*YAMLS, *MARKDOWNS])
def test_a_wrong_value_anywhere(path: str, tmp_path: Path) -> None:
    root = rich(tmp_path / "g")
    file = root / path
    text = file.read_text("utf-8")
    front, rest = text, ""
    if path.endswith(".md"):
        _, front, rest = text.split("---\n", 2)
    data = parse(front, path).data
    chance = random.Random(path)
    changed: list[Any] = []
    for where in places(data):
        changed += [put(data, where, value) for value in chance.sample(STRANGE, 2)]
        if where:
            changed.append(take(data, where))
    for variant in chance.sample(changed, min(len(changed), 40)):
        front = written(variant)
        file.write_text(f"---\n{front}---\n{rest}" if rest else front, encoding="utf-8")
        assert len(found(root)) < 30


@settings(max_examples=80, deadline=None)
@given(
    path=st.sampled_from([*YAMLS, *MARKDOWNS]),
    place=st.integers(0, 2000),
    drop=st.integers(0, 30),
    insert=st.text(alphabet="ab:-?[]{}#&*!|>'\"%@`~ \n\t0\0\x85\ufeffä", max_size=5),
)
def test_any_damage_to_any_file(
    path: str, place: int, drop: int, insert: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    root = tmp_path_factory.getbasetemp() / "damaged"
    if not root.exists():
        rich(root)
    file = root / path
    before = file.read_bytes()
    text = before.decode("utf-8")
    place %= len(text)
    try:
        file.write_bytes((text[:place] + insert + text[place + drop :]).encode("utf-8"))
        found(root)
    finally:
        file.write_bytes(before)


@pytest.mark.parametrize("path", [*YAMLS, *MARKDOWNS])
@pytest.mark.parametrize(
    "raw",
    [b"", b"\n\n", b"---\n---\n", b"x", b"- a\n", b"\xff\xfe\0", b"\0" * 50, b"[", b"{}", b"null"],
)
def test_a_file_of_another_kind(path: str, raw: bytes, tmp_path: Path) -> None:
    root = overlay(tmp_path / "g", {path: raw})
    findings = found(root)
    optional = (
        "content/glossary.yaml",
        "content/blanks.yaml",
        "content/sources.yaml",
        "content/elsewhere.yaml",
        "trees/_shared.yaml",
    )
    assert findings or path in optional
    assert len(findings) <= 4, [*map(shown, findings)]


@pytest.mark.parametrize("path", YAMLS[:4])
def test_a_needed_file_is_missing(path: str, tmp_path: Path) -> None:
    root = overlay(tmp_path / "g", {})
    guide = Guide(root)
    (root / path).unlink()
    assert [(f.code, f.span.path) for f in check(guide, as_of=DAY).findings] == [("Y120", path)]


@pytest.mark.parametrize("path", ["trees/_shared.yaml", *MARKDOWNS])
def test_a_file_that_others_name_is_missing(path: str, tmp_path: Path) -> None:
    root = overlay(tmp_path / "g", {path: None})
    assert set(codes(root)) <= {"N204", "N205", "N210"}
    assert codes(root)


@pytest.mark.parametrize("path", [*YAMLS, *MARKDOWNS])
def test_a_folder_by_the_name_of_a_file(path: str, tmp_path: Path) -> None:
    root = overlay(tmp_path / "g", {})
    (root / path).unlink(missing_ok=True)
    (root / path).mkdir(parents=True)
    findings = check(Guide(root), as_of=DAY).findings
    assert [(f.code, f.span.path) for f in findings] == [("Y120", path)]


@pytest.mark.parametrize("folder", ["trees", "content/cards", "content/phrases"])
def test_a_file_by_the_name_of_a_folder(folder: str, tmp_path: Path) -> None:
    root = overlay(tmp_path / "g", {})
    shutil.rmtree(root / folder)
    (root / folder).write_text("x", encoding="utf-8")
    assert "Y120" in codes(root)


@pytest.mark.parametrize("path", [*YAMLS[1:], *MARKDOWNS])
@pytest.mark.parametrize("how", ["absolute", "relative", "folder", "nowhere"])
def test_no_link_leads_out_of_the_guide(path: str, how: str, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    overlay(outside, {"content/glossary.yaml": "a:\n  means: b\n", "tests/scenarios/mend.yaml": "tree: mend\n"})
    root = overlay(tmp_path / "g", {})
    file = root / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.unlink(missing_ok=True)
    if how == "folder":
        shutil.rmtree(file.parent)
        file.parent.symlink_to(outside / Path(path).parent, target_is_directory=True)
        if not (root / "content/guide.yaml").exists():
            return
    elif how == "relative":
        up = "../" * (path.count("/") + 1)
        file.symlink_to(f"{up}outside/{path}")
    elif how == "absolute":
        file.symlink_to(outside / path)
    else:
        file.symlink_to(root / "nothing")
    findings = found(root)
    wanted = "Y120" if how == "nowhere" else "Y121"
    assert wanted in {finding.code for finding in findings}
    assert not any("outside/" in finding.message for finding in findings)
    if path == "trees/mend.yaml" and how != "nowhere":
        with pytest.raises(GuideInvalid):
            Guide(root).tree("mend")


def test_links_inside_the_guide_are_followed(tmp_path: Path) -> None:
    root = overlay(tmp_path / "g", {})
    (root / "content/cards/ask-again.md").symlink_to("ask-at-the-desk.md")
    # A card under two names, one of which nothing leads to.
    twice = ["C501", "C511", "C512"]
    assert codes(root) == twice
    (tmp_path / "link").symlink_to(root, target_is_directory=True)
    assert codes(tmp_path / "link") == twice


@pytest.mark.parametrize("path", [*YAMLS[:4], *MARKDOWNS])
def test_a_folder_where_a_file_is_wanted(path: str, tmp_path: Path) -> None:
    root = overlay(tmp_path / "g", {path: None})
    (root / path).mkdir()
    assert ("Y120", path) in {(finding.code, finding.span.path) for finding in check(root, as_of=DAY).findings}


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="who is root may read everything")
@pytest.mark.parametrize("path", [*YAMLS[1:4], *MARKDOWNS])
def test_a_file_that_may_not_be_read(path: str, tmp_path: Path) -> None:
    root = overlay(tmp_path / "g", {})
    (root / path).chmod(0)
    assert codes(root) == ["Y120"]


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="who is root may read everything")
@pytest.mark.parametrize("path", ["content/phrases", "tests/scenarios"])
def test_a_folder_that_may_not_be_read(path: str, tmp_path: Path) -> None:
    root = overlay(tmp_path / "g", {})
    (root / path).mkdir(parents=True, exist_ok=True)
    (root / path).chmod(0)
    found = {(finding.code, finding.span.path) for finding in check(root, as_of=DAY).findings}
    (root / path).chmod(0o700)
    assert ("Y120", path) in found


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="who is root may read everything")
def test_scenarios_that_may_not_be_read_are_not_called_missing(tmp_path: Path) -> None:
    root = overlay(tmp_path / "g", {})
    folder = root / "tests/scenarios"
    folder.mkdir(parents=True)
    folder.chmod(0)
    with pytest.raises(UsageError, match="cannot be read"):
        find_cases(Guide(root))
    folder.chmod(0o700)


def test_a_pipe_does_not_make_anybody_wait(tmp_path: Path) -> None:
    if not hasattr(os, "mkfifo"):
        pytest.skip("no pipes here")
    root = overlay(tmp_path / "g", {})
    os.mkfifo(root / "content/glossary.yaml")
    assert codes(root) == ["Y120"]


@pytest.mark.parametrize("name", ["Ä.yaml", "a b.yaml", "1.yaml", "x" * 70 + ".yaml", "a\tb.yaml"])
def test_names_of_files(name: str, tmp_path: Path) -> None:
    root = overlay(tmp_path / "g", {})
    shutil.copy(CASES / "ok/today/trees/rent.yaml", root / "trees" / name)
    assert codes(root) == ["S107"]


def test_a_name_in_no_encoding(tmp_path: Path) -> None:
    root = overlay(tmp_path / "g", {})
    try:
        Path(os.fsdecode(os.fsencode(root / "trees") + b"/\xff.yaml")).write_text("x: y\n")
    except (OSError, UnicodeError):
        pytest.skip("this file system takes text only")
    (finding,) = check(root, as_of=DAY).findings
    assert finding.code == "Y122"
    finding.span.path.encode("utf-8")


def test_a_large_file(tmp_path: Path) -> None:
    root = overlay(tmp_path / "g", {})
    for path in ("content/glossary.yaml", "content/cards/film.md"):
        with (root / path).open("wb") as out:
            out.truncate(MAX_BYTES + 2**20)
    assert codes(root) == ["Y113", "Y113"]


HEAD = "title: a\nabout: b\nreviewed: 2026-05-01\nstart: kind\nquestions:\n"
OTHER = HEAD.replace("kind", "other").replace("title: a", "title: b")


@pytest.mark.parametrize(
    ("files", "wanted"),
    [
        ({"trees/a.yaml": HEAD + "  kind:\n    ask: a\n    why: b\n    answers: {x: y, z: w}\n"
          "    next: tree:a\n"}, {"R402"}),
        ({"trees/a.yaml": HEAD + "  kind:\n    ask: a\n    why: b\n    answers: {x: y, z: w}\n"
          "    next: tree:b\n",
          "trees/b.yaml": OTHER + "  other:\n    ask: a\n    why: b\n"
          "    answers: {x: y, z: w}\n    next: tree:a\n"}, {"R402"}),
        ({"trees/a.yaml": HEAD + "  kind:\n    use: kind\n    next: card:ask-at-the-desk\n",
          "trees/_shared.yaml": "questions:\n  kind:\n    use: member\n"
          "  member: {ask: a, why: b, answers: {yes: c, no: d}}\n"}, {"S101"}),
        ({"trees/a.yaml": HEAD + "  kind:\n    ask: a\n    why: b\n    answers: {x: y, z: w}\n"
          "    next: tree:../../etc/passwd\n"}, {"N211"}),
        ({"trees/a.yaml": HEAD + "  kind:\n    ask: a\n    why: b\n    answers: {x: y, z: w}\n"
          "    next: 'card:'\n"}, {"N204"}),
        ({"trees/a.yaml": HEAD + "  kind:\n    ask: a\n    why: b\n    answers: {x: y, z: w}\n"
          "    next: ':'\n"}, {"N201"}),
        ({"trees/a.yaml": HEAD + "  kind:\n    ask: a\n    why: b\n    type: date\n"
          "    min: kind + 1 day\n    next: card:ask-at-the-desk\n"}, {"R403"}),
    ],
)  # fmt: skip
def test_circles_and_crooked_targets(files: Mapping[str, str], wanted: set[str], tmp_path: Path) -> None:
    assert {finding.code for finding in judged(found(overlay(tmp_path / "g", files)))} == wanted


HARD = ("[", "*", "> ", "- ", "`", "<", "![", "a\n\n", "[a](", "**a ", "\\", "&#", "](")


@pytest.mark.parametrize("piece", HARD)
def test_a_card_that_is_hard_to_read_is_read_in_time(piece: str, tmp_path: Path) -> None:
    card = (BASE / MARKDOWNS[0]).read_text("utf-8")
    body = piece * (10_000 // len(piece))
    begin = time.process_time()
    found(overlay(tmp_path / "g", {MARKDOWNS[0]: card + "\n\n" + body + "\n"}))
    assert time.process_time() - begin < 10


def test_a_card_that_is_too_long(tmp_path: Path) -> None:
    card = (BASE / MARKDOWNS[0]).read_text("utf-8")
    root = overlay(tmp_path / "g", {MARKDOWNS[0]: card + "word " * 30_000})
    assert codes(root) == ["Y113"]


def test_one_broken_file_leaves_the_others_checked(tmp_path: Path) -> None:
    root = rich(tmp_path / "g")
    card = root / MARKDOWNS[0]
    card.write_text(card.read_text("utf-8").replace("very-low", "tiny"), encoding="utf-8")
    for path in YAMLS[2:6]:
        (root / path).write_text("a: 'b\n", encoding="utf-8")
    findings = found(root)
    assert [f.span.path for f in findings if f.code == "Y102"] == sorted(YAMLS[2:6])
    assert [f.code for f in findings if f.span.path == MARKDOWNS[0]] == ["S104"]
    assert len(findings) == 5, [*map(shown, findings)]


SLIPS = ("delete", "double", "swap", "deeper", "shallower", "tab", "quote", "bracket", "sign", "colon", "dash", "cut")


def slip(lines: list[str], number: int, kind: str, chance: random.Random) -> list[str]:
    """The lines of a file after a slip of the pen."""
    before, line, after = lines[:number], lines[number], lines[number + 1 :]
    place = chance.randrange(len(line) + 1)
    changed = {
        "delete": [],
        "double": [line, line],
        "swap": [*after[:1], line],
        "deeper": ["  " + line],
        "shallower": [line[1:]],
        "tab": ["\t" + line.lstrip()],
        "quote": [line[:place] + chance.choice("'\"") + line[place:]],
        "bracket": [line[:place] + chance.choice("[]{}") + line[place:]],
        "sign": [line[:place] + chance.choice("#:-?!&*|>%@`,~\\\0") + line[place:]],
        "colon": [line.replace(":", "", 1)],
        "dash": [line.replace("- ", "  ", 1)],
        "cut": [line[:place]],
    }[kind]
    return [*before, *changed, *(after[1:] if kind == "swap" else after)]


@pytest.mark.parametrize("path", [*YAMLS, *MARKDOWNS])
def test_slips_of_the_pen(path: str, tmp_path: Path) -> None:
    root = rich(tmp_path / "g")
    file = root / path
    lines = file.read_text("utf-8").split("\n")
    chance = random.Random(path)
    for kind in SLIPS:
        text = "\n".join(slip(lines, chance.randrange(len(lines) - 1), kind, chance))
        file.write_text(text, encoding="utf-8", newline="\n")
        findings = found(root)
        assert len(findings) < 40, text
        for tree in Guide(root).tree_names:
            # What `check` lets pass, an interview lets pass.
            refused = any(finding.is_error for finding in findings)
            with contextlib.suppress(*([GuideInvalid] if refused else [])):
                require_sound(Guide(root), tree, DAY)
