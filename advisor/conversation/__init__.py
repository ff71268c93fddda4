"""One interview as a person has it: commands in, a view out. No terminal, no printing.

A `Conversation` is a frozen value; every command returns a `Reply` with the next one. The faces (`tui`, `plain`) only
draw views and pass on what the person did.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from advisor.conversation.conversation import Conversation, Reply
    from advisor.conversation.keeping import Keeper, Resumed, resume
    from advisor.conversation.terms import Glossary, Meaning, glossary_of
    from advisor.conversation.view import Entry, Option, QuestionView, View

__all__ = [
    "Conversation",
    "Entry",
    "Glossary",
    "Keeper",
    "Meaning",
    "Option",
    "QuestionView",
    "Reply",
    "Resumed",
    "View",
    "glossary_of",
    "resume",
]

_HOMES = {
    "Conversation": "conversation",
    "Entry": "view",
    "Glossary": "terms",
    "Keeper": "keeping",
    "Meaning": "terms",
    "Option": "view",
    "QuestionView": "view",
    "Reply": "conversation",
    "Resumed": "keeping",
    "View": "view",
    "glossary_of": "terms",
    "resume": "keeping",
}


def __getattr__(name: str) -> Any:
    # Loaded when it is used: the first frame of the window holds no interview yet.
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    import importlib

    return getattr(importlib.import_module(f"{__name__}.{_HOMES[name]}"), name)
