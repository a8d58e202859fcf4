"""A memory of which something, or everything, is erased: from ledger, vectors, indexes and backups alike."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from datetime import datetime

from store import disk, recordings, tombstones
from store.drafts import require_zone
from store.errors import refused_by_disk
from store.facts import Erasure
from store.ledger import LEDGER_NAME
from store.open_memory import OpenMemory
from store.opening import items_of
from store.projection import Projection
from store.purge import Purge
from store.tombstones import Order
from store.vectors import JOURNAL_NAME


class ErasableMemory(OpenMemory):
    """Erasing (store/purge.py), with nobody making a backup meanwhile."""

    def erase(self, facts: Sequence[str], turns: Sequence[str] = (), *, turn_id: str, at: datetime) -> Erasure:
        """Remove facts and the words of turns from disk, for good (see the contract).

        Raises:
            FactNotFound, StoreError.
            InvalidInput: `invalid_input`, neither a fact nor a turn is given.
        """
        require_zone(at=at)
        return self._purge(lambda purge: purge.order(facts, turns, turn_id=turn_id, at=at))

    def _purge(self, order_of: Callable[[Purge], Order]) -> Erasure:
        with self._lock.alone(), self._backups_held():
            self._saving.wait()
            try:
                purge = Purge(self._folder / LEDGER_NAME, self._ledger, self._tables, self._backups)
                order = order_of(purge)
                try:
                    erasure = purge.carry_out(order, lambda _: self._index.vectors)
                finally:
                    self._tables, self._saved_seq = purge.tables, 0
                    self._index.forget(purge.gone, self._item_at)
            except OSError as error:
                raise refused_by_disk(f"{self._folder}: the next opening finishes the erasure", error) from error
        self._save_if_due()
        return erasure

    def erase_all(self) -> int:
        """Start over: remove every byte of this memory; how many records went.

        The ledger goes last but for the list of what was erased: a crash before that leaves the memory as it was, its
        index to be made again.

        Raises:
            StoreError: `store_error`, the disk refused; the memory is as it was.
        """
        with self._lock.alone(), self._backups_held():
            self._saving.wait()
            try:
                if self._backups is not None:
                    self._backups.forget(self._user)
                self._index.erase()
                self._remove_all_but(LEDGER_NAME, JOURNAL_NAME, tombstones.NAME)
                count = self._ledger.erase()
                self._remove_all_but(LEDGER_NAME, JOURNAL_NAME)
            except OSError as error:
                self._begin_again_if_erased()
                raise refused_by_disk(f"{self._folder} cannot be erased", error) from error
            self._begin_again_if_erased()
            return count

    def _begin_again_if_erased(self) -> None:
        """Have no tables where the ledger has nothing more; where the disk refused to erase it, all is found again."""
        if self._ledger.seq == 0:
            self._tables, self._saved_seq = Projection(self.user), 0
        else:
            self._index.put_all(items_of(self._tables))

    @contextmanager
    def _backups_held(self) -> Iterator[None]:
        """Let nobody make a backup of what is about to be erased."""
        with ExitStack() as stack:
            try:
                if self._backups is not None:
                    stack.enter_context(self._backups.held())
            except OSError as error:
                raise refused_by_disk(f"{self._folder}: the backups cannot be reached", error) from error
            yield

    def _remove_all_but(self, *kept: str) -> None:
        """Remove what was cut from the ledger, and whatever else lies here."""
        recordings.remove_folder(self._folder)
        for path in self._folder.iterdir():
            if path.name not in kept:
                path.unlink()
        disk.sync_folder(self._folder)
