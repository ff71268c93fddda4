"""Interviews kept on this machine, one file each, so that a closed terminal loses nothing.

A file holds answers and blanks, never a private blank and never a text that was typed as an answer. Only its owner may
read it, it is replaced whole, and it is gone after `DAYS_KEPT` days. Nothing here is sent anywhere.
"""

from __future__ import annotations

import contextlib
import re
import secrets
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from advisor import wording
from advisor.errors import UsageError
from advisor.guide.model import Question
from advisor.output.files import write_file

if TYPE_CHECKING:
    from advisor.interview.interview import Interview
    from advisor.interview.result import Selection

DAYS_KEPT: Final = 30
SCHEMA: Final = 1
MAX_BYTES: Final = 1_000_000
_ID = re.compile(r"[0-9a-f]{6}")


class Session(BaseModel):
    """One interview as it is kept.

    Attributes:
        id: Six hexadecimal digits.
        guide: Id of the guide.
        edition: The guide's edition when it was kept.
        title: The situation in words, as it was then.
        saved: When it was last written, in UTC.
        answers: Question -> answer, without what was typed as a text.
        blanks: Blank -> value, without private ones.
        answered: How many questions were answered.
        outcome: Where it ended, like `rent/too_late` or `card:ask-first`; None while it is unfinished.
        shown: Ids of the cards and phrases that were shown at the end.
        digest: `sha256:...` over the files that the result rested on; "" while it is unfinished.
    """

    # Keys of a later version are passed over, so that going back to an older program loses nothing that it knows.
    model_config = ConfigDict(frozen=True, extra="ignore", strict=True)

    schema_: int = Field(SCHEMA, alias="schema")
    id: str
    guide: str
    edition: str
    tree: str
    title: str
    saved: str
    answers: dict[str, Any] = {}
    blanks: dict[str, str] = {}
    answered: int = 0
    outcome: str | None = None
    shown: tuple[str, ...] = Field(default=(), strict=False)
    digest: str = ""

    @property
    def finished(self) -> bool:
        """Whether it had reached its end."""
        return self.outcome is not None

    @property
    def when(self) -> datetime:
        """When it was last written, in UTC."""
        return datetime.fromisoformat(self.saved)


class Listing(NamedTuple):
    """What is kept: the sessions, the one written last first, and sentences about files that could not be read."""

    sessions: tuple[Session, ...] = ()
    troubles: tuple[str, ...] = ()


def _now() -> datetime:
    return datetime.now(UTC)


