"""A tree as its author sees it while writing: an interview on the last sound version, and what is behind it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any, NamedTuple

from advisor import wording
from advisor.analysis.cells import Cuts, TooManyCells
from advisor.analysis.steps import Steps, shortest_to
from advisor.authoring.check import check
from advisor.authoring.testing.scenarios import FOLDER, play, prepare, read_cases
from advisor.conversation.conversation import Conversation
from advisor.diagnostics import Diagnostic, did_you_mean
from advisor.errors import AdvisorError, CannotGoOn, GuideInvalid, UsageError
from advisor.guide.load import Guide, targets
from advisor.guide.model import When
from advisor.interview.conditions import Value, compile_when
from advisor.interview.interview import Interview
from advisor.interview.walk import Reached
from advisor.output.conditions import in_words


class Entry(NamedTuple):
    """A note, card or phrase of an outcome that hangs on a condition.

    Attributes:
        kind: `note`, `card` or `phrase`.
        name: The id of a card or phrase, the text of a note.
        on: Whether it is shown for these answers.
        reason: The condition that holds, or what of it does not.
    """

    kind: str
    name: str
    on: bool
    reason: str


class Played(NamedTuple):
    """A scenario that comes by here, and how it goes; `message` is None where it passes."""

    name: str
    message: str | None


@dataclass(frozen=True)
class Preview:
    """A tree, its files as they are now, and an interview on the last version without errors.

    Attributes:
        guide: As its files are now.
        conversation: Where the author stands; None while the tree never was without errors.
        errors: Why the files as they are now cannot be shown; none while what is shown is what is saved.
        note: What happened to the place where the author stood, or "".
    """

    guide: Guide
    tree: str
    conversation: Conversation | None
    errors: tuple[Diagnostic, ...] = ()
    note: str = ""

    @classmethod
    def begin(cls, guide: Guide, tree: str, at: str | None = None, *, as_of: date | None = None) -> Preview:
        """Begin at the first question, or at a question with the fewest answers that lead to it.

        Args:
            guide: Where the tree is.
            tree: Its id.
            at: A question of the tree.
            as_of: The day from which it is seen.

        Raises:
            UsageError: There is no such tree or question, or no answers lead to it.
        """
        if tree not in guide.tree_names:
            guide.tree(tree)
        try:
            conversation = Conversation.begin(guide, tree, as_of=as_of)
        except GuideInvalid as error:
            return cls(guide, tree, None, tuple(error.findings))
        if at is not None:
            known = guide.tree(tree).questions
            if at not in known:
                raise UsageError(f'the tree "{tree}" has no question "{at}"', did_you_mean(at, known))
            answers = _answers_to(conversation, f"{tree}/{at}")
            if answers is None:
                raise UsageError(f'no answers lead to "{at}"', "`advisor check` says why")
            conversation = Conversation.begin(guide, tree, answers, as_of=as_of)
        return cls(guide, tree, conversation)

    def at(self, conversation: Conversation) -> Preview:
        """The same tree, gone on to another place."""
        return replace(self, conversation=conversation, note="")

    def renewed(self) -> Preview:
        """The tree as its files are now, at the same question where it still exists.

        While they have errors, the last version without any stays.
        """
        guide = self.guide.renewed()
        before = self.conversation
        try:
            if before is None:
                return Preview.begin(guide, self.tree)
            now, note = _carried_over(before, guide)
        except GuideInvalid as error:
            return replace(self, guide=guide, errors=tuple(error.findings), note="")
        except UsageError as error:
            return replace(self, guide=guide, errors=(), note=error.message)
        return Preview(guide, self.tree, now, note=note)

    def moved(self, days: int) -> Preview:
        """Seen from some days later, or earlier."""
        if self.conversation is None:
            return self
        interview = self.conversation.interview
        try:
            day = interview.as_of + timedelta(days=days)
            begun = Conversation.begin(
                interview.guide, interview.tree, interview.answers, as_of=day, blanks=interview.blanks
            )
        except (OverflowError, AdvisorError):
            return self
        return self.at(begun)

    def flipped(self, number: int) -> Preview:
        """Another answer to an answered question, by its number from 1: the next one that conditions tell apart."""
        conversation = self.conversation
        if conversation is None or not 1 <= number <= len(conversation.view.entries):
            return self
        entry = conversation.view.entries[number - 1]
        interview = conversation.interview
        known = interview.walk.known
        steps = Steps(interview.program)
        question = interview.program.question(f"{entry.tree}/{entry.question}")
        try:
            values = steps.cells(question, known, steps.picture.cuts.get(entry.question) or Cuts())
        except TooManyCells:
            return self
        present = known[entry.question]
        place = values.index(present) if present in values else -1
        value: Value = values[(place + 1) % len(values)]
        raw = list(value) if isinstance(value, tuple) else value
        return self.at(Conversation(interview.answer(entry.question, raw)))

    # --- what is behind it --------------------------------------------------------------------------------------------

    def entries(self) -> list[Entry]:
        """Every note, card and phrase of the outcome that hangs on a condition; none before the end."""
        if self.conversation is None:
            return []
        interview = self.conversation.interview
        end = interview.walk.end
        outcomes = interview.program.trees[end.tree].outcomes if end.tree else {}
        if not isinstance(end, Reached) or end.outcome not in outcomes:
            return []
        outcome = outcomes[end.outcome]
        parts: list[tuple[str, str, When | None]] = [
            *(("note", interview.season.fill(note.text), note.when) for note in outcome.notes),
            *(("card", entry.card, entry.when) for entry in outcome.cards),
            *(("phrase", entry.phrase, entry.when) for entry in outcome.phrases or ()),
        ]
        return [Entry(kind, name, *_truth(interview, when)) for kind, name, when in parts if when]

    def scenarios(self) -> tuple[list[Played], str | None]:
        """The tree's scenarios that come by here, and why they cannot be read, or None."""
        if self.conversation is None:
            return [], None
        file = self.guide.root / FOLDER / f"{self.tree}.yaml"
        if not file.is_file():
            return [], None
        interview = self.conversation.interview
        found = []
        try:
            for case in read_cases(interview.guide, [Path(file)]):
                if _comes_by(interview, prepare(interview.guide, case)):
                    found.append(Played(case.scenario.name, play(interview.guide, case).message))
        except AdvisorError as error:
            return found, error.message
        return found, None

    def findings(self) -> list[Diagnostic]:
        """What `check` finds in the tree and in what it names, on the files as they are now; takes longer."""
        return [finding for finding in check(self.guide).findings if finding.span.path in self._paths()]

    def _paths(self) -> set[str]:
        paths = {f"trees/{self.tree}.yaml", "trees/_shared.yaml", f"{FOLDER}/{self.tree}.yaml"}
        model = self.guide.tree_part(self.tree).model
        if model is None:
            return paths
        cards = {to[5:] for to in targets(model) if to.startswith("card:")}
        phrases: set[str] = set()
        for outcome in model.outcomes.values():
            cards |= {entry.card for entry in outcome.cards}
            phrases |= {entry.phrase for entry in outcome.phrases or ()}
        for card in cards & set(self.guide.card_names):
            part = self.guide.card_part(card)
            phrases |= set(part.model.matter.phrases) if part.model is not None else set()
        paths |= {f"content/cards/{name}.md" for name in cards}
        return paths | {f"content/phrases/{name}.md" for name in phrases}


