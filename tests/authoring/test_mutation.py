"""Mutation: what a scenario pins down is noticed, what none does is named with answers that show it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from advisor.analysis import atlas
from advisor.authoring.testing.expected import agrees
from advisor.authoring.testing.item import COMMON
from advisor.authoring.testing.mutants import Mutant, mutants
from advisor.authoring.testing.mutate import mutation, view
from advisor.authoring.testing.run import run_tests
from advisor.authoring.testing.scenarios import play, read_cases
from advisor.errors import AdvisorError
from advisor.guide.load import Guide
from advisor.interview.interview import Interview
from advisor.output.testing import verdict_document, verdict_text
from tests.authoring.test_scenarios import golden, no_lines
from tests.authoring.workshop import BIKE, workshop

ALL = """
    tree: bike
    as_of: 2026-11-22
    given:
      member: yes
    scenarios:
      - name: One part
        answers: {parts: 1}
        expect:
          outcome: quick_job
          cards: [while-you-wait]
          says: [members pay for the parts only]
      - name: Two parts, no member
        answers: {member: no, parts: 2}
        expect:
          outcome: quick_job
          cards: [while-you-wait, pay-first]
          never_says: [members pay for the parts only]
      - name: I cannot tell
        answers: {parts: unsure}
        expect: {outcome: card:show-it}
      - name: Before the break
        answers: {parts: 3, bring: season:summer - 1 day}
        expect:
          outcome: big_job
          cards: [leave-it]
          phrases: [ask-for-a-day]
      - name: Before the break, no member
        answers: {member: no, parts: 20, bring: 2026-11-01}
        expect:
          outcome: big_job
          cards: [leave-it, pay-first]
          phrases: [ask-for-a-day, ask-the-price]
      - name: In the break
        answers: {parts: 4, bring: season:summer}
        expect: {outcome: card:closed}
      - name: The last day
        answers: {parts: 4, bring: 2027-12-31}
        expect: {outcome: card:closed}
      - name: Too many parts
        answers: {parts: 21}
        expect: {refused: parts}
      - name: Too early
        answers: {parts: 4, bring: 2026-10-31}
        expect: {refused: bring}
      - name: Too late
        answers: {parts: 4, bring: 2028-01-01}
        expect: {refused: bring}
    """
YEAR_SCENARIOS = """tree: year
as_of: 2026-11-22
given: {tools: [pump], winter: yes}
scenarios:
  - name: Now
    expect: {outcome: the_year, cards: [pay-first, leave-it, closed], asked: [tools, winter]}
