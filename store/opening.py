"""Opening a memory: its tables from the snapshot and what the ledger says since, or from the whole ledger."""

import logging
from dataclasses import dataclass
from pathlib import Path

from store import table_snapshot
from store.array_file import Unusable
from store.candidates import Candidates
from store.ledger import Ledger
from store.projection import Projection
from store.records import Record, seq_of
from store.tables import Item

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class OpenedTables:
    """What opening gives.

    Attributes:
        tables, ledger: up to date.
        candidates: as the snapshot has them.
        changed: the items that the candidates lack, or do not have as they now stand, in the order of the ledger.
        saved_seq: the record up to which the snapshot goes, 0 where there is none to be used.
    """

    tables: Projection
    ledger: Ledger
    candidates: Candidates
    changed: list[Item]
    saved_seq: int


def open_tables(path: Path, user: str) -> OpenedTables:
    """Open the ledger at `path` and make the tables.

    Raises:
        LedgerCorrupt: `ledger_corrupt`, a record inside the ledger is damaged.
        OSError: it cannot be read or written.
    """
    try:
        kept = table_snapshot.read(path)
    except Unusable as error:
        log.info("%s: the tables are made from the ledger: %s", path.parent, error)
        tables = Projection(user)
        ledger = Ledger(path, user, tables.apply)
        return OpenedTables(tables, ledger, Candidates(), items_of(tables), 0)
    tail: list[Record] = []
    ledger = Ledger(path, user, tail.append, beginning=kept.beginning)
    try:
        tables = kept.tables(user, ledger.record)
        changed = [item for record in tail for item in tables.apply(record)]
    except BaseException:
        ledger.close()
        raise
    return OpenedTables(tables, ledger, Candidates.of(kept.arrays), changed, kept.seq)


def items_of(tables: Projection) -> list[Item]:
    """Give every turn, those without words too, and fact in the order of the ledger."""
    return sorted((*tables.turns.values(), *tables.facts.values()), key=lambda item: seq_of(item.id))
