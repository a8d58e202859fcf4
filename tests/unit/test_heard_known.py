"""Which names a memory knows."""

import pytest

from tests.unit.life import Life
from tools.heard import known_names
from tools.heard.names import is_personal


def known(life: Life) -> list[str]:
    """The names that are known, those told last first."""
    return [name.text for name in known_names(life.memory)]


@pytest.mark.parametrize(
    ("statement", "slot", "names"),
    [
        ("用户叫沈知远", {"attribute": "姓名", "value": "沈知远"}, ["沈知远"]),
        ("用户的同事阿凯对花生过敏", {"subject": "我同事阿凯"}, ["阿凯"]),
        ("用户养了一只猫，名叫豆包", {"attribute": "宠物"}, ["豆包"]),
        ("用户家的狗叫旺财，三岁了", {"attribute": "宠物"}, ["旺财"]),
        ("用户住在苏州", {"attribute": "住址", "value": "苏州"}, ["苏州"]),
        ("用户打算秋天去敦煌", {"kind": "plan"}, ["敦煌"]),
        ("用户的孩子在海棠路小学上学", {"subject": "我孩子"}, ["海棠路"]),
        ("用户昨天和王海涛去爬山了", {"kind": "event"}, ["王海涛"]),
        ("用户对青霉素过敏", {"attribute": "过敏", "value": "青霉素"}, []),
        ("用户买了一个黑色的鼠标", {"attribute": "购买"}, []),
        ("用户的姐姐是护士", {"subject": "我姐姐", "attribute": "关系", "value": "姐姐"}, []),
    ],
)
def test_names_are_read_from_slots_and_words(
    life: Life, statement: str, slot: dict[str, str], names: list[str]
) -> None:
    life.tell(statement, **slot)
    assert known(life) == names


def test_what_was_told_last_comes_first_and_what_is_taken_back_is_not_known(life: Life) -> None:
    first = life.tell("用户的同事叫陈思源")
    life.tell("用户的朋友叫何嘉欣")
    assert known(life) == ["何嘉欣", "陈思源"]
    life.retract(first, first.recorded_at)
    assert known(life) == ["何嘉欣"]


def test_so_many_names_and_no_more_are_given(life: Life, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tools.heard.names.MOST", 2)
    for name in ("阿凯", "阿健", "阿梅"):
        life.tell(f"用户的同事叫{name}")
    assert known(life) == ["阿梅", "阿健"]


@pytest.mark.parametrize("word", ["张三", "沈知远", "欧阳娜", "王静"])
def test_a_surname_with_a_character_or_two_is_a_persons_name(word: str) -> None:
    assert is_personal(word)


@pytest.mark.parametrize("word", ["过敏", "沙发", "苏州", "高兴", "黄昏", "王", "李时珍路口"])
def test_other_words_are_no_persons_names(word: str) -> None:
    assert not is_personal(word)
