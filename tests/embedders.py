"""Embedding models for tests: real vectors from characters, without weights."""

import zlib
from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from store.errors import ModelUnavailable


class CharacterEmbedder:
    """Hashes characters and pairs of them into a vector; texts that share words are near. Counts what it is asked.

    `is_down` makes it fail as a service does that cannot be reached.
    """

    def __init__(self, name: str = "test:characters", dimension: int = 64) -> None:
        self.name = name
        self.dimension = dimension
        self.embedded: list[str] = []
        self.is_down = False

    def embed(self, texts: Sequence[str], *, query: bool = False) -> NDArray[np.float32]:
        """Embed texts; shape (len(texts), dimension), rows L2-normalised."""
        if self.is_down:
            raise ModelUnavailable("the embedding service cannot be reached")
        if not query:
            self.embedded += texts
        vectors = np.zeros((len(texts), self.dimension), dtype=np.float32)
        for row, text in enumerate(texts):
            for gram in _grams(text):
                number = zlib.crc32(gram.encode())
                vectors[row, number % self.dimension] += 1 if number & 0x10000 else -1
            vectors[row, 0] += 0.01  # no row is zero, whatever cancels out
        return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)


def _grams(text: str) -> Iterator[str]:
    yield from text
    yield from (text[at : at + 2] for at in range(len(text) - 1))
