"""What is heard in a recording and says an answer aloud: each made when it is first needed."""

import threading
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from agent.settings import Settings
from store.contract import Memory
from store.errors import AudioSilent
from tools.heard import as_heard, known_names

if TYPE_CHECKING:
    from agent.models.speech import Transcriber, Transcript
    from agent.models.voice import Speaker

# Names that a speech service is told beforehand, those last told of first; it reads no more with profit.
MOST_HINTS: Final = 50


class Sounds:
    """The speech model and the voice that the settings name, or those given in their place."""

    def __init__(self, settings: Settings, transcriber: "Transcriber | None", speaker: "Speaker | None") -> None:
        self._settings = settings
        self._transcriber = transcriber
        self._speaker = speaker
        self._making = threading.Lock()  # of the two, once each

    def transcribe(self, path: Path, media_type: str, memory: Memory) -> "Transcript":
        """Give the words of a recording, put right with the names that a memory knows. Raises the ModelErrors."""
        with self._making:
            if self._transcriber is None:
                from agent.models import make_transcriber

                self._transcriber = make_transcriber(self._settings)
        known = known_names(memory)
        hints = [name.text for name in known[:MOST_HINTS]]
        transcript = self._transcriber.transcribe(path, media_type, hints=hints)
        text = as_heard(transcript.text, known).text
        if not text:
            raise AudioSilent(f"{transcript.engine} heard nothing but what is said over silence")
        return replace(transcript, text=text)

    def speaker(self) -> "Speaker":
        """What says an answer aloud. Raises VoiceUnset where the settings name none, ModelUnavailable without a key."""
        with self._making:
            if self._speaker is None:
                from agent.models import make_speaker

                self._speaker = make_speaker(self._settings)
        return self._speaker
