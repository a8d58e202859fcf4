"""Run the rules: derive what a new fact completes, and mend what rested on a fact that is gone (Doyle, 1979)."""

from collections.abc import Mapping
from datetime import datetime

from store.contract import Memory
from store.facts import Draft, Fact
from tools.rules.cascading import Cascade, is_computed
from tools.rules.catalog import RULES
from tools.rules.revival import revive

_ONE_VALUE = frozenset({"星座", "生肖"})


def derive(memory: Memory, fact: Fact, *, turn_id: str, at: datetime) -> list[Fact]:
    """Store what follows from a new fact and is not known already: by the rules, and inferences that had lost such a fact.

    Where the user told something else for a slot of one value (a 星座 of their own), theirs stands and nothing is
    stored.

    Returns:
        The derived facts, also those that follow from derived ones.
    """
    found: list[Fact] = []
    fresh = [fact]
    while fresh:
        current = fresh.pop()
        known = memory.facts()
        for draft in (d for rule in RULES for d in rule.conclude(current, known)):
            if not _known(draft, memory):
                fresh.append(memory.derive(draft, turn_id=turn_id, at=at))
                found.append(fresh[-1])
    return found + revive(memory, [fact, *found], turn_id=turn_id, at=at)


def cascade(memory: Memory, gone_id: str, *, turn_id: str, at: datetime, replaced_by: Fact | None) -> list[Fact]:
    """Mend, to any depth, what rested on a fact that was superseded, retracted or corrected (see `cascade_all`)."""
    return cascade_all(memory, {gone_id: replaced_by}, turn_id=turn_id, at=at)


def cascade_all(memory: Memory, gone: Mapping[str, Fact | None], *, turn_id: str, at: datetime) -> list[Fact]:
    """Mend, to any depth, what rested on facts that are gone.

    What a rule concluded is concluded again from what took a premise's place or from other facts, and replaces the old
    conclusion. An inference stands where what took its premise's place says the same, or where it has other grounds that
    hold. Whatever has neither loses its support, unless the user has told it since: all of that in one record. Where what a
    rule concludes now is what an inference had lost, that is drawn again.

    Args:
        memory: whose.
        gone: by the id of each the fact that took its place, if one did.
        turn_id: the turn whose doing it is.
        at: when.

    Returns:
        The facts that took the place of old conclusions, and what was drawn again; what has no support is in the turn's
        changes.
    """
    mended = Cascade(memory, gone, turn_id=turn_id, at=at).run()
    computed = [fact for fact in mended if is_computed(fact.rule)]
    return mended + (revive(memory, computed, turn_id=turn_id, at=at) if computed else [])


def _known(draft: Draft, memory: Memory) -> bool:
    held = memory.slot(draft.subject, draft.attribute)
    if draft.attribute in _ONE_VALUE and held:
        return True
    same = (fact.statement == draft.statement or (fact.value == draft.value and fact.rule != "到期日") for fact in held)
    return any(same)
