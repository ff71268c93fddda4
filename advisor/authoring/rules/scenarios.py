"""Rules about scenarios (T7): their shape and the names in them, without playing them.

Whether an answer is asked for, and what comes out, is told by `advisor test`.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any

from advisor import wording
from advisor.authoring.report import Pathway, Report
from advisor.authoring.rules.season import A_SEASON, day_of
from advisor.authoring.rules.texts import listed_twice
from advisor.diagnostics import Diagnostic, Related, diagnostic, did_you_mean, suggest
from advisor.guide.cases import SCENARIOS, Expectation, Scenario, ScenarioFile
from advisor.guide.load import SEASON, Guide, is_aside, is_text, targets
from advisor.guide.model import Anchor, SeasonFile, SharedQuestion, Tree, parse_anchor
from advisor.guide.season import is_varying
from advisor.guide.shape import Part
from advisor.guide.source import Source
from advisor.interview.conditions import Fact, whole_number
from advisor.interview.phrasing import blank_problem
from advisor.interview.walk import number_limits, several_refusal

_LISTS = ("cards", "phrases", "now", "late", "later", "passed", "lacks_cards", "says", "never_says")
_STATES = ("now", "late", "later", "passed")
_OF_A_RESULT = ("cards", "phrases", *_STATES, "risk", "says")


def scenario_parts(guide: Guide) -> list[Part[ScenarioFile]]:
    """The files of scenarios in the guide's own folder."""
    names = (name for name in guide.listing(SCENARIOS) if is_text(name) and not is_aside(name))
    return [guide.part(f"{SCENARIOS}/{name}", ScenarioFile) for name in names if name.endswith(".yaml")]


def doubled_names(source: Source, file: ScenarioFile) -> Iterator[Diagnostic]:
    """Scenarios of one file that cannot be told apart in a report."""
    seen: dict[str, int] = {}
    for number, scenario in enumerate(file.scenarios):
        first = seen.setdefault(scenario.name, number)
        if first != number:
            span = source.span(("scenarios", number, "name"))
            related = [Related(source.span(("scenarios", first, "name")), "the other scenario")]
            message = f'two scenarios are called "{scenario.name}"'
            yield diagnostic("T701", message, span, "rename one", related)


def check_scenarios(report: Report) -> None:
    """Every file of scenarios."""
    for part in scenario_parts(report.guide):
        if part.model is not None:
            _File(report, part.source, part.model).run()


