"""What a transcriber is: a recording in, the words in it out."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from agent.audio.decoding import sound_of
from agent.audio.sound import Sound
from store.errors import AudioSilent, AudioUnclear


@dataclass(frozen=True)
class Transcript:
    """What was said in a recording, never empty, by which `provider:model` it was heard, and how long it lasts."""

    text: str
    engine: str
    audio_ms: int | None = None


class Transcriber(Protocol):
    """Turns recorded speech into text. Safe to call from several threads."""

    @property
    def name(self) -> str:
        """`provider:model`."""

    def transcribe(self, path: Path, media_type: str, *, hints: Sequence[str] = ()) -> Transcript:
        """Write down what is said in a recording.

        Args:
            path: the audio file, in any container of `agent.audio.decoding.DEMUXERS`.
            media_type: its MIME type, such as "audio/wav"; parameters after a semicolon are ignored.
            hints: names that may well be said; they make a likeness a hit and are never heard where nothing was said.

        Raises:
            AudioUnreadable: `audio_unreadable` and those beneath it.
            ModelError: the model or its service failed.
        """


class Engine(Protocol):
    """A speech model, or the service of one."""

    @property
    def name(self) -> str:
        """`provider:model`."""

    @property
    def longest_s(self) -> float:
        """How many seconds of sound it takes at once."""

    def hear(self, sound: Sound, hints: Sequence[str]) -> str:
        """Give what is said in a sound no longer than `longest_s`; "" where nobody speaks.

        Raises:
            AudioUnclear: `audio_unclear`, somebody does, and it is not known what.
            ModelError: it failed.
        """


class SoundTranscriber:
    """The `Transcriber` over an engine: it decodes, cuts what is too long for the engine at pauses, joins the words."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    @property
    def name(self) -> str:
        """`provider:model`."""
        return self._engine.name

    def transcribe(self, path: Path, media_type: str, *, hints: Sequence[str] = ()) -> Transcript:
        """Write down what is said in a recording; see `Transcriber`."""
        sound = sound_of(path, media_type)
        parts = (part for part in sound.parts(self._engine.longest_s) if not part.is_silent)
        texts: list[str] = []
        unclear: AudioUnclear | None = None
        for part in parts:
            try:
                texts.append(self._engine.hear(part, hints))
            except AudioUnclear as error:
                unclear = error
        text = joined(texts)
        if not text:
            raise unclear or AudioSilent(f"{self.name} heard no speech in {sound.length_s:.1f} s of sound")
        return Transcript(text, self.name, sound.audio_ms)


def joined(texts: Sequence[str]) -> str:
    """Join what was heard in parts; Latin words keep apart, Chinese ones need not."""
    whole = ""
    for text in (text.strip() for text in texts):
        needs_space = whole[-1:].isascii() and text[:1].isascii() and whole and text
        whole += f" {text}" if needs_space else text
    return whole
