"""What a transcriber is: a recording in, the words in it out."""

from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from store.errors import AudioUnreadable


@dataclass(frozen=True)
class Transcript:
    """What was said in a recording, never empty, and by which `provider:model` it was heard."""

    text: str
    engine: str


class Transcriber(Protocol):
    """Turns recorded speech into text. Safe to call from several threads."""

    @property
    def name(self) -> str:
        """`provider:model`."""

    def transcribe(self, path: Path, media_type: str) -> Transcript:
        """Write down what is said in a recording.

        Args:
            path: the audio file, in any container that the engine reads.
            media_type: its MIME type, such as "audio/wav"; parameters after a semicolon are ignored.

        Raises:
            AudioUnreadable: `audio_unreadable`: too long, not audio, or nobody speaks.
            ModelError: the model or its service failed.
        """


def heard(text: str, engine: str) -> Transcript:
    """A transcript of what an engine heard.

    Raises:
        AudioUnreadable: `audio_unreadable`, when it heard nothing.
    """
    if not text.strip():
        raise AudioUnreadable(
            f"{engine} heard no speech in the recording", explanation="录音里没有听到说话声，请靠近麦克风再说一次。"
        )
    return Transcript(text=text.strip(), engine=engine)


def unreadable(engine: str) -> AudioUnreadable:
    """The error for a recording that an engine cannot decode."""
    return AudioUnreadable(
        f"{engine} cannot read the recording; send WAV, MP3, M4A, OGG or WebM",
        explanation="读不懂这段录音，请换用 WAV、MP3、M4A、OGG 或 WebM 格式。",
    )


def recording(path: Path) -> bytes:
    """The bytes of a recording.

    Raises:
        AudioUnreadable: `audio_unreadable`, when the file is empty.
    """
    content = path.read_bytes()
    if not content:
        raise AudioUnreadable("the recording has no bytes", explanation="收到的录音是空的，请重新录制。")
    return content


def bare(media_type: str) -> str:
    """A MIME type without its parameters: "audio/webm;codecs=opus" becomes "audio/webm"."""
    return media_type.partition(";")[0].strip().lower()
