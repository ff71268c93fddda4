"""Cards and phrases: Markdown files with YAML front matter, read into plain pieces.

The only module that knows markdown-it. A card's body is a bottom line and sections of paragraphs
and flat bullets; a phrase's body is text to send. Faces draw the pieces; nobody renders Markdown
twice.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

from advisor.diagnostics import Severity, Span, did_you_mean
from advisor.guide.source import CONFLICT, CONFLICT_HINT, REMARK, Remark, Source, parse

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

SECTIONS = ("Do", "Avoid", "Why", "Ask", "If it happens anyway", "Next")
WANTED_SECTIONS = SECTIONS[:3]
_ALMOST = re.compile(r"[ \t]*(?:-[ \t]*){2,6}\S?\Z|[ \t]*[\u2013\u2014]+[ \t]*\Z")
_REMARK = re.compile(r"<!--[ \t]*advisor:[ \t]*(?P<said>allow\b.*?)[ \t]*-->")
FOOTNOTE = re.compile(r"\[\^([A-Za-z0-9_-]+)\]")


class Run(NamedTuple):
    """A stretch of text in one style: "", "strong", "em", "code", or "link" with an address."""

    text: str
    style: str = ""
    href: str = ""


class Block(NamedTuple):
    """A paragraph or a bullet, as written (one line), and the line of the file it begins on."""

    text: str
    bullet: bool
    line: int


class Section(NamedTuple):
    """A headed part of a card."""

    title: str
    blocks: tuple[Block, ...]
    line: int


class Problem(NamedTuple):
    """What a card's body may not hold: rule code, sentence, place in the file, hint."""

    code: str
    message: str
    line: int
    hint: str | None = None
    severity: Severity = Severity.ERROR
    column: int = 1
    width: int = 1


class Body(NamedTuple):
    """The body of a card.

    Attributes:
        text: The Markdown as written.
        bottom_line: The paragraph before the first heading, on one line.
        line: The line of the file on which the bottom line begins.
        first_line: The line of the file on which `text` begins.
    """

    text: str
    bottom_line: str
    sections: tuple[Section, ...]
    line: int
    first_line: int
    problems: tuple[Problem, ...]

    def texts(self) -> Iterator[tuple[str, int]]:
        """Every piece of text with its line."""
        yield self.bottom_line, self.line
        for section in self.sections:
            for block in section.blocks:
                yield block.text, block.line


@cache
def _markdown() -> MarkdownIt:
    from markdown_it import MarkdownIt

    return MarkdownIt("commonmark")


@cache
def _front_matter() -> MarkdownIt:
    from markdown_it import MarkdownIt
    from mdit_py_plugins.front_matter import front_matter_plugin

    return MarkdownIt("zero").use(front_matter_plugin)


def split(source: Source) -> tuple[Source, str, int]:
    """Part a Markdown file into front matter (read as YAML), body and the body's first line.

    Remarks for `check` are taken out of the body: readers never see them.
    """
    tokens = _front_matter().parse(source.text)
    if tokens and tokens[0].type == "front_matter" and tokens[0].map is not None:
        lines = source.text.split("\n")
        # The plugin also ends at an indented line of dashes, which may belong to a text.
        ends = (number for number in range(tokens[0].map[1] - 1, len(lines)) if lines[number].rstrip() == "---")
        end = next(ends, None)
        if end is not None:
            matter = parse("\n".join([*lines[1:end], ""]), source.path, first_line=2)
            if end == 1 and "---" in map(str.rstrip, lines[2:]):
                message = "two lines of --- stand here, one below the other, with no keys between them"
                matter.trap("Y119", message, matter.at(0, 0, 3), "delete one of them")
            below, first_line = lines[end + 1 :], end + 2
            if REMARK in source.text:
                below = _without_remarks(matter, below, first_line)
            return matter, "\n".join(below), first_line
    matter = Source(source.path, source.text)
    lines = matter.lines
    if lines[0].rstrip() == "---":
        # A line that was meant to be it, else where the text begins.
        meant = (number for number, line in enumerate(lines[1:], 1) if _ALMOST.match(line))
        begins = (number for number, line in enumerate(lines[1:], 1) if not line.strip() or line.startswith("#"))
        number = next(meant, None) or next(begins, 0)
        message = "the front matter is not closed: its second line of --- is missing"
        hint = 'write a line "---", and nothing else on it, between the keys and the text'
        matter.trap("Y119", message, matter.at(number, 0, max(len(lines[number]), 1)), hint)
        return matter, "", 1
    hint = 'begin the file with a line "---", the keys, and another line "---"'
    message = "the front matter between two lines of --- is missing"
    matter.trap("Y119", message, matter.at(0, 0), hint)
    return matter, "", 1


