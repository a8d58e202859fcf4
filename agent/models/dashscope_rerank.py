"""DashScope's text rerankers."""

from collections.abc import Sequence
from dataclasses import replace

from dashscope import TextReRank

from agent.models.dashscope_wire import PROVIDER, Endpoint, ask, endpoint
from agent.models.failures import translated
from agent.models.rerank import DEADLINE_S, scores_in_order
from agent.settings import Settings


class DashScopeReranker:
    """A `Reranker` over DashScope's TextReRank. Safe to call from several threads."""

    def __init__(self, model: str, service: Endpoint) -> None:
        self._model = model
        self._service = service

    @property
    def name(self) -> str:
        """`provider:model`."""
        return f"{PROVIDER}:{self._model}"

    def rerank(self, query: str, texts: Sequence[str]) -> list[float]:
        """Score texts in one call; see `store.contract.Reranker`.

        The service takes 500 texts, and of tokens 4,000 a text and 30,000 in all, where the query counts once for every text.
        Source: https://help.aliyun.com/zh/model-studio/text-rerank-api

        Raises:
            ModelError: the service failed.
        """
        response = ask(
            lambda: TextReRank.call(
                model=self._model,
                query=query,
                documents=list(texts),
                return_documents=False,
                **self._service.arguments(),
            )
        )
        with translated(PROVIDER):
            results = response.output["results"]
        return scores_in_order(PROVIDER, results, len(texts))


def make_dashscope_reranker(model: str, settings: Settings) -> DashScopeReranker:
    """A reranker such as "gte-rerank-v2" or "qwen3-rerank".

    Raises:
        ModelUnavailable: `model_unavailable`, when no usable key is set.
    """
    service = endpoint(settings)
    return DashScopeReranker(model, replace(service, timeout_s=min(service.timeout_s, DEADLINE_S)))
