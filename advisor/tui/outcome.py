"""Where an interview ended: what it means, the cards, words to use, what would change it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from textual import getters
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Container, VerticalScroll
from textual.message import Message

from advisor import wording
from advisor.analysis.explain import Change
from advisor.conversation import glossary_of
from advisor.guide.season import day_in_words
from advisor.interview.phrasing import PhraseShown
from advisor.interview.plan import PlanEntry, in_parts
from advisor.interview.result import CardShown, Result, SectionShown
from advisor.tui.app import AdvisorApp
from advisor.tui.choices import Choice, Choices
from advisor.tui.lines import BLANK, Block, Paragraphs
from advisor.tui.prose import Prose
from advisor.tui.text import (
    ACCENT,
    ERROR,
    GOOD,
    LINK,
    MUTED,
    STRONG,
    WARNING,
    Spans,
    card_spans,
    joined,
    marked,
)
from advisor.tui.timeline import Timeline

RISK_SIGNS = {"very-low": "●○○○", "low": "●●○○", "moderate": "●●●○", "high": "●●●●"}
RISK_STYLES = {"very-low": GOOD, "low": GOOD, "moderate": WARNING, "high": ERROR}
SECTION_SIGNS = {"Do": "✓", "Avoid": "✗"}
SECTION_STYLES = {"Do": GOOD, "Avoid": ERROR}


def risk_spans(risk: str) -> Spans:
    """A risk as sign, word and colour."""
    style = RISK_STYLES.get(risk, MUTED)
    return ((f"{RISK_SIGNS.get(risk, '')} {wording.RISKS.get(risk, risk)}", style),)


def section_blocks(section: SectionShown) -> list[Block]:
    """A headed part of a card."""
    style = SECTION_STYLES.get(section.title, "")
    blocks = [Block(((section.title, style or ACCENT),))]
    for block in section.blocks:
        lead = f"{SECTION_SIGNS.get(section.title, '•')} " if block.bullet else ""
        blocks.append(Block(card_spans(block.text), lead))
    return blocks


def source_blocks(card: CardShown) -> list[Block]:
    """What a card rests on."""
    blocks = [Block(((wording.TUI_SOURCES, ACCENT),))] if card.sources else []
    for source in card.sources:
        reference = source.reference
        about = [reference.publisher]
        if reference.dated:
            about.append(wording.TUI_SOURCE_DATED.format(day=day_in_words(reference.dated)))
        about.append(wording.TUI_SOURCE_CHECKED.format(day=day_in_words(reference.checked)))
        blocks.append(Block(((reference.title, ""), (f". {', '.join(about)}.", MUTED)), "• "))
        blocks.append(Block(((reference.url, LINK),), "  "))
        if reference.note:
            blocks.append(Block(((reference.note, MUTED),), "  "))
    reviewed = wording.TUI_REVIEWED.format(day=day_in_words(card.reviewed))
    return [*blocks, Block(((reviewed, MUTED),))]


def phrase_blocks(phrase: PhraseShown, labels: dict[str, str]) -> list[Block]:
    """Words to send or say, with what is still missing."""
    medium = wording.TUI_MEDIA.get(phrase.medium, phrase.medium)
    head = wording.TUI_PHRASE_HEAD.format(medium=medium, to=phrase.to)
    length = wording.PHRASE_WORDS.format(words=phrase.words, most=phrase.max_words)
    blocks = [
        Block(((phrase.title, STRONG),)),
        Block(((head, ""),)),
        Block(((length, WARNING if phrase.words > phrase.max_words else MUTED),)),
    ]
    if phrase.missing_blanks:
        names = ", ".join(labels.get(name, name) for name in phrase.missing_blanks)
        blocks.append(Block(((wording.TUI_MISSING.format(names=names), WARNING),)))
    if phrase.subject:
        blocks += [BLANK, Block(((wording.TUI_SUBJECT.format(subject=phrase.subject), ""),))]
    return [*blocks, BLANK, Block(((phrase.text, ""),))]


class CardView(Container):
    """One card: what it comes to first, then what to do and to avoid, why, and the others."""

    app = getters.app(AdvisorApp)

    def compose(self) -> ComposeResult:
        yield Paragraphs(id="card-head")
        with Container(id="card-columns"):
            yield Paragraphs(id="card-do")
            yield Paragraphs(id="card-avoid")
        yield Paragraphs(id="card-rest")

    def show(self, card: CardShown, *, title: bool = True, passed: PlanEntry | None = None) -> None:
        """Show a card.

        Args:
            card: With its dates filled in.
            title: Whether the card's own title stands above it.
            passed: The entry of a plan that it belongs to, where the time for it is over.
        """
        basis = wording.TUI_BASIS.format(basis=wording.BASES.get(card.basis, card.basis))
        head = [Block(((card.title, STRONG),))] if title else []
        head.append(Block((*risk_spans(card.risk), (f"  {basis}", MUTED))))
        if passed is not None:
            head += [BLANK, Block(((wording.PASSED_CARD.format(text=passed.text), WARNING),), "! ")]
        if card.warning:
            head += [BLANK, Block(((card.warning, WARNING),), "! ")]
        head += [BLANK, Block(card_spans(card.bottom_line, STRONG))]
        mark = self._marker()
        self.query_one("#card-head", Paragraphs).say(mark(head))
        sections = {section.title: section for section in card.sections}
        do, avoid = sections.pop("Do", None), sections.pop("Avoid", None)
        self.query_one("#card-do", Paragraphs).say(mark(section_blocks(do)) if do else ())
        self.query_one("#card-avoid", Paragraphs).say(mark(section_blocks(avoid)) if avoid else ())
        self.query_one("#card-columns").display = bool(do or avoid)
        rest: list[Block] = []
        for section in sections.values():
            rest += [*([BLANK] if rest else []), *section_blocks(section)]
        self.query_one("#card-rest", Paragraphs).say(mark(rest))

    def _marker(self) -> Callable[[Sequence[Block]], list[Block]]:
        """Marks the first use of every term in this card."""
        glossary, seen = glossary_of(self.app.guide), set[str]()
        return lambda blocks: [block._replace(spans=marked(block.spans, glossary, seen)) for block in blocks]


class OutcomeView(VerticalScroll):
    """A result. Its widgets stay and are filled anew when the result changes."""

    BINDINGS = [
        Binding("down,j", "scroll_down", wording.TUI_KEY_DOWN, show=False),
        Binding("up,k", "scroll_up", wording.TUI_KEY_UP, show=False),
        Binding("end,G", "scroll_end", wording.TUI_KEY_LAST, show=False),
        Binding("home,g", "scroll_home", wording.TUI_KEY_FIRST, show=False),
        Binding("pagedown,space", "page_down", wording.TUI_KEY_PAGE_DOWN, show=False),
        Binding("pageup", "page_up", wording.TUI_KEY_PAGE_UP, show=False),
    ]

    class OpenTarget(Message):
        """The person wants to see `card:x` or `tree:x`."""

        def __init__(self, target: str) -> None:
            super().__init__()
            self.target = target

    class TryOut(Message):
        """The person wants to see where one other answer leads."""

        def __init__(self, change: Change) -> None:
            super().__init__()
            self.change = change

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id, can_focus=True)
        self.result: Result | None = None
        self.phrase_index = 0
        self._changes: Sequence[Change] = ()
        self._targets: Sequence[tuple[str, str]] = ()
        self._as_of = date.min
        self._only: tuple[str, ...] | None = None
        self.labels: dict[str, str] = {}

    def compose(self) -> ComposeResult:
        yield Prose(id="outcome-head")
        yield Prose([(wording.TUI_CARDS, ACCENT)], id="cards-title", classes="title")
        yield Choices(id="cards", follow=True)
        yield Timeline(id="plan")
        yield CardView(id="card")
        yield Prose([(wording.TUI_PHRASES, ACCENT)], id="phrases-title", classes="title")
        yield Choices(id="phrases", follow=True)
        yield Paragraphs(id="phrase")
        yield Prose([(wording.TUI_CHANGES, ACCENT)], id="changes-title", classes="title")
        yield Choices(id="changes")
        yield Prose([(wording.TUI_SEE_ALSO, ACCENT)], id="see-title", classes="title")
        yield Choices(id="see")
        yield Paragraphs(id="sources")
        yield Prose(id="outcome-unused")
        yield Prose(id="outcome-foot")

    # --- what is shown ------------------------------------------------------------------------

    def show(
        self,
        result: Result,
        *,
        season_over: str | None,
        unused: Sequence[str],
        targets: Sequence[tuple[str, str]],
        foot: str,
        labels: dict[str, str],
        as_of: date,
    ) -> None:
        """Show a result from its top.

        Args:
            result: What it came to.
            season_over: The warning after the season's end, or None.
            unused: The questions whose answers had no effect.
            targets: What else there is to see: target and title.
            foot: Edition, day and notice.
            labels: What the blanks are called.
            as_of: The day from which it is seen.
        """
        self.result = result
        self.labels = labels
        self._as_of = as_of
        self._only = None
        self.phrase_index = 0
        self._targets = targets
        self._head(result, season_over)
        self._show_cards(result)
        self._show_phrases()
        self.show_changes(())
        self._fill("see", [Choice(title) for _, title in targets])
        names = " ".join(unused)
        self.query_one("#outcome-unused", Prose).say([(wording.UNUSED.format(names=names), MUTED)] if unused else [])
        self.query_one("#outcome-foot", Prose).update(joined([(foot, MUTED)]))

    def _head(self, result: Result, season_over: str | None) -> None:
        spans: list[tuple[str, str]] = []
        if season_over:
            spans += [(f"! {season_over}", WARNING), ("\n\n", "")]
        spans.append((result.title, STRONG))
        if result.risk and len(result.cards) != 1:
            spans += [("\n", ""), *risk_spans(result.risk)]
        for note in result.notes:
            spans += [("\n\n", ""), (note, "")]
        self.query_one("#outcome-head", Prose).say(spans)

    def _show_cards(self, result: Result) -> None:
        plan = self.plan
        planned = bool(result.timeline)
        plan.show_plan(in_parts(result.timeline), self._as_of)
        plan.display = planned
        many = len(result.cards) > 1 and not planned
        self._fill("cards", [_card_choice(card) for card in result.cards] if many else ())
        if planned:
            self.query_one("#cards-title", Prose).say(
                [(wording.TUI_PLAN, ACCENT), ("  ", ""), (wording.TUI_PLAN_HOW, MUTED)]
            )
        else:
            self.query_one("#cards-title", Prose).say([(wording.TUI_CARDS, ACCENT)] if many else [])
        # The cards of a plan are read one by one, when they are chosen.
        self._show_card(None if planned or not result.cards else result.cards[0])

    def _show_card(self, card: CardShown | None, passed: PlanEntry | None = None) -> None:
        shown = self.query_one("#card", CardView)
        shown.display = card is not None
        if card is not None and self.result is not None:
            shown.show(card, title=card.title != self.result.title, passed=passed)
        self.query_one("#sources", Paragraphs).say(source_blocks(card) if card is not None else ())

    @property
    def plan(self) -> Timeline:
        """The entries, where the result is a plan."""
        return self.query_one("#plan", Timeline)

    def _open_entry(self, index: int) -> None:
        """Show the card of a plan's entry from its top, and its words under it."""
        entry = self.plan.entries[index]
        if self.result is None:
            return
        card = next(card for card in self.result.cards if card.id == entry.card)
        self._show_card(card, entry if entry.state == "passed" else None)
        self._only = entry.phrases
        self.phrase_index = 0
        self._show_phrases()
        self.focus(scroll_visible=False)
        self.call_after_refresh(self.scroll_to_widget, self.query_one("#card"), animate=False, top=True, force=True)

    def back(self) -> bool:
        """From a card of a plan back to the plan; False where there is no such step."""
        if not self.plan.display or not self.query_one("#card").display:
            return False
        self._show_card(None)
        self._only = None
        self.phrase_index = 0
        self._show_phrases()
        self.plan.focus(scroll_visible=False)
        self.call_after_refresh(self.plan.bring_into_view)
        return True

    def _fill(self, name: str, choices: Sequence[Choice]) -> None:
        shown = self.query_one(f"#{name}", Choices)
        shown.set_choices(choices)
        shown.display = bool(choices)
        self.query_one(f"#{name}-title", Prose).display = bool(choices)

    def _show_phrases(self) -> None:
        phrases = self.phrases
        listed = [Choice(one.title, mark=wording.TUI_MEDIA.get(one.medium, one.medium)) for one in phrases]
        self._fill("phrases", listed if len(listed) > 1 else ())
        self.query_one("#phrases-title", Prose).display = bool(phrases)
        if len(listed) > 1:
            self.query_one("#phrases", Choices).set_choices(listed, self.phrase_index)
        shown = self.phrase
        self.query_one("#phrase", Paragraphs).say(phrase_blocks(shown, self.labels) if shown else ())

    def show_changes(self, changes: Sequence[Change]) -> None:
        """List the answers that would lead elsewhere; computed when the result is drawn already."""
        self._changes = changes
        listed = [
            Choice(change.title, wording.TUI_CHANGE.format(text=change.text, ask=change.ask)) for change in changes
        ]
        self._fill("changes", listed)

    def refresh_phrases(self, result: Result) -> None:
        """The same result with its blanks filled otherwise."""
        self.result = result
        self._show_phrases()

    @property
    def phrases(self) -> tuple[PhraseShown, ...]:
        """The words to choose from: all of them, or those of the plan's entry that is read."""
        phrases = self.result.phrases if self.result else ()
        return phrases if self._only is None else tuple(one for one in phrases if one.id in self._only)

    @property
    def phrase(self) -> PhraseShown | None:
        """The words that are shown, for copying."""
        phrases = self.phrases
        return phrases[self.phrase_index] if phrases else None

    # --- choosing -----------------------------------------------------------------------------

    def on_choices_opened(self, message: Choices.Opened) -> None:
        message.stop()
        which = message.choices.id
        if self.result is None:
            return
        if which == "cards":
            self._show_card(self.result.cards[message.index])
        elif which == "plan":
            self._open_entry(message.index)
        elif which == "phrases":
            self.phrase_index = message.index
            shown = self.phrase
            self.query_one("#phrase", Paragraphs).say(phrase_blocks(shown, self.labels) if shown else ())
        elif which == "changes":
            self.post_message(self.TryOut(self._changes[message.index]))
        elif which == "see":
            self.post_message(self.OpenTarget(self._targets[message.index][0]))


def _card_choice(card: CardShown) -> Choice:
    sign = RISK_SIGNS.get(card.risk, "")
    return Choice(
        card.title,
        mark=f"{sign} {wording.RISKS.get(card.risk, card.risk)}",
        mark_style=RISK_STYLES[card.risk],
    )
