"""One particular told anew of something whose other particulars stand."""

import pytest

from store.facts import Fact
from tests.stories import day
from tests.unit.life import Life
from tools.admit import Proposal, drafted
from tools.endings import moved_on
from tools.particulars import given_anew
from tools.toolbox import replace_fact


def told_anew(life: Life, said: str, statement: str, **slot: str) -> list[Fact]:
    """The facts once it has been told that something has changed."""
    turn = life.hear(said, day(30))
    replace_fact(life.memory, turn, drafted(Proposal(statement, **slot), turn), old="", how="change")  # type: ignore[arg-type]
    return [fact for fact in life.memory.facts() if not fact.is_derived]


def test_another_term_leaves_when_it_was_bought(life: Life) -> None:
    life.tell("用户2022年4月10日买的洗衣机，保修三年", attribute="购买", kind="possession")
    (fact,) = told_anew(life, "看了下保修卡，洗衣机只保一年", "洗衣机只保一年", attribute="期限")
    assert fact.statement == "用户2022年4月10日买的洗衣机，保修一年"
    assert fact.attribute == "购买"


def test_another_things_term_is_its_own(life: Life) -> None:
    life.tell("用户2022年4月10日买的洗衣机，保修三年", attribute="购买", kind="possession")
    assert len(told_anew(life, "电饭锅保一年", "电饭锅保一年", attribute="期限")) == 2


@pytest.mark.parametrize(
    ("known", "said", "statement"),
    [
        ("用户每周二晚上上课", "吉他课挪到周四晚上了", "用户的吉他课每周四晚上上课"),
        ("用户每周六上午有书法课", "书法课改到周日了", "用户每周日上午有书法课"),
        ("用户报了个陶艺班，每周六上午去", "陶艺老师搬家了，往后改成每周日下午", "用户报了个陶艺班，每周日下午去"),
        ("用户每周三晚上游泳", "游泳教练通知，下个月起挪到周五", "用户每周五晚上游泳"),
    ],
)
def test_what_comes_every_week_comes_on_the_new_day_from_now_on(
    life: Life, known: str, said: str, statement: str
) -> None:
    life.tell(known, attribute="计划", kind="plan")
    (fact,) = told_anew(life, said, said.removesuffix("了"), attribute="计划", kind="plan")
    assert fact.statement == statement
    assert fact.happened is None


def test_another_lesson_stays_on_its_day(life: Life) -> None:
    life.tell("用户每周三晚上游泳", attribute="计划", kind="plan")
    said = "陶艺老师搬家了，往后改成每周日下午"
    facts = told_anew(life, said, said, attribute="计划", kind="plan")
    assert "用户每周三晚上游泳" in [fact.statement for fact in facts]


def test_one_week_alone_is_a_date(life: Life) -> None:
    life.tell("用户每周六上午有书法课", attribute="计划", kind="plan")
    facts = told_anew(life, "书法课这周改到了本周日", "书法课这周改到了本周日", attribute="计划", kind="plan")
    assert "用户每周六上午有书法课" in [fact.statement for fact in facts]


def test_an_exchange_keeps_what_it_is_an_exchange_of(life: Life) -> None:
    old = life.tell("用户的游泳卡在海豚馆")
    said = "海豚馆没续，换成小区里那家了"
    turn = life.hear(said, day(30))
    fact, *_ = replace_fact(life.memory, turn, drafted(Proposal(said), turn), old=old.id, how="change")
    assert fact.statement == "用户的游泳卡：海豚馆没续，换成小区里那家了"


@pytest.mark.parametrize(
    ("said", "ends"),
    [("合同从三年变成五年", True), ("保修从三年变成五年", False), ("合同从两年改成五年", False)],
)
def test_from_one_term_to_another_is_of_whatever_had_the_one(life: Life, said: str, *, ends: bool) -> None:
    known = life.tell("铺面租约2021年10月1号签的，签了三年", subject="铺面租约", attribute="计划", kind="plan")
    draft = drafted(Proposal(said), life.hear(said, day(5)))
    assert given_anew(draft, [known]) == (known if ends else None)
    if ends:
        assert moved_on(known, draft).statement == "铺面租约2021年10月1号签的，签了五年"
