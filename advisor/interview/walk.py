"""The engine: replay a map of answers from the first question to where it ends.

`walk` is a pure function of a compiled guide and the answers. Everything else about an interview (back, changing an
early answer, resuming, scripts, coverage) is derived from it. Questions are compiled at the first visit, so that the
work is in proportion to the path and not to the tree.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import Any, NamedTuple

from advisor.errors import CannotGoOn
from advisor.guide.model import (
    FIRST_YEAR,
    LAST_YEAR,
    Anchor,
    Question,
    Rule,
    Shared,
    SharedQuestion,
    Tree,
    parse_anchor,
)
from advisor.interview.conditions import TODAY, Condition, Fact, Value, compile_when, whole_number

NOT_COVERED = "not_covered"
MAX_TEXT = 2000
_ISO = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}\Z")

Route = tuple[tuple[tuple[str, Any], ...], tuple[Any, ...], str]
"""The quick tests, the extras and the target's key of one rule, as the loop wants them."""
Read = Callable[[Any, Mapping[str, Value]], Value | None]


class Asking(NamedTuple):
    """The walk stops at a question that has no answer yet."""

    tree: str
    question: str


class Refused(NamedTuple):
    """The walk stops at an answer that its question does not take.

    Attributes:
        reason: One sentence that says why.
        allowed: The ids that are taken, word answers included; empty for plain numbers, days and texts.
    """

    tree: str
    question: str
    reason: str
    allowed: tuple[str, ...]


class Reached(NamedTuple):
    """The walk arrived.

    Attributes:
        outcome: An id of `tree`, `card:x`, or `not_covered`.
        question: For `not_covered`, the question that was answered with it.
    """

    tree: str
    outcome: str
    question: str = ""

    @property
    def id(self) -> str:
        """`tree/outcome`, `card:x` or `not_covered`."""
        return self.outcome if ":" in self.outcome or self.outcome == NOT_COVERED else f"{self.tree}/{self.outcome}"


End = Asking | Refused | Reached


class Step(NamedTuple):
    """One answered question on the path."""

    tree: str
    question: str
    value: Value


class Walk:
    """What a replay found.

    Attributes:
        path: Keys `tree/question` of the answered questions, in order.
        known: `today`, then question -> value of every answered question on the path, in order.
        end: Where it stopped.
    """

    __slots__ = ("end", "known", "path")

    def __init__(self, path: list[str], known: dict[str, Value], end: End) -> None:
        """Keep what the replay found."""
        self.path = path
        self.known = known
        self.end = end

    def steps(self) -> Iterator[Step]:
        """The answered questions with their values."""
        for key in self.path:
            tree, _, question = key.partition("/")
            yield Step(tree, question, self.known[question])


class Node(NamedTuple):
    """A question or an end, compiled.

    Attributes:
        question: The question's id; None for an end.
        only: When to ask it; None for always.
        direct: Choice only: answer -> key of the next node (a str), or the rules (a tuple) that still must be tried.
        read: Other types: takes a raw answer and what is known, gives the value or None.
        rules: Other types, and where the question is skipped: the way on.
        end: For a question: asking it. For an end: having reached it.
    """

    question: str | None
    only: Condition | None
    direct: dict[Any, Any] | None
    read: Read
    rules: tuple[Route, ...]
    end: End


