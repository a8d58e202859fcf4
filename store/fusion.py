"""How the signals that speak for a memory become one score. Arrays are float32 or float64, one entry a candidate.

Source of the weights: measured over eight public question sets with one configuration for all (bench/results/recall.md).
"""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from store.background import PRIOR_TEXTS

Array = NDArray[np.float32] | NDArray[np.float64]

LEXICAL: Final = 4.0
DENSE: Final = 0.7
DATE: Final = 4.0
CUE: Final = 1.0
NEIGHBOUR: Final = 0.4
EPISODE: Final = 0.5
# A best lexical score below this share of what the query could reach is no full point.
LEXICAL_FLOOR: Final = 0.3
# Of a query of several clauses, how much the whole weighs against its best clause.
WHOLE: Final = 0.6
# Days after which closeness to a date that the question names falls to 1/e.
DATE_FADES_DAYS: Final = 4.0
_EPISODE_BEST: Final = 3


class DenseScale:
    """Turns a vector into how many standard deviations it is nearer to the query than just anything is.

    "Just anything" is the background and what the memory holds, the memory weighing the more the larger it is; both
    sides are taken relative to their common mean, which cosines of one language and one person share.
    """

    def __init__(self, query: Array, *, sample: Array, mean: Array, count: int, background: Array) -> None:
        """Fit the scale to one query.

        Args:
            query: shape (dim,).
            sample: vectors of the memory, shape (s, dim), for the spread.
            mean: of all its vectors, shape (dim,).
            count: how many vectors it holds.
            background: shape (b, dim), b may be 0.
        """
        own = count / (count + PRIOR_TEXTS)
        self._mean = own * mean + (1 - own) * (background.mean(axis=0) if len(background) else 0)
        self.direction = _unit(query - self._mean)
        self._centre, self._spread = self._moments(sample, background, own)

    def _moments(self, sample: Array, background: Array, own: float) -> tuple[float, float]:
        parts = [(self._cosines(rows), share) for rows, share in ((sample, own), (background, 1 - own)) if len(rows)]
        weight = sum(share for _, share in parts)
        centre = sum(share * float(values.mean()) for values, share in parts) / weight
        variance = sum(share * float(((values - centre) ** 2).mean()) for values, share in parts) / weight
        return centre, max(variance**0.5, 1e-3)

    def __call__(self, vectors: Array) -> Array:
        """Give the standardised nearness of vectors, shape (n, dim) to (n,)."""
        return (self._cosines(vectors) - self._centre) / self._spread

    def _cosines(self, vectors: Array) -> Array:
        cosines: Array = _unit(vectors - self._mean) @ self.direction
        return cosines


def lexical_share(scores: Array, ideals: Array) -> Array:
    """Give BM25 scores as shares of the best, or of a floor (a share of the ideal) below which no best counts as full.

    Args:
        scores: shape (n, m), a column a query.
        ideals: shape (m,).
    """
    share: Array = scores / np.maximum(scores.max(axis=0), LEXICAL_FLOOR * ideals)
    return share


def whole_and_clause(signals: Array) -> Array:
    """Mix what the whole query says with the best of its clauses; shape (n, 1 + clauses) to (n,), the whole first."""
    whole: Array = signals[:, 0]
    if signals.shape[1] == 1:
        return whole
    mixed: Array = WHOLE * whole + (1 - WHOLE) * signals[:, 1:].max(axis=1)
    return mixed


def date_closeness(gaps_days: Array) -> Array:
    """Give 1 for an item inside a span that the question names, fading with its distance in days."""
    closeness: Array = np.exp(-gaps_days / DATE_FADES_DAYS)
    return closeness


def above_most(base: Array) -> Array:
    """Give by how much each score is above the middle one, 0 for those below."""
    return np.maximum(base - np.median(base), 0.0)


def lent_by_episode(above: Array, episodes: NDArray[np.int64]) -> Array:
    """Give what an episode lends each of its items: the sum of its three best, over three.

    Args:
        above: shape (n,), see `above_most`.
        episodes: shape (n,), the number of the episode of each, from 0.
    """
    order = np.lexsort((-above, episodes))
    ordered = episodes[order]
    starts = np.flatnonzero(np.r_[True, ordered[1:] != ordered[:-1]])
    rank = np.arange(len(order)) - np.repeat(starts, np.diff(np.r_[starts, len(order)]))
    best = order[rank < _EPISODE_BEST]
    sums = np.bincount(episodes[best], weights=above[best], minlength=int(episodes.max()) + 1)
    lent: Array = sums[episodes] / _EPISODE_BEST
    return lent


def _unit(vectors: Array) -> Array:
    lengths = np.linalg.norm(vectors, axis=-1, keepdims=True)
    unit: Array = vectors / np.maximum(lengths, 1e-9)
    return unit
