"""Annotations as GitHub's workflow commands: a line that marks a line of a file in a review.

The form and its escapes: https://docs.github.com/actions/reference/workflow-commands-for-github-actions
"""

from __future__ import annotations

from typing import Literal

from advisor.wording import visible

Level = Literal["error", "warning", "notice"]


def annotation(
    level: Level,
    path: str,
    line: int,
    column: int,
    message: str,
    title: str,
    *,
    end: tuple[int, int] | None = None,
) -> str:
    """One annotation, without a line end.

    Args:
        level: How loud it is.
        path: The file, relative to the repository, with `/`.
        line: From 1.
        column: From 1.
        message: The sentences; several lines may be.
        title: What stands above them.
        end: The line and the column at which it ends, the column not included. Only a stretch of one line may have
            columns.
    """
    place = f"line={line},col={column}"
    if end is not None:
        is_one_line = end[0] == line
        place = (
            f"line={line},col={column},endLine={line},endColumn={end[1]}"
            if is_one_line
            else f"line={line},endLine={end[0]}"
        )
    return f"::{level} file={_property(path)},{place},title={_property(title)}::{_data(message)}"


def _data(text: str) -> str:
    return visible(text).replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
