"""The commands of a conversation and the view of a moment."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import Any

from advisor import wording
from advisor.analysis import explain
from advisor.authoring.sound import require_sound
from advisor.conversation.terms import Meaning, glossary_of
from advisor.conversation.view import Entry, Option, QuestionView, View
from advisor.guide.load import Guide
from advisor.guide.model import Question
from advisor.guide.season import day_in_words
from advisor.interview.interview import Interview
from advisor.interview.phrasing import blank_problem
from advisor.interview.result import limits_of, not_covered_in_words
from advisor.interview.walk import (
    NOT_COVERED,
    Refused,
)
from advisor.understand.answers import MOST_OFFERS, Offered, in_words, read_month, understand
from advisor.understand.topics import Situation, answers_like, find
from advisor.understand.urgent import FirstHelp, urgent_in
from advisor.understand.words import tells_much

ALIKE = 0.3
"""Likeness from which an answer is offered; it is never taken for that."""
SOUNDS_LIKE = 0.3
"""Score from which words that are no answer are said to belong to another topic."""
MOST_FOLLOWS = 6
"""Most outcomes that are named where somebody asks why; the others are counted."""


@dataclass(frozen=True, slots=True)
class Reply:
    """What a command led to.

    Attributes:
        conversation: Where it stands now; the same as before where nothing was taken.
        message: What to tell the person, or None.
        offers: Answers that may have been meant; choosing one takes it.
        help: What to show before anything else; the command was not done, and waits until the person wants to go on.
    """

    conversation: Conversation
    message: str | None = None
    offers: tuple[Option, ...] = ()
    help: FirstHelp | None = None


@dataclass(frozen=True)
class Conversation:
    """An interview with a person.

    Attributes:
        editing: While an earlier answer is changed, its question `tree/question`; else None.
        before: What `back` returns to after `try_out`; else None.
    """

    interview: Interview
    editing: str | None = None
    before: Conversation | None = None

    @classmethod
    def begin(
        cls,
        guide: Guide,
        tree: str,
        answers: Mapping[str, Any] | None = None,
        *,
        as_of: date | None = None,
        blanks: Mapping[str, str] | None = None,
    ) -> Conversation:
        """Begin a conversation.

        Raises:
            UsageError: There is no such tree.
            GuideInvalid: The tree, or one it can go on to, has errors.
        """
        as_of = as_of or guide.today()
        require_sound(guide, tree, as_of)
        interview = Interview.begin(guide, tree, answers, as_of=as_of, blanks=blanks)
        # Going back takes the last answer away, so answers from a file stand as if they had been given one by one.
        given = interview.answers
        in_turn = {name: given[name] for name in interview.walk.known if name in given}
        return cls(replace(interview, answers={**in_turn, **given}))

    @classmethod
    def open(
        cls, guide: Guide, situation: Situation, *, as_of: date | None = None, blanks: Mapping[str, str] | None = None
    ) -> Conversation:
        """Begin at the branch that a person's own words meant; going back takes away what was read from them.

        Raises:
            GuideInvalid: The tree, or one it can go on to, has errors.
        """
        return cls.begin(guide, situation.id, situation.answers, as_of=as_of, blanks=blanks)

    # --- commands -------------------------------------------------------------------------------------------------

    def choose(self, value: Any) -> Reply:
        """Answer the question that is shown: an answer's id, a list of ids, a number, a `date`, a text, `not_covered`.

        What does not fit is not taken; the message says why.
        """
        key = self._key
        if key is None:
            return Reply(self, wording.INTERVIEW_OVER)
        question = key.partition("/")[2]
        tried = self.interview.answer(question, value)
        end = tried.walk.end
        if isinstance(end, Refused) and end.question == question:
            return Reply(self, wording.NOT_TAKEN.format(reason=end.reason))
        return Reply(Conversation(tried))

    def say(self, text: str, *, after_help: bool = False) -> Reply:
        """Answer in one's own words; offers what may have been meant where that is not clear.

        Args:
            text: What was typed.
            after_help: Whether words that mean danger have been answered already, and the person wants to go on.
        """
        question = self._question
        if not after_help and (help := urgent_in(self.interview.guide, text)) is not None:
            return Reply(self, help=help)
        if question is None:
            return Reply(self, wording.INTERVIEW_OVER)
        meant = understand(question, text)
        if not isinstance(meant, Offered):
            return self.choose(meant.value)
        options = {option.id: option for option in self.view.question.options} if self.view.question else {}
        names = meant.answers or self._answers_like(question, text)
        offers = tuple(options[name] for name in names if name in options)
        if offers:
            quoted = wording.one_of([in_words(question, offer.id) for offer in offers])
            return Reply(self, wording.DID_YOU_MEAN_ANSWER.format(names=quoted), offers)
        limits = self.view.question.limits if self.view.question else None
        message = wording.NOT_UNDERSTOOD.format(limits=limits or wording.CHOOSE_A_NUMBER)
        if question.type == "date" and (month := read_month(text)):
            return Reply(self, wording.WHICH_DAY.format(month=month))
        is_value = question.type in ("number", "date")
        pointer = self._pointer(text) if tells_much(text) or not is_value else ""
        return Reply(self, f"{message} {pointer}" if pointer else message)

    def _answers_like(self, question: Question, text: str) -> list[str]:
        """The answers whose words a longer text is like."""
        key = self._key or ""
        tree = self.interview.program.trees[key.partition("/")[0]]
        liked = answers_like(self.interview.guide, question, text, tree)
        return [name for name, likeness in liked[:MOST_OFFERS] if likeness >= ALIKE]

    def _pointer(self, text: str) -> str:
        """Where words belong that are no answer here: another topic, or somebody else; "" where that is not clear."""
        found = find(self.interview.guide, text, limit=1, as_of=self.interview.as_of)
        if found.results:
            best = found.results[0]
            if best.kind == "tree" and best.id != self.interview.tree and best.score >= SOUNDS_LIKE:
                return wording.SOUNDS_LIKE_TOPIC.format(title=best.title)
        elif found.elsewhere:
            best_topic = found.elsewhere[0]
            return wording.SOUNDS_LIKE_ELSEWHERE.format(title=best_topic.title, ask=best_topic.ask)
        return ""

    def back(self) -> Reply:
        """Take the last answer away, stop changing an earlier one, or return from an outcome that was tried out."""
        if self.editing is not None:
            return Reply(replace(self, editing=None))
        if self.before is not None:
            # What was filled in since then is kept.
            return Reply(replace(self.before, interview=replace(self.before.interview, blanks=self.interview.blanks)))
        before = self.interview.back()
        return Reply(self, wording.NOTHING_TO_UNDO) if before is self.interview else Reply(Conversation(before))

    def change(self, number: int) -> Reply:
        """Ask an answered question again (by the number of its entry), keeping later answers where they still fit."""
        entries = self.view.entries
        if not 1 <= number <= len(entries):
            return Reply(
                self,
                wording.NO_SUCH_ENTRY.format(count=len(entries)) if entries else wording.NOTHING_TO_UNDO,
            )
        entry = entries[number - 1]
        return Reply(replace(self, editing=f"{entry.tree}/{entry.question}"))

    def try_out(self, change: explain.Change) -> Conversation:
        """Go to an outcome that is one answer away (one of `would_change`); `back` returns here."""
        return Conversation(self.interview.answer(change.question, change.answer), before=self)

    def restart(self) -> Reply:
        """The same tree from its first question, with no answers; blanks are kept."""
        return Reply(Conversation(replace(self.interview, answers={})))

    def continue_in(self, tree: str) -> Conversation:
        """Go on in another tree: what is true of the person comes along, facts about a program do not.

        Raises:
            GuideInvalid: The tree, or one it can go on to, has errors.
        """
        interview = self.interview
        mine = {
            name: value
            for name, value in interview.answers.items()
            if isinstance(question := interview.program.fact(name), Question)
            and question.belongs_to == "me"
            and value not in (NOT_COVERED, [NOT_COVERED])
        }
        return Conversation.begin(interview.guide, tree, mine, as_of=interview.as_of, blanks=interview.blanks)

    def fill(self, values: Mapping[str, str], *, after_help: bool = False) -> Reply:
        """Fill blanks. Nothing is kept where one does not fit; the message says which and why.

        Args:
            values: Blank -> value; an empty one takes it away.
            after_help: As for `say`.
        """
        guide = self.interview.guide
        known = guide.blanks
        checked = {name: value.strip() for name, value in values.items() if name in known}
        new = [value for name, value in checked.items() if value != self.interview.blanks.get(name, "")]
        if not after_help and (help := urgent_in(guide, "\n\n".join(new))) is not None:
            return Reply(self, help=help)
        for name, value in checked.items():
            problem = blank_problem(known[name], value) if value else None
            if problem:
                return Reply(self, problem)
        return Reply(replace(self, interview=self.interview.with_blanks(checked)))

    # --- what a face can ask --------------------------------------------------------------------------------------

    @cached_property
    def view(self) -> View:
        """This moment, ready to be drawn."""
        interview = self.interview
        guide = interview.guide
        tree = interview.program.trees[interview.tree]
        steps = interview.steps
        entries = tuple(
            Entry(number, step.tree, step.question, step.ask, step.text) for number, step in enumerate(steps, 1)
        )
        season = interview.season
        over = wording.SEASON_OVER.format(season=season.title) if season.over else None
        editing = self.editing is not None
        return View(
            title=season.fill(tree.title),
            about=season.fill(tree.about),
            entries=entries,
            question=self._question_view(),
            result=None if editing else interview.result,
            unused=interview.unused_in_words,
            edition=wording.EDITION.format(
                title=guide.manifest_in_words.title,
                edition=day_in_words(guide.manifest_in_words.edition),
                as_of=day_in_words(interview.as_of),
            ),
            notice=guide.manifest_in_words.notice,
            season_over=over,
        )

    @property
    def read_in_words(self) -> str:
        """What was read from a person's own words when the conversation was opened with them; "" for nothing."""
        answers = [wording.TAKEN_ANSWER.format(ask=entry.ask, text=entry.text) for entry in self.view.entries]
        return wording.TAKEN_FROM_WORDS.format(answers=" ".join(answers)) if answers else ""

    @cached_property
    def because(self) -> str:
        """Why the question that is shown is asked, derived from the routing; "" at the end."""
        return explain.because(self.interview, self._key) if self._key else ""

    @cached_property
    def remaining(self) -> explain.Remaining:
        """How many questions can still come, the one that is shown included."""
        return explain.remaining(self.interview)

    @cached_property
    def possible(self) -> tuple[explain.Possible, ...]:
        """The outcomes that can still be reached."""
        return explain.possible(self.interview)

    @property
    def follows(self) -> str:
        """The titles of what can still follow the question that is shown; "" at the end.

        While an earlier answer is changed, this is not known before the new answer.
        """
        if self._key is None or self.editing is not None:
            return ""
        titles = [one.title for one in self.possible]
        if not titles:
            return ""
        if len(titles) > MOST_FOLLOWS:
            more = wording.FOLLOWS_MORE.format(count=len(titles) - MOST_FOLLOWS)
            titles = [*titles[:MOST_FOLLOWS], more]
        return "; ".join(titles)

    @cached_property
    def meanings(self) -> tuple[Meaning, ...]:
        """The terms of the glossary that this moment uses, in the order of their first use."""
        return glossary_of(self.interview.guide).found_in(self._texts())

    def _texts(self) -> Iterator[str]:
        question, result = self.view.question, self.view.result
        if question is not None:
            yield from (text for text in (question.ask, question.why, self.because, question.help) if text)
            yield from (option.text for option in question.options)
        if result is not None:
            yield from (result.title, *result.notes)
            for card in result.cards:
                yield from (card.title, card.bottom_line)
                yield from (block.text for section in card.sections for block in section.blocks)

    @cached_property
    def would_change(self) -> tuple[explain.Change, ...]:
        """Other outcomes one answer away from the reached one."""
        return explain.would_change(self.interview)

    # --- the question ---------------------------------------------------------------------------------------------

    @property
    def _key(self) -> str | None:
        if self.editing is not None:
            return self.editing
        end = self.interview.walk.end
        return None if self.interview.done else f"{end.tree}/{end.question}"

    @property
    def _question(self) -> Question | None:
        return self.interview.program.question(self._key) if self._key else None

    def _question_view(self) -> QuestionView | None:
        key, question = self._key, self._question
        if key is None or question is None:
            return None
        interview = self.interview
        season = interview.season
        fill = season.fill
        walked = interview.walk
        name = key.partition("/")[2]
        options = [
            Option(number, answer_id, fill(answer.text), exclusive=answer.exclusive)
            for number, (answer_id, answer) in enumerate(question.answers.items(), 1)
        ]
        options.append(Option(len(options) + 1, NOT_COVERED, not_covered_in_words(question.type), apart=True))
        limits = limits_of(question, interview.program, walked.known)
        refused = None
        if self.editing is None and isinstance(walked.end, Refused):
            refused = wording.NOT_TAKEN.format(reason=walked.end.reason)
        suggested = season.phase_today() if question.suggest == "phase_today" else None
        return QuestionView(
            key=key,
            question=name,
            number=walked.path.index(key) + 1 if key in walked.path else len(walked.path) + 1,
            ask=fill(question.ask or name),
            why=fill(question.why) if question.why else None,
            help=fill(question.help) if question.help else None,
            kind=question.type,
            options=tuple(options),
            limits=limits.words,
            low=limits.low if isinstance(limits.low, int) else None,
            high=limits.high if isinstance(limits.high, int) else None,
            suggested=suggested if suggested in question.answers else None,
            refused=refused,
            present=walked.known.get(name) if self.editing else None,
        )
