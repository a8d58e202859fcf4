"""One loopback server for each provider, and what the tests say to it."""

import socket
from collections.abc import Iterator
from dataclasses import dataclass
from types import ModuleType
from typing import Any

import pytest

from agent.models import again
from agent.settings import Settings
from tests.loopback.servers import dashscope, ollama, openai
from tests.loopback.servers.listening import LoopbackServer


@dataclass(frozen=True)
class Service:
    """A running server and the words of its wire."""

    server: Any
    wire: ModuleType

    @property
    def provider(self) -> str:
        return str(self.server.provider)

    def settings(self, **changes: Any) -> Settings:
        return Settings(**{"_env_file": None, **self.server.settings(), **changes})

    def unreachable(self) -> Settings:
        """Settings that point to a port where nobody listens."""
        with socket.socket() as taken:
            taken.bind(("127.0.0.1", 0))
            port = taken.getsockname()[1]
        here = self.server.url.rpartition(":")[2]
        name = f"{self.provider}_url"
        return self.settings(**{name: self.server.settings()[name].replace(here, str(port))})


_SERVERS: dict[str, tuple[type[LoopbackServer], ModuleType]] = {
    "dashscope": (dashscope.DashScopeServer, dashscope),
    "openai": (openai.OpenAIServer, openai),
    "ollama": (ollama.OllamaServer, ollama),
}


@pytest.fixture(autouse=True)
def _no_pause(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(again, "PAUSE_S", 0.0)


def _running(name: str) -> Iterator[Service]:
    kind, wire = _SERVERS[name]
    with kind() as server:
        yield Service(server, wire)


@pytest.fixture(params=_SERVERS)
def service(request: pytest.FixtureRequest) -> Iterator[Service]:
    """Each provider in turn."""
    yield from _running(request.param)


@pytest.fixture(params=["dashscope", "openai"])
def hearing(request: pytest.FixtureRequest) -> Iterator[Service]:
    """Each provider that transcribes, in turn."""
    yield from _running(request.param)


@pytest.fixture
def dashscope_service() -> Iterator[Service]:
    yield from _running("dashscope")


@pytest.fixture
def openai_service() -> Iterator[Service]:
    yield from _running("openai")


@pytest.fixture
def ollama_service() -> Iterator[Service]:
    yield from _running("ollama")
