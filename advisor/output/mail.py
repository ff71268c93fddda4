"""An email as a `mailto:` address (RFC 6068): to whom, the subject and the words, all percent-encoded."""

from __future__ import annotations

import re
from urllib.parse import quote

from advisor.interview.phrasing import PhraseShown
from advisor.wording import one_line, visible

_ADDRESS = re.compile(r"[A-Za-z0-9._+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+")


def recipient(to: str) -> str | None:
    """The one address that a text names; None where it names a role ("The coordinator"), or several."""
    found = set(_ADDRESS.findall(to))
    return found.pop() if len(found) == 1 else None


def mailto(phrase: PhraseShown, *, words: bool = True) -> str:
    """The address that opens an email with these words.

    Everything is encoded, so that nothing in a subject or a blank becomes another field of the email.

    Args:
        phrase: With its blanks filled in.
        words: Whether the words come along; an opener takes addresses of some length only.
    """
    fields = [("subject", one_line(phrase.subject))] if phrase.subject else []
    if words:
        fields.append(("body", visible(phrase.text).replace("\n", "\r\n")))
    filled = "&".join(f"{name}={quote(text, safe='')}" for name, text in fields)
    address = f"mailto:{quote(recipient(phrase.to) or '', safe='@+')}"
    return f"{address}?{filled}" if filled else address
