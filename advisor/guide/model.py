"""What a guide is made of, as its authors write it: one class per table of the file format.

Every class is frozen and refuses unknown keys. Ids are the keys of the mappings that hold the things. Conditions
(`when`, `only_when`, `assumes`) and dates that hang on events stay as written here; `interview.conditions` and
`guide.season` read them once it is known what they name.
"""

import re
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Annotated, Any, Literal, NamedTuple, Self

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Discriminator,
    Field,
    StringConstraints,
    Tag,
    model_validator,
)
from pydantic_core import PydanticCustomError, SchemaError, SchemaValidator, core_schema

FORMAT = 1
RESERVED = frozenset({"any", "today", "not_covered"})
WORD = re.compile(r"[a-z][a-z0-9_]*\Z")
KEBAB = re.compile(r"[a-z][a-z0-9-]*\Z")
MAX_ID = 60
FIRST_YEAR, LAST_YEAR = 1900, 2200
"""Days outside are slips of the pen, and too near to the end of all days to count from."""

_ANCHOR = re.compile(
    r"(?P<base>\d{4}-\d{2}-\d{2}|today|season:[a-z0-9_]+|[a-z][a-z0-9_]*)"
    r"(?:\s*(?P<sign>[+-])\s*(?P<number>\d{1,4})\s+(?P<unit>day|week)s?)?\Z"
)

Text = Annotated[str, StringConstraints(min_length=1)]
Address = Annotated[str, StringConstraints(pattern=r"^[Hh][Tt][Tt][Pp][Ss]?://\S+$")]
Word = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$", max_length=MAX_ID)]
When = Mapping[str, Any]

Risk = Literal["very-low", "low", "moderate", "high"]
Basis = Literal["rule", "guidance", "custom"]
RISKS: tuple[Risk, ...] = ("very-low", "low", "moderate", "high")


def iso_day(value: object) -> date:
    """Read `2027-03-01`; anything else is refused, times and numbers too."""
    if isinstance(value, date):
        return value
    if isinstance(value, str) and re.fullmatch(r"\d{4}-\d{2}-\d{2}", value):
        try:
            return date.fromisoformat(value)
        except ValueError:
            raise PydanticCustomError("no_such_day", "there is no day {day}", {"day": value}) from None
    raise PydanticCustomError("not_a_day", "a date is written like 2027-03-01", {})


Day = Annotated[date, BeforeValidator(iso_day)]


class Anchor(NamedTuple):
    """A day that may hang on something: `kind` is `day`, `today`, `event` or `question`; `days` is added."""

    kind: str
    name: str
    days: int = 0

    @property
    def day(self) -> date:
        """The day of an anchor of kind `day`."""
        return date.fromisoformat(self.name) + timedelta(days=self.days)


def parse_anchor(text: object) -> Anchor | None:
    """Read an anchor: a day, `today`, `season:event` or the id of a date question, then `+ 3 days` or `- 2 weeks`.

    None where the text is none, or names a day that does not exist.
    """
    match = _ANCHOR.match(text.strip()) if isinstance(text, str) else None
    if not match:
        return None
    base = match["base"]
    days = int(match["number"] or 0) * (7 if match["unit"] == "week" else 1) * (-1 if match["sign"] == "-" else 1)
    if base[0].isdigit():
        try:
            anchor = Anchor("day", base, days)
            _ = anchor.day
        except (ValueError, OverflowError):
            return None
        return anchor
    if base == "today":
        return Anchor("today", "", days)
    if base.startswith("season:"):
        return Anchor("event", base[7:], days)
    return Anchor("question", base, days)


