"""A guide: a folder of trees and content.

Each file is read, checked for its shape and kept when it is first asked for.
"""

from __future__ import annotations

import copy
import os
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import (
    Any,
    NamedTuple,
    NoReturn,
    TypeVar,
)

from advisor.diagnostics import (
    Diagnostic,
    Span,
    did_you_mean,
    in_order,
)
from advisor.errors import GuideInvalid, UsageError
from advisor.guide import cards
from advisor.guide.locate import locate
from advisor.guide.model import (
    Blank,
    CardMatter,
    Elsewhere,
    Manifest,
    PhraseMatter,
    Question,
    Record,
    Reference,
    Rule,
    SeasonFile,
    Shared,
    Term,
    Tree,
)
from advisor.guide.season import Season, today_in
from advisor.guide.shape import Part, finding, shape, shape_mapping
from advisor.guide.source import Source, collector_paused, parse, read, read_text

Model = TypeVar("Model")
AnyRecord = TypeVar("AnyRecord", bound=Record)

SHARED = "trees/_shared.yaml"
MANIFEST = "content/guide.yaml"
TREES = "trees"
CARDS = "content/cards"
PHRASES = "content/phrases"
SEASON = "content/season.yaml"
BLANKS = "content/blanks.yaml"
SOURCES = "content/sources.yaml"
GLOSSARY = "content/glossary.yaml"
ELSEWHERE = "content/elsewhere.yaml"
MAX_MARKDOWN = 100_000
"""Longest card or phrase: fifty times what anyone reads, and still parsed at once."""
_OPTIONAL = frozenset({SHARED, ELSEWHERE})


class Card(NamedTuple):
    """A card: its front matter and its body."""

    id: str
    matter: CardMatter
    body: cards.Body


class Phrase(NamedTuple):
    """A phrase: its front matter and the words to send or say.

    Attributes:
        line: The file's line on which the words begin.
    """

    id: str
    matter: PhraseMatter
    text: str
    line: int


class Head(NamedTuple):
    """What a list of topics needs of a tree; keys as in `Tree`."""

    title: str
    about: str
    draft: bool
    urgent: bool
    phase: tuple[str, ...]


_BODY = re.compile(r"^(?:questions|outcomes|facts)[ ]*:", re.MULTILINE)
_HEAD_KEY = re.compile(r"""^["']?(?:title|about|draft|urgent|phase)["']?[ ]*:""", re.MULTILINE)

Stamp = tuple[int, int, int]
"""What changes when a file is saved: when, how long, and which file it is."""


def stamp_of(file: Path) -> Stamp | None:
    """The stamp of a file; None where there is none."""
    try:
        found = file.stat()
    except (OSError, ValueError):
        return None
    return found.st_mtime_ns, found.st_size, found.st_ino


