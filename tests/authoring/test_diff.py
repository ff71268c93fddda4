"""What `diff` says is what both versions do, and it misses nothing."""

from __future__ import annotations

import copy
import json
import os
import re
import shutil
import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from advisor.analysis.steps import REFUSED
from advisor.authoring.check import check
from advisor.authoring.diff import Reworded, diff
from advisor.authoring.rename import apply, plan
from advisor.cli import main
from advisor.guide.load import Guide
from advisor.interview.interview import Interview
from advisor.interview.walk import Asking, Reached, date_limits
from tests.interview.generated import TODAY, Made, guides
from tests.interview.reference import domain
from tests.support import card, write_guide

ROOT = Path(__file__).resolve().parents[2]


class Seen(NamedTuple):
    """An end, and what is shown there."""

    end: str
    cards: tuple[str, ...] = ()
    phrases: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


def seen(guide: Guide, tree: str, answers: Mapping[str, Any]) -> Seen:
    """Where these answers lead, and what is shown there."""
    interview = Interview.begin(guide, tree, answers, as_of=TODAY)
    end = interview.walk.end
    if isinstance(end, Asking):
        # Only a question that takes no answer may be the end of all answers there are.
        question = interview.program.trees[end.tree].questions[end.question]
        first, last = date_limits(question, interview.program, interview.walk.known)
        assert first is not None
        assert last is not None
        assert first > last, answers
        return Seen(REFUSED)
    if not isinstance(end, Reached):
        return Seen(REFUSED)
    selection = interview.selection
    assert selection is not None
    return Seen(end.id, tuple(entry.card for entry, _ in selection.entries), selection.phrases, tuple(selection.notes))


def changed(made: Made, draw: Any) -> Made:
    """The guide with one thing done otherwise."""
    other = copy.deepcopy(made)
    trees = other.trees
    tree, name, _ = draw(st.sampled_from(list(other.questions())))
    question = trees[tree]["questions"][name]
    target = draw(st.sampled_from(["o0", "o1", "card:c1"]))
    how = draw(st.sampled_from(["target", "rule", "answer", "card"]))
    if how == "target":
        question["next"] = target
    elif how == "rule" and isinstance(question["next"], list):
        rule = draw(st.sampled_from(question["next"]))
        rule["to"] = target
    elif how == "answer" and isinstance(question.get("answers"), dict):
        question["answers"] = {**question["answers"], "new": "A new answer"}
        if isinstance(question["next"], dict):
            question["next"] = {**question["next"], "new": target}
    else:
        trees[tree]["outcomes"]["o0"] = {"cards": ["c2"]}
    return other


def every_answer(old: Made, new: Made) -> Iterator[dict[str, Any]]:
    """Answers to every question of both, in a reasonable number."""
    names: dict[str, list[Any]] = {}
    for made in (old, new):
        for _, name, question in made.questions():
            if question.get("type") == "number":
                question = {**question, "min": 0, "max": 5}
            known = names.setdefault(name, [])
            known += [value for value in domain(question, {"today": TODAY}) if value not in known]
    total = 1
    for values in names.values():
        total *= len(values)
    assume(0 < total <= 400)

    def fill(left: list[str], answers: dict[str, Any]) -> Iterator[dict[str, Any]]:
        if not left:
            yield answers
            return
        for value in names[left[0]]:
            yield from fill(left[1:], {**answers, left[0]: value})

    yield from fill(list(names), {})


