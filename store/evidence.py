"""What speaks for each candidate by itself: nearness, shared words, a date that was named, what such questions ask."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Final

import numpy as np

from store import fusion
from store.cues import Cue
from store.facts import Fact, Interval, Recalled, Turn
from store.fusion import Array, DenseScale
from store.lexical import LexicalIndex
from store.relevance import is_asked, relevance
from store.vectors import VectorIndex

Item = Fact | Turn

# How much more than its words the slot of a fact says that it answers a question.
_SLOT: Final = 1.6
_DAY_S: Final = 86_400.0
_NAMES: Final = ("dense", "date", "cue")
# A question that was asked before is like the same question and answers nothing: so much of its likeness counts, and
# of its words, which may be the very same, the square.
_ASKED: Final = 0.3


class Evidence:
    """The signals of a growing list of candidates for one query.

    Attributes:
        numbers: the candidates' item numbers, each once.
    """

    def __init__(self, queries: Sequence[str], cues: Sequence[Cue], dates: Sequence[Interval], *,
                 scales: Sequence[DenseScale], vectors: VectorIndex, lexical: LexicalIndex, item_of: Callable[[int], Item]) -> None:  # fmt: skip
        self.numbers: list[int] = []
        self._queries = queries
        self._cues = cues
        self._dates = dates
        self._scales = scales
        self._vectors = vectors
        self._lexical = lexical
        self._item_of = item_of
        self._ideals = np.array([max(lexical.ideal(query), 1e-9) for query in queries])
        self._signals: dict[str, Array] = {name: np.zeros(0) for name in _NAMES}
        self._words: Array = np.zeros((0, len(queries)))

    def weigh(self, numbers: Sequence[int]) -> None:
        """Add candidates, those that are here already left out."""
        known = set(self.numbers)
        new = [number for number in dict.fromkeys(numbers) if number not in known]
        if not new:
            return
        items = [self._item_of(number) for number in new]
        told: Array = np.array([_ASKED if isinstance(item, Turn) and is_asked(item.text) else 1.0 for item in items])
        tells: Array = np.array([_tells(item, self._cues) for item in items])
        fresh = {"dense": self._nearness(new) * told, "date": self._closeness(items), "cue": tells * told}
        words = np.stack([self._lexical.scores(query, new) for query in self._queries], axis=1) * told[:, None] ** 2
        self._words = np.concatenate((self._words, words))
        self.numbers += new
        self._signals = {name: np.concatenate((self._signals[name], fresh[name])) for name in _NAMES}

    def scores(self) -> Array:
        """Give the fused score of each, shape (n,); it orders these candidates and means nothing by itself."""
        signals = self._signals
        shares = fusion.whole_and_clause(fusion.lexical_share(self._words, self._ideals))
        scores: Array = (
            fusion.LEXICAL * shares + fusion.DENSE * signals["dense"] + fusion.DATE * signals["date"]
            + fusion.CUE * signals["cue"]
        )  # fmt: skip
        return scores

    def relevance(self) -> Array:
        """Give how much speaks for each by itself, shape (n,), on a scale that does not depend on the others."""
        signals = self._signals
        return relevance(signals["dense"], self._covered(), signals["cue"], signals["date"])

    def recalled(self, order: Iterable[int], scores: Array) -> Iterator[Recalled]:
        """Give the candidates at these positions, one at a time, with what spoke for each."""
        signals = {**self._signals, "lexical": self._covered()}
        for at in order:
            spoke = {name: float(values[at]) for name, values in signals.items() if values[at]}
            yield Recalled(self._item_of(self.numbers[at]), float(scores[at]), spoke)

    def _covered(self) -> Array:
        """Give the share of the question's lexical weight that each has."""
        return fusion.whole_and_clause(self._words / self._ideals)

    def _nearness(self, numbers: Sequence[int]) -> Array:
        """Give the standardised nearness; an item that waits to be embedded is as near as just anything."""
        nearness = np.zeros((len(numbers), max(1, len(self._scales))))
        rows = [row for row, number in enumerate(numbers) if number in self._vectors]
        if rows and self._scales:
            vectors = self._vectors.vectors([numbers[row] for row in rows])
            nearness[rows] = np.stack([scale(vectors) for scale in self._scales], axis=1)
        return fusion.whole_and_clause(nearness)

    def _closeness(self, items: Sequence[Item]) -> Array:
        if not self._dates:
            return np.zeros(len(items))
        gaps = np.array([min(_gap_days(item, date) for date in self._dates) for item in items])
        return fusion.date_closeness(gaps)


def _gap_days(item: Item, date: Interval) -> float:
    """Give how many days lie between a span and when an item was said or happened, whichever is nearer."""
    spans = [(item.said_at, item.said_at)] if isinstance(item, Turn) else [(item.valid_from, item.valid_from)]
    if isinstance(item, Fact) and item.happened is not None:
        spans.append((item.happened.start, item.happened.end))
    return min(max((date.start - end).total_seconds(), (start - date.end).total_seconds(), 0.0) / _DAY_S
               for start, end in spans)  # fmt: skip


def _tells(item: Item, cues: Sequence[Cue]) -> float:
    """Give 1 for words that answer such a question, more where the fact's very slot does."""
    if isinstance(item, Fact) and item.attribute and any(cue.tells.search(item.attribute) for cue in cues):
        return _SLOT
    text = item.text if isinstance(item, Turn) else item.statement
    return float(any(cue.tells.search(text) for cue in cues))