class Guide:
    """The files of one guide, read as they are needed and kept.

    Every property and method that returns content raises `GuideInvalid` where the file has errors,
    and `UsageError` where there is no such thing; `part` and its siblings give findings instead.

    Attributes:
        root: The folder.
        bundled: Whether it is the guide that comes with the program.
        memo: Room for what others compile from this guide, by a key of theirs.
    """

    def __init__(self, root: Path, *, bundled: bool = False) -> None:
        """Nothing is read yet."""
        self.root = root
        self.bundled = bundled
        self._parts: dict[str, Part[Any]] = {}
        self._trees: dict[str, Tree] = {}
        self._heads: dict[str, Head | None] = {}
        self._reach: dict[str, dict[str, Tree]] = {}
        self._stamps: dict[str, Stamp | None] = {}
        self.memo: dict[Any, Any] = {}

    def renewed(self) -> Guide:
        """The guide as its files are now; what was read from files that have not changed since is taken over."""
        guide = Guide(self.root, bundled=self.bundled)
        for path, part in self._parts.items():
            if path in self._stamps and self._stamps[path] == stamp_of(self.root / path):
                guide._parts[path] = part
                guide._stamps[path] = self._stamps[path]
        return guide

    # --- files ------------------------------------------------------------------------------------

    def part(self, path: str, model: type[Record]) -> Part[Any]:
        """A YAML file as one record; an absent optional file counts as empty."""
        if path not in self._parts:
            if path in _OPTIONAL and not self._exists(path):
                self._parts[path] = Part(Source(path, ""), model.model_validate({}), ())
            else:
                with collector_paused():
                    self._parts[path] = shape(self._read(path, read), model)
        return self._parts[path]

    def mapping_part(self, path: str, model: type[Record]) -> Part[Any]:
        """A YAML file that is a mapping of id to record."""
        if path not in self._parts:
            if self._exists(path):
                self._parts[path] = shape_mapping(self._read(path, read), model)
            else:
                self._parts[path] = Part(Source(path, ""), {}, ())
        return self._parts[path]

    def _exists(self, path: str) -> bool:
        """Whether there is something by that name, be it a link to nowhere or a folder."""
        self._stamps[path] = stamp_of(self.root / path)
        return os.path.lexists(self.root / path)

    def _read(self, path: str, how: Callable[[Path, str], Source]) -> Source:
        """Read a file; one that a link leads out of the guide is not opened."""
        file = self.root / path
        self._stamps[path] = stamp_of(file)
        real = os.path.realpath(file)
        if real != self._real_root and not real.startswith(self._real_root.rstrip(os.sep) + os.sep):
            source = Source(path, "")
            message = "this is a link to a file outside the guide's folder"
            source.trap("Y121", message, source.at(0, 0), "put the file itself here")
            return source
        return how(file, path)

    @cached_property
    def _real_root(self) -> str:
        return os.path.realpath(self.root)

    def tree_part(self, name: str) -> Part[Tree]:
        """The file of a tree, as written."""
        return self.part(f"trees/{name}.yaml", Tree)

    def card_title(self, name: str) -> str:
        """The title of a card, for naming it without reading its body.

        Raises:
            GuideInvalid: Its front matter has errors.
        """
        path = f"content/cards/{name}.md"
        if path in self._parts or name not in self.card_names:
            return self.card(name).matter.title
        matter = self._markdown(path, CardMatter)[1]
        found: CardMatter = _sound(matter)
        return found.title

    def card_part(self, name: str) -> Part[Card]:
        """The file of a card."""
        path = f"content/cards/{name}.md"
        if path not in self._parts:
            text, matter, body, line = self._markdown(path, CardMatter)
            read_body = cards.read_body(body, line)
            findings = [*matter.findings]
            is_card = not any(found.code == "S125" for found in findings)
            if is_card and not text.broken and not matter.source.broken:
                findings += [_body_finding(path, problem) for problem in read_body.problems]
            model = Card(name, matter.model, read_body) if matter.model is not None else None
            # What is only ugly (family C5) keeps nobody from reading the card.
            model = None if any(found.is_error and found.code[0] != "C" for found in findings) else model
            self._parts[path] = Part(matter.source, model, tuple(findings))
        return self._parts[path]

    def phrase_part(self, name: str) -> Part[Phrase]:
        """The file of a phrase."""
        path = f"content/phrases/{name}.md"
        if path not in self._parts:
            _text, matter, body, line = self._markdown(path, PhraseMatter)
            findings = list(matter.findings)
            meant = matter.model
            if meant is not None:
                is_email = meant.medium == "email"
                if is_email and meant.subject is None:
                    hint = 'add "subject: ..."'
                    place = matter.source.span(("medium",), key=True)
                    findings.append(finding("S102", "an email needs a `subject`", place, hint))
                elif not is_email and meant.subject is not None:
                    place = matter.source.span(("subject",), key=True)
                    message = f"a {meant.medium} phrase has no `subject`"
                    findings.append(finding("S106", message, place, "delete it"))
                if not body.strip():
                    place = Span(path, line - 1, 1, line - 1, 4)
                    message = "there are no words to send"
                    hint = 'write them below the second "---"'
                    findings.append(finding("S110", message, place, hint))
            stripped = body.strip("\n")
            begin = line + (len(body) - len(body.lstrip("\n")))
            model = Phrase(name, meant, stripped, begin) if meant is not None else None
            model = None if any(found.is_error for found in findings) else model
            self._parts[path] = Part(matter.source, model, tuple(findings))
        return self._parts[path]

    def _markdown(self, path: str, model: type[Record]) -> tuple[Source, Part[Any], str, int]:
        text = self._read(path, read_text)
        if len(text.text) > MAX_MARKDOWN:
            message = f"this file is longer than {MAX_MARKDOWN:,} letters"
            text.trap("Y113", message, text.at(0, 0), "split it")
        if text.broken:
            return text, Part(text, None, tuple(text.findings)), "", 1
        matter, body, line = cards.split(text)
        return text, shape(matter, model), body, line

    def listing(self, folder: str) -> list[str]:
        """The names of what is in a folder of the guide; none where it is not there."""
        try:
            return sorted(os.listdir(self.root / folder))  # noqa: PTH208
        except OSError:
            return []

    def _names(self, folder: str, ending: str) -> list[str]:
        return sorted(
            name.removesuffix(ending)
            for name in self.listing(folder)
            if name.endswith(ending) and not is_aside(name) and is_text(name)
        )

    @cached_property
    def tree_names(self) -> list[str]:
        """Every tree, drafts too, by name."""
        return self._names("trees", ".yaml")

    @cached_property
    def card_names(self) -> list[str]:
        """Every card, by name."""
        return self._names("content/cards", ".md")

    @cached_property
    def phrase_names(self) -> list[str]:
        """Every phrase, by name."""
        return self._names("content/phrases", ".md")

    # --- content ----------------------------------------------------------------------------------

    @cached_property
    def manifest(self) -> Manifest:
        """What the guide is."""
        part: Part[Manifest] = self.part(MANIFEST, Manifest)
        return _sound(part)

    @cached_property
    def manifest_in_words(self) -> Manifest:
        """What the guide is, with the season's days in its texts."""
        return self._dated(self.manifest, "title", "scope", "notice", "contact", "ask_instead")

    @cached_property
    def season_file(self) -> SeasonFile:
        """The calendar as written."""
        part: Part[SeasonFile] = self.part(SEASON, SeasonFile)
        return _sound(part)

    def today(self) -> date:
        """Today's date in the season's zone."""
        return today_in(self.season_file)

    def season(self, as_of: date | None = None) -> Season:
        """The calendar as seen from a day; from today in the season's zone where none is given."""
        return Season(self.season_file, as_of or self.today())

    @cached_property
    def shared(self) -> Shared:
        """Questions and named conditions for several trees."""
        part: Part[Shared] = self.part(SHARED, Shared)
        return _sound(part)

    @cached_property
    def blanks(self) -> Mapping[str, Blank]:
        """What can be filled in, with the season's days in labels and hints."""
        blanks: Mapping[str, Blank] = _sound(self.mapping_part(BLANKS, Blank))
        return {name: self._dated(blank, "label", "hint") for name, blank in blanks.items()}

    @cached_property
    def references(self) -> Mapping[str, Reference]:
        """The sources of the guide's claims, with the season's days in their texts."""
        references: Mapping[str, Reference] = _sound(self.mapping_part(SOURCES, Reference))
        return {name: self._dated(found, "title", "publisher", "note") for name, found in references.items()}

    @cached_property
    def glossary(self) -> Mapping[str, Term]:
        """Terms and what they mean, with the season's days in words."""
        terms: Mapping[str, Term] = _sound(self.mapping_part(GLOSSARY, Term))
        return {name: self._dated(term, "means") for name, term in terms.items()}

    @cached_property
    def elsewhere(self) -> Elsewhere:
        """What the guide is not about, and what comes before anything else."""
        part: Part[Elsewhere] = self.part(ELSEWHERE, Elsewhere)
        return _sound(part)

    def tree(self, name: str) -> Tree:
        """A tree with the wording of its shared questions filled in."""
        if name not in self._trees:
            if name not in self.tree_names:
                self._unknown("tree", name, self.tree_names)
            tree = _sound(self.tree_part(name))
            self._trees[name] = fill_shared(tree, self.shared.questions) if _uses_shared(tree) else tree
        return self._trees[name]

    def card(self, name: str) -> Card:
        """A card."""
        if name not in self.card_names:
            self._unknown("card", name, self.card_names)
        return _sound(self.card_part(name))

    def phrase(self, name: str) -> Phrase:
        """A phrase."""
        if name not in self.phrase_names:
            self._unknown("phrase", name, self.phrase_names)
        return _sound(self.phrase_part(name))

    def reachable(self, name: str) -> Mapping[str, Tree]:
        """A tree and every tree its interview can go on to, nearest first."""
        if name not in self._reach:
            found: dict[str, Tree] = {}
            pending = [name]
            while pending:
                current = pending.pop(0)
                if current in found:
                    continue
                found[current] = self.tree(current)
                pending += [to[5:] for to in targets(found[current]) if to.startswith("tree:")]
            self._reach[name] = found
        return self._reach[name]

    def changed(self, trees: Mapping[str, Tree], shared: Shared | None = None) -> Guide:
        """This guide with some sound trees, or what they share, exchanged in memory; its files stay as they are.

        Args:
            trees: The trees by name, the wording of shared questions filled in.
            shared: Instead of the shared questions and named conditions.
        """
        other = copy.copy(self)
        other._trees = dict(self._trees) if shared is None else {}
        other._trees |= trees
        other._reach = {}
        other.memo = {}
        if shared is not None:
            other.__dict__["shared"] = shared
        return other

    def questions_of(self, name: str) -> list[str]:
        """The ids of a tree's questions; none where its file is broken."""
        part = self.tree_part(name)
        return [] if part.model is None else list(part.model.questions)

    def applicant_trees(self) -> list[tuple[str, Tree]]:
        """The trees a person is offered: every sound one that is no draft, urgent ones first."""
        found = []
        for name in self.tree_names:
            part = self.tree_part(name)
            if part.model is not None and not part.model.draft:
                found.append((name, part.model))
        return sorted(found, key=lambda item: (not item[1].urgent, item[0]))

    def applicant_heads(self) -> list[tuple[str, Head]]:
        """What a list of topics needs of the trees that a person is offered, urgent ones first.

        A tree that nobody has read yet is judged by its beginning, which costs a tenth of reading it. One with errors
        further below is left out from when it is read, as `applicant_trees` reads them all.
        """
        found = [(name, head) for name in self.tree_names if (head := self._head(name)) is not None and not head.draft]
        return sorted(found, key=lambda item: (not item[1].urgent, item[0]))

    def broken_trees(self) -> list[str]:
        """The trees of which it is known that they have errors: those that have been read, or begin with one."""
        return [name for name in self.tree_names if self._head(name) is None]

    def _head(self, name: str) -> Head | None:
        path = f"trees/{name}.yaml"
        if path not in self._parts:
            if name not in self._heads:
                self._heads[name] = _head_of(self._read(path, read_text))
            if (head := self._heads[name]) is not None:
                return head
        tree = self.tree_part(name).model
        return Head(tree.title, tree.about, tree.draft, tree.urgent, tree.phase) if tree is not None else None

    def digest(self, paths: Iterable[str]) -> str:
        """`sha256:...` over the names and bytes of some of the guide's files, in their order."""
        import hashlib

        whole = hashlib.sha256()
        for path in sorted(set(paths)):
            part = self.root / path
            whole.update(path.encode() + b"\0" + (part.read_bytes() if part.is_file() else b"") + b"\0")
        return f"sha256:{whole.hexdigest()}"

    def _dated(self, record: AnyRecord, *names: str) -> AnyRecord:
        """A record with the season's days put into some of its texts, as they read before the season is over."""
        texts = {name: text for name in names if (text := getattr(record, name)) and ("{" in text or "}}" in text)}
        if not texts:
            return record
        season = Season(self.season_file, self.season_file.ends)
        return record.model_copy(update={name: season.fill(text) for name, text in texts.items()})

    def _unknown(self, kind: str, name: str, known: list[str]) -> NoReturn:
        where = "" if self.bundled else f" in {self.root}"
        raise UsageError(f'there is no {kind} "{name}"{where}', did_you_mean(name, known))


