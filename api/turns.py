"""Runs turns off the event loop: a turn is synchronous and may take minutes on a slow model."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from anyio import CapacityLimiter, to_thread

from agent import Reply, Sebastian
from api.errors import mark_words_kept
from api.validation import checked_text, not_in_future
from store.errors import ModelError
from store.facts import Door

TURNS_AT_ONCE = 8
"""Own threads for turns, so that however many wait for the model, reads of memory still find a free one."""


class Turns:
    """The way from every door to the assistant."""

    def __init__(self, sebastian: Sebastian) -> None:
        self._sebastian = sebastian
        self._slots = CapacityLimiter(TURNS_AT_ONCE)
        self._counting = threading.Lock()
        self._in_flight = 0

    @property
    def in_flight(self) -> int:
        """How many turns have a thread, those included whose request was given up when the server stopped."""
        return self._in_flight

    async def take(
        self,
        text: str,
        *,
        user: str,
        said_at: datetime | None = None,
        thread_id: str | None = None,
        door: Door = "text",
    ) -> Reply:
        """Take one turn and give the reply.

        Raises:
            RequestRefused: `invalid_time` for a `said_at` in the future; nothing was written.
            ModelError: the model failed; the words are on disk and the error says so.
        """
        when = not_in_future(said_at, self._sebastian.clock())

        def turn() -> Reply:
            with self._counted():
                return self._sebastian.chat(text, said_at=when, thread_id=thread_id, user=user, door=door)

        try:
            return await to_thread.run_sync(turn, limiter=self._slots)
        except ModelError as error:
            mark_words_kept(error)
            raise

    async def transcribe(self, path: Path, media_type: str) -> str:
        """Give the words of a recording, held to the same rules as written ones.

        Raises:
            ModelError: `audio_unreadable`, or the speech model failed.
        """
        transcript = await to_thread.run_sync(self._sebastian.transcribe, path, media_type, limiter=self._slots)
        return checked_text(transcript.text)

    @contextmanager
    def _counted(self) -> Iterator[None]:
        with self._counting:
            self._in_flight += 1
        try:
            yield
        finally:
            with self._counting:
                self._in_flight -= 1
