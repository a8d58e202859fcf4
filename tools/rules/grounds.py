"""What a conclusion rests on: which facts stand for which, and the same conclusion on other grounds."""

from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime

from store.contract import Memory
from store.errors import CircularPremise
from store.facts import Draft, Fact, Justification


def says_same(one: Fact, other: Fact) -> bool:
    """Whether two facts make one statement, or put one value into one slot."""
    return one.statement == other.statement or (slot_of(one) is not None and slot_of(one) == slot_of(other))


def slot_of(fact: Fact) -> tuple[str, str, str] | None:
    """The slot that a fact fills, with its value; None where it fills none."""
    return (fact.subject, fact.attribute, fact.value) if fact.attribute and fact.value else None


def grounds(fact: Fact) -> tuple[Justification, ...]:
    """All that a conclusion rests on, each of which would do; none of what was told."""
    own = (Justification(fact.rule, fact.premises),) if fact.is_derived else ()
    return (*own, *fact.alternatives)


def rests_on(fact: Fact, premises: Sequence[str]) -> bool:
    """Whether these premises, in whatever order, are among the grounds of a conclusion."""
    return any(set(each.premises) == set(premises) for each in grounds(fact))


def stand_in(memory: Memory, fact_id: str) -> Fact | None:
    """The current fact that stands for this one: itself, or what took its place and says the same; None where it fell."""
    fact = memory.get(fact_id)
    while fact.status != "current":
        if not (fact.merged_into or fact.superseded_by):
            return None
        after = memory.get(fact.merged_into or fact.superseded_by)
        if not (fact.merged_into or says_same(fact, after)):
            return None
        fact = after
    return fact


def restated(old: Fact, justification: Justification) -> Draft:
    """The same conclusion on other grounds."""
    return Draft(
        old.statement, old.kind, old.subject, old.attribute, old.value,
        happened=old.happened, valid_from=old.valid_from, sources=old.sources,
        rule=justification.rule, premises=tuple(dict.fromkeys(justification.premises)), confidence=old.confidence,
    )  # fmt: skip


def keep_grounds(memory: Memory, fact: Fact, found: Sequence[Justification], *, turn_id: str, at: datetime) -> None:
    """Let a current conclusion rest on these grounds too, as far as they hold and are not its own already."""
    known = {frozenset(each.premises) for each in grounds(fact)}
    for each in found if fact.is_derived else ():
        standing = [stand_in(memory, premise) for premise in each.premises]
        premises = tuple(dict.fromkeys(premise.id for premise in standing if premise is not None))
        if None in standing or frozenset(premises) in known:
            continue
        with suppress(CircularPremise):
            memory.justify(fact.id, Justification(each.rule, premises), turn_id=turn_id, at=at)
            known.add(frozenset(premises))
