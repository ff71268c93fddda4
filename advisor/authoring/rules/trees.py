"""Rules about trees and shared questions: shape beyond the model (S1), and what they name (N2)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from advisor.authoring.report import Pathway, Report, may_hold_fields
from advisor.authoring.rules.conditions import SharedScope, check_when, some_day
from advisor.authoring.rules.questions import check_asked_twice, check_question, check_why
from advisor.authoring.rules.texts import listed_twice, stands_twice, words_of
from advisor.diagnostics import Related, Span, did_you_mean, suggest
from advisor.guide.load import SEASON, SHARED
from advisor.guide.model import (
    KEBAB,
    MAX_ID,
    RESERVED,
    Anchor,
    CardEntry,
    FactRule,
    Outcome,
    Question,
    Rule,
    SeasonFile,
    Shared,
    SharedQuestion,
    Tree,
    Window,
)
from advisor.guide.shape import Part
from advisor.guide.source import Source
from advisor.interview.conditions import Fact
from advisor.interview.phrasing import fields

_OTHERS = frozenset({"else", "default", "otherwise", "others", "rest"})


class TreeCheck:
    """Every rule about one tree file."""

    def __init__(self, report: Report, name: str, part: Part[Tree]) -> None:
        """Take the file; nothing is checked yet."""
        self.report = report
        self.name = name
        self.source = part.source
        assert part.model is not None
        self.tree = part.model
        report.draft = self.tree.draft

    # What a condition needs to know: `interview.conditions.Scope`.

    def fact(self, name: str) -> Fact | None:
        """A question or named condition; those of this tree first."""
        if name in self.tree.facts:
            return self.tree.facts[name]
        question = self.tree.questions.get(name)
        if question is not None:
            return self.report.shared.questions.get(name) if question.use else question
        return self.report.shared.facts.get(name) or self.report.facts.get(name)

    def day(self, anchor: Anchor) -> date | None:
        """Some day for an anchor whose event exists."""
        return some_day(self.report, anchor)

    def run(self) -> None:
        """Check the whole file."""
        tree, source, report = self.tree, self.source, self.report
        check_file_id(report, source, self.name)
        for key in ("title", "about", "ask_instead"):
            self.text((key,), getattr(tree, key))
        phases = self._phases()
        listed_twice(report, source, ("phase",), tree.phase)
        listed_twice(report, source, ("sounds_like",), tree.sounds_like)
        for number, phase in enumerate(tree.phase):
            if phases is not None and phase not in phases:
                where = ("phase", number) if isinstance(source.data.get("phase"), list) else ("phase",)
                report.add(
                    "N216",
                    source,
                    where,
                    f'the season has no phase "{phase}"',
                    did_you_mean(phase, phases),
                )
        if tree.start not in tree.questions:
            hint = did_you_mean(tree.start, tree.questions)
            report.add("N215", source, ("start",), f'`start` names no question: "{tree.start}"', hint)
        self.ids()
        # First, so that a circle is told where it is and not where it is read.
        check_facts(report, source, tree.facts, self)
        for name, question in tree.questions.items():
            self.question(name, question)
        check_asked_twice(report, source, tree)
        for name, outcome in tree.outcomes.items():
            self.outcome(name, outcome)
        report.draft = False

    def _phases(self) -> list[str] | None:
        model = self.report.guide.part(SEASON, SeasonFile).model
        return None if model is None else list(model.phases)

    def text(self, where: Pathway, text: str | None, *, facts: bool = False) -> None:
        """A text of the tree, whose fields must exist."""
        if text and may_hold_fields(text):
            may = [*self.tree.questions, *self.tree.facts] if facts else []
            if facts and not all(name in may or ":" in name for name in fields(text)):
                # Only now, since the other trees are read for it.
                may = [*self.report.facts]
            kind = "a note" if facts else "this text"
            self.report.text(self.source, where, text, may=may, kind=kind)

    def ids(self) -> None:
        """Ids that are reserved, or stand for two things."""
        tree, source, report = self.tree, self.source, self.report
        groups: dict[str, Mapping[str, object]] = {
            "questions": tree.questions,
            "outcomes": tree.outcomes,
            "facts": tree.facts,
        }
        seen: dict[str, str] = {}
        for group, things in groups.items():
            for name in things:
                where = (group, name)
                report.reserved(source, where, name)
                if name in seen:
                    first = Related(source.span((seen[name], name), key=True), "first given here")
                    message = f'"{name}" is both one of the {seen[name]} and one of the {group}'
                    report.add("N214", source, where, message, "rename one", key=True, related=[first])
                seen.setdefault(name, group)

    def when(self, where: Pathway, when: Mapping[str, Any] | None) -> None:
        """A condition that must be readable."""
        if when is not None:
            check_when(self.report, self.source, where, when, self)

    # --- questions --------------------------------------------------------------------------------

    def question(self, name: str, question: Question) -> None:
        """One question with its routes."""
        report, source = self.report, self.source
        where = ("questions", name)
        wording: SharedQuestion | None = question
        if question.use is not None:
            wording = report.shared.questions.get(name)
            if question.use != name:
                message = f'`use` must repeat the id "{name}", not "{question.use}"'
                report.add("N210", source, (*where, "use"), message, f'write "use: {name}"')
            elif wording is None and report.reads_shared:
                hint = report.near(name, report.shared.questions)
                message = f'{SHARED} has no question "{name}"'
                report.add("N210", source, (*where, "use"), message, hint)
            for key in sorted(question.model_fields_set - {"use", "next", "why", "help"}):
                message = f"`{key}` cannot stand beside `use`"
                hint = f"beside `use` stand only `next`, `why` and `help`; change {SHARED} instead"
                report.add("S106", source, (*where, key), message, hint, key=True)
            for key in ("why", "help"):
                self.text((*where, key), getattr(question, key))
            if wording is not None:
                # What the shared condition reads must be a fact of these trees too.
                self.when((*where, "use"), wording.only_when)
        else:
            check_wording(report, source, where, question)
            self.when((*where, "only_when"), question.only_when)
        check_why(report, source, name, question, wording)
        self.next(where, question, wording)

    def next(self, where: Pathway, question: Question, wording: SharedQuestion | None) -> None:
        """The way on from a question; `wording` is None where its shared wording is not known."""
        report, source = self.report, self.source
        here = (*where, "next")
        if not isinstance(question.next, dict):
            self.way(here, question.next)
            return
        for answer, way in question.next.items():
            self.way((*here, answer), way)
        if wording is None:
            return
        hint: str | None = "write a target, or rules with `when`"
        if wording.type != "choice":
            message = f"answers as routes are for a choice, not for a {wording.type} question"
            report.add("S114", source, here, message, hint, key=True)
            return
        if wording.only_when is not None:
            message = "a question that can be skipped needs a way on without an answer"
            report.add("S114", source, here, message, hint, key=True)
        for answer in question.next:
            if wording.answers and answer not in wording.answers:
                hint = did_you_mean(answer, wording.answers)
                way = question.next[answer]
                if answer in _OTHERS:
                    hint = "name every answer, or write rules, the last of which has no `when`"
                elif answer in ("card", "tree") and isinstance(way, str):
                    hint = f'write "next: {answer}:{way}", without a space between'
                message = f'there is no answer "{answer}"'
                report.add("S115", source, (*here, answer), message, hint, key=True)
        missing = [answer for answer in wording.answers if answer not in question.next]
        if missing:
            names = ", ".join(f'"{answer}"' for answer in missing)
            message = f"`next` does not say where {names} leads"
            report.add("S115", source, here, message, f'add "{missing[0]}: ..."', key=True)

    def way(self, where: Pathway, way: str | tuple[Rule, ...]) -> None:
        """A target, or rules."""
        if isinstance(way, str):
            self.target(where, way)
            return
        if not way:
            self.report.add("S110", self.source, where, "there are no rules", "write a target")
        for number, rule in enumerate(way):
            here = (*where, number)
            self.when((*here, "when"), rule.when)
            if rule.when is None and number < len(way) - 1:
                message = "this rule is never tried: the one above it has no `when`"
                self.report.add("S116", self.source, (*where, number + 1), message, "move it up, or delete it")
            self.target((*here, "to"), rule.to)

    def meant(self, to: str) -> str | None:
        """What was probably meant by a target that is written in another way."""
        guide, tree = self.report.guide, self.tree
        first, name = to.replace(":", "/").partition("/")[0], to.replace(":", "/").rpartition("/")[2]
        name = name.removesuffix(".md").removesuffix(".yaml")
        if name != to and (name in tree.questions or name in tree.outcomes):
            return f'write "{name}"'
        if name in guide.card_names:
            return f'did you mean "card:{name}"?'
        meant = name if name in guide.tree_names else first
        if meant in guide.tree_names:
            return f'did you mean "tree:{meant}"?'
        if name in guide.phrase_names:
            return f'"{name}" is a phrase; name it under `phrases` of an outcome, and lead to that'
        question = next((key for key, model in tree.questions.items() if name in model.answers), None)
        if question is not None:
            return f'"{name}" is an answer of "{question}"; name what follows'
        for other in guide.tree_names:
            model = guide.tree_part(other).model
            if model is not None and (name in model.questions or name in model.outcomes):
                return f'"{name}" belongs to the tree "{other}"; lead to "tree:{other}"'
        return None

    def target(self, where: Pathway, to: str) -> None:
        """A target that must exist."""
        if to.startswith(("card:", "tree:")):
            is_own = to[5:] in self.tree.questions or to[5:] in self.tree.outcomes
            self.report.elsewhere(self.source, where, to, f'write "{to[5:]}"' if is_own else None)
            return
        tree = self.tree
        if to in tree.questions or to in tree.outcomes:
            return
        own = [*tree.questions, *tree.outcomes]
        hint = (None if suggest(to, own) else self.meant(to)) or did_you_mean(to, own)
        message = f'this tree has no question or outcome "{to}"'
        self.report.add("N201", self.source, where, message, hint)

    # --- outcomes ---------------------------------------------------------------------------------

    def outcome(self, name: str, outcome: Outcome) -> None:
        """One outcome."""
        report, source = self.report, self.source
        where = ("outcomes", name)
        self.text((*where, "title"), outcome.title)
        self.twice((*where, "cards"), [(entry.card, entry.when) for entry in outcome.cards])
        self.twice((*where, "phrases"), [(entry.phrase, entry.when) for entry in outcome.phrases or ()])
        self.twice((*where, "notes"), [(words_of(note.text), note.when) for note in outcome.notes])
        for number, note in enumerate(outcome.notes):
            here = (*where, "notes", number)
            self.text((*here, "text"), note.text, facts=True)
            self.when((*here, "when"), note.when)
        for number, entry in enumerate(outcome.cards):
            here = (*where, "cards", number)
            at = (*here, "card") if isinstance(source.data["outcomes"][name]["cards"][number], dict) else here
            report.card(source, at, entry.card)
            self.when((*here, "when"), entry.when)
            self.entry(here, entry)
        if outcome.layout is None:
            self.no_plan(where, outcome)
        for number, phrase in enumerate(outcome.phrases or ()):
            here = (*where, "phrases", number)
            at = (*here, "phrase") if isinstance(source.data["outcomes"][name]["phrases"][number], dict) else here
            report.phrase(source, at, phrase.phrase)
            self.when((*here, "when"), phrase.when)
        for number, to in enumerate(outcome.see_also):
            report.elsewhere(source, (*where, "see_also", number), to)
            if to == f"tree:{self.name}":
                hint = "delete it, or name another tree"
                report.add("C509", source, (*where, "see_also", number), "this tree names itself", hint)

    def twice(self, where: Pathway, entries: list[tuple[str, Any]]) -> None:
        """Entries of an outcome that are there twice, for the same people."""
        for number, (name, when) in enumerate(entries):
            if (name, when) in entries[:number]:
                stands_twice(self.report, self.source, (*where, number), name)

    def no_plan(self, where: Pathway, outcome: Outcome) -> None:
        """Keys of a plan in an outcome that is none; the first is told, as one cure mends all."""
        for number, entry in enumerate(outcome.cards):
            strange = entry.model_fields_set - {"card", "when"}
            if strange:
                key = next(name for name in CardEntry.model_fields if name in strange)
                message = f"`{key}` has no effect in an outcome that is no plan"
                hint = "add `layout: timeline` to the outcome, or delete it"
                place = (*where, "cards", number, key)
                self.report.add("S106", self.source, place, message, hint, key=True)
                return

    def entry(self, where: Pathway, entry: CardEntry) -> None:
        """The keys of a plan's entry."""
        for key in ("who", "how_many"):
            self.text((*where, key), getattr(entry, key))
        check_window(self.report, self.source, (*where, "window"), entry.window)
        for number, name in enumerate(entry.phrases or ()):
            self.report.phrase(self.source, (*where, "phrases", number), name)