class Program(dict[str, Node]):
    """The trees an interview may pass, compiled as they are visited; key `tree/question`, `tree/outcome`, `card:x`.

    Args:
        trees: Every tree that `start` can reach, with the wording of shared questions filled in.
        start: The tree to begin with.
        day: The day of an anchor that hangs on no answer, as seen from the interview's today.
        today: The interview's today.
        shared: Named conditions for every tree.
    """

    def __init__(
        self,
        trees: Mapping[str, Tree],
        start: str,
        day: Callable[[Anchor], date | None],
        today: date,
        shared: Shared | None = None,
    ) -> None:
        """Nothing is compiled yet but the index of facts."""
        super().__init__()
        self.trees = trees
        self.start = f"{start}/{trees[start].start}"
        self._day = day
        self.today = today
        self.today_offsets: set[int] = set()
        self._facts: dict[str, Fact] = dict(shared.facts) if shared else {}
        for tree in trees.values():
            self._facts.update(tree.questions)
            self._facts.update(tree.facts)

    def day(self, anchor: Anchor) -> date | None:
        """The day of an anchor that hangs on no answer; notes the distances from today that the trees measure."""
        if anchor.kind == "today":
            self.today_offsets.add(anchor.days)
        return self._day(anchor)

    def fact(self, name: str) -> Fact | None:
        """The question or named condition behind a fact."""
        return self._facts.get(name)

    def question(self, key: str) -> Question:
        """The question of a key."""
        tree, _, name = key.partition("/")
        return self.trees[tree].questions[name]

    def condition(self, when: Mapping[str, Any] | None) -> Condition:
        """Compile a condition of one of the trees."""
        return compile_when(when, self)

    def __missing__(self, key: str) -> Node:
        node = self._compile(key)
        self[key] = node
        return node

    def _compile(self, key: str) -> Node:
        tree_name, slash, name = key.partition("/")
        if not slash:
            return Node(None, None, None, _reads_nothing, (), Reached("", key))
        tree = self.trees[tree_name]
        question = tree.questions.get(name)
        if question is None:
            return Node(None, None, None, _reads_nothing, (), Reached(tree_name, name))
        only = self.condition(question.only_when) if question.only_when else None
        rules: tuple[Route, ...] = ()
        direct = None
        if question.type == "choice":
            direct = self._direct(tree_name, name, question)
        if (direct is None or only is not None) and not isinstance(question.next, dict):
            rules = tuple(self._route(tree_name, rule) for rule in _as_rules(question.next))
        read = _reads_nothing if direct is not None else reader(question, self)
        return Node(name, only, direct, read, rules, Asking(tree_name, name))

    def _direct(self, tree: str, name: str, question: Question) -> dict[Any, str | tuple[Route, ...]]:
        """The way on for each answer, with the rules that the answer alone decides already tried."""
        direct: dict[Any, str | tuple[Route, ...]] = {}
        shared: list[tuple[Rule, Condition]] | None = None
        for answer in question.answers:
            if isinstance(question.next, dict):
                way = question.next.get(answer)
                if way is None:
                    continue
                rules = [(rule, self.condition(rule.when)) for rule in _as_rules(way)]
            else:
                if shared is None:
                    shared = [(rule, self.condition(rule.when)) for rule in _as_rules(question.next)]
                rules = shared
            direct[answer] = self._decide(tree, name, answer, rules)
        return direct

    def _decide(
        self, tree: str, name: str, answer: str, rules: list[tuple[Rule, Condition]]
    ) -> str | tuple[Route, ...]:
        left: list[Route] = []
        for rule, condition in rules:
            own = [test for test in condition.tests if test.fact == name]
            if any(answer not in test.region for test in own):
                continue
            others = tuple(pair for pair in condition.quick if pair[0] != name)
            target = self.target(tree, rule.to)
            if not others and not condition.extras:
                if not left:
                    return target
                left.append(((), (), target))
                break
            left.append((others, condition.extras, target))
        return tuple(left)

    def _route(self, tree: str, rule: Rule) -> Route:
        condition = self.condition(rule.when)
        return condition.quick, condition.extras, self.target(tree, rule.to)

    def target(self, tree: str, to: str) -> str:
        """The key of a target as written in a tree."""
        if to.startswith("tree:"):
            return f"{to[5:]}/{self.trees[to[5:]].start}"
        return to if to.startswith("card:") else f"{tree}/{to}"


def _as_rules(way: str | tuple[Rule, ...]) -> tuple[Rule, ...]:
    return (Rule(to=way),) if isinstance(way, str) else way


