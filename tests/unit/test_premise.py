import pytest

from store.facts import Fact
from tests.stories import START
from tools.premise import mistake


def fact(statement: str, subject: str = "用户", attribute: str = "", value: str = "") -> Fact:
    return Fact("f1", "wang", statement, "other", subject, attribute, value, None, START, None, START, ())


@pytest.mark.parametrize(
    ("query", "statement", "said"),
    [
        ("我那辆红色的自行车放哪儿了？", "用户买了一辆蓝色的自行车", "不是红色，是蓝色"),
        ("我那辆红色的折叠自行车多大？", "用户那辆自行车是宝蓝色的", "不是红色，是宝蓝色"),
        ("我的灰色大衣是在哪儿买的", "用户有一件驼毛的黑色大衣", "不是灰色，是黑色"),
        ("我家狗团子多大了？", "用户养了一只猫，叫团子", "不是狗，是猫"),
    ],
)
def test_a_false_premise_is_seen(query: str, statement: str, said: str) -> None:
    assert str(mistake(query, fact(statement))) == said


@pytest.mark.parametrize(
    ("query", "statement"),
    [
        ("我那辆蓝色的自行车放哪儿了？", "用户买了一辆蓝色的自行车"),
        ("我的红色围巾呢", "用户买了一辆蓝色的自行车"),
        ("我的自行车是红色的吗？", "用户买了一辆蓝色的自行车"),
        ("我该买红色的还是蓝色的自行车", "用户买了一辆蓝色的自行车"),
        ("我的狗叫什么", "用户养了一只猫，叫团子"),
    ],
)
def test_an_honest_question_is_left_alone(query: str, statement: str) -> None:
    assert mistake(query, fact(statement)) is None


def test_another_name_for_a_relative_is_seen() -> None:
    daughter = fact("用户的女儿叫李思雪", subject="用户的女儿", attribute="姓名", value="李思雪")
    assert str(mistake("我女儿小雨几岁了", daughter)) == "不是小雨，是李思雪"
    assert mistake("我女儿几岁了", daughter) is None
