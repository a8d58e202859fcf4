"""How signals become one score."""

import numpy as np
import pytest

from store import fusion
from store.fusion import DenseScale

SEED = 7


def unit(rows: np.ndarray) -> np.ndarray:
    return (rows / np.linalg.norm(rows, axis=-1, keepdims=True)).astype(np.float32)


def test_nearness_is_in_standard_deviations_of_just_anything() -> None:
    random = np.random.default_rng(SEED)
    texts = unit(random.normal(size=(400, 64)) + 1.0)
    scale = DenseScale(texts[:1], sample=texts, mean=texts.mean(axis=0), count=len(texts), background=texts[:0])
    nearness = scale(scale.centred(texts))[:, 0]
    assert abs(float(nearness.mean())) < 0.2
    assert float(nearness.std()) == pytest.approx(1.0, abs=0.1)
    assert int(nearness.argmax()) == 0


def test_every_query_has_a_column_of_its_own() -> None:
    random = np.random.default_rng(SEED)
    texts = unit(random.normal(size=(50, 16)))
    scale = DenseScale(texts[3:6], sample=texts, mean=texts.mean(axis=0), count=50, background=texts[:10])
    assert scale(scale.centred(texts)).argmax(axis=0).tolist() == [3, 4, 5]


def test_a_weak_best_is_no_full_share() -> None:
    assert fusion.dense_share(np.array([1.8, -1.0])).max() == pytest.approx(0.5)
    assert fusion.dense_share(np.array([7.2, 3.6])).tolist() == [1.0, 0.5]
    assert fusion.dense_share(np.zeros(0)).shape == (0,)


def test_closeness_is_whole_inside_a_span_and_fades_outside() -> None:
    inside, next_day, a_week_later = fusion.date_closeness(np.array([0.0, 1.0, 7.0])).tolist()
    assert inside == 1.0
    assert 0.5 < next_day < fusion.DATE_OUTSIDE
    assert a_week_later < next_day / 2


def test_the_later_of_what_is_as_near_counts_for_more() -> None:
    now, last_month, years_ago = fusion.recency(np.array([0.0, 30.0, 900.0])).tolist()
    assert now == 1.0
    assert now > last_month > years_ago > 0


def test_an_episode_lends_the_mean_of_its_three_best() -> None:
    lent = fusion.lent_by_episode(np.array([3.0, 3.0, 3.0, 0.0, 6.0]), np.array([0, 0, 0, 0, 1]))
    assert lent.tolist() == [3.0, 3.0, 3.0, 3.0, 2.0]


def test_a_link_lifts_what_is_like_the_best_and_never_past_it() -> None:
    centred = np.array([[1.0, 0.0], [0.6, 0.8], [0.0, 1.0], [0.0, 0.0]])
    scores = np.array([8.0, 2.0, 1.0, 0.4])
    links = fusion.linked(scores, centred)
    assert links[0] == 1.0
    assert 0.5 < links[1] < 1.0
    assert links[3] == 0.0
    assert int((scores + fusion.LINK * links).argmax()) == 0
