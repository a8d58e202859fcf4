"""How the signals that speak for a memory become one score. Arrays are float32 or float64, one entry a candidate.

Source of the weights: measured over eight public question sets with one configuration for all (bench/results/recall.md).
"""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from store.background import PRIOR_TEXTS

Array = NDArray[np.float32] | NDArray[np.float64]

# What an item has by itself.
LEXICAL: Final = 4.0
DENSE: Final = 4.0
DATE: Final = 4.0
CUE: Final = 1.0
# What the talk around it lends: the turn beside it, the question that it answers, the conversation or day it is of.
NEIGHBOUR: Final = 0.3
ANSWER: Final = 0.4
EPISODE: Final = 0.4
# What is added once that is known: nothing of it is lent on.
LINK: Final = 2.5
SPEAKER: Final = 1.0
ENDS_ASKING: Final = -2.0
# Of what is as near, the later holds rather, where the question names no time; it falls to 1/e of that in so many days.
RECENT: Final = 0.5
RECENT_FADES_DAYS: Final = 90.0
# A best lexical score below this share of what the query could reach is no full point.
LEXICAL_FLOOR: Final = 0.3
# Nor is a best nearness of fewer standard deviations.
DENSE_FLOOR: Final = 3.6
# Of a query of several clauses, how much the whole weighs against its best clause.
WHOLE: Final = 0.45
# What lies just outside a span that the question names has this of the closeness of what lies inside; it falls to 1/e
# of that in so many days.
DATE_OUTSIDE: Final = 0.75
DATE_FADES_DAYS: Final = 4.0
# A score that an item about nothing in particular has; by what it is above it, an item lends.
_NOTHING: Final = 0.5
_EPISODE_BEST: Final = 3
_LEADERS: Final = 3


class DenseScale:
    """Turns vectors into how many standard deviations they are nearer to each query than just anything is.

    "Just anything" is the background and what the memory holds, the memory weighing the more the larger it is; both
    sides are taken relative to their common mean, which cosines of one language and one person share.

    Attributes:
        directions: the queries relative to that mean, shape (m, dim), L2-normalised.
    """

    def __init__(self, queries: Array, *, sample: Array, mean: Array, count: int, background: Array) -> None:
        """Fit the scale to queries.

        Args:
            queries: shape (m, dim).
            sample: vectors of the memory, shape (s, dim), for the spread.
            mean: of all its vectors, shape (dim,).
            count: how many vectors it holds.
            background: shape (b, dim), b may be 0.
        """
        own = count / (count + PRIOR_TEXTS)
        self._mean = own * mean + (1 - own) * (background.mean(axis=0) if len(background) else 0)
        self.directions = self.centred(queries)
        self._centres, self._spreads = self._moments(sample, background, own)

    def centred(self, vectors: Array) -> Array:
        """Give vectors relative to the common mean, L2-normalised; shape (n, dim)."""
        return _unit(vectors - self._mean)

    def __call__(self, centred: Array) -> Array:
        """Give the standardised nearness of `centred` vectors to each query; shape (n, dim) to (n, m)."""
        nearness: Array = (centred @ self.directions.T - self._centres) / self._spreads
        return nearness

    def _cosines(self, vectors: Array) -> Array:
        """Give `centred(vectors) @ directions.T`, shape (n, m), in fewer steps: there are hundreds of them."""
        off = vectors - self._mean
        cosines: Array = (off @ self.directions.T) / np.maximum(_lengths(off), 1e-9)
        return cosines

    def _moments(self, sample: Array, background: Array, own: float) -> tuple[Array, Array]:
        shares = ((sample, own), (background, 1 - own))
        parts = [(self._cosines(rows), share) for rows, share in shares if len(rows)]
        weight = sum(share for _, share in parts)
        centres: Array = np.sum([share * values.mean(axis=0) for values, share in parts], axis=0) / weight
        squares = [share * ((values - centres) ** 2).mean(axis=0) for values, share in parts]
        spreads: Array = np.maximum(np.sqrt(np.sum(squares, axis=0) / weight), 1e-3)
        return centres, spreads


