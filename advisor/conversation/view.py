"""What a face has to draw."""

from __future__ import annotations

from dataclasses import dataclass

from advisor.interview.conditions import Value
from advisor.interview.result import Result


@dataclass(frozen=True, slots=True)
class Entry:
    """A question that was asked and how it was answered.

    Attributes:
        number: From 1; what `change` takes.
        text: The answer in words.
    """

    number: int
    tree: str
    question: str
    ask: str
    text: str


@dataclass(frozen=True, slots=True)
class Option:
    """An answer to choose. `number` is from 1; the last one, `apart`, is that the situation is not among these."""

    number: int
    id: str
    text: str
    apart: bool = False
    exclusive: bool = False


@dataclass(frozen=True, slots=True)
class QuestionView:
    """The question that waits.

    Attributes:
        key: `tree/question`.
        number: Its place in the interview, from 1.
        kind: `choice`, `several`, `number`, `date` or `text`.
        options: What can be chosen; for number, date and text the words allowed instead, then "I cannot answer this".
        limits: What is taken, said before the mistake; None for a choice.
        suggested: The id to pre-select, never taken by itself.
        refused: Why the answer that was given (in a file, on the command line) is not taken.
        present: While an earlier answer is changed: what it is now.
    """

    key: str
    question: str
    number: int
    ask: str
    why: str | None
    help: str | None
    kind: str
    options: tuple[Option, ...]
    limits: str | None
    low: int | None
    high: int | None
    suggested: str | None
    refused: str | None
    present: Value | None


@dataclass(frozen=True, slots=True)
class View:
    """A moment of a conversation.

    Attributes:
        title: The tree's title.
        about: The sentence under it.
        entries: What was asked and answered, in order.
        question: What is asked now; None at the end.
        result: What it came to; None before the end.
        unused: The questions, in words, whose answers wait without effect.
        edition: Guide, edition and day in one line.
        notice: The guide's notice.
        season_over: The sentence after the season's end, or None.
    """

    title: str
    about: str
    entries: tuple[Entry, ...]
    question: QuestionView | None
    result: Result | None
    unused: tuple[str, ...]
    edition: str
    notice: str
    season_over: str | None
