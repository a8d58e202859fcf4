"""What recall needs to know of each item, as columns by its number, so that it reads no item that it does not give.

All of it follows from the item: what the form of its words says (store/dialogue.py), which kinds of question they answer
(store/cues.py), and in which talk it stands. It is taken down when an item is entered and kept over a restart.
"""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from hashlib import blake2b
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from store import dialogue
from store.cues import CUES, Cue, told
from store.facts import Fact, Turn
from store.postings import term_key
from store.records import seq_of

Item = Fact | Turn
Numbers = NDArray[np.int64]
Mask = NDArray[np.bool_]

_ASKED: Final = 1
_ENDS_ASKING: Final = 2
_COLUMNS: Final[dict[str, Any]] = {"form": np.uint8, "day": np.int32, "thread": np.uint64, "speaker": np.int32}
_CUES: Final = ("text_cues", "slot_cues")
_CUE_BYTES: Final = -(-len(CUES) // 8)
_PREFIX: Final = "feature_"


class Features:
    """Columns over items; what is asked of them is asked of items that were entered."""

    def __init__(self) -> None:
        self._columns: dict[str, NDArray[Any]] = {name: np.zeros(64, dtype) for name, dtype in _COLUMNS.items()}
        self._columns |= {name: np.zeros((64, _CUE_BYTES), np.uint8) for name in _CUES}
        self._codes: dict[str, int] = {"": 0}
        self._names: list[str] = [""]

    def put(self, item: Item) -> None:
        """Enter an item, or enter it again."""
        number = seq_of(item.id)
        self._make_room(number + 1)
        said = isinstance(item, Turn)
        text, when = (item.text, item.said_at) if isinstance(item, Turn) else (item.statement, item.valid_from)
        row = {
            "form": _ASKED * (said and dialogue.is_asked(text)) | _ENDS_ASKING * (said and dialogue.ends_asking(text)),
            "day": when.date().toordinal(),
            "thread": term_key(item.thread_id) if isinstance(item, Turn) and item.thread_id else 0,
            "speaker": self._code_of(dialogue.speaker(text)) if said else 0,
            "text_cues": _told(text),
            "slot_cues": _told_by_slot("" if isinstance(item, Turn) else item.attribute),
        }
        for name, value in row.items():
            self._columns[name][number] = value

    def is_asked(self, numbers: Numbers) -> Mask:
        """Tell which are turns that ask one question and tell nothing; shape (n,), as everywhere below."""
        return (self._columns["form"][numbers] & _ASKED) > 0

    def ends_asking(self, numbers: Numbers) -> Mask:
        """Tell which are turns that end in a question."""
        return (self._columns["form"][numbers] & _ENDS_ASKING) > 0

    def day(self, numbers: Numbers) -> Numbers:
        """Give the day on which a turn was said, or from which a fact holds, where it was said, as an ordinal."""
        return self._columns["day"][numbers].astype(np.int64)

    def thread(self, numbers: Numbers) -> NDArray[np.uint64]:
        """Give 64 bits that stand for the conversation of a turn, 0 where it is of none, and for a fact."""
        threads: NDArray[np.uint64] = self._columns["thread"][numbers]
        return threads

    def is_by_one_named_in(self, words: str, numbers: Numbers) -> Mask:
        """Tell which are turns of somebody (`Name: ...`) whose name stands in `words`, which are in lower case."""
        codes = self._columns["speaker"][numbers]
        if not codes.any():
            return np.zeros(len(numbers), dtype=np.bool_)
        named = [code for code in np.unique(codes).tolist() if code and self._names[code] in words]
        return np.isin(codes, named)

    def tells(self, cues: Sequence[Cue], numbers: Numbers) -> tuple[Mask, Mask]:
        """Tell which answer a question of these kinds by their words, and which by the slot that they fill."""
        if not cues:
            none = np.zeros(len(numbers), dtype=np.bool_)
            return none, none
        asked = np.packbits([cue in cues for cue in CUES])
        by_text, by_slot = (np.any(self._columns[name][numbers] & asked, axis=1) for name in _CUES)
        return by_text, by_slot

    def columns(self, is_live: Mask) -> dict[str, NDArray[Any]]:
        """Give copies of what `of` makes these of again, without anything of items that are no more; shape (length, ...)."""
        self._make_room(len(is_live))
        kept = {name: column[: len(is_live)].copy() for name, column in self._columns.items()}
        for column in kept.values():
            column[~is_live] = 0
        codes, places = np.unique(np.r_[0, kept["speaker"]], return_inverse=True)
        names = [self._names[code] for code in codes.tolist()]
        kept["speaker"] = places[1:].astype(np.int32)
        kept["names"] = np.frombuffer("\n".join(names).encode(), dtype=np.uint8)
        return {_PREFIX + name: column for name, column in kept.items()}

    @classmethod
    def of(cls, columns: Mapping[str, NDArray[Any]]) -> "Features":
        """Make them again from what `columns` of the same `version` gave."""
        made = cls()
        made._columns = {name: columns[_PREFIX + name].copy() for name in made._columns}
        made._names = bytes(columns[f"{_PREFIX}names"]).decode().split("\n")
        made._codes = {name: code for code, name in enumerate(made._names)}
        return made

    def _code_of(self, name: str) -> int:
        code = self._codes.setdefault(name, len(self._names))
        if code == len(self._names):
            self._names.append(name)
        return code

    def _make_room(self, length: int) -> None:
        have = len(self._columns["form"])
        if length > have:
            grown = max(length, 2 * have) - have
            for name, column in self._columns.items():
                self._columns[name] = np.pad(column, [(0, grown), *([(0, 0)] * (column.ndim - 1))])


def _told(text: str) -> NDArray[np.uint8]:
    """Give a bit for each kind of question that these words answer."""
    return np.packbits(told(text))


@lru_cache(maxsize=1024)  # there are few attributes, and many facts of each
def _told_by_slot(attribute: str) -> NDArray[np.uint8]:
    return _told(attribute) if attribute else np.zeros(_CUE_BYTES, np.uint8)


@lru_cache(maxsize=1)
def version() -> str:
    """Give what differs where what is taken down would: the columns or the patterns are other ones."""
    patterns = (*(cue.tells for cue in CUES), *dialogue.PATTERNS)
    every = "\n".join((*_COLUMNS, *_CUES, *(pattern.pattern for pattern in patterns)))
    return blake2b(every.encode(), digest_size=16).hexdigest()