def lexical_share(scores: Array, ideals: Array) -> Array:
    """Give BM25 scores as shares of the best, or of a floor (a share of the ideal) below which no best counts as full.

    Args:
        scores: shape (n, m), a column a query.
        ideals: shape (m,).
    """
    share: Array = scores / np.maximum(scores.max(axis=0), LEXICAL_FLOOR * ideals)
    return share


def dense_share(nearness: Array) -> Array:
    """Give standardised nearness, shape (n,), as shares of the best, or of a floor below which no best counts as full.

    So neither words nor nearness outweighs the other merely because its best stands out more.
    """
    share: Array = nearness / max(float(nearness.max(initial=0.0)), DENSE_FLOOR)
    return share


def whole_and_clause(signals: Array) -> Array:
    """Mix what the whole query says with the best of its clauses; shape (n, 1 + clauses) to (n,), the whole first."""
    whole: Array = signals[:, 0]
    if signals.shape[1] == 1:
        return whole
    mixed: Array = WHOLE * whole + (1 - WHOLE) * signals[:, 1:].max(axis=1)
    return mixed


def date_closeness(gaps_days: Array) -> Array:
    """Give 1 for an item inside a span that the question names, less outside, fading with its distance in days."""
    closeness: Array = np.where(gaps_days > 0, DATE_OUTSIDE * np.exp(-gaps_days / DATE_FADES_DAYS), 1.0)
    return closeness


def recency(ages_days: Array) -> Array:
    """Give 1 for an item of this moment, less for older ones."""
    recent: Array = np.exp(-ages_days / RECENT_FADES_DAYS)
    return recent


def above_nothing(base: Array) -> Array:
    """Give by how much each score is above that of an item about nothing in particular, 0 for those below."""
    return np.maximum(base - _NOTHING, 0.0)


def lent_by_episode(above: Array, episodes: NDArray[np.int64]) -> Array:
    """Give what an episode lends each of its items: the sum of its three best, over three.

    Args:
        above: shape (n,), see `above_nothing`.
        episodes: shape (n,), the number of the episode of each, from 0.
    """
    order = np.lexsort((-above, episodes))
    ordered = episodes[order]
    is_first = np.ones(len(order), dtype=np.bool_)
    is_first[1:] = ordered[1:] != ordered[:-1]
    rank = np.arange(len(order)) - np.flatnonzero(is_first)[np.cumsum(is_first) - 1]
    best = order[rank < _EPISODE_BEST]
    sums = np.bincount(episodes[best], weights=above[best], minlength=int(episodes.max()) + 1)
    lent: Array = sums[episodes] / _EPISODE_BEST
    return lent


def linked(scores: Array, centred: Array) -> Array:
    """Give how like one of the three best each is, and how good that one is: 1 for the best itself; shape (n,).

    What answers a question in two steps, or on several days, is like the part that the question names.

    Args:
        scores: shape (n,).
        centred: the items' vectors relative to their common mean, L2-normalised, shape (n, dim); zeros for none.
    """
    leaders = np.argsort(-scores)[:_LEADERS]
    above = above_nothing(scores[leaders])
    likeness = centred @ centred[leaders].T
    likeness[leaders, np.arange(len(leaders))] = 1.0
    links: Array = np.maximum((likeness * above / max(float(above[0]), 1e-9)).max(axis=1), 0.0)
    return links


def _unit(vectors: Array) -> Array:
    unit: Array = vectors / np.maximum(_lengths(vectors), 1e-9)
    return unit


def _lengths(vectors: Array) -> Array:
    """Give the length of each row, shape (n, dim) to (n, 1)."""
    lengths: Array = np.sqrt(np.einsum("ij,ij->i", vectors, vectors))[:, None]
    return lengths
