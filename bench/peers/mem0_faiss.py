"""mem0 with its FAISS store, every choice at its default; `infer=False`: what is told is kept, no model is called."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

from langchain_core.embeddings import Embeddings
from mem0 import Memory

from store.contract import Embedder


class _SameEmbedder(Embeddings):
    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        rows: list[list[float]] = self._embedder.embed(texts).tolist()
        return rows

    def embed_query(self, text: str) -> list[float]:
        return self.embed_documents([text])[0]


class Mem0Faiss:
    """A `Peer` over mem0's `Memory`."""

    def __init__(self, folder: Path, user: str, embedder: Embedder) -> None:
        self._user = user
        self._embedder = embedder
        store = {"path": str(folder / "faiss"), "collection_name": "mem0", "embedding_model_dims": embedder.dimension}
        self._memory: Any = Memory.from_config(
            {
                "vector_store": {"provider": "faiss", "config": store},
                "embedder": {"provider": "langchain", "config": {"model": _SameEmbedder(embedder)}},
                "llm": {"provider": "openai", "config": {"api_key": "never called"}},
                "history_db_path": str(folder / "history.db"),
            }
        )

    def add(self, text: str, at: datetime, session: str | None) -> None:
        self._memory.add(text, user_id=self._user, infer=False, metadata={"said_at": at.isoformat()})

    def fill(self, texts: Sequence[str], at: datetime) -> None:
        """Put rows where `add` puts them, all in one write: one by one, the file is written anew for each."""
        payloads = [{"data": text, "user_id": self._user, "role": "user", "said_at": at.isoformat()} for text in texts]
        vectors = self._embedder.embed(texts).tolist()
        self._memory.vector_store.insert(vectors, payloads, [str(uuid4()) for _ in texts])

    def search(self, text: str, at: datetime, limit: int) -> list[str]:
        found = self._memory.search(text, top_k=limit, filters={"user_id": self._user})
        return [row["memory"] for row in found["results"]]

    def close(self) -> None:
        self._memory.close()


def open_peer(folder: Path, user: str, embedder: Embedder) -> Mem0Faiss:
    """Open or make a memory."""
    return Mem0Faiss(folder, user, embedder)
