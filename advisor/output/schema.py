"""JSON Schemas: of the files that authors write, and of the documents that commands print."""

from __future__ import annotations

from typing import Any, Literal, NotRequired

from pydantic import ConfigDict, TypeAdapter, with_config
from pydantic.json_schema import GenerateJsonSchema
from pydantic_core import core_schema
from typing_extensions import TypedDict  # pydantic wants this one before Python 3.12

from advisor.diagnostics import did_you_mean
from advisor.errors import UsageError
from advisor.guide import cases, model

_DIALECT = "https://json-schema.org/draft/2020-12/schema"


class Step(TypedDict):
    """An answered question."""

    tree: str
    question: str
    ask: str
    answer: str | int | list[str]
    text: str


class Source(TypedDict):
    """Where a claim comes from."""

    id: str
    title: str
    publisher: str
    url: str
    kind: str
    checked: str
    dated: str | None
    note: str | None


class Card(TypedDict):
    """A card as shown."""

    id: str
    title: str
    risk: model.Risk
    basis: model.Basis
    bottom_line: str
    reviewed: str
    review_by: str
    stale: bool
    markdown: str
    sections: dict[str, list[str]]
    sources: list[Source]


class Line(TypedDict("Line", {"from": str | None})):
    """A line of a plan."""

    card: str
    kind: str
    who: str | None
    how_many: str | None
    until: str | None
    latest: str | None
    expected: bool
    text: str
    state: str


class Phrase(TypedDict):
    """A phrase, filled."""

    id: str
    title: str
    medium: str
    to: str
    subject: str | None
    text: str
    words: int
    missing_blanks: list[str]


class Change(TypedDict):
    """An answer that would lead to another outcome."""

    question: str
    answer: str | int | list[str]
    outcome: str
    title: str


class Choice(TypedDict):
    """An answer to choose."""

    id: str
    text: str


class Next(TypedDict):
    """The question that waits."""

    tree: str
    question: str
    ask: str
    why: str | None
    because: str
    help: str | None
    type: model.QuestionType
    answers: list[Choice]
    min: int | str | None
    max: int | str | None
    suggested: str | None
    reason: str | None


class Remaining(TypedDict):
    """How many questions can still come."""

    min: int
    max: int
    exact: bool


class Run(TypedDict):
    """`run --format json`."""

    schema: int
    tree: str
    status: str
    as_of: str
    edition: str
    notice: str
    steps: list[Step]
    outcome: str | None
    title: str | None
    notes: list[str]
    risk: model.Risk | None
    cards: list[Card]
    timeline: list[Line]
    phrases: list[Phrase]
    would_change: list[Change]
    see_also: list[str]
    unused: list[str]
    next: Next | None
    remaining: Remaining
    possible: list[str]
    guide: str


class GuideListed(TypedDict):
    """What a guide is."""

    id: str
    title: str
    language: str
    edition: str
    scope: str
    notice: str
    contact: str | None
    licence: str
    bundled: bool


class TreeListed(TypedDict):
    """A situation."""

    id: str
    title: str
    about: str
    phase: list[str]
    urgent: bool
    questions: int
    outcomes: int


class CardListed(TypedDict):
    """A card of the catalogue."""

    id: str
    title: str
    risk: model.Risk
    basis: model.Basis
    reviewed: str


class PhraseListed(TypedDict):
    """A phrase of the catalogue."""

    id: str
    title: str
    medium: str


class Listing(TypedDict):
    """`list --format json`."""

    schema: int
    guide: GuideListed
    trees: list[TreeListed]
    cards: list[CardListed]
    phrases: list[PhraseListed]


class Contact(TypedDict):
    """Where help is."""

    name: str
    how: str
    when: str | None


class Help(TypedDict):
    """What comes before anything else."""

    title: str
    text: str
    contacts: list[Contact]


class Situation(TypedDict):
    """A situation that may be meant; `answers` opens a tree at the branch meant."""

    kind: Literal["tree", "card"]
    id: str
    title: str
    score: float
    answers: dict[str, str | list[str]]


class Elsewhere(TypedDict):
    """Something that the guide is not about, and whom to ask."""

    topic: str
    title: str
    ask: str


class Find(TypedDict):
    """`find --format json`."""

    schema: int
    query: str
    covered: bool
    urgent: Help | None
    results: list[Situation]
    elsewhere: list[Elsewhere]


