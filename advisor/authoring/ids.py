"""New names, as an author types them."""

from __future__ import annotations

import re

from advisor.errors import UsageError
from advisor.guide.model import MAX_ID, RESERVED


def must_be_id(name: str, form: re.Pattern[str], example: str) -> None:
    """Refuse what cannot be an id.

    Args:
        name: What is to be one.
        form: `model.WORD`, or `model.KEBAB` where it names a file.
        example: An id of that form, for the hint.

    Raises:
        UsageError: Says what is wrong with it.
    """
    if len(name) > MAX_ID:
        raise UsageError(f'"{name}" is too long for an id', f"write at most {MAX_ID} letters")
    if name.replace("-", "_") in RESERVED:
        raise UsageError(f'"{name}" means something else', "choose another name")
    if name[:1].isdigit():
        raise UsageError(f'"{name}" is no id: it begins with a digit', f'begin with a letter, like "n{name}"')
    if not form.match(name):
        raise UsageError(f'"{name}" is no id', f"write small letters, digits and one kind of joint, like {example}")
