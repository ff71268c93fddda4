from __future__ import annotations

from pathlib import Path

import pytest
from textual import events
from textual.widgets import Input

from advisor.interview.walk import NOT_COVERED
from tests.tui.support import interview, make_app, make_guide, press, seen, sees, settle, types


async def test_a_choice_by_number_shows_the_next_question_below_the_answer(tmp_path: Path) -> None:
    async with make_app(make_guide(tmp_path), "garden").run_test() as pilot:
        await sees(pilot, "Question 1", "How is the garden?", "4  My situation is not among these")
        await press(pilot, "1")
        await sees(pilot, "1 How is the garden?", "→ It is wild", "Question 2", "Which tools do you have?")


async def test_the_suggested_answer_waits_under_the_cursor(tmp_path: Path) -> None:
    async with make_app(make_guide(tmp_path), "garden").run_test() as pilot:
        await sees(pilot, "▸  2  It looks like autumn  (fits today's date)")
        await press(pilot, "enter")
        await sees(pilot, "→ It looks like autumn")


async def test_how_many_questions_remain(tmp_path: Path) -> None:
    from advisor import wording

    async with make_app(make_guide(tmp_path), "pond").run_test() as pilot:
        await sees(pilot, wording.questions_left(1, 1, exact=True))
        await press(pilot, "1")
        await sees(pilot, wording.questions_left(0, 0, exact=True))


async def test_why(tmp_path: Path) -> None:
    async with make_app(make_guide(tmp_path), "garden").run_test() as pilot:
        await sees(pilot, "How is the garden?")
        assert "Wild ones need a spade." not in seen(pilot)
        await press(pilot, "w")
        await sees(pilot, "Wild ones need a spade.", "Look out of the window.", "Everybody is asked this")
        await press(pilot, "1")
        await sees(pilot, "Digging needs tools.", 'You answered "It is wild"')
        await press(pilot, "w")
        await settle(pilot, lambda: "Digging needs tools." not in seen(pilot))


async def test_several(tmp_path: Path) -> None:
    async with make_app(make_guide(tmp_path), "garden", state="wild").run_test() as pilot:
        await sees(pilot, "[ ] A spade", "Space picks, Enter goes on")
        await press(pilot, "enter")
        await sees(pilot, "✗ That is not taken")
        await press(pilot, "space", "down", "space")
        await sees(pilot, "[x] A spade", "[x] A rake", "(2 picked)")
        assert "✗" not in seen(pilot)
        await press(pilot, "3")
        await sees(pilot, "[ ] A spade", "[ ] A rake", "[x] No tools")
        await press(pilot, "1")
        await sees(pilot, "[x] A spade", "[ ] No tools")
        await press(pilot, "1", "2", "enter")
        await sees(pilot, "→ A rake", "How many hours")


async def test_not_covered_ends_with_whom_to_ask(tmp_path: Path) -> None:
    async with make_app(make_guide(tmp_path), "garden").run_test() as pilot:
        await sees(pilot, "How is the garden?")
        await press(pilot, "4")
        await sees(pilot, "This guide does not cover your situation", "Ask a gardener.", "Only about")
        await press(pilot, "escape")
        await sees(pilot, "Question 1")


async def test_a_number_says_its_limits_before_and_after_a_mistake(tmp_path: Path) -> None:
    app = make_app(make_guide(tmp_path), "garden", state="wild", tools=["rake"])
    async with app.run_test() as pilot:
        await sees(pilot, "A whole number from 0 to 10", "1  I have not thought about it")
        await press(pilot, *"99", "enter")
        await sees(pilot, "✗ That is not taken")
        assert interview(pilot).box.value == "99"
        await press(pilot, "backspace", "backspace", "3", "enter")
        await sees(pilot, "→ 3", "On which day?")


async def test_words_instead_of_a_number_are_reached_by_arrows(tmp_path: Path) -> None:
    app = make_app(make_guide(tmp_path), "garden", state="wild", tools=["rake"])
    async with app.run_test() as pilot:
        await sees(pilot, "How many hours")
        await press(pilot, "up")
        await sees(pilot, "▸  1  I have not thought about it")
        await press(pilot, "enter")
        await sees(pilot, "→ I have not thought about it", "On which day?")


async def test_a_day_and_a_text(tmp_path: Path) -> None:
    app = make_app(make_guide(tmp_path), "garden", state="wild", tools=["rake"], hours=3)
    async with app.run_test() as pilot:
        await sees(pilot, "A day like 2027-03-01", "22 November 2026")
        await types(pilot, "soon")
        await press(pilot, "enter")
        await sees(pilot, "✗ That is not one of the answers")
        await types(pilot, "1 December 2026")
        await press(pilot, "enter")
        await sees(pilot, "→ 1 December 2026", "What worries you?")
        await types(pilot, "moles")
        await press(pilot, "enter")
        await sees(pilot, "Your garden needs digging")


