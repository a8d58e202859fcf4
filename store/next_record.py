"""What the next ledger record may say: each change as its event, examined against the tables, or refused."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from store.contract import Outcome
from store.drafts import fact_of
from store.errors import CircularPremise, MissingPremise
from store.facts import Change, Door, Draft, How, Justification, Source, Turn, Voice
from store.records import (
    Cited,
    Derived,
    Event,
    Heard,
    Justified,
    Retracted,
    Saved,
    Settled,
    Undone,
    Unsupported,
    Updated,
    turn_id_of,
)
from store.tables import Tables


class NextRecord:
    """The record `seq` of a ledger, still to be written; `tables` are as those before it leave them. Nothing here is kept.

    What each method refuses is said in store/contract.py.
    """

    def __init__(self, tables: Tables, seq: int, at: datetime) -> None:
        self._tables = tables
        self._seq = seq
        self._at = at

    def heard(self, text: str, said_at: datetime, door: Door, thread_id: str | None, voice: Voice | None) -> Event:
        """The user said something."""
        return Heard(Turn(turn_id_of(self._seq), self._tables.user, text, said_at, self._at, door, thread_id, voice))

    def settled(self, turn_id: str, outcome: Outcome) -> Event:
        """A turn ended. Raises FactNotFound."""
        return Settled(self._tables.turn(turn_id).id, outcome)

    def saved(self, draft: Draft, turn_id: str) -> Event:
        """A new fact. Raises FactNotFound for a turn, MissingPremise, InvalidInput."""
        return Saved(turn_id, fact_of(draft, self._tables, seq=self._seq, turn_id=turn_id, at=self._at))

    def derived(self, draft: Draft, turn_id: str) -> Event:
        """A conclusion. Raises FactNotFound for a turn, MissingPremise, InvalidInput."""
        if not draft.premises:
            raise MissingPremise("a conclusion cites at least one premise", missing=[])
        return Derived(turn_id, fact_of(draft, self._tables, seq=self._seq, turn_id=turn_id, at=self._at))

    def updated(self, old_id: str, draft: Draft, how: How, turn_id: str) -> Event:
        """A fact in the place of another. Raises FactNotFound, FactNotCurrent, MissingPremise, InvalidInput."""
        old = self._tables.current_fact(old_id)
        if old_id in draft.premises:
            raise MissingPremise(f"{old_id} cannot support what replaces it", missing=[old_id])
        since = old.valid_from if how == "correction" else None
        fact = fact_of(draft, self._tables, seq=self._seq, turn_id=turn_id, at=self._at, valid_from=since)
        return Updated(turn_id, old_id, how, fact)

    def cited(self, fact_id: str, sources: Sequence[Source], turn_id: str) -> Event:
        """Further evidence. Raises FactNotFound, FactNotCurrent."""
        self._tables.require_turn(turn_id)
        for source in sources:
            self._tables.turn(source.turn)
        return Cited(turn_id, self._tables.current_fact(fact_id).id, tuple(sources))

    def retracted(self, fact_id: str, because: tuple[str, ...], turn_id: str) -> Event:
        """A fact taken back. Raises FactNotFound, FactNotCurrent."""
        self._tables.require_turn(turn_id)
        return Retracted(turn_id, self._tables.current_fact(fact_id).id, because)

    def justified(self, fact_id: str, justification: Justification, turn_id: str) -> Event:
        """Further grounds. Raises FactNotFound, FactNotCurrent, MissingPremise, CircularPremise."""
        self._tables.require_turn(turn_id)
        fact = self._tables.current_fact(fact_id)
        missing = self._tables.missing_premises(justification.premises)
        if missing or not (justification.premises and fact.is_derived):
            raise MissingPremise(f"{fact_id} cannot rest on {justification.premises} as well", missing=missing)
        if premise := self._tables.resting_on(fact_id, justification.premises):
            raise CircularPremise(f"{premise} rests on {fact_id} itself", id=fact_id, premise=premise)
        return Justified(turn_id, fact_id, justification)

    def unsupported(self, lost: Mapping[str, tuple[str, ...]], turn_id: str) -> Event:
        """Conclusions no longer to be asserted. Raises FactNotFound, FactNotCurrent."""
        self._tables.require_turn(turn_id)
        return Unsupported(turn_id, {self._tables.current_fact(each).id: because for each, because in lost.items()})

    def undone(self, records: Sequence[int], turn_id: str) -> Event:
        """Changes taken back, those that `taken_back` gives. Raises FactNotFound for the turn."""
        self._tables.require_turn(turn_id)
        return Undone(turn_id, tuple(sorted(set(records))))

    def taken_back(self, records: Sequence[int]) -> list[Change]:
        """What undoing these records would change. Raises NothingToUndo, UndoConflict."""
        return [step.change for step in self._tables.reversal(records, seq=self._seq, at=self._at)]
