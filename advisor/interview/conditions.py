"""Conditions: what `when`, `only_when` and `assumes` mean, for the engine and for the analysis alike.

A test is a fact and the region of values in which it must lie; anything with `__contains__` is a region, so that
`value in region` decides. Tests that need more than one fact (alternatives, days relative to another answer, named
conditions) are `Extra`s. A fact that is not known makes an unguarded test *unknown*, which the engine takes as "does
not hold" and the analysis reports.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Iterator, Mapping
from datetime import date, timedelta
from typing import Any, NamedTuple, Protocol

from advisor.guide.model import Anchor, FactRule, SharedQuestion, When, parse_anchor

Value = str | int | date | tuple[str, ...]
"""A known fact: an answer's id, a number, a day, or the answers picked in the order of the tree."""
Known = Mapping[str, Value]
Fact = SharedQuestion | tuple[FactRule, ...]
Pathway = tuple[str | int, ...]
Report = Callable[[str, Pathway, str, str | None, bool], None]
"""Told a rule code, a path below the condition, a sentence, a hint, and whether the key at that path is at fault."""

TODAY = "today"
_COMPARED = {
    "number": "write a number without quotes, or a comparison like {at_least: 3}",
    "date": "write a comparison like {on_or_after: 2027-02-15}",
}
NUMBER_TESTS = ("at_least", "at_most", "more_than", "less_than")
DATE_TESTS = ("before", "on_or_before", "after", "on_or_after")
TESTS = ("known", "is", "not", "includes", "includes_all", "excludes", *NUMBER_TESTS, *DATE_TESTS)
_WORD_LISTS = {
    "choice": ("is", "not"),
    "several": ("includes", "includes_all", "excludes", "is"),
    "number": ("is", "not", *NUMBER_TESTS),
    "date": ("is", "not", *DATE_TESTS),
    "text": (),
}


class Scope(Protocol):
    """Where a condition stands: which facts there are, and which day an anchor is."""

    def fact(self, name: str) -> Fact | None:
        """The question or named condition behind a fact; None where there is none."""

    def day(self, anchor: Anchor) -> date | None:
        """The day of an anchor that hangs on no answer."""


class Presence(Container[object]):
    """The region of every value: the fact only has to be known (or, negated, unknown)."""

    __slots__ = ("wanted",)

    def __init__(self, wanted: bool) -> None:
        self.wanted = wanted

    def __contains__(self, value: object) -> bool:
        return (value is not None) is self.wanted


class Except(Container[object]):
    """Every value but these."""

    __slots__ = ("values",)

    def __init__(self, values: Iterable[object]) -> None:
        self.values = frozenset(values)

    def __contains__(self, value: object) -> bool:
        return value is not None and value not in self.values


class Between(Container[object]):
    """Numbers or days from `low` to `high`, both included, None for no bound; words lie outside."""

    __slots__ = ("high", "kind", "low")

    def __init__(self, kind: type, low: Any, high: Any) -> None:
        self.kind, self.low, self.high = kind, low, high

    def __contains__(self, value: Any) -> bool:
        return (
            type(value) is self.kind
            and (self.low is None or value >= self.low)
            and (self.high is None or value <= self.high)
        )


class Picks(Container[object]):
    """For `several`: `any` of the wanted answers picked, `all` of them, or `none`."""

    __slots__ = ("how", "wanted")

    def __init__(self, how: str, wanted: Iterable[str]) -> None:
        self.how, self.wanted = how, frozenset(wanted)

    def __contains__(self, value: Any) -> bool:
        if not isinstance(value, tuple):
            return False
        if self.how == "all":
            return self.wanted.issubset(value)
        return self.wanted.isdisjoint(value) is (self.how == "none")


NEVER: frozenset[object] = frozenset()


class Test(NamedTuple):
    """One fact and the region it must lie in.

    Attributes:
        where: The path of the test below its condition, for findings.
        guarded: Whether an unknown fact simply makes it false (`known` stands beside it).
        points: Days and numbers at which the region begins or ends, for the analysis.
        names: Answers the test names, for the analysis.
    """

    fact: str
    region: Container[object]
    where: Pathway = ()
    guarded: bool = False
    points: tuple[Any, ...] = ()
    names: tuple[str, ...] = ()

    def truth(self, known: Known) -> bool | None:
        """True, false, or None where the fact is not known."""
        value = known.get(self.fact)
        if value is None and not self.guarded:
            return None
        return value in self.region


