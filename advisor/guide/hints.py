"""What was probably meant by that which does not fit: read only where something does not."""

from __future__ import annotations

import contextlib
import itertools
import types
from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from typing import Annotated, Any, Union, get_args, get_origin

from advisor.guide import load
from advisor.guide.cases import SCENARIOS, ScenarioFile
from advisor.guide.model import WORD, CardMatter, PhraseMatter, Record, Shared, Tree
from advisor.guide.source import Key, Source

_OTHER_WAYS = (
    *("%Y-%m-%d", "%Y/%m/%d", "%Y.%m.%d", "%d.%m.%Y", "%d/%m/%Y", "%m/%d/%Y", "%d-%m-%Y", "%m-%d-%Y"),
    *("%d %B %Y", "%d %b %Y", "%B %d, %Y", "%b %d, %Y", "%B %d %Y", "%b %d %Y"),
)


def likely_day(text: str) -> date | None:
    """The day that a date of another way of writing means, where it can mean only one: `15.09.2026`, `15 Sep 2026`."""
    days: set[date] = set()
    for way in _OTHER_WAYS:
        with contextlib.suppress(ValueError):
            days.add(datetime.strptime(text.strip(), way).date())
    return days.pop() if len(days) == 1 else None


def misplaced(model: type[Record], loc: tuple[Key, ...], data: Any) -> str | None:
    """Where a key that is none here would be at home: beside one that it stands under, or under the one before it."""
    outer, key = in_data(data, loc[:-1]), loc[-1]
    around = data
    above: list[Any] = []
    for step in outer:
        above.append(around)
        around = around[step]
    if not isinstance(around, dict):
        return None
    value = around.get(key)
    for depth in reversed(range(len(above))):
        step, known = outer[depth], keys_of(model, outer[:depth])
        if not isinstance(step, str) or not WORD.match(step) or key in above[depth]:
            continue
        # In a record its keys are known, in a mapping with ids what an entry looks like.
        likely = known if step in known else keys_of(model, outer[: depth + 1])
        if key in likely if step in known else _looks_like(value, likely):
            return f"move it to the left, beside `{step}`"
    known = keys_of(model, outer)
    before = [name for name in itertools.takewhile(lambda name: name != key, around) if name in known]
    if not before:
        return None
    named = any(isinstance(beside, dict) and key in beside for beside in around.values())
    home = (*outer, before[-1])
    inside = {*keys_of(model, home), *keys_of(model, (*home, 0))}
    is_there = key in inside or _looks_like(value, keys_of(model, (*home, str(key))))
    return f"move it to the right, under `{before[-1]}`" if is_there or named else None


_SHAPES: Mapping[str, type[Record]] = {
    load.SHARED: Shared,
    load.TREES: Tree,
    load.CARDS: CardMatter,
    load.PHRASES: PhraseMatter,
    SCENARIOS: ScenarioFile,
}
"""What a file holds, by the beginning of its path."""


def outdented(source: Source, where: Sequence[Key]) -> str | None:
    """The hint for a name that must be a key of the record which holds its mapping, and which lacks that key."""
    *holder, mapping, name = where
    model = next((model for begin, model in _SHAPES.items() if source.path.startswith(begin)), None)
    data = source.data
    for step in holder:
        data = data[step]
    if model is None or not isinstance(mapping, str) or not isinstance(data, dict) or name in data:
        return None
    return f"move it to the left, beside `{mapping}`" if name in keys_of(model, holder) else None


def too_deep(model: type[Record], loc: Sequence[Key], data: Any) -> int | None:
    """Where in a path an id stands that must be a key further out: the record that holds the mapping lacks that key."""
    record = data
    for depth, (name, step) in enumerate(itertools.pairwise(loc), 1):
        if not isinstance(record, dict) or name not in record:
            return None
        known = keys_of(model, loc[: depth - 1])
        if name in known and step in known and step not in record and step not in keys_of(model, loc[:depth]):
            return depth
        record = record[name]
    return None


def holds(value: Any, name: str) -> bool:
    """Whether this, or an entry of it, has such a key."""
    return any(isinstance(part, dict) and name in part for part in (value if isinstance(value, list) else [value]))


def is_cut_off(data: Any, loc: Sequence[Key], name: str, known: Collection[str]) -> bool:
    """Whether a key that an entry of a list lacks stands in the one beside it, which shares no key with it.

    An entry with a key that is none was written in another way as a whole.
    """
    if not loc or not isinstance(loc[-1], int):
        return False
    for step in loc[:-1]:
        data = data[step]
    number, own = loc[-1], set(data[loc[-1]])
    if not own <= set(known):
        return False
    beside = [data[other] for other in (number - 1, number + 1) if 0 <= other < len(data)]
    return any(isinstance(entry, dict) and name in entry and not own & set(entry) for entry in beside)


def _looks_like(value: Any, known: Collection[str]) -> bool:
    """Whether these are keys and values of such a record."""
    return isinstance(value, dict) and bool(value) and all(key in known for key in value)


def in_data(data: Any, loc: tuple[Key, ...]) -> tuple[Key, ...]:
    """The part of pydantic's path that is in the data; the rest names branches of its own."""
    found: list[Key] = []
    for step in loc:
        if isinstance(data, dict) and step in data:  # noqa: SIM114
            data = data[step]
        elif isinstance(data, list) and isinstance(step, int) and step < len(data):
            data = data[step]
        elif isinstance(step, str) and step.startswith("<"):
            continue
        else:
            break
        found.append(step)
    return tuple(found)


def keys_of(model: Any, loc: Sequence[Key]) -> list[str]:
    """The keys that a record at this place of a model may have, as authors write them."""
    here: Any = model
    for step in loc:
        here = _descend(here, step)
    record = _record_in(here)
    if record is None:
        return []
    return [field.alias or name for name, field in record.model_fields.items()]


def needed_in(model: Any, loc: Sequence[Key]) -> list[str]:
    """The keys that a record at this place of a model must have, as authors write them."""
    here: Any = model
    for step in loc:
        here = _descend(here, step)
    record = _record_in(here)
    fields = record.model_fields.items() if record is not None else ()
    return [field.alias or name for name, field in fields if field.is_required()]


def _descend(annotation: Any, step: Key) -> Any:
    origin, inner = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        return _descend(inner[0], step)
    if origin in (Union, types.UnionType):
        if isinstance(step, str) and step.startswith("<"):
            return annotation
        steps = [found for part in inner if (found := _descend(part, step)) is not None]
        return steps[0] if steps else None
    if origin in (dict, Mapping) and isinstance(step, str):
        return inner[1]
    if origin is tuple and isinstance(step, int):
        return inner[0]
    if isinstance(annotation, type) and issubclass(annotation, Record):
        for name, field in annotation.model_fields.items():
            if step in (name, field.alias):
                return field.annotation
    return None


def _record_in(annotation: Any) -> type[Record] | None:
    if isinstance(annotation, type):
        return annotation if issubclass(annotation, Record) else None
    for part in get_args(annotation):
        if (record := _record_in(part)) is not None:
            return record
    return None
