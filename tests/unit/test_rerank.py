"""The reranker's opinion: it orders, leaves out what it finds irrelevant, and never costs a turn."""

import logging
from collections.abc import Callable, Sequence

import pytest

from store.errors import ModelTimeout
from store.facts import Recalled
from tests.stories import START, day
from tests.unit.life import Life
from tools.recollect import recollect
from tools.rerank import MOST, QUERY_CHARACTERS, TEXT_CHARACTERS, reranked, wanted


class Judge:
    """A reranker that scores by a function of the text, and keeps what it was shown."""

    name = "test:judge"

    def __init__(self, score: Callable[[str], float]) -> None:
        self._score = score
        self.shown: list[tuple[str, list[str]]] = []

    def rerank(self, query: str, texts: Sequence[str]) -> list[float]:
        self.shown.append((query, list(texts)))
        return [self._score(text) for text in texts]


def hits(life: Life, *texts: str) -> list[Recalled]:
    """Hits of turns, the first the best."""
    return [Recalled(life.hear(text), 9.0 - place / 100) for place, text in enumerate(texts)]


def order(found: Sequence[Recalled]) -> list[str]:
    return [hit.item.text for hit in found]  # type: ignore[union-attr]


def test_the_best_comes_first_and_equals_keep_their_order(life: Life) -> None:
    judge = Judge(lambda text: {"甲": 0.2, "乙": 0.9}.get(text, 0.5))
    assert order(reranked("问", hits(life, "甲", "丙", "乙", "丁"), judge)) == ["乙", "丙", "丁", "甲"]


def test_what_is_far_less_probable_than_the_best_is_left_out(life: Life) -> None:
    judge = Judge(lambda text: {"甲": 0.001, "乙": 0.9}.get(text, 0.05))
    assert order(reranked("问", hits(life, "甲", "乙", "丙"), judge)) == ["乙", "丙"]


def test_low_scores_alone_leave_nothing_out(life: Life) -> None:
    judge = Judge(lambda text: {"甲": 0.001}.get(text, 0.002))
    assert len(reranked("问", hits(life, "甲", "乙", "丙"), judge)) == 3


def test_of_scores_that_are_no_probabilities_nothing_is_left_out(life: Life) -> None:
    judge = Judge(lambda text: {"甲": -9.0, "乙": 8.0}.get(text, 0.0))
    assert order(reranked("问", hits(life, "甲", "乙", "丙"), judge)) == ["乙", "丙", "甲"]


def test_one_hit_is_not_worth_a_call(life: Life) -> None:
    judge = Judge(lambda _: 1.0)
    assert reranked("问", hits(life, "甲"), judge) == []
    assert judge.shown == []


def test_a_long_question_and_long_texts_are_cut_and_many_are_bounded(life: Life) -> None:
    judge = Judge(lambda _: 1.0)
    reranked("问" * 5000, hits(life, *("长" * 5000 for _ in range(MOST + 5))), judge)
    ((query, texts),) = judge.shown
    assert (len(query), len(texts)) == (QUERY_CHARACTERS, MOST)
    assert {len(text) for text in texts} == {TEXT_CHARACTERS}


def test_a_failure_is_logged_without_anybodys_words_and_the_order_stands(
    life: Life, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(_text: str) -> float:
        raise ModelTimeout("no answer in time")

    with caplog.at_level(logging.WARNING):
        assert reranked("问", hits(life, "甲", "乙"), Judge(fail)) == []
    assert "model_timeout" in caplog.text
    assert not {"问", "甲", "乙"} & set(caplog.text)


def test_more_is_fetched_only_where_there_is_a_choice_to_make() -> None:
    assert wanted(8, None) == 8
    assert wanted(8, Judge(lambda _: 1.0)) == MOST


def test_the_reranker_has_the_last_word_on_what_comes_to_mind(life: Life) -> None:
    for number in range(12):
        life.tell(f"用户的第{number}把阁楼钥匙挂在门后", START)
    judge = Judge(lambda text: 0.9 if "第11把" in text else 0.5)
    found = recollect("阁楼钥匙挂在哪儿？", life.memory, now=day(1), limit=4, reranker=judge)
    assert "第11把" in found[0].text
    assert len(found) == 4
