"""DashScope's text embeddings."""

from collections.abc import Sequence
from typing import Any, Final

import numpy as np
from dashscope import TextEmbedding
from numpy.typing import NDArray

from agent.models.dashscope_wire import PROVIDER, Endpoint, ask, endpoint
from agent.models.failures import translated
from agent.models.vectors import unit_rows
from agent.settings import Settings

# Source: https://help.aliyun.com/zh/model-studio/text-embedding-synchronous-api: v3 and v4 take 10 texts a call and a
# choice of dimension, of which 1024 is the default; v1 and v2 have one dimension and no such parameter.
BATCH: Final = 10
DEFAULT_DIMENSION: Final = 1024
_FIXED_DIMENSIONS: Final = {"text-embedding-v1": 1536, "text-embedding-v2": 1536}


class DashScopeEmbedder:
    """An `Embedder` over DashScope's TextEmbedding. Safe to call from several threads."""

    def __init__(self, model: str, service: Endpoint) -> None:
        self._model = model
        self._service = service
        self._dimension = _FIXED_DIMENSIONS.get(model, DEFAULT_DIMENSION)
        self._choice: dict[str, Any] = {} if model in _FIXED_DIMENSIONS else {"dimension": self._dimension}

    @property
    def name(self) -> str:
        """`provider:model`."""
        return f"{PROVIDER}:{self._model}"

    @property
    def dimension(self) -> int:
        """Length of one vector."""
        return self._dimension

    def embed(self, texts: Sequence[str], *, query: bool = False) -> NDArray[np.float32]:
        """Embed texts, ten a call; see `store.contract.Embedder`.

        Raises:
            ModelError: the service failed.
        """
        batches = [
            self._embed(list(texts[start : start + BATCH]), "query" if query else "document")
            for start in range(0, len(texts), BATCH)
        ]
        return np.vstack(batches) if batches else np.empty((0, self._dimension), dtype=np.float32)

    def _embed(self, batch: list[str], text_type: str) -> NDArray[np.float32]:
        response = ask(
            lambda: TextEmbedding.call(
                model=self._model, input=batch, text_type=text_type, **self._choice, **self._service.arguments()
            )
        )
        with translated(PROVIDER):
            found: list[dict[str, Any]] = sorted(response.output["embeddings"], key=lambda one: one["text_index"])
            rows = [one["embedding"] for one in found]
        return unit_rows(PROVIDER, rows, len(batch), self._dimension)


def make_dashscope_embedder(model: str, settings: Settings) -> DashScopeEmbedder:
    """An embedding model such as "text-embedding-v4".

    Raises:
        ModelUnavailable: `model_unavailable`, when no usable key is set.
    """
    return DashScopeEmbedder(model, endpoint(settings))
