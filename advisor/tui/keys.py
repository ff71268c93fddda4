"""The line at the bottom that says which keys do something here."""

from __future__ import annotations

from typing import Any, NamedTuple

from rich.cells import cell_len
from textual import events
from textual.app import App
from textual.content import Content
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Input

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


def keys_here(screen: Screen[Any]) -> list[Key]:
    """The keys that do something now, each action once with the simplest key that reaches it."""
    focused = screen.focused
    found: dict[str, Key] = {}
    for key, active in screen.active_bindings.items():
        binding = active.binding
        if not binding.description or not active.enabled or key in _NOT_OURS:
            continue
        if focused is not None and focused.check_consume_key(key, _letter(key)):
            continue
        # The editing keys of a box are the same in every program.
        if isinstance(active.node, Input) and not binding.show:
            continue
        before = found.get(binding.description)
        if before is None or (before.key.startswith("ctrl+") and not key.startswith("ctrl+")):
            found.pop(binding.description, None)
            found[binding.description] = Key(key, key_name(key), binding.description, binding.action, binding.show)
    return list(found.values())


def keys_typed(screen: Screen[Any]) -> list[Key]:
    """The keys of a screen that only write a letter while somebody types; what they do is in the palette."""
    focused = screen.focused
    if focused is None:
        return []
    return [
        Key(key, key_name(key), binding.description, binding.action, binding.show)
        for key, binding in screen._bindings
        if focused.check_consume_key(key, _letter(key)) and screen.check_action(binding.action, ())
    ]


def _letter(key: str) -> str | None:
    """What a key types, as far as we bind keys that type something."""
    return key if len(key) == 1 else {"question_mark": "?", "slash": "/", "space": " "}.get(key)


class KeyBar(Widget):
    """At most six keys, only those that work now; a click presses the key."""

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
