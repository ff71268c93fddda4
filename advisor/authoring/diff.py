"""`diff`: what changes for people between two versions of a guide.

Both versions are walked at once with the same answers, state by state, so that nothing is enumerated: a state is where
each version stands, what each knows, and the answers that one has taken and the other may still ask for.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, NamedTuple

from advisor import wording
from advisor.analysis.cells import Cuts, TooManyCells
from advisor.analysis.count import count_paths
from advisor.analysis.explain import outcome_title
from advisor.analysis.paths import BUDGET, plain_answers
from advisor.analysis.steps import REFUSED, Given, Position, Steps, refused_question
from advisor.authoring.mentions import Name
from advisor.authoring.rename import plan_all, renamed_copy
from advisor.authoring.renamed import renames
from advisor.authoring.sound import require_sound, rests_on
from advisor.errors import AdvisorError, GuideInvalid
from advisor.guide import load
from advisor.guide.load import Card, Guide, Phrase, targets
from advisor.guide.model import (
    Blank,
    Elsewhere,
    Manifest,
    Outcome,
    Question,
    Record,
    Reference,
    SeasonFile,
    SharedQuestion,
    Term,
)
from advisor.guide.shape import Part
from advisor.interview.conditions import TODAY, Value
from advisor.interview.interview import Interview
from advisor.interview.walk import Reached


class Shown(NamedTuple):
    """What one version shows at an end.

    Attributes:
        end: `tree/outcome`, `card:x`, or `refused`.
        title: In words; for `refused` the question in words.
        cards: Ids, in order.
        phrases: Ids, in order.
        notes: Sentences, in order.
    """

    end: str
    title: str
    cards: tuple[str, ...] = ()
    phrases: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def lists(self) -> tuple[tuple[str, ...], ...]:
        """Everything but the title, which is told among the words."""
        return self.cards, self.phrases, self.notes


class Change(NamedTuple):
    """Answers that lead to something else now.

    Attributes:
        old: What the old version shows for the example.
        new: What the new version shows for the example.
        paths: How many complete paths are concerned: all that go from the one end to the other, or with the same end
            all that show the same other things. Answers that no condition tells apart count once.
        answers: The shortest example, which both versions replay.
    """

    old: Shown
    new: Shown
    paths: int
    answers: Mapping[str, Any]


class Reworded(NamedTuple):
    """A text that was changed: what it belongs to, the old words and the new ones; "" where there is none."""

    what: str
    old: str
    new: str


class TreeDiff(NamedTuple):
    """What changes in one tree.

    Attributes:
        status: `same`, `changed`, `added`, `removed`, `broken` (has errors) or `undecided` (too many states).
        paths: All complete paths that both versions have together; None where that is not known.
        changes: The ways that lead to something else, most paths first.
        words: Questions, answers and titles with other words.
        reason: For `broken`: what is wrong.
    """

    tree: str
    title: str
    status: str
    paths: int | None = None
    changes: tuple[Change, ...] = ()
    words: tuple[Reworded, ...] = ()
    reason: str = ""


class TextDiff(NamedTuple):
    """What changes in a card, a phrase or a file: `status` is `added`, `removed`, `changed` or `broken`."""

    id: str
    title: str
    status: str
    words: tuple[Reworded, ...] = ()


class Difference(NamedTuple):
    """Everything that differs between two guides; trees without a difference are named too.

    Attributes:
        renamed: Kind, old name as `rename` takes it, and new id of what is called something else now; the rest of the
            difference calls it by its new name, in the examples too.
        files: The guide's own files (manifest, season, sources, blanks, glossary, what lies elsewhere), by their paths.
    """

    trees: tuple[TreeDiff, ...]
    cards: tuple[TextDiff, ...]
    phrases: tuple[TextDiff, ...]
    files: tuple[TextDiff, ...]
    renamed: tuple[tuple[str, str, str], ...] = ()

    @property
    def nothing(self) -> bool:
        """Whether nothing changes for anybody who reads."""
        texts = (*self.cards, *self.phrases, *self.files)
        return not texts and all(tree.status == "same" for tree in self.trees)


def diff(old: Guide, new: Guide, as_of: date | None = None) -> Difference:
    """Compare two guides, seen from one day; today in the new guide's season where none is given."""
    day = as_of or new.today()
    with contextlib.ExitStack() as until_done:
        try:
            called = renames(old, new)
            before = until_done.enter_context(renamed_copy(old, plan_all(old, called))) if called else old
        except (AdvisorError, OSError):
            # Where a file cannot be read or copied, what is called otherwise is something else.
            called, before = {}, old
        renamed = tuple((name.kind, _path(old, name), to) for name, to in called.items())
        return _compared(before, new, day)._replace(renamed=renamed)


