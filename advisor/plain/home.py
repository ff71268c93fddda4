"""The first screen line by line: everything that can be chosen, numbered, and what a line there means."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from advisor import wording
from advisor.conversation import Conversation
from advisor.conversation.home import Entry, Home, Kept, home, meant_by, not_meant, unfinished
from advisor.errors import AdvisorError
from advisor.guide.season import Season
from advisor.interview.result import show_card
from advisor.output import document
from advisor.output.document import Heading, Paragraph, Piece, Said
from advisor.plain.topics import named_topic
from advisor.understand.topics import Situation, find

if TYPE_CHECKING:
    from advisor.plain.face import _Face


class FirstScreen:
    """Home, as one visit to it sees it.

    Args:
        face: Says and asks.
    """

    def __init__(self, face: _Face) -> None:
        self._face = face
        self._guide = face.guide
        self._season: Season = face.guide.season(face.as_of)
        # Read whole, so that a topic with errors is told as such and not offered.
        self._trees = dict(face.guide.applicant_trees())
        self._home = self._see()

    def _see(self) -> Home:
        left = self._face.left
        held = {left.interview.tree: left} if left is not None else {}
        return home(self._guide, self._season.as_of, unfinished(self._guide, self._face.keeper, held))

    @property
    def _entries(self) -> tuple[Entry, ...]:
        return self._home.entries

    # --- saying -----------------------------------------------------------------------------------

    def show(self) -> None:
        """Everything, in the order of the full screen."""
        face, shown = self._face, self._home
        face.first_lines()
        pieces: list[Piece] = [Heading(1, shown.title)]
        if shown.over is not None:
            pieces.append(Paragraph(Said(shown.over), "warning"))
        face.show(pieces)
        face.gap()
        face.say(shown.what)
        if shown.today:
            face.gap()
            face.say(*shown.today)
        face.gap()
        face.say(wording.TOPICS if self._entries else wording.NO_TOPICS)
        self._list()
        face.gap()
        face.say(*shown.broken, wording.PLAIN_SETTINGS, wording.HOME_FULL, shown.scope, shown.edition)

    def _list(self) -> None:
        number = 0
        for group in self._home.groups:
            self._face.gap()
            self._face.say(group.title)
            for entry in group.entries:
                number += 1
                self._face.item(f"{number}.", entry.title, *([entry.about] if isinstance(entry, Kept) else []))
            if group.note:
                self._face.say(group.note)

    # --- choosing ---------------------------------------------------------------------------------

    def choose(self) -> Conversation:
        """What the person chooses.

        Raises:
            NeedsAnswer: The input ended.
            Leave: The person is done.
        """
        face = self._face
        offers: dict[int, Situation] = {}
        while True:
            face.gap()
            face.say(wording.TOPIC_OFFERS if offers else wording.CHOOSE_TOPIC)
            self._list_offers(offers)
            text = face.typed()
            offered, offers = offers, {}
            number = _number(text)
            begun: Conversation | None = None
            if self._obeyed(text):
                continue
            if text.casefold() == "back":
                begun = face.left
                if begun is None:
                    face.say(wording.NO_INTERVIEW)
            elif number in offered:
                begun = self._open_situation(offered[number])
            elif 0 < number <= len(self._entries):
                begun = self._open(self._entries[number - 1])
            elif number >= 0:
                face.say(wording.TOPIC_UNCLEAR)
            else:
                begun, offers = self._look(text)
            if begun is not None:
                return begun

    def _obeyed(self, text: str) -> bool:
        """Whether a line was a command of the list, and has been obeyed."""
        command, _, rest = text.casefold().partition(" ")
        match command, rest.strip():
            case "quit", "":
                self._face.leave()
            case "help", "":
                self._face.list_commands(wording.COMMANDS_TOPIC)
            case "", "":
                self._list()
            case "settings", "":
                self._say_settings()
            case "settings", ("keep yes" | "keep no" | "forget") as what:
                self._settle(what)
            case "forget", which if which.isdecimal():
                self._forget(int(which[:9]))
            case _:
                return False
        return True

    def _open(self, entry: Entry) -> Conversation | None:
        face = self._face
        if not isinstance(entry, Kept):
            return face.begin(entry.tree)
        if entry.held or entry.session is None or face.keeper is None:
            return face.left
        try:
            session = face.keeper.sessions.read(entry.session)
            resumed = face.keeper.resume(self._guide, session, as_of=self._season.as_of)
            _ = resumed.conversation.view
        except AdvisorError as error:
            face.tell(error)
            return None
        face.say(*resumed.notes)
        face.gap()
        return resumed.conversation

    def _open_situation(self, situation: Situation) -> Conversation | None:
        """Begin where a person's words led; a card is read out, and the topics go on."""
        face, season = self._face, self._season
        if situation.kind == "card":
            try:
                card = show_card(self._guide.card(situation.id), season, self._guide.references)
            except AdvisorError as error:
                face.tell(error)
                return None
            facts = document.head(card.title, self._guide.manifest_in_words, season.as_of)[1:]
            face.show([Heading(2, card.title), *facts, *document.card_pieces(card, 4), *document.sources(card, 4)])
            return None
        blanks = face.left.interview.blanks if face.left is not None else None
        begun = face.open(lambda: Conversation.open(self._guide, situation, as_of=face.as_of, blanks=blanks))
        if begun is not None and begun.read_in_words:
            face.say(begun.read_in_words)
            face.gap()
        return begun

    # --- somebody's words -------------------------------------------------------------------------

    def _look(self, text: str) -> tuple[Conversation | None, dict[int, Situation]]:
        """What a line of words opens, or else what may be meant by it."""
        places = {entry.tree: number for number, entry in enumerate(self._entries, 1) if not isinstance(entry, Kept)}
        titles = [self._entries[number - 1].title for number in places.values()]
        named = named_topic([(name, self._trees[name]) for name in places], titles, text)
        numbers = list(places.values())
        if isinstance(named, int):
            return self._open(self._entries[numbers[named - 1] - 1]), {}
        return None, self._offer(places, [numbers[place - 1] for place in named], text)

    def _offer(self, places: Mapping[str, int], named: Sequence[int], text: str) -> dict[int, Situation]:
        """What may be meant, by number: situations keep those of the list, cards come after them.

        Where the guide is not about it, that is said, and whom to ask.
        """
        face = self._face
        found = find(self._guide, text, as_of=face.as_of)
        entries = self._entries
        offers = {
            number: Situation("tree", entries[number - 1].tree, entries[number - 1].title, 1.0, {}) for number in named
        }
        for result in meant_by(self._home, found):
            last = max(len(entries), *offers, 0) if offers else len(entries)
            number = places[result.id] if result.kind == "tree" else last + 1
            offers.setdefault(number, result)
        if not offers:
            face.say(wording.TOPIC_UNCLEAR)
            face.say(*not_meant(self._guide, found))
        return offers

    def _list_offers(self, offers: Mapping[int, Situation]) -> None:
        for number, offer in offers.items():
            if offer.kind == "card":
                self._face.item(f"{number}.", wording.FOUND_CARD.format(title=offer.title))
                continue
            read = document.steps_read(offer, self._guide, self._season.as_of)
            words = (wording.FOUND_READ.format(ask=step.ask, text=step.text) for step in read)
            self._face.item(f"{number}.", offer.title, *words)

    # --- what is kept -----------------------------------------------------------------------------

    def _forget(self, number: int) -> None:
        face = self._face
        entry = self._entries[number - 1] if 0 < number <= len(self._entries) else None
        if not isinstance(entry, Kept):
            face.say(wording.PLAIN_FORGET_WHICH)
            return
        face.say(wording.HOME_FORGET_TEXT.format(title=entry.title, about=entry.about), wording.PLAIN_SURE)
        if not face.sure():
            face.say(wording.KEPT_AS_IT_WAS)
            return
        if entry.held:
            face.left = None
        trouble = face.keeper.forget_session(entry.session) if face.keeper is not None and entry.session else None
        face.say(trouble or f"{wording.capital(wording.FORGOTTEN.format(count=wording.count(1, 'interview')))}.")
        self._home = self._see()
        self._list()

    def _say_settings(self) -> None:
        preferences = self._face.preferences
        self._face.say(f"{wording.SETTINGS}:")
        if preferences.can_keep:
            keeping = wording.SETTING_YES if preferences.keeping else wording.SETTING_NO
            kept = wording.SETTING_FORGET_ABOUT.format(count=wording.count(preferences.count_kept(), "interview"))
            self._face.item("-", f"{wording.SETTING_KEEP}: {keeping}", preferences.about_keeping, wording.PLAIN_KEEP)
            self._face.item("-", f"{wording.SETTING_FORGET}: {kept}", wording.PLAIN_FORGET_ALL)
        self._face.item("-", f"{wording.SETTING_THEME}: {wording.PLAIN_THEME}")
        self._face.say(preferences.place)

    def _settle(self, what: str) -> None:
        face, preferences = self._face, self._face.preferences
        if what == "forget":
            face.say(wording.SETTING_FORGET_SURE, wording.PLAIN_SURE)
            if not face.sure():
                face.say(wording.KEPT_AS_IT_WAS)
                return
            face.say(f"{wording.capital(preferences.forget_all())}.")
        else:
            trouble = preferences.choose_keeping(keep=what == "keep yes")
            face.say(*([trouble] if trouble else []))
            self._say_settings()
        self._home = self._see()


def _number(text: str) -> int:
    """The number that a line is, or -1."""
    words = text.rstrip(".)")
    return int(words[:9]) if words.isdecimal() else -1