class Place(TypedDict):
    """Another place that matters for a finding."""

    path: str
    line: int
    column: int
    note: str


class Finding(TypedDict):
    """A finding; lines and columns count from 1."""

    code: str
    name: str
    severity: str
    message: str
    path: str
    line: int
    column: int
    end_line: int
    end_column: int
    hint: str | None
    related: list[Place]
    witness: dict[str, Any] | None


class Check(TypedDict):
    """`check --format json`."""

    schema: int
    files: int
    findings: list[Finding]


class Reworded(TypedDict):
    """A text with other words."""

    what: str
    old: str
    new: str


class DiffShown(TypedDict):
    """What one version shows at an end: `tree/outcome`, `card:x`, or `refused` for an answer that it does not take."""

    outcome: str
    title: str
    cards: list[str]
    phrases: list[str]
    notes: list[str]


class DiffChange(TypedDict):
    """Answers that lead to something else now."""

    paths: int
    old: DiffShown
    new: DiffShown
    answers: dict[str, Any]


class DiffTree(TypedDict):
    """What changes in one tree."""

    tree: str
    title: str
    status: Literal["same", "changed", "added", "removed", "broken", "undecided"]
    paths: int | None
    changed: int
    changes: list[DiffChange]
    words: list[Reworded]
    reason: str | None


class DiffText(TypedDict):
    """What changes in a card, a phrase or a file of the guide's own."""

    id: str
    title: str
    status: Literal["added", "removed", "changed", "broken"]
    words: list[Reworded]


class Diff(TypedDict):
    """`diff --format json`."""

    schema: int
    trees: list[DiffTree]
    cards: list[DiffText]
    phrases: list[DiffText]
    files: list[DiffText]


class Remark(TypedDict):
    """A sentence about a place; lines and columns count from 1."""

    path: str
    line: int
    column: int
    message: str
    details: list[str]


class ScenarioPlayed(TypedDict):
    """A scenario and how it went."""

    name: str
    path: str
    line: int
    passed: bool
    message: str | None
    mismatches: list[Remark]


class Covered(TypedDict):
    """How much of something is covered."""

    covered: int
    total: int


class CoveredPart(Covered):
    """How much of something is covered, and what is not."""

    missing: list[Remark]


class TreeCovered(TypedDict):
    """How much of a tree is covered."""

    outcomes: Covered
    routes: Covered
    answers: Covered
    cards: Covered
    notes: Covered
    phrases: Covered
    blanks: Covered
    boundaries: Covered


class Coverage(TypedDict):
    """What scenarios exercise of what can happen."""

    outcomes: CoveredPart
    routes: CoveredPart
    answers: CoveredPart
    cards: CoveredPart
    notes: CoveredPart
    phrases: CoveredPart
    blanks: CoveredPart
    boundaries: CoveredPart
    trees: dict[str, TreeCovered]
    undecided: list[str]


class Noticed(TypedDict):
    """How many changes of a tree are noticed."""

    noticed: int
    total: int


class Unnoticed(Remark):
    """A change that no scenario notices, and answers that show it."""

    kind: str
    tree: str
    as_of: str
    answers: dict[str, str | int | list[str]]
    before: str
    after: str


class Mutation(TypedDict):
    """How many changes of the guide the scenarios notice."""

    noticed: int
    total: int
    equivalent: int
    trees: dict[str, Noticed]
    unnoticed: list[Unnoticed]
    undecided: list[Remark]


class Test(TypedDict):
    """`test --format json`."""

    schema: int
    passed: int
    failed: int
    findings: list[Finding]
    scenarios: list[ScenarioPlayed]
    coverage: Coverage | None
    mutation: Mutation | None


class Answered(TypedDict):
    """Answers that lead somewhere."""

    answers: dict[str, str | int | list[str]]


class Asked(TypedDict):
    """How many questions a path has; bounds where not exact."""

    min: int
    max: int
    mean: float | None
    exact: bool


class EndCounted(TypedDict):
    """The paths to an outcome or card, null where undecided, and the answers of a shortest one."""

    paths: int | None
    witness: Answered | None


class PathsCounted(TypedDict):
    """`paths --count --format json`; numbers may be of any size."""

    schema: int
    tree: str
    as_of: str
    paths: int | None
    undecided: list[str]
    questions: Asked
    outcomes: dict[str, EndCounted]


