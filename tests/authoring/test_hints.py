"""A hint says what to write: for the slips of those who know other formats, and for names of another kind."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from advisor.authoring.check import check
from tests.authoring.guides import CASES, DAY
from tests.authoring.test_cases import lay_over

HINTS = {
    "y102-notes-too-far-left": "indent it exactly like them",
    "y103-lost-entry": "write the line that begins an entry above it",
    "y103-entry-too-far-right": 'begin "road_rules" further left, or indent what belongs to it',
    "y103-empty-answer": 'begin "no" further left, or indent what belongs to it',
    "y119-opened-twice": "delete one of them",
    "n208-blank-that-is-missing": 'write "bring_day: ..." into content/blanks.yaml, as a blank',
    "s101-key-of-another-format": 'did you mean "answers"?',
    "s101-label": 'did you mean "text"?',
    "s101-answer-too-far-left": "move it to the right, under `answers`",
    "s101-key-too-far-right": "move it to the left, beside `notes`",
    "s101-question-too-far-left": "move it to the right, under `questions`",
    "s101-question-too-far-right": "move it to the left, beside `kind`",
    "s101-outcomes-too-far-right": "move it to the left, beside `questions`",
    "s101-start-too-far-right": "move it to the left, beside `questions`",
    "s101-only-when-too-far-right": "move it to the left, beside `answers`",
    "s101-exclusive-too-far-left": "move it to the right, under `answers`",
    "s101-latest-too-far-left": "move it to the right, under `window`",
    "s102-parted-by-a-dash": 'add "text: ...", or delete the dash that parts it from `text`',
    "s103-in-text-too-far-left": "move it to the right, under the entry before it",
    "n202-day-under-answers": "move it to the left, beside `answers`",
    "n202-test-beside-its-question": "move it to the right, under the question that it tests",
    "n202-who-under-when": "move it to the left, beside `when`",
    "s101-when-too-far-left": "move it to the right, under `notes`",
    "s102-next-too-far-right": "`next` stands under `answers`: move it to the left",
    "s102-to-too-far-right": "`to` stands under `when`: move it to the left",
    "y102-bracket-not-closed": 'add "]" at the end',
    "s103-false-for-no": 'write "no"',
    "r403-keeps-the-own-test": "write `parts: {known: true, excludes: lock}`, or ask it before",
    "s103-answers-as-a-list": 'write each answer as "id: text"',
    "s103-a-list-of-tests": 'write "key: value" lines, without "- " before them',
    "s104-not-a-possible-value": "did you mean",
    "s105-day-first": "write 2026-09-30",
    "s105-month-or-day-first": "write the year, the month and the day",
    "s113-month-in-letters": "write 2026-05-01",
    "s112-true-as-an-answer": "possible are: city, cargo",
    "s115-else": "name every answer, or write rules, the last of which has no `when`",
    "s115-card-with-a-space": 'write "next: card:ask-at-the-desk", without a space between',
    "y109-card-with-a-space": 'write "card:" and the name without a space between',
    "y109-card-with-a-space-in-braces": 'write "card:" and the name without a space between',
    "n201-path-of-a-card": 'did you mean "card:ask-at-the-desk"?',
    "n201-with-its-kind": 'write "lent"',
    "n201-outcome-of-another-tree": 'did you mean "tree:mend"?',
    "n202-event-without-season": 'did you mean "season:closing"?',
    "n202-or": "for alternatives write `any:`, and each of them below it with a dash",
    "n203-a-comparison-as-text": "write {more_than: 3}",
    "n203-two-in-one-text": "for one of several write [city, cargo]",
    "n204-a-phrase-as-a-card": '"ask-for-help" is a phrase; name a card here',
    "n222-copied-texts": "write what people say when they mean this tree, or delete this file",
    "n204-in-a-folder-of-its-own": "move content/cards/desk/ask-at-the-other-desk.md up into content/cards",
    "n204-with-its-ending": 'write "ask-at-the-desk"',
    "n202-anchor-is-no-date": "possible are: first_day",
    "n207-no-name": "write the id of an event behind the colon",
    "s112-no-whole-number": "write a whole number",
    "s118-no-space": 'write "## Do"',
    "y102-colon-of-another-keyboard": 'delete it and type ":"',
    "y102-first-key-without-colon": 'write "use: ..."',
    "y108-no-space-in-braces": 'write "member: no"',
    "y122-tree-in-content": "move it to trees",
    "s125-card-in-the-folder-of-phrases": 'move the card "come-back" from the folder of the phrases',
    "s125-scenarios-in-trees": "move it to tests/scenarios, or mend its keys",
    "c518-braces": 'write "{my_name}"',
    "y108-reference-in-braces": "put quotes around the whole text",
    "y122-text-editor": 'rename it to "come-early.md"',
    "s121-no-reason": 'write "# advisor: allow Q302 -- why it is right here"',
    "s121-in-a-phrase": 'write "<!-- advisor: allow R403 -- why it is right here -->"',
    "s123-unknown-code": 'did you mean "Q302"',
    "s124-cannot-be-allowed": "mend what it says; `advisor explain N204` tells how",
    "y119-closed-by-two-dashes": 'write a line "---", and nothing else on it, between the keys and the text',
    "r403-its-own-only-when": "delete the test: this is read before the question is asked",
    "n201-answer-as-a-target": '"cargo" is an answer of "kind"',
    "n201-phrase-as-a-target": '"ask-for-help" is a phrase',
    "n201-question-of-another-tree": '"to_pay" belongs to the tree "mend"',
    "n204-outcome-as-a-card": 'write "lent"',
    "n202-answer-as-a-question": '"cargo" is an answer of "kind": write `kind: cargo`',
    "n202-outcome-as-a-question": '"lent" is an outcome',
    "c522-event-without-braces": 'write "{season:closing',
    "s118-heading-in-bold": 'write "## Do"',
    "s118-heading-in-small-letters": 'write "## Why"',
    "s103-one-word-for-a-list": "write [house_rules]",
    "s103-contact-as-a-text": 'write "name: ..." and "how: ..."',
    "s103-term-as-a-text": 'write "means: What you sit on."',
    "y122-card-as-a-text": 'rename content/cards/ask-at-the-desk.txt to "ask-at-the-desk.md"',
    "s107-capital-in-a-file-name": 'rename content/cards/Come-early.md to "come-early.md"',
    "y102-merge-conflict": "keep one of the two",
    "s103-a-test-as-a-text": 'write "days: 3"',
    "y108-a-test-in-braces": "write {days: 3}",
    "s103-ids-without-brackets": "write [ask-for-help, thank-the-desk]",
    "y102-note-without-its-key": 'write "text: Bring it back."',
    "n202-not-in-front": "write the question first",
    "y109-test-behind-its-key": "write {member: yes}",
    "y108-link-for-an-address": "write the address alone: https://example.org/rules",
    "y102-id-without-a-colon": 'write "house_rules:"',
    "s103-half-a-bracket": "write [house_rules]",
    "s119-point-of-a-list": "write it without the dash",
    "s117-link-not-closed": 'write ")" right behind the address',
    "n208-dot-for-a-colon": 'write "{season:closing}"',
    "s107-file-name-with-spaces": 'rename content/cards/come early.md to "come-early.md"',
    "t710-number-in-quotes": "write 6 without quotes",
    "n203-word-of-a-day": 'did you mean "not_sure"?',
    "g618-event-behind-the-end": 'look at the date of "closing"',
    "n203-a-range-of-numbers": "write {at_least: 2, at_most: 5}",
    "n203-a-test-in-words": "write {at_least: 3}",
    "n203-one-or-another": "for one of several write [city, cargo]",
    "s111-a-sign-as-a-test": "write at_most: ...",
    "y111-at-least-as-a-sign": "write {at_least: 3}",
    "y107-a-list-in-braces": "put quotes around the whole text; for a list write [city, cargo]",
    "y108-a-list-of-one-in-braces": "put quotes around the whole text; for a list write [bell]",
    "n202-nearly-any": 'did you mean "any"?',
    "s101-card-for-a-target": 'write "to: card:ask-at-the-desk"',
    "s103-target-without-its-key": 'write "to: lent"',
    "y102-point-without-a-key": 'write "card: ask-at-the-desk"',
    "n208-event-without-season": 'write "{season:closing}"',
    "s105-nearly-varies": 'write "varies"',
    "s102-no-end-of-a-scenario": 'add "outcome: ..."',
    "s103-answers-of-a-scenario-as-a-list": 'write each answer as "question: answer"',
    "s117-title-in-the-text": "delete it: the title stands in the front matter",
    "y123-list-without-its-key": "write the key of the list above it and line it up",
}


@pytest.mark.parametrize("name", HINTS)
def test_a_hint_says_what_to_write(name: str, tmp_path: Path) -> None:
    findings = check(lay_over(CASES / "check" / name, tmp_path / "guide"), as_of=DAY).findings
    hints = [finding.hint or "" for finding in findings]
    assert any(hint.startswith(HINTS[name]) for hint in hints), hints


@pytest.mark.parametrize("name", ["y102-first-answer-indented", "y102-dash-before-the-first"])
def test_lines_that_do_not_line_up_are_told_with_the_line_before_them(name: str, tmp_path: Path) -> None:
    (finding,) = check(lay_over(CASES / "check" / name, tmp_path / "guide"), as_of=DAY).errors
    (related,) = finding.related
    assert (related.span.path, related.span.line) == ("trees/rent.yaml", 10)


def test_the_hints_are_the_same_in_every_process(tmp_path: Path) -> None:
    guide = lay_over(CASES / "check" / "t710-every-kind", tmp_path / "guide")
    (guide / "content" / "blanks.yaml").unlink()

    def told(seed: str) -> bytes:
        command = [sys.executable, "-m", "advisor", "--guide", str(guide), "check", "--format", "json"]
        ran = subprocess.run(command, env={**os.environ, "PYTHONHASHSEED": seed}, capture_output=True, check=False)
        assert ran.returncode == 1
        return ran.stdout

    assert told("1") == told("2") == told("3")
