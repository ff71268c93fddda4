"""`graph`, `diff` and `handbook`: a guide seen as a whole."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from advisor.cli import Shared, collect_from_here
from advisor.cli.options import TreeName, as_of_option, deliver, format_option
from advisor.errors import Exit, UsageError


@click.command("graph")
@click.argument("tree", type=TreeName())
@format_option("mermaid", "text")
@click.option("--answers", metavar="FILE", help="Mark the way of these answers.")
@click.option("--from", "begin", metavar="QUESTION", help="Begin at this question.")
@click.option("--full", is_flag=True, help="Draw everything; a large tree is folded otherwise.")
@as_of_option
@click.pass_obj
def graph_command(
    shared: Shared, tree: str, form: str, answers: str | None, begin: str | None, full: bool, as_of: date | None
) -> int:
    """Draw a tree: its questions, and where each answer leads.

    Mermaid can be pasted into a page or a review; text is for a terminal.
    """
    from advisor.interview.answers import read_answers
    from advisor.interview.interview import Interview
    from advisor.output.graph import FOLDED_BEYOND, graph, mermaid, outline

    guide = shared.load()
    known = guide.tree(tree).questions
    if begin is not None and begin not in known:
        from advisor.diagnostics import did_you_mean

        raise UsageError(f'the tree "{tree}" has no question "{begin}"', did_you_mean(begin, known))
    interview = None
    if answers is not None:
        found = read_answers(Path(answers))
        interview = Interview.begin(guide, found.tree or tree, dict(found.answers), as_of=as_of)
        interview.check_questions()
    drawn = graph(guide, tree, interview, begin=begin, fold=None if full else FOLDED_BEYOND)
    if form == "mermaid":
        deliver(mermaid(drawn), None)
    else:
        import shutil

        deliver(outline(drawn, width=shutil.get_terminal_size().columns), None)
    return Exit.OK


@click.command("diff")
@click.argument("old", metavar="OLD")
@click.argument("new", metavar="NEW")
@format_option("text", "json", "markdown")
@as_of_option
def diff_command(old: str, new: str, form: str, as_of: date | None) -> int:
    """Say what changes for people between two versions of a guide, OLD and NEW being their folders.

    Which answers lead to something else now, how many paths that are, a shortest example of each, and which texts have
    other words. Answers that no condition tells apart count as one path. Ends with 0, whatever the difference.
    """
    from advisor.authoring.diff import diff
    from advisor.guide.load import load_guide
    from advisor.output import diff as drawn

    collect_from_here()
    difference = diff(load_guide(old), load_guide(new), as_of)
    if form == "json":
        from advisor.output.json import dumps

        deliver(dumps(drawn.diff_document(difference)), None, json=True)
    else:
        deliver(drawn.diff_markdown(difference) if form == "markdown" else drawn.diff_text(difference), None)
    return Exit.OK


@click.command("handbook")
@format_option("markdown", "html")
@click.option("--output", metavar="FILE", help="Write to a file instead of standard output.")
@as_of_option
@click.pass_obj
def handbook_command(shared: Shared, form: str, output: str | None, as_of: date | None) -> int:
    """Write the whole guide as one document.

    For each situation its questions, then for which answers one gets which advice, the cards and the words to use.
    """
    from advisor.output import html, markdown
    from advisor.output.handbook import handbook

    collect_from_here()
    document = handbook(shared.load(), as_of)
    deliver(html.draw(document) if form == "html" else markdown.draw(document), output)
    return Exit.OK
