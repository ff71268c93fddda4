"""The picture of a tree: every way with its answer, risk in words and shape, one interview's way, and hostile texts."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from advisor.cli import main
from advisor.guide.load import Guide
from advisor.interview.interview import Interview
from advisor.output.graph import graph, mermaid, outline
from tests.support import card, write_guide

TREE = """
    title: A 'tree' with "quotes"
    about: A.
    reviewed: 2026-11-22
    start: sort
    questions:
      sort:
        ask: Which sort?
        why: It matters.
        answers:
          red: Red | "pink"
          blue: Blue [x] <b>
          green: Green
        next:
          red: size
          blue: size
          green:
            - when: {today: {before: 2027-01-01}}
              to: early
            - to: card:end
      size:
        ask: Which size?
        why: It matters.
        type: number
        max: 9
        only_when: {sort: red}
        answers: {huge: It is huge}
        next:
          - when: {size: {known: true, at_least: 5}}
            to: early
          - when:
              any:
                - size: {known: true, is: huge}
                - sort: {not: [red, green]}
            to: tree:other
          - to: day
      day:
        ask: Which day?
        why: It matters.
        type: date
        next: card:end
    outcomes:
      early:
        title: It is early
        cards:
          - end
          - card: danger
            when: {sort: green}
    """
OTHER = """
    title: Another situation
    about: A.
    reviewed: 2026-11-22
    start: o
    questions:
      o: {ask: O?, why: W., answers: {x: X, y: Y}, next: card:danger}
    """


@pytest.fixture
def guide(tmp_path: Path) -> Guide:
    tree = TREE.replace("{today: {before: 2027-01-01}}", "{sort: green}")
    files = {"t": tree, "other": OTHER, "cards/end": card("the end"), "cards/danger": card("danger", risk="high")}
    return write_guide(tmp_path, files)


def interview(guide: Guide, **answers: object) -> Interview:
    return Interview.begin(guide, "t", answers, as_of=date(2026, 11, 22))


def test_the_outline(guide: Guide) -> None:
    assert (
        outline(graph(guide, "t"), width=100)
        == """\
A 'tree' with "quotes"

  1. Which sort? (sort)
     Red | "pink" / Blue [x] <b> -> 2
     Green and "Green" -> [up to high risk] It is early (early)
     Green, otherwise -> [low risk] the end (card:end)

  2. Which size? (only asked if Which sort? "Red | "pink"") (size)
     at least 5 -> [up to high risk] It is early (early)
     "It is huge" or Which sort? not "Red | "pink"" or "Green" -> goes on in "Another situation"
     otherwise -> 3

  3. Which day? (day)
     -> [low risk] the end (card:end)