class PathListed(Answered):
    """One path."""

    outcome: str


class PathsListed(TypedDict):
    """`paths --list --format json`; `more` is null where undecided."""

    schema: int
    tree: str
    as_of: str
    paths: list[PathListed]
    more: int | None


@with_config(ConfigDict(extra="forbid"))
class BatchIn(TypedDict):
    """A line of `batch`, in."""

    id: NotRequired[Any]
    answers: NotRequired[dict[str, Any]]
    blanks: NotRequired[dict[str, str]]


class Waiting(TypedDict):
    """The question at which a line stops."""

    tree: str
    question: str
    type: model.QuestionType


class BatchOut(TypedDict):
    """A line of `batch`, out; a line in error has `line`, `status` and `message` instead."""

    id: NotRequired[Any]
    status: str
    outcome: NotRequired[str | None]
    cards: NotRequired[list[str]]
    phrases: NotRequired[list[str]]
    next: NotRequired[Waiting | None]
    reason: NotRequired[str]
    line: NotRequired[int]
    message: NotRequired[str]


_DOCUMENTS: dict[str, Any] = {
    "run": Run,
    "list": Listing,
    "find": Find,
    "check": Check,
    "test": Test,
    "diff": Diff,
    "paths-count": PathsCounted,
    "paths-list": PathsListed,
    "batch-in": BatchIn,
    "batch-out": BatchOut,
}
_FILES: dict[str, Any] = {
    "guide": model.Manifest,
    "tree": model.Tree,
    "shared": model.Shared,
    "card": model.CardMatter,
    "phrase": model.PhraseMatter,
    "season": model.SeasonFile,
    "blanks": dict[str, model.Blank],
    "sources": dict[str, model.Reference],
    "glossary": dict[str, model.Term],
    "elsewhere": model.Elsewhere,
    "scenarios": cases.ScenarioFile,
    "answers": cases.AnswersFile,
}
_ABOUT = {
    "guide": "content/guide.yaml",
    "tree": "trees/*.yaml",
    "shared": "trees/_shared.yaml",
    "card": "the front matter of content/cards/*.md",
    "phrase": "the front matter of content/phrases/*.md",
    "season": "content/season.yaml",
    "blanks": "content/blanks.yaml",
    "sources": "content/sources.yaml",
    "glossary": "content/glossary.yaml",
    "elsewhere": "content/elsewhere.yaml",
    "scenarios": "tests/scenarios/*.yaml",
    "answers": "a file for --answers",
    "run": "printed by run --format json",
    "list": "printed by list --format json",
    "find": "printed by find --format json",
    "check": "printed by check --format json",
    "test": "printed by test --format json",
    "diff": "printed by diff --format json",
    "paths-count": "printed by paths --count --format json",
    "paths-list": "printed by paths --list --format json",
    "batch-in": "a line that batch reads",
    "batch-out": "a line that batch writes",
}


class _Written(GenerateJsonSchema):
    """Files as authors write them: what has a short form may also be the text alone."""

    def model_schema(self, schema: core_schema.ModelSchema) -> dict[str, Any]:
        """The schema of a record."""
        found = super().model_schema(schema)
        if schema["cls"] in (model.Answer, model.CardEntry, model.PhraseEntry):
            return {"anyOf": [{"type": "string", "minLength": 1}, found]}
        if schema["cls"] is model.Tree:
            phase = found["properties"]["phase"]
            found["properties"]["phase"] = {"anyOf": [phase["items"], phase]}
        return found


def schema_names() -> dict[str, str]:
    """Every schema's name and what it is of."""
    return dict(_ABOUT)


def schema(name: str) -> dict[str, Any]:
    """A JSON Schema (2020-12).

    Raises:
        UsageError: There is none of that name.
    """
    kinds = _FILES | _DOCUMENTS
    if name not in kinds:
        raise UsageError(
            f'there is no schema "{name}"',
            did_you_mean(name, kinds) or f"possible are: {', '.join(kinds)}",
        )
    mode: Any = "validation" if name in _FILES or name == "batch-in" else "serialization"
    adapter: TypeAdapter[Any] = TypeAdapter(kinds[name])
    found = adapter.json_schema(mode=mode, by_alias=True, schema_generator=_Written)
    return {"$schema": _DIALECT, **found}