@settings(max_examples=30)
@given(st.data())
def test_it_finds_exactly_the_ends_that_differ(data: st.DataObject) -> None:
    old = data.draw(guides(sound=True))
    new = changed(old, data.draw)
    with tempfile.TemporaryDirectory() as folder:
        before, after = old.write(Path(folder) / "old"), new.write(Path(folder) / "new")
        assume(not check(before).errors)
        assume(not check(after).errors)
        found = next(tree for tree in diff(before, after, TODAY).trees if tree.tree == old.start)
        assert found.status in ("same", "changed")
        assert found.paths is not None
        for change in found.changes:
            there = seen(before, old.start, change.answers), seen(after, old.start, change.answers)
            assert there[0].end == change.old.end
            assert there[1].end == change.new.end
            if change.old.end == change.new.end:
                assert (change.old.cards, change.new.cards) == (there[0].cards, there[1].cards)
                assert there[0] != there[1]
        told = {(change.old.end, change.new.end) for change in found.changes}
        really = {
            (one.end, other.end)
            for answers in every_answer(old, new)
            if (one := seen(before, old.start, answers)) != (other := seen(after, old.start, answers))
        }
        assert {pair for pair in really if REFUSED not in pair} <= told


def test_a_question_that_nobody_can_answer_is_an_end(tmp_path: Path) -> None:
    """No day lies between its limits for some answers: the check warns, and the versions are compared all the same."""
    day = {"ask": "Which day?", "why": "It matters.", "type": "date"}
    tree = {
        "title": "A tree",
        "about": "It was made up.",
        "reviewed": "2027-01-03",
        "start": "first",
        "questions": {
            "first": {**day, "min": "2026-12-31", "max": "2027-01-05", "next": "last"},
            "last": {**day, "min": "first", "max": "2027-01-04", "next": "o0"},
        },
        "outcomes": {
            "o0": {"title": "An end", "cards": ["c0", {"card": "c1", "when": {"first": {"before": "2027-01-05"}}}]}
        },
    }
    old = Made(trees={"one": tree}, shared={})
    new = copy.deepcopy(old)
    new.trees["one"]["questions"]["first"]["next"] = "o0"
    (found,) = diff(old.write(tmp_path / "old"), new.write(tmp_path / "new"), TODAY).trees
    (change,) = found.changes
    assert (change.old.end, change.old.title, change.new.end) == (REFUSED, "Which day?", "one/o0")
    assert change.answers == {"first": "2027-01-05"}


def test_days_that_only_the_day_of_the_interview_parts(tmp_path: Path) -> None:
    """Where a fact compares today with an answer, the answers before and after today are told apart."""
    tree = {
        "title": "A tree",
        "about": "It was made up.",
        "reviewed": "2027-01-03",
        "start": "day",
        "questions": {
            "day": {
                "ask": "Which day?",
                "why": "It matters.",
                "type": "date",
                "min": "today",
                "max": "2027-01-04",
                "next": [{"when": {"still_to_come": "yes"}, "to": "o0"}, {"to": "o1"}],
            }
        },
        "outcomes": {"o0": {"title": "An end", "cards": ["c0"]}, "o1": {"title": "An end", "cards": ["c0"]}},
        "facts": {"still_to_come": [{"when": {"today": {"before": "day"}}, "is": "yes"}, {"is": "no"}]},
    }
    old = Made(trees={"one": tree}, shared={})
    new = copy.deepcopy(old)
    new.trees["one"]["outcomes"]["o0"]["cards"] = ["c2"]
    found = diff(old.write(tmp_path / "old"), new.write(tmp_path / "new"), TODAY)
    (change,) = found.trees[0].changes
    assert change.answers == {"day": "2027-01-04"}


SMALL = """
    title: A small tree
    about: A.
    reviewed: 2026-11-22
    start: colour
    questions:
      colour:
        ask: Which colour?
        why: It matters.
        answers: {red: Red, blue: Blue, green: Green}
        next: size
      size:
        ask: Which size?
        why: It matters.
        type: number
        max: 100
        next:
          - when: {size: {at_least: 10}, colour: red}
            to: large
          - to: card:end
    outcomes:
      large:
        title: It is large
        notes:
          - text: Mind the door.
            when: {size: {at_least: 50}}
        cards: [end]
    """
TWO = {"t": SMALL, "gone": SMALL.replace("colour", "tint").replace("size", "width").replace("large", "wide")}
CARDS = {"cards/end": card("the end"), "cards/other": card("the other end")}


