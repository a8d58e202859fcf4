"""What the owner was asked back and now answers, told from their own words alone.

Nothing is kept between the question and the answer: the turn before says what was ordered, and what it means is found
again. So a restart loses nothing, and neither a model nor a recalled text can put a yes into the owner's mouth.
"""

from dataclasses import dataclass
from typing import Final

from store.contract import Memory
from store.facts import Turn
from store.records import seq_of
from tools.before import turn_before
from tools.orders import Order, order_in

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
    before = turn_before(turn.id, memory)
    order = order_in(before.text) if before is not None else None
    if before is None or order is None:
        return None
    return Waiting(order, before, seq_of(turn.id) - seq_of(before.id) == _NEXT)
