"""Speech recognition by DashScope: the sound goes along in the one request, as a data URL."""

import base64
from collections.abc import Sequence
from typing import Any, Final

from dashscope import MultiModalConversation

from agent.audio.sound import Sound
from agent.models.dashscope_wire import PROVIDER, Endpoint, ask, endpoint
from agent.models.failures import translated
from agent.models.speech import SoundTranscriber
from agent.settings import Settings

# Source: https://help.aliyun.com/zh/model-studio/qwen-speech-recognition: qwen3-asr-flash takes audio of up to five
# minutes and 10 MB, and a data URL counts as it is encoded: three minutes of 16 kHz 16-bit WAV are 7.7 MB of it.
LONGEST_S: Final = 180.0


class DashScopeEngine:
    """A Qwen ASR model. Safe to call from several threads."""

    def __init__(self, model: str, service: Endpoint) -> None:
        self._model = model
        self._service = service

    @property
    def name(self) -> str:
        """`provider:model`."""
        return f"{PROVIDER}:{self._model}"

    @property
    def longest_s(self) -> float:
        """How many seconds of sound it takes at once."""
        return LONGEST_S

    def hear(self, sound: Sound, hints: Sequence[str]) -> str:
        """Give what is said in a sound of at most three minutes. Raises ModelError."""
        url = f"data:audio/wav;base64,{base64.b64encode(sound.wav()).decode('ascii')}"
        messages = [{"role": "user", "content": [{"audio": url}]}]
        if hints:
            # Source: https://help.aliyun.com/zh/model-studio/qwen-asr-api-reference: the system message is the context,
            # any text in which the words occur.
            messages.insert(0, {"role": "system", "content": [{"text": "、".join(hints)}]})
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
        return _text(response)


def make_dashscope_transcriber(model: str, settings: Settings) -> SoundTranscriber:
    """A speech model such as "qwen3-asr-flash".

    Raises:
        ModelUnavailable: `model_unavailable`, when no usable key is set.
    """
    return SoundTranscriber(DashScopeEngine(model, endpoint(settings)))


def _text(response: Any) -> str:
    with translated(PROVIDER):
        content = response.output.choices[0].message.content
        return content if isinstance(content, str) else "".join(part.get("text", "") for part in content)
