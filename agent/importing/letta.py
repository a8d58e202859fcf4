"""Letta's agent file (`.af`): what the user said to an agent, and its memory block about the human.

Two forms are about: the present one has `agents` (each with `messages`) and `blocks` at its root, the older one
`messages` and `core_memory`. What a user said is often wrapped by Letta in JSON of its own (`{"type": "user_message",
"message": "...", "time": "..."}`), and events that nobody said (`heartbeat`, `login`) come as user messages too.

Source: docs.letta.com/guides/agents/agent-file; github.com/letta-ai/letta, letta/schemas/agent_file.py (AgentFileSchema)
and letta/serialize_schemas/pydantic_agent_schema.py.
"""

import json
from collections.abc import Iterator
from datetime import tzinfo
from typing import Any, Final

from agent.importing.content import Content
from agent.importing.item import Item, moment
from agent.importing.json_stream import Json, objects

HUMAN: Final = "human"


def read(content: Content, zone: tzinfo) -> Iterator[Item]:
    """Read an agent file of either form. Raises ImportUnreadable."""
    for prefix in ("agents.item.messages.item", "messages.item"):
        for message in objects(content, prefix):
            yield from _said(message, zone)
    for prefix in ("blocks.item", "core_memory.item"):
        for block in objects(content, prefix):
            if block.get("label") == HUMAN and isinstance(block.get("value"), str):
                yield from _lines(block, zone)


def _lines(block: Json, zone: tzinfo) -> Iterator[Item]:
    when = moment(block.get("updated_at") or block.get("created_at"), zone)
    for line in block["value"].splitlines():
        if text := line.strip().lstrip("-*•").strip():
            yield Item(text, when)


def _said(message: Json, zone: tzinfo) -> Iterator[Item]:
    if message.get("role") != "user":
        return
    text = _unwrapped(_text(message.get("content"))).strip()
    if text:
        yield Item(text, moment(message.get("created_at"), zone))


def _text(content: Any) -> str:
    if isinstance(content, str):
        return content
    parts = content if isinstance(content, list) else []
    words = (part.get("text") for part in parts if isinstance(part, dict) and part.get("type") == "text")
    return "\n".join(each for each in words if isinstance(each, str))


def _unwrapped(text: str) -> str:
    """The words inside Letta's wrapping; nothing of an event that nobody said."""
    try:
        wrapped = json.loads(text)
    except ValueError:
        return text
    if not isinstance(wrapped, dict) or "type" not in wrapped:
        return text
    said = wrapped.get("message")
    return said if wrapped["type"] == "user_message" and isinstance(said, str) else ""
