from __future__ import annotations

import io
import json
import re
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from advisor.conversation import Conversation
from advisor.errors import NeedsAnswer
from advisor.guide.load import Guide
from advisor.output import render
from advisor.plain import run
from advisor.wording import one_line

from .guides import FILES, write_guide

DAY = date(2026, 11, 22)
TO_GO = ("trip", "train", "2026-12-24", "1, 2", "a hat", "early")


@pytest.fixture
def guide(tmp_path: Path) -> Guide:
    return write_guide(tmp_path / "guide")


def session(
    guide: Guide,
    *lines: str,
    begin: Conversation | None = None,
    width: int | None = 200,
    notes: Sequence[str] = (),
) -> str:
    """What is on the screen after these lines and the end of the input."""
    screen = io.StringIO()
    code = 0
    try:
        code = run(
            guide,
            begin,
            as_of=DAY,
            read=io.StringIO("".join(f"{line}\n" for line in lines)),
            write=screen,
            width=width,
            notes=notes,
        )
    except NeedsAnswer:
        screen.write("ENDED EARLY")
    assert code == 0
    return screen.getvalue()


def after(screen: str, typed: str) -> str:
    """What was said after a line was typed for the last time."""
    return screen.rpartition(f"> {one_line(typed)}\n")[2]


def begun(guide: Guide, **answers: object) -> Conversation:
    return Conversation.begin(guide, "trip", answers, as_of=DAY)


# --- topics -----------------------------------------------------------------------------------


def test_topics_are_listed_urgent_ones_first_and_broken_ones_named(guide: Guide) -> None:
    screen = session(guide, "quit", notes=["Nothing is kept."])
    assert f"This is the guide in {guide.root}.\n\nNothing is kept.\n\n" in screen
    assert "Edition of 22 November 2026, seen as of 22 November 2026." in screen
    assert "Information, not a promise." in screen
    assert "I have to answer now\n1. I stay at home\n\n" in screen
    assert "All topics\n2. I plan a long trip\n3. This leads to a broken card\n" in screen
    assert 'The topic "bad" is left out: its file has errors. `advisor check`' in screen
    assert screen.endswith("> quit\n")


@pytest.mark.parametrize(
    "typed",
    ["2", "2.", "trip", "I plan a LONG trip", "long trip", "going away for weeks", "02"],
)
def test_a_topic_is_taken_by_number_id_or_words(guide: Guide, typed: str) -> None:
    assert "How do you travel?" in session(guide, typed)


@pytest.mark.parametrize("typed", ["going away weeks", "plan a log trip", "I"])
def test_an_unclear_topic_is_offered_and_then_taken(guide: Guide, typed: str) -> None:
    screen = session(guide, typed)
    assert "How do you travel?" not in screen
    assert "That can be one of these." in after(screen, typed)
    assert "2. I plan a long trip\n" in after(screen, typed)
    assert "How do you travel?" in session(guide, typed, "2")


@pytest.mark.parametrize("typed", ["0", "99", "-1", "xyzzy", "?!", "x" * 400, "\x1b[2J", "9" * 99])
def test_what_is_no_topic_is_said_to_be_none(guide: Guide, typed: str) -> None:
    screen = session(guide, typed)
    assert "That is none of the topics." in after(screen, typed)
    assert screen.endswith("ENDED EARLY")


def test_a_topic_that_cannot_be_used_is_explained_and_the_list_goes_on(tmp_path: Path) -> None:
    tree = FILES["trees/home-tree.yaml"].replace("next: plan", "next: tree:bad")
    guide = write_guide(tmp_path, {"trees/home-tree.yaml": tree})
    screen = session(guide, "1", "2")
    assert 'the tree "home-tree" cannot be used: trees/bad.yaml:' in screen.replace("\n", " ")
    assert "How do you travel?" in screen


def test_the_list_of_topics_has_its_commands(guide: Guide) -> None:
    screen = session(guide, "help", "", "back", "quit")
    assert "- quit: leave" in screen
    assert screen.count("2. I plan a long trip") == 2
    assert "There is no interview to return to." in screen