async def test_own_words_are_taken_or_offered(tmp_path: Path) -> None:
    async with make_app(make_guide(tmp_path), "garden").run_test() as pilot:
        await sees(pilot, "How is the garden?")
        await press(pilot, "slash")
        await settle(pilot, lambda: pilot.app.focused is interview(pilot).box)
        await types(pilot, "it is tidi")
        await press(pilot, "enter")
        await sees(pilot, "Did you mean", "1  It is tidy")
        await settle(pilot, lambda: "My situation is not among these" not in seen(pilot))
        await press(pilot, "escape")
        await sees(pilot, "My situation is not among these")
        await press(pilot, "slash")
        await types(pilot, "everything is fine")
        await press(pilot, "enter")
        await sees(pilot, "→ It is tidy", "Do nothing.")


async def test_choosing_an_offer(tmp_path: Path) -> None:
    async with make_app(make_guide(tmp_path), "garden").run_test() as pilot:
        await press(pilot, "slash")
        await types(pilot, "it is tidi")
        await press(pilot, "enter")
        await sees(pilot, "Did you mean")
        await press(pilot, "enter")
        await sees(pilot, "Do nothing.")


async def test_words_that_mean_nothing_are_refused_in_place(tmp_path: Path) -> None:
    async with make_app(make_guide(tmp_path), "garden").run_test() as pilot:
        await press(pilot, "slash", *"zzz", "enter")
        await sees(pilot, "That is not one of the answers", "How is the garden?")
        await press(pilot, "escape")
        await settle(pilot, lambda: "not one of the answers" not in seen(pilot))
        await press(pilot, "1")
        await sees(pilot, "Which tools")


async def test_whoever_types_a_value_goes_on_typing_after_a_doubtful_one(tmp_path: Path) -> None:
    app = make_app(make_guide(tmp_path), "garden", state="wild", tools=["rake"])
    async with app.run_test() as pilot:
        await sees(pilot, "How many hours")
        await types(pilot, "thought about")
        await press(pilot, "enter")
        await sees(pilot, "Did you mean", "I have not thought about it")
        assert interview(pilot).box.has_focus
        await press(pilot, *(["backspace"] * 20), "3", "enter")
        await sees(pilot, "On which day?")
        assert interview(pilot).conversation.interview.answers["hours"] == 3


async def test_a_doubtful_answer_is_taken_with_the_arrow_up(tmp_path: Path) -> None:
    app = make_app(make_guide(tmp_path), "garden", state="wild", tools=["rake"])
    async with app.run_test() as pilot:
        await sees(pilot, "How many hours")
        await types(pilot, "thought about")
        await press(pilot, "enter")
        await sees(pilot, "Did you mean")
        await press(pilot, "up")
        await settle(pilot, lambda: interview(pilot).panel.has_focus)
        await press(pilot, "enter")
        await sees(pilot, "On which day?")
        assert interview(pilot).conversation.interview.answers["hours"] == "unknown"


async def test_own_words_that_were_not_clear_can_be_mended(tmp_path: Path) -> None:
    async with make_app(make_guide(tmp_path), "garden").run_test() as pilot:
        await sees(pilot, "How is the garden?")
        await press(pilot, "slash")
        await types(pilot, "it looks")
        await press(pilot, "enter")
        await sees(pilot, "Did you mean")
        await press(pilot, "slash")
        await settle(pilot, lambda: interview(pilot).box.has_focus)
        assert interview(pilot).box.value == "it looks"


@pytest.mark.parametrize(("typed", "hours"), [("ten", 10), ("Seven", 7)])
async def test_a_number_can_be_said(tmp_path: Path, typed: str, hours: int) -> None:
    app = make_app(make_guide(tmp_path), "garden", state="wild", tools=["rake"])
    async with app.run_test() as pilot:
        await sees(pilot, "How many hours")
        await types(pilot, typed)
        await press(pilot, "enter")
        await sees(pilot, "On which day?")
        assert interview(pilot).conversation.interview.answers["hours"] == hours


async def test_a_month_is_asked_for_its_day(tmp_path: Path) -> None:
    app = make_app(make_guide(tmp_path), "garden", state="wild", tools=["rake"], hours=1)
    async with app.run_test() as pilot:
        await sees(pilot, "On which day?")
        await types(pilot, "jan 2027")
        await press(pilot, "enter")
        await sees(pilot, "Which day of January 2027? Type it like 1 January 2027")


