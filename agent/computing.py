"""Turns compute one after another, so that each computes fast.

The interpreter runs one thread at a time. Where six turns compute at once, each lets go of it for every line that it writes,
and waits for the five others to get it back. Source: measured, `bench/load.py` for one minute, the three ways one after
another, p95 in ms of hear / save / a whole turn / a read: no order 11.0 / 9.6 / 364 / 23, two at once 10.5 / 9.2 / 384 / 30,
one at a time 4.1 / 3.8 / 163 / 17. What waits for a model or a service computes nothing, and holds up nobody.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

# Who has waited this long goes on beside the others: the order is there for speed alone, and nothing may hang on it.
PATIENCE_S: Final = 0.5

_desk = threading.Lock()
_here = threading.local()


@contextmanager
def computing() -> Iterator[None]:
    """Compute when it is this thread's turn, until the end of the block or `stand_aside`."""
    _here.has_desk = _desk.acquire(timeout=PATIENCE_S)
    try:
        yield
    finally:
        stand_aside()


def stand_aside() -> None:
    """Let another thread compute: this one waits for somebody else's machine, and is done with most of its block."""
    if getattr(_here, "has_desk", False):
        _here.has_desk = False
        _desk.release()
