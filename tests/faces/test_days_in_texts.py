"""`{season:x}` may stand in any text of a guide; nobody ever reads the braces."""

from __future__ import annotations

import io
import re
from pathlib import Path

import pytest

from advisor.cli import main
from advisor.conversation import Conversation, glossary_of
from advisor.guide.load import Guide
from advisor.plain import run as run_plain
from advisor.tui.blanks import BlanksForm
from tests.support import write_guide
from tests.tui.support import AS_OF, make_app, press, seen, sees, settle

DAY = "{season:frost}"
IN_WORDS = "1 February 2027, 9 pm Eastern (expected)"

FILES = {
    "content/guide": f"""
        format: 1
        id: garden
        title: Gardens until {DAY}
        language: en
        edition: 2026-11-20
        scope: Scope until {DAY}.
        notice: Notice until {DAY}.
        contact: Contact until {DAY}
        licence: CC0-1.0
        ask_instead: Ask instead until {DAY}.
        """,
    "content/season": """
        title: The garden year
        zone: America/New_York
        ends: 2027-06-30
        events:
          frost: {title: the frost, date: 2027-02-01, time: "21:00", confidence: expected, basis: Before, check: "https://example.org"}
        phases:
          before: {title: "Before {season:frost}", from: 2026-09-01, until: season:frost}
        """,
    "content/blanks": f"""
        plot:
          label: Plot until {DAY}
          example: "12"
          hint: digits until {DAY}
        """,
    "content/sources": f"""
        almanac:
          title: The almanac until {DAY}
          publisher: The press until {DAY}
          url: https://example.org/almanac
          kind: official
          checked: 2026-11-01
          note: Only seen until {DAY}.
        """,
    "content/glossary": f"""
        spade:
          means: A tool until {DAY}.
        """,
    "content/elsewhere": f"""
        topics:
          cars:
            title: Cars until {DAY}
            ask: A mechanic until {DAY}.
            sounds_like: [my car does not start, the engine of my car]
        urgent:
          fire:
            title: Fire until {DAY}
            text: Run until {DAY}.
            contacts: [{{name: The fire brigade, how: call}}]
            sounds_like: [the shed burns]
        """,
    "cards/dig": f"""
        ---
        title: Dig until {DAY}
        risk: high
        basis: rule
        sources: [almanac]
        reviewed: 2026-11-20
        review_by: 2027-09-01
        phrases: [ask]
        ---
        Dig until {DAY}[^almanac].

        ## Do
        - Take a spade until {DAY}.

        ## Avoid
        - Waiting until {DAY}.

        ## Why
        It freezes on {DAY}.
        """,
    "phrases/ask": """
        ---
        title: Ask until {season:title}
        medium: email
        to: The neighbour in {season:title}
        subject: A spade in {season:title}
        ---
        A spade for {plot} in {season:title}.
        """,
    "garden": f"""
        title: My garden until {DAY}
        about: Weeds until {DAY}.
        reviewed: 2026-11-20
        start: state
        questions:
          state:
            ask: A garden with a spade until {DAY}?
            why: Wild ones until {DAY}.
            help: Look until {DAY}.
            answers:
              wild: Wild until {DAY}
              tidy:
                text: Tidy until {DAY}
            next: {{wild: dig, tidy: plan}}
        outcomes:
          dig:
            title: Dig it until {DAY}
            notes:
              - text: Bring gloves until {DAY}.
            cards: [dig]
          plan:
            title: Your year until {DAY}
            layout: timeline
            cards:
              - {{card: dig, kind: duty, who: "You, until {DAY}", how_many: "Once until {DAY}"}}
        """,
}
COMMANDS = (
    *(["list"], ["list", "--format", "json"], ["card", "dig"], ["phrase", "ask"], ["where"], ["run", "garden"]),
    *(["find", "xyzzy quux"], ["find", "my car does not start"], ["find", "the shed burns"], ["find", "garden"]),
    *(["handbook"], ["handbook", "--format", "html"], ["graph", "garden"], ["graph", "garden", "--format", "text"]),
    *(["paths", "garden"], ["paths", "garden", "--list"], ["run", "garden", "--format", "json"]),
)
ENDS = ("state=wild", "state=tidy", "state=not_covered")


@pytest.fixture
def guide(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Guide:
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    return write_guide(tmp_path / "guide", FILES)


def only_days(text: str) -> str:
    """The text, which has days in words and no field that was left as it was written."""
    assert not re.findall(r".*season:frost.*|.*season:title.*", text)
    return text


def test_the_guide_is_sound(guide: Guide, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "--guide", str(guide.root), "--as-of", AS_OF.isoformat()]) == 0, capsys.readouterr().out


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_commands(guide: Guide, capsys: pytest.CaptureFixture[str], command: list[str]) -> None:
    assert main([*command, "--guide", str(guide.root)]) in (0, 3)
    assert only_days(capsys.readouterr().out)


@pytest.mark.parametrize("form", ["text", "markdown", "html", "json"])
@pytest.mark.parametrize("end", ENDS)
def test_results(guide: Guide, capsys: pytest.CaptureFixture[str], end: str, form: str) -> None:
    main(["run", "garden", "--set", end, "--as-of", AS_OF.isoformat(), "--format", form, "--guide", str(guide.root)])
    assert IN_WORDS in only_days(capsys.readouterr().out)


def test_a_source_a_blank_a_notice_and_whom_to_ask(guide: Guide, capsys: pytest.CaptureFixture[str]) -> None:
    said = ""
    for end in ENDS:
        main(["run", "garden", "--set", end, "--as-of", AS_OF.isoformat(), "--guide", str(guide.root)])
        said += capsys.readouterr().out
    flat = " ".join(said.split())
    for words in ("The almanac until", "Only seen until", "Notice until", "Ask instead until", "[Plot until"):
        assert f"{words} {IN_WORDS}" in flat


def test_line_by_line(guide: Guide) -> None:
    typed = "xyzzy quux\ngarden\nwhy\nterms\nterm spade\n1\nsources\nfill\n12\n\nquit\n"
    said = io.StringIO()
    run_plain(guide, None, read=io.StringIO(typed), write=said, as_of=AS_OF)
    assert f"A tool until {IN_WORDS}" in only_days(" ".join(said.getvalue().split()))


async def test_the_window(guide: Guide) -> None:
    home = make_app(guide)
    async with home.run_test(size=(120, 60)) as pilot:
        await sees(pilot, "What is going on?", "Scope until", "Before 1 February")
        only_days(seen(pilot))
        only_days(home.title)
    app = make_app(guide, "garden", state="wild")
    async with app.run_test(size=(120, 60)) as pilot:
        await sees(pilot, "Dig it until")
        only_days(seen(pilot))
        await press(pilot, "b")
        await settle(pilot, lambda: isinstance(app.screen, BlanksForm))
        await sees(pilot, "Plot until", "digits until")
        only_days(seen(pilot))


def test_a_term_and_where_an_interview_stands(guide: Guide) -> None:
    assert glossary_of(guide).meaning("spade") == f"A tool until {IN_WORDS}."
    view = Conversation.begin(guide, "garden", as_of=AS_OF).view
    only_days(repr(view))
