"""Draw an inference again once what it had lost is told again."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import datetime

from store.contract import Memory
from store.facts import Draft, Fact, Justification
from tools.rules.cascading import is_computed
from tools.rules.grounds import grounds, restated, slot_of

Key = str | tuple[str, str, str]


def revive(memory: Memory, fresh: Iterable[Fact], *, turn_id: str, at: datetime) -> list[Fact]:
    """Store the inferences that had lost what one of these facts says, and then those that had lost them.

    Returns:
        What was derived again, on the new premises.
    """
    found: list[Fact] = []
    revival = _Revival(memory)
    waiting = list(fresh)
    while waiting:
        for draft in revival.drafts(waiting.pop()):
            found.append(memory.derive(draft, turn_id=turn_id, at=at))
            revival.took(found[-1])
            waiting.append(found[-1])
    return found


class _Revival:
    """The inferences that lost their support, by what they have lost, as one turn finds them."""

    def __init__(self, memory: Memory) -> None:
        self._memory = memory
        self._waiting: dict[Key, list[tuple[Fact, Justification]]] = defaultdict(list)
        self._by_statement: dict[str, Fact] | None = None
        for fact in memory.facts("unsupported"):
            for each in grounds(fact):
                self._await(fact, each)

    def drafts(self, fresh: Fact) -> Iterator[Draft]:
        """What follows again from this fact and is not known; each is to be stored before the next is asked for."""
        for key in _keys(fresh):
            for fact, justification in self._waiting.get(key, ()):
                standing = [self._stand_in(premise) for premise in justification.premises]
                if None not in standing and self._said(fact.statement) is None:
                    premises = tuple(premise.id for premise in standing if premise is not None)
                    yield restated(fact, Justification(justification.rule, premises))

    def took(self, fact: Fact) -> None:
        """Note a fact that has come to be known meanwhile."""
        if self._by_statement is not None:
            self._by_statement[fact.statement] = fact

    def _await(self, fact: Fact, justification: Justification) -> None:
        if is_computed(justification.rule):
            return  # the rules conclude it again by themselves
        for premise in map(self._memory.get, justification.premises):
            if premise.status != "current":
                for key in _keys(premise):
                    self._waiting[key].append((fact, justification))

    def _stand_in(self, premise_id: str) -> Fact | None:
        """The current fact that says what a premise said: itself, one in the same slot, or one of the same words."""
        premise = self._memory.get(premise_id)
        if premise.status == "current":
            return premise
        same = (fact for fact in self._memory.slot(premise.subject, premise.attribute) if fact.value == premise.value)
        by_slot = next(same, None) if slot_of(premise) is not None else None
        return by_slot or self._said(premise.statement)

    def _said(self, statement: str) -> Fact | None:
        if self._by_statement is None:
            self._by_statement = {fact.statement: fact for fact in self._memory.facts()}
        return self._by_statement.get(statement)


def _keys(fact: Fact) -> list[Key]:
    slot = slot_of(fact)
    return [fact.statement] if slot is None else [fact.statement, slot]
