"""`/import`: take in what people have elsewhere, and look on while it is taken in."""

import secrets
import tempfile
import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from agent import Sebastian
from agent.importing.item import Item
from agent.importing.job import Job
from agent.importing.prepared import Prepared
from api.edge import log_bug
from api.errors import RequestRefused
from api.turns import Turns

# Imports that are over and can still be asked after.
KEPT = 20


@dataclass(slots=True)
class _Running:
    user: str
    job: Job


class Imports:
    """The imports of this process, one at a time for each user. Thread-safe."""

    def __init__(self, sebastian: Sebastian, turns: Turns) -> None:
        self._sebastian = sebastian
        self._turns = turns
        self._lock = threading.Lock()
        self._imports: dict[str, _Running] = {}
        self._workers = ThreadPoolExecutor(thread_name_prefix="import")

    def start(self, prepared: Prepared, user: str, folder: tempfile.TemporaryDirectory[str]) -> str:
        """Begin to take in what was read; gives the import's id. The folder goes when it is over.

        Raises:
            RequestRefused: `import_running`, another import of the user's is at work.
        """
        job = Job(prepared.work(self._saying(user)))
        with self._lock:
            if any(each.user == user and not each.job.progress().is_over for each in self._imports.values()):
                raise RequestRefused("import_running")
            for old in list(self._imports)[: -KEPT + 1]:
                if self._imports[old].job.progress().is_over:
                    del self._imports[old]
            import_id = secrets.token_hex(8)
            self._imports[import_id] = _Running(user, job)

        def ended(run: Future[None]) -> None:
            folder.cleanup()
            if (bug := run.exception()) is not None:
                log_bug(bug)

        self._workers.submit(job.run).add_done_callback(ended)
        return import_id

    def job(self, import_id: str, user: str) -> Job:
        """Give an import of the user's. Raises RequestRefused `import_not_found`."""
        with self._lock:
            found = self._imports.get(import_id)
        if found is None or found.user != user:
            raise RequestRefused("import_not_found")
        return found.job

    def close(self) -> None:
        """Have every import end behind the item that is at work, without waiting for it."""
        with self._lock:
            for each in self._imports.values():
                each.job.stop()
        self._workers.shutdown(wait=False, cancel_futures=True)

    def _saying(self, user: str) -> Callable[[Item], Any]:
        def say(item: Item) -> None:
            with self._turns.counted():
                self._sebastian.chat(item.text, said_at=item.said_at, user=user, door="import")

        return say


def new_folder() -> tempfile.TemporaryDirectory[str]:
    """Make a private folder for an upload."""
    return tempfile.TemporaryDirectory(prefix="sebastian-import-")


def upload_in(folder: tempfile.TemporaryDirectory[str]) -> Path:
    """Name the uploaded file in its folder."""
    return Path(folder.name, "upload")
