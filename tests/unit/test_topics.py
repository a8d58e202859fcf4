"""Clauses that only name what the next one is about."""

import pytest

from agent.models.local.topics import is_topic

SAID_OF_IT = "我收在阁楼上了"


@pytest.mark.parametrize(
    "text",
    ["衣柜顶上那只皮箱", "上个月领的工资条", "我爸的降压仪", "驾校报名表", "房产证、车钥匙这些", "公司配的手机", "那几本旧画册", "床底下那副旧球拍"],
)  # fmt: skip
def test_a_thing_named_and_nothing_said_of_it_is_a_topic(text: str) -> None:
    assert is_topic(text, SAID_OF_IT)


@pytest.mark.parametrize(
    "text",
    ["我有个九岁的侄女", "我在一家很老的工厂", "租了套朝南的房子", "我用的是单位发的电脑", "我喜欢酸的东西", "在绍兴", "昨天晚上", "今天加班", "型号QX-300"],
)  # fmt: skip
def test_what_says_something_or_only_when_and_where_is_none(text: str) -> None:
    assert not is_topic(text, SAID_OF_IT)


def test_a_relative_alone_is_a_topic_unless_it_is_they_who_are_spoken_to() -> None:
    assert is_topic("我爸", "退休金四千")
    assert not is_topic("老公", "我在加班")


def test_one_noun_after_another_is_a_list_and_no_topic() -> None:
    assert not is_topic("驾校报名表", "身份证复印件")
