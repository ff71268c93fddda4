"""Rules about routing over whole paths (R4).

Gaps, circles, facts that may be unknown, ends without a card: decided on the exploration of
`advisor.analysis`, each with a witness that the engine replays.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from advisor.analysis.cells import TooManyCells
from advisor.analysis.paths import (
    BUDGET,
    Exploration,
    Explorer,
    Fault,
    Picture,
    days_to_prove,
    plain_answers,
)
from advisor.authoring.report import Report
from advisor.diagnostics import Related
from advisor.guide.load import Guide, targets
from advisor.guide.model import Question, Tree
from advisor.guide.season import Season
from advisor.interview.walk import Program

BUDGET_TO_BEGIN = BUDGET // 20
"""States to look at before an interview begins: a person waits for it."""


def check_routing(report: Report, name: str, day: date | None = None) -> None:
    """Explore a tree and what it goes on to, on one day or on every day that matters."""
    guide = report.guide
    reachable = _reachable(guide, name)
    if day is None:
        first = min(tree.reviewed for tree in reachable.values())
        last = max(guide.season_file.ends, first)
        days = days_to_prove(_program(guide, name, first), first, last)
    else:
        days = [day]
    seen: set[tuple[str, str, tuple[str | int, ...], str]] = set()
    left = BUDGET if day is None else BUDGET_TO_BEGIN
    for one in days:
        picture = None
        try:
            picture = Picture(_program(guide, name, one))
            found = Explorer(picture, budget=left).explore()
        except TooManyCells:
            found = Exploration(decided=False)
        left -= found.states
        for fault in found.faults:
            key = (fault.kind, fault.tree, fault.where, fault.fact)
            if key not in seen:
                seen.add(key)
                before = len(report.findings)
                _add(report, fault, one if len(days) > 1 else None)
                same = frozenset(fault.at) if fault.kind == "loop" else (*key,)
                report.keep_nearest(same, before)
        if not found.decided:
            _undecided(report, name, picture)
            return


def _program(guide: Guide, name: str, day: date) -> Program:
    season = Season(guide.season_file, day)
    return Program(_reachable(guide, name), name, season.resolve, day, guide.shared)


def _reachable(guide: Guide, name: str) -> dict[str, Tree]:
    """The trees that follow; those that are not written yet, as a draft may name, are left out."""
    found: dict[str, Tree] = {}
    pending = [name]
    while pending:
        current = pending.pop(0)
        if current in found or current not in guide.tree_names:
            continue
        found[current] = guide.tree(current)
        pending += [to[5:] for to in targets(found[current]) if to.startswith("tree:")]
    return found


def _add(report: Report, fault: Fault, day: date | None) -> None:
    part = report.guide.tree_part(fault.tree)
    source = part.source
    answers = plain_answers(fault.answers)
    witness: dict[str, object] = {"answers": answers}
    if day is not None:
        witness["as_of"] = day.isoformat()
    given = ", ".join(f"{name}={_shown(value)}" for name, value in answers.items()) or "no answers"
    if day is not None:
        given += f", on {day.isoformat()}"
    where = fault.where
    if fault.kind == "gap":
        message = f'no rule of "{where[1]}" holds for: {given}'
        hint = "add a rule for this case, or a last rule without `when`"
        report.add("R401", source, where, message, hint, key=True, witness=witness)
    elif fault.kind == "loop":
        circle = " -> ".join(_circle(fault))
        message = f'the question "{where[1]}" leads back to one already asked ({circle}) for: {given}'
        related = [
            Related(
                report.guide.tree_part(tree).source.span(("questions", name), key=True),
                "part of the circle",
            )
            for tree, _, name in (key.partition("/") for key in dict.fromkeys(fault.at))
            if name != where[1]
        ]
        hint = "let one of them lead forward for these answers"
        report.add("R402", source, where, message, hint, key=True, related=related, witness=witness)
    elif fault.kind == "unknown":
        message = f'"{fault.fact}" may not have been asked when this is read: {given}'
        hint = f"write `{fault.fact}: {{known: true, is: ...}}`, or ask it before"
        related = list(_asked_at(report, fault.fact))
        report.add("R403", source, where, message, hint, related=related, witness=witness)
    else:
        message = f'the outcome "{where[1]}" shows no card for: {given}'
        hint = "let one card stand without `when`, or add one for this case"
        report.add("R405", source, where, message, hint, key=True, witness=witness)


def _circle(fault: Fault) -> list[str]:
    """The questions of a circle in the order in which they are asked."""
    again = fault.at[-1].partition("/")[2]
    asked = list(fault.answers)
    if again in asked:
        return [*asked[asked.index(again) :], again]
    return [key.partition("/")[2] for key in fault.at]


def _shown(value: object) -> str:
    return "+".join(map(str, value)) if isinstance(value, list) else str(value)


def _asked_at(report: Report, fact: str) -> Iterator[Related]:
    for name in report.guide.tree_names:
        part = report.guide.tree_part(name)
        if part.model is not None and fact in part.model.questions:
            yield Related(part.source.span(("questions", fact), key=True), "asked here")
            return


def _undecided(report: Report, name: str, picture: Picture | None) -> None:
    part = report.guide.tree_part(name)
    facts: dict[str, int] = {}
    if picture is not None:
        for live in picture.live.values():
            for fact in live:
                facts[fact] = facts.get(fact, 0) + 1
    else:
        facts = {key: 1 for key, question in (part.model.questions if part.model else {}).items() if _wide(question)}
    most = sorted(facts, key=lambda fact: (-facts[fact], fact))[:5]
    message = f"the routing has more than {BUDGET:,} states, so it is undecided; most come from: {', '.join(most)}"
    hint = "read these facts nearer to where they are asked, or split the tree"
    report.add("R404", part.source, ("questions",), message, hint, key=True)


def _wide(question: Question) -> bool:
    return question.type == "several"
