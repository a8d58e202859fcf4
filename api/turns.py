"""Runs turns off the event loop: a turn is synchronous and may take minutes on a slow model."""

import asyncio
import threading
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from anyio import to_thread

from agent import Reply, Sebastian
from agent.listening import Spoken
from agent.models.speech import Transcript
from agent.models.voice import Speaker, Speech
from agent.streaming import Listener, Piece
from api.errors import RequestRefused, mark_words_kept
from api.line import Line
from api.validation import checked_text, not_in_future
from store.errors import ModelError, TurnAbandoned

_Happened = asyncio.Queue[Piece | Reply | BaseException | None]

SOUNDS_AT_ONCE = 4
"""Others again for what is heard and said aloud: who waits for a speech model, or for its weights, holds up no turn."""


class Turns:
    """The way from every door to the assistant."""

    def __init__(self, sebastian: Sebastian) -> None:
        self._sebastian = sebastian
        self._line = Line(sebastian.settings.max_waiting)
        self._sounds = Line(sebastian.settings.max_waiting, at_once=SOUNDS_AT_ONCE)
        self._counting = threading.Lock()
        self._in_flight = 0
        self._streaming: set[asyncio.Future[None]] = set()  # the loop itself would let them go

    @property
    def in_flight(self) -> int:
        """How many turns have a thread, those included whose request was given up when the server stopped."""
        return self._in_flight

    def stop(self) -> None:
        """Take no turn any more; those at work go on."""
        self._line.stop()
        self._sounds.stop()

    async def take(
        self,
        text: str,
        *,
        user: str,
        said_at: datetime | None = None,
        thread_id: str | None = None,
        spoken: Spoken | None = None,
    ) -> Reply:
        """Take one turn and give the reply; `spoken` says how it was heard where it came by voice.

        Raises:
            RequestRefused: `invalid_time` for a `said_at` in the future, `too_busy`, `stopping`; nothing was written.
            ModelError: the model failed; the words are on disk and the error says so.
        """
        when = not_in_future(said_at, self._sebastian.clock())

        def turn() -> Reply:
            with self.counted():
                return self._sebastian.chat(text, said_at=when, thread_id=thread_id, user=user, spoken=spoken)

        try:
            with _let_go_if_refused(spoken):
                async with self._line.place(user):
                    return await to_thread.run_sync(turn, limiter=self._line.slots)
        except ModelError as error:
            mark_words_kept(error)
            raise

    def stream(
        self,
        text: str,
        *,
        user: str,
        said_at: datetime | None = None,
        thread_id: str | None = None,
        spoken: Spoken | None = None,
    ) -> AsyncIterator[Piece | Reply]:
        """Begin a turn and give it as it happens; closing the iterator tells the model that nobody waits any more.

        The turn has begun when this returns: words that reached the server are kept, whether or not anybody listens.

        Raises:
            RequestRefused: at once, as for `take`, or `stopping` from the iterator; nothing was written.
            ModelError: from the iterator; the words are on disk and the error says so.
        """
        when = not_in_future(said_at, self._sebastian.clock())

        def chat(listener: Listener) -> Reply:
            return self._sebastian.chat(
                text, said_at=when, thread_id=thread_id, user=user, spoken=spoken, listener=listener
            )

        with _let_go_if_refused(spoken):
            self._line.reserve(user)
        return self._begun(chat, user, spoken)

    def _begun(
        self, chat: Callable[[Listener], Reply], user: str, spoken: Spoken | None
    ) -> AsyncIterator[Piece | Reply]:
        loop, happened, gone = asyncio.get_running_loop(), _Happened(), threading.Event()

        def tell(what: Piece | Reply | BaseException | None) -> None:
            with suppress(RuntimeError):  # the loop has ended: nobody listens
                loop.call_soon_threadsafe(happened.put_nowait, what)

        def turn() -> None:
            try:
                with self.counted():
                    tell(chat(Listener(tell, gone.is_set)))
                tell(None)
            except TurnAbandoned:
                tell(None)
            except BaseException as error:  # noqa: BLE001 - it is raised where the iterator is read
                tell(error)

        async def in_its_turn() -> None:
            try:
                with _let_go_if_refused(spoken):
                    async with self._line.reserved(user):
                        await to_thread.run_sync(turn, limiter=self._line.slots)
            except RequestRefused as refusal:
                tell(refusal)

        running = asyncio.ensure_future(in_its_turn())
        self._streaming.add(running)
        running.add_done_callback(self._streaming.discard)
        return _listened(happened, gone)

    async def transcribe(self, path: Path, media_type: str, user: str) -> Transcript:
        """Give the words of a recording, held to the same rules as written ones.

        Raises:
            RequestRefused: `too_busy`, `stopping`, `text_too_long`.
            ModelError: `audio_unreadable` and those beneath it, or the speech model failed.
        """
        async with self._sounds.place(user):
            transcript = await to_thread.run_sync(
                self._sebastian.transcribe, path, media_type, user, limiter=self._sounds.slots
            )
        return replace(transcript, text=checked_text(transcript.text))

    async def voice(self, *, speak: bool) -> Speaker | None:
        """Who says the answer, found before the turn is taken, so that nothing is written where nobody can; None to say none.

        Raises:
            VoiceUnset: `voice_unset`.
            ModelUnavailable: `model_unavailable`, its key is missing.
        """
        return await to_thread.run_sync(self._sebastian.speaker, limiter=self._sounds.slots) if speak else None

    async def say(self, text: str, speaker: Speaker) -> Speech:
        """Say an answer aloud. Raises ModelError."""
        return await to_thread.run_sync(speaker.speak, text, limiter=self._sounds.slots)

    @contextmanager
    def counted(self) -> Iterator[None]:
        """Count what happens inside as a turn in flight."""
        with self._counting:
            self._in_flight += 1
        try:
            yield
        finally:
            with self._counting:
                self._in_flight -= 1


@contextmanager
def _let_go_if_refused(spoken: Spoken | None) -> Iterator[None]:
    """Close a recording that was to be kept with a turn that is not taken."""
    try:
        yield
    except RequestRefused:
        if spoken is not None and spoken.recording is not None:
            spoken.recording.close()
        raise


async def _listened(happened: _Happened, gone: threading.Event) -> AsyncIterator[Piece | Reply]:
    try:
        while (what := await happened.get()) is not None:
            if isinstance(what, BaseException):
                if isinstance(what, ModelError):
                    mark_words_kept(what)
                raise what
            yield what
    finally:
        gone.set()
