"""`rename`: one name everywhere it stands, and nothing else in the files.

Only the letters of the name change: comments, blank lines, quotes and the order stay as they are. The renamed guide is
checked before a file of the real one is touched.
"""

from __future__ import annotations

import contextlib
import re
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final, NamedTuple

from advisor.authoring.check import check
from advisor.authoring.ids import must_be_id
from advisor.authoring.mentions import Mention, Name, in_braces, mentions
from advisor.diagnostics import Span, did_you_mean
from advisor.errors import UsageError
from advisor.guide.cards import split
from advisor.guide.cases import SCENARIOS
from advisor.guide.load import Guide
from advisor.guide.model import KEBAB, WORD
from advisor.guide.source import read_text
from advisor.output.files import write_file

KINDS: Final = ("question", "answer", "outcome", "card", "phrase", "tree")
Place = tuple[int, int]
"""Line and column of a file, both from 0."""
_FOLDERS: Final = {"card": "content/cards/{}.md", "phrase": "content/phrases/{}.md", "tree": "trees/{}.yaml"}


class Renaming(NamedTuple):
    """What a rename does.

    Attributes:
        texts: Path -> the whole new text of the file.
        counts: Path -> how many places change in it.
        moves: Old path -> new path, done after the texts are written.
    """

    texts: Mapping[str, str]
    counts: Mapping[str, int]
    moves: Mapping[str, str]


def plan(guide: Guide, kind: str, old: str, new: str) -> Renaming:
    """What would change.

    Args:
        guide: A guide without errors.
        kind: One of `KINDS`.
        old: The name now: `tree/question` for a question, `tree/question/answer` for an answer, `tree/outcome` for an
            outcome, else the id. A question that trees share is renamed in all of them.
        new: The new id alone.

    Raises:
        UsageError: There is no such thing, the new name is no id, or it is taken.
    """
    wanted = _find(guide, kind, old)
    _check_new(guide, wanted, new)
    return plan_all(guide, {wanted: new})


def plan_all(guide: Guide, names: Mapping[Name, str]) -> Renaming:
    """What changes where several things get other names at once; that these are ids and free is not looked at."""
    wanted = dict(names)
    for name, new in names.items():
        if name.kind == "answer" and _suggests(guide, name.of):
            # The answers of such a question are the season's phases.
            wanted[Name("phase", name.id)] = new
    edits: dict[str, dict[Place, Name]] = {}
    for mention in mentions(guide):
        if mention.name in wanted:
            edits.setdefault(mention.source.path, {}).update(dict.fromkeys(_places(guide, mention), mention.name))
    for name in names:
        if name.kind == "question":
            for path, places in _in_phrases(guide, name.id):
                edits.setdefault(path, {}).update(dict.fromkeys(places, name))
    texts = {path: _edited(guide.root / path, places, wanted) for path, places in edits.items()}
    moves = {old: to for name, new in names.items() for old, to in _moves(guide, name, new).items()}
    return Renaming(texts, {path: len(places) for path, places in edits.items()}, moves)


@contextlib.contextmanager
def renamed_copy(guide: Guide, renaming: Renaming) -> Iterator[Guide]:
    """The guide as it would be, in a folder that is gone afterwards.

    Raises:
        UsageError: A file cannot be renamed.
    """
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder)
        for part in ("content", "trees", SCENARIOS):
            if (guide.root / part).is_dir():
                shutil.copytree(guide.root / part, copy / part, copy_function=shutil.copyfile)
        # The contents alone: what may not be written here may be written there.
        for place in copy.rglob("*"):
            if place.is_dir():
                place.chmod(0o700)
        _write(copy, renaming)
        yield Guide(copy)


def try_out(guide: Guide, renaming: Renaming) -> None:
    """Check the guide as it would be.

    Raises:
        UsageError: It would have errors.
    """
    with renamed_copy(guide, renaming) as copy:
        errors = check(copy).errors
    if errors:
        first = errors[0]
        message = f"after this rename {first.span.path}:{first.span.line} would have an error: {first.message}"
        raise UsageError(message, "nothing was changed")


def apply(guide: Guide, renaming: Renaming) -> None:
    """Change the files: all of them, or none.

    Raises:
        UsageError: The guide would have errors, or a file cannot be written; nothing has changed.
    """
    try_out(guide, renaming)
    before = {path: (guide.root / path).read_bytes() for path in renaming.texts}
    try:
        _write(guide.root, renaming)
    except BaseException:
        for old, new in renaming.moves.items():
            if (guide.root / new).exists() and not (guide.root / old).exists():
                with contextlib.suppress(OSError):
                    (guide.root / new).rename(guide.root / old)
        for path, raw in before.items():
            with contextlib.suppress(OSError):
                (guide.root / path).write_bytes(raw)
        raise


def _write(root: Path, renaming: Renaming) -> None:
    for path, text in renaming.texts.items():
        write_file(root / path, text, overwrite=True)
    for old, new in renaming.moves.items():
        try:
            (root / old).rename(root / new)
        except OSError as error:
            reason = (error.strerror or str(error)).lower()
            raise UsageError(f"{old} cannot be renamed: {reason}", "nothing was changed") from None


# --- what is meant ----------------------------------------------------------------------------------------------------


