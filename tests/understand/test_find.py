"""Free text: which situation is meant, at which branch, and what the guide is not about."""

from __future__ import annotations

import random
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from advisor.guide.load import Guide, load_guide
from advisor.guide.locate import bundled_root
from advisor.interview.interview import Interview
from advisor.interview.walk import Refused
from advisor.understand.likeness import Lines
from advisor.understand.topics import Found, find
from tests.understand.guides import rowing

DAY = date(2026, 11, 22)


@pytest.fixture(scope="module")
def guide(tmp_path_factory: pytest.TempPathFactory) -> Guide:
    return rowing(tmp_path_factory.mktemp("rowing"))


@pytest.fixture(scope="module")
def bundled() -> Guide:
    return load_guide(bundled_root())


def ids(found: Found) -> list[str]:
    return [f"{result.kind}:{result.id}" for result in found.results]


def first(guide: Guide, text: str) -> str | None:
    return next(iter(ids(find(guide, text, as_of=DAY))), None)


# --- which situation --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("my boat takes in water", "boat"),
        ("water is coming into the boat!!", "boat"),
        ("MY BOAT LEEKS", "boat"),
        ("teh oar is brokn", "boat"),
        ("oar broke", "boat"),
        ("my single scull is gone", "boat"),
        ("dinghy stolen from boat house", "boat"),
        ("how i can register for regata please", "race"),
        ("I search crew for race", "race"),
        ("is it to late for sign up", "race"),
        ("coach he is shouting to me all time", "coach"),
        ("caoch promisd me seat", "coach"),
        ("the coach shouts at me and my boat leaks", "coach"),
    ],
)
def test_misspelt_and_foreign_english_is_understood(guide: Guide, text: str, tree: str) -> None:
    assert first(guide, text) == f"tree:{tree}"


def test_two_problems_at_once_are_both_named(guide: Guide) -> None:
    text = "First, my boat takes in water. And second, the coach shouts at me in front of everybody."
    assert {"tree:boat", "tree:coach"} <= set(ids(find(guide, text, as_of=DAY)))


def test_what_matters_is_found_in_a_long_letter(guide: Guide) -> None:
    around = "I have had a terrible week and I do not know what to do, please be patient with me. " * 12
    text = f"Hello everybody!! {around}Since yesterday water comes into my boat. {around}Thank you so much"
    assert first(guide, text) == "tree:boat"


def test_every_title_and_id_finds_itself_first(guide: Guide, bundled: Guide) -> None:
    missed = []
    for one in (guide, bundled):
        season = one.season(DAY)
        for name, tree in one.applicant_trees():
            title = season.fill(tree.title)
            for text in (title, title.upper(), name):
                if first(one, text) != f"tree:{name}":
                    missed.append((text, first(one, text)))
        for name in one.card_names:
            title = season.fill(one.card(name).matter.title)
            if first(one, title) != f"card:{name}":
                missed.append((title, first(one, title)))
    assert missed == []


def test_scores_fall_and_the_limit_holds(bundled: Guide) -> None:
    for limit in (1, 2, 5, 50):
        found = find(bundled, "they want me to sign before the results", limit=limit, as_of=DAY)
        scores = [result.score for result in found.results]
        assert len(scores) == len(set(ids(found))) <= limit
        assert scores == sorted(scores, reverse=True)
        assert all(0 < score <= 1 for score in scores)
    assert (
        find(bundled, "they want me to sign", limit=1, as_of=DAY).results
        == find(bundled, "they want me to sign", as_of=DAY).results[:1]
    )


def test_a_card_is_named_beside_the_situations_that_lead_to_it(guide: Guide) -> None:
    found = find(guide, "how much is a new oar?", as_of=DAY)
    assert ids(found)[:2] == ["tree:boat", "card:order-an-oar"]
    # one to which no situation leads is found all the same
    assert "card:winter-storage" in ids(find(guide, "where to put everything in december", as_of=DAY))
    # but not for a word or two of it
    assert not find(guide, "what is there to see in december", as_of=DAY).covered