def check_shared(report: Report) -> None:
    """Every rule about `_shared.yaml`."""
    part: Part[Shared] = report.guide.part(SHARED, Shared)
    if part.model is None:
        return
    scope = SharedScope(report)
    for name, question in part.model.questions.items():
        where = ("questions", name)
        report.reserved(part.source, where, name)
        check_wording(report, part.source, where, question)
        if question.only_when:
            check_when(report, part.source, (*where, "only_when"), question.only_when, scope)
    for name in part.model.facts:
        where = ("facts", name)
        report.reserved(part.source, where, name)
        if name in part.model.questions:
            first = Related(part.source.span(("questions", name), key=True), "first given here")
            message = f'"{name}" is both one of the questions and one of the facts'
            report.add("N214", part.source, where, message, "rename one", key=True, related=[first])
    check_facts(report, part.source, part.model.facts, scope)


def check_two_trees(report: Report, names: list[str]) -> None:
    """Ids that stand in two trees: questions that are not shared (ruling 8), and named conditions."""
    first: dict[str, tuple[str, Source, bool]] = {}
    for name in names:
        part = report.guide.tree_part(name)
        if part.model is None:
            continue
        for question, model in part.model.questions.items():
            is_shared = model.use is not None
            where = ("questions", question)
            other = first.get(question)
            if other is None:
                first[question] = (name, part.source, is_shared)
            elif not (is_shared and other[2]):
                related = Related(other[1].span(where, key=True), "first asked here")
                message = f'the question "{question}" also stands in the tree "{other[0]}"'
                hint = f"rename one, or move it to {SHARED} and write `use: {question}` in both"
                report.add("N209", part.source, where, message, hint, key=True, related=[related])
    _conditions_in_two_files(report, names)


