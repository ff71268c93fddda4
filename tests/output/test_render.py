from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from advisor.errors import UsageError
from advisor.guide.load import load_guide
from advisor.interview.interview import Interview
from advisor.interview.phrasing import PhraseShown
from advisor.interview.result import show_card
from advisor.output import render, render_card, render_phrase
from advisor.output import text as text_format
from advisor.output.markdown import escape
from advisor.wording import one_line, visible

from .guides import FILES, write_guide
from .reading import Page, html_words, markdown_words, text_words

DAY = date(2026, 11, 22)
GOLDEN = Path(__file__).parent.parent / "golden"
DRAWN = ("text", "markdown", "html")
HOSTILE = (
    "[/x] [red]red[/] **bold** _em_ `code` <script>alert(1)</script> <b>b</b> & &amp; &lt;"
    " | pipe ~~gone~~ # [a](javascript:alert(1)) ![i](http://x/y.png) \\ \x1b[31m\x07\x9b2J\x7f"
    " \u202eevil\u2066 \u05e9\u05dc\u05d5\u05dd \U0001f600\u200d\U0001f3fd " + "w" * 400
)


def interview(
    root: Path,
    answers: Mapping[str, Any],
    files: Mapping[str, str] | None = None,
    *,
    as_of: date = DAY,
    blanks: Mapping[str, str] | None = None,
) -> Interview:
    guide = write_guide(root, **(files or {}))
    return Interview.begin(guide, "returns", answers, as_of=as_of, blanks=blanks)


PLAN = {"receipt": "yes", "days": 40}
PLAIN = {"receipt": "yes", "days": 3, "what": "a"}
REFUSED = {"receipt": "yes", "days": 4000}
NEEDED = {"receipt": "yes"}
OUT = {"receipt": "not_covered"}


# --- what is said -----------------------------------------------------------------------------


@pytest.mark.parametrize("format", DRAWN)
@pytest.mark.parametrize("answers", [PLAN, PLAIN, REFUSED, NEEDED, OUT, {}])
def test_every_result_says_edition_day_and_notice(tmp_path: Path, format: str, answers: dict[str, Any]) -> None:
    drawn = " ".join(render(interview(tmp_path, answers), format).split())
    assert "Edition of 22 November 2026, seen as of 22 November 2026." in drawn
    assert "Information, not a promise. Not affiliated with any shop." in drawn


@pytest.mark.parametrize("answers", [PLAN, PLAIN, REFUSED, NEEDED, OUT, {}])
@pytest.mark.parametrize("as_of", [DAY, date(2027, 6, 1)])
def test_all_formats_say_the_same_words_in_the_same_order(tmp_path: Path, answers: dict[str, Any], as_of: date) -> None:
    shown = interview(tmp_path, answers, as_of=as_of)
    text = text_words(render(shown, "text", width=10_000))
    assert markdown_words(render(shown, "markdown")) == text
    assert html_words(render(shown, "html")) == text
    assert len(text) > 30


def test_an_outcome_says_everything_in_order(tmp_path: Path) -> None:
    drawn = render(interview(tmp_path, PLAIN), "text", width=200)
    places = [
        drawn.index(part)
        for part in (
            "I want to take something back",
            "1. Do you have the receipt?\n   Yes, I have it",
            "2. How many days ago did you buy it?\n   3",
            "You can take it back",
            "It was 3 days.",
            "Taken together: high risk.",
            "Take it back today",
            "Low risk. Based on a rule. Reviewed 22 November 2026.",
            "Take it back before 3 March 2027, 9 pm Eastern (expected)[1]. Bring the thing[2][1].",
            "- Bring the receipt, see the rules (https://example.org/rules)[1].",
            "1. The law of returns. The city, checked 20 November 2026.\n   https://example.org/law",
            "2. A letter. A reader, dated 22 January 2021, checked 21 November 2026.",
            "   The second page was not seen.",
            "Without a receipt",
            "due for review on 1 June 2026",
            "Ask kindly.",
            "- Email to: counter@example.org",
            "- Subject: My visit to [Shop name]",
            "- Length: 16 of at most 60 words",
            "- Not filled in yet: Shop name (shop), Your name (my_name)",
            "Dear [Shop name],\n\nMay I bring it back?\n  - the thing\n",
            "- Say this to: Whoever is there",
            "- Topic: Something else (other)",
            "Not used, because these questions did not come up: what",
        )
    ]
    assert places == sorted(places)


