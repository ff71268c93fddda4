"""What the rules about routing say: each verdict of the analysis as a finding at the line to edit."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from advisor import wording
from advisor.analysis.dead import Idle, Named, Reason, Unmet
from advisor.analysis.paths import plain_answers
from advisor.analysis.picture import Claim, Pathway
from advisor.analysis.reach import Fault
from advisor.authoring.report import Report
from advisor.authoring.rules.claims import place_of
from advisor.diagnostics import Related
from advisor.guide.load import SHARED
from advisor.guide.model import Shared, SharedQuestion
from advisor.guide.source import Source
from advisor.interview.conditions import TODAY, Value
from advisor.interview.result import for_machines
from advisor.interview.walk import number_limits, pick_limits

# --- faults -------------------------------------------------------------------------------------------------------


def _own_test(report: Report, source: Source, fault: Fault) -> str:
    """The test that reads a fact, as its author wrote it, in the form that may stand beside `known`."""
    fact = report.facts.get(fault.fact)
    kind = fact.type if isinstance(fact, SharedQuestion) else "choice"
    depth = max((depth for depth, step in enumerate(fault.where) if step == fault.fact), default=0)
    if depth < _BESIDE_IDS:
        return f"{_TEST_OF.get(kind, 'is')}: ..."
    value: Any = source.data
    for step in fault.where[: depth + 1]:
        value = value[step]
    if isinstance(value, dict):
        return ", ".join(f"{test}: {_flow(operand)}" for test, operand in value.items())
    return f"{'includes' if kind == 'several' else 'is'}: {_flow(value)}"


_BESIDE_IDS = 3
"""From here on in a path a fact's name is that in a condition, and no longer the id of what holds the condition."""


def _flow(value: object) -> str:
    return f"[{', '.join(map(str, value))}]" if isinstance(value, list) else str(value)


def add_fault(report: Report, fault: Fault, day: date | None) -> None:
    """Report a fault with its witness.

    Args:
        report: Where to.
        fault: What is wrong.
        day: The day of the witness, where it matters.
    """
    source = report.guide.tree_part(fault.tree).source
    witness, given = _witness(fault.tree, fault.start, fault.answers, day)
    where = fault.where
    hint: str | None
    if fault.claim is not None:
        _add_claim(report, fault, fault.claim, witness, given)
    elif fault.kind == "gap":
        message = f'no rule of "{where[1]}" holds for: {given}'
        hint = "add a rule for this case, or a last rule without `when`"
        report.add("R401", source, where, message, hint, key=True, witness=witness)
    elif fault.kind == "loop":
        circle = " -> ".join(_circle(fault))
        message = f'the question "{where[1]}" leads back to one already asked ({circle}) for: {given}'
        places = (key.partition("/") for key in dict.fromkeys(fault.at))
        named = [(tree, ("questions", name)) for tree, _, name in places if name != where[1]]
        related = _places(report, named, "part of the circle")
        hint = "let one of them lead forward for these answers"
        report.add("R402", source, where, message, hint, key=True, related=related, witness=witness)
    elif fault.kind == "unknown":
        message = f'"{fault.fact}" may not have been asked when this is read: {given}'
        hint = f"write `{fault.fact}: {{known: true, {_own_test(report, source, fault)}}}`, or ask it before"
        if where[:3] == ("questions", fault.fact, "only_when"):
            hint = "delete the test: this is read before the question is asked"
        report.add("R403", source, where, message, hint, related=_asked_at(report, fault), witness=witness)
    elif fault.kind == "no-card":
        message = f'the outcome "{where[1]}" shows no card for: {given}'
        hint = "let one card stand without `when`, or add one for this case"
        report.add("R405", source, where, message, hint, key=True, witness=witness)
    else:
        message = f'no answer can be given to "{where[1]}" for: {given}'
        hint = "let the last day lie later, or allow a word under `answers`"
        if where[-1] == "min":
            message = f'the first day that "{where[1]}" takes is later than the last one for: {given}'
        report.add("R406", source, where, message, hint, key=True, witness=witness)


