"""YAML text in, plain data out, with a place for every piece and a sentence for every trap.

The only module that knows PyYAML. It reads the 1.2 core schema: `yes`, `no` and `on` are words, `012` and dates stay
text, mapping keys are read as written. Anchors, aliases, tags and repeated keys are refused. Data comes out as dict, list,
str, int, float, bool and None; places are looked up only when a finding needs one, by composing the text again.
"""

from __future__ import annotations

import gc
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from advisor.diagnostics import Diagnostic, Related, Severity, Span

try:
    from yaml.cyaml import CParser as Parser
except ImportError:  # PyYAML without libyaml: the same nodes, ten times slower
    from yaml import SafeLoader as Parser

MAX_BYTES = 16 * 2**20
MAX_DEPTH = 64

Key = str | int
Pathway = tuple[Key, ...]
"""Where something stands in the data: mapping keys and list positions from the top."""

NAMES = {
    "Y101": "not-utf8",
    "Y102": "syntax-error",
    "Y103": "repeated-key",
    "Y104": "alias-or-anchor",
    "Y105": "tag",
    "Y106": "text-cut-at-hash",
    "Y107": "text-cut-at-comma",
    "Y108": "text-begins-with-bracket",
    "Y109": "colon-inside-text",
    "Y110": "text-begins-with-quote",
    "Y111": "text-begins-with-sign",
    "Y112": "tab-as-indent",
    "Y113": "too-large",
    "Y114": "too-deep",
    "Y115": "control-character",
    "Y116": "key-is-not-a-word",
    "Y117": "several-documents",
    "Y118": "apostrophe-ends-text",
    "Y119": "front-matter-missing",
    "Y120": "unreadable-file",
}

_INT = re.compile(r"-?(?:0|[1-9][0-9]*)\Z")
_FLOAT = re.compile(r"-?(?:0|[1-9][0-9]*)\.[0-9]+\Z")
_WORDS: dict[str, Any] = {"": None, "~": None, "null": None, "Null": None, "NULL": None}
_WORDS |= dict.fromkeys(("true", "True", "TRUE"), True) | dict.fromkeys(("false", "False", "FALSE"), False)
_MARKER = re.compile(r"(?:^|[\s,\[{:])[&*!]\S", re.MULTILINE)
_GLUED_HASH = re.compile(r"\S[ \t]+#[^\s#]")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]|[\ud800-\udfff]")
_DEEP = re.compile(r"(?:[-?] +){%d}" % MAX_DEPTH)
_ENTRY = re.compile(r"^(?P<lead>\s*(?:- +)*)(?:(?P<key>[^\s#'\"\[{][^#]*?):[ \t]+)?(?P<value>\S.*)$")
_QUOTES = {"'": "an apostrophe", '"': "a quotation mark"}


