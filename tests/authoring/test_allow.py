"""Allowances: what `check` lets pass an interview lets pass, and no reader ever sees the comment."""

from __future__ import annotations

from pathlib import Path

import pytest

from advisor.authoring.allow import may_be_allowed
from advisor.authoring.check import check, of_paths
from advisor.authoring.sound import require_sound
from advisor.cli import main
from advisor.diagnostics import CODES, Severity
from advisor.errors import GuideInvalid
from advisor.guide.load import Guide
from tests.authoring.guides import BASE, DAY, overlay, shown

TWINS = """\
title: I want to rent a bicycle
about: Which one, and for how long.
reviewed: 2026-05-01
start: kind
questions:
  kind:
    ask: Which kind?
    why: Each kind has its own rules.
    answers:
      city: A bicycle
      cargo: A bicycle{}
    next: trailer
  trailer:
    ask: Do you want a trailer?
    why: A trailer fits some bicycles only.
    only_when:
      kind: cargo
    answers:
      yes: Yes
      no: No
    next: lent
outcomes:
  lent:
    cards: [ask-at-the-desk]
    notes:
      - text: Bring the strap.
        when:
          trailer: yes{}
"""
TWIN, READ = " # advisor: allow Q304 -- the pictures differ", " # advisor: allow R403 -- no trailer, no strap"


@pytest.mark.parametrize(
    ("first", "second", "left"),
    [
        ("", "", {"Q304", "R403"}),
        (TWIN, "", {"R403"}),
        ("", READ, {"Q304"}),
        (TWIN, READ, set()),
        (TWIN.partition(" --")[0], READ, {"Q304"}),
        (TWIN.replace("Q304", "R403"), READ, {"Q304"}),
    ],
)
def test_check_and_an_interview_let_the_same_pass(first: str, second: str, left: set[str], tmp_path: Path) -> None:
    root = overlay(tmp_path / "g", {"trees/rent.yaml": TWINS.format(first, second)})
    assert {finding.code for finding in check(root, as_of=DAY).errors} == left
    for day in (DAY, None):
        if not left:
            require_sound(Guide(root), "rent", day)
            continue
        with pytest.raises(GuideInvalid) as caught:
            require_sound(Guide(root), "rent", day)
        assert {finding.code for finding in caught.value.findings} == left


def test_what_was_allowed_is_told_apart_with_its_reason(tmp_path: Path) -> None:
    root = overlay(tmp_path / "g", {"trees/rent.yaml": TWINS.format(TWIN, READ)})
    guide = Guide(root)
    checked = check(guide, as_of=DAY)
    assert checked.findings == ()
    assert [(one.finding.code, one.reason) for one in checked.allowed] == [
        ("Q304", "the pictures differ"),
        ("R403", "no trailer, no strap"),
    ]
    assert of_paths(checked, guide, ["content"]).allowed == ()
    assert of_paths(checked, guide, ["trees/rent.yaml"]).allowed == checked.allowed


def test_what_no_interview_can_do_without_cannot_be_allowed() -> None:
    for code, (_, severity) in CODES.items():
        if code.startswith(("Y1", "S1", "N2")) and severity is Severity.ERROR:
            assert not may_be_allowed(code), code
    assert not any(map(may_be_allowed, ("R401", "R402", "R405", "S121", "S122", "S123", "S124")))
    assert all(map(may_be_allowed, ("R403", "R404", "Q301", "Q304", "S120", "N219")))


REMARK = "advisor: allow S120 -- the reason is on the door"
CARD = (BASE / "content/cards/ask-at-the-desk.md").read_text("utf-8")
PHRASE = (BASE / "content/phrases/ask-for-help.md").read_text("utf-8")
MARKED = {
    "content/cards/ask-at-the-desk.md": CARD.replace("---\nBring", f"---\n<!-- {REMARK} -->\nBring")
    .replace("- Come before", f"<!-- {REMARK} -->\n- Come before")
    .replace("mend it yourself.", f"mend it yourself. <!-- {REMARK} -->"),
    "content/phrases/ask-for-help.md": PHRASE.replace("---\nHello", f"---\n<!-- {REMARK} -->\nHello")
    .replace("Hello,", f"Hello,   <!--{REMARK}-->")
    .replace("my bicycle", f"<!-- {REMARK} -->\nmy bicycle"),
}


@pytest.mark.parametrize("form", ["text", "markdown", "html", "json"])
def test_no_reader_sees_the_comment(form: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    said = []
    for name, files in (("plain", {}), ("marked", MARKED)):
        root = str(overlay(tmp_path / name / "g", files))
        for words in (["run", "mend", "--set", "member=no", "--format", form], ["card", "ask-at-the-desk"]):
            assert main([*words, "--guide", root, *(["--as-of", "2026-06-01"] if words[0] == "run" else [])]) == 0
        assert main(["phrase", "ask-for-help", "--guide", root]) == 0
        said.append("".join(line for line in capsys.readouterr().out.splitlines() if "sha256:" not in line))
    assert said[0] == said[1]
    assert "advisor:" not in said[1]


def test_a_place_below_the_comments_is_that_of_the_file(tmp_path: Path) -> None:
    path = "content/cards/ask-at-the-desk.md"
    broken = MARKED[path].replace("## Why\nThe", "## Why\n1. The")
    line = broken.split("\n").index("1. The desk answers for every part.") + 1
    root = overlay(tmp_path / "g", MARKED | {path: broken})
    (finding,) = check(root, as_of=DAY).errors
    assert (finding.code, finding.span.line) == ("S117", line), shown(finding)
    with pytest.raises(GuideInvalid) as caught:
        Guide(root).card("ask-at-the-desk")
    assert caught.value.findings[0].span.line == line


@pytest.mark.parametrize(
    "text",
    [
        "`<!-- advisor: allow S120 -- x -->` is how it is written.",
        "It is written like `<!-- advisor: allow S120 -- x -->`.",
    ],
)
def test_a_comment_between_backticks_is_text(text: str, tmp_path: Path) -> None:
    path = "content/cards/ask-at-the-desk.md"
    root = overlay(tmp_path / "g", {path: CARD.replace("The desk answers for every part.", text)})
    assert [*map(shown, check(root, as_of=DAY).findings)] == []
    assert "advisor: allow" in Guide(root).card("ask-at-the-desk").body.text


def test_line_ends_and_a_byte_order_mark_make_no_difference(tmp_path: Path) -> None:
    text = TWINS.format(TWIN, READ).replace("\n", "\r\n").encode("utf-8-sig")
    root = overlay(tmp_path / "g", {"trees/rent.yaml": text})
    assert check(root, as_of=DAY).findings == ()
