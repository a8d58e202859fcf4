"""When something is near enough to be spoken of."""

import numpy as np
import pytest

from store.relevance import best_relevance, threshold


def test_the_best_of_many_must_have_more() -> None:
    assert threshold(3, ["今天怎么样"]) < threshold(300, ["今天怎么样"]) < threshold(30_000, ["今天怎么样"])


def test_a_question_that_brings_its_context_needs_less() -> None:
    talk = "昨天跟老同学吃饭了。他说起大学的事。那次爬山是哪一年？"
    assert threshold(100, [talk, "昨天跟老同学吃饭了。", "他说起大学的事。", "那次爬山是哪一年？"]) < threshold(
        100, [talk]
    )


def test_a_question_about_the_one_who_asks_needs_less() -> None:
    assert threshold(100, ["我的车是什么颜色？"]) < threshold(100, ["车是什么颜色？"])
    assert threshold(100, ["What is my car's colour?"]) < threshold(100, ["What is image colour?"])


def test_what_asks_needs_less_than_what_tells() -> None:
    assert threshold(100, ["车停在哪一层"]) < threshold(100, ["车停在三层"])
    assert threshold(100, ["Where is the car"]) < threshold(100, ["There is the car"])


def test_what_speaks_for_anything_is_the_best_of_each_signal_whoever_has_it() -> None:
    one = best_relevance(np.array([3.0, 0.0]), np.array([0.0, 0.5]), np.zeros(2), np.array([0.0, 1.0]), np.zeros(2))
    assert one == pytest.approx(best_relevance(np.array([3.0]), np.array([0.5]), np.zeros(1), np.ones(1), np.zeros(1)))


def test_a_name_that_is_shared_speaks_for_it_once() -> None:
    nothing = np.zeros(1)
    without, named, twice = (
        best_relevance(nothing, nothing, nothing, nothing, np.array([share])) for share in (0.0, 1.0, 2.0)
    )
    assert without < named == twice
