"""`find`: which situation is this."""

from __future__ import annotations

import sys
from datetime import date

import click

from advisor.cli import Shared, out, say
from advisor.cli.options import as_of_option, deliver, format_option
from advisor.errors import Exit, UsageError


@click.command("find")
@click.argument("text", nargs=-1, required=True)
@click.option("--limit", type=click.IntRange(1, 100), metavar="N", help="Most situations to name.  [default: 5]")
@format_option("text", "json")
@as_of_option
@click.pass_obj
def find_command(shared: Shared, text: tuple[str, ...], limit: int | None, form: str, as_of: date | None) -> int:
    """Say in your own words what happened, and see which situation it is and how to open it.

    TEXT may be several words, or - for standard input: paste a whole message. Nothing leaves this machine. The exit
    code is 0 also where the guide does not cover it.
    """
    from advisor import wording
    from advisor.guide.load import ELSEWHERE
    from advisor.guide.model import Elsewhere
    from advisor.understand.topics import LIMIT, find

    words = _read() if text == ("-",) else " ".join(text)
    if not words.strip():
        raise UsageError(wording.NO_WORDS, wording.NO_WORDS_HINT)
    guide = shared.load()
    day = as_of or guide.today()
    found = find(guide, words, limit=limit or LIMIT, as_of=day)
    if form == "json":
        from advisor.output.json import dumps, find_document

        deliver(dumps(find_document(found)), None, json=True)
    else:
        from advisor.output.document import found_pieces
        from advisor.output.text import draw_pieces

        out(draw_pieces(found_pieces(found, guide, day)))
    broken = [f"trees/{name}.yaml" for name in guide.tree_names if guide.tree_part(name).model is None]
    broken += [ELSEWHERE] if guide.part(ELSEWHERE, Elsewhere).model is None else []
    if broken:
        say(f"advisor: these files have errors and are left out: {', '.join(broken)}; run `advisor check`")
    return Exit.OK


def _read() -> str:
    if sys.stdin is None:
        raise UsageError("standard input is closed", "give the text as an argument")
    binary = getattr(sys.stdin, "buffer", None)
    return sys.stdin.read() if binary is None else binary.read().decode("utf-8-sig", "replace")
