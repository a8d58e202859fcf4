"""What the owner was asked back and now answers, told from their own words alone.

Nothing is kept between the question and the answer: the turn before says what was ordered, and what it means is found
again. So a restart loses nothing, and neither a model nor a recalled text can put a yes into the owner's mouth.
"""

from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from store.contract import Memory
from store.facts import Turn
from store.records import seq_of
from tools.orders import Order, order_in

# An answer that comes later is to something else.
_SOON: Final = timedelta(minutes=10)
# The ledger's records from one turn to the next: it was heard, and settled, and nothing came between.
_NEXT: Final = 2


@dataclass(frozen=True, slots=True)
class Waiting:
    """An order that waits for an answer, and the turn that gave it; `is_fresh` where memory has not changed since."""

    order: Order
    turn: Turn
    is_fresh: bool


def waiting(turn: Turn, memory: Memory) -> Waiting | None:
    """The order that the owner's last words gave, if this turn may answer what they were asked of it."""
    turns = memory.turns()
    place = next((place for place in range(len(turns) - 1, -1, -1) if turns[place].id == turn.id), 0)
    if not place:
        return None
    before = turns[place - 1]
    if before.thread_id != turn.thread_id or not timedelta(0) <= turn.said_at - before.said_at <= _SOON:
        return None
    order = order_in(before.text)
    return Waiting(order, before, seq_of(turn.id) - seq_of(before.id) == _NEXT) if order is not None else None
