"""Rules about a guide's folders and its own files: manifest, sources, blanks, glossary, what is elsewhere (G6)."""

from __future__ import annotations

import os
import re
from datetime import timedelta
from functools import partial

from advisor.authoring.report import Pathway, Report, inside, within
from advisor.authoring.rules.addresses import check_address, split
from advisor.authoring.rules.phrases import expected_event, gaps
from advisor.authoring.rules.season import check_days
from advisor.authoring.rules.texts import check_sent, listed_twice, words_of
from advisor.diagnostics import Related, Severity, Span, did_you_mean
from advisor.guide import load
from advisor.guide.cases import SCENARIOS
from advisor.guide.load import BLANKS, ELSEWHERE, GLOSSARY, MANIFEST, SOURCES, is_aside, is_text
from advisor.guide.model import KEBAB, Blank, Elsewhere, Manifest, Reference, Term, Tree
from advisor.guide.shape import Part
from advisor.guide.source import Source
from advisor.interview.phrasing import blank_problem, fields

LOOK_AGAIN = timedelta(days=366)
"""How long a source may go without being looked at: a guide is for a season, and seasons come once a year."""

_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*\Z")


_FOLDERS = {
    load.TREES: (".yaml", frozenset[str]()),
    "content": ("", frozenset({"guide", "season", "blanks", "sources", "glossary", "elsewhere"})),
    load.CARDS: (".md", frozenset[str]()),
    load.PHRASES: (".md", frozenset[str]()),
    SCENARIOS: (".yaml", frozenset[str]()),
}
_TEXTS = (".yaml", ".yml", ".md", ".markdown")


def check_folders(report: Report) -> None:
    """Files that look as if they were part of the guide, and are not read."""
    guide = report.guide
    for folder, (ending, stems) in _FOLDERS.items():
        if os.path.lexists(guide.root / folder) and not (guide.root / folder).is_dir():
            message = "a folder is wanted here, and this is a file"
            report.add_at("Y120", Span(folder), message, "move it away and make a folder")
            continue
        if (guide.root / folder).is_dir() and not os.access(guide.root / folder, os.R_OK | os.X_OK):
            report.add_at("Y120", Span(folder), "this folder cannot be read", "give yourself the right to read it")
            continue
        for name in guide.listing(folder):
            if not is_text(name):
                written = os.fsencode(name).decode("utf-8", "replace")
                message = "this file is not read: its name is in no known encoding"
                report.add_at("Y122", Span(f"{folder}/{written}"), message, "rename it")
            elif not is_aside(name):
                _unread(report, folder, name, ending, stems)
    _beside(report)
    if not guide.tree_names:
        message = f"the guide has no tree in {load.TREES}/"
        report.add_at("S110", Span(MANIFEST), message, "begin with `advisor new tree NAME`")


def _beside(report: Report) -> None:
    """Files of the guide that lie beside the folders from which they are read."""
    guide = report.guide
    for name in guide.listing(load.TREES):
        if name.lower() in ("_shared.yaml", "_shared.yml") and name != "_shared.yaml":
            report.add_at("Y122", Span(f"{load.TREES}/{name}"), "this file is not read", 'rename it to "_shared.yaml"')
    if "_shared.yaml" in guide.listing("content"):
        report.add_at("Y122", Span("content/_shared.yaml"), "this file is not read", f"move it to {load.TREES}")
    for name in guide.listing("."):
        if name.endswith(".yaml") and name[:-5] in _FOLDERS["content"][1]:
            report.add_at("Y122", Span(name), "this file is not read", "move it to content")
    folders = [folder for folder in guide.listing("tests") if folder.startswith("scenario") and folder != "scenarios"]
    for folder in ("tests", *(f"tests/{folder}" for folder in folders)):
        for name in guide.listing(folder):
            if name.endswith((".yaml", ".yml")) and _holds_scenarios(report, f"{folder}/{name}"):
                report.add_at("Y122", Span(f"{folder}/{name}"), "this file is not read", f"move it to {SCENARIOS}")


