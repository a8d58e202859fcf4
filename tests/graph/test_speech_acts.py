"""What the speaker does with a sentence decides what happens to memory, whoever labels its clauses."""

import pytest

from tests.graph.home import Home
from tests.graph.talking import ops
from tests.stories import day


def test_something_else_about_somebody_replaces_nothing(home: Home) -> None:
    home.tell("我弟弟在威海当厨师", {"我弟弟在威海当厨师": "工作"})
    home.tell("我弟弟其实是左撇子", {"我弟弟其实是左撇子": "其他"}, day(0))
    assert "用户的弟弟在威海当厨师" in home.statements()


def test_having_deleted_something_is_no_order_to_forget(home: Home) -> None:
    home.tell("我前女友的微信是abc123", {"我前女友的微信是abc123": "号码"})
    assert "retracted" not in ops(home.tell("我把前女友的微信删了", at=day(1)))


@pytest.mark.parametrize(
    ("said", "clause"),
    [
        ("请记住我的车位是B2-31", "我的车位是B2-31"),
        ("帮我记一下，我的车位是B2-31", "我的车位是B2-31"),
        ("别忘了我的车位是B2-31", "我的车位是B2-31"),
    ],
)
def test_an_order_to_remember_is_mined(home: Home, said: str, clause: str) -> None:
    labels = {clause: "物品", said: "物品"}
    assert ops(home.tell(said, labels)) == ["saved"]


@pytest.mark.parametrize(
    "said", ["给我妈买了个手机", "请了三天假", "查出来我血糖高", "帮我妈挂了个号", "陪我爸去医院了"]
)
def test_what_was_done_is_no_request(home: Home, said: str) -> None:
    assert ops(home.tell(said, {said: "经历"})) == ["saved"]