def _without_remarks(matter: Source, lines: list[str], first_line: int) -> list[str]:
    """The lines without remarks, which the front matter keeps instead."""
    found = {number: _remarks_in(line) for number, line in enumerate(lines) if REMARK in line}
    rest = {number: _cut(lines[number], matches) for number, matches in found.items()}
    alone = {number for number, matches in found.items() if matches and not rest[number].strip()}
    remarks = []
    for number, matches in found.items():
        about = number
        while about in alone:
            about += 1
        here = number + first_line
        for match in matches:
            span = Span(matter.path, here, match.start("said") + 1, here, match.end("said") + 1)
            remarks.append(Remark(match["said"], span, (here, about + first_line), "<!-- advisor: {} -->"))
    matter.below, matter.gone = tuple(remarks), tuple(sorted(number + first_line for number in alone))
    return [rest.get(number, line) for number, line in enumerate(lines) if number not in alone]


def _remarks_in(line: str) -> list[re.Match[str]]:
    """The remarks of a line, those between backticks left out."""
    return [match for match in _REMARK.finditer(line) if line.count("`", 0, match.start()) % 2 == 0]


def _cut(line: str, matches: list[re.Match[str]]) -> str:
    for match in reversed(matches):
        before, after = line[: match.start()].rstrip(), line[match.end() :]
        line = before + after if before else after.lstrip()
    return line


def read_body(text: str, first_line: int) -> Body:
    """Read a card's body into bottom line and sections; what does not belong is a problem."""
    return _BodyReader(text, first_line).read()


