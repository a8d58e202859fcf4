"""Taking changes back: what facts are again once a change, or all of one turn, never happened.

A change can be taken back while its facts stand as it left them; what has been changed again since stands in the way.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from store.errors import UndoConflict
from store.facts import Change, Fact, Status


@dataclass(frozen=True, slots=True)
class Step:
    """One change taken back: what is said of it, and its facts as they are now, the one that is gone or back first."""

    change: Change
    facts: tuple[Fact, ...]


def reversal(changes: Sequence[Change], fact_of: Callable[[str], Fact], *, seq: int, at: datetime) -> list[Step]:
    """Take changes back, the last one first.

    Args:
        changes: in the ledger's order.
        fact_of: gives the fact of an id as it now stands.
        seq: the record that takes them back.
        at: when it does.

    Raises:
        UndoConflict: `undo_conflict`, a fact has changed again since, or a conclusion would be back without its premises.
    """
    touched: dict[str, Fact] = {}

    def now(fact_id: str) -> Fact:
        return touched.get(fact_id) or fact_of(fact_id)

    steps = []
    for change in reversed(changes):
        step = _step(change, now, seq=seq, at=at)
        for fact in step.facts:
            touched[fact.id] = fact
        steps.append(step)
    for fact in touched.values():
        if fact.status != "current":
            continue
        for premise in fact.premises:
            if now(premise).status != "current":
                raise UndoConflict(f"{fact.id} rests on {premise}, which is gone", id=premise)
    return steps


def _step(change: Change, now: Callable[[str], Fact], *, seq: int, at: datetime) -> Step:
    fact, before = now(change.id), change.before
    if change.op in ("saved", "derived"):
        said = Change("undone", fact.id, fact.statement, before=fact, seq=seq, undoes=change.op)
        return Step(said, (_gone(fact, at),))
    assert before is not None  # every other change has something before it
    said = Change("undone", before.id, before.statement, before=fact, seq=seq, undoes=change.op)
    if change.op == "updated":
        _require(now(before.id), ("superseded", "retracted"), superseded_by=fact.id)
        return Step(said, (before, _gone(fact, at)))
    _require(fact, ("superseded", "retracted", "unsupported"), superseded_by="")
    return Step(said, (before,))


def _gone(fact: Fact, at: datetime) -> Fact:
    _require(fact, ("current",), superseded_by="")
    return replace(fact, status="retracted", ended_at=at)


def _require(fact: Fact, statuses: tuple[Status, ...], *, superseded_by: str) -> None:
    if fact.status not in statuses or fact.superseded_by != superseded_by:
        raise UndoConflict(f"{fact.id} has changed since: it is {fact.status}", id=fact.id)
