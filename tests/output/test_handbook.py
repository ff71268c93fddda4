"""The handbook: every tree, every card and phrase once, and for which answers one gets which advice."""

from __future__ import annotations

import re
from datetime import date
from html.parser import HTMLParser
from pathlib import Path

import pytest

from advisor.cli import main
from advisor.guide.load import Guide
from advisor.output.handbook import handbook
from advisor.output.markdown import draw
from tests.support import card, write_guide

ROOT = Path(__file__).resolve().parents[2]
DAY = date(2026, 11, 22)
TREE = """
    title: My <thing> is broken
    about: A.
    reviewed: 2026-11-22
    start: sort
    questions:
      sort:
        ask: Which sort?
        why: It matters.
        answers: {red: Red, blue: Blue, green: Green, grey: Grey}
        next: many
      many:
        ask: How many?
        why: It matters.
        type: number
        max: 9
        answers: {lots: Too many to count}
        next: when
      when:
        ask: Since when?
        why: It matters.
        type: date
        next: signs
      signs:
        ask: Which signs?
        why: It matters.
        type: several
        only_when: {sort: {not: grey}}
        answers: {noise: A noise, smell: A smell, heat: It is hot, none: {text: None, exclusive: true}}
        next:
          - when: {sort: grey}
            to: card:end
          - when: {signs: [noise, smell], many: {at_least: 3, at_most: 5}}
            to: bad
          - when: {many: lots, when: {before: season:opening}}
            to: bad
          - when: {signs: {excludes: [noise, smell]}, sort: red}
            to: tree:other
          - to: card:end
    outcomes:
      bad:
        title: It is bad
        notes:
          - text: Open the window.
            when: {signs: smell}
        cards:
          - end
          - card: danger
            when: {signs: {includes_all: [noise, smell]}}
    """
OTHER = """
    title: Another
    about: A.
    reviewed: 2026-11-22
    start: o
    questions:
      o: {ask: O?, why: W., answers: {x: X, y: Y}, next: card:danger}
    """
SEASON = """
    title: A season
    zone: UTC
    ends: 2027-05-31
    events:
      opening: {title: Opening, date: 2027-01-10, confidence: expected, basis: B., check: "https://example.org/"}
    """
PHRASE = "\n    ---\n    title: Say it\n    medium: spoken\n    to: The desk\n    ---\n    I am {name}.\n    "


@pytest.fixture
def guide(tmp_path: Path) -> Guide:
    files = {
        "t": TREE,
        "other": OTHER,
        "content/season": SEASON,
        "content/blanks": "name: {label: Your name, example: Robin, private: true}",
        "cards/end": card("the end", more="phrases: [say]"),
        "cards/danger": card("danger", risk="high"),
        "cards/alone": card("nobody shows this"),
        "content/phrases/say.md": PHRASE,
    }
    return write_guide(tmp_path, files)


def test_the_conditions_of_every_end(guide: Guide) -> None:
    text = draw(handbook(guide, DAY))
    ends = {}
    for part in text.split("\n### ")[1:]:
        title, _, rest = part.partition("\n")
        ends[title] = re.split(r"\n#|\n\n(?!- |1\. )", rest.strip())[0] + "\n" + rest
    bad = ends["It is bad"]
    assert '"A noise" or "A smell"' in bad
    assert "How many? from 3 to 5" in bad
    assert 'How many? "Too many to count"' in bad
    assert "Since when? before 10 January 2027 (expected)" in bad
    assert 'Which sort? anything but "Grey"' in bad
    assert 'Only if Which signs? "A smell": Open the window.' in bad
    assert 'Only if Which signs? "A noise" and "A smell".' in bad
    assert 'Which signs? none of "A noise", "A smell"' in ends['goes on in "Another"']
    assert "You get this advice whatever you answer." in ends["danger"]


def test_every_card_and_phrase_stands_there_once(guide: Guide) -> None:
    text = draw(handbook(guide, DAY))
    for words in ("This is the end.", "This is danger.", "This is nobody shows this.", "I am [Your name]."):
        assert text.count(words.replace("[", "[")) == 1, words
    assert 'The words are under "It is bad".' in text
    assert "## Other cards" in text
    assert "My \\<thing> is broken" in text


class _Ids(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.links: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            if name == "id" and value:
                self.ids.append(value)
            if name == "href" and value and value.startswith("#"):
                self.links.append(value[1:])


def test_the_bundled_guide_as_a_page_and_as_markdown(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    page = tmp_path / "guide.html"
    assert main(["handbook", "--guide", str(ROOT), "--format", "html", "--output", str(page)]) == 0
    found = _Ids()
    found.feed(page.read_text(encoding="utf-8"))
    assert len(found.ids) == len(set(found.ids))
    assert set(found.links) <= set(found.ids)
    assert main(["handbook", "--guide", str(ROOT), "--as-of", "2026-11-22"]) == 0
    first = capsys.readouterr().out
    bundled = Guide(ROOT)
    for name in bundled.tree_names:
        assert f"\n## {bundled.tree(name).title}\n" in first
    for name in bundled.card_names:
        assert bundled.card(name).matter.title in first


def test_it_is_the_same_every_time(guide: Guide, capsys: pytest.CaptureFixture[str]) -> None:
    written = set()
    for _ in range(2):
        assert main(["handbook", "--guide", str(guide.root), "--as-of", "2026-11-22"]) == 0
        written.add(capsys.readouterr().out)
    assert len(written) == 1


def test_a_tree_with_errors_is_named_and_left_out(guide: Guide, capsys: pytest.CaptureFixture[str]) -> None:
    (guide.root / "trees/other.yaml").write_text("title: [\n", encoding="utf-8")
    assert main(["handbook", "--guide", str(guide.root)]) == 0
    text = capsys.readouterr().out
    assert "These trees have errors and are left out: other." in text
    assert "## My" in text


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("      - to: card:end\n", ""),
        ("      - to: card:end\n", "      - to: sort\n"),
        ("to: bad", "to: nowhere"),
        ("start: sort", "start: nowhere"),
    ],
)
def test_a_tree_in_which_no_interview_can_begin_is_named(
    guide: Guide, capsys: pytest.CaptureFixture[str], old: str, new: str
) -> None:
    file = guide.root / "trees/t.yaml"
    text = file.read_text("utf-8")
    assert old.strip() in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")
    assert main(["handbook", "--guide", str(guide.root)]) in (0, 5)
    shown = capsys.readouterr()
    assert 'without the tree "t"' in shown.err
    assert "## Another" in shown.out


def test_answers_that_are_wanted_together_are_told_apart_from_those_that_are_not(guide: Guide) -> None:
    file = guide.root / "trees/t.yaml"
    text = file.read_text("utf-8").replace("signs: [noise, smell], many", "signs: {includes_all: [noise, smell]}, many")
    file.write_text(text, encoding="utf-8")
    said = " ".join(draw(handbook(Guide(guide.root), DAY)).split())
    assert 'not all of "A noise", "A smell"' in said
