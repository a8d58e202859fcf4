"""Speech recognition by DashScope: the recording goes along in the one request, as a data URL."""

import base64
import io
import wave
from pathlib import Path
from typing import Any, Final

from dashscope import MultiModalConversation

from agent.models.dashscope_wire import PROVIDER, Endpoint, ask, endpoint
from agent.models.failures import translated
from agent.models.speech import Transcript, bare, heard, recording, unreadable
from agent.settings import Settings
from store.errors import AudioUnreadable, ModelUnavailable

# Source: https://help.aliyun.com/zh/model-studio/qwen-speech-recognition: qwen3-asr-flash takes audio of up to five
# minutes and 10 MB, and a data URL counts as it is encoded, that is, four bytes for three of the file.
LONGEST_S: Final = 300
LARGEST_ENCODED_BYTES: Final = 10_000_000


class DashScopeTranscriber:
    """A `Transcriber` over a Qwen ASR model. Safe to call from several threads."""

    def __init__(self, model: str, service: Endpoint) -> None:
        self._model = model
        self._service = service

    @property
    def name(self) -> str:
        """`provider:model`."""
        return f"{PROVIDER}:{self._model}"

    def transcribe(self, path: Path, media_type: str) -> Transcript:
        """Write down what is said in a recording of at most five minutes and 7.4 MB; see `Transcriber`.

        Raises:
            AudioUnreadable: `audio_unreadable`: too long, not audio, or nobody speaks.
            ModelError: the service failed.
        """
        content = recording(path)
        _refuse_too_long(content)
        url = f"data:{bare(media_type)};base64,{base64.b64encode(content).decode('ascii')}"
        messages = [{"role": "user", "content": [{"audio": url}]}]
        try:
            # Numbers as digits, so that spoken dates are found by what reads dates.
            response = ask(
                lambda: MultiModalConversation.call(
                    model=self._model,
                    messages=messages,
                    result_format="message",
                    asr_options={"enable_itn": True},
                    **self._service.arguments(),
                )
            )
        except ModelUnavailable as failure:
            if failure.details["reason"] == "request":
                raise unreadable(self.name) from None
            raise
        return heard(_text(response), self.name)


def make_dashscope_transcriber(model: str, settings: Settings) -> DashScopeTranscriber:
    """A speech model such as "qwen3-asr-flash".

    Raises:
        ModelUnavailable: `model_unavailable`, when no usable key is set.
    """
    return DashScopeTranscriber(model, endpoint(settings))


def _text(response: Any) -> str:
    with translated(PROVIDER):
        content = response.output.choices[0].message.content
        return content if isinstance(content, str) else "".join(part.get("text", "") for part in content)


def _refuse_too_long(content: bytes) -> None:
    encoded_bytes = (len(content) + 2) // 3 * 4
    length_s = _wav_length_s(content)
    if encoded_bytes > LARGEST_ENCODED_BYTES or length_s > LONGEST_S:
        raise AudioUnreadable(
            f"the recording has {len(content)} bytes and {length_s:.0f} s (0: not known); one may have "
            f"{LARGEST_ENCODED_BYTES // 4 * 3} bytes and {LONGEST_S} s: send it in parts or compressed",
            explanation="录音太长：一次最长 5 分钟、约 7.4 MB，请分段发送或压缩后再发。",
        )


def _wav_length_s(content: bytes) -> float:
    """Length of a WAV file in seconds; 0 for other formats, whose length the service judges."""
    try:
        with wave.open(io.BytesIO(content)) as sound:
            return float(sound.getnframes() / sound.getframerate())
    except (wave.Error, EOFError, ZeroDivisionError):
        return 0.0
