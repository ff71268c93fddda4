"""Arguments and options that several commands share."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from advisor.cli import Shared
from advisor.errors import AdvisorError, UsageError

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

    _DayType = click.ParamType[date]
    _NameType = click.ParamType[str]
else:
    _DayType = _NameType = click.ParamType


class Day(_DayType):
    """A day like 2027-03-01."""

    name = "DATE"

    def convert(self, value: Any, _parameter: click.Parameter | None, _context: click.Context | None) -> date:
        """Read the day."""
        if isinstance(value, date):
            return value
        from advisor.guide.model import FIRST_YEAR, LAST_YEAR, parse_anchor

        anchor = parse_anchor(value)
        if anchor is None or anchor.kind != "day":
            raise UsageError(f'"{value}" is no day', "write it like 2027-03-01")
        if not FIRST_YEAR <= anchor.day.year <= LAST_YEAR:
            raise UsageError(f"{anchor.day.isoformat()} is not a day of our time", "look at the year")
        return anchor.day


class TreeName(_NameType):
    """The name of a tree, completed from the guide."""

    name = "TREE"

    def shell_complete(
        self, context: click.Context, _parameter: click.Parameter, incomplete: str
    ) -> list[CompletionItem]:
        """The trees whose names begin so."""
        from click.shell_completion import CompletionItem

        try:
            names = context.ensure_object(Shared).load(tell=False).tree_names
        except AdvisorError:
            return []
        return [CompletionItem(name) for name in names if name.startswith(incomplete)]


as_of_option = click.option("--as-of", type=Day(), metavar="DATE", help="See the guide from this day, like 2027-03-01.")
answers_option = click.option("--answers", metavar="FILE", help="Answers in YAML or JSON; - for standard input.")
set_option = click.option("--set", "pairs", multiple=True, metavar="Q=V", help="One answer; several with a,b.")


def format_option(*formats: str) -> Callable[[Any], Any]:
    """`--format` with these choices, the first one by default."""
    choice = click.Choice(formats)
    return click.option("--format", "form", type=choice, default=formats[0], show_default=True, help="The form.")


def deliver(text: str, output: str | None, *, json: bool = False) -> None:
    """Write data to a file, or to standard output.

    Raises:
        UsageError: The file cannot be written; what it held before stays.
    """
    from advisor.cli import out, out_json

    if output is None or output == "-":
        (out_json if json else out)(text)
        return
    from advisor.output.files import write_file

    write_file(Path(output), text, overwrite=True)
