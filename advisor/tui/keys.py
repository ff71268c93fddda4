"""The line at the bottom that says which keys do something here."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from rich.cells import cell_len
from textual import events
from textual.app import App
from textual.content import Content
from textual.dom import DOMNode
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Input

from advisor.tui.text import STYLES

MOST_KEYS = 6

# Textual's own, for lines that are wider than the window: ours never are.
_NOT_OURS = {"left", "right", "ctrl+pageup", "ctrl+pagedown", "super+c", "ctrl+c"}

_NAMES = {
    "escape": "Esc",
    "enter": "Enter",
    "space": "Space",
    "question_mark": "?",
    "slash": "/",
    "backspace": "Backspace",
    "tab": "Tab",
    "shift+tab": "Shift+Tab",
    "pageup": "PgUp",
    "pagedown": "PgDn",
    "up": "↑",
    "down": "↓",
    "home": "Home",
    "end": "End",
}


class Key(NamedTuple):
    """A key that works here.

    Attributes:
        key: As Textual calls it.
        name: As a person reads it.
        show: Whether the line at the bottom shows it.
    """

    key: str
    name: str
    does: str
    action: str
    show: bool


def key_name(key: str) -> str:
    """A key as a person reads it."""
    if key in _NAMES:
        return _NAMES[key]
    if key.startswith("ctrl+"):
        return f"Ctrl+{key[5:].upper()}"
    return key.upper() if len(key) > 1 else key


def keys_here(screen: Screen[object]) -> Iterator[Key]:
    """The keys that do something on a screen now, each action once with the first of its keys that reaches it."""
    typing = isinstance(screen.focused, Input)
    seen: set[str] = set()
    for key, active in screen.active_bindings.items():
        binding = active.binding
        if not binding.description or not active.enabled or key in _NOT_OURS:
            continue
        if typing and (_is_typed(key) or not _is_ours(active.node)):
            continue
        if binding.description not in seen:
            seen.add(binding.description)
            yield Key(key, key_name(key), binding.description, binding.action, binding.show)


def _is_ours(node: DOMNode) -> bool:
    """Whether a box has keys worth telling; every other one has what boxes have everywhere."""
    return type(node) is not Input


def _is_typed(key: str) -> bool:
    return len(key) == 1 or key in ("question_mark", "slash", "space", "backspace", "home", "end")


class KeyBar(Widget):
    """At most six keys, only those that work now; a click presses the key."""

    COMPONENT_CLASSES = STYLES
    ALLOW_SELECT = False

    def __init__(self) -> None:
        super().__init__()
        self._places: list[tuple[int, int, str]] = []

    def on_mount(self) -> None:
        self.screen.bindings_updated_signal.subscribe(self, self._changed)

    def _changed(self, _screen: Screen[object]) -> None:
        self.refresh()

    def render(self) -> Content:
        """The keys, as many as fit."""
        shown = [key for key in keys_here(self.screen) if key.show][:MOST_KEYS]
        width, spans, self._places = 1, [(" ", "")], []
        for key in shown:
            length = cell_len(f"{key.name} {key.does}")
            if width + length > self.size.width:
                break
            self._places.append((width, width + length, key.key))
            spans += [(key.name, ".text--accent"), (f" {key.does}  ", "")]
            width += length + 2
        return Content.assemble(*spans)

    @property
    def text(self) -> str:
        """What is drawn."""
        return self.render().plain

    def on_click(self, event: events.Click) -> None:
        app: App[object] = self.app
        for start, end, key in self._places:
            if start <= event.x < end:
                app.simulate_key(key)
