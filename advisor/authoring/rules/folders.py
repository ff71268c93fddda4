"""Rules about folders that look as if they belonged to the guide, and are not read (Y1)."""

from __future__ import annotations

from advisor.authoring.report import Report
from advisor.diagnostics import Span, suggest
from advisor.guide.load import CARDS, PHRASES, TREES, is_aside, is_text

_CONTENT = "content"
_KNOWN = ("cards", "phrases", "draft-rules")
_TEXTS = (".yaml", ".yml", ".md", ".markdown")


def check_inner_folders(report: Report) -> None:
    """Folders with texts where none is read."""
    for folder in (TREES, _CONTENT, CARDS, PHRASES):
        for name in report.guide.listing(folder):
            path = f"{folder}/{name}"
            if not is_text(name) or is_aside(name) or (folder == _CONTENT and name in _KNOWN):
                continue
            if any(inner.lower().endswith(_TEXTS) for inner in report.guide.listing(path)):
                hint = f'move its files up into {folder}, or let its name begin with "_"'
                if folder == _CONTENT and (near := suggest(name, _KNOWN, most=1)):
                    hint = f'did you mean "{near[0]}"?'
                report.add_at("Y122", Span(path), "the files in this folder are not read", hint)