REPORT = """\
## Situations

* extra (A small tree): new
* t (A small tree): changed
  * 3 of 12 paths lead to something else.
  * 2 paths to "It is large" (t/large) show other things
    * card other now
    * For example: colour=red, size=20
  * 1 path to "the end" (card:end) instead of "It is large" (t/large)
    * For example: colour=red, size=10
  * colour/blue
    * before: Blue
    * now: \\*Blue\\*
* gone (A small tree): gone

## Cards

* end (the end): changed
  * Avoid
    * now: Waste.
* new (new): new
"""


def pair(tmp_path: Path, new: dict[str, str]) -> tuple[Guide, Guide]:
    return write_guide(tmp_path / "old", TWO | CARDS), write_guide(tmp_path / "new", {"t": SMALL} | CARDS | new)


def test_nothing_changes(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    old, new = pair(tmp_path, {"gone": TWO["gone"], "t": SMALL + "\n    # only a comment\n"})
    assert diff(old, new, TODAY).nothing
    assert main(["diff", str(old.root), str(new.root)]) == 0
    assert capsys.readouterr().out == "Nothing changes for people.\n"


def test_the_report(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    tree = SMALL.replace("at_least: 10", "at_least: 20").replace("cards: [end]", "cards: [end, other]")
    tree = tree.replace("blue: Blue", "blue: '*Blue*'")
    new_card = card("the end").replace("- Haste.", "- Haste.\n- Waste.")
    old, new = pair(tmp_path, {"t": tree, "extra": TWO["gone"], "cards/end": new_card, "cards/new": card("new")})
    assert main(["diff", str(old.root), str(new.root), "--format", "markdown"]) == 0
    assert capsys.readouterr().out == REPORT


def test_the_number_of_paths_is_that_of_the_cells(tmp_path: Path) -> None:
    old, new = pair(tmp_path, {"t": SMALL.replace("at_least: 10", "at_least: 20")})
    found = diff(old, new, TODAY).trees[0]
    # Three colours, and sizes cut at 10, 20 and 50.
    assert found.paths == 12
    (change,) = found.changes
    assert (change.paths, change.old.end, change.new.end) == (1, "t/large", "card:end")
    assert change.answers == {"colour": "red", "size": 10}


def test_an_answer_that_is_new_and_one_that_is_gone(tmp_path: Path) -> None:
    old, new = pair(tmp_path, {"t": SMALL.replace("green: Green", "black: Black")})
    ends = Counter((change.old.end, change.new.end) for change in diff(old, new, TODAY).trees[0].changes)
    assert ends == {(REFUSED, "card:end"): 1, ("card:end", REFUSED): 1}


def test_a_tree_with_errors_does_not_stop_the_others(tmp_path: Path) -> None:
    old, new = pair(tmp_path, {"gone": "title: [\n"})
    trees = diff(old, new, TODAY).trees
    assert [(tree.tree, tree.status) for tree in trees] == [("gone", "broken"), ("t", "same")]
    assert trees[0].reason.startswith("NEW: ")
    assert diff(new, old, TODAY).trees[0].reason.startswith("OLD: ")


def test_other_titles_are_other_words_and_no_other_way(tmp_path: Path) -> None:
    tree = SMALL.replace("title: It is large", "title: It is very large")
    old, new = pair(tmp_path, {"t": tree, "cards/end": card("the very end").replace("This is the very", "This is the")})
    found = diff(old, new, TODAY)
    assert found.trees[0].changes == ()
    assert [(word.what, word.old, word.new) for word in found.trees[0].words] == [
        ("outcomes/large", "It is large", "It is very large")
    ]
    assert [word.what for word in found.cards[0].words] == ["title"]


PLAN = """
    title: A plan
    about: A.
    reviewed: 2026-11-22
    start: ready
    questions:
      ready: {ask: Ready?, why: W., answers: {yes: Y, no: N}, next: steps}
    outcomes:
      steps:
        title: The steps
        layout: timeline
        cards:
          - card: end
            who: The desk
            window: {from: 2026-12-01, until: 2026-12-15}
          - other
        see_also: [card:end]
    """


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("until: 2026-12-15", "until: 2026-12-20", ("outcomes/steps/end/window/until", "2026-12-15", "2026-12-20")),
        ("who: The desk", "who: The office", ("outcomes/steps/end/who", "The desk", "The office")),
        ("who: The desk", "kind: avoid", ("outcomes/steps/end/kind", "option", "avoid")),
        ("see_also: [card:end]", "see_also: [tree:t]", ("outcomes/steps/see_also", "card:end", "tree:t")),
        ("start: ready", "draft: true\n    start: ready", ("draft", "no", "yes")),
    ],
)
def test_what_a_plan_says_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], old: str, new: str, said: tuple[str, str, str]
) -> None:
    before = write_guide(tmp_path / "old", {"t": SMALL, "p": PLAN} | CARDS)
    after = write_guide(tmp_path / "new", {"t": SMALL, "p": PLAN.replace(old, new)} | CARDS)
    assert Reworded(*said) in diff(before, after, TODAY).trees[0].words
    assert main(["diff", str(before.root), str(after.root), "--as-of", "2026-11-22"]) == 0
    assert said[0] in capsys.readouterr().out


