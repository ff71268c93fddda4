"""What an author sees while writing: the last sound version, the same place, what hangs on conditions."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path

import pytest

from advisor.conversation.preview import Preview, stamps
from advisor.errors import UsageError
from advisor.guide.load import Guide
from advisor.interview.walk import walk
from tests.support import card, write_guide

DAY = date(2026, 11, 22)
TREE = """
    title: A thing is broken
    about: A.
    reviewed: 2026-11-22
    start: colour
    questions:
      colour:
        ask: Which colour?
        why: It matters.
        answers: {red: Red, blue: Blue}
        next: size
      size:
        ask: Which size?
        why: It matters.
        type: number
        max: 9
        next:
          - when: {size: {at_least: 5}, colour: blue}
            to: deep
          - to: shallow
      deep:
        ask: How deep?
        why: It matters.
        answers: {very: Very, hardly: Hardly}
        next: shallow
    outcomes:
      shallow:
        title: It is shallow
        notes:
          - text: Mind the paint.
            when: {colour: red}
        cards:
          - end
          - card: other
            when: {size: {at_least: 5}, colour: red}
        phrases:
          - phrase: say
            when: {colour: blue}
    """
SCENARIOS = """
    tree: t
    as_of: 2026-11-22
    scenarios:
      - name: Small and red
        answers: {colour: red, size: 1}
        expect: {outcome: shallow}
      - name: Large and blue is deep
        answers: {colour: blue, size: 9}
        expect: {question: deep}
      - name: Wrong on purpose
        answers: {colour: blue, size: 1}
        expect: {outcome: card:end}
    """
FILES = {
    "t": TREE,
    "cards/end": card("the end"),
    "cards/other": card("the other end"),
    "content/phrases/say.md": "---\ntitle: Say\nmedium: spoken\nto: All\n---\nHello.\n",
    "tests/scenarios/t.yaml": SCENARIOS,
}


@pytest.fixture
def guide(tmp_path: Path) -> Guide:
    return write_guide(tmp_path, FILES)


def save(guide: Guide, old: str, new: str, path: str = "trees/t.yaml") -> None:
    file = guide.root / path
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")
    # Two saves within the clock's resolution must still be two.
    later = file.stat().st_mtime_ns + 10_000_000
    os.utime(file, ns=(later, later))


def place(preview: Preview) -> str:
    assert preview.conversation is not None
    question = preview.conversation.view.question
    return question.question if question is not None else "the end"


def at(guide: Guide, question: str | None = None, **answers: object) -> Preview:
    preview = Preview.begin(guide, "t", question, as_of=DAY)
    for name, value in answers.items():
        assert preview.conversation is not None
        assert place(preview) == name
        preview = preview.at(preview.conversation.choose(value).conversation)
    return preview


def test_it_begins_at_a_question_with_the_fewest_answers(guide: Guide) -> None:
    preview = at(guide, "deep")
    assert preview.conversation is not None
    assert preview.conversation.interview.answers == {"colour": "blue", "size": 5}
    with pytest.raises(UsageError, match="no question"):
        at(guide, "depth")
    with pytest.raises(UsageError, match="no tree"):
        Preview.begin(guide, "tt")


def test_a_save_shows_at_once_and_stays_at_the_question(guide: Guide) -> None:
    preview = at(guide, colour="red")
    save(guide, "Which size?", "Which size exactly?")
    renewed = preview.renewed()
    assert renewed.conversation is not None
    assert renewed.conversation.view.question is not None
    assert renewed.conversation.view.question.ask == "Which size exactly?"
    assert renewed.note == ""


def test_the_last_sound_version_stays_while_the_file_is_broken(guide: Guide) -> None:
    preview = at(guide, colour="red")
    save(guide, "start: colour", "start: color")
    broken = preview.renewed()
    assert broken.conversation is preview.conversation
    assert [finding.code for finding in broken.errors] == ["N215"]
    save(guide, "start: color", "start: [")
    worse = broken.renewed()
    assert worse.conversation is preview.conversation
    assert worse.errors
    save(guide, "start: [", "start: colour")
    mended = worse.renewed()
    assert mended.errors == ()
    assert place(mended) == "size"


def test_other_answers_are_put_in_where_the_old_ones_lead_elsewhere_now(guide: Guide) -> None:
    preview = at(guide, colour="blue", size=5)
    assert place(preview) == "deep"
    save(guide, "at_least: 5}, colour: blue", "at_least: 7}, colour: red")
    renewed = preview.renewed()
    assert place(renewed) == "deep"
    assert "others were put in" in renewed.note
    assert renewed.conversation is not None
    assert renewed.conversation.interview.answers == {"colour": "red", "size": 7}


def test_a_question_that_is_gone_leaves_the_author_where_the_answers_lead(guide: Guide) -> None:
    preview = at(guide, colour="blue", size=5)
    save(guide, "to: deep", "to: shallow")
    renewed = preview.renewed()
    assert renewed.conversation is preview.conversation or place(renewed) == "the end"


def test_a_tree_that_was_never_sound_opens_when_it_is(guide: Guide) -> None:
    save(guide, "start: colour", "start: color")
    preview = Preview.begin(Guide(guide.root), "t")
    assert preview.conversation is None
    assert preview.errors
    save(guide, "start: color", "start: colour")
    assert place(preview.renewed()) == "colour"


def test_what_hangs_on_a_condition_is_told_with_its_reason(guide: Guide) -> None:
    preview = at(guide, colour="red", size=2)
    assert [(entry.kind, entry.name, entry.on, entry.reason) for entry in preview.entries()] == [
        ("note", "Mind the paint.", True, 'Which colour? "Red"'),
        ("card", "other", False, "Which size? at least 5"),
        ("phrase", "say", False, 'Which colour? "Blue"'),
    ]
    assert at(guide).entries() == []


def test_the_scenarios_that_come_by_here(guide: Guide) -> None:
    end, trouble = at(guide, colour="red", size=2).scenarios()
    assert trouble is None
    assert [(played.name, played.message is None) for played in end] == [
        ("Small and red", True),
        ("Wrong on purpose", False),
    ]
    assert [played.name for played in at(guide, "deep").scenarios()[0]] == ["Large and blue is deep"]
    save(guide, "tree: t", "tree: [", "tests/scenarios/t.yaml")
    assert at(Guide(guide.root)).scenarios()[1]


def test_findings_are_those_of_the_tree_and_of_what_it_shows(guide: Guide) -> None:
    (guide.root / "content/cards/other.md").write_text("no front matter\n", encoding="utf-8")
    (guide.root / "trees/another.yaml").write_text("title: [\n", encoding="utf-8")
    preview = Preview.begin(Guide(guide.root), "t")
    paths = {finding.span.path for finding in preview.findings() if finding.is_error}
    assert "content/cards/other.md" in paths
    assert "trees/another.yaml" not in paths


def test_flipping_goes_round_the_answers_that_make_a_difference(guide: Guide) -> None:
    preview = at(guide, colour="red", size=2)
    seen = []
    for _ in range(3):
        preview = preview.flipped(2)
        assert preview.conversation is not None
        seen.append(preview.conversation.interview.walk.known["size"])
    assert seen == [0, 5, 0]
    assert place(preview.flipped(1)) == "the end"
    assert preview.flipped(9) is preview


def test_the_day_can_be_moved(guide: Guide) -> None:
    preview = at(guide, colour="red").moved(3)
    assert preview.conversation is not None
    assert preview.conversation.interview.as_of == date(2026, 11, 25)
    assert place(preview) == "size"
    assert preview.moved(10**7) is preview


def test_only_what_was_saved_is_read_again(guide: Guide) -> None:
    preview = at(guide)
    kept = preview.guide.card_part("end")
    before = stamps(guide.root)
    save(guide, "Which size?", "Which?")
    assert stamps(guide.root) != before
    renewed = preview.renewed()
    assert renewed.guide.card_part("end") is kept
    assert renewed.guide.tree_part("t") is not preview.guide.tree_part("t")
    assert renewed.conversation is not None
    assert walk(renewed.conversation.interview.program, {}).end


def test_a_file_that_is_made_or_deleted_is_seen(guide: Guide) -> None:
    preview = at(guide)
    (guide.root / "content/cards/end.md").unlink()
    assert preview.renewed().conversation is not None
    (guide.root / "trees/t.yaml").unlink()
    gone = preview.renewed()
    assert gone.conversation is preview.conversation
    assert "no tree" in gone.note
