"""Ours: a turn is heard, durably, and recalled; nothing is mined."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from store.contract import Embedder
from store.facts import Turn
from store.folder_memory import FolderMemory
from tools.when import find


class SebastianFolder:
    """A `Peer` over the folder."""

    def __init__(self, folder: Path, user: str, embedder: Embedder) -> None:
        self._memory = FolderMemory(folder, user, embedder)

    def add(self, text: str, at: datetime, session: str | None) -> None:
        self._memory.hear(text, at, at=at, thread_id=session)

    def fill(self, texts: Sequence[str], at: datetime) -> None:
        for text in texts:
            self.add(text, at, None)

    def search(self, text: str, at: datetime, limit: int) -> list[str]:
        dates = [mention.interval for mention in find(text, at, tense="past") if mention.interval]
        found = self._memory.recall(text, now=at, limit=limit, dates=dates)
        return [each.item.text for each in found if isinstance(each.item, Turn)]

    def close(self) -> None:
        self._memory.close()


def open_peer(folder: Path, user: str, embedder: Embedder) -> SebastianFolder:
    """Open or make a memory."""
    return SebastianFolder(folder, user, embedder)
