"""Speech by DashScope: a Qwen TTS model says a text, and gives the address of a WAV file for a day."""

import io
import wave
from typing import Any, Final

import httpx
from dashscope import MultiModalConversation

from agent.models import again
from agent.models.dashscope_wire import PROVIDER, Endpoint, ask, endpoint
from agent.models.failures import from_status, rubbish, translated
from agent.models.voice import Speech, pieces
from agent.settings import Settings

DEFAULT_VOICE: Final = "Cherry"
# Source: https://help.aliyun.com/zh/model-studio/qwen-tts: 600 characters; qwen-tts itself takes 512 tokens.
LONGEST: Final = 300
LARGEST_BYTES: Final = 50_000_000


class DashScopeSpeaker:
    """A Qwen TTS model. Safe to call from several threads."""

    def __init__(self, model: str, voice: str, service: Endpoint) -> None:
        self._model = model
        self._voice = voice
        self._service = service

    @property
    def name(self) -> str:
        """`provider:model:voice`."""
        return f"{PROVIDER}:{self._model}:{self._voice}"

    def speak(self, text: str) -> Speech:
        """Say a text. Raises ModelError."""
        said = [self._piece(piece) for piece in pieces(text, LONGEST)]
        with translated(PROVIDER):
            return Speech(said[0] if len(said) == 1 else _one_file(said), "audio/wav")

    def _piece(self, text: str) -> bytes:
        response = ask(
            lambda: MultiModalConversation.call(
                model=self._model, text=text, voice=self._voice, **self._service.arguments()
            )
        )
        url = _address(response)
        return again.persistently(lambda: self._fetched(url))

    def _fetched(self, url: str) -> bytes:
        content = bytearray()
        with translated(PROVIDER), httpx.stream("GET", url, timeout=self._service.timeout_s) as response:
            if response.status_code != httpx.codes.OK:
                raise from_status(PROVIDER, response.status_code)
            for block in response.iter_bytes():
                content += block
                if len(content) > LARGEST_BYTES:
                    raise rubbish(PROVIDER, "its speech does not end")
        return bytes(content)


def make_dashscope_speaker(model: str, voice: str, settings: Settings) -> DashScopeSpeaker:
    """A voice such as "Cherry" of a model such as "qwen3-tts-flash".

    Raises:
        ModelUnavailable: `model_unavailable`, when no usable key is set.
    """
    return DashScopeSpeaker(model, voice or DEFAULT_VOICE, endpoint(settings))


def _address(response: Any) -> str:
    with translated(PROVIDER):
        url = response.output.audio["url"]
    if not isinstance(url, str) or not url.startswith(("http://", "https://")):
        raise rubbish(PROVIDER, "it names no address of its speech")
    return url


def _one_file(recordings: list[bytes]) -> bytes:
    """Put WAV files of the same form end to end. Raises TypeError where they are none."""
    written = io.BytesIO()
    with wave.open(written, "wb") as whole:
        for number, recording in enumerate(recordings):
            try:
                with wave.open(io.BytesIO(recording)) as part:
                    if number == 0:
                        whole.setparams(part.getparams())
                    whole.writeframes(part.readframes(part.getnframes()))
            except (wave.Error, EOFError) as error:
                raise TypeError("not a WAV file") from error
    return written.getvalue()
