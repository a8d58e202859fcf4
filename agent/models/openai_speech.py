"""Speech recognition behind any endpoint that speaks OpenAI's /audio/transcriptions."""

from collections.abc import Sequence
from typing import Final

import openai
from pydantic import SecretStr

from agent.audio.sound import Sound
from agent.models import again
from agent.models.failures import translated
from agent.models.openai_compatible import PROVIDER, openai_key
from agent.models.speech import SoundTranscriber
from agent.settings import Settings

# Source: https://platform.openai.com/docs/guides/speech-to-text: 25 MB, which ten minutes of WAV are below; five are a
# compromise with servers of one's own, which keep a whole request in memory and have proxies before them.
LONGEST_S: Final = 300.0


class OpenAIEngine:
    """A model behind /audio/transcriptions. Safe to call from several threads."""

    def __init__(self, model: str, url: str, key: SecretStr, timeout_s: float) -> None:
        self._model = model
        self._client = openai.OpenAI(base_url=url, api_key=key.get_secret_value(), timeout=timeout_s, max_retries=0)

    @property
    def name(self) -> str:
        """`provider:model`."""
        return f"{PROVIDER}:{self._model}"

    @property
    def longest_s(self) -> float:
        """How many seconds of sound it takes at once."""
        return LONGEST_S

    def hear(self, sound: Sound, hints: Sequence[str]) -> str:
        """Give what is said. Raises ModelError."""
        upload = ("audio.wav", sound.wav(), "audio/wav")
        prompt = "、".join(hints) or openai.omit

        def call() -> str:
            with translated(PROVIDER):
                return self._client.audio.transcriptions.create(
                    model=self._model, file=upload, response_format="json", prompt=prompt
                ).text.strip()

        return again.persistently(call)


def make_openai_transcriber(model: str, settings: Settings) -> SoundTranscriber:
    """A speech model by the name its endpoint gives it, such as "whisper-1".

    Raises:
        ModelUnavailable: `model_unavailable`, when the key is unusable.
    """
    return SoundTranscriber(OpenAIEngine(model, settings.openai_url, openai_key(settings), settings.model_timeout_s))
