"""An example of every answer, for OpenAPI; tests hold each to its shape."""

from typing import Any, Final

_SAVED: Final = {"op": "saved", "id": "f2", "statement": "用户对花生过敏"}
_RETRACTED: Final = {"op": "retracted", "id": "f2", "statement": "用户对花生过敏"}
_MEMORY: Final = {
    "id": "f2",
    "statement": "用户对花生过敏",
    "kind": "profile",
    "subject": "用户",
    "attribute": "过敏",
    "value": "花生",
    "status": "current",
    "valid_from": "2025-05-01T08:00:00+08:00",
    "valid_to": None,
    "recorded_at": "2025-05-01T08:00:00+08:00",
    "sources": [{"turn": "t1", "quote": "我对花生过敏"}],
}
_RECEIPT: Final = {
    "at": "2025-05-02T08:00:00+08:00",
    "facts": 1,
    "turns": 1,
    "vectors": 2,
    "records": 3,
    "threads": 0,
    "ledger": {"before": "9f2c…", "after": "41d7…"},
}
_ANSWER: Final = {"role": "assistant", "content": "记住了，你对花生过敏。", "refusal": None}

EXAMPLES: Final[dict[str, Any]] = {
    "ChatAnswer": {"response": "记住了，你对花生过敏。", "memory": [_SAVED]},
    "AudioAnswer": {"response": "记住了，你对花生过敏。", "memory": [_SAVED], "text": "我对花生过敏"},
    "Transcription": {"text": "我对花生过敏", "sebastian": {"engine": "local:whisper-base", "audio_ms": 2100}},
    "MemoryList": {"memories": [_MEMORY], "total": 1},
    "MemoryWithHistory": {**_MEMORY, "history": [_MEMORY]},
    "WhyView": {
        "id": "f2",
        "statement": "用户对花生过敏",
        "status": "current",
        "rule": None,
        "quotes": [{"turn": "t1", "said_at": "2025-05-01T08:00:00+08:00", "door": "text", "quote": "我对花生过敏"}],
        "confidence": None,
        "premises": [],
        "alternatives": [],
    },
    "Forgotten": {"memory": [{"op": "erased", "id": "f2", "statement": ""}], "receipt": _RECEIPT},
    "Corrected": {"memory": [{**_SAVED, "op": "updated", "id": "f5"}], "turn": "t4"},
    "Undone": {"memory": [{"op": "undone", "id": "f2", "statement": "用户对花生过敏", "undoes": "saved"}]},
    "Tidied": {"memory": [{**_RETRACTED, "because": ["f7"]}]},
    "Erased": {"erased": 42},
    "ImportStarted": {
        "id": "a1b2c3",
        "kind": "chatgpt",
        "total": 120,
        "new": 100,
        "known": 18,
        "skipped": 2,
        "first": "2023-04-01T09:00:00+08:00",
        "last": "2025-05-01T08:00:00+08:00",
    },
    "ImportProgress": {
        "state": "running",
        "total": 120,
        "done": 40,
        "new": 22,
        "known": 18,
        "skipped": 0,
        "owed": 0,
        "rate": 0.2,
        "left_s": 400,
        "error": None,
    },
    "Health": {
        "status": "ok",
        "version": "0.1.0",
        "chat": "local:qwen2.5-1.5b",
        "embedding": "local:use-multilingual-v3",
        "speech": "local:whisper-base",
        "facts": 12,
        "turns": 30,
        "seq": 74,
    },
    "Completion": {
        "id": "chatcmpl-t1",
        "object": "chat.completion",
        "created": 1746057600,
        "model": "sebastian",
        "choices": [{"index": 0, "message": _ANSWER, "logprobs": None, "finish_reason": "stop"}],
        "usage": {"prompt_tokens": 812, "completion_tokens": 41, "total_tokens": 853},
        "sebastian": {"memory": [_SAVED], "usage_reported": True},
    },
    "Models": {
        "object": "list",
        "data": [{"id": "sebastian", "object": "model", "created": 0, "owned_by": "sebastian"}],
    },
}
