"""What `test` found, drawn: as text for a terminal, as annotations for a review, as a JSON document."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from advisor import wording
from advisor.diagnostics import Diagnostic, Span
from advisor.output.findings import Lines, findings_github, findings_text
from advisor.output.github import Level, annotation
from advisor.output.json import SCHEMA, finding_document
from advisor.output.text import cells
from advisor.wording import visible

Counts = Mapping[str, tuple[int, int]]
"""How many are covered and how many there are, by part."""


class Remark(NamedTuple):
    """A sentence about a place, and what explains it."""

    span: Span
    message: str
    details: tuple[str, ...] = ()


class Scenario(NamedTuple):
    """A scenario that was played.

    Attributes:
        span: Where it begins.
        remarks: What is not as expected.
        played: Whether it could be played at all; not where its tree has errors.
    """

    name: str
    span: Span
    remarks: tuple[Remark, ...]
    played: bool = True


class Coverage(NamedTuple):
    """How much the scenarios exercise.

    Attributes:
        trees: Tree -> counts, in order.
        whole: The counts of all trees together.
        missing: What no scenario exercises, by part, in the order of the files.
        undecided: Trees of which not everything that can happen is known.
    """

    trees: Mapping[str, Counts]
    whole: Counts
    missing: Mapping[str, Sequence[Remark]]
    undecided: Sequence[str]


class Change(NamedTuple):
    """A change of the guide that no scenario notices.

    Attributes:
        tree: Where an interview begins that shows it.
        answers: Those of that interview.
        before: What it comes to.
        after: What it comes to with the change.
    """

    remark: Remark
    kind: str
    tree: str
    as_of: str
    answers: Mapping[str, Any]
    before: str
    after: str


class Mutation(NamedTuple):
    """How many changes of the guide the scenarios notice.

    Attributes:
        trees: Tree -> noticed, and all that count.
        equivalent: How many changes change nothing that anybody could see; they do not count.
        undecided: Changes of which it is not known whether they do.
    """

    trees: Mapping[str, tuple[int, int]]
    unnoticed: Sequence[Change]
    undecided: Sequence[Remark]
    equivalent: int

    @property
    def noticed(self) -> int:
        """All that are noticed."""
        return sum(done for done, _ in self.trees.values())

    @property
    def total(self) -> int:
        """All that count."""
        return sum(total for _, total in self.trees.values())


class Verdict(NamedTuple):
    """Everything that `test` found; None for what was not asked for.

    Attributes:
        findings: What is wrong with files of scenarios, and with trees that they are about.
        broken: Whether a tree has errors.
    """

    scenarios: Sequence[Scenario]
    findings: Sequence[Diagnostic] = ()
    coverage: Coverage | None = None
    mutation: Mutation | None = None
    broken: bool = False

    @property
    def incomplete(self) -> bool:
        """Whether coverage was measured, and something is missing."""
        return self.coverage is not None and any(self.coverage.missing.values())

    @property
    def passed(self) -> int:
        """How many scenarios hold."""
        return sum(not scenario.remarks for scenario in self.scenarios)

    @property
    def failed(self) -> int:
        """How many do not."""
        return len(self.scenarios) - self.passed


# --- text ---------------------------------------------------------------------------------------------------------


def verdict_text(verdict: Verdict, lines: Lines) -> str:
    """All of it, for a terminal; nothing where everything holds and nothing else was asked for."""
    parts = [findings_text(verdict.findings, lines).rstrip("\n") + "\n"] if verdict.findings else []
    failed = [scenario for scenario in verdict.scenarios if scenario.remarks and scenario.played]
    parts += ["".join(f"{line}\n" for line in _failed(scenario)) for scenario in failed]
    if verdict.coverage is not None:
        parts.append("".join(f"{line}\n" for line in _coverage(verdict.coverage)))
    if verdict.mutation is not None:
        parts.append("".join(f"{line}\n" for line in _mutation(verdict.mutation)))
    return "\n".join(parts)


def _failed(scenario: Scenario) -> Iterator[str]:
    yield f"{scenario.span.path}:{scenario.span.line}: {visible(scenario.name)}"
    for remark in scenario.remarks:
        yield f"  {_place(remark.span)}: {visible(remark.message)}"
        yield from (f"      {visible(detail)}" for detail in remark.details)


def _place(span: Span) -> str:
    return f"{span.path}:{span.line}:{span.column}"


def _coverage(coverage: Coverage) -> Iterator[str]:
    parts = list(coverage.whole)
    rows = [(tree, [_of(*counts[part]) for part in parts]) for tree, counts in coverage.trees.items()]
    rows.append((wording.COVERAGE_ALL, [_of(*coverage.whole[part]) for part in parts]))
    first = max(cells(name) for name, _ in rows)
    widths = [max(len(part), *(len(row[number]) for _, row in rows)) for number, part in enumerate(parts)]
    yield " " * first + "".join(f"  {part:>{width}}" for part, width in zip(parts, widths, strict=True))
    for name, row in rows if len(rows) > 2 else rows[:1]:
        padded = name + " " * (first - cells(name))
        yield padded + "".join(f"  {text:>{width}}" for text, width in zip(row, widths, strict=True))
    missing = [remark for remarks in coverage.missing.values() for remark in remarks]
    if missing:
        yield ""
    yield from (f"{_place(remark.span)}: {visible(remark.message)}" for remark in sorted(missing))
    if coverage.undecided:
        yield ""
        yield wording.COVERAGE_UNDECIDED.format(trees=", ".join(coverage.undecided))


def _of(done: int, total: int) -> str:
    return f"{done}/{total}" if total else "-"


def _mutation(mutation: Mutation) -> Iterator[str]:
    for tree, (done, total) in mutation.trees.items():
        if total:
            yield wording.MUTATION_TREE.format(tree=tree, done=done, total=total, share=share(done, total))
    if len(mutation.trees) > 1 and mutation.total:
        done, total = mutation.noticed, mutation.total
        yield wording.MUTATION_ALL.format(done=done, total=total, share=share(done, total))
    if mutation.equivalent:
        yield wording.MUTATION_EQUIVALENT.format(changes=wording.count(mutation.equivalent, "change"))
    for change in mutation.unnoticed:
        yield ""
        yield f"{_place(change.remark.span)}: {visible(change.remark.message)}"
        yield from (f"    {visible(line)}" for line in _tell(change))
    if mutation.undecided:
        yield ""
        yield wording.MUTATION_UNDECIDED
        yield from (f"{_place(remark.span)}: {visible(remark.message)}" for remark in mutation.undecided)


def _tell(change: Change) -> Iterator[str]:
    answers = ", ".join(f"{name}: {_flow(value)}" for name, value in change.answers.items())
    yield wording.MUTATION_TRY.format(tree=change.tree, as_of=change.as_of, answers=f"{{{answers}}}")
    yield wording.MUTATION_NOW.format(before=change.before, after=change.after)


def _flow(value: Any) -> str:
    return f"[{', '.join(map(str, value))}]" if isinstance(value, list) else str(value)


def share(done: int, total: int) -> str:
    """Percent without decimals, never rounded up to all."""
    return f"{done * 100 // total} %" if total else "-"


# --- annotations --------------------------------------------------------------------------------------------------


def verdict_github(verdict: Verdict, base: str) -> str:
    """What is wrong as annotations, a line each: errors for what fails, warnings for what is not tested.

    Args:
        verdict: What was found.
        base: What comes before the guide's paths in the repository: "" or a folder with a `/` at its end.
    """
    failed = [(scenario, remark) for scenario in verdict.scenarios if scenario.played for remark in scenario.remarks]
    lines = [_annotated("error", remark, scenario.name, base) for scenario, remark in failed]
    if verdict.coverage is not None:
        missing = sorted(remark for remarks in verdict.coverage.missing.values() for remark in remarks)
        lines += [_annotated("warning", remark, wording.COVERAGE_MISSING, base) for remark in missing]
    if verdict.mutation is not None:
        for change in verdict.mutation.unnoticed:
            remark = change.remark._replace(details=tuple(_tell(change)))
            lines.append(_annotated("warning", remark, wording.MUTATION_MISSED, base))
    return findings_github(verdict.findings, base) + "".join(f"{line}\n" for line in lines)


def _annotated(level: Level, remark: Remark, title: str, base: str) -> str:
    span = remark.span
    text = "\n".join([remark.message, *remark.details])
    # A file that lies outside the guide is named as it was on the command line.
    path = span.path if span.path.startswith(("/", "../")) else f"{base}{span.path}"
    return annotation(level, path, span.line, span.column, text, title)


# --- JSON ---------------------------------------------------------------------------------------------------------


def verdict_document(verdict: Verdict) -> dict[str, Any]:
    """All of it; `coverage` and `mutation` are null where they were not asked for."""
    return {
        "schema": SCHEMA,
        "passed": verdict.passed,
        "failed": verdict.failed,
        "findings": [finding_document(finding) for finding in verdict.findings],
        "scenarios": [
            {
                "name": scenario.name,
                "path": scenario.span.path,
                "line": scenario.span.line,
                "passed": not scenario.remarks,
                "message": "\n".join(remark.message for remark in scenario.remarks) or None,
                "mismatches": [_remark(remark) for remark in scenario.remarks],
            }
            for scenario in verdict.scenarios
        ],
        "coverage": None if verdict.coverage is None else _coverage_document(verdict.coverage),
        "mutation": None if verdict.mutation is None else _mutation_document(verdict.mutation),
    }


def _remark(remark: Remark) -> dict[str, Any]:
    span = remark.span
    return {
        "path": span.path,
        "line": span.line,
        "column": span.column,
        "message": remark.message,
        "details": list(remark.details),
    }


def _coverage_document(coverage: Coverage) -> dict[str, Any]:
    parts = {
        part: {
            "covered": done,
            "total": total,
            "missing": [_remark(remark) for remark in coverage.missing.get(part, ())],
        }
        for part, (done, total) in coverage.whole.items()
    }
    trees = {
        tree: {part: {"covered": done, "total": total} for part, (done, total) in counts.items()}
        for tree, counts in coverage.trees.items()
    }
    return {**parts, "trees": trees, "undecided": list(coverage.undecided)}


def _mutation_document(mutation: Mutation) -> dict[str, Any]:
    return {
        "noticed": mutation.noticed,
        "total": mutation.total,
        "equivalent": mutation.equivalent,
        "trees": {tree: {"noticed": done, "total": total} for tree, (done, total) in mutation.trees.items()},
        "unnoticed": [
            {
                **_remark(change.remark),
                "kind": change.kind,
                "tree": change.tree,
                "as_of": change.as_of,
                "answers": dict(change.answers),
                "before": change.before,
                "after": change.after,
            }
            for change in mutation.unnoticed
        ],
        "undecided": [_remark(remark) for remark in mutation.undecided],
    }
