"""The app over real HTTP: uvicorn in a thread on a free loopback port."""

import socket
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import uvicorn
from langchain_core.messages import AIMessage

from agent import Sebastian
from agent.settings import OWNER, Settings
from api.pace import PacedProtocol
from server import create_app
from store.facts import Draft, Fact
from tests.chat_models import Answer, ScriptedChat
from tests.embedders import CharacterEmbedder

TOKEN = "a-token-for-tests"
FAR = "2125-05-01T12:00:00+08:00"
NOW = datetime(2025, 5, 1, 4, tzinfo=UTC)
GREETING = "您好，我是塞巴斯蒂安。"
GREETS = (AIMessage(GREETING),)


@dataclass
class Served:
    """A running server: where it is, the assistant behind it, and a client that holds the token."""

    url: str
    sebastian: Sebastian
    client: httpx.Client
    data: Path

    def stranger(self, **headers: str) -> httpx.Client:
        """A client without the token, with these headers instead."""
        return httpx.Client(base_url=self.url, headers=headers, timeout=60, trust_env=False)

    def say(self, text: str, **fields: Any) -> httpx.Response:
        """POST /chat/text."""
        return self.client.post("/chat/text", json={"text": text, **fields})

    def save(self, statement: str, user: str = OWNER, **slot: Any) -> Fact:
        """Put a fact into memory without a model."""
        return self.sebastian.memory(user).save(Draft(statement, **slot), turn_id="", at=self.sebastian.clock())

    @property
    def seq(self) -> int:
        """Sequence number of the owner's ledger: it grows with whatever is written."""
        return self.sebastian.memory().seq


Serve = Callable[..., Served]


def quiet_settings(data: Path, **changes: Any) -> Settings:
    """Settings that no environment and no `.env` reach."""
    names = {
        "token": TOKEN,
        "dashscope_api_key": None,
        "chat": "openai:scripted",
        "embedding": "openai:characters",
        "speech": "openai:none",
    }
    return Settings(**{"_env_file": None, "data": data, **names, **changes})


def ticking(start: datetime = NOW) -> Callable[[], datetime]:
    """A clock that goes on by a second each time it is read."""
    seconds = iter(range(10**9))
    return lambda: start + timedelta(seconds=next(seconds))


def make_sebastian(
    data: Path,
    script: Sequence[AIMessage] | Answer = GREETS,
    *,
    transcriber: Any = None,
    speaker: Any = None,
    clock: Callable[[], datetime] | None = None,
    **changes: Any,
) -> Sebastian:
    """The real assistant over a scripted chat model and vectors of characters."""
    return Sebastian(
        settings=quiet_settings(data, **changes),
        chat_model=ScriptedChat(script=script),
        embedder=CharacterEmbedder(),
        transcriber=transcriber,
        speaker=speaker,
        clock=clock or ticking(),
    )


@contextmanager
def serving(sebastian: Sebastian) -> Iterator[Served]:
    """Serve until the block ends; the port listens already, so the first request waits for the server by itself."""
    config = uvicorn.Config(
        create_app(sebastian), loop="asyncio", http=PacedProtocol, ws="none", log_config=None, access_log=False
    )
    # asyncio sends small answers at once where the socket says that it is TCP; else a second one waits 40 ms for the first
    with socket.socket(proto=socket.IPPROTO_TCP) as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        server = uvicorn.Server(config)
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
        thread.start()
        url = f"http://127.0.0.1:{listener.getsockname()[1]}"
        headers = {"Authorization": f"Bearer {TOKEN}"}
        try:
            with httpx.Client(base_url=url, headers=headers, timeout=60, trust_env=False) as client:
                yield Served(url, sebastian, client, sebastian.settings.data)
        finally:
            server.should_exit = True
            thread.join()


def code_of(response: httpx.Response) -> str:
    """The code of an error answer, after checking that it has the one shape and a Chinese message."""
    body = response.json()
    assert set(body) == {"error"}, body
    openai_s = {"type", "param"} if response.request.url.path.startswith("/v1/") else set()
    assert set(body["error"]) == {"code", "message"} | openai_s, body
    code, message = body["error"]["code"], body["error"]["message"]
    assert any("\u4e00" <= character <= "\u9fff" for character in message), message
    assert message.endswith(f"（{code}）"), message
    return str(code)
