"""A file that was read and compared with a memory: what would be taken in, and the work of taking it in."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, tzinfo
from functools import partial
from pathlib import Path

from agent.importing.item import Item
from agent.importing.job import Work
from agent.importing.reading import Found, Kind, read_file
from agent.importing.taking_in import Sifting, Tally, take_in
from agent.masking import Mask
from store import transfer
from store.contract import Memory
from store.records import Record

Say = Callable[[Item], object]


@dataclass(frozen=True, slots=True)
class Preview:
    """What an import would do; `first` and `last` are the times between which the new items were said."""

    kind: Kind
    total: int
    new: int
    known: int
    skipped: int
    first: datetime | None
    last: datetime | None


class Prepared:
    """A file, read, and the memory that is to have it."""

    def __init__(self, found: Found, memory: Memory, mask: Mask, now: datetime) -> None:
        self.kind = found.kind
        self._found = found
        self._memory = memory
        self._tally = Tally()
        self._new = list(Sifting(memory.turns(), mask, now).sifted(found.items, self._tally))

    def preview(self) -> Preview:
        """Say what would be taken in; of an export of ours, once it was tried on the memory. Raises as `work` does."""
        if self.kind == "sebastian":
            count = self._memory.examine(self._records)
            new = max(0, count - self._memory.seq)
            return Preview(self.kind, count, new, count - new, 0, None, None)
        times = [item.said_at for item in self._new if item.said_at]
        first, last = (times[0], times[-1]) if times else (None, None)
        return Preview(
            self.kind, self._tally.total, len(self._new), self._tally.known, self._tally.skipped, first, last
        )

    def work(self, say: Say) -> Work:
        """Give the work for a job: an export of ours is taken over as it is, anything else said item by item.

        The work raises ImportUnreadable, MemoryNotEmpty for an export; ModelError, StoreError.
        """

        def saying(tally: Tally, told: Callable[[], None]) -> None:
            tally.total, tally.known, tally.skipped = self._tally.total, self._tally.known, self._tally.skipped
            take_in(self._new, tally, say, told)

        def taking_over(tally: Tally, told: Callable[[], None]) -> None:
            begun = self._memory.seq

            def progress(done: int, total: int) -> None:
                tally.total, tally.known, tally.new = total, begun, done - begun
                told()

            new = self._memory.replay(self._records, progress=progress)
            tally.total = max(tally.total, begun)
            tally.known = tally.total - new

        return taking_over if self.kind == "sebastian" else saying

    def _records(self) -> Iterator[Record]:
        with self._found.contents[0].open() as file:
            # no line is read further than one of ours is long
            yield from transfer.read(iter(partial(file.readline, transfer.MAX_LINE_BYTES + 1), b""), self._memory.user)


def prepared(path: Path, memory: Memory, *, mask: Mask, owner: str, zone: tzinfo, now: datetime) -> Prepared:
    """Read a file and compare it with a memory.

    Raises:
        ImportUnreadable, ImportUnknown, ImportTooLarge, OwnerNeeded.
    """
    return Prepared(read_file(path, owner=owner, zone=zone), memory, mask, now)
