"""YAML text in, plain data out, with a place for every piece and a sentence for every trap.

The only module that knows PyYAML. It reads the 1.2 core schema: `yes`, `no` and `on` are words,
`012` and dates stay text, mapping keys are read as written. Anchors, aliases, tags and repeated
keys are refused. Data comes out as dict, list, str, int, float, bool and None; places are looked up
only when a finding needs one, by composing the text again.
"""

from __future__ import annotations

import gc
import re
import stat
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path
from typing import Any, NamedTuple

import yaml
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from advisor.diagnostics import Diagnostic, Related, Span, diagnostic

try:
    from yaml._yaml import CParser as Parser
except ImportError:  # PyYAML without libyaml: the same nodes, ten times slower
    from yaml import SafeLoader as Parser  # type: ignore[assignment]

MAX_BYTES = 16 * 2**20
MAX_DEPTH = 64

Key = str | int
Pathway = tuple[Key, ...]
"""Where something stands in the data: mapping keys and list positions from the top."""

_INT = re.compile(r"-?(?:0|[1-9][0-9]*)\Z")
_FLOAT = re.compile(r"-?(?:0|[1-9][0-9]*)\.[0-9]+\Z")
_WORDS: dict[str, Any] = {"": None, "~": None, "null": None, "Null": None, "NULL": None}
_WORDS |= dict.fromkeys(("true", "True", "TRUE"), True) | dict.fromkeys(("false", "False", "FALSE"), False)
# Both begin with the sign itself, which is found much faster than what may stand before it.
_MARKER = re.compile(r"(?:[&*](?=\S)|!)(?<![^\s,\[{:].)")
_GLUED_HASH = re.compile(r"#(?<=[ \t]#)(?=[^\s#])")
# Besides the control characters: the line ends that no editor shows (YAML 1.1 broke lines there), a
# byte order mark inside the text, and what is no character at all.
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200b\u2060\u2028\u2029\ufeff\ufffe\uffff]|[\ud800-\udfff]")
_TOP_KEY = re.compile(r"^([a-z][a-z0-9_]*):(?=\s|\Z)", re.MULTILINE)
_INDENT = re.compile(r"^( +)(?=[^\s#])", re.MULTILINE)
_ENTRY = re.compile(r"^(?P<lead>\s*(?:- +)*)(?:(?P<key>[^\s#'\"\[{][^#]*?):[ \t]+)?(?P<value>\S.*)$")
_QUOTES = {"'": "an apostrophe", '"': "a quotation mark"}
REMARK = "advisor:"
"""What every comment for `check` begins with."""
_REMARK = re.compile(r"(?<!\S)#[ \t]*advisor:[ \t]*(?=allow\b)")


class Remark(NamedTuple):
    """A comment that speaks to `check`, like `# advisor: allow R403 -- it is always asked`.

    Attributes:
        said: What stands behind `advisor:`, like `allow R403 -- it is always asked`.
        span: The place of that.
        lines: The lines of the file about which it speaks.
        form: How such a comment is written there, `{}` for what is said.
    """

    said: str
    span: Span
    lines: tuple[int, ...]
    form: str


