"""`new`, `preview` and `rename`: writing a guide."""

from __future__ import annotations

import os
import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from advisor import wording
from advisor.cli import Shared, collect_from_here, out, say
from advisor.cli.options import TreeName, as_of_option
from advisor.errors import Exit, GuideInvalid, UsageError
from advisor.guide.locate import VARIABLE

if TYPE_CHECKING:
    from advisor.guide.load import Guide


def _own_guide(shared: Shared) -> Guide:
    """The guide, unless it is the copy inside the installed program, or the bundled one that nobody meant.

    Who stands in a checkout, or names it, means the guide that is bundled there; elsewhere it is only what is left.
    """
    guide = shared.load()
    root = guide.root.resolve()
    is_named = shared.guide is not None or bool(os.environ.get(VARIABLE))
    is_meant = is_named or not guide.bundled or Path.cwd().is_relative_to(root)
    if not is_meant or root.is_relative_to(Path(__file__).resolve().parents[1]):
        message = "the guide that comes with the program is not for editing: an update would replace it"
        raise UsageError(message, "make one with `advisor new guide NAME`, and name it with --guide DIR")
    return guide


@click.command("new")
@click.argument("kind", type=click.Choice(["tree", "card", "phrase", "guide"]), metavar="KIND")
@click.argument("name", metavar="NAME")
@click.pass_obj
def new_command(shared: Shared, kind: str, name: str) -> int:
    """Make a new tree, card, phrase or guide to begin with.

    KIND is tree (with its scenarios and a card), card, phrase or guide (a folder NAME). NAME is small letters with
    hyphens. What is made passes `advisor check` and `advisor test` as it is.
    """
    from advisor.authoring.scaffold import FIRST_TREE, create, files

    if kind == "guide":
        root, made = Path(name), files(kind, name, today=date.today())
        if root.exists() and (not root.is_dir() or any(root.iterdir())):
            raise UsageError(f'"{name}" is there already', "give another name")
    else:
        guide = _own_guide(shared)
        root, made = guide.root, files(kind, name, today=guide.today(), guide=guide)
    create(root, made)
    for path in made:
        out(f"{(root / path).as_posix() if kind == 'guide' else path}\n")
    if kind == "guide":
        say(f"advisor: try it: cd {name} && advisor check && advisor test && advisor ask {FIRST_TREE}")
    elif kind == "tree":
        say(f"advisor: try it: advisor ask {name}")
    else:
        say(f"advisor: it is shown where an outcome or a card names it: {name}")
    return Exit.OK


@click.command("preview")
@click.argument("tree", type=TreeName())
@click.option("--at", metavar="QUESTION", help="Begin at this question, with the fewest answers that lead to it.")
@as_of_option
@click.pass_obj
def preview_command(shared: Shared, tree: str, at: str | None, as_of: date | None) -> int:
    """Show a tree while you write it: the interview, beside what is wrong with it.

    It follows the files as they are saved, and stays at the same question.
    """
    from advisor.conversation.preview import Preview

    if sys.stdin is None or not sys.stdin.isatty() or sys.stdout is None or not sys.stdout.isatty():
        raise UsageError("a preview needs a terminal", "use `advisor check` and `advisor run` in scripts")
    preview = Preview.begin(shared.load(), tree, at, as_of=as_of)
    from advisor import tui

    return tui.run_preview(preview)


@click.command("rename")
@click.argument("kind", metavar="KIND")
@click.argument("old", metavar="OLD")
@click.argument("new", metavar="NEW")
@click.option("--dry-run", is_flag=True, help="Only say what would change.")
@click.pass_obj
def rename_command(shared: Shared, kind: str, old: str, new: str, dry_run: bool) -> int:
    """Rename something everywhere it is named, scenarios included.

    KIND is question (OLD is tree/question), answer (tree/question/answer), outcome (tree/outcome), card, phrase or
    tree. Comments and layout stay. Nothing changes unless the renamed guide is without errors.
    """
    from advisor.authoring.check import check
    from advisor.authoring.rename import apply, plan, try_out

    collect_from_here()
    guide = _own_guide(shared)
    errors = check(guide).errors
    if errors:
        message = "a guide with errors cannot be renamed in safely"
        raise GuideInvalid(message, errors, "run `advisor check`, and mend them first")
    renaming = plan(guide, kind, old, new)
    (try_out if dry_run else apply)(guide, renaming)
    for path, count in sorted(renaming.counts.items()):
        out(f"{renaming.moves.get(path, path)}: {wording.count(count, 'place')}\n")
    for before, after in renaming.moves.items():
        out(f"{before} -> {after}\n")
    say(f"advisor: {'nothing was changed' if dry_run else f'{old} is called {new} now'}")
    return Exit.OK