def test_a_guide_without_topics_says_so(tmp_path: Path) -> None:
    guide = write_guide(tmp_path)
    for name in guide.tree_names:
        (tmp_path / "trees" / f"{name}.yaml").unlink()
    assert "This guide has no topic to choose." in session(Guide(tmp_path), "quit")


def test_after_the_season_that_is_said_first(guide: Guide) -> None:
    screen = io.StringIO()
    with pytest.raises(NeedsAnswer):
        run(guide, None, as_of=date(2027, 6, 1), read=io.StringIO("2\n"), write=screen)
    for part in screen.getvalue().split("> ")[:2]:
        # On the list of topics, and again where the interview begins.
        assert "That season is over" in part
        assert part.index("That season is over") < part.index("Edition of")


# --- questions --------------------------------------------------------------------------------


def test_a_question_says_where_it_stands_and_what_is_taken(guide: Guide) -> None:
    screen = session(guide, begin=begun(guide))
    assert "I plan a long trip\n" in screen
    assert "A trip with a bag.\n" in screen
    assert screen.partition("Question 1 ")[2] == (
        "(at most 4 more)\n"
        "How do you travel?\n"
        "1. By train\n"
        "2. By bus, at night\n"
        "3. With help of a friend\n"
        "\n"
        "4. My situation is not among these\n"
        "> \n"
        "ENDED EARLY"
    )


@pytest.mark.parametrize("typed", ["1", "1.", "train", "by train", "By Train!"])
def test_an_answer_is_taken_by_number_id_or_words(guide: Guide, typed: str) -> None:
    screen = session(guide, typed, begin=begun(guide))
    assert "Your answer: By train\n\nQuestion 2 (" in screen
    assert "On which day?" in screen


def test_a_near_answer_is_offered_with_its_own_number_and_never_taken(guide: Guide) -> None:
    screen = session(guide, "bus in the night", begin=begun(guide))
    assert 'Did you mean "By bus, at night"?\n2. By bus, at night\nType 2 to take it' in screen
    assert "Your answer" not in screen
    assert "Your answer: By bus, at night" in session(guide, "bus in the night", "2", begin=begun(guide))


@pytest.mark.parametrize("typed", ["0", "5", "-1", "x" * 400, "[/x]", "\x1b[2J\x07", "ж", "²"])
def test_what_is_no_answer_is_said_to_be_none(guide: Guide, typed: str) -> None:
    screen = session(guide, typed, begin=begun(guide))
    assert "That is not one of the answers." in after(screen, typed)


def test_commands_come_before_answers_and_say_gets_around_them(guide: Guide) -> None:
    screen = session(guide, "help", begin=begun(guide))
    assert "How to find out: Look at the ticket." in screen
    assert "- say TEXT: answer in your own words" in screen
    screen = session(guide, "say help", begin=begun(guide))
    assert "Your answer: With help of a friend" in screen


def test_words_that_only_begin_with_a_command_are_an_answer(guide: Guide) -> None:
    for typed in ("back to the bus, at night", "help me", "change my train", "home by train"):
        assert "Question 1" in session(guide, typed, begin=begun(guide))
        assert "Did you mean" in session(guide, typed, begin=begun(guide)) or (
            "That is not one of the answers" in session(guide, typed, begin=begun(guide))
        )


def test_why_says_the_authors_reason_and_the_routings(guide: Guide) -> None:
    screen = session(guide, "why", begin=begun(guide, how="train"))
    assert "Why we ask: It may be cold.\n" in screen
    assert 'You answered "By train" to "How do you travel?".' in screen


def test_an_empty_line_reads_the_question_again(guide: Guide) -> None:
    assert session(guide, "", "", begin=begun(guide)).count("How do you travel?") == 3


