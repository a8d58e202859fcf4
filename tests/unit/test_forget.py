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
        ("我弟弟做什么工作那条", "用户的弟弟在烟台当厨师"),
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


@pytest.mark.parametrize("words", ["豆豆出生日期那条", "豆豆的生日", "豆豆生日"])
def test_whose_it_is_may_be_said_by_a_name_that_only_the_statement_has(life: Life, words: str) -> None:
    born = life.tell("用户的女儿豆豆是2018年4月2日生的", subject="女儿", attribute="生日", value="2018年4月2日")
    life.tell("用户的儿子阿宝是2020年9月1日生的", day(1), subject="儿子", attribute="生日", value="2020年9月1日")
    assert meant(words, life.memory, now=day(30)) == [born]


def test_who_has_a_name_of_their_own_fact_is_found_by_it(life: Life) -> None:
    life.tell("用户的大儿子叫石磊", subject="大儿子", attribute="姓名", value="石磊")
    born = life.tell("用户的大儿子是2001年5月2日生的", day(1), subject="大儿子", attribute="生日", value="2001年5月2日")
    life.tell("用户的生日是3月5日", day(2), attribute="生日", value="3月5日")
    assert meant("石磊的生日", life.memory, now=day(30)) == [born]


def test_words_that_are_not_said_in_a_row_mean_what_holds_them(life: Life) -> None:
    rent = life.tell("用户在北门租了个铺面，一年六万")
    life.tell("用户的铺面朝南", day(1))
    assert meant("铺面租金那条", life.memory, now=day(30)) == [rent]


def test_when_it_was_said_is_no_part_of_what_is_meant(told: Life) -> None:
    found = meant("前几天说的荞麦过敏那条", told.memory, now=day(30))
    assert [fact.statement for fact in found] == ["用户对荞麦过敏"]


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


@pytest.fixture
def people(life: Life) -> Life:
    """Facts of several people, some in the same slots."""
    life.tell("用户的前女友叫方怡", subject="前女友", attribute="姓名", value="方怡")
    life.tell("用户的前女友在银行上班", day(1), subject="前女友", attribute="工作", value="在银行上班")
    life.tell("用户叫许诺", day(2), attribute="姓名", value="许诺")
    life.tell("用户的车牌号是皖B62", day(3), attribute="车牌号", value="皖B62")
    life.tell("用户的爸爸的车牌号是皖C77", day(4), subject="爸爸", attribute="车牌号", value="皖C77")
    life.tell("用户的同事郑涛爱喝酒", day(5), subject="同事郑涛", attribute="喜欢", value="喝酒")
    life.tell("用户和郑涛一起去过黄山", day(6), kind="event")
    life.tell("用户住在宁波", day(7), attribute="现居地", value="宁波")
    return life


@pytest.mark.parametrize(
    ("words", "statements"),
    [
        ("我前女友的名字", ["用户的前女友叫方怡"]), ("忘掉前女友的名字", ["用户的前女友叫方怡"]), ("我前女友的工作", ["用户的前女友在银行上班"]),
        ("我的名字", ["用户叫许诺"]), ("我的车牌号", ["用户的车牌号是皖B62"]), ("我爸的车牌号", ["用户的爸爸的车牌号是皖C77"]),
        ("车牌号", ["用户的车牌号是皖B62", "用户的爸爸的车牌号是皖C77"]), ("我前女友的事", ["用户的前女友叫方怡", "用户的前女友在银行上班"]),
        ("我说过的关于郑涛的事", ["用户的同事郑涛爱喝酒", "用户和郑涛一起去过黄山"]), ("把郑涛从记忆里删掉", ["用户的同事郑涛爱喝酒", "用户和郑涛一起去过黄山"]),
        ("我住在宁波的事", ["用户住在宁波"]), ("我的住址", ["用户住在宁波"]), ("我的名字和住址", ["用户叫许诺", "用户住在宁波"]),
    ],
)  # fmt: skip
def test_words_name_a_slot_a_person_or_what_was_said(people: Life, words: str, statements: list[str]) -> None:
    assert [fact.statement for fact in meant(words, people.memory, now=day(30))] == statements


def test_words_that_may_not_be_for_memory_at_all_must_fit_better(people: Life) -> None:
    assert meant("第二段宁波", people.memory, now=day(30), is_sure=False) == []
    assert meant("宁波", people.memory, now=day(30), is_sure=False)
