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


def test_the_scale_is_fitted_to_memory_and_background_by_how_much_there_is_of_each() -> None:
    random = np.random.default_rng(SEED)
    sample, background = unit(random.normal(size=(30, 8)) + 0.5), unit(random.normal(size=(20, 8)))
    queries, mean, own = unit(random.normal(size=(2, 8))), sample.mean(axis=0), 120 / 160
    scale = DenseScale(queries, sample=sample, mean=mean, count=120, background=background)
    middle = own * mean + (1 - own) * background.mean(axis=0)
    directions = unit(queries - middle)
    assert scale.directions == pytest.approx(directions, abs=1e-5)
    ours, others = (unit(rows - middle) @ directions.T for rows in (sample, background))
    centres = own * ours.mean(axis=0) + (1 - own) * others.mean(axis=0)
    spreads = np.sqrt(own * ((ours - centres) ** 2).mean(axis=0) + (1 - own) * ((others - centres) ** 2).mean(axis=0))
    assert scale(scale.centred(sample)) == pytest.approx((ours - centres) / spreads, abs=1e-3)


def test_the_scale_of_a_memory_alone_or_of_the_background_alone_is_finite() -> None:
    rows = unit(np.random.default_rng(SEED).normal(size=(20, 8)))
    alone = DenseScale(rows[:1], sample=rows, mean=rows.mean(axis=0), count=20, background=rows[:0])
    none = DenseScale(rows[:1], sample=rows[:0], mean=np.zeros(8, np.float32), count=0, background=rows)
    for scale in (alone, none):
        found = scale(scale.centred(rows))[:, 0]
        assert np.isfinite(found).all() and int(found.argmax()) == 0
    same = DenseScale(rows[:1], sample=rows[:1], mean=rows[0], count=1, background=rows[:0])
    assert np.isfinite(same(same.centred(rows[:1]))).all()


def test_words_count_in_full_only_where_they_reach_some_of_what_they_could() -> None:
    scores, ideals = np.array([[6.0, 1.0], [3.0, 0.5]]), np.array([10.0, 10.0])
    assert fusion.lexical_share(scores, ideals) == pytest.approx(np.array([[1.0, 1 / 3], [0.5, 1 / 6]]))


def test_a_question_of_several_clauses_is_its_whole_and_its_best_clause() -> None:
    assert fusion.whole_and_clause(np.array([[2.0], [3.0]])).tolist() == [2.0, 3.0]
    mixed = fusion.whole_and_clause(np.array([[2.0, 1.0, 4.0], [0.0, 1.0, 0.0]]))
    assert mixed == pytest.approx([0.45 * 2 + 0.55 * 4, 0.55])


def test_what_is_about_nothing_in_particular_lends_nothing() -> None:
    assert fusion.above_nothing(np.array([2.0, 0.5, -3.0])).tolist() == [1.5, 0.0, 0.0]


def test_closeness_and_recency_fall_to_a_third_in_their_days() -> None:
    at_once, later = fusion.date_closeness(np.array([1e-9, fusion.DATE_FADES_DAYS])).tolist()
    assert (at_once, later) == (pytest.approx(fusion.DATE_OUTSIDE), pytest.approx(fusion.DATE_OUTSIDE / np.e))
    assert fusion.recency(np.array([fusion.RECENT_FADES_DAYS]))[0] == pytest.approx(1 / np.e)


def test_episodes_lend_each_for_itself_in_whatever_order_they_stand() -> None:
    above, episodes = np.array([1.0, 9.0, 2.0, 6.0, 4.0, 3.0, 0.0]), np.array([2, 0, 2, 0, 2, 2, 1])
    assert fusion.lent_by_episode(above, episodes) == pytest.approx([3.0, 5.0, 3.0, 5.0, 3.0, 3.0, 0.0])


def test_links_are_to_the_three_best_and_by_how_good_they_are() -> None:
    centred = np.eye(6)[[0, 1, 2, 3, 0, 3]]
    scores = np.array([4.5, 3.5, 2.5, 1.5, 0.2, 0.1])
    links = fusion.linked(scores, centred)
    assert links == pytest.approx([1.0, 0.75, 0.5, 0.0, 1.0, 0.0])
    assert fusion.linked(np.array([0.1, 0.2]), np.eye(2)).tolist() == [0.0, 0.0]
    opposed = fusion.linked(np.array([4.5, 0.0]), np.array([[1.0, 0.0], [-1.0, 0.0]]))
    assert opposed.tolist() == [1.0, 0.0]
