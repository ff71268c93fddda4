"""`list`, `card` and `phrase`: what a guide holds."""

from __future__ import annotations

from datetime import date
from typing import Any

import click

from advisor.cli import Shared, out, say
from advisor.cli.options import as_of_option, deliver, format_option
from advisor.errors import Exit


@click.command("list")
@format_option("text", "json")
@as_of_option
@click.pass_obj
def list_command(shared: Shared, form: str, as_of: date | None) -> int:
    """List the guide's situations, cards and phrases."""
    guide = shared.load()
    season = guide.season(as_of)
    if form == "json":
        from advisor.output.json import dumps, list_document

        deliver(dumps(list_document(guide, season)), None, json=True)
    else:
        from advisor.output.listing import listing_text

        out(listing_text(guide, season))
    broken = [name for name in guide.tree_names if guide.tree_part(name).model is None]
    if broken:
        names = ", ".join(broken)
        say(f"advisor: these trees have errors and are left out: {names}; run `advisor check`")
    return Exit.OK


@click.command("card")
@click.argument("card", metavar="ID")
@as_of_option
@click.pass_obj
def card_command(shared: Shared, card: str, as_of: date | None) -> int:
    """Print a card."""
    from advisor.interview.result import show_card
    from advisor.output import render_card

    guide = shared.load()
    season = guide.season(as_of)
    shown = show_card(guide.card(card), season, guide.references)
    out(render_card(shown, guide.manifest_in_words, season.as_of, guide=guide))
    return Exit.OK


@click.command("phrase")
@click.argument("phrase", metavar="ID")
@click.option("--blank", "pairs", multiple=True, metavar="K=V", help="Fill a blank.")
@as_of_option
@click.pass_obj
def phrase_command(shared: Shared, phrase: str, pairs: tuple[str, ...], as_of: date | None) -> int:
    """Print a phrase with its blanks filled."""
    from advisor.interview.answers import parse_pairs
    from advisor.interview.phrasing import Filler, check_blanks
    from advisor.output import render_phrase

    guide = shared.load()
    season = guide.season(as_of)
    found = guide.phrase(phrase)
    values = check_blanks(guide.blanks, parse_pairs(pairs, "--blank"))
    filler = Filler(guide.blanks, values, season, _no_fact)
    out(render_phrase(filler.phrase(found), guide.manifest_in_words, season.as_of, guide=guide))
    return Exit.OK


def _no_fact(_name: str) -> Any:
    return None
