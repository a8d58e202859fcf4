"""Vectors searched by bits first: what is found, what is allowed, and that the bits keep up."""

import numpy as np
import pytest
from numpy.typing import NDArray

from store import vector_segment
from store.idset import IdSet
from store.vector_segment import VectorSegment, empty_segment

DIMENSION = 60  # not a multiple of eight: the last byte of bits is part empty


def rows(count: int, seed: int = 1) -> NDArray[np.float32]:
    made = np.random.default_rng(seed).standard_normal((count, DIMENSION)).astype(np.float32) + 0.3
    return (made / np.linalg.norm(made, axis=1, keepdims=True)).astype(np.float32)


@pytest.fixture
def segment(monkeypatch: pytest.MonkeyPatch) -> VectorSegment:
    """Give 2000 vectors with the ids 3, 6, 9, large enough to be searched by bits."""
    monkeypatch.setattr(vector_segment, "EXACT", 100)
    made = empty_segment(DIMENSION)
    made.add(3 * np.arange(1, 2001), rows(2000))
    assert made.is_large
    return made


def nearest(
    segment: VectorSegment, query: NDArray[np.float32], allowed: IdSet | None = None
) -> list[tuple[int, float]]:
    found, products = segment.search(query, 10, allowed)
    return list(zip(found.tolist(), products.tolist(), strict=True))


def exact(query: NDArray[np.float32], among: NDArray[np.float32], k: int) -> set[int]:
    return set((3 * (np.argsort(-(among @ query))[:k] + 1)).tolist())


def test_nearly_all_of_the_nearest_are_found_with_their_cosines(segment: VectorSegment) -> None:
    every, shares = rows(2000), []
    for query in rows(20, seed=2):
        found = dict(nearest(segment, query.reshape(1, -1)))
        assert len(found) == 10
        for item_id, score in found.items():
            assert score == pytest.approx(float(every[item_id // 3 - 1] @ query), abs=1e-5)
        shares.append(len(found.keys() & exact(query, every, 10)) / 10)
    assert np.mean(shares) > 0.95


def test_only_allowed_ids_are_found_many_or_few(segment: VectorSegment) -> None:
    query = rows(1, seed=2)
    for share in (2, 50):
        allowed = IdSet.of(range(0, 6001, 3 * share))
        found = [item_id for item_id, _ in nearest(segment, query, allowed)]
        assert len(found) == 10 and all(item_id in allowed for item_id in found)
    assert nearest(segment, query, IdSet.of([4, 5, 9999])) == []


def test_vectors_added_later_are_found_by_bits_too(segment: VectorSegment) -> None:
    query = rows(1, seed=2)
    segment.search(query, 10, None)
    segment.add(np.array([9000], dtype=np.int64), query)
    assert max(nearest(segment, query), key=lambda pair: pair[1])[0] == 9000
    assert segment.check() == []


def test_bits_that_are_known_need_not_be_made_again(segment: VectorSegment) -> None:
    mean, bits = segment.bits()
    again = VectorSegment(segment.index, mean=mean, bits=bits)
    query = rows(1, seed=2)
    assert sorted(nearest(again, query)) == sorted(nearest(segment, query))
    assert again.total() == pytest.approx(segment.total(), abs=1e-3)
    assert again.check() == []
    assert VectorSegment(segment.index, mean=mean, bits=bits ^ 1).check() == ["the bits of the vectors are not theirs"]


def test_joining_and_leaving_out_keep_each_vector_with_its_id(segment: VectorSegment) -> None:
    other = empty_segment(DIMENSION)
    other.add(np.array([1], dtype=np.int64), rows(1, seed=5))
    both = segment.joined(other).without({3, 6})
    assert len(both) == 1999 and both.check() == []
    assert both.search(rows(1, seed=5), 1, None)[0].tolist() == [1]
    assert empty_segment(DIMENSION).joined(other) is other