def _witness(tree: str, start: str, answers: Mapping[str, Value], day: date | None) -> tuple[dict[str, object], str]:
    """A witness for machines, and in words."""
    plain = plain_answers(answers)
    witness: dict[str, object] = {"answers": plain}
    given = ", ".join(f"{name}={_shown(value)}" for name, value in plain.items()) or "no answers"
    begun = start.partition("/")[0]
    if begun and begun != tree:
        witness["tree"] = begun
        given += f' (begun in the tree "{begun}")'
    if day is not None:
        witness["as_of"] = day.isoformat()
        given += f", on {day.isoformat()}"
    return witness, given


def _shown(value: object) -> str:
    return "+".join(map(str, value)) if isinstance(value, list) else str(value)


def _circle(fault: Fault) -> list[str]:
    """The questions of a circle in the order in which they are asked."""
    again = fault.at[-1].partition("/")[2]
    asked = list(fault.answers)
    if again in asked:
        return [*asked[asked.index(again) :], again]
    return [key.partition("/")[2] for key in fault.at]


def _places(report: Report, named: Iterable[Named], note: str) -> list[Related]:
    """Related places in trees."""
    return [
        Related(report.guide.tree_part(tree).source.span(where, key=_is_node(where)), note) for tree, where in named
    ]


def _is_node(where: Pathway) -> bool:
    return len(where) == 2 and where[0] in ("questions", "outcomes")


def _asked_at(report: Report, fault: Fault) -> list[Related]:
    """Where the question is asked whose answer may be unknown, in its own tree before all others."""
    for name in (fault.tree, *report.guide.tree_names):
        model = report.guide.tree_part(name).model
        if model is not None and fault.fact in model.questions:
            return _places(report, [(name, ("questions", fault.fact))], "asked here")
    return []


def _add_claim(report: Report, fault: Fault, claim: Claim, witness: Mapping[str, object], given: str) -> None:
    source = report.guide.tree_part(fault.tree).source
    where = fault.where
    kind, name = claim.subject
    place = place_of(report, claim)
    related = [place] if place is not None else []
    if where[0] == "questions":
        where = (*where, "to") if isinstance(where[-1], int) else where
    elif claim.kind != "window" and (claim.kind != "words" or kind != "note"):
        where = (*where, kind) if isinstance(_written(source, where), dict) and kind in ("card", "phrase") else where
    if claim.kind == "assumes":
        assert claim.must is not None
        facts = dict.fromkeys(fact for fact in claim.must.facts() if fact in fault.answers)
        about = f" about {wording.one_of(list(facts))}" if facts else ""
        message = f'the {kind} "{name}" is shown here, but what it assumes{about} is false for: {given}'
        hint = "show it only `when` that is so, or change what it assumes"
        report.add("R407", source, where, message, hint, related=related, witness=witness)
    elif claim.kind == "window":
        message = f'the days of "{name}" are reckoned from "{claim.fact}", which may not have been asked: {given}'
        hint = f"give the entry a `when` with `{claim.fact}: {{known: true}}`, or ask it before"
        report.add("R403", source, where, message, hint, related=related, witness=witness)
    elif claim.kind == "conflict":
        message = f'the cards "{kind}" and "{name}" conflict, and both are shown for: {given}'
        report.add("R408", source, where, message, "give one of them a `when`", related=related, witness=witness)
    else:
        what = "this note" if kind == "note" else f'the phrase "{name}"'
        value = fault.answers.get(claim.fact or "")
        if value in claim.wordless:
            message = f'{what} prints "{claim.fact}", which has no words for "{value}": {given}'
            hint = f"add `in_text` to the answer `{value}`, or give the entry a `when`"
        else:
            message = f'{what} prints "{claim.fact}", which may not have been asked: {given}'
            hint = f"give the entry a `when` with `{claim.fact}: {{known: true}}`, or ask it before"
        if kind == "note":
            where = (*where, "text")
        report.add("R409", source, where, message, hint, related=related, witness=witness)


