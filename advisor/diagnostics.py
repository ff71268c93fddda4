"""A finding about a guide's files: a value with a code, a place and a sentence.

Codes are stable and never used again for something else. The letter and first digit name the
family: Y1 the YAML itself, S1 the shape of a file, N2 names and references, Q3 questions, R4
routing, C5 cards and phrases, G6 guide files, T7 scenarios. What each code means, why it hurts and
how to mend it is in `authoring.rules.catalogue`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Any, Final, NamedTuple

from advisor import wording


class Severity(StrEnum):
    """How bad a finding is: an error stops the trees it concerns, a warning does not."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


class Code(NamedTuple):
    """What a code stands for: its name in words, kebab-case, and how bad it is by default."""

    name: str
    severity: Severity = Severity.ERROR


CODES: Final[Mapping[str, Code]] = {
    "Y101": Code("not-utf8"),
    "Y102": Code("syntax-error"),
    "Y103": Code("repeated-key"),
    "Y104": Code("alias-or-anchor"),
    "Y105": Code("tag"),
    "Y106": Code("text-cut-at-hash"),
    "Y107": Code("text-cut-at-comma"),
    "Y108": Code("text-begins-with-bracket"),
    "Y109": Code("colon-inside-text"),
    "Y110": Code("text-begins-with-quote"),
    "Y111": Code("text-begins-with-sign"),
    "Y112": Code("tab-as-indent"),
    "Y113": Code("too-large"),
    "Y114": Code("too-deep"),
    "Y115": Code("control-character"),
    "Y116": Code("key-is-not-a-word"),
    "Y117": Code("several-documents"),
    "Y118": Code("apostrophe-ends-text"),
    "Y119": Code("front-matter-missing"),
    "Y120": Code("unreadable-file"),
    "Y121": Code("outside-the-guide"),
    "Y122": Code("file-not-read", Severity.WARNING),
    "Y123": Code("point-taken-for-text"),
    "S101": Code("unknown-key"),
    "S102": Code("missing-key"),
    "S103": Code("wrong-type"),
    "S104": Code("not-a-possible-value"),
    "S105": Code("bad-date"),
    "S106": Code("keys-that-exclude-each-other"),
    "S107": Code("bad-id"),
    "S108": Code("reserved-id"),
    "S109": Code("unsupported-format"),
    "S110": Code("empty"),
    "S111": Code("unknown-test"),
    "S112": Code("test-does-not-fit"),
    "S113": Code("bad-anchor"),
    "S114": Code("answers-as-routes-not-possible"),
    "S115": Code("answer-without-route"),
    "S116": Code("rule-after-the-last"),
    "S117": Code("not-for-a-card"),
    "S118": Code("bad-section"),
    "S119": Code("bad-bottom-line"),
    "S120": Code("section-missing", Severity.WARNING),
    "S121": Code("incomplete-allowance", Severity.WARNING),
    "S122": Code("unused-allowance", Severity.WARNING),
    "S123": Code("unknown-code-allowed", Severity.WARNING),
    "S124": Code("cannot-be-allowed", Severity.WARNING),
    "S125": Code("wrong-folder"),
    "N201": Code("unknown-target"),
    "N202": Code("unknown-fact"),
    "N203": Code("unknown-answer"),
    "N204": Code("unknown-card"),
    "N205": Code("unknown-phrase"),
    "N206": Code("unknown-source"),
    "N207": Code("unknown-event"),
    "N208": Code("unknown-field"),
    "N209": Code("question-in-two-trees"),
    "N210": Code("unknown-shared-question"),
    "N211": Code("unknown-tree"),
    "N212": Code("uncited-footnote"),
    "N213": Code("blank-named-like-a-question"),
    "N214": Code("id-used-twice"),
    "N215": Code("unknown-start"),
    "N216": Code("unknown-phase"),
    "N217": Code("circle-of-conditions"),
    "N218": Code("condition-named-like-another"),
    "N219": Code("names-nearly-the-same", Severity.WARNING),
    "N220": Code("unused-shared-question", Severity.WARNING),
    "N221": Code("unused-condition", Severity.WARNING),
    "N222": Code("situations-sound-alike", Severity.WARNING),
    "Q301": Code("no-reason-given", Severity.WARNING),
    "Q302": Code("number-without-max", Severity.WARNING),
    "Q303": Code("single-answer", Severity.WARNING),
    "Q304": Code("answers-read-the-same"),
    "Q305": Code("answers-sound-alike"),
    "Q306": Code("every-answer-excludes-the-others", Severity.WARNING),
    "Q307": Code("asked-twice", Severity.WARNING),
    "Q308": Code("answer-like-a-key", Severity.WARNING),
    "R401": Code("no-rule-holds"),
    "R402": Code("question-comes-twice"),
    "R403": Code("fact-may-be-unknown"),
    "R404": Code("undecided", Severity.WARNING),
    "R405": Code("no-card-shown"),
    "R406": Code("no-answer-possible", Severity.WARNING),
    "R407": Code("assumption-false"),
    "R408": Code("cards-in-conflict"),
    "R409": Code("nothing-to-print"),
    "R410": Code("rule-shadowed", Severity.WARNING),
    "R411": Code("rule-repeated", Severity.WARNING),
    "R412": Code("tests-contradict", Severity.WARNING),
    "R413": Code("test-outside-the-limits", Severity.WARNING),
    "R414": Code("never-holds-here", Severity.WARNING),
    "R415": Code("always-asked", Severity.WARNING),
    "R416": Code("nothing-left-for-the-last-rule", Severity.WARNING),
    "R417": Code("nothing-leads-here", Severity.WARNING),
    "R418": Code("rule-never-decides", Severity.WARNING),
    "R419": Code("answer-changes-nothing", Severity.INFO),
    "R420": Code("route-on-an-expected-date", Severity.WARNING),
    "C501": Code("unused-card", Severity.WARNING),
    "C502": Code("unused-phrase", Severity.WARNING),
    "C503": Code("rule-without-authority"),
    "C504": Code("due-before-reviewed"),
    "C505": Code("review-overdue", Severity.WARNING),
    "C506": Code("conflict-said-twice", Severity.WARNING),
    "C507": Code("duty-without-rule"),
    "C508": Code("window-runs-backwards"),
    "C509": Code("points-at-itself", Severity.WARNING),
    "C510": Code("listed-twice", Severity.WARNING),
    "C511": Code("same-title", Severity.WARNING),
    "C512": Code("same-words", Severity.WARNING),
    "C513": Code("too-many-words", Severity.WARNING),
    "C514": Code("subject-too-long", Severity.WARNING),
    "C515": Code("line-break-in-a-line"),
    "C516": Code("fact-without-words"),
    "C517": Code("expected-date-in-a-phrase"),
    "C518": Code("blank-made-by-hand", Severity.WARNING),
    "C519": Code("note-left-over", Severity.WARNING),
    "C520": Code("markup-in-plain-text", Severity.WARNING),
    "C521": Code("broken-markup"),
    "C522": Code("brace-alone"),
    "C523": Code("leads-to-a-draft", Severity.WARNING),
    "C524": Code("said-twice", Severity.WARNING),
    "G601": Code("day-to-come", Severity.WARNING),
    "G602": Code("unused-source", Severity.WARNING),
    "G603": Code("unused-blank", Severity.WARNING),
    "G604": Code("covered-and-not-covered", Severity.WARNING),
    "G605": Code("unused-term", Severity.WARNING),
    "G606": Code("help-never-shown", Severity.WARNING),
    "G607": Code("same-address", Severity.WARNING),
    "G608": Code("bad-address"),
    "G609": Code("source-not-checked-lately", Severity.WARNING),
    "G610": Code("dated-after-checked"),
    "G611": Code("phase-runs-backwards"),
    "G612": Code("phases-do-not-meet"),
    "G613": Code("season-over", Severity.WARNING),
    "G615": Code("same-label", Severity.WARNING),
    "G616": Code("term-with-two-meanings"),
    "G617": Code("words-on-both-sides"),
    "G618": Code("phase-after-the-season", Severity.WARNING),
    "G619": Code("event-of-another-year", Severity.WARNING),
    "G620": Code("events-called-the-same", Severity.WARNING),
    "G621": Code("lines-run-together", Severity.WARNING),
    "T701": Code("scenario-name-twice"),
    "T702": Code("scenario-twice", Severity.WARNING),
    "T703": Code("scenarios-contradict"),
    "T704": Code("scenarios-in-another-file", Severity.WARNING),
    "T705": Code("impossible-expectation"),
    "T706": Code("nothing-to-take-away"),
    "T707": Code("answered-twice", Severity.WARNING),
    "T708": Code("day-outside-the-season", Severity.WARNING),
    "T709": Code("never-asked"),
    "T710": Code("answer-not-taken"),
}
"""Every code that anything here can emit: the only place for names and default severities."""


