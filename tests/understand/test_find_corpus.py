"""How well `find` does on texts as people type them, none of which is a line of the guide.

A file of `corpus/` is one situation: its name, what may come first (`accept`: `tree:x`, `card:y`), and at least eight
`inputs`, worded differently and none of them a `sounds_like`. `out_of_scope.yaml` is a list of texts, each with the
topic of elsewhere that should be named, or null for none. Run with `-rP` to see every miss of a run that passes.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from advisor.guide.load import Guide, load_guide
from advisor.guide.locate import bundled_root
from advisor.guide.source import read
from advisor.understand.answers import fold
from advisor.understand.topics import Found, find

CORPUS = Path(__file__).parent / "corpus"
OUTSIDE = "out_of_scope.yaml"
TWO = "two-"
"""Begins the files of texts about two problems at once, of which there are few."""
DAY = date(2026, 11, 22)

UNREAD = Path(__file__).parent / "unread.yaml"
UNREAD_FIRST, UNREAD_AMONG_THREE, UNREAD_OUTSIDE = 0.86, 0.95, 0.90
LEAST_INPUTS = 8
FIRST, AMONG_THREE, REFUSED, REFUSED_OUTSIDE = 0.90, 0.98, 0.03, 0.90


class Case(NamedTuple):
    situation: str
    text: str
    accept: tuple[str, ...]


def situations() -> dict[str, Any]:
    return {path.name: read(path, path.name).data for path in sorted(CORPUS.glob("*.yaml")) if path.name != OUTSIDE}


def cases() -> list[Case]:
    return [
        Case(str(data["situation"]), str(text), tuple(map(str, data["accept"])))
        for data in situations().values()
        for text in data["inputs"]
    ]


def outside() -> list[tuple[str, str | None]]:
    found: Any = read(CORPUS / OUTSIDE, OUTSIDE).data
    return [(str(one["text"]), one["elsewhere"]) for one in found]


@pytest.fixture(scope="module")
def guide() -> Guide:
    return load_guide(bundled_root())


def named(found: Found) -> list[str]:
    return [f"{result.kind}:{result.id}" for result in found.results]


def described(found: Found) -> str:
    results = ", ".join(f"{result.kind}:{result.id} {result.score:.2f}" for result in found.results[:3])
    topics = ", ".join(one.topic for one in found.elsewhere)
    return results or f"refused ({topics or 'nothing like it'})"


def told(what: str, share: float, wanted: str, misses: list[str]) -> str:
    """One share with its misses, a line each."""
    lines = [f"{what}: {share:.1%}, wanted {wanted}", *(f"  {miss}" for miss in misses)]
    sys.stdout.write("\n".join([*lines, ""]))
    return "\n".join(lines)


def test_what_is_in_scope_is_found(guide: Guide) -> None:
    found = [(case, find(guide, case.text, limit=5, as_of=DAY)) for case in cases()]
    not_first, not_near, refused = [], [], []
    for case, result in found:
        order = named(result)
        line = (
            f"{case.situation}: {case.text.strip()!r}\n      wanted {', '.join(case.accept)}; got {described(result)}"
        )
        if not set(order[:1]) & set(case.accept):
            not_first.append(line)
        if not set(order[:3]) & set(case.accept):
            not_near.append(line)
        if not result.covered:
            refused.append(line)
    count = len(found)
    first, three, out = 1 - len(not_first) / count, 1 - len(not_near) / count, len(refused) / count
    report = [
        told("found first", first, f">= {FIRST:.0%}", not_first),
        told("among three", three, f">= {AMONG_THREE:.0%}", not_near),
        told("refused", out, f"<= {REFUSED:.0%}", refused),
    ]
    assert first >= FIRST and three >= AMONG_THREE and out <= REFUSED, "\n".join(report)  # noqa: PT018


def test_what_is_out_of_scope_is_refused(guide: Guide) -> None:
    taken, other = [], []
    texts = outside()
    for text, topic in texts:
        found = find(guide, text, as_of=DAY)
        line = f"{text!r}: wanted {topic or 'nothing'}; got {described(found)}"
        if found.covered:
            taken.append(line)
        elif topic is not None and topic not in [one.topic for one in found.elsewhere]:
            other.append(line)
    share = 1 - len(taken) / len(texts)
    report = told("refused outside", share, f">= {REFUSED_OUTSIDE:.0%}", taken)
    told("refused, but another topic was named", len(other) / len(texts), "few", other)
    assert share >= REFUSED_OUTSIDE, report


def test_what_nobody_thought_of_is_mostly_found(guide: Guide) -> None:
    """Less is asked of these texts, and none of them is shown: they tell how well the lines do on what is new."""
    found: Any = read(UNREAD, UNREAD.name).data
    accept = {name.removesuffix(".yaml"): set(data["accept"]) for name, data in situations().items()}
    first = three = refused = 0
    missed: Counter[str] = Counter()
    outside_texts = found.pop("out_of_scope")
    for situation, texts in found.items():
        for text in texts:
            result = find(guide, text, limit=3, as_of=DAY)
            order = named(result)
            first += bool(set(order[:1]) & accept[situation])
            three += bool(set(order) & accept[situation])
            refused += not result.covered
            missed[situation] += not set(order[:1]) & accept[situation]
    count = sum(map(len, found.values()))
    taken = sum(find(guide, text, as_of=DAY).covered for text in outside_texts) / len(outside_texts)
    shares = first / count, three / count, refused / count, 1 - taken
    said = "of {} texts {:.1%} first, {:.1%} among three, {:.1%} refused; {:.1%} of those outside refused"
    report = f"{said.format(count, *shares)}\nmissed most: {missed.most_common(8)}"
    sys.stdout.write(f"{report}\n")
    assert first / count >= UNREAD_FIRST, report
    assert three / count >= UNREAD_AMONG_THREE, report
    assert refused / count <= REFUSED, report
    assert 1 - taken >= UNREAD_OUTSIDE, report


# --- the corpus itself ------------------------------------------------------------------------------


@pytest.mark.parametrize("name", sorted(name for name in situations() if not name.startswith(TWO)))
def test_a_situation_has_enough_inputs_of_its_own(guide: Guide, name: str) -> None:
    data = situations()[name]
    assert set(data) == {"situation", "accept", "inputs"}
    assert len({fold(str(text)) for text in data["inputs"]}) == len(data["inputs"]) >= LEAST_INPUTS
    for target in data["accept"]:
        kind, _, what = target.partition(":")
        assert what in (guide.tree_names if kind == "tree" else guide.card_names), target


def said(guide: Guide) -> Iterator[str]:
    for name in guide.tree_names:
        tree = guide.tree(name)
        yield from tree.sounds_like
        for question in tree.questions.values():
            for answer in question.answers.values():
                yield from answer.sounds_like
    for name in guide.card_names:
        yield from guide.card(name).matter.sounds_like
    for topic in guide.elsewhere.topics.values():
        yield from topic.sounds_like


def test_no_input_is_a_line_of_the_guide(guide: Guide) -> None:
    lines = set(map(fold, said(guide)))
    texts = [case.text for case in cases()] + [text for text, _ in outside()]
    assert [text for text in texts if fold(text) in lines] == []


def test_the_topics_named_exist(guide: Guide) -> None:
    assert {topic for _, topic in outside() if topic is not None} <= set(guide.elsewhere.topics)
