"""Models behind any endpoint that speaks OpenAI's wire: /chat/completions, /embeddings, /audio/transcriptions."""

import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Any, ClassVar, Final

import numpy as np
import openai
from langchain_core.messages import BaseMessage
from langchain_openai import ChatOpenAI, OpenAIEmbeddings
from numpy.typing import NDArray
from pydantic import SecretStr

from agent.models import again
from agent.models.failures import parsing
from agent.models.keys import header_key
from agent.models.speech import Transcript, bare, heard, recording, unreadable
from agent.models.translated_chat import TranslatedChat
from agent.models.vectors import unit_rows
from agent.settings import Settings
from store.errors import ModelUnavailable

PROVIDER: Final = "openai"
BATCH: Final = 10  # the smallest limit among the compatible services in use, DashScope's

# Servers on the owner's own machines want no key, but the SDK wants one, and would take OPENAI_API_KEY, which was
# given to somebody else.
NO_KEY: Final = SecretStr("no-key")

# Endpoints tell formats apart by the file's name, and an upload's temporary file has none.
_SUFFIXES: Final = {
    "audio/wav": ".wav", "audio/x-wav": ".wav", "audio/wave": ".wav", "audio/mpeg": ".mp3", "audio/mp3": ".mp3",
    "audio/mp4": ".m4a", "audio/m4a": ".m4a", "audio/x-m4a": ".m4a", "audio/ogg": ".ogg", "audio/opus": ".ogg",
    "audio/webm": ".webm", "video/webm": ".webm", "audio/flac": ".flac", "audio/x-flac": ".flac",
}


class OpenAICompatibleChat(TranslatedChat, ChatOpenAI):
    """A chat model behind OpenAI's wire. Safe to call from several threads."""

    provider: ClassVar[str] = PROVIDER

    def _payload(self, messages: list[BaseMessage], stop: list[str] | None, **kwargs: Any) -> Any:
        return self._get_request_payload(messages, stop=stop, **kwargs)


class OpenAICompatibleEmbedder:
    """An `Embedder` behind OpenAI's wire. Safe to call from several threads."""

    def __init__(self, model: str, url: str, key: SecretStr, timeout_s: float) -> None:
        self._model = model
        # Token counting is switched off: it fetches a vocabulary from the network, and other models have another.
        # Floats are asked for by name: the SDK's own default, base64, is refused by several endpoints.
        self._client = OpenAIEmbeddings(
            model=model, base_url=url, api_key=key, timeout=timeout_s, max_retries=0, chunk_size=BATCH,
            check_embedding_ctx_length=False, model_kwargs={"encoding_format": "float"},
        )
        self._dimension: int | None = None
        self._probing = threading.Lock()

    @property
    def name(self) -> str:
        """`provider:model`."""
        return f"{PROVIDER}:{self._model}"

    @property
    def dimension(self) -> int:
        """Length of one vector; the first time, one text is embedded to learn it.

        Raises:
            ModelError: the service failed.
        """
        with self._probing:
            if self._dimension is None:
                self._dimension = int(self._embed(["维"], None).shape[1])
            return self._dimension

    def embed(self, texts: Sequence[str], *, query: bool = False) -> NDArray[np.float32]:
        """Embed texts, questions like other texts; see `store.contract.Embedder`.

        Raises:
            ModelError: the service failed.
        """
        dimension = self.dimension
        batches = [self._embed(list(texts[start:start + BATCH]), dimension) for start in range(0, len(texts), BATCH)]
        return np.vstack(batches) if batches else np.empty((0, dimension), dtype=np.float32)

    def _embed(self, batch: list[str], dimension: int | None) -> NDArray[np.float32]:
        def call() -> list[list[float]]:
            with parsing(PROVIDER):
                return self._client.embed_documents(batch)

        return unit_rows(PROVIDER, again.persistently(call), len(batch), dimension)


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
            with parsing(PROVIDER):
                return self._client.audio.transcriptions.create(
                    model=self._model, file=upload, response_format="json").text.strip()

        try:
            return heard(again.persistently(call), self.name)
        except ModelUnavailable as failure:
            if failure.details.get("status") in (400, 413, 415, 422):
                raise unreadable(self.name) from None
            raise


def make_openai_chat(model: str, settings: Settings) -> OpenAICompatibleChat:
    """A chat model by the name its endpoint gives it.

    Raises:
        ModelUnavailable: `model_unavailable`, when the key is unusable.
    """
    return OpenAICompatibleChat(
        model=model, base_url=settings.openai_url, api_key=_key(settings), timeout=settings.model_timeout_s,
        stream_chunk_timeout=settings.model_timeout_s, max_retries=0, stream_usage=True, use_responses_api=False,
    )


def make_openai_embedder(model: str, settings: Settings) -> OpenAICompatibleEmbedder:
    """An embedding model by the name its endpoint gives it.

    Raises:
        ModelUnavailable: `model_unavailable`, when the key is unusable.
    """
    return OpenAICompatibleEmbedder(model, settings.openai_url, _key(settings), settings.model_timeout_s)


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
