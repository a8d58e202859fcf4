"""Models served by Ollama, over its own wire (/api/chat, /api/embed)."""

from collections.abc import Sequence
from typing import Any, ClassVar, Final

from langchain_core.language_models import LanguageModelInput
from langchain_core.messages import AIMessage, BaseMessage, ToolMessage
from langchain_core.runnables import Runnable
from langchain_core.utils.function_calling import convert_to_openai_tool
from langchain_ollama import ChatOllama, OllamaEmbeddings

from agent.models.probed_embedding import ProbedEmbedder
from agent.models.translated_chat import TranslatedChat
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
        """Name the tool of each result: Ollama matches by name, and langchain-ollama sends ids only."""
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


def make_ollama_chat(model: str, settings: Settings) -> OllamaChat:
    """A chat model such as "qwen2.5:7b"."""
    return OllamaChat(
        model=model,
        base_url=settings.ollama_url,
        num_ctx=CONTEXT_TOKENS,
        client_kwargs={"timeout": settings.model_timeout_s},
    )


def make_ollama_embedder(model: str, settings: Settings) -> ProbedEmbedder:
    """An embedding model such as "bge-m3"."""
    client = OllamaEmbeddings(
        model=model, base_url=settings.ollama_url, client_kwargs={"timeout": settings.model_timeout_s}
    )
    return ProbedEmbedder(PROVIDER, model, BATCH, client.embed_documents)
