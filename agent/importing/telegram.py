"""Telegram Desktop's `result.json`: one chat, or all of them with the account's own id.

A message has `from`, `from_id`, `date_unixtime` and `text`, which is a string or a list of strings and of pieces
`{"type", "text"}`. What was forwarded is another's words.

Source: the export of Telegram Desktop, as described in docs/TELEGRAM_FORMAT.md of the package tg-parser.
"""

from collections.abc import Iterator
from datetime import tzinfo
from typing import Any

from agent.importing.content import Content
from agent.importing.item import Item, moment
from agent.importing.json_stream import Json, objects
from agent.importing.speakers import Spoken


def read(content: Content, zone: tzinfo) -> Iterator[Spoken]:
    """Read every text message with who sent it. Raises ImportUnreadable."""
    own = {f"user{account.get('user_id')}" for account in objects(content, "personal_information")}
    for prefix in ("messages.item", "chats.list.item.messages.item"):
        for message in objects(content, prefix):
            text = _text(message.get("text")).strip()
            if message.get("type") != "message" or not text or message.get("forwarded_from"):
                continue
            when = moment(message.get("date_unixtime"), zone) or moment(message.get("date"), zone)
            yield Spoken(_name(message), Item(text, when), is_owner=message.get("from_id") in own)


def _name(message: Json) -> str:
    name = message.get("from")
    return name if isinstance(name, str) else ""


def _text(text: Any) -> str:
    if isinstance(text, str):
        return text
    pieces = text if isinstance(text, list) else []
    words = (piece.get("text") if isinstance(piece, dict) else piece for piece in pieces)
    return "".join(each for each in words if isinstance(each, str))
