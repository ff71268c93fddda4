"""What differs between two guides, as text, as Markdown for a review, and as JSON."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from advisor import wording
from advisor.output.markdown import escape
from advisor.wording import one_line

if TYPE_CHECKING:
    from advisor.authoring.diff import Change, Difference, Reworded, Shown, TextDiff, TreeDiff


def diff_document(difference: Difference) -> dict[str, Any]:
    """The JSON document."""
    return {
        "schema": 1,
        "trees": [
            {
                "tree": tree.tree,
                "title": tree.title,
                "status": tree.status,
                "paths": tree.paths,
                "changed": sum(change.paths for change in tree.changes),
                "changes": [
                    {
                        "paths": change.paths,
                        "old": _shown(change.old),
                        "new": _shown(change.new),
                        "answers": dict(change.answers),
                    }
                    for change in tree.changes
                ],
                "words": _words(tree.words),
                "reason": tree.reason or None,
            }
            for tree in difference.trees
        ],
        "cards": [_text(text) for text in difference.cards],
        "phrases": [_text(text) for text in difference.phrases],
        "files": [_text(text) for text in difference.files],
        "renamed": [{"kind": kind, "old": old, "new": new} for kind, old, new in difference.renamed],
    }


def _shown(shown: Shown) -> dict[str, Any]:
    return {
        "outcome": shown.end,
        "title": shown.title,
        "cards": list(shown.cards),
        "phrases": list(shown.phrases),
        "notes": list(shown.notes),
    }


def _words(words: Sequence[Reworded]) -> list[dict[str, str]]:
    return [{"what": one.what, "old": one.old, "new": one.new} for one in words]


def _text(text: TextDiff) -> dict[str, Any]:
    return {"id": text.id, "title": text.title, "status": text.status, "words": _words(text.words)}


# --- words ------------------------------------------------------------------------------------------------------------


def diff_text(difference: Difference) -> str:
    """For a terminal; lines are not broken."""
    return _Writer(markdown=False).write(difference)


def diff_markdown(difference: Difference) -> str:
    """For a review: headings, lists, old and new words as quotes; nothing in the texts is read as markup."""
    return _Writer(markdown=True).write(difference)


class _Writer:
    def __init__(self, *, markdown: bool) -> None:
        self.markdown = markdown

    def write(self, difference: Difference) -> str:
        parts: list[str] = []
        trees = [tree for tree in difference.trees if tree.status != "same"]
        for title, rows in (
            (wording.DIFF_TREES, [line for tree in trees for line in self.tree(tree)]),
            (wording.DIFF_CARDS, [line for text in difference.cards for line in self.text(text)]),
            (wording.DIFF_PHRASES, [line for text in difference.phrases for line in self.text(text)]),
            (wording.DIFF_FILES, [line for text in difference.files for line in self.text(text)]),
        ):
            if rows:
                parts += [*self.heading(title), *rows, ""]
        if not parts:
            parts = [wording.DIFF_NOTHING, ""]
        if difference.renamed:
            rows = [self.renamed(*one) for one in difference.renamed]
            parts += [*self.heading(wording.DIFF_RENAMED), *rows, "", wording.DIFF_SCRIPTS, ""]
        return "\n".join(parts)

    def said(self, text: str) -> str:
        return escape(one_line(text)) if self.markdown else one_line(text)

    def heading(self, text: str) -> list[str]:
        return [f"## {text}", ""] if self.markdown else [text, "=" * len(text), ""]

    def item(self, depth: int, text: str) -> str:
        return f"{'  ' * depth}{'* ' if self.markdown or depth else ''}{text}"

    def renamed(self, kind: str, old: str, new: str) -> str:
        return self.item(0, wording.DIFF_NEW_NAME.format(kind=kind, old=self.said(old), new=self.said(new)))

    def tree(self, tree: TreeDiff) -> Iterator[str]:
        status = wording.DIFF_STATUS[tree.status]
        yield self.item(0, f"{self.said(tree.tree)} ({self.said(tree.title)}): {status}")
        if tree.reason:
            yield self.item(1, self.said(tree.reason))
        if tree.paths is not None:
            paths = wording.count(tree.paths, "path")
            changed = sum(change.paths for change in tree.changes)
            words = wording.DIFF_WAYS if changed else wording.DIFF_ALL_SAME
            yield self.item(1, words.format(changed=f"{changed:,}", paths=paths))
        for change in tree.changes:
            yield from self.change(change)
        yield from self.words(tree.words)

    def change(self, change: Change) -> Iterator[str]:
        old, new = change.old, change.new
        paths = wording.count(change.paths, "path")
        if old.end == "refused":
            words = wording.DIFF_TAKEN_NOW
        elif new.end == "refused":
            words = wording.DIFF_NOT_TAKEN
        else:
            words = wording.DIFF_SHOWS if old.end == new.end else wording.DIFF_MOVED
        named = {name: self.named(shown) for name, shown in (("old", old), ("new", new))}
        yield self.item(1, words.format(paths=paths, **named))
        if old.end == new.end:
            for what, before, after in (
                ("card", old.cards, new.cards),
                ("phrase", old.phrases, new.phrases),
                ("note", old.notes, new.notes),
            ):
                yield from self.lists(what, before, after)
        answers = ", ".join(f"{name}={_value(value)}" for name, value in change.answers.items())
        yield self.item(2, wording.DIFF_EXAMPLE.format(answers=self.said(answers)))

    def named(self, shown: Shown) -> str:
        title = f'"{self.said(shown.title)}"'
        return title if shown.end == "refused" else f"{title} ({self.said(shown.end)})"

    def lists(self, what: str, old: Sequence[str], new: Sequence[str]) -> Iterator[str]:
        for name in new:
            if name not in old:
                yield self.item(2, wording.DIFF_MORE.format(what=what, name=self.said(name)))
        for name in old:
            if name not in new:
                yield self.item(2, wording.DIFF_LESS.format(what=what, name=self.said(name)))
        if old != new and sorted(old) == sorted(new):
            yield self.item(2, f"{what}s {wording.DIFF_ORDER}")

    def text(self, text: TextDiff) -> Iterator[str]:
        yield self.item(0, f"{self.said(text.id)} ({self.said(text.title)}): {wording.DIFF_STATUS[text.status]}")
        yield from self.words(text.words)

    def words(self, words: Sequence[Reworded]) -> Iterator[str]:
        for one in words:
            yield self.item(1, self.said(one.what))
            for label, text in ((wording.DIFF_OLD, one.old), (wording.DIFF_NEW, one.new)):
                if text:
                    yield self.item(2, f"{label}: {self.said(text)}")


def _value(value: object) -> str:
    return ",".join(map(str, value)) if isinstance(value, list) else str(value)
