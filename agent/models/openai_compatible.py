"""Models behind any endpoint that speaks OpenAI's wire: /chat/completions and /embeddings."""

from typing import Any, ClassVar, Final

from langchain_core.messages import BaseMessage
from langchain_openai import ChatOpenAI, OpenAIEmbeddings
from pydantic import SecretStr

from agent.models.keys import header_key
from agent.models.probed_embedding import ProbedEmbedder
from agent.models.translated_chat import TranslatedChat
from agent.settings import Settings

PROVIDER: Final = "openai"
BATCH: Final = 10  # the smallest limit among the compatible services in use, DashScope's

# Servers on the owner's own machines want no key, but the SDK wants one, and would take OPENAI_API_KEY, which was
# given to somebody else.
NO_KEY: Final = SecretStr("no-key")


class OpenAICompatibleChat(TranslatedChat, ChatOpenAI):
    """A chat model behind OpenAI's wire. Safe to call from several threads."""

    provider: ClassVar[str] = PROVIDER

    def _payload(self, messages: list[BaseMessage], stop: list[str] | None, **kwargs: Any) -> Any:
        return self._get_request_payload(messages, stop=stop, **kwargs)


def make_openai_chat(model: str, settings: Settings) -> OpenAICompatibleChat:
    """A chat model by the name its endpoint gives it.

    Raises:
        ModelUnavailable: `model_unavailable`, when the key is unusable.
    """
    return OpenAICompatibleChat(
        model=model,
        base_url=settings.openai_url,
        api_key=openai_key(settings),
        timeout=settings.model_timeout_s,
        stream_chunk_timeout=settings.model_timeout_s,
        max_retries=0,
        stream_usage=True,
        use_responses_api=False,
    )


def make_openai_embedder(model: str, settings: Settings) -> ProbedEmbedder:
    """An embedding model by the name its endpoint gives it.

    Raises:
        ModelUnavailable: `model_unavailable`, when the key is unusable.
    """
    # Token counting is switched off: it fetches a vocabulary from the network, and other models have another.
    # Floats are asked for by name: the SDK's own default, base64, is refused by several endpoints.
    client = OpenAIEmbeddings(
        model=model,
        base_url=settings.openai_url,
        api_key=openai_key(settings),
        timeout=settings.model_timeout_s,
        max_retries=0,
        chunk_size=BATCH,
        check_embedding_ctx_length=False,
        model_kwargs={"encoding_format": "float"},
    )
    return ProbedEmbedder(PROVIDER, model, BATCH, client.embed_documents)


def openai_key(settings: Settings) -> SecretStr:
    """The key for the endpoint, or what servers without one are given. Raises ModelUnavailable for an unusable one."""
    if settings.openai_api_key is None:
        return NO_KEY
    return header_key(settings.openai_api_key, "SEBASTIAN_OPENAI_API_KEY")