class Record(BaseModel):
    """Base of all: frozen, no unknown keys, `3` may stand where text is wanted."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True, coerce_numbers_to_str=True)


class Answer(Record):
    """One possible answer of a question. The short form is the text alone."""

    text: Text = Field(description="What the applicant reads.")
    sounds_like: tuple[Text, ...] = Field((), description="What people type instead.")
    in_text: Text | None = Field(None, description="What a phrase prints for this answer.")
    exclusive: bool = Field(default=False, description="`several` only: picking it clears the rest.")

    @model_validator(mode="before")
    @classmethod
    def _short_form(cls, value: object) -> object:
        return {"text": value} if isinstance(value, str | int | float) and not isinstance(value, bool) else value


class Rule(Record):
    """Where to go when all of `when` holds."""

    when: When | None = Field(None, description="Tests that all must hold; only the last rule may have none.")
    to: Text = Field(description="A question or outcome of this tree, `card:x` or `tree:x`.")


Rules = tuple[Rule, ...]


def _shape(value: object) -> str:
    if isinstance(value, list | tuple):
        return "<rules>"
    return "<map>" if isinstance(value, Mapping) else "<target>"


TargetOrRules = Annotated[
    Annotated[Text, Tag("<target>")] | Annotated[Rules, Tag("<rules>")],
    Discriminator(lambda value: "<rules>" if isinstance(value, list | tuple) else "<target>"),
]
Next = Annotated[
    Annotated[Text, Tag("<target>")]
    | Annotated[Rules, Tag("<rules>")]
    | Annotated[dict[str, TargetOrRules], Tag("<map>")],
    Discriminator(_shape),
]

QuestionType = Literal["choice", "several", "number", "date", "text"]


class SharedQuestion(Record):
    """The wording of a question that several trees ask."""

    ask: Text | None = Field(None, description="The question.")
    why: Text | None = Field(None, description="Why we ask: what depends on it.")
    help: Text | None = Field(None, description="How to find the answer out.")
    belongs_to: Literal["me", "program"] = Field("program", description="Whose fact it is: `me` may carry over.")
    type: QuestionType = Field("choice", description="What kind of answer is wanted.")
    answers: dict[Word, Answer] = Field(
        default_factory=dict,
        description="The answers; for number, date and text: words allowed instead.",
    )
    min: int | float | Text | None = Field(
        None, description="Lowest number, first day (or anchor), or how few may be picked."
    )
    max: int | float | Text | None = Field(
        None, description="Highest number, last day (or anchor), or how many may be picked."
    )
    suggest: Literal["phase_today"] | None = Field(
        None, description="Pre-selects today's phase; never answers by itself."
    )
    only_when: When | None = Field(None, description="Skipped unless these tests hold; then `next` is followed.")


class Question(SharedQuestion):
    """A question of a tree and where each answer leads."""

    use: Text | None = Field(None, description="The question's own id: take the wording from `_shared.yaml`.")
    next: Next = Field(description="A target; answer -> target or rules (choice only); or rules, first that holds.")


class Note(Record):
    """One sentence about this person, above the cards."""

    text: Text = Field(description="The sentence; may use `{fact}` and `{season:event}`.")
    when: When | None = Field(None, description="Shown only when these tests hold.")


class Window(Record):
    """The usual time of a plan's entry; every key is an anchor."""

    from_: Text | None = Field(None, alias="from", description="First usual day.")
    until: Text | None = Field(None, description="Last usual day.")
    latest: Text | None = Field(None, description="Still possible until this day, marked late.")


class CardEntry(Record):
    """A card in an outcome. The short form is the card's id alone."""

    card: Text = Field(description="The card's id.")
    when: When | None = Field(None, description="Shown only when these tests hold.")
    kind: Literal["duty", "option", "avoid"] = Field("option", description="In a plan: must, may, or do not send.")
    who: Text | None = Field(None, description="In a plan: to whom.")
    how_many: Text | None = Field(None, description="In a plan: how many at most.")
    window: Window | None = Field(None, description="In a plan: when.")
    phrases: tuple[Text, ...] | None = Field(None, description="In a plan: phrases instead of the card's.")

    @model_validator(mode="before")
    @classmethod
    def _short_form(cls, value: object) -> object:
        return {"card": value} if isinstance(value, str) else value


class PhraseEntry(Record):
    """A phrase in an outcome. The short form is the phrase's id alone."""

    phrase: Text = Field(description="The phrase's id.")
    when: When | None = Field(None, description="Shown only when these tests hold.")

    @model_validator(mode="before")
    @classmethod
    def _short_form(cls, value: object) -> object:
        return {"phrase": value} if isinstance(value, str) else value


class Outcome(Record):
    """Where an interview ends: notes, cards, phrases."""

    title: Text | None = Field(None, description="The outcome in words; else the first card's title.")
    notes: tuple[Note, ...] = Field((), description="Sentences about this person, above the cards.")
    cards: tuple[CardEntry, ...] = Field(min_length=1, description="Shown in this order.")
    layout: Literal["timeline"] | None = Field(None, description="`timeline`: a plan, ordered by date.")
    phrases: tuple[PhraseEntry, ...] | None = Field(None, description="If given, this list alone counts.")
    see_also: tuple[Text, ...] = Field((), description="`card:x` and `tree:x`: where to go next.")


