"""A chat model that answers by a script, for tests of everything around a model."""

from collections.abc import Callable, Sequence
from typing import Any

from langchain_core.callbacks import CallbackManagerForLLMRun
from langchain_core.language_models import BaseChatModel, LanguageModelInput
from langchain_core.messages import AIMessage, BaseMessage
from langchain_core.outputs import ChatGeneration, ChatResult
from langchain_core.runnables import Runnable
from langchain_core.tools import BaseTool
from pydantic import PrivateAttr

Answer = Callable[[list[BaseMessage]], AIMessage]


class ScriptedChat(BaseChatModel):
    """Replays messages in order, the last one for ever, or answers by a function of what it is shown.

    `seen` holds the messages of each call, oldest first; `bound` the names of the tools that were bound last.
    """

    script: Sequence[AIMessage] | Answer
    _seen: list[list[BaseMessage]] = PrivateAttr(default_factory=list)
    _bound: list[str] = PrivateAttr(default_factory=list)

    @property
    def _llm_type(self) -> str:
        return "scripted"

    @property
    def seen(self) -> list[list[BaseMessage]]:
        """What the model was shown, call by call."""
        return self._seen

    @property
    def bound(self) -> list[str]:
        """Names of the tools it may call."""
        return self._bound

    def bind_tools(
        self, tools: Sequence[dict[str, Any] | type | Callable[..., Any] | BaseTool], **kwargs: Any
    ) -> Runnable[LanguageModelInput, AIMessage]:
        """Remember the tools' names; the script decides what is called."""
        self._bound[:] = [getattr(tool, "name", str(tool)) for tool in tools]
        return self

    def _generate(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> ChatResult:
        self._seen.append(list(messages))
        if callable(self.script):
            message = self.script(messages)
        else:
            message = self.script[min(len(self._seen), len(self.script)) - 1]
        # A message keeps the id that it is given on its way into a graph: one said twice is two messages.
        return ChatResult(generations=[ChatGeneration(message=message.model_copy(update={"id": None}))])


def calls(name: str, **arguments: Any) -> AIMessage:
    """A message that calls one tool."""
    return AIMessage("", tool_calls=[{"name": name, "args": arguments, "id": f"call_{name}", "type": "tool_call"}])
