"""Slow down whoever tries tokens: after some failures an address waits, longer each time and never long.

Kept in this process alone. A right token sets the count back, so an owner who shares an address with others, behind a proxy that
does not say whom it speaks for, waits at most `LONGEST_S`.
"""

import math
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from ipaddress import IPv6Address, ip_address, ip_network
from typing import Final

FREE: Final = 10
LONGEST_S: Final = 30.0
FORGOTTEN_S: Final = 900.0
MOST_ADDRESSES: Final = 4096


@dataclass(slots=True)
class _Failures:
    count: int
    last: float  # seconds, on the clock


class Tries:
    """Failed tries by client address, the latest few thousand; for one event loop."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        """Count by a clock that gives seconds and only goes forward."""
        self._clock = clock
        self._failures: OrderedDict[str, _Failures] = OrderedDict()

    def wait_s(self, address: str) -> int:
        """For how many whole seconds nothing that this address presents is looked at; 0 for most."""
        failures = self._failures.get(_network(address))
        if failures is None or failures.count < FREE:
            return 0
        pause = min(2.0 ** min(failures.count - FREE, 16), LONGEST_S)
        return max(0, math.ceil(failures.last + pause - self._clock()))

    def failed(self, address: str) -> None:
        """Note that this address presented a token that is nobody's."""
        name, now = _network(address), self._clock()
        known = self._failures.pop(name, None)
        count = known.count if known is not None and now - known.last < FORGOTTEN_S else 0
        self._failures[name] = _Failures(count + 1, now)
        if len(self._failures) > MOST_ADDRESSES:
            self._failures.popitem(last=False)

    def succeeded(self, address: str) -> None:
        """Note that this address presented a right one."""
        self._failures.pop(_network(address), None)


def _network(address: str) -> str:
    """The address; of IPv6 the network of 64 bits, any address of which one client may take."""
    try:
        read = ip_address(address)
    except ValueError:
        return address
    return str(ip_network((read, 64), strict=False)) if isinstance(read, IPv6Address) else address
