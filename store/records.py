"""What a ledger record says: one event a change, as plain immutable values (their JSON is in store/codec.py)."""

from dataclasses import dataclass
from datetime import datetime

from store.contract import Outcome
from store.facts import Fact, How, Source, Turn


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
    """A derived fact lost a premise and is no longer asserted."""

    turn_id: str
    fact_id: str
    because: tuple[str, ...]


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


Event = Heard | Settled | Saved | Derived | Updated | Retracted | Unsupported | Undone | Cited


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
