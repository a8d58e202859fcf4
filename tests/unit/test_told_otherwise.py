"""What is told otherwise of the very thing that is known puts it right, and what rests on it follows."""

import pytest

from store.facts import Fact
from tests.stories import day
from tests.unit.life import Life
from tools.admit import Proposal, drafted
from tools.told_otherwise import begun_anew, told_otherwise
from tools.toolbox import replace_fact

BOUGHT = "用户2022年3月2日买的电饭煲，保修两年"


def told(life: Life, statement: str, **slot: str) -> Fact | None:
    """The fact that a statement tells otherwise."""
    turn = life.hear(statement.replace("用户", "我"), day(5))
    draft = drafted(Proposal(statement, **slot), turn)  # type: ignore[arg-type]
    return told_otherwise(draft, life.memory.facts())


@pytest.mark.parametrize("statement", ["电饭煲是2022年3月12日买的", "用户那个电饭煲其实是2022年4月2日买的"])
def test_when_something_known_was_done_is_told_otherwise(life: Life, statement: str) -> None:
    known = life.tell(BOUGHT, attribute="购买")
    assert told(life, statement) == known


@pytest.mark.parametrize(
    "statement",
    [
        "电饭煲是2022年3月2日买的",
        "电饭煲是2022年3月12日修的",
        "微波炉是2022年3月12日买的",
        "电饭煲是2026年3月12日买的",
        "是2022年3月12日买的",
        "锅是2022年3月12日买的",
        "用户2022年3月12日买了个电饭煲",
    ],
)
def test_another_thing_doing_or_later_day_is_told_beside_it(life: Life, statement: str) -> None:
    life.tell(BOUGHT, attribute="购买")
    assert told(life, statement) is None


def test_the_rest_of_what_was_known_stands_and_what_rests_on_it_is_computed_again(life: Life) -> None:
    life.tell(BOUGHT, attribute="购买")
    turn = life.hear("电饭煲是2022年3月12日买的", day(5))
    draft = drafted(Proposal("电饭煲是2022年3月12日买的", "电饭煲", "购买"), turn)
    replace_fact(life.memory, turn, draft, old="", how="change")
    assert [fact.statement for fact in life.memory.facts()] == [
        "用户2022年3月12日买的电饭煲，保修两年", "电饭煲的保修到2024年3月12日为止",
    ]  # fmt: skip


def test_nobody_is_two_relatives_of_one_person(life: Life) -> None:
    known = life.tell("用户的老婆的弟弟叫晏平", subject="用户的妻子", attribute="弟弟", value="晏平", kind="relation")
    assert [fact.statement for fact in life.memory.facts()][1:] == ["晏平是用户的小舅子"]
    assert told(life, "晏平是用户的妻子的哥哥", subject="晏平", attribute="关系") == known
    assert told(life, "晏平是用户的老婆的弟弟", subject="晏平", attribute="关系") is None
    assert told(life, "晏安是用户的老婆的哥哥", subject="晏安", attribute="关系") is None
    assert told(life, "晏平不是用户的老婆的哥哥", subject="晏平", attribute="关系") is None


@pytest.mark.parametrize(
    ("known", "said", "ends"),
    [
        ("图书证2022年3月15日办的，半年卡", "图书证升级成年卡了，从2022年5月6日重新算", True),
        ("图书证2022年3月15日办的，半年卡", "图书证2022年5月6日续了一年，到期再说", False),
        ("图书证2022年3月15日办的，半年卡", "泳池证升级成年卡了，从2022年5月6日重新算", False),
        ("电饭煲2022年3月15日买的，保修一年", "电饭煲2022年5月6日买的，保修一年", False),
    ],
)
def test_a_term_begun_anew_ends_the_one_before(life: Life, known: str, said: str, *, ends: bool) -> None:
    before = life.tell(known, subject=known[:3], attribute="物品", kind="possession")
    turn = life.hear(said, day(5))
    draft = drafted(Proposal(said, said[:3], "物品", kind="possession"), turn)
    assert begun_anew(draft, life.memory.facts()) == (before if ends else None)
