"""The embedded model as a LangChain chat model that calls the memory tools like any other.

A 1.5B model cannot be trusted with free tool calls (findings: 5 of 9), so its part is cut down to what it does well:
choosing labels under a schema, and putting a few memories into a sentence. What comes out are ordinary `tool_calls` and
ordinary answers, so the graph and the tools are the same as for a model in the cloud.
"""

import itertools
import re
import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Final
from uuid import uuid4

from langchain_core.callbacks import CallbackManagerForLLMRun
from langchain_core.language_models import BaseChatModel, LanguageModelInput
from langchain_core.messages import AIMessage, BaseMessage, HumanMessage, SystemMessage, ToolCall, ToolMessage
from langchain_core.outputs import ChatGeneration, ChatResult
from langchain_core.runnables import Runnable
from langchain_core.tools import BaseTool
from langchain_core.utils.function_calling import convert_to_openai_tool
from pydantic import ConfigDict

from agent.models.local import answers, labels, superseding
from agent.models.local.antecedents import with_antecedent
from agent.models.local.mining import Call, mine
from agent.models.local.runtime import Runtime
from agent.models.local.subjects import third_person
from agent.models.weights import ensure
from agent.prompts import moment_in, remembered_in
from agent.settings import Settings
from tools.slip import bare_value
from tools.toolbox import TO_CONFIRM

_LINE_ID: Final = re.compile(r"^\[[a-z]\d+\] ")
_REFUSED: Final = re.compile(r"^\[(?P<code>[a-z_]+)\]")
_OLD_ID: Final = re.compile(r"old 填 (?P<id>[a-z]\d+)")
_MAX_THREAD: Final = 3
_OF_UPDATES: Final = ("old", "how")


class LocalChat(BaseChatModel):
    """Decides under a schema, answers in words; `tools` are the names it may call."""

    model_config = ConfigDict(arbitrary_types_allowed=True)

    runtime: Runtime
    model: str = "local"

    @property
    def _llm_type(self) -> str:
        return "sebastian-local"

    def bind_tools(
        self,
        tools: Sequence[dict[str, Any] | type | Callable[..., Any] | BaseTool],
        *,
        tool_choice: str | None = None,
        **kwargs: Any,
    ) -> Runnable[LanguageModelInput, AIMessage]:
        """Let it call those of the memory tools that are given; it knows no others."""
        names = [str(convert_to_openai_tool(tool)["function"]["name"]) for tool in tools]
        return self.bind(tool_names=names, **kwargs)

    def warm(self) -> None:
        """Have the constant prompt prefixes ready, so that the first turn does not wait for them: at once from their files,
        some seconds where they must be computed."""
        labels.warm(self.runtime)
        answers.warm(self.runtime)
        superseding.warm(self.runtime)

    def _generate(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,
        *,
        tool_names: Sequence[str] = (),
        **kwargs: Any,
    ) -> ChatResult:
        start = max(i for i, message in enumerate(messages) if isinstance(message, HumanMessage))
        calls = self._calls(messages, start, tool_names)
        message = AIMessage("", tool_calls=calls) if calls else AIMessage(self._answer(messages, start))
        return ChatResult(generations=[ChatGeneration(message=message)])

    def _calls(self, messages: Sequence[BaseMessage], start: int, tool_names: Sequence[str]) -> list[ToolCall]:
        """The calls to make now: mining first, then updates in place of saves that met a filled slot."""
        turn = messages[start:]
        has_results = any(isinstance(message, ToolMessage) for message in turn)
        wanted = _second_tries(turn) if has_results else self._mined(turn[0].text, _system(messages))
        return [ToolCall(name=name, args=args, id=uuid4().hex) for name, args in wanted if name in tool_names]

    def _mined(self, said: str, system: str) -> list[Call]:
        if not system:
            return []
        when, lines = remembered_in(system)
        if not bare_value(said):  # of a bare value code finds what it puts right
            said = with_antecedent(said, lines, when.partition(" ")[0])
        mined = mine(said, lambda texts: labels.label(texts, self.runtime), moment_in(system), lines)
        told = third_person(said)
        return [self._in_place(call, told, lines) for call in mined]

    def _in_place(self, call: Call, said: str, lines: Sequence[str]) -> Call:
        """A save as the update that it is, where it takes the place of something remembered."""
        name, arguments = call
        old = superseding.superseded(arguments, said, lines, self.runtime) if name == "save_memory" else ""
        return ("update_memory", {**arguments, "old": old, "how": "change"}) if old else call

    def _answer(self, messages: Sequence[BaseMessage], start: int) -> str:
        when, lines = remembered_in(_system(messages))
        done = _done(messages[start:])
        reply = answers.answer(
            messages[start].text, self.runtime, when=when, remembered=[_LINE_ID.sub("", line) for line in lines],
            done=[each for each in done if not each.startswith(TO_CONFIRM)], spoken=_spoken(messages[:start]),
        )  # fmt: skip
        return "\n".join([reply, *(each.removeprefix(TO_CONFIRM) for each in done if each.startswith(TO_CONFIRM))])


