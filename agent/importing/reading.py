"""Tells by its content, never by its name, what a file to be imported is, and reads it."""

import codecs
import io
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, tzinfo
from itertools import chain, islice
from pathlib import Path
from typing import Final, Literal

from agent.importing import chat_text, chatgpt, letta, remembered, statements, telegram
from agent.importing.content import Content, contents_of
from agent.importing.item import Item
from agent.importing.json_stream import Outline, outline
from agent.importing.speakers import owners
from store import transfer
from store.errors import ImportUnknown

Kind = Literal["sebastian", "chatgpt", "mem0", "langgraph", "letta", "telegram", "chat", "statements"]
Read = Callable[[Content, tzinfo, str], Iterator[Item]]

# So many bytes, and lines, tell a text from JSON, and a chat from statements.
_HEAD_BYTES: Final = 65_536
_HEAD_LINES: Final = 200
# A chat may begin with a bracket as well: `[2024/3/5 ...`.
_JSON: Final = re.compile(rb"\s*(?:\{\s*[\"}]|\[\s*[\[{\"\]])")
# A list of memories has short lines; longer ones are of a document, which is nobody's memories.
_MAX_STATEMENT: Final = 500


@dataclass(frozen=True, slots=True)
class Found:
    """A file and what was read of it: the owner's words, oldest first, those without a time last; an export of ours has none."""

    kind: Kind
    contents: list[Content]
    items: list[Item] = field(default_factory=list)


def read_file(path: Path, *, owner: str, zone: tzinfo) -> Found:
    """Read a file that is to be imported.

    Args:
        path: the file, bare or a zip.
        owner: the owner's name in a chat between people; empty where the file itself says who exported it.
        zone: the zone of times that name none.

    Raises:
        ImportUnreadable, ImportUnknown, ImportTooLarge, OwnerNeeded.
    """
    contents = contents_of(path)
    kind, read = _kind(contents[0])
    items = chain.from_iterable(read(content, zone, owner) for content in contents)
    return Found(kind, contents, sorted(items, key=_when))


def _when(item: Item) -> tuple[bool, float]:
    return (item.said_at is None, item.said_at.timestamp() if isinstance(item.said_at, datetime) else 0.0)


def _kind(content: Content) -> tuple[Kind, Read]:
    with content.open() as file:
        head = file.read(_HEAD_BYTES)
    if transfer.is_header(head.partition(b"\n")[0]):
        return "sebastian", lambda *_: iter(())
    if _JSON.match(head):
        found = _json_kind(outline(content))
        if found is None:
            raise ImportUnknown("it is JSON, but none that is known")
        return found
    return _text_kind(content, head)


def _json_kind(root: Outline) -> tuple[Kind, Read] | None:
    """What JSON is, by the keys at its root; the place of its records follows from that."""
    keys, where = root.keys, "item" if root.is_array else ""
    if "mapping" in keys:
        return "chatgpt", lambda content, zone, _: chatgpt.read(content, where, zone)
    if root.is_array and "memory" in keys:
        return "mem0", lambda content, zone, _: remembered.mem0(content, where, zone)
    if root.is_array and {"key", "value"} <= keys:
        return "langgraph", lambda content, zone, _: remembered.store_items(content, where, zone)
    if root.is_array and {"text", "created_at"} <= keys:
        return "letta", lambda content, zone, _: remembered.archival(content, where, zone)
    if root.is_array:
        return None
    if "agents" in keys or {"core_memory", "messages"} <= keys:
        return "letta", lambda content, zone, _: letta.read(content, zone)
    if "chats" in keys or {"type", "messages"} <= keys:
        return "telegram", lambda content, zone, owner: iter(owners(telegram.read(content, zone), owner))
    if "items" in keys:
        return "langgraph", lambda content, zone, _: remembered.store_items(content, "items.item", zone)
    listed = next((key for key in ("results", "memories") if key in keys), None)
    return ("mem0", lambda content, zone, _: remembered.mem0(content, f"{listed}.item", zone)) if listed else None


def _text_kind(content: Content, head: bytes) -> tuple[Kind, Read]:
    encoding = _encoding(head)
    first = list(islice(_text_lines(content, encoding), _HEAD_LINES))
    if chat_text.is_chat(first):
        return "chat", lambda content, zone, owner: iter(
            owners(chat_text.read(_text_lines(content, encoding), zone), owner)
        )
    if any(line.strip() for line in first) and max(map(len, first)) <= _MAX_STATEMENT:
        return "statements", lambda content, *_: statements.read(_text_lines(content, encoding))
    raise ImportUnknown("it is neither JSON, nor a chat, nor a list of short statements")


def _encoding(head: bytes) -> str:
    """Tell UTF-8, UTF-16 by its mark, or else the Chinese code that includes all others.

    Raises:
        ImportUnknown: it is no text.
    """
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    if b"\0" in head:
        raise ImportUnknown("it is no text")
    try:
        codecs.getincrementaldecoder("utf-8")().decode(head)
    except UnicodeDecodeError:
        return "gb18030"
    return "utf-8"


def _text_lines(content: Content, encoding: str) -> Iterator[str]:
    with content.open() as file, io.TextIOWrapper(file, encoding=encoding, errors="replace") as text:
        yield from text
