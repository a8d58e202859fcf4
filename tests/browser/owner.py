"""Whoever uses the page in these tests: what they told over the years, and a scripted model that knows their sentences."""

import threading
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from langchain_core.messages import AIMessage, BaseMessage, HumanMessage, ToolMessage

from agent import Sebastian
from agent.models.speech import Transcript
from tests.chat_models import calls

TOLD = {
    "2022-03-05": "我叫张三",
    "2023-05-01": "我的生日是8月3日",
    "2024-02-10": "我不喜欢自己的星座",
    "2025-03-01": "我改名了，现在叫李四",
}
_DOES: dict[str, tuple[str, dict[str, Any]]] = {
    "我叫张三": ("save_memory", {"statement": "用户叫张三", "attribute": "姓名", "value": "张三", "kind": "profile"}),
    "我的生日是8月3日": (
        "save_memory",
        {"statement": "用户的生日是8月3日", "attribute": "生日", "value": "8月3日", "kind": "profile"},
    ),
    "我不喜欢自己的星座": (
        "save_memory",
        {"statement": "用户不喜欢自己的星座", "attribute": "不喜欢", "value": "自己的星座", "kind": "preference"},
    ),
    "我改名了，现在叫李四": (
        "update_memory",
        {"statement": "用户叫李四", "attribute": "姓名", "value": "李四", "kind": "profile", "old": "姓名"},
    ),
    "我养了一只橘猫": (
        "save_memory",
        {"statement": "用户养了一只橘猫", "attribute": "宠物", "value": "橘猫", "kind": "possession"},
    ),
    "我养了一只橘毛": (
        "save_memory",
        {"statement": "用户养了一只橘毛", "attribute": "宠物", "value": "橘毛", "kind": "possession"},
    ),
}
ENDLESS = "讲一个没有尽头的故事"
begun, told_enough = threading.Event(), threading.Event()


def model(messages: Sequence[BaseMessage]) -> AIMessage:
    """Call the tool that a sentence is for, then say so; talk of the rest."""
    said = next(message.text for message in reversed(messages) if isinstance(message, HumanMessage))
    if said == ENDLESS:
        begun.set()
        assert told_enough.wait(60)
    if said not in _DOES or isinstance(messages[-1], ToolMessage):
        return AIMessage(f"好的。你说的是：{said}")
    name, arguments = _DOES[said]
    return calls(name, **arguments)


def make_home(sebastian: Sebastian) -> None:
    """Tell what was told over the years."""
    for day, text in TOLD.items():
        sebastian.chat(text, said_at=datetime.fromisoformat(f"{day}T10:00:00+08:00"))


class Ear:
    """Hears in every recording the same words, and keeps how each recording began."""

    def __init__(self) -> None:
        self.words = "我养了一只橘毛"
        self.heads: list[bytes] = []

    def transcribe(self, path: Path, media_type: str, **_: object) -> Transcript:
        """Give the words."""
        assert media_type == "audio/webm"
        self.heads.append(path.read_bytes()[:4])
        return Transcript(self.words, "scripted:ear")
