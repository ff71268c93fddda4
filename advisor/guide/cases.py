"""Answers given beforehand, as authors and scripts write them: scenarios and answers files."""

from typing import Any, Self

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from advisor.guide.model import Record, Risk, Text

SCENARIOS = "tests/scenarios"
"""The folder of a guide that holds its scenarios."""


class Expectation(Record):
    """What a scenario expects; what is not given is not looked at."""

    outcome: Text | None = Field(None, description="Where it ends.")
    question: Text | None = Field(None, description="The question it stops at.")
    refused: Text | None = Field(None, description="The question whose answer is refused.")
    cards: tuple[Text, ...] | None = Field(None, description="Exactly these, in this order.")
    phrases: tuple[Text, ...] | None = Field(None, description="Exactly these, in this order.")
    now: tuple[Text, ...] | None = Field(None, description="Plan entries in this state, exactly.")
    late: tuple[Text, ...] | None = Field(None, description="Plan entries in this state, exactly.")
    later: tuple[Text, ...] | None = Field(None, description="Plan entries in this state, exactly.")
    passed: tuple[Text, ...] | None = Field(None, description="Plan entries in this state, exactly.")
    lacks_cards: tuple[Text, ...] = Field((), description="Must not be shown.")
    asked: tuple[Text, ...] | None = Field(None, description="Questions, in exact order.")
    risk: Risk | None = Field(None, description="The outcome's risk.")
    says: tuple[Text, ...] = Field((), description="Must stand in title, notes, cards or phrases.")
    never_says: tuple[Text, ...] = Field((), description="Must not stand there.")

    @model_validator(mode="after")
    def _one_end(self) -> Self:
        ends = sum(end is not None for end in (self.outcome, self.question, self.refused))
        if not ends:
            raise PydanticCustomError("no_end", "`expect` needs one of outcome, question, refused", {})
        if ends > 1:
            raise PydanticCustomError("one_end", "`expect` needs exactly one of outcome, question, refused", {})
        return self


class Scenario(Record):
    """One case: answers and what they must lead to."""

    name: Text = Field(description="What it is about; unique in the file.")
    as_of: Text | None = Field(None, description="An anchor; else the file's.")
    answers: dict[str, Any] = Field(default_factory=dict, description="On top of `given`.")
    typed: dict[str, Text] = Field(default_factory=dict, description="Words resolved as if typed by a person.")
    without: tuple[Text, ...] = Field((), description="Takes a `given` away.")
    blanks: dict[str, Text] = Field(default_factory=dict, description="Values for phrases.")
    expect: Expectation = Field(description="Where it ends and what is shown.")


class ScenarioFile(Record):
    """`tests/scenarios/<tree>.yaml`."""

    tree: Text = Field(description="The tree, as the file is named.")
    as_of: Text | None = Field(None, description="An anchor, for every scenario that gives none.")
    given: dict[str, Any] = Field(default_factory=dict, description="Answers for all; unused ones are fine.")
    scenarios: tuple[Scenario, ...] = Field(min_length=1, description="The cases.")


class AnswersFile(Record):
    """Answers given beforehand."""

    tree: Text | None = Field(None, description="The tree they are meant for.")
    answers: dict[str, Any] = Field(default_factory=dict, description="Question -> answer.")
    blanks: dict[str, str] = Field(default_factory=dict, description="Blank -> value.")
