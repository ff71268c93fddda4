"""What every rule of `check` says, why it matters, and how it looks: wrong and right.

One module a family. Tests run both examples of every rule, so what stands here is true.
"""

from __future__ import annotations

import textwrap

from advisor.authoring.rules.catalogue import (
    c5_cards,
    g6_files,
    n2_names,
    q3_questions,
    r4_routing,
    s1_shape,
    t7_scenarios,
    y1_yaml,
)
from advisor.authoring.rules.catalogue._rule import Described, Files, Rule
from advisor.diagnostics import did_you_mean
from advisor.errors import UsageError

__all__ = ["RULES", "Described", "Files", "Rule", "explain", "find_rule"]

_FAMILIES = (y1_yaml, s1_shape, n2_names, q3_questions, r4_routing, c5_cards, g6_files, t7_scenarios)

RULES: dict[str, Rule] = {rule.code: rule for family in _FAMILIES for rule in family.RULES}
"""Every rule by its code, in the order of the families."""


def find_rule(word: str) -> Rule:
    """A rule by its code or its name, in any case.

    Raises:
        UsageError: There is no such rule; names the nearest ones.
    """
    wanted = word.strip()
    if wanted.upper() in RULES:
        return RULES[wanted.upper()]
    by_name = {rule.name: rule for rule in RULES.values()}
    name = "-".join(wanted.lower().replace("_", " ").split())
    if name in by_name:
        return by_name[name]
    hint = did_you_mean(wanted.upper(), RULES) if len(wanted) <= 5 else did_you_mean(name, by_name)
    raise UsageError(f'there is no rule "{wanted}"', hint or "a rule has a code like R401, or a name")


def explain(code: str) -> str:
    """What a rule means, as text for people: what, why, a wrong example and a right one.

    Args:
        code: `R401`, `r401` or `no-rule-holds`.

    Raises:
        UsageError: There is no such rule.
    """
    rule = find_rule(code)
    parts = [
        f"{rule.code} {rule.name} ({rule.severity})",
        textwrap.fill(rule.what, 88),
        textwrap.fill(f"Why it matters: {rule.why}", 88),
        "Wrong:\n\n" + _shown(rule.bad),
        "Right:\n\n" + _shown(rule.good),
    ]
    return "\n\n".join(parts) + "\n"


def _shown(files: Files) -> str:
    return "\n\n".join(f"    # {path}\n" + textwrap.indent(_text(file), "    ") for path, file in files.items())


def _text(file: str | Described) -> str:
    if isinstance(file, Described):
        return f"({file.words})"
    return textwrap.shorten(file, 200) if len(max(file.split("\n"), key=len)) > 400 else file.rstrip()
