"""What a place where memory lives must do; one conformance suite (tests/contract) holds every implementation to it."""

from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Literal, Protocol

import numpy as np
from numpy.typing import NDArray

from store.facts import (
    Change,
    Door,
    Draft,
    Erasure,
    Fact,
    How,
    Interval,
    Justification,
    Recalled,
    Size,
    Source,
    Status,
    Turn,
    Voice,
)

if TYPE_CHECKING:
    from store.records import Record

Outcome = Literal["answered", "failed"]


class Embedder(Hashable, Protocol):
    """Turns texts into vectors; `name` is kept beside the vectors, so that another model's are never searched."""

    @property
    def name(self) -> str:
        """`provider:model` and, where it matters, the recipe's version."""

    @property
    def dimension(self) -> int:
        """Length of one vector."""

    def embed(self, texts: Sequence[str], *, query: bool = False) -> NDArray[np.float32]:
        """Embed texts.

        Args:
            texts: any number of texts, none of them empty.
            query: whether they are questions rather than things to be found.

        Returns:
            float32 array of shape (len(texts), dimension), rows L2-normalised.

        Raises:
            ModelError: the embedding model or its service failed.
        """


class Reranker(Protocol):
    """Reads a query and each text together and says how well they fit: slower and better than comparing vectors."""

    @property
    def name(self) -> str:
        """`provider:model`."""

    def rerank(self, query: str, texts: Sequence[str]) -> list[float]:
        """Score texts.

        Args:
            query: the words to look for, not empty.
            texts: at least one, none of them empty.

        Returns:
            one finite score a text, in the texts' order, higher for what fits better; they compare within this call
            alone. Models that give probabilities keep within 0 and 1, others may not.

        Raises:
            ModelError: the model or its service failed.
        """


