"""What counts as saying the same, and above all what does not."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from store.facts import Fact, Interval, Kind
from tests.stories import START
from tools.tidy.duplicates import duplicates


def told(
    statement: str,
    number: int = 1,
    *,
    kind: Kind = "profile",
    subject: str = "用户",
    slot: tuple[str, str] = ("", ""),
    at: datetime = START,
) -> Fact:
    """A fact told at a moment."""
    return Fact(
        f"f{number}", "owner", statement, kind, subject, *slot, None, at, None, at + timedelta(seconds=number), ()
    )


def merged(*facts: Fact) -> list[tuple[str, str]]:
    """The statements kept and gone."""
    return [(merge.kept.statement, merge.gone.statement) for merge in duplicates(facts)]


APART = [
    ("用户爱吃辣", "用户不爱吃辣"),
    ("用户吃香菜", "用户从来不吃香菜"),
    ("用户养了两只猫", "用户养了三只猫"),
    ("用户养了一只猫", "用户养了一只狗"),
    ("用户的身高是172厘米", "用户的身高是173厘米"),
    ("用户的生日是5月3日", "用户的生日是5月4日"),
    ("用户的生日是5月3日", "用户的生日是农历5月3日"),
    ("用户的生日是1990年5月3日", "用户的生日是1991年5月3日"),
    ("用户的生日是1月11日", "用户的生日是11月1日"),
    ("张三的生日是5月3日", "李四的生日是5月3日"),
    ("用户的妈妈住在苏州", "用户的婆婆住在苏州"),
    ("用户的哥哥是医生", "用户的弟弟是医生"),
    ("用户的小姨在杭州", "用户的大姨在杭州"),
    ("用户的妻子叫王芳", "用户的前妻叫王芳"),
    ("用户的车是黑色的", "用户的车是白色的"),
    ("用户每天早上跑步", "用户每天晚上跑步"),
    ("用户每周三打球", "用户每周四打球"),
    ("用户把钥匙放在左边的抽屉里", "用户把钥匙放在右边的抽屉里"),
    ("用户家在三楼", "用户家在四楼"),
    ("用户借给张三五百元", "张三借给用户五百元"),
    ("用户喜欢张三", "张三喜欢用户"),
    ("用户喜欢张三", "用户喜欢张三的歌"),
    ("用户喜欢吃辣", "用户喜欢吃辣条"),
    ("用户喜欢咖啡", "用户最喜欢咖啡"),
    ("用户喝咖啡", "用户只喝咖啡"),
    ("用户喜欢爬山", "用户以前喜欢爬山"),
    ("用户喜欢爬山", "用户喜欢冬天爬山"),
    ("用户住在北京", "用户曾经住在北京"),
    ("用户住在北京", "用户想住在北京"),
    ("用户戒烟了", "用户打算戒烟"),
    ("用户可能去上海", "用户去上海"),
    ("用户是老师", "用户有老师"),
    ("用户不是医生", "用户不当医生"),
    ("用户去过日本", "用户去日本"),
    ("用户花了一百二买书包", "用户花了102买书包"),
    ("用户有三五个朋友", "用户有35个朋友"),
    ("用户养了一只猫", "用户养了一只猫，后来送人了"),
    ("用户喜欢吃辣", "用户喜欢吃辣，但是现在胃不好"),
    ("用户买了手机", "用户买了手机，花了3000元"),
    ("The user likes coffee", "The user does not like coffee"),
    ("The user has a cat", "The user has cats"),
    ("The user has 2 cats", "The user has 3 cats"),
]
"""Two statements of the same subject and kind that a likeness of words would take for one."""


@pytest.mark.parametrize(("one", "other"), APART)
@pytest.mark.parametrize("kind", ["profile", "preference", "other"])
def test_what_differs_in_one_word_that_matters_stays_apart(one: str, other: str, kind: Kind) -> None:
    assert merged(told(one, 1, kind=kind), told(other, 2, kind=kind)) == []
    assert merged(told(other, 1, kind=kind), told(one, 2, kind=kind)) == []


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("用户喜欢爬山", "用户喜欢爬山。"),
        ("用户养了两只猫", "用户养了2只猫"),
        ("用户爱喝咖啡", "我非常喜欢喝咖啡"),
        ("用户目前住在杭州", "用户住杭州"),
        ("用户的生日是1990年5月3日", "用户的生日是1990-05-03"),
        ("用户有三个孩子", "用户有3个孩子"),
        ("用户在互联网公司当程序员", "用户是互联网公司的程序员"),
        ("用户的母亲是大夫", "用户的妈妈是医生"),
        ("用户ＡＢＣ公司上班", "用户abc公司上班"),
        ("The user really likes coffee.", "I likes coffee"),
    ],
)
def test_the_same_thing_written_in_another_way_is_merged_into_the_older(one: str, other: str) -> None:
    assert merged(told(one, 1), told(other, 2)) == [(one, other)]


def test_of_two_statements_the_one_that_says_more_is_kept() -> None:
    less, more = told("用户养了一只猫", 1), told("用户养了一只猫，很粘人", 2)
    assert merged(less, more) == [(more.statement, less.statement)]
    assert merged(replace(more, id="f0"), less) == [(more.statement, less.statement)]


@pytest.mark.parametrize("more", ["很像他爸爸", "叫咪咪", "是白色的", "3岁了", "不让人抱", "另一只是借的"])
def test_a_further_clause_about_something_that_matters_keeps_them_apart(more: str) -> None:
    assert merged(told("用户养了一只猫", 1), told(f"用户养了一只猫，{more}", 2)) == []


def test_statements_that_say_no_more_than_one_slot_are_one() -> None:
    facts = [
        told("用户叫张三", 1, slot=("姓名", "张三")),
        told("用户的名字是张三", 2, slot=("姓名", "张三")),
        told("用户姓名：张三", 3, slot=("姓名", "张三")),
    ]
    assert merged(*facts) == [("用户叫张三", "用户的名字是张三"), ("用户叫张三", "用户姓名：张三")]


@pytest.mark.parametrize(
    ("attribute", "value", "one", "other"),
    [
        ("喜欢", "爬山", "用户喜欢爬山", "用户喜欢周末去爬山"),
        ("喜欢", "爬山", "用户喜欢爬山", "用户小时候喜欢爬山"),
        ("现居地", "杭州", "用户住在杭州", "用户想搬到杭州"),
        ("过敏", "花生", "用户对花生过敏", "用户对花生不过敏"),
        ("过敏", "花生", "用户对花生过敏", "用户小时候对花生过敏"),
        ("关系", "张三", "张三是用户的同事", "张三是用户的老同学"),
        ("期限", "一年", "洗衣机保修一年", "冰箱保修一年"),
    ],
)
def test_a_slot_and_its_value_alone_do_not_make_two_statements_one(
    attribute: str, value: str, one: str, other: str
) -> None:
    slot = (attribute, value)
    assert merged(told(one, 1, slot=slot), told(other, 2, slot=slot)) == []


def test_the_fact_with_a_slot_is_kept_and_two_slots_stay_apart() -> None:
    bare, slotted = told("用户喜欢爬山", 1), told("用户喜欢爬山", 2, slot=("喜欢", "爬山"))
    assert [merge.kept.id for merge in duplicates([bare, slotted])] == ["f2"]
    assert duplicates([slotted, told("用户喜欢爬山", 3, slot=("习惯", "爬山"))]) == []


def test_one_statement_that_fills_a_slot_twice_is_two_facts() -> None:
    said = "服务器的主机在线，备机离线"
    first, second = told(said, 1, slot=("状态", "在线")), told(said, 2, slot=("状态", "离线"))
    assert duplicates([first, second]) == []
    assert [merge.gone.id for merge in duplicates([first, second, told(said, 3, slot=("状态", "离线"))])] == ["f3"]


def test_other_subjects_and_conclusions_are_left_alone() -> None:
    one = told("喜欢爬山", 1)
    assert duplicates([one, told("喜欢爬山", 2, subject="张三")]) == []
    assert duplicates([one, replace(told("喜欢爬山", 2), premises=("f9",), rule="inference")]) == []
    assert duplicates([one, replace(told("喜欢爬山", 2), status="retracted")]) == []


@pytest.mark.parametrize("kind", ["event", "plan", "other"])
def test_what_happens_again_is_one_only_on_one_day(kind: Kind) -> None:
    first, again = (
        told("用户跑了五公里", 1, kind=kind),
        told("用户跑了五公里", 2, kind=kind, at=START + timedelta(days=7)),
    )
    assert duplicates([first, again]) == []
    assert len(duplicates([first, replace(again, valid_from=START)])) == 1


def test_two_purchases_on_two_days_are_two() -> None:
    first = told("用户买了一箱牛奶", 1, kind="possession")
    assert duplicates([first, replace(first, id="f2", valid_from=START + timedelta(days=7))]) == []


def test_events_at_different_times_are_two_and_a_plan_is_no_event() -> None:
    noon = Interval(START, START + timedelta(hours=1), "hour")
    first = replace(told("用户去看牙", 1, kind="event"), happened=noon)
    later = replace(
        first, id="f2", happened=Interval(noon.start + timedelta(days=1), noon.end + timedelta(days=1), "hour")
    )
    assert duplicates([first, later]) == []
    assert duplicates([first, replace(first, id="f2", kind="plan")]) == []
    assert len(duplicates([first, replace(first, id="f2")])) == 1


def test_facts_that_are_kept_apart_take_no_part() -> None:
    facts = [told("用户喜欢爬山", 1), told("用户喜欢爬山。", 2), told("用户 喜欢爬山", 3)]
    assert [(merge.kept.id, merge.gone.id) for merge in duplicates(facts, apart={"f1"})] == [("f2", "f3")]


def test_a_clause_that_everything_shares_tells_nothing() -> None:
    common = [told(f"用户喜欢爬山，{chr(0x5000 + number)}{chr(0x5100 + number)}", number) for number in range(60)]
    assert duplicates([*common, told("用户喜欢爬山", 99)]) == []
