"""Whose or what a clause is about, as it says itself."""

import pytest

from agent.models.local.subjects import subject_of, with_subject


@pytest.mark.parametrize("clause", ["夜班我不上了", "古筝我早退了", "健身卡我转给同事了", "备用钥匙我放门卫那儿了"])
def test_what_the_speaker_acts_on_may_stand_first(clause: str) -> None:
    found = subject_of(clause)
    assert found is not None
    assert found.name == "用户"


@pytest.mark.parametrize(
    ("clause", "subject"),
    [
        ("范晓云我同学", "用户的同学"),
        ("我妈让我别买", "用户的妈妈"),
        ("爱尔兰是个岛", "爱尔兰"),
        ("孩子我带", "用户的孩子"),
    ],
)
def test_who_is_named_first_and_not_acted_on_is_the_subject(clause: str, subject: str) -> None:
    found = subject_of(clause)
    assert found is not None
    assert found.name == subject


@pytest.mark.parametrize("clause", ["爱喝浓茶", "爱看武侠", "最爱吃面", "从下周起开始跑长途"])
def test_a_clause_without_a_subject_leaves_it_to_what_was_said_before(clause: str) -> None:
    assert subject_of(clause) is None


@pytest.mark.parametrize("clause", ["四个人吃烤鱼花了三百", "昨晚我们六口人在家吃的"])
def test_people_counted_are_the_speaker_and_theirs(clause: str) -> None:
    found = subject_of(clause)
    assert found is not None
    assert found.name == "用户"


@pytest.mark.parametrize(
    ("clause", "subject"),
    [("健身卡我升级了", "健身卡"), ("车贷一共五年", "车贷"), ("我妈的表妹在教书", "用户的妈妈的表妹")],
)
def test_a_subject_ends_before_the_speaker_and_goes_on_to_a_relatives_relative(clause: str, subject: str) -> None:
    found = subject_of(clause)
    assert found is not None
    assert found.name == subject


def test_what_a_doctor_orders_is_said_of_whoever_was_spoken_of() -> None:
    assert subject_of("大夫让少吃盐") is None
    assert with_subject("大夫让少吃盐", "用户的爸爸") == "大夫让用户的爸爸少吃盐"
