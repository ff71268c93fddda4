"""`rename`: what changes a guide's files."""

from __future__ import annotations

import click

from advisor import wording
from advisor.cli import Shared, collect_from_here, out, say
from advisor.errors import Exit, GuideInvalid


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
    from advisor.authoring.rename import apply, plan

    collect_from_here()
    guide = shared.load()
    errors = check(guide).errors
    if errors:
        message = "a guide with errors cannot be renamed in safely"
        raise GuideInvalid(message, errors, "run `advisor check`, and mend them first")
    renaming = plan(guide, kind, old, new)
    if not dry_run:
        apply(guide, renaming)
    for path, count in sorted(renaming.counts.items()):
        out(f"{renaming.moves.get(path, path)}: {wording.count(count, 'place')}\n")
    for before, after in renaming.moves.items():
        out(f"{before} -> {after}\n")
    say(f"advisor: {'nothing was changed' if dry_run else f'{old} is called {new} now'}")
    return Exit.OK
