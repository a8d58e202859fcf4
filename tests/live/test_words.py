"""The real model of words, as the system's package brings it: what it makes of sentences that are not in any test set."""

import pytest

from agent.models.word_model_file import load_word_model
from agent.settings import Settings

pytestmark = pytest.mark.live


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        ("我每天骑字形车上班", "我每天骑自行车上班"),
        ("我们去公员散部", "我们去公园散步"),
        ("明天可能会下语", "明天可能会下雨"),
    ],
)
def test_a_word_of_the_same_sound_is_put_in_place_of_what_is_none(wrong: str, right: str) -> None:
    model = load_word_model(Settings(_env_file=None))  # type: ignore[call-arg]
    if model is None:
        pytest.skip("the system has no model of words: apt install libime-data-language-model")
    from agent.models.word_model import Hypothesis

    assert model.likeliest([Hypothesis(wrong, -2.0)]) == right
    assert model.likeliest([Hypothesis(right, -2.0)]) == right
