"""`sessions` and `forget`, and what `ask` needs to keep interviews and to go on with them."""

from __future__ import annotations

import os
from datetime import date
from typing import TYPE_CHECKING

import click

from advisor import wording
from advisor.cli import folders, out, say
from advisor.errors import Exit, UsageError

if TYPE_CHECKING:
    from advisor.conversation import Conversation, Keeper
    from advisor.guide.load import Guide


def keeper_for(*, saving: bool) -> tuple[Keeper, tuple[str, ...]]:
    """Who keeps the interviews of this process, and sentences about files that cannot be used.

    Args:
        saving: False where the command line says so; the environment and the settings may say so too.
    """
    from advisor.conversation import Keeper
    from advisor.store.sessions import Sessions
    from advisor.store.settings import SettingsFile

    settings, trouble = SettingsFile(folders.settings_file()).read()
    unwanted = os.environ.get("ADVISOR_NO_SAVE", "") not in ("", "0")
    keeper = Keeper(Sessions(folders.sessions_folder()), saving=saving and settings.save and not unwanted)
    return keeper, () if trouble is None else (trouble,)


def resumed(
    guide: Guide, keeper: Keeper, session: str, tree: str | None, as_of: date | None
) -> tuple[Conversation, tuple[str, ...]]:
    """A kept interview, and what is to be said about it.

    Args:
        guide: Where to go on.
        keeper: Who has kept it, and keeps it from here on.
        session: Its id; "" for the last one that is not finished, or else the last one. The name of a tree is taken as
            if it stood alone, since `--resume` may stand before it.
        tree: Only interviews of this tree.
        as_of: The day from which it is seen.

    Raises:
        UsageError: There is nothing to go on with.
        GuideInvalid: The tree, or one it can go on to, has errors.
    """
    if session in guide.tree_names and tree is None:
        session, tree = "", session
    if session:
        found = keeper.sessions.read(session)
        if tree is not None and found.tree != tree:
            raise UsageError(f'the interview "{session}" is about "{found.tree}", not "{tree}"', f'name "{found.tree}"')
    else:
        of_tree = [kept for kept in keeper.kept(guide) if tree is None or kept.tree == tree]
        open_first = [*(kept for kept in of_tree if not kept.finished), *of_tree]
        if not open_first:
            raise UsageError("there is no kept interview to go on with", wording.NO_SESSION_HINT)
        found = open_first[0]
    conversation, notes = keeper.resume(guide, found, as_of=as_of)
    return conversation, (*keeper.troubles, *notes)


@click.command("sessions")
def sessions_command() -> int:
    """List the interviews that are kept on this machine, the last one first.

    Go on with one by "advisor ask --resume ID"; delete it by "advisor forget ID".
    """
    from advisor.store.sessions import DAYS_KEPT, Sessions

    listing = Sessions(folders.sessions_folder()).list()
    for session in listing.sessions:
        when = f"{session.when.astimezone():%Y-%m-%d %H:%M}"
        state = wording.SESSION_FINISHED if session.finished else wording.count(session.answered, "answer")
        out(f"{session.id}  {when}  {state.ljust(10)}  {wording.one_line(session.title)}\n")
    for trouble in listing.troubles:
        say(f"advisor: {trouble}")
    if listing.sessions:
        say(f"advisor: {wording.SESSIONS_HOW.format(days=DAYS_KEPT)}")
    else:
        say(f"advisor: {wording.NO_SESSIONS}")
    return Exit.OK


@click.command("forget")
@click.argument("session", required=False, metavar="[ID]")
@click.option("--all", "everything", is_flag=True, help="Every interview, whatever the guide.")
def forget_command(session: str | None, everything: bool) -> int:
    """Delete a kept interview, or all of them. This cannot be undone."""
    from advisor.store.sessions import Sessions

    sessions = Sessions(folders.sessions_folder())
    if everything == (session is not None):
        raise UsageError("say what to forget: one ID, or --all", wording.NO_SESSION_HINT)
    if session is None:
        say(f"advisor: {wording.FORGOTTEN.format(count=wording.count(sessions.forget_all(), 'interview'))}")
    elif sessions.forget(session):
        say(f"advisor: {wording.FORGOTTEN.format(count=wording.count(1, 'interview'))}")
    else:
        raise UsageError(wording.NO_SESSION.format(id=session), wording.NO_SESSION_HINT)
    return Exit.OK