def _conditions_in_two_files(report: Report, names: list[str]) -> None:
    """Named conditions with the id of something in another file: answers and conditions are one map."""
    shared: Part[Shared] = report.guide.part(SHARED, Shared)
    trees = {f'the tree "{name}"': report.guide.tree_part(name) for name in names}
    homes = {SHARED: shared} | trees
    owners: dict[str, tuple[str, Part[Any], str]] = {}
    # All questions first, so that it is always the condition that is to be renamed.
    for group in ("questions", "facts"):
        for home, part in homes.items():
            for name in getattr(part.model, group, ()):
                other, there, kind = owners.setdefault(name, (home, part, group))
                if group == "facts" and there is not part:
                    what = "question" if kind == "questions" else "named condition"
                    message = f'{other} has a {what} "{name}" as well'
                    hint = "rename this one" if what == "question" else f"rename one, or write it once, in {SHARED}"
                    related = [Related(there.source.span((kind, name), key=True), "first given here")]
                    report.add("N218", part.source, (group, name), message, hint, key=True, related=related)


def check_file_id(report: Report, source: Source, name: str) -> None:
    """The name of a file that is an id."""
    if not KEBAB.match(name) or len(name) > MAX_ID:
        hint = "small letters, digits and -, a letter first, at most 60"
        report.add_at("S107", Span(source.path), f'the file name "{name}" is no id', hint)
    elif name.replace("-", "_") in RESERVED:
        report.add_at("S108", Span(source.path), f'"{name}" is reserved', "choose another name for the file")