def test_a_day_is_taken_in_words_and_what_does_not_fit_is_explained(guide: Guide) -> None:
    start = begun(guide, how="train")
    screen = session(guide, "tomorrow", "2026-02-31", "1 May 2020", "24 December 2026", begin=start)
    assert "from 1 December 2026, until 31 December 2027.\na. They have not said\n\nb. I" in screen
    assert "That is not one of the answers." in after(screen, "tomorrow")
    assert "That is not one of the answers." in after(screen, "2026-02-31")
    assert "too early" in after(screen, "1 May 2020")
    assert "Your answer: 24 December 2026" in screen


def test_a_number_that_is_typed_is_the_value_and_letters_are_the_answers(guide: Guide) -> None:
    start = begun(guide, how="bus")
    assert "Your answer: 1\n" in session(guide, "1", begin=start)
    assert "Your answer: I have not counted\n" in session(guide, "a", begin=start)
    assert "Your answer: I have not counted\n" in session(guide, "A.", begin=start)
    assert "outside the limits" in session(guide, "12", begin=start)
    assert "This guide does not cover your situation" in session(guide, "b", begin=start)
    screen = session(guide, "not counted it", begin=start)
    assert "a. I have not counted\nType a to take it" in screen


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("1,2", "Your answer: A book; A boat\n"),
        ("2 1", "Your answer: A book; A boat\n"),
        ("a boat", "Your answer: A boat\n"),
        ("nothing", "Your answer: Nothing at all\n"),
        ("3", "Your answer: Nothing at all\n"),
        ("1, 3", "stands alone"),
        ("1, 9", "That is not one of the answers."),
        ("0", "Your answer: Nothing\n"),
        ("none", "Your answer: Nothing\n"),
    ],
)
def test_several_answers(guide: Guide, typed: str, told: str) -> None:
    screen = session(guide, typed, begin=begun(guide, how="bus", many=1))
    assert "like 1, 3.\nType 0 to pick none.\n" in screen
    assert told.strip() in after(screen, typed).replace("\n\n", "\n")


def test_a_suggestion_is_said_and_not_taken(guide: Guide) -> None:
    start = begun(guide, how="bus", many=1, things=[], words="x")
    screen = session(guide, "", begin=start)
    assert "By the date, 1 fits." in screen
    assert "Your answer" not in screen


def test_a_refused_answer_from_a_file_is_explained_above_its_question(guide: Guide) -> None:
    screen = session(guide, begin=begun(guide, how="plane"))
    assert 'That is not taken: "plane" is not one of the answers.\nHow do you travel?' in screen


def test_answers_given_beforehand_are_read_out(guide: Guide) -> None:
    screen = session(guide, begin=begun(guide, how="bus", when_is="2026-12-24"))
    assert "What you answered:\n1. How do you travel?\n   By bus, at night\n" in screen
    assert "did not come up: On which day?" in screen


def test_back_change_answers_and_restart(guide: Guide) -> None:
    screen = session(guide, "back", begin=begun(guide))
    assert "Nothing has been answered yet." in screen
    screen = session(guide, "bus", "back", begin=begun(guide))
    assert screen.count("How do you travel?") == 2
    start = begun(guide, how="bus", many=3)
    screen = session(guide, "change 2", "4", begin=start)
    assert "Changing answer 2." in screen
    assert "Your answer until now: 3\n" in screen
    assert "Your answer: 4\n" in screen
    assert "What do you bring?" in after(screen, "4")
    screen = session(guide, "change 1", "back", "answers", begin=start)
    assert "1. How do you travel?\n   By bus, at night\n2. How many bags?\n   3\n" in screen
    for typed in ("change 0", "change 9", "change " + "9" * 99):
        assert "numbered from 1 to 2" in session(guide, typed, begin=start)
    assert "Type change and a number from 1 to 2." in session(guide, "change", begin=start)
    assert "Nothing has been answered yet." in session(guide, "answers", begin=begun(guide))


def test_restart_asks_first(guide: Guide) -> None:
    start = begun(guide, how="bus", many=3)
    screen = session(guide, "restart", "no", "restart", "yes", begin=start)
    assert "This drops 2 answers. Type yes to go on." in screen
    assert "Nothing was changed." in screen
    assert "Question 1 " in after(screen, "yes")


