"""The tables in memory, as they are looked up: what the ledger's records say that is true now, and was."""

from array import array
from collections.abc import Iterable
from datetime import datetime
from typing import Any, Final, Literal, Self

from store.errors import FactNotCurrent, FactNotFound, NothingToUndo
from store.facts import Change, Fact, Status, Turn
from store.kept_table import KeptTable
from store.records import seq_of
from store.reversal import Step, reversal

Item = Fact | Turn
# The turn of a record, when it was made, and its changes.
Standing = tuple[str, datetime, tuple[Change, ...]]

# The turn id of a change made through a door, outside any turn (a deletion in the list of memories, say).
NO_TURN: Final = ""


class Tables:
    """Facts and turns by id, and what is looked up in them; written by `Projection.apply` alone (store/projection.py).

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
    def of(cls, user: str, **tables: Any) -> Self:
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


def grounds_of(fact: Fact) -> list[str]:
    """List the facts that a conclusion cites: its premises, and those of its alternatives."""
    return [*fact.premises, *(premise for each in fact.alternatives for premise in each.premises)]


def was_valid(fact: Fact, moment: datetime) -> bool:
    """Tell whether a fact, as we know it today, held in the world at a moment: in [valid_from, valid_to)."""
    if fact.status in ("retracted", "unsupported") or moment < fact.valid_from:
        return False
    return fact.valid_to is None or moment < fact.valid_to
