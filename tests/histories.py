"""Random lives as ledger records, without a disk: every kind of record, in whatever order it can come."""

from collections.abc import Callable
from dataclasses import dataclass, field

from hypothesis import strategies as st

from store.errors import UndoConflict
from store.facts import Fact, Interval, Justification, Source, Turn
from store.projection import Projection
from store.records import (
    Cited,
    Derived,
    Event,
    Heard,
    Justified,
    Record,
    Retracted,
    Saved,
    Settled,
    Undone,
    Unsupported,
    Updated,
    fact_id_of,
    turn_id_of,
)
from tests.stories import day

Choice = tuple[str, int, int, int]


@dataclass
class Life:
    """Records, and the tables that follow from them."""

    tables: Projection = field(default_factory=lambda: Projection("wang"))
    records: list[Record] = field(default_factory=list)

    @property
    def seq(self) -> int:
        return len(self.records)

    def current(self) -> list[Fact]:
        return self.tables.facts_in("current")

    def last_turn(self) -> str:
        return next(reversed(self.tables.turns), "")

    def add(self, event: Event) -> None:
        record = Record(self.seq + 1, day(self.seq + 1), event, b"")
        self.tables.apply(record)
        self.records.append(record)

    def fact(self, what: int, premises: tuple[str, ...] = ()) -> Fact:
        at, number = day(self.seq + 1), self.seq + 1
        sources = tuple(Source(turn, f"话{what % 2}") for turn in list(self.tables.turns)[what % 3 :][:2])
        happened = Interval(at, day(number + 1), "day", f"那天{number}") if what % 2 else None
        return Fact(fact_id_of(number), "wang", f"事{number}", "other", "用户", ("", "姓名", "城市")[what % 3], "值", happened,
                    at, None, at, sources, premises=premises)  # fmt: skip


def _hear(life: Life, a: int, b: int, c: int) -> None:
    number = life.seq + 1
    life.add(
        Heard(Turn(turn_id_of(number), "wang", f"第{number}句", day(number), day(number), thread_id="线" * (a % 2)))
    )


def _settle(life: Life, a: int, b: int, c: int) -> None:
    if turns := list(life.tables.turns):
        life.add(Settled(turns[a % len(turns)], "answered" if b % 2 else "failed"))


def _save(life: Life, a: int, b: int, c: int) -> None:
    life.add(Saved(life.last_turn(), life.fact(a)))


def _picked(life: Life, *numbers: int, but: str = "") -> tuple[str, ...]:
    ids = [fact.id for fact in life.current() if fact.id != but]
    return tuple(dict.fromkeys(ids[number % len(ids)] for number in numbers)) if ids else ()


def _derive(life: Life, a: int, b: int, c: int) -> None:
    if premises := _picked(life, a, b):
        life.add(Derived(life.last_turn(), life.fact(c, premises)))


def _update(life: Life, a: int, b: int, c: int) -> None:
    for old in _picked(life, a):
        premises = _picked(life, b, but=old) if c % 3 == 0 else ()
        life.add(Updated(life.last_turn(), old, "change" if c % 2 else "correction", life.fact(b, premises)))


def _retract(life: Life, a: int, b: int, c: int) -> None:
    for fact_id in _picked(life, a):
        life.add(Retracted(life.last_turn() if c % 2 else "", fact_id, _picked(life, b, but=fact_id) if c % 3 else ()))


def _unsupport(life: Life, a: int, b: int, c: int) -> None:
    if lost := {each: life.tables.fact(each).premises for each in _picked(life, a, b, c)}:
        life.add(Unsupported(life.last_turn(), lost))


def _cite(life: Life, a: int, b: int, c: int) -> None:
    turns = list(life.tables.turns)
    for fact_id in _picked(life, a) if turns else ():
        sources = (Source(turns[b % len(turns)], "又说"), Source(turns[c % len(turns)], f"话{c % 2}"))
        life.add(Cited(life.last_turn(), fact_id, sources))


def _justify(life: Life, a: int, b: int, c: int) -> None:
    derived = [fact for fact in life.current() if fact.is_derived]
    if not derived:
        return
    fact = derived[a % len(derived)]
    premises = _picked(life, b, c, but=fact.id)
    if premises and life.tables.resting_on(fact.id, premises) is None:
        life.add(Justified(life.last_turn(), fact.id, Justification("推理", premises)))


def _undo(life: Life, a: int, b: int, c: int) -> None:
    standing = list(life.tables.tables()["standing"])
    records = tuple(sorted({standing[number % len(standing)] for number in (a, b, c)} if standing else ()))
    for chosen in (records, records[-1:], tuple(standing[-1:])):
        try:
            if chosen:
                life.tables.reversal(chosen, seq=life.seq + 1, at=day(life.seq + 1))
                life.add(Undone(life.last_turn(), chosen))
            return
        except UndoConflict:
            continue


KINDS: dict[str, Callable[[Life, int, int, int], None]] = {
    "hear": _hear,
    "settle": _settle,
    "save": _save,
    "derive": _derive,
    "update": _update,
    "retract": _retract,
    "unsupport": _unsupport,
    "cite": _cite,
    "justify": _justify,
    "undo": _undo,
}
_NUMBER = st.integers(0, 30)
_CHOICES = st.lists(st.tuples(st.sampled_from(list(KINDS)), _NUMBER, _NUMBER, _NUMBER), max_size=25)
_BEGINNING: tuple[Choice, ...] = (("hear", 0, 0, 0), ("save", 0, 0, 0), ("hear", 1, 0, 0), ("save", 1, 0, 0), ("derive", 0, 1, 0))  # fmt: skip


def lived(choices: list[Choice]) -> Life:
    """Live; what cannot be done at the moment is passed over."""
    life = Life()
    for kind, *numbers in (*_BEGINNING, *choices):
        KINDS[kind](life, *numbers)
    return life


def lives() -> st.SearchStrategy[Life]:
    """Random lives, each with a few turns, facts and conclusions at least."""
    return _CHOICES.map(lived)
