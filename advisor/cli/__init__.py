"""The command line: one thin function a command, loaded when it is called.

Data goes to standard output, talk to standard error; the exit codes are `errors.Exit`.
"""

from __future__ import annotations

import contextlib
import errno
import gc
import importlib
import os
import sys
from collections.abc import Iterator, Sequence
from typing import IO, TYPE_CHECKING, Any, ClassVar, NoReturn

import click

from advisor import __version__
from advisor.errors import AdvisorError, Exit, GuideInvalid
from advisor.wording import visible

if TYPE_CHECKING:
    from advisor.guide.load import Guide

_WIDTH = 100
_MANY_OBJECTS = 50_000
"""Objects made before the garbage collector looks: with Python's own number, 700, looking takes a third of the time."""
_LONGEST = 1000
"""Letters of a sentence about a mistake; what was typed may be of any length."""


class Shared:
    """What options that every command takes have set."""

    def __init__(self) -> None:
        """Nothing is set."""
        self.guide: str | None = None
        self.traceback = False

    def load(self, *, tell: bool = True) -> Guide:
        """The guide that was named, or the one that is found; one that nobody named is told on standard error."""
        from advisor import wording
        from advisor.guide.load import load_guide

        guide = load_guide(self.guide)
        if tell and self.guide is None and not guide.bundled:
            say(f"advisor: {wording.WHICH_GUIDE.format(root=wording.one_line(str(guide.root)))}")
        return guide


def _keep(name: str) -> Any:
    def callback(context: click.Context, _parameter: click.Parameter, value: Any) -> Any:
        if value:
            setattr(context.ensure_object(Shared), name, value)
        return value

    return callback


def _common() -> list[click.Option]:
    return [
        click.Option(
            ["--guide"],
            metavar="DIR",
            expose_value=False,
            callback=_keep("guide"),
            help="Use the guide in this folder.",
        ),
        click.Option(
            ["--traceback"],
            is_flag=True,
            hidden=True,
            expose_value=False,
            callback=_keep("traceback"),
            help="Show where a bug of the program happened.",
        ),
    ]