@dataclass(slots=True)
class Source:
    """One YAML text, read.

    Attributes:
        path: The name for findings, relative to the guide.
        text: The text as a person sees it in an editor, line ends normalised.
        data: Plain data, or None where the text could not be read.
        findings: What is wrong with the YAML itself; with an error among them `data` must not be
            trusted.
        first_line: The line of the file on which `text` begins.
        below: The remarks in what stands below, where the text is the front matter of a Markdown file.
        gone: The lines of the file that hold nothing but such a remark: nobody else reads them, so that all that stands
            below is counted without them.
    """

    path: str
    text: str
    data: Any = None
    findings: list[Diagnostic] = field(default_factory=list)
    first_line: int = 1
    below: tuple[Remark, ...] = ()
    gone: tuple[int, ...] = ()
    _root: Node | None = field(default=None, repr=False)
    _lines: list[str] | None = field(default=None, repr=False)
    _children: dict[int, dict[str, tuple[Node, Node]]] = field(default_factory=dict, repr=False)
    _plain_keys: dict[tuple[str, str], int | None] | None = field(default=None, repr=False)

    @property
    def lines(self) -> list[str]:
        """The text line by line; at least one."""
        if self._lines is None:
            self._lines = self.text.split("\n")
        return self._lines

    @property
    def broken(self) -> bool:
        """Whether the data cannot be trusted."""
        return any(finding.is_error for finding in self.findings)

    def span(self, where: Sequence[Key] = (), *, key: bool = False) -> Span:
        """The place of a value, or with `key` of its mapping key.

        Where it is missing, the nearest place around it.
        """
        if self._root is None:
            if key and len(where) == 2 and (place := self._quick(str(where[0]), str(where[1]))) is not None:
                return place
            try:
                self._root = _compose(self.text)
            except (yaml.YAMLError, RecursionError, UnicodeError):
                return Span(self.path, self.first_line, 1, self.first_line, 1)
        node, found = self._root, self._root
        for position, step in enumerate(where):
            last = position == len(where) - 1
            child = None
            if isinstance(node, MappingNode):
                entry = self._entries(node).get(str(step))
                if entry is not None:
                    child = entry[1]
                    found = entry[0] if last and key else child
            elif isinstance(node, SequenceNode) and isinstance(step, int) and step < len(node.value):
                child = found = node.value[step]
            if child is None:
                break
            node = child
        return self._span_of(found)

    def _quick(self, top: str, name: str) -> Span | None:
        """The place of a key one level below the top, where it can be told without composing the text again."""
        below = self.data.get(top) if isinstance(self.data, dict) else None
        line = self._key_lines.get((top, name)) if isinstance(below, dict) and name in below else None
        if line is None:
            return None
        text = self.lines[line]
        return self.at(line, len(text) - len(text.lstrip(" ")), len(name))

    @property
    def _key_lines(self) -> dict[tuple[str, str], int | None]:
        """The lines of the keys one level below the top that begin a line, as they are, and look like no other line."""
        if self._plain_keys is None:
            self._plain_keys = found = {}
            tops = [(match[1], match.end()) for match in _TOP_KEY.finditer(self.text)]
            for (top, begin), (_, end) in zip(tops, [*tops[1:], ("", len(self.text))], strict=True):
                first = _INDENT.search(self.text, begin, end)
                if first is not None:
                    line, before = self.text.count("\n", 0, begin), begin
                    pattern = re.compile(rf"^{first[1]}([a-z][a-z0-9_]*):(?=\s|\Z)", re.MULTILINE)
                    for match in pattern.finditer(self.text, begin, end):
                        line += self.text.count("\n", before, match.start())
                        before = match.start()
                        found[top, match[1]] = None if (top, match[1]) in found else line
        return self._plain_keys

    def _entries(self, node: MappingNode) -> dict[str, tuple[Node, Node]]:
        """Keys of a mapping with their nodes: kept, since a large file may have a fault a line."""
        if id(node) not in self._children:
            self._children[id(node)] = {
                key.value: (key, value) for key, value in node.value if isinstance(key, ScalarNode)
            }
        return self._children[id(node)]

    def _span_of(self, node: Node | None) -> Span:
        if node is None:
            return Span(self.path, self.first_line, 1, self.first_line, 1)
        start, end = node.start_mark, node.end_mark
        end_line, end_column = end.line, end.column
        is_block = isinstance(node, ScalarNode) and node.style in ("|", ">")
        if is_block or (not isinstance(node, ScalarNode) and end_line > start.line):
            # A whole block would underline half the file: its first line says where it is.
            end_line, end_column = start.line, len(self.lines[start.line])
        offset = self.first_line
        return Span(self.path, start.line + offset, start.column + 1, end_line + offset, end_column + 1)

    def in_file(self, span: Span) -> Span:
        """A place that was counted without the lines that are gone, as it is in the file."""
        line, end = span.line, span.end_line
        for gone in self.gone:
            line += line >= gone
            end += end >= gone
        return span._replace(line=line, end_line=end)

    def remarks(self) -> list[Remark]:
        """The comments that speak to `check`; text that only looks like one is none."""
        if REMARK not in self.text:
            return [*self.below]
        found = [(number, match) for number, line in enumerate(self.lines) for match in _REMARK.finditer(line)]
        if not found or self.broken:
            return [*self.below]
        texts = self._texts_at({number for number, _ in found})
        remarks: dict[int, Remark] = {}
        for number, match in found:
            here = (number, match.start())
            if number not in remarks and not any(start <= here < end for start, end in texts):
                said = self.lines[number][match.end() :].rstrip()
                span = self.at(number, match.end(), len(said))
                remarks[number] = Remark(said, span, self._meant(*here), "# advisor: {}")
        return [*remarks.values(), *self.below]

    def _meant(self, number: int, column: int) -> tuple[int, ...]:
        """The lines about which a comment speaks: its own, or where it stands alone the next that is no comment."""
        lines, first = self.lines, self.first_line
        if lines[number][:column].strip():
            return (number + first,)
        after = number + 1
        while after < len(lines) and lines[after].lstrip().startswith("#"):
            after += 1
        # A finding about a whole file stands on its first line, above which there is no room.
        top = [1] if all(line.lstrip().startswith("#") for line in lines[:number]) else []
        is_followed = after < len(lines) and lines[after].strip()
        return (*top, number + first, *([after + first] if is_followed else []))

    def inside_texts(self, numbers: Collection[int]) -> list[int]:
        """Those of some lines, counted from 0, on which a text goes on that began further up."""
        texts = self._texts_at(set(numbers))
        return [number for number in numbers if any(start[0] < number < end[0] + bool(end[1]) for start, end in texts)]

    def _texts_at(self, numbers: set[int]) -> list[tuple[tuple[int, int], tuple[int, int]]]:
        """Begin and end of every text that touches some lines."""
        found = []
        pending = [_compose(self.text)]
        while pending:
            node = pending.pop()
            if isinstance(node, ScalarNode):
                start, end = node.start_mark, node.end_mark
                if any(start.line <= number <= end.line for number in numbers):
                    found.append(((start.line, start.column), (end.line, end.column)))
            elif isinstance(node, MappingNode):
                pending += [part for pair in node.value for part in pair]
            elif node is not None:
                pending += node.value
        return found

    def at(self, line: int, column: int, width: int = 1) -> Span:
        """A place by line and column of the text, both from 0."""
        line += self.first_line
        return Span(self.path, line, column + 1, line, column + 1 + width)

    def trap(
        self,
        code: str,
        message: str,
        span: Span,
        hint: str | None = None,
        related: Span | None = None,
        note: str = "first given here",
    ) -> None:
        """Keep an error of family Y1, with another place that matters and what it has to do with it."""
        also = (Related(related, note),) if related else ()
        self.findings.append(diagnostic(code, message, span, hint, also))