def walk(program: Program, answers: Mapping[str, Any]) -> Walk:
    """Replay answers (question -> raw value) from the start.

    Total for a guide without errors; time in proportion to the path.

    Raises:
        CannotGoOn: No rule holds, or a question comes up twice; a checked guide has neither.
    """
    get = answers.get
    known: dict[str, Value] = {TODAY: program.today}
    get_known = known.get
    path: list[str] = []
    skipped: set[str] = set()
    key = program.start
    while True:
        question, only, direct, read, rules, end = program[key]
        if question is None:
            break
        asked = True
        if only is not None:
            if key in skipped or key in path:
                raise _twice(key)
            asked = only.holds(known)
            if not asked:
                skipped.add(key)
        elif question in known and key in path:
            raise _twice(key)
        if asked:
            raw: Any = get(question)
            if direct is not None:
                try:
                    to = direct[raw]
                except (KeyError, TypeError):
                    end = _stop(program, key, raw, known)
                    break
                known[question] = raw
                path.append(key)
                if to.__class__ is str:
                    key = to
                    continue
                rules = to
            else:
                value = read(raw, known)
                if value is None:
                    end = _stop(program, key, raw, known)
                    break
                known[question] = value
                path.append(key)
        for tests, extras, to in rules:
            for fact, region in tests:
                if get_known(fact) not in region:
                    break
            else:
                if not extras or all(extra.truth(known) for extra in extras):
                    key = to
                    break
        else:
            raise CannotGoOn(
                f'no rule of "{key}" holds for these answers',
                "the guide has a gap here; `check` shows it",
            )
    return Walk(path, known, end)


def _reads_nothing(_raw: Any, _known: Mapping[str, Value]) -> Value | None:
    return None


def _twice(key: str) -> CannotGoOn:
    return CannotGoOn(f'the question "{key}" comes up twice for these answers', "the guide runs in a circle here")


def _stop(program: Program, key: str, raw: Any, known: Mapping[str, Value]) -> End:
    tree, _, name = key.partition("/")
    if raw is None:
        return program[key].end
    if raw == NOT_COVERED or raw == [NOT_COVERED]:
        return Reached(tree, NOT_COVERED, name)
    question = program.question(key)
    if question.type == "choice" and isinstance(raw, str) and raw in question.answers:
        raise CannotGoOn(f'"{key}" leads nowhere for "{raw}"', "the guide has a gap here; `check` shows it")
    return Refused(tree, name, refusal(question, raw, program, known), tuple(question.answers))


# --- reading one answer -------------------------------------------------------------------------------------------


def reader(question: Question, program: Program) -> Read:
    """The function that reads a raw answer of a question that is no choice."""
    words = frozenset(question.answers)
    if question.type == "several":
        return _several_reader(question)
    if question.type == "text":
        return _read_text
    if question.type == "number":
        low, high = number_limits(question)

        def read_number(raw: Any, _known: Mapping[str, Value]) -> Value | None:
            if raw.__class__ is int:
                return raw if raw >= low and (high is None or raw <= high) else None
            if isinstance(raw, str):
                return raw if raw in words else None
            whole = whole_number(raw)
            return whole if whole is not None and whole >= low and (high is None or whole <= high) else None

        return read_number

    def read_date(raw: Any, known: Mapping[str, Value]) -> Value | None:
        if isinstance(raw, str):
            if raw in words:
                return raw
            try:
                raw = date.fromisoformat(raw) if _ISO.match(raw) else None
            except ValueError:
                return None
        if type(raw) is not date or not FIRST_YEAR <= raw.year <= LAST_YEAR:
            return None
        first, last = date_limits(question, program, known)
        return raw if (first is None or raw >= first) and (last is None or raw <= last) else None

    return read_date


def _read_text(raw: Any, _known: Mapping[str, Value]) -> Value | None:
    fits = isinstance(raw, str) and raw.strip() and len(raw) <= MAX_TEXT and raw != NOT_COVERED
    return raw if fits else None


def number_limits(question: SharedQuestion) -> tuple[int, int | None]:
    """Lowest and highest number of a number question; None for no upper limit."""
    low = whole_number(question.min)
    return (0 if low is None else low), whole_number(question.max)


def date_limits(
    question: SharedQuestion, program: Program, known: Mapping[str, Value]
) -> tuple[date | None, date | None]:
    """First and last day of a date question, with the anchors resolved; None for no limit."""
    days: list[date | None] = []
    for limit in (question.min, question.max):
        anchor = parse_anchor(limit)
        if anchor is not None and anchor.kind == "question":
            base = known.get(anchor.name)
            days.append(program.day(Anchor("day", base.isoformat(), anchor.days)) if isinstance(base, date) else None)
        else:
            days.append(program.day(anchor) if anchor else None)
    return days[0], days[1]