class _BodyReader:
    def __init__(self, text: str, first_line: int) -> None:
        self.text = text
        self.first_line = first_line
        self.defined: set[str] = set()
        self.problems: list[Problem] = []
        self.lead: list[Block] = []
        self.sections: list[Section] = []
        self.blocks: list[Block] = []
        self.foreign = 0
        """The line of the last thing that a card cannot hold, 0 for none."""

    def read(self) -> Body:
        if "<<<<<<<" in self.text and (left := CONFLICT.search(self.text)):
            # Between its lines everything stands twice, and one of them makes a heading of what is above it.
            line = self.first_line + self.text.count("\n", 0, left.start())
            self.problem("S117", "a merge conflict was left here", line, CONFLICT_HINT)
            return Body(self.text, "", (), line, self.first_line, tuple(self.problems))
        env: dict[str, Any] = {}
        tokens = _markdown().parse(self.text, env)
        self.check_definitions(env.get("references", {}))
        depth = 0
        position = 0
        current: tuple[str, int] | None = None
        while position < len(tokens):
            token = tokens[position]
            line = self.line_of(token)
            if token.type == "heading_open":
                title = tokens[position + 1].content.strip()
                if token.tag == "h1" and title not in SECTIONS:
                    # The card's title, most likely: it heads no section, so what follows stays where it is.
                    hint = "delete it: the title stands in the front matter"
                    self.problem("S117", f'"{title}" is no level-2 heading', line, hint)
                else:
                    self.close(current)
                    current = (title, line)
                    self.check_heading(token, title, line)
            elif token.type == "inline":
                opener = tokens[position - 1].type
                if opener == "paragraph_open":
                    current = self.add_paragraph(token, current, bullet=depth > 0)
                self.check_inline(token)
            elif token.type in ("bullet_list_open", "ordered_list_open"):
                depth += 1
                if depth > 1:
                    self.problem(
                        "S117",
                        "a card cannot hold a list inside a list",
                        line,
                        "cards have flat lists only",
                    )
                if token.type == "ordered_list_open":
                    self.problem(
                        "S117",
                        "a card cannot hold a numbered list",
                        line,
                        'begin each point with "- "',
                    )
            elif token.type in ("bullet_list_close", "ordered_list_close"):
                depth -= 1
            elif token.type in _FOREIGN:
                self.problem("S117", f"a card cannot hold {_FOREIGN[token.type]}", line, _FLAT_HINT)
                self.foreign = line
            position += 1
        self.close(current)
        return self.finish()

    def line_of(self, token: Token) -> int:
        return self.first_line + (token.map[0] if token.map else 0)

    def problem(
        self,
        code: str,
        message: str,
        line: int,
        hint: str | None = None,
        severity: Severity = Severity.ERROR,
    ) -> None:
        self.problems.append(Problem(code, message, line, hint, severity))

    def problem_at(self, code: str, message: str, token: Token, words: str, hint: str | None = None) -> None:
        """Keep a problem at the first place of some words in a paragraph or a bullet."""
        line = self.line_of(token)
        lines = self.text.split("\n")[slice(*(token.map or (0, 0)))]
        for number, text in enumerate(lines):
            column = text.find(words)
            if column >= 0:
                self.problems.append(Problem(code, message, line + number, hint, column=column + 1, width=len(words)))
                return
        self.problem(code, message, line, hint)

    def check_definitions(self, definitions: Mapping[str, Mapping[str, Any]]) -> None:
        """Lines like `[^x]: ...`, which Markdown takes out of the text without a word."""
        for label, definition in definitions.items():
            self.defined.add(definition["href"])
            if label.startswith("^"):
                what, hint = "the text of a footnote", _SOURCE_HINT
            else:
                what, hint = "a line that defines a link", "write [words](https://...) where the link belongs"
            line = self.first_line + definition["map"][0]
            self.problem("S117", f"a card cannot hold {what}", line, hint)

    def add_paragraph(self, token: Token, current: tuple[str, int] | None, *, bullet: bool) -> tuple[str, int] | None:
        """Keep a paragraph, and return the section that goes on: what was meant as a heading begins one."""
        line = self.line_of(token)
        words = token.content
        meant = None if bullet else _HEADING_MEANT.match(words) or _TITLE_MEANT.match(words)
        title = section_meant(meant[1]) or meant[1].strip() if meant else ""
        if meant and (title in SECTIONS or words.startswith("#")):
            why = ": a space is missing" if words.startswith("#") else ""
            self.problem("S118", f'"{meant[0]}" is no heading{why}', line, f'write "## {title}"')
            self.close(current)
            current = title, line
            words, line = words[meant.end() :].lstrip("\n"), line + 1
        for slip in _POINT_MEANT.finditer(words):
            message = f'"{slip[0]}" begins no point of a list, so it is printed as it is'
            self.problem_at("C521", message, token, slip[0], "begin each point with a dash and a space")
        if box := _BOX.match(words) if bullet else None:
            self.problem_at("C521", f'"{box[0]}" is printed as it is', token, box[0], "delete the brackets")
        if words:
            block = Block(" ".join(words.split()), bullet, line)
            (self.lead if current is None else self.blocks).append(block)
        return current

    def close(self, current: tuple[str, int] | None) -> None:
        if current is not None:
            if not self.blocks and current[1] >= self.foreign:
                self.problem("S118", f'the section "{current[0]}" is empty', current[1], "fill or delete it")
            self.sections.append(Section(current[0], tuple(self.blocks), current[1]))
            self.blocks = []

    def check_heading(self, token: Token, title: str, line: int) -> None:
        if token.tag != "h2":
            self.problem("S117", f'"{title}" is no level-2 heading', line, f'write "## {title}"')
        elif title not in SECTIONS:
            meant = section_meant(title)
            hint = f'write "## {meant}"' if meant else did_you_mean(title, SECTIONS)
            self.problem("S118", f'a card has no section "{title}"', line, hint)
        elif any(section.title == title for section in self.sections):
            self.problem("S118", f'the section "{title}" stands twice', line, "put both into one")

    def check_inline(self, token: Token) -> None:
        children = token.children or []
        for written in _FOOTNOTE_TEXT.finditer(token.content):
            self.problem_at("S117", "a card cannot hold the text of a footnote", token, written[0], _SOURCE_HINT)
        if (rule := _TABLE.search(token.content)) is not None:
            self.problem_at("S117", "a card cannot hold a table", token, rule[0].strip(), _FLAT_HINT)
        for position, child in enumerate(children):
            if child.type == "html_inline" and child.content.startswith("</"):
                continue
            if child.type in ("image", "html_inline"):
                is_image = child.type == "image"
                what = "a picture" if is_image else f'HTML like "{child.content}"'
                words = "![" if is_image else child.content
                self.problem_at("S117", f"a card cannot hold {what}", token, words, _FLAT_HINT)
            elif child.type == "link_open":
                self.check_link(token, str(child.attrs.get("href", "")), children[position + 1])
            elif child.type == "text" and (refused := _REFUSED.search(child.content)):
                message = f'"{refused[1]}" is no web address'
                hint = "write the whole address, with https://"
                if _ADDRESS.match(refused[1]):
                    message, hint = "this link is not closed", 'write ")" right behind the address'
                self.problem_at("S117", message, token, refused[1] or "](", hint)
            elif child.type == "text" and (parted := _PARTED.search(child.content)):
                message = "the space in front of the address keeps this from being a link"
                self.problem_at("C521", message, token, parted[0], "delete the space")
            elif child.type == "text" and (turned := _TURNED.search(child.content)):
                message = "the brackets of this link stand the other way round"
                self.problem_at("C521", message, token, turned[0], "write [words](address)")
            elif (
                child.type == "text"
                and (lone := _LONE.search(child.content))
                and lone[0] in _LITERAL.sub("", token.content)
            ):
                self.problem_at("C521", f'"{lone[0]}" is printed as it is', token, lone[0], "complete it, or delete it")
            elif child.type == "text" and "**" in child.content and "**" in _LITERAL.sub("", token.content):
                message = 'the stars "**" stand alone, so they are printed as they are'
                hint = "close them behind the last word, or delete them"
                self.problem_at("C521", message, token, "**", hint)

    def check_link(self, token: Token, href: str, first: Token) -> None:
        """A link: where it leads, and whether there is anything to click on."""
        if href in self.defined:
            return
        if not _ADDRESS.match(href):
            hint = "write the whole address, with https://"
            self.problem_at("S117", f'"{href}" is no web address', token, href or "](", hint)
        elif first.type == "link_close":
            self.problem_at("S117", "this link has no words", token, "[](", "write them between the brackets")

    def finish(self) -> Body:
        line = self.lead[0].line if self.lead else self.first_line
        bottom = self.lead[0].text if self.lead else ""
        if not self.lead and not self.sections:
            self.problem("S119", "this card has no text", line, "begin with its bottom line")
            return Body(self.text, "", (), line, self.first_line, tuple(self.problems))
        if not self.lead:
            self.problem(
                "S119",
                "the bottom line is missing",
                line,
                "begin with one paragraph that says what to do",
            )
        elif len(self.lead) == 1 and self.lead[0].bullet:
            self.problem("S119", "the bottom line is a point of a list", line, "write it without the dash")
        elif len(self.lead) > 1:
            place = self.lead[min(1, len(self.lead) - 1)].line
            self.problem(
                "S119",
                "the bottom line is more than one paragraph",
                place,
                "put the rest into a section",
            )
        elif sentences(bottom) > 2:
            self.problem(
                "S119",
                "the bottom line has more than two sentences",
                line,
                "put the rest into a section",
            )
        present = {section.title for section in self.sections}
        # A heading that is misspelt, or that stands behind something foreign, is not missing as well.
        told = self.foreign or present - set(SECTIONS)
        for title in WANTED_SECTIONS:
            if title not in present and not told:
                message = f'the section "{title}" is missing'
                self.problem("S120", message, self.first_line, f'add "## {title}"', Severity.WARNING)
        return Body(self.text, bottom, tuple(self.sections), line, self.first_line, tuple(self.problems))