class Commands(click.Group):
    """The commands, each in a module that is imported when the command is called."""

    TABLE: ClassVar[dict[str, tuple[str, str]]] = {
        "ask": ("interview", "Ask me, in the terminal or line by line."),
        "run": ("interview", "Run an interview with the answers given beforehand."),
        "batch": ("interview", "Run many interviews, one JSON line each."),
        "find": ("finding", "Say in your own words what happened, and see which situation it is."),
        "list": ("catalogue", "List the guide's situations, cards and phrases."),
        "card": ("catalogue", "Print a card."),
        "phrase": ("catalogue", "Print a phrase with its blanks filled."),
        "check": ("authoring", "Find what is wrong with a guide."),
        "explain": ("authoring", "Explain a finding of check."),
        "test": ("authoring", "Play a guide's scenarios."),
        "graph": ("seeing", "Draw a tree, in Mermaid or as text."),
        "handbook": ("seeing", "Write the whole guide as one document."),
        "diff": ("seeing", "Say what changes for people between two guides."),
        "new": ("writing", "Make a tree, card, phrase or guide to begin with."),
        "preview": ("writing", "Show a tree while it is written."),
        "rename": ("writing", "Rename something everywhere it is named."),
        "paths": ("seeing", "Count or list the ways through a tree, or suggest scenarios."),
        "schema": ("housekeeping", "Print the JSON Schema of a file or document."),
        "sessions": ("keeping", "List the interviews that are kept on this machine."),
        "forget": ("keeping", "Delete kept interviews."),
        "where": ("housekeeping", "Say which guide and which folders are used."),
        "completion": ("housekeeping", "Print a completion script for a shell."),
    }

    def list_commands(self, _context: click.Context) -> list[str]:
        """The names, in the order of the table."""
        return list(self.TABLE)

    def get_command(self, _context: click.Context, name: str) -> click.Command | None:
        """Import a command, and give it the options that every command takes."""
        if name not in self.TABLE:
            return None
        module = importlib.import_module(f"advisor.cli.{self.TABLE[name][0]}")
        command: click.Command = getattr(module, f"{name}_command")
        if not any(parameter.name == "guide" for parameter in command.params):
            command.params += _common()
        return command

    def resolve_command(
        self, context: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command; an unknown one is told with the nearest names."""
        name = args[0]
        if name not in self.TABLE:
            from advisor.diagnostics import did_you_mean
            from advisor.errors import UsageError

            hint = did_you_mean(name, self.TABLE) or "`advisor --help` lists the commands"
            raise UsageError(
                f'there is no command "{name}"',
                f'{hint}; for a situation write "advisor ask {name}"',
            )
        return super().resolve_command(context, args)

    def parse_args(self, context: click.Context, args: list[str]) -> list[str]:
        """Without a command, ask; options of `ask` may then stand alone: `advisor --plain`."""
        if context.resilient_parsing:
            # A shell completes a word: nothing is run.
            return super().parse_args(context, args)
        own = {"--help", "-h", "--version", "-V"}
        position = 0
        while position < len(args) and args[position].startswith("-"):
            word = args[position]
            if word in own:
                return super().parse_args(context, args)
            if word == "--guide":
                position += 2
            elif word.startswith("--guide=") or word == "--traceback":
                position += 1
            else:
                break
        if position >= len(args) or args[position].startswith("-"):
            args = [*args[:position], "ask", *args[position:]]
        return super().parse_args(context, args)

    def make_context(self, *args: Any, **more: Any) -> click.Context:
        """Read the arguments."""
        with _reader_noticed():
            return super().make_context(*args, **more)

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command."""
        with _reader_noticed():
            return super().invoke(ctx)

    def format_commands(self, _context: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands without importing them."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, text) for name, (_, text) in self.TABLE.items()])


@click.group(
    cls=Commands,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": _WIDTH},
    epilog="For a screen reader or a slow line: advisor ask --plain.",
)
@click.version_option(__version__, "-V", "--version", prog_name="advisor", message="%(prog)s %(version)s")
def commands() -> None:
    """A guided interview that ends at advice and words to use. Without a command it asks."""


commands.params += _common()


class _ReaderGone(Exception):
    """Nobody reads the output any more."""


@contextlib.contextmanager
def _reader_noticed() -> Iterator[None]:
    # click would end the process by itself, and with the exit code of findings.
    try:
        yield
    except BrokenPipeError as error:
        raise _ReaderGone from error


def main(args: Sequence[str] | None = None) -> int:
    """Run the program and return its exit code; nothing but a bug ever prints a traceback."""
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        _prepare(stream)
    shared = Shared()
    try:
        code = _run(args, shared)
        if sys.stdout is not None:
            sys.stdout.flush()
    except (_ReaderGone, BrokenPipeError):
        code = _output_failed("the program that reads this output has ended")
    except OSError as error:
        code = _output_failed(f"the output cannot be written: {error.strerror or error}")
    except KeyboardInterrupt:
        code = _interrupted()
    return int(code)


def _run(args: Sequence[str] | None, shared: Shared) -> int:
    try:
        done = commands.main(
            args=list(args) if args is not None else None,
            prog_name="advisor",
            standalone_mode=False,
            obj=shared,
        )
        return int(done) if isinstance(done, int) else Exit.OK
    except AdvisorError as error:
        _tell(error)
        return error.exit_code
    except click.ClickException as error:
        _tell_usage(error)
        return Exit.USAGE
    except click.Abort:
        return _interrupted()
    except _ReaderGone:
        raise
    except OSError as error:
        if error.filename is None:
            raise
        say(f"advisor: error: {error.filename}: {error.strerror or error}")
        return Exit.USAGE
    except Exception as error:
        return _bug(error, show=shared.traceback)


def _interrupted() -> int:
    say("advisor: interrupted")
    return Exit.INTERRUPTED


def collect_from_here() -> None:
    """Switch the garbage collector on for a command that lasts, past what start-up has made."""
    gc.freeze()
    gc.set_threshold(_MANY_OBJECTS)
    gc.enable()


def say(text: str) -> None:
    """Say something on standard error, after what standard output already holds."""
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(OSError, AttributeError):
            stream.flush()
    if sys.stderr is None:
        return
    with contextlib.suppress(OSError):
        print(visible(text), file=sys.stderr, flush=True)


def out(text: str) -> None:
    """Write text to standard output, as it is."""
    if sys.stdout is None:
        _closed()
    sys.stdout.write(text)


def out_json(text: str) -> None:
    """Write a JSON document to standard output in UTF-8, whatever the console's encoding."""
    if sys.stdout is None:
        _closed()
    binary: IO[bytes] | None = getattr(sys.stdout, "buffer", None)
    if binary is None:
        sys.stdout.write(text)
        return
    sys.stdout.flush()
    binary.write(text.encode("utf-8", "replace"))


def _closed() -> NoReturn:
    raise OSError(errno.EBADF, "standard output is closed")


def _prepare(stream: Any) -> None:
    # A console in cp1252 or ASCII shows a question mark rather than ending the program.
    reconfigure = getattr(stream, "reconfigure", None)
    if reconfigure is not None:
        reconfigure(errors="replace")


def _tell(error: AdvisorError) -> None:
    say(f"advisor: error: {_short(error.message)}")
    if isinstance(error, GuideInvalid):
        for finding in error.findings[:20]:
            span = finding.span
            place = f"{span.path}:{span.line}:{span.column}"
            say(f"  {place}: {finding.code} {_short(finding.message)}")
    if error.hint:
        say(f"  hint: {_short(error.hint)}")


def _tell_usage(error: click.ClickException) -> None:
    message = error.format_message().rstrip(".")
    say(f"advisor: error: {_short(message[:1].lower() + message[1:])}")
    context = getattr(error, "ctx", None)
    if context is not None:
        say(f"  hint: see {context.command_path} --help")


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}..."


def _output_failed(sentence: str) -> int:
    # What is still buffered can never be written; the interpreter would try again and complain.
    with (
        contextlib.suppress(OSError, ValueError, AttributeError),
        open(os.devnull, "w") as nowhere,  # noqa: PTH123
    ):
        os.dup2(nowhere.fileno(), sys.stdout.fileno())
    say(f"advisor: error: {sentence}")
    return Exit.USAGE


def _bug(error: BaseException, *, show: bool) -> int:
    from advisor.cli.bug import report_bug

    say(report_bug(error, show=show))
    return Exit.BUG
