"""The first screen: what is going on?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import getters, on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import VerticalScroll
from textual.screen import Screen

from advisor import wording
from advisor.errors import AdvisorError
from advisor.tui.app import AdvisorApp
from advisor.tui.choices import Choice, Choices
from advisor.tui.keys import KeyBar
from advisor.tui.prose import Prose
from advisor.tui.text import ACCENT, MUTED, STRONG, WARNING

if TYPE_CHECKING:
    from textual.widgets import Input

    from advisor.guide.model import Tree
    from advisor.understand.topics import Found


class HomeScreen(Screen[None]):
    """Lists the topics, urgent ones first."""

    AUTO_FOCUS = "#topics"
    BINDINGS = [
        Binding("slash", "filter", wording.TUI_KEY_FILTER, key_display="/"),
        Binding("escape", "unfilter", wording.TUI_KEY_BACK, show=False),
        Binding("tab", "app.focus_next", wording.TUI_KEY_NEXT, show=False),
    ]

    app = getters.app(AdvisorApp)

    def __init__(self) -> None:
        super().__init__()
        self._shown: list[str] = []
        self._filter = ""
        self._found: Found | None = None

    def compose(self) -> ComposeResult:
        manifest = self.app.guide.manifest
        yield Prose([(manifest.title, STRONG)], id="heading")
        with VerticalScroll(id="home", can_focus=False):
            yield Prose(self._about(), id="about")
            yield Prose(id="help-first")
            yield Prose([(wording.TUI_TOPICS, ACCENT)], id="topics-title", classes="title")
            yield Choices(id="topics", spaced=True)
            yield Prose(id="home-foot")
        yield KeyBar()

    def on_mount(self) -> None:
        self.query_one("#about").set_class(self.size.height < 16, "-hidden")
        self.list_topics()
        self.query_one("#home-foot", Prose).say(self._foot())

    def on_screen_resume(self) -> None:
        self.list_topics()

    def on_resize(self) -> None:
        self.query_one("#about").set_class(self.size.height < 16, "-hidden")

    def _about(self) -> list[tuple[str, str]]:
        guide = self.app.guide
        spans = [(guide.manifest.scope, MUTED)]
        season = self.app.season
        if season.over:
            spans += [
                ("\n\n", ""),
                (f"! {wording.SEASON_OVER.format(season=season.title)}", WARNING),
            ]
        elif (phase := season.phase_today()) is not None:
            title = season.file.phases[phase].title
            spans += [
                ("\n\n", ""),
                (wording.TUI_PHASE.format(season=season.title, phase=title), ""),
            ]
        return spans

    def _foot(self) -> list[tuple[str, str]]:
        guide = self.app.guide
        spans: list[tuple[str, str]] = []
        for name in guide.tree_names:
            if any(finding.is_error for finding in guide.tree_part(name).findings):
                words = wording.TUI_HAS_ERRORS.format(name=f"trees/{name}.yaml")
                spans += [(f"! {words}", WARNING), ("\n", "")]
        if spans:
            spans.append(("\n", ""))
        if not guide.bundled:
            spans += [(wording.TUI_GUIDE_AT.format(path=guide.root), MUTED), ("\n", "")]
        return [*spans, (self.app.edition, MUTED), ("\n", ""), (guide.manifest.notice, MUTED)]

    def list_topics(self) -> None:
        """Show the topics, or those that somebody's words are about, best first."""
        season = self.app.season
        choices, self._shown = [], []
        for name, tree in self._topics():
            title, about = season.fill(tree.title), season.fill(tree.about)
            kept = self.app.kept.get(name)
            mark, style = (wording.TUI_URGENT, WARNING) if tree.urgent else ("", MUTED)
            if kept is not None and kept.interview.answers:
                answers = wording.count(len(kept.interview.steps), "answer")
                about = f"{about}\n{wording.TUI_ANSWERED_SO_FAR.format(answers=answers)}"
            choices.append(Choice(title, about, f"[{mark}]" if mark else "", style))
            self._shown.append(name)
        topics = self.query_one("#topics", Choices)
        topics.set_choices(choices, topics.cursor)
        self.query_one("#topics-title", Prose).say(self._head(bool(choices)))
        urgent = self._found.urgent if self._found is not None else None
        self.query_one("#help-first", Prose).display = urgent is not None
        if urgent is not None:
            from advisor.tui.dialogs import help_spans

            self.query_one("#help-first", Prose).say([("\n", ""), *help_spans(urgent)])

    def _topics(self) -> list[tuple[str, Tree]]:
        """The topics that are shown: where words were typed, those they are about, then those that hold them."""
        trees = self.app.guide.applicant_trees()
        words = self._filter.casefold().split()
        if not words or self._found is None:
            return trees
        meant = [result.id for result in self._found.results if result.kind == "tree"]
        by_name = dict(trees)
        fill = self.app.season.fill
        holding = [
            name
            for name, tree in trees
            if all(word in f"{name} {fill(tree.title)} {fill(tree.about)}".casefold() for word in words)
        ]
        return [(name, by_name[name]) for name in dict.fromkeys([*meant, *holding]) if name in by_name]

    def _head(self, any_topic: bool) -> list[tuple[str, str]]:
        if any_topic:
            return [(wording.TUI_TOPICS, ACCENT)]
        found = self._found
        if found is None:
            return [(wording.TUI_NO_TOPICS, WARNING)]
        spans: list[tuple[str, str]] = []
        for topic in found.elsewhere:
            title = wording.TUI_NOT_ABOUT.format(title=topic.title)
            spans += [(title, WARNING), ("\n", ""), (wording.NOT_ABOUT_ASK.format(ask=topic.ask), ""), ("\n", "")]
        if not spans and not found.readable:
            spans += [(wording.NOT_READ, WARNING), ("\n", "")]
        return [*spans, (wording.TUI_NO_MATCH, MUTED if spans else WARNING)]

    @on(Choices.Opened)
    def _open(self, message: Choices.Opened) -> None:
        name = self._shown[message.index]
        results = self._found.results if self._found is not None else ()
        self.app.open_topic(name, next((one for one in results if (one.kind, one.id) == ("tree", name)), None))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action == "unfilter":
            return bool(self.query("#filter"))
        return True

    def action_filter(self) -> None:
        """Type words of a topic."""
        from textual.widgets import Input

        if not self.query("#filter"):
            # Made when it is wanted: the first frame has no use for a box.
            box = Input(placeholder=wording.TUI_FILTER, id="filter", select_on_focus=False)
            self.query_one("#home").mount(box, before="#topics")
        self.call_after_refresh(self._to_box)

    def _to_box(self) -> None:
        self.query_one("#filter").focus()
        self.refresh_bindings()

    def action_unfilter(self) -> None:
        """Show every topic again."""
        self._filter, self._found = "", None
        self.query_one("#topics").focus()
        self.query("#filter").remove()
        self.list_topics()

    def on_input_changed(self, message: Input.Changed) -> None:
        """Every letter counts at once."""
        self._filter, self._found = message.value, None
        if message.value.strip():
            from advisor.understand.topics import find

            try:
                self._found = find(self.app.guide, message.value, as_of=self.app.season.as_of)
            except AdvisorError as error:
                self.app.tell_error(error)
        self.list_topics()

    def on_input_submitted(self) -> None:
        """Enter goes to the topics that are left; help in danger comes first."""
        urgent = self._found.urgent if self._found is not None else None
        if urgent is None:
            self.query_one("#topics").focus()
            return
        from advisor.tui.dialogs import HelpFirst

        def decided(yes: bool | None) -> None:
            if yes:
                self.query_one("#topics").focus()

        self.app.push_screen(HelpFirst(urgent), decided)