class Sessions:
    """The folder of kept interviews."""

    def __init__(self, folder: Path, now: Callable[[], datetime] = _now) -> None:
        """Nothing is read or made yet.

        Args:
            folder: Where the files are; it is made when the first one is written.
            now: The time, in UTC.
        """
        self.folder = folder
        self.now = now

    def keep(self, interview: Interview, session: str | None = None) -> str:
        """Write an interview, over the session of that id where there is one; gives the id.

        Raises:
            UsageError: It could not be written. What was kept before is still there.
        """
        name = session or self._free_id()
        kept = _session_of(interview, name, self.now())
        try:
            self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        except OSError as error:
            reason = (error.strerror or str(error)).lower()
            raise UsageError(wording.KEEP_NO_FOLDER.format(folder=self.folder, reason=reason)) from None
        text = kept.model_dump_json(by_alias=True, indent=1) + "\n"
        write_file(self._file(name), text, overwrite=True, private=True, quick=True)
        return name

    def read(self, session: str) -> Session:
        """One session.

        Raises:
            UsageError: There is none with that id, or it cannot be used; a damaged file is set aside.
        """
        if not _ID.fullmatch(session) or not self._file(session).exists():
            raise UsageError(wording.NO_SESSION.format(id=session), wording.NO_SESSION_HINT)
        found = self._read(self._file(session))
        if isinstance(found, str):
            raise UsageError(found, wording.NO_SESSION_HINT)
        return found

    def list(self) -> Listing:
        """Everything that is kept and not too old; what is too old is deleted on the way."""
        sessions: list[Session] = []
        troubles: list[str] = []
        for file in self._files():
            if self._is_too_old(file):
                with contextlib.suppress(OSError):
                    file.unlink()
            elif file.suffix == ".json":
                found = self._read(file)
                if isinstance(found, str):
                    troubles.append(found)
                else:
                    sessions.append(found)
        sessions.sort(key=lambda session: (session.saved, session.id), reverse=True)
        return Listing(tuple(sessions), tuple(troubles))

    def forget(self, session: str) -> bool:
        """Delete one session; False where there is none with that id.

        Raises:
            UsageError: The file is there and cannot be deleted.
        """
        return bool(_ID.fullmatch(session)) and self._delete(self._file(session))

    def forget_all(self) -> int:
        """Delete every session, damaged ones too; gives how many.

        Raises:
            UsageError: A file is there and cannot be deleted.
        """
        return sum(self._delete(file) for file in list(self._files()))

    def _delete(self, file: Path) -> bool:
        try:
            file.unlink()
        except FileNotFoundError:
            return False
        except OSError as error:
            reason = (error.strerror or str(error)).lower()
            raise UsageError(wording.FORGET_FAILED.format(file=file, reason=reason)) from None
        return True

    def _files(self) -> Iterator[Path]:
        """What this program has put into the folder; anything else there is not ours to touch."""
        with contextlib.suppress(OSError):
            for file in sorted(self.folder.iterdir()):
                if _ID.fullmatch(file.stem) and file.suffix in (".json", ".damaged"):
                    yield file

    def _file(self, session: str) -> Path:
        return self.folder / f"{session}.json"

    def _free_id(self) -> str:
        while self._file(found := secrets.token_hex(3)).exists():
            pass
        return found

    def _is_too_old(self, file: Path) -> bool:
        try:
            written = datetime.fromtimestamp(file.stat().st_mtime, UTC)
        except OSError:
            return False
        return self.now() - written > timedelta(days=DAYS_KEPT)

    def _read(self, file: Path) -> Session | str:
        """A session, or a sentence that says why there is none."""
        try:
            with file.open("rb") as stream:
                raw = stream.read(MAX_BYTES + 1)
        except OSError as error:
            reason = (error.strerror or str(error)).lower()
            return wording.SESSION_UNREADABLE.format(file=file, reason=reason)
        try:
            session = Session.model_validate_json(raw)
            if session.schema_ > SCHEMA:
                return wording.SESSION_NEWER.format(file=file)
            if session.id == file.stem and session.when.tzinfo is not None:
                return session
        except (ValidationError, ValueError):
            pass
        aside = file.with_suffix(".damaged")
        with contextlib.suppress(OSError):
            file.replace(aside)
        return wording.SESSION_DAMAGED.format(file=aside)


def shown_ids(selection: Selection) -> tuple[str, ...]:
    """The cards and phrases of an end, by ids; the day on which a plan is read makes no difference."""
    return (*(entry.card for entry, _ in selection.entries), *selection.phrases)


def _session_of(interview: Interview, name: str, now: datetime) -> Session:
    from advisor.interview.walk import Reached

    end, selection = interview.walk.end, interview.selection
    tree = interview.program.trees[interview.tree]
    return Session(
        schema=SCHEMA,
        id=name,
        guide=interview.guide.manifest.id,
        edition=interview.guide.manifest.edition.isoformat(),
        tree=interview.tree,
        title=interview.season.fill(tree.title),
        saved=now.isoformat(timespec="seconds"),
        answers=dict(_kept_answers(interview)),
        blanks=_kept_blanks(interview),
        answered=len(interview.walk.path),
        outcome=end.id if isinstance(end, Reached) else None,
        shown=shown_ids(selection) if selection is not None else (),
        digest=interview.digest if selection is not None else "",
    )


def _kept_answers(interview: Interview) -> Iterator[tuple[str, Any]]:
    from advisor.interview.walk import NOT_COVERED

    for name, value in interview.answers.items():
        question = interview.program.fact(name)
        if not isinstance(question, Question):
            continue
        if question.type == "text" and value != NOT_COVERED and value not in question.answers:
            continue
        if isinstance(value, date):
            value = value.isoformat()
        yield name, list(value) if isinstance(value, tuple | list) else value


def _kept_blanks(interview: Interview) -> dict[str, str]:
    known = interview.guide.blanks if interview.blanks else {}
    return {name: value for name, value in interview.blanks.items() if name in known and not known[name].private}
