"""What speaks for each candidate by itself: nearness, shared words, a date that was named, what such questions ask."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from functools import partial
from typing import Final

import numpy as np
from numpy.typing import NDArray

from store import fusion
from store.candidates import Candidates
from store.cues import Cue
from store.facts import Fact, Interval, Recalled, Turn
from store.fusion import Array, DenseScale
from store.lexical import LexicalIndex
from store.relevance import asks, best_relevance, relevance
from store.vectors import VectorIndex
from store.words import names_in

Item = Fact | Turn

# How much more than its words the slot of a fact says that it answers a question.
_SLOT: Final = 1.6
# A text that the dictionary cuts elsewhere has a name's characters and not the word: so much of its weight.
_WHOLE_NAME: Final = 0.4
_NAMES: Final = ("dense", "date", "cue", "speaker", "ends_asking", "recent")
# A question that was asked before is like the same question and answers nothing: so much of its likeness counts, and
# of its words, which may be the very same, the square.
_ASKED: Final = 0.3


class Evidence:
    """The signals of a growing list of candidates for one query.

    Attributes:
        numbers: the candidates' item numbers, each once, shape (n,).
        base: what each has by itself, shape (n,): what it lends to others.
    """

    def __init__(self, queries: Sequence[str], cues: Sequence[Cue], dates: Sequence[Interval], *, now: datetime,
                 scale: DenseScale | None, vectors: VectorIndex, lexical: LexicalIndex, candidates: Candidates,
                 item_of: Callable[[int], Item]) -> None:  # fmt: skip
        self.numbers: NDArray[np.int64] = np.zeros(0, dtype=np.int64)
        self.base: Array = np.zeros(0)
        self._queries = queries
        self._asked = queries[0].lower()
        self._cues = cues
        self._dates = dates
        self._now = now
        self._scale = scale
        self._vectors = vectors
        self._lexical = lexical
        self._candidates = candidates
        self._item_of = item_of
        self._ideals = np.array([max(lexical.ideal(query), 1e-9) for query in queries])
        # a row a signal, a column a candidate
        self._rows: Array = np.zeros((len(_NAMES), 0))
        self._words: Array = np.zeros((0, len(queries)))
        self._covered: Array = np.zeros(0)
        self._centred: list[Array] = []

    def weigh(self, numbers: NDArray[np.int64]) -> None:
        """Add candidates, those that are here already left out."""
        known = set(self.numbers.tolist())
        new = [number for number in dict.fromkeys(numbers.tolist()) if number not in known]
        if not new:
            return
        features, at = self._candidates.features, np.array(new, dtype=np.int64)
        told: Array = np.where(features.is_asked(at), _ASKED, 1.0)
        words = self._lexical.scores_by(self._queries, at)
        centred = self._centred_of(at)
        by_text, by_slot = features.tells(self._cues, at)
        fresh: dict[str, Array] = {
            "dense": self._nearness(centred) * told,
            "date": self._closeness(at),
            "cue": np.where(by_slot, _SLOT, by_text) * told,
            "speaker": features.is_by_one_named_in(self._asked, at).astype(np.float64),
            "ends_asking": features.ends_asking(at).astype(np.float64),
            "recent": self._recency(at),
        }
        self.numbers = np.concatenate((self.numbers, at))
        self._words = _joined(self._words, words * told[:, None] ** 2)
        self._centred.append(centred)
        self._rows = _joined(self._rows, np.array([fresh[name] for name in _NAMES]), axis=1)
        self._covered = fusion.whole_and_clause(self._words / self._ideals)
        self.base = self._base()

    def positions(self, numbers: NDArray[np.int64]) -> NDArray[np.int64]:
        """Give where in `numbers` each of these candidates stands, shape (n,)."""
        order = np.argsort(self.numbers)
        positions: NDArray[np.int64] = order[np.searchsorted(self.numbers, numbers, sorter=order)]
        return positions

    @property
    def _signals(self) -> dict[str, Array]:
        return dict(zip(_NAMES, self._rows, strict=True))

    def _base(self) -> Array:
        signals = self._signals
        shares = fusion.whole_and_clause(fusion.lexical_share(self._words, self._ideals))
        base: Array = (
            fusion.LEXICAL * shares + fusion.DENSE * fusion.dense_share(signals["dense"]) + fusion.DATE * signals["date"]
            + fusion.CUE * signals["cue"]
        )  # fmt: skip
        return base

    def scores(self, context: Array) -> Array:
        """Give the fused score of each, shape (n,); it orders these candidates and means nothing by itself.

        Args:
            context: what the talk around it lends each, shape (n,).
        """
        signals = self._signals
        scores: Array = (
            self.base + context + fusion.SPEAKER * signals["speaker"] + fusion.ENDS_ASKING * signals["ends_asking"]
            + fusion.RECENT * signals["recent"]
        )  # fmt: skip
        centred: NDArray[np.float32] = np.concatenate(self._centred, dtype=np.float32, casting="same_kind")
        linked: Array = scores + fusion.LINK * fusion.linked(scores, centred)
        return linked

    def ends_asking(self) -> NDArray[np.bool_]:
        """Tell which turns end in a question, shape (n,)."""
        asking: NDArray[np.bool_] = self._signals["ends_asking"] > 0
        return asking

    def relevance(self) -> Array:
        """Give how much speaks for each by itself, shape (n,), on a scale that does not depend on the others."""
        signals = self._signals
        return relevance(signals["dense"], self._covered, signals["cue"], signals["date"])

    def suffices(self, least: float) -> bool:
        """Tell whether at least so much speaks for there being anything relevant among them."""
        signals = self._signals
        by_all_but_names = partial(best_relevance, signals["dense"], self._covered, signals["cue"], signals["date"])
        # names can only add to it, and are costlier to look for than all the rest
        return by_all_but_names(np.zeros(0)) >= least or by_all_but_names(self._named()) >= least

    def recalled(self, order: Iterable[int], scores: Array) -> Iterator[Recalled]:
        """Give the candidates at these positions, one at a time, with what spoke for each."""
        signals = {**self._signals, "lexical": self._covered}
        for at in order:
            spoke = {name: float(values[at]) for name, values in signals.items() if values[at]}
            yield Recalled(self._item_of(int(self.numbers[at])), float(scores[at]), spoke)

    def _named(self) -> Array:
        """Give how much of a name in the question each has, at least one candidate; shape (n,)."""
        names = names_in(self._queries[0]) if asks(self._queries[0]) else []
        if not names:
            return np.zeros(len(self.numbers))
        ideals = np.array([max(self._lexical.ideal(name), 1e-9) for name in names])
        shares: Array = (self._lexical.scores_by(names, self.numbers) / ideals).max(axis=1)
        return np.minimum(shares / _WHOLE_NAME, 1.0)

    def _centred_of(self, numbers: NDArray[np.int64]) -> Array:
        """Give the items' vectors relative to the common mean; zeros for one that waits to be embedded."""
        centred: Array = np.zeros((len(numbers), self._vectors.dimension), dtype=np.float32)
        if self._scale is not None:
            has, rows = self._vectors.known(numbers)
            if has.all():
                return self._scale.centred(rows)
            centred[has] = self._scale.centred(rows)
        return centred

    def _nearness(self, centred: Array) -> Array:
        """Give the standardised nearness; an item that waits to be embedded is as near as just anything."""
        if self._scale is None:
            return np.zeros(len(centred))
        nearness: Array = fusion.whole_and_clause(self._scale(centred)) * np.any(centred, axis=1)
        return nearness

    def _closeness(self, numbers: NDArray[np.int64]) -> Array:
        if not self._dates:
            return np.zeros(len(numbers))
        gaps = [self._candidates.days_from(date.start, date.end, numbers) for date in self._dates]
        return fusion.date_closeness(np.min(gaps, axis=0))

    def _recency(self, numbers: NDArray[np.int64]) -> Array:
        """Give how recent each is; nothing where the question names a time: it says itself which is meant."""
        if self._dates:
            return np.zeros(len(numbers))
        return fusion.recency(self._candidates.days_from(self._now, self._now, numbers))


def _joined(some: Array, more: Array, axis: int = 0) -> Array:
    joined: NDArray[np.float32] = np.concatenate((some, more), axis=axis, dtype=np.float32, casting="same_kind")
    return joined
