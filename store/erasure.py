"""What becomes of a memory's records when facts, or the words of turns, are erased: nothing of them is left in any.

Every record keeps its number and its time, since ids are numbers of records. What is left still fits together: applied in
order, the records make of every other fact exactly what it was, at every moment, save that it no longer names or quotes
what is gone.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Final

from store.facts import ERASED_WORDS, Fact, Interval, Source
from store.projection import Projection
from store.records import (
    Cited,
    Closed,
    Derived,
    Erased,
    Event,
    Heard,
    Justified,
    Record,
    Retracted,
    Saved,
    Undone,
    Unsupported,
    Updated,
    seq_of,
)

_ERASED: Final = Erased()


def reached(tables: Projection, facts: Sequence[str], *, with_versions: bool = True) -> list[str]:
    """List what goes with facts that are erased, themselves among it, oldest first.

    Those are every conclusion whose premises name one of them, whatever its status, what was merged into one and so says the
    same, and, `with_versions`, all versions of each. A conclusion that names an erased fact only among its further grounds
    loses those.

    Raises:
        FactNotFound: `fact_not_found`, one of the given facts is not there.
    """
    merged = _merged(tables) if facts else {}
    dependents: dict[str, list[str]] = tables.tables()["dependents"]
    gone: set[str] = set()
    done: set[str] = set()
    waiting = list(facts)
    while waiting:
        given = waiting.pop()
        done.add(given)
        versions = tables.history(given) if with_versions else [tables.fact(given)]
        new = [fact.id for fact in versions if fact.id not in gone]
        while new:
            each = new.pop()
            gone.add(each)
            resting = [tables.fact(other) for other in dependents.get(each, ())]
            new += [fact.id for fact in resting if each in fact.premises and fact.id not in gone]
            waiting += [other for other in merged.get(each, ()) if other not in done]
    return sorted(gone, key=seq_of)


def erased(
    records: Iterable[Record], *, facts: Collection[str], turns: Collection[str]
) -> Iterator[tuple[Record, Event]]:
    """Say of each record what it says once facts and the words of turns are erased: its own event where nothing changes.

    Args:
        records: from the first on.
        facts: what `reached` gave.
        turns: their ids.
    """
    erasing = _Erasing(facts, turns)
    for record in records:
        yield record, erasing.event(record)


class _Erasing:
    """What it takes to know of the records before."""

    def __init__(self, facts: Collection[str], turns: Collection[str]) -> None:
        self._facts = frozenset(facts)
        self._turns = frozenset(turns)
        self._emptied: set[int] = set()
        self._becomes: dict[type, Callable[..., Event]] = {
            Heard: self._heard,
            Saved: self._written,
            Derived: self._written,
            Updated: self._updated,
            Retracted: self._retracted,
            Unsupported: self._unsupported,
            Undone: self._undone,
            Cited: self._cited,
            Justified: self._justified,
            Closed: self._closed,
        }

    def event(self, record: Record) -> Event:
        becomes = self._becomes.get(type(record.event))
        event = record.event if becomes is None else becomes(record.event)
        if event is _ERASED:
            self._emptied.add(record.seq)
        return record.event if event is record.event or event == record.event else event

    def _heard(self, event: Heard) -> Event:
        if event.turn.id not in self._turns:
            return event
        return Heard(replace(event.turn, text=ERASED_WORDS, thread_id=None, voice=None))

    def _written(self, event: Saved | Derived) -> Event:
        if event.fact.id in self._facts:
            return _ERASED
        fact = self._blotted(event.fact)
        return event if fact is event.fact else replace(event, fact=fact)

    def _updated(self, event: Updated) -> Event:
        is_old_gone, is_new_gone = event.old_id in self._facts, event.fact.id in self._facts
        if is_old_gone and is_new_gone:
            return _ERASED
        if is_new_gone:
            if event.how == "change":
                return Closed(event.turn_id, event.old_id, event.fact.valid_from)
            return Retracted(event.turn_id, event.old_id, ())
        fact = self._blotted(event.fact)
        if is_old_gone:
            return Derived(event.turn_id, fact) if fact.is_derived else Saved(event.turn_id, fact)
        return replace(event, fact=fact)

    def _retracted(self, event: Retracted) -> Event:
        return _ERASED if event.fact_id in self._facts else replace(event, because=self._left(event.because))

    def _unsupported(self, event: Unsupported) -> Event:
        left = {each: self._left(lost) for each, lost in event.facts.items() if each not in self._facts}
        return replace(event, facts=left) if left else _ERASED

    def _undone(self, event: Undone) -> Event:
        left = tuple(each for each in event.records if each not in self._emptied)
        return replace(event, records=left) if left else _ERASED

    def _cited(self, event: Cited) -> Event:
        return _ERASED if event.fact_id in self._facts else replace(event, sources=self._unquoted(event.sources))

    def _justified(self, event: Justified) -> Event:
        named = {event.fact_id, *event.justification.premises}
        return event if named.isdisjoint(self._facts) else _ERASED

    def _closed(self, event: Closed) -> Event:
        return _ERASED if event.fact_id in self._facts else event

    def _left(self, ids: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(each for each in ids if each not in self._facts)

    def _blotted(self, fact: Fact) -> Fact:
        """Take the words of erased turns out of a fact that stays."""
        if self._turns.isdisjoint(source.turn for source in fact.sources):
            return fact
        return replace(fact, sources=self._unquoted(fact.sources), happened=_unsaid(fact.happened))

    def _unquoted(self, sources: tuple[Source, ...]) -> tuple[Source, ...]:
        """Take out the quotes from erased turns; what several of one turn would then say alike is said once."""
        if self._turns.isdisjoint(source.turn for source in sources):
            return sources
        left = (Source(each.turn, ERASED_WORDS) if each.turn in self._turns else each for each in sources)
        return tuple(dict.fromkeys(left))


def _unsaid(interval: Interval | None) -> Interval | None:
    """Take out the words for an interval, which are the user's."""
    return None if interval is None else replace(interval, said=ERASED_WORDS if interval.said else "")


def _merged(tables: Projection) -> dict[str, list[str]]:
    """List, by the fact that says the same, what was merged into it."""
    merged: dict[str, list[str]] = {}
    for each in tables.tables()["altered"]:
        if into := tables.fact(each).merged_into:
            merged.setdefault(into, []).append(each)
    return merged
