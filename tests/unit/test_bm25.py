"""The best by BM25 without reading everything: the same as by reading everything."""

import random

import numpy as np
import pytest
from numpy.typing import NDArray

from store import bm25
from store.bm25 import Bm25, Query, Scores, Term

TEXTS = 3000


def made(seed: int) -> tuple[Bm25, list[Term]]:
    """Give texts of seeded lengths and terms, from very rare to in nearly every text."""
    chooser = np.random.default_rng(seed)
    scoring = Bm25(chooser.integers(5, 80, TEXTS).astype(np.float32), 30.0)
    terms = []
    for share in (0.0, 0.001, 0.01, 0.05, 0.2, 0.5, 0.5, 0.9, 1.0):
        slots = np.flatnonzero(chooser.random(TEXTS) < share).astype(np.int32)
        counts = chooser.choice([1, 1, 1, 2, 7], len(slots)).astype(np.uint16)
        terms.append(Term(float(np.log1p((TEXTS - len(slots) + 0.5) / (len(slots) + 0.5))), slots, counts))
    return scoring, terms


def everything(scoring: Bm25, terms: list[Term]) -> Scores:
    scores = np.zeros(TEXTS, dtype=np.float32)
    for term in terms:
        scores[term.slots] += scoring._weights(np.float32(term.rarity), term.counts, term.slots)
    return scores


@pytest.mark.parametrize("rare", [0, 100, 10_000])
@pytest.mark.parametrize("lookup", [0.001, 12, 10_000])
@pytest.mark.parametrize("k", [1, 10, 100, 5000])
def test_the_best_are_those_of_looking_at_everything(
    monkeypatch: pytest.MonkeyPatch, rare: int, lookup: float, k: int
) -> None:
    monkeypatch.setattr(bm25, "RARE", rare)
    monkeypatch.setattr(bm25, "_LOOKUP", lookup)
    for seed in range(6):
        scoring, terms = made(seed)
        chosen = random.Random(seed).sample(terms, 5)
        allowed = np.random.default_rng(seed).random(TEXTS) < 0.7

        def findable(slots: NDArray[np.int64], allowed: NDArray[np.bool_] = allowed) -> NDArray[np.int64]:
            return slots[allowed[slots]]

        slots, scores = scoring.best(Query(chosen, 0.0), k, findable)
        every = np.where(allowed, everything(scoring, chosen), 0)
        assert scores == pytest.approx(np.sort(every[every > 0])[::-1][:k], rel=1e-4)
        assert every[slots] == pytest.approx(scores, rel=1e-4)


def test_scores_of_slots_are_those_of_reading_everything_whatever_their_order() -> None:
    scoring, terms = made(3)
    slots = np.array([5, 2999, 7, 7, 0], dtype=np.int64)
    assert scoring.scores([Query(terms, 0.0)], slots)[:, 0] == pytest.approx(
        everything(scoring, terms)[slots], rel=1e-4
    )
    assert scoring.scores([Query(terms, 0.0)], np.zeros(0, np.int64)).shape == (0, 1)


def test_a_term_in_two_parts_counts_as_one() -> None:
    scoring, terms = made(4)
    whole = terms[5]
    halves = [Term(whole.rarity, part, counts) for part, counts in zip(
        np.array_split(whole.slots, 2), np.array_split(whole.counts, 2), strict=True)]  # fmt: skip
    one, two = (scoring.best(Query(each, 0.0), 20, lambda slots: slots) for each in ([whole], halves))
    assert one[0].tolist() == two[0].tolist()
    assert one[1] == pytest.approx(two[1])
