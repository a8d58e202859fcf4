"""What somebody cannot do, eat or bear is known by its words, and by the field of the request that it bears on."""

import pytest

from tools.limits import bears_on, tells_limit


@pytest.mark.parametrize(
    "statement",
    [
        "用户是红绿色盲",
        "用户腰椎间盘突出，弯腰费劲",
        "用户的妈妈有哮喘",
        "用户晕船晕得厉害",
        "用户怕黑",
        "用户不会游泳",
        "用户爬不了楼",
        "用户吃素三年了",
        "用户是撒拉族",
        "用户信佛",
        "用户怀孕三个月了",
        "用户睡觉特别轻，有点动静就醒",
        "用户 am allergic to shellfish",
    ],
)
def test_an_ailment_a_fear_a_vow_or_a_faith_is_a_limit(statement: str) -> None:
    assert tells_limit(statement)


@pytest.mark.parametrize(
    "statement",
    ["用户在银行上班", "用户上周去看病房里的朋友", "用户恐怕得加班", "用户买了台洗衣机", "用户今年表现突出"],
)
def test_other_things_are_none(statement: str) -> None:
    assert not tells_limit(statement)


@pytest.mark.parametrize(
    ("limit", "request_"),
    [
        ("用户是红绿色盲", "请人教我配色，报这个班合适吗？"),
        ("用户晕船", "坐两天轮渡去岛上，你看行吗？"),
        ("用户猫毛过敏", "邻居想把她家英短放我这儿几天"),
        ("用户膝盖不好", "租个七楼的房子怎么样？"),
        ("用户装了心脏起搏器", "买个磁疗枕好不好？"),
        ("用户对虾过敏", "晚上吃点什么好？"),
        ("用户睡得轻", "订房备注写什么？"),
    ],
)
def test_a_limit_bears_on_what_is_of_its_field(limit: str, request_: str) -> None:
    assert bears_on(limit, request_)
    assert not bears_on(limit, "买这本字帖划算吗？")
