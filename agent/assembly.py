"""Put the parts together: folder, models, tools, graph. Also what `langgraph dev` opens (langgraph.json)."""

import asyncio
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from langchain_core.language_models import BaseChatModel

from agent.erasing import Eraser
from agent.graph import Turning, builder
from agent.in_flight import TurnsInFlight
from agent.listening import Listening
from agent.masking import mask_of
from agent.metrics import Metrics
from agent.models import make_chat, make_embedder, make_reranker
from agent.outside import Outside
from agent.settings import Settings
from agent.threads import Threads
from agent.tracing import settle_tracing
from agent.unlocking import secret_of
from store.backups import Backups
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
        metrics: Metrics,
    ) -> None:
        self._embedder = embedder or make_embedder(settings)
        self._folder = Folder(settings.data, self._embedder, secret=secret_of(settings))
        try:
            reranker = make_reranker(settings)
            tools = make_tools(self.memory_of, reranker)
            model = chat or make_chat(settings)
            self.mask = mask_of(keep_secrets=settings.keep_secrets)
            zone = ZoneInfo(settings.timezone)
            self.threads = Threads(settings.data)
            self.eraser = Eraser(self.threads)
            self.in_flight = TurnsInFlight()
            self.listening = Listening(self.memory_of, self.mask, self.in_flight, keep_audio=settings.keep_audio)
            self.outside = Outside(
                self.memory_of,
                tools,
                clock,
                knows=self.knows,
                mask=self.mask,
                in_flight=self.in_flight,
                changed=lambda changes: metrics.changed(change.op for change in changes),
            )
            turning = Turning(
                model,
                tools,
                self.memory_of,
                clock,
                zone,
                reranker,
                mask=self.mask,
                eraser=self.eraser,
                in_flight=self.in_flight,
                recall_timer=metrics.recall,
            )
            blueprint = builder(turning, tools)
            self.graph: Any = blueprint.compile(name="sebastian")
            self.threaded: Any = blueprint.compile(checkpointer=self.threads.saver, name="sebastian")
        except BaseException:
            self._folder.close()
            raise

    @property
    def backups(self) -> Backups:
        """The backups of the folder."""
        return self._folder.backups

    def memory_of(self, user: str) -> Memory:
        """The memory of a user, opened on first use."""
        return self._folder.memory(user)

    def knows(self, user: str) -> bool:
        """Whether a user has a memory; none is begun."""
        return self._folder.has(user)

    @contextmanager
    def looked_at(self, user: str) -> Iterator[Memory]:
        """The memory of a user to be read; whoever has none is shown an empty one, and none is begun."""
        if self.knows(user):
            yield self.memory_of(user)
            return
        with tempfile.TemporaryDirectory(prefix="sebastian-") as path, Folder(Path(path), self._embedder) as empty:
            yield empty.memory(user)

    def close(self) -> None:
        """Close threads and folder."""
        self.threads.close()
        self._folder.close()


async def make_graph() -> Any:
    """The graph over the owner's settings, for LangGraph Studio, which asks anew for each run and must not be blocked."""
    return await asyncio.to_thread(_owners_graph)


def _owners_graph() -> Any:
    with _opening:
        return _owners_sebastian().graph


@cache
def _owners_sebastian() -> Any:
    from agent.sebastian import Sebastian

    settings = Settings()
    settle_tracing(settings)
    return Sebastian(settings=settings)
