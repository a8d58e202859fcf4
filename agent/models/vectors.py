"""From what an embedding service sent to the rows that the index wants."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from agent.models.failures import rubbish


def unit_rows(provider: str, rows: Sequence[Sequence[float]], count: int, dimension: int | None) -> NDArray[np.float32]:
    """L2-normalise the vectors of `count` texts.

    Args:
        provider: who sent them, for the error.
        rows: the vectors, in the order of the texts.
        count: how many texts were sent.
        dimension: the length that each must have; None when it is not known yet.

    Returns:
        float32 array of shape (count, dimension), rows of length one.

    Raises:
        ModelAnswerInvalid: `model_answer_invalid`: too few, of another length, or with a zero or unreal vector.
    """
    try:
        found: NDArray[np.float32] = np.asarray(rows, dtype=np.float32)
    except (TypeError, ValueError):
        raise rubbish(provider, "its embeddings are not vectors of one length") from None
    if found.ndim != 2 or found.shape[0] != count or found.shape[1] != (dimension or found.shape[1]):
        raise rubbish(provider, f"embeddings of shape {found.shape}, wanted ({count}, {dimension or 'any'})")
    lengths = np.linalg.norm(found, axis=1, keepdims=True)
    if not np.all(np.isfinite(lengths)) or not np.all(lengths > 0):
        raise rubbish(provider, "an embedding is zero or not finite")
    unit: NDArray[np.float32] = (found / lengths).astype(np.float32)
    return unit
