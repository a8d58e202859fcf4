"""Making a damaged file of a memory whole again, where what is whole proves what it was; nothing is guessed."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from store import files
from store.backup_file import Copy, last_record
from store.ledger import LEDGER_NAME
from store.lines import GENESIS, is_whole, possible_lines, read_lines
from store.records import ErasureMade, seq_of
from store.rewriting import without_erased
from store.strict_reading import Malformed
from store.tombstones import NAME as TOMBSTONES_NAME
from store.tombstones import Tombstone, Tombstones


@dataclass(frozen=True, slots=True)
class Healed:
    """A ledger that was put in the place of a damaged one: its last record, and whether it is proved to lack nothing."""

    seq: int
    is_complete: bool


def heal_ledger(folder: Path, user: str, copy: Copy) -> Healed:
    """Put a backup's ledger in the place of a damaged one, with every record behind it that the hash chain proves.

    The damaged file is kept as `ledger.cut-<n>`, which an erasure removes. What was erased since the backup stays so.

    Raises:
        ErasedListCorrupt: it cannot be known what was erased since.
        OSError: the disk refused; the ledger is as it was.
    """
    path = folder / LEDGER_NAME
    damaged = files.read_lines(path)
    rest = _following(damaged, copy, user)
    ledger = without_erased(copy.ledger + (rest or b""), user, Tombstones.read(folder))
    count = 1
    while (aside := folder / f"{path.stem}.cut-{count}").exists():
        count += 1
    files.write_new(aside, [damaged])
    files.replace(path, ledger.splitlines(keepends=True), lines=True)
    last = last_record(ledger, user)
    return Healed(0 if last is None else last.seq, rest is not None)


def _following(damaged: bytes, copy: Copy, user: str) -> bytes | None:
    """Give the lines of a damaged ledger behind those of the copy, `None` where they are not proved to be all."""
    prev = GENESIS if copy.last is None else copy.last.digest
    for line in _whole_lines(damaged):
        start = damaged.find(line)
        try:
            list(read_lines(damaged[start:], user, after=copy.seq, prev=prev))
        except Malformed:
            continue
        return damaged[start:]
    return None


def _whole_lines(content: bytes) -> Iterator[bytes]:
    return (line for line in possible_lines(content, 0) if is_whole(line))


def heal_erased_list(folder: Path, user: str) -> int:
    """Write the list of what was erased anew from the ledger, which names it too; how much that is.

    An erasure that was begun and had not reached the ledger is not known any more.

    Raises:
        Malformed: the ledger is damaged as well.
        OSError.
    """
    times, stones = {}, Tombstones(folder)
    for record, _ in read_lines(files.read_lines(folder / LEDGER_NAME), user):
        times[record.seq] = record.at.isoformat()
        if isinstance(record.event, ErasureMade):
            facts, turns = map(seq_of, record.event.facts), map(seq_of, record.event.turns)
            stones.stones |= {Tombstone(seq, times[seq], "fact"): None for seq in facts}
            stones.stones |= {Tombstone(seq, times[seq], "turn"): None for seq in turns}
    files.replace(folder / TOMBSTONES_NAME, [stones.content()])
    return len(stones.stones)
