"""Results as characters: values in, text, Markdown, HTML or JSON out.

What a result says, and in which order, is decided once in `document`; each format only draws it.
Nothing in here looks at the clock, the environment or the terminal.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from advisor import wording
from advisor.diagnostics import did_you_mean
from advisor.errors import UsageError

if TYPE_CHECKING:
    from advisor.guide.load import Guide
    from advisor.guide.model import Manifest
    from advisor.interview.interview import Interview
    from advisor.interview.phrasing import PhraseShown
    from advisor.interview.result import CardShown

FORMATS = ("text", "markdown", "html", "json")
ENDINGS = {".txt": "text", ".md": "markdown", ".html": "html", ".json": "json"}
"""Which format a file name asks for."""
WIDTH = 80


def render(interview: Interview, format: str, *, width: int = WIDTH) -> str:
    """An interview's result, or how far it came, in one of the formats; ends with a newline.

    Args:
        interview: What to show.
        format: One of `FORMATS`.
        width: For text: how many cells a line may have. Addresses are never broken.

    Raises:
        UsageError: There is no such format.
    """
    if format == "json":
        from advisor.output.json import dumps, run_document

        return dumps(run_document(interview))
    if format not in FORMATS:
        possible = wording.POSSIBLE_ARE.format(names=", ".join(FORMATS))
        raise UsageError(f'there is no format "{format}"', did_you_mean(format, FORMATS) or possible)
    from advisor.output.document import interview_document

    document = interview_document(interview)
    if format == "markdown":
        from advisor.output import markdown

        return markdown.draw(document)
    if format == "html":
        from advisor.output import html

        return html.draw(document)
    from advisor.output import text

    return text.draw(document, width=width)


def render_card(
    card: CardShown,
    manifest: Manifest,
    as_of: date,
    *,
    guide: Guide | None = None,
    width: int = WIDTH,
) -> str:
    """A card on its own, as text; with the guide, what it refers to is named by its title."""
    from advisor.output.document import card_document
    from advisor.output.text import draw

    return draw(card_document(card, manifest, as_of, guide), width=width)


def render_phrase(
    phrase: PhraseShown,
    manifest: Manifest,
    as_of: date,
    *,
    guide: Guide | None = None,
    width: int = WIDTH,
) -> str:
    """A phrase on its own, as text; with the guide, missing blanks are named by their labels."""
    from advisor.output.document import phrase_document
    from advisor.output.text import draw

    return draw(phrase_document(phrase, manifest, as_of, guide), width=width)