def make_local_chat(model: str, settings: Settings) -> LocalChat:
    """The embedded model: a name of agent.models.weights, or the path of a GGUF file of one's own.

    Raises:
        ModelUnavailable: `model_unavailable`, the weights cannot be had or loaded.
    """
    path: Path = ensure(model, settings)
    chat = LocalChat(
        runtime=Runtime(
            path,
            threads=settings.threads,
            timeout_s=settings.model_timeout_s,
            prefixes=settings.cache / "prefixes",
        ),
        model=f"local:{model}",
    )
    # the first turn waits for what is left of it; the doors open at once
    threading.Thread(target=chat.warm, name="warm-local-chat", daemon=True).start()
    return chat


def _second_tries(turn: Sequence[BaseMessage]) -> list[Call]:
    """Where the last round's save met a filled slot, the update that the refusal asks for; where its update was of a fact that
    the user does not speak of, the save."""
    calls = next((list(message.tool_calls) for message in reversed(turn) if isinstance(message, AIMessage)), [])
    by_id = {call["id"]: call for call in calls}
    is_first = sum(isinstance(message, AIMessage) for message in turn) == 1
    tries: list[Call] = []
    for message in turn:
        call = by_id.get(message.tool_call_id) if isinstance(message, ToolMessage) else None
        old = _OLD_ID.search(message.text) if call is not None and call["name"] == "save_memory" else None
        if call is not None and old is not None:
            tries.append(("update_memory", {**call["args"], "old": old["id"], "how": "change"}))
        if call is not None and is_first and "how" in call["args"] and message.text.startswith("[not_asked]"):
            tries.append(
                ("save_memory", {name: value for name, value in call["args"].items() if name not in _OF_UPDATES})
            )
    return tries


def _done(turn: Sequence[BaseMessage]) -> list[str]:
    """What the tools did, as the answer may speak of it; refusals that were put right are left out."""
    texts = [line for message in turn if isinstance(message, ToolMessage) for line in message.text.splitlines()]
    told = []
    for text in texts:
        refused = _REFUSED.match(text)
        if refused is None:
            told.append(re.sub(r"^(\S{2,3}) [a-z]\d+：", r"\1：", text))
        elif refused["code"] == "duplicate_fact":
            told.append("这件事早已记着")
        elif refused["code"] == "invalid_input" and "不止一条" in text:
            told.append(_LINE_ID.sub("", text[refused.end() :].strip()))
    return told


def _system(messages: Sequence[BaseMessage]) -> str:
    return next((message.text for message in messages if isinstance(message, SystemMessage)), "")


def _spoken(before: Sequence[BaseMessage]) -> list[tuple[str, str]]:
    """The last exchanges of the thread."""
    pairs = [
        (str(one.text), str(other.text))
        for one, other in itertools.pairwise(before)
        if isinstance(one, HumanMessage) and isinstance(other, AIMessage) and other.text
    ]
    return pairs[-_MAX_THREAD:]
