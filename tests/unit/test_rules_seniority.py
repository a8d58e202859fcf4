"""Who of two is older decides between 哥哥 and 弟弟, and only where it is certain."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.unit.rule_facts import Talk, talking

OWN = ("2024-03-01T10:00", "我1990年6月15日生", "用户的生日是1990年6月15日")


@pytest.fixture
def talk(tmp_path: Path) -> Iterator[Talk]:
    with talking(tmp_path / "memory") as one:
        one.tell(*OWN, slot=("用户", "生日", "1990年6月15日"))
        yield one


def relations(talk: Talk) -> list[str]:
    return [fact.statement for fact in talk.memory.facts() if fact.rule == "长幼"]


def brother(talk: Talk, born: str, slot: tuple[str, str, str] | None = None) -> None:
    talk.tell("2024-03-02T10:00", "我有个兄弟叫王强", "用户有个兄弟叫王强", slot=("用户", "关系", ""))
    talk.tell("2024-03-02T10:01", born, born, slot=slot or ("王强", "生日", ""))


@pytest.mark.parametrize(
    ("born", "relation"),
    [
        ("王强的生日是1988年3月2日", "王强是用户的哥哥"),
        ("王强1990年6月16日出生", "王强是用户的弟弟"),
        ("王强1989年出生", "王强是用户的哥哥"),
        ("王强是1991年生的", "王强是用户的弟弟"),
        ("王强的生日是1990年农历五月廿二", "王强是用户的哥哥"),
        ("王强今年40岁", "王强是用户的哥哥"),
        ("王强比用户小三岁", "王强是用户的弟弟"),
    ],
)
def test_an_elder_and_a_younger_brother_are_told_apart(talk: Talk, born: str, relation: str) -> None:
    brother(talk, born)
    assert relations(talk) == [relation]


@pytest.mark.parametrize(
    "born",
    [
        "王强1990年出生",
        "王强的生日是6月15日",
        "王强的生日是1990年6月15日",
        "王强今年33岁",
        "王强的儿子1980年出生",
        "王强的老板比用户大三岁",
    ],
)
def test_what_does_not_say_who_is_older_concludes_nothing(talk: Talk, born: str) -> None:
    brother(talk, born)
    assert relations(talk) == []


def test_no_relation_follows_for_somebody_who_is_no_sibling(talk: Talk) -> None:
    talk.tell("2024-03-02T10:00", "我同事叫王强", "用户的同事叫王强", slot=("用户的同事", "姓名", "王强"))
    talk.tell("2024-03-02T10:01", "王强1988年出生", "王强1988年出生", slot=("王强", "生日", "1988年"))
    assert relations(talk) == []


def test_it_rests_on_the_relation_and_both_births(talk: Talk) -> None:
    brother(talk, "王强的生日是1988年3月2日")
    derived = next(fact for fact in talk.memory.facts() if fact.rule == "长幼")
    assert [talk.memory.get(premise).statement for premise in derived.premises] == [
        "用户有个兄弟叫王强", "王强的生日是1988年3月2日", "用户的生日是1990年6月15日",
    ]  # fmt: skip


def test_a_corrected_birthday_makes_the_elder_the_younger(talk: Talk) -> None:
    talk.tell("2024-03-02T10:00", "我有个兄弟叫王强", "用户有个兄弟叫王强", slot=("用户", "关系", ""))
    old, _ = talk.tell(
        "2024-03-02T10:01", "王强1988年3月2日生", "王强的生日是1988年3月2日", slot=("王强", "生日", "1988年3月2日")
    )
    talk.tell("2024-03-03T10:00", "记错了，是1995年", "王强的生日是1995年3月2日", slot=("王强", "生日", "1995年3月2日"), old=old, how="correction")  # fmt: skip
    assert relations(talk) == ["王强是用户的弟弟"]


def test_a_forgotten_birthday_takes_the_order_with_it(talk: Talk) -> None:
    talk.tell("2024-03-02T10:00", "我有个兄弟叫王强", "用户有个兄弟叫王强", slot=("用户", "关系", ""))
    born, _ = talk.tell(
        "2024-03-02T10:01", "王强1988年3月2日生", "王强的生日是1988年3月2日", slot=("王强", "生日", "1988年3月2日")
    )
    talk.forget("2024-03-03T10:00", born)
    assert relations(talk) == []


def test_the_wife_of_the_elder_is_a_sister_in_law(talk: Talk) -> None:
    brother(talk, "王强的生日是1988年3月2日")
    talk.tell("2024-03-04T10:00", "王强的妻子是李红", "王强的妻子是李红", slot=("王强", "妻子", "李红"))
    assert "李红是用户的嫂子" in talk.current()
