"""`check`, `explain` and `test`: what authors ask."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from advisor.cli import Shared, collect_from_here, out, say
from advisor.cli.options import as_of_option, deliver, format_option
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
@format_option("text", "json")
@click.pass_obj
def test_command(shared: Shared, paths: tuple[Path, ...], form: str) -> int:
    """Play a guide's scenarios: those in tests/scenarios/, or in the files and folders named.

    Ends with 1 where one fails.
    """
    from advisor.authoring.scenarios import play, read_cases
    from advisor.authoring.sound import require_sound
    from advisor.errors import UsageError

    collect_from_here()
    guide = shared.load()
    cases = read_cases(guide, paths)
    for tree in dict.fromkeys(case.file.tree for case in cases):
        if tree not in guide.tree_names:
            case = next(case for case in cases if case.file.tree == tree)
            raise UsageError(f'{case.path}: there is no tree "{tree}"', "name the file like the tree")
        require_sound(guide, tree)
    played = [play(guide, case) for case in cases]
    passed = sum(one.passed for one in played)
    if form == "json":
        from advisor.output.json import dumps

        document = {
            "schema": 1,
            "passed": passed,
            "failed": len(played) - passed,
            "scenarios": [
                {
                    "name": one.case.scenario.name,
                    "path": one.case.path,
                    "line": one.case.line,
                    "passed": one.passed,
                    "message": one.message,
                }
                for one in played
            ],
            "coverage": None,
        }
        deliver(dumps(document), None, json=True)
    else:
        for one in played:
            if one.message is not None:
                out(f"{one.case.path}:{one.case.line}: {one.case.scenario.name}\n")
                out("".join(f"    {line}\n" for line in one.message.split("\n")))
        say(f"{passed} passed, {len(played) - passed} failed")
    return Exit.OK if passed == len(played) else Exit.FINDINGS
