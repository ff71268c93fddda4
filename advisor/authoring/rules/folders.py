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
            texts = [inner for inner in report.guide.listing(path) if inner.lower().endswith(_TEXTS)]
            if not texts:
                continue
            hint, cure = f'move its files up into {folder}, or let its name begin with "_"', None
            if folder != _CONTENT:
                cure = f"move {path}/{{name}} up into {folder}"
            elif near := suggest(name, _KNOWN, most=1):
                hint, cure = f'did you mean "{near[0]}"?', f'rename the folder {path} to "{near[0]}"'
            report.add_at("Y122", Span(path), "the files in this folder are not read", hint)
            if cure is not None:
                report.misnamed |= {inner.rpartition(".")[0]: cure.format(name=inner) for inner in texts}