def read_text(file: Path, name: str) -> Source:
    """Read a file as text without parsing it; what keeps it from being text is a finding.

    UTF-8 with or without a byte order mark; every line end becomes a line feed.
    """
    source = _decoded(file, name)
    _refuse_control(source)
    return source


def _decoded(file: Path, name: str) -> Source:
    source = Source(name, "")
    place = source.at(0, 0)
    try:
        found = file.stat()
        if not stat.S_ISREG(found.st_mode):
            # Opening a pipe would wait for ever.
            what = "a folder" if stat.S_ISDIR(found.st_mode) else "no ordinary file"
            message = f"a file is wanted here, and this is {what}"
            source.trap("Y120", message, place, "move it away, and put a file here")
            return source
        if found.st_size > MAX_BYTES:
            message = f"this file is larger than {MAX_BYTES // 2**20} MB"
            source.trap("Y113", message, place, "split it")
            return source
        raw = file.read_bytes()
    except FileNotFoundError:
        source.trap("Y120", "this file is missing", place, "write it, or take it from a backup")
        return source
    except OSError as error:
        message = f"this file cannot be read: {error.strerror or error}"
        source.trap("Y120", message, place, "look at its permissions")
        return source
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        good = raw[: error.start].decode("utf-8", "replace")
        line = good.count("\n")
        column = len(good) - (good.rfind("\n") + 1)
        hint = "save the file as UTF-8 in your editor"
        source.trap("Y101", "this is not UTF-8 text", source.at(line, column), hint)
        return source
    source.text = _line_feeds(text)
    return source


_ORDINARY = bytes([9, 10, 13, *range(32, 127)])


def _refuse_control(source: Source) -> None:
    """A character that nobody sees is printed with the text, and copied with it."""
    if source.text.isascii() and not source.text.encode("ascii").translate(None, _ORDINARY):
        # Told in a twentieth of the time that the pattern takes, and nearly all files are such.
        return
    control = _CONTROL.search(source.text)
    if control:
        line = source.text.count("\n", 0, control.start())
        column = control.start() - (source.text.rfind("\n", 0, control.start()) + 1)
        message = f"an invisible character (U+{ord(control.group()):04X}) stands here"
        source.trap("Y115", message, source.at(line, column), "delete it")