def _path(guide: Guide, name: Name) -> str:
    """A name as `rename` takes it."""
    if name.kind == "outcome":
        return f"{name.of}/{name.id}"
    if name.kind not in ("question", "answer"):
        return name.id
    question = name.of or name.id
    tree = next((tree for tree in guide.tree_names if question in guide.tree(tree).questions), "")
    return "/".join(filter(None, (tree, name.of, name.id)))


def _compared(old: Guide, new: Guide, day: date) -> Difference:
    names = list(dict.fromkeys([*new.tree_names, *old.tree_names]))
    return Difference(
        tuple(_tree(old, new, name, day) for name in names),
        tuple(_texts(old, new, "card")),
        tuple(_texts(old, new, "phrase")),
        tuple(_files(old, new)),
    )


# --- trees ------------------------------------------------------------------------------------------------------------


def _tree(old: Guide, new: Guide, name: str, day: date) -> TreeDiff:
    if name not in new.tree_names:
        return TreeDiff(name, _title(old, name), "removed")
    title = _title(new, name)
    words: tuple[Reworded, ...] = ()
    if name not in old.tree_names:
        return TreeDiff(name, title, "added")
    for side, guide in (("OLD", old), ("NEW", new)):
        try:
            require_sound(guide, name, day)
        except GuideInvalid as error:
            return TreeDiff(name, title, "broken", reason=f"{side}: {error.message}")
    try:
        if _reads(old, name) == _reads(new, name):
            program = Interview.begin(new, name, as_of=day).program
            return TreeDiff(name, title, "same", count_paths(program).paths)
        words = tuple(_tree_words(old, new, name))
        paths, changes = _Joint(_Side(old, name, day), _Side(new, name, day)).compare()
    except GuideInvalid as error:
        return TreeDiff(name, title, "broken", reason=error.message)
    except TooManyCells:
        return TreeDiff(name, title, "undecided", words=words)
    return TreeDiff(name, title, "changed" if changes or words else "same", paths, changes, words)


def _reads(guide: Guide, name: str) -> list[object]:
    """Everything that decides what the answers of a tree lead to, and what is shown there."""
    trees = sorted(path for path in rests_on(guide, name) if path.startswith("trees/") and path != load.SHARED)
    models = [guide.tree(path.removeprefix("trees/").removesuffix(".yaml")) for path in trees]
    ends = [to for model in models for to in targets(model) if to.startswith("card:")]
    listed = [entry.card for model in models for outcome in model.outcomes.values() for entry in outcome.cards]
    cards = sorted({*listed, *(to.removeprefix("card:") for to in ends)})
    return [trees, models, guide.shared, guide.season_file, [(card, guide.card(card).matter) for card in cards]]


def _title(guide: Guide, name: str) -> str:
    model = guide.tree_part(name).model
    return model.title if model is not None else name


def _tree_words(old: Guide, new: Guide, name: str) -> Iterator[Reworded]:
    before, after = old.tree(name), new.tree(name)
    for key in ("title", "about", "ask_instead", "draft", "phase"):
        yield from _words(key, _shown(getattr(before, key)), _shown(getattr(after, key)))
    for question in dict.fromkeys([*after.questions, *before.questions]):
        yield from _question_words(question, before.questions.get(question), after.questions.get(question))
    for outcome in after.outcomes:
        if outcome in before.outcomes:
            yield from _outcome_words(f"outcomes/{outcome}", before.outcomes[outcome], after.outcomes[outcome])


