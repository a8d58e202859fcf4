"""Memories that another system kept of the owner: mem0, LangMem and any LangGraph store, Letta's archival memory.

They are statements rather than words that were said; they are taken as if the owner had told them when they were kept.

Source: docs.mem0.ai/api-reference/memory/get-memories and /cookbooks/essentials/exporting-memories (`{"results": [{"id",
"memory", "created_at", ...}]}`, or `{"memories": [...]}` from an export by schema); reference.langchain.com
`langgraph.store.base.Item` (`namespace`, `key`, `value`, `created_at`; LangMem's value is `{"kind": "Memory", "content":
{"content": "..."}}` or `{"content": "..."}`); docs.letta.com, "List archival memory" (`[{"id", "text", "created_at", ...}]`).
"""

from collections.abc import Iterator
from datetime import tzinfo
from typing import Any, Final

from agent.importing.content import Content
from agent.importing.item import Item, moment
from agent.importing.json_stream import Json, objects

# Where a memory has its words, in the order in which they are looked for.
_WORDS: Final = ("memory", "text", "content", "data", "value")


def mem0(content: Content, prefix: str, zone: tzinfo) -> Iterator[Item]:
    """Read mem0's memories of the user; those of an agent alone are of no owner. Raises ImportUnreadable."""
    for memory in objects(content, prefix):
        if memory.get("agent_id") and not memory.get("user_id"):
            continue
        yield from _item(memory, memory.get("created_at"), zone)


def archival(content: Content, prefix: str, zone: tzinfo) -> Iterator[Item]:
    """Read the passages of Letta's archival memory. Raises ImportUnreadable."""
    for passage in objects(content, prefix):
        yield from _item(passage, passage.get("created_at"), zone)


def store_items(content: Content, prefix: str, zone: tzinfo) -> Iterator[Item]:
    """Read the items of a LangGraph store. Raises ImportUnreadable."""
    for item in objects(content, prefix):
        yield from _item(item.get("value"), item.get("created_at"), zone)


def _item(memory: object, created_at: object, zone: tzinfo) -> Iterator[Item]:
    text = _text(memory).strip()
    if text:
        yield Item(text, moment(created_at, zone))


def _text(memory: Any) -> str:
    """The words of a memory; of one with fields of its own, all of them: `food: pizza；city: 北京`."""
    if not isinstance(memory, dict):
        return memory if isinstance(memory, str) else ""
    for key in _WORDS:
        if isinstance(memory.get(key), str):
            return str(memory[key])
        if isinstance(memory.get(key), dict):
            return _text(memory[key])
    return "；".join(f"{key}: {value}" for key, value in _fields(memory))


def _fields(memory: Json) -> Iterator[tuple[str, str]]:
    for key, value in memory.items():
        if isinstance(value, list):
            value = "、".join(str(each) for each in value if isinstance(each, str | int | float))
        if isinstance(value, str | int | float) and not isinstance(value, bool) and str(value).strip():
            yield key, str(value)
