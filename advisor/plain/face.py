"""The loop of the line-by-line face: topics, questions, result."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import NoReturn, TextIO

from advisor import wording
from advisor.conversation import Conversation, Keeper, Option, QuestionView, Reply, glossary_of, handing
from advisor.conversation.preferences import Preferences
from advisor.errors import AdvisorError, NeedsAnswer
from advisor.guide.load import Guide
from advisor.interview.phrasing import PhraseShown
from advisor.interview.plan import in_parts
from advisor.interview.result import CardShown, Result, answer_in_words, show_card
from advisor.output import WIDTH, document
from advisor.output.document import Heading, Items, Paragraph, Piece, Said
from advisor.output.text import draw_pieces, wrap
from advisor.plain.home import FirstScreen
from advisor.store.settings import SettingsFile
from advisor.understand.urgent import urgent_in

Changed = Callable[[Conversation], str | None]

NOT_NUMBERED = ("number", "date", "text")
"""Kinds of question whose answers get letters, since a number typed there is a value."""
OF_RESULTS = (
    *("phrase", "copy", "mail", "subject", "fill", "card", "sources"),
    *("changes", "timeline", "try", "also", "save"),
)
"""Commands that there is nothing for before the advice."""


def run(
    guide: Guide,
    conversation: Conversation | None,
    *,
    as_of: date | None = None,
    read: TextIO,
    write: TextIO,
    width: int | None = None,
    notes: Sequence[str] = (),
    changed: Changed | None = None,
    keeper: Keeper | None = None,
    settings: SettingsFile | None = None,
) -> int:
    """Hold interviews line by line until the person leaves; gives the exit code.

    Args:
        guide: Whose topics are offered.
        conversation: Where to begin, or None for the list of topics.
        as_of: The day for interviews that begin here; today in the season's zone where not given.
        read: Where lines come from.
        write: Where everything goes.
        width: Cells of a line.
        notes: Sentences of the caller for the first screen, such as whether interviews are kept.
        changed: Told every state that was reached, so that it can be kept; may give a sentence to say. Without it the
            keeper is told.
        keeper: Keeps interviews and goes on with kept ones; without it none are.
        settings: Where what the person chooses once is kept; without it nothing is.

    Raises:
        NeedsAnswer: The input ended before an outcome was reached.
        AdvisorError: The guide cannot be read at all.
    """
    if changed is None and keeper is not None:
        changed = keeper.keep
    return _Face(guide, as_of, read, write, width or WIDTH, notes, changed, keeper, settings).run(conversation)


class _Leave(Exception):
    """The person is done, or the input is."""


class _Face:
    def __init__(
        self,
        guide: Guide,
        as_of: date | None,
        read: TextIO,
        write: TextIO,
        width: int,
        notes: Sequence[str],
        changed: Changed | None,
        keeper: Keeper | None,
        settings: SettingsFile | None,
    ) -> None:
        self.guide = guide
        self.as_of = as_of
        self.read = read
        self.write = write
        self.width = width
        self.notes = notes
        self.changed = changed
        self.echo = not read.isatty()
        """A terminal shows what is typed; what comes from a file or a pipe is written here."""
        self.left: Conversation | None = None
        self.keeper = keeper
        self.preferences = Preferences(settings, keeper)
        self.arrived = False
        """Whether an outcome was reached, after which the input may end."""
        self.filled: Conversation | None = None
        """A state that differs from the one before in its words only."""
        self.greeted = False
        self.forgotten: Conversation | None = None
        """The interview that was deleted last."""

    def run(self, conversation: Conversation | None) -> int:
        current = conversation
        if conversation is not None:
            self.as_of = conversation.interview.as_of
        try:
            while True:
                if current is None:
                    current = self.choose_topic()
                current = self.hold(current, greet=current is not self.left)
        except _Leave:
            return 0

    # --- lines ------------------------------------------------------------------------------------

    def say(self, *texts: str) -> None:
        """Paragraphs without blank lines between them."""
        for text in texts:
            self.lines(wrap(wording.one_line(text), self.width))

    def lines(self, lines: Iterable[str]) -> None:
        for line in lines:
            self.write.write(line + "\n")

    def gap(self) -> None:
        self.write.write("\n")

    def show(self, pieces: Iterable[Piece]) -> None:
        self.write.write(draw_pieces(pieces, width=self.width, underline=False))

    def item(self, label: str, text: str, *more: str) -> None:
        gap = " " * (len(label) + 1)
        self.lines(wrap(wording.one_line(text), self.width, first=f"{label} ", rest=gap))
        for line in more:
            self.lines(wrap(wording.one_line(line), self.width, first=gap, rest=gap))

    def ask(self) -> str:
        """The next line, stripped.

        Raises:
            NeedsAnswer: There is none, and no outcome was reached.
        """
        self.write.write("> ")
        self.write.flush()
        line = self.read.readline()
        if line and self.echo:
            self.write.write(f"{wording.one_line(line)}\n")
        if not line:
            self.gap()
            if self.arrived:
                raise _Leave
            raise NeedsAnswer(wording.ENDED_EARLY, wording.ENDED_EARLY_HINT)
        return line.strip()

    def typed(self) -> str:
        """The next line of a person's own. Words that mean danger are answered before anything is done with them."""
        text = self.ask()
        while (help := urgent_in(self.guide, text)) is not None:
            self.gap()
            self.show(document.help_pieces(help))
            self.gap()
            self.say(wording.HELP_GO_ON)
            following = self.ask()
            if following.casefold() == wording.GO_ON:
                return text
            text = following or text
        return text

    def sure(self) -> bool:
        return self.ask().casefold() == "yes"

    def tell(self, error: AdvisorError) -> None:
        if error.hint:
            self.say(wording.ERROR_AND_HINT.format(message=error.message, hint=error.hint))
        else:
            self.say(f"{error.message}.")

    def list_commands(self, commands: Sequence[tuple[str, str]]) -> None:
        self.say(f"{wording.COMMANDS}:")
        for command, does in commands:
            self.item("-", wording.COMMAND_LINE.format(command=command, does=does))

    # --- topics -----------------------------------------------------------------------------------

    def choose_topic(self) -> Conversation:
        """What the person chooses on the first screen."""
        first = FirstScreen(self)
        first.show()
        return first.choose()

    def leave(self) -> NoReturn:
        """The person is done."""
        raise _Leave

    def first_lines(self) -> None:
        """What only the first screen says."""
        if self.greeted:
            return
        self.greeted = True
        if not self.guide.bundled:
            self.say(wording.WHICH_GUIDE.format(root=self.guide.root))
            self.gap()
        if self.notes:
            self.say(*self.notes)
            self.gap()

    def begin(self, tree: str) -> Conversation | None:
        """A new interview; None, with the reason said, where the tree cannot be used."""
        blanks = self.left.interview.blanks if self.left is not None else None
        return self.open(lambda: Conversation.begin(self.guide, tree, as_of=self.as_of, blanks=blanks))

    def open(self, begin: Callable[[], Conversation]) -> Conversation | None:
        """A conversation; None, with the reason said, where its tree cannot be used."""
        try:
            begun = begin()
            _ = begun.view
        except AdvisorError as error:
            self.tell(error)
            return None
        if self.keeper is not None:
            self.keeper.begin_anew(begun.interview.tree)
        return begun

    # --- one interview ----------------------------------------------------------------------------

    def hold(self, conversation: Conversation, *, greet: bool) -> Conversation | None:
        """One interview until the person goes to another one, or to the topics (None)."""
        if greet:
            self.greet(conversation)
        current = conversation
        told: Conversation | None = None
        drawn: Conversation | None = None
        while True:
            if self.changed is not None and told is not current:
                trouble = self.changed(current)
                if trouble is not None:
                    self.say(trouble)
                told = current
            if drawn is not current:
                self.gap()
                if current.view.result is not None:
                    self.arrived = True
                    self.show_result(current, current.view.result)
                else:
                    self.show_question(current)
                drawn = current
            text = self.typed()
            if not text:
                drawn = None
                continue
            try:
                following = self.obey(current, text)
                # What is drawn is read only now; an error of the guide must not cost the interview.
                if following is not None:
                    _ = following.view, following.remaining
            except AdvisorError as error:
                if isinstance(error, NeedsAnswer):
                    raise
                self.tell(error)
                continue
            if following is None:
                if self.forgotten is current:
                    self.left = None
                else:
                    self.left = current
                    self.say(wording.LEFT_INTERVIEW)
                self.gap()
                return None
            if following.interview.tree != current.interview.tree:
                self.left = current
                return following
            if following is self.filled:
                drawn = following
            current = following

    def greet(self, conversation: Conversation) -> None:
        self.first_lines()
        interview = conversation.interview
        view = conversation.view
        season = interview.season
        over = season.title if season.over else None
        self.show(document.head(view.title, self.guide.manifest_in_words, interview.as_of, over))
        self.gap()
        self.say(view.about)
        if view.entries:
            self.gap()
            self.list_answers(conversation)
        self.gap()
        self.say(wording.HOW_TO_ANSWER)

    def obey(self, current: Conversation, text: str) -> Conversation | None:
        """Do what a line says; gives what follows, the same conversation where nothing changed."""
        word, _, rest = text.partition(" ")
        word, rest = word.casefold(), rest.strip()
        if not rest:
            match word:
                case "quit":
                    raise _Leave
                case "home":
                    return None
                case "back":
                    return self.take(current.back())
                case "restart":
                    return self.restart(current)
                case "answers":
                    self.list_answers(current)
                    return current
                case "forget":
                    return self.forget(current)
                case "terms":
                    self.list_terms(current)
                    return current
                case "change":
                    return self.number_wanted("change", len(current.view.entries), current)
        elif word == "change" and (rest.isdecimal() or len(rest) == 1):
            if not rest.isdecimal():
                return self.number_wanted("change", len(current.view.entries), current)
            return self.take(current.change(int(rest[:9])))
        elif (asked := term_asked(text)) and self.explain_term(asked):
            return current
        result = current.view.result
        if result is not None:
            return self.obey_at_result(current, result, word, rest)
        return self.obey_at_question(current, text, word, rest)

    def take(self, reply: Reply) -> Conversation:
        """Say what a command had to say; offers keep the numbers their answers have."""
        if reply.message:
            self.say(reply.message)
        question = reply.conversation.view.question
        if reply.offers and question is not None:
            labels = labels_of(question)
            for offer in reply.offers:
                self.item(f"{labels[offer.id]}.", offer.text)
            names = wording.one_of([labels[offer.id] for offer in reply.offers])
            self.say(wording.OFFERS.format(labels=names.replace('"', "")))
        return reply.conversation

    def number_wanted(self, command: str, count: int, current: Conversation) -> Conversation:
        words = wording.WANTS_NUMBER if count else wording.NONE_HERE
        self.say(words.format(command=command, count=count))
        return current

    def restart(self, current: Conversation) -> Conversation:
        answered = len(current.view.entries)
        if answered:
            self.say(wording.LEAVE_ANSWERS.format(count=wording.count(answered, "answer")))
            if not self.sure():
                self.say(wording.KEPT_AS_IT_WAS)
                return current
        return current.restart().conversation

    def list_answers(self, current: Conversation) -> None:
        entries = current.view.entries
        self.say(f"{wording.SITUATION_STEPS}:" if entries else wording.NOTHING_YET)
        for entry in entries:
            self.item(f"{entry.number}.", entry.ask, entry.text)
        self.say_unused(current)

    def say_unused(self, current: Conversation) -> None:
        if current.view.unused:
            self.say(wording.UNUSED.format(names=" ".join(current.view.unused)))

    def explain_term(self, term: str) -> bool:
        """Say what a term means; False where the glossary does not have it."""
        found = glossary_of(self.guide).look_up(term)
        if found is not None:
            self.say(wording.LABELLED.format(label=found.term, text=found.means))
        return found is not None

    def list_terms(self, current: Conversation) -> None:
        """Say which words of the question or the result the glossary explains, and what they mean."""
        if not current.meanings:
            self.say(wording.TERMS_NONE)
        for term, means in current.meanings:
            self.item("-", wording.LABELLED.format(label=term, text=means))

    def forget(self, current: Conversation) -> Conversation | None:
        """Delete an interview once the person has confirmed it; gives None where it is gone."""
        answers = wording.count(len(current.interview.answers), "answer")
        self.say(wording.FORGET_SURE.format(count=answers))
        if not self.sure():
            self.say(wording.KEPT_AS_IT_WAS)
            return current
        trouble = self.keeper.forget(current) if self.keeper is not None else None
        self.say(trouble or wording.INTERVIEW_DELETED)
        self.forgotten = current
        return None

    # --- a question -------------------------------------------------------------------------------

    def show_question(self, current: Conversation) -> None:
        question = current.view.question
        if question is None:
            return
        if current.editing is None:
            left = current.remaining
            words = wording.questions_left(max(left.min - 1, 0), max(left.max - 1, 0), exact=left.exact)
            self.say(wording.QUESTION_NUMBER.format(number=question.number, left=words))
        else:
            self.say(wording.CHANGING.format(number=self.entry_number(current)))
        if question.refused:
            self.say(question.refused)
        self.say(question.ask)
        if question.present is not None and current.editing is not None:
            asked = current.interview.program.question(question.key)
            text = answer_in_words(asked.answers, question.present, current.interview.season)
            self.say(wording.ANSWER_NOW.format(text=text))
        if question.limits:
            self.say(f"{question.limits}.")
        if question.kind == "several":
            self.say(wording.PICK_HOW)
            if question.low == 0:
                self.say(wording.PICK_NONE)
        labels = labels_of(question)
        for option in question.options:
            if option.apart:
                self.gap()
            self.item(f"{labels[option.id]}.", option.text)
        if question.suggested is not None:
            number = labels[question.suggested]
            self.say(wording.SUGGESTED.format(number=number))

    def entry_number(self, current: Conversation) -> int:
        for entry in current.view.entries:
            if f"{entry.tree}/{entry.question}" == current.editing:
                return entry.number
        return 0

    def obey_at_question(self, current: Conversation, text: str, word: str, rest: str) -> Conversation:
        question = current.view.question
        if question is None:
            return current
        if word == "why" and not rest:
            if question.why:
                self.say(wording.LABELLED.format(label=wording.WHY, text=question.why))
            self.say(current.because)
            if current.follows:
                self.say(wording.LABELLED.format(label=wording.FOLLOWS_LABEL, text=current.follows))
            return current
        if word == "possible" and not rest:
            titles = [one.title for one in current.possible] if current.editing is None else []
            if not titles:
                self.say(wording.POSSIBLE_NONE)
            for title in titles:
                self.item("-", title)
            return current
        if word == "help" and not rest:
            if question.help:
                self.say(wording.LABELLED.format(label=wording.HELP, text=question.help))
            else:
                self.say(wording.NO_HELP)
            self.list_commands(wording.COMMANDS_QUESTION)
            return current
        if word in OF_RESULTS and (not rest or rest.isdecimal()):
            self.say(wording.NOT_YET.format(command=word))
            return current
        if word == "say" and rest:
            return self.answered(current, question, current.say(rest, after_help=True))
        return self.answered(current, question, self.answer(current, question, text))

    def answer(self, current: Conversation, question: QuestionView, text: str) -> Reply:
        option = picked(question, text)
        if option is not None:
            # `several` takes a list; what stands apart stands alone.
            wrapped = question.kind == "several" and not option.apart
            return current.choose([option.id] if wrapped else option.id)
        return current.say(text, after_help=True)

    def answered(self, current: Conversation, question: QuestionView, reply: Reply) -> Conversation:
        """Take an answer, and say how it was understood."""
        following = self.take(reply)
        if following is not current:
            for entry in following.view.entries:
                if f"{entry.tree}/{entry.question}" == question.key:
                    self.say(wording.YOUR_ANSWER.format(text=entry.text))
        return following

    # --- the result -------------------------------------------------------------------------------

    def show_result(self, current: Conversation, result: Result) -> None:
        interview = current.interview
        pieces: list[Piece] = [Heading(1, result.title)]
        pieces += document.head(result.title, self.guide.manifest_in_words, interview.as_of)[1:]
        pieces += document.notes_and_risk(result)
        if result.timeline:
            # The cards of a plan are read one by one; their numbers are those of the plan as it is shown.
            pieces += document.plan_pieces(result.timeline, interview.as_of, 2)
        else:
            for number, card in enumerate(result.cards, 1):
                title = wording.CARD_NUMBER.format(number=number, title=card.title)
                pieces += [Heading(2, title), *document.card_pieces(card, 4)]
        if result.phrases:
            titles = tuple((Said(phrase.title),) for phrase in result.phrases)
            pieces += [Heading(2, wording.PHRASES), Items(titles, start=1)]
        if result.see_also:
            words = tuple((Said(document.target_in_words(to, self.guide, interview.as_of)),) for to in result.see_also)
            pieces += [Heading(2, wording.SEE_ALSO), Items(words, start=1)]
        if current.view.unused:
            names = " ".join(current.view.unused)
            pieces.append(Paragraph(Said(wording.UNUSED.format(names=names))))
        self.show(pieces)
        self.gap()
        self.say(wording.COMMAND_HINT.format(names=", ".join(self.commands_for(result))))

    def commands_for(self, result: Result) -> list[str]:
        """The commands that do something here, for the line below a result."""
        names = ["phrase N", "copy N"] if result.phrases else []
        if any(phrase.medium == "email" for phrase in result.phrases):
            names.append("mail N")
        if any(phrase.blanks for phrase in result.phrases):
            names.append("fill N")
        names += ["timeline"] if result.timeline else []
        names += ["card N", "sources"] if result.cards else []
        names += ["also N"] if result.see_also else []
        return [*names, "changes", "try N", "change N", "back", "save FILE", "home", "help", "quit"]

    def obey_at_result(self, current: Conversation, result: Result, word: str, rest: str) -> Conversation | None:
        match word, rest:
            case "help", "":
                self.list_commands(wording.COMMANDS_RESULT)
            case "fill", _:
                return self.fill(current, result, rest)
            case "copy" | "mail" | "subject", _:
                return self.hand_over(current, result, word, rest)
            case "timeline", "":
                self.show_timeline(current, result)
            case "try", _:
                return self.try_out(current, rest)
            case "sources", "":
                self.show_sources(result)
            case "changes", "":
                self.show_changes(current)
            case "save", _:
                self.save(current, rest)
            case "card", _:
                self.show_card(current, result, rest)
            case "phrase", _:
                self.show_phrase(current, result, rest)
            case "also", _:
                return self.go_to(current, result, rest)
            case _ if asked := term_asked(f"{word} {rest}"):
                self.say(wording.NO_TERM.format(term=asked))
            case _:
                self.say(wording.NO_COMMAND)
        return current

    def show_sources(self, result: Result) -> None:
        pieces: list[Piece] = []
        for card in result.cards:
            listed = document.sources(card, 3)
            if listed:
                pieces += [Heading(2, card.title), *listed[1:]]
        if pieces:
            self.show(pieces)
        else:
            self.say(wording.NONE_HERE)

    def show_changes(self, current: Conversation) -> None:
        changes = current.would_change
        if not changes:
            self.say(wording.NO_CHANGES)
        for number, change in enumerate(changes, 1):
            asked = wording.CHANGE_LINE.format(ask=change.ask, text=change.text)
            self.item(f"{number}.", asked, wording.CHANGE_LEADS.format(title=change.title))
        if changes:
            self.say(wording.TRY_HOW)

    def try_out(self, current: Conversation, which: str) -> Conversation:
        changes = current.would_change
        number = number_in(which, len(changes))
        if not number:
            return self.number_wanted("try", len(changes), current)
        change = changes[number - 1]
        following = current.try_out(change)
        _ = following.view
        self.say(wording.TRIED.format(ask=change.ask, text=change.text))
        return following

    def show_timeline(self, current: Conversation, result: Result) -> None:
        if not result.timeline:
            self.say(wording.NO_PLAN)
            return
        self.show(document.plan_pieces(result.timeline, current.interview.as_of, 2))

    def show_card(self, current: Conversation, result: Result, which: str) -> None:
        number = number_in(which, len(result.cards))
        if number:
            card = cards_in_order(result)[number - 1]
            title = wording.CARD_NUMBER.format(number=number, title=card.title)
            self.draw_card(current, card, title)
            return
        if not which or which.lstrip("-").isdecimal():
            self.number_wanted("card", len(result.cards), current)
            return
        card = show_card(self.guide.card(which), current.interview.season, self.guide.references)
        self.draw_card(current, card, card.title)

    def draw_card(self, current: Conversation, card: CardShown, title: str) -> None:
        facts = document.head(card.title, self.guide.manifest_in_words, current.interview.as_of)[1:]
        pieces = [*document.card_pieces(card, 4), *document.sources(card, 4)]
        self.show([Heading(2, title), *facts, *pieces])

    def show_phrase(self, current: Conversation, result: Result, which: str) -> None:
        number = number_in(which, len(result.phrases))
        if not number:
            self.number_wanted("phrase", len(result.phrases), current)
            return
        self.draw_phrase(current, result.phrases[number - 1], number)

    def draw_phrase(self, current: Conversation, phrase: PhraseShown, number: int) -> None:
        title = wording.PHRASE_NUMBER.format(number=number, title=phrase.title)
        facts = document.head(title, self.guide.manifest_in_words, current.interview.as_of)[1:]
        # The words come last, so that nothing behind them is copied along.
        self.show([Heading(2, title), *facts, *document.phrase_pieces(phrase, self.guide)])
        self.gap()

    def go_to(self, current: Conversation, result: Result, which: str) -> Conversation:
        number = number_in(which, len(result.see_also))
        if not number:
            return self.number_wanted("also", len(result.see_also), current)
        kind, _, name = result.see_also[number - 1].partition(":")
        if kind == "card":
            self.show_card(current, result, name)
            return current
        self.left = current
        return self.open(lambda: current.continue_in(name)) or current

    def fill(self, current: Conversation, result: Result, which: str) -> Conversation:
        """Ask for every blank of one phrase, or of all of them, once."""
        number = number_in(which, len(result.phrases))
        if which and not number:
            return self.number_wanted("fill", len(result.phrases), current)
        chosen = result.phrases[number - 1 : number] if number else result.phrases
        names = list(dict.fromkeys(name for phrase in chosen for name in phrase.blanks))
        if not names:
            self.say(wording.FILL_NOTHING)
            return current
        filled = self.fill_all(current, names)
        if number:
            self.gap()
            self.draw_phrase(filled, self.phrase_of(filled, chosen[0].id), number)
        else:
            self.say(wording.FILL_DONE)
        return filled

    def fill_all(self, current: Conversation, names: Iterable[str]) -> Conversation:
        self.say(wording.FILL_INTRO)
        for name in names:
            current = self.fill_one(current, name)
        # Only words have changed: the result is not read out again.
        self.filled = current
        return current

    def phrase_of(self, current: Conversation, name: str) -> PhraseShown:
        result = current.view.result
        assert result is not None
        return next(phrase for phrase in result.phrases if phrase.id == name)

    def hand_over(self, current: Conversation, result: Result, word: str, which: str) -> Conversation:
        """Copy words, or open them in the mail program; what is missing in them is asked first."""
        number = number_in(which or "1", len(result.phrases)) if which or len(result.phrases) == 1 else 0
        if not number:
            return self.number_wanted(word, len(result.phrases), current)
        phrase = result.phrases[number - 1]
        if word != "copy" and phrase.subject is None:
            self.say(wording.NO_SUBJECT)
            return current
        filled = current
        if phrase.missing_blanks:
            filled = self.fill_all(current, phrase.missing_blanks)
            phrase = self.phrase_of(filled, phrase.id)
        if phrase.missing_blanks:
            names = ", ".join(document.blank_name(name, self.guide) for name in phrase.missing_blanks)
            self.say(wording.FILL_GAPS.format(names=names))
            if not self.sure():
                self.say(wording.COPY_GAPS_LEFT)
                return filled
        if word == "subject":
            self.say(handing.copied(phrase.subject or "", wording.TUI_COPY_SUBJECT, terminal=False))
            return filled
        mailed = handing.mailed(phrase) if word == "mail" else None
        if mailed is not None:
            self.say(mailed.message)
        if mailed is None or mailed.copy is not None:
            self.say(handing.copied(phrase.text, handing.words_in(phrase), terminal=False))
        return filled

    def fill_one(self, current: Conversation, name: str) -> Conversation:
        blank = self.guide.blanks[name]
        while True:
            self.say(wording.FILL_ASK.format(label=blank.label or name, example=blank.example or ""))
            present = current.interview.blanks.get(name)
            if present:
                self.say(wording.FILL_NOW.format(value=present))
            if blank.private:
                self.say(wording.FILL_PRIVATE)
            value = self.typed()
            if not value:
                return current
            reply = current.fill({name: "" if value == "-" else value}, after_help=True)
            if reply.message is None:
                return reply.conversation
            self.say(reply.message)

    def save(self, current: Conversation, name: str) -> None:
        if not name:
            self.say(wording.SAVE_HOW)
            return
        done = handing.saved(current.interview, name, Path())
        if done.replace is not None:
            self.say(done.message, wording.SAVE_YES)
            if not self.sure():
                self.say(wording.KEPT_AS_IT_WAS)
                return
            done = handing.saved(current.interview, name, Path(), agreed=done.replace)
        self.say(done.message)


