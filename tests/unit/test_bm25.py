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


def test_a_term_tells_how_often_it_stands_in_each_text_looked_up_or_sought() -> None:
    slots, counts = np.array([1, 4, 6], np.int32), np.array([2, 1, 7], np.uint16)
    by_slot = np.array([0, 2, 0, 0, 1, 0, 7, 0], np.uint16)
    wanted = np.array([6, 0, 1, 9, 4, 5], np.int32)
    for term in (Term(1.0, slots, counts), Term(1.0, slots, counts, by_slot)):
        assert term.counts_in(wanted).tolist() == [7, 0, 2, 0, 1, 0]


def test_a_term_adds_to_no_text_more_than_its_most() -> None:
    scoring, terms = made(5)
    for term in terms:
        added = scoring._weights(np.float32(term.rarity), term.counts, term.slots)
        assert term.most() >= float(added.max(initial=0)) - 1e-6
    shortest = Bm25(np.zeros(1, np.float32), 30.0)
    one = Term(2.0, np.array([0], np.int32), np.array([3], np.uint16))
    assert one.most() == pytest.approx(float(shortest._weights(np.float32(2.0), one.counts, one.slots)[0]))
    assert Term(2.0, np.zeros(0, np.int32), np.zeros(0, np.uint16)).most() == 0


def test_rare_terms_are_one_list_and_the_others_stand_rarest_first(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bm25, "RARE", 2)

    def term(rarity: float, count: int) -> Term:
        return Term(rarity, np.arange(count, dtype=np.int32), np.full(count, 3, np.uint16))

    query = Query([term(1.0, 3), term(5.0, 2), term(2.0, 4), term(4.0, 1)], 7.0)
    assert (query.slots.tolist(), query.counts.tolist()) == ([0, 1, 0], [3, 3, 3])
    assert (query.rarities.tolist(), query.ideal) == ([5.0, 5.0, 4.0], 7.0)
    assert [each.rarity for each in query.others] == [2.0, 1.0]


def test_the_formula_is_that_of_the_books() -> None:
    scoring = Bm25(np.array([10.0, 40.0], np.float32), 20.0)
    found = scoring._weights(np.float32(2.0), np.array([3, 1], np.uint16), np.array([0, 1]))
    assert found == pytest.approx(
        [2 * 3 * 2.5 / (3 + 1.5 * (0.5 + 0.5 * 0.5)), 2 * 1 * 2.5 / (1 + 1.5 * (0.5 + 0.5 * 2))]
    )
    assert Bm25(np.array([1.0], np.float32), 0.0)._norms(np.array([0])).tolist() == [1.5]


def test_ties_at_the_end_are_cut_in_the_order_of_the_slots() -> None:
    scoring = Bm25(np.full(6, 10.0, np.float32), 10.0)
    term = Term(1.0, np.arange(6, dtype=np.int32), np.array([1, 1, 2, 1, 1, 1], np.uint16))
    slots, scores = scoring.best(Query([term], 1.0), 3, lambda slots: slots)
    assert slots.tolist() == [2, 0, 1] and scores[0] > scores[1] == scores[2]
