"""Results as one HTML page that needs nothing else: no script, no picture, no other file."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape as _escape

from advisor.output.document import (
    Authored,
    Document,
    Heading,
    Items,
    Line,
    Link,
    Mark,
    Paragraph,
    Piece,
    Verbatim,
    inline,
)
from advisor.wording import one_line, visible

_SAFE = re.compile(r"(?:https?://|mailto:)[^\s\"'<>\\]+", re.IGNORECASE)
_TAGS = {"strong": "strong", "em": "em", "code": "code"}

_PAGE = """\
<!DOCTYPE html>
<html lang="{language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>{title}</title>
<style>
{style}
</style>
</head>
<body>
<main>
{body}
</main>
</body>
</html>
"""

_STYLE = """\
:root {
  color-scheme: light dark;
  --text: #1a1a1a; --page: #ffffff; --soft: #595959; --line: #c8c8c8; --link: #0b4f9e;
  --warn-text: #5c2a00; --warn-page: #fff3dc; --warn-line: #b35900; --box: #f5f5f3;
}
@media (prefers-color-scheme: dark) {
  :root {
    --text: #e8e8e6; --page: #17181a; --soft: #a9a9a5; --line: #46484c; --link: #8ec2ff;
    --warn-text: #ffdfae; --warn-page: #38280f; --warn-line: #d9902f; --box: #222427;
  }
}
html { -webkit-text-size-adjust: 100%; }
body {
  margin: 0; background: var(--page); color: var(--text);
  font: 1.0625rem/1.55 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif;
}
main { max-width: 42rem; margin: 0 auto; padding: 1rem 1rem 3rem; }
h1, h2, h3, h4 { line-height: 1.25; margin: 1.6em 0 0.5em; }
h1 { font-size: 1.6rem; margin-top: 0.5em; }
h2 { font-size: 1.3rem; border-top: 1px solid var(--line); padding-top: 0.8em; }
h3 { font-size: 1.12rem; }
h4 { font-size: 1rem; }
p, li, pre { unicode-bidi: plaintext; overflow-wrap: anywhere; }
p { margin: 0.6em 0; }
li { margin: 0.35em 0; }
ul, ol { padding-left: 1.6rem; margin: 0.6em 0; }
a { color: var(--link); }
.facts { color: var(--soft); font-size: 0.95rem; }
.lead { font-size: 1.12rem; font-weight: 600; }
.warning {
  color: var(--warn-text); background: var(--warn-page);
  border-left: 0.3rem solid var(--warn-line); padding: 0.6em 0.8em;
}
pre {
  white-space: pre-wrap; background: var(--box); border: 1px solid var(--line);
  padding: 0.8em 1em; font: inherit;
}
sup { font-size: 0.75em; line-height: 0; }
:target { outline: 2px solid var(--link); outline-offset: 2px; }
@media print {
  :root {
    color-scheme: light;
    --text: #000; --page: #fff; --soft: #333; --line: #999; --link: #000;
    --warn-text: #000; --warn-page: #fff; --warn-line: #000; --box: #fff;
  }
  body { font-size: 11pt; }
  main { max-width: none; padding: 0; }
  h1, h2, h3, h4 { break-after: avoid; }
  li, pre, .warning { break-inside: avoid; }
}"""


def draw(document: Document) -> str:
    """A document as one page."""
    return _PAGE.format(
        language=escape(document.language),
        title=escape(document.title),
        style=_STYLE,
        body="\n".join(html for piece in document.pieces for html in _piece(piece)),
    )


def escape(text: str) -> str:
    """Text as data, on one line."""
    return _escape(one_line(text), quote=True)


def _piece(piece: Piece) -> Iterator[str]:
    if isinstance(piece, Heading):
        yield f"<h{piece.level}>{escape(piece.text)}</h{piece.level}>"
    elif isinstance(piece, Paragraph):
        kind = f' class="{piece.role}"' if piece.role else ""
        yield f"<p{kind}>{_line(piece.line)}</p>"
    elif isinstance(piece, Verbatim):
        # The newline that directly follows the tag is not part of the text.
        yield f"<pre>\n{_escape(visible(piece.text), quote=True)}</pre>"
    else:
        yield from _items(piece)


def _items(items: Items) -> Iterator[str]:
    tag = "ul" if items.start is None else "ol"
    start = f' start="{items.start}"' if items.start not in (None, 1) else ""
    yield f"<{tag}{start}>"
    for number, lines in enumerate(items.items, 1):
        name = f' id="{escape(items.anchor)}-{number}"' if items.anchor else ""
        yield f"<li{name}>{'<br>'.join(_line(line) for line in lines)}</li>"
    yield f"</{tag}>"


def _line(line: Line) -> str:
    if isinstance(line, Link):
        return _link(line.href, escape(line.href))
    if isinstance(line, Authored):
        return "".join(_inline(line))
    text = escape(line.text)
    return f"<strong>{text}</strong>" if line.strong else text


def _inline(line: Authored) -> Iterator[str]:
    for part in inline(line):
        if isinstance(part, Mark):
            target = f"#{escape(line.anchor)}-{part.number}"
            yield f'<sup><a href="{target}">[{part.number}]</a></sup>'
            continue
        # Spaces at the ends of a stretch part it from its neighbours.
        text = _escape(visible(part.text), quote=True)
        tag = _TAGS.get(part.style)
        if part.href:
            yield _link(part.href, text)
            address = part.href.removeprefix("mailto:")
            if address != part.text:
                yield f" ({escape(address)})"
        else:
            yield f"<{tag}>{text}</{tag}>" if tag else text


def _link(href: str, text: str) -> str:
    href = one_line(href)
    return f'<a href="{escape(href)}">{text}</a>' if _SAFE.fullmatch(href) else text
