"""Speech by any endpoint that speaks OpenAI's /audio/speech."""

from functools import partial
from typing import Final

import openai
from pydantic import SecretStr

from agent.models import again
from agent.models.failures import translated
from agent.models.openai_compatible import PROVIDER, openai_key
from agent.models.voice import Speech, pieces
from agent.settings import Settings

DEFAULT_VOICE: Final = "alloy"
# Source: https://platform.openai.com/docs/api-reference/audio/createSpeech: 4,096 characters.
LONGEST: Final = 4_000


class OpenAISpeaker:
    """A model behind /audio/speech, which is asked for MP3. Safe to call from several threads."""

    def __init__(self, model: str, voice: str, url: str, key: SecretStr, timeout_s: float) -> None:
        self._model = model
        self._voice = voice
        self._client = openai.OpenAI(base_url=url, api_key=key.get_secret_value(), timeout=timeout_s, max_retries=0)

    @property
    def name(self) -> str:
        """`provider:model:voice`."""
        return f"{PROVIDER}:{self._model}:{self._voice}"

    def speak(self, text: str) -> Speech:
        """Say a text. Raises ModelError."""
        # MP3 frames stand alone, so that what is said in several pieces is one file end to end.
        said = (again.persistently(partial(self._piece, piece)) for piece in pieces(text, LONGEST))
        return Speech(b"".join(said), "audio/mpeg")

    def _piece(self, text: str) -> bytes:
        with translated(PROVIDER):
            return self._client.audio.speech.create(
                model=self._model, voice=self._voice, input=text, response_format="mp3"
            ).content


def make_openai_speaker(model: str, voice: str, settings: Settings) -> OpenAISpeaker:
    """A voice by the names its endpoint gives model and voice, such as "tts-1" and "alloy".

    Raises:
        ModelUnavailable: `model_unavailable`, when the key is unusable.
    """
    return OpenAISpeaker(
        model, voice or DEFAULT_VOICE, settings.openai_url, openai_key(settings), settings.model_timeout_s
    )
