"""Erasing on disk, in an order that no crash breaks: once it is begun it is finished, at the latest at the next opening.

erased.json     what is to go (store/tombstones.py): the erasure is begun
ledger.jsonl    written anew beside itself, without it (store/rewriting.py)
vectors         written anew, without its rows, already as those of the new ledger
ledger.jsonl    the new one takes the old one's place
audio/          the recordings of turns without words are removed
the rest        whatever else may hold a word of it is removed and made again: snapshots, tails that were cut, unfinished files
backups         written anew without it (store/backups.py)
erased.json     the erasure is finished
"""

import logging
from collections.abc import Callable, Sequence
from contextlib import nullcontext
from datetime import datetime
from pathlib import Path

from store import disk, recordings, table_snapshot, word_snapshot
from store.array_file import Cover
from store.backups import Backups
from store.contract import Embedder
from store.erasure import reached
from store.errors import FactNotFound, InvalidInput
from store.facts import Erasure
from store.ledger import Ledger
from store.opening import OpenedTables, open_tables
from store.projection import Projection
from store.records import seq_of
from store.rewriting import Rewritten, rewrite
from store.tables import NO_TURN, Item
from store.tombstones import Order, Tombstones
from store.vector_journal import Chain
from store.vectors import VectorIndex

log = logging.getLogger(__name__)


class Purge:
    """One erasure in one memory, whose lock is held.

    Attributes:
        tables: up to date after each step, whatever comes of it.
        gone: the items that are no longer in them, as they were.
    """

    def __init__(self, path: Path, ledger: Ledger, tables: Projection, backups: Backups | None) -> None:
        """Take the ledger at `path`, its tables, and the backups that are cleaned too, whose lock is held.

        Raises:
            ErasedListCorrupt, OSError: `erased.json` cannot be read.
        """
        self.tables = tables
        self.gone: list[Item] = []
        self.tombstones = Tombstones.read(path.parent)
        self._path = path
        self._ledger = ledger
        self._backups = backups

    def order(self, facts: Sequence[str], turns: Sequence[str], *, turn_id: str, at: datetime) -> Order:
        """Say all that goes with these facts and turns, and what an erasure that failed had begun.

        Raises:
            FactNotFound: `fact_not_found`, a fact or turn is not there, or was erased before.
            InvalidInput: `invalid_input`, there are none.
        """
        if not facts and not turns:
            raise InvalidInput("no fact and no turn is given; name what is to be erased")
        self.tables.require_turn(turn_id)
        for each in turns:
            if self.tables.turn(each).is_erased:
                raise FactNotFound(f"the words of turn {each} were erased before", id=each)
        order = Order(turn_id, at, (), ()).joined(tuple(reached(self.tables, facts)), tuple(turns))
        return order.joined(*self.begun())

    def begun(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """List the facts, with what rests on them, and the turns that were to be gone and are there."""
        facts, turns = self.tombstones.standing(self.tables)
        return tuple(reached(self.tables, facts, with_versions=False)), turns

    def order_again(self, at: datetime) -> Order:
        """Say all that was to be gone and is there again."""
        return Order(NO_TURN, at, (), ()).joined(*self.begun())

    def carry_out(self, order: Order, vectors_of: Callable[[Chain], VectorIndex]) -> Erasure:
        """Erase; `vectors_of` gives the vectors of a ledger, which are then without those of what is gone.

        Raises:
            LedgerCorrupt: `ledger_corrupt`, a record went bad since the ledger was opened.
            OSError: the disk refused.
        """
        self.tombstones.begin(order, self.tables)
        new = rewrite(self._path, self.tables.user, order)
        vectors = vectors_of(_EitherLedger(self._ledger, new))
        numbers = [seq_of(each) for each in (*order.facts, *order.turns)]
        lost = sum(number in vectors for number in numbers)
        vectors.remove(numbers, cover=Cover(new.seq, new.head.hex()))
        before = self._ledger.digest_at(self._ledger.seq) or b""
        gone: list[Item] = [*map(self.tables.fact, order.facts), *map(self.tables.turn, order.turns)]
        self._ledger.take(new.beginning)
        self.tables, self.gone = new.tables, gone
        self.clear()
        return Erasure(order.at, order.facts, order.turns, new.changed, lost, before.hex(), new.head.hex())

    def clear(self) -> None:
        """Remove what may still hold words of it, now that the ledger does not, and finish. Raises OSError."""
        folder = self._path.parent
        disk.sync_folder(folder)
        recordings.remove(folder, unless=self._has_words)
        for path in folder.iterdir():
            is_cut = path.name.startswith(f"{self._path.stem}.cut-")
            if is_cut or path.suffix == ".new" or path.name in (table_snapshot.NAME, word_snapshot.NAME):
                path.unlink()
        disk.sync_folder(folder)
        if self._backups is not None:
            self._backups.erase(self.tables.user, self.tombstones)
        self.tombstones.finish()

    def _has_words(self, turn_id: str) -> bool:
        return turn_id in self.tables.turns and not self.tables.turn(turn_id).is_erased


class _EitherLedger:
    """The ledger as it is, and the record that it will end in: where an erasure was cut short, vectors may be of that."""

    def __init__(self, ledger: Ledger, new: Rewritten) -> None:
        self._ledger = ledger
        self._new = new

    @property
    def seq(self) -> int:
        return self._ledger.seq

    def digest_at(self, seq: int) -> bytes | None:
        return self._new.head if seq == self._new.seq else self._ledger.digest_at(seq)


def opened_without_erased(path: Path, user: str, embedder: Embedder, backups: Backups | None = None) -> OpenedTables:
    """Open the ledger at `path`, and finish first what was begun to be erased, or what an older copy of it has again.

    Raises:
        LedgerCorrupt: `ledger_corrupt`, a record inside the ledger is damaged.
        ErasedListCorrupt: `erased_list_corrupt`, `erased.json` is damaged.
        OSError: it cannot be read or written.
    """
    opened = open_tables(path, user)
    try:
        purge = Purge(path, opened.ledger, opened.tables, backups)
        pending, (facts, turns) = purge.tombstones.pending, purge.begun()
        if not (pending or facts or turns):
            return opened
        with nullcontext() if backups is None else backups.held():
            if facts or turns:
                order = _order_again(opened, pending).joined(facts, turns)
                log.warning("%s: %d facts and %d turns' words are erased again", path.parent, len(facts), len(turns))
                _carry_out_at_opening(purge, order, embedder)
            else:
                purge.clear()
    except BaseException:
        opened.ledger.close()
        raise
    opened.ledger.close()
    return open_tables(path, user)


def _order_again(opened: OpenedTables, pending: Order | None) -> Order:
    """Give the order without what goes: as it was given, where it was cut short; with the last record's time, in an older copy."""
    if pending is not None:
        turn_id = pending.turn_id if pending.turn_id in opened.tables.turns else NO_TURN
        return Order(turn_id, pending.at, (), ())
    return Order(NO_TURN, opened.ledger.record(opened.ledger.seq).at, (), ())


def _carry_out_at_opening(purge: Purge, order: Order, embedder: Embedder) -> None:
    opened: list[VectorIndex] = []

    def vectors_of(chain: Chain) -> VectorIndex:
        folder = purge.tombstones.folder
        opened.append(VectorIndex(folder, embedder=embedder.name, dimension=embedder.dimension, chain=chain))
        return opened[-1]

    try:
        purge.carry_out(order, vectors_of)
    finally:
        for vectors in opened:
            vectors.close()