def _line_feeds(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def read(file: Path, name: str) -> Source:
    """Read and parse a YAML file; never raises for what is in it."""
    source = _decoded(file, name)
    return source if source.findings else parse(source.text, name)


def parse(text: str, name: str, first_line: int = 1) -> Source:
    """Parse YAML text; never raises for what is in it."""
    text = _line_feeds(text)
    source = Source(name, text, first_line=first_line)
    _refuse_control(source)
    if source.findings:
        return source
    with collector_paused():
        try:
            _check_depth(source)
            if not source.findings:
                root = _compose(text)
                if _MARKER.search(text):
                    _refuse_anchors(source)
                # With an alias the nodes may form a circle: nothing may follow them then.
                if not source.findings and root is not None:
                    source.data = _Build(source).value(root)
                    if _GLUED_HASH.search(text):
                        _find_cut_text(source, root)
        except RecursionError:
            place = source.at(0, 0)
            source.trap("Y114", f"nested deeper than {MAX_DEPTH} levels", place, "flatten it")
        except yaml.YAMLError as error:
            _explain_syntax(source, error)
    return source


@contextmanager
def collector_paused() -> Iterator[None]:
    """Keep the garbage collector still while many objects are made that all stay."""
    # A large file makes a million objects that all stay; the collector would walk them again and
    # again.
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


class _Composer(Parser):
    """libyaml's composer without PyYAML's tag resolution, which this module replaces."""

    def resolve(self, _kind: type[Node], _value: str | None, _implicit: object) -> str:
        return ""

    def descend_resolver(self, _node: Node, _index: object) -> None:
        pass

    def ascend_resolver(self) -> None:
        pass


def _compose(text: str) -> Node | None:
    composer = _Composer(text)
    try:
        node: Node | None = composer.get_single_node()
        return node
    finally:
        composer.dispose()


def _events(text: str) -> Iterator[Any]:
    yield from yaml.parse(text, Loader=_Composer)  # type: ignore[arg-type]


class _Build:
    """Plain data from nodes, noting what YAML lets pass in silence."""

    def __init__(self, source: Source) -> None:
        self.source = source

    def value(self, node: Node) -> Any:
        if node.tag:
            self.tag(node)
        if type(node) is ScalarNode:
            text: str = node.value
            if node.style == '"':
                self.escapes(node)
            if not node.style and (text in _WORDS or text[0] in "-0123456789"):
                return _plain(text)
            if _POINT in text and not node.style:
                self.swallowed(node)
            return text
        if type(node) is MappingNode:
            return self.mapping(node)
        value = self.value
        return [value(child) for child in node.value]

    def mapping(self, node: MappingNode) -> dict[str, Any]:
        data: dict[str, Any] = {}
        again: list[int] = []
        for number, (key_node, child) in enumerate(node.value):
            key = key_node.value
            if type(key_node) is not ScalarNode or not key or key_node.tag:
                self.bad_key(key_node)
                continue
            if key in data:
                again.append(number)
            if type(child) is ScalarNode and not child.tag and child.style != '"':
                text = child.value
                if not child.style and (text in _WORDS or text[0] in "-0123456789"):
                    if not text and node.flow_style:
                        self.lost_text(node, key_node)
                    data[key] = _plain(text)
                else:
                    if _POINT in text and not child.style:
                        self.swallowed(child)
                    data[key] = text
                continue
            data[key] = self.value(child)
        if again:
            self.repeated(node.value, again)
        return data

    def swallowed(self, node: ScalarNode) -> None:
        """Points of a list that YAML takes for more of the text above them."""
        source = self.source
        for number in range(node.start_mark.line + 1, node.end_mark.line + 1):
            line = source.lines[number]
            if line.lstrip().startswith("- "):
                message = "this point of a list is read as part of the text above it"
                hint = "write the key of the list above it and line it up, or put quotes around the whole text"
                begin = _indent(line)
                source.trap("Y123", message, source.at(number, begin, len(line.rstrip()) - begin), hint)
                return

    def tag(self, node: Node) -> None:
        source = self.source
        line, column = node.start_mark.line, node.start_mark.column
        word = re.match(r"[^\s,\[\]{}]*", source.lines[line][column:])
        written = word.group() if word else ""
        place = source.at(line, column, max(len(written), 1))
        source.trap("Y105", f'"{written}" is read as a YAML tag, not as text', place, _QUOTE_HINT)

    def escapes(self, node: ScalarNode) -> None:
        control = _CONTROL.search(node.value)
        if control:
            message = f"an invisible character (U+{ord(control.group()):04X}) is written here"
            self.source.trap("Y115", message, self.source._span_of(node), "delete it")

    def bad_key(self, key_node: Node) -> None:
        source = self.source
        line, column = key_node.start_mark.line, key_node.start_mark.column
        if type(key_node) is MappingNode or type(key_node) is SequenceNode:
            message = "the text begins with a bracket, which YAML reads as a list or a mapping"
            source.trap("Y108", message, source.at(line, column), _QUOTE_HINT)
        else:
            place = source._span_of(key_node)
            source.trap("Y116", "a key must be a word", place, "write a word before the colon")

    def repeated(self, entries: Sequence[tuple[Node, Node]], again: Sequence[int]) -> None:
        """Keys that stand twice; several that follow each other have one cause, which is a line above them."""
        source = self.source
        for _, run in groupby(enumerate(again), key=lambda entry: entry[1] - entry[0]):
            begin, *more = (number for _, number in run)
            key_node = entries[begin][0]
            key, above = key_node.value, entries[begin - 1]
            first = source._span_of(next(other for other, _ in entries if other.value == key))
            if type(above[1]) is ScalarNode and not above[1].value and not above[1].style:
                message = f'"{above[0].value}" is empty, and "{key}" below it is given twice'
                hint = f'begin "{above[0].value}" further left, or indent what belongs to it'
                source.trap("Y103", message, source._span_of(above[0]), hint, first)
                continue
            message, hint = f'"{key}" is given twice; only one can count', "delete or rename one of them"
            if more:
                below = f"the {len(more)} keys" if more[1:] else "the key"
                message = f'"{key}" and {below} below it are given twice; only one of each can count'
                hint = "write the line that begins an entry above it, where that is missing; or delete one of each"
            source.trap("Y103", message, source._span_of(key_node), hint, first)

    def lost_text(self, node: MappingNode, key_node: Node) -> None:
        source = self.source
        span = source._span_of(key_node)
        after = source.lines[key_node.end_mark.line][key_node.end_mark.column :].lstrip()
        if after.startswith(":"):
            return
        if spaceless := _SPACELESS.match(key_node.value):
            message = f'a space is missing behind the colon of "{key_node.value}"'
            hint = f'write "{spaceless[1]}: {spaceless[2]}"'
            source.trap("Y108", message, span, hint)
        elif len(node.value) == 1 and (equal := EQUAL.fullmatch(key_node.value)):
            message = f'YAML reads "{{{key_node.value}}}" as a key without a value'
            source.trap("Y108", message, source._span_of(node), f"write {{{equal[1]}: {equal[2]}}}")
        elif len(node.value) == 1:
            message = f'the text begins with "{{", so YAML reads "{{{key_node.value}}}" as a mapping'
            hint = _LIST_HINT.format(key_node.value) if key_node.value.isidentifier() else _QUOTE_HINT
            source.trap("Y108", message, source._span_of(node), hint)
        elif all(type(child) is ScalarNode and not child.value for _, child in node.value):
            if key_node is node.value[0][0]:
                words = ", ".join(str(key.value) for key, _ in node.value)
                message = f'YAML reads "{{{words}}}" as keys without values'
                source.trap("Y107", message, source._span_of(node), _LIST_HINT.format(words))
        else:
            message = f'a comma inside {{ }} ended the text before "{key_node.value}"'
            hint = "put quotes around the whole text, or give each key its own line"
            source.trap("Y107", message, span, hint)


_SPACELESS = re.compile(r"(?!(?:season|card|tree):)([a-z][a-z0-9_]*):(?!//)(\S.{0,60})\Z")
"""A key whose colon has nothing behind it, so that YAML takes key and value for one word; no reference, no address."""
EQUAL = re.compile(r"([a-z][a-z0-9_]*)\s*(?:==?|\bis\b)\s*(\w+)")
"""A test as one writes it elsewhere."""
_POINT = " - "
_QUOTE_HINT = "put quotes around the whole text"
_LIST_HINT = "put quotes around the whole text; for a list write [{}]"


def _plain(text: str) -> Any:
    if text in _WORDS:
        return _WORDS[text]
    if _INT.match(text):
        return int(text) if len(text) < 20 else text
    if _FLOAT.match(text):
        number = float(text)
        return number if repr(number) == text else text
    return text


def _check_depth(source: Source) -> None:
    text = source.text
    deepest = text.count("[") + text.count("{")
    if deepest > MAX_DEPTH:
        depth = deepest = 0
        for sign in re.findall(r"[\[\]{}]", text):
            if sign in "[{":
                depth += 1
                deepest = max(deepest, depth)
            elif depth:
                depth -= 1
    # Only brackets and indentation open levels. Most texts have too few of them, which is told
    # faster than by reading.
    if deepest <= MAX_DEPTH:
        room = MAX_DEPTH - deepest
        if not re.search(r"^[ ?-]{%d}" % max(room, 1), text, re.MULTILINE):  # noqa: UP031
            return
    level = 0
    for event in _events(text):
        if isinstance(event, yaml.CollectionStartEvent):
            level += 1
        elif isinstance(event, yaml.CollectionEndEvent):
            level -= 1
        if level > MAX_DEPTH:
            mark = event.start_mark
            place = source.at(mark.line, mark.column)
            source.trap("Y114", f"nested deeper than {MAX_DEPTH} levels", place, "flatten it")
            return


def _refuse_anchors(source: Source) -> None:
    for event in _events(source.text):
        mark = event.start_mark
        anchor = getattr(event, "anchor", None)
        if anchor:
            sign = "*" if isinstance(event, yaml.AliasEvent) else "&"
            message = f'"{sign}{anchor}" is read as a YAML {"alias" if sign == "*" else "anchor"}'
            hint = "put quotes around the whole text, or write the text out again"
            source.trap("Y104", message, source.at(mark.line, mark.column, len(anchor) + 1), hint)
        elif getattr(event, "tag", None) == "!":
            # The only tag that composing leaves no trace of.
            message = '"!" is read as a YAML tag, not as text'
            source.trap("Y105", message, source.at(mark.line, mark.column), _QUOTE_HINT)


def _find_cut_text(source: Source, root: Node) -> None:
    lines = source.lines
    hint = 'put quotes around the whole text; for a comment, write a space after "#"'
    pending = [root]
    while pending:
        node = pending.pop()
        if isinstance(node, ScalarNode):
            if not node.style:
                line, column = node.end_mark.line, node.end_mark.column
                rest = lines[line][column:] if line < len(lines) else ""
                if re.match(r"[ \t]+#[^\s#]", rest):
                    cut = rest.strip()
                    place = source.at(line, len(lines[line]) - len(rest.lstrip()), len(cut))
                    source.trap("Y106", f'the text is cut at "#": "{cut}" is lost', place, hint)
        elif isinstance(node, MappingNode):
            pending += [part for pair in node.value for part in pair]
        else:
            pending += node.value


def _explain_syntax(source: Source, error: yaml.YAMLError) -> None:
    """Turn a parser's complaint into the sentence that names the mistake behind it."""
    lines = source.lines
    mark = getattr(error, "problem_mark", None)
    context = getattr(error, "context_mark", None)
    problem = str(getattr(error, "problem", None) or error).strip()
    if mark is None:
        source.trap("Y102", f"this is not YAML: {problem}", source.at(0, 0))
        return
    line = min(mark.line, len(lines) - 1)
    column = min(mark.column, len(lines[line]))
    is_second = "expected a single document" in str(getattr(error, "context", ""))
    if is_second or ("document start" in problem and "..." in (part[:3] for part in lines[:line])):
        message = "a second document begins here; one file holds one"
        source.trap("Y117", message, source.at(line, 0, 3), 'delete the line "---" or "..."')
        return
    seen = [line, *([context.line] if context and context.line < len(lines) else [])]
    for number in dict.fromkeys([*seen, max(line - 1, 0)]):
        if _trap_in_line(source, number, lines[number], problem):
            return
    if context is not None and problem in _AT_CONTEXT and context.line < len(lines):
        line, column = context.line, min(context.column, len(lines[context.line]))
    if _slip_of_typing(source, line, problem):
        return
    hint = "look at this line and the one above"
    sentence, hint = _IN_PLAIN_WORDS.get(problem, (f"this is not YAML: {problem}", hint))
    place, begin = source.at(line, column), None
    if sentence == _LINE_UP[0]:
        if (moved := _moved_left(lines, line)) is not None:
            indent = _indent(lines[moved])
            sentence, hint = "this line stands further left than the keys around it", "indent it exactly like them"
            source.trap("Y102", sentence, source.at(moved, indent), hint, place, "a key that goes on with them")
            return
        begin = _first_beside(source, line)
    source.trap("Y102", sentence, place, hint, begin, "the lines before it begin here")


def _moved_left(lines: Sequence[str], number: int) -> int | None:
    """The key above a line that parts it from the keys with which it lines up; one that stands among such elsewhere."""
    indent = _indent(lines[number])
    filled = [place for place in range(number) if lines[place].split("#")[0].strip()]
    moved = next((place for place in reversed(filled) if _indent(lines[place]) < indent), None)
    if moved is None or not _KEY_ALONE.fullmatch(lines[moved]):
        return None
    beside = next((place for place in reversed(filled) if place < moved and _indent(lines[place]) <= indent), None)
    if beside is None or _indent(lines[beside]) != indent:
        return None
    return moved if f"{' ' * indent}{lines[moved].strip()}" in map(str.rstrip, lines) else None


def _slip_of_typing(source: Source, number: int, problem: str) -> bool:
    """Name a sign that YAML does not read as its author does, in a line or in the one above; whether there was one."""
    lines = source.lines
    for here, line in enumerate(lines):
        if CONFLICT.match(line):
            message = "a merge conflict was left here: two versions of some lines stand below each other"
            source.trap("Y102", message, source.at(here, 0, len(line)), CONFLICT_HINT)
            return True
    above = _above(lines, number)
    both = [number] if above is None else [number, above]
    for here in both:
        if strange := _STRANGE.search(lines[here]):
            sign = strange[0][-1]
            name, ordinary = ("colon", ":") if sign == "\uff1a" else ("space", " ")
            message = f"this {name} (U+{ord(sign):04X}) is not an ordinary one, so YAML does not see it"
            source.trap("Y102", message, source.at(here, strange.end() - 1), f'delete it and type "{ordinary}"')
            return True
    for here in both:
        if dash := _DASH.match(lines[here]):
            message = "a space is missing behind this dash" if dash[1] == "-" else 'this dash is not the ordinary "-"'
            source.trap("Y102", message, source.at(here, dash.start(1)), 'begin each point with "- "')
            return True
    for here in both:
        if (spaceless := _NO_SPACE.fullmatch(lines[here])) and "expected ':'" in problem:
            message = f'a space is missing behind the colon of "{spaceless[1]}"'
            hint = f'write "{spaceless[2]}: {spaceless[3]}"'
            source.trap("Y102", message, source.at(here, spaceless.start(1), len(spaceless[1])), hint)
            return True
    if "mapping values" in problem and above is not None:
        bare = _COLONLESS.match(lines[above])
        if bare and ": " not in lines[above] and _indent(lines[above]) == _indent(lines[number]):
            message = "a colon with a space behind it is missing in this line"
            source.trap("Y102", message, source.at(above, bare.start(1), len(bare[1])), f'write "{bare[1]}: ..."')
            return True
        if _indent(lines[above]) < _indent(lines[number]) and (word := _WORD_ALONE.fullmatch(lines[above])):
            message = "a colon is missing behind this word"
            source.trap("Y102", message, source.at(above, word.start(1), len(word[1])), f'write "{word[1]}:"')
            return True
        key = _POINTS.get(_list_above(lines, above))
        if (bare := _BARE_POINT.match(lines[above])) and key:
            message = "a key stands here, but the point above it is a text without a key"
            place = source.at(above, bare.start(1), len(bare[1]))
            source.trap("Y102", message, place, f'write "{key}: {bare[1] if len(bare[1]) <= 60 else "..."}"')
            return True
    return False


def _list_above(lines: Sequence[str], number: int) -> str:
    """The key of the list to which a line with a dash belongs; "" where none is to be seen."""
    for above in range(number - 1, -1, -1):
        line = lines[above]
        if line.strip() and _indent(line) <= _indent(lines[number]) and not line.lstrip().startswith(("-", "#")):
            return line.strip().removesuffix(":")
    return ""


def _first_beside(source: Source, number: int) -> Span | None:
    """The first of the lines with which a line should line up: the one after the last that is indented less."""
    above = [(place, line) for place, line in enumerate(source.lines[:number]) if line.split("#")[0].strip()]
    indent = _indent(source.lines[number])
    first = None
    for place, line in reversed(above):
        if _indent(line) < indent:
            break
        first = place
    return source.at(first, _indent(source.lines[first])) if first is not None else None


def _above(lines: Sequence[str], number: int) -> int | None:
    """The last line above that is not empty."""
    return next((above for above in range(number - 1, -1, -1) if lines[above].strip()), None)


_NO_SPACE = re.compile(r"[ ]*(?:-[ ]+)?(([a-z][a-z0-9_]*):(?!//)(\S.{0,60}?))[ ]*")
_WORD_ALONE = re.compile(r"[ ]*([a-z][a-z0-9_]*)[ ]*")
_KEY_ALONE = re.compile(r"[ ]*[a-z][a-z0-9_]*:[ ]*")
_BARE_POINT = re.compile(r"[ ]*-[ ]+((?![a-z][a-z0-9_]*:(?:[ ]|\Z))\S.*?)[ ]*\Z")
"""A point of a list that is a text."""
_POINTS = {"cards": "card", "phrases": "phrase", "notes": "text", "next": "to"}
"""The key that the point of a list begins with where it is more than a text."""
CONFLICT = re.compile(r"^(?:<{7}|>{7})(?=[ ]|$)", re.MULTILINE)
"""The first and the last line of what a program for versions could not join."""
CONFLICT_HINT = "keep one of the two, and delete the lines of signs"
_DASH = re.compile("[ ]*(-(?=[a-z][a-z0-9_]*:|[a-z][a-z0-9_-]*[ ]*\\Z)|[\u2013\u2014](?=[ ]))")
"""A dash that was meant to begin a point of a list."""
_COLONLESS = re.compile(r"[ ]*([a-z][a-z0-9_]*)(?::\S|[ \t]+\S)")
"""A key of which only the colon, or only the space behind it, is forgotten."""
_STRANGE = re.compile("^[^:]*?[a-z0-9_]\uff1a|^ *[\u00a0\u3000]")
"""A colon of Chinese or Japanese keyboards behind a key, or a space that is none of YAML's in an indentation."""


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())