def cards_in_order(result: Result) -> list[CardShown]:
    """The cards as they are numbered: those of a plan as its parts show them."""
    if not result.timeline:
        return list(result.cards)
    cards = {card.id: card for card in result.cards}
    return [cards[entry.card] for part in in_parts(result.timeline) for entry in part.entries]


def labels_of(question: QuestionView) -> dict[str, str]:
    """Answer -> what is typed for it: its number, or a letter where numbers are values."""
    if question.kind in NOT_NUMBERED:
        return {option.id: letter(option.number) for option in question.options}
    return {option.id: str(option.number) for option in question.options}


def letter(number: int) -> str:
    """`a` for 1, `z` for 26, `aa` for 27."""
    letters = ""
    while number > 0:
        number, place = divmod(number - 1, 26)
        letters = chr(ord("a") + place) + letters
    return letters


def picked(question: QuestionView, text: str) -> Option | None:
    """The answer whose letter was typed; numbers are left to the conversation."""
    if question.kind not in NOT_NUMBERED:
        return None
    typed = text.rstrip(".)").casefold()
    for option in question.options:
        if letter(option.number) == typed:
            return option
    return None


def term_asked(text: str) -> str:
    """The words that somebody asks the meaning of: `term X` or `what is X`; "" for anything else."""
    word, _, rest = text.partition(" ")
    if word.casefold() == "term":
        return rest.strip()
    verb, _, term = rest.strip().partition(" ")
    return term.strip() if word.casefold() == "what" and verb.casefold() in ("is", "are", "does") else ""


def number_in(text: str, most: int) -> int:
    """A number from 1 to `most`; 0 for anything else."""
    number = int(text[:9]) if text.isdecimal() else 0
    return number if number <= most else 0