async def test_back_takes_answers_away_one_by_one_and_never_quits(tmp_path: Path) -> None:
    app = make_app(make_guide(tmp_path), "garden", state="wild", tools=["rake"])
    async with app.run_test() as pilot:
        await sees(pilot, "How many hours")
        await press(pilot, "escape")
        await sees(pilot, "Question 2", "Which tools")
        await press(pilot, "escape")
        await sees(pilot, "Question 1", "How is the garden?")
        await press(pilot, "escape")
        await sees(pilot, "What is going on?")
        await press(pilot, "escape", "escape")
        assert app.is_running


async def test_an_earlier_answer_is_changed_and_later_ones_stay(tmp_path: Path) -> None:
    app = make_app(make_guide(tmp_path), "garden", state="wild", tools=["rake"], hours=3)
    async with app.run_test() as pilot:
        await sees(pilot, "On which day?")
        await press(pilot, "f2")
        interview(pilot).transcript.focus()
        await press(pilot, "g", "enter")
        await sees(pilot, "Changing answer 1", "(your answer now)", "How is the garden?")
        await press(pilot, "escape")
        await sees(pilot, "Question 4", "On which day?")
        interview(pilot).transcript.focus()
        await press(pilot, "g", "enter")
        await sees(pilot, "Changing answer 1")
        await press(pilot, "2")
        await sees(pilot, "→ It looks like autumn", "→ A rake", "→ 3", "On which day?")


async def test_up_from_the_first_answer_goes_to_the_transcript_and_down_comes_back(
    tmp_path: Path,
) -> None:
    async with make_app(make_guide(tmp_path), "pond", state="wild").run_test() as pilot:
        await sees(pilot, "Are there fish?")
        await press(pilot, "up")
        await settle(pilot, lambda: interview(pilot).transcript.has_focus)
        await press(pilot, "down")
        await settle(pilot, lambda: interview(pilot).panel.has_focus)
        await press(pilot, "a", "enter")
        await sees(pilot, "Changing answer 1")


async def test_enter_after_a_number_answers_no_other_question(tmp_path: Path) -> None:
    async with make_app(make_guide(tmp_path), "pond").run_test() as pilot:
        await sees(pilot, "How is the pond?")
        await press(pilot, "1")
        await sees(pilot, "Are there fish?")
        await press(pilot, "enter")
        await sees(pilot, "Press Enter once more")
        assert interview(pilot).conversation.interview.answers == {"state": "wild"}
        await press(pilot, "enter")
        await sees(pilot, "Do nothing.")


@pytest.mark.parametrize("second", ["2", "enter"])
async def test_a_key_pressed_before_the_next_question_is_shown_does_not_answer_it(tmp_path: Path, second: str) -> None:
    async with make_app(make_guide(tmp_path), "pond").run_test() as pilot:
        await sees(pilot, "How is the pond?")
        driver = pilot.app._driver
        assert driver is not None
        for key in ("1", second):
            driver.send_message(events.Key(key, key if key == "2" else None))
        await sees(pilot, "Are there fish?")
        await pilot.pause(0.1)
        assert interview(pilot).conversation.interview.answers == {"state": "wild"}


async def test_what_is_typed_after_enter_is_no_part_of_the_answer(tmp_path: Path) -> None:
    app = make_app(make_guide(tmp_path), "garden", state="wild", tools=["rake"])
    async with app.run_test() as pilot:
        await sees(pilot, "How many hours")
        await settle(pilot, lambda: isinstance(pilot.app.focused, Input))
        driver = pilot.app._driver
        assert driver is not None
        for key in ("1", "enter", "0"):
            driver.send_message(events.Key(key, None if key == "enter" else key))
        await sees(pilot, "On which day?")
        assert interview(pilot).conversation.interview.answers["hours"] == 1


def many(count: int, *, kind: str = "choice") -> str:
    answers = "".join(f"      a{number}: Answer {number}\n" for number in range(1, count + 1))
    asks = "title: Many\nabout: Many.\nreviewed: 2026-11-20\nstart: many\nquestions:\n  many:\n    ask: Which one?\n"
    return f"{asks}    why: It matters.\n    type: {kind}\n    answers:\n{answers}    next: card:rest\n"


@pytest.mark.parametrize(
    ("keys", "answer"),
    [("2", "a2"), ("1 enter", "a1"), ("1 2", "a12"), ("1 0", "a10"), ("1 3", NOT_COVERED), ("1 9 1 1", "a11")],
)
async def test_a_number_of_two_digits(tmp_path: Path, keys: str, answer: str) -> None:
    guide = make_guide(tmp_path, trees__many=many(12))
    async with make_app(guide, "many").run_test() as pilot:
        await sees(pilot, "Which one?")
        await press(pilot, *keys.split())
        await settle(pilot, lambda: interview(pilot).conversation.interview.answers == {"many": answer})