_LINE_UP = ("this line does not line up with those before it", "indent it exactly like them")
_IN_PLAIN_WORDS = {
    "found unexpected end of stream": (
        "the quotation mark that opens here is never closed",
        "write the same mark at the end of the text",
    ),
    "found unexpected document indicator": (
        "the quotation mark that opens here is never closed",
        "write the same mark at the end of the text",
    ),
    "found unknown escape character": (
        "a backslash between double quotes begins a special sign",
        "write \\\\ for a backslash, or use single quotes",
    ),
    "mapping values are not allowed in this context": (
        "a key stands here, but what it belongs to already has a text",
        "indent it exactly like the keys around it; if it goes on with the text above, put quotes around all of that",
    ),
    "could not find expected ':'": (
        "a line without a colon stands here",
        'write "key: text", or indent the line so that it goes on with the text above',
    ),
    "did not find expected key": _LINE_UP,
    "did not find expected '-' indicator": _LINE_UP,
}
_AT_CONTEXT = frozenset(
    (
        "found unexpected end of stream",
        "found unexpected document indicator",
        "could not find expected ':'",
    )
)
_BLOCK_HEADER = re.compile(r"[|>][-+0-9]{0,2}(?:[ \t]+#.*)?\Z")
_FLOW_COLON = re.compile(r"\{\s*[^\s:,{}]+:\s[^,{}\[\]\"']*?(:)\s")


