"""Which memories come up for a question, and when none does: no model is called, only vectors and words are compared.

candidates   nearest vectors, best BM25, what answers such a question (store/cues.py), what was said at its dates
signals      each candidate's own: dense, lexical, date, cue; what its neighbours and its episode lend it; its likeness to the best
cut          nothing at all unless something is nearer than chance would bring among so many
fold         a turn below facts that say most of it tells nothing new, nor does a text that was there already
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from itertools import islice
from typing import Final

import numpy as np
from numpy.typing import NDArray

from store import fusion
from store.candidates import Candidates
from store.clauses import clauses
from store.cues import Cue, cues_in
from store.echo import is_echoed
from store.evidence import Evidence
from store.facts import Fact, Interval, Recalled, Turn
from store.fusion import Array, DenseScale
from store.idset import IdSet
from store.lexical import LexicalIndex
from store.places import NONE, Places
from store.relevance import FOLLOWS, FOLLOWS_SHARE, threshold
from store.vectors import VectorIndex

Item = Fact | Turn

# Memories up to this size are looked at whole; of larger ones, so many of each search.
_WHOLE: Final = 300
_BEST: Final = 100
_SAMPLE: Final = 256
_DECIMALS: Final = 5
# So many of the best lend something to their neighbours.
_LENDERS: Final = 64
_AFTER: Final = 1  # the column of the turn after, that of the turn before being 0
# What lies so far from a date that a question names still has some of its closeness.
NEARBY: Final = timedelta(days=4)


def recall(query: str, *, query_vectors: NDArray[np.float32] | None, vectors: VectorIndex, lexical: LexicalIndex,
           candidates: Candidates, allowed: Collection[int], item_at: Callable[[int], Item], now: datetime, limit: int,
           background: NDArray[np.float32] | None = None, dates: Sequence[Interval] = (),
           dated: IdSet | None = None) -> list[Recalled]:  # fmt: skip
    """Find what is relevant to `query`, best first; an empty list when nothing is.

    Args:
        query: the words to look for.
        query_vectors: those of `clauses(query)`, shape (m, dim); None when they could not be embedded, then words
            alone decide.
        vectors, lexical, candidates: the indexes, by item number.
        allowed: the numbers of the items that may be found.
        item_at: gives the item of a number.
        now: the moment of asking; of two items that are as near, the later one comes first, and of two about as near it
            does where the question names no time.
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
    scale = None if query_vectors is None else _scale(query_vectors, vectors, chosen, background)
    queries = clauses(query)
    evidence = Evidence(queries, cues, dates, now=now, scale=scale, vectors=vectors, lexical=lexical,
                        candidates=candidates, item_of=item_at)  # fmt: skip
    evidence.weigh(_candidates(query, scale, cues, vectors, lexical, chosen, dated))
    if not len(evidence.numbers):
        return []
    scores = evidence.scores(_context(evidence, Places(chosen, candidates)))
    if not evidence.suffices(threshold(count, queries)):
        return []
    kept = _following(evidence.relevance(), scores)
    # as near means to so many decimals: behind them stands which way a sum was rounded
    order = kept[np.lexsort((-evidence.numbers[kept], -np.round(scores, _DECIMALS)[kept]))]
    return list(islice(_fold(evidence.recalled(order.tolist(), scores)), limit))


def _context(evidence: Evidence, places: Places) -> Array:
    """Give what the talk around it lends each candidate; the neighbours of the best become candidates."""
    places.see(evidence.numbers)
    best = evidence.numbers[np.argsort(-evidence.base)[:_LENDERS]]
    beside = places.beside(best)
    lenders, sides = np.nonzero(beside != NONE)
    others = beside[lenders, sides]
    evidence.weigh(others)
    above = fusion.above_nothing(evidence.base)
    here, there = evidence.positions(best[lenders]), evidence.positions(others)
    by_neighbour, by_question = np.zeros(len(above)), np.zeros(len(above))
    np.maximum.at(by_neighbour, there, above[here])
    answers = (sides == _AFTER) & evidence.ends_asking()[here]
    by_question[there[answers]] = above[here[answers]]
    by_episode = fusion.lent_by_episode(above, places.episodes(evidence.numbers))
    context: Array = fusion.NEIGHBOUR * by_neighbour + fusion.ANSWER * by_question + fusion.EPISODE * by_episode
    return context


def _scale(query_vectors: NDArray[np.float32], vectors: VectorIndex, chosen: IdSet,
           background: NDArray[np.float32] | None) -> DenseScale | None:  # fmt: skip
    step = max(1, len(chosen) // _SAMPLE)
    sample = vectors.known(chosen.numbers[::step])[1]
    known = np.zeros((0, vectors.dimension), dtype=np.float32) if background is None else background
    if not len(sample) and not len(known):
        return None
    return DenseScale(query_vectors, sample=sample, mean=vectors.mean(), count=len(vectors), background=known)


def _candidates(query: str, scale: DenseScale | None, cues: Sequence[Cue], vectors: VectorIndex,
                lexical: LexicalIndex, chosen: IdSet, dated: IdSet | None) -> NDArray[np.int64]:  # fmt: skip
    if len(chosen) <= _WHOLE:
        return chosen.numbers
    found = _nearest(query, scale, vectors, lexical, chosen)
    found += [lexical.best(cue.words, _BEST // 4, chosen)[0] for cue in cues]
    if dated is not None:
        among = dated & chosen
        found += [among.numbers] if len(among) <= _BEST else _nearest(query, scale, vectors, lexical, among)
    return np.concatenate(found)


def _nearest(query: str, scale: DenseScale | None, vectors: VectorIndex, lexical: LexicalIndex,
             among: IdSet) -> list[NDArray[np.int64]]:  # fmt: skip
    """Give the best by words of the whole query, and the nearest to it and to each of its clauses."""
    found = [lexical.best(query, _BEST, among)[0]]
    if scale is not None:
        for place, direction in enumerate(scale.directions.astype(np.float32)):
            count = _BEST if place == 0 else _BEST // 4
            found.append(vectors.nearest(direction, count, among)[0])
    return found


def _following(relevance: Array, scores: Array) -> NDArray[np.int64]:
    """Give the positions that stay: relevant by themselves, or not far behind the best."""
    return np.flatnonzero((relevance > FOLLOWS) | (scores > FOLLOWS_SHARE * scores.max()))


def _fold(found: Iterable[Recalled]) -> Iterator[Recalled]:
    """Leave out, below it, what an item says again: turns below facts that say most of them, the same words below an item."""
    told: set[str] = set()
    taken: defaultdict[str, list[str]] = defaultdict(list)
    for each in found:
        item = each.item
        words = item.statement if isinstance(item, Fact) else item.text
        if words in told or (item.id in taken and is_echoed(words, taken[item.id])):
            continue
        told.add(words)
        if isinstance(item, Fact):
            for turn in {source.turn for source in item.sources}:
                taken[turn].append(item.statement)
        yield each
