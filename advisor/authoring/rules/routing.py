"""Rules about routing over whole paths (R4).

Gaps, circles, facts that may be unknown, ends without a card, words that are false where they are shown, and rules,
conditions and nodes that nobody meets: decided on the explorations of `advisor.analysis`, with a witness that the
engine replays wherever there can be one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date, timedelta
from functools import cached_property
from typing import Any

from advisor.analysis.alike import changing_nothing
from advisor.analysis.days import moving
from advisor.analysis.dead import Idle, undeciding, unlinked, unmet
from advisor.analysis.picture import Picture
from advisor.analysis.reach import BUDGET, Fault, Reach
from advisor.authoring.report import Report
from advisor.authoring.rules import routing_sentences as sentences
from advisor.authoring.rules.claims import claims_of
from advisor.guide.load import SHARED, targets
from advisor.guide.model import Anchor, Tree, Window, parse_anchor
from advisor.guide.season import Season
from advisor.interview.phrasing import fields
from advisor.interview.walk import Program

DIVE = BUDGET // 20
"""States to look at where an exploration was given up: a mistake that is easy to meet is told even there."""

_HARMLESS = frozenset({"N204", "N205", "N206", "N208", "N212", "N213", "N216"})
"""Errors of shape and names that leave the routing of a tree readable."""


def check_routing(report: Report) -> None:
    """Explore all trees whose routing can be read, on every day that matters."""
    explored = _Explored(report, *_readable(report))
    if explored.trees:
        explored.run()
        explored.tell()


# --- which trees can be explored ----------------------------------------------------------------------------------


def _readable(report: Report) -> tuple[dict[str, Tree], list[str]]:
    """The trees whose routing can be read, and the names of the others."""
    guide = report.guide
    broken = {
        finding.span.path
        for finding in report.findings
        if finding.is_error and finding.code[0] in "YSN" and finding.code not in _HARMLESS
    }
    trees: dict[str, Tree] = {}
    others: list[str] = []
    for name in guide.tree_names:
        model = guide.tree_part(name).model
        path = f"trees/{name}.yaml"
        if model is None or path in broken or _leads_nowhere(report, model) or not _stands_alone(report, model, broken):
            others.append(name)
        else:
            trees[name] = guide.tree(name)
    return trees, others


def _leads_nowhere(report: Report, tree: Tree) -> bool:
    """Whether a route names a card that there is not: where it leads instead nobody knows."""
    names = frozenset(report.guide.card_names)
    return any(to.startswith("card:") and to[5:] not in names for to in targets(tree))


def _stands_alone(report: Report, tree: Tree, broken: set[str]) -> bool:
    """Whether a tree needs nothing of the season and of the shared questions where these are broken."""
    season, shared = not report.reads_season, SHARED in broken or not report.reads_shared
    if not season and not shared:
        return True
    if shared and any(question.use is not None for question in tree.questions.values()):
        return False
    for text in _read_in(tree):
        if season and text.startswith("season:"):
            return False
        if shared and text not in report.facts and text not in ("any", "today"):
            return False
        if shared and text in report.shared.facts:
            return False
    return True


def _read_in(tree: Tree) -> Iterator[str]:
    """The facts and events that the conditions and limits of a tree name."""
    whens: list[Any] = [rule.when for rules in tree.facts.values() for rule in rules]
    for question in tree.questions.values():
        whens.append(question.only_when)
        ways = question.next.values() if isinstance(question.next, dict) else (question.next,)
        whens += [rule.when for way in ways if not isinstance(way, str) for rule in way]
        yield from (str(limit) for limit in (question.min, question.max) if str(limit).startswith("season:"))
    for outcome in tree.outcomes.values():
        whens += [note.when for note in outcome.notes]
        whens += [entry.when for entry in outcome.cards]
        whens += [listed.when for listed in outcome.phrases or ()]
    for when in whens:
        yield from _named_in(when or {})


def _named_in(when: Mapping[str, Any]) -> Iterator[str]:
    for fact, wanted in when.items():
        yield fact
        if fact == "any" and isinstance(wanted, list):
            for group in wanted:
                yield from _named_in(group)
        elif isinstance(wanted, Mapping):
            yield from (text for text in wanted.values() if isinstance(text, str) and text.startswith("season:"))


# --- the explorations ---------------------------------------------------------------------------------------------


class _Explored:
    """Every exploration that the check of a guide needs.

    One goes through all trees at once, begun at each with nothing known. What depends on the day is gone through again
    on the other days between which something changes (ruling 41).
    """

    def __init__(self, report: Report, trees: dict[str, Tree], others: list[str]) -> None:
        self.report = report
        self.trees = trees
        self.others = others
        self.reaches: list[Reach] = []
        self.moving: set[str] = set()
        self.too_large: set[str] = set()
        self.content = True

    def run(self) -> None:
        """Explore."""
        self.explore()
        self.too_large = {key.partition("/")[0] for reach in self.reaches for key in reach.cut}
        claimed = any(spot.claims for reach in self.reaches for spot in reach.picture.spots.values())
        if self.too_large and claimed:
            # What cards and phrases assume must be remembered to the end; the routing alone may be small enough.
            self.content = False
            self.explore()

    def explore(self) -> None:
        """Explore all trees, on every day that matters to them."""
        season = self.report.guide.season_file if self.report.reads_season else None
        since = self.since
        first = min(since.values())
        last = max(season.ends, first) if season is not None else first
        spent: dict[str, int] = {}
        picture = self.picture(list(since), first)
        days, facts = moving(picture, first, last)
        self.moving = _depending(picture, facts) if facts else set()
        self.reaches = []
        still = [start for start in since if start not in self.moving]
        if still:
            self.reach(picture if not self.moving else self.picture(still, first), spent)
        if self.moving:
            for day in sorted({*days, *(since[start] for start in self.moving)}):
                begun = [start for start in since if start in self.moving and since[start] <= day]
                if begun:
                    self.reach(self.picture(begun, day), spent)

    @cached_property
    def since(self) -> dict[str, date]:
        """Start -> the first day for which it is proved: when its tree, or one that follows, was first reviewed."""
        into: dict[str, list[str]] = {name: [] for name in self.trees}
        for name, after in self.links.items():
            for to in after:
                into.setdefault(to, []).append(name)
        found: dict[str, date] = {}
        for name in sorted(self.trees, key=lambda name: self.trees[name].reviewed):
            pending = [name]
            while pending:
                current = pending.pop()
                if current not in found:
                    found[current] = self.trees[name].reviewed
                    pending += into[current]
        return {f"{name}/{tree.start}": found[name] for name, tree in self.trees.items()}

    @cached_property
    def links(self) -> dict[str, list[str]]:
        """The trees that each tree goes on to."""
        guide = self.report.guide
        return {
            name: [to[5:] for to in dict.fromkeys(targets(tree)) if to.startswith("tree:")]
            if "tree:" in guide.tree_part(name).source.text
            else []
            for name, tree in self.trees.items()
        }

    def picture(self, starts: list[str], day: date) -> Picture:
        """All that follows from some starts, as seen from a day."""
        guide, report = self.report.guide, self.report
        shared = guide.shared if report.reads_shared else None
        program = Program(self.trees, next(iter(self.trees)), self.resolver(day), day, shared)
        return Picture(program, starts=starts, claims=claims_of(report, program, content=self.content))

    def resolver(self, day: date) -> Callable[[Anchor], date | None]:
        """What an anchor means on a day."""
        if self.report.reads_season:
            return Season(self.report.guide.season_file, day).resolve

        def resolve(anchor: Anchor) -> date | None:
            return anchor.day if anchor.kind == "day" else day + timedelta(days=anchor.days)

        return resolve

    def reach(self, picture: Picture, spent: dict[str, int]) -> None:
        """Explore a picture."""
        reach = Reach(picture, budget=BUDGET, spent=spent)
        reach.run()
        reach.dive(DIVE)
        self.reaches.append(reach)

    # --- what is found --------------------------------------------------------------------------------------------

    def tell(self) -> None:
        """Report everything."""
        report = self.report
        unknown: set[str] = set()
        for fault, day in self.faults():
            sentences.add_fault(report, fault, day)
            unknown.update([fault.fact] if fault.kind == "unknown" else ())
        self.tell_undecided()
        for tree, where, behind in unlinked(self.trees, self.reaches):
            sentences.add_unlinked(report, tree, where, behind)
        told: set[tuple[str, str]] = set()
        for one in unmet(self.reaches, self.unsure):
            told.add((one.tree, str(one.where[1])))
            day_ = self.day_of(one.start, one.day) if one.day is not None else None
            sentences.add_unmet(report, one, day_)
        for idle in undeciding(self.reaches, self.unsure):
            self.tell_idle(idle, unknown)
        used = self.used_elsewhere
        for key in changing_nothing(self.reaches):
            tree, _, question = key.partition("/")
            # Where a rule is never used, or the answer is read where it may be unknown, that is why it changes nothing.
            is_told = (tree, question) in told or question in unknown
            if used is not None and question not in used and tree not in self.leading_out and not is_told:
                sentences.add_nothing_changed(report, tree, question)

    def faults(self) -> Iterator[tuple[Fault, date | None]]:
        """Each fault with its nearest witness, and with the day where that matters."""
        found: dict[object, tuple[Fault, date | None]] = {}
        for reach in self.reaches:
            today = reach.picture.program.today
            for fault in reach.faults:
                same = frozenset(fault.at) if fault.kind == "loop" else fault[:4]
                if same not in found or _length(fault) < _length(found[same][0]):
                    found[same] = (fault, self.day_of(fault.start, today, fault))
        yield from found.values()

    def day_of(self, start: str, today: date, fault: Fault | None = None) -> date | None:
        """The day of a witness, where another day may give another verdict."""
        if start in self.moving:
            return today
        if fault is not None and fault.claim is not None and fault.where[0] == "outcomes":
            tree = self.trees[fault.tree]
            if tree.outcomes[str(fault.where[1])].layout is not None:
                return max(today, tree.reviewed)
        return None

    @cached_property
    def unsure(self) -> list[str]:
        """The starts of trees to which one that cannot be read may lead."""
        texts = [self.report.guide.tree_part(name).source.text for name in self.others]
        return [
            f"{name}/{tree.start}" for name, tree in self.trees.items() if any(f"tree:{name}" in text for text in texts)
        ]

    def tell_undecided(self) -> None:
        """Say which trees are too large."""
        cut = {key.partition("/")[0] for reach in self.reaches for key in reach.cut}
        for name in self.trees:
            if name in cut:
                causes = dict.fromkeys(fact for reach in self.reaches for fact in reach.causes(name))
                sentences.add_undecided(self.report, name, [*causes], BUDGET)
            elif name in self.too_large:
                sentences.add_undecided(self.report, name, None, BUDGET)

    def tell_idle(self, idle: Idle, unknown: set[str]) -> None:
        """Say that a rule of a named condition never decides, unless it reads what may be unknown."""
        report, name = self.report, idle.name
        owner = next((tree for tree, model in self.trees.items() if name in model.facts), None)
        written = self.trees[owner].facts[name] if owner is not None else report.shared.facts.get(name)
        texts = [report.guide.tree_part(other).source.text for other in self.others]
        if written is None or any(name in text for text in texts) or (not self.content and name in self.assumed):
            return
        rule = written[idle.number]
        if any(not unknown.isdisjoint(_named_in(above.when or {})) for above in written[: idle.number + 1]):
            return
        given = {written[number].is_ for number in idle.deciding}
        # The format wants a last rule without `when`, even where the others leave nothing.
        if rule.when is not None or rule.is_ not in given:
            sentences.add_undeciding(report, owner, idle, rule.is_ if rule.is_ not in given else None)

    @cached_property
    def assumed(self) -> set[str]:
        """Every name in what cards and phrases assume."""
        guide = self.report.guide
        cards = [guide.card_part(name).model for name in guide.card_names]
        phrases = [guide.phrase_part(name).model for name in guide.phrase_names]
        assumed = [card.matter.assumes for card in cards if card is not None]
        assumed += [phrase.matter.assumes for phrase in phrases if phrase is not None]
        return {name for when in assumed for name in _named_in(when or {})}

    @cached_property
    def used_elsewhere(self) -> set[str] | None:
        """Questions whose answers matter beyond routing and what is shown; None where that cannot be told.

        They are printed, limit or date something else, are assumed, come up in several trees, or are there for the
        record alone.
        """
        guide, report = self.report.guide, self.report
        cards = [guide.card_part(name).model for name in guide.card_names]
        phrases = [guide.phrase_part(name).model for name in guide.phrase_names]
        found = set(self.assumed)
        texts: list[str] = []
        windows: list[Window | None] = []
        for card in cards:
            if card is None:
                return None
            windows.append(card.matter.window)
        for phrase in phrases:
            if phrase is None:
                return None
            texts += [phrase.text, phrase.matter.to, phrase.matter.subject or ""]
        asked: dict[str, int] = {}
        for tree in self.trees.values():
            for outcome in tree.outcomes.values():
                texts += [note.text for note in outcome.notes]
                windows += [entry.window for entry in outcome.cards]
            for name, question in tree.questions.items():
                asked[name] = asked.get(name, 0) + 1
                if question.type == "text" or (question.type == "choice" and len(question.answers) < 2):
                    found.add(name)
                if question.type == "date":
                    found.update(_base(limit) for limit in (question.min, question.max))
        found.update(name for name, times in asked.items() if times > 1)
        found.update(name for text in texts if "{" in text for name in fields(text))
        for window in windows:
            if window is not None:
                found.update(map(_base, (window.from_, window.until, window.latest)))
        others = " ".join(report.guide.tree_part(other).source.text for other in self.others)
        found.update(name for name in asked if others and name in others)
        return found

    @cached_property
    def leading_out(self) -> set[str]:
        """The trees that may go on to one that cannot be read."""
        found: set[str] = set()
        size = -1
        while len(found) > size:
            size = len(found)
            for name, after in self.links.items():
                if any(to not in self.trees or to in found for to in after):
                    found.add(name)
        return found


def _length(fault: Fault) -> tuple[int, str]:
    return len(fault.answers), fault.start


def _base(limit: object) -> str:
    """The name on which an anchor hangs; "" for none."""
    anchor = parse_anchor(limit)
    return anchor.name if anchor is not None and anchor.kind == "question" else ""


def _depending(picture: Picture, facts: set[str]) -> set[str]:
    """The starts from which something comes up that reads or limits some facts."""
    found: set[str] = set()
    for component in picture.components:
        for key in component:
            spot = picture.spots[key]
            read = (fact for condition in spot.conditions() for fact in condition.facts())
            if spot.question in facts or any(fact in facts for fact in read):
                found.add(key)
        after = {target for key in component for target in picture.follow[key]}
        if not found.isdisjoint(after) or not found.isdisjoint(component):
            found.update(component)
    return found.intersection(picture.starts)
