"""A memory that is open: read from its folder, kept up to date there, mended after a change that broke off, closed."""

import logging
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Final

from store import disk, table_snapshot, word_snapshot
from store.background_work import Background
from store.backups import Backups
from store.contract import Embedder
from store.errors import LedgerCorrupt, SebastianError, StoreError, refused_by_disk
from store.index import MemoryIndex, Progress, log_progress
from store.ledger import LEDGER_NAME, Ledger
from store.mending import MendingLock
from store.opening import OpenedTables, items_of
from store.projection import Projection
from store.purge import opened_without_erased
from store.records import Event, Record, Unsupported, fact_id_of, turn_id_of
from store.tables import Item
from store.vector_snapshot import BITS_NAME, HEADER_NAME, INDEX_NAME
from store.vectors import JOURNAL_NAME

# What is made again from the ledger where it is missing.
DERIVED_NAMES: Final = (JOURNAL_NAME, INDEX_NAME, HEADER_NAME, BITS_NAME, table_snapshot.NAME, word_snapshot.NAME)
# Snapshots are written when more records than this, and than this share of all, have come since the last.
_SAVED_AFTER: Final = 1000
_SAVED_SHARE: Final = 1 / 16

log = logging.getLogger(__name__)


class OpenMemory:
    """The parts of one memory: ledger, tables and index, and the snapshots that spare a restart the reading.

    One lock guards them all; whoever writes holds that of the writers too, and longer (store/mending.py).
    """

    _ledger: Ledger
    _tables: Projection
    _index: MemoryIndex

    def __init__(
        self,
        folder: Path,
        user: str,
        embedder: Embedder,
        *,
        progress: Progress = log_progress,
        backups: Backups | None = None,
    ) -> None:
        """Open or begin the memory in `folder`; embeds only what has no vector yet. Erasing reaches the `backups` too.

        Raises:
            LedgerCorrupt: `ledger_corrupt`, a record inside the ledger is damaged.
            StoreError: `store_error`, the folder cannot be read or written.
        """
        self._folder = folder
        self._user = user
        self._embedder = embedder
        self._progress = progress
        self._backups = backups
        self._lock = MendingLock(self._mend)
        self._is_closed = False
        self._saving = Background()
        self._open()

    @property
    def user(self) -> str:
        """Whose memory this is."""
        return self._user

    @property
    def seq(self) -> int:
        """Sequence number of the last ledger record, 0 when empty."""
        with self._lock:
            return self._ledger.seq

    def check(self) -> list[str]:
        """Examine ledger, tables and index against each other; the problems found, none when all is well."""
        with self._lock.alone():
            records: list[Record] = []
            try:
                records.extend(self._ledger.records())
                differing = self._tables.differences(records)
            except (LedgerCorrupt, OSError) as error:
                return [str(error)]
            problems = [f"the table of {name} is not what the ledger says" for name in differing]
            if len(records) != self.seq:
                problems.append(f"the ledger has {len(records)} records on disk and {self.seq} in memory")
            problems += table_snapshot.check(self._folder)
            return problems + self._tables.check() + self._index.check(items_of(self._tables))

    def close(self) -> None:
        """Write what a restart would otherwise make again, and close the files; a write afterwards is an error."""
        with self._lock.alone():
            self._is_closed = True
            self._saving.wait()
            if self._saved_seq != self.seq:
                self._prepared_save()()
            self._index.close()
            self._ledger.close()

    def _save_if_due(self) -> None:
        """Save, once so much was written that a process killed now would cost the next start too long.

        The larger the memory the rarer, so that a record is written again a bounded number of times.
        """
        if not self._is_save_due():  # nearly always, and then nobody is waited for
            return
        with self._lock:
            if self._is_save_due() and not self._saving.is_busy:
                self._saving.start(self._prepared_save())

    def _is_save_due(self) -> bool:
        seq = self._ledger.seq
        return seq - self._saved_seq > max(_SAVED_AFTER, _SAVED_SHARE * seq)

    def _prepared_save(self) -> Callable[[], None]:
        """Copy what the next start would otherwise make again; what is given writes it, and says in the log what the disk refused."""
        words = self._index.prepared_save()
        tables = table_snapshot.prepared(self._folder, self._ledger, self._tables, self._index.candidates)
        self._saved_seq = self.seq

        def save() -> None:
            try:
                words()
                tables()
            except OSError as error:
                log.warning("%s: no snapshot can be written (%s); what it holds is made again", self._folder, error)

        return save

    def _open(self) -> None:
        """Read what lies in the folder. Raises as the constructor does."""
        try:
            disk.make_folder(self._folder)
            opened = opened_without_erased(self._folder / LEDGER_NAME, self._user, self._embedder, self._backups)
            self._tables, self._ledger, self._saved_seq = opened.tables, opened.ledger, opened.saved_seq
            self._open_index(opened)
            if not self._index.had_words:
                self._saved_seq = 0
            self._save_if_due()
        except OSError as error:
            raise refused_by_disk(f"{self._folder} cannot be opened", error) from error

    def _mend(self) -> None:
        """Read all from disk again, after a change that broke off halfway. Raises as the constructor does."""
        if self._is_closed:
            raise StoreError(f"{self._folder} is closed")
        log.warning("%s: a change broke off; what the ledger says is read again", self._folder)
        self._saving.wait()
        self._index.abandon()
        self._ledger.close()
        self._open()

    def _open_index(self, opened: OpenedTables) -> None:
        try:
            self._index = MemoryIndex(
                self._folder,
                self._embedder,
                lock=self._lock,
                chain=self._ledger,
                candidates=opened.candidates,
                progress=self._progress,
            )
            self._index.load(opened.changed, self._item_at)
        except BaseException:
            self._ledger.close()
            raise

    def _record(self, events: Callable[[], Sequence[tuple[Event, datetime]]]) -> list[tuple[Item, ...]]:
        """Write the events that `events` makes, or refuses, of what is known; gives the items of each.

        Others read what was known before until the disk has them all, and do not wait for it. What is known does not change
        meanwhile: only who writes changes it.
        """
        with self._lock.writing():
            made = self._ledger.made(events())
            self._ledger.write(made)
            with self._lock.as_it_is():
                self._ledger.took(made)
                return [self._put(record) for record in made.records]

    def _put(self, record: Record) -> tuple[Item, ...]:
        """Enter a record that was written, in tables and index; gives its items."""
        try:
            items = self._tables.apply(record)
            if isinstance(record.event, Unsupported):  # thousands at once
                self._index.candidates.take_support(items)
            else:
                self._index.put_all(items)
        except SebastianError:  # a line that is read again went bad
            self._lock.is_broken = True
            raise
        return items

    def _item_at(self, number: int) -> Item:
        is_turn = self._index.candidates.is_turn(number)
        return self._tables.turn(turn_id_of(number)) if is_turn else self._tables.fact(fact_id_of(number))