def is_aside(name: str) -> bool:
    """Whether a file is left to its author: hidden, set aside by `_`, or a README."""
    return name[0] in "._" or name.lower() == "readme.md"


def is_text(name: str) -> bool:
    """Whether a file's name can be written down; some systems hold names in no known encoding."""
    return not any("\ud800" <= letter <= "\udfff" for letter in name)


def load_guide(path: str | os.PathLike[str] | None = None) -> Guide:
    """Open a guide; its files are read when they are needed.

    Args:
        path: The guide's folder. Without it: ADVISOR_GUIDE, the folder around the working
            directory, the bundled one.

    Raises:
        UsageError: There is no guide there.
    """
    found = locate(path)
    return Guide(found.root, bundled=found.bundled)


def targets(tree: Tree) -> Iterator[str]:
    """Every target of a tree's questions as written, once or more."""
    for question in tree.questions.values():
        yield from question_targets(question)


def question_targets(question: Question) -> Iterator[str]:
    """Every target of a question as written, once or more."""
    ways: Iterable[str | tuple[Rule, ...]]
    ways = question.next.values() if isinstance(question.next, dict) else (question.next,)
    for way in ways:
        if isinstance(way, str):
            yield way
        else:
            for rule in way:
                yield rule.to


def _head_of(source: Source) -> Head | None:
    """The beginning of a tree's file; None where only the whole file can tell what it says."""
    body = _BODY.search(source.text)
    if source.findings or body is None or _HEAD_KEY.search(source.text, body.start()):
        return None
    data = parse(source.text[: body.start()], source.path).data
    if not isinstance(data, dict):
        return None
    title, about, phase = (data.get(key) for key in ("title", "about", "phase"))
    draft, urgent = (data.get(key, False) for key in ("draft", "urgent"))
    phases = [phase] if isinstance(phase, str) else phase if phase is not None else []
    if not isinstance(title, str) or not isinstance(about, str) or not isinstance(phases, list):
        return None
    is_plain = title and about and all(isinstance(name, str) for name in phases)
    if not is_plain or {type(draft), type(urgent)} != {bool}:
        return None
    return Head(title, about, draft, urgent, tuple(phases))


def _uses_shared(tree: Tree) -> bool:
    return any(question.use is not None for question in tree.questions.values())


def fill_shared(tree: Tree, shared: Mapping[str, Any]) -> Tree:
    """A tree whose questions with `use` have the shared wording, where there is one."""
    questions = dict(tree.questions)
    for name, question in questions.items():
        wording = shared.get(question.use) if question.use else None
        if wording is not None:
            own = {"use": question.use, "next": question.next}
            own |= {key: value for key in ("why", "help") if (value := getattr(question, key)) is not None}
            questions[name] = Question.model_construct(**(dict(wording) | own))
    return tree.model_copy(update={"questions": questions})


def _sound(part: Part[Model]) -> Model:
    if part.model is None:
        errors = [found._replace(span=part.source.in_file(found.span)) for found in part.findings if found.is_error]
        raise GuideInvalid(f"{part.source.path} has errors", in_order(errors), "run `advisor check`")
    return part.model


def _body_finding(path: str, problem: cards.Problem) -> Diagnostic:
    span = Span(path, problem.line, problem.column, problem.line, problem.column + problem.width)
    return finding(problem.code, problem.message, span, problem.hint, problem.severity)
