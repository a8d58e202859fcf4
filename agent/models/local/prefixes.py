"""The computed prompt prefixes of the embedded model, kept in files so that a restart need not compute them again.

What is kept is what the model made of its constant instructions and examples, saved before any user spoke: nothing of a
user's is in it. A file that is missing, or that llama.cpp will not take, is computed and written again.
"""

import hashlib
import logging
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path
from typing import Final

import httpx

from store import disk

TIMEOUT_S: Final = 30.0

log = logging.getLogger(__name__)


class PrefixFiles:
    """Saves and restores the slots of the llama.cpp server at `address`, which asks for `key`, in `folder`."""

    def __init__(self, folder: Path, model: Path, *, context: int, address: str, key: str) -> None:
        """Prepare the folder. Raises OSError."""
        disk.make_folder(folder)
        self._folder = folder
        stat = model.stat()
        self._model = f"{model.name} {stat.st_size} {stat.st_mtime_ns} {context} {version('xllamacpp')}"
        self._address = address
        self._headers = {"Authorization": f"Bearer {key}"}

    def warm(self, slot: int, name: str, prefix: str, compute: Callable[[], object]) -> None:
        """Bring a slot to where `prefix` has been read: from its file, else by `compute`, which the file then keeps."""
        digest = hashlib.sha256(f"{self._model}\n{prefix}".encode()).hexdigest()[:24]
        path = self._folder / f"{name}-{digest}.slot"
        if path.exists() and self._ask(slot, "restore", path.name):
            return
        compute()
        fresh = path.with_suffix(".new")
        if self._ask(slot, "save", fresh.name):
            fresh.chmod(disk.FILE_MODE)
            fresh.replace(path)
            self._remove_others(name, path)

    def _ask(self, slot: int, action: str, name: str) -> bool:
        try:
            answer = httpx.post(
                f"{self._address}/slots/{slot}",
                params={"action": action},
                json={"filename": name},
                headers=self._headers,
                timeout=TIMEOUT_S,
                trust_env=False,
            )
        except httpx.HTTPError as error:
            log.warning("the prompt prefix was not %sd: %s", action, type(error).__name__)
            return False
        if answer.status_code != httpx.codes.OK:
            log.warning("the prompt prefix was not %sd: status %d", action, answer.status_code)
        return answer.status_code == httpx.codes.OK

    def _remove_others(self, name: str, kept: Path) -> None:
        """Remove what earlier prompts or models left."""
        for path in self._folder.glob(f"{name}-*"):
            if path != kept:
                path.unlink(missing_ok=True)
