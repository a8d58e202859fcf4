"""Spoken words: kept with how they were heard, and with their recording where the owner wants that."""

import logging
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from agent.audio.decoding import suffix_of
from agent.in_flight import TurnsInFlight
from agent.masking import Mask
from agent.models.speech import Transcript
from agent.state import TurnContext
from store.contract import Memory
from store.errors import InvalidInput, StoreError
from store.facts import Turn, Voice

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Spoken:
    """What was heard in a recording of which type; the open file where it may be kept, which is closed when it has been."""

    transcript: Transcript
    media_type: str
    recording: BinaryIO | None = None


class Listening:
    """Hears spoken words before the graph does, which then mines what lies on disk."""

    def __init__(
        self, memory_of: Callable[[str], Memory], mask: Mask, in_flight: TurnsInFlight, *, keep_audio: bool
    ) -> None:
        self._memory_of = memory_of
        self._mask = mask
        self._in_flight = in_flight
        self._keep_audio = keep_audio

    def __call__(self, text: str, context: TurnContext, spoken: Spoken) -> TurnContext:
        """Keep the words, masked, durably; gives the context of a turn that was heard.

        A recording in which a secret is said is not kept: nothing can be masked in it.

        Raises:
            InvalidInput: `invalid_input`, no words are left.
        """
        masked, memory = self._mask(text), self._memory_of(context.user)
        if not masked.text.strip():
            raise InvalidInput("nothing was said")
        turn = self._in_flight.begin(context.user, lambda: self._hear(masked.text.strip(), memory, context, spoken))
        if spoken.recording is not None:
            with spoken.recording as recording:
                if self._keep_audio and not masked.kinds:
                    self._keep(turn, recording, suffix_of(spoken.media_type))
        return replace(context, turn_id=turn.id)

    def _keep(self, turn: Turn, recording: BinaryIO, suffix: str) -> None:
        try:
            self._memory_of(turn.user).keep_recording(turn.id, Path(f"/dev/fd/{recording.fileno()}"), suffix)
        except StoreError as error:
            log.warning("the words of %s are kept and their recording is not: %s", turn.id, error)

    def _hear(self, words: str, memory: Memory, context: TurnContext, spoken: Spoken) -> Turn:
        said_at, heard = datetime.fromisoformat(context.said_at), spoken.transcript
        voice = None if heard.audio_ms is None else Voice(heard.audio_ms, heard.engine)
        return memory.hear(words, said_at, at=said_at, door="voice", thread_id=context.thread_id or None, voice=voice)
