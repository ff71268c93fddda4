"""`check`, `explain`, `test` and `paths`: what authors ask."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from advisor.cli import Shared, collect_from_here, out, say
from advisor.cli.options import Day, as_of_option, deliver, format_option
from advisor.diagnostics import Diagnostic, Severity
from advisor.errors import Exit
from advisor.guide.locate import in_repository

if TYPE_CHECKING:
    from advisor.authoring.check import Checked
    from advisor.guide.load import Guide


@click.command("check")
@click.argument("paths", nargs=-1, metavar="[PATH]...")
@as_of_option
@format_option("text", "json", "github", "sarif")
@click.option("--select", metavar="CODES", default="", help="Only codes that begin so, like R4,N201.")
@click.option("--ignore", metavar="CODES", default="", help="No codes that begin so.")
@click.option("--strict", is_flag=True, help="Warnings count as findings too.")
@click.pass_obj
def check_command(
    shared: Shared, paths: tuple[str, ...], as_of: date | None, form: str, select: str, ignore: str, strict: bool
) -> int:
    """Find what is wrong with a guide.

    Ends with 1 where something is; warnings count only with --strict.
    """
    from advisor.authoring.check import check, of_paths

    collect_from_here()
    guide = shared.load()
    checked = of_paths(check(guide, as_of=as_of), guide, paths)
    kept = tuple(found for found in checked.findings if _is_wanted(found, select, ignore))
    allowed = tuple(one for one in checked.allowed if _is_wanted(one.finding, select, ignore))
    checked = checked._replace(findings=kept, allowed=allowed)
    if form == "sarif":
        deliver(_sarif(guide, checked), None, json=True)
    elif form == "json":
        from advisor.output.json import check_document, dumps

        deliver(dumps(check_document(checked.files, kept)), None, json=True)
    else:
        from advisor.output.findings import findings_github, findings_text, summary

        if form == "github":
            out(findings_github(kept, in_repository(guide.root)))
        else:
            out(findings_text(kept, lambda path: _lines(guide.root / path)))
        say(f"advisor: {summary(checked.files, kept, len(allowed))}")
    worst = (Severity.ERROR, Severity.WARNING) if strict else (Severity.ERROR,)
    return Exit.FINDINGS if any(found.severity in worst for found in kept) else Exit.OK


def _sarif(guide: Guide, checked: Checked) -> str:
    from advisor import __version__
    from advisor.authoring.rules.catalogue import RULES, explain
    from advisor.output.json import dumps
    from advisor.output.sarif import RuleText, sarif_document

    rules = {code: RuleText(code, rule.name, rule.severity, rule.what, explain(code)) for code, rule in RULES.items()}
    document = sarif_document(
        checked.findings,
        checked.allowed,
        rules,
        lambda path: _lines(guide.root / path),
        base=in_repository(guide.root),
        version=__version__,
    )
    return dumps(document)


def _is_wanted(finding: Diagnostic, select: str, ignore: str) -> bool:
    wanted, unwanted = _codes(select), _codes(ignore)
    return (not wanted or finding.code.startswith(wanted)) and not (unwanted and finding.code.startswith(unwanted))


def _codes(text: str) -> tuple[str, ...]:
    return tuple(part.strip().upper() for part in text.split(",") if part.strip())


def _lines(file: Path) -> Sequence[str]:
    try:
        return file.read_text(encoding="utf-8-sig", errors="replace").splitlines()
    except OSError:
        return ()


@click.command("explain")
@click.argument("code", metavar="CODE")
def explain_command(code: str) -> int:
    """Explain a finding of check: what it means, why it hurts, how to mend it."""
    from advisor.authoring.rules.catalogue import explain

    out(explain(code).rstrip("\n") + "\n")
    return Exit.OK


@click.command("test")
@click.argument("paths", nargs=-1, metavar="[PATH]...", type=click.Path(path_type=Path))
@click.option("--as-of", type=Day(), metavar="DATE", help="The day of scenarios that have none.")
@click.option("--coverage", "measure", is_flag=True, help="Measure what the scenarios exercise; 1 if not everything.")
@click.option("--mutate", is_flag=True, help="Change the guide in memory, and tell what no scenario notices.")
@format_option("text", "json", "github")
@click.pass_obj
def test_command(
    shared: Shared, paths: tuple[Path, ...], as_of: date | None, measure: bool, mutate: bool, form: str
) -> int:
    """Play a guide's scenarios: those in tests/scenarios/, or in the files and folders named.

    Ends with 1 where one fails, and with --coverage where something that can happen is in none of them. How many
    changes --mutate finds unnoticed is a measure, and does not change how it ends.

    Every scenario is played on its own day, so that it comes out the same on every day. --as-of is for those that have
    none yet.
    """
    from advisor import wording
    from advisor.authoring.testing.run import run_tests
    from advisor.output import testing

    collect_from_here()
    guide = shared.load()
    tested = run_tests(guide, paths, as_of=as_of, measure=measure, change=mutate)
    if form == "json":
        from advisor.output.json import dumps

        deliver(dumps(testing.verdict_document(tested)), None, json=True)
    elif form == "github":
        out(testing.verdict_github(tested, in_repository(guide.root)))
    else:
        out(testing.verdict_text(tested, lambda path: _lines(guide.root / path)))
    left = sum(not scenario.played for scenario in tested.scenarios)
    if left:
        say(f"advisor: {wording.NOT_PLAYED.format(scenarios=wording.count(left, 'scenario'))}")
    say(f"{tested.passed} passed, {tested.failed} failed")
    if tested.broken:
        return Exit.GUIDE
    return Exit.FINDINGS if tested.failed or tested.findings or tested.incomplete else Exit.OK
