"""Questions that name nothing of their own are asked of what was said just before."""

from datetime import timedelta

import pytest

from tests.stories import START
from tests.unit.life import Life
from tools.before import turn_before
from tools.ellipsis import leans_on_before
from tools.recollect import recollect


@pytest.mark.parametrize(
    "query", ["一般是几点？", "什么时候？", "是哪个？", "她叫什么？", "多少钱？", "在哪买的？", "那是哪年的事？"]
)
def test_it_leans_on_what_was_said_before(query: str) -> None:
    assert leans_on_before(query)


@pytest.mark.parametrize(
    "query", ["什么鼠标？", "你是谁？", "我叫什么？", "现在几点了？", "今天星期几", "好的", "谢谢", "下雨了", "明天会议几点开始？"]
)  # fmt: skip
def test_it_stands_alone(query: str) -> None:
    assert not leans_on_before(query)


def test_the_turn_before_is_that_of_a_moment_ago_in_the_same_thread(life: Life) -> None:
    told = life.hear("我每天早上六点打太极")
    soon = life.hear("一般是几点？", START + timedelta(minutes=2))
    late = life.hear("一般是几点？", START + timedelta(hours=2))
    assert turn_before(soon.id, life.memory) == told
    assert turn_before(late.id, life.memory) is None


def test_what_was_spoken_of_comes_to_mind_for_it(life: Life) -> None:
    life.tell("用户每天早上六点到江边打太极")
    later = START + timedelta(days=200)
    life.hear("我早上到江边是干什么去的？", later)
    asked = life.hear("一般是几点？", later + timedelta(minutes=1))
    found = recollect(asked.text, life.memory, now=asked.said_at, exclude_turn=asked.id)
    assert [each.text.partition("（")[0] for each in found] == ["用户每天早上六点到江边打太极"]