def _trap_in_line(source: Source, number: int, line: str, problem: str) -> bool:
    indent = line[: len(line) - len(line.lstrip())]
    if "\t" in indent:
        column = indent.index("\t")
        message = "a tab stands where YAML wants spaces"
        source.trap("Y112", message, source.at(number, column), "use spaces only")
        return True
    match = _ENTRY.match(line)
    if not match:
        return False
    value = match["value"].rstrip()
    begin = match.start("value")
    place = source.at(number, begin, len(value))
    first = value[0]
    if first in "'\"":
        return _trap_of_quotes(source, value, place)
    if first in "[{":
        return _trap_of_brackets(source, number, value, begin)
    begins_key = first in "?-" and (value[1:2] == " " or len(value) == 1) and match["key"]
    if (first in "*&!%@`>|,]}" and not _BLOCK_HEADER.match(value)) or begins_key:
        message = f'the text begins with "{first}", a sign that YAML uses itself'
        least = re.fullmatch(r">=[ ]*(\d{1,9})", value)
        source.trap("Y111", message, place, f"write {{at_least: {least[1]}}}" if least else _QUOTE_HINT)
        return True
    colon = re.search(r":(?:\s|$)", value)
    is_text = " " in value[: colon.start()] if colon else False
    if colon and (match["key"] or ("mapping values" in problem and is_text)):
        _colon_in_text(source, number, begin + colon.start())
        return True
    return False


