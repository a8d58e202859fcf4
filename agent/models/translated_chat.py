"""What every chat model behind a service has in common: our errors, no empty answers, one more attempt."""

import asyncio
import json
import time
from abc import abstractmethod
from collections import defaultdict
from collections.abc import AsyncIterator, Iterator
from contextlib import closing
from typing import Any, ClassVar

from langchain_core.callbacks import AsyncCallbackManagerForLLMRun, CallbackManagerForLLMRun
from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage, AIMessageChunk, BaseMessage
from langchain_core.outputs import ChatGenerationChunk, ChatResult

from agent.abandoning import stop_if_abandoned
from agent.models import again
from agent.models.failures import rubbish, translated
from store.errors import ModelError


class TranslatedChat(BaseChatModel):
    """Stands before a LangChain chat model in the bases of a class, and raises only `ModelError`s for it.

    invoke, ainvoke, stream and astream, with tools bound or not, raise `model_unavailable`, `model_timeout`,
    `model_quota` or `model_answer_invalid`. A call that failed in passing is made once more, unless something was
    already streamed. An answer needs text or tool calls, and the arguments of every tool call must be whole JSON:
    LangChain mends arguments that were cut off, and half a statement would be remembered as if it were all.
    """

    provider: ClassVar[str]

    @abstractmethod
    def _payload(self, messages: list[BaseMessage], stop: list[str] | None, **kwargs: Any) -> Any:
        """Make what will be sent. Done once beforehand: a fault in it is ours, any later one is in the answer."""

    def _generate(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> ChatResult:
        self._payload(messages, stop, **kwargs)

        def call() -> ChatResult:
            with translated(self.provider):
                result = super(TranslatedChat, self)._generate(messages, stop, run_manager, **kwargs)  # type: ignore[safe-super]
            _check_result(self.provider, result)
            return result

        return again.persistently(call)

    async def _agenerate(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: AsyncCallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> ChatResult:
        self._payload(messages, stop, **kwargs)
        attempt = 1
        while True:
            try:
                with translated(self.provider):
                    result = await super()._agenerate(messages, stop, run_manager, **kwargs)
                _check_result(self.provider, result)
                return result
            except ModelError as failure:
                if not again.worth_another(failure, attempt):
                    raise
            attempt += 1
            await asyncio.sleep(again.PAUSE_S)

    def _stream(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> Iterator[ChatGenerationChunk]:
        self._payload(messages, stop, **kwargs)
        answer, attempt = _Answer(), 1
        while True:
            try:
                pieces: Any = super()._stream(messages, stop, run_manager, **kwargs)
                # closed at once when it is left early, so that the service stops; left to the collector, it would go on
                with translated(self.provider), closing(pieces):
                    for chunk in pieces:
                        stop_if_abandoned()
                        answer.take(chunk)
                        yield chunk
                answer.check(self.provider)
                return
            except ModelError as failure:
                if answer.begun or not again.worth_another(failure, attempt):
                    raise
            attempt += 1
            time.sleep(again.PAUSE_S)

    async def _astream(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: AsyncCallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> AsyncIterator[ChatGenerationChunk]:
        self._payload(messages, stop, **kwargs)
        answer, attempt = _Answer(), 1
        while True:
            try:
                with translated(self.provider):
                    async for chunk in super()._astream(messages, stop, run_manager, **kwargs):
                        answer.take(chunk)
                        yield chunk
                answer.check(self.provider)
                return
            except ModelError as failure:
                if answer.begun or not again.worth_another(failure, attempt):
                    raise
            attempt += 1
            await asyncio.sleep(again.PAUSE_S)


class _Answer:
    """What a stream has brought so far, as far as it must be checked."""

    def __init__(self) -> None:
        self.begun = False
        self._said_something = False
        self._calls = 0
        self._arguments: dict[int | str, str] = defaultdict(str)

    def take(self, chunk: ChatGenerationChunk) -> None:
        """Look at a chunk that is being passed on."""
        self.begun = True
        self._said_something = self._said_something or bool(chunk.text.strip())
        if isinstance(chunk.message, AIMessageChunk):
            for piece in chunk.message.tool_call_chunks:
                self._calls += 1
                index = piece.get("index")
                self._arguments[f"lone {self._calls}" if index is None else index] += piece.get("args") or ""

    def check(self, provider: str) -> None:
        """Raise `model_answer_invalid` unless the stream, now ended, was an answer."""
        if not self._said_something and not self._calls:
            raise rubbish(provider, "neither text nor tool calls")
        if not all(_is_whole(arguments) for arguments in self._arguments.values()):
            raise rubbish(provider, "a tool call's arguments are not whole JSON")


def _is_whole(arguments: str) -> bool:
    """Whether a tool call's arguments are a JSON object; nothing at all stands for no arguments."""
    if not arguments.strip():
        return True
    try:
        return isinstance(json.loads(arguments), dict)
    except json.JSONDecodeError:
        return False


def _check_result(provider: str, result: ChatResult) -> None:
    message = result.generations[0].message if result.generations else None
    if not isinstance(message, AIMessage):
        raise rubbish(provider, "no message")
    if message.invalid_tool_calls:
        raise rubbish(provider, "a tool call's arguments are not whole JSON")
    if not message.tool_calls and not message.text.strip():
        raise rubbish(provider, "neither text nor tool calls")