def test_a_changed_answer_keeps_later_ones(guide: Guide) -> None:
    start = begun(guide, how="bus", many=3, things=["book"], words="x")
    screen = session(guide, "change 1", "train", "24 December 2026", begin=start)
    assert "On which day?" in after(screen, "train")
    assert "Question 5 (the last one)\nWhich season is it?" in after(screen, "24 December 2026")


def test_home_keeps_the_interview_and_back_returns_to_it(guide: Guide) -> None:
    screen = session(guide, "bus", "home", "back", begin=begun(guide))
    assert "Your interview is kept" in screen
    assert "What is going on?" in after(screen, "home")
    assert "How many bags?" in after(screen, "back")


def test_terms_of_the_glossary(guide: Guide) -> None:
    assert "round trip: There and back again." in session(guide, "term Return Trip", begin=begun(guide))
    assert "That is not one of the answers." in session(guide, "term xyz", begin=begun(guide))
    assert 'The glossary does not have "xyz".' in session(guide, *TO_GO, "term xyz")


def test_an_error_of_the_guide_is_told_and_the_interview_stays(guide: Guide) -> None:
    screen = session(guide, "3", "yes", "no")
    assert "content/cards/broken.md has errors; run `advisor check`." in after(screen, "yes")
    assert "Stay where you are." in after(screen, "no")


# --- the result -------------------------------------------------------------------------------


def test_a_whole_interview_by_words(guide: Guide) -> None:
    screen = session(guide, *TO_GO)
    result = after(screen, "early")
    for part in (
        "Your answer: Early\n\nOff you go\n",
        "Edition of 22 November 2026, seen as of 22 November 2026.",
        "Information, not a promise.",
        "Taken together: high risk.",
        "Card 1: Go now\n\nLow risk. Based on a rule. Reviewed 22 November 2026.\n\n",
        "Go while you can[1].\n\nDo\n- Pack.\n",
        "Card 2: Stay here\n",
        "1. Book it\n2. Call it in\n",
        "1. Topic: I stay at home (home-tree)\n2. Card: An extra (extra)\n",
        "Type one of: phrase N, copy N, mail N, fill N, card N, sources, also N, changes, try N, change N, back,",
    ):
        assert part in result
    assert screen.endswith("> \n")


def test_the_screen_is_plain_lines_within_the_width(guide: Guide) -> None:
    screen = session(guide, *TO_GO, "help", "phrase 1", "sources", "changes", width=30)
    assert re.fullmatch(r"[ -~\n]*", screen)
    for line in screen.splitlines():
        typed = line.startswith("> ")
        assert typed or len(line) <= 30 or " " not in line.strip() or str(guide.root) in line
    assert not re.search(r"[=.~-]{3}", screen.replace("---", ""))


def test_the_outcome_is_the_one_every_other_face_gives(guide: Guide) -> None:
    told: list[Conversation] = []
    run(
        guide,
        None,
        as_of=DAY,
        read=io.StringIO("\n".join(TO_GO) + "\n"),
        write=io.StringIO(),
        changed=told.append,
    )
    result = told[-1].interview.result
    assert result is not None
    assert result.outcome == "trip/go"
    assert [len(state.interview.answers) for state in told] == [0, 1, 2, 3, 4, 5]


