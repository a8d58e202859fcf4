"""A second opinion on the order of what came up, by a model that reads the question and a memory together."""

import logging
from collections.abc import Sequence
from typing import Final

from store.contract import Reranker
from store.errors import ModelError
from store.facts import Recalled, Turn

# How many hits are shown to the model, and how many characters of them. Together they stay under the 30,000 tokens that
# DashScope takes at once, where the query counts once for every text; a Chinese character is at most about one token.
MOST: Final = 30
QUERY_CHARACTERS: Final = 400
TEXT_CHARACTERS: Final = 500
# A probability so far below the best one says that the text is about something else. Relative to the best, because
# DashScope's scores compare only within a request. Not measured: on the careful side.
_IRRELEVANT: Final = 0.02

_log = logging.getLogger(__name__)


def wanted(limit: int, reranker: Reranker | None) -> int:
    """How many hits to fetch where `limit` of them will be kept: more, where there is a model to choose among them."""
    return limit if reranker is None else max(limit, MOST)


def reranked(query: str, hits: Sequence[Recalled], reranker: Reranker | None) -> list[Recalled]:
    """The hits by the reranker's opinion, best first, those left out that it finds irrelevant beside the best.

    Empty where there is nothing to choose, no reranker, or it failed (which is logged): then the order of recall stands.
    """
    shown = hits[:MOST]
    if reranker is None or len(shown) < 2:
        return []
    try:
        scores = reranker.rerank(query[:QUERY_CHARACTERS], [_text(hit)[:TEXT_CHARACTERS] for hit in shown])
    except ModelError as failure:
        _log.warning("%s did not rerank (%s), the order of recall stands: %s", reranker.name, failure.code, failure)
        return []
    least = _least(scores)
    ranks = sorted(range(len(shown)), key=lambda place: -scores[place])
    return [shown[place] for place in ranks if scores[place] >= least]


def _text(hit: Recalled) -> str:
    return hit.item.text if isinstance(hit.item, Turn) else hit.item.statement


def _least(scores: Sequence[float]) -> float:
    """The lowest score that is still relevant: only probabilities tell, and of logits every one is kept."""
    if min(scores) < 0 or max(scores) > 1:
        return min(scores)
    return _IRRELEVANT * max(scores)