def check_window(report: Report, source: Source, where: Pathway, window: Window | None) -> None:
    """The days of a window."""
    if window is not None:
        for key, text in (
            ("from", window.from_),
            ("until", window.until),
            ("latest", window.latest),
        ):
            if text is not None:
                report.anchor(source, (*where, key), text)


def check_facts(report: Report, source: Source, facts: Mapping[str, tuple[FactRule, ...]], scope: Any) -> None:
    """Named conditions: readable, without circles, and with a last rule that always holds."""
    for name, rules in facts.items():
        where = ("facts", name)
        if not rules:
            report.add(
                "S110",
                source,
                where,
                f'the named condition "{name}" has no rules',
                "write rules with `is`",
            )
            continue
        for number, rule in enumerate(rules):
            if rule.when is not None:
                check_when(report, source, (*where, number, "when"), rule.when, scope)
            elif number < len(rules) - 1:
                message = "this rule is never tried: the one above it has no `when`"
                report.add("S116", source, (*where, number + 1), message, "move it up, or delete it")
        if all(rule.when is not None for rule in rules):
            message = f'the last rule of "{name}" has a `when`, so the fact may have no value'
            report.add("S102", source, (*where, len(rules) - 1), message, "add a last rule with `is` alone")


def check_wording(report: Report, source: Source, where: Pathway, question: SharedQuestion) -> None:
    """A question's own keys."""
    kind = question.type
    name = str(where[-1])
    if question.ask is None:
        message = f'the question "{name}" has no `ask`'
        report.add("S102", source, where, message, 'add "ask: ..."', key=True)
    if kind in ("choice", "several") and not question.answers and "answers" not in (question.only_when or {}):
        message = f'the question "{name}" has no `answers`'
        report.add("S102", source, where, message, 'add "answers:"', key=True)
    for key in ("ask", "why", "help"):
        text = getattr(question, key)
        if text:
            report.text(source, (*where, key), text)
    for answer, model in question.answers.items():
        here = (*where, "answers", answer)
        report.reserved(source, here, answer)
        report.text(source, here, model.text)
        if model.sounds_like:
            listed_twice(report, source, (*here, "sounds_like"), model.sounds_like)
        if model.exclusive and kind != "several":
            message = f"`exclusive` has no effect in a {kind} question"
            report.add("S106", source, (*here, "exclusive"), message, "delete it", key=True)
    if question.suggest is not None and kind != "choice":
        message = "`suggest` is for a choice"
        report.add("S106", source, (*where, "suggest"), message, "delete it", key=True)
    check_question(report, source, where, question)