@pytest.mark.parametrize(
    ("text", "owner"),
    [
        ("my coach asked that rower", 0),
        ("this rower asked our coach", 1),
        ("our coach asked some rower for the boat", 0),
        ("wel the rower askd the coach again", 1),
    ],
)
def test_the_order_of_words_tells_who_asks_whom(text: str, owner: int) -> None:
    asked = ["a coach asked a rower", "coach asked the rower for money", "coach asked us rowers"]
    asking = ["a rower asked a coach", "rower asked the coach for money", "rower asked us coaches"]
    lines = Lines([*((line, 0, 1.0) for line in asked), *((line, 1, 1.0) for line in asking)])
    scores = lines.rank(lines.read(text)).scores
    assert max(scores, key=lambda one: scores[one]) == owner
    assert scores[owner] > scores[1 - owner]


def test_a_strange_word_makes_a_text_less_sure(guide: Guide) -> None:
    def score(text: str) -> float:
        return find(guide, text, as_of=DAY).results[0].score

    assert (
        score("the coach shouts") > score("the coach shouts xylophone") > score("the coach shouts xylophone quagmire")
    )


def test_drafts_are_hidden_and_what_is_broken_is_left_out(tmp_path: Path, guide: Guide) -> None:
    assert "tree:ocean" not in ids(find(guide, "I want to row across the ocean", as_of=DAY))
    broken = {"boat": "title: [oops", "content/elsewhere": "topics: 3", "cards/register": "no front matter"}
    found = find(rowing(tmp_path, broken), "the coach shouts at me", as_of=DAY)
    assert ids(found)[0] == "tree:coach"
    assert found.urgent is None


def test_titles_and_texts_have_their_dates_filled_in(tmp_path: Path) -> None:
    elsewhere = """
        topics:
          after:
            title: After {season:regatta}
            ask: Come back on {season:regatta}.
            sounds_like: [what comes next year]
        """
    race = "title: Before {season:regatta}\nabout: A.\nreviewed: 2026-11-22\nstart: insured\n"
    race += "questions:\n  insured:\n    use: insured\n    next: card:register\n"
    guide = rowing(tmp_path, {"race": race, "content/elsewhere": elsewhere})
    found = find(guide, "before 3 April 2027", as_of=DAY)
    assert [(result.id, result.title) for result in found.results][:1] == [("race", "Before 3 April 2027")]
    pointer = find(guide, "what comes next year?", as_of=DAY).elsewhere[0]
    assert pointer == ("after", "After 3 April 2027", "Come back on 3 April 2027.")


# --- the branch -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "answers"),
    [
        ("water comes in", {"what": "leak"}),
        ("water comes in through a crack in the hull", {"what": "leak", "where": "hull"}),
        ("it is gone from the boathouse, stolen boat", {"what": "gone"}),
        ("how much is a new oar", {"what": "oar"}),
        ("something is wrong with my boat", {}),
        ("my boat", {}),
    ],
)
def test_a_situation_opens_at_the_branch_that_was_meant(guide: Guide, text: str, answers: dict[str, str]) -> None:
    found = find(guide, text, as_of=DAY)
    assert (found.results[0].id, found.results[0].answers) == ("boat", answers)


def test_yes_or_no_is_never_read_from_words(guide: Guide) -> None:
    found = find(guide, "I want to enter a race, and yes, I row alone", as_of=DAY)
    assert (found.results[0].id, found.results[0].answers) == ("race", {})


def test_of_several_answers_the_one_that_is_meant_is_picked(guide: Guide) -> None:
    found = find(guide, "a promise was broken by my coach", as_of=DAY)
    assert (found.results[0].id, found.results[0].answers) == ("coach", {"matter": ["promise"]})


