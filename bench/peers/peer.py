"""What a memory must do to be measured: ours and its peers alike. One store a user, in a folder of its own."""

from collections.abc import Callable, Sequence
from datetime import datetime
from importlib import import_module
from pathlib import Path
from typing import Any, Protocol

from store.contract import Embedder

# name in the results -> module here, the distributions whose versions are recorded, whether it is one of the peers
PEERS = {
    "sebastian": ("sebastian_folder", ("faiss-cpu",)),
    "mem0": ("mem0_faiss", ("mem0ai", "faiss-cpu")),
    "langmem": ("langmem_store", ("langmem", "langgraph")),
}


class Peer(Protocol):
    """A memory of one user."""

    def add(self, text: str, at: datetime, session: str | None) -> None:
        """Keep what is told, as it is told: no model mines it. When it returns, it counts as acknowledged."""

    def fill(self, texts: Sequence[str], at: datetime) -> None:
        """Keep many at once by the quickest way there is; not timed."""

    def search(self, text: str, at: datetime, limit: int) -> list[str]:
        """Texts that were told, the best first."""

    def close(self) -> None:
        """Let go of the folder; what is to be on disk is there."""


Opening = Callable[[Path, str, Embedder], Peer]


def opening(name: str) -> Opening:
    """How a memory is opened: `open_peer(folder, user, embedder)` of its module, imported only in its environment."""
    module: Any = import_module(f"bench.peers.{PEERS[name][0]}")
    opened: Opening = module.open_peer
    return opened


def size_bytes(folder: Path) -> int:
    """Bytes of all files in a folder."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
