"""Which memories come up for a question, and when none does: no model is called, only vectors and words are compared.

candidates   nearest vectors, best BM25, what answers such a question (store/cues.py), what was said at its dates
signals      each candidate's own: dense, lexical, date, cue; and what its neighbours and its episode lend it
cut          nothing at all unless something is nearer than chance would bring among so many
fold         a turn below a fact that was taken from it says nothing new, nor does a text that was there already
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from itertools import islice
from typing import Final

import numpy as np
from numpy.typing import NDArray

from store import fusion
from store.clauses import clauses
from store.cues import Cue, cues_in
from store.evidence import Evidence
from store.facts import Fact, Interval, Recalled, Turn
from store.fusion import Array, DenseScale
from store.idset import IdSet
from store.lexical import LexicalIndex
from store.places import Places
from store.relevance import FOLLOWS, threshold
from store.vectors import VectorIndex

Item = Fact | Turn

# Memories up to this size are looked at whole; of larger ones, so many of each search.
_WHOLE: Final = 300
_BEST: Final = 100
_SAMPLE: Final = 256
# So many of the best lend something to their neighbours.
_LENDERS: Final = 64
# How much more than its words the slot of a fact says that it answers a question.
_SLOT: Final = 1.6
# What lies so far from a date that a question names still has some of its closeness.
NEARBY: Final = timedelta(days=4)


def recall(query: str, *, query_vectors: NDArray[np.float32] | None, vectors: VectorIndex, lexical: LexicalIndex,
           allowed: Collection[int], item_at: Callable[[int], Item], now: datetime, limit: int,
           background: NDArray[np.float32] | None = None, dates: Sequence[Interval] = (),
           dated: Collection[int] = ()) -> list[Recalled]:  # fmt: skip
    """Find what is relevant to `query`, best first; an empty list when nothing is.

    Args:
        query: the words to look for.
        query_vectors: those of `clauses(query)`, shape (m, dim); None when they could not be embedded, then words
            alone decide.
        vectors, lexical: the indexes, by item number.
        allowed: the numbers of the items that may be found.
        item_at: gives the item of a number.
        now: the moment of asking; of two items that are as near, the later one comes first.
        limit: how many at most.
        background: vectors of store/background.py by the same embedder, shape (b, dim); None when there are none.
        dates: spans that the question names; what falls into them or near comes up sooner, nothing is left out. One that
            holds `now` (今天, 这个月) says nothing of which memory is meant and is passed over.
        dated: numbers of items in or near those spans, allowed or not.
    """
    chosen = allowed if isinstance(allowed, IdSet) else IdSet.of(allowed)
    count = len(chosen)
    if count == 0 or limit < 1:
        return []
    dates = [date for date in dates if not date.start <= now < date.end]
    cues = cues_in(query)
    scales = [] if query_vectors is None else _scales(query_vectors, vectors, chosen, background)
    places = Places(chosen, item_at)
    evidence = Evidence(
        clauses(query), cues, dates, scales=scales, vectors=vectors, lexical=lexical, item_of=places.item
    )
    evidence.weigh(_candidates(query, scales, cues, vectors, lexical, chosen, dated))
    if not evidence.numbers:
        return []
    context = _context(evidence, places)  # which adds candidates
    scores = evidence.scores() + context
    kept = _cut(evidence.relevance(), threshold(count))
    order = sorted(kept, key=lambda at: (-scores[at], -evidence.numbers[at]))
    return list(islice(_fold(evidence.recalled(order, scores)), limit))


def _context(evidence: Evidence, places: Places) -> Array:
    """Give what its neighbours and its episode lend each candidate; the neighbours of the best become candidates."""
    best = np.argsort(-evidence.scores())[:_LENDERS]
    beside = {evidence.numbers[at]: places.beside(evidence.numbers[at]) for at in best.tolist()}
    evidence.weigh([other for others in beside.values() for other in others])
    above = fusion.above_most(evidence.scores())
    position = {number: at for at, number in enumerate(evidence.numbers)}
    by_neighbour = np.zeros(len(above))
    for number, others in beside.items():
        for other in others:
            by_neighbour[position[other]] = max(by_neighbour[position[other]], above[position[number]])
    by_episode = fusion.lent_by_episode(above, places.episodes(evidence.numbers))
    context: Array = fusion.NEIGHBOUR * by_neighbour + fusion.EPISODE * by_episode
    return context


def _scales(query_vectors: NDArray[np.float32], vectors: VectorIndex, chosen: IdSet,
            background: NDArray[np.float32] | None) -> list[DenseScale]:  # fmt: skip
    numbers = np.flatnonzero(chosen.mask)
    step = max(1, len(numbers) // _SAMPLE)
    sample = vectors.vectors([number for number in numbers[::step].tolist() if number in vectors])
    known = np.zeros((0, vectors.dimension), dtype=np.float32) if background is None else background
    if not len(sample) and not len(known):
        return []
    mean, count = vectors.mean(), len(vectors)
    return [DenseScale(row, sample=sample, mean=mean, count=count, background=known) for row in query_vectors]


def _candidates(query: str, scales: Sequence[DenseScale], cues: Sequence[Cue], vectors: VectorIndex,
                lexical: LexicalIndex, chosen: IdSet, dated: Collection[int]) -> list[int]:  # fmt: skip
    if len(chosen) <= _WHOLE:
        return list(chosen)
    found = _nearest(query, scales, vectors, lexical, chosen)
    for cue in cues:
        found += [number for number, _ in lexical.search(cue.words, _BEST // 4, chosen)]
    if len(dated):
        among = IdSet.of(number for number in dated if number in chosen)
        found += list(among) if len(among) <= _BEST else _nearest(query, scales, vectors, lexical, among)
    return list(dict.fromkeys(found))


def _nearest(query: str, scales: Sequence[DenseScale], vectors: VectorIndex, lexical: LexicalIndex,
             among: IdSet) -> list[int]:  # fmt: skip
    """Give the best by words of the whole query, and the nearest to it and to each of its clauses."""
    found = [number for number, _ in lexical.search(query, _BEST, among)]
    for place, scale in enumerate(scales):
        count = _BEST if place == 0 else _BEST // 4
        found += [number for number, _ in vectors.search(scale.direction.astype(np.float32), count, among)]
    return found


def _cut(relevance: Array, least: float) -> list[int]:
    """Give the positions that stay: none unless one is above `least`."""
    if float(relevance.max()) < least:
        return []
    positions: list[int] = np.flatnonzero(relevance > min(least, FOLLOWS)).tolist()
    return positions


def _fold(found: Iterable[Recalled]) -> Iterator[Recalled]:
    """Leave out, below it, what an item says again: its turns below a fact, the same words below an item."""
    told: set[str] = set()
    for each in found:
        item = each.item
        words = item.statement if isinstance(item, Fact) else item.text
        if words in told or item.id in told:
            continue
        told.add(words)
        if isinstance(item, Fact):
            told.update(source.turn for source in item.sources)
        yield each
