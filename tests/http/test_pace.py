"""Who sends a request byte by byte is not waited for, and who opens connections without end is told to come again."""

import json
import select
import socket
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

import httpx
import pytest
from langchain_core.messages import AIMessage, BaseMessage

from api.pace import PacedProtocol
from tests.http.serving import GREETING, TOKEN, Serve, Served

DRIP_S = 0.005
HEAD = f"POST /chat/text HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {TOKEN}\r\n".encode()


@pytest.fixture
def hurried(serve: Serve, monkeypatch: pytest.MonkeyPatch) -> Served:
    """A server that waits half a second, and hardly longer for what comes meanwhile."""
    monkeypatch.setattr(PacedProtocol, "grace_s", 0.5)
    monkeypatch.setattr(PacedProtocol, "bytes_per_s", 100_000)
    running = serve()
    assert isinstance(running, Served)
    return running


@contextmanager
def connected(served: Served) -> Iterator[socket.socket]:
    """A connection of one's own."""
    url = httpx.URL(served.url)
    with socket.create_connection((url.host, url.port or 80), timeout=60) as connection:
        yield connection


def everything(connection: socket.socket) -> bytes:
    """What the server says until it closes."""
    said = b""
    while more := connection.recv(65536):
        said += more
    return said


def dripped(connection: socket.socket, content: bytes) -> int:
    """Send a byte at a time until the server says something; how many it took."""
    for sent, byte in enumerate(content):
        if select.select([connection], [], [], DRIP_S)[0]:
            return sent
        connection.send(bytes([byte]))
    return len(content)


def code_in(said: bytes) -> tuple[int, str]:
    """The status and the code of an error answer as it came over the wire."""
    head, _, body = said.partition(b"\r\n\r\n")
    return int(head.split()[1]), json.loads(body)["error"]["code"]


def test_a_head_that_stops_halfway_is_answered_408_and_closed(hurried: Served) -> None:
    with connected(hurried) as connection:
        connection.sendall(HEAD)
        assert code_in(everything(connection)) == (408, "too_slow")


def test_a_head_that_comes_a_byte_at_a_time_is_cut_off(hurried: Served) -> None:
    with connected(hurried) as connection:
        assert dripped(connection, HEAD + b"X-Long: " + b"a" * 60_000) < 60_000
        assert code_in(everything(connection)) == (408, "too_slow")


def test_a_body_that_comes_a_byte_at_a_time_is_cut_off_and_nothing_is_kept(hurried: Served) -> None:
    with connected(hurried) as connection:
        connection.sendall(HEAD + b"Content-Type: application/json\r\nContent-Length: 60000\r\n\r\n")
        assert dripped(connection, b'{"text": "' + b"a" * 60_000) < 60_000
        assert code_in(everything(connection)) == (408, "too_slow")
    assert hurried.seq == 0


def test_a_connection_on_which_nothing_was_asked_is_closed_without_a_word(hurried: Served) -> None:
    with connected(hurried) as connection:
        assert everything(connection) == b""


def test_an_answer_may_take_longer_than_the_question(serve: Serve, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(PacedProtocol, "grace_s", 0.5)

    def answers_after_the_grace(_messages: list[BaseMessage]) -> AIMessage:
        with connected(served) as silent:
            assert everything(silent) == b""
        return AIMessage(GREETING)

    served = serve(answers_after_the_grace)
    assert served.say("你好").json()["response"] == GREETING


def test_connections_beyond_the_most_are_told_to_come_again(serve: Serve, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(PacedProtocol, "most_connections", 8)
    served = serve()
    with ExitStack() as open_ones:
        for _ in range(8):
            open_ones.enter_context(connected(served))
        with connected(served) as one_too_many:
            assert code_in(everything(one_too_many)) == (429, "too_busy")
    with served.stranger() as later:
        assert later.get("/health").status_code == 200
