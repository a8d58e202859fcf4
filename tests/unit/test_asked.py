"""Which slot a question names, and that a statement or another's thing names none."""

import pytest

from tests.unit.life import Life
from tools.asked import facts_asked, slots_asked, values_asked


@pytest.mark.parametrize(
    ("query", "slot"),
    [
        ("我的属相是？", ("用户", "生肖")),
        ("登记一下，我车牌多少？", ("用户", "车牌号")),
        ("我今年多大了？", ("用户", "生日")),
        ("我妈生日是哪天？", ("用户的妈妈", "生日")),
        ("我弟弟属什么？", ("用户的弟弟", "生肖")),
        ("我现在住哪儿？", ("用户", "现居地")),
        ("眼下我住的是哪个城市？", ("用户", "现居地")),
        ("我是做什么工作的？", ("用户", "工作")),
        ("我是谁？", ("用户", "姓名")),
        ("把我的手机号报给我", ("用户", "手机号")),
        ("短信落款，职务写啥？", ("用户", "工作")),
        ("我回老家该到哪儿？", ("用户", "家乡")),
        ("我靠什么吃饭？", ("用户", "工作")),
        ("2022年那会儿我在干嘛？", ("用户", "学校")),
        ("再往前呢，2021年住哪？", ("用户", "现居地")),
        ("我叫啥，干啥的？", ("用户", "工作")),
        ("我哥多大，在哪儿上班？", ("用户的哥哥", "工作")),
        ("我在厂里管的是哪一块？", ("用户", "工作")),
        ("我给孩子们教的是什么？", ("用户", "工作")),
    ],
)
def test_a_question_names_the_slot_behind_its_owner(query: str, slot: tuple[str, str]) -> None:
    assert slot in slots_asked(query)


@pytest.mark.parametrize(
    "query", ["我叫张三", "我的狗叫什么？", "我不喜欢自己的星座", "我那本书的名字是什么？", "天气怎么样？"]
)
def test_others_name_none(query: str) -> None:
    assert slots_asked(query) == []


@pytest.mark.parametrize(
    ("query", "attributes"),
    [
        ("我叫啥，干啥的？", ["姓名", "工作", "学校"]),
        ("我姓什么、住哪儿、属什么？", ["姓名", "现居地", "生肖"]),
        ("我姓甚名谁，老家哪儿？", ["姓名", "家乡"]),
        ("我妈多大了，做什么工作？", ["生日", "年龄", "工作"]),
        ("我住哪儿，明天会下雨吗？", ["现居地"]),
    ],
)
def test_a_question_goes_on_to_further_slots_of_the_same_owner(query: str, attributes: list[str]) -> None:
    assert [attribute for _, attribute in slots_asked(query)] == attributes


@pytest.fixture
def table(life: Life) -> Life:
    """Who cannot bear what."""
    life.tell("用户的对象酒精过敏，抿一口就起疹子", subject="对象", attribute="过敏", value="酒精")
    life.tell("用户的室友不吃香菜", subject="室友", attribute="忌口", value="不吃香菜")
    life.tell("用户爱喝米酒", attribute="喜欢", value="喝米酒")
    return life


@pytest.mark.parametrize(
    ("query", "statements"),
    [
        ("是谁一点酒都沾不得来着？", ["用户的对象酒精过敏，抿一口就起疹子"]),
        ("哪个不能吃香菜？", ["用户的室友不吃香菜"]),
        ("家里谁有忌口？", ["用户的对象酒精过敏，抿一口就起疹子", "用户的室友不吃香菜"]),
        ("谁碰不得花粉？", []),
        ("谁爱喝酒？", []),
        ("酒不能喝吗？", []),
    ],
)
def test_who_cannot_bear_something_is_found_by_what_it_is(table: Life, query: str, statements: list[str]) -> None:
    assert [fact.statement for fact in facts_asked(query, table.memory)] == statements


def test_a_question_for_a_kind_of_value_finds_the_one_fact_that_has_one(life: Life) -> None:
    fact = life.tell("用户分在质检部")
    life.tell("用户每天吃两片钙片")
    assert values_asked("那我现在的部门呢？", life.memory) == [fact]
    assert values_asked("我一天吃几粒鱼油？", life.memory) == []
    assert values_asked("我儿子吃几片鱼油？", life.memory) == []