def section_meant(title: str) -> str | None:
    """The section that a title names in other letters, or with a sign behind it."""
    return next((name for name in SECTIONS if name.casefold() == title.strip(" :*.").casefold()), None)


_FLAT_HINT = "a card has paragraphs and flat lists only"
_SOURCE_HINT = "name the source in `sources`, and describe it in content/sources.yaml"
_FOOTNOTE_TEXT = re.compile(r"^\[\^[^\]\n]{1,100}\]:", re.MULTILINE)
_TURNED = re.compile(r"\([^()\n]{1,80}\)\[https?://")
_LONE = re.compile(r"(?<![\w*])\*(?=\w)|(?<=\w)\*(?![\w*])|~~(?=\w)|`|<!--")
"""A sign of Markdown without its other half, or one that is none here."""
_PARTED = re.compile(r"\][ ]+\(https?://")
_HEADING_MEANT = re.compile(r"#{1,6}([A-Za-z][^\n]{0,80})(?=\n|\Z)")
_TITLE_MEANT = re.compile(r"\*{0,2}([A-Za-z][A-Za-z ]{0,30}):?\*{0,2}:?(?=\n|\Z)")
"""A line that may be meant as a heading, in bold or with a colon behind it."""
_POINT_MEANT = re.compile(
    r"^(?:-(?=[A-Za-z])|[\u2022\u2023\u25aa\u25cf\u00b7][ \t]*|\u2013[ \t]+)\S{1,40}", re.MULTILINE
)
_BOX = re.compile(r"\[[ xX]\](?=\s)")
_REFUSED = re.compile(r"\]\(([^)\s]{0,100})")
"""The rest of a link that the Markdown reader refuses, because its address could run something."""
_ADDRESS = re.compile(r"(https?://|mailto:)\S")
_LITERAL = re.compile(r"`[^`]*`|\\.")
_TABLE = re.compile(r"^[ \t]*(?=[^\n]*\|)\|?[ \t]*:?-{2,}:?[ \t]*(?:\|[ \t]*:?-{2,}:?[ \t]*)*\|?[ \t]*$", re.MULTILINE)
"""The line between head and body of a Markdown table, which plain Markdown reads as words."""
_FOREIGN = {
    "fence": "a code block",
    "code_block": "a code block (is the line indented?)",
    "blockquote_open": "a quotation block",
    "html_block": "HTML",
    "hr": "a line of dashes",
    "table_open": "a table",
}


