"""The tables in memory: what the ledger's records, applied in order, say that is true now.

The same `apply` serves replay and live appends, so that a restart cannot tell another story.
"""

from array import array
from collections.abc import Iterable
from dataclasses import fields, replace
from datetime import datetime
from operator import attrgetter
from typing import Any, Final, Literal

from store.errors import FactNotCurrent, FactNotFound, LedgerCorrupt, NothingToUndo, UndoConflict
from store.facts import Change, Fact, How, Status, Turn
from store.kept_table import KeptTable
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
from store.reversal import Step, reversal

Item = Fact | Turn
# The turn of a record, when it was made, and its changes.
Standing = tuple[str, datetime, tuple[Change, ...]]

# The turn id of a change made through a door, outside any turn (a deletion in the list of memories, say).
NO_TURN: Final = ""

_FIELDS: Final = tuple(each.name for each in fields(Fact))
_VALUES: Final = attrgetter(*_FIELDS)
_STATUS: Final = _FIELDS.index("status")
_ENDED_AT: Final = _FIELDS.index("ended_at")


class Projection:
    """Facts and turns by id, and what is looked up in them; written by `apply` alone.

    `facts` and `turns` keep the order in which the ledger brought them: oldest first.
    """

    def __init__(self, user: str) -> None:
        self.user = user
        self.facts: KeptTable[str, Fact] = KeptTable()
        self.turns: KeptTable[str, Turn] = KeptTable()
        self._owed_turns: dict[str, None] = {}
        self._slots: dict[tuple[str, str], dict[str, None]] = {}
        self._dependents: dict[str, list[str]] = {}
        self._predecessors: dict[str, str] = {}
        self._changes: KeptTable[str, list[Change]] = KeptTable()
        self._standing: KeptTable[int, Standing] = KeptTable()  # what can be undone, by record
        # For store/table_snapshot.py: facts that are no longer what their record says, turns with changes that their
        # records alone do not tell, and all other changes: their turn's record (0 for none) and their own.
        self._altered: dict[str, None] = {}
        self._eventful: dict[str, None] = {}
        self._plain_turns = array("q")
        self._plain_records = array("q")

    @classmethod
    def of(cls, user: str, **tables: Any) -> "Projection":
        """Make it again from what `tables` gave: all of them, so that none is forgotten where one is added."""
        made = cls(user)
        if tables.keys() != made.tables().keys():
            raise TypeError(f"not the tables there are: {sorted(tables.keys() ^ made.tables().keys())}")
        for name, table in tables.items():
            setattr(made, name if name in vars(made) else f"_{name}", table)
        return made

    def tables(self) -> dict[str, Any]:
        """Give every table by its name: those themselves, not copies."""
        return {name.lstrip("_"): table for name, table in vars(self).items() if name != "user"}

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

    def fact(self, fact_id: str) -> Fact:
        """Give the fact. Raises FactNotFound."""
        try:
            return self.facts[fact_id]
        except KeyError:
            raise FactNotFound(f"there is no fact {fact_id!r}", id=fact_id) from None

    def current_fact(self, fact_id: str) -> Fact:
        """Give the fact if it is current. Raises FactNotFound, FactNotCurrent."""
        fact = self.fact(fact_id)
        if fact.status != "current":
            raise FactNotCurrent(
                f"fact {fact_id} is {fact.status}; change the current one instead",
                id=fact_id,
                status=fact.status,
                superseded_by=fact.superseded_by,
            )
        return fact

    def turn(self, turn_id: str) -> Turn:
        """Give the turn. Raises FactNotFound."""
        turn = self.turns.get(turn_id)
        if turn is None:
            raise FactNotFound(f"there is no turn {turn_id!r}", id=turn_id)
        return turn

    def require_turn(self, turn_id: str) -> None:
        """Accept a turn that is there, or `NO_TURN`. Raises FactNotFound."""
        if turn_id != NO_TURN:
            self.turn(turn_id)

    def facts_in(self, status: Status | Literal["all"]) -> list[Fact]:
        """List facts of a status, oldest first."""
        facts = self.facts.rows()
        return list(facts) if status == "all" else [fact for fact in facts if fact.status == status]

    def facts_as_of(self, moment: datetime) -> list[Fact]:
        """List facts that were valid in the world at a moment, whether known then or only later, oldest first."""
        return [fact for fact in self.facts.values() if was_valid(fact, moment)]

    def pending(self) -> list[Turn]:
        """List turns heard and never settled as answered, oldest first."""
        return [self.turns[turn_id] for turn_id in self._owed_turns]

    def slot(self, subject: str, attribute: str) -> list[Fact]:
        """List current facts in a slot, oldest first; a fact without an attribute is in none."""
        return [self.facts[fact_id] for fact_id in sorted(self._slots.get((subject, attribute), ()), key=seq_of)]

    def dependents(self, fact_id: str) -> list[Fact]:
        """List current facts that cite this one as a premise, oldest first."""
        facts = self.facts
        return [fact for each in self._dependents.get(fact_id, ()) if (fact := facts[each]).status == "current"]

    def history(self, fact_id: str) -> list[Fact]:
        """List the chain of versions that a fact belongs to, oldest first. Raises FactNotFound."""
        oldest = self.fact(fact_id)
        while oldest.id in self._predecessors:
            oldest = self.facts[self._predecessors[oldest.id]]
        chain = [oldest]
        while chain[-1].superseded_by:
            chain.append(self.facts[chain[-1].superseded_by])
        return chain

    def changes(self, turn_id: str) -> list[Change]:
        """List what changed in a turn, in the ledger's order. Raises FactNotFound for a turn that is not there."""
        self.require_turn(turn_id)
        return list(self._changes.get(turn_id, ()))

    def last_changes(self, *, told: bool = False) -> list[Change]:
        """List the last changes that still stand: those of one turn, or of one call outside any; none when none do.

        With `told`, calls outside any turn whose every change has its reason in other facts are passed over.
        """
        passed: set[datetime] = set()
        for record in reversed(self._standing):
            turn_id, at, _ = self._standing[record]
            if at in passed and turn_id == NO_TURN:
                continue
            group = [each for each in self._changes[turn_id] if each.seq in self._standing]
            if turn_id != NO_TURN:
                return group
            group = [each for each in group if self._standing[each.seq][1] == at]
            if not (told and all(each.because for each in group)):
                return group
            passed.add(at)
        return []

    def reversal(self, records: Iterable[int], *, seq: int, at: datetime) -> list[Step]:
        """Say what undoing the changes of these records makes of the facts. Raises NothingToUndo, UndoConflict."""
        chosen = sorted(set(records))
        if not chosen or any(record not in self._standing for record in chosen):
            raise NothingToUndo(f"records {chosen} made no change that still stands")
        changes = [change for record in chosen for change in self._standing[record][2]]
        return reversal(changes, self.fact, seq=seq, at=at)

    def missing_premises(self, premises: Iterable[str]) -> list[str]:
        """List the ids among `premises` that are not current facts."""
        facts = self.facts
        return [each for each in premises if each not in facts or facts[each].status != "current"]

    def resting_on(self, fact_id: str, premises: Iterable[str]) -> str | None:
        """Give the first of `premises` that is this fact, or rests on it to any depth and by whatever grounds.

        What facts that have ended rested on counts as well: an undo may bring them back.
        """
        seen: set[str] = set()
        for premise in premises:
            waiting = [premise]
            while waiting:
                each = waiting.pop()
                if each == fact_id:
                    return premise
                if each not in seen and each in self.facts:
                    seen.add(each)
                    waiting += grounds_of(self.facts[each])
        return None

    def differences(self, records: Iterable[Record]) -> list[str]:
        """Name the tables that are not what `records`, applied from the beginning, make of them."""
        other = Projection(self.user)
        for record in records:
            other.apply(record)
        return [name.lstrip("_") for name, table in vars(self).items() if table != vars(other)[name]]

    def check(self) -> list[str]:
        """Examine what facts say of each other and of turns; the problems found."""
        problems = []
        for fact in self.facts.values():
            cited = [source.turn for source in fact.sources]
            problems += [
                f"{fact.id}: there is no premise {each}" for each in grounds_of(fact) if each not in self.facts
            ]
            problems += [f"{fact.id}: there is no turn {each}" for each in cited if each not in self.turns]
            if fact.superseded_by and self._predecessors.get(fact.superseded_by) != fact.id:
                problems.append(f"{fact.id}: {fact.superseded_by} did not take its place")
            if (fact.status == "current") != (fact.ended_at is None):
                problems.append(f"{fact.id}: it is {fact.status}, and its end does not agree")
        return problems

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


def grounds_of(fact: Fact) -> list[str]:
    """List the facts that a conclusion cites: its premises, and those of its alternatives."""
    return [*fact.premises, *(premise for each in fact.alternatives for premise in each.premises)]


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


def was_valid(fact: Fact, moment: datetime) -> bool:
    """Tell whether a fact, as we know it today, held in the world at a moment: in [valid_from, valid_to)."""
    if fact.status in ("retracted", "unsupported") or moment < fact.valid_from:
        return False
    return fact.valid_to is None or moment < fact.valid_to
