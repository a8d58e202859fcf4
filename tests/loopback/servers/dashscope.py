"""DashScope's wire: text generation as server-sent events, embeddings, reranking, speech by the multimodal model.

Source: https://help.aliyun.com/zh/model-studio/qwen-api-reference, /text-rerank-api and /error-code.
"""

import json
from collections.abc import Iterable, Iterator
from typing import Any

from tests.loopback.servers.listening import Exchange, LoopbackServer, Reply, answers

KEY = "sk-dashscope-secret-1f6b"
USAGE = {"input_tokens": 22, "output_tokens": 5, "total_tokens": 27}


class DashScopeServer(LoopbackServer):
    """What a key of DashScope sees."""

    provider = "dashscope"

    def settings(self, model: str = "qwen-max") -> dict[str, Any]:
        """Settings that choose this server for chat."""
        return {
            "chat": f"dashscope:{model}",
            "embedding": "dashscope:text-embedding-v4",
            "speech": "dashscope:qwen3-asr-flash",
            "rerank": "dashscope:gte-rerank-v2",
            "dashscope_url": f"{self.url}/api/v1",
            "dashscope_api_key": KEY,
        }


def says(*pieces: str) -> Reply:
    """Stream text in increments."""
    return says_slowly(pieces)


def says_slowly(pieces: Iterable[str]) -> Reply:
    """Stream text in increments, each sent before the next is asked for."""

    def deltas() -> Iterator[dict[str, Any]]:
        for piece in pieces:
            yield {"content": piece}

    return lambda exchange: _stream(exchange, deltas(), "stop")


def calls(*tools: tuple[str, dict[str, Any]]) -> Reply:
    """Stream tool calls: name and id first, then the arguments bit by bit with an empty id, then an empty piece."""

    def deltas() -> Iterator[dict[str, Any]]:
        for index, (name, arguments) in enumerate(tools):
            yield _piece(index, f"call_{index}", {"name": name, "arguments": ""})
            text = json.dumps(arguments, ensure_ascii=False)
            for start in range(0, len(text), 7):
                yield _piece(index, "", {"arguments": text[start : start + 7]})
        yield _piece(len(tools) - 1, "", {})

    return lambda exchange: _stream(exchange, deltas(), "tool_calls")


def calls_in_half() -> Reply:
    """Stream a tool call whose arguments break off."""
    deltas = [_piece(0, "call_0", {"name": "save_memory", "arguments": '{"statement": "用户的生'})]
    return lambda exchange: _stream(exchange, deltas, "length")


def says_nothing() -> Reply:
    """Stream an answer without text or tool calls."""
    return says("")


def refuses(status: int, code: str) -> Reply:
    """Answer with an error that quotes the key."""
    body = {"code": code, "message": f"{code}: {KEY} is at fault", "request_id": "r-1"}
    return answers(status, json.dumps(body).encode())


def refuses_midway(code: str) -> Reply:
    """Begin a stream, then send an error event."""
    event = json.dumps({"code": code, "message": f"about {KEY}", "request_id": "r-1"})
    pieces = [*_events([{"content": "我"}], "null"), f"id:2\nevent:error\n:HTTP_STATUS/500\ndata:{event}\n\n".encode()]
    return lambda exchange: exchange.stream(pieces, "text/event-stream;charset=UTF-8")


def embeds(dimension: int) -> Reply:
    """Embed each text as its first character, out of order."""

    def reply(exchange: Exchange) -> None:
        found = [
            {"text_index": index, "embedding": [float(ord(text[0]))] + [1.0] * (dimension - 1)}
            for index, text in enumerate(exchange.asked.body["input"]["texts"])
        ]
        body = {"output": {"embeddings": found[::-1]}, "usage": {"total_tokens": 3}, "request_id": "r-1"}
        exchange.send(200, json.dumps(body).encode())

    return reply


def ranks(*scores: float) -> Reply:
    """Score the documents in their order; the best comes first in the answer."""
    body = {"output": {"results": _best_first(scores)}, "usage": {"total_tokens": 79}, "request_id": "r-1"}
    return answers(200, json.dumps(body).encode())


def hears(text: str) -> Reply:
    """Answer with a transcript."""
    message = {
        "role": "assistant",
        "content": [{"text": text}] if text else [],
        "annotations": [{"language": "zh", "type": "audio_info", "emotion": "neutral"}],
    }
    body = {
        "output": {"choices": [{"finish_reason": "stop", "message": message}]},
        "usage": {"seconds": 1},
        "request_id": "r-1",
    }
    return answers(200, json.dumps(body).encode())


def speaks(url: str) -> Reply:
    """Answer with the address of speech."""
    audio = {"data": "", "expires_at": 1_900_000_000, "id": "audio_1", "url": url}
    body = {"output": {"finish_reason": "stop", "audio": audio}, "usage": {"characters": 3}, "request_id": "r-1"}
    return answers(200, json.dumps(body).encode())


def _best_first(scores: Iterable[float]) -> list[dict[str, float]]:
    rows = [{"index": index, "relevance_score": score} for index, score in enumerate(scores)]
    return sorted(rows, key=lambda row: -row["relevance_score"])


def _piece(index: int, call_id: str, function: dict[str, str]) -> dict[str, Any]:
    return {"content": "", "tool_calls": [{"index": index, "id": call_id, "type": "function", "function": function}]}


def _stream(exchange: Exchange, deltas: Iterable[dict[str, Any]], finish: str) -> None:
    exchange.stream(_events(deltas, finish), "text/event-stream;charset=UTF-8")


def _events(deltas: Iterable[dict[str, Any]], finish: str) -> Iterator[bytes]:
    for delta in deltas:
        yield _event({"role": "assistant", **delta}, "null")
    if finish != "null":
        yield _event({"role": "assistant", "content": ""}, finish)


def _event(message: dict[str, Any], finish: str) -> bytes:
    body = {"output": {"choices": [{"message": message, "finish_reason": finish}]}, "usage": USAGE, "request_id": "r-1"}
    return f"id:1\nevent:result\n:HTTP_STATUS/200\ndata:{json.dumps(body, ensure_ascii=False)}\n\n".encode()