def _outcome_words(where: str, old: Outcome, new: Outcome) -> Iterator[Reworded]:
    """What an outcome says itself: which of its cards and notes are shown for whom is told by the paths."""
    yield from _words(where, old.title, new.title)
    for key in ("layout", "see_also"):
        yield from _words(f"{where}/{key}", _shown(getattr(old, key)), _shown(getattr(new, key)))
    before, after = _plan_words(old), _plan_words(new)
    for key in after:
        if key in before:
            yield from _words(f"{where}/{key}", before[key], after[key])


def _plan_words(outcome: Outcome) -> dict[str, str]:
    """What the entries of an outcome say beside their cards; one that stands there twice with a number."""
    found: dict[str, str] = {}
    times: dict[str, int] = {}
    for entry in outcome.cards:
        times[entry.card] = times.get(entry.card, 0) + 1
        here = entry.card if times[entry.card] == 1 else f"{entry.card} {times[entry.card]}"
        window = entry.window.model_dump(by_alias=True, exclude_none=True) if entry.window is not None else {}
        for key in ("from", "until", "latest"):
            found[f"{here}/window/{key}"] = window.get(key, "")
        for key in ("kind", "who", "how_many"):
            found[f"{here}/{key}"] = _shown(getattr(entry, key))
    return found


def _question_words(name: str, old: SharedQuestion | None, new: SharedQuestion | None) -> Iterator[Reworded]:
    for key in ("ask", "why", "help"):
        if key == "ask" or (old is not None and new is not None):
            yield from _words(f"{name}/{key}", getattr(old, key, None), getattr(new, key, None))
    if old is None or new is None:
        return
    for answer in dict.fromkeys([*new.answers, *old.answers]):
        here = [question.answers[answer].text if answer in question.answers else None for question in (old, new)]
        yield from _words(f"{name}/{answer}", *here)


def _words(what: str, old: str | None, new: str | None) -> Iterator[Reworded]:
    if (old or "") != (new or ""):
        yield Reworded(what, old or "", new or "")


State = tuple[Position, Position, Given]
"""Both positions, and the answers that one version has taken and the other may still ask for."""
Pair = tuple[Shown, Shown]


_SAME: Pair = (Shown("", ""), Shown("", ""))
"""Every pair of ends that are the same."""


class _Found(NamedTuple):
    """For one pair of ends: how many paths lead there, the length of a shortest one, and its next step."""

    paths: int
    length: int
    question: str = ""
    value: Value = ""
    then: State | None = None


class _Side:
    """One version of a tree."""

    def __init__(self, guide: Guide, tree: str, day: date) -> None:
        self.interview = Interview.begin(guide, tree, as_of=day)
        self.steps = Steps(self.interview.program)
        self._shown: dict[Position, Shown] = {}

    def shown(self, position: Position) -> Shown:
        """What this version shows at an end."""
        if position not in self._shown:
            self._shown[position] = self._show(*position)
        return self._shown[position]

    def _show(self, key: str, known: Given) -> Shown:
        refused = refused_question(key)
        end = None if refused is not None else self.interview.program[key].end
        if not isinstance(end, Reached):
            # Without an answer refused, this is a date question between whose limits no day lies for these answers.
            name = refused if refused is not None else key.partition("/")[2]
            return Shown(REFUSED, getattr(self.interview.program.fact(name), "ask", None) or name)
        selection = self.interview.select(end, {TODAY: self.interview.as_of, **dict(known)})
        cards = tuple(entry.card for entry, _ in selection.entries)
        notes = tuple(map(self.interview.season.fill, selection.notes))
        return Shown(end.id, outcome_title(self.interview, end.id), cards, selection.phrases, notes)


