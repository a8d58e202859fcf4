"""Whose relative a clause brings in, and of whom the next clause is."""

import pytest

from agent.models.local.relatives import turns_to_relative
from tests.unit.test_mining import Labels, calls, slot


@pytest.mark.parametrize(
    ("said", "labels", "slots"),
    [
        (
            "我太太叫祝敏，她下面有个妹妹叫祝捷",
            {"我太太叫祝敏": "姓名", "她下面有个妹妹叫祝捷": "姓名"},
            [("用户的妻子", "姓名", "祝敏"), ("用户的妻子", "妹妹", "祝捷")],
        ),
        (
            "我叔叫晏平，底下还有个弟弟叫晏安，在烟台上班",
            {"我叔叫晏平": "姓名", "底下还有个弟弟叫晏安": "家人", "在烟台上班": "工作"},
            [("用户的叔叔", "姓名", "晏平"), ("用户的叔叔", "弟弟", "晏安"), ("晏安", "工作", "在烟台上班")],
        ),
        (
            "我二哥添了个儿子，取名叫核桃",
            {"我二哥添了个儿子": "家人", "取名叫核桃": "姓名"},
            [("用户的二哥哥", "儿子", "核桃")],
        ),
        (
            "我外孙女会弹琴，她妈比我小二十六岁，她爸在漯河上班",
            {"我外孙女会弹琴": "喜欢", "她妈比我小二十六岁": "年龄", "她爸在漯河上班": "工作"},
            [("用户的外孙女", "喜欢", ""), ("用户的外孙女的妈妈", "年龄", ""), ("用户的外孙女的爸爸", "工作", "在漯河上班")],
        ),
        ("我爸的表弟在漯河当厨师", {"我爸的表弟在漯河当厨师": "工作"}, [("用户的爸爸的表弟", "工作", "在漯河当厨师")]),
        (
            "我表姐叫阮青，阮青的老公叫柴磊",
            {"我表姐叫阮青": "姓名", "阮青的老公叫柴磊": "姓名"},
            [("用户的表姐", "姓名", "阮青"), ("阮青", "丈夫", "柴磊")],
        ),
    ],
)  # fmt: skip
def test_a_relatives_relative_is_a_fact_of_its_own(
    said: str, labels: Labels, slots: list[tuple[str, str, str]]
) -> None:
    assert [slot(arguments) for _, arguments in calls(said, labels)] == slots


def test_the_other_sex_is_not_meant_by_a_pronoun() -> None:
    said = "我媳妇叫祝敏，她有个哥哥叫祝捷，她在烟台上班"
    labels = {"我媳妇叫祝敏": "姓名", "她有个哥哥叫祝捷": "姓名", "她在烟台上班": "工作"}
    assert [arguments["subject"] for _, arguments in calls(said, labels)] == ["用户的妻子"] * 3


@pytest.mark.parametrize(
    ("text", "subject", "turns"),
    [
        ("有个弟弟在当兵", "用户的妻子", True),
        ("还有个弟弟在当兵", "用户的妻子", False),
        ("有个儿子上初二", "用户的妻子", False),
        ("有个儿子上初二", "用户的叔叔", True),
        ("我有个弟弟", "用户的叔叔", False),
        ("有个弟弟在当兵", "用户", False),
        ("她有个同事叫阿越", "用户的妻子", True),
        ("有了新工作", "用户的妻子", False),
    ],
)
def test_whose_relative_it_is_is_told_by_pronoun_topic_and_adverb(text: str, subject: str, *, turns: bool) -> None:
    assert turns_to_relative(text, subject) is turns
