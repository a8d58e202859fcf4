"""When a memory is near enough to be spoken of: against what chance would bring among as many memories."""

import re
from typing import Final

import numpy as np

from store.fusion import Array

# One sentence alone, and it asks: what is told before or after a question is a memory like any other.
_ASKS: Final = re.compile(
    r"[^。！？!?\n]{1,60}(?:[?？]+|[吗呢么][。！!~～]*)\s*|\s*(?:what|who|when|where|why|how|which)\b[^.!?\n]{1,120}\??\s*",
    re.IGNORECASE,
)

# What a standard deviation of nearness, the covered share of the question's words, a cue and a date say. Source: fitted
# by logistic regression to 790 questions and 1,500 sentences of small talk over memories of 2 to 630 items.
DENSE: Final = 1.0
COVERED: Final = 12.0
CUED: Final = 2.7
DATED: Final = 1.5
# What the best must have grows with how many there are, as the greatest of n draws from a normal distribution does.
LEAST: Final = 0.1
GROWS: Final = 1.2
# What follows the best must have this, however many there are, where the best must have more.
FOLLOWS: Final = 1.0


def relevance(dense: Array, covered: Array, cue: Array, date: Array) -> Array:
    """Give how much speaks for each candidate, on a scale that does not depend on the others.

    Args:
        dense: standardised nearness.
        covered: share of the question's lexical weight that the item has.
        cue: 1 where it tells what such questions ask.
        date: 1 where it falls into a date that the question names, fading.
    """
    return DENSE * dense + COVERED * covered + CUED * cue + DATED * date


def threshold(count: int) -> float:
    """Give the relevance that the best of `count` memories must have: the best of many is high by chance alone."""
    return LEAST + GROWS * float(np.sqrt(2 * np.log(max(count, 1))))


def is_asked(text: str) -> bool:
    """Whether a text is one question and nothing else: it was said, but tells little."""
    return _ASKS.fullmatch(text) is not None