class _File:
    """One file of scenarios and the tree it is about.

    Attributes:
        trees: The tree and all it can go on to, as far as they can be read.
        all_read: Whether all of them can, and are there.
    """

    def __init__(self, report: Report, source: Source, file: ScenarioFile) -> None:
        self.report = report
        self.source = source
        self.file = file
        self.trees: dict[str, Tree] = {}
        self.all_read = True
        pending = [file.tree]
        while pending:
            name = pending.pop()
            if name in self.trees:
                continue
            model = report.guide.tree_part(name).model if name in report.guide.tree_names else None
            if model is None:
                self.all_read = False
            else:
                self.trees[name] = model
                ends = [*targets(model)]
                pending += [to[5:] for to in ends if to.startswith("tree:")]
                # Where a name that nobody knows would have led, nobody knows either.
                own = {*model.questions, *model.outcomes}
                own.update(f"card:{name}" for name in report.guide.card_names)
                self.all_read &= all(to in own or to.startswith("tree:") for to in ends)

    def run(self) -> None:
        report, source, file = self.report, self.source, self.file
        report.findings += doubled_names(source, file)
        if file.tree not in report.guide.tree_names:
            hint = report.misnamed.get(file.tree) or did_you_mean(file.tree, report.guide.tree_names)
            report.add("N211", source, ("tree",), f'there is no tree "{file.tree}"', hint)
            return
        if source.path != f"{SCENARIOS}/{file.tree}.yaml":
            message = f'the scenarios of the tree "{file.tree}" are looked for in another file'
            hint = f'rename this file to "{file.tree}.yaml", or move them there'
            report.add("T704", source, ("tree",), message, hint)
        if file.as_of is None and not self.some_have_a_day:
            report.add("S102", source, ("tree",), "these scenarios have no `as_of`", 'add "as_of: ..." below this line')
        if file.as_of is not None:
            self.as_of(("as_of",), file.as_of, is_for_all=True)
        given = [one for one in file.scenarios if one.expect.refused not in one.answers]
        self.answers(("given",), file.given, {scenario.expect.refused for scenario in given})
        for number, scenario in enumerate(file.scenarios):
            self.scenario(("scenarios", number), scenario)
        self.same_answers()

    # --- the tree -------------------------------------------------------------------------------------

    @cached_property
    def facts(self) -> dict[str, Fact | None]:
        """What can be asked for: question -> its wording, None where that is not known."""
        found: dict[str, Fact | None] = dict(self.report.shared.facts)
        for tree in self.trees.values():
            found |= tree.facts
            for name, question in tree.questions.items():
                found[name] = self.report.shared.questions.get(name) if question.use else question
        return found

    def question(self, where: Pathway, name: str, *, must_be_asked: bool) -> SharedQuestion | None:
        """A question that must exist; its wording, where that can be read."""
        report, source = self.report, self.source
        if name in self.facts:
            fact = self.facts[name]
            if isinstance(fact, tuple):
                message = f'"{name}" is a named condition, and nobody is asked for it'
                report.add("N202", source, where, message, "name the question behind it", key=True)
                return None
            return fact
        if not self.all_read or report.is_hidden_fact(name):
            return None
        if name not in report.facts:
            from advisor.guide.hints import outdented

            asked = [known for known, fact in self.facts.items() if not isinstance(fact, tuple)]
            hint = outdented(source, where) or did_you_mean(name, asked)
            report.add("N202", source, where, f'there is no question "{name}"', hint, key=True)
        elif must_be_asked:
            message = f'neither "{self.file.tree}" nor a tree that it leads to asks "{name}"'
            report.add("T709", source, where, message, "delete it", key=True)
        return None

    @cached_property
    def some_have_a_day(self) -> bool:
        """Whether a scenario has a day of its own, be it at the wrong place."""
        return any(one.as_of is not None or "as_of" in one.answers for one in self.file.scenarios)

    # --- one scenario ---------------------------------------------------------------------------------

    def scenario(self, where: Pathway, scenario: Scenario) -> None:
        report, source, file = self.report, self.source, self.file
        if scenario.as_of is not None:
            self.as_of((*where, "as_of"), scenario.as_of)
        elif file.as_of is None and self.some_have_a_day and "as_of" not in scenario.answers:
            hint = 'add "as_of: ..." at the top of the file'
            report.add("S102", source, (*where, "name"), "neither the file nor this scenario has an `as_of`", hint)
        listed_twice(report, source, (*where, "without"), scenario.without)
        for number, name in enumerate(scenario.without):
            if name not in file.given:
                hint = did_you_mean(name, file.given) or "delete it"
                message = f'`given` has no "{name}" to take away'
                report.add("T706", source, (*where, "without", number), message, hint)
        expect = scenario.expect
        self.answers((*where, "answers"), scenario.answers, {expect.refused})
        for name in scenario.typed:
            here = (*where, "typed", name)
            self.question(here, name, must_be_asked=True)
            if name in scenario.answers:
                message = f'"{name}" is answered under `answers` already'
                report.add("T707", source, here, message, "delete one of them", key=True)
        for name, value in scenario.blanks.items():
            self.blank((*where, "blanks", name), name, value)
        self.names((*where, "expect"), expect)
        for key, message, hint in self.contradictions(scenario):
            report.add("T705", source, (*where, "expect", key), message, hint, key=True)

    def as_of(self, where: Pathway, text: str, *, is_for_all: bool = False) -> None:
        """The day of a file or of one scenario; one that stands for all should be of this season."""
        report, source = self.report, self.source
        anchor = parse_anchor(text)
        if anchor is not None and anchor.kind in ("today", "question"):
            hint = "write a day like 2027-03-01, or season:event with + or - days"
            report.add("S113", source, where, "a scenario has a fixed day", hint)
            return
        report.anchor(source, where, text)
        day = day_of(report, anchor)
        season: SeasonFile | None = report.guide.part(SEASON, SeasonFile).model
        if anchor is None or season is None:
            return
        if day is None:
            if anchor.kind == "event" and anchor.name in season.events:
                report.add("S113", source, where, f'the event "{anchor.name}" has no day of its own', "name another")
        elif is_for_all and not season.ends - A_SEASON <= day <= season.ends:
            message = f"{day} is not in the season that ends on {season.ends}"
            hint = 'write a day of this season; one like "season:event + 1 day" survives the next'
            report.add("T708", source, where, message, hint)

    def answers(self, where: Pathway, answers: Mapping[str, Any], refused: Collection[str | None]) -> None:
        """Answers to questions that exist, and that take them unless they are to be refused."""
        for name, value in answers.items():
            here = (*where, name)
            question = self.question(here, name, must_be_asked=where[-1] != "given")
            if (
                question is not None
                and name not in refused
                and value not in (wording.NOT_COVERED, [wording.NOT_COVERED])
            ):
                self.value(here, question, value)

    def is_taken(self, name: str, value: Any) -> bool:
        """Whether a question surely takes an answer; a day's limits may hang on other answers."""
        question = self.facts.get(name)
        if not isinstance(question, SharedQuestion) or question.type == "date":
            return False
        if question.type == "number" and not isinstance(value, str):
            low, high = number_limits(question)
            given = whole_number(value)
            return given is not None and given >= low and (high is None or given <= high)
        if question.type == "several" and isinstance(value, list):
            return several_refusal(question, value) is None
        return isinstance(value, str) and value in question.answers

    def value(self, where: Pathway, question: SharedQuestion, value: Any) -> None:
        """An answer that its question takes."""
        report, source, kind = self.report, self.source, question.type
        if kind in ("choice", "several"):
            picked = value if isinstance(value, list) and kind == "several" else [value]
            strange = [one for one in picked if not isinstance(one, str) or one not in question.answers]
            for number, one in enumerate(picked if question.answers else ()):
                if one in strange:
                    here = (*where, number) if picked is value else where
                    hint = did_you_mean(one, question.answers)
                    report.add("N203", source, here, f'"{wording.shown(one)}" is no answer of "{where[-1]}"', hint)
            if kind == "several" and not strange and (reason := several_refusal(question, value)) is not None:
                message = f'"{where[-1]}" does not take {wording.shown(picked)}: {reason}'
                report.add("T710", source, where, message, f'change it, or write "expect: refused: {where[-1]}"')
        elif isinstance(value, str) and value in question.answers:
            return
        elif kind == "number":
            low, high = number_limits(question)
            given = whole_number(value)
            if given is None or given < low or (high is not None and given > high):
                limits = f"from {low} to {high}" if high is not None else f"from {low}"
                hint = f'write a whole number {limits}, or "expect: refused: {where[-1]}"'
                if isinstance(value, str) and value.strip().isdigit():
                    hint = f"write {value.strip()} without quotes"
                report.add("T710", source, where, f'"{where[-1]}" does not take "{wording.shown(value)}"', hint)
        elif kind == "date" and isinstance(value, str) and suggest(value, question.answers, most=1):
            hint = did_you_mean(value, question.answers)
            report.add("N203", source, where, f'"{wording.shown(value)}" is no answer of "{where[-1]}"', hint)
        elif kind == "date":
            self.day(where, question, report.anchor(source, where, value))
        elif not isinstance(value, str) or not value.strip():
            report.add("T710", source, where, f'"{where[-1]}" does not take "{wording.shown(value)}"', "write a text")

    def day(self, where: Pathway, question: SharedQuestion, anchor: Anchor | None) -> None:
        """A day between the limits of its question, where all three hang on no answer and not on today."""
        day = day_of(self.report, anchor)
        if anchor is not None and anchor.kind == "event" and is_varying(self.report.events.get(anchor.name)):
            message = f'the event "{anchor.name}" has no day of its own'
            self.report.add("S113", self.source, where, message, "name another, or write a day")
        first, last = (day_of(self.report, parse_anchor(limit)) for limit in (question.min, question.max))
        if day is None:
            return
        if first is not None and day < first:
            limit = f"the first day taken is {first}"
        elif last is not None and day > last:
            limit = f"the last day taken is {last}"
        else:
            return
        message = f'"{where[-1]}" does not take {day}: {limit}'
        hint = f'write a day that it takes, or "expect: refused: {where[-1]}"'
        self.report.add("T710", self.source, where, message, hint)

    def blank(self, where: Pathway, name: str, value: str) -> None:
        """A blank that exists, with a value it takes."""
        report = self.report
        blank = report.blanks.get(name)
        if blank is None or blank.text is not None:
            if report.reads_blanks:
                possible = [known for known, other in report.blanks.items() if other.text is None]
                message = f'there is no blank "{name}" to fill in'
                report.add("N208", self.source, where, message, did_you_mean(name, possible), key=True)
        elif problem := blank_problem(blank, value.strip()):
            report.add("S104", self.source, where, f"this would not be taken: {problem}", "change it")

    # --- what is expected -----------------------------------------------------------------------------

    def names(self, where: Pathway, expect: Expectation) -> None:
        """Questions, cards, phrases and outcomes that must exist."""
        report, source = self.report, self.source
        for key in _LISTS:
            listed_twice(report, source, (*where, key), getattr(expect, key) or ())
        for key in ("cards", *_STATES, "lacks_cards"):
            for number, name in enumerate(getattr(expect, key) or ()):
                report.card(source, (*where, key, number), name)
        for number, name in enumerate(expect.phrases or ()):
            report.phrase(source, (*where, "phrases", number), name)
        for number, name in enumerate(expect.asked or ()):
            self.asked((*where, "asked", number), name)
        for key in ("question", "refused"):
            if (asked := getattr(expect, key)) is not None:
                self.asked((*where, key), asked)
        if expect.outcome is not None:
            self.outcome((*where, "outcome"), expect.outcome)

    def asked(self, where: Pathway, name: str) -> None:
        """A question where an id stands as a value."""
        if name not in self.facts and self.all_read and not self.report.is_hidden_fact(name):
            asked = [known for known, fact in self.facts.items() if not isinstance(fact, tuple)]
            message = f'neither "{self.file.tree}" nor a tree that it leads to asks "{name}"'
            self.report.add("N202", self.source, where, message, did_you_mean(name, asked))

    def outcome(self, where: Pathway, text: str) -> None:
        """An outcome of this tree, of one it leads to, or a card."""
        report, source = self.report, self.source
        kind, colon, card = text.partition(":")
        if text == wording.NOT_COVERED or not self.all_read:
            return
        if colon:
            if kind == "card":
                report.card(source, where, card)
            else:
                report.add("N201", source, where, f'"{text}" is no outcome', "write the outcome's id, or card:...")
            return
        own = self.trees[self.file.tree].outcomes if self.file.tree in self.trees else {}
        known = [*own, *(f"{name}/{one}" for name, tree in self.trees.items() for one in tree.outcomes)]
        if text not in known:
            hint = f'did you mean "card:{text}"?' if text in report.guide.card_names else did_you_mean(text, known)
            report.add("N201", source, where, f'"{self.file.tree}" does not lead to an outcome "{text}"', hint)

    def contradictions(self, scenario: Scenario) -> Iterator[tuple[str, str, str]]:
        """What can never come out, whatever the tree does: key, sentence, hint."""
        expect = scenario.expect
        given = {name for name in self.file.given if name not in scenario.without}
        answered = {*given, *scenario.answers, *scenario.typed}
        if expect.outcome is None:
            for key in _OF_A_RESULT:
                if getattr(expect, key):
                    message = f"`{key}` is never looked at, since the interview does not come to an end here"
                    yield key, message, "delete it, or expect an outcome"
                    break
        if expect.question in answered:
            message = f'it cannot stop at "{expect.question}", which has an answer'
            yield "question", message, "take the answer away with `without`, or delete it"
        if expect.refused in scenario.answers and self.is_taken(expect.refused, scenario.answers[expect.refused]):
            message = f'"{expect.refused}" takes this answer, so it is not refused'
            yield "refused", message, "give an answer that it does not take, or expect another end"
        if expect.refused is not None and expect.refused not in answered:
            yield "refused", f'no answer to "{expect.refused}" is given that could be refused', "add one to `answers`"
        yield from _card_alone(expect)
        states: dict[str, str] = {}
        for key in _STATES:
            for name in getattr(expect, key) or ():
                if states.setdefault(name, key) != key:
                    yield key, f'"{name}" is expected under `{states[name]}` as well', "delete one of them"
        for key in ("cards", *_STATES):
            for name in getattr(expect, key) or ():
                if name in expect.lacks_cards:
                    yield "lacks_cards", f'"{name}" is expected under `{key}`, and must not be shown', "delete one"
        for words in expect.says:
            if any(_folded(other) in _folded(words) for other in expect.never_says):
                yield "never_says", f'"{words}" is expected, and must not be said', "delete one of them"
        if expect.asked is not None and len(set(expect.asked)) < len(expect.asked):
            twice = next(name for number, name in enumerate(expect.asked) if name in expect.asked[:number])
            yield "asked", f'"{twice}" stands twice, and no question is asked twice', "delete one"

    # --- several scenarios ----------------------------------------------------------------------------

    def same_answers(self) -> None:
        """Scenarios that walk the same way: on the same day, with the same answers."""
        seen: dict[str, int] = {}
        for number, scenario in enumerate(self.file.scenarios):
            first = seen.setdefault(self.way(scenario), number)
            if first == number:
                continue
            other = self.file.scenarios[first]
            where = ("scenarios", number, "name")
            related = [Related(self.source.span(("scenarios", first, "name")), "the other scenario")]
            key = _difference(scenario.expect, other.expect)
            if key is not None:
                message = f'"{other.name}" has the same answers, and expects something else of `{key}`'
                hint = "one of the two must fail: correct it"
                self.report.add("T703", self.source, where, message, hint, related=related)
            elif scenario.expect == other.expect:
                message = f'"{other.name}" has the same answers, and expects the same'
                self.report.add("T702", self.source, where, message, "delete one of the two", related=related)

    def way(self, scenario: Scenario) -> str:
        """Everything on which a walk depends."""
        given = {name: value for name, value in self.file.given.items() if name not in scenario.without}
        answers = {**given, **scenario.answers}
        plain = {name: _plain(value) for name, value in answers.items() if name not in scenario.typed}
        parts = (scenario.as_of or self.file.as_of, plain, scenario.typed, scenario.blanks)
        return json.dumps(parts, sort_keys=True, default=str)


