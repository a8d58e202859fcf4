"""Fixtures of the tests over HTTP."""

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from agent import Sebastian
from tests.embedders import CharacterEmbedder
from tests.http.serving import Serve, Served, make_sebastian, quiet_settings, serving
from tests.loopback.servers.openai import OpenAIServer


@pytest.fixture
def serve(tmp_path: Path) -> Iterator[Serve]:
    """Start a server with a script of one's own; it is stopped when the test ends."""
    with ExitStack() as stack:
        yield lambda *script, **options: stack.enter_context(
            serving(make_sebastian(tmp_path / "data", *script, **options))
        )


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """One server for a module whose tests write nothing."""
    with serving(make_sebastian(tmp_path_factory.mktemp("shared") / "data")) as running:
        yield running


@pytest.fixture
def served(serve: Serve) -> Served:
    """A server whose model greets."""
    greeting: Any = serve()
    assert isinstance(greeting, Served)
    return greeting


@pytest.fixture
def streaming(tmp_path: Path) -> Iterator[tuple[OpenAIServer, Served]]:
    """A server over a model that speaks token by token."""
    with ExitStack() as stack:
        model = stack.enter_context(OpenAIServer())
        settings = quiet_settings(tmp_path / "data", **{**model.settings(), "embedding": "openai:characters"})
        sebastian = Sebastian(settings=settings, embedder=CharacterEmbedder())
        yield model, stack.enter_context(serving(sebastian))