async def test_a_digit_that_may_go_on_waits_and_another_key_ends_it(tmp_path: Path) -> None:
    guide = make_guide(tmp_path, trees__many=many(12))
    async with make_app(guide, "many").run_test() as pilot:
        await sees(pilot, "Which one?")
        await press(pilot, "1")
        await sees(pilot, "1 is marked: press Enter to take it, or type its second digit (up to 13).")
        await press(pilot, "down", "2")
        await settle(pilot, lambda: interview(pilot).conversation.interview.answers == {"many": "a2"})


async def test_numbers_of_two_digits_pick_several(tmp_path: Path) -> None:
    guide = make_guide(tmp_path, trees__many=many(11, kind="several"))
    async with make_app(guide, "many").run_test() as pilot:
        await sees(pilot, "Which one?")
        await press(pilot, "1", "1", "1", "enter", "3", "enter")
        await settle(pilot, lambda: interview(pilot).conversation.interview.done)
        assert interview(pilot).conversation.interview.answers == {"many": ["a1", "a3", "a11"]}


async def test_a_number_that_no_answer_has_is_said(tmp_path: Path) -> None:
    async with make_app(make_guide(tmp_path), "pond").run_test() as pilot:
        await sees(pilot, "How is the pond?")
        await press(pilot, "7")
        await sees(pilot, "The numbers go up to 3.")


async def test_the_mouse_answers_and_changes(tmp_path: Path) -> None:
    async with make_app(make_guide(tmp_path), "pond").run_test() as pilot:
        await sees(pilot, "It is tidy")

        def line_of(words: str) -> int:
            return next(y for y, text in enumerate(seen(pilot).splitlines()) if words in text)

        await pilot.click(offset=(12, line_of("It is tidy")))
        await sees(pilot, "Are there fish?")
        await pilot.click(offset=(12, line_of("→ It is tidy")))
        await sees(pilot, "Changing answer 1", "How is the pond?")


async def test_begin_again_asks(tmp_path: Path) -> None:
    async with make_app(make_guide(tmp_path), "pond", state="wild").run_test() as pilot:
        await sees(pilot, "Are there fish?")
        await press(pilot, "r")
        await sees(pilot, "This takes back 1 answer.")
        await press(pilot, "n")
        await sees(pilot, "Are there fish?")
        await press(pilot, "r", "y")
        await sees(pilot, "Question 1", "How is the pond?")


async def test_an_answer_given_beforehand_is_refused_in_place(tmp_path: Path) -> None:
    app = make_app(make_guide(tmp_path), "garden", state="wild", tools=["rake"], hours=77)
    async with app.run_test() as pilot:
        await sees(pilot, "How many hours", "✗ That is not taken")


@pytest.mark.parametrize("size", [(80, 24), (160, 45), (60, 20), (40, 10)])
async def test_every_size_shows_the_question_and_the_end(tmp_path: Path, size: tuple[int, int]) -> None:
    async with make_app(make_guide(tmp_path), "garden").run_test(size=size) as pilot:
        await sees(pilot, "How is the garden?")
        await press(pilot, "w", "w", "1")
        await sees(pilot, "Which tools")
        await press(pilot, "1", "enter")
        await sees(pilot, "How many hours")
        await press(pilot, "3", "enter")
        await sees(pilot, "On which day?")
        await types(pilot, "2026-12-01")
        await press(pilot, "enter")
        await sees(pilot, "What worries you?")
        await types(pilot, "moles")
        await press(pilot, "enter")
        await sees(pilot, "Your garden needs digging")
        await press(pilot, "pagedown", "tab", "tab", "question_mark", "escape", "b", "escape", "s")
        await press(pilot, "escape")
        await sees(pilot, "The garden guide")
        await pilot.resize_terminal(70, 18)
        await sees(pilot, "The garden guide")


async def test_long_questions_scroll_to_the_cursor(tmp_path: Path) -> None:
    answers = "\n".join(f"      a{number}: Answer number {number}" for number in range(1, 31))
    tree = "title: Long\nabout: x\nreviewed: 2026-11-20\nstart: q\nquestions:\n  q:\n"
    tree += f"    ask: Which?\n    answers:\n{answers}\n    next: card:rest\n"
    app = make_app(make_guide(tmp_path, trees__long=tree), "long")
    async with app.run_test() as pilot:
        await sees(pilot, "Answer number 1")
        await press(pilot, "G")
        await sees(pilot, "31  My situation is not among these")
        await press(pilot, "k")
        await sees(pilot, "▸ 30  Answer number 30")
        await press(pilot, "g")
        await sees(pilot, "Which?", "▸  1  Answer number 1")
