"""llama.cpp in this process (xllamacpp): one model, one request at a time, each purpose with its prompt prefix kept warm."""

import json
import secrets
import threading
from pathlib import Path
from typing import Any, Final

import xllamacpp

from agent.abandoning import is_abandoned, is_watched, stop_if_abandoned
from agent.models.local.prefixes import PrefixFiles
from store import disk
from store.errors import ModelAnswerInvalid, ModelTimeout, ModelUnavailable

# Tokens of context for each purpose: a constant prefix, a request of up to 8,000 characters cut to fit, an answer.
CONTEXT: Final = 4096
PURPOSES: Final = ("label", "answer", "judge")
CHATML_STOP: Final = ("<|im_end|>", "<|im_start|>", "<|endoftext|>")


class Runtime:
    """A loaded GGUF. Thread-safe: requests queue, since two at once on few cores take longer than one after the other.

    Memory: the weights (1.1 GB for the default) and about 28 KB a token of context.
    """

    def __init__(self, path: Path, *, threads: int, timeout_s: float, prefixes: Path) -> None:
        """Load the weights; some seconds.

        Args:
            path: the GGUF.
            threads: how many to compute with.
            timeout_s: for one answer, and for waiting on another.
            prefixes: folder where computed prompt prefixes are kept.

        Raises:
            ModelUnavailable: `model_unavailable`, the file is no model that llama.cpp can load.
        """
        self._lock = threading.Lock()
        self._timeout_s = timeout_s
        # llama.cpp listens on a port of loopback of its own accord: without a key, any local user could read its slots
        key = secrets.token_urlsafe(32)
        try:
            disk.make_folder(prefixes)
            self._server = xllamacpp.Server(_params(path, threads, key, prefixes))
            self._prefixes = PrefixFiles(
                prefixes, path, context=CONTEXT, address=self._server.listening_address, key=key
            )
        except RuntimeError as error:
            raise ModelUnavailable(
                f"{path} cannot be loaded: {error}", explanation="本地模型文件无法载入，可能已损坏。"
            ) from error

    def warm(self, prefix: str, *, purpose: str) -> None:
        """Read the constant beginning of a purpose's prompts, from its file where there is one. Raises as `complete` does."""
        slot = PURPOSES.index(purpose)
        self._prefixes.warm(slot, purpose, prefix, lambda: self.complete(prefix, purpose=purpose, max_tokens=1))

    def complete(self, prompt: str, *, purpose: str, max_tokens: int, schema: dict[str, Any] | None = None) -> str:
        """Continue a ChatML prompt, greedily.

        Args:
            prompt: the whole prompt; what it shares with the last one of the same purpose is not computed again.
            purpose: one of PURPOSES, which keeps its own prefix in the cache.
            max_tokens: where the answer is cut.
            schema: JSON schema that the answer is decoded under.

        Raises:
            ModelTimeout: `model_timeout`, another request kept the model busy for `timeout_s`.
            ModelAnswerInvalid: `model_answer_invalid`.
            TurnAbandoned: `turn_abandoned`, nobody waits for the answer any more.
        """
        request: dict[str, Any] = {
            "prompt": prompt, "n_predict": max_tokens, "temperature": 0.0, "cache_prompt": True,
            "id_slot": PURPOSES.index(purpose), "stop": list(CHATML_STOP), "t_max_predict_ms": int(self._timeout_s * 1000),
        }  # fmt: skip
        if schema is not None:
            request["json_schema"] = schema
        if not self._lock.acquire(timeout=self._timeout_s):
            raise ModelTimeout(f"the embedded model was busy for {self._timeout_s:g} s", timeout_s=self._timeout_s)
        try:
            stop_if_abandoned()
            return self._watched(request) if is_watched() else _text_of(self._server.handle_completions(request))
        finally:
            self._lock.release()

    def _watched(self, request: dict[str, Any]) -> str:
        """The same answer token by token, so that it can be broken off between two of them."""
        pieces: list[Any] = []

        def take(piece: Any) -> bool:
            pieces.extend(piece if isinstance(piece, list) else [piece])
            return is_abandoned()  # true breaks off

        self._server.handle_completions({**request, "stream": True}, take)
        stop_if_abandoned()
        return "".join(_text_of(piece) for piece in pieces)


def harmless(text: str) -> str:
    """The text without what the chat template would read as its own marks."""
    return text.replace("<|", "< |")


def _params(path: Path, threads: int, key: str, prefixes: Path) -> Any:
    params = xllamacpp.CommonParams()
    params.api_keys = [key]
    params.slot_save_path = f"{prefixes}/"
    params.model.path = str(path)
    params.n_ctx = CONTEXT * len(PURPOSES)
    params.n_parallel = len(PURPOSES)
    params.cpuparams.n_threads = threads
    params.cpuparams_batch.n_threads = threads
    params.n_gpu_layers = 0
    params.warmup = False
    params.verbosity = -1
    params.cache_ram_mib = 0
    return params


def _text_of(answer: Any) -> str:
    if isinstance(answer, str | bytes):
        answer = json.loads(answer)
    if isinstance(answer, list) and answer:
        answer = answer[0]
    try:
        return str(answer["choices"][0]["text"])
    except (KeyError, IndexError, TypeError) as error:
        raise ModelAnswerInvalid(f"the embedded model failed: {str(answer)[:200]}") from error
