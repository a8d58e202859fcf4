"""What cannot be used is refused with a 4xx in the one shape, and nothing is written."""

import json
from collections.abc import Iterator
from typing import Any

import pytest

from api.body_limit import JSON_LIMIT_BYTES
from tests.http.serving import FAR, Served, code_of

JSON = {"Content-Type": "application/json"}


@pytest.fixture(autouse=True)
def _nothing_is_written(shared: Served) -> Iterator[None]:
    before = shared.seq
    yield
    assert shared.seq == before


BODIES: list[tuple[bytes, int, str]] = [
    (b"", 400, "invalid_json"),
    (b"{", 400, "invalid_json"),
    (b"{'text': 'a'}", 400, "invalid_json"),
    (b'{"text": "\xff\xfe"}', 400, "invalid_json"),
    (b"[" * 100_000, 400, "invalid_json"),
    (b'{"text": ' + b"9" * 5_000 + b"}", 400, "invalid_json"),
    (b"[]", 422, "invalid_input"),
    (b'"text"', 422, "invalid_input"),
    (b"null", 422, "invalid_input"),
    (b"{}", 422, "invalid_input"),
    (b'{"text": 5}', 422, "invalid_input"),
    (b'{"text": null}', 422, "invalid_input"),
    (b'{"text": ["a"]}', 422, "invalid_input"),
    (b'{"text": "\\ud800"}', 422, "invalid_text"),
    (b'{"text": "a\\u0000b"}', 422, "invalid_text"),
]


@pytest.mark.parametrize(("body", "status", "code"), BODIES, ids=[body[:16].decode("latin-1") for body, _, _ in BODIES])
def test_a_body_that_cannot_be_read_is_refused(shared: Served, body: bytes, status: int, code: str) -> None:
    response = shared.client.post("/chat/text", content=body, headers=JSON)
    assert (response.status_code, code_of(response)) == (status, code)


@pytest.mark.parametrize("text", ["", " ", "\n\t\u3000", "\u200b\ufeff", "\x07", "\u3164\u2060"])
def test_words_without_content_are_refused(shared: Served, text: str) -> None:
    response = shared.say(text)
    assert (response.status_code, code_of(response)) == (422, "empty_text")


def test_over_long_text_is_refused_and_its_length_named(shared: Served) -> None:
    response = shared.say("长" * 8_001)
    assert (response.status_code, code_of(response)) == (422, "text_too_long")
    assert "8001" in response.json()["error"]["message"]


@pytest.mark.parametrize(
    "said_at",
    ["昨天", "", "2025-05-01", "2025-05-01T08:00:00", FAR, "2025-05-01T04:10:00+00:00",
     "0001-01-01T00:00:00+08:00", "9999-12-31T23:59:59-12:00", "2025-13-01T00:00:00Z", 1746072000, True, {}],
)  # fmt: skip
def test_a_time_that_cannot_be_used_is_refused(shared: Served, said_at: Any) -> None:
    response = shared.say("你好", said_at=said_at)
    assert (response.status_code, code_of(response)) == (422, "invalid_time")


@pytest.mark.parametrize("thread_id", ["有汉字", "a b", "a/b", "x" * 129, 7, ["a"], "a\n"])
def test_a_thread_id_that_cannot_be_used_is_refused(shared: Served, thread_id: Any) -> None:
    response = shared.say("你好", thread_id=thread_id)
    assert (response.status_code, code_of(response)) == (422, "invalid_thread_id")


@pytest.mark.parametrize("content_type", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data", ""])
def test_a_wrong_content_type_is_refused(shared: Served, content_type: str) -> None:
    response = shared.client.post(
        "/chat/text", content=json.dumps({"text": "你好"}).encode(), headers={"Content-Type": content_type}
    )
    assert (response.status_code, code_of(response)) == (415, "unsupported_media_type")


def test_a_body_over_the_limit_is_refused_when_its_length_is_declared(shared: Served) -> None:
    response = shared.client.post("/chat/text", content=b" " * (JSON_LIMIT_BYTES + 1), headers=JSON)
    assert (response.status_code, code_of(response)) == (413, "body_too_large")


def test_a_body_over_the_limit_is_refused_when_it_comes_in_chunks(shared: Served) -> None:
    blocks = (b" " * 65_536 for _ in range(JSON_LIMIT_BYTES // 65_536 + 1))
    response = shared.client.post("/chat/text", content=blocks, headers=JSON)
    assert (response.status_code, code_of(response)) == (413, "body_too_large")


@pytest.mark.parametrize(
    ("method", "path", "status", "code"),
    [
        ("GET", "/no/such/route", 404, "not_found"),
        ("GET", "/chat/text", 405, "method_not_allowed"),
        ("PUT", "/memories", 405, "method_not_allowed"),
        ("GET", "/memories/no-such-id", 404, "fact_not_found"),
        ("DELETE", "/memories/no-such-id", 404, "fact_not_found"),
        ("DELETE", "/memories", 400, "confirmation_needed"),
        ("DELETE", "/memories?all=true", 400, "confirmation_needed"),
        ("DELETE", "/memories?erase=true", 400, "confirmation_needed"),
        ("DELETE", "/memories?all=maybe&erase=true", 422, "invalid_input"),
        ("GET", "/memories?status=gone", 422, "invalid_input"),
        ("GET", "/memories?limit=0", 422, "invalid_input"),
        ("GET", "/memories?limit=1001", 422, "invalid_input"),
        ("GET", "/memories?limit=ten", 422, "invalid_input"),
        ("GET", "/memories?offset=-1", 422, "invalid_input"),
        ("GET", "/memories?as_of=2020", 422, "invalid_time"),
        ("GET", "/memories?as_of=2020-01-01T00:00:00", 422, "invalid_time"),
        ("GET", "/memories?query=a%00b", 422, "invalid_text"),
        ("GET", "/memories?query=" + "q" * 8001, 422, "text_too_long"),
    ],
)
def test_a_request_that_cannot_be_met_is_refused(
    shared: Served, method: str, path: str, status: int, code: str
) -> None:
    response = shared.client.request(method, path)
    assert (response.status_code, code_of(response)) == (status, code)


def test_a_refusal_never_repeats_what_was_sent(shared: Served) -> None:
    response = shared.client.post("/chat/text", json={"text": {"secret": "我的秘密"}})
    assert "秘密" not in response.text


@pytest.mark.parametrize("path", ["/agent/invoke", "/agent/batch", "/agent/stream", "/agent/stream_events"])
@pytest.mark.parametrize(
    "body",
    [b"", b"{", b"[" * 100_000, b'{"input": ' + b"9" * 5_000 + b"}", b'{"input": ' + b'{"text":' * 50_000, b"null"],
)
def test_langserve_refuses_what_cannot_be_read_however_deep_or_long(shared: Served, path: str, body: bytes) -> None:
    response = shared.client.post(path, content=body, headers=JSON)
    assert response.status_code in (400, 422)
    assert code_of(response) in ("invalid_json", "invalid_input")


def test_a_form_of_thousands_of_parts_is_refused(shared: Served) -> None:
    for parts in (
        {f"field{number}": (None, "x") for number in range(1_100)},
        {f"f{number}": ("a.wav", b"RIFF") for number in range(1_100)},
    ):
        response = shared.client.post("/chat/audio", files=parts)
        assert response.status_code in (400, 413, 422)
        code_of(response)
