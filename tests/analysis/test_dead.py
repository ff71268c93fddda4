"""What nobody meets: exactly what trying every answer never meets."""

from __future__ import annotations

from typing import Any

from hypothesis import assume, given

from advisor.analysis.alike import changing_nothing
from advisor.analysis.dead import contradiction, undeciding, unlinked, unmet
from advisor.analysis.paths import Reach
from advisor.analysis.picture import Picture
from advisor.errors import CannotGoOn
from advisor.interview.walk import walk
from tests.analysis.test_count import compared
from tests.analysis.test_paths import TWO, hard, program, when
from tests.interview.generated import TODAY, Made, guides
from tests.interview.reference import Everything, Meaning, everything, future

Named = tuple[Any, ...]


def explored(made: Made) -> Reach:
    """All trees of a guide at once, begun at each."""
    compiled = made.program()
    reach = Reach(Picture(compiled, starts=[f"{name}/{tree['start']}" for name, tree in made.trees.items()]))
    reach.run()
    return reach


def place(tree: str, where: tuple[str | int, ...]) -> Named:
    """A path in a file as the reference names it."""
    if where[0] == "outcomes":
        return (tree, where[1], where[2], where[3])
    if where[2:] == ("only_when",):
        return (tree, where[1], "only_when")
    under = where[3] if isinstance(where[3], str) else ""
    return (tree, where[1], under, next(step for step in where[3:] if isinstance(step, int)))


def rules(made: Made, whole: Everything) -> set[Named]:
    """Every rule of the lists that were looked at."""
    found: set[Named] = set()
    for tree, name, question in made.questions():
        ways = question["next"] if isinstance(question["next"], dict) else {"": question["next"]}
        for under, way in ways.items():
            if not isinstance(way, str) and (tree, name, under) in whole.tried:
                found |= {(tree, name, under, number) for number in range(len(way))}
    return found


def entries(made: Made, whole: Everything) -> set[Named]:
    """Every entry with a condition of the outcomes that were reached."""
    return {
        (tree, name, part, number)
        for tree, model in made.trees.items()
        for name, outcome in model["outcomes"].items()
        for part in ("notes", "cards", "phrases")
        for number, entry in enumerate(outcome.get(part, []))
        if (tree, name) in whole.met and isinstance(entry, dict) and "when" in entry
    }


@given(guides())
def test_exactly_what_nobody_meets_is_found(made: Made) -> None:
    whole = everything(made, 3000, starts=[*made.trees])
    found = unmet([explored(made)])
    told = {place(one.tree, one.where) for one in found if one.kind not in ("always-asked", "group")}
    assert not told & whole.met
    for one in found:
        for tree, where in one.behind:
            assert (tree, where[1]) not in whole.met
        if one.kind == "always-asked":
            assert (one.tree, one.where[1], "only_when", False) not in whole.met
        if one.kind == "group":
            assert one.reason is not None
            condition: Any = made.trees[one.tree]
            for step in one.where:
                condition = condition[step]
            assert id(condition["any"][one.reason.below[1]]) not in whole.held
    if whole.complete:
        idle = (rules(made, whole) | entries(made, whole)) - whole.met
        assert idle - whole.unclear <= told
        for tree, name, question in made.questions():
            if "only_when" in question and (tree, name) in whole.met and (tree, name, "only_when") not in whole.unclear:
                truths = {truth for truth in (True, False) if (tree, name, "only_when", truth) in whole.met}
                kinds = {one.kind for one in found if (one.tree, *one.where[1:3]) == (tree, name, "only_when")} - {
                    "group"
                }
                assert kinds == ({"always-asked"} if truths == {True} else {"never"} if truths == {False} else set())


@given(guides())
def test_whom_a_shadowed_rule_fits_is_taken_by_one_above(made: Made) -> None:
    compiled = made.program()
    for one in unmet([explored(made)]):
        if one.kind == "shadowed":
            assert one.answers is not None
            begun = one.start.partition("/")[0]
            program_ = made.program()
            program_.start = one.start
            try:
                walked = walk(program_, one.answers)
            except CannotGoOn:
                continue  # the rule above leads in a circle
            question = compiled.trees[one.tree].questions[str(one.where[1])]
            ways = question.next[str(one.where[3])] if isinstance(question.next, dict) else question.next
            assert not isinstance(ways, str | dict)
            known = {name: walked.known[name] for name in (*one.answers, "today")}
            assert compiled.condition(ways[int(one.where[-1])].when).truth(known)
            taken = [int(where[-1]) for _, where in one.others]
            assert any(compiled.condition(ways[number].when).truth(known) for number in taken)
            assert begun in made.trees


@given(guides())
def test_nodes_without_a_way_to_them_are_found(made: Made) -> None:
    reach = explored(made)
    found = set()
    for tree, where, behind in unlinked(reach.picture.program.trees, [reach]):
        found |= {(tree, str(one[1])) for one in (where, *behind)}
    linked = set(reach.picture.spots)
    nodes = {(tree, name) for tree, model in made.trees.items() for name in (*model["questions"], *model["outcomes"])}
    assert found == {(tree, name) for tree, name in nodes if f"{tree}/{name}" not in linked}


