"""The paths of a tree as text and as JSON documents: how many, to which ends, and one by one."""

from __future__ import annotations

import json
import math
import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from typing import Any

from advisor import wording
from advisor.analysis.count import Count, Path
from advisor.analysis.paths import plain_answers
from advisor.interview.conditions import Value
from advisor.output.json import SCHEMA
from advisor.output.text import wrap

_WIDTH = 80
_WRITTEN_OUT = 10**15
"""Greater numbers are rounded for people."""


def count_text(tree: str, title: str, as_of: date, count: Count) -> str:
    """How many paths there are, and to which ends, for people."""
    lines = [wording.PATHS_OF.format(title=wording.one_line(title), tree=tree, day=as_of.isoformat())]
    if count.paths is None:
        lines.append(wording.PATHS_UNDECIDED.format(names=", ".join(count.undecided[:5])))
        lines.append(wording.PATHS_BOUNDS.format(low=count.fewest, high=count.most))
    else:
        lines.append(wording.PATHS_ALL.format(paths=_paths(count.paths)))
        mean = f"{float(count.mean):.1f}" if count.mean is not None else "0"
        lines.append(wording.PATHS_QUESTIONS.format(low=count.fewest, high=count.most, mean=mean))
    text = "\n".join(line for sentence in lines for line in wrap(sentence, _WIDTH)) + "\n"
    for key, end in count.ends.items():
        number = f"  {_paths(end.paths)}" if end.paths is not None else ""
        text += f"\n{wording.visible(key)}{number}\n"
        if end.witness is not None:
            text += "\n".join(wrap(answers_in_words(end.witness), _WIDTH, first="    ", rest="    ")) + "\n"
    notes = "\n".join(line for note in wording.PATHS_NOTES for line in wrap(note, _WIDTH))
    return f"{text}\n{notes}\n"


def count_document(tree: str, as_of: date, count: Count) -> dict[str, Any]:
    """`paths --count` for machines; numbers of any size, exact."""
    return {
        "schema": SCHEMA,
        "tree": tree,
        "as_of": as_of.isoformat(),
        "paths": count.paths,
        "undecided": list(count.undecided),
        "questions": {
            "min": count.fewest,
            "max": count.most,
            "mean": None if count.mean is None else round(float(count.mean), 4),
            "exact": count.decided,
        },
        "outcomes": {
            key: {
                "paths": end.paths,
                "witness": None if end.witness is None else {"answers": plain_answers(end.witness)},
            }
            for key, end in count.ends.items()
        },
    }


def list_text(paths: Iterable[Path], more: int | None) -> str:
    """Paths one by one, a line each.

    Args:
        paths: In order.
        more: How many are left out; None where that is undecided and there are some.
    """
    text = "".join(f"{answers_in_words(path.answers)} -> {wording.visible(path.end)}\n" for path in paths)
    if more is None:
        return text + wording.PATHS_SOME_MORE + "\n"
    return text + (wording.PATHS_MORE.format(number=number_in_words(more)) + "\n" if more else "")


def list_document(tree: str, as_of: date, paths: Iterable[Path], more: int | None) -> dict[str, Any]:
    """`paths --list` for machines."""
    return {
        "schema": SCHEMA,
        "tree": tree,
        "as_of": as_of.isoformat(),
        "paths": [{"answers": plain_answers(path.answers), "outcome": path.end} for path in paths],
        "more": more,
    }


def dumps(document: Mapping[str, Any]) -> str:
    """A document as text, its numbers written out whatever their size."""
    with _any_digits():
        return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


@contextmanager
def _any_digits() -> Iterator[None]:
    # Python refuses to write numbers of more than 4300 digits, against input that is made to cost time; these are ours.
    before = sys.get_int_max_str_digits()
    sys.set_int_max_str_digits(0)
    try:
        yield
    finally:
        sys.set_int_max_str_digits(before)


def _paths(number: int) -> str:
    return f"{number_in_words(number)} {'path' if number == 1 else 'paths'}"


def number_in_words(number: int) -> str:
    """`1,024`, or `about 1.27 x 10^30`."""
    if number < _WRITTEN_OUT:
        return f"{number:,}"
    power = int(math.log10(number))
    tenths = number // 10 ** (power - 2)
    if tenths >= 1000:
        tenths, power = tenths // 10, power + 1
    return f"about {tenths // 100}.{tenths % 100:02} x 10^{power}"


def answers_in_words(answers: Mapping[str, Value]) -> str:
    """`kind=city, parts=bell+lamp`."""
    shown = [
        f"{name}={'+'.join(value) if isinstance(value, list) else value}"
        for name, value in plain_answers(answers).items()
    ]
    return wording.visible(", ".join(shown) or wording.PATHS_NO_ANSWERS)
