"""Takes in what was read, one item after the other, each as a turn of its own: the same graph, the same rules.

The ledger itself is the journal. A turn with the same words and the same time was taken in before, and a turn of that
time whose words were erased is not brought back; so an import that was cut short goes on where it ended, and a second
one adds nothing.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from agent.importing.item import Item
from agent.masking import Mask
from store.errors import InvalidInput, ModelAnswerInvalid
from store.facts import Turn

# What is longer is a document that was pasted, and no telling of the owner's.
MAX_CHARACTERS: Final = 8_000
_EARLIEST: Final = datetime(1900, 1, 1, tzinfo=UTC)


@dataclass(slots=True)
class Tally:
    """How an import stands: `new` were taken in, of which `owed` are still to be mined; `known` were taken in
    before, and `skipped` have no words, or far too many."""

    total: int = 0
    new: int = 0
    known: int = 0
    skipped: int = 0
    owed: int = 0

    @property
    def done(self) -> int:
        """How many items are behind us."""
        return self.new + self.known + self.skipped


class Sifting:
    """Which items are new to a memory."""

    def __init__(self, turns: Iterable[Turn], mask: Mask, now: datetime) -> None:
        """Take the turns that the memory has, and how words are masked before they are kept."""
        self._mask = mask
        self._now = now
        self._said: set[tuple[datetime, str]] = set()
        self._words: set[str] = set()
        self._erased: set[datetime] = set()
        for turn in turns:
            if turn.is_erased:
                self._erased.add(turn.said_at)
            else:
                self._note(turn.text, turn.said_at)

    def sifted(self, items: Sequence[Item], tally: Tally) -> Iterator[Item]:
        """Give those that are new, and count the others."""
        tally.total = len(items)
        for item in items:
            when = item.said_at if item.said_at and _EARLIEST <= item.said_at <= self._now else None
            words = "".join(each for each in item.text if each != "\0" and not "\ud800" <= each <= "\udfff").strip()
            masked = self._mask(words).text.strip()
            if len(words) > MAX_CHARACTERS or not masked:
                tally.skipped += 1
            elif masked in self._words if when is None else (when, masked) in self._said or when in self._erased:
                tally.known += 1
            else:
                self._note(masked, when or self._now)
                yield Item(words, when)

    def _note(self, words: str, when: datetime) -> None:
        self._said.add((when, words))
        self._words.add(words)


def take_in(items: Iterable[Item], tally: Tally, say: Callable[[Item], object], told: Callable[[], None]) -> None:
    """Say items one by one, counting in `tally` and calling `told` behind each.

    Raises:
        ModelError: the model cannot be had; what was being said is on disk and still to be mined.
    """
    for item in items:
        try:
            say(item)
            tally.new += 1
        except ModelAnswerInvalid:
            tally.new += 1
            tally.owed += 1
        except InvalidInput:
            tally.skipped += 1
        told()