class FactRule(Record):
    """One rule of a named condition."""

    when: When | None = Field(None, description="Tests that all must hold; only the last rule may have none.")
    is_: Word = Field(alias="is", description="The value of the fact when they do.")


class Tree(Record):
    """One situation: its questions and where they lead."""

    title: Text = Field(description="The situation, in the applicant's own voice.")
    about: Text = Field(description="One sentence under the title.")
    sounds_like: tuple[Text, ...] = Field((), description="What people type; feeds the finder.")
    reviewed: Day = Field(description="The day a person last read it through.")
    ask_instead: Text | None = Field(None, description="Whom to ask when the answer is not listed here.")
    draft: bool = Field(default=False, description="Hidden from applicants.")
    urgent: bool = Field(default=False, description="Home shows it at the top.")
    phase: tuple[Word, ...] = Field((), description="The season phases it belongs to.")
    start: Text = Field(description="The first question.")
    questions: dict[Word, Question] = Field(min_length=1, description="The questions, by id.")
    outcomes: dict[Word, Outcome] = Field(default_factory=dict, description="The outcomes, by id.")
    facts: dict[Word, tuple[FactRule, ...]] = Field(default_factory=dict, description="Named conditions, by id.")

    @model_validator(mode="before")
    @classmethod
    def _one_phase(cls, value: object) -> object:
        if isinstance(value, dict) and isinstance(value.get("phase"), str):
            return value | {"phase": [value["phase"]]}
        return value


class Shared(Record):
    """Questions and named conditions that several trees use."""

    questions: dict[Word, SharedQuestion] = Field(default_factory=dict, description="Wordings, by id.")
    facts: dict[Word, tuple[FactRule, ...]] = Field(default_factory=dict, description="Named conditions, by id.")


class CardMatter(Record):
    """The front matter of a card."""

    title: Text = Field(description="What the card is about.")
    risk: Risk = Field(description="What is at stake if this is handled badly.")
    basis: Basis = Field(description="What the bottom line rests on.")
    sources: tuple[Text, ...] = Field((), description="Source ids.")
    reviewed: Day = Field(description="The day a person last read it through.")
    review_by: Day = Field(description="The day from which the card says that it is overdue.")
    phrases: tuple[Text, ...] = Field((), description="Phrases to use with this card.")
    see_also: tuple[Text, ...] = Field((), description="`card:x` and `tree:x`.")
    sounds_like: tuple[Text, ...] = Field((), description="What people type; feeds the finder.")
    assumes: When | None = Field(None, description="What must be so for these words to be true.")
    conflicts_with: tuple[Text, ...] = Field((), description="Cards that may never be shown together with this one.")
    window: Window | None = Field(None, description="The usual time, for plans.")


class PhraseMatter(Record):
    """The front matter of a phrase."""

    title: Text = Field(description="What the phrase is for.")
    medium: Literal["email", "spoken", "message"] = Field(description="How it is said.")
    to: Text = Field(description="A role or an address.")
    subject: Text | None = Field(None, description="Email only.")
    assumes: When | None = Field(None, description="What must be so for these words to be true.")
    max_words: int = Field(250, ge=1, description="Most words, with every blank filled by its example.")


class Manifest(Record):
    """`content/guide.yaml`: what the guide is."""

    format: int = Field(description="The version of the file format.")
    id: Text = Field(description="A name for machines.")
    title: Text = Field(description="A name for people.")
    language: Text = Field(description="Like `en`.")
    edition: Day = Field(description="The day of this edition.")
    scope: Text = Field(description="What the guide covers.")
    notice: Text = Field(description="Shown with every result.")
    contact: Text | None = Field(None, description="Where to report an error in the guide.")
    licence: Text = Field(description="The licence of the content.")
    ask_instead: Text = Field(description="Whom to ask when the guide does not cover something.")


class Topic(Record):
    """Something the guide is not about."""

    title: Text = Field(description="The topic.")
    ask: Text = Field(description="Whom to ask.")
    sounds_like: tuple[Text, ...] = Field((), description="What people type.")


class Contact(Record):
    """Where help is."""

    name: Text = Field(description="Who.")
    how: Text = Field(description="How to reach them.")
    when: Text | None = Field(None, description="When they answer.")


class Urgent(Record):
    """What is shown before anything else."""

    title: Text = Field(description="The first line.")
    text: Text = Field(description="What to read first.")
    contacts: tuple[Contact, ...] = Field(min_length=1, description="Where help is.")
    sources: tuple[Text, ...] = Field((), description="Source ids.")
    sounds_like: tuple[Text, ...] = Field((), description="What people type.")
    not_these: tuple[Text, ...] = Field((), description="Idioms that do not mean it.")


