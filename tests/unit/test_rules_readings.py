"""Rules read facts however their slots were filled, and remark on what moves with time."""

from dataclasses import replace

import pytest

from store.facts import Fact
from tests.unit.rule_facts import at
from tools.rules import notes
from tools.rules.birthday import birthday_of
from tools.rules.expiry_terms import terms, thing
from tools.rules.kinship import conclude as kin
from tools.when import CalendarDate, Duration, find


def fact(statement: str, subject: str = "用户", attribute: str = "", value: str = "", *, id: str = "f1") -> Fact:
    moment = at("2023-05-01T10:00")
    points = [m.interval for m in find(statement, moment) if m.kind == "point" and m.interval]
    return Fact(id, "owner", statement, "other", subject, attribute, value, points[0] if points else None, moment, None,
                moment, ())  # fmt: skip


@pytest.mark.parametrize(
    ("statement", "value", "birthday"),
    [
        ("用户的生日是1991年8月14日", "1991年8月14日", CalendarDate(1991, 8, 14)),
        ("用户的生日是1991年8月14日", "8月14日", CalendarDate(1991, 8, 14)),
        ("用户生于1991年8月14日", "", CalendarDate(1991, 8, 14)),
        ("用户的生日是1990-06-10", "1990-06-10", CalendarDate(1990, 6, 10)),
        ("用户过农历生日，每年八月十六", "八月十六", CalendarDate(None, 8, 16, lunar=True)),
        ("用户的生日是农历腊月初八", "农历腊月初八", CalendarDate(None, 12, 8, lunar=True)),
        ("用户的生日是一九八五年三月二十一日", "", CalendarDate(1985, 3, 21)),
    ],
)
def test_a_birthday_is_read_from_value_or_statement(statement: str, value: str, birthday: CalendarDate) -> None:
    assert birthday_of(fact(statement, attribute="生日", value=value)) == birthday


def test_a_date_that_is_no_birthday_is_not_taken_for_one() -> None:
    assert birthday_of(fact("用户1991年8月14日搬到北京")) is None
    assert birthday_of(fact("用户的姓名是小八月", attribute="姓名", value="小八月")) is None


@pytest.mark.parametrize(
    ("statement", "sort", "length"),
    [
        ("用户买了一个红色的水壶，有三年的退换服务", "退换", Duration(months=36)),
        ("冰箱整机保修十年", "保修", Duration(months=120)),
        ("这台相机有18个月质保", "保修", Duration(months=18)),
        ("牛奶的保质期是21天", "保质期", Duration(days=21)),
        ("用户租了一套房，租期半年", "租期", Duration(months=6)),
    ],
)
def test_a_term_is_read_with_its_sort(statement: str, sort: str, length: Duration) -> None:
    assert [(t.sort, t.length) for t in terms(fact(statement))] == [(sort, length)]


@pytest.mark.parametrize(
    ("statement", "subject", "name"),
    [
        ("用户2022年5月6日买了一把红轴机械键盘，整机保修三年", "用户", "红轴机械键盘"),
        ("用户2022年5月6日刚买了一个红色的水壶，它有三年的退换服务", "用户", "红色的水壶"),
        ("吸尘器是2023年2月3日买的，保修两年", "用户", "吸尘器"),
        ("保修两年", "吸尘器", "吸尘器"),
        ("用户买的烤箱保修两年", "用户", "烤箱"),
    ],
)
def test_the_thing_is_named_without_its_trappings(statement: str, subject: str, name: str) -> None:
    assert thing(fact(statement, subject)) == name


def test_the_sister_of_a_mother_is_an_aunt_by_one_fact_or_two() -> None:
    described = fact("用户的妈妈的姐姐是赵兰", "用户的妈妈", "姐姐", "赵兰")
    assert [d.statement for d in kin(described, [described])] == ["赵兰是用户的姨妈"]
    mother = fact("用户的妈妈叫赵梅", "用户的妈妈", "姓名", "赵梅")
    sister = fact("赵梅的姐姐是赵兰", "赵梅", "姐姐", "赵兰", id="f2")
    assert [d.premises for d in kin(sister, [mother, sister])] == [("f1", "f2")]
    both = fact("用户的妈妈叫赵梅，赵梅的姐姐叫赵兰")
    assert [d.statement for d in kin(both, [both])] == ["赵兰是用户的姨妈"]


