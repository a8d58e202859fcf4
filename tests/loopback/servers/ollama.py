"""Ollama's own wire: /api/chat as lines of JSON, /api/embed.

Source: https://github.com/ollama/ollama/blob/main/docs/api.md.
"""

import json
from collections.abc import Iterable, Iterator
from typing import Any

from tests.loopback.servers.listening import Exchange, LoopbackServer, Reply, answers

KEY = "ollama-password-77d1"
CREATED = "2025-01-01T00:00:00.000000Z"


class OllamaServer(LoopbackServer):
    """What a client of Ollama sees."""

    provider = "ollama"

    def settings(self, model: str = "qwen2.5:7b") -> dict[str, Any]:
        """Settings that choose this server for chat; a password in the address is the only secret there is."""
        return {
            "chat": f"ollama:{model}",
            "embedding": "ollama:bge-m3",
            "ollama_url": self.url.replace("http://", f"http://owner:{KEY}@"),
        }


def says(*pieces: str) -> Reply:
    """Stream text."""
    return says_slowly(pieces)


def says_slowly(pieces: Iterable[str]) -> Reply:
    """Stream text, each piece sent before the next is asked for."""
    return lambda exchange: _stream(exchange, ({"content": piece} for piece in pieces), "stop")


def calls(*tools: tuple[str, dict[str, Any]]) -> Reply:
    """Stream tool calls, each whole and on a line of its own."""
    lines = [
        {"content": "", "tool_calls": [{"function": {"name": name, "arguments": arguments}}]}
        for name, arguments in tools
    ]
    return lambda exchange: _stream(exchange, lines, "stop")


def says_nothing() -> Reply:
    """Stream an answer without text or tool calls."""
    return says("")


def refuses(status: int, code: str) -> Reply:
    """Answer with an error that quotes the password; Ollama has no error codes."""
    return answers(status, json.dumps({"error": f"{code} {KEY}"}).encode())


def refuses_midway(code: str) -> Reply:
    """Begin a stream, then send an error."""
    pieces = [_line({"content": "我"}), json.dumps({"error": f"{code} {KEY}"}).encode() + b"\n"]
    return lambda exchange: exchange.stream(pieces, "application/x-ndjson")


def embeds(dimension: int) -> Reply:
    """Embed each text as its first character."""

    def reply(exchange: Exchange) -> None:
        found = [[float(ord(text[0]))] + [1.0] * (dimension - 1) for text in exchange.asked.body["input"]]
        exchange.send(200, json.dumps({"model": "bge-m3", "embeddings": found}).encode())

    return reply


def _stream(exchange: Exchange, messages: Iterable[dict[str, Any]], finish: str) -> None:
    exchange.stream(_lines(messages, finish), "application/x-ndjson")


def _lines(messages: Iterable[dict[str, Any]], finish: str) -> Iterator[bytes]:
    for message in messages:
        yield _line(message)
    end = {
        "model": "m",
        "created_at": CREATED,
        "message": {"role": "assistant", "content": ""},
        "done": True,
        "done_reason": finish,
        "prompt_eval_count": 22,
        "eval_count": 5,
    }
    yield json.dumps(end).encode() + b"\n"


def _line(message: dict[str, Any]) -> bytes:
    body = {"model": "m", "created_at": CREATED, "message": {"role": "assistant", **message}, "done": False}
    return json.dumps(body, ensure_ascii=False).encode() + b"\n"