def stamps(root: Path) -> dict[str, tuple[int, int]]:
    """When each file of a guide was saved, and how long it is: another value means that something was saved."""
    found: dict[str, tuple[int, int]] = {}
    for folder in ("content", "content/cards", "content/phrases", "trees", FOLDER):
        try:
            files = list((root / folder).iterdir())
        except OSError:
            continue
        for file in files:
            try:
                stat = file.stat()
            except OSError:
                continue
            found[f"{folder}/{file.name}"] = (stat.st_mtime_ns, stat.st_size)
    return found


def _carried_over(before: Conversation, guide: Guide) -> tuple[Conversation, str]:
    old = before.interview
    stood = _place(before)

    def begun(answers: dict[str, Any]) -> Conversation:
        return Conversation.begin(guide, old.tree, answers, as_of=old.as_of, blanks=old.blanks)

    now = begun(dict(old.answers))
    if _place(now) == stood or stood is None:
        return now, ""
    answers = _answers_to(now, stood)
    if answers is None:
        return now, wording.PREVIEW_PLACE_GONE
    return begun({**old.answers, **answers}), wording.PREVIEW_OTHER_ANSWERS


def _place(conversation: Conversation) -> str | None:
    question = conversation.view.question
    if question is not None:
        return question.key
    end = conversation.interview.walk.end
    return end.id if isinstance(end, Reached) else None


def _answers_to(conversation: Conversation, key: str) -> dict[str, Any] | None:
    try:
        found = shortest_to(conversation.interview.program, key)
    except (TooManyCells, CannotGoOn, KeyError):
        return None
    if found is None:
        return None
    return {name: list(value) if isinstance(value, tuple) else value for name, value in found.items()}


def _truth(interview: Interview, when: When) -> tuple[bool, str]:
    """Whether a condition holds, and what of it does, or does not."""
    known = interview.walk.known
    program = interview.program
    on = bool(compile_when(when, program).truth(known))
    decisive = {
        name: wanted for name, wanted in when.items() if on or not compile_when({name: wanted}, program).truth(known)
    }
    return on, in_words(decisive, program.fact, interview.season)


def _comes_by(here: Interview, other: Interview) -> bool:
    """Whether another interview passes the question, or reaches the outcome, at which this one stands."""
    there, end = other.walk.end, here.walk.end
    if isinstance(end, Reached):
        return isinstance(there, Reached) and there.id == end.id
    key = f"{end.tree}/{end.question}"
    stops = None if isinstance(there, Reached) else f"{there.tree}/{there.question}"
    return key in other.walk.path or key == stops
