"""Fixtures of the tests of the graph."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.graph.home import Home
from tests.graph.talking import Talk


@pytest.fixture
def talk(tmp_path: Path) -> Iterator[Talk]:
    """A talk over an empty memory, examined at its end."""
    talk = Talk(tmp_path / "data")
    yield talk
    talk.close()


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Home]:
    """A talk with the embedded model's code over an empty memory, examined at its end."""
    home = Home(tmp_path / "data")
    yield home
    home.close()
