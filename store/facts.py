"""What is kept: turns (the evidence) and facts (what they say), as plain immutable values.

All times are aware `datetime`s. On disk they are ISO-8601 with a zone.
"""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Final, Literal

Kind = Literal["profile", "preference", "event", "plan", "relation", "possession", "other"]
Status = Literal["current", "superseded", "retracted", "unsupported"]
Door = Literal["text", "voice", "import", "mcp"]
Precision = Literal["second", "minute", "hour", "day", "week", "month", "season", "year", "range"]
How = Literal["change", "correction"]
Op = Literal["saved", "updated", "derived", "retracted", "unsupported", "undone", "erased"]

# What stands where words were erased.
ERASED_WORDS: Final = "［已抹去］"


@dataclass(frozen=True, slots=True)
class Interval:
    """When something happened: the half-open span [start, end), how precisely it is known, and the words for it.

    `said` keeps the expression as spoken ("昨天"); a resolved interval is never guessed (see tools/when.py).
    """

    start: datetime
    end: datetime
    precision: Precision
    said: str = ""


@dataclass(frozen=True, slots=True)
class Source:
    """Where a fact comes from: a turn, and the words of it that say so."""

    turn: str
    quote: str


@dataclass(frozen=True, slots=True)
class Voice:
    """How spoken words were heard: how long the recording lasts, and by which `provider:model`."""

    audio_ms: int
    engine: str


@dataclass(frozen=True, slots=True)
class Turn:
    """The user's words as said. `said_at` is when they were spoken, `recorded_at` when they reached the ledger.

    `voice` is there where they came as a recording, save in ledgers that were written before it was kept.
    """

    id: str
    user: str
    text: str
    said_at: datetime
    recorded_at: datetime
    door: Door = "text"
    thread_id: str | None = None
    voice: Voice | None = None

    @property
    def is_erased(self) -> bool:
        """Whether its words were erased: it is then found by nobody, and only its id and its times are left."""
        return self.text == ERASED_WORDS


@dataclass(frozen=True, slots=True)
class Draft:
    """A fact before it is one: what a tool hands to the memory, which adds id, times and status.

    `statement` stands alone in the user's own language. (`subject`, `attribute`, `value`) is its slot where it has
    one. `valid_from` defaults to the turn's `said_at`. `rule` and `premises` are set for derived facts only.
    """

    statement: str
    kind: Kind = "other"
    subject: str = ""
    attribute: str = ""
    value: str = ""
    happened: Interval | None = None
    valid_from: datetime | None = None
    sources: tuple[Source, ...] = ()
    rule: str = ""
    premises: tuple[str, ...] = ()
    confidence: float | None = None


@dataclass(frozen=True, slots=True)
class Justification:
    """One set of facts from which a conclusion follows, and the rule by which it does."""

    rule: str
    premises: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Fact:
    """One atomic statement that cites its evidence (design.md, section 3).

    Valid time (`valid_from`, `valid_to`: true in the world) and recorded time (`recorded_at`, `ended_at`: known to
    us) are kept apart. A superseded fact names its successor in `superseded_by`. A fact that was retracted because another
    says the same names that one in `merged_into`: its words were never wrong. `confidence` (0 to 1) is that of a model's
    inference, `None` for what was told or computed; `alternatives` are further grounds for a conclusion, beside `rule` and
    `premises`.
    """

    id: str
    user: str
    statement: str
    kind: Kind
    subject: str
    attribute: str
    value: str
    happened: Interval | None
    valid_from: datetime
    valid_to: datetime | None
    recorded_at: datetime
    sources: tuple[Source, ...]
    rule: str = ""
    premises: tuple[str, ...] = ()
    status: Status = "current"
    superseded_by: str = ""
    ended_at: datetime | None = None
    merged_into: str = ""
    confidence: float | None = None
    alternatives: tuple[Justification, ...] = ()

    @property
    def is_derived(self) -> bool:
        """Whether it follows from other facts rather than from the user's words."""
        return bool(self.premises)


@dataclass(frozen=True, slots=True)
class Change:
    """One change of memory, as the reply's `memory` list shows it; read from the ledger, never from the model.

    `before` is the fact as it was: the one that was replaced, taken back, or put back as it had been. `seq` is the ledger
    record that made the change. An undone change says in `undoes` what had been done; the fact it names is gone where that
    was "saved" or "derived", and current again otherwise. An erased one has no statement: nobody knows it any more.
    """

    op: Op
    id: str
    statement: str
    before: Fact | None = None
    because: tuple[str, ...] = ()
    seq: int = 0
    undoes: Op | None = None


@dataclass(frozen=True, slots=True)
class Recalled:
    """Something found: a fact or a turn, with its fused score (higher is nearer) and what spoke for it."""

    item: Fact | Turn
    score: float
    signals: dict[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Size:
    """How much a memory holds at one moment: current facts, turns, and the sequence number of its last record."""

    facts: int
    turns: int
    seq: int


@dataclass(frozen=True, slots=True)
class Erasure:
    """What was removed from disk, and when; `facts` and `turns` are ids, `records` and `vectors` counts.

    `head_before` and `head_after` are the SHA-256 of the ledger's last record (hex), before and behind which nothing of
    what was erased can be read.
    """

    at: datetime
    facts: tuple[str, ...]
    turns: tuple[str, ...]
    records: int
    vectors: int
    head_before: str
    head_after: str