def _written(source: Source, where: Pathway) -> object:
    """What stands at a path of a file."""
    data: object = source.data
    for step in where:
        if isinstance(data, dict):
            data = data.get(step)
        elif isinstance(data, list) and isinstance(step, int) and step < len(data):
            data = data[step]
        else:
            return None
    return data


def add_undecided(report: Report, name: str, causes: Sequence[str] | None, budget: int) -> None:
    """Report that a tree is too large.

    Args:
        report: Where to.
        name: The tree.
        causes: The facts that it comes from; None where only what cards and phrases assume is undecided.
        budget: How many states were looked at.
    """
    source = report.guide.tree_part(name).source
    if causes is None:
        message = f"whether the cards and phrases at the ends are true there is undecided: more than {budget:,} states"
        hint = "let them assume fewer facts, or split the tree"
    else:
        message = f"the routing has more than {budget:,} states, so it is undecided"
        message += f"; most come from: {', '.join(causes[:5])}" if causes else ""
        hint = "read these facts nearer to where they are asked, or split the tree"
    report.add("R404", source, ("questions",), message, hint, key=True)


_TEST_OF = {"number": "at_least", "date": "before", "several": "includes"}
"""A test that a question of a type takes, as an example; the others take `is`."""


# --- what nobody meets --------------------------------------------------------------------------------------------


def add_unlinked(report: Report, tree: str, where: Pathway, behind: Sequence[Pathway]) -> None:
    """Report a question or outcome to which nothing leads."""
    source = report.guide.tree_part(tree).source
    message = f'nothing leads to the {_kind(where)} "{where[1]}"'
    related = _places(report, [(tree, other) for other in behind], "only reached from there")
    report.add("R417", source, where, message, "lead to it from a `next`, or delete it", key=True, related=related)


def _kind(where: Pathway) -> str:
    return str(where[0]).removesuffix("s")


def add_unmet(report: Report, one: Unmet, day: date | None) -> None:
    """Report something that nobody meets."""
    source = report.guide.tree_part(one.tree).source
    where = one.where
    behind = _places(report, one.behind, "so nobody comes here")
    so = f', so nobody comes to "{one.behind[0][1][1]}"' if one.behind else ""
    if one.kind in ("never", "group") and one.reason is not None:
        what = "this group never holds" if one.kind == "group" else _never(where, so)
        _add_never(report, source, where, one.reason, what, so, behind)
    elif one.kind == "shadowed":
        witness, given = _witness(one.tree, one.start, one.answers or {}, day)
        above = "the rule above takes" if len(one.others) == 1 else "the rules above take"
        message = f"this rule is never used{so}: {above} everybody whom it fits, like: {given}"
        related = [*_places(report, one.others, "takes them first"), *behind]
        report.add("R410", source, where, message, "move it up, or delete it", related=related, witness=witness)
    elif one.kind == "repeated":
        message = f"this rule is never used{so}: a rule above has the same `when`"
        related = [*_places(report, one.others, "the same `when`"), *behind]
        hint = "change its `when`, or delete it"
        report.add("R411", source, (*where, "when"), message, hint, key=True, related=related)
    elif one.kind == "left-over":
        message = f"this last rule is never used{so}: the rules above take everybody"
        hint = "delete it; rules that are complete need no last one"
        report.add("R416", source, where, message, hint, related=behind)
    else:
        message = "this holds for everybody who comes here, so the question is always asked"
        report.add("R415", source, where, message, "delete `only_when`, or correct it", key=True)


