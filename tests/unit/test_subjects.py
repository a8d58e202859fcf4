"""Whose or what a clause is about, as it says itself."""

import pytest

from agent.models.local.subjects import subject_of


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
