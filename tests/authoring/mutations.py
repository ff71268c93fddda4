"""Every way to put a wrong value somewhere into a file of a guide."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from typing import Any

import yaml

STRANGE: tuple[Any, ...] = (
    None,
    True,
    0,
    -1,
    3.5,
    10**25,
    "",
    " ",
    "x",
    "today",
    "any",
    "season:closing + 3 days",
    "card:ask-at-the-desk",
    "tree:mend",
    "kind",
    "9999-12-31",
    "0001-01-01",
    "2027-02-30",
    "{x} [y] {season:z} {{",
    "größer 座 \u202e",
    [],
    [None],
    ["x", "x"],
    [["x"]],
    {},
    {"x": None},
    {"any": [{}]},
    {"known": True},
    {"not": {"not": "x"}},
    {"is": ["x", 1]},
)


def places(data: Any, where: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """Every place of some data."""
    yield where
    if isinstance(data, dict):
        for key, value in data.items():
            yield from places(value, (*where, key))
    elif isinstance(data, list):
        for number, value in enumerate(data):
            yield from places(value, (*where, number))


def put(data: Any, where: tuple[str | int, ...], value: Any) -> Any:
    """The data with another value at a place."""
    if not where:
        return value
    changed = copy.deepcopy(data)
    inner = changed
    for step in where[:-1]:
        inner = inner[step]
    inner[where[-1]] = value
    return changed


def take(data: Any, where: tuple[str | int, ...]) -> Any:
    """The data without what is at a place."""
    changed = copy.deepcopy(data)
    inner = changed
    for step in where[:-1]:
        inner = inner[step]
    del inner[where[-1]]
    return changed


def written(data: Any) -> str:
    """Data as YAML without anchors."""

    class Plain(yaml.SafeDumper):
        def ignore_aliases(self, data: Any) -> bool:
            return True

    return yaml.dump(data, Dumper=Plain, sort_keys=False, allow_unicode=True, width=1000)
