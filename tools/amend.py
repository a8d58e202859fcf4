"""A fact put right by its owner, who names it and gives it the words that it should have.

What is named needs no finding (see `tools.correct` for what is only said). The new words are evidence like any others: a
turn of their own.
"""

from dataclasses import replace

from store.contract import Memory
from store.errors import FactNotCurrent, InvalidInput
from store.facts import Draft, Fact, How, Turn
from tools.admit import MAX_STATEMENT, Proposal, drafted, duplicate_of, same_fact
from tools.clauses import asserts
from tools.rules import engine
from tools.slots import may_change
from tools.wording import content


def require_amendable(fact: Fact, statement: str) -> None:
    """Accept a fact that its owner may reword, and words that say something.

    Raises:
        FactNotCurrent: `fact_not_current`.
        InvalidInput: `invalid_input`, the words assert nothing or are too many, or the fact only follows from others.
    """
    if fact.status != "current":
        raise FactNotCurrent(f"fact {fact.id} is {fact.status}", status=fact.status, superseded_by=fact.superseded_by)
    if fact.is_derived:
        raise InvalidInput(
            f"fact {fact.id} was concluded; correct what it follows from",
            explanation="这一条是推出来的，请更正它的前提，它会跟着重算。",
        )
    if not content(statement) or len(statement) > MAX_STATEMENT or not asserts(statement):
        raise InvalidInput(
            "these words are no statement", explanation=f"更正后的说法应是一句陈述，最多 {MAX_STATEMENT} 字。"
        )


def amend(memory: Memory, old: Fact, turn: Turn, *, how: How) -> Fact:
    """Put the words of `turn` in the place of a fact; what rested on it is mended, what follows from it is derived.

    A correction was true all along, a change is true from now on; what cannot change is always corrected.

    Raises:
        DuplicateFact: `duplicate_fact`, another fact says this already.
        FactNotCurrent: `fact_not_current`.
    """
    how = how if may_change(old.attribute) else "correction"
    draft = _draft(old, turn, how)
    known = same_fact(draft, memory)
    if known is not None and known.id != old.id:
        raise duplicate_of(known)
    fact = memory.update(old.id, draft, how=how, turn_id=turn.id, at=turn.said_at)
    engine.cascade(memory, old.id, turn_id=turn.id, at=turn.said_at, replaced_by=fact)
    engine.derive(memory, fact, turn_id=turn.id, at=turn.said_at)
    return fact


def _draft(old: Fact, turn: Turn, how: How) -> Draft:
    value = _value(old, turn.text)
    draft = drafted(Proposal(turn.text, old.subject, old.attribute if value else "", value, old.kind), turn)
    draft = replace(draft, subject=old.subject, happened=draft.happened or old.happened)
    if how == "change":
        return draft
    return replace(draft, valid_from=old.valid_from, sources=(*old.sources, *draft.sources))


def _value(old: Fact, statement: str) -> str:
    """The slot's value in the new words: the old one, or what stands where it stood; empty where that cannot be told."""
    if not old.value or old.value in statement:
        return old.value
    before, found, after = old.statement.partition(old.value)
    stands = found and statement.startswith(before) and statement.endswith(after)
    return statement[len(before) : len(statement) - len(after)].strip() if stands else ""