def test_what_the_guide_itself_says_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    old, new = pair(tmp_path, {"gone": TWO["gone"], "content/glossary": "saddle: {means: The seat.}"})
    manifest = new.root / "content/guide.yaml"
    manifest.write_text(manifest.read_text("utf-8").replace("Information only.", "No promise."), encoding="utf-8")
    assert main(["diff", str(old.root), str(new.root)]) == 0
    shown = capsys.readouterr().out
    for words in ("content/guide.yaml", "notice", "before: Information only.", "now: No promise.", "saddle/means"):
        assert words in shown


@pytest.mark.parametrize(
    ("kind", "name", "to"),
    [
        ("question", "t/size", "width"),
        ("answer", "t/colour/red", "crimson"),
        ("outcome", "t/large", "wide"),
        ("tree", "t", "colours"),
        ("card", "other", "another"),
        ("phrase", "ask", "ask-first"),
    ],
)
def test_another_name_alone_is_no_other_advice(
    kind: str, name: str, to: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    tree = SMALL.replace("cards: [end]", "cards: [end, other]\n        phrases: [ask]")
    phrase = """
        ---
        title: Ask
        medium: spoken
        to: The desk
        ---
        May I come?
        """
    files = {"t": tree, "phrases/ask": phrase} | CARDS
    old, new = (write_guide(tmp_path / side, files) for side in ("old", "new"))
    assert not check(old, as_of=TODAY).errors
    apply(new, plan(new, kind, name, to))
    found = diff(old, Guide(new.root), TODAY)
    assert found.nothing
    assert found.renamed == ((kind, name, to),)
    assert main(["diff", str(old.root), str(new.root), "--format", "markdown"]) == 0
    shown = capsys.readouterr().out
    assert shown.startswith("Nothing changes for people.\n")
    assert f"* {kind} {name} is called {to} now\n" in shown
    assert main(["diff", str(old.root), str(new.root), "--format", "json"]) == 0
    assert json.loads(capsys.readouterr().out)["renamed"] == [{"kind": kind, "old": name, "new": to}]


def test_other_names_and_another_way_are_told_apart(tmp_path: Path) -> None:
    tree = SMALL.replace("at_least: 10", "at_least: 20").replace("red: Red", "crimson: Red")
    tree = re.sub(r"\bsize\b(?!\?)", "extent", tree.replace("colour: red", "colour: crimson"))
    old, new = pair(tmp_path, {"t": tree, "gone": TWO["gone"]})
    found = diff(old, new, TODAY)
    assert set(found.renamed) == {("question", "t/size", "extent"), ("answer", "t/colour/red", "crimson")}
    (change,) = found.trees[1].changes
    assert (change.paths, change.old.end, change.new.end) == (1, "t/large", "card:end")
    assert change.answers == {"colour": "crimson", "extent": 10}


def test_what_says_the_same_twice_has_no_new_name(tmp_path: Path) -> None:
    old, new = pair(tmp_path, {"lost": TWO["gone"]})
    found = diff(old, new, TODAY)
    assert found.renamed == ()
    assert {(tree.tree, tree.status) for tree in found.trees} == {("t", "same"), ("gone", "removed"), ("lost", "added")}


def test_a_name_that_is_another_thing_already_is_no_new_name(tmp_path: Path) -> None:
    fact = SMALL + "    facts: {wide: [{when: {colour: red}, is: 'yes'}, {is: 'no'}]}\n"
    old = write_guide(tmp_path / "old", {"t": fact} | CARDS)
    new = write_guide(tmp_path / "new", {"t": SMALL.replace("size", "wide")} | CARDS)
    assert diff(old, new, TODAY).renamed == ()


def test_another_name_beside_a_file_that_cannot_be_copied(tmp_path: Path) -> None:
    if not hasattr(os, "mkfifo"):
        pytest.skip("no pipes here")
    old, new = pair(tmp_path, {"t": SMALL.replace("red", "crimson"), "gone": TWO["gone"]})
    assert [kind for kind, _, _ in diff(old, new, TODAY).renamed] == ["answer"]
    os.mkfifo(old.root / "content/glossary.yaml")
    assert diff(Guide(old.root), new, TODAY).renamed == ()


def long(tail: str) -> str:
    parts = ["title: Long", "about: A.", "reviewed: 2026-11-22", "start: q0", "questions:"]
    for number in range(100):
        after = f"q{number + 1}" if number < 99 else tail
        parts += [f"  q{number}:", f"    ask: Question {number}?", "    why: W.", "    answers: {a: A, b: B}"]
        parts += ["    next:", f"      a: {after}", f"      b: {after}"]
    return "\n".join(parts) + "\n"


def test_ten_to_the_thirtieth_paths_are_counted_and_not_listed(tmp_path: Path) -> None:
    old = write_guide(tmp_path / "old", {"t": long("card:end")} | CARDS)
    new = write_guide(tmp_path / "new", {"t": long("card:other")} | CARDS)
    (tree,) = diff(old, new, TODAY).trees
    assert tree.paths == 2**100
    assert [change.paths for change in tree.changes] == [2**100]


def test_the_bundled_guide_with_a_threshold_moved(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for part in ("content", "trees"):
        shutil.copytree(ROOT / part, tmp_path / part)
    file = tmp_path / "trees/offer.yaml"
    text = file.read_text(encoding="utf-8")
    assert "before: season:off_cycle_cutoff" in text
    file.write_text(text.replace("before: season:off", "on_or_before: season:off", 1), encoding="utf-8")
    assert main(["diff", str(ROOT), str(tmp_path), "--as-of", "2026-11-22", "--format", "json"]) == 0
    document = json.loads(capsys.readouterr().out)
    offer = next(tree for tree in document["trees"] if tree["tree"] == "offer")
    assert {change["answers"]["training_start"] for change in offer["changes"]} == {"2027-02-01"}
    # From program mail one goes on to the offer.
    assert [tree["tree"] for tree in document["trees"] if tree["status"] != "same"] == ["offer", "program-mail"]
    assert (document["cards"], document["phrases"]) == ([], [])


def test_a_folder_that_is_no_guide(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["diff", str(tmp_path), str(ROOT)]) == 2
    assert f'OLD is "{tmp_path}"' in capsys.readouterr().err
    assert main(["diff", str(ROOT), str(tmp_path)]) == 2
    assert f'NEW is "{tmp_path}"' in capsys.readouterr().err