def _holds_scenarios(report: Report, path: str) -> bool:
    try:
        with (report.guide.root / path).open("rb") as file:
            return re.search(rb"^scenarios:", file.read(10_000), re.MULTILINE) is not None
    except OSError:
        return False


def _unread(report: Report, folder: str, name: str, ending: str, stems: frozenset[str]) -> None:
    stem, dot, rest = name.rpartition(".")
    if rest.lower() == "txt" and stem.lower().endswith((".md", ".yaml", ".yml")):
        # Some editors put this behind every name, and some systems do not show it.
        report.add_at("Y122", Span(f"{folder}/{name}"), "this file is not read", f'rename it to "{stem}"')
        report.misnamed[stem.rpartition(".")[0]] = f'rename {folder}/{name} to "{stem}"'
        return
    if rest == "txt" and ending == ".md" and _has_front_matter(report, f"{folder}/{name}"):
        rest = "md"
    if rest == "txt" and folder == SCENARIOS and _holds_scenarios(report, f"{folder}/{name}"):
        rest = "yaml"
    if not dot or f".{rest.lower()}" not in _TEXTS:
        return
    known = [f"{one}.yaml" for one in sorted(stems)]
    if name in known or (ending and name.endswith(ending)):
        simple = re.sub(r"[^a-z0-9]+", "-", stem.lower()).strip("-")
        if stem not in (simple, "_shared"):
            report.misnamed[simple] = f'rename {folder}/{name} to "{simple}{ending}"'
        return
    if name.lower().endswith(".md") and folder not in (load.CARDS, load.PHRASES):
        report.astray[stem] = f"{folder}/{name}"
        hint: str | None = f"move it into {load.CARDS} or {load.PHRASES}"
    elif stem in _FOLDERS["content"][1] and folder != "content":
        hint = "move it to content"
    elif name.lower() in known:
        hint = f'rename it to "{name.lower()}"'
    elif not known:
        hint = f'rename it to "{stem}{ending}"'
        report.misnamed[stem] = f'rename {folder}/{name} to "{stem}{ending}"'
    else:
        # A tree that was saved here says more than a name that is a little like another.
        as_tree = report.guide.part(f"{folder}/{name}", Tree)
        misplaced = (found.hint for found in as_tree.findings if found.code == "S125")
        hint = f"move it to {load.TREES}" if as_tree.model is not None else next(misplaced, did_you_mean(name, known))
    report.add_at("Y122", Span(f"{folder}/{name}"), "this file is not read", hint)


def _has_front_matter(report: Report, path: str) -> bool:
    try:
        with (report.guide.root / path).open("rb") as file:
            return file.read(4).startswith((b"---", b"\xef\xbb\xbf-"))
    except OSError:
        return False


def check_manifest(report: Report) -> None:
    """What the guide is."""
    part: Part[Manifest] = report.guide.part(MANIFEST, Manifest)
    manifest, source = part.model, part.source
    if manifest is None:
        return
    if not KEBAB.match(manifest.id):
        hint = "small letters, digits and -, a letter first"
        report.add("S107", source, ("id",), f'"{manifest.id}" is no id', hint)
    if not _LANGUAGE.match(manifest.language):
        report.add(
            "S104", source, ("language",), f'"{manifest.language}" is no code of a language', "write one like en"
        )
    check_days(report, source, (("edition", manifest.edition),))
    for key in ("title", "scope", "notice", "ask_instead", "contact"):
        report.text(source, (key,), getattr(manifest, key) or "")


