"""How the window looks: Textual's themes made readable, the terminal's own colours, and one of high contrast.

Contrast is that of WCAG 2.2: (L1 + 0.05) / (L2 + 0.05), where L1 and L2 are the relative luminances of the lighter and
the darker colour (https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio); 4.5 is its level AA for text.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from textual.color import Color
from textual.theme import Theme

LEAST_CONTRAST: Final = 4.5

HIGH_CONTRAST: Final = Theme(
    name="high-contrast",
    primary="#ffff00",
    secondary="#00ffff",
    accent="#00ffff",
    foreground="#ffffff",
    background="#000000",
    surface="#000000",
    panel="#000000",
    boost="#000000",
    success="#00ff66",
    warning="#ffff00",
    error="#ff9999",
    dark=True,
    variables={
        "primary-muted": "#004466",
        "panel-lighten-2": "#ffffff",
        "border": "#ffffff",
        "border-blurred": "#ffffff",
        "scrollbar": "#ffffff",
        "scrollbar-background": "#000000",
    },
)

TEXTS: Final = (
    "foreground",
    "text-muted",
    "text-secondary",
    "text-accent",
    "text-success",
    "text-warning",
    "text-error",
)
"""The variables that our styles use for text."""

GROUNDS: Final = ("background", "surface", "panel", "primary-muted", "boost")
"""The variables that our styles use behind text."""

_STEPS: Final = 40


def readable(variables: Mapping[str, str]) -> dict[str, str]:
    """A theme's variables, with every text as little changed as makes it readable on every ground.

    Args:
        variables: As Textual generates them; colours of the terminal itself (`ansi_...`) are left alone.
    """
    found = dict(variables)
    ground = _colour(found.get("background", ""))
    if ground is None:
        return found
    grounds = [on_top for name in GROUNDS if (on_top := _over(found.get(name, ""), ground)) is not None]
    ink = _colour(found.get("foreground", "")) or ground.get_contrast_text(1.0)
    for name in TEXTS:
        value = found.get(name, "")
        wanted = ground.blend(ink, _percent(value)) if value.startswith("auto") else _over(value, ground)
        if wanted is not None:
            found[name] = _until_readable(wanted, grounds).hex
    return found


def contrast(one: Color, other: Color) -> float:
    """From 1 (the same) to 21 (black and white)."""
    low, high = sorted((_luminance(one), _luminance(other)))
    return (high + 0.05) / (low + 0.05)


def _luminance(colour: Color) -> float:
    parts = [part / 255 for part in (colour.r, colour.g, colour.b)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _until_readable(text: Color, grounds: Iterable[Color]) -> Color:
    behind = list(grounds)
    best = text
    for ink in (Color(255, 255, 255), Color(0, 0, 0)):
        for step in range(_STEPS + 1):
            tried = text.blend(ink, step / _STEPS)
            least = min(contrast(tried, ground) for ground in behind)
            if least >= LEAST_CONTRAST:
                return tried
            if least > min(contrast(best, ground) for ground in behind):
                best = tried
    return best


def _over(value: str, ground: Color) -> Color | None:
    colour = _colour(value)
    return ground.blend(colour, colour.a).with_alpha(1.0) if colour is not None else None


def _colour(value: str) -> Color | None:
    if not value or value.startswith(("auto", "ansi")):
        return None
    try:
        return Color.parse(value)
    except ValueError:
        return None


def _percent(auto: str) -> float:
    """The share of `auto 60%`."""
    number = auto.removeprefix("auto").strip().rstrip("%")
    return float(number) / 100 if number else 1.0
