"""Erase for good: from memory, and from the threads beside it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from agent.threads import Threads
from store.contract import Memory
from store.facts import Change, Erasure
from tools.erase import carry_out, plan, withdraw


@dataclass(frozen=True, slots=True)
class Receipt:
    """What was removed from disk, how many threads among it, and how many facts stay that speak of the same.

    `changes` are those of memory, conclusions that were drawn anew from other premises included.
    """

    erasure: Erasure
    threads: int
    naming: int
    changes: tuple[Change, ...]


class Eraser:
    """Erases from any user's memory, and from the threads beside it where there are any."""

    def __init__(self, threads: Threads | None = None) -> None:
        self._threads = threads

    def __call__(
        self,
        memory: Memory,
        facts: Sequence[str],
        *,
        turn_id: str,
        at: datetime,
        about: Sequence[str] = (),
        turns: Iterable[str] = (),
    ) -> Receipt:
        """Erase facts with all that goes with them (see `tools.erase.plan` for the arguments).

        Threads go first: should the process end before memory has followed, nothing is lost but talk, and the order can be
        given again.

        Raises:
            FactNotFound: `fact_not_found`.
            InvalidInput: `invalid_input`, there is nothing to erase.
            StoreError: `store_error`, the disk refused; the next start finishes what was begun.
        """
        before = memory.seq
        withdraw(memory, facts, turn_id=turn_id, at=at)
        chosen = plan(memory, facts, about=about, turns=turns)
        threads = self._threads.erase(memory.user, chosen.thread_ids, chosen.words) if self._threads else 0
        erasure = carry_out(memory, chosen, turn_id=turn_id, at=at)
        changes = tuple(change for change in memory.changes(turn_id) if change.seq > before)
        return Receipt(erasure, threads, len(chosen.naming), changes)
