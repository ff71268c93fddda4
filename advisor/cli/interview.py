"""`ask`, `run` and `batch`: an interview in three ways."""

from __future__ import annotations

import os
import sys
from datetime import date
from pathlib import Path
from typing import Any, BinaryIO, TextIO

import click

from advisor.cli import Shared, collect_from_here, say
from advisor.cli.options import (
    TreeName,
    answers_option,
    as_of_option,
    deliver,
    format_option,
    set_option,
)
from advisor.errors import Exit, NeedsAnswer, UsageError


def _given(file: str | None, tree: str | None) -> tuple[str | None, dict[str, Any], dict[str, str]]:
    """Tree, answers and blanks of an answers file."""
    if file is None:
        return tree, {}, {}
    from advisor.interview.answers import parse_answers, read_answers

    if file == "-":
        if sys.stdin is None:
            raise UsageError("standard input is closed", "name an answers file")
        found = parse_answers(_read_all(sys.stdin), "standard input")
    else:
        found = read_answers(Path(file))
    if tree is not None and found.tree is not None and found.tree != tree:
        raise UsageError(f'the answers are for the tree "{found.tree}", not for "{tree}"', f'name "{found.tree}"')
    return tree or found.tree, dict(found.answers), dict(found.blanks)


def _read_all(stream: TextIO) -> str | bytes:
    binary: BinaryIO | None = getattr(stream, "buffer", None)
    return stream.read() if binary is None else binary.read()


def _begin(
    shared: Shared,
    tree: str,
    answers: dict[str, Any],
    pairs: tuple[str, ...],
    blanks: dict[str, str],
    as_of: date | None,
    *,
    tell: bool = True,
) -> Any:
    from advisor.authoring.sound import require_sound
    from advisor.interview.answers import from_words, parse_pairs
    from advisor.interview.interview import Interview
    from advisor.interview.phrasing import check_blanks

    guide = shared.load(tell=tell)
    day = as_of or guide.today()
    require_sound(guide, tree, day)
    filled = check_blanks(guide.blanks, blanks) if blanks else {}
    interview = Interview.begin(guide, tree, as_of=day, blanks=filled)
    typed = from_words(interview.program, parse_pairs(pairs, "--set"))
    interview = Interview.begin(guide, tree, {**answers, **typed}, as_of=day, blanks=filled)
    interview.check_questions()
    return interview


@click.command("ask")
@click.argument("tree", required=False, type=TreeName())
@click.option("--plain", is_flag=True, help="Line by line, for screen readers and slow lines.")
@answers_option
@set_option
@click.option(
    "--resume",
    is_flag=False,
    flag_value="",
    metavar="[ID]",
    help="Go on with a kept interview: the last one, or the one named.",
)
@click.option("--no-save", is_flag=True, help="Keep nothing of this interview on this machine.")
@as_of_option
@click.pass_obj
def ask_command(
    shared: Shared,
    tree: str | None,
    plain: bool,
    answers: str | None,
    pairs: tuple[str, ...],
    resume: str | None,
    no_save: bool,
    as_of: date | None,
) -> int:
    """Ask me: in the terminal's full screen, or line by line with --plain.

    Without TREE, choose a situation first. Nothing that you answer leaves this machine.
    """
    from advisor.cli import folders
    from advisor.cli.keeping import keeper_for, resumed
    from advisor.store.settings import SettingsFile

    has_input = sys.stdin is not None and sys.stdin.isatty()
    if not has_input and not plain and answers is None:
        message = "standard input is no terminal, so nobody can be asked"
        hint = 'use "ask --plain" to read lines, "ask --answers FILE", or "advisor run" for scripts'
        raise UsageError(message, hint)
    if answers == "-":
        raise UsageError("`ask` needs standard input for itself", 'name a file, or use "advisor run --answers -"')
    tree, given, blanks = _given(answers, tree)
    if tree is None and (given or pairs):
        raise UsageError("answers were given, but no situation", 'name one, like "advisor ask TREE"')
    keeper, notes = keeper_for(saving=not no_save)
    conversation = None
    if resume is not None:
        if answers is not None or pairs:
            raise UsageError("a kept interview brings its own answers", "leave out --answers and --set")
        conversation, changes = resumed(shared.load(tell=False), keeper, resume, tree, as_of)
        notes = (*notes, *changes)
    elif tree is not None:
        from advisor.conversation import Conversation

        conversation = Conversation(_begin(shared, tree, given, pairs, blanks, as_of, tell=False))
    guide = shared.load(tell=False) if conversation is None else conversation.interview.guide
    collect_from_here()
    settings = SettingsFile(folders.settings_file())
    if plain or not has_input or not _has_screen():
        from advisor import plain as face

        if sys.stdin is None:
            raise NeedsAnswer("there is no standard input to read answers from", 'use "advisor run"')
        import shutil

        width = shutil.get_terminal_size().columns
        return face.run(
            guide,
            conversation,
            as_of=as_of,
            read=sys.stdin,
            write=sys.stdout,
            width=width,
            notes=(keeper.note, *notes),
            keeper=keeper,
            settings=settings,
        )
    from advisor import tui

    return tui.run(guide, conversation, as_of=as_of, keeper=keeper, notes=notes, settings=settings)


