"""One more attempt where a failure is likely to pass: a dropped connection, throttling, an error inside the service.

The SDKs' own retries are switched off, since each has other rules, waits and ways to multiply the timeout.
"""

import time
from collections.abc import Callable
from typing import Final, TypeVar

from agent.computing import standing_aside
from store.errors import ModelError

PAUSE_S: Final = 0.5
ATTEMPTS: Final = 2

T = TypeVar("T")


def worth_another(failure: ModelError, attempt: int) -> bool:
    """Whether to try again after this failure of attempt number `attempt`, counted from 1."""
    return attempt < ATTEMPTS and bool(failure.details.get("passing"))


def persistently(call: Callable[[], T]) -> T:
    """Make a call, and once more after `PAUSE_S` seconds when its failure is likely to pass; others compute meanwhile.

    Raises:
        ModelError: that of the last attempt.
    """
    with standing_aside():
        return _repeated(call)


def _repeated(call: Callable[[], T]) -> T:
    attempt = 1
    while True:
        try:
            return call()
        except ModelError as failure:
            if not worth_another(failure, attempt):
                raise
        attempt += 1
        time.sleep(PAUSE_S)
