"""A table whose rows from before a restart are read when they are first asked for."""

from collections.abc import Callable, Hashable, Iterator, MutableMapping, Sequence
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

Key = TypeVar("Key", bound=Hashable)
Value = TypeVar("Value")


class KeptTable(MutableMapping[Key, Value]):
    """A dict by id, ordered as a dict is; an id ends in the number of a ledger record, "" in 0.

    Rows that were kept over a restart come first, by their number. Rows are changed, and read all together, under a lock;
    a single one may be looked up without, while none is changed.
    """

    def __init__(
        self,
        kept: NDArray[np.bool_] | None = None,
        *,
        key_of: Callable[[int], Key] | None = None,
        load: Callable[[int], Value] | None = None,
    ) -> None:
        """Begin empty, or with the rows of the numbers at which `kept` is set: their keys and values are made when needed."""
        self._kept = np.zeros(0, dtype=np.bool_) if kept is None else np.array(kept, dtype=np.bool_)
        self._key_of = key_of
        self._load = load
        self._loaded: dict[Key, Value] = {}
        self._new: dict[Key, Value] = {}
        self._rows: list[Value] | None = None

    def __getitem__(self, key: Key) -> Value:
        if (known := self._new.get(key)) is not None or (known := self._loaded.get(key)) is not None:
            return known
        number = self._kept_number(key)
        if number < 0 or self._load is None:
            raise KeyError(key)
        value = self._loaded[key] = self._load(number)
        return value

    def __setitem__(self, key: Key, value: Value) -> None:
        if key in self._loaded or (key not in self._new and self._kept_number(key) >= 0):
            self._loaded[key] = value
            self._rows = None
            return
        if key in self._new:
            self._rows = None
        elif self._rows is not None:
            self._rows.append(value)
        self._new[key] = value

    def __delitem__(self, key: Key) -> None:
        self._rows = None
        if (number := self._kept_number(key)) >= 0:
            self._kept[number] = False
            self._loaded.pop(key, None)
        else:
            del self._new[key]

    def __contains__(self, key: object) -> bool:
        return key in self._new or self._kept_number(key) >= 0

    def __iter__(self) -> Iterator[Key]:
        yield from self._kept_keys()
        yield from list(self._new)

    def __reversed__(self) -> Iterator[Key]:
        yield from reversed(list(self._new))
        if self._key_of is not None:
            yield from (self._key_of(int(number)) for number in np.flatnonzero(self._kept)[::-1])

    def __len__(self) -> int:
        return int(np.count_nonzero(self._kept)) + len(self._new)

    def rows(self) -> Sequence[Value]:
        """Give every value in order, as `values` does: all are read at once, and again only after one has changed or gone."""
        if self._rows is None:
            self._rows = [self[key] for key in self]
        return self._rows

    def numbers(self, length: int) -> NDArray[np.bool_]:
        """Give a mask that is set at the number of each key, all of them below `length`; shape (length,)."""
        mask = np.zeros(length, dtype=np.bool_)
        mask[: len(self._kept)] = self._kept
        mask[[_number_of(key) for key in self._new]] = True
        return mask

    def _kept_number(self, key: object) -> int:
        """Give the number of a key that was kept, -1 for any other."""
        number = _number_of(key)
        if not 0 <= number < len(self._kept) or not self._kept[number] or self._key_of is None:
            return -1
        return number if self._key_of(number) == key else -1

    def _kept_keys(self) -> list[Key]:
        key_of = self._key_of
        return [] if key_of is None else [key_of(number) for number in np.flatnonzero(self._kept).tolist()]


def _number_of(key: object) -> int:
    """Give the number at the end of a key, -1 where there is none."""
    if isinstance(key, int):
        return key
    if key == "":
        return 0
    return int(key[1:]) if isinstance(key, str) and key[1:].isdecimal() and len(key) < 20 else -1