def test_phrases_cards_sources_changes(guide: Guide) -> None:
    screen = session(guide, *TO_GO, "phrase 1")
    assert "Phrase 1: Book it\n" in screen
    assert "- Subject: A trip to [Place]\n" in screen
    assert "Not filled in yet: Place (place), Booking code (code)" in screen
    assert "\n\nI want to go to [Place]. My code is [Booking code].\n\n> " in screen
    screen = session(guide, *TO_GO, "card 1", "card extra", "card nope")
    assert "Card 1: Go now" in after(screen, "card 1")
    assert "1. The law. The city, checked 20 November 2026." in after(screen, "card 1")
    assert "Some more." in after(screen, "card extra")
    assert 'there is no card "nope"' in after(screen, "card nope")
    screen = session(guide, *TO_GO, "sources")
    assert "Go now\n\n1. The law. The city, checked 20 November 2026.\n   https://" in screen
    screen = session(guide, *TO_GO, "changes")
    assert "2. Which season is it? If the answer were: Late\n   Then: Stay here\n" in screen
    for typed in ("phrase", "phrase 0", "phrase 3", "phrase x"):
        assert "Type phrase and a number from 1 to 2." in session(guide, *TO_GO, typed)
    assert "Type card and a number from 1 to 2." in session(guide, *TO_GO, "card 7")
    assert "That is none of the commands." in session(guide, *TO_GO, "hello")
    assert "There is nothing of that kind here." in session(guide, "trip", "3", "phrase 1")
    assert "There is nothing of that kind here." in session(guide, "trip", "3", "sources")


def test_a_result_says_what_was_not_used_and_when_nothing_would_change_it(guide: Guide) -> None:
    screen = session(guide, "changes", "help", begin=begun(guide, how="help", many=3))
    assert "Not used, because these questions did not come up: How many bags?" in screen
    assert "- phrase N: the words to write or say" in after(screen, "help")
    tree = Conversation.begin(guide, "home-tree", {"sure": "yes"}, as_of=DAY)
    screen = session(guide, "changes", begin=tree)
    assert "No other single answer would lead somewhere else." in screen


def test_also_opens_a_card_or_another_interview(guide: Guide) -> None:
    screen = session(guide, *TO_GO, "also 2", "also 1", "home", "back")
    assert "Some more." in after(screen, "also 2")
    assert "Are you sure?" in after(screen, "also 1")
    assert "Are you sure?" in after(screen, "back")
    assert "Type also and a number from 1 to 2." in session(guide, *TO_GO, "also 3")


def test_a_plan_is_a_numbered_list_and_its_cards_wait(guide: Guide) -> None:
    screen = session(guide, "home-tree", "yes", "card 2")
    plan = screen.partition("The plan\n")[2]
    assert "1. You may: Stay here\n   When: at any time\n   State: now\n" in plan
    assert "What you may do now (today is 22 November 2026)\n\n1. You may" in plan
    assert "No longer possible\n\n2. You may: Go now\n" in plan
    assert "Go while you can" not in plan.partition("> ")[0]
    assert "Go while you can" in after(screen, "card 2")


def test_fill_asks_for_every_blank_once(guide: Guide) -> None:
    screen = session(guide, *TO_GO, "fill", "Rome", "12", "1234", "phrase 1")
    assert "Place, for example: Lakeside\n> Rome\n" in screen
    assert "This stays in memory only.\n> 12\nBooking code: Four digits\n" in screen
    assert screen.count("Booking code, for example: 1234") == 2
    assert after(screen, "1234").startswith("Filled in. phrase N shows the words.\n> ")
    assert "I want to go to Rome. My code is 1234." in screen
    assert "Not filled in yet" not in after(screen, "phrase 1")
    # Empty keeps, a dash empties.
    screen = session(guide, *TO_GO, "fill", "Rome", "1234", "fill", "", "-", "phrase 1")
    assert "Until now: Rome" in screen
    assert "I want to go to Rome. My code is [Booking code]." in screen
    assert "There is nothing to fill in." in session(guide, "trip", "3", "fill")


def test_a_hostile_blank_is_refused_or_shown_as_it_is(guide: Guide) -> None:
    bad = "\x1b[2J"
    fine = "[/x] [red] <b> **x** \U0001f600 \u05e9\u05dc\u05d5\u05dd \u202eevil " + "w" * 150
    screen = session(guide, *TO_GO, "fill", bad, fine, "", "phrase 1")
    assert "Place: one line of plain text is wanted" in screen
    assert fine.replace("\u202e", "\\u202e") in " ".join(after(screen, "phrase 1").split())