class Elsewhere(Record):
    """`content/elsewhere.yaml`: what the guide is not about, and what comes before anything else."""

    topics: dict[Word, Topic] = Field(default_factory=dict, description="By id.")
    urgent: dict[Word, Urgent] = Field(default_factory=dict, description="By id.")


class Event(Record):
    """A date of the season."""

    title: Text = Field(description='Fits after "before" and "after".')
    date: Literal["varies"] | Day = Field(description="A day, or `varies`.")
    time: Annotated[str, StringConstraints(pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]$")] | None = Field(
        None, description="hh:mm in the season's zone."
    )
    confidence: Literal["published", "expected"] | None = Field(None, description="How sure the date is.")
    basis: Text | None = Field(None, description="What an expected date rests on.")
    check: Address | None = Field(None, description="Where to look.")
    sources: tuple[Text, ...] = Field((), description="Source ids.")


class Phase(Record):
    """A stretch of the season; both days belong to it."""

    title: Text = Field(description="A name for people.")
    from_: Text = Field(alias="from", description="First day, an anchor.")
    until: Text = Field(description="Last day, an anchor.")


class SeasonFile(Record):
    """`content/season.yaml`."""

    title: Text = Field(description="The season in words.")
    zone: Text = Field(description="IANA zone in which days are counted.")
    ends: Day = Field(description="The last day of the season.")
    phases: dict[Word, Phase] = Field(default_factory=dict, description="In order, by id.")
    events: dict[Word, Event] = Field(default_factory=dict, description="By id.")


def whole_match(pattern: str) -> SchemaValidator:
    """What tells whether the whole of a text matches, in time that grows no faster than the text, whatever the pattern.

    Raises:
        SchemaError: It is no regular expression, looks around or back, or is too large.
    """
    return SchemaValidator(core_schema.str_schema(pattern=f"^(?:{pattern})$", regex_engine="rust-regex"))


def _regular_expression(text: str) -> str:
    try:
        # By itself, too: "a)|(b" is a regular expression only between the brackets that are put around it.
        SchemaValidator(core_schema.str_schema(pattern=text, regex_engine="rust-regex"))
        whole_match(text)
    except SchemaError as error:
        reason = str(error).strip().rpartition("\n")[2].strip().removeprefix("SchemaError: ").removeprefix("error: ")
        message = "`pattern` is no regular expression that can be used: {reason}"
        raise PydanticCustomError("bad_pattern", message, {"reason": reason.rstrip(".")}) from None
    return text


class Blank(Record):
    """Something a person fills in, or a text made of such things."""

    label: Text | None = Field(None, description="Shown in brackets while unfilled.")
    example: Text | None = Field(None, description="A made-up value.")
    hint: Text | None = Field(None, description="The pattern in words.")
    pattern: Annotated[Text, AfterValidator(_regular_expression)] | None = Field(
        None, description="Regular expression for the whole value."
    )
    max: int = Field(200, ge=1, description="Most letters.")
    private: bool = Field(default=False, description="Kept in memory only.")
    text: Text | None = Field(None, description="A blank made of other blanks.")

    @model_validator(mode="after")
    def _one_form(self) -> Self:
        if self.text is None and (self.label is None or self.example is None):
            raise PydanticCustomError("blank_incomplete", "a blank needs `label` and `example`, or `text` alone", {})
        if self.text is not None and len(self.model_fields_set) > 1:
            raise PydanticCustomError("blank_of_blanks", "a blank with `text` has no other key", {})
        if self.pattern is not None and self.hint is None:
            raise PydanticCustomError("pattern_without_hint", "`pattern` needs a `hint` that says it in words", {})
        return self


class Reference(Record):
    """A source: where a claim comes from."""

    title: Text = Field(description="Its title.")
    publisher: Text = Field(description="Who wrote or quotes it.")
    url: Address = Field(description="Its address.")
    kind: Literal["official", "specialty", "program", "secondary", "community"] = Field(description="What it is.")
    checked: Day = Field(description="When we last looked.")
    dated: Day | None = Field(None, description="When it was written.")
    note: Text | None = Field(None, description="What could not be seen.")


class Term(Record):
    """A glossary entry; its key is the term as it stands in texts."""

    means: Text = Field(description="One sentence.")
    also: tuple[Text, ...] = Field((), description="Other spellings.")
    not_automatic: tuple[Text, ...] = Field((), description="Can be looked up, are not linked.")
