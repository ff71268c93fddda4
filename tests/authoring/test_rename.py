"""A name is changed everywhere it stands, and not a letter beside it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from advisor.authoring.check import check
from advisor.authoring.rename import KINDS, apply, plan
from advisor.authoring.testing.scenarios import play, read_cases
from advisor.cli import main
from advisor.errors import UsageError
from advisor.guide.load import Guide
from tests.support import card, write_guide

# Every spot in which a name may stand, in every notation, with names that are parts of each other.
TREE = """
    # day is asked first, and "day" stays in this comment
    title: My day is broken
    about: The day, and the day after.
    reviewed: 2026-11-22
    phase: [early, late]
    start: 'day'
    questions:
      day:   # the day
        ask: Which day is it?
        why: The day matters.
        type: date
        min: today
        max: 2029-12-31
        answers: {not_said: {text: They have not said, in_text: a day that I do not know}}
        next: "day_after"
      day_after:
        ask: And the day after?
        why: It matters.
        type: date
        min: day + 1 day
        next: season_part
      season_part:
        use: season_part
        next:
          early: kind
          late:
            - when: {day: {before: day_after}}
              to: kind
            - to: outcome_day
      kind:
        ask: Which kinds?
        why: It matters.
        type: several
        only_when:
          season_part: [early, late]
        answers:
          day: The day kind
          card: The card kind
        next:
          - when:
              any:
                - kind: {known: true, includes_all: [day, card]}
                - day: {known: true, after: day_after}
            to: outcome_day
          - when: {ripe: 'yes'}
            to: tree:other
          - to: card:card
    facts:
      ripe:
        - when: {kind: {known: true, is: "day"}}
          is: 'yes'
        - is: 'no'
    outcomes:
      outcome_day:
        title: The day
        notes:
          - text: "You said { day }, and {{day}} is no fact."   # {day} stays here
            when: {day: {known: true, before: 2027-01-01}}
        cards:
          - card
          - card: day-card
            when: {season_part: {not: late}}
        phrases:
          - say-day
          - phrase: say
            when: {day: not_said}
        see_also: [tree:other, 'card:card']
    """
OTHER = """
    title: Another
    about: A.
    reviewed: 2026-11-22
    start: season_part
    questions:
      season_part:
        use: season_part
        next: card:day-card
    """
SHARED = """
    questions:
      season_part:
        ask: Which part of the season?
        why: It matters.
        suggest: phase_today
        answers:
          early: Early
          late: Late
    """
SEASON = """
    title: A season
    zone: UTC
    ends: 2027-05-31
    phases:
      early: {title: Early, from: 2026-09-01, until: 2026-12-31}
      late: {title: Late, from: 2027-01-01, until: 2027-05-31}
    """
PHRASE = """
    ---
    title: Say it
    medium: spoken
    to: The desk
    assumes: {season_part: [early, late]}
    ---
    On {day} I said {{day}}. The day
    is {day}, not the next.
    """
SAY = "\n    ---\n    title: Say\n    medium: spoken\n    to: The desk\n    ---\n    Say nothing.\n    "
SCENARIOS = """
    tree: t
    as_of: 2026-11-22
    given:
      day: 2026-12-01   # day
      season_part: early
      day_after: 2026-12-05
    scenarios:
      - name: the day
        answers: {kind: [day, card]}
        expect:
          outcome: outcome_day
          cards: [card, day-card]
          phrases: [say-day]
          asked: [day, day_after, season_part, kind]
      - name: another tree
        answers:
          kind: [day]
        expect: {outcome: 'card:day-card'}
      - name: stops
        without: [day_after]
        expect: {question: day_after, lacks_cards: [card]}
      - name: the end
        answers: {kind: card}
        without: [season_part]
        typed: {season_part: Early}
        expect: {outcome: card:card}
    """
SPARE = """
    tree: other
    as_of: 2026-11-22
    scenarios:
      - name: typed as an id
        typed: {season_part: early}
        expect: {outcome: card:day-card}
    """
FILES = {
    "t": TREE,
    "other": OTHER,
    "_shared": SHARED,
    "content/season": SEASON,
    "cards/card": card("the card", more="see_also: [tree:t, card:day-card]"),
    "cards/day-card": card("the day card", more="assumes: {season_part: {known: true, is: [early, late]}}"),
    "content/phrases/say-day.md": PHRASE,
    "content/phrases/say.md": SAY,
    "tests/scenarios/t.yaml": SCENARIOS,
    # Named as no tree is: renaming one must not write over it.
    "tests/scenarios/spare.yaml": SPARE,
}
THINGS = [
    ("question", "t/day", "moment"),
    ("question", "t/season_part", "part"),
    ("question", "t/kind", "sort"),
    ("answer", "t/kind/day", "days"),
    ("answer", "t/kind/card", "board"),
    ("answer", "t/day/not_said", "unsaid"),
    ("answer", "other/season_part/late", "last"),
    ("answer", "other/season_part/early", "soon"),
    ("outcome", "t/outcome_day", "the_end"),
    ("card", "card", "board"),
    ("card", "day-card", "moment"),
    ("phrase", "say", "speak"),
    ("phrase", "say-day", "speak"),
    ("tree", "t", "tree"),
    ("tree", "other", "another"),
]


@pytest.fixture
def guide(tmp_path: Path) -> Guide:
    return write_guide(tmp_path, FILES)


def texts(root: Path) -> dict[str, bytes]:
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in sorted(root.rglob("*")) if path.is_file()}


def renamed(guide: Guide, kind: str, old: str, new: str) -> Guide:
    apply(guide, plan(guide, kind, old, new))
    return Guide(guide.root)


def ends(guide: Guide) -> Iterator[str]:
    for case in read_cases(guide):
        played = play(guide, case)
        assert played.passed, played.message
        yield played.case.scenario.name


def back(kind: str, old: str, new: str) -> tuple[str, str]:
    """How the thing is called now, and its old name."""
    *place, name = old.split("/")
    return "/".join([*place, new]), name


def test_the_guide_of_these_tests_is_sound(guide: Guide) -> None:
    assert check(guide).errors == ()
    assert list(ends(guide)) == ["typed as an id", "the day", "another tree", "stops", "the end"]


@pytest.mark.parametrize(("kind", "old", "new"), THINGS)
@pytest.mark.parametrize("ending", ["\n", "\r\n"])
def test_there_and_back_is_the_same_guide_and_scenarios_pass_on_the_way(
    guide: Guide, kind: str, old: str, new: str, ending: str
) -> None:
    for name, raw in texts(guide.root).items():
        mark = b"\xef\xbb\xbf" if ending == "\r\n" else b""
        (guide.root / name).write_bytes(mark + raw.replace(b"\n", ending.encode()))
    guide = Guide(guide.root)
    before = texts(guide.root)
    there = renamed(guide, kind, old, new)
    assert check(there).errors == ()
    assert len(list(ends(there))) == 5
    now, name = back(kind, old, new)
    assert texts(there.root) != before
    assert texts(renamed(there, kind, now, name).root) == before


def test_only_the_name_changes(guide: Guide) -> None:
    there = renamed(guide, "question", "t/day", "moment")
    text = (there.root / "trees/t.yaml").read_text(encoding="utf-8")
    for line in (
        '# day is asked first, and "day" stays in this comment',
        "start: 'moment'",
        "  moment:   # the day",
        "    ask: Which day is it?",
        "    min: moment + 1 day",
        "      day: The day kind",
        "        - when: {moment: {before: day_after}}",
        '      - text: "You said { moment }, and {{day}} is no fact."   # {day} stays here',
    ):
        assert line in text
    phrase = (there.root / "content/phrases/say-day.md").read_text(encoding="utf-8")
    assert "On {moment} I said {{day}}. The day\nis {moment}, not the next." in phrase


@pytest.mark.parametrize(
    ("kind", "old", "new", "says"),
    [
        ("question", "t/dya", "x", 'there is no question "dya"'),
        ("question", "day", "x", "write it as tree/question|does not name a question"),
        ("question", "t/day", "kind", '"kind" is taken'),
        ("question", "t/day", "ripe", '"ripe" is taken'),
        ("question", "t/day", "outcome_day", "is taken"),
        ("question", "t/day", "day", "already"),
        ("question", "t/day", "My Day", "is no id"),
        ("question", "t/day", "../day", "is no id"),
        ("question", "nowhere/day", "x", "no tree"),
        ("answer", "t/kind/dya", "x", "no answer"),
        ("answer", "t/kind/day", "card", "is taken"),
        ("outcome", "t/nothing", "x", "no outcome"),
        ("card", "crad", "x", "no card"),
        ("card", "card", "day-card", "is taken"),
        ("card", "card", "day_card", "is no id"),
        ("tree", "t", "other", "is taken"),
        ("colour", "t", "x", "cannot be renamed"),
        ("question", "t/day", "today", "means something else"),
        ("card", "card", "not-covered", "means something else"),
        ("phrase", "say", "a" * 61, "at most 60 letters|too long"),
        ("answer", "t/kind/day", "1day", "begins with a digit"),
        ("tree", "t", "spare", "is taken"),
    ],
)
def test_what_cannot_be_renamed_is_said_and_nothing_changes(
    guide: Guide, kind: str, old: str, new: str, says: str
) -> None:
    before = texts(guide.root)
    with pytest.raises(UsageError, match=says.partition("|")[2] or says):
        renamed(guide, kind, old, new)
    assert texts(guide.root) == before


def test_a_file_that_cannot_be_written_leaves_everything_as_it_was(
    guide: Guide, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = texts(guide.root)
    real = Path.rename

    def refuse(self: Path, target: Path) -> Path:
        if self.is_relative_to(guide.root) and "scenarios" in str(self):
            raise PermissionError(13, "Permission denied")
        return real(self, target)

    monkeypatch.setattr(Path, "rename", refuse)
    with pytest.raises(UsageError, match="cannot be renamed"):
        renamed(guide, "tree", "t", "tree")
    assert texts(guide.root) == before


def test_by_the_command(guide: Guide, capsys: pytest.CaptureFixture[str]) -> None:
    before = texts(guide.root)
    place = ["--guide", str(guide.root)]
    assert main(["rename", "card", "card", "board", "--dry-run", *place]) == 0
    assert texts(guide.root) == before
    assert main(["rename", "card", "card", "board", *place]) == 0
    assert "content/cards/card.md -> content/cards/board.md" in capsys.readouterr().out
    (guide.root / "trees/other.yaml").write_text("title: [\n", encoding="utf-8")
    assert main(["rename", "card", "board", "card", *place]) == 5
    assert "guide with errors" in capsys.readouterr().err


@pytest.mark.parametrize("kind", KINDS)
def test_in_the_bundled_guide(tmp_path: Path, kind: str) -> None:
    root = Path(__file__).resolve().parents[2]
    for part in ("content", "trees", "tests/scenarios"):
        shutil.copytree(root / part, tmp_path / part)
    guide = Guide(tmp_path)
    tree = guide.tree("offer")
    question = tree.start
    old = {
        "question": f"offer/{question}",
        "answer": f"offer/{question}/{next(iter(tree.questions[question].answers))}",
        "outcome": f"offer/{next(iter(tree.outcomes))}",
        "card": guide.card_names[0],
        "phrase": guide.phrase_names[0],
        "tree": "offer",
    }[kind]
    before = texts(tmp_path)
    new = "renamed"
    there = renamed(guide, kind, old, new)
    now, name = back(kind, old, new)
    assert texts(renamed(there, kind, now, name).root) == before


LIKE = """
    title: T
    about: A.
    reviewed: 2026-11-22
    start: first
    questions:
      first: {ask: First?, why: W., type: date, answers: {second: The other one}, next: second}
      second: {ask: Second?, why: W., type: date, next: card:end}
    """
LIKE_SCENARIOS = """
    tree: t
    as_of: 2026-11-22
    scenarios:
      - name: an answer that is called like a question
        answers: {first: second, second: 2026-12-01}
        expect: {outcome: 'card:end'}
    """


def test_an_answer_that_is_called_like_a_question_stays(tmp_path: Path) -> None:
    guide = write_guide(tmp_path, {"t": LIKE, "cards/end": card("the end"), "tests/scenarios/t.yaml": LIKE_SCENARIOS})
    there = renamed(guide, "question", "t/second", "third")
    assert "answers: {first: second, third: 2026-12-01}" in (tmp_path / "tests/scenarios/t.yaml").read_text("utf-8")
    assert list(ends(there)) == ["an answer that is called like a question"]
