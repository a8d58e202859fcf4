"""The models that the settings name: chat, embedding, speech, voice, reranking.

Each provider's SDK is imported when a model of it is made, not before: who runs the embedded model does not pay for
the cloud's, nor the other way round.
"""

from typing import TYPE_CHECKING

from agent.settings import Settings
from store.contract import Embedder, Reranker
from store.errors import ModelUnavailable, VoiceUnset

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

    from agent.models.speech import Transcriber
    from agent.models.voice import Speaker


def make_chat(settings: Settings) -> "BaseChatModel":
    """The chat model that `settings.chat_model` names; what it raises on invoke and stream are `ModelError`s.

    Raises:
        ModelUnavailable: `model_unavailable`: its key is missing, or its weights are.
    """
    provider, _, model = settings.chat_model.partition(":")
    if provider == "dashscope":
        from agent.models.dashscope_chat import make_dashscope_chat

        return make_dashscope_chat(model, settings)
    if provider == "ollama":
        from agent.models.ollama import make_ollama_chat

        return make_ollama_chat(model, settings)
    if provider == "openai":
        from agent.models.openai_compatible import make_openai_chat

        return make_openai_chat(model, settings)
    try:
        from agent.models.local.chat import make_local_chat
    except ImportError as error:  # a bare Linux lacks the OpenMP runtime that llama.cpp is linked with
        raise ModelUnavailable(
            f"llama.cpp cannot be loaded: {error}",
            explanation="本机缺少运行本地模型所需的系统库（Debian、Ubuntu：apt install libgomp1）。",
        ) from error
    return make_local_chat(model, settings)


def make_embedder(settings: Settings) -> Embedder:
    """The embedding model that `settings.embedding_model` names.

    Raises:
        ModelUnavailable: `model_unavailable`: its key is missing, or its weights are.
    """
    provider, _, model = settings.embedding_model.partition(":")
    if provider == "dashscope":
        from agent.models.dashscope_embedding import make_dashscope_embedder

        return make_dashscope_embedder(model, settings)
    if provider == "ollama":
        from agent.models.ollama import make_ollama_embedder

        return make_ollama_embedder(model, settings)
    if provider == "openai":
        from agent.models.openai_compatible import make_openai_embedder

        return make_openai_embedder(model, settings)
    from agent.models.local_embedding import make_local_embedder

    return make_local_embedder(model, settings)


def make_reranker(settings: Settings) -> Reranker | None:
    """The reranker that `settings.rerank` names; it answers within three seconds. None where none is named.

    Raises:
        ModelUnavailable: `model_unavailable`: its key is missing or unusable.
    """
    provider, _, model = settings.rerank.partition(":")
    if not provider:
        return None
    from agent.models.rerank import DEADLINE_S, PunctualReranker

    if provider == "dashscope":
        from agent.models.dashscope_rerank import make_dashscope_reranker

        return PunctualReranker(make_dashscope_reranker(model, settings), DEADLINE_S)
    from agent.models.openai_rerank import make_openai_reranker

    return PunctualReranker(make_openai_reranker(model, settings), DEADLINE_S)


def make_transcriber(settings: Settings) -> "Transcriber":
    """The speech model that `settings.speech_model` names.

    Raises:
        ModelUnavailable: `model_unavailable`: its key is missing, or the provider has no speech here.
    """
    provider, _, model = settings.speech_model.partition(":")
    if provider == "dashscope":
        from agent.models.dashscope_speech import make_dashscope_transcriber

        return make_dashscope_transcriber(model, settings)
    if provider == "openai":
        from agent.models.openai_speech import make_openai_transcriber

        return make_openai_transcriber(model, settings)
    if provider == "local":
        from agent.models.local_speech import make_local_transcriber

        return make_local_transcriber(model, settings)
    raise ModelUnavailable(
        f"{settings.speech_model} cannot hear: set SEBASTIAN_SPEECH to a local:, dashscope: or openai: model",
        explanation="Ollama 不会听写：请把 SEBASTIAN_SPEECH 设为 local:、dashscope: 或 openai: 的语音模型，或者不设。",
    )


def make_speaker(settings: Settings) -> "Speaker":
    """The voice that `settings.voice` names.

    Raises:
        VoiceUnset: `voice_unset`, when it names none.
        ModelUnavailable: `model_unavailable`: its key is missing or unusable.
    """
    provider, _, rest = settings.voice.partition(":")
    model, _, voice = rest.partition(":")
    if provider == "dashscope":
        from agent.models.dashscope_voice import make_dashscope_speaker

        return make_dashscope_speaker(model, voice, settings)
    if provider == "openai":
        from agent.models.openai_voice import make_openai_speaker

        return make_openai_speaker(model, voice, settings)
    raise VoiceUnset("no voice is set: set SEBASTIAN_VOICE, or ask without speak=true")