class Span(NamedTuple):
    """A stretch of a file.

    Lines and columns count from 1, in characters; the end column is exclusive.

    Attributes:
        path: Relative to the guide, with `/`.
    """

    path: str
    line: int = 1
    column: int = 1
    end_line: int = 1
    end_column: int = 1


class Related(NamedTuple):
    """Another place that matters for a finding, and what it has to do with it."""

    span: Span
    note: str


class Diagnostic(NamedTuple):
    """One finding.

    Attributes:
        code: Like `R401`.
        name: The bad thing in words, kebab-case, like `no-rule-matches`.
        message: One sentence, quoting the author's own words.
        hint: What to write instead, or None.
        witness: For findings about logic: answers (and `as_of`) that the engine replays into the
            fault, or None.
    """

    code: str
    name: str
    severity: Severity
    message: str
    span: Span
    hint: str | None = None
    related: tuple[Related, ...] = ()
    witness: Mapping[str, Any] | None = None

    @property
    def is_error(self) -> bool:
        """Whether the finding stops the trees it concerns."""
        return self.severity is Severity.ERROR


def diagnostic(
    code: str,
    message: str,
    span: Span,
    hint: str | None = None,
    related: Iterable[Related] = (),
    *,
    severity: Severity | None = None,
    witness: Mapping[str, Any] | None = None,
) -> Diagnostic:
    """A finding with the name, and unless another is given the severity, that its code has."""
    name, usual = CODES[code]
    return Diagnostic(code, name, severity or usual, message, span, hint, tuple(related), witness)


