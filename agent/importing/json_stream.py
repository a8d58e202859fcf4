"""JSON read piece by piece: an export of many years is larger than what should be in memory at once."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import ijson

from agent.importing.content import Content
from store.errors import ImportUnreadable

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Outline:
    """What a JSON text is at its root: an array and the keys of its first object, or an object and its keys."""

    is_array: bool
    keys: frozenset[str]


def outline(content: Content) -> Outline:
    """Read what lies at the root. Raises ImportUnreadable."""
    prefix, keys, is_array = "", set[str](), False
    for number, (where, event, value) in enumerate(_events(content)):
        if number == 0:
            is_array = event == "start_array"
            prefix = "item" if is_array else ""
        if event == "map_key" and where == prefix:
            keys.add(value)
        if is_array and where == prefix and event == "end_map":
            break
    return Outline(is_array, frozenset(keys))


def objects(content: Content, prefix: str) -> Iterator[Json]:
    """Give the JSON objects at a place (`item`, `results.item`), one by one; others there are passed over. Raises ImportUnreadable."""
    with content.open() as file:
        try:
            for value in ijson.items(file, prefix, use_float=True):
                if isinstance(value, dict):
                    yield value
        except (ijson.JSONError, UnicodeDecodeError) as error:
            raise _unreadable(content, error) from error


def _events(content: Content) -> Iterator[tuple[str, str, Any]]:
    with content.open() as file:
        try:
            yield from ijson.parse(file, use_float=True)
        except (ijson.JSONError, UnicodeDecodeError) as error:
            raise _unreadable(content, error) from error


def _unreadable(content: Content, error: Exception) -> ImportUnreadable:
    return ImportUnreadable(f"{content.member or content.path.name} is not whole JSON ({type(error).__name__})")
