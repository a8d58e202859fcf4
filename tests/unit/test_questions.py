"""A message may ask several things, all of whom it names first."""

import pytest

from tools.questions import questions


@pytest.mark.parametrize(
    ("query", "asked"),
    [
        ("我姓什么，住哪儿？", ["我姓什么", "我住哪儿"]),
        ("我哥属啥，干什么的？", ["我哥属啥", "我哥干什么的"]),
        ("填表用：我车牌多少，还有停在几楼？", ["填表用：我车牌多少", "我停在几楼"]),
        ("你记得我鞋码多少吗？衣服穿几号？", ["你记得我鞋码多少吗", "我衣服穿几号"]),
    ],
)
def test_each_question_is_given_with_whom_it_is_of(query: str, asked: list[str]) -> None:
    assert questions(query) == asked


@pytest.mark.parametrize("query", ["我住在哪儿？", "我搬到镇江了，离公司近", "写履历用，我在哪个部门？只答部门名。"])
def test_one_question_and_none_are_not_several(query: str) -> None:
    assert questions(query) == []