_MAPPED = re.compile(
    r"[ ]*(?:-[ ]+)?(?:assumes|when|only_when|given|answers|blanks|window|expect):[ ]+([a-z][a-z0-9_]*:[ ].*?)[ ]*\Z"
)
"""A line whose key holds keys and values, the first of which stands behind it."""
_PREFIX = re.compile(r"(?<![^\s{\[,:])(card|tree|season)\Z")


def _colon_in_text(source: Source, number: int, column: int) -> None:
    message = "a colon and a space inside a text begin a new key"
    line = source.lines[number]
    prefix = _PREFIX.search(line[:column])
    hint = f'write "{prefix[1]}:" and the name without a space between' if prefix else _QUOTE_HINT
    if mapped := _MAPPED.match(line):
        hint = (
            f"write {{{mapped[1]}}}" if len(mapped[1]) <= 60 else "put braces around what stands behind the first colon"
        )
    source.trap("Y109", message, source.at(number, column), hint)


def _trap_of_quotes(source: Source, value: str, place: Span) -> bool:
    mark, rest = value[0], value[1:]
    closing = rest.find(mark)
    after = rest[closing + 1 :]
    if closing < 0 or not after.strip() or after.lstrip().startswith(("#", ":", ",")):
        return False
    if mark == "'" and after[:1].isalpha():
        message = f"the apostrophe after \"{rest[:closing]}\" ends a text that is in ' '"
        source.trap("Y118", message, place, 'use " " around the text, or no quotes')
        return True
    message = f"the text begins with {_QUOTES[mark]}, so YAML ends it at the next one"
    hint = f"put {'double' if mark == chr(39) else 'single'} quotes around all"
    source.trap("Y110", message, place, hint)
    return True