def check_sources(report: Report) -> None:
    """Where claims come from."""
    source = report.guide.mapping_part(SOURCES, Reference).source
    pages: dict[str, str] = {}
    for name, reference in report.references.items():
        report.reserved(source, (name,), name)
        for key in ("title", "note"):
            report.text(source, (name, key), getattr(reference, key) or "")
        check_address(report, partial(source.span, (name, "url")), reference.url)
        first = pages.setdefault(_page(reference.url), name)
        if first != name:
            message = f'"{first}" is the same page'
            related = [Related(source.span((first, "url")), "the other source")]
            hint = f'write "{first}" where "{name}" is named, and delete this source'
            report.add("G607", source, (name, "url"), message, hint, related=related)
        check_days(report, source, (("checked", reference.checked),), (name,))
        if reference.dated is not None and reference.dated > reference.checked:
            message = f"it was written on {reference.dated}, after it was looked at on {reference.checked}"
            report.add("G610", source, (name, "dated"), message, "look at both days")
        if report.today - reference.checked > LOOK_AGAIN:
            message = f"nobody has looked at this source since {reference.checked}, more than a year ago"
            report.add("G609", source, (name, "checked"), message, "look at the page again, then change the day")


def _page(url: str) -> str:
    """What two addresses of one page have in common."""
    parts = split(url)
    if parts is None:
        return url
    host = (parts.hostname or "").removeprefix("www.")
    return f"{host}:{parts.port or ''}{parts.path.rstrip('/')}?{parts.query}#{parts.fragment}"


def check_blanks(report: Report) -> None:
    """What readers fill in."""
    source = report.guide.mapping_part(BLANKS, Blank).source
    labels: dict[str, str] = {}
    for name, blank in report.blanks.items():
        if name in report.facts:
            message = f'the blank "{name}" has the id of a question'
            report.add("N213", source, (name,), message, "rename the blank", key=True)
        report.reserved(source, (name,), name)
        if blank.text is not None:
            _compound(report, source, (name, "text"), blank.text)
            continue
        first = labels.setdefault(words_of(blank.label or ""), name)
        if first != name:
            message = f'the blank "{first}" has the same label, so readers are asked twice'
            related = [Related(source.span((first, "label")), "the other blank")]
            hint = f'write "{{{first}}}" in its place, or say in the label what sets them apart'
            report.add("G615", source, (name, "label"), message, hint, related=related)
        _fits_itself(report, source, name, blank)


def _compound(report: Report, source: Source, where: Pathway, text: str) -> None:
    """A blank that is made of others."""
    report.text(source, where, text, may=[part for part in fields(text) if ":" not in part])
    written = source.span(where)
    is_folded = source.lines[written.line - source.first_line][written.column - 1 :].startswith(">")
    if "\n" not in text.strip() and (written.end_line > written.line or is_folded):
        hint = 'write "text: |" where the lines are to stand below each other'
        report.add("G621", source, where, "YAML makes one line of these lines", hint)
    gaps(report, text, inside(source, where, text))
    check_sent(report, text, inside(source, where, text))
    for part in fields(text):
        inner = report.blanks.get(part)
        if part.startswith("season:"):
            event = expected_event(report, part)
            if event is not None:
                hint = "leave the day out; nobody should send a guessed date"
                span = within(source, where, f"{{{part}}}")
                report.add_at("C517", span, f'the date of "{event}" is only expected', hint)
        elif inner is None:
            place = within(source, where, f"{{{part}}}")
            single = [name for name, blank in report.blanks.items() if blank.text is None]
            report.add_at("N208", place, f'there is no blank "{part}"', did_you_mean(part, single))
        elif inner.text is not None:
            message = f'"{part}" is made of other blanks itself'
            report.add_at("N208", within(source, where, f"{{{part}}}"), message, "write its parts instead")


def _fits_itself(report: Report, source: Source, name: str, blank: Blank) -> None:
    """A blank whose own example would not be taken."""
    problem = blank_problem(blank, blank.example or "")
    if problem:
        reason = problem.removeprefix(f"{blank.label}: ")
        message = f'the example of "{name}" would not be taken as a value: {reason}'
        report.add("S104", source, (name, "example"), message, "change the example, or what is wanted")


