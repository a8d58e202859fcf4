"""Turns compute one after another, so that each computes fast.

The interpreter runs one thread at a time. Where six turns compute at once, each lets go of it for every line that it writes,
and waits for the five others to get it back. Source: measured, `bench/load.py` for a minute or more, one way after another,
p95 in ms of hear / save / recall: no order 11.0 / 9.6 / –, each node of the graph by itself one at a time 5.9 / 4.8 / 11.3,
whole turns 4.0 / 4.8 / 9.7, whole turns and searches 3.4 / 4.1 / 8.8. What waits for a model or a service computes nothing,
and holds up nobody.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from contextvars import ContextVar
from typing import Final

# Who has waited this long goes on beside the others: the order is there for speed alone, and nothing may hang on it.
PATIENCE_S: Final = 0.5

_desk = threading.Lock()


class Place:
    """Where a turn stands, at the desk or aside; its tools, in threads of their own, stand where it does."""

    def __init__(self) -> None:
        self._is_at_desk = self._is_aside = False

    def enter(self) -> None:
        """Come to the desk, or go on without it after `PATIENCE_S`."""
        self._is_at_desk = _desk.acquire(timeout=PATIENCE_S)

    def leave(self) -> None:
        """Let the next one in."""
        if self._is_at_desk:
            self._is_at_desk = False
            _desk.release()

    @contextmanager
    def aside(self) -> Iterator[None]:
        """Leave for the length of the block; a block within such a block is one with it."""
        if self._is_aside:
            yield
            return
        self._is_aside = True
        self.leave()
        try:
            yield
        finally:
            self._is_aside = False
            self.enter()


_place: ContextVar[Place | None] = ContextVar("place", default=None)


@contextmanager
def computing() -> Iterator[None]:
    """Compute when it is this one's turn, to the end of the block; a block within such a block is one with it."""
    if _place.get() is not None:
        yield
        return
    place = Place()
    token = _place.set(place)
    place.enter()
    try:
        yield
    finally:
        place.leave()
        _place.reset(token)


@contextmanager
def standing_aside() -> Iterator[None]:
    """Let others compute to the end of the block, which waits for somebody else's machine, or for a model."""
    place = _place.get()
    with place.aside() if place else nullcontext():
        yield