def in_order(findings: Iterable[Diagnostic]) -> list[Diagnostic]:
    """Sort by place, then code, and drop what was found twice."""
    unique: dict[tuple[Span, str, str], Diagnostic] = {}
    for finding in findings:
        unique.setdefault((finding.span, finding.code, finding.message), finding)
    return [unique[key] for key in sorted(unique)]


def suggest(word: object, known: Iterable[str], *, most: int = 3) -> list[str]:
    """The known names nearest to a misspelt one, best first; few where little is alike."""
    from difflib import get_close_matches

    names = list(known)
    usual = [name for name in _CALLED_ELSEWHERE.get(str(word).lower(), ()) if name in names]
    return usual[:1] or get_close_matches(str(word), names, n=most, cutoff=0.6)


_CALLED_ELSEWHERE: Final[Mapping[str, tuple[str, ...]]] = {
    "author": ("publisher",),
    "begin": ("from",),
    "card": ("to",),
    "choices": ("answers",),
    "condition": ("when",),
    "conditions": ("facts",),
    "default": ("suggest",),
    "description": ("about", "help"),
    "else": ("is", "to"),
    "end": ("until",),
    "explanation": ("why",),
    "go_to": ("to",),
    "goto": ("to",),
    "hint": ("help",),
    "id": ("use",),
    "if": ("when",),
    "label": ("text", "title"),
    "link": ("url",),
    "links": ("see_also",),
    "multiple": ("several",),
    "name": ("title", "label"),
    "options": ("answers",),
    "outcome": ("to",),
    "question": ("ask",),
    "phone": ("how",),
    "radio": ("choice",),
    "reason": ("why",),
    "select": ("choice",),
    "show_if": ("only_when", "when"),
    "single": ("choice",),
    "start": ("from",),
    "synonyms": ("sounds_like",),
    "target": ("to",),
    "text": ("ask",),
    "then": ("to",),
    "tree": ("to",),
    "type": ("kind", "medium"),
    "value": ("is",),
    "version": ("format",),
}
"""What other question formats call the keys and words of this one; the first that is possible is meant."""


def did_you_mean(word: object, known: Iterable[str]) -> str | None:
    """A hint that names what was probably meant; lists what there is where that is short."""
    names = list(dict.fromkeys(known))
    near = suggest(word, names)
    if near:
        return wording.DID_YOU_MEAN.format(names=wording.one_of(near))
    if 0 < len(names) <= 8:
        return wording.POSSIBLE_ARE.format(names=", ".join(names))
    return None