def _has_screen() -> bool:
    # Windows sets no TERM, and its consoles can do what is needed.
    term = os.environ.get("TERM", "" if os.name == "posix" else "windows")
    return sys.stdout is not None and sys.stdout.isatty() and term not in ("", "dumb")


@click.command("run")
@click.argument("tree", type=TreeName())
@answers_option
@set_option
@click.option("--blank", "blank_pairs", multiple=True, metavar="K=V", help="Fill a blank of the phrases.")
@as_of_option
@click.option("--strict", is_flag=True, help="Unused answers and missing blanks are errors.")
@format_option("text", "markdown", "json", "html")
@click.option("--output", metavar="FILE", help="Write to a file instead of standard output.")
@click.pass_obj
def run_command(
    shared: Shared,
    tree: str,
    answers: str | None,
    pairs: tuple[str, ...],
    blank_pairs: tuple[str, ...],
    as_of: date | None,
    strict: bool,
    form: str,
    output: str | None,
) -> int:
    """Run an interview with the answers given beforehand.

    Ends with 0 at an outcome, 3 where an answer is still needed, 4 where one is refused.
    """
    from advisor.interview.answers import parse_pairs
    from advisor.interview.walk import Asking, Refused
    from advisor.output import render

    _, given, blanks = _given(answers, tree)
    blanks |= parse_pairs(blank_pairs, "--blank")
    interview = _begin(shared, tree, given, pairs, blanks, as_of)
    deliver(render(interview, form), output, json=form == "json")
    end = interview.walk.end
    if isinstance(end, Asking):
        say(f'advisor: an answer is needed to "{end.question}": add --set {end.question}=...')
        return Exit.NEEDS_ANSWER
    if isinstance(end, Refused):
        say(f'advisor: the answer to "{end.question}" is not taken: {end.reason}')
        return Exit.REFUSED
    return _strictly(interview) if strict else Exit.OK


def _strictly(interview: Any) -> int:
    problems = []
    if interview.unused:
        problems.append(f"these answers were not used: {', '.join(interview.unused)}")
    missing = dict.fromkeys(name for phrase in interview.result.phrases for name in phrase.missing_blanks)
    if missing:
        problems.append(f"these blanks are missing: {', '.join(missing)}")
    for problem in problems:
        say(f"advisor: error: {problem}")
    return Exit.USAGE if problems else Exit.OK


@click.command("batch")
@click.argument("tree", type=TreeName())
@click.argument("file", metavar="FILE.jsonl")
@click.option("--output", metavar="FILE", help="Write to a file instead of standard output.")
@as_of_option
@click.pass_obj
def batch_command(shared: Shared, tree: str, file: str, output: str | None, as_of: date | None) -> int:
    """Run many interviews: a JSON line in, a JSON line out, in order.

    FILE.jsonl may be - for standard input. A bad line gives an error line, and the rest goes on.
    """
    from advisor.authoring.sound import require_sound
    from advisor.cli.batching import run_batch
    from advisor.interview.interview import Interview

    guide = shared.load()
    require_sound(guide, tree)
    interview = Interview.begin(guide, tree, as_of=as_of)
    collect_from_here()
    return run_batch(interview, file, output)
