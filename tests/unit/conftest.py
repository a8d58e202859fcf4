"""Fixtures of the unit tests."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.unit.life import Life


@pytest.fixture
def life(tmp_path: Path) -> Iterator[Life]:
    """An empty memory to tell things to, examined at its end."""
    life = Life(tmp_path / "memory")
    yield life
    life.close()
