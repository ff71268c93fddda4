"""`find`: somebody's own words on the command line."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from tests.cli.conftest import Call
from tests.cli.guides import DAY, change
from tests.understand.guides import rowing

KEYS = ["schema", "query", "covered", "urgent", "results", "elsewhere"]


@pytest.fixture
def club(tmp_path: Path) -> str:
    """The guide about a rowing club."""
    return str(rowing(tmp_path / "club").root)


@pytest.fixture
def found(call: Call, club: str) -> Any:
    """The JSON document for some words, checked against its published schema."""

    def find(*words: str, **more: Any) -> Any:
        ran = call("find", *words, "--format", "json", "--guide", club, "--as-of", DAY, **more)
        assert (ran.code, ran.err) == (0, "")
        schema = call("schema", "find").json
        Draft202012Validator.check_schema(schema)
        Draft202012Validator(schema).validate(ran.json)
        assert list(ran.json) == KEYS
        return ran.json

    return find


def test_the_document_of_what_is_found(found: Any) -> None:
    document = found("water comes in", "--limit", "1")
    assert document["results"][0].pop("score") > 0.2
    assert document == {
        "schema": 1,
        "query": "water comes in",
        "covered": True,
        "urgent": None,
        "results": [
            {"kind": "tree", "id": "boat", "title": "Something is wrong with my boat", "answers": {"what": "leak"}}
        ],
        "elsewhere": [],
    }


def test_the_document_of_what_the_guide_is_not_about(found: Any) -> None:
    assert found("where can I fish") == {
        "schema": 1,
        "query": "where can I fish",
        "covered": False,
        "urgent": None,
        "results": [],
        "elsewhere": [{"topic": "fishing", "title": "Fishing", "ask": "The fishing club next door."}],
    }
    assert found("quantum chromodynamics")["elsewhere"] == []


def test_the_document_of_danger(found: Any) -> None:
    document = found("somebody is drowning")
    assert document["urgent"] == {
        "title": "Call for help first",
        "text": "Get everybody out of the water.",
        "contacts": [{"name": "Rescue", "how": "call 7", "when": "always"}],
    }
    assert document["elsewhere"] == []


def test_the_words_may_be_several_or_come_from_standard_input(found: Any) -> None:
    one = found("water comes in")
    assert found("water", "comes", "in") == one
    pasted = found("-", given=b"\xef\xbb\xbfwater comes in")
    assert pasted == one
    assert found("-", given=b"water \xff comes in\r\n")["results"][0]["id"] == "boat"


def test_text_says_how_to_open_each_situation(call: Call, club: str) -> None:
    ran = call("find", "how much is a new oar", "--guide", club, "--as-of", DAY)
    assert (ran.code, ran.err) == (0, "")
    assert ran.out == (
        "This may be one of these situations\n"
        "-----------------------------------\n\n"
        "1. Something is wrong with my boat\n"
        "   Read from your words: What is wrong with it? An oar is broken\n"
        "   advisor ask boat --set what=oar\n"
        "2. Card: Order an oar from the workshop\n"
        "   advisor card order-an-oar\n"
    )


def test_what_the_text_proposes_can_be_typed(call: Call, club: str) -> None:
    proposed = call("find", "a promise was broken by my coach", "--guide", club, "--as-of", DAY).out
    command = next(line.split() for line in proposed.splitlines() if "advisor ask coach --set" in line)
    ran = call("run", *command[2:], "--guide", club, "--as-of", DAY)
    assert ran.code == 0
    assert "Talk to the coach before you complain" in ran.out


def test_danger_comes_first_and_nothing_is_refused_beside_it(call: Call, club: str) -> None:
    ran = call("find", "somebody is drowning, my boat takes in water", "--guide", club, "--as-of", DAY)
    assert ran.out.startswith("Call for help first\n")
    assert ran.out.index("Rescue: call 7") < ran.out.index("Something is wrong with my boat")
    alone = call("find", "somebody is drowning", "--guide", club, "--as-of", DAY)
    assert "does not cover" not in alone.out
    assert "Ask instead" not in alone.out


def test_what_is_not_covered_is_no_error_and_names_whom_to_ask(call: Call, club: str) -> None:
    ran = call("find", "where can I fish", "--guide", club, "--as-of", DAY)
    assert (ran.code, ran.err) == (0, "")
    assert "This guide is not about" in ran.out
    assert "Ask instead: The fishing club next door." in ran.out
    nothing = call("find", "what do I do now", "--guide", club, "--as-of", DAY)
    assert nothing.code == 0
    assert "does not cover that" in nothing.out
    assert "Ask instead: Ask at the desk." in nothing.out
    foreign = call("find", "मेरी नाव में पानी आ रहा है", "--guide", club, "--as-of", DAY)
    assert "does not know these words" in foreign.out


@pytest.mark.parametrize("words", [[""], ["  "], ["-"]])
def test_no_words_are_wrong_usage(call: Call, club: str, words: list[str]) -> None:
    ran = call("find", *words, "--guide", club)
    assert (ran.code, ran.out) == (2, "")
    assert "no words to look for" in ran.err


@pytest.mark.parametrize(
    "args", [[], ["boat", "--limit", "0"], ["boat", "--limit", "many"], ["boat", "--format", "xml"]]
)
def test_wrong_usage(call: Call, club: str, args: list[str]) -> None:
    assert call("find", *args, "--guide", club).code == 2


def test_what_is_typed_is_shown_and_never_obeyed(call: Call, club: str) -> None:
    ran = call("find", "my boat \x1b[2J takes [red]water[/red] \u202e", "--guide", club, "--as-of", DAY)
    assert ran.code == 0
    assert "\x1b" not in ran.out
    assert "\u202e" not in ran.out


def test_a_broken_file_is_named_and_the_rest_is_searched(call: Call, club: str) -> None:
    change(Path(club), "trees/race.yaml", "title: I want to enter a race", "title: [oops")
    change(Path(club), "content/elsewhere.yaml", "title: Fishing", "titel: Fishing")
    ran = call("find", "water comes in", "--guide", club, "--as-of", DAY)
    assert ran.code == 0
    assert "advisor ask boat" in ran.out
    assert "trees/race.yaml, content/elsewhere.yaml" in ran.err
