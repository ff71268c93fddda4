"""Handing a result to the person: copied, opened as an email, saved. Each gives the sentence that says what was done.

The faces ask for it and show the sentence. Nothing is sent anywhere.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import NamedTuple

from advisor import wording
from advisor.desktop import clipboard, mail
from advisor.errors import AdvisorError
from advisor.interview.interview import Interview
from advisor.interview.phrasing import PhraseShown
from advisor.output import ENDINGS, render
from advisor.output.files import write_file
from advisor.output.mail import mailto, recipient


def words_in(phrase: PhraseShown) -> str:
    """What of a phrase is copied, in words: `the words (87 words)`."""
    return wording.COPY_WORDS.format(words=wording.count(len(phrase.text.split()), "word"))


def copied(text: str, what: str, *, terminal: bool) -> str:
    """Put a text on the clipboard by a program of this machine, and say what was done.

    Args:
        text: What to copy.
        what: What it is, in words.
        terminal: Whether the terminal was asked to take it as well (OSC 52), which gives no answer.
    """
    helper = clipboard.copy_natively(text)
    if helper is not None:
        return (wording.COPIED_BOTH if terminal else wording.COPIED).format(what=what, helper=helper)
    return wording.COPIED_TERMINAL.format(what=what) if terminal else wording.NOT_COPIED.format(what=what)


class Mailed(NamedTuple):
    """What came of opening an email.

    Attributes:
        message: What to tell the person.
        copy: What has to be copied since the mail program could not be given it; None where nothing has.
    """

    message: str
    copy: str | None = None


def mailed(phrase: PhraseShown) -> Mailed:
    """Open an email with a phrase's subject and words in the person's mail program. It is never sent from here."""
    address = mailto(phrase)
    fits = len(address) <= mail.longest()
    opened = mail.open_mail(address if fits else mailto(phrase, words=False))
    if not opened:
        return Mailed(wording.MAIL_NONE)
    told = wording.MAIL_OPENED if fits else wording.MAIL_TOO_LONG
    if recipient(phrase.to) is None:
        told = f"{told} {wording.MAIL_TO.format(to=wording.one_line(phrase.to))}"
    return Mailed(told, None if fits else phrase.text)


class Saved(NamedTuple):
    """What came of saving.

    Attributes:
        path: The file that was written; None where nothing was.
        message: What to tell the person.
        replace: The file that is already there; saving with it as `agreed` replaces it.
    """

    path: Path | None
    message: str
    replace: Path | None = None


def saved(interview: Interview, name: str, folder: Path, *, agreed: Path | None = None) -> Saved:
    """Save a result in a file that only its owner can read; its ending decides the format.

    Args:
        interview: What to save.
        name: As typed; `~` is the person's home.
        folder: What a name without a place of its own is in.
        agreed: The file that the person has agreed to replace.
    """
    name = name.strip()
    if not name:
        return Saved(None, wording.SAVE_NAME)
    path = folder / os.path.expanduser(name)  # noqa: PTH111 (`Path.expanduser` raises without a home)
    format = ENDINGS.get(path.suffix.casefold())
    if format is None:
        return Saved(None, wording.SAVE_ENDING)
    # Unlike `Path.is_file`, this takes names that no file can have.
    if os.path.isfile(path) and path != agreed:  # noqa: PTH113
        return Saved(None, wording.SAVE_EXISTS.format(name=wording.one_line(path.name)), path)
    try:
        write_file(path, render(interview, format), overwrite=path == agreed, private=True)
    except AdvisorError as error:
        hint = f": {error.hint}" if error.hint else ""
        return Saved(None, f"{error.message}{hint}.")
    return Saved(path, wording.SAVED.format(path=wording.one_line(str(path))))
