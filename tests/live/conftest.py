"""The real embedded model, loaded as few times as possible: one server for all that is said over HTTP."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from agent.models.weights_catalogue import QWEN
from agent.settings import Settings
from tests.live.server_process import ServerProcess


@pytest.fixture(scope="session")
def weights() -> Path:
    """Where the embedded model's weights lie; skips when they are absent and nobody insists with SEBASTIAN_LIVE=1."""
    path = Settings(_env_file=None).cache / "weights" / QWEN.filename  # type: ignore[call-arg]
    if not path.exists() and os.environ.get("SEBASTIAN_LIVE") != "1":
        pytest.skip(f"the embedded model's weights are not at {path}: run `make setup`, or set SEBASTIAN_LIVE=1")
    return path


@pytest.fixture(scope="session")
def server(weights: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServerProcess]:
    """A server over an empty folder."""
    server = ServerProcess(tmp_path_factory.mktemp("live"))
    server.start()
    yield server
    server.stop()
