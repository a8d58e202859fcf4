"""Models behind any endpoint that speaks OpenAI's wire: /chat/completions, /embeddings, /audio/transcriptions."""

from pathlib import Path
from typing import Any, ClassVar, Final

import openai
from langchain_core.messages import BaseMessage
from langchain_openai import ChatOpenAI, OpenAIEmbeddings
from pydantic import SecretStr

from agent.models import again
from agent.models.failures import translated
from agent.models.keys import header_key
from agent.models.probed_embedding import ProbedEmbedder
from agent.models.speech import Transcript, bare, heard, recording, unreadable
from agent.models.translated_chat import TranslatedChat
from agent.settings import Settings
from store.errors import ModelUnavailable

PROVIDER: Final = "openai"
BATCH: Final = 10  # the smallest limit among the compatible services in use, DashScope's

# Servers on the owner's own machines want no key, but the SDK wants one, and would take OPENAI_API_KEY, which was
# given to somebody else.
NO_KEY: Final = SecretStr("no-key")

# Endpoints tell formats apart by the file's name, and an upload's temporary file has none.
_SUFFIXES: Final = {
    "audio/wav": ".wav",
    "audio/x-wav": ".wav",
    "audio/wave": ".wav",
    "audio/mpeg": ".mp3",
    "audio/mp3": ".mp3",
    "audio/mp4": ".m4a",
    "audio/m4a": ".m4a",
    "audio/x-m4a": ".m4a",
    "audio/ogg": ".ogg",
    "audio/opus": ".ogg",
    "audio/webm": ".webm",
    "video/webm": ".webm",
    "audio/flac": ".flac",
    "audio/x-flac": ".flac",
}


class OpenAICompatibleChat(TranslatedChat, ChatOpenAI):
    """A chat model behind OpenAI's wire. Safe to call from several threads."""

    provider: ClassVar[str] = PROVIDER

    def _payload(self, messages: list[BaseMessage], stop: list[str] | None, **kwargs: Any) -> Any:
        return self._get_request_payload(messages, stop=stop, **kwargs)


class OpenAICompatibleTranscriber:
    """A `Transcriber` over /audio/transcriptions. Safe to call from several threads."""

    def __init__(self, model: str, url: str, key: SecretStr, timeout_s: float) -> None:
        self._model = model
        self._client = openai.OpenAI(base_url=url, api_key=key.get_secret_value(), timeout=timeout_s, max_retries=0)

    @property
    def name(self) -> str:
        """`provider:model`."""
        return f"{PROVIDER}:{self._model}"

    def transcribe(self, path: Path, media_type: str) -> Transcript:
        """Write down what is said in a recording; see `Transcriber`.

        Raises:
            AudioUnreadable: `audio_unreadable`: too large, not audio, or nobody speaks.
            ModelError: the service failed.
        """
        kind = bare(media_type)
        upload = (f"audio{path.suffix or _SUFFIXES.get(kind, '')}", recording(path), kind)

        def call() -> str:
            with translated(PROVIDER):
                return self._client.audio.transcriptions.create(
                    model=self._model, file=upload, response_format="json"
                ).text.strip()

        try:
            return heard(again.persistently(call), self.name)
        except ModelUnavailable as failure:
            if failure.details["reason"] == "request":
                raise unreadable(self.name) from None
            raise


def make_openai_chat(model: str, settings: Settings) -> OpenAICompatibleChat:
    """A chat model by the name its endpoint gives it.

    Raises:
        ModelUnavailable: `model_unavailable`, when the key is unusable.
    """
    return OpenAICompatibleChat(
        model=model,
        base_url=settings.openai_url,
        api_key=_key(settings),
        timeout=settings.model_timeout_s,
        stream_chunk_timeout=settings.model_timeout_s,
        max_retries=0,
        stream_usage=True,
        use_responses_api=False,
    )


def make_openai_embedder(model: str, settings: Settings) -> ProbedEmbedder:
    """An embedding model by the name its endpoint gives it.

    Raises:
        ModelUnavailable: `model_unavailable`, when the key is unusable.
    """
    # Token counting is switched off: it fetches a vocabulary from the network, and other models have another.
    # Floats are asked for by name: the SDK's own default, base64, is refused by several endpoints.
    client = OpenAIEmbeddings(
        model=model,
        base_url=settings.openai_url,
        api_key=_key(settings),
        timeout=settings.model_timeout_s,
        max_retries=0,
        chunk_size=BATCH,
        check_embedding_ctx_length=False,
        model_kwargs={"encoding_format": "float"},
    )
    return ProbedEmbedder(PROVIDER, model, BATCH, client.embed_documents)


def make_openai_transcriber(model: str, settings: Settings) -> OpenAICompatibleTranscriber:
    """A speech model by the name its endpoint gives it, such as "whisper-1".

    Raises:
        ModelUnavailable: `model_unavailable`, when the key is unusable.
    """
    return OpenAICompatibleTranscriber(model, settings.openai_url, _key(settings), settings.model_timeout_s)


def _key(settings: Settings) -> SecretStr:
    if settings.openai_api_key is None:
        return NO_KEY
    return header_key(settings.openai_api_key, "SEBASTIAN_OPENAI_API_KEY")