class Condition(NamedTuple):
    """Tests that all must hold. `quick` is (fact, region) of each test, for the engine's loop."""

    tests: tuple[Test, ...] = ()
    extras: tuple[Extra, ...] = ()
    quick: tuple[tuple[str, Container[object]], ...] = ()

    def holds(self, known: Known) -> bool:
        """Whether every test holds; an unknown fact does not."""
        get = known.get
        for fact, region in self.quick:
            if get(fact) not in region:
                return False
        return all(extra.truth(known) for extra in self.extras)

    def truth(self, known: Known) -> bool | None:
        """False where anything known is false, else None where something is unknown, else true (ruling 2)."""
        return _all(part.truth(known) for part in (*self.tests, *self.extras))

    def unknown(self, known: Known) -> Iterator[tuple[str, Pathway]]:
        """The facts, with the path of the test, that leave the condition undecided."""
        for part in (*self.tests, *self.extras):
            if part.truth(known) is None:
                if isinstance(part, Test):
                    yield part.fact, part.where
                else:
                    yield from part.unknown(known)

    def walk_tests(self) -> Iterator[Test | Relative]:
        """Every single test in it, those inside alternatives and named conditions too."""
        yield from self.tests
        for extra in self.extras:
            yield from extra.walk_tests()

    def facts(self) -> Iterator[str]:
        """Every fact that can matter, once or more."""
        if not self.extras:
            yield from [test.fact for test in self.tests]
            return
        for test in self.walk_tests():
            yield test.fact
            if isinstance(test, Relative):
                yield test.anchor.name


ALWAYS = Condition()


class AnyOf(NamedTuple):
    """Holds when one of several mappings does."""

    groups: tuple[Condition, ...]
    where: Pathway

    def truth(self, known: Known) -> bool | None:
        """True where one is, else None where one is unknown, else false."""
        unknown = False
        for group in self.groups:
            truth = group.truth(known)
            if truth:
                return True
            unknown = unknown or truth is None
        return None if unknown else False

    def unknown(self, known: Known) -> Iterator[tuple[str, Pathway]]:
        """See `Condition.unknown`."""
        for group in self.groups:
            yield from group.unknown(known)

    def walk_tests(self) -> Iterator[Test | Relative]:
        """See `Condition.walk_tests`."""
        for group in self.groups:
            yield from group.walk_tests()


class Relative(NamedTuple):
    """A day compared with a day that another question gave."""

    fact: str
    how: str
    anchor: Anchor
    where: Pathway = ()
    guarded: bool = False

    def truth(self, known: Known) -> bool | None:
        """True, false, or None where one of the two is not known; false where one is a word."""
        value, base = known.get(self.fact), known.get(self.anchor.name)
        if value is None or base is None:
            return False if self.guarded and value is None else None
        if not isinstance(base, date):
            return False
        return value in _day_region(self.how, base + timedelta(days=self.anchor.days))

    def unknown(self, known: Known) -> Iterator[tuple[str, Pathway]]:
        """See `Condition.unknown`."""
        for fact in (self.fact, self.anchor.name):
            if fact not in known:
                yield fact, self.where

    def walk_tests(self) -> Iterator[Test | Relative]:
        """See `Condition.walk_tests`."""
        yield self


class Derived(NamedTuple):
    """A test of a named condition: the first of its rules that holds gives the value."""

    name: str
    region: Container[object]
    rules: tuple[tuple[Condition, str], ...]
    where: Pathway = ()
    guarded: bool = False

    def truth(self, known: Known) -> bool | None:
        """True, false, or None (guarded: false) where the rule that decides cannot be told."""
        for condition, value in self.rules:
            truth = condition.truth(known)
            if truth is None:
                break
            if truth:
                return value in self.region
        return False if self.guarded else None

    def unknown(self, known: Known) -> Iterator[tuple[str, Pathway]]:
        """See `Condition.unknown`; the path is that of the test that reads the named condition."""
        if self.guarded:
            return
        for condition, _ in self.rules:
            truth = condition.truth(known)
            if truth is None:
                for fact, _where in condition.unknown(known):
                    yield fact, self.where
                return
            if truth:
                return

    def walk_tests(self) -> Iterator[Test | Relative]:
        """See `Condition.walk_tests`."""
        for condition, _ in self.rules:
            yield from condition.walk_tests()


