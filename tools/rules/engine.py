"""Run the rules: derive what a new fact completes, and mend what rested on a fact that is gone (Doyle, 1979)."""

from collections.abc import Sequence
from datetime import datetime
from difflib import SequenceMatcher

from store.contract import Memory
from store.facts import Draft, Fact, How
from tools.rules.catalog import MENDED, RULES
from tools.rules.rule import Rule

_BY_NAME = {rule.name: rule for rule in RULES}
_ONE_VALUE = frozenset({"星座", "生肖"})


def derive(memory: Memory, fact: Fact, *, turn_id: str, at: datetime) -> list[Fact]:
    """Store what follows from a new fact by the rules and is not known already.

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
    return found


def cascade(memory: Memory, gone_id: str, *, turn_id: str, at: datetime, replaced_by: Fact | None) -> list[Fact]:
    """Mend, to any depth, what rested on a fact that was superseded, retracted or corrected.

    What a rule concluded is concluded again from what took the fact's place or from other facts, and replaces the old
    conclusion; where that cannot be, and for every inference of a model, the conclusion loses its support, unless the
    user has told it since. A premise is always older than what rests on it, and each conclusion is visited once, so that
    no cycle can arise.

    Returns:
        The facts that took the place of old conclusions; those without support are in the turn's changes.
    """
    mended: list[Fact] = []
    waiting: list[tuple[str, Fact | None]] = [(gone_id, replaced_by)]
    visited: set[str] = set()
    while waiting:
        cause, successor = waiting.pop(0)
        for dependent in memory.dependents(cause):
            if dependent.id in visited:
                continue
            visited.add(dependent.id)
            again = _concluded_again(memory, dependent, successor) or _as_told(dependent)
            if again is None:
                memory.unsupport(dependent.id, turn_id=turn_id, at=at, because=(cause,))
                waiting.append((dependent.id, None))
            else:
                fact = memory.update(dependent.id, again, how=_how(memory, cause), turn_id=turn_id, at=at)
                mended.append(fact)
                waiting.append((dependent.id, fact))
    return mended


def _concluded_again(memory: Memory, old: Fact, successor: Fact | None) -> Draft | None:
    """The same rule's conclusion for the same slot, from the successor first and from the other facts after it."""
    known = memory.facts()
    if old.rule in MENDED:
        return MENDED[old.rule](old, known)
    rule = _BY_NAME.get(old.rule)
    if rule is None:
        return None
    others = [fact for fact in known if fact.id in old.premises or fact.subject == old.subject]
    others = [fact for fact in others if fact.id != old.id]
    for trigger in ([successor] if successor else []) + others:
        drafts = [draft for draft in _conclusions(rule, trigger, known) if _same_slot(draft, old)]
        if drafts:
            return max(drafts, key=lambda draft: SequenceMatcher(None, draft.statement, old.statement).ratio())
    return None


def _as_told(old: Fact) -> Draft | None:
    """What the user has told since it was concluded, which stands on their words; None where they told nothing."""
    if not old.sources:
        return None
    return Draft(
        old.statement, old.kind, old.subject, old.attribute, old.value,
        happened=old.happened, valid_from=old.valid_from, sources=old.sources,
    )  # fmt: skip


def _conclusions(rule: Rule, trigger: Fact, known: Sequence[Fact]) -> list[Draft]:
    return [draft for draft in rule.conclude(trigger, known) if trigger.status == "current"]


def _same_slot(draft: Draft, old: Fact) -> bool:
    """Whether a conclusion takes the place of an old one; a relation only of the same person, an expiry of the same
    thing."""
    if draft.attribute != old.attribute:
        return False
    return draft.subject == old.subject or (old.attribute == "到期日" and _overlap(draft.subject, old.subject))


def _overlap(one: str, other: str) -> bool:
    return bool(one and other) and (one in other or other in one)


def _how(memory: Memory, cause: str) -> How:
    """A conclusion changes as its premise did: a corrected premise never was true, and neither was what it led to."""
    return "correction" if memory.get(cause).status == "retracted" else "change"


def _known(draft: Draft, memory: Memory) -> bool:
    held = memory.slot(draft.subject, draft.attribute)
    if draft.attribute in _ONE_VALUE and held:
        return True
    same = (fact.statement == draft.statement or (fact.value == draft.value and fact.rule != "到期日") for fact in held)
    return any(same)
