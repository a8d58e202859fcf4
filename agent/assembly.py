"""Put the parts together: folder, models, tools, graph. Also what `langgraph dev` opens (langgraph.json)."""

import asyncio
import sqlite3
import threading
from collections.abc import Callable
from datetime import datetime
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo

from langchain_core.language_models import BaseChatModel
from langgraph.checkpoint.sqlite import SqliteSaver

from agent.graph import Turning, builder
from agent.masking import mask_of
from agent.models import make_chat, make_embedder, make_reranker
from agent.settings import Settings
from store import disk
from store.contract import Embedder, Memory
from store.folder import Folder
from tools.toolbox import make_tools

_opening = threading.Lock()


class Assembly:
    """The parts of one Sebastian, made once from the settings."""

    def __init__(
        self,
        settings: Settings,
        clock: Callable[[], datetime],
        *,
        chat: BaseChatModel | None = None,
        embedder: Embedder | None = None,
    ) -> None:
        self._folder = Folder(settings.data, embedder or make_embedder(settings))
        try:
            reranker = make_reranker(settings)
            tools = make_tools(self.memory_of, reranker)
            model = chat or make_chat(settings)
            self.mask = mask_of(keep_secrets=settings.keep_secrets)
            zone = ZoneInfo(settings.timezone)
            turning = Turning(model, tools, self.memory_of, clock, zone, reranker, mask=self.mask)
            blueprint = builder(turning, tools)
            self.graph: Any = blueprint.compile(name="sebastian")
            self._threads = _open_threads(settings)
            self.threaded: Any = blueprint.compile(checkpointer=self._threads, name="sebastian")
        except BaseException:
            self._folder.close()
            raise

    def memory_of(self, user: str) -> Memory:
        """The memory of a user, opened on first use."""
        return self._folder.memory(user)

    def erase_threads(self, user: str) -> None:
        """Remove every conversation that a user kept by `thread_id`, bytes and all."""
        connection = self._threads.conn
        with self._threads.lock:
            for table in ("checkpoints", "writes"):
                connection.execute(f"DELETE FROM {table} WHERE thread_id LIKE ? ESCAPE '!'", (_prefix(user),))
            connection.commit()
            connection.execute("VACUUM")
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def close(self) -> None:
        """Close threads and folder."""
        self._threads.conn.close()
        self._folder.close()


def _open_threads(settings: Settings) -> SqliteSaver:
    path = settings.data / "threads.sqlite"
    disk.make_folder(settings.data)
    path.touch(mode=disk.FILE_MODE)  # SQLite gives its journal files the mode of the database
    path.chmod(disk.FILE_MODE)
    saver = SqliteSaver(sqlite3.connect(path, check_same_thread=False))
    saver.setup()
    return saver


def _prefix(user: str) -> str:
    return user.replace("!", "!!").replace("_", "!_").replace("%", "!%") + "/%"


async def make_graph() -> Any:
    """The graph over the owner's settings, for LangGraph Studio, which asks anew for each run and must not be blocked."""
    return await asyncio.to_thread(_owners_graph)


def _owners_graph() -> Any:
    with _opening:
        return _owners_sebastian().graph


@cache
def _owners_sebastian() -> Any:
    from agent.sebastian import Sebastian

    return Sebastian()