"""


def unnoticed(guide: Guide, tree: str = "bike", played: bool = True) -> dict[str, tuple[str, str]]:
    """What goes by: the change, what the example comes to, and what it would come to."""
    cases = [play(guide, case) for case in read_cases(guide)] if played else []
    found = mutation(guide, ["bike", "year"], [tree], cases)
    assert found.undecided == ()
    return {one.mutant.message: (one.example.before, one.example.after) for one in found.unnoticed}


def test_scenarios_that_pin_everything_down_notice_everything(tmp_path: Path) -> None:
    guide = workshop(tmp_path, scenarios=ALL)
    verdict = run_tests(guide, [tmp_path / "tests/scenarios/bike.yaml"], measure=True, change=True)
    assert (verdict.failed, verdict.incomplete) == (0, False)
    assert verdict.mutation is not None
    assert verdict.mutation.unnoticed == []
    assert verdict.mutation.trees["bike"] == (40, 40)
    assert verdict.mutation.trees[COMMON] == (2, 2)
    # The order of the first two rules: whoever cannot tell the number has no three parts.
    assert verdict.mutation.equivalent == 1


def without(name: str) -> str:
    head, _, rest = ALL.partition(f"      - name: {name}\n")
    return head + "      - name:" + rest.partition("      - name:")[2] if "      - name:" in rest else head


@pytest.mark.parametrize(
    ("left_out", "goes_by", "shown"),
    [
        (
            "In the break",
            'rule 1 of "bring": `bring: before season:summer` becomes `on_or_before season:summer`',
            ('ends at "card:closed"', 'ends at "big_job"'),
        ),
        (
            "Before the break",
            'rule 1 of "bring": `bring: before season:summer` becomes `before season:summer - 1 day`',
            ('ends at "big_job"', 'ends at "card:closed"'),
        ),
        (
            "Two parts, no member",
            'rule 1 of the fact "big": `parts: at_least 3` becomes `at_least 2`',
            ('ends at "quick_job"', 'asks "bring"'),
        ),
        (
            "I cannot tell",
            '"parts" has no answer "unsure"',
            ('ends at "card:show-it"', 'refuses the answer to "parts"'),
        ),
        (
            "I cannot tell",
            'rule 1 of "parts" leads to "card:closed" instead of "card:show-it"',
            ('ends at "card:show-it"', 'ends at "card:closed"'),
        ),
        (
            "I cannot tell",
            'rule 1 of "parts", to "card:show-it", is left out',
            ('ends at "card:show-it"', 'ends at "quick_job"'),
        ),
        (
            "Before the break, no member",
            'the phrase "ask-the-price" at "big_job" is left out',
            ('ends at "big_job"', 'ends at "big_job", without the phrase "ask-the-price"'),
        ),
        (
            "Two parts, no member",
            'the note "Members pay for the parts only." at "quick_job" has no condition',
            ('ends at "quick_job"', 'ends at "quick_job", with the note "Members pay for the parts only."'),
        ),
        (
            "Too many parts",
            '`max` of "parts" becomes 21 instead of 20',
            ('refuses the answer to "parts"', 'asks "bring"'),
        ),
        (
            "Too early",
            '`min` of "bring" becomes 2026-10-31 instead of 2026-11-01',
            ('refuses the answer to "bring"', 'ends at "big_job"'),
        ),
    ],
)
def test_what_a_missing_scenario_lets_by(tmp_path: Path, left_out: str, goes_by: str, shown: tuple[str, str]) -> None:
    found = unnoticed(workshop(tmp_path, scenarios=without(left_out)))
    assert found[goes_by] == shown


def test_the_answers_of_an_example_show_the_difference(tmp_path: Path) -> None:
    guide = workshop(tmp_path)
    cases = [play(guide, case) for case in read_cases(guide)]
    found = mutation(guide, ["bike", "year"], ["bike", "year"], cases)
    assert len(found.unnoticed) > 20
    for mutant, example in found.unnoticed:
        variant = mutant.applied(guide)
        for one in cases:
            assert one.interview is not None
            assert agrees(replace(one.interview, guide=variant), one.case.scenario)
        seen = []
        for there in (guide, variant):
            try:
                seen.append(view(Interview.begin(there, example.tree, example.answers, as_of=example.as_of)))
            except AdvisorError as error:
                seen.append((error.message,))
        assert seen[0] != seen[1], mutant.message


def test_a_plan_whose_days_are_off_is_seen_on_the_days_at_which_it_changes(tmp_path: Path) -> None:
    guide = workshop(tmp_path)
    file = tmp_path / "tests/scenarios/year.yaml"
    file.write_text(YEAR_SCENARIOS)
    found = unnoticed(guide, "year")
    message = '`from` of the card "leave-it" at "the_year" becomes 2027-01-11 instead of 2027-01-10'
    assert found[message][1] == 'ends at "the_year", "leave-it" is later instead of now'
    file.write_text(
        YEAR_SCENARIOS
        + "  - name: That day\n    as_of: 2027-01-10\n    expect: {outcome: the_year, now: [pay-first, leave-it]}\n"
    )
    assert message not in unnoticed(guide, "year")


def test_days_out_of_the_season_change_nothing(tmp_path: Path) -> None:
    long_ago = "              from: 2027-01-10\n"
    from tests.authoring.workshop import YEAR

    guide = workshop(tmp_path, year=YEAR.replace(long_ago, "              from: 2020-01-10\n"))
    (tmp_path / "tests/scenarios/year.yaml").write_text(
        YEAR_SCENARIOS.replace("[pay-first, leave-it, closed]", "[pay-first, leave-it, closed]")
    )
    found = mutation(guide, ["year"], ["year"], [])
    assert [mutant.message for mutant in found.equivalent] == [
        '`from` of the card "leave-it" at "the_year" becomes 2020-01-09 instead of 2020-01-10',
        '`from` of the card "leave-it" at "the_year" becomes 2020-01-11 instead of 2020-01-10',
    ]


def test_a_plan_whose_days_hang_on_an_answer(tmp_path: Path) -> None:
    plan = """
        title: A plan
        about: For one day.
        reviewed: 2026-11-22
        start: visit
        questions:
          visit:
            ask: When?
            why: It matters.
            type: date
            min: 2026-11-01
            max: 2027-01-31
            next: end
        outcomes:
          end:
            title: The end
            layout: timeline
            cards:
              - card: leave-it
                window:
                  from: visit
                  until: visit + 3 days
              - card: show-it
                window:
                  from: visit + 500 days
        """
    guide = workshop(tmp_path, year=plan)
    found = mutation(guide, ["year"], ["year"], [])
    seen = {one.mutant.message: one.example for one in found.unnoticed}
    shift = '`until` of the card "leave-it" at "end" becomes visit + 4 days instead of visit + 3 days'
    assert seen[shift].after == 'ends at "end", "leave-it" is now instead of passed'
    assert "visit" in seen[shift].answers
    # More than a year after any day that can be given: it is always later.
    assert [mutant.message for mutant in found.equivalent] == [
        '`from` of the card "show-it" at "end" becomes visit + 499 days instead of visit + 500 days',
        '`from` of the card "show-it" at "end" becomes visit + 501 days instead of visit + 500 days',
    ]


def test_rules_that_exclude_each_other_may_change_places(tmp_path: Path) -> None:
    guide = workshop(tmp_path)
    found = mutation(guide, ["bike"], ["bike"], [])
    assert [mutant.message for mutant in found.equivalent] == ['rules 1 and 2 of "parts" change places']


def test_a_change_of_what_trees_share_is_noticed_by_either(tmp_path: Path) -> None:
    guide = workshop(tmp_path, scenarios=without("Two parts, no member"))
    cases = [play(guide, case) for case in read_cases(guide)]
    found = mutation(guide, ["bike"], ["bike"], cases)
    assert found.noticed[COMMON] == 2
    assert [mutant.message for mutant in mutants(guide, COMMON)] == [
        '"member" has no answer "yes"',
        '"member" has no answer "no"',
    ]


def test_files_are_never_touched(tmp_path: Path) -> None:
    guide = workshop(tmp_path, scenarios=ALL)
    before = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    assert run_tests(guide, change=True).failed == 0
    assert {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()} == before
    # Nor is the guide in memory: the same scenarios hold afterwards.
    assert run_tests(guide).failed == 0


def test_a_failing_scenario_notices_nothing(tmp_path: Path) -> None:
    wrong = ALL.replace("expect: {outcome: card:show-it}", "expect: {outcome: card:closed}")
    verdict = run_tests(workshop(tmp_path, scenarios=wrong), change=True)
    assert verdict.failed == 1
    assert verdict.mutation is not None
    assert '"parts" has no answer "unsure"' in [change.remark.message for change in verdict.mutation.unnoticed]


def test_beyond_the_budget_is_undecided(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(atlas.Atlas.__init__, "__kwdefaults__", {"reads": None, "budget": 1})
    verdict = run_tests(workshop(tmp_path), change=True)
    assert verdict.mutation is not None
    assert 'rules 1 and 2 of "parts" change places' in [remark.message for remark in verdict.mutation.undecided]
    assert "Too much can happen here" in verdict_text(verdict, no_lines)
    assert verdict_document(verdict)["mutation"]["equivalent"] == 0


def test_every_kind_of_change_is_made_once(tmp_path: Path) -> None:
    made = [*mutants(workshop(tmp_path), "bike"), *mutants(workshop(tmp_path), "year")]
    assert len({(mutant.tree, mutant.message) for mutant in made}) == len(made)
    kinds = {mutant.kind for mutant in made}
    assert kinds == {
        "answer",
        "limit",
        "rule",
        "target",
        "order",
        "entry",
        "window",
        "condition",
        "threshold",
    }


def named(made: list[Mutant], kind: str) -> list[str]:
    return [mutant.message for mutant in made if mutant.kind == kind]


def test_alternatives_and_several_tests_are_left_out_one_by_one(tmp_path: Path) -> None:
    more = BIKE.replace(
        "            when:\n              member: yes\n",
        "            when:\n              member: yes\n              parts: [1, 2]\n              any:\n"
        "                - parts: 1\n                - parts:\n                    at_most: 2\n",
        1,
    )
    made = list(mutants(workshop(tmp_path, bike=more), "bike"))
    subject = 'the note "Members pay for the parts only." at "quick_job"'
    assert [message for message in named(made, "condition") if message.startswith(subject)] == [
        f'{subject} no longer looks at "member"',
        f'{subject} no longer looks at "parts"',
        f'{subject} no longer looks at "any"',
        f"{subject} has no alternative 1",
        f"{subject} has no alternative 2",
    ]
    assert [message for message in named(made, "threshold") if message.startswith(subject)] == [
        f"{subject}: `parts: 1` becomes `0`",
        f"{subject}: `parts: 1` becomes `2`",
        f"{subject}: `parts: 2` becomes `1`",
        f"{subject}: `parts: 2` becomes `3`",
        f"{subject}: `parts: 1` becomes `0`",
        f"{subject}: `parts: 1` becomes `2`",
        f"{subject}: `parts: at_most 2` becomes `less_than 2`",
        f"{subject}: `parts: at_most 2` becomes `at_most 3`",
    ]


def test_an_end_that_only_moves_on_another_day(tmp_path: Path) -> None:
    """A test of today is seen on the days beside it, and on no other."""
    timed = BIKE.replace(
        "          - when:\n              big: yes\n",
        "          - when:\n              today:\n                on_or_after: 2027-03-01\n"
        "            to: card:closed\n          - when:\n              big: yes\n",
    )
    guide = workshop(tmp_path, bike=timed)
    found = mutation(guide, ["bike"], ["bike"], [])
    shift = 'rule 2 of "parts": `today: on_or_after 2027-03-01` becomes `after 2027-03-01`'
    (example,) = [one.example for one in found.unnoticed if one.mutant.message == shift]
    assert example.as_of == date(2027, 3, 1)


def test_text(tmp_path: Path) -> None:
    scenarios = without("In the break").replace("      - name: Too many parts", "      - name: Too many")
    verdict = run_tests(workshop(tmp_path, scenarios=scenarios), change=True)
    golden("test-mutation.txt", verdict_text(verdict, no_lines))


def test_document(tmp_path: Path) -> None:
    verdict = run_tests(workshop(tmp_path, scenarios=without("I cannot tell")), change=True)
    document = verdict_document(verdict)["mutation"]
    assert document["noticed"] + len(document["unnoticed"]) == document["total"]
    first = next(change for change in document["unnoticed"] if change["kind"] == "answer")
    assert first == {
        "path": "trees/bike.yaml",
        "line": 15,
        "column": 7,
        "message": '"parts" has no answer "unsure"',
        "details": [],
        "kind": "answer",
        "tree": "bike",
        "as_of": "2026-11-22",
        "answers": {"member": "yes", "parts": "unsure"},
        "before": 'ends at "card:show-it"',
        "after": 'refuses the answer to "parts"',
    }
