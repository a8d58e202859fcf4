"""The line of turns that wait for the model: of a length that is bounded, and fair to each user in it.

What does not fit is told so at once, with nothing written down: better a clear no than an answer after an hour.
"""

from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Final

from anyio import CapacityLimiter

from api.errors import RequestRefused

AT_ONCE: Final = 8
"""Own threads for turns, so that however many wait for the model, reads of memory still find a free one."""
ONE_USER_AT_ONCE: Final = AT_ONCE * 3 // 4
"""Of one user, so that another's turn need not wait for all of theirs."""
ASK_AGAIN_S: Final = 10


class Line:
    """Places for turns, at work or waiting; for one event loop."""

    def __init__(self, most_waiting: int, *, at_once: int = AT_ONCE) -> None:
        """Bound those who wait beside those at work; a user may take three quarters of all places, waiting or at work."""
        self.slots = CapacityLimiter(at_once)
        self._of_one_at_once = max(1, at_once * 3 // 4)
        self._most = at_once + most_waiting
        self._most_of_one = max(1, self._most * 3 // 4)
        self._places: Counter[str] = Counter()
        self._turns: dict[str, CapacityLimiter] = {}
        self._is_stopping = False

    def stop(self) -> None:
        """Take nobody in any more, and send away those who still wait."""
        self._is_stopping = True

    def reserve(self, user: str) -> None:
        """Take a place, to be held by `reserved` until the turn is over.

        Raises:
            RequestRefused: `too_busy`; `stopping`.
        """
        self._refuse_while_stopping()
        if self._places.total() >= self._most or self._places[user] >= self._most_of_one:
            raise RequestRefused("too_busy", retry_after_s=ASK_AGAIN_S)
        self._places[user] += 1

    @asynccontextmanager
    async def reserved(self, user: str) -> AsyncIterator[None]:
        """Enter once it is that user's turn, and give the reserved place back at the end. Raises RequestRefused: `stopping`."""
        try:
            async with self._turns.setdefault(user, CapacityLimiter(self._of_one_at_once)):
                self._refuse_while_stopping()
                yield
        finally:
            self._places[user] -= 1
            if not self._places[user]:
                del self._places[user], self._turns[user]

    @asynccontextmanager
    async def place(self, user: str) -> AsyncIterator[None]:
        """Reserve a place and hold it. Raises as both."""
        self.reserve(user)
        async with self.reserved(user):
            yield

    def _refuse_while_stopping(self) -> None:
        if self._is_stopping:
            raise RequestRefused("stopping")
