"""The interview line by line: for screen readers, slow lines, and terminals that can do little.

No cursor movement, no colour, no keys: words in, lines out.
"""

from __future__ import annotations

from advisor.plain.face import run

__all__ = ["run"]