def test_a_plan_comes_before_its_cards_and_what_is_passed_last(tmp_path: Path) -> None:
    drawn = render(interview(tmp_path, PLAN), "text")
    places = [
        drawn.index(part)
        for part in (
            "1. You must: Without a receipt\n   When: at any time\n   State: now",
            "2. You may: Take it back today\n   When: from 10 January 2027 until 3 March 2027",
            "   State: later\n   To whom: The counter\n   How many: Once",
            "No longer possible",
            "3. You may: The early visit",
            "   State: passed",
            "Ask kindly.",
            "The time for this is over: until 1 January 2026.",
            "Go early.",
        )
    ]
    assert places == sorted(places)


def test_an_overdue_duty_says_that_it_is_to_be_done_now(tmp_path: Path) -> None:
    tree = FILES["trees/returns.yaml"].replace("kind: duty", "kind: duty\n        window: {until: 2026-10-01}")
    drawn = render(interview(tmp_path, PLAN, {"trees/returns.yaml": tree}), "text")
    assert "State: overdue, do this now" in drawn


def test_after_the_season_every_format_opens_with_that(tmp_path: Path) -> None:
    shown = interview(tmp_path, PLAIN, as_of=date(2027, 6, 1))
    for format in DRAWN:
        drawn = render(shown, format)
        place = drawn.index("That season is over; its dates no longer apply.")
        assert drawn.index("I want to take something back") < place < drawn.index("Edition of")
        assert "(last season)" in drawn


def test_a_stale_card_warns_above_its_bottom_line(tmp_path: Path) -> None:
    shown = interview(tmp_path, {"receipt": "no"})
    assert render(shown, "text").index("due for review") < render(shown, "text").index("Ask kindly")
    assert "\n> This card was due for review" in render(shown, "markdown")
    assert '<p class="warning">This card was due for review' in render(shown, "html")


def test_a_single_card_gives_its_title_to_the_result_once(tmp_path: Path) -> None:
    drawn = render(interview(tmp_path, {"receipt": "no"}), "markdown")
    assert drawn.count("Without a receipt") == 1
    assert "\n### Do\n" in drawn


def test_an_unfinished_interview_names_the_question_and_its_answers(tmp_path: Path) -> None:
    drawn = render(interview(tmp_path, {}), "text")
    for part in (
        "This interview is not finished. A question waits for an answer.",
        "Do you have the receipt?",
        "Why we ask: Much depends on it.",
        "How to find out: It is the long paper.",
        "- Yes, I have it (yes)\n- No, it is lost (no)\n- My situation is not among these",
        'this question is called "receipt"',
        "this one included: 1 to 2.",
        "- You can take it back\n- Your visits\n",
    ):
        assert part in drawn


@pytest.mark.parametrize(
    ("kind", "limits"),
    [
        ("type: number\n    min: 2", "A whole number from 2."),
        ("type: number\n    max: 9", "A whole number from 0 to 9."),
        ("type: several", "Pick as many as are true."),
        ("type: several\n    max: 1", "Pick from 1 to 1."),
        (
            "type: date\n    min: today\n    max: season:last_day",
            "A day like 2027-03-01 or 1 March 2027, from 22 November 2026, until 3 March 2027.",
        ),
        ("type: date", "A day like 2027-03-01 or 1 March 2027."),
        ("type: text", "A few words of your own."),
    ],
)
def test_every_kind_of_question_says_what_it_takes(tmp_path: Path, kind: str, limits: str) -> None:
    tree = FILES["trees/other.yaml"].replace("next:", f"{kind}\n    next:")
    guide = write_guide(tmp_path, **{"trees/other.yaml": tree})
    for format in DRAWN:
        drawn = render(Interview.begin(guide, "other", as_of=DAY), format, width=200)
        assert limits in drawn


def test_a_refused_answer_is_explained(tmp_path: Path) -> None:
    drawn = render(interview(tmp_path, REFUSED), "text", width=200)
    assert "This interview stopped at an answer that is not taken." in drawn
    assert "4000 is outside the limits; a number from 0 to 400 is wanted" in drawn
    assert "A whole number from 0 to 400." in drawn
    assert "- I do not know (not_known)\n- I cannot answer this (not_covered)" in drawn


