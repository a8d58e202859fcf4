"""A set of item numbers as a mask, so that FAISS can test membership inside its scan at a bit an item."""

from collections.abc import Collection, Iterable, Iterator
from functools import cached_property
from typing import Any

import faiss
import numpy as np
from numpy.typing import NDArray

# Its type stubs describe the C++ constructors, not the Python ones.
_faiss: Any = faiss


class IdSet(Collection[int]):
    """An immutable set of item numbers (ledger sequence numbers) below `len(mask)`.

    `mask` is a bool array of shape (highest id + 1,).
    """

    def __init__(self, mask: NDArray[np.bool_]) -> None:
        self.mask = mask

    @classmethod
    def of(cls, ids: Iterable[int]) -> "IdSet":
        """Build from ids, none of them negative."""
        wanted = np.fromiter(ids, dtype=np.int64)
        mask = np.zeros(int(wanted.max(initial=-1)) + 1, dtype=np.bool_)
        mask[wanted] = True
        return cls(mask)

    def __contains__(self, item: object) -> bool:
        return isinstance(item, int | np.integer) and bool(0 <= item < len(self.mask) and self.mask[item])

    def __iter__(self) -> Iterator[int]:
        ids: list[int] = self.numbers.tolist()
        return iter(ids)

    def __len__(self) -> int:
        return len(self.numbers)

    def __and__(self, other: "IdSet") -> "IdSet":
        length = min(len(self.mask), len(other.mask))
        return IdSet(self.mask[:length] & other.mask[:length])

    @cached_property
    def numbers(self) -> NDArray[np.int64]:
        """The numbers, ascending, shape (len(self),)."""
        return np.flatnonzero(self.mask)

    def among(self, ids: NDArray[np.int64]) -> NDArray[np.bool_]:
        """Tell of each id, none of them negative, whether it is in the set; shape (len(ids),)."""
        if len(ids) == 0 or int(ids.max()) < len(self.mask):
            return self.mask[ids]
        within = ids < len(self.mask)
        within[within] = self.mask[ids[within]]
        return within

    def search_parameters(self) -> Any:
        """Give FAISS's form of this set: ids outside it are passed over during the search, not after."""
        selector = _faiss.IDSelectorBitmap(np.packbits(self.mask, bitorder="little"))
        return _faiss.SearchParameters(sel=selector)
