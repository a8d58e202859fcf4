"""Which facts are meant by words for what shall be forgotten."""

import pytest

from tests.stories import day
from tests.unit.life import Life
from tools.forget import meant


@pytest.fixture
def told(life: Life) -> Life:
    life.tell("用户的手机号是13900001111", attribute="手机号", value="13900001111")
    life.tell("用户对荞麦过敏", day(1), attribute="过敏", value="荞麦")
    life.tell("用户的弟弟在烟台当厨师", day(2), subject="弟弟", attribute="工作", value="在烟台当厨师")
    return life


@pytest.mark.parametrize(
    ("words", "statement"),
    [
        ("对荞麦过敏", "用户对荞麦过敏"),
        ("我对荞麦过敏那条记录", "用户对荞麦过敏"),
        ("把我对荞麦过敏的事忘了吧", "用户对荞麦过敏"),
        ("我的手机号", "用户的手机号是13900001111"),
        ("手机号码", "用户的手机号是13900001111"),
        ("忘掉我弟弟在烟台当厨师", "用户的弟弟在烟台当厨师"),
        ("我弟弟的工作", "用户的弟弟在烟台当厨师"),
        ("删除：荞麦过敏", "用户对荞麦过敏"),
        ("f2", "用户的手机号是13900001111"),
        (" f2 ", "用户的手机号是13900001111"),
    ],
)
def test_words_for_a_fact_mean_that_fact_alone(told: Life, words: str, statement: str) -> None:
    assert [fact.statement for fact in meant(words, told.memory, now=day(30))] == [statement]


@pytest.mark.parametrize("words", ["我的护照", "保险柜", "", "忘了吧", "f99", "，。", "那件事"])
def test_words_for_nothing_known_mean_nothing(told: Life, words: str) -> None:
    assert meant(words, told.memory, now=day(30)) == []


def test_words_that_fit_several_alike_mean_them_all(life: Life) -> None:
    life.tell("用户对荞麦过敏", attribute="过敏", value="荞麦")
    life.tell("用户的弟弟对荞麦过敏", day(1), subject="弟弟", attribute="过敏", value="荞麦")
    assert len(meant("荞麦过敏", life.memory, now=day(30))) == 2


def test_what_was_taken_back_already_is_not_meant(life: Life) -> None:
    life.retract(life.tell("用户对荞麦过敏"), day(1))
    assert meant("对荞麦过敏", life.memory, now=day(30)) == []


def test_a_conclusion_is_meant_by_its_id_alone(life: Life) -> None:
    life.tell("用户生日是3月5日", attribute="生日", value="3月5日")
    sign = life.memory.slot("用户", "星座")[0]
    assert all(not fact.is_derived for fact in meant("星座是双鱼座", life.memory, now=day(30)))
    assert meant(sign.id, life.memory, now=day(30)) == [sign]
