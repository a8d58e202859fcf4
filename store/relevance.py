"""When a memory is near enough to be spoken of: against what chance would bring among as many memories."""

import re
from collections.abc import Sequence
from typing import Final

import numpy as np

from store.fusion import Array

# What a standard deviation of nearness, the covered share of the question's words, a cue and a date say of one memory.
# Source: fitted by logistic regression to 790 questions and 1,500 sentences of small talk over memories of 2 to 630 items.
DENSE: Final = 1.0
COVERED: Final = 12.0
CUED: Final = 2.7
DATED: Final = 1.5
# What a covered word says of the memory as a whole: of many memories one is near to anything by chance, but has not its
# words.
COVERED_BEST: Final = 16.0
# A name that a question and a memory share: of the question's words it is but one, and small talk drops names too.
NAMED: Final = 4.0
# What the best must have grows with how many there are, as the greatest of n draws from a normal distribution does.
LEAST: Final = 1.7
GROWS: Final = 1.4
# It is less where the question brings its own context, for small talk is one sentence, where it is about the one who
# asks, and where it asks at all. Source of these and `COVERED_BEST`: 750 questions of seven sets and 150 to small
# memories, 1,700 sentences of small talk (bench/results/recall.md).
A_CLAUSE: Final = 0.7
ABOUT_ME: Final = 2.0
ASKS: Final = 1.0
# But however much all that is: what is no nearer than just anything is nothing.
FLOOR: Final = 2.0
_MOST_CLAUSES: Final = 4
# What follows the best must have so much by itself, however many there are, or this share of the best's score.
FOLLOWS: Final = 1.0
FOLLOWS_SHARE: Final = 0.15

# 「请柬上地点印哪儿？」: what one is to write or where to go is asked of one's own matters too.
_ME: Final = re.compile(
    r"我|咱|\b(?:i|i'm|my|me|mine)\b|(?:写|填|印|报|登记|导航|寄|送)[^，。]{0,4}(?:什么|啥|哪|多少|谁|几)",
    re.IGNORECASE,
)
_ASKS: Final = re.compile(
    r"[?？]|[吗呢么][。！]?$|什么|谁|哪|多少|几|怎么|\b(?:what|who|when|where|why|how|which)\b", re.IGNORECASE
)


def relevance(dense: Array, covered: Array, cue: Array, date: Array) -> Array:
    """Give how much speaks for each candidate, on a scale that does not depend on the others.

    Args:
        dense: standardised nearness.
        covered: share of the question's lexical weight that the item has.
        cue: 1 where it tells what such questions ask.
        date: 1 where it falls into a date that the question names, fading.
    """
    return DENSE * dense + COVERED * covered + CUED * cue + DATED * date


def best_relevance(dense: Array, covered: Array, cue: Array, date: Array, named: Array) -> float:
    """Give how much speaks for there being anything relevant: the best of each signal, whichever candidate has it.

    Small talk is near to one memory and shares a word with another; an answer is near and has the words. Summed apart,
    the two are told from each other better than by what one memory has (bench/results/recall.md). Arguments as for
    `relevance`, at least one candidate.
    """
    best = (
        DENSE * dense.max()
        + COVERED_BEST * covered.max()
        + CUED * cue.max()
        + DATED * date.max()
        + NAMED * min(float(named.max(initial=0.0)), 1.0)
    )
    return float(best)


def threshold(count: int, queries: Sequence[str]) -> float:
    """Give what `best_relevance` must be among `count` memories: the best of many is high by chance alone.

    Args:
        count: how many memories may be found.
        queries: the question and, where it has several, its clauses (store/clauses.py).
    """
    chance = float(np.sqrt(2 * np.log(max(count, 1))))
    context = A_CLAUSE * min(len(queries) - 1, _MOST_CLAUSES)
    is_mine = _ME.search(queries[0]) is not None
    return max(FLOOR, LEAST + GROWS * chance - context - ABOUT_ME * is_mine - ASKS * asks(queries[0]))


def asks(query: str) -> bool:
    """Whether words ask rather than tell, by their form."""
    return _ASKS.search(query) is not None
