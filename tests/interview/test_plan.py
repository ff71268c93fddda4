"""Plans: the three scenarios of the file format, states, order and words."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from advisor.authoring.check import check
from advisor.authoring.testing.scenarios import play, read_cases
from advisor.guide.load import Guide
from advisor.interview.interview import Interview
from advisor.interview.plan import PlanEntry
from tests.support import card, write_guide

SEASON = """
    title: 2027 Main Match
    zone: America/New_York
    ends: 2027-05-31
    events:
      rank_deadline:
        title: the deadline
        date: 2027-03-03
        time: "21:00"
        confidence: expected
        basis: As before.
        check: https://example.org
      match_day:
        title: the day of results
        date: 2027-03-19
        confidence: expected
        basis: As before.
        check: https://example.org
      each_interview:
        title: each interview
        date: varies
    """
TREE = """
    title: What do I write, and when?
    about: A plan.
    reviewed: 2026-11-22
    start: phase
    questions:
      phase:
        ask: Where are you in the season?
        why: It matters.
        answers:
          interviewing: In the interview months
          ranking: Done with interviews
          locked: After the deadline
        next:
          interviewing: interviews
          ranking: interviews
          locked: card:silence-after-deadline
      interviews:
        ask: How many interviews?
        why: It matters.
        type: number
        max: 60
        next: visa
      visa:
        ask: Which visa?
        why: It matters.
        answers:
          none_needed: None
          j1: J-1
        next: already_sent
      already_sent:
        ask: What have you sent?
        why: It matters.
        type: several
        answers:
          intent: A letter of intent
          nothing: {text: Nothing, exclusive: true}
        next: my_plan
    outcomes:
      my_plan:
        title: Your communication plan
        layout: timeline
        cards:
          - card: thank-you-note
            kind: option
            when:
              interviews: {at_least: 1}
              phase: interviewing
            who: The people who interviewed you, or the coordinator
            how_many: One to each, at most
            window: {from: season:each_interview, until: season:each_interview + 3 days}
          - card: ask-visa-in-writing
            kind: option
            when:
              visa: {not: none_needed}
            who: The coordinator or the GME office of each program
            how_many: One question
            window: {until: season:rank_deadline - 2 weeks}
          - card: letter-of-intent
            kind: option
            when:
              already_sent: {excludes: intent}
              interviews: {at_least: 1}
            who: The director of your first choice
            how_many: One, to one program
            window:
              from: 2027-01-15
              until: 2027-02-15
              latest: season:rank_deadline - 1 week
          - card: report-changes
            kind: duty
            who: Every program concerned
          - card: silence-after-deadline
            kind: avoid
            window: {from: season:rank_deadline + 1 day, until: season:match_day}
    """
SCENARIOS = """
    tree: plan
    as_of: 2026-11-22
    given:
      phase: interviewing
      interviews: 8
      visa: j1
      already_sent: [nothing]
    scenarios:
      - name: Eight interviews, J-1, nothing sent
        expect:
          outcome: my_plan
          cards:
            - report-changes
            - thank-you-note
            - ask-visa-in-writing
            - letter-of-intent
            - silence-after-deadline
      - name: Two weeks before the deadline the letter is late, but still possible
        as_of: season:rank_deadline - 2 weeks
        answers:
          phase: ranking
        expect:
          outcome: my_plan
          now: [report-changes, ask-visa-in-writing]
          late: [letter-of-intent]
          later: [silence-after-deadline]
      - name: Two days after the deadline it is no longer offered
        as_of: season:rank_deadline + 2 days
        answers:
          phase: ranking
        expect:
          outcome: my_plan
          now: [report-changes, silence-after-deadline]
          passed: [ask-visa-in-writing, letter-of-intent]
      - name: After the deadline there is no plan
        answers:
          phase: locked
        expect:
          outcome: card:silence-after-deadline
      - name: A number out of range
        answers:
          interviews: 99
        expect:
          refused: interviews
      - name: Stops where the story stops
        without: [visa]
        expect:
          question: visa
    """
BY_RULE = card("report changes").replace("basis: custom", "basis: rule\nsources: [law]")
FILES = {
    "plan": TREE,
    "tests/scenarios/plan.yaml": SCENARIOS,
    "content/season": SEASON,
    "content/sources": """
        law:
          title: The law
          publisher: The city
          url: https://example.org
          kind: official
          checked: 2026-11-22
        """,
    "cards/thank-you-note": card("thanks", more="phrases: [thanks]"),
    "cards/ask-visa-in-writing": card("visa", risk="moderate", more="phrases: [visa]"),
    "cards/letter-of-intent": card("intent", risk="high", more="phrases: [intent]"),
    "cards/report-changes": BY_RULE,
    "cards/silence-after-deadline": card("silence", risk="high"),
    "phrases/thanks": "---\ntitle: T\nmedium: spoken\nto: All\n---\nThanks.\n",
    "phrases/visa": "---\ntitle: V\nmedium: spoken\nto: All\n---\nWhich?\n",
    "phrases/intent": "---\ntitle: I\nmedium: spoken\nto: All\n---\nFirst.\n",
}
ANSWERS: dict[str, Any] = {
    "phase": "interviewing",
    "interviews": 8,
    "visa": "j1",
    "already_sent": ["nothing"],
}


@pytest.fixture(scope="module")
def guide(tmp_path_factory: pytest.TempPathFactory) -> Guide:
    found = write_guide(tmp_path_factory.mktemp("plan"), FILES)
    assert [finding.message for finding in check(found).errors] == []
    return found


def test_the_scenarios_of_the_file_format_hold(guide: Guide) -> None:
    played = {case.scenario.name: play(guide, case).message for case in read_cases(guide)}
    assert len(played) == 6
    assert {name: message for name, message in played.items() if message} == {}


def lines(guide: Guide, day: date, **changed: Any) -> dict[str, PlanEntry]:
    result = Interview.begin(guide, "plan", ANSWERS | changed, as_of=day).result
    assert result is not None
    assert [card.id for card in result.cards] == [line.card for line in result.timeline]
    return {line.card: line for line in result.timeline}


def test_days_are_put_into_words(guide: Guide) -> None:
    found = lines(guide, date(2026, 11, 22))
    assert {name: line.text for name, line in found.items()} == {
        "report-changes": "at any time",
        "thank-you-note": "within 3 days after each interview",
        "ask-visa-in-writing": "until 17 February 2027 (expected)",
        "letter-of-intent": "from 15 January 2027 until 15 February 2027, at the latest 24 February 2027 (expected)",
        "silence-after-deadline": "from 4 March 2027 (expected) until 19 March 2027 (expected)",
    }
    note = found["thank-you-note"]
    assert (note.first, note.until, note.latest, note.expected) == (None, None, None, False)
    letter = found["letter-of-intent"]
    assert (letter.first, letter.until, letter.latest) == (
        date(2027, 1, 15),
        date(2027, 2, 15),
        date(2027, 2, 24),
    )
    assert letter.expected


def test_what_must_may_and_should_not_be_done_is_told_apart(guide: Guide) -> None:
    labels = {name: line.label for name, line in lines(guide, date(2026, 11, 22)).items()}
    assert labels["report-changes"] == "You must"
    assert labels["thank-you-note"] == "You may"
    assert labels["silence-after-deadline"] == "Better not"


@pytest.mark.parametrize(
    ("day", "state"),
    [
        (date(2027, 1, 14), "later"),
        (date(2027, 1, 15), "now"),
        (date(2027, 2, 15), "now"),
        (date(2027, 2, 16), "late"),
        (date(2027, 2, 24), "late"),
        (date(2027, 2, 25), "passed"),
    ],
)
def test_the_state_changes_with_the_day(guide: Guide, day: date, state: str) -> None:
    assert lines(guide, day)["letter-of-intent"].state == state


def test_passed_options_come_last_without_phrases_and_passed_avoids_are_dropped(
    guide: Guide,
) -> None:
    """Rulings 16 and 32."""
    interview = Interview.begin(guide, "plan", ANSWERS, as_of=date(2027, 3, 20))
    assert interview.result is not None
    assert [line.card for line in interview.result.timeline] == [
        "report-changes",
        "thank-you-note",
        "ask-visa-in-writing",
        "letter-of-intent",
    ]
    assert [phrase.id for phrase in interview.result.phrases] == ["thanks"]
    # the high risk of the letter does not count any more
    assert interview.result.risk == "low"
    before = Interview.begin(guide, "plan", ANSWERS, as_of=date(2027, 1, 20)).result
    assert before is not None
    assert before.risk == "high"


def test_an_avoid_entry_does_not_count_for_the_risk(guide: Guide) -> None:
    """Ruling 16: silence has a high risk, and is what not to do."""
    sent = Interview.begin(guide, "plan", ANSWERS | {"already_sent": ["intent"]}, as_of=date(2027, 1, 20)).result
    assert sent is not None
    assert "letter-of-intent" not in [line.card for line in sent.timeline]
    assert sent.risk == "moderate"


@pytest.mark.parametrize(
    ("window", "text", "states"),
    [
        ("{latest: 2027-02-01}", "at the latest 1 February 2027", ("now", "now", "passed")),
        (
            "{from: 2027-02-01, latest: 2027-02-02}",
            "from 1 February 2027, at the latest 2 February 2027",
            ("later", "now", "passed"),
        ),
        ("{from: 2027-02-01}", "from 1 February 2027", ("later", "now", "now")),
        ("{until: 2027-02-01}", "until 1 February 2027", ("now", "now", "passed")),
        ("{until: today + 3 days}", None, ("now", "now", "now")),
        ("{from: started, until: started + 1 day}", None, ("later", "now", "passed")),
    ],
)
def test_windows_of_every_form(tmp_path: Path, window: str, text: str | None, states: tuple[str, ...]) -> None:
    tree = f"""
        title: T
        about: A.
        reviewed: 2026-11-22
        start: started
        questions:
          started:
            ask: When?
            why: It matters.
            type: date
            next: done
        outcomes:
          done:
            title: The plan
            layout: timeline
            cards:
              - card: visa
                window: {window}
              - silence
        """
    guide = write_guide(tmp_path, {"t": tree, "cards/visa": card("v"), "cards/silence": card("s")})
    answers = {"started": "2027-02-01"}
    found: list[str] = []
    for day in (date(2027, 1, 31), date(2027, 2, 1), date(2027, 2, 3)):
        result = Interview.begin(guide, "t", answers, as_of=day).result
        assert result is not None
        line = next(line for line in result.timeline if line.card == "visa")
        found.append(line.state)
        if text is not None:
            assert line.text == text
        else:
            assert "February 2027" in line.text
    assert tuple(found) == states


def test_a_duty_whose_time_is_over_stays_at_the_top(tmp_path: Path) -> None:
    """Ruling 32."""
    tree = """
        title: T
        about: A.
        reviewed: 2026-11-22
        start: a
        questions:
          a:
            ask: A?
            why: It matters.
            answers: {x: X, y: Y}
            next: done
        outcomes:
          done:
            title: The plan
            layout: timeline
            cards:
              - card: soon
                window: {from: 2027-01-05}
              - card: open
                window: {until: 2027-06-01}
              - card: over
                kind: duty
                window: {until: 2027-01-01}
              - card: whenever
                kind: duty
              - card: due
                kind: duty
                window: {from: 2027-01-04}
        """
    names = ("soon", "open", "over", "whenever", "due")
    cards = {f"cards/{name}": BY_RULE.replace("report changes", name) for name in names}
    guide = write_guide(tmp_path, {"t": tree, **cards})
    result = Interview.begin(guide, "t", {"a": "x"}, as_of=date(2027, 1, 2)).result
    assert result is not None
    assert [(line.card, line.state) for line in result.timeline] == [
        ("over", "now"),
        ("whenever", "now"),
        ("open", "now"),
        ("due", "later"),
        ("soon", "later"),
    ]


def test_a_window_that_hangs_on_an_answer_moves_with_it(tmp_path: Path) -> None:
    tree = """
        title: T
        about: A.
        reviewed: 2026-11-22
        start: started
        questions:
          started:
            ask: When?
            why: It matters.
            type: date
            answers: {not_said: Not said}
            next: done
        outcomes:
          done:
            title: The plan
            layout: timeline
            cards:
              - card: visa
                window: {from: started + 1 day, until: started + 1 week}
        """
    guide = write_guide(tmp_path, {"t": tree, "cards/visa": card("v")})
    found = []
    for started in ("2027-02-01", "2027-03-01", "not_said"):
        result = Interview.begin(guide, "t", {"started": started}, as_of=date(2027, 1, 1)).result
        assert result is not None
        (line,) = result.timeline
        found.append((line.first, line.until))
    assert found == [
        (date(2027, 2, 2), date(2027, 2, 8)),
        (date(2027, 3, 2), date(2027, 3, 8)),
        (None, None),
    ]
