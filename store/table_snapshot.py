"""The tables over a restart: which ledger records brought what, so that a start need not read every record again.

What a fact or a turn says stays in the ledger and is read from there when asked for. Kept beside are numbers, and as
JSON what no single record says: facts that have changed since they were written, changes with what was before them,
slots, premises. The file is used only with the very bytes of the ledger that it was made from, and made again otherwise.
"""

from array import array
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from store import array_file, features
from store.array_file import ArrayFile, Cover
from store.candidates import Candidates
from store.fact_codec import decode_fact, encode_fact
from store.facts import Change, Fact, Justification, Turn
from store.kept_table import KeptTable
from store.ledger import Beginning, Ledger, same_beginning
from store.projection import Projection
from store.records import Derived, Heard, Record, Saved, Updated, fact_id_of, seq_of, turn_id_of
from store.tables import NO_TURN, Standing

NAME: Final = "tables.snap"
_KIND: Final = "tables"

Json = dict[str, Any]
ReadRecord = Callable[[int], Record]


class TableSnapshot:
    """A file that fits the ledger beside it, and the beginning of the ledger that it covers."""

    def __init__(self, file: ArrayFile, beginning: Beginning) -> None:
        self.beginning = beginning
        self.seq = file.cover.ledger_seq
        self.arrays = file.arrays
        self._more = file.more

    def tables(self, user: str, read: ReadRecord) -> Projection:
        """Give the tables as they were when the snapshot was taken; `read` gives a record of the ledger."""
        more, numbers = self._more, self.arrays
        rows = _Rows(user, read, more, numbers)
        rows.noted = KeptTable(numbers["noted"], key_of=_turn_key, load=rows.changes)
        return Projection.of(
            user,
            turns=KeptTable(numbers["turns"], key_of=turn_id_of, load=rows.turn),
            facts=KeptTable(numbers["facts"], key_of=fact_id_of, load=rows.fact),
            changes=rows.noted,
            standing=KeptTable(numbers["standing"], key_of=int, load=rows.standing),
            owed_turns=dict.fromkeys(turn_id_of(number) for number in numbers["owed"].tolist()),
            slots={(subject, attribute): dict.fromkeys(map(fact_id_of, facts)) for subject, attribute, facts in more["slots"]},
            dependents=more["dependents"],
            predecessors=more["predecessors"],
            altered=dict.fromkeys(more["facts"]),
            eventful=dict.fromkeys(more["changes"]),
            plain_turns=_growing(numbers["plain_turns"]),
            plain_records=_growing(numbers["plain_records"]),
        )  # fmt: skip


def read(path: Path) -> TableSnapshot:
    """Read the snapshot beside the ledger at `path`. Raises array_file.Unusable."""
    file = array_file.read(path.with_name(NAME), _KIND)
    if file.more.get("tables") != _names():
        raise array_file.Unusable(f"{NAME} has the tables of another version")
    beginning = same_beginning(path, file.arrays["ends"], file.more["fingerprint"])
    if beginning is None:
        raise array_file.Unusable(f"{NAME} is of another ledger, or its ledger has been changed")
    return TableSnapshot(file, beginning)


def prepared(folder: Path, ledger: Ledger, tables: Projection, candidates: Candidates) -> Callable[[], None]:
    """Give what puts a snapshot of the tables as they are now in the place of the last; it may raise OSError.

    It may be called on another thread and while the tables change: what it needs is copied here.
    """
    length, table = ledger.seq + 1, tables.tables()
    arrays: dict[str, NDArray[Any]] = {
        "ends": ledger.ends(),
        "turns": tables.turns.numbers(length),
        "facts": tables.facts.numbers(length),
        "noted": table["changes"].numbers(length),
        "standing": table["standing"].numbers(length),
        "owed": np.array([seq_of(each) for each in table["owed_turns"]], dtype=np.int64),
        "plain_turns": np.array(table["plain_turns"], dtype=np.int64),
        "plain_records": np.array(table["plain_records"], dtype=np.int64),
        **candidates.columns(),
    }
    cover = Cover(ledger.seq, (ledger.digest_at(ledger.seq) or b"").hex())
    fingerprint = ledger.fingerprint()
    facts = [tables.facts[each] for each in table["altered"]]
    changes = {each: tuple(table["changes"][each]) for each in table["eventful"]}
    slots = [[*slot, [seq_of(each) for each in facts]] for slot, facts in table["slots"].items()]
    dependents = {premise: tuple(facts) for premise, facts in table["dependents"].items()}
    predecessors = dict(table["predecessors"])

    def write() -> None:
        array_file.write(
            folder / NAME, _KIND, cover, arrays,
            tables=_names(),
            fingerprint=fingerprint,
            facts={fact.id: _encode_state(fact) for fact in facts},
            changes={each: [_encode_change(change) for change in told] for each, told in changes.items()},
            slots=slots,
            dependents=dependents,
            predecessors=predecessors,
        )  # fmt: skip

    return write