def test_not_covered_says_whom_to_ask(tmp_path: Path) -> None:
    for format in DRAWN:
        assert "The counter on the first floor knows." in render(interview(tmp_path, OUT), format)


def test_a_reference_to_a_card_that_cannot_be_read_is_named_by_its_id(tmp_path: Path) -> None:
    assert "Card: gone (gone)" in render(interview(tmp_path, PLAIN), "text")
    broken = {"content/cards/gone.md": "---\ntitle: [\n---\nx\n"}
    assert "Card: gone (gone)" in render(interview(tmp_path, PLAIN, broken), "text")


def test_the_same_interview_gives_the_same_bytes(tmp_path: Path) -> None:
    for format in DRAWN:
        first = render(interview(tmp_path / "a", PLAN), format)
        assert first == render(interview(tmp_path / "b", PLAN), format)
        assert first.endswith("\n")


def test_json_is_the_contracts_document(tmp_path: Path) -> None:
    document = json.loads(render(interview(tmp_path, PLAN), "json"))
    assert document["schema"] == 1
    assert document["outcome"] == "returns/visits"


def test_filled_blanks_stand_in_the_words(tmp_path: Path) -> None:
    shown = interview(tmp_path, PLAIN, blanks={"shop": "A & <B>", "my_name": "Zoë"})
    assert "Dear A & <B>," in render(shown, "text")
    assert "Dear A & <B>,\n" in render(shown, "markdown")
    assert "Dear A &amp; &lt;B&gt;," in render(shown, "html")
    assert "Not filled in yet" not in render(shown, "text")


def test_an_unknown_format_is_refused_with_a_proposal(tmp_path: Path) -> None:
    with pytest.raises(UsageError) as caught:
        render(interview(tmp_path, {}), "htlm")
    assert 'there is no format "htlm"' in caught.value.message
    assert "html" in (caught.value.hint or "")


@pytest.mark.parametrize(("format", "name"), [("text", "plan.txt"), ("markdown", "plan.md"), ("html", "plan.html")])
def test_golden(tmp_path: Path, format: str, name: str, request: pytest.FixtureRequest) -> None:
    drawn = render(interview(tmp_path, PLAN), format)
    golden = GOLDEN / f"result-{name}"
    if request.config.getoption("update_snapshots", default=False):
        golden.write_text(drawn, encoding="utf-8", newline="\n")
    assert drawn == golden.read_text(encoding="utf-8")


# --- cards and phrases on their own -----------------------------------------------------------


def test_a_card_on_its_own(tmp_path: Path) -> None:
    guide = write_guide(tmp_path)
    card = show_card(guide.card("take-it-back"), guide.season(DAY), guide.references)
    drawn = render_card(card, guide.manifest, DAY, guide=guide)
    assert drawn.startswith("Take it back today\n==================\n")
    assert "seen as of 22 November" in drawn
    assert "Information, not a promise." in drawn
    assert "1. The law of returns." in drawn
    assert "- Card: Without a receipt (no-receipt)" in drawn
    assert "- Card: no receipt (no-receipt)" in render_card(card, guide.manifest, DAY)
    late = render_card(card, guide.manifest, date(2027, 6, 1), guide=guide)
    assert "That season is over" in late


def test_a_phrase_on_its_own(tmp_path: Path) -> None:
    shown = interview(tmp_path, PLAIN)
    assert shown.result is not None
    phrase: PhraseShown = shown.result.phrases[0]
    drawn = render_phrase(phrase, shown.guide.manifest, DAY, guide=shown.guide)
    assert drawn.startswith("Ask the shop\n============\n")
    assert "seen as of 22 November" in drawn
    assert "Not filled in yet: Shop name (shop), Your name (my_name)" in drawn
    assert "Not filled in yet: shop, my_name" in render_phrase(phrase, shown.guide.manifest, DAY)
    assert drawn.endswith("Sincerely,\n[Your name]\n")


# --- text -------------------------------------------------------------------------------------


