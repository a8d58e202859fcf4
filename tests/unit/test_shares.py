"""Shares, instalments and tablets, of amounts that were told together."""

import pytest

from tests.unit.life import Life
from tests.unit.rule_facts import at
from tests.unit.test_rules_answers import shown, told

MEAL = "用户昨晚六个人吃烤鱼花了420|用户|||event"
PHONE = "用户的冰箱分24期，每期260，从2024年1月开始还|用户|||other"
DRUG = "用户的药一天两次，一次三片，一瓶60片|用户|||other"
DAILY = "用户每天吃一片降压药，一盒28片|用户|||other"


@pytest.mark.parametrize(
    ("statement", "question", "expected"),
    [
        (MEAL, "烤鱼那顿每个人该出多少", "420由6个人平分，每人70"),
        (PHONE, "冰箱一共要还多少钱", "24期每期260，一共6240"),
        (PHONE, "冰箱还剩几期没还", "连本月的一期已还6期，还剩18期（本月还没还就剩19期）"),
        (DRUG, "一瓶药够吃几天", "一天6片，60片够吃10天"),
        (DAILY, "一盒降压药能吃多久", "28片够吃28天"),
    ],
)
def test_what_is_asked_of_amounts_is_computed(life: Life, statement: str, question: str, expected: str) -> None:
    told(life, "2024-01-20", (statement,))
    assert expected in shown(life, question, at("2024-06-01T09:00"))


@pytest.mark.parametrize("question", ["烤鱼那顿在哪儿吃的", "冰箱放在哪儿", "降压药放在哪儿了"])
def test_what_asks_for_no_amount_is_told_none(life: Life, question: str) -> None:
    told(life, "2024-01-20", (MEAL, PHONE, DAILY))
    assert "系统算好的" not in shown(life, question, at("2024-06-01T09:00"))