def check_glossary(report: Report) -> None:
    """Terms and their spellings: each stands for one thing."""
    source = report.guide.mapping_part(GLOSSARY, Term).source
    seen: dict[str, tuple[str, Pathway]] = {}
    for name, term in report.glossary.items():
        report.text(source, (name, "means"), term.means)
        spellings: list[tuple[str, Pathway]] = [(name, (name,))]
        for key in ("also", "not_automatic"):
            spellings += [(text, (name, key, number)) for number, text in enumerate(getattr(term, key))]
        for text, where in spellings:
            owner, first = seen.setdefault(words_of(text), (name, where))
            if first == where or (owner != name and "not_automatic" in where and "not_automatic" in first):
                # Two things may have a short form in common: that is what `not_automatic` is for.
                continue
            related = [Related(source.span(first, key=len(first) == 1), "first given here")]
            is_key = len(where) == 1
            if owner == name:
                message = f'"{text}" stands for this term already'
                report.add("G616", source, where, message, "delete it", related=related, severity=Severity.WARNING)
            else:
                is_name = words_of(text) == words_of(owner)
                message = f'"{owner}" is a term already' if is_name else f'"{text}" already stands for "{owner}"'
                hint = "delete one of them; where it has two meanings, write it under `not_automatic` in both"
                report.add("G616", source, where, message, hint, key=is_key, related=related)


def check_elsewhere(report: Report) -> None:
    """What the guide is not about, and what comes before anything else."""
    part: Part[Elsewhere] = report.guide.part(ELSEWHERE, Elsewhere)
    elsewhere, source = part.model, part.source
    if elsewhere is None:
        return
    for name, topic in elsewhere.topics.items():
        report.reserved(source, ("topics", name), name)
        for key in ("title", "ask"):
            report.text(source, ("topics", name, key), getattr(topic, key))
    innocent = {
        words_of(text): ("urgent", name, "not_these", number)
        for name, urgent in elsewhere.urgent.items()
        for number, text in enumerate(urgent.not_these)
    }
    for name, urgent in elsewhere.urgent.items():
        where = ("urgent", name)
        for key in ("title", "text"):
            report.text(source, (*where, key), getattr(urgent, key))
        for number, reference in enumerate(urgent.sources):
            report.reference(source, (*where, "sources", number), reference)
        listed_twice(report, source, (*where, "sources"), urgent.sources)
        if not urgent.sounds_like:
            message = f'nobody is ever shown "{name}": it has no `sounds_like`'
            report.add("G606", source, where, message, 'add "sounds_like:" with what people type', key=True)
        for number, text in enumerate(urgent.sounds_like):
            other = innocent.get(words_of(text))
            if other is not None:
                message = f'"{text}" calls for help here, and counts as harmless under `not_these`'
                related = [Related(source.span(other), "harmless here")]
                hint = "delete it in one of the two places"
                report.add("G617", source, (*where, "sounds_like", number), message, hint, related=related)
    _covered_and_not(report, source, elsewhere)


def _covered_and_not(report: Report, source: Source, elsewhere: Elsewhere) -> None:
    """Words that lead to a tree or a card, and call for help or are said not to be covered."""
    covered: dict[str, str] = {}
    hint = "delete it in one of the two places"
    for name in report.guide.tree_names:
        tree = report.guide.tree_part(name).model
        for text in tree.sounds_like if tree is not None else ():
            covered.setdefault(words_of(text), f'the tree "{name}"')
    for name in report.guide.card_names:
        card = report.guide.card_part(name).model
        for text in card.matter.sounds_like if card is not None else ():
            covered.setdefault(words_of(text), f'the card "{name}"')
    for name, urgent in elsewhere.urgent.items():
        for number, text in enumerate(urgent.sounds_like):
            first = covered.setdefault(words_of(text), f'the urgent help "{name}"')
            if first.startswith(("the tree", "the card")):
                where = ("urgent", name, "sounds_like", number)
                report.add("G604", source, where, f'"{text}" also leads to {first}', hint)
    topics: dict[str, str] = {}
    for name, topic in elsewhere.topics.items():
        for number, text in enumerate(topic.sounds_like):
            words = words_of(text)
            other = covered.get(words)
            if other is None and topics.setdefault(words, name) != name:
                other = f'the topic "{topics[words]}"'
            if other is not None:
                message = f'"{text}" also leads to {other}'
                report.add("G604", source, ("topics", name, "sounds_like", number), message, hint)
