"""What cards and phrases take for granted: told exactly where trying every answer shows words that are false."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path
from typing import Any

from hypothesis import assume, given
from hypothesis import strategies as st

from advisor.analysis.picture import Picture
from advisor.analysis.reach import Reach
from advisor.authoring.report import Report
from advisor.authoring.rules.claims import claims_of
from advisor.interview.walk import Reached, walk
from tests.interview.generated import TODAY, Made, condition, guides
from tests.interview.reference import Meaning, Run, everything
from tests.support import card, write_guide

Broken = tuple[str, str, str, str]
"""`assumes`, `conflict` or `words`; where: an outcome or a single card; the card or phrase; the fact or other card."""


class Words:
    """What the cards and phrases of a made-up guide claim."""

    def __init__(self, made: Made, assumes: dict[str, Any], printed: str) -> None:
        self.made = made
        self.assumes = assumes
        self.printed = printed

    def files(self) -> dict[str, str]:
        """The guide, its cards with what they assume, its phrase with the fact that it prints."""
        files = self.made.files()
        for name in ("c0", "c1", "c2"):
            more = f"phrases: [p0]\nassumes: {json.dumps(self.assumes[name])}"
            files[f"cards/{name}"] = card(
                f"card {name}", more=more + ("\nconflicts_with: [c0]" if name == "c1" else "")
            )
        head = f"title: P\nmedium: spoken\nto: Anybody\nassumes: {json.dumps(self.assumes['p0'])}"
        files["phrases/p0"] = f"---\n{head}\n---\nHello, about {{{self.printed}}}.\n"
        return files

    def broken(self, run: Run) -> set[Broken]:
        """The claims that do not hold at the end of a run."""
        meaning = Meaning(self.made)
        known = {"today": TODAY, **run.answers}
        if run.end.startswith("card:"):
            cards, phrases = [run.end[5:]], ["p0"]
        else:
            tree, name = run.end.split("/")
            outcome = self.made.trees[tree]["outcomes"][name]
            cards = [one for one in map(self.shown(known, meaning, "card"), outcome["cards"]) if one]
            phrases = ["p0"] if cards else []
            if "phrases" in outcome:
                phrases = [one for one in map(self.shown(known, meaning, "phrase"), outcome["phrases"]) if one]
        found = {
            ("assumes", run.end, name, "")
            for name in (*cards, *phrases)
            if name in self.assumes and meaning.when(self.assumes[name], known) is False
        }
        if {"c0", "c1"} <= set(cards):
            found.add(("conflict", run.end, "c0", "c1"))
        if "p0" in phrases:
            value = run.answers.get(self.printed)
            wordless = isinstance(value, str) and meaning.types[self.printed] in ("number", "date")
            if value is None or wordless:
                found.add(("words", run.end, "p0", self.printed))
        return found

    def shown(self, known: dict[str, Any], meaning: Meaning, kind: str) -> Any:
        """The id of an entry that is shown, else None."""

        def one(entry: Any) -> str | None:
            if isinstance(entry, str):
                return entry
            return entry[kind] if meaning.when(entry.get("when"), known) else None

        return one


@st.composite
def words(draw: st.DrawFn) -> Words:
    made = draw(guides(sound=True))
    questions = {name: question for _, name, question in made.questions()}
    assumes = {name: condition(draw, questions, {}) for name in ("c0", "c1", "c2", "p0")}
    return Words(made, assumes, draw(st.sampled_from(sorted(questions))))


@given(words())
def test_claims_are_broken_exactly_where_trying_every_answer_breaks_them(words: Words) -> None:
    made = words.made
    whole = everything(made, 1500, starts=[*made.trees])
    assume(not {run.end for run in whole.runs} & {"gap", "loop"})
    with tempfile.TemporaryDirectory() as folder:
        report = Report(write_guide(Path(folder), words.files()))
        program = made.program()
        starts = [f"{name}/{tree['start']}" for name, tree in made.trees.items()]
        reach = Reach(Picture(program, starts=starts, claims=claims_of(report, program, content=True)))
        reach.run()
    true = set().union(*(words.broken(run) for run in whole.arrived))
    told: set[Broken] = set()
    for fault in reach.faults:
        claim = fault.claim
        if claim is None:
            continue
        again = made.program()
        again.start = fault.start
        end = walk(again, fault.answers).end
        assert isinstance(end, Reached)
        run = Run(dict(fault.answers), end.id, 0)
        name = claim.subject[0] if claim.kind == "conflict" else claim.subject[1]
        one = (claim.kind, end.id, name, claim.subject[1] if claim.kind == "conflict" else claim.fact or "")
        assert one in words.broken(run)
        told.add(one)
    assert told <= true
    if whole.complete:
        ends = {(kind, name, fact) for kind, end, name, fact in true if end.startswith("card:")}
        assert {one for one in true if not one[1].startswith("card:")} == {
            one for one in told if not one[1].startswith("card:")
        }
        assert ends == {(kind, name, fact) for kind, end, name, fact in told if end.startswith("card:")}
