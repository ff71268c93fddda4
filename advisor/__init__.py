"""Match Advisor: a guided interview that walks a decision tree and ends at advice.

The public API, loaded when it is used. Ask what comes first:

>>> import advisor
>>> guide = advisor.load_guide("tests/cases/base")
>>> interview = advisor.Interview.begin(guide, "mend")
>>> interview.question.ask
'Are you a member?'

Answer, and read the result:

>>> result = interview.answer("member", "no").result
>>> result.title, [card.id for card in result.cards]
('The desk mends it, and you pay for the parts', ['ask-at-the-desk'])

Find the situation that somebody's own words are about:

>>> [(result.id, result.answers) for result in advisor.find(guide, "my bycicle makes a strange noise").results]
[('mend', {})]

Find what is wrong with a guide:

>>> advisor.check(guide).errors
()
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"

if TYPE_CHECKING:
    from advisor.authoring.check import check
    from advisor.guide.load import Guide, load_guide
    from advisor.interview.interview import Interview
    from advisor.understand.topics import find

__all__ = ["Guide", "Interview", "__version__", "check", "find", "load_guide"]

_HOMES = {
    "Guide": "advisor.guide.load",
    "Interview": "advisor.interview.interview",
    "check": "advisor.authoring.check",
    "find": "advisor.understand.topics",
    "load_guide": "advisor.guide.load",
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'advisor' has no attribute {name!r}")
    import importlib

    return getattr(importlib.import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    return sorted([*globals(), *_HOMES])