class _Joint:
    """Both versions, walked at once."""

    def __init__(self, old: _Side, new: _Side) -> None:
        self.old, self.new = old, new
        self.found: dict[State, dict[Pair, _Found]] = {}

    def compare(self) -> tuple[int, tuple[Change, ...]]:
        """All paths, and the changes.

        Raises:
            TooManyCells: There are more states than the budget allows.
        """
        programs = self.old.interview.program, self.new.interview.program
        start = self.state(programs[0].start, programs[1].start, {}, {}, {})
        work: list[tuple[State, list[tuple[str, Value, State]] | None]] = [(start, None)]
        while work:
            state, children = work.pop()
            if children is None:
                if state in self.found:
                    continue
                if len(self.found) + len(work) > BUDGET:
                    raise TooManyCells
                children = self.follow(state)
                work.append((state, children))
                work += [(child, None) for _, _, child in children if child not in self.found]
            elif state not in self.found:
                self.found[state] = self.merged(state, children)
        whole = self.found[start]
        changes = [self.change(start, pair, found.paths) for pair, found in whole.items() if pair is not _SAME]
        changes.sort(key=lambda change: (-change.paths, change.old.end, change.new.end))
        return sum(found.paths for found in whole.values()), tuple(changes)

    def change(self, start: State, pair: Pair, paths: int) -> Change:
        """A change with its example, and what both versions show for it."""
        answers, (old, new, _) = self.example(start, pair)
        return Change(self.old.shown(old), self.new.shown(new), paths, plain_answers(answers))

    def state(
        self,
        old: str,
        new: str,
        old_known: dict[str, Value],
        new_known: dict[str, Value],
        given: Mapping[str, Value],
    ) -> State:
        """Let both versions go on with the answers, and keep only what can still matter."""
        one, other = self.old.steps, self.new.steps
        before, after = one.go_on(old, old_known, given), other.go_on(new, new_known, given)
        left = [pair for pair in given.items() if one.asks(before[0], pair[0]) or other.asks(after[0], pair[0])]
        return before, after, tuple(sorted(left))

    def follow(self, state: State) -> list[tuple[str, Value, State]]:
        """Every answer of the question that waits, and where it leads."""
        (old, old_known), (new, new_known), given = state
        one, other = self.old.steps.waits_for(old), self.new.steps.waits_for(new)
        if one is None and other is None:
            return []
        name = (old if one is not None else new).partition("/")[2]
        known, known_too = dict(old_known), dict(new_known)
        children = []
        for value in self.values(name, known, known_too):
            child = self.state(old, new, known, known_too, {**dict(given), name: value})
            children.append((name, value, child))
        return children

    def values(self, name: str, old_known: Mapping[str, Value], new_known: Mapping[str, Value]) -> list[Value]:
        """One answer of every cell that either version tells apart."""
        cuts = Cuts()
        for side in (self.old, self.new):
            own = side.steps.picture.cuts.get(name)
            if own is not None:
                cuts.points |= own.points
                cuts.names |= own.names
                cuts.relative |= own.relative
                cuts.regions += own.regions
                cuts.countless = cuts.countless or own.countless
        found: dict[Value, Value] = {}
        for side, known in ((self.old, old_known), (self.new, new_known)):
            question = side.interview.program.fact(name)
            if isinstance(question, Question):
                for value in side.steps.cells(question, known, cuts):
                    same = tuple(sorted(value)) if isinstance(value, tuple) else value
                    found.setdefault(same, value)
        return list(found.values())

    def merged(self, state: State, children: list[tuple[str, Value, State]]) -> dict[Pair, _Found]:
        if not children:
            pair = _told_apart(self.old.shown(state[0]), self.new.shown(state[1]))
            return {pair: _Found(1, 0)}
        whole: dict[Pair, _Found] = {}
        for question, value, child in children:
            for pair, found in self.found[child].items():
                before = whole.get(pair)
                nearer = before is None or found.length + 1 < before.length
                paths = found.paths + (before.paths if before is not None else 0)
                if nearer:
                    whole[pair] = _Found(paths, found.length + 1, question, value, child)
                elif before is not None:
                    whole[pair] = before._replace(paths=paths)
        return whole

    def example(self, state: State, pair: Pair) -> tuple[dict[str, Value], State]:
        """The answers of a shortest path to a pair of ends, and the state there."""
        answers: dict[str, Value] = {}
        while (found := self.found[state][pair]).then is not None:
            answers[found.question] = found.value
            state = found.then
        return answers, state


def _told_apart(old: Shown, new: Shown) -> Pair:
    """What is one change: everything between two ends, and at one end what differs by the same things."""
    if old.end == new.end and old.lists == new.lists:
        return _SAME
    if old.end != new.end or old.end == REFUSED:
        return Shown(old.end, old.title), Shown(new.end, new.title)
    parts = [_without_common(before, after) for before, after in zip(old.lists, new.lists, strict=True)]
    gone, come = (Shown(old.end, old.title, *own) for own in zip(*parts, strict=True))
    return gone, come