class Memory(Protocol):
    """One person's memory. Every method that writes has fsynced its ledger record when it returns.

    All times are aware datetimes; `at` is the moment the change counts as recorded (the turn's now: the clock is
    passed in, never read). Reads see the last acknowledged write. Safe to call from several threads.
    """

    @property
    def user(self) -> str:
        """Whose memory this is."""

    @property
    def seq(self) -> int:
        """Sequence number of the last ledger record, 0 when empty."""

    @property
    def size(self) -> Size:
        """How much there is, told without listing it."""

    def hear(
        self,
        text: str,
        said_at: datetime,
        *,
        at: datetime,
        door: Door = "text",
        thread_id: str | None = None,
        voice: Voice | None = None,
    ) -> Turn:
        """Keep the user's words, durably, before anything else is done with them; `voice` says how spoken ones were heard."""

    def keep_recording(self, turn_id: str, recording: Path, suffix: str) -> None:
        """Keep the recording that a turn's words were heard in, a copy of the file, for as long as they are kept.

        Raises:
            FactNotFound: `fact_not_found`, there is no such turn, or its words were erased.
            StoreError: `store_error`, the disk refused.
        """

    def settle(self, turn_id: str, outcome: Outcome, *, at: datetime) -> None:
        """Say that a turn was answered, or that its model failed and its mining is still owed."""

    def pending(self) -> list[Turn]:
        """Turns whose mining is owed: heard and never settled as answered, oldest first."""

    def save(self, draft: Draft, *, turn_id: str, at: datetime) -> Fact:
        """Keep a new fact. Slots and duplicates are tools' business: this writes what it is given."""

    def update(self, old_id: str, draft: Draft, *, how: How, turn_id: str, at: datetime) -> Fact:
        """Replace a current fact: a change closes it (`valid_to` = the new one's `valid_from`), a correction retracts it.

        Raises:
            FactNotFound: `fact_not_found`.
            FactNotCurrent: `fact_not_current`.
        """

    def cite(self, fact_id: str, sources: Sequence[Source], *, turn_id: str, at: datetime) -> Fact:
        """Add evidence to a current fact that was said again: no change of memory, and nothing to undo.

        Raises:
            FactNotFound, FactNotCurrent.
        """

    def derive(self, draft: Draft, *, turn_id: str, at: datetime) -> Fact:
        """Keep a conclusion; `draft.premises` must be ids of current facts.

        Raises:
            MissingPremise: `missing_premise`, naming those that are not.
        """

    def retract(self, fact_id: str, *, turn_id: str, at: datetime, because: tuple[str, ...] = ()) -> Fact:
        """Take a current fact back (can be undone later). Raises FactNotFound, FactNotCurrent.

        `because` names the fact that says the same, where it is taken back only for that: it was never wrong, and the
        words it was taken from are found as before.
        """

    def justify(self, fact_id: str, justification: Justification, *, turn_id: str, at: datetime) -> Fact:
        """Add further grounds for a current conclusion (`Fact.alternatives`): no change of memory, and nothing to undo.

        Raises:
            FactNotFound, FactNotCurrent.
            MissingPremise: `missing_premise`, a premise is not current.
            CircularPremise: `circular_premise`, a premise rests on the conclusion itself, by whatever grounds.
        """

    def unsupport(self, lost: Mapping[str, tuple[str, ...]], *, turn_id: str, at: datetime) -> list[Fact]:
        """Mark conclusions as no longer to be asserted, in one ledger record: by its id what each of them has lost.

        Raises FactNotFound, FactNotCurrent; then nothing is changed.
        """

    def last_changes(self, *, told: bool = False) -> list[Change]:
        """The last changes that still stand, in the ledger's order: those of one turn, or of one call outside any.

        With `told`, what the owner had no part in is passed over: calls outside any turn whose every change has its
        reason in other facts, as a tidying's have.
        """

    def undo(self, records: Sequence[int], *, turn_id: str, at: datetime) -> list[Change]:
        """Take changes back, by the `seq` of each: every fact is again what it was, and what they saved is retracted.

        All or none. What rested on a fact that is gone, and was told in another turn, is the tools' business.

        Raises:
            NothingToUndo: `nothing_to_undo`, one of them made no change, or was undone already.
            UndoConflict: `undo_conflict`, what one of them did was changed again since.
        """

    def get(self, fact_id: str) -> Fact:
        """The fact as it now stands, whatever its status. Raises FactNotFound."""

    def turn(self, turn_id: str) -> Turn:
        """The turn. Raises FactNotFound."""

    def facts(self, status: Status | Literal["all"] = "current", *, as_of: datetime | None = None) -> list[Fact]:
        """Facts oldest first; `as_of` gives those that were valid in the world at that moment, retracted ones left out."""

    def turns(self) -> list[Turn]:
        """Every turn, oldest first."""

    def history(self, fact_id: str) -> list[Fact]:
        """The chain of versions this fact belongs to, oldest first. Raises FactNotFound."""

    def slot(self, subject: str, attribute: str) -> list[Fact]:
        """Current facts in this slot (exact match of both), oldest first."""

    def dependents(self, fact_id: str) -> list[Fact]:
        """Current facts that cite this one as a premise, oldest first."""

    def changes(self, turn_id: str) -> list[Change]:
        """What the ledger says changed in this turn, in order."""

    def recall(
        self,
        query: str,
        *,
        now: datetime,
        limit: int = 8,
        as_of: datetime | None = None,
        window: tuple[datetime, datetime] | None = None,
        exclude_turn: str | None = None,
        dates: Sequence[Interval] = (),
    ) -> list[Recalled]:
        """What is relevant to `query`, best first; an empty list when nothing is.

        Args:
            query: the words to look for.
            now: the turn's time; nothing recorded or said later is found.
            limit: how many at most.
            as_of: look at the facts valid at that moment instead of the current ones.
            window: only what was said or happened within [start, end).
            exclude_turn: a turn not to be found (the one being answered).
            dates: spans that the question names; what was said or happened in or near them comes up sooner, and
                nothing is left out for them.
        """

    def erase(self, facts: Sequence[str], turns: Sequence[str] = (), *, turn_id: str, at: datetime) -> Erasure:
        """Remove facts and the words of turns from disk, for good.

        With a fact go all its versions and every conclusion that rests on one of them, whatever their status; with the
        words of a turn the quotes from it in facts that stay. Ids stay what they were. The change (`erased`, without a
        statement) is the ledger's last record and cannot be undone.

        Raises:
            FactNotFound: `fact_not_found`, a fact or turn is not there, or was erased before.
            StoreError: `store_error`, the disk refused; the next opening finishes what was begun.
        """

    def erase_all(self) -> int:
        """Start over: remove every byte of this memory from disk; how many records went."""

    def records(self) -> Iterator["Record"]:
        """Every record of the ledger there is now, oldest first: all of the memory, for another to take over."""

    def examine(self, read: Callable[[], Iterator["Record"]]) -> int:
        """Try another memory's records as `replay` would, and write nothing; how many there are. Raises as it does."""

    def replay(self, read: Callable[[], Iterator["Record"]], *, progress: Callable[[int, int], None]) -> int:
        """Take over another memory's records as they are, ids and times included; how many are new.

        A memory that holds the beginning of the same records goes on where that ends, so that what was cut short is
        finished and a second time adds nothing. What was erased from this memory stays erased.

        Args:
            read: gives the records from the first on, again at each call (they are tried before the first is written).
            progress: told how many of how many records are there.

        Raises:
            ImportUnreadable: `import_unreadable`, they cannot be read or do not fit together; nothing was written.
            MemoryNotEmpty: `memory_not_empty`, something else is remembered; nothing was written.
        """

    def check(self) -> list[str]:
        """Examine ledger, tables and index against each other; the problems found, none when all is well."""
