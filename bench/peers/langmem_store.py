"""LangMem's own tools over LangGraph's InMemoryStore; the model that would call them is left out."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from langgraph.store.memory import InMemoryStore
from langmem import create_manage_memory_tool, create_search_memory_tool

from store.contract import Embedder


class LangMemStore:
    """A `Peer` over a store in memory: nothing reaches the folder."""

    def __init__(self, user: str, embedder: Embedder) -> None:
        def embed(texts: Sequence[str]) -> list[list[float]]:
            rows: list[list[float]] = embedder.embed(texts).tolist()
            return rows

        store = InMemoryStore(index={"dims": embedder.dimension, "embed": embed, "fields": ["content"]})
        space = ("memories", user.replace(".", "_"))  # a dot is not allowed there
        # a tool's function, without the checks of what a model made of its arguments
        self._manage: Any = create_manage_memory_tool(space, store=store).func
        self._search: Any = create_search_memory_tool(space, store=store, response_format="content_and_artifact").func

    def add(self, text: str, at: datetime, session: str | None) -> None:
        self._manage(text, "create")

    def fill(self, texts: Sequence[str], at: datetime) -> None:
        for text in texts:
            self.add(text, at, None)

    def search(self, text: str, at: datetime, limit: int) -> list[str]:
        _, found = self._search(text, limit=limit)
        return [item.value["content"] for item in found]

    def close(self) -> None:
        """Nothing is held."""


def open_peer(folder: Path, user: str, embedder: Embedder) -> LangMemStore:
    """Make a memory; one that was closed is gone."""
    return LangMemStore(user, embedder)