Extra = AnyOf | Relative | Derived


def _all(truths: Iterable[bool | None]) -> bool | None:
    unknown = False
    for truth in truths:
        if truth is False:
            return False
        unknown = unknown or truth is None
    return None if unknown else True


def _both_sides(values: Iterable[Any]) -> tuple[int, ...]:
    return tuple(point for value in values if isinstance(value, int) for point in (value, value + 1))


def _day_region(how: str, day: date) -> Between:
    if how == "before":
        return Between(date, None, day - timedelta(days=1))
    if how == "on_or_before":
        return Between(date, None, day)
    if how == "after":
        return Between(date, day + timedelta(days=1), None)
    return Between(date, day, None)


def _ignore(_code: str, _where: Pathway, _message: str, _hint: str | None, _key: bool) -> None:
    pass


def compile_when(when: When | None, scope: Scope, report: Report = _ignore, where: Pathway = ()) -> Condition:
    """Read a condition as written.

    What cannot be read is reported (a code of S1 or N2, the path of the fault, a sentence, a hint) and left out as a
    test that never holds; a condition with such a fault belongs to a guide that is refused anyway.
    """
    return _Reader(scope, report, ()).condition(when, where)


class _Reader:
    def __init__(self, scope: Scope, report: Report, unfolding: tuple[str, ...]) -> None:
        self.scope = scope
        self.told = report
        self.unfolding = unfolding

    def report(self, code: str, where: Pathway, message: str, hint: str | None, *, key: bool = False) -> None:
        self.told(code, where, message, hint, key)

    def condition(self, when: When | None, where: Pathway, *, nested: bool = False) -> Condition:
        if not when:
            return ALWAYS
        tests: list[Test] = []
        extras: list[Extra] = []
        for name, wanted in when.items():
            here = (*where, name)
            if name == "any":
                extras.append(self.any_of(wanted, here, nested=nested))
                continue
            for part in self.entry(name, wanted, here):
                if isinstance(part, Test):
                    tests.append(part)
                else:
                    extras.append(part)
        return Condition(tuple(tests), tuple(extras), tuple((test.fact, test.region) for test in tests))

    def any_of(self, wanted: Any, where: Pathway, *, nested: bool) -> AnyOf:
        if nested:
            self.report("S112", where, "`any` inside `any` cannot be written", "use two rules")
        elif not isinstance(wanted, list) or not wanted or not all(isinstance(part, Mapping) for part in wanted):
            self.report(
                "S112",
                where,
                "`any` wants a list of mappings",
                "begin each one with `- fact: answer`",
            )
        else:
            groups = [self.condition(part, (*where, number), nested=True) for number, part in enumerate(wanted)]
            return AnyOf(tuple(groups), where)
        return AnyOf((), where)

    def entry(self, name: str, wanted: Any, where: Pathway) -> Iterator[Test | Extra]:
        fact = SharedQuestion(type="date") if name == TODAY else self.scope.fact(name)
        if fact is None:
            self.report("N202", where, f'no question or named condition is called "{name}"', None, key=True)
            # A question of a tree that does not come before this one: it is never known here.
            known = wanted.get("known") if isinstance(wanted, Mapping) else None
            region: Container[object] = Presence(wanted=False) if known is False else NEVER
            yield Test(name, region, where, guarded=known is not None)
        elif isinstance(fact, SharedQuestion):
            yield from self.question(name, fact, wanted, where)
        else:
            yield self.derived(name, fact, wanted, where)

    def derived(self, name: str, rules: tuple[FactRule, ...], wanted: Any, where: Pathway) -> Derived:
        values = list(dict.fromkeys(rule.is_ for rule in rules))
        region: Container[object] = NEVER
        if name in self.unfolding:
            cycle = " -> ".join([*self.unfolding[self.unfolding.index(name) :], name])
            self.report(
                "N217",
                where,
                f"the named conditions form a circle: {cycle}",
                "let one of them not read the other",
            )
            return Derived(name, NEVER, (), where)
        guarded = isinstance(wanted, Mapping) and wanted.get("known") is True
        if isinstance(wanted, Mapping):
            others = set(wanted) - {"known"} if guarded else set(wanted)
            if others == {"not"}:
                region = Except(self.words(name, values, wanted["not"], (*where, "not")))
            elif others == {"is"} or (guarded and not others):
                region = frozenset(self.words(name, values, wanted.get("is", values), (*where, "is")))
            else:
                hint = "write a value, a list of values, or `not`"
                self.report("S112", where, f'"{name}" is a named condition and is read like a choice', hint)
        else:
            region = frozenset(self.words(name, values, wanted, where))

        def circles(code: str, _at: Pathway, message: str, hint: str | None, _key: bool) -> None:
            if code == "N217":
                self.report(code, where, message, hint)

        reader = _Reader(self.scope, circles, (*self.unfolding, name))
        read = tuple((reader.condition(rule.when, ()), rule.is_) for rule in rules)
        return Derived(name, region, read, where, guarded)

    def question(self, name: str, question: SharedQuestion, wanted: Any, where: Pathway) -> Iterator[Test | Extra]:
        if not isinstance(wanted, Mapping):
            yield from self.value(name, question, wanted, where, guarded=False)
            return
        tests = dict(wanted)
        guarded = False
        if "known" in tests:
            flag = tests.pop("known")
            if not isinstance(flag, bool):
                hint = "write `known: true`, or `known: false`"
                self.report("S112", (*where, "known"), "`known` is `true` or `false`", hint)
            elif flag is False and tests:
                hint = "use two rules, or `known: true`"
                self.report("S112", (*where, "known"), "`known: false` stands alone", hint)
            guarded = True
            yield Test(name, Presence(flag is not False), where, guarded=True)
        elif not tests:
            self.report("S112", where, f'the test of "{name}" is empty', "write an answer")
        for key, operand in tests.items():
            yield from self.form(name, question, key, operand, (*where, key), guarded=guarded)

    def form(
        self,
        name: str,
        question: SharedQuestion,
        key: str,
        operand: Any,
        where: Pathway,
        *,
        guarded: bool,
    ) -> Iterator[Test | Extra]:
        kind = question.type
        if key not in TESTS:
            possible = ", ".join(("known", *_WORD_LISTS[kind]))
            self.report(
                "S111",
                where,
                f'"{key}" is no test',
                f"for a {kind} question possible are: {possible}",
                key=True,
            )
        elif key not in _WORD_LISTS[kind]:
            possible = ", ".join(("known", *_WORD_LISTS[kind]))
            hint = f"possible are: {possible}"
            if kind == "several" and key == "not":
                hint = "write `excludes`"
            self.report("S112", where, f'"{key}" cannot test "{name}", a {kind} question', hint, key=True)
        elif key in ("is", "includes"):
            yield from self.value(name, question, operand, where, guarded=guarded)
        elif key in NUMBER_TESTS:
            yield self.number(name, key, operand, where, guarded=guarded)
        elif key in DATE_TESTS:
            yield self.day(name, key, operand, where, guarded=guarded)
        elif isinstance(operand, Mapping):
            hint = f'write "{key}: " and the id of an answer, or [several, ids]'
            self.report("S112", where, f'"{key}" takes an answer or a list of answers, no comparison', hint)
        else:
            values = self.values(name, question, operand, where)
            names = tuple(value for value in values if isinstance(value, str))
            points = _both_sides(values)
            region = Except(values) if key == "not" else Picks("all" if key == "includes_all" else "none", names)
            yield Test(name, region, where, guarded, points, names)

    def value(
        self, name: str, question: SharedQuestion, wanted: Any, where: Pathway, *, guarded: bool
    ) -> Iterator[Test]:
        if question.type == "text":
            self.report(
                "S112",
                where,
                f'"{name}" is a text question; only `known` can test it',
                "write `{known: true}`",
            )
            yield Test(name, NEVER, where, guarded)
            return
        values = self.values(name, question, wanted, where)
        names = tuple(value for value in values if isinstance(value, str))
        points = _both_sides(values)
        region: Container[object] = Picks("any", names) if question.type == "several" else frozenset(values)
        yield Test(name, region, where, guarded, points, names)

    def values(self, name: str, question: SharedQuestion, wanted: Any, where: Pathway) -> list[Any]:
        listed = wanted if isinstance(wanted, list) else [wanted]
        if not listed:
            self.report("S112", where, "the list of answers is empty", "name at least one")
        found: list[Any] = []
        for number, value in enumerate(listed):
            here = (*where, number) if isinstance(wanted, list) else where
            if question.type == "number" and (whole := whole_number(value)) is not None:
                found.append(whole)
            elif question.type == "date" and (anchor := parse_anchor(value)) and anchor.kind != "question":
                hint = "use `on_or_after` with `on_or_before`"
                self.report("S112", here, f'a day cannot be tested for being "{value}"', hint)
            elif isinstance(value, str):
                found += self.words(name, list(question.answers), value, here, _COMPARED.get(question.type))
            else:
                from advisor import wording
                from advisor.diagnostics import did_you_mean

                written = wording.shown(value)
                wanted_is = "write a whole number" if question.type == "number" else "write the id of an answer"
                hint = did_you_mean(written, question.answers) or wanted_is
                self.report("S112", here, f'"{written}" is no answer of "{name}"', hint)
        return found

    def words(
        self, name: str, possible: list[str], wanted: Any, where: Pathway, compared: str | None = None
    ) -> list[str]:
        listed = wanted if isinstance(wanted, list) else [wanted]
        for number, value in enumerate(listed):
            here = (*where, number) if isinstance(wanted, list) else where
            if value not in possible:
                from advisor import wording
                from advisor.diagnostics import did_you_mean

                meant = {True: "yes", False: "no"}[value] if isinstance(value, bool) else value
                hint = did_you_mean(meant, possible) or compared
                if value == "not_covered":
                    hint = "the interview ends there, so no condition can see it"
                self.report("N203", here, f'"{name}" has no answer "{wording.shown(value)}"', hint)
        return [value for value in listed if value in possible]

    def number(self, name: str, key: str, operand: Any, where: Pathway, *, guarded: bool) -> Test:
        whole = whole_number(operand)
        if whole is None:
            self.report("S112", where, f'"{key}" wants a whole number', "write it with digits alone, without quotes")
            return Test(name, NEVER, where, guarded)
        low = whole + (key == "more_than") if key in ("at_least", "more_than") else None
        high = whole - (key == "less_than") if key in ("at_most", "less_than") else None
        point = low if low is not None else (high or 0) + 1
        return Test(name, Between(int, low, high), where, guarded, (point,))

    def day(self, name: str, key: str, operand: Any, where: Pathway, *, guarded: bool) -> Test | Relative:
        anchor = parse_anchor(operand)
        if anchor is None:
            hint = "write 2027-02-15, today, season:event or a date question, then maybe + 3 days"
            self.report("S113", where, f'"{operand}" is no day' if isinstance(operand, str) else "this is no day", hint)
        elif anchor.kind == "question":
            other = self.scope.fact(anchor.name)
            if not isinstance(other, SharedQuestion) or other.type != "date":
                self.report("N202", where, no_date_question(anchor.name, other), None)
            else:
                return Relative(name, key, anchor, where, guarded)
        else:
            resolved = self.scope.day(anchor)
            if resolved is not None:
                region = _day_region(key, resolved)
                point = region.low or region.high + timedelta(days=1)
                return Test(name, region, where, guarded, (point,))
            self.report("N207", where, f'the season has no day for "{operand}"', None)
        return Test(name, NEVER, where, guarded)


def no_date_question(name: str, fact: object) -> str:
    """Why a name cannot be reckoned from, as a sentence: it names nothing, or a question of another kind."""
    if isinstance(fact, SharedQuestion):
        return f'"{name}" is a {fact.type} question, not a date question'
    return f'no date question is called "{name}"'


def whole_number(value: object) -> int | None:
    """An int, or a float without a fraction (ruling 46); None for anything else, words and true/false included."""
    if isinstance(value, bool):
        return None
    if isinstance(value, int):
        return value
    return int(value) if isinstance(value, float) and value.is_integer() else None
