"""ChatGPT's `conversations.json`, out of the zip that "Export data" sends, or out of its parts `conversations-000.json`.

An array of conversations, each a tree of messages (`mapping`: a node has `message`, `parent`, `children`) of which the
path to `current_node` is what was said in the end; what was edited away lies beside it. Only `author.role` "user" is
read: texts, transcripts of what was spoken, and what the owner wrote of himself as custom instructions.

Source: help.openai.com "How do I export my ChatGPT history and data?"; the format as
github.com/mitkury/chatgpt-export-parser, docs/chatgpt-data-export-format.md, describes it.
"""

from collections.abc import Iterator
from datetime import tzinfo
from typing import Any

from agent.importing.content import Content
from agent.importing.item import Item, moment
from agent.importing.json_stream import Json, objects


def read(content: Content, prefix: str, zone: tzinfo) -> Iterator[Item]:
    """Read what the owner said in every conversation. Raises ImportUnreadable."""
    for conversation in objects(content, prefix):
        begun = moment(conversation.get("create_time"), zone)
        for message in _said(conversation):
            text = _text(message.get("content")).strip()
            if text:
                yield Item(text, moment(message.get("create_time"), zone) or begun)


def _said(conversation: Json) -> Iterator[Json]:
    """The owner's messages on the path that was taken, oldest first; of a tree without an end, all of them."""
    nodes = conversation.get("mapping")
    if not isinstance(nodes, dict):
        return
    end = conversation.get("current_node")
    path = list(_path(nodes, end))[::-1] if end in nodes else list(nodes.values())
    for node in path:
        message = node.get("message") if isinstance(node, dict) else None
        if isinstance(message, dict) and _is_owners(message):
            yield message


def _path(nodes: dict[str, Any], end: object) -> Iterator[Any]:
    passed = set()
    while isinstance(end, str) and end in nodes and end not in passed:
        passed.add(end)
        yield nodes[end]
        end = nodes[end].get("parent") if isinstance(nodes[end], dict) else None


def _is_owners(message: Json) -> bool:
    author, content, more = message.get("author"), message.get("content"), message.get("metadata")
    kind = content.get("content_type") if isinstance(content, dict) else None
    is_hidden = isinstance(more, dict) and more.get("is_visually_hidden_from_conversation") is True
    is_user = isinstance(author, dict) and author.get("role") == "user"
    return is_user and (kind == "user_editable_context" or not is_hidden)


def _text(content: object) -> str:
    if not isinstance(content, dict):
        return ""
    if content.get("content_type") == "user_editable_context":
        profile = content.get("user_profile")
        return profile if isinstance(profile, str) else ""
    parts = content.get("parts")
    return "\n".join(_words(part) for part in parts) if isinstance(parts, list) else ""


def _words(part: object) -> str:
    """A part that is words: written, or the transcript of spoken ones."""
    if isinstance(part, dict) and part.get("content_type") == "audio_transcription":
        part = part.get("text")
    return part if isinstance(part, str) else ""
