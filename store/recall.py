"""Which memories come up for a question, and when none does: no model is called, only vectors and words are compared.

    candidates   nearest vectors, best BM25, what answers such a question (store/cues.py), what was said at its dates
    signals      each candidate's own: dense, lexical, date, cue; and what its neighbours and its episode lend it
    cut          nothing at all unless something is nearer than chance would bring among so many
    fold         a turn below a fact that was taken from it says nothing new, nor does a text that was there already
"""

from collections.abc import Callable, Collection, Sequence
from datetime import datetime, timedelta
from typing import Final

import numpy as np
from numpy.typing import NDArray

from store import fusion
from store.cues import Cue, cues_in
from store.facts import Fact, Interval, Recalled, Turn
from store.fusion import Array, DenseScale
from store.idset import IdSet
from store.lexical import LexicalIndex
from store.places import Places
from store.relevance import is_asked, relevance, threshold
from store.vectors import VectorIndex

Item = Fact | Turn

# Memories up to this size are looked at whole; of larger ones, so many of each search.
_WHOLE: Final = 300
_BEST: Final = 100
_SAMPLE: Final = 256
_DAY_S: Final = 86_400.0
# What lies so far from a date that a question names still has some of its closeness.
NEARBY: Final = timedelta(days=4)


def recall(query: str, *, query_vector: NDArray[np.float32] | None, vectors: VectorIndex, lexical: LexicalIndex,
           allowed: Collection[int], item_at: Callable[[int], Item], now: datetime, limit: int,
           background: NDArray[np.float32] | None = None, dates: Sequence[Interval] = (),
           dated: Collection[int] = ()) -> list[Recalled]:  # fmt: skip
    """Find what is relevant to `query`, best first; an empty list when nothing is.

    Args:
        query: the words to look for.
        query_vector: its vector, shape (dim,); None when it could not be embedded, then words alone decide.
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
    scale = None if query_vector is None else _scale(query_vector, vectors, chosen, background)
    places = Places(chosen, item_at)
    numbers = _candidates(query, scale, cues, vectors, lexical, chosen, dated)
    numbers = places.with_neighbours(numbers)
    if not numbers:
        return []
    items = [places.item(number) for number in numbers]
    signals = {
        "dense": _dense(numbers, scale, vectors),
        "lexical": _lexical(query, numbers, lexical),
        "date": _dates(items, dates),
        "cue": np.array([_cue(item, cues) for item in items]),
    }
    ideal = lexical.ideal(query)
    shares = fusion.lexical_share(signals["lexical"], float(signals["lexical"].max()), ideal)
    base = (fusion.LEXICAL * shares + fusion.DENSE * signals["dense"] + fusion.DATE * signals["date"]
            + fusion.CUE * signals["cue"])  # fmt: skip
    base = base - fusion.QUESTION * np.array([isinstance(item, Turn) and is_asked(item.text) for item in items])
    scores = fusion.with_context(base, places.neighbours(numbers), places.episodes(numbers))
    evidence = relevance(signals["dense"], signals["lexical"] / max(ideal, 1e-9), signals["cue"], signals["date"])
    kept = _cut(scores, evidence, threshold(count))
    order = sorted(kept, key=lambda at: (-scores[at], -numbers[at]))
    found = [_recalled(items[at], float(scores[at]), at, signals) for at in order]
    return _fold(found)[:limit]


def _scale(query_vector: NDArray[np.float32], vectors: VectorIndex, chosen: IdSet,
           background: NDArray[np.float32] | None) -> DenseScale | None:  # fmt: skip
    numbers = np.flatnonzero(chosen.mask)
    step = max(1, len(numbers) // _SAMPLE)
    sample = [number for number in numbers[::step].tolist() if number in vectors]
    known = np.zeros((0, vectors.dimension), dtype=np.float32) if background is None else background
    if not sample and not len(known):
        return None
    return DenseScale(query_vector, sample=vectors.vectors(sample), mean=vectors.mean(), count=len(vectors),
                      background=known)  # fmt: skip


def _candidates(query: str, scale: DenseScale | None, cues: Sequence[Cue], vectors: VectorIndex,
                lexical: LexicalIndex, chosen: IdSet, dated: Collection[int]) -> list[int]:  # fmt: skip
    if len(chosen) <= _WHOLE:
        return list(chosen)
    found = [number for number, _ in lexical.search(query, _BEST, chosen)]
    if scale is not None:
        direction = scale.direction.astype(np.float32)
        found += [number for number, _ in vectors.search(direction, _BEST, chosen)]
    for cue in cues:
        found += [number for number, _ in lexical.search(cue.words, _BEST // 4, chosen)]
    if len(dated):
        found += _best_dated(query, scale, vectors, lexical, chosen, dated)
    return list(dict.fromkeys(found))


def _best_dated(query: str, scale: DenseScale | None, vectors: VectorIndex, lexical: LexicalIndex, chosen: IdSet,
                dated: Collection[int]) -> list[int]:  # fmt: skip
    among = IdSet.of(number for number in dated if number in chosen)
    if len(among) <= _BEST:
        return list(among)
    found = [number for number, _ in lexical.search(query, _BEST, among)]
    if scale is not None:
        found += [number for number, _ in vectors.search(scale.direction.astype(np.float32), _BEST, among)]
    return found


def _dense(numbers: Sequence[int], scale: DenseScale | None, vectors: VectorIndex) -> Array:
    """Give the standardised nearness of each; an item that waits to be embedded is as near as just anything."""
    nearness = np.zeros(len(numbers), dtype=np.float32)
    if scale is not None:
        rows = [row for row, number in enumerate(numbers) if number in vectors]
        nearness[rows] = scale(vectors.vectors([numbers[row] for row in rows]))
    return nearness


def _lexical(query: str, numbers: Sequence[int], lexical: LexicalIndex) -> Array:
    return lexical.scores(query, numbers)


def _dates(items: Sequence[Item], dates: Sequence[Interval]) -> Array:
    if not dates:
        return np.zeros(len(items))
    return fusion.date_closeness(np.array([min(_gap_days(item, date) for date in dates) for item in items]))


def _gap_days(item: Item, date: Interval) -> float:
    """Give how many days lie between a span and when an item was said or happened, whichever is nearer."""
    spans = [(item.said_at, item.said_at)] if isinstance(item, Turn) else [(item.valid_from, item.valid_from)]
    if isinstance(item, Fact) and item.happened is not None:
        spans.append((item.happened.start, item.happened.end))
    return min(max((date.start - end).total_seconds(), (start - date.end).total_seconds(), 0.0) / _DAY_S
               for start, end in spans)  # fmt: skip


def _cue(item: Item, cues: Sequence[Cue]) -> float:
    text = item.text if isinstance(item, Turn) else f"{item.attribute} {item.statement}"
    return float(any(cue.tells.search(text) for cue in cues))


def _cut(scores: Array, evidence: Array, least: float) -> list[int]:
    """Give the positions that stay: none unless one is above `least`."""
    if float(evidence.max()) < least:
        return []
    return np.flatnonzero(evidence > least - fusion.TAIL).tolist()


def _recalled(item: Item, score: float, at: int, signals: dict[str, Array]) -> Recalled:
    return Recalled(item, score, {name: float(values[at]) for name, values in signals.items() if values[at]})


def _fold(found: Sequence[Recalled]) -> list[Recalled]:
    """Leave out, below it, what an item says again: its turns below a fact, the same words below an item."""
    told: set[str] = set()
    kept: list[Recalled] = []
    for each in found:
        item = each.item
        words = item.statement if isinstance(item, Fact) else item.text
        if words in told or item.id in told:
            continue
        told.add(words)
        if isinstance(item, Fact):
            told.update(source.turn for source in item.sources)
        kept.append(each)
    return kept
