"""Fixtures of the tests over HTTP."""

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from tests.http.serving import Serve, Served, make_sebastian, serving


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
