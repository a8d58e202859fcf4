"""When a memory is near enough to be spoken of: against what chance would bring among as many memories."""

import re
from collections.abc import Sequence
from typing import Final

import numpy as np

from store.fusion import Array

# What a standard deviation of nearness, the covered share of the question's words, a cue and a date say. Source: fitted
# by logistic regression to 790 questions and 1,500 sentences of small talk over memories of 2 to 630 items.
DENSE: Final = 1.0
COVERED: Final = 12.0
CUED: Final = 2.7
DATED: Final = 1.5
# What the best must have grows with how many there are, as the greatest of n draws from a normal distribution does.
LEAST: Final = 0.8
GROWS: Final = 0.95
# It is less where the question brings its own context, for small talk is one sentence, and where it is about the one who
# asks. Source of these four: 750 questions of seven sets and 150 to small memories, 1,700 sentences of small talk
# (bench/results/recall.md).
A_CLAUSE: Final = 0.7
ABOUT_ME: Final = 1.0
_MOST_CLAUSES: Final = 4
# What follows the best must have so much by itself, however many there are, or this share of the best's score.
FOLLOWS: Final = 1.0
FOLLOWS_SHARE: Final = 0.15

_ME: Final = re.compile(r"我|咱|\b(?:i|i'm|my|me|mine)\b", re.IGNORECASE)


def relevance(dense: Array, covered: Array, cue: Array, date: Array) -> Array:
    """Give how much speaks for each candidate, on a scale that does not depend on the others.

    Args:
        dense: standardised nearness.
        covered: share of the question's lexical weight that the item has.
        cue: 1 where it tells what such questions ask.
        date: 1 where it falls into a date that the question names, fading.
    """
    return DENSE * dense + COVERED * covered + CUED * cue + DATED * date


def threshold(count: int, queries: Sequence[str]) -> float:
    """Give the relevance that the best of `count` memories must have: the best of many is high by chance alone.

    Args:
        count: how many memories may be found.
        queries: the question and, where it has several, its clauses (store/clauses.py).
    """
    chance = float(np.sqrt(2 * np.log(max(count, 1))))
    context = A_CLAUSE * min(len(queries) - 1, _MOST_CLAUSES)
    return LEAST + GROWS * chance - context - ABOUT_ME * (_ME.search(queries[0]) is not None)