@pytest.mark.parametrize("ending", ["txt", "md", "html"])
def test_save_writes_the_format_of_the_ending(guide: Guide, tmp_path: Path, ending: str) -> None:
    file = tmp_path / f"my result.{ending}"
    screen = session(guide, *TO_GO, f"save {file}")
    assert f"Saved as {file}. Only you can read it on this machine." in screen
    assert file.stat().st_mode & 0o077 == 0
    assert "Off you go" in file.read_text(encoding="utf-8")


def test_save_never_replaces_a_file_without_a_typed_yes(guide: Guide, tmp_path: Path) -> None:
    file = tmp_path / "a.TXT"
    file.write_text("mine")
    screen = session(guide, *TO_GO, f"save {file}", "y")
    assert "a.TXT exists already.\nType yes to replace it." in screen
    assert "Nothing was changed." in screen
    assert file.read_text() == "mine"
    screen = session(guide, *TO_GO, f"save {file}", "yes")
    assert "Off you go" in file.read_text()


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("", "Type save and a file name that ends in .txt, .md, .html or .json."),
        ("a.docx", "The name must end in .txt, .md, .html or .json."),
        ("none/a.txt", "there is no folder"),
        ("folder.txt", "that is a folder"),
        ("~nobody-of-that-name/a.txt", "there is no folder"),
        ("a\0b.txt", "a file cannot have this name"),
        ("x" * 300 + ".md", "a file cannot have this name"),
    ],
)
def test_a_file_that_cannot_be_written_costs_nothing(
    guide: Guide, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, told: str
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "folder.txt").mkdir()
    screen = session(guide, *TO_GO, f"save {name}".strip(), "phrase 2")
    assert told in screen
    assert "I want to go." in screen
    assert sorted(path.name for path in tmp_path.iterdir()) == ["folder.txt", "guide"]


def test_save_as_json(guide: Guide, tmp_path: Path) -> None:
    pytest.importorskip("advisor.output.json")
    file = tmp_path / "a.json"
    session(guide, *TO_GO, f"save {file}")
    assert json.loads(file.read_text(encoding="utf-8"))["outcome"] == "trip/go"


def test_a_saved_result_is_what_run_gives(guide: Guide, tmp_path: Path) -> None:
    told: list[Conversation] = []
    file = tmp_path / "a.md"
    lines = "\n".join([*TO_GO, f"save {file}"])
    run(
        guide,
        None,
        as_of=DAY,
        read=io.StringIO(lines),
        write=io.StringIO(),
        changed=told.append,
    )
    assert file.read_text(encoding="utf-8") == render(told[-1].interview, "markdown")


def test_changing_an_answer_at_the_end_leads_on(guide: Guide) -> None:
    screen = session(guide, *TO_GO, "change 5", "late")
    assert "Stay where you are." in after(screen, "late")
    screen = session(guide, *TO_GO, "back")
    assert "Which season is it?" in after(screen, "back")
    screen = session(guide, *TO_GO, "change 5", "back")
    assert "Off you go" in after(screen, "back")


# --- the ends of the input --------------------------------------------------------------------


def test_input_that_ends_before_an_outcome_is_an_error_of_its_own(guide: Guide) -> None:
    with pytest.raises(NeedsAnswer) as caught:
        run(guide, begun(guide), read=io.StringIO("bus\n"), write=io.StringIO())
    assert caught.value.exit_code == 3
    assert "the input ended before the interview did" in caught.value.message
    with pytest.raises(NeedsAnswer):
        run(guide, None, read=io.StringIO(""), write=io.StringIO())


@pytest.mark.parametrize("more", [(), ("fill",), ("save a.txt",), ("home",), ("change 1",)])
def test_input_may_end_once_an_outcome_was_seen(
    guide: Guide, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, more: tuple[str, ...]
) -> None:
    monkeypatch.chdir(tmp_path)
    lines = "".join(f"{line}\n" for line in (*TO_GO, *more))
    assert run(guide, None, as_of=DAY, read=io.StringIO(lines), write=io.StringIO()) == 0


