"""What the guide may never say, in whatever words: each family of sentences tests itself on samples first."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from tests.content.seen import ROOT, Seen, card, everything, plain, read, sentences

FAMILIES: dict[str, dict[str, Any]] = read(Path(__file__).with_name("never_said.yaml"))
_BEFORE = 45
"""How many letters before a match are looked at for a word that turns the sentence round."""
_ALWAYS = "always: "
_SHOWN = {"everywhere": {"", "Avoid", "phrase"}, "advice": {"", "phrase"}, "phrases": {"phrase"}}


def hits(family: str, text: str) -> list[str]:
    """What a family finds in one sentence."""
    rules = FAMILIES[family]
    unless = rules.get("unless")
    found = []
    for pattern in rules["patterns"]:
        for match in re.finditer(pattern.removeprefix(_ALWAYS), text, re.IGNORECASE):
            near = text[max(0, match.start() - _BEFORE) : match.end()]
            excused = unless and not pattern.startswith(_ALWAYS) and re.search(unless, near, re.IGNORECASE)
            if not excused:
                found.append(match[0])
    return found


def looks_at(family: str, seen: Seen) -> bool:
    rules = FAMILIES[family]
    section = seen.section if seen.section in {"Avoid", "phrase"} else ""
    return section in _SHOWN[rules["where"]] and seen.place not in rules.get("except", [])


def findings(family: str, texts: list[Seen]) -> list[tuple[str, str]]:
    return [(seen.place, seen.text) for seen in texts if looks_at(family, seen) and hits(family, seen.text)]


@pytest.fixture(scope="module")
def guide() -> list[Seen]:
    return everything()


@pytest.mark.parametrize("family", FAMILIES)
def test_the_guide_never_says_it(family: str, guide: list[Seen]) -> None:
    assert findings(family, guide) == []


@pytest.mark.parametrize(("family", "sample"), [(name, text) for name in FAMILIES for text in FAMILIES[name]["caught"]])
def test_a_family_catches_its_samples(family: str, sample: str) -> None:
    assert any(hits(family, part) for part in sentences(sample))


@pytest.mark.parametrize(("family", "sample"), [(name, text) for name in FAMILIES for text in FAMILIES[name]["passes"]])
def test_a_family_lets_good_sentences_pass(family: str, sample: str) -> None:
    assert not any(hits(family, part) for part in sentences(sample))


@pytest.mark.parametrize("family", FAMILIES)
def test_each_pattern_is_needed(family: str) -> None:
    """A pattern that none of its own samples needs has a slip in it, or no sample."""
    caught = [part for sample in FAMILIES[family]["caught"] for part in sentences(sample)]
    idle = [
        pattern
        for pattern in FAMILIES[family]["patterns"]
        if not any(re.search(pattern.removeprefix(_ALWAYS), part, re.IGNORECASE) for part in caught)
    ]
    assert idle == []


@pytest.mark.parametrize("where", ["Do", "Why", "Next", "", "Avoid"])
@pytest.mark.parametrize("family", [name for name, rules in FAMILIES.items() if rules["where"] != "phrases"])
def test_it_is_found_in_a_card(family: str, where: str) -> None:
    """Every sample is found in a real card, on two lines and with a footnote; under "Avoid" by some families only."""
    text = (ROOT / "content/cards/letter-of-intent.md").read_text(encoding="utf-8")
    for sample in FAMILIES[family]["caught"]:
        words = sample.replace(" ", "[^nrmp_waiver]\n  ", 1)
        spoiled = text.replace(f"## {where}\n", f"## {where}\n- {words}\n", 1) if where else f"{text}\n{words}\n"
        assert spoiled != text
        expected = where != "Avoid" or FAMILIES[family]["where"] == "everywhere"
        assert bool(findings(family, list(card("letter-of-intent", spoiled)))) is expected or '"' in sample, sample


def test_disguise_does_not_help() -> None:
    assert hits("the_match_does_not_bind", plain("The Match is non\u2011bin\u200bding."))
    assert hits("guarantees", plain("You are **guaran_teed_** a place."))


def test_all_that_a_person_sees_is_looked_at(guide: list[Seen]) -> None:
    """A word from each kind of file, so that a reader that has gone blind is noticed."""
    places = {seen.place for seen in guide}
    assert {"offer.yaml", "_shared.yaml", "glossary.yaml", "elsewhere.yaml", "season.yaml", "guide.yaml"} <= places
    assert {file.stem for file in (ROOT / "content/cards").glob("*.md")} <= places
    assert {file.stem for file in (ROOT / "content/phrases").glob("*.md")} <= places
