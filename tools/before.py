"""The turn before: what the owner may be answering, or what a question leans on."""

from datetime import timedelta
from typing import Final

from store.contract import Memory
from store.facts import Turn

# What was said longer ago is not what is meant.
_SOON: Final = timedelta(minutes=10)


def turn_before(turn_id: str | None, memory: Memory) -> Turn | None:
    """The owner's turn just before this one in the same thread; None where it was long ago, was erased, or there is none."""
    turns = memory.turns()
    place = next((place for place in range(len(turns) - 1, 0, -1) if turns[place].id == turn_id), 0)
    if not place:
        return None
    before, now = turns[place - 1], turns[place]
    is_apart = before.thread_id != now.thread_id or not timedelta(0) <= now.said_at - before.said_at <= _SOON
    return None if is_apart or before.is_erased else before