@pytest.mark.parametrize("width", [1, 20, 40, 80, 200])
def test_lines_keep_to_the_width_but_addresses_stay_whole(tmp_path: Path, width: int) -> None:
    drawn = render(interview(tmp_path, PLAIN), "text", width=width)
    assert "https://example.org/law?a=1&b=2\n" in drawn
    for line in drawn.splitlines():
        assert len(line) <= max(width, 20) or " " not in line.strip(" -(").removesuffix(")")


def test_wide_letters_take_two_cells() -> None:
    assert text_format.cells("日本") == 4
    assert text_format.cells("e\u0301") == 1
    assert text_format.wrap("日本 日本 日本", 10) == ["日本 日本", "日本"]


def test_a_list_hangs_below_its_numbers() -> None:
    lines = text_format.wrap("one two three", 9, first="10. ", rest="    ")
    assert lines == ["10. one", "    two", "    three"]


# --- hostile text -----------------------------------------------------------------------------


CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


def hostile_files() -> dict[str, str]:
    """The guide with a hostile text in every place that takes data.

    Without the control characters, which no file of a guide may hold.
    """
    text = CONTROL.sub("", HOSTILE)
    quoted = "'" + text.replace("'", "''") + "'"
    data = "title|about|ask|why|help|notice|who|how_many|publisher|note|label"
    files = {}
    for path, whole in FILES.items():
        changed = re.sub(
            f"^( *(?:- )?(?:{data})): .*$",
            lambda found: f"{found[1]}: {quoted}",
            whole,
            flags=re.MULTILINE,
        )
        if path.startswith("content/phrases"):
            changed = changed.replace("May I", text)
        files[path] = changed
    return files


def hostile_interview(root: Path, answers: Mapping[str, Any]) -> Interview:
    return interview(root, answers, hostile_files(), blanks={"shop": HOSTILE, "my_name": "\x1b[2J"})


@pytest.mark.parametrize("format", DRAWN)
@pytest.mark.parametrize("answers", [PLAN, PLAIN, REFUSED, NEEDED, OUT, {}])
def test_hostile_text_is_shown_and_not_obeyed(tmp_path: Path, format: str, answers: dict[str, Any]) -> None:
    drawn = render(hostile_interview(tmp_path, answers), format)
    assert not CONTROL.search(drawn)
    assert ("\u241b" in drawn) == (answers in (PLAN, PLAIN))
    assert "w" * 400 in drawn
    assert "\U0001f600\u200d\U0001f3fd" in drawn
    drawn.encode("utf-8")


@pytest.mark.parametrize("answers", [PLAN, PLAIN, REFUSED, NEEDED])
def test_hostile_text_says_the_same_in_all_formats(tmp_path: Path, answers: dict[str, Any]) -> None:
    shown = hostile_interview(tmp_path, answers)
    text = text_words(render(shown, "text", width=100_000))
    assert html_words(render(shown, "html")) == text
    assert markdown_words(render(shown, "markdown")) == text


@pytest.mark.parametrize("answers", [PLAN, PLAIN, REFUSED, NEEDED, OUT, {}])
def test_a_page_is_whole_and_needs_nothing_else(tmp_path: Path, answers: dict[str, Any]) -> None:
    for number, files in enumerate(({}, hostile_files())):
        drawn = render(interview(tmp_path / str(number), answers, files, blanks={"shop": HOSTILE}), "html")
        page = Page(drawn)
        names = {tag for tag, _ in page.tags}
        assert names.isdisjoint({"script", "img", "link", "iframe", "object", "form", "b"})
        assert drawn.startswith('<!DOCTYPE html>\n<html lang="en">')
        assert page.headings[0] == 1
        for before, after in pairwise(page.headings):
            assert after != 1
            assert after <= before + 1
        ids = [attrs["id"] for _, attrs in page.tags if "id" in attrs]
        assert len(ids) == len(set(ids))
        for tag, attrs in page.tags:
            assert not any(name.startswith("on") for name in attrs)
            assert "src" not in attrs
            href = attrs.get("href")
            if tag == "a":
                assert href is not None
                assert re.match(r"https?://|mailto:|#", href)
                assert not href.startswith("#") or href[1:] in ids


def test_markdown_headings_come_in_order(tmp_path: Path) -> None:
    for answers in (PLAN, PLAIN, NEEDED):
        drawn = render(interview(tmp_path, answers), "markdown")
        levels = [int(token.tag[1]) for token in MarkdownIt("commonmark").parse(drawn) if token.type == "heading_open"]
        assert levels[0] == 1
        assert all(b <= a + 1 for a, b in pairwise(levels))