def _trap_of_brackets(source: Source, number: int, value: str, begin: int) -> bool:
    try:
        _compose(value)
    except yaml.YAMLError:
        pass
    else:
        # Sound in itself: the mistake is elsewhere.
        return False
    if (missing := _unclosed(value)) and _LISTED.match(value):
        message = f'the "{value[0]}" that begins here is not closed'
        source.trap("Y102", message, source.at(number, begin, len(value)), f'add "{missing}" at the end')
        return True
    inner = _FLOW_COLON.match(value)
    if inner:
        _colon_in_text(source, number, begin + inner.start(1))
        return True
    what = "a list" if value[0] == "[" else "a mapping"
    message = f'the text begins with "{value[0]}", which YAML reads as {what}'
    link = re.fullmatch(r"\[[^\]]*\]\((https?://\S{1,200})\)", value)
    hint = f"write the address alone: {link[1]}" if link else _QUOTE_HINT
    source.trap("Y108", message, source.at(number, begin, len(value)), hint)
    return True


_LISTED = re.compile(r"[\[{]+\s*[a-z0-9_-]+\s*(?:[,:\[{\]}]|\Z)")
"""What begins with ids, as lists and tests do, and not like a text."""
_CLOSING = {"[": "]", "{": "}"}


def _unclosed(value: str) -> str:
    """The brackets that are missing at the end of a value, if nothing else is."""
    missing = ""
    for letter in value:
        if letter in _CLOSING:
            missing = _CLOSING[letter] + missing
        elif letter == missing[:1]:
            missing = missing[1:]
    try:
        _compose(value + missing)
    except yaml.YAMLError:
        return ""
    return missing
