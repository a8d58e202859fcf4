"""A memory that can be moved: given record by record, and taken over from another's records (store/transfer.py)."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import islice
from typing import Final

from store import transfer
from store.erasable_memory import ErasableMemory
from store.errors import MemoryNotEmpty
from store.index import Progress, log_progress
from store.projection import Projection
from store.records import Event, Record
from store.tombstones import Tombstones
from store.transfer import Records

# Records that are read, or taken over, at a time.
_AT_ONCE: Final = 256


class MovableMemory(ErasableMemory):
    """Reading out and taking over; what was erased here is erased again from what is taken over."""

    def records(self) -> Iterator[Record]:
        """Every record there is now, oldest first (see the contract). Raises LedgerCorrupt, StoreError."""
        last = self.seq
        for start in range(1, last + 1, _AT_ONCE):
            with self._lock:
                batch = [self._ledger.record(seq) for seq in range(start, min(start + _AT_ONCE, last + 1))]
            yield from batch

    def examine(self, read: Records) -> int:
        """Try another memory's records (see the contract). Raises ImportUnreadable, MemoryNotEmpty."""
        has_erased = bool(Tombstones.read(self._folder).stones)
        return transfer.require_continuation(read(), self.records(), Projection(self.user), erased=has_erased)

    def replay(self, read: Records, *, progress: Progress = log_progress) -> int:
        """Take over another memory's records (see the contract). Raises ImportUnreadable, MemoryNotEmpty, StoreError."""
        count, begun = self.examine(read), self.seq
        new = (record for record in read() if record.seq > begun)
        while batch := list(islice(new, _AT_ONCE)):
            self._take_over(batch)
            progress(self.seq, count)
        if any(Tombstones.read(self._folder).standing(self._tables)):
            self._purge(lambda purge: purge.order_again(self._ledger.record(self.seq).at))
        return max(0, count - begun)

    def _take_over(self, batch: Sequence[Record]) -> None:
        def events() -> list[tuple[Event, datetime]]:
            if batch[0].seq != self.seq + 1:
                raise MemoryNotEmpty("something was written to the memory meanwhile")
            return [(record.event, record.at) for record in batch]

        self._record(events)
        self._index.embed_owed()
        self._save_if_due()
