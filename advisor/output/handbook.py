"""A whole guide as one document to read: the questions of every tree, and for which answers one gets which advice."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Final

from advisor import wording
from advisor.analysis.explain import outcome_title
from advisor.analysis.ways import Box, Ways, simplest, ways
from advisor.guide.load import Guide
from advisor.guide.model import CardEntry, Outcome, Question, When
from advisor.guide.season import Season, day_in_words
from advisor.interview.conditions import Fact, Picks, Value
from advisor.interview.interview import Interview
from advisor.interview.phrasing import Filler
from advisor.interview.result import show_card
from advisor.output.conditions import in_words
from advisor.output.document import (
    Document,
    Heading,
    Items,
    Line,
    Paragraph,
    Piece,
    Said,
    card_pieces,
    head,
    phrase_pieces,
    see_also,
    sources,
)

FORMATS: Final = ("markdown", "html")


def handbook(guide: Guide, as_of: date | None = None, unsound: Mapping[str, str] | None = None) -> Document:
    """The document; a tree with errors is named and left out.

    Args:
        guide: What to write down.
        as_of: The day from which it is seen; today in the season's zone where none is given.
        unsound: Tree -> why no interview can begin in it; an error may lie in a tree that it goes on to.

    Raises:
        GuideInvalid: A card, a phrase or a file that belongs to the whole guide has errors.
    """
    return _Handbook(guide, guide.season(as_of), unsound or {}).write()


class _Handbook:
    def __init__(self, guide: Guide, season: Season, unsound: Mapping[str, str]) -> None:
        self.guide = guide
        self.season = season
        self.unsound = unsound
        self.shown: dict[str, str] = {}
        """`card:x` and `phrase:x` -> the title under which it stands."""
        self.filler = Filler(guide.blanks, {}, season, lambda _fact: None)

    def write(self) -> Document:
        manifest = self.guide.manifest_in_words
        over = self.season.title if self.season.over else None
        pieces = head(manifest.title, manifest, self.season.as_of, over)
        pieces.append(Paragraph(Said(manifest.scope)))
        for name, _ in self.guide.applicant_trees():
            pieces += self.tree(name)
        pieces += self.broken()
        pieces += self.left_over()
        pieces += self.glossary()
        return Document(manifest.title, manifest.language, tuple(pieces))

    # --- a tree -------------------------------------------------------------------------------------------------------

    def tree(self, name: str) -> Iterator[Piece]:
        tree = self.guide.tree(name)
        title = self.season.fill(tree.title)
        yield Heading(2, title)
        yield Paragraph(Said(self.season.fill(tree.about)), "lead")
        if name in self.unsound:
            yield Paragraph(Said(self.unsound[name]), "warning")
            return
        interview = Interview.begin(self.guide, name, as_of=self.season.as_of)
        program = interview.program
        yield Heading(3, wording.HANDBOOK_QUESTIONS)
        items = tuple(self.question(key, tree.questions[key]) for key in _in_order(tree.start, tree.questions))
        yield Items(items, start=1)
        found = ways(program)
        ends = (
            found.ends if found is not None else dict.fromkeys([f"{name}/{outcome}" for outcome in tree.outcomes], ())
        )
        for end in self.as_written(name, ends):
            yield from self.end(interview, end, found)

    def as_written(self, tree: str, ends: Iterable[str]) -> list[str]:
        places = {f"{tree}/{outcome}": number for number, outcome in enumerate(self.guide.tree(tree).outcomes)}
        return sorted(ends, key=lambda end: places.get(end, len(places)))

    def question(self, name: str, question: Question) -> tuple[Line, ...]:
        fill = self.season.fill
        lines: list[Line] = [Said(fill(question.ask or name), strong=True)]
        when = in_words(question.only_when, self.fact, self.season)
        if when:
            lines.append(Said(wording.HANDBOOK_ONLY_WHEN.format(when=when)))
        for label, text in ((wording.WHY, question.why), (wording.HELP, question.help)):
            if text:
                lines.append(Said(wording.LABELLED.format(label=label, text=fill(text))))
        lines += [Said(f"- {fill(answer.text)}") for answer in question.answers.values()]
        return tuple(lines)

    def fact(self, name: str) -> Fact | None:
        for tree in self.guide.tree_names:
            model = self.guide.tree_part(tree).model
            if model is not None and name in model.questions and tree not in self.unsound:
                return self.guide.tree(tree).questions[name]
        return self.guide.shared.questions.get(name)

    # --- an end -------------------------------------------------------------------------------------------------------

    def end(self, interview: Interview, end: str, found: Ways | None) -> Iterator[Piece]:
        tree, _, name = end.partition("/")
        if not end.startswith("card:") and tree != interview.tree:
            title = self.season.fill(self.guide.tree(tree).title)
            yield Heading(3, wording.GOES_ON_IN.format(title=title))
            yield from self.when(interview, end, found)
            return
        title = outcome_title(interview, end)
        yield Heading(3, title)
        yield from self.when(interview, end, found)
        if end.startswith("card:"):
            card = end[5:]
            yield from self.cards([CardEntry(card=card)], title, 4)
            yield from self.phrases([(one, None) for one in self.guide.card(card).matter.phrases], title)
            return
        outcome = self.guide.tree(tree).outcomes[name]
        yield from self.outcome(outcome, title)

    def outcome(self, outcome: Outcome, title: str) -> Iterator[Piece]:
        for note in outcome.notes:
            yield Paragraph(Said(self.condition(note.when) + self.season.fill(note.text)), "note")
        if outcome.layout == "timeline":
            yield Items(tuple(self.entry(entry) for entry in outcome.cards))
        yield from self.cards(outcome.cards, title, 4)
        if outcome.phrases is not None:
            listed = [(entry.phrase, entry.when) for entry in outcome.phrases]
        else:
            listed = [
                (phrase, entry.when)
                for entry in outcome.cards
                for phrase in (
                    entry.phrases if entry.phrases is not None else self.guide.card(entry.card).matter.phrases
                )
            ]
        yield from self.phrases(listed, title)
        yield from see_also(outcome.see_also, self.guide, self.season.as_of, 4)

    def phrases_of(self, entry: CardEntry) -> Sequence[str]:
        return entry.phrases if entry.phrases is not None else self.guide.card(entry.card).matter.phrases

    def entry(self, entry: CardEntry) -> tuple[Line, ...]:
        matter = self.guide.card(entry.card).matter
        rule = entry.kind == "avoid" and matter.basis == "rule"
        label = wording.KIND_AVOID_RULE if rule else wording.KINDS[entry.kind]
        fill = self.season.fill
        title = fill(matter.title)
        lines: list[Line] = [Said(wording.PLAN_ENTRY.format(label=label, title=title), strong=True)]
        lines += [Said(self.condition(entry.when).rstrip(": "))] if entry.when else []
        lines += [Said(wording.PLAN_WHO.format(who=fill(entry.who)))] if entry.who else []
        lines += [Said(wording.PLAN_HOW_MANY.format(how_many=fill(entry.how_many)))] if entry.how_many else []
        return tuple(lines)

    def cards(self, entries: Sequence[CardEntry], under: str, level: int) -> Iterator[Piece]:
        for entry in entries:
            shown = show_card(self.guide.card(entry.card), self.season, self.guide.references)
            condition = self.condition(entry.when)
            before = self.shown.get(f"card:{entry.card}")
            self.shown.setdefault(f"card:{entry.card}", under)
            if before is not None or shown.title != under:
                yield Heading(level, shown.title)
            if condition:
                yield Paragraph(Said(condition.rstrip(": ") + "."), "facts")
            if before is not None:
                yield Paragraph(Said(wording.HANDBOOK_ABOVE.format(title=before)))
                continue
            yield from card_pieces(shown, level + 1 if shown.title != under else level)
            yield from sources(shown, level + 1 if shown.title != under else level)

    def phrases(self, listed: Iterable[tuple[str, When | None]], under: str) -> Iterator[Piece]:
        for name, when in dict(listed).items():
            phrase = self.filler.phrase(self.guide.phrase(name))
            yield Heading(4, wording.HANDBOOK_PHRASE.format(title=phrase.title))
            condition = self.condition(when)
            if condition:
                yield Paragraph(Said(condition.rstrip(": ") + "."), "facts")
            before = self.shown.get(f"phrase:{name}")
            self.shown.setdefault(f"phrase:{name}", under)
            if before is not None:
                yield Paragraph(Said(wording.HANDBOOK_ABOVE.format(title=before)))
            else:
                yield from phrase_pieces(phrase._replace(missing_blanks=()), self.guide)

    def condition(self, when: When | None) -> str:
        """`Only if ...: ` in words; "" where there is no condition."""
        text = in_words(when, self.fact, self.season)
        return wording.HANDBOOK_IF.format(when=text) if text else ""

    # --- for which answers --------------------------------------------------------------------------------------------

    def when(self, interview: Interview, end: str, found: Ways | None) -> Iterator[Piece]:
        if found is None:
            yield Paragraph(Said(wording.HANDBOOK_MANY_WAYS), "facts")
            return
        boxes = found.ends[end]
        if any(not box for box in boxes):
            yield Paragraph(Said(wording.HANDBOOK_ALWAYS), "facts")
            return
        yield Paragraph(Said(wording.HANDBOOK_WHEN if len(boxes) == 1 else wording.HANDBOOK_WHEN_ANY), "facts")
        if len(boxes) == 1:
            yield Items(tuple((line,) for line in self.box(interview, boxes[0], found)))
        else:
            yield Items(tuple(tuple(self.box(interview, box, found)) for box in boxes), start=1)

    def box(self, interview: Interview, box: Box, found: Ways) -> Iterator[Line]:
        for name in found.cells:
            if name in box:
                question = interview.program.fact(name)
                assert isinstance(question, Question)
                text = self.values(question, box[name], found.cells[name], found.tests[name])
                yield Said(wording.HANDBOOK_ANSWER.format(ask=self.season.fill(question.ask or name), text=text))

    def values(
        self, question: Question, values: Iterable[Value], every: Sequence[Value], tests: Sequence[Picks]
    ) -> str:
        """Some answers of a question in words."""
        meant = [value for value in every if value in set(values)]
        words = [value for value in meant if isinstance(value, str) and value in question.answers]
        if question.type == "several":
            return wording.OR.join(self.picks(question, box) for box in simplest(meant, every, tests))
        if question.type == "choice":
            left = [value for value in every if value not in meant]
            if len(left) == 1 and len(meant) > 2:
                return wording.ANYTHING_BUT.format(text=self.answers(question, left, wording.OR))
            return self.answers(question, words, wording.OR)
        parts = list(self.ranges(meant, every)) if question.type in ("number", "date") else []
        if question.type == "text" and len(words) < len(meant):
            parts.append(wording.OWN_WORDS)
        return wording.OR.join([*parts, *([self.answers(question, words, wording.OR)] if words else [])])

    def answers(self, question: Question, names: Iterable[Value], joint: str) -> str:
        return joint.join(f'"{self.season.fill(question.answers[str(name)].text)}"' for name in names)

    def picks(self, question: Question, box: dict[Picks, bool]) -> str:
        parts = []
        for test, holds in box.items():
            names = [name for name in question.answers if name in test.wanted]
            wanted = holds is not (test.how == "none")
            if len(names) == 1:
                text = self.answers(question, names, "")
                parts.append(text if wanted else wording.NOT.format(text=text))
            elif wanted and len(box) == 1:
                parts.append(self.answers(question, names, wording.AND if test.how == "all" else wording.OR))
            else:
                # Beside other tests, "and" and "or" would not say what belongs together.
                how = wording.SOME_OF[test.how == "all", wanted]
                parts.append(how.format(text=self.answers(question, names, ", ")))
        return wording.AND.join(parts) or wording.PICK_ANY.lower()

    def ranges(self, meant: Sequence[Value], every: Sequence[Value]) -> Iterator[str]:
        """Numbers or days that follow each other, as `from` and `to`."""
        starts = [value for value in every if isinstance(value, int | date)]
        run: list[int] = []
        for number, value in enumerate([*starts, None]):
            if value is not None and value in meant:
                run.append(number)
            elif run:
                after = starts[run[-1] + 1] if run[-1] + 1 < len(starts) else None
                yield self.range(starts[run[0]], after, first=run[0] == 0)
                run = []

    def range(self, low: int | date, after: int | date | None, *, first: bool) -> str:
        if isinstance(low, date):
            if after is None:
                return wording.ANY_DAY if first else wording.ON_OR_AFTER.format(day=self.day(low))
            assert isinstance(after, date)
            if first:
                return wording.BEFORE.format(day=self.day(after))
            if after - low == timedelta(days=1):
                return wording.ON_DAY.format(day=self.day(low))
            return wording.FROM_BEFORE.format(first=self.day(low), last=self.day(after))
        if after is None:
            return wording.ANY_NUMBER if first else wording.NO_LESS_THAN.format(value=low)
        assert isinstance(after, int)
        high = after - 1
        if high == low:
            return str(low)
        return wording.NO_MORE_THAN.format(value=high) if first else wording.FROM_UP_TO.format(first=low, last=high)

    def day(self, day: date) -> str:
        """A day, marked where only expected events lie there: conditions name events, and these move."""
        near = [day, day - timedelta(days=1)]
        sure = {event.confidence for event in self.season.file.events.values() if event.date in near}
        expected = sure == {"expected"}
        return f"{day_in_words(day)} ({wording.EXPECTED})" if expected else day_in_words(day)

    # --- the end of the book ------------------------------------------------------------------------------------------

    def broken(self) -> Iterator[Piece]:
        names = [name for name in self.guide.tree_names if self.guide.tree_part(name).model is None]
        if names:
            yield Paragraph(Said(wording.HANDBOOK_LEFT_OUT.format(names=", ".join(names))), "warning")

    def left_over(self) -> Iterator[Piece]:
        """Cards that no tree shows; other cards may point to them."""
        names = [name for name in self.guide.card_names if f"card:{name}" not in self.shown]
        names = [name for name in names if self.guide.card_part(name).model is not None]
        if names:
            yield Heading(2, wording.HANDBOOK_OTHER_CARDS)
            yield from self.cards([CardEntry(card=name) for name in names], wording.HANDBOOK_OTHER_CARDS, 3)

    def glossary(self) -> Iterator[Piece]:
        terms = self.guide.glossary
        if terms:
            yield Heading(2, wording.HANDBOOK_GLOSSARY)
            named = sorted(terms.items(), key=lambda pair: pair[0].casefold())
            lines = (wording.LABELLED.format(label=name, text=term.means) for name, term in named)
            yield Items(tuple((Said(line),) for line in lines))


def _in_order(start: str, questions: Iterable[str]) -> list[str]:
    """The first question first, the others as they are written."""
    return [start, *(name for name in questions if name != start)]