def _add_never(
    report: Report, source: Source, where: Pathway, reason: Reason, what: str, so: str, behind: Sequence[Related]
) -> None:
    at = (*where, *reason.below)
    fact = reason.fact
    if reason.kind == "contradiction":
        message = f'no answer to "{fact}" can meet all these tests'
        hint = "delete one of the tests, or put them into groups under `any`"
        if not fact:
            message = "no group of this `any` can hold together with the tests beside it"
            hint = "correct the groups, or the tests beside them"
        report.add("R412", source, at, message + so, hint, key=True, related=behind)
        return
    if reason.kind == "limits":
        message = f'no answer to "{fact}" can meet this test{so}{taken(report, fact)}'
        hint = "correct the test, or the limits of the question"
        report.add("R413", source, at, message, hint, key=True, related=behind)
        return
    why = "nobody who comes here meets all these tests"
    if reason.kind == "here":
        never = "what is tested here never holds for those who come here"
        why = _values(fact, reason.values) if reason.values else never
    hint = "correct the test, or delete it with what hangs on it"
    report.add("R414", source, at, f"{what}: {why}", hint, key=True, related=behind)


def _never(where: Pathway, so: str) -> str:
    """That nobody meets what has a condition."""
    if where[-1] == "only_when":
        return "this question is never asked"
    return f"this {_kind(where[2:])} is never shown" if where[0] == "outcomes" else f"this rule is never used{so}"


def _values(fact: str, values: Sequence[Value | None]) -> str:
    """What is known of a fact by those who come somewhere."""
    if fact == TODAY:
        return "no day until the end of the season meets this test"
    known = [value for value in values if value is not None]
    if not known:
        return f'nobody who comes here was asked "{fact}"'
    words = ["+".join(value) if isinstance(value, tuple) else str(for_machines(value)) for value in known[:4]]
    if len(known) > 4 or any(not isinstance(value, str) for value in known):
        return f'no answer to "{fact}" that comes here meets this test'
    asked = "" if len(known) == len(values) else ", or it was not asked"
    return f'"{fact}" is always {wording.one_of(words)} here{asked}'


def taken(report: Report, fact: str) -> str:
    """What a question takes, as the end of a sentence."""
    question = report.facts.get(fact)
    if not isinstance(question, SharedQuestion):
        return ""
    if question.type == "number":
        low, high = number_limits(question)
        return f"; it takes {low} or more" if high is None else f"; it takes {low} to {high}"
    if question.type == "several":
        low, high = pick_limits(question)
        if low > high:
            return ""
        alone = [name for name, answer in question.answers.items() if answer.exclusive]
        picked = f"; {low} to {high} can be picked" if low != high else f"; {low} can be picked"
        return f"{picked}, and {wording.one_of(alone)} only alone" if alone else picked
    if question.type == "date":
        limits = [f"from {question.min}" if question.min else "", f"until {question.max}" if question.max else ""]
        return f"; it takes days {' '.join(limit for limit in limits if limit)}"
    return ""


def add_undeciding(report: Report, tree: str | None, idle: Idle, never: str | None) -> None:
    """Report a rule of a named condition that never decides.

    Args:
        report: Where to.
        tree: Where the condition stands; None for the shared file.
        idle: The rule.
        never: The value that no rule gives, if that is so.
    """
    source = report.guide.part(SHARED, Shared).source if tree is None else report.guide.tree_part(tree).source
    name = idle.name
    message = f'this rule of "{name}" never decides'
    message += f', so "{name}" is never "{never}"' if never is not None else ""
    written = _written(source, ("facts", name, idle.number))
    if isinstance(written, dict) and "when" not in written:
        message += ": the rules above decide for everybody"
        hint = "delete it, and the `when` of the rule above"
    elif idle.holds:
        message += ": the rules above come first for everybody whom it fits"
        hint = "move it up, or delete it"
    else:
        message += f': its `when` holds for nobody where "{name}" is read'
        hint = "correct its `when`, or delete it"
    report.add("R418", source, ("facts", name, idle.number), message, hint)


def add_nothing_changed(report: Report, tree: str, question: str) -> None:
    """Report a question whose answer changes nothing."""
    source = report.guide.tree_part(tree).source
    message = f'the answer to "{question}" changes nothing: the same follows, and the same is shown'
    report.add("R419", source, ("questions", question), message, "use the answer, or do not ask", key=True)
