"""One person's memory in a folder: the ledger first, then what follows from it."""

import logging
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from datetime import datetime
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Final, Literal

import numpy as np

from store import disk, recordings, table_snapshot, tombstones, transfer, word_snapshot
from store.background_work import Background
from store.backups import Backups
from store.contract import Embedder, Outcome
from store.drafts import require_words, require_zone
from store.errors import (
    FactNotFound,
    InvalidTime,
    LedgerCorrupt,
    MemoryNotEmpty,
    SebastianError,
    StoreError,
    refused_by_disk,
)
from store.facts import (
    Change,
    Door,
    Draft,
    Erasure,
    Fact,
    How,
    Interval,
    Justification,
    Recalled,
    Source,
    Status,
    Turn,
    Voice,
)
from store.idset import IdSet
from store.index import MemoryIndex, Progress, log_progress
from store.ledger import LEDGER_NAME, Ledger
from store.mending import MendingLock
from store.next_record import NextRecord
from store.opening import OpenedTables, items_of
from store.projection import Projection
from store.purge import Purge, opened_without_erased
from store.recall import NEARBY, recall
from store.records import Event, Record, Unsupported, fact_id_of, turn_id_of
from store.tables import Item
from store.tombstones import Order, Tombstones
from store.transfer import Records
from store.vector_snapshot import BITS_NAME, HEADER_NAME, INDEX_NAME
from store.vectors import JOURNAL_NAME

# What is made again from the ledger where it is missing.
DERIVED_NAMES: Final = (JOURNAL_NAME, INDEX_NAME, HEADER_NAME, BITS_NAME, table_snapshot.NAME, word_snapshot.NAME)
# Snapshots are written when more records than this, and than this share of all, have come since the last.
_SAVED_AFTER: Final = 1000
_SAVED_SHARE: Final = 1 / 16
# Records that are read, or taken over, at a time.
_AT_ONCE: Final = 256

log = logging.getLogger(__name__)


