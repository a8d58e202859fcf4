"""An embedder over a service that does not say beforehand how long its vectors are."""

import threading
from collections.abc import Callable, Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from agent.models import again
from agent.models.failures import translated
from agent.models.vectors import unit_rows

PROBE: Final = "维"


class ProbedEmbedder:
    """An `Embedder` that learns its dimension from a first call. Safe to call from several threads."""

    def __init__(
        self, provider: str, model: str, batch: int, fetch: Callable[[list[str]], Sequence[Sequence[float]]]
    ) -> None:
        """Keep how to fetch vectors; nothing is called yet.

        Args:
            provider: whose model it is.
            model: its name there.
            batch: how many texts go into one call.
            fetch: the SDK's call: texts in, as many vectors out, in the same order.
        """
        self._provider = provider
        self._model = model
        self._batch = batch
        self._fetch = fetch
        self._dimension: int | None = None
        self._probing = threading.Lock()

    @property
    def name(self) -> str:
        """`provider:model`."""
        return f"{self._provider}:{self._model}"

    @property
    def dimension(self) -> int:
        """Length of one vector; the first time, one text is embedded to learn it.

        Raises:
            ModelError: the service failed.
        """
        with self._probing:
            if self._dimension is None:
                self._dimension = int(self._embed([PROBE], None).shape[1])
            return self._dimension

    def embed(self, texts: Sequence[str], *, query: bool = False) -> NDArray[np.float32]:
        """Embed texts, questions like other texts; see `store.contract.Embedder`.

        Raises:
            ModelError: the service failed.
        """
        dimension, step = self.dimension, self._batch
        batches = [self._embed(list(texts[start : start + step]), dimension) for start in range(0, len(texts), step)]
        return np.vstack(batches) if batches else np.empty((0, dimension), dtype=np.float32)

    def _embed(self, batch: list[str], dimension: int | None) -> NDArray[np.float32]:
        def call() -> Sequence[Sequence[float]]:
            with translated(self._provider):
                return self._fetch(batch)

        return unit_rows(self._provider, again.persistently(call), len(batch), dimension)
