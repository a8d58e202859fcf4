"""Models served by Ollama, over its own wire (/api/chat, /api/embed)."""

import threading
from collections.abc import Sequence
from typing import Any, ClassVar, Final

import numpy as np
from langchain_core.language_models import LanguageModelInput
from langchain_core.messages import AIMessage, BaseMessage, ToolMessage
from langchain_core.runnables import Runnable
from langchain_core.utils.function_calling import convert_to_openai_tool
from langchain_ollama import ChatOllama, OllamaEmbeddings
from numpy.typing import NDArray

from agent.models import again
from agent.models.failures import parsing
from agent.models.translated_chat import TranslatedChat
from agent.models.vectors import unit_rows
from agent.settings import Settings

PROVIDER: Final = "ollama"
BATCH: Final = 64

# By default Ollama keeps 2,048 or 4,096 tokens and silently cuts the front of what is longer: the instructions.
CONTEXT_TOKENS: Final = 8192


class OllamaChat(TranslatedChat, ChatOllama):
    """A chat model of Ollama. Safe to call from several threads."""

    provider: ClassVar[str] = PROVIDER

    def bind_tools(self, tools: Sequence[Any], **kwargs: Any) -> Runnable[LanguageModelInput, AIMessage]:
        """Bind tools; the type of an argument that may be left out is kept, which the SDK knows no field for."""
        return super().bind_tools([_without_unions(convert_to_openai_tool(one)) for one in tools], **kwargs)

    def _convert_messages_to_ollama_messages(self, messages: list[BaseMessage]) -> Sequence[Any]:
        """Tell of each tool result which tool it comes from: Ollama knows no call ids, and langchain-ollama no names."""
        sent = super()._convert_messages_to_ollama_messages(messages)
        for message, one in zip(messages, sent, strict=True):
            if isinstance(message, ToolMessage) and message.name:
                one["tool_name"] = message.name
        return sent

    def _payload(self, messages: list[BaseMessage], stop: list[str] | None, **kwargs: Any) -> Any:
        return self._chat_params(messages, stop, **kwargs)


def _without_unions(tool: dict[str, Any]) -> dict[str, Any]:
    """The tool with `anyOf: [something, null]` written as that something, in its arguments."""
    function = dict(tool["function"])
    parameters = dict(function.get("parameters") or {})
    parameters["properties"] = {
        name: _one_of(dict(schema)) for name, schema in (parameters.get("properties") or {}).items()
    }
    return {**tool, "function": {**function, "parameters": parameters}}


def _one_of(schema: dict[str, Any]) -> dict[str, Any]:
    real = [choice for choice in schema.get("anyOf", []) if choice.get("type") != "null"]
    return {**schema, **real[0]} if real else schema


class OllamaEmbedder:
    """An `Embedder` over Ollama's /api/embed. Safe to call from several threads."""

    def __init__(self, model: str, url: str, timeout_s: float) -> None:
        self._model = model
        self._client = OllamaEmbeddings(model=model, base_url=url, client_kwargs={"timeout": timeout_s})
        self._dimension: int | None = None
        self._probing = threading.Lock()

    @property
    def name(self) -> str:
        """`provider:model`."""
        return f"{PROVIDER}:{self._model}"

    @property
    def dimension(self) -> int:
        """Length of one vector; the first time, one text is embedded to learn it.

        Raises:
            ModelError: Ollama failed.
        """
        with self._probing:
            if self._dimension is None:
                self._dimension = int(self._embed(["维"], None).shape[1])
            return self._dimension

    def embed(self, texts: Sequence[str], *, query: bool = False) -> NDArray[np.float32]:
        """Embed texts, questions like other texts; see `store.contract.Embedder`.

        Raises:
            ModelError: Ollama failed.
        """
        dimension = self.dimension
        batches = [self._embed(list(texts[start:start + BATCH]), dimension) for start in range(0, len(texts), BATCH)]
        return np.vstack(batches) if batches else np.empty((0, dimension), dtype=np.float32)

    def _embed(self, batch: list[str], dimension: int | None) -> NDArray[np.float32]:
        def call() -> list[list[float]]:
            with parsing(PROVIDER):
                return self._client.embed_documents(batch)

        return unit_rows(PROVIDER, again.persistently(call), len(batch), dimension)


def make_ollama_chat(model: str, settings: Settings) -> OllamaChat:
    """A chat model such as "qwen2.5:7b"."""
    return OllamaChat(model=model, base_url=settings.ollama_url, num_ctx=CONTEXT_TOKENS,
                      client_kwargs={"timeout": settings.model_timeout_s})


def make_ollama_embedder(model: str, settings: Settings) -> OllamaEmbedder:
    """An embedding model such as "bge-m3"."""
    return OllamaEmbedder(model, settings.ollama_url, settings.model_timeout_s)