@dataclass(slots=True)
class Source:
    """One YAML text, read.

    Attributes:
        path: The name for findings, relative to the guide.
        text: The text as a person sees it in an editor, line ends normalised.
        data: Plain data, or None where the text could not be read.
        findings: What is wrong with the YAML itself; with an error among them `data` must not be trusted.
        first_line: The line of the file on which `text` begins.
    """

    path: str
    text: str
    data: Any = None
    findings: list[Diagnostic] = field(default_factory=list)
    first_line: int = 1
    _root: Node | None = field(default=None, repr=False)

    @property
    def broken(self) -> bool:
        """Whether the data cannot be trusted."""
        return any(finding.is_error for finding in self.findings)

    def span(self, where: Sequence[Key] = (), *, key: bool = False) -> Span:
        """The place of a value, or with `key` of its mapping key; the nearest enclosing place where it is missing."""
        if self._root is None:
            try:
                self._root = _compose(self.text)
            except (yaml.YAMLError, RecursionError):
                return Span(self.path, self.first_line, 1, self.first_line, 1)
        node, found = self._root, self._root
        for position, step in enumerate(where):
            last = position == len(where) - 1
            child = None
            if isinstance(node, MappingNode):
                for key_node, value in node.value:
                    if key_node.value == str(step):
                        child = value
                        found = key_node if last and key else value
            elif isinstance(node, SequenceNode) and isinstance(step, int) and step < len(node.value):
                child = found = node.value[step]
            if child is None:
                break
            node = child
        return self._span_of(found)

    def _span_of(self, node: Node | None) -> Span:
        if node is None:
            return Span(self.path, self.first_line, 1, self.first_line, 1)
        start, end = node.start_mark, node.end_mark
        end_line, end_column = end.line, end.column
        if not isinstance(node, ScalarNode) and end_line > start.line or getattr(node, "style", None) in ("|", ">"):
            end_line, end_column = start.line, len(self.text.splitlines()[start.line])
        offset = self.first_line
        return Span(self.path, start.line + offset, start.column + 1, end_line + offset, end_column + 1)

    def at(self, line: int, column: int, width: int = 1) -> Span:
        """A place by line and column of the text, both from 0."""
        line += self.first_line
        return Span(self.path, line, column + 1, line, column + 1 + width)

    def find(
        self, code: str, name: str, message: str, span: Span, hint: str | None = None, related: Span | None = None
    ) -> None:
        """Keep an error."""
        also = (Related(related, "first given here"),) if related else ()
        self.findings.append(Diagnostic(code, name, Severity.ERROR, message, span, hint, also))

    def trap(self, code: str, message: str, span: Span, hint: str | None = None, related: Span | None = None) -> None:
        """Keep an error of family Y1."""
        self.find(code, NAMES[code], message, span, hint, related)


def read_text(file: Path, name: str) -> Source:
    """Read a file as text without parsing it; what keeps it from being text is a finding.

    UTF-8 with or without a byte order mark; line ends of every kind become `\\n`.
    """
    source = Source(name, "")
    try:
        if file.stat().st_size > MAX_BYTES:
            source.trap("Y113", f"this file is larger than {MAX_BYTES // 2**20} MB", source.at(0, 0), "split it")
            return source
        raw = file.read_bytes()
    except OSError as error:
        source.trap("Y120", f"this file cannot be read: {error.strerror or error}", source.at(0, 0))
        return source
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        good = raw[: error.start].decode("utf-8", "replace")
        line = good.count("\n")
        column = len(good) - (good.rfind("\n") + 1)
        source.trap("Y101", "this is not UTF-8 text", source.at(line, column), "save the file as UTF-8 in your editor")
        return source
    source.text = text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text
    return source


def read(file: Path, name: str) -> Source:
    """Read and parse a YAML file; never raises for what is in it."""
    source = read_text(file, name)
    return source if source.findings else parse(source.text, name)


def parse(text: str, name: str, first_line: int = 1) -> Source:
    """Parse YAML text; never raises for what is in it."""
    source = Source(name, text, first_line=first_line)
    control = _CONTROL.search(text)
    if control:
        line = text.count("\n", 0, control.start())
        column = control.start() - (text.rfind("\n", 0, control.start()) + 1)
        what = f"U+{ord(control.group()):04X}"
        source.trap("Y115", f"a control character ({what}) stands here", source.at(line, column), "delete it")
        return source
    with _collector_paused():
        try:
            _check_depth(source)
            if not source.findings:
                root = _compose(text)
                if _MARKER.search(text):
                    _refuse_anchors(source)
                if not source.findings and root is not None:
                    source.data = _Build(source).value(root)
                if _GLUED_HASH.search(text) and root is not None:
                    _find_cut_text(source, root)
        except RecursionError:
            source.trap("Y114", f"nested deeper than {MAX_DEPTH} levels", source.at(0, 0), "flatten it")
        except yaml.YAMLError as error:
            _explain_syntax(source, error)
    return source


@contextmanager
def _collector_paused() -> Iterator[None]:
    # A large file makes a million objects that all stay; the collector would walk them again and again.
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


