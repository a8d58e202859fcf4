"""What a ledger record says: one event a change, as plain immutable values (their JSON is in store/codec.py)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from store.contract import Outcome
from store.facts import Fact, How, Justification, Source, Turn


@dataclass(frozen=True, slots=True)
class Heard:
    """The user said something."""

    turn: Turn


@dataclass(frozen=True, slots=True)
class Settled:
    """A turn was answered, or its model failed."""

    turn_id: str
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class Saved:
    """A fact was kept from what the user said; `fact` is as it was then: current."""

    turn_id: str
    fact: Fact


@dataclass(frozen=True, slots=True)
class Derived:
    """A fact was concluded from others, its premises."""

    turn_id: str
    fact: Fact


@dataclass(frozen=True, slots=True)
class Updated:
    """A fact took the place of another: the old one had changed, or had never been true."""

    turn_id: str
    old_id: str
    how: How
    fact: Fact


@dataclass(frozen=True, slots=True)
class Retracted:
    """A fact was taken back."""

    turn_id: str
    fact_id: str
    because: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Unsupported:
    """Derived facts lost premises and are no longer asserted; `facts` says by the id of each what it has lost."""

    turn_id: str
    facts: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Undone:
    """Changes were taken back, each by the sequence number of its record."""

    turn_id: str
    records: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Cited:
    """A fact was said again: further evidence for it."""

    turn_id: str
    fact_id: str
    sources: tuple[Source, ...]


@dataclass(frozen=True, slots=True)
class Justified:
    """A conclusion was seen to follow from other facts as well: further grounds for it."""

    turn_id: str
    fact_id: str
    justification: Justification


@dataclass(frozen=True, slots=True)
class Erased:
    """What this record said was erased; it keeps its place, since every id is the number of a record."""


@dataclass(frozen=True, slots=True)
class Closed:
    """A fact ceased to be true at `valid_to`; what took its place was erased."""

    turn_id: str
    fact_id: str
    valid_to: datetime


@dataclass(frozen=True, slots=True)
class ErasureMade:
    """Facts, and the words of turns, were erased."""

    turn_id: str
    facts: tuple[str, ...]
    turns: tuple[str, ...]


Event = (
    Heard | Settled | Saved | Derived | Updated | Retracted | Unsupported | Undone | Cited | Justified
    | Erased | Closed | ErasureMade
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Record:
    """One line of the ledger: `seq` counts from 1 without gaps, `digest` is its SHA-256 (32 bytes)."""

    seq: int
    at: datetime
    event: Event
    digest: bytes


def turn_id_of(seq: int) -> str:
    """Name the turn that record `seq` brought."""
    return f"t{seq}"


def fact_id_of(seq: int) -> str:
    """Name the fact that record `seq` brought."""
    return f"f{seq}"


def seq_of(item_id: str) -> int:
    """Give the record that brought this turn or fact; it is also the item's number in every index."""
    return int(item_id[1:])
