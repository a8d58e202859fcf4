"""A new value of a kind in the place of the old one, and what it must leave alone."""

import pytest

from store.facts import Fact
from tests.stories import day
from tests.unit.life import Life
from tools.admit import Proposal, admit, drafted
from tools.endings import ended_by
from tools.toolbox import replace_fact


def told_anew(life: Life, old: Fact, said: str) -> Fact:
    """The fact that takes the place of the old, as the words end it."""
    turn = life.hear(said, day(300))
    draft = drafted(Proposal(said.replace("我", "用户")), turn)
    assert ended_by(draft, life.memory) == old
    return replace_fact(life.memory, turn, draft, old=old.id, how="change")[0]


@pytest.mark.parametrize(
    ("known", "said", "statement"),
    [
        ("用户租了个仓库，一个月2600", "又涨，从今天起一个月2900了", "用户租了个仓库，一个月2900"),
        ("用户在纺织厂上早班，六点到岗", "从今天起我倒成夜班了", "用户在纺织厂上夜班"),
        ("用户每天吃一片阿司匹林", "阿司匹林减到每天半片了", "阿司匹林减到每天半片了"),
        ("用户开了个茶馆，六张桌子", "又添了两张，现在九张桌子了", "用户开了个茶馆，九张桌子"),
        ("用户分在质检部，靠着锅炉房", "我正式转到工艺部了", "用户正式转到工艺部了"),
        ("用户坐17路上班", "17路停了，往后我坐40路", "17路停了，往后用户坐40路"),
        ("用户的心率128", "心率降到102了", "心率降到102了"),
    ],
)
def test_the_new_value_takes_the_place_of_the_old_of_its_kind(
    life: Life, known: str, said: str, statement: str
) -> None:
    old = life.tell(known)
    fact = told_anew(life, old, said)
    assert fact.statement == statement
    assert next(each.statement for each in life.memory.history(fact.id)) == known


def test_the_value_of_a_slot_is_the_new_one(life: Life) -> None:
    old = life.tell("用户的体重是71公斤")
    fact = told_anew(life, old, "我现在66公斤了")
    assert (fact.attribute, fact.value) == ("体重", "66公斤")


@pytest.mark.parametrize(
    ("known", "said"),
    [
        ("用户的宽带一个月99块", "手机套餐从这个月起改成一个月59块了"),
        ("用户租了个单间，一个月1200", "车位月租涨到480了"),
        ("用户的房租一个月1500", "房租降到一个月1800了"),
        ("用户的体重是71公斤", "我家狗现在26公斤了"),
        ("用户养了三只鸡", "又养了两只鸭子，现在五只鸭子了"),
        ("用户在纺织厂上早班", "可能要从下月起倒成夜班"),
        ("用户分在质检部", "我没调到工艺部"),
        ("用户每天吃一片阿司匹林", "我头疼，吃了两片止疼药"),
        ("用户的心率128", "楼层涨到302了"),
        ("用户的心率128", "改成302了"),
        ("用户每天吃两碗米饭", "我今天米饭都三碗了"),
        ("用户每天吃两碗米饭", "我米饭吃了三碗了"),
        ("用户在一楼住", "公司搬到九楼了"),
    ],
)
def test_another_thing_or_none_that_changed_leaves_it(life: Life, known: str, said: str) -> None:
    life.tell(known)
    turn = life.hear(said, day(300))
    assert ended_by(drafted(Proposal(said.replace("我", "用户", 1)), turn), life.memory) is None


def test_a_relatives_value_is_theirs(life: Life) -> None:
    life.tell("用户的房租一个月1500")
    turn = life.hear("我弟的房租涨到一个月1800了", day(300))
    draft = drafted(Proposal("用户的弟弟的房租涨到一个月1800了", "用户的弟弟"), turn)
    assert ended_by(draft, life.memory) is None


def test_of_two_that_it_could_be_neither_is_replaced(life: Life) -> None:
    life.tell("用户的仓库一个月2600")
    life.tell("用户的摊位一个月2400")
    turn = life.hear("又涨，从今天起一个月2900了", day(300))
    assert ended_by(drafted(Proposal("用户从今天起一个月2900了"), turn), life.memory) is None


def test_what_was_so_once_stays_so(life: Life) -> None:
    life.tell("用户昨天跑了三公里", kind="event")
    turn = life.hear("从今天起每天跑五公里了", day(300))
    assert ended_by(drafted(Proposal("用户从今天起每天跑五公里了"), turn), life.memory) is None


def test_what_holds_from_today_is_no_plan(life: Life) -> None:
    turn = life.hear("从今天起我管仓库")
    assert admit(Proposal("用户从今天起管仓库", kind="plan"), turn, life.memory).kind == "other"
    turn = life.hear("从下个月起我管仓库")
    assert admit(Proposal("用户从下个月起管仓库", kind="plan"), turn, life.memory).kind == "plan"