@given(guides(sound=True))
def test_a_question_that_changes_nothing_is_one_where_trying_every_answer_shows_no_difference(made: Made) -> None:
    reach = explored(made)
    assume(not reach.kinds & {"gap", "loop"})
    assume(everything(made, 1500, starts=[*made.trees]).complete)
    meaning = Meaning(made)
    same: dict[tuple[str, str], bool] = {}
    for name, tree in made.trees.items():
        future(made, meaning, (name, tree["start"]), {"today": TODAY}, same)
    told = {tuple(key.split("/")) for key in changing_nothing([reach])}
    true = {at for at, nothing in same.items() if nothing}
    assert told <= true
    if not compared(made):
        assert told == true


@given(guides())
def test_a_rule_of_a_named_condition_that_never_decides(made: Made) -> None:
    """Whatever is answered, where the condition is read another rule decides."""
    reach = explored(made)
    meaning = Meaning(made)
    idle = list(undeciding([reach]))
    for run in everything(made, 500, starts=[*made.trees]).runs:
        if run.end in ("gap", "loop") or run.end.startswith("card:"):
            continue
        tree, name = run.end.split("/")
        known = {"today": TODAY, **run.answers}
        outcome = made.trees[tree]["outcomes"][name]
        parts = [entry for part in ("notes", "cards", "phrases") for entry in outcome.get(part, [])]
        read = {fact for entry in parts if isinstance(entry, dict) for fact in entry.get("when", {})}
        for one in idle:
            if one.name in read and one.name in made.facts():
                truths = [meaning.when(rule.get("when"), known) for rule in made.facts()[one.name]]
                first = next((number for number, truth in enumerate(truths) if truth is not False), None)
                assert first != one.number


def test_nothing_is_said_about_what_lies_behind_a_tree_that_is_too_large() -> None:
    questions = hard(30)
    last = questions["q30"]
    last["next"] = [*last["next"][:-1], when("late", q30="x"), when("late", q30="x"), {"to": "card:c"}]
    questions["late"] = {"answers": TWO, "next": "card:c"}
    reach = Reach(Picture(program(questions)), budget=2_000)
    reach.run()
    assert reach.cut
    assert unmet([reach]) == []
    assert changing_nothing([reach]) == []


def test_a_contradiction_is_found_even_in_a_tree_that_is_too_large() -> None:
    questions = hard(30)
    last = questions["q30"]
    questions["n"] = {"type": "number", "max": 9, "next": "q0"}
    last["next"] = [when("card:c", n={"at_least": 5, "at_most": 3}), *last["next"]]
    questions = {"n": questions.pop("n"), **questions}
    reach = Reach(Picture(program(questions)), budget=2_000)
    reach.run()
    assert [(one.kind, one.where) for one in unmet([reach])] == [("never", ("questions", "q30", "next", 0, "when"))]


def test_what_follows_a_node_where_nothing_is_remembered_is_certain_again() -> None:
    """One tree is too large and goes on to another one, which does not depend on it."""
    made = Made({"one": tree_of(hard(30), to="tree:two"), "two": tree_of({"z": TWICE})}, {})
    reach = Reach(Picture(made.program(), starts=["one/q0", "two/z"]), budget=2_000)
    reach.run()
    assert {key.partition("/")[0] for key in reach.cut} == {"one"}
    assert [(one.tree, one.kind) for one in unmet([reach])] == [("two", "repeated")]


TWICE: dict[str, Any] = {"answers": TWO, "next": [when("card:c", z="x"), when("card:d", z="x"), {"to": "card:c"}]}


def tree_of(questions: dict[str, Any], to: str = "card:c") -> dict[str, Any]:
    """A tree of these questions, the first one first; its last rule leads somewhere else."""
    named = {name: {"ask": name, **question} for name, question in questions.items()}
    last = named[[*named][-1]]
    last["next"] = [*last["next"][:-1], {"to": to}]
    return {"title": "T", "about": "A.", "reviewed": "2026-11-22", "start": next(iter(named)), "questions": named}


def test_where_another_tree_may_lead_in_with_more_known_nothing_is_said() -> None:
    """A start counts as unsure only where something is read that nobody was asked on the way."""
    rules = [when("card:c", a={"known": True, "is": "x"}), {"to": "card:d"}]
    made = Made({"one": tree_of({"z": {"answers": TWO, "next": rules}, "a": {"answers": TWO, "next": rules}})}, {})
    reach = explored(made)
    assert [one.kind for one in unmet([reach])] == ["never"]
    assert unmet([reach], ["one/z"]) == []
    alone = explored(Made({"one": tree_of({"z": TWICE})}, {}))
    assert [one.kind for one in unmet([alone], ["one/z"])] == ["repeated"]


@given(guides())
def test_what_contradicts_itself_holds_on_no_path(made: Made) -> None:
    compiled = made.program()
    runs = everything(made, 300).runs
    for spot in Picture(compiled).spots.values():
        for condition in spot.conditions():
            if contradiction(condition, compiled) is not None:
                for run in runs:
                    known = {
                        name: tuple(value) if isinstance(value, list) else value for name, value in run.answers.items()
                    }
                    assert not condition.truth({"today": TODAY, **known})