def test_a_chain_of_relatives_is_gone_step_by_step() -> None:
    wed = fact("用户的老婆的姐姐嫁给了一个叫赵强的", "用户的妻子的姐姐")
    assert [d.statement for d in kin(wed, [wed])] == ["赵强是用户的连襟"]
    born = fact("用户的大哥刚得了个闺女，取名叫豆豆", "用户的哥哥")
    assert [d.statement for d in kin(born, [born])] == ["豆豆是用户的侄女"]
    listed = fact("用户的三叔家俩小子，大的叫铁柱小的叫铁蛋", "用户的三叔叔", "关系")
    assert [d.statement for d in kin(listed, [listed])] == ["铁柱是用户的堂兄弟", "铁蛋是用户的堂兄弟"]
    moved = fact("用户的表姐嫁到外地了", "用户的表姐")
    assert kin(moved, [moved]) == []


def test_an_acquaintance_is_no_relative() -> None:
    boss = fact("用户的老板叫赵强", "用户的老板", "姓名", "赵强")
    assert kin(boss, [boss]) == []


def test_remarks_are_computed_for_the_moment_of_asking() -> None:
    birth = fact("用户的生日是1980年6月15日", attribute="生日", value="1980年6月15日")
    assert "39周岁" in notes(birth, at("2020-06-14T09:00"))[0]
    assert "40周岁" in notes(birth, at("2020-06-15T09:00"))[0]
    assert "还有1天" in notes(birth, at("2020-06-14T09:00"))[1]


def test_a_lunar_birthday_is_told_with_its_solar_day_and_weekday() -> None:
    lunar = fact("用户的妈妈的生日是农历八月十五", "用户的妈妈", "生日", "农历八月十五")
    assert "2024年9月17日，星期二" in notes(lunar, at("2024-05-01T09:00"))[0]


def test_days_left_and_days_past_of_an_expiry() -> None:
    term = fact("吸尘器的保修到2025年2月3日为止", "吸尘器", "到期日", "2025年2月3日")
    term = replace(term, rule="到期日", premises=("f0",))
    assert "还剩15天" in notes(term, at("2025-01-19T09:00"))[0]
    assert "今天到期" in notes(term, at("2025-02-03T09:00"))[0]
    assert "已过期20天" in notes(term, at("2025-02-23T09:00"))[0]


def test_years_since_an_event() -> None:
    event = fact("用户2014年3月1日搬到苏州")
    assert "到现在10年" in notes(event, at("2024-03-01T09:00"))[0]


@pytest.mark.parametrize(
    "statement",
    [
        "用户在保险公司工作到2023年2月", "用户2023年2月换了驾驶证的照片", "用户的同事23岁结婚", "用户打算60岁退休", "用户感冒三年级的时候最重", "用户跑步跑了三年",
        "用户还有三年就毕业了", "用户怀孕三个月了", "用户的车开了十万公里了", "用户喜欢1990年出的那张唱片",
    ],
)  # fmt: skip
def test_what_does_not_move_with_time_gets_no_remark(statement: str) -> None:
    found = [note for note in notes(fact(statement), at("2027-05-01T09:00")) if "到现在" not in note]
    assert found == []


@pytest.mark.parametrize(
    ("statement", "remark"),
    [
        ("用户的护照有效期到2027年3月", "按月底2027年3月31日算，已过期31天"), ("用户的车险到2027年5月3日为止", "还剩2天"), ("用户的驾照2027年5月1日到期", "今天到期"),
        ("用户戒烟三年了", "现在约7年"), ("用户的女儿今年5岁", "现在应是9或10岁"), ("用户的外婆1940年出生", "生日后87周岁"),
        ("用户的结婚纪念日是5月20日", "下一次是2027年5月20日，星期四，还有19天"),
    ],
)  # fmt: skip
def test_what_was_told_as_of_then_is_told_as_of_now(statement: str, remark: str) -> None:
    assert remark in notes(fact(statement), at("2027-05-01T09:00"))[0]


def test_a_birthday_that_was_celebrated_is_no_birth() -> None:
    party = replace(fact("用户2023年4月9日给妈妈过了生日", attribute="生日"), kind="event")
    birth = replace(fact("用户的儿子2020年3月3日出生", "用户的儿子", "生日"), kind="event")
    assert birthday_of(party) is None
    assert birthday_of(birth) == CalendarDate(2020, 3, 3)