def _find(guide: Guide, kind: str, old: str) -> Name:
    if kind not in KINDS:
        raise UsageError(
            f'"{kind}" cannot be renamed', did_you_mean(kind, KINDS) or f"possible are: {', '.join(KINDS)}"
        )
    if kind in _FOLDERS:
        known = {"card": guide.card_names, "phrase": guide.phrase_names, "tree": guide.tree_names}[kind]
        _must_be(kind, old, known)
        return Name(kind, old)
    parts = old.split("/")
    if len(parts) != (3 if kind == "answer" else 2):
        form = {"question": "tree/question", "answer": "tree/question/answer", "outcome": "tree/outcome"}[kind]
        raise UsageError(f'"{old}" does not name {"an" if kind[0] in "ao" else "a"} {kind}', f"write it as {form}")
    tree = guide.tree(parts[0])
    if kind == "outcome":
        _must_be("outcome", parts[1], tree.outcomes)
        return Name("outcome", parts[1], parts[0])
    _must_be("question", parts[1], tree.questions)
    if kind == "question":
        return Name("question", parts[1])
    _must_be("answer", parts[2], tree.questions[parts[1]].answers)
    return Name("answer", parts[2], parts[1])


def _must_be(kind: str, name: str, known: Mapping[str, object] | list[str]) -> None:
    if name not in known:
        raise UsageError(f'there is no {kind} "{name}"', did_you_mean(name, list(known)))


def _check_new(guide: Guide, name: Name, new: str) -> None:
    is_file = name.kind in _FOLDERS
    must_be_id(new, KEBAB if is_file else WORD, "new-name" if is_file else "new_name")
    if new == name.id:
        raise UsageError(f'it is called "{new}" already', "give another name")
    if is_taken(guide, name, new):
        raise UsageError(f'"{new}" is taken', "give another name")


def is_taken(guide: Guide, name: Name, new: str) -> bool:
    """Whether something else in a guide without errors has this name already."""
    if name.kind in _FOLDERS:
        return any((guide.root / path).exists() for path in _moves(guide, name, new).values())
    if name.kind == "answer":
        return any(
            new in tree.questions[name.of].answers
            for tree in map(guide.tree, guide.tree_names)
            if name.of in tree.questions
        )
    trees = [guide.tree(name.of)] if name.kind == "outcome" else [guide.tree(tree) for tree in guide.tree_names]
    taken = {one for tree in trees for one in (*tree.questions, *tree.outcomes, *tree.facts)}
    return new in taken | set(guide.shared.questions) | set(guide.shared.facts) | set(guide.blanks)


def _suggests(guide: Guide, question: str) -> bool:
    trees = [guide.tree(tree) for tree in guide.tree_names]
    return any(question in tree.questions and tree.questions[question].suggest is not None for tree in trees)


def _moves(guide: Guide, name: Name, new: str) -> dict[str, str]:
    if name.kind not in _FOLDERS:
        return {}
    paths = [_FOLDERS[name.kind]]
    if name.kind == "tree" and (guide.root / SCENARIOS / f"{name.id}.yaml").exists():
        paths.append(SCENARIOS + "/{}.yaml")
    return {path.format(name.id): path.format(new) for path in paths}


# --- where it stands --------------------------------------------------------------------------------------------------


def _places(guide: Guide, mention: Mention) -> set[Place]:
    """Every place of a mention."""
    span = mention.source.span(mention.where, key=mention.key)
    lines = read_text(guide.root / mention.source.path, mention.source.path).lines
    if mention.in_text:
        return _in_a_text(lines, span, mention.name.id)
    line, begin = span.line - 1, span.column - 1
    # What stands before the name may be spelt like it: `card:card`, `plan/plan`.
    before = re.match(r"[\"']?(?:(?:card|tree):|[a-z0-9-]+/)", lines[line][begin : span.end_column - 1])
    if before is not None and not (mention.name.kind == "tree" and before[0].endswith("/")):
        begin += before.end()
    found = re.search(rf"(?<![\w-]){re.escape(mention.name.id)}(?![\w-])", lines[line][begin:])
    return set() if found is None else {(line, begin + found.start())}


def _in_a_text(lines: list[str], span: Span, name: str) -> set[Place]:
    """A block's span is its first line only: it goes on for as long as the lines are indented more than its key."""
    first = span.line - 1
    last = max(span.end_line - 1, first)
    if lines[first].rstrip().endswith((">", "|", ">-", "|-", ">+", "|+")):
        indent = len(lines[first]) - len(lines[first].lstrip(" -"))
        while last + 1 < len(lines) and (
            not lines[last + 1].strip() or len(lines[last + 1]) - len(lines[last + 1].lstrip()) >= indent
        ):
            last += 1
    is_block = last >= span.end_line
    return {
        (line, column)
        for line in range(first, last + 1)
        for found, column in in_braces(lines[line])
        # Behind a text may stand a comment.
        if found == name and (is_block or line < last or column < span.end_column)
    }


def _in_phrases(guide: Guide, question: str) -> list[tuple[str, set[Place]]]:
    found = []
    for name in guide.phrase_names:
        path = _FOLDERS["phrase"].format(name)
        source = read_text(guide.root / path, path)
        _, body, first = split(source)
        places = {
            (line, column)
            for line, text in enumerate(body.split("\n"), first - 1)
            for one, column in in_braces(text)
            if one == question
        }
        if places:
            found.append((path, places))
    return found


def _edited(file: Path, places: Mapping[Place, Name], called: Mapping[Name, str]) -> str:
    """The file's own text, its line ends and byte order mark included, with the names changed at these places."""
    text = file.read_bytes().decode("utf-8")
    mark = "\ufeff" if text.startswith("\ufeff") else ""
    lines = re.split(r"(?<=\n)|(?<=\r)(?!\n)", text[len(mark) :])
    for (line, column), name in sorted(places.items(), reverse=True):
        here = lines[line]
        lines[line] = here[:column] + called[name] + here[column + len(name.id) :]
    return mark + "".join(lines)