_SHORT = (
    *("[A-Z]", r"e\.g", r"i\.e", r"U\.S", "[DM]r", "Mrs", "Ms", "St", "Prof", "No", "[Aa]pprox"),
    *("Jan", "Feb", "Aug", "Sep", "Sept", "Oct", "Nov", "Dec"),
)
_SENTENCE_END = re.compile(
    "".join(rf"(?<!\b{word})" for word in _SHORT)
    + r"(?!(?<=\bno)\.\s+\d)[.!?][\"'\u201d)]*(?=\s+[\"'\u201c(]?[A-Z0-9]|$)"
)


def sentences(text: str) -> int:
    """How many sentences a paragraph has.

    Counted are full stops, question and exclamation marks before a capital or the end.
    """
    plain = FOOTNOTE.sub("", text).strip()
    ends = _SENTENCE_END.findall(plain)
    return max(len(ends), 1)


def runs(text: str) -> list[Run]:
    """A piece of card text as styled stretches, footnotes removed."""
    text = FOOTNOTE.sub("", text)
    if not _STYLED.search(text):
        return [Run(text)]
    found: list[Run] = []
    style, href = "", ""
    for child in _markdown().parseInline(text)[0].children or ():
        if child.type in ("strong_open", "em_open"):
            style = child.type.removesuffix("_open")
        elif child.type == "link_open":
            style, href = "link", str(child.attrs.get("href", ""))
        elif child.type in ("strong_close", "em_close", "link_close"):
            style, href = "", ""
        elif child.type == "code_inline":
            found.append(Run(child.content, "code"))
        elif child.type in ("softbreak", "hardbreak"):
            found.append(Run(" ", style, href))
        elif child.content:
            found.append(Run(child.content, style, href))
    return found


_STYLED = re.compile(r"[*_`\[\]\\<&]")


def plain(text: str) -> str:
    """A piece of card text without any styling; links keep their address behind them."""
    return "".join(f"{run.text} ({run.href})" if run.href and run.href != run.text else run.text for run in runs(text))
