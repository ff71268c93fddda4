"""`schema`, `where` and `completion`."""

from __future__ import annotations

import platform

import click
from click.shell_completion import get_completion_class

from advisor import __version__
from advisor.cli import Shared, commands, out
from advisor.cli.options import deliver
from advisor.errors import Exit, UsageError


@click.command("schema")
@click.argument("name", required=False, metavar="[NAME]")
def schema_command(name: str | None) -> int:
    """Print the JSON Schema of a file that authors write or of a document that commands print.

    Without NAME, list the names.
    """
    from advisor.output.json import dumps
    from advisor.output.schema import schema, schema_names

    if name is None:
        out("".join(f"{known.ljust(12)}{about}\n" for known, about in schema_names().items()))
    else:
        deliver(dumps(schema(name)), None, json=True)
    return Exit.OK


@click.command("where")
@click.pass_obj
def where_command(shared: Shared) -> int:
    """Say which guide and which folders are used."""
    from advisor.cli import folders

    guide = shared.load(tell=False)
    kind = "the bundled guide" if guide.bundled else "your guide"
    rows = {
        "program": f"advisor {__version__}, Python {platform.python_version()}",
        "guide": f"{guide.root} ({kind}, edition {guide.manifest.edition.isoformat()})",
        "sessions": str(folders.sessions_folder()),
        "settings": str(folders.settings_file()),
        "bug log": str(folders.log_folder()),
    }
    out("".join(f"{name.ljust(9)}{value}\n" for name, value in rows.items()))
    return Exit.OK


@click.command("completion")
@click.argument("shell", metavar="SHELL")
def completion_command(shell: str) -> int:
    """Print a completion script for bash, zsh or fish."""
    found = get_completion_class(shell)
    if found is None or shell not in ("bash", "zsh", "fish"):
        raise UsageError(f'there is no completion for "{shell}"', "possible are: bash, zsh, fish")
    out(found(commands, {}, "advisor", "_ADVISOR_COMPLETE").source() + "\n")
    return Exit.OK