def test_words_to_copy_stay_inside_their_fence(tmp_path: Path) -> None:
    phrase = FILES["content/phrases/say-it.md"].replace("May I", "```\n````\n# May I")
    drawn = render(interview(tmp_path, PLAIN, {"content/phrases/say-it.md": phrase}), "markdown")
    fences = [t for t in MarkdownIt("commonmark").parse(drawn) if t.type == "fence"]
    assert fences[1].content == "```\n````\n# May I bring this back?\n"


@given(st.text(), st.text(), st.text())
def test_every_kind_of_piece_takes_any_text(first: str, second: str, third: str) -> None:
    from advisor.output import html, markdown
    from advisor.output.document import (
        Authored,
        Document,
        Heading,
        Items,
        Link,
        Paragraph,
        Piece,
        Said,
        Verbatim,
    )

    card = Authored(f"{first}[^a]{second}[^b]", {"a": 1}, "source-x")
    lines = (Said(first), Said(second, strong=True), card, Link(third))
    pieces: tuple[Piece, ...] = (
        Heading(1, first),
        *(Paragraph(line) for line in lines),
        Items((lines, lines), start=9),
        Items((lines,)),
        Verbatim(second),
    )
    document = Document(first, second, pieces)
    for drawn in (html.draw(document), markdown.draw(document), text_format.draw(document)):
        assert not CONTROL.search(drawn)
        drawn.encode("utf-8")
    assert not {tag for tag, _ in Page(html.draw(document)).tags} & {"script", "img"}


def test_a_link_to_anything_but_a_page_or_an_address_is_only_text() -> None:
    from advisor.output import html, markdown
    from advisor.output.document import Document, Link, Paragraph

    document = Document("x", "en", (Paragraph(Link("javascript:alert(1)//https://x")),))
    assert "<a " not in html.draw(document)
    assert "<javascript" not in markdown.draw(document)


SEEN = st.text(max_size=60).filter(lambda text: one_line(text) == text and text != "")


@given(SEEN | st.text("\\`*_{}[]()#+-.!|~<>&=:1a \"'", min_size=1, max_size=20).map(one_line))
def test_escaped_text_reads_back_as_it_was(text: str) -> None:
    for before in ("", "# ", "- ", "1. ", "> "):
        rendered = MarkdownIt("commonmark").render(f"{before}{escape(text)}\n")
        page = Page(f"<main>{rendered}</main>")
        # The reader of Markdown trims what Unicode calls a space; nothing else may differ.
        assert page.text.strip() == text.strip(), before


@given(st.text())
def test_visible_text_holds_nothing_a_terminal_obeys(text: str) -> None:
    shown = visible(text)
    assert visible(shown) == shown
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]", shown)
    shown.encode("utf-8")


@given(st.text(), st.integers(-5, 300))
def test_wrapping_takes_any_text_and_loses_no_word(text: str, width: int) -> None:
    line = one_line(text)
    lines = text_format.wrap(line, width, first="- ", rest="  ")
    assert "".join(lines).removeprefix("-").replace(" ", "") == line.replace(" ", "")
    text_format.wrap_lines(text, max(width, 20))


# --- the bundled guide ------------------------------------------------------------------------


def test_the_bundled_guide_in_every_format() -> None:
    guide = load_guide(Path(__file__).parents[2])
    if not guide.tree_names:
        pytest.skip("no trees yet")
    for name, tree in guide.applicant_trees():
        shown = Interview.begin(guide, name, as_of=DAY)
        for _ in range(60):
            question = shown.question
            if question is None:
                break
            value: Any = next(iter(question.answers), 1)
            if question.type == "several":
                value = [value]
            shown = shown.answer(shown.walk.end.question, value)
        for format in DRAWN:
            drawn = render(shown, format)
            assert guide.manifest.notice.split(".")[0] in " ".join(drawn.split())
            assert tree.title in " ".join(drawn.split())
        assert html_words(render(shown, "html")) == text_words(render(shown, "text", width=100_000))
        assert markdown_words(render(shown, "markdown")) == html_words(render(shown, "html"))
