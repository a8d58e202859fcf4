"""A ledger written anew beside itself, without what is erased: the same records, with the hashes that follow from it."""

import hashlib
from array import array
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from store import files
from store.erasure import erased, reached
from store.errors import LedgerCorrupt
from store.ledger import Beginning
from store.lines import GENESIS, TAIL_BYTES, follow, make_line, read_line, read_lines, stated_digest
from store.projection import Projection
from store.records import ErasureMade, Event, Record
from store.strict_reading import Malformed
from store.tables import NO_TURN
from store.tombstones import Order, Tombstones


@dataclass(frozen=True, slots=True)
class Rewritten:
    """What lies beside the ledger, durable and not yet in its place.

    Attributes:
        beginning: all its lines, for `Ledger.take`.
        tables: what follows from them.
        changed: how many records no longer say what they said.
    """

    beginning: Beginning
    tables: Projection
    changed: int

    @property
    def seq(self) -> int:
        """Sequence number of the last record."""
        return len(self.beginning.ends)

    @property
    def head(self) -> bytes:
        """The SHA-256 of the last record."""
        return self.beginning.last or b""


def rewrite(path: Path, user: str, order: Order) -> Rewritten:
    """Write the ledger at `path` beside itself as it is once the order is carried out; a last record says that it was.

    The same ledger and the same order give the same bytes.

    Raises:
        LedgerCorrupt: `ledger_corrupt`, a record went bad since the ledger was opened.
        OSError: it cannot be written.
    """
    writing = _Writing(files.read_lines(path), user, order)
    try:
        files.write_unfinished(path, writing.lines(), lines=True)
    except Malformed as error:
        line = writing.seq + 1
        raise LedgerCorrupt(f"{path}, line {line}: {error}", line=line) from error
    return Rewritten(Beginning(writing.ends, writing.hashing, writing.last), writing.tables, writing.changed)


class _Writing:
    def __init__(self, content: bytes, user: str, order: Order) -> None:
        self._content = content
        self._user = user
        self._order = order
        self._start = self._end = 0  # of the line that was read last
        self.ends = array("q")
        self.hashing: Any = hashlib.sha256()
        self.last: bytes | None = None
        self.tables = Projection(user)
        self.changed = 0

    @property
    def seq(self) -> int:
        return len(self.ends)

    def lines(self) -> Iterator[bytes]:
        """Give every line, its newline included."""
        for record, event in erased(self._records(), facts=self._order.facts, turns=self._order.turns):
            if event is record.event:
                yield self._kept(record)
            else:
                self.changed += 1
                yield self._made(event, record.at)
        yield self._made(ErasureMade(self._order.turn_id, self._order.facts, self._order.turns), self._order.at)

    def _records(self) -> Iterator[Record]:
        for record, behind in read_lines(self._content, self._user):
            self._start, self._end = self._end, behind
            yield record

    def _kept(self, record: Record) -> bytes:
        """The line that was read last, behind those before it as they are now."""
        line = self._content[self._start : self._end].removesuffix(b"\n")
        if self.changed:
            line = follow(line, prev=self.last or GENESIS)
            record = Record(record.seq, record.at, record.event, stated_digest(line[-TAIL_BYTES:]))
        return self._took(line, record)

    def _made(self, event: Event, at: datetime) -> bytes:
        line = make_line(self.seq + 1, at, event, prev=self.last or GENESIS)
        return self._took(line, read_line(line, user=self._user, seq=self.seq + 1, prev=self.last or GENESIS))

    def _took(self, line: bytes, record: Record) -> bytes:
        self.tables.apply(record)
        whole = line + b"\n"
        self.hashing.update(whole)
        self.ends.append((self.ends[-1] if self.ends else 0) + len(whole))
        self.last = record.digest
        return whole


def without_erased(content: bytes, user: str, stones: Tombstones) -> bytes:
    """Give an older copy of a ledger without what was erased since; the same bytes where nothing was.

    Raises:
        LedgerCorrupt, Malformed: the copy does not fit together.
    """
    tables, last = Projection(user), None
    for record, _ in read_lines(content, user):
        tables.apply(record)
        last = record
    facts, turns = stones.standing(tables)
    if last is None or not (facts or turns):
        return content
    order = Order(NO_TURN, last.at, tuple(reached(tables, facts, with_versions=False)), turns)
    return b"".join(_Writing(content, user, order).lines())
