"""OpenAI's wire: chat completions whole and as server-sent events, embeddings, transcriptions; and /rerank, as others have it.

Source: https://platform.openai.com/docs/api-reference; for /rerank https://docs.vllm.ai/en/latest/serving/openai_compatible_server.html.
"""

import json
from collections.abc import Iterable, Iterator
from typing import Any

from tests.loopback.servers.listening import Exchange, LoopbackServer, Reply, answers

KEY = "sk-openai-secret-8c2e"
USAGE = {"prompt_tokens": 22, "completion_tokens": 5, "total_tokens": 27}


class OpenAIServer(LoopbackServer):
    """What a key of a compatible service sees."""

    provider = "openai"

    def settings(self, model: str = "some-model") -> dict[str, Any]:
        """Settings that choose this server for chat."""
        return {
            "chat": f"openai:{model}",
            "embedding": "openai:some-embedding",
            "speech": "openai:whisper-1",
            "rerank": "openai:bge-reranker-v2-m3",
            "openai_url": f"{self.url}/v1",
            "openai_api_key": KEY,
        }


def says(*pieces: str) -> Reply:
    """Answer with text, streamed if that is asked for."""
    return says_slowly(pieces)


def says_slowly(pieces: Iterable[str]) -> Reply:
    """Answer with text; streamed, each piece is sent before the next is asked for."""

    def reply(exchange: Exchange) -> None:
        if exchange.asked.body.get("stream"):
            exchange.stream(_events(({"content": piece} for piece in pieces), "stop"), "text/event-stream")
        else:
            _whole(exchange, {"content": "".join(pieces)}, "stop")

    return reply


def calls(*tools: tuple[str, dict[str, Any]]) -> Reply:
    """Answer with tool calls; streamed, name and id come first and the arguments bit by bit."""
    texts = [(name, json.dumps(arguments, ensure_ascii=False)) for name, arguments in tools]

    def deltas() -> Iterator[dict[str, Any]]:
        for index, (name, text) in enumerate(texts):
            yield {
                "tool_calls": [
                    {
                        "index": index,
                        "id": f"call_{index}",
                        "type": "function",
                        "function": {"name": name, "arguments": ""},
                    }
                ]
            }
            for start in range(0, len(text), 7):
                yield {"tool_calls": [{"index": index, "function": {"arguments": text[start : start + 7]}}]}

    def reply(exchange: Exchange) -> None:
        if exchange.asked.body.get("stream"):
            exchange.stream(_events(deltas(), "tool_calls"), "text/event-stream")
        else:
            _whole(
                exchange,
                {
                    "content": None,
                    "tool_calls": [
                        {"id": f"call_{index}", "type": "function", "function": {"name": name, "arguments": text}}
                        for index, (name, text) in enumerate(texts)
                    ],
                },
                "tool_calls",
            )

    return reply


def calls_in_half() -> Reply:
    """Answer with a tool call whose arguments break off."""
    call = {
        "index": 0,
        "id": "call_0",
        "type": "function",
        "function": {"name": "save_memory", "arguments": '{"statement": "用户的生'},
    }

    def reply(exchange: Exchange) -> None:
        if exchange.asked.body.get("stream"):
            exchange.stream(_events([{"tool_calls": [call]}], "length"), "text/event-stream")
        else:
            _whole(exchange, {"content": None, "tool_calls": [call]}, "length")

    return reply


def says_nothing() -> Reply:
    """Answer without text or tool calls."""
    return says("")


def refuses(status: int, code: str) -> Reply:
    """Answer with an error that quotes the key."""
    return answers(
        status,
        json.dumps({"error": {"message": f"Incorrect API key provided: {KEY}", "code": code, "type": code}}).encode(),
    )


def refuses_midway(code: str) -> Reply:
    """Begin a stream, then send an error."""
    error = json.dumps({"error": {"message": f"about {KEY}", "code": code, "type": code}})
    pieces = [_event({"content": "我"}, None), f"data: {error}\n\n".encode()]
    return lambda exchange: exchange.stream(pieces, "text/event-stream")


def embeds(dimension: int) -> Reply:
    """Embed each text as its first character."""

    def reply(exchange: Exchange) -> None:
        found = [
            {"object": "embedding", "index": index, "embedding": [float(ord(text[0]))] + [1.0] * (dimension - 1)}
            for index, text in enumerate(exchange.asked.body["input"])
        ]
        body = {"object": "list", "data": found, "model": "m", "usage": {"prompt_tokens": 3, "total_tokens": 3}}
        exchange.send(200, json.dumps(body).encode())

    return reply


def ranks(*scores: float) -> Reply:
    """Score the documents in their order; the best comes first in the answer, each with its text."""

    def reply(exchange: Exchange) -> None:
        rows = [
            {"index": index, "document": {"text": text}, "relevance_score": score}
            for index, (text, score) in enumerate(zip(exchange.asked.body["documents"], scores, strict=True))
        ]
        rows.sort(key=lambda row: -row["relevance_score"])
        body = {"id": "rerank-1", "model": "m", "usage": {"total_tokens": 79}, "results": rows}
        exchange.send(200, json.dumps(body).encode())

    return reply


def hears(text: str) -> Reply:
    """Answer with a transcript."""
    return answers(200, json.dumps({"text": text}).encode())


def _whole(exchange: Exchange, message: dict[str, Any], finish: str) -> None:
    body = {
        "id": "c-1",
        "object": "chat.completion",
        "created": 1,
        "model": "some-model",
        "usage": USAGE,
        "choices": [{"index": 0, "message": {"role": "assistant", **message}, "finish_reason": finish}],
    }
    exchange.send(200, json.dumps(body).encode())


def _events(deltas: Iterable[dict[str, Any]], finish: str) -> Iterator[bytes]:
    yield _event({"role": "assistant", "content": ""}, None)
    for delta in deltas:
        yield _event(delta, None)
    yield _event({}, finish)
    usage = {
        "id": "c-1",
        "object": "chat.completion.chunk",
        "created": 1,
        "model": "some-model",
        "choices": [],
        "usage": USAGE,
    }
    yield f"data: {json.dumps(usage)}\n\n".encode()
    yield b"data: [DONE]\n\n"


def _event(delta: dict[str, Any], finish: str | None) -> bytes:
    body = {
        "id": "c-1",
        "object": "chat.completion.chunk",
        "created": 1,
        "model": "some-model",
        "choices": [{"index": 0, "delta": delta, "finish_reason": finish}],
    }
    return f"data: {json.dumps(body, ensure_ascii=False)}\n\n".encode()
