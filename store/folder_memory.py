"""One person's memory in a folder: the ledger first, then what follows from it."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Literal

import numpy as np

from store import recordings
from store.contract import Outcome
from store.drafts import require_words, require_zone
from store.errors import FactNotFound, InvalidTime, refused_by_disk
from store.facts import (
    Change,
    Door,
    Draft,
    Fact,
    How,
    Interval,
    Justification,
    Recalled,
    Size,
    Source,
    Status,
    Turn,
    Voice,
)
from store.idset import IdSet
from store.movable_memory import MovableMemory
from store.next_record import NextRecord
from store.recall import NEARBY, recall
from store.records import Event, fact_id_of
from store.tables import Item


class FolderMemory(MovableMemory):
    """The contract of store/contract.py over a ledger, tables in memory and a FAISS index.

    A write enters ledger and tables once its line is on disk, which is what acknowledges it, and embeds after: neither a slow
    disk nor a model that is slow or down delays another thread's read, and nothing is lost. A change made outside any turn
    has the turn id "". Whatever breaks off a change halfway in memory, the next call finds what the ledger says: all is read
    from disk again.
    """

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
        with self._lock.writing():  # nothing is erased meanwhile
            if self.turn(turn_id).is_erased:
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

    @property
    def size(self) -> Size:
        """How much there is, told without listing it."""
        with self._lock:
            return Size(self._index.candidates.current_count(), len(self._tables.turns), self._ledger.seq)

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

    def _write(self, event_of: Callable[[NextRecord], Event], at: datetime) -> tuple[Item, ...]:
        """Write the event that `event_of` makes for the next record, or refuses; gives its items."""
        require_zone(at=at)
        (items,) = self._record(lambda: [(event_of(NextRecord(self._tables, self._ledger.seq + 1, at)), at)])
        self._index.embed_owed()
        self._save_if_due()
        return items

    def _write_fact(self, event_of: Callable[[NextRecord], Event], at: datetime) -> Fact:
        fact = self._write(event_of, at)[0]
        assert isinstance(fact, Fact)
        return fact