def _without_common(old: tuple[str, ...], new: tuple[str, ...]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    if set(old) == set(new):
        # Another order is one change, whatever the things are: there may be a thousand different ones.
        return ((), ()) if old == new else (("one order",), ("another",))
    return tuple(one for one in old if one not in new), tuple(one for one in new if one not in old)


# --- cards and phrases ------------------------------------------------------------------------------------------------


def _texts(old: Guide, new: Guide, kind: str) -> Iterator[TextDiff]:
    before = old.card_names if kind == "card" else old.phrase_names
    after = new.card_names if kind == "card" else new.phrase_names
    for name in sorted({*before, *after}):
        here = [_part(guide, kind, name) if name in names else None for guide, names in ((old, before), (new, after))]
        titles = [part.matter.title for part in reversed(here) if part is not None]
        title = titles[0] if titles else name
        if name not in after:
            yield TextDiff(name, title, "removed")
        elif name not in before:
            yield TextDiff(name, title, "added")
        elif here[0] is None or here[1] is None:
            yield TextDiff(name, title, "broken")
        else:
            words = tuple(_text_words(here[0], here[1]))
            if words:
                yield TextDiff(name, title, "changed", words)


def _files(old: Guide, new: Guide) -> Iterator[TextDiff]:
    """The guide's own files, key by key."""
    for path, model in _OWN_FILES.items():
        before, after = (dict(_leaves(_own_part(guide, path, model).source.data, "")) for guide in (old, new))
        keys = dict.fromkeys([*after, *before])
        words = [word for key in keys for word in _words(key, before.get(key), after.get(key))]
        if words:
            yield TextDiff(path, path.rpartition("/")[2], "changed", tuple(words))


_OWN_FILES: Mapping[str, type[Record]] = {
    load.MANIFEST: Manifest,
    load.SEASON: SeasonFile,
    load.SOURCES: Reference,
    load.BLANKS: Blank,
    load.GLOSSARY: Term,
    load.ELSEWHERE: Elsewhere,
}
_MAPPINGS = frozenset({load.SOURCES, load.BLANKS, load.GLOSSARY})


def _own_part(guide: Guide, path: str, model: type[Record]) -> Part[Any]:
    return guide.mapping_part(path, model) if path in _MAPPINGS else guide.part(path, model)


def _leaves(data: Any, where: str) -> Iterator[tuple[str, str]]:
    """Every value of a file with the path of its keys; a list is one value."""
    if isinstance(data, dict):
        for key, child in data.items():
            yield from _leaves(child, f"{where}/{key}" if where else str(key))
    elif data is not None:
        yield where, _shown(data)


def _part(guide: Guide, kind: str, name: str) -> Card | Phrase | None:
    return guide.card_part(name).model if kind == "card" else guide.phrase_part(name).model


def _text_words(old: Card | Phrase, new: Card | Phrase) -> Iterator[Reworded]:
    for key in new.matter.__class__.model_fields:
        before, after = getattr(old.matter, key), getattr(new.matter, key)
        if before != after:
            yield Reworded(key, _shown(before), _shown(after))
    yield from _sentences(_body(old), _body(new))


def _body(text: Card | Phrase) -> list[tuple[str, str]]:
    """Every paragraph with the heading it stands under."""
    if isinstance(text, Phrase):
        return [(wording.DIFF_WORDS, paragraph) for paragraph in text.text.split("\n") if paragraph.strip()]
    body = text.body
    found = [(wording.DIFF_BOTTOM_LINE, body.bottom_line)]
    return found + [(section.title, block.text) for section in body.sections for block in section.blocks]


def _sentences(old: list[tuple[str, str]], new: list[tuple[str, str]]) -> Iterator[Reworded]:
    from difflib import SequenceMatcher

    for how, i, j, k, m in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if how == "equal":
            continue
        gone, come = old[i:j], new[k:m]
        for number in range(max(len(gone), len(come))):
            before = gone[number] if number < len(gone) else None
            after = come[number] if number < len(come) else None
            where = (after or before or ("", ""))[0]
            yield Reworded(where, before[1] if before else "", after[1] if after else "")


def _shown(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return ", ".join(map(str, value)) if isinstance(value, tuple | list) else str(value)
