"""What the rerankers behind services have in common: how long they may take, and how their answers are read."""

import math
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Final

from agent.models.failures import rubbish, translated
from store.contract import Reranker
from store.errors import ModelTimeout

# A better order is worth a short wait in the middle of a turn, and no longer one.
DEADLINE_S: Final = 3.0
# Calls under way at once; those that hang hold no more than these, and whoever waits behind them is told in time too.
_WORKERS: Final = 4


class PunctualReranker:
    """A `Reranker` that answers within a deadline, whatever connecting, retries and slow bytes add up to."""

    def __init__(self, inner: Reranker, deadline_s: float) -> None:
        """Wrap a reranker whose own calls end too, if later: a call that is given up runs out in its thread."""
        self._inner = inner
        self._deadline_s = deadline_s
        self._calls = ThreadPoolExecutor(max_workers=_WORKERS, thread_name_prefix="rerank")

    @property
    def name(self) -> str:
        """`provider:model`."""
        return self._inner.name

    def rerank(self, query: str, texts: Sequence[str]) -> list[float]:
        """Score texts; see `store.contract.Reranker`.

        Raises:
            ModelTimeout: `model_timeout`: no answer within the deadline.
            ModelError: the service failed.
        """
        call = self._calls.submit(self._inner.rerank, query, texts)
        try:
            return call.result(timeout=self._deadline_s)
        except TimeoutError:
            call.cancel()
            raise ModelTimeout(
                f"{self.name} did not rerank {len(texts)} texts within {self._deadline_s} s",
                reason="timeout",
                explanation="重排模型没有在限定时间内回答。",
            ) from None


def scores_in_order(provider: str, results: Any, count: int) -> list[float]:
    """The scores of `count` texts in the texts' order, out of rows {index, relevance_score} in any order.

    Raises:
        ModelAnswerInvalid: `model_answer_invalid`: a text has no score, or two, or one that is no number.
    """
    with translated(provider):
        found = {int(row["index"]): float(row["relevance_score"]) for row in results}
        rows = len(results)
    if rows != count or set(found) != set(range(count)) or not all(map(math.isfinite, found.values())):
        raise rubbish(provider, f"{rows} scores for {count} texts, or scores that are no numbers")
    return [found[index] for index in range(count)]