class _Composer(Parser):  # type: ignore[misc]
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


class _Build:
    """Plain data from nodes, noting what YAML lets pass in silence."""

    def __init__(self, source: Source) -> None:
        self.source = source

    def value(self, node: Node) -> Any:
        if node.tag:
            self.source.trap(
                "Y105", f'"{node.tag}" at the start is read as a YAML tag', self.source._span_of(node), _QUOTE_HINT
            )
        if type(node) is ScalarNode:
            text: str = node.value
            if not node.style and (text in _WORDS or text[0] in "-0123456789"):
                return _plain(text)
            return text
        if type(node) is MappingNode:
            return self.mapping(node)
        value = self.value
        return [value(child) for child in node.value]

    def mapping(self, node: MappingNode) -> dict[str, Any]:
        data: dict[str, Any] = {}
        for key_node, child in node.value:
            key = key_node.value
            if type(key_node) is not ScalarNode or not key or key_node.tag:
                self.bad_key(node, key_node)
                continue
            if key in data:
                self.repeated(node, key_node)
            if type(child) is ScalarNode:
                text = child.value
                if not child.style and (text in _WORDS or text[0] in "-0123456789"):
                    if not text and node.flow_style:
                        self.lost_text(node, key_node)
                    data[key] = _plain(text)
                    continue
                if not child.tag:
                    data[key] = text
                    continue
            data[key] = self.value(child)
        return data

    def bad_key(self, node: MappingNode, key_node: Node) -> None:
        source = self.source
        line, column = key_node.start_mark.line, key_node.start_mark.column
        if type(key_node) is MappingNode or type(key_node) is SequenceNode:
            message = "the text begins with a bracket, which YAML reads as a list or a mapping"
            source.trap("Y108", message, source.at(line, column), _QUOTE_HINT)
        else:
            source.trap("Y116", "a key must be a word", source._span_of(key_node), "write a word before the colon")

    def repeated(self, node: MappingNode, key_node: Node) -> None:
        first = next(k for k, _ in node.value if k.value == key_node.value)
        source = self.source
        source.trap(
            "Y103",
            f'"{key_node.value}" is given twice; only one can count',
            source._span_of(key_node),
            "delete or rename one of them",
            source._span_of(first),
        )

    def lost_text(self, node: MappingNode, key_node: Node) -> None:
        source = self.source
        span = source._span_of(key_node)
        after = source.text.splitlines()[key_node.end_mark.line][key_node.end_mark.column :].lstrip()
        if after.startswith(":"):
            return
        if len(node.value) == 1:
            message = f'the text begins with "{{", so YAML reads "{{{key_node.value}}}" as a mapping'
            source.trap("Y108", message, source._span_of(node), _QUOTE_HINT)
        else:
            message = f'a comma inside {{ }} ended the text before "{key_node.value}"'
            source.trap("Y107", message, span, "put quotes around the whole text, or give each key its own line")


_QUOTE_HINT = "put quotes around the whole text"


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
    depth = deepest = 0
    if text.count("[") + text.count("{") > MAX_DEPTH:
        for found in re.finditer(r"[\[\]{}]", text):
            depth = depth + 1 if found.group() in "[{" else max(0, depth - 1)
            deepest = max(deepest, depth)
    deep = _DEEP.search(text)
    if deepest <= MAX_DEPTH and not deep:
        return
    level = 0
    for event in yaml.parse(text, Loader=_Composer):
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
    for event in yaml.parse(source.text, Loader=_Composer):
        anchor = getattr(event, "anchor", None)
        if anchor:
            mark = event.start_mark
            sign = "*" if isinstance(event, yaml.AliasEvent) else "&"
            message = f'"{sign}{anchor}" is read as a YAML {"alias" if sign == "*" else "anchor"}'
            hint = "put quotes around the whole text, or write the text out again"
            source.trap("Y104", message, source.at(mark.line, mark.column, len(anchor) + 1), hint)