def _plain(value: Any) -> Any:
    # Several answers are a set, however they are given.
    return sorted(map(str, value)) if isinstance(value, list) else value


def _card_alone(expect: Expectation) -> Iterator[tuple[str, str, str]]:
    """An end at one card shows this card, an end without cover none."""
    end = expect.outcome or ""
    shown = [end[5:]] if end.startswith("card:") else [] if end == wording.NOT_COVERED else None
    if shown is None:
        return
    if expect.cards is not None and list(dict.fromkeys(expect.cards)) != shown:
        yield "cards", f'the end "{end}" shows {_listed(shown)}', f"write {_listed(shown)}, or delete it"
    for key in _STATES:
        if getattr(expect, key):
            yield key, f'the end "{end}" is no plan, so nothing is `{key}`', "delete it"
    if any(card in shown for card in expect.lacks_cards):
        yield "lacks_cards", f'the end "{end}" shows this card', "delete it"


def _difference(one: Expectation, other: Expectation) -> str | None:
    """The key of which two scenarios expect what cannot both be."""
    if (one.outcome, one.question, one.refused) != (other.outcome, other.question, other.refused):
        return next(key for key in ("outcome", "question", "refused") if getattr(one, key) is not None)
    for key in ("cards", "phrases", *_STATES, "asked", "risk"):
        first, second = getattr(one, key), getattr(other, key)
        if first is not None and second is not None and first != second:
            return key
    for first, second in ((one.says, other.never_says), (other.says, one.never_says)):
        if any(_folded(banned) in _folded(words) for banned in second for words in first):
            return "never_says"
    return None


def _folded(text: str) -> str:
    return " ".join(text.casefold().split())


def _listed(names: Sequence[str]) -> str:
    return f"[{', '.join(names)}]"
