"""Qwen in the cloud: langchain-community's ChatTongyi, corrected."""

import json
import warnings
from collections.abc import Iterator
from typing import Any, ClassVar

from langchain_core.callbacks import AsyncCallbackManagerForLLMRun, CallbackManagerForLLMRun
from langchain_core.language_models.chat_models import agenerate_from_stream, generate_from_stream
from langchain_core.messages import AIMessage, BaseMessage
from langchain_core.messages.ai import UsageMetadata
from langchain_core.outputs import ChatResult

from agent.models.dashscope_wire import PROVIDER, endpoint, succeeded
from agent.models.translated_chat import TranslatedChat
from agent.settings import Settings

with warnings.catch_warnings():
    # It was archived; we know, keep to a subclass of one class of it, and pin it.
    warnings.filterwarnings("ignore", message="`langchain-community` is being sunset", category=DeprecationWarning)
    from langchain_community.chat_models.tongyi import ChatTongyi, convert_message_to_dict


class CorrectedTongyi(ChatTongyi):
    """ChatTongyi with what it gets wrong put right, each seen on the wire:

    - it always streams, and always in increments: with tools it would ask for the answer so far each time and take
      the difference with `str.replace`, which loses text that repeats and crashes where a second tool call begins;
    - tool calls of a message that another model made are sent, and not only those it received itself;
    - content in blocks is sent as text, null fields are left out, parallel tool calls are asked for;
    - the token usage is where LangChain looks for it;
    - an error response keeps its status and code.
    """

    def _generate(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> ChatResult:
        return generate_from_stream(super()._stream(messages, stop, run_manager, **kwargs))

    async def _agenerate(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: AsyncCallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> ChatResult:
        return await agenerate_from_stream(super()._astream(messages, stop, run_manager, **kwargs))

    def _invocation_params(self, messages: list[BaseMessage], stop: Any, **kwargs: Any) -> dict[str, Any]:
        params: dict[str, Any] = super()._invocation_params(messages, stop, **kwargs)
        params["messages"] = [_on_the_wire(message) for message in messages]
        params["incremental_output"] = True
        if params.get("tools"):
            params.setdefault("parallel_tool_calls", True)
        return params

    def stream_completion_with_retry(self, **kwargs: Any) -> Iterator[Any]:
        """Call the service; retries are `TranslatedChat`'s (ChatTongyi's own never happen when it streams)."""
        for response in self.client.call(**kwargs):
            if _complete(succeeded(response)):
                yield response

    @staticmethod
    def _chat_generation_from_qwen_resp(
        resp: Any, is_chunk: bool = False, is_last_chunk: bool = True
    ) -> dict[str, Any]:
        generation: dict[str, Any] = ChatTongyi._chat_generation_from_qwen_resp(resp, is_chunk, is_last_chunk)
        message = generation["message"]
        message.additional_kwargs.pop("tool_calls", None)  # a second copy, which chunks would pile up
        if is_last_chunk and isinstance(message, AIMessage):
            message.usage_metadata = _usage(resp.usage or {})
        return generation


class DashScopeChat(TranslatedChat, CorrectedTongyi):
    """A Qwen chat model of DashScope. Safe to call from several threads."""

    provider: ClassVar[str] = PROVIDER

    def _payload(self, messages: list[BaseMessage], stop: list[str] | None, **kwargs: Any) -> Any:
        return self._invocation_params(messages, stop, **kwargs)


def make_dashscope_chat(model: str, settings: Settings) -> DashScopeChat:
    """A chat model such as "qwen-max".

    Raises:
        ModelUnavailable: `model_unavailable`, when no usable key is set.
    """
    service = endpoint(settings)
    calling = service.arguments()
    key = calling.pop("api_key")  # a field of its own hides it; given as a SecretStr, its asterisks would be sent
    return DashScopeChat(model=model, api_key=key, streaming=True, model_kwargs=calling)


def _complete(response: Any) -> bool:
    """Fill in what ChatTongyi takes for granted in a response; False when it has no choice to look at."""
    for choice in response.output.choices or []:
        choice.setdefault("finish_reason", "null")
        choice.message.setdefault("role", "assistant")
        choice.message["content"] = choice.message.get("content") or ""
        return True
    return False


def _on_the_wire(message: BaseMessage) -> dict[str, Any]:
    spoken: dict[str, Any] = convert_message_to_dict(message)
    spoken["content"] = str(message.text)
    spoken.pop("tool_calls", None)
    if isinstance(message, AIMessage) and message.tool_calls:
        spoken["tool_calls"] = [
            {
                "index": index,
                "id": call["id"],
                "type": "function",
                "function": {"name": call["name"], "arguments": json.dumps(call["args"], ensure_ascii=False)},
            }
            for index, call in enumerate(message.tool_calls)
        ]
    return {field: value for field, value in spoken.items() if value is not None}


def _usage(usage: dict[str, Any]) -> UsageMetadata:
    read, written = int(usage.get("input_tokens") or 0), int(usage.get("output_tokens") or 0)
    return UsageMetadata(
        input_tokens=read, output_tokens=written, total_tokens=int(usage.get("total_tokens") or read + written)
    )
