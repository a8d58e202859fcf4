"""Times of calls: by the clock on the wall, which a busy machine stretches, and by the CPU, which it does not."""

import time
from collections.abc import Iterator
from contextlib import contextmanager

import numpy as np

from bench.run_record import milliseconds


class Stopwatch:
    """Collects the times of one kind of call."""

    def __init__(self) -> None:
        self._walls: list[float] = []
        self._cpus: list[float] = []

    @contextmanager
    def running(self) -> Iterator[None]:
        """Time one call, all threads of this process together."""
        wall, cpu = time.perf_counter(), time.process_time()
        yield
        self._walls.append(time.perf_counter() - wall)
        self._cpus.append(time.process_time() - cpu)

    def figures(self) -> dict[str, float]:
        """Give p50 and p95 by the wall and p50 by the CPU, in milliseconds."""
        return milliseconds(self._walls) | {"cpu_ms_p50": round(float(np.median(self._cpus)) * 1000, 2)}
