"""Keeping interviews while they go on, and going on with a kept one: the same for every face."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from advisor import wording
from advisor.errors import AdvisorError, UsageError
from advisor.guide.load import Guide
from advisor.guide.season import day_in, day_in_words
from advisor.store.sessions import DAYS_KEPT, Session, Sessions, shown_ids

if TYPE_CHECKING:
    from advisor.conversation.conversation import Conversation
    from advisor.interview.walk import Reached


class Resumed(NamedTuple):
    """A kept interview, replayed.

    Attributes:
        notes: Sentences about what no longer fits, and whether the advice has changed.
    """

    conversation: Conversation
    notes: tuple[str, ...]


class Keeper:
    """Keeps the interviews of one process, each as the session that it began or was resumed from.

    Attributes:
        saving: Whether anything is written; `turn_off` ends it.
        troubles: Sentences about kept files that could not be used, found when they were listed.
    """

    def __init__(self, sessions: Sessions, *, saving: bool = True) -> None:
        """Keep nothing yet."""
        self.sessions = sessions
        self.saving = saving
        self.troubles: tuple[str, ...] = ()
        self._ids: dict[str, str] = {}
        self._last: dict[str, Conversation] = {}
        self._told = False

    @property
    def note(self) -> str:
        """One sentence for the first screen: whether interviews are kept, and for how long."""
        return wording.KEEPING.format(days=DAYS_KEPT) if self.saving else wording.NOT_KEEPING

    def keep(self, conversation: Conversation) -> str | None:
        """Keep an interview as it stands now; one without answers is not kept.

        Returns:
            A sentence, once, where it cannot be written. The interview itself goes on.
        """
        tree = conversation.interview.tree
        before, self._last[tree] = self._last.get(tree), conversation
        if not self.saving or (before is not None and before.interview is conversation.interview):
            return None
        if not conversation.interview.answers:
            return self.forget(conversation)
        try:
            self._ids[tree] = self.sessions.keep(conversation.interview, self._ids.get(tree))
        except UsageError as error:
            told, self._told = self._told, True
            return None if told else wording.KEEP_FAILED.format(message=error.message)
        return None

    def begin_anew(self, tree: str) -> None:
        """Keep the next interview of a tree beside what is kept of the one before."""
        self._ids.pop(tree, None)
        self._last.pop(tree, None)

    def forget(self, conversation: Conversation) -> str | None:
        """Delete what is kept of an interview; gives a sentence where that cannot be done."""
        session = self._ids.pop(conversation.interview.tree, None)
        self._last.pop(conversation.interview.tree, None)
        if session is None:
            return None
        try:
            self.sessions.forget(session)
        except UsageError as error:
            return error.message
        return None

    def turn_off(self) -> str | None:
        """Keep nothing from here on, and delete what this process has kept; gives a sentence where that fails."""
        self.saving = False
        problems = [self.forget(conversation) for conversation in list(self._last.values())]
        return next((problem for problem in problems if problem is not None), None)

    def turn_on(self) -> None:
        """Keep interviews from their next answer on."""
        self.saving = True
        self._last.clear()

    def session_of(self, tree: str) -> str | None:
        """What the interview of a tree in this process is kept as; None where it is not kept."""
        return self._ids.get(tree)

    def forget_session(self, session: str) -> str | None:
        """Delete a kept interview by its id; gives a sentence where that cannot be done."""
        for tree in [tree for tree, name in self._ids.items() if name == session]:
            del self._ids[tree]
            self._last.pop(tree, None)
        try:
            self.sessions.forget(session)
        except UsageError as error:
            return error.message
        return None

    def forget_everything(self) -> int:
        """Delete every kept interview, whatever the guide; gives how many.

        Raises:
            UsageError: A file is there and cannot be deleted.
        """
        self._ids.clear()
        return self.sessions.forget_all()

    def kept(self, guide: Guide) -> tuple[Session, ...]:
        """The sessions of a guide, the one written last first; those of this process too."""
        listing = self.sessions.list()
        self.troubles = listing.troubles
        return tuple(session for session in listing.sessions if session.guide == guide.manifest.id)

    def resume(self, guide: Guide, session: Session, *, as_of: date | None = None) -> Resumed:
        """Go on with a kept interview; what follows is kept in the same session.

        Raises:
            UsageError: It belongs to another guide, or its tree is not in the guide any more.
            GuideInvalid: The tree, or one it can go on to, has errors.
        """
        resumed = resume(guide, session, as_of=as_of)
        self._ids[session.tree] = session.id
        self._last[session.tree] = resumed.conversation
        return resumed


def resume(guide: Guide, session: Session, *, as_of: date | None = None) -> Resumed:
    """Replay a kept interview on the guide as it is now.

    Raises:
        UsageError: It belongs to another guide, or its tree is not in the guide any more.
        GuideInvalid: The tree, or one it can go on to, has errors.
    """
    if session.guide != guide.manifest.id:
        message = wording.OTHER_GUIDE.format(id=session.id, guide=session.guide)
        raise UsageError(message, wording.OTHER_GUIDE_HINT)
    if session.tree not in guide.tree_names:
        raise UsageError(wording.TREE_GONE.format(title=session.title), wording.NO_SESSION_HINT)
    from advisor.conversation.conversation import Conversation

    blanks = {name: value for name, value in session.blanks.items() if name in guide.blanks}
    conversation = Conversation.begin(guide, session.tree, session.answers, as_of=as_of, blanks=blanks)
    return Resumed(conversation, tuple(_changes(conversation, session)))


def _changes(conversation: Conversation, session: Session) -> list[str]:
    from advisor.interview.walk import Asking, Reached, Refused

    interview = conversation.interview
    day = day_in_words(day_in(interview.season.file, session.when))
    notes = [wording.RESUMED.format(title=conversation.view.title, day=day)]
    end = interview.walk.end
    gone = [name for name in session.answers if interview.program.fact(name) is None]
    if gone:
        notes.append(wording.RESUMED_GONE.format(count=wording.count(len(gone), "answer")))
    if isinstance(end, Refused):
        notes.append(wording.RESUMED_REFUSED.format(ask=_ask_of(conversation)))
    elif isinstance(end, Asking) and session.finished:
        notes.append(wording.RESUMED_ASKS_MORE)
    elif isinstance(end, Reached) and session.finished:
        notes.append(_verdict(conversation, session, end))
    if interview.blanks != session.blanks or _has_private(conversation):
        notes.append(wording.RESUMED_BLANKS)
    return notes


def _verdict(conversation: Conversation, session: Session, end: Reached) -> str:
    interview = conversation.interview
    shown = shown_ids(interview.selection) if interview.selection is not None else ()
    if end.id != session.outcome or shown != session.shown:
        return wording.RESUMED_OTHER_ADVICE
    return wording.RESUMED_OTHER_WORDS if interview.digest != session.digest else wording.RESUMED_SAME_ADVICE


def _ask_of(conversation: Conversation) -> str:
    try:
        question = conversation.view.question
    except AdvisorError:
        return ""
    return question.ask if question is not None else ""


def _has_private(conversation: Conversation) -> bool:
    result = conversation.interview.result
    names = {name for phrase in result.phrases for name in phrase.blanks} if result is not None else set()
    known = conversation.interview.guide.blanks if names else {}
    return any(known[name].private for name in names if name in known)