def test_quit_leaves_from_everywhere(guide: Guide) -> None:
    for lines in (("quit",), ("trip", "QUIT"), (*TO_GO, "quit")):
        read = io.StringIO("\n".join((*lines, "unread")))
        assert run(guide, None, as_of=DAY, read=read, write=io.StringIO()) == 0
        assert read.read() == "unread"


def test_a_closed_pipe_and_an_interruption_go_up(guide: Guide) -> None:
    class Closed(io.StringIO):
        def write(self, _text: str, /) -> int:
            raise BrokenPipeError

    class Interrupted(io.StringIO):
        def readline(self, _size: int | None = -1, /) -> str:  # type: ignore[override]
            raise KeyboardInterrupt

    with pytest.raises(BrokenPipeError):
        run(guide, None, as_of=DAY, read=io.StringIO("2\n"), write=Closed())
    with pytest.raises(KeyboardInterrupt):
        run(guide, None, as_of=DAY, read=Interrupted(), write=io.StringIO())


def test_a_terminal_shows_what_is_typed_by_itself(guide: Guide) -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    screen = io.StringIO()
    run(guide, None, as_of=DAY, read=Terminal("trip\nquit\n"), write=screen)
    assert "> I plan a long trip\n" in screen.getvalue()
    assert screen.getvalue().endswith("> ")


def test_a_terminal_that_knows_only_ascii_is_enough(tmp_path: Path) -> None:
    tree = FILES["trees/trip.yaml"].replace("By train", "Mit Zügen 🚆 שלום")
    guide = write_guide(tmp_path, {"trees/trip.yaml": tree})
    raw = io.BytesIO()
    write = io.TextIOWrapper(raw, encoding="ascii", errors="backslashreplace", newline="\n")
    read = io.StringIO("\n".join((*TO_GO[:4], "ü", "early", "answers", "quit")))
    assert run(guide, None, as_of=DAY, read=read, write=write) == 0
    write.flush()
    assert b"1. Mit Z\\xfcgen" in raw.getvalue()


COMMANDS = """
    trip, train, bus, help, 1, 2, 3, 4, 5, a, b, 0, back, change, change 1, answers, restart, yes,
    no, home, fill, sources, changes, card 1, phrase 1, also 1, also 2, why, say help, save, early,
    2026-12-24, 1 2
"""
TYPED = st.lists(
    st.one_of(
        st.sampled_from([" ".join(command.split()) for command in COMMANDS.split(",")]),
        st.text(st.characters(exclude_characters="\n\r", exclude_categories=["Cs"]), max_size=12),
    ),
    max_size=25,
)


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Guide:
    return write_guide(tmp_path_factory.mktemp("kept"))


@given(lines=TYPED)
@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
def test_nothing_that_is_typed_makes_it_stumble(kept: Guide, lines: list[str]) -> None:
    lines = [line for line in lines if not line.casefold().startswith("save ")]
    screen = session(kept, *lines, width=60)
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", screen)


def test_what_is_a_word_and_which_words_are_explained(guide: Guide) -> None:
    for typed in ("what is a round trip?", "What is round trip", "term round trip"):
        assert "round trip: There and back again." in session(guide, typed, begin=begun(guide))
    assert "No word here is in the glossary." in session(guide, "terms", begin=begun(guide))


def test_why_and_possible_say_what_can_follow(guide: Guide) -> None:
    why = after(session(guide, "why", begin=begun(guide)), "why")
    assert "What can follow: " in why
    possible = after(session(guide, "possible", begin=begun(guide)), "possible")
    assert "- " in possible


def test_an_interview_is_deleted_once_that_is_confirmed(guide: Guide) -> None:
    screen = session(guide, "train", "forget", "no", "answers", begin=begun(guide))
    assert "Type yes to go on." in screen
    assert "Nothing was changed." in after(screen, "no")
    screen = session(guide, "train", "forget", "yes", "back", begin=begun(guide))
    assert "The interview is deleted." in screen
    assert "There is no interview to return to." in screen