def pick_limits(question: SharedQuestion) -> tuple[int, int]:
    """How few and how many answers of a `several` question may be picked; exclusive ones are not counted."""
    low, high = whole_number(question.min), whole_number(question.max)
    countable = sum(not answer.exclusive for answer in question.answers.values())
    return (1 if low is None else low), (countable if high is None else high)


def _several_reader(question: Question) -> Read:
    low, high = pick_limits(question)
    order = tuple(question.answers)
    exclusive = frozenset(name for name, answer in question.answers.items() if answer.exclusive)
    seen: dict[Any, Value] = {}

    def read_several(raw: Any, _known: Mapping[str, Value]) -> Value | None:
        picked = (raw,) if isinstance(raw, str) else tuple(raw) if isinstance(raw, list | tuple) else None
        if picked is None:
            return None
        try:
            if picked in seen:
                return seen[picked]
            wanted = set(picked)
        except TypeError:
            return None
        if not wanted.issubset(order) or len(wanted) != len(picked):
            return None
        if wanted & exclusive:
            fits = len(wanted) == 1
        else:
            fits = low <= len(wanted) <= high
        if not fits:
            return None
        value = tuple(name for name in order if name in wanted)
        if len(seen) < 1000:
            seen[picked] = value
        return value

    return read_several


def refusal(question: Question, raw: Any, program: Program, known: Mapping[str, Value]) -> str:
    """Why an answer is not taken, one sentence without a full stop."""
    shown = f'"{_short(raw)}"'
    kind = question.type
    if kind == "choice":
        return _no_answer(raw, question)
    if kind == "several":
        return several_refusal(question, raw) or f"{shown} is not taken"
    if kind == "text":
        return "a text is wanted" if not isinstance(raw, str) or not raw.strip() else f"at most {MAX_TEXT} letters fit"
    words = f", or one of: {', '.join(question.answers)}" if question.answers else ""
    if kind == "number":
        low, high = number_limits(question)
        limits = f"from {low} to {high}" if high is not None else f"from {low}"
        if whole_number(raw) is None:
            return f"{shown} is no whole number; one {limits} is wanted{words}"
        return f"{_short(raw)} is outside the limits; a number {limits} is wanted{words}"
    first, last = date_limits(question, program, known)
    day = raw if type(raw) is date else None
    if isinstance(raw, str):
        try:
            day = date.fromisoformat(raw) if _ISO.match(raw) else None
        except ValueError:
            return f"there is no day {shown}"
    if day is not None and not FIRST_YEAR <= day.year <= LAST_YEAR:
        return f"{shown} is not a day of our time; look at the year{words}"
    if day is None:
        return f"{shown} is no day; one like 2027-03-01 is wanted{words}"
    if first is not None and day < first:
        return f"{day.isoformat()} is too early; the first day taken is {first.isoformat()}{words}"
    return f"{day.isoformat()} is too late; the last day taken is {last.isoformat() if last else ''}{words}"


def several_refusal(question: SharedQuestion, raw: Any) -> str | None:
    """Why a `several` question does not take an answer, one sentence without a full stop; None where it does."""
    low, high = pick_limits(question)
    picked = [raw] if isinstance(raw, str) else list(raw) if isinstance(raw, list | tuple) else None
    if picked is None:
        return f'"{_short(raw)}" is no list of answers'
    for name in picked:
        if not isinstance(name, str) or name not in question.answers:
            return _no_answer(name, question)
        if name == NOT_COVERED or (question.answers[name].exclusive and len(picked) > 1):
            return f'"{name}" stands alone; it cannot be picked together with others'
    if len(set(picked)) != len(picked):
        return "one answer is picked twice"
    if picked and question.answers[picked[0]].exclusive:
        return None
    if len(picked) < low:
        return f"at least {low} must be picked"
    return f"at most {high} can be picked" if len(picked) > high else None


def _no_answer(raw: object, question: SharedQuestion) -> str:
    if isinstance(raw, list | tuple | dict):
        return "one answer is wanted, and this is a list or a mapping"
    from difflib import get_close_matches

    near = get_close_matches(_short(raw).casefold(), list(question.answers), n=1)
    nearest = f'; the nearest one is "{near[0]}"' if near else ""
    return f'"{_short(raw)}" is not one of the answers{nearest}'


def _short(raw: object) -> str:
    text = str(raw)
    return text if len(text) <= 60 else text[:57] + "..."