def _find_cut_text(source: Source, root: Node) -> None:
    lines = source.text.splitlines()
    pending = [root]
    while pending:
        node = pending.pop()
        if isinstance(node, ScalarNode):
            if not node.style and node.value:
                line, column = node.end_mark.line, node.end_mark.column
                rest = lines[line][column:] if line < len(lines) else ""
                if re.match(r"[ \t]+#[^\s#]", rest):
                    cut = rest.lstrip()
                    place = source.at(line, len(lines[line]) - len(cut), len(cut))
                    hint = 'put quotes around the whole text; for a comment, write a space after "#"'
                    source.trap("Y106", f'the text is cut at "#": "{cut}" is lost', place, hint)
        elif isinstance(node, MappingNode):
            pending += [part for pair in node.value for part in pair]
        else:
            pending += node.value


def _explain_syntax(source: Source, error: yaml.YAMLError) -> None:
    """Turn a parser's complaint into the sentence that names the mistake behind it."""
    lines = source.text.splitlines() or [""]
    mark = getattr(error, "problem_mark", None)
    context = getattr(error, "context_mark", None)
    problem = str(getattr(error, "problem", None) or error).strip()
    if mark is None:
        source.trap("Y102", f"this is not YAML: {problem}", source.at(0, 0))
        return
    line = min(mark.line, len(lines) - 1)
    if "expected a single document" in str(getattr(error, "context", "")):
        source.trap("Y117", "a second document begins here; one file holds one", source.at(line, 0, 3), 'delete "---"')
        return
    seen = [line, *([context.line] if context and context.line < len(lines) else [])]
    for number in dict.fromkeys([*seen, max(line - 1, 0)]):
        if _trap_in_line(source, number, lines[number], problem):
            return
    column = min(mark.column, len(lines[line]))
    source.trap("Y102", f"this is not YAML: {problem}", source.at(line, column), "look at this line and the one above")


def _trap_in_line(source: Source, number: int, line: str, problem: str) -> bool:
    indent = line[: len(line) - len(line.lstrip())]
    if "\t" in indent:
        column = indent.index("\t")
        source.trap("Y112", "a tab stands where YAML wants spaces", source.at(number, column), "use spaces only")
        return True
    match = _ENTRY.match(line)
    if not match:
        return False
    value = match["value"].rstrip()
    place = source.at(number, match.start("value"), len(value))
    first = value[0]
    if first in "'\"":
        rest = value[1:]
        closing = rest.find(first)
        if closing >= 0 and rest[closing + 1 :].strip() and not rest[closing + 1 :].lstrip().startswith(("#", ":", ",")):
            if first == "'" and rest[closing + 1 : closing + 2].isalpha():
                message = f"the apostrophe after \"{rest[:closing]}\" ends a text that is in ' '"
                source.trap("Y118", message, place, 'use " " around the text, or no quotes')
            else:
                message = f"the text begins with {_QUOTES[first]}, so YAML ends it at the next one"
                source.trap("Y110", message, place, f"put {'double' if first == chr(39) else 'single'} quotes around all")
            return True
        return False
    if first in "[{" and ("flow" not in problem or not value.endswith(("]", "}", ","))):
        message = f'the text begins with "{first}", which YAML reads as a {"list" if first == "[" else "mapping"}'
        source.trap("Y108", message, place, _QUOTE_HINT)
        return True
    if first in "*&!%@`>|" or (first in "?-" and value[1:2] == " " and match["key"]):
        source.trap("Y111", f'the text begins with "{first}", a sign that YAML uses itself', place, _QUOTE_HINT)
        return True
    colon = re.search(r":(?:\s|$)", value)
    if colon and (match["key"] or "mapping values" in problem):
        column = match.start("value") + colon.start()
        message = "a colon and a space inside a text begin a new key"
        source.trap("Y109", message, source.at(number, column), _QUOTE_HINT)
        return True
    return False
