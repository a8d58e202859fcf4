"""The tables as the ledger's records, applied in order, make them.

The same `apply` serves replay and live appends, so that a restart cannot tell another story.
"""

from collections.abc import Iterable
from dataclasses import fields, replace
from datetime import datetime
from operator import attrgetter
from typing import Final

from store.errors import FactNotCurrent, FactNotFound, LedgerCorrupt, NothingToUndo, UndoConflict
from store.facts import Change, Fact, How, Turn
from store.records import (
    Cited,
    Closed,
    Derived,
    Erased,
    ErasureMade,
    Heard,
    Justified,
    Record,
    Retracted,
    Saved,
    Settled,
    Undone,
    Unsupported,
    Updated,
    seq_of,
)
from store.tables import Item, Tables

_FIELDS: Final = tuple(each.name for each in fields(Fact))
_VALUES: Final = attrgetter(*_FIELDS)
_STATUS: Final = _FIELDS.index("status")
_ENDED_AT: Final = _FIELDS.index("ended_at")


class Projection(Tables):
    """The tables, with what writes them."""

    def apply(self, record: Record) -> tuple[Item, ...]:
        """Apply one record; gives the items that are new or changed, a new one first.

        Raises:
            LedgerCorrupt: the record speaks of a fact or turn that is not there, or no longer current.
        """
        event = record.event
        if isinstance(event, Heard):
            return self._hear(event.turn)
        try:
            if isinstance(event, Saved):
                return self._save(event, record)
            if isinstance(event, Derived):
                return self._derive(event, record)
            if isinstance(event, Updated):
                return self._update(event, record)
            if isinstance(event, Retracted):
                return self._retract(event, record)
            if isinstance(event, Unsupported):
                return self._unsupport(event, record)
            if isinstance(event, Undone):
                return self._undo(event, record)
            if isinstance(event, Cited):
                return self._cite(event)
            if isinstance(event, Justified):
                return self._justify(event)
            if isinstance(event, Closed):
                return self._close(event, record)
            if isinstance(event, ErasureMade):
                return self._erase(event, record)
            return () if isinstance(event, Erased) else self._settle(event)
        except (FactNotFound, FactNotCurrent, NothingToUndo, UndoConflict) as error:
            message = f"record {record.seq} does not fit those before it: {error}"
            raise LedgerCorrupt(message, line=record.seq) from error

    def differences(self, records: Iterable[Record]) -> list[str]:
        """Name the tables that are not what `records`, applied from the beginning, make of them."""
        other = Projection(self.user)
        for record in records:
            other.apply(record)
        return [name.lstrip("_") for name, table in vars(self).items() if table != vars(other)[name]]

    def _hear(self, turn: Turn) -> tuple[Item, ...]:
        self.turns[turn.id] = turn
        if not turn.is_erased:
            self._owed_turns[turn.id] = None
        return (turn,)

    def _settle(self, event: Settled) -> tuple[Item, ...]:
        self.turn(event.turn_id)
        if event.outcome == "answered":
            self._owed_turns.pop(event.turn_id, None)
        return ()

    def _save(self, event: Saved, record: Record) -> tuple[Item, ...]:
        fact = event.fact
        self._add(event.turn_id, fact)
        self._note(event.turn_id, record, Change("saved", fact.id, fact.statement, seq=record.seq))
        return (fact,)

    def _derive(self, event: Derived, record: Record) -> tuple[Item, ...]:
        fact = event.fact
        self._add(event.turn_id, fact)
        change = Change("derived", fact.id, fact.statement, because=fact.premises, seq=record.seq)
        self._note(event.turn_id, record, change)
        return (fact,)

    def _update(self, event: Updated, record: Record) -> tuple[Item, ...]:
        old, new = self.current_fact(event.old_id), event.fact
        self._add(event.turn_id, new)
        ended = closed(old, new, how=event.how, at=record.at)
        self._replace(ended)
        self._predecessors[new.id] = old.id
        change = Change("updated", new.id, new.statement, before=old, because=new.premises, seq=record.seq)
        self._note(event.turn_id, record, change)
        return (new, ended)

    def _retract(self, event: Retracted, record: Record) -> tuple[Item, ...]:
        self.require_turn(event.turn_id)
        fact = self.current_fact(event.fact_id)
        merged_into = event.because[0] if event.because else ""
        ended = replace(fact, status="retracted", ended_at=record.at, merged_into=merged_into)
        self._replace(ended)
        change = Change("retracted", fact.id, fact.statement, before=fact, because=event.because, seq=record.seq)
        self._note(event.turn_id, record, change)
        return (ended,)

    def _close(self, event: Closed, record: Record) -> tuple[Item, ...]:
        self.require_turn(event.turn_id)
        fact = self.current_fact(event.fact_id)
        ended = replace(fact, status="superseded", valid_to=event.valid_to, ended_at=record.at)
        self._replace(ended)
        change = Change("retracted", fact.id, fact.statement, before=fact, seq=record.seq)
        self._note(event.turn_id, record, change)
        return (ended,)

    def _erase(self, event: ErasureMade, record: Record) -> tuple[Item, ...]:
        """Say in the turn what was erased: it is gone from the records before, and nothing brings it back."""
        self.require_turn(event.turn_id)
        if event.facts:
            changes = [Change("erased", each, "", seq=record.seq) for each in event.facts]
            self._changes.setdefault(event.turn_id, []).extend(changes)
            self._eventful[event.turn_id] = None
        return ()

    def _unsupport(self, event: Unsupported, record: Record) -> tuple[Item, ...]:
        self.require_turn(event.turn_id)
        facts = [self.current_fact(each) for each in event.facts]
        ended = [without_support(fact, at=record.at) for fact in facts]
        changes = [
            Change("unsupported", fact.id, fact.statement, before=fact, because=event.facts[fact.id], seq=record.seq)
            for fact in facts
        ]
        for fact in ended:
            self._replace(fact)
        self._note(event.turn_id, record, *changes)
        return tuple(ended)

    def _cite(self, event: Cited) -> tuple[Item, ...]:
        self.require_turn(event.turn_id)
        fact = self.current_fact(event.fact_id)
        for source in event.sources:
            self.turn(source.turn)
        more = tuple(source for source in event.sources if source not in fact.sources)
        cited = replace(fact, sources=(*fact.sources, *more))
        self._replace(cited)
        return (cited,)

    def _justify(self, event: Justified) -> tuple[Item, ...]:
        self.require_turn(event.turn_id)
        fact = self.current_fact(event.fact_id)
        for premise in event.justification.premises:
            self.current_fact(premise)
        if event.justification in fact.alternatives:
            return (fact,)
        justified = replace(fact, alternatives=(*fact.alternatives, event.justification))
        self._replace(justified)
        return (justified,)

    def _undo(self, event: Undone, record: Record) -> tuple[Item, ...]:
        self.require_turn(event.turn_id)
        steps = self.reversal(event.records, seq=record.seq, at=record.at)
        for step in steps:
            for fact in step.facts:
                self._replace(fact)
            if step.change.undoes == "updated":
                del self._predecessors[step.facts[-1].id]
            self._changes.setdefault(event.turn_id, []).append(step.change)
            self._eventful[event.turn_id] = None
        for undone in event.records:
            del self._standing[undone]
        return tuple(fact for step in steps for fact in step.facts)

    def _add(self, turn_id: str, fact: Fact) -> None:
        """Add a current fact, and refuse one whose turn, evidence or premises are not there."""
        self.require_turn(turn_id)
        for source in fact.sources:
            self.turn(source.turn)
        for premise in fact.premises:
            self.current_fact(premise)
        self.facts[fact.id] = fact
        if fact.attribute:
            self._slots.setdefault((fact.subject, fact.attribute), {})[fact.id] = None
        for premise in fact.premises:
            self._dependents.setdefault(premise, []).append(fact.id)

    def _replace(self, fact: Fact) -> None:
        """Put a fact whose status has changed in the place of what it was."""
        self.facts[fact.id] = fact
        self._altered[fact.id] = None
        key = (fact.subject, fact.attribute)
        if fact.attribute and fact.status == "current":
            self._slots.setdefault(key, {})[fact.id] = None
        elif fact.attribute and fact.id in self._slots.get(key, ()):
            del self._slots[key][fact.id]
            if not self._slots[key]:
                del self._slots[key]

    def _note(self, turn_id: str, record: Record, *changes: Change) -> None:
        self._changes.setdefault(turn_id, []).extend(changes)
        self._standing[record.seq] = (turn_id, record.at, changes)
        if changes[0].op in ("saved", "derived"):
            self._plain_turns.append(seq_of(turn_id) if turn_id else 0)
            self._plain_records.append(record.seq)
        else:
            self._eventful[turn_id] = None


def closed(old: Fact, new: Fact, *, how: How, at: datetime) -> Fact:
    """Give the old fact as an update leaves it: no longer true where it changed, never true where it was corrected."""
    if how == "change":
        return replace(old, status="superseded", valid_to=new.valid_from, superseded_by=new.id, ended_at=at)
    return replace(old, status="retracted", superseded_by=new.id, ended_at=at)


def without_support(fact: Fact, *, at: datetime) -> Fact:
    """Give a fact as losing its support leaves it; as `replace` would, in a third of the time: thousands fall at once."""
    values = list(_VALUES(fact))
    values[_STATUS], values[_ENDED_AT] = "unsupported", at
    return Fact(*values)
