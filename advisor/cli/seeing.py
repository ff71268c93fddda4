"""`paths`, `graph`, `diff` and `handbook`: a guide seen as a whole."""

from __future__ import annotations

from datetime import date
from itertools import islice
from pathlib import Path

import click

from advisor.cli import Shared, collect_from_here, out, say
from advisor.cli.options import TreeName, as_of_option, deliver, format_option
from advisor.errors import Exit, UsageError


@click.command("paths")
@click.argument("tree", type=TreeName())
@click.option("--count", "what", flag_value="count", default=True, help="Count them, by outcome. The default.")
@click.option("--list", "what", flag_value="list", help="List them one by one.")
@click.option("--limit", type=click.IntRange(min=1), default=50, show_default=True, help="With --list: how many.")
@click.option("--suggest", "what", flag_value="suggest", help="Write scenarios that complete what the tree's cover.")
@click.option("--output", metavar="FILE", help="With --suggest: write a new file of scenarios.")
@as_of_option
@format_option("text", "json")
@click.pass_obj
def paths_command(
    shared: Shared, tree: str, what: str, limit: int, output: str | None, as_of: date | None, form: str
) -> int:
    """Count the ways through a tree, list them, or suggest scenarios for them.

    A path is one way of answering every question that comes up, until an outcome or a card. Each answer of a choice
    counts. Numbers, days, texts and lists of answers count once where no condition tells them apart. Every question
    also takes "not covered", which ends the interview; that is not counted.

    The figures are exact, of any size, and each outcome has a shortest example that `advisor run` accepts.

    With --suggest: a small set of scenarios that, with those the tree has, takes every route, gives every answer and
    shows everything that can be shown. They can be added to the end of the tree's file of scenarios. Where it has none,
    or with --output, they are a file of their own. What they expect is what the guide gives now, so review it.
    """
    if what == "suggest":
        return _suggest(shared, tree, output)
    from advisor.analysis.cells import TooManyCells
    from advisor.analysis.count import count_paths, list_paths
    from advisor.authoring.rules.routing_sentences import add_fault
    from advisor.authoring.sound import Readiness
    from advisor.interview.interview import Interview
    from advisor.output import paths as drawn

    guide = shared.load()
    season = guide.season(as_of)
    readiness = Readiness(guide, tree, season.as_of)
    if not readiness.is_readable:
        readiness.require()
    interview = Interview.begin(guide, tree, as_of=season.as_of)
    count = count_paths(interview.program)
    for fault in count.faults:
        add_fault(readiness.report, fault, season.as_of)
    readiness.require()
    if what == "count":
        title = season.fill(guide.tree(tree).title)
        if form == "json":
            deliver(drawn.dumps(drawn.count_document(tree, season.as_of, count)), None, json=True)
        else:
            out(drawn.count_text(tree, title, season.as_of, count))
        return Exit.OK
    try:
        found = list(islice(list_paths(interview.program), limit + 1))
    except TooManyCells:
        names = ", ".join(count.undecided)
        raise UsageError(f"too many answers can be picked to list them: {names}", "use --count") from None
    shown = found[:limit]
    more = count.paths - len(shown) if count.paths is not None else None if len(found) > limit else 0
    if form == "json":
        deliver(drawn.dumps(drawn.list_document(tree, season.as_of, shown, more)), None, json=True)
    else:
        out(drawn.list_text(shown, more))
    return Exit.OK


def _suggest(shared: Shared, tree: str, output: str | None) -> int:
    from advisor import wording
    from advisor.authoring.sound import require_sound
    from advisor.authoring.testing.suggest import suggest, written

    collect_from_here()
    guide = shared.load()
    require_sound(guide, tree)
    found = suggest(guide, tree)
    if not found.scenarios:
        say(f"advisor: {wording.SUGGEST_NOTHING.format(tree=tree)}")
    elif output is None or output == "-":
        out(written(guide, found, alone=False))
    else:
        from advisor.output.files import write_file

        # What an author wrote and reviewed is never replaced by what nobody has looked at.
        write_file(Path(output), written(guide, found, alone=True), overwrite=False)
    if found.left:
        say(f"advisor: {wording.SUGGEST_LEFT.format(things=wording.count(len(found.left), 'thing'))}")
    if not found.decided:
        say(f"advisor: {wording.SUGGEST_UNDECIDED.format(tree=tree)}")
    return Exit.OK


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
    from advisor.interview.walk import Refused
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
    drawn = graph(guide, tree, interview, as_of=as_of, begin=begin, fold=None if full else FOLDED_BEYOND)
    if form == "mermaid":
        deliver(mermaid(drawn), None)
    else:
        import shutil

        deliver(outline(drawn, width=shutil.get_terminal_size().columns), None)
    if interview is not None and interview.unused:
        say(f"advisor: these answers were not used: {', '.join(interview.unused)}")
    if interview is not None and isinstance(end := interview.walk.end, Refused):
        say(f'advisor: the answer to "{end.question}" is not taken: {end.reason}')
        return Exit.REFUSED
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
    from advisor.guide.load import MANIFEST, load_guide
    from advisor.output import diff as drawn

    collect_from_here()
    for name, folder in (("OLD", old), ("NEW", new)):
        if not (Path(folder) / MANIFEST).is_file():
            message = f'{name} is "{folder}", which is no guide: it has no {MANIFEST}'
            raise UsageError(message, "name the folder that holds content and trees")
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
    from advisor import wording
    from advisor.authoring.sound import require_sound
    from advisor.errors import GuideInvalid
    from advisor.output import html, markdown
    from advisor.output.handbook import handbook

    collect_from_here()
    guide = shared.load()
    day = guide.season(as_of).as_of
    unsound: dict[str, str] = {}
    for name in guide.tree_names:
        try:
            require_sound(guide, name, day)
        except GuideInvalid as error:
            unsound[name] = error.message
            say(f"advisor: {wording.HANDBOOK_WITHOUT.format(tree=name, reason=error.message)}")
    document = handbook(guide, as_of, unsound)
    deliver(html.draw(document) if form == "html" else markdown.draw(document), output)
    return Exit.OK
