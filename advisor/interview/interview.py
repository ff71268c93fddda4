"""One interview as a frozen value: a guide, a tree, a day and a map of answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from typing import Any

from advisor.errors import UsageError
from advisor.guide.load import Guide
from advisor.guide.model import FIRST_YEAR, LAST_YEAR, Question
from advisor.guide.season import Season
from advisor.interview import result as shown
from advisor.interview.conditions import Known
from advisor.interview.walk import Asking, Program, Reached, Walk, walk


@dataclass(frozen=True)
class Interview:
    """A guide, one of its trees, the day, and what was answered.

    Attributes:
        answers: Question -> raw value, in the order in which they were given. Answers whose question does not come up
            stay in the map without effect.
        blanks: Blank -> value, for phrases.

    Raises:
        UsageError: There is no such tree.
        GuideInvalid: The tree, or one it can go on to, cannot be read.
    """

    guide: Guide
    tree: str
    as_of: date
    answers: Mapping[str, Any] = field(default_factory=dict)
    blanks: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def begin(
        cls,
        guide: Guide,
        tree: str,
        answers: Mapping[str, Any] | None = None,
        *,
        as_of: date | None = None,
        blanks: Mapping[str, str] | None = None,
    ) -> Interview:
        """Begin an interview; `as_of` is today in the season's zone where it is not given."""
        if as_of is not None and not FIRST_YEAR <= as_of.year <= LAST_YEAR:
            raise UsageError(f"{as_of.isoformat()} is not a day of our time", "look at the year")
        guide.tree(tree)
        day = as_of or guide.today()
        return cls(guide, tree, day, dict(answers or {}), dict(blanks or {}))

    # --- going on -------------------------------------------------------------------------------------------------

    def answer(self, question: str, value: Any) -> Interview:
        """The interview with a question answered, or answered anew; later answers are kept where they still fit.

        Values: an answer's id, a list of ids, a whole number, a `date` or `2027-03-01`, a text, or `not_covered`.
        """
        return replace(self, answers={**self.answers, question: value})

    def without(self, *questions: str) -> Interview:
        """The interview with some answers taken away."""
        return replace(
            self,
            answers={name: value for name, value in self.answers.items() if name not in questions},
        )

    def back(self) -> Interview:
        """The interview before the answer that was given last; itself where there is none."""
        counted = {*self.walk.known, self._stopped_at}
        given = [name for name in self.answers if name in counted]
        return self.without(given[-1]) if given else self

    def with_blanks(self, values: Mapping[str, str]) -> Interview:
        """The interview with blanks filled; an empty value takes one away."""
        merged = {**self.blanks, **values}
        return replace(self, blanks={name: value for name, value in merged.items() if value})

    # --- where it stands ------------------------------------------------------------------------------------------

    @cached_property
    def memo(self) -> dict[str, Any]:
        """Room for what others derive from this moment."""
        return {}

    @cached_property
    def season(self) -> Season:
        """The calendar as seen from the interview's day."""
        return self.guide.season(self.as_of)

    @cached_property
    def program(self) -> Program:
        """The compiled trees; shared between the interviews of one guide, tree and day."""
        return _compiled(self.guide, self.tree, self.season)[0]

    @cached_property
    def walk(self) -> Walk:
        """The replay of the answers."""
        return walk(self.program, self.answers)

    @property
    def question(self) -> Question | None:
        """The question that waits for an answer, refused ones too; None at an end."""
        end = self.walk.end
        return None if isinstance(end, Reached) else self.program.question(f"{end.tree}/{end.question}")

    @property
    def done(self) -> bool:
        """Whether an outcome is reached."""
        return isinstance(self.walk.end, Reached)

    @property
    def _stopped_at(self) -> str:
        """The question whose answer ended the walk without becoming a fact, or ""."""
        end = self.walk.end
        return "" if isinstance(end, Asking) else end.question

    @cached_property
    def unused(self) -> tuple[str, ...]:
        """Answers whose question did not come up, in the order in which they were given."""
        met = {*self.walk.known, self._stopped_at}
        return tuple(name for name in self.answers if name not in met)

    @cached_property
    def unused_in_words(self) -> tuple[str, ...]:
        """The questions of `unused` as they are asked; a name that no question has stands for itself."""
        found = [(name, self.program.fact(name)) for name in self.unused]
        return tuple(self.season.fill(getattr(question, "ask", None) or name) for name, question in found)

    @cached_property
    def steps(self) -> tuple[shown.StepShown, ...]:
        """The answered questions as a person reads them."""
        return shown.steps_shown(self.program, self.walk, self.season)

    @cached_property
    def selection(self) -> shown.Selection | None:
        """What the reached outcome shows, by ids; None before the end."""
        end = self.walk.end
        return self.select(end, self.walk.known) if isinstance(end, Reached) else None

    def select(self, end: Reached, known: Known) -> shown.Selection:
        """What an outcome of this tree shows for some facts, by ids."""
        return self._endings.select(end, known)

    @cached_property
    def _endings(self) -> shown.Endings:
        return _compiled(self.guide, self.tree, self.season)[1]

    @cached_property
    def result(self) -> shown.Result | None:
        """What the reached outcome shows, in words; None before the end."""
        if self.selection is None:
            return None
        return shown.show_result(self.guide, self.program, self.season, self.walk, self.selection, self.blanks)

    @property
    def digest(self) -> str:
        """`sha256:...` over the files that this interview rests on."""
        return self.guide.digest(shown.files_of(self.program.trees, self.result))

    def check_questions(self) -> None:
        """Refuse answers to questions that the guide does not have.

        Raises:
            UsageError: Names the unknown question and the nearest known ones.
        """
        unknown = [name for name in self.answers if self.program.fact(name) is None or not self._is_question(name)]
        if not unknown:
            return
        everywhere = {name for tree in self.guide.tree_names for name in self.guide.questions_of(tree)}
        for name in unknown:
            if name not in everywhere:
                from advisor.diagnostics import did_you_mean

                known = [asked for tree in self.program.trees.values() for asked in tree.questions]
                raise UsageError(f'there is no question "{name}"', did_you_mean(name, known))

    def _is_question(self, name: str) -> bool:
        return not isinstance(self.program.fact(name), tuple)


def _compiled(guide: Guide, tree: str, season: Season) -> tuple[Program, shown.Endings]:
    key = (tree, season.as_of)
    if key not in guide.memo:
        program = Program(guide.reachable(tree), tree, season.resolve, season.as_of, guide.shared)
        guide.memo[key] = (program, shown.Endings(guide, program, season))
    found: tuple[Program, shown.Endings] = guide.memo[key]
    return found