def _names() -> list[str]:
    return [*sorted(Projection("").tables()), features.version()]


def check(folder: Path) -> list[str]:
    """Examine the file, which may be missing; the problems found."""
    return array_file.check(folder / NAME, _KIND)


class _Rows:
    """Makes a row of a table from the ledger, or from what the snapshot says where no single record does."""

    def __init__(self, user: str, read: ReadRecord, more: Json, numbers: dict[str, NDArray[Any]]) -> None:
        self._user = user
        self._read = read
        self._more = more
        order = np.argsort(numbers["plain_turns"], kind="stable")
        self._turns, self._records = numbers["plain_turns"][order], numbers["plain_records"][order]
        self.noted: KeptTable[str, list[Change]] = KeptTable()

    def turn(self, number: int) -> Turn:
        event = self._read(number).event
        assert isinstance(event, Heard)
        return event.turn

    def fact(self, number: int) -> Fact:
        state = self._more["facts"].get(fact_id_of(number))
        if state is not None:
            return _decode_state(state, self._user, number)
        event = self._read(number).event
        assert isinstance(event, Saved | Derived | Updated)
        return event.fact

    def changes(self, turn: int) -> list[Change]:
        told = self._more["changes"].get(_turn_key(turn))
        if told is not None:
            return [_decode_change(change, self._user) for change in told]
        first, end = np.searchsorted(self._turns, [turn, turn + 1]).tolist()
        return [_plain_change(self._read(number)) for number in self._records[first:end].tolist()]

    def standing(self, number: int) -> Standing:
        record = self._read(number)
        turn_id: str = getattr(record.event, "turn_id", NO_TURN)
        return turn_id, record.at, tuple(each for each in self.noted[turn_id] if each.seq == number)


def _plain_change(record: Record) -> Change:
    event = record.event
    if isinstance(event, Saved):
        return Change("saved", event.fact.id, event.fact.statement, seq=record.seq)
    assert isinstance(event, Derived)
    return Change("derived", event.fact.id, event.fact.statement, because=event.fact.premises, seq=record.seq)


def _turn_key(number: int) -> str:
    return turn_id_of(number) if number else NO_TURN


def _growing(numbers: NDArray[np.int64]) -> "array[int]":
    return array("q", numbers.tobytes())


def _encode_state(fact: Fact) -> Json:
    return {
        "fact": encode_fact(fact),
        "recorded_at": fact.recorded_at.isoformat(),
        "valid_to": _encode_time(fact.valid_to),
        "status": fact.status,
        "superseded_by": fact.superseded_by,
        "ended_at": _encode_time(fact.ended_at),
        "merged_into": fact.merged_into,
        "alternatives": [[each.rule, each.premises] for each in fact.alternatives],
    }


def _decode_state(state: Json, user: str, number: int) -> Fact:
    recorded_at = datetime.fromisoformat(state["recorded_at"])
    return replace(
        decode_fact(state["fact"], user, number, recorded_at),
        valid_to=_decode_time(state["valid_to"]),
        status=state["status"],
        superseded_by=state["superseded_by"],
        ended_at=_decode_time(state["ended_at"]),
        merged_into=state["merged_into"],
        alternatives=tuple(
            Justification(rule, tuple(premises))
            for rule, premises in state.get("alternatives", ())  # none before there were any
        ),
    )


def _encode_change(change: Change) -> Json:
    return {
        "op": change.op,
        "id": change.id,
        "statement": change.statement,
        "before": None if change.before is None else _encode_state(change.before),
        "because": list(change.because),
        "seq": change.seq,
        "undoes": change.undoes,
    }


def _decode_change(told: Json, user: str) -> Change:
    before = told["before"]
    return Change(
        told["op"],
        told["id"],
        told["statement"],
        None if before is None else _decode_state(before, user, seq_of(before["fact"]["id"])),
        tuple(told["because"]),
        told["seq"],
        told["undoes"],
    )


def _encode_time(time: datetime | None) -> str | None:
    return None if time is None else time.isoformat()


def _decode_time(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text)
