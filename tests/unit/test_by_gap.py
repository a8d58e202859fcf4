"""Ages, years of birth and animals of whom only the distance to somebody else was told."""

import pytest

from tests.unit.life import Life
from tests.unit.rule_facts import at
from tests.unit.test_rules_answers import shown, told

MINE = "用户是1986年6月3日生的|用户|生日|1986年6月3日|profile"
YEAR = "用户是1986年生的|用户|||profile"
GRANDCHILD = "用户的外孙女的妈比用户小二十四岁|用户的外孙女的妈妈|年龄||profile"
AGED = "用户今年三十八|用户|年龄||profile"
HUSBAND = "用户的老公比用户大四岁|用户的丈夫|年龄||profile"
SISTER = "用户的妹妹比用户小一轮|用户的妹妹|||profile"
FRIEND = "用户的同学阿越属猴的，跟用户同岁|用户的同学阿越|||profile"
COUSIN = "用户的表弟比他小两岁|用户的表弟|||profile"


@pytest.mark.parametrize(
    ("statements", "question", "expected"),
    [
        ((MINE, HUSBAND), "我老公哪年生的", "用户的丈夫约1982年生"),
        ((AGED, HUSBAND), "我老公今年多大？", "用户的丈夫今年约42岁"),
        ((MINE, SISTER), "我妹妹哪年生的？", "用户的妹妹约1998年生"),
        ((MINE, SISTER), "我妹妹属什么", "用户的妹妹应属虎"),
        ((YEAR, SISTER), "我妹妹属什么", "1998年1月28日（春节）以前属牛，那天及以后属虎"),
        ((AGED, GRANDCHILD), "我闺女今年多大？", "用户的女儿今年约14岁"),
        ((FRIEND,), "我属什么？", "用户应属猴"),
        (("用户的丈夫是1982年生的|用户的丈夫|||profile", HUSBAND), "我哪年生的", "用户约1986年生"),
    ],
)
def test_it_follows_from_the_other(life: Life, statements: tuple[str, ...], question: str, expected: str) -> None:
    told(life, "2024-03-20", statements)
    assert expected in shown(life, question, at("2024-06-01T09:00"))


@pytest.mark.parametrize(
    ("statements", "question"),
    [
        ((HUSBAND,), "我老公今年多大？"),
        ((MINE, HUSBAND), "我哥今年多大？"),
        ((MINE, COUSIN), "我表弟多大？"),
        ((MINE, HUSBAND), "我老公在哪儿上班？"),
    ],
)
def test_nothing_follows_where_the_other_is_not_known_or_nobody_asks(
    life: Life, statements: tuple[str, ...], question: str
) -> None:
    told(life, "2024-03-20", statements)
    assert "算，" not in shown(life, question, at("2024-06-01T09:00"))


def test_a_distance_is_no_age(life: Life) -> None:
    told(life, "2022-03-20", (HUSBAND,))
    assert "现在应是" not in shown(life, "我老公多大", at("2024-06-01T09:00"))
