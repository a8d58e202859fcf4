"""One fixture over every implementation of the contract; a new one is added here and to nothing else."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from store.contract import Memory
from store.folder import Folder
from tests.embedders import CharacterEmbedder


class Place:
    """Where memories live, that can be closed and opened again."""

    def __init__(self, path: Path, embedder: CharacterEmbedder) -> None:
        self.path = path
        self.embedder = embedder
        self._folder = Folder(path, embedder)

    def memory(self, user: str = "wang") -> Memory:
        """Give a user's memory."""
        return self._folder.memory(user)

    def restart(self) -> Memory:
        """Close everything, open it again, and give the memory."""
        self.close()
        self._folder = Folder(self.path, self.embedder)
        return self.memory()

    def close(self) -> None:
        """Close everything."""
        self._folder.close()


PLACES: dict[str, Callable[[Path, CharacterEmbedder], Place]] = {"folder": Place}


@pytest.fixture
def embedder() -> CharacterEmbedder:
    return CharacterEmbedder()


@pytest.fixture(params=PLACES)
def place(request: pytest.FixtureRequest, tmp_path: Path, embedder: CharacterEmbedder) -> Iterator[Place]:
    place = PLACES[request.param](tmp_path / "data", embedder)
    yield place
    place.close()


@pytest.fixture
def memory(place: Place) -> Iterator[Memory]:
    """A memory that must be sound when the test is done with it."""
    memory = place.memory()
    yield memory
    if memory is place.memory():
        assert memory.check() == []
