"""Whose name a statement gives, and who came in whose place."""

import pytest

from store.errors import SlotTaken
from store.facts import Fact
from tests.stories import day
from tests.unit.life import Life
from tools.admit import Proposal, admit, drafted
from tools.toolbox import replace_fact


def told_later(life: Life, said: str, proposal: Proposal) -> Fact:
    """The fact that a turn makes of a proposal, in the place of the one that it is refused for."""
    turn = life.hear(said, day(400))
    try:
        return life.memory.save(admit(proposal, turn, life.memory), turn_id=turn.id, at=day(400))
    except SlotTaken as taken:
        old = taken.details["id"]
        return replace_fact(life.memory, turn, drafted(proposal, turn), old=old, how="change")[0]


OWN = {"subject": "用户", "attribute": "姓名"}


@pytest.mark.parametrize(
    ("statement", "value"),
    [
        ("用户叫陆远", "陆远"),
        ("用户的名字叫陆远", "陆远"),
        ("用户免贵姓陆", "陆"),
        ("用户现在叫陆远", "陆远"),
        ("用户2023年3月改名叫陆远了", "陆远"),
        ("用户结婚后改名叫陆远", "陆远"),
        ("用户户口本上叫陆远", "陆远"),
        ("用户是做木工的，叫陆远", "陆远"),
        ("用户 is called Max", "Max"),
    ],
)  # fmt: skip
def test_the_owners_own_name_is_the_owners(life: Life, statement: str, value: str) -> None:
    fact = life.tell(statement, value=value, **OWN)
    assert (fact.subject, fact.attribute, fact.value) == ("用户", "姓名", value)


@pytest.mark.parametrize(
    ("statement", "value", "subject", "attribute"),
    [
        ("用户项目经理叫陆远", "陆远", "项目经理", "姓名"),
        ("用户的健身教练姓陆", "陆", "健身教练", "姓名"),
        ("用户公司名字叫远航", "远航", "公司", "姓名"),
        ("用户公司改名叫远航了", "远航", "公司", "姓名"),
        ("用户家的八哥叫铃铛", "铃铛", "八哥", "姓名"),
        ("用户的网名叫远山", "远山", "用户", "网名"),
        ("用户去年认识了个姑娘叫陆瑶", "陆瑶", "用户", ""),
        ("用户的 manager is called Max", "Max", "manager", "姓名"),
    ],
)  # fmt: skip
def test_another_beings_name_is_never_the_owners(
    life: Life, statement: str, value: str, subject: str, attribute: str
) -> None:
    life.tell("用户叫沈默", value="沈默", **OWN)
    fact = life.tell(statement, value=value, **OWN)
    assert (fact.subject, fact.attribute) == (subject, attribute)
    assert [each.value for each in life.memory.slot("用户", "姓名")] == ["沈默"]


@pytest.mark.parametrize(
    ("known", "value", "subject", "told", "ends"),
    [
        ("用户项目经理叫陆远", "陆远", "用户", "项目组换经理了，新经理叫许清", True),
        ("用户项目经理叫陆远", "陆远", "用户", "新来的经理姓许", True),
        ("用户的邻居姓陆", "陆", "用户的邻居", "隔壁房子卖了，新邻居姓许", True),
        ("用户项目经理叫陆远", "陆远", "用户", "采购科来人了，新经理叫许清", False),
        ("用户项目经理叫陆远", "陆远", "用户", "新教练叫许清", False),
    ],
)  # fmt: skip
def test_who_is_new_comes_in_the_place_of_who_was_there(
    life: Life, known: str, value: str, subject: str, told: str, ends: bool
) -> None:
    old = life.tell(known, subject=subject, attribute="姓名", value=value)
    fact = told_later(life, told, Proposal(told))
    assert (life.memory.get(old.id).status == "superseded") is ends
    assert (fact.subject == old.subject) is ends
    assert fact.attribute == "姓名"


def test_a_new_one_of_a_relatives_is_not_ones_own(life: Life) -> None:
    old = life.tell("用户的房东姓陆", subject="用户的房东", attribute="姓名", value="陆")
    told_later(life, "我表姐搬家了，新房东姓许", Proposal("用户的表姐搬家了，新房东姓许", subject="用户的表姐"))
    assert life.memory.get(old.id).status == "current"


@pytest.mark.parametrize(
    ("known", "told", "statement"),
    [
        ("用户开一辆飞度", "飞度卖给同事了，提了辆元宝", "用户提了辆元宝"),
        ("用户骑的是雅迪", "雅迪坏了，换了台小牛", "用户换了台小牛"),
        ("用户开一辆飞度", "飞度卖了，买了枚戒指", "飞度卖了，买了枚戒指"),
    ],
)  # fmt: skip
def test_what_is_had_instead_is_told_without_what_went(life: Life, known: str, told: str, statement: str) -> None:
    old = life.tell(known, attribute="物品", kind="possession")
    turn = life.hear(told, day(400))
    fact, *_ = replace_fact(life.memory, turn, drafted(Proposal(told), turn), old=old.id, how="change")
    assert life.memory.get(old.id).status == "superseded"
    assert fact.statement == statement