def test_a_tree_takes_every_answer_it_is_opened_with(bundled: Guide) -> None:
    opened = 0
    for name in bundled.tree_names:
        for question in bundled.tree(name).questions.values():
            for answer in question.answers.values():
                for text in (answer.text, *answer.sounds_like):
                    for result in find(bundled, text, as_of=DAY).results:
                        interview = (
                            Interview.begin(bundled, result.id, result.answers, as_of=DAY) if result.answers else None
                        )
                        if interview is not None:
                            opened += 1
                            assert list(interview.walk.known) == ["today", *result.answers], (text, result)
                            assert not isinstance(interview.walk.end, Refused)
                            assert interview.unused == ()
    assert opened > 20


# --- what it is not about -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("where can I fish here", "fishing"),
        ("do i need a licence for fishing", "fishing"),
        ("how many protein should I eat", "food"),
    ],
)
def test_a_topic_of_elsewhere_is_refused_and_names_whom_to_ask(guide: Guide, text: str, topic: str) -> None:
    found = find(guide, text, as_of=DAY)
    assert (found.covered, found.results) == (False, ())
    assert found.elsewhere[0].topic == topic
    assert found.elsewhere[0].ask.endswith(".")


@pytest.mark.parametrize("text", ["quantum chromodynamics", "what do i do", "who are you?", "asdf jklö", "4711"])
def test_what_is_like_nothing_is_refused(guide: Guide, text: str) -> None:
    found = find(guide, text, as_of=DAY)
    assert (found.covered, found.results, found.elsewhere) == (False, (), ())


@pytest.mark.parametrize(
    "text",
    [
        "मेरी नाव में पानी आ रहा है",
        "mi barco se hunde y no se que hacer con el entrenador",
        "我的船漏水了",
        "قاربي يتسرب",
        "моя лодка течёт",
        "🚣🌊🆘",
    ],
)
def test_other_languages_are_refused_and_said_to_be_unreadable(guide: Guide, text: str) -> None:
    found = find(guide, text, as_of=DAY)
    assert (found.covered, found.readable) == (False, False)


# --- danger -------------------------------------------------------------------------------------------


def test_danger_is_found_beside_the_situation(guide: Guide) -> None:
    found = find(guide, "my boat takes in water and somebody is drowning", as_of=DAY)
    assert found.urgent is not None
    assert found.urgent.title == "Call for help first"
    assert ids(found)[0] == "tree:boat"
    assert find(guide, "I am drowning in paper because my boat leaks", as_of=DAY).urgent is None


def test_beside_danger_no_other_address_is_given(guide: Guide) -> None:
    found = find(guide, "somebody is drowning where can I fish", as_of=DAY)
    assert found.urgent is not None
    assert found.elsewhere == ()


# --- whatever is typed ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "",
        "   \n\t ",
        "?!...",
        "\x00\x1b[2J\x07",
        "[red]boat[/red] [/x] ${boat} {boat} %s",
        "b\u202eo\u202cat",
        "\ud800",
        "a" * 400,
        "boat " * 2000,
        "x" * 10_000,
        "the " * 3000,
        " ".join(f"strange{number}" for number in range(3000)),
    ],
    ids=lambda text: repr(text[:12]),
)
def test_odd_texts_are_read(guide: Guide, bundled: Guide, text: str) -> None:
    for one in (guide, bundled):
        assert find(one, text, as_of=DAY).query == text


def test_ten_thousand_letters_are_read(bundled: Guide) -> None:
    chance = random.Random(7)
    words = [word for name in bundled.card_names for word in bundled.card(name).body.text.split()]
    text = "They asked me to withdraw from the Match and to sign a contract. "
    text += " ".join(chance.choice(words) for _ in range(2_000))
    assert len(text) > 10_000
    assert find(bundled, text, as_of=DAY).covered


@given(st.text(max_size=300))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_text_at_all(guide: Guide, text: str) -> None:
    found = find(guide, text, as_of=DAY)
    assert found.covered == bool(found.results)


def test_a_guide_without_situations(tmp_path: Path) -> None:
    from tests.support import write_guide

    found = find(write_guide(tmp_path, {}), "my boat takes in water", as_of=DAY)
    assert (found.covered, found.results, found.elsewhere) == (False, (), ())
