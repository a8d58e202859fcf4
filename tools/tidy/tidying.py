"""Carry a tidying out: every change of it is in the ledger under one moment, so that one undo takes it back."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from store.contract import Memory
from store.errors import FactNotCurrent, MissingPremise
from store.facts import Change, Fact
from tools.rules.merged import merge
from tools.tidy.duplicates import Merge, duplicates
from tools.tidy.habits import Habit, habits

_OUTSIDE_ANY_TURN = ""


class Plan(NamedTuple):
    """What a tidying would do."""

    merges: Sequence[Merge]
    habits: Sequence[Habit]


def planned(memory: Memory, *, until: datetime | None = None) -> Plan:
    """Say what a tidying would do, and write nothing.

    Args:
        memory: the one to tidy.
        until: leave what was recorded later as it is, and merge only what is older.
    """
    merges = _merges(memory, until)
    return Plan(merges, _habits(memory, without={merge.gone.id for merge in merges}))


def tidy(memory: Memory, at: datetime, *, settled: timedelta | None = None) -> list[Change]:
    """Merge duplicates, and derive or renew the habits that many events show.

    Idempotent: a second run changes nothing, and what the owner undid is not done again. A fact that a turn changes
    meanwhile is left to the next tidying.

    Args:
        memory: the one to tidy.
        at: the moment under which all of it is recorded.
        settled: how long a fact has been known before it may be merged; at once when left out.

    Returns:
        What changed, in the ledger's order.
    """
    seen = len(memory.changes(_OUTSIDE_ANY_TURN))
    for kept, gone in _merges(memory, None if settled is None else at - settled):
        _merge(memory, kept, gone, at)
    for found in _habits(memory):
        _put(memory, found, at)
    return memory.changes(_OUTSIDE_ANY_TURN)[seen:]


def _merges(memory: Memory, until: datetime | None) -> list[Merge]:
    facts = [fact for fact in memory.facts() if until is None or fact.recorded_at <= until]
    return duplicates(facts, _kept_apart(memory))


def _habits(memory: Memory, without: Collection[str] = ()) -> list[Habit]:
    known = [fact for fact in memory.facts("all") if fact.id not in without]
    current = [fact for fact in known if fact.status == "current"]
    return habits(current, [fact for fact in known if fact.status != "current"])


def _kept_apart(memory: Memory) -> set[str]:
    """Facts that were merged once and are back: the owner undid it."""
    merged = {change.id for change in memory.changes(_OUTSIDE_ANY_TURN) if change.op == "retracted" and change.because}
    return {fact_id for fact_id in merged if memory.get(fact_id).status == "current"}


def _merge(memory: Memory, kept: Fact, gone: Fact, at: datetime) -> None:
    if memory.get(kept.id).status != "current" or memory.get(gone.id).status != "current":
        return  # a turn was quicker
    try:
        merge(memory, memory.get(gone.id), kept, turn_id=_OUTSIDE_ANY_TURN, at=at)
    except FactNotCurrent:  # in this very moment
        return


def _put(memory: Memory, found: Habit, at: datetime) -> None:
    try:
        if found.before is None:
            memory.derive(found.draft, turn_id=_OUTSIDE_ANY_TURN, at=at)
        else:
            memory.update(found.before.id, found.draft, how="change", turn_id=_OUTSIDE_ANY_TURN, at=at)
    except (FactNotCurrent, MissingPremise):
        return
