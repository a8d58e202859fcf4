"""What is counted and timed, for `GET /metrics`: numbers alone, no words and no names of users.

Nothing is sent anywhere; whoever holds the token may come and read.
"""

import time
from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager
from typing import Any, Final
from uuid import UUID

from langchain_core.callbacks import BaseCallbackHandler
from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, ProcessCollector, generate_latest

# Upper bounds in seconds: a step of memory takes milliseconds, the embedded model seconds, a cloud's at worst minutes.
_BUCKETS_S: Final = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120)
# What the nodes of the graph are at work on.
_PARTS: Final = {"hear": "memory", "think": "model", "act": "memory", "settle": "memory"}


class Metrics:
    """The numbers of one Sebastian, in a registry of its own."""

    def __init__(self, ledger_seq: Callable[[], int]) -> None:
        """Begin at zero; `ledger_seq` is asked whenever the numbers are read."""
        self._registry = CollectorRegistry()
        ProcessCollector(registry=self._registry)
        self.turns = Counter("sebastian_turns", "Turns taken, by how they ended.", ["outcome"], registry=self._registry)
        self.errors = Counter("sebastian_errors", "Requests refused or failed.", ["code"], registry=self._registry)
        self._changes = Counter("sebastian_changes", "Changes of memory.", ["op"], registry=self._registry)
        self._part = Histogram(
            "sebastian_part_seconds",
            "Seconds of one step of a turn: of the model, or of memory (recall and tools included).",
            ["part"],
            buckets=_BUCKETS_S,
            registry=self._registry,
        )
        self._recall = Histogram(
            "sebastian_recall_seconds", "Seconds of recall by reflex.", buckets=_BUCKETS_S, registry=self._registry
        )
        seq = Gauge("sebastian_ledger_seq", "Records in the owner's ledger.", registry=self._registry)
        seq.set_function(ledger_seq)

    def changed(self, ops: Iterable[str]) -> None:
        """Count changes of memory, by what each did."""
        for op in ops:
            self._changes.labels(op).inc()

    def recall(self) -> AbstractContextManager[object]:
        """Time a recall by reflex."""
        return self._recall.time()

    def took(self, part: str, seconds: float) -> None:
        """Note how long one step of a turn took."""
        self._part.labels(part).observe(seconds)

    def text(self) -> bytes:
        """All numbers in Prometheus' text format."""
        return generate_latest(self._registry)


class Stopwatch(BaseCallbackHandler):
    """Times the nodes of a graph; one for every run. What flows through them it does not look at."""

    run_inline = True

    def __init__(self, metrics: Metrics) -> None:
        self._metrics = metrics
        self._begun_s: dict[UUID, tuple[str, float]] = {}

    def on_chain_start(self, serialized: Any, inputs: Any, *, run_id: UUID, **kwargs: Any) -> None:
        """Begin, where a node begins."""
        part = _PARTS.get(kwargs.get("name") or "")
        if part is not None:
            self._begun_s[run_id] = part, time.monotonic()

    def on_chain_end(self, outputs: Any, *, run_id: UUID, **kwargs: Any) -> None:
        """Note how long the node took."""
        self._end(run_id)

    def on_chain_error(self, error: BaseException, *, run_id: UUID, **kwargs: Any) -> None:
        """The same for one that failed."""
        self._end(run_id)

    def _end(self, run_id: UUID) -> None:
        part, begun_s = self._begun_s.pop(run_id, ("", 0.0))
        if part:
            self._metrics.took(part, time.monotonic() - begun_s)
