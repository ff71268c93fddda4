"""The JSON documents of the command line; a contract with scripts. Keys are only ever added."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from advisor.analysis import explain
from advisor.diagnostics import Diagnostic, Span
from advisor.guide.cards import FOOTNOTE
from advisor.guide.load import Guide
from advisor.guide.season import Season
from advisor.interview.interview import Interview
from advisor.interview.phrasing import PhraseShown
from advisor.interview.plan import PlanEntry
from advisor.interview.result import CardShown, SourceShown, limits_of
from advisor.interview.walk import Asking, Refused

if TYPE_CHECKING:
    from advisor.understand.topics import Found
    from advisor.understand.urgent import FirstHelp

SCHEMA = 1


def dumps(document: Mapping[str, Any]) -> str:
    """A document as text, indented, ending in a newline."""
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def run_document(interview: Interview) -> dict[str, Any]:
    """Where an interview stands; every key always present."""
    manifest = interview.guide.manifest_in_words
    result = interview.result
    end = interview.walk.end
    status = "refused" if isinstance(end, Refused) else "needs-answer" if isinstance(end, Asking) else "outcome"
    ahead = explain.remaining(interview)
    return {
        "schema": SCHEMA,
        "tree": interview.tree,
        "status": status,
        "as_of": interview.as_of.isoformat(),
        "edition": manifest.edition.isoformat(),
        "notice": manifest.notice,
        "steps": [
            {
                "tree": step.tree,
                "question": step.question,
                "ask": step.ask,
                "answer": step.answer,
                "text": step.text,
            }
            for step in interview.steps
        ],
        "outcome": result.outcome if result else None,
        "title": result.title if result else None,
        "notes": list(result.notes) if result else [],
        "risk": result.risk if result else None,
        "cards": [card_document(card) for card in result.cards] if result else [],
        "timeline": [_line(line) for line in result.timeline] if result else [],
        "phrases": [phrase_document(phrase) for phrase in result.phrases] if result else [],
        "would_change": [
            {
                "question": change.question,
                "answer": change.answer,
                "outcome": change.outcome,
                "title": change.title,
            }
            for change in explain.would_change(interview)
        ],
        "see_also": list(result.see_also) if result else [],
        "unused": list(interview.unused),
        "next": next_document(interview),
        "remaining": {"min": ahead.min, "max": ahead.max, "exact": ahead.exact},
        "possible": list(explain.possible_ends(interview)),
        "guide": interview.digest,
    }


def next_document(interview: Interview) -> dict[str, Any] | None:
    """The question that waits, or None at the end."""
    end = interview.walk.end
    question = interview.question
    if question is None or not isinstance(end, Asking | Refused):
        return None
    season = interview.season
    limits = limits_of(question, interview.program, interview.walk.known)
    suggested = season.phase_today() if question.suggest == "phase_today" else None
    return {
        "tree": end.tree,
        "question": end.question,
        "ask": season.fill(question.ask or end.question),
        "why": season.fill(question.why) if question.why else None,
        "because": explain.because(interview, f"{end.tree}/{end.question}"),
        "help": season.fill(question.help) if question.help else None,
        "type": question.type,
        "answers": [{"id": name, "text": season.fill(answer.text)} for name, answer in question.answers.items()],
        "min": _plain(limits.low),
        "max": _plain(limits.high),
        "suggested": suggested if suggested in question.answers else None,
        "reason": end.reason if isinstance(end, Refused) else None,
    }


def card_document(card: CardShown) -> dict[str, Any]:
    """A card."""
    return {
        "id": card.id,
        "title": card.title,
        "risk": card.risk,
        "basis": card.basis,
        "bottom_line": FOOTNOTE.sub("", card.bottom_line),
        "reviewed": card.reviewed.isoformat(),
        "review_by": card.review_by.isoformat(),
        "stale": card.stale,
        "markdown": card.markdown,
        "sections": {
            section.title: [FOOTNOTE.sub("", block.text) for block in section.blocks] for section in card.sections
        },
        "sources": [_source(source) for source in card.sources],
    }


def _source(source: SourceShown) -> dict[str, Any]:
    reference = source.reference
    return {
        "id": source.id,
        "title": reference.title,
        "publisher": reference.publisher,
        "url": reference.url,
        "kind": reference.kind,
        "checked": reference.checked.isoformat(),
        "dated": _day(reference.dated),
        "note": reference.note,
    }


def phrase_document(phrase: PhraseShown) -> dict[str, Any]:
    """A phrase; blanks appear by their names only."""
    return {
        "id": phrase.id,
        "title": phrase.title,
        "medium": phrase.medium,
        "to": phrase.to,
        "subject": phrase.subject,
        "text": phrase.text,
        "words": phrase.words,
        "missing_blanks": list(phrase.missing_blanks),
    }


def _line(line: PlanEntry) -> dict[str, Any]:
    return {
        "card": line.card,
        "kind": line.kind,
        "who": line.who,
        "how_many": line.how_many,
        "from": _day(line.first),
        "until": _day(line.until),
        "latest": _day(line.latest),
        "expected": line.expected,
        "text": line.text,
        "state": line.state,
    }


def _plain(limit: int | date | None) -> int | str | None:
    return limit.isoformat() if isinstance(limit, date) else limit


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None


def list_document(guide: Guide, season: Season) -> dict[str, Any]:
    """The catalogue; what cannot be read is left out."""
    manifest = guide.manifest_in_words
    trees = []
    for name, tree in guide.applicant_trees():
        phases = list(tree.phase)
        trees.append(
            {
                "id": name,
                "title": season.fill(tree.title),
                "about": season.fill(tree.about),
                "phase": phases,
                "urgent": tree.urgent,
                "questions": len(tree.questions),
                "outcomes": len(tree.outcomes),
            }
        )
    cards = [part.model for part in map(guide.card_part, guide.card_names) if part.model is not None]
    phrases = [part.model for part in map(guide.phrase_part, guide.phrase_names) if part.model is not None]
    return {
        "schema": SCHEMA,
        "guide": {
            "id": manifest.id,
            "title": manifest.title,
            "language": manifest.language,
            "edition": manifest.edition.isoformat(),
            "scope": manifest.scope,
            "notice": manifest.notice,
            "contact": manifest.contact,
            "licence": manifest.licence,
            "bundled": guide.bundled,
        },
        "trees": trees,
        "cards": [
            {
                "id": card.id,
                "title": season.fill(card.matter.title),
                "risk": card.matter.risk,
                "basis": card.matter.basis,
                "reviewed": card.matter.reviewed.isoformat(),
            }
            for card in cards
        ],
        "phrases": [
            {
                "id": phrase.id,
                "title": season.fill(phrase.matter.title),
                "medium": phrase.matter.medium,
            }
            for phrase in phrases
        ],
    }


def find_document(found: Found) -> dict[str, Any]:
    """Which situations a text is about."""
    return {
        "schema": SCHEMA,
        "query": found.query,
        "covered": found.covered,
        "urgent": help_document(found.urgent) if found.urgent is not None else None,
        "results": [
            {
                "kind": result.kind,
                "id": result.id,
                "title": result.title,
                "score": result.score,
                "answers": dict(result.answers),
            }
            for result in found.results
        ],
        "elsewhere": [{"topic": one.topic, "title": one.title, "ask": one.ask} for one in found.elsewhere],
    }


def help_document(help: FirstHelp) -> dict[str, Any]:
    """What comes before anything else."""
    return {
        "title": help.title,
        "text": help.text,
        "contacts": [{"name": one.name, "how": one.how, "when": one.when} for one in help.contacts],
    }


def check_document(files: int, findings: tuple[Diagnostic, ...]) -> dict[str, Any]:
    """What `check` found."""
    return {
        "schema": SCHEMA,
        "files": files,
        "findings": [finding_document(finding) for finding in findings],
    }


def finding_document(finding: Diagnostic) -> dict[str, Any]:
    """A finding."""
    span = finding.span
    return {
        "code": finding.code,
        "name": finding.name,
        "severity": str(finding.severity),
        "message": finding.message,
        **_place(span),
        "end_line": span.end_line,
        "end_column": span.end_column,
        "hint": finding.hint,
        "related": [{**_place(related.span), "note": related.note} for related in finding.related],
        "witness": dict(finding.witness) if finding.witness is not None else None,
    }


def _place(span: Span) -> dict[str, Any]:
    return {"path": span.path, "line": span.line, "column": span.column}
