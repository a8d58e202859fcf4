"""Whether facts say a turn again."""

import pytest

from store.echo import is_echoed


@pytest.mark.parametrize(
    ("turn", "facts"),
    [
        ("我养了一只金毛，名叫可乐", ["用户养了一只金毛，名叫可乐"]),
        ("我姐叫韩梅", ["用户的姐姐叫韩梅"]),
        ("嗯，那个，我昨天买了个黑色的鼠标，说是三年退换", ["用户在2024年3月1日买了一个黑色的鼠标，有三年退换服务"]),
        ("我属马，住在成都的高新区", ["用户属马", "用户住在成都高新区"]),
        ("I'm allergic to peanuts", ["The user is allergic to peanuts"]),
    ],
)
def test_facts_that_say_most_of_a_turn_echo_it_however_it_was_worded(turn: str, facts: list[str]) -> None:
    assert is_echoed(turn, facts)


@pytest.mark.parametrize(
    ("turn", "facts"),
    [
        ("我换工作了，去港务局做调度，每天早上六点就要出门，路上一个半小时", ["用户在港务局做调度"]),
        ("周末跟老同学聚餐，他说儿子考上了清华，我对虾过敏没敢吃", ["用户对虾过敏"]),
        ("My sister Anna moved to Berlin last week and found a job at a bakery there", ["The user's sister is Anna"]),
        ("我养了一只金毛", []),
    ],
)
def test_a_turn_that_holds_more_than_its_facts_is_no_echo(turn: str, facts: list[str]) -> None:
    assert not is_echoed(turn, facts)
