"""One interview as a person has it: commands in, a view out. No terminal, no printing.

A `Conversation` is a frozen value; every command returns a `Reply` with the next one. The faces (`tui`, `plain`) only
draw views and pass on what the person did.
"""

from __future__ import annotations

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