class FolderMemory:
    """The contract of store/contract.py over a ledger, tables in memory and a FAISS index.

    A write holds the lock for ledger and tables, which is what acknowledges it, and embeds after: a model that is slow
    or down delays no other thread's read and loses nothing. A change made outside any turn has the turn id "". Whatever breaks
    off a change halfway in memory, the next call finds what the ledger says: all is read from disk again.
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

    def hear(
        self,
        text: str,
        said_at: datetime,
        *,
        at: datetime,
        door: Door = "text",
        thread_id: str | None = None,
        voice: Voice | None = None,
    ) -> Turn:
        """Keep the user's words (see the contract). Raises InvalidInput for no words, InvalidTime."""
        require_words(text)
        require_zone(said_at=said_at, at=at)
        if said_at > at:
            raise InvalidTime(f"said_at {said_at.isoformat()} lies after {at.isoformat()}")
        (turn,) = self._write(lambda record: record.heard(text, said_at, door, thread_id, voice), at)
        assert isinstance(turn, Turn)
        return turn

    def keep_recording(self, turn_id: str, recording: Path, suffix: str) -> None:
        """Keep a turn's recording (see the contract). Raises FactNotFound, StoreError."""
        with self._lock:
            if self._tables.turn(turn_id).is_erased:
                raise FactNotFound(f"the words of turn {turn_id} were erased", id=turn_id)
            try:
                recordings.keep(self._folder, turn_id, recording, suffix)
            except OSError as error:
                raise refused_by_disk(f"{self._folder} cannot keep the recording of {turn_id}", error) from error

    def settle(self, turn_id: str, outcome: Outcome, *, at: datetime) -> None:
        """Say how a turn ended (see the contract). Raises FactNotFound."""
        self._write(lambda record: record.settled(turn_id, outcome), at)

    def pending(self) -> list[Turn]:
        """Turns whose mining is owed, oldest first."""
        with self._lock:
            return self._tables.pending()

    def save(self, draft: Draft, *, turn_id: str, at: datetime) -> Fact:
        """Keep a new fact (see the contract). Raises FactNotFound for a turn, MissingPremise, InvalidInput."""
        return self._write_fact(lambda record: record.saved(draft, turn_id), at)

    def update(self, old_id: str, draft: Draft, *, how: How, turn_id: str, at: datetime) -> Fact:
        """Replace a current fact (see the contract).

        What corrects a fact was true from the same time, unless `draft.valid_from` says otherwise.

        Raises:
            FactNotFound, FactNotCurrent, MissingPremise, InvalidInput.
        """
        return self._write_fact(lambda record: record.updated(old_id, draft, how, turn_id), at)

    def cite(self, fact_id: str, sources: Sequence[Source], *, turn_id: str, at: datetime) -> Fact:
        """Add evidence to a current fact (see the contract). Raises FactNotFound, FactNotCurrent."""
        return self._write_fact(lambda record: record.cited(fact_id, sources, turn_id), at)

    def derive(self, draft: Draft, *, turn_id: str, at: datetime) -> Fact:
        """Keep a conclusion (see the contract). Raises MissingPremise, FactNotFound for a turn, InvalidInput."""
        return self._write_fact(lambda record: record.derived(draft, turn_id), at)

    def retract(self, fact_id: str, *, turn_id: str, at: datetime, because: tuple[str, ...] = ()) -> Fact:
        """Take a current fact back (see the contract). Raises FactNotFound, FactNotCurrent."""
        return self._write_fact(lambda record: record.retracted(fact_id, because, turn_id), at)

    def justify(self, fact_id: str, justification: Justification, *, turn_id: str, at: datetime) -> Fact:
        """Add further grounds for a current conclusion (see the contract).

        Raises:
            FactNotFound, FactNotCurrent, MissingPremise, CircularPremise.
        """
        return self._write_fact(lambda record: record.justified(fact_id, justification, turn_id), at)

    def unsupport(self, lost: Mapping[str, tuple[str, ...]], *, turn_id: str, at: datetime) -> list[Fact]:
        """Mark conclusions as no longer to be asserted, all in one record (see the contract). Raises FactNotFound, FactNotCurrent."""
        if not lost:
            return []
        items = self._write(lambda record: record.unsupported(lost, turn_id), at)
        return [item for item in items if isinstance(item, Fact)]

    def last_changes(self, *, told: bool = False) -> list[Change]:
        """The last changes that still stand (see the contract)."""
        with self._lock:
            return self._tables.last_changes(told=told)

    def undo(self, records: Sequence[int], *, turn_id: str, at: datetime) -> list[Change]:
        """Take changes back (see the contract). Raises NothingToUndo, UndoConflict, FactNotFound for the turn."""
        taken: list[Change] = []

        def undone(record: NextRecord) -> Event:
            event = record.undone(records, turn_id)
            taken.extend(record.taken_back(records))
            return event

        self._write(undone, at)
        return taken

    def get(self, fact_id: str) -> Fact:
        """The fact as it now stands. Raises FactNotFound."""
        with self._lock:
            return self._tables.fact(fact_id)

    def turn(self, turn_id: str) -> Turn:
        """The turn. Raises FactNotFound."""
        with self._lock:
            return self._tables.turn(turn_id)

    def facts(self, status: Status | Literal["all"] = "current", *, as_of: datetime | None = None) -> list[Fact]:
        """Facts oldest first; with `as_of`, `status` is not looked at (see the contract). Raises InvalidTime."""
        with self._lock:
            if as_of is None and status == "unsupported":  # few among many, and looked for whenever something is told
                return [self._tables.fact(fact_id_of(number)) for number in self._index.candidates.without_support()]
            if as_of is None:
                return self._tables.facts_in(status)
            require_zone(as_of=as_of)
            return self._tables.facts_as_of(as_of)

    def turns(self) -> list[Turn]:
        """Every turn, oldest first."""
        with self._lock:
            return list(self._tables.turns.values())

    def history(self, fact_id: str) -> list[Fact]:
        """The chain of versions this fact belongs to, oldest first. Raises FactNotFound."""
        with self._lock:
            return self._tables.history(fact_id)

    def slot(self, subject: str, attribute: str) -> list[Fact]:
        """Current facts in this slot, oldest first; facts without an attribute are in none."""
        with self._lock:
            return self._tables.slot(subject, attribute)

    def dependents(self, fact_id: str) -> list[Fact]:
        """Current facts that cite this one as a premise, oldest first."""
        with self._lock:
            return self._tables.dependents(fact_id)

    def changes(self, turn_id: str) -> list[Change]:
        """What changed in this turn, in order; "" for what changed outside any. Raises FactNotFound."""
        with self._lock:
            return self._tables.changes(turn_id)

    def recall(
        self,
        query: str,
        *,
        now: datetime,
        limit: int = 8,
        as_of: datetime | None = None,
        window: tuple[datetime, datetime] | None = None,
        exclude_turn: str | None = None,
        dates: Sequence[Interval] = (),
    ) -> list[Recalled]:
        """What is relevant to `query`, best first (see the contract).

        The words that a retracted fact was taken from are not found either. Where the question cannot be embedded,
        words alone decide, and the log says so. Raises InvalidTime.
        """
        start, end = window or (None, None)
        require_zone(now=now, as_of=as_of, start=start, end=end)
        if not query.strip() or limit < 1 or self.seq == 0:
            return []
        query_vectors, background = self._index.embed_query(query)
        with self._lock:
            excluded = exclude_turn if exclude_turn in self._tables.turns else None
            choose = partial(self._index.candidates.choose, now=now, as_of=as_of, exclude_turn=excluded)
            allowed = choose(window=window)
            near = [choose(window=(date.start - NEARBY, date.end + NEARBY)).mask for date in dates]
            return recall(
                query,
                query_vectors=query_vectors,
                vectors=self._index.vectors,
                lexical=self._index.lexical,
                candidates=self._index.candidates,
                allowed=allowed,
                item_at=self._item_at,
                now=now,
                limit=limit,
                background=background,
                dates=dates,
                dated=IdSet(np.any(near, axis=0)) if near else None,
            )

    def erase(self, facts: Sequence[str], turns: Sequence[str] = (), *, turn_id: str, at: datetime) -> Erasure:
        """Remove facts and the words of turns from disk, for good (see the contract).

        Raises:
            FactNotFound, StoreError.
            InvalidInput: `invalid_input`, neither a fact nor a turn is given.
        """
        require_zone(at=at)
        return self._purge(lambda purge: purge.order(facts, turns, turn_id=turn_id, at=at))

    def _purge(self, order_of: Callable[[Purge], Order]) -> Erasure:
        with self._lock, self._backups_held():
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

    def erase_all(self) -> int:
        """Start over: remove every byte of this memory; how many records went.

        The ledger goes last but for the list of what was erased: a crash before that leaves the memory as it was, its
        index to be made again.

        Raises:
            StoreError: `store_error`, the disk refused; the memory is as it was.
        """
        with self._lock, self._backups_held():
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

    def check(self) -> list[str]:
        """Examine ledger, tables and index against each other; the problems found, none when all is well."""
        with self._lock:
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
        with self._lock:
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
        with self._lock:
            is_due = self.seq - self._saved_seq > max(_SAVED_AFTER, _SAVED_SHARE * self.seq)
            if is_due and not self._saving.is_busy:
                self._saving.start(self._prepared_save())

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

    def _write(self, event_of: Callable[[NextRecord], Event], at: datetime) -> tuple[Item, ...]:
        """Write the event that `event_of` makes for the next record, or refuses; gives its items."""
        require_zone(at=at)
        with self._lock:
            event = event_of(NextRecord(self._tables, self._ledger.seq + 1, at))
            items = self._put(self._ledger.append(event, at))
        self._index.embed_owed()
        self._save_if_due()
        return items

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

    def _take_over(self, batch: Sequence[Record]) -> None:
        with self._lock:
            if batch[0].seq != self.seq + 1:
                raise MemoryNotEmpty("something was written to the memory meanwhile")
            for record in self._ledger.append_all([(record.event, record.at) for record in batch]):
                self._index.put_all(self._tables.apply(record))
        self._index.embed_owed()
        self._save_if_due()

    def _write_fact(self, event_of: Callable[[NextRecord], Event], at: datetime) -> Fact:
        fact = self._write(event_of, at)[0]
        assert isinstance(fact, Fact)
        return fact

    def _item_at(self, number: int) -> Item:
        is_turn = self._index.candidates.is_turn(number)
        return self._tables.turn(turn_id_of(number)) if is_turn else self._tables.fact(fact_id_of(number))
