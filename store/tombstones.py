"""What was erased from a memory, kept beside its ledger: so that what was begun is finished, and no older copy revives it.

    {"format": 2, "crc32", "pending": {"turn", "at", "facts", "turns"} or null, "tombstones": [{"seq", "at", "what"}, ...]}

The CRC-32 is of the file without it, as it is written; format 1 had none.
A tombstone names a record by its number and its own time, as the ledger has them, and says what it brought ("fact" or
"turn"): a record of the same number and another time is another one. Nothing here tells what was said, not even as a hash.
"""

import zlib
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, Final, Literal, get_args

import orjson

from store import files
from store.errors import ErasedListCorrupt
from store.projection import Projection
from store.records import fact_id_of, seq_of, turn_id_of
from store.sealing import Unopened

NAME: Final = "erased.json"
_FORMAT: Final = 2
_WITHOUT_CRC: Final = 1

What = Literal["fact", "turn"]


@dataclass(frozen=True, slots=True)
class Order:
    """An erasure to be carried out: what goes, by ids, in which turn it was asked for, and when."""

    turn_id: str
    at: datetime
    facts: tuple[str, ...]
    turns: tuple[str, ...]

    def joined(self, facts: tuple[str, ...], turns: tuple[str, ...]) -> "Order":
        """Give the order with more to go."""
        return Order(self.turn_id, self.at, _ordered({*self.facts, *facts}), _ordered({*self.turns, *turns}))


@dataclass(frozen=True, slots=True)
class Tombstone:
    """A record of which nothing is left; `at` is its time as the ledger writes it."""

    seq: int
    at: str
    what: What


@dataclass(slots=True)
class Tombstones:
    """The file of one memory."""

    folder: Path
    pending: Order | None = None
    stones: dict[Tombstone, None] = field(default_factory=dict)

    @classmethod
    def read(cls, folder: Path) -> "Tombstones":
        """Read the file, which may be missing.

        Raises:
            ErasedListCorrupt: `erased_list_corrupt`, it is damaged; what was erased could come back, so nothing is opened.
            OSError: it cannot be read.
        """
        path = folder / NAME
        if not path.exists():
            return cls(folder)
        try:
            return cls.parse(folder, files.read(path))
        except Unopened as error:
            raise ErasedListCorrupt(f"{path} is damaged: {error}; restore it from a backup") from error

    @classmethod
    def parse(cls, folder: Path, content: bytes) -> "Tombstones":
        """Read the content of the file. Raises ErasedListCorrupt."""
        try:
            fields = orjson.loads(content)
            if fields["format"] != _WITHOUT_CRC and fields != _with_crc(fields["pending"], fields["tombstones"]):
                raise ValueError("its format or its CRC")
            stones = {_decode_stone(each): None for each in fields["tombstones"]}
            return cls(folder, _decode_order(fields["pending"]), stones)
        except (ValueError, KeyError, TypeError) as error:
            raise ErasedListCorrupt(f"{folder / NAME} is damaged: {error!r}; restore it from a backup") from error

    def begin(self, order: Order, tables: Projection) -> None:
        """Note, durably, what is to be erased from these tables. Raises OSError."""
        facts = [_stone(each, tables.fact(each).recorded_at, "fact") for each in order.facts]
        turns = [_stone(each, tables.turn(each).recorded_at, "turn") for each in order.turns]
        self.stones |= dict.fromkeys([*facts, *turns])
        self.pending = order
        self._write()

    def finish(self) -> None:
        """Note, durably, that what was pending is done. Raises OSError."""
        self.pending = None
        self._write()

    def standing(self, tables: Projection) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """List the facts and the turns in these tables that were erased and are there again, oldest first."""
        facts, turns = [], []
        for stone in self.stones:
            if stone.what == "fact":
                fact = tables.facts.get(fact_id_of(stone.seq))
                facts += [fact.id] if fact is not None and fact.recorded_at.isoformat() == stone.at else []
            else:
                turn = tables.turns.get(turn_id_of(stone.seq))
                is_back = turn is not None and not turn.is_erased and turn.recorded_at.isoformat() == stone.at
                turns += [turn_id_of(stone.seq)] if is_back else []
        return _ordered(facts), _ordered(turns)

    def _write(self) -> None:
        files.replace(self.folder / NAME, [self.content()])

    def content(self) -> bytes:
        """Give the file as it is written."""
        pending = None if self.pending is None else _encode_order(self.pending)
        stones = [{"seq": each.seq, "at": each.at, "what": each.what} for each in self.stones]
        return orjson.dumps(_with_crc(pending, stones), option=orjson.OPT_INDENT_2) + b"\n"


def _with_crc(pending: Any, stones: Any) -> dict[str, Any]:
    fields = {"format": _FORMAT, "pending": pending, "tombstones": stones}
    return {"crc32": f"{zlib.crc32(orjson.dumps(fields)):08x}", **fields}


def _ordered(ids: Any) -> tuple[str, ...]:
    return tuple(sorted(ids, key=seq_of))


def _stone(item_id: str, recorded_at: datetime, what: What) -> Tombstone:
    return Tombstone(seq_of(item_id), recorded_at.isoformat(), what)


def _decode_stone(fields: dict[str, Any]) -> Tombstone:
    stone = Tombstone(int(fields["seq"]), str(fields["at"]), fields["what"])
    if stone.what not in get_args(What):
        raise ValueError(f"what is {stone.what!r}")
    return stone


def _encode_order(order: Order) -> dict[str, Any]:
    return {"turn": order.turn_id, "at": order.at.isoformat(), "facts": list(order.facts), "turns": list(order.turns)}


def _decode_order(fields: dict[str, Any] | None) -> Order | None:
    if fields is None:
        return None
    at = datetime.fromisoformat(fields["at"])
    return Order(fields["turn"], at, tuple(fields["facts"]), tuple(fields["turns"]))
