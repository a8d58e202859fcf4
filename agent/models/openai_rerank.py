"""Rerankers behind an endpoint in OpenAI's manner: POST /rerank, as vLLM, Jina, SiliconFlow and llama.cpp's server have it."""

from collections.abc import Sequence

import openai

from agent.models import again
from agent.models.failures import translated
from agent.models.keys import header_key
from agent.models.openai_compatible import NO_KEY, PROVIDER
from agent.models.rerank import DEADLINE_S, scores_in_order
from agent.settings import Settings


class OpenAICompatibleReranker:
    """A `Reranker` over /rerank. Safe to call from several threads."""

    def __init__(self, model: str, client: openai.OpenAI) -> None:
        self._model = model
        self._client = client

    @property
    def name(self) -> str:
        """`provider:model`."""
        return f"{PROVIDER}:{self._model}"

    def rerank(self, query: str, texts: Sequence[str]) -> list[float]:
        """Score texts in one call; see `store.contract.Reranker`. Some models give probabilities, others logits.

        Raises:
            ModelError: the service failed.
        """
        body = {"model": self._model, "query": query, "documents": list(texts), "top_n": len(texts)}

        def call() -> list[float]:
            with translated(PROVIDER):
                # the SDK has no method for it; `object` lets whatever JSON comes through as it is
                answer: object = self._client.post("/rerank", cast_to=object, body=body)
                results = answer["results"]  # type: ignore[index]
            return scores_in_order(PROVIDER, results, len(texts))

        return again.persistently(call)


def make_openai_reranker(model: str, settings: Settings) -> OpenAICompatibleReranker:
    """A reranker by the name its endpoint gives it, such as "BAAI/bge-reranker-v2-m3".

    Raises:
        ModelUnavailable: `model_unavailable`, when the key is unusable.
    """
    given = settings.openai_api_key
    key = NO_KEY if given is None else header_key(given, "SEBASTIAN_OPENAI_API_KEY")
    client = openai.OpenAI(
        base_url=settings.openai_url,
        api_key=key.get_secret_value(),
        timeout=min(settings.model_timeout_s, DEADLINE_S),
        max_retries=0,
    )
    return OpenAICompatibleReranker(model, client)
