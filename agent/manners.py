"""Hold a model to good manners: what it answers badly is said to it once, and then the turn ends politely without it.

What it says is made harmless (see `agent.harmless`).
"""

import logging
from collections.abc import Sequence
from typing import Any, Final
from uuid import uuid4

from langchain_core.messages import AIMessage, AnyMessage, HumanMessage, SystemMessage
from langchain_core.runnables import Runnable

from agent.harmless import harmless, whole_characters
from agent.prompts import GAVE_UP, TOO_MANY_CALLS, UNUSABLE
from store.errors import ModelAnswerInvalid

log = logging.getLogger(__name__)

# Tool calls of one message that are carried out; a runaway model asks for hundreds.
MAX_CALLS: Final = 12
_DEEPEST: Final = 16
_MOST_BITS: Final = 63
_GAVE_UP: Final = "gave_up"
_CUT: Final = "calls_cut"


def answered(model: Runnable[Any, Any], prompt: SystemMessage, shown: Sequence[AnyMessage]) -> AIMessage:
    """What the model answers; where that is nothing or rubbish, it is told so and asked once more, and then given up.

    Raises:
        ModelError: the model cannot be had; what it answers raises nothing.
    """
    for instructions in (prompt, SystemMessage(prompt.text + UNUSABLE)):
        try:
            answer: AIMessage = model.invoke([instructions, *shown])
        except ModelAnswerInvalid as error:
            log.warning("the model's answer cannot be used: %s", error.code)
            continue
        if answer.tool_calls or answer.text.strip():
            return answer
        log.warning("the model answered with neither words nor tool calls")
    return AIMessage(GAVE_UP, additional_kwargs={_GAVE_UP: True})


def usable(answer: AIMessage, *, may_call: bool) -> AIMessage:
    """The answer as it may stand: calls within their bound and each with an id of its own, or words within theirs."""
    if not answer.tool_calls or not may_call:  # where it may not, it calls tools that it was not given
        words = harmless(answer.text) or GAVE_UP
        if words == answer.content and not answer.tool_calls:
            return answer
        kept = {_GAVE_UP: True} if gave_up(answer) else {}
        return AIMessage(words, id=answer.id, additional_kwargs=kept)
    calls = [
        {**call, "name": _sound(call["name"]), "args": _sound(call["args"])} for call in answer.tool_calls[:MAX_CALLS]
    ]
    ids = [call["id"] for call in calls]
    if not all(ids) or len(set(ids)) < len(ids) or _sound(ids) != ids:
        calls = [{**call, "id": uuid4().hex} for call in calls]
    cut = len(answer.tool_calls) - len(calls)
    marks = {**answer.additional_kwargs, _CUT: cut} if cut else answer.additional_kwargs
    return answer.model_copy(update={"content": _sound(answer.text), "tool_calls": calls, "additional_kwargs": marks})


def notice(messages: Sequence[AnyMessage]) -> str:
    """What the model is still to be told of its last message in this turn; empty where there is nothing."""
    for message in reversed(messages):
        if isinstance(message, HumanMessage):
            break
        if isinstance(message, AIMessage):
            cut = message.additional_kwargs.get(_CUT, 0)
            return TOO_MANY_CALLS.format(most=MAX_CALLS, cut=cut) if cut else ""
    return ""


def gave_up(message: AnyMessage) -> bool:
    """Whether this stands in the place of an answer that could not be had: what the user said is still to be mined."""
    return bool(message.additional_kwargs.get(_GAVE_UP))


def as_said(message: AnyMessage) -> AnyMessage:
    """The user's words without the marks with which chat templates part messages; all else as it is."""
    if isinstance(message, HumanMessage) and "<|" in message.text:
        return message.model_copy(update={"content": message.text.replace("<|", "< |")})
    return message


def _sound(value: Any, depth: int = 0) -> Any:
    """What a model wrote, as it can be kept: no half characters, no number that no format holds, no bottomless nesting."""
    if isinstance(value, str):
        return whole_characters(value)
    if depth > _DEEPEST or (isinstance(value, int) and value.bit_length() > _MOST_BITS):
        return str(value)[:_DEEPEST]
    if isinstance(value, dict):
        return {_sound(key): _sound(each, depth + 1) for key, each in value.items()}
    return [_sound(each, depth + 1) for each in value] if isinstance(value, list) else value