"""
    )


def test_the_way_of_one_interview_is_marked(guide: Guide) -> None:
    drawn = graph(guide, "t", interview(guide, sort="red", size=3, day="2027-01-01"))
    marked = [line for line in outline(drawn, width=100).splitlines() if line.lstrip().startswith("*")]
    assert [line.split("->")[-1].strip() for line in marked] == [
        "* 1. Which sort? (sort)",
        "2",
        '* 2. Which size? (only asked if Which sort? "Red | "pink"") (size)',
        "3",
        "* 3. Which day? (day)",
        "[low risk] the end (card:end)",
    ]
    assert mermaid(drawn).count("==>") == 3
    assert sum(edge.on_way for edge in drawn.edges) == 3


def test_a_way_that_leads_into_another_tree_and_one_that_is_not_finished(guide: Guide) -> None:
    there = graph(guide, "t", interview(guide, sort="red", size="huge", o="x"))
    assert [node.key for node in there.nodes if node.on_way] == ["sort", "size", "tree:other"]
    waiting = graph(guide, "t", interview(guide, sort="blue"))
    assert [node.key for node in waiting.nodes if node.on_way] == ["sort"]


def test_mermaid_says_the_risk_in_words_and_shape_and_no_text_ends_its_label(guide: Guide) -> None:
    text = mermaid(graph(guide, "t"))
    assert '[/"up to high risk<br/>It is early"\\]' in text
    assert '("low risk<br/>the end")' in text
    assert '[["Another situation"]]' in text
    assert "Red #124; #34;pink#34; / Blue #91;x#93; #60;b#62;" in text
    for line in text.splitlines()[4:]:
        assert line.count('"') in (0, 2), line
    assert re.match(r"---\ntitle: \"A 'tree' with \\\"quotes\\\"\"\n---\nflowchart TD\n", text)


def long_tree(questions: int) -> str:
    parts = ["title: Long", "about: A.", "reviewed: 2026-11-22", "start: q0", "questions:"]
    for number in range(questions):
        after = f"q{number + 1}" if number + 1 < questions else "card:end"
        parts += [f"  q{number}:", f"    ask: Question {number}?", "    why: W.", "    answers: {a: A, b: B}"]
        parts += ["    next:", f"      a: {after}", "      b: card:danger"]
    return "\n".join(parts) + "\n"


def test_a_large_tree_is_folded_and_says_what_is_left_out(tmp_path: Path) -> None:
    files = {"t": long_tree(100), "cards/end": card("the end"), "cards/danger": card("danger", risk="high")}
    guide = write_guide(tmp_path, files)
    drawn = graph(guide, "t")
    assert len(drawn.nodes) == 61
    assert drawn.nodes[-1].text == "41 questions and 1 end more from q59 on"
    assert len(graph(guide, "t", fold=None).nodes) == 102
    assert graph(guide, "t", begin="q90").nodes[0].key == "q90"
    deep = graph(guide, "t", interview(guide, **{f"q{number}": "a" for number in range(80)}))
    assert "q79" in [node.key for node in deep.nodes]


def test_by_the_command(guide: Guide, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    answers = tmp_path / "answers.yaml"
    answers.write_text("tree: t\nanswers:\n  sort: red\n", encoding="utf-8")
    place = ["--guide", str(guide.root)]
    assert main(["graph", "t", "--answers", str(answers), *place]) == 0
    assert "flowchart TD" in capsys.readouterr().out
    assert main(["graph", "t", "--format", "text", "--from", "size", *place]) == 0
    assert "1. Which size?" in capsys.readouterr().out
    assert main(["graph", "t", "--from", "sizes", *place]) == 2
    assert 'did you mean "size"' in capsys.readouterr().err.replace("`", '"')
    assert main(["graph", "nowhere", *place]) == 2
    assert main(["graph", "t", "--answers", str(tmp_path / "none.yaml"), *place]) == 2


def test_it_is_seen_from_the_day_that_is_named(guide: Guide) -> None:
    text = (guide.root / "trees/t.yaml").read_text("utf-8").replace("Which sort?", "Which sort by {season:start}?")
    (guide.root / "trees/t.yaml").write_text(text, encoding="utf-8")
    season = (guide.root / "content/season.yaml").read_text("utf-8")
    event = (
        "events:\n  start: {title: S, date: 2027-01-10, confidence: expected, basis: B., check: 'https://a.example/'}\n"
    )
    (guide.root / "content/season.yaml").write_text(season + event, encoding="utf-8")
    there = Guide(guide.root)
    assert "last season" in mermaid(graph(there, "t", as_of=date(2029, 1, 1)))
    assert "last season" not in mermaid(graph(there, "t", as_of=date(2026, 12, 1)))


def test_an_answer_that_is_not_taken_is_told(guide: Guide, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    answers = tmp_path / "answers.yaml"
    answers.write_text("answers: {sort: purple, day: 2027-01-01}\n", encoding="utf-8")
    assert main(["graph", "t", "--guide", str(guide.root), "--answers", str(answers)]) == 4
    said = capsys.readouterr().err
    assert 'the answer to "sort" is not taken' in said
    assert "not used: day" in said


def test_a_text_that_begins_like_a_list_is_a_text(guide: Guide) -> None:
    text = (guide.root / "trees/t.yaml").read_text("utf-8")
    text = text.replace("Which size?", "1. Which size?").replace("green: Green", "green: '- Green'")
    (guide.root / "trees/t.yaml").write_text(text, encoding="utf-8")
    drawn = mermaid(graph(Guide(guide.root), "t"))
    assert '"1#46; Which size' in drawn
    assert '|"#45; Green"|' in drawn or '"#45; Green' in drawn
