"""From when on something holds, and whether that has come."""

import pytest

from tests.stories import START
from tools.since import holds_already


@pytest.mark.parametrize(
    "said", ["从今天起跑货运", "打这个月起停车费三百", "往后我坐班车", "即日起改吃素", "从2021年3月起管仓库"]
)
def test_what_holds_from_a_day_that_has_come_is_so(said: str) -> None:
    assert holds_already(said, START)


@pytest.mark.parametrize(
    "said",
    ["从下个月起跑货运", "明天起停车费三百", "打算从今天起吃素", "我早上六点起床", "从小怕水", "要是从今天起下雨"],
)
def test_what_is_to_come_intended_or_no_beginning_is_not(said: str) -> None:
    assert not holds_already(said, START)
