"""What a conclusion rests on, and the same conclusion on other grounds: every field of it stays."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from store.facts import Draft, Fact, Interval, Justification, Source
from tests.stories import day
from tests.unit.rule_facts import Talk, at, talking
from tools.rules.cascading import _as_told, _same_slot
from tools.rules.grounds import grounds, keep_grounds, restated, rests_on, says_same, slot_of

TOLD = "2023-03-01T10:00"
WHOLE = Fact(
    "f7", "owner", "用户不吃宫保鸡丁", "preference", "用户", "忌口", "宫保鸡丁", Interval(day(1), day(2), "day", "昨天"), day(3), None,
    day(4), (Source("t1", "我不吃"),), "inference", ("f1", "f2"), confidence=0.6,
)  # fmt: skip
SAME = (WHOLE.statement, WHOLE.kind, WHOLE.subject, WHOLE.attribute, WHOLE.value, WHOLE.happened, WHOLE.valid_from)


@pytest.fixture
def talk(tmp_path: Path) -> Iterator[Talk]:
    with talking(tmp_path / "memory") as one:
        yield one


def test_on_other_grounds_everything_else_is_as_it_was() -> None:
    again = restated(WHOLE, Justification("别的", ("f3", "f4", "f3")))
    assert again == Draft(*SAME, WHOLE.sources, "别的", ("f3", "f4"), 0.6)


def test_what_the_owner_said_too_stands_on_their_words_alone() -> None:
    assert _as_told(WHOLE) == Draft(*SAME, WHOLE.sources)


def test_grounds_are_its_own_and_the_alternatives_in_whatever_order() -> None:
    assert grounds(WHOLE) == (Justification("inference", ("f1", "f2")),)
    assert rests_on(WHOLE, ("f2", "f1")) and not rests_on(WHOLE, ("f1",))


def fact(subject: str = "", attribute: str = "", value: str = "", statement: str = "") -> Fact:
    return Fact("f1", "owner", statement, "other", subject, attribute, value, None, day(0), None, day(0), ())


def test_two_facts_say_the_same_by_words_or_by_slot_and_value() -> None:
    assert says_same(fact("甲", "乙", "丙", "一"), fact("甲", "乙", "丙", "二"))
    assert says_same(fact(statement="一"), fact("甲", "乙", "丙", "一"))
    assert not says_same(fact("甲", "乙", "", "一"), fact("甲", "乙", "", "二"))
    assert [slot_of(each) for each in (fact("甲", "", "丙"), fact("甲", "乙", ""))] == [None, None]


@pytest.mark.parametrize(
    ("subject", "attribute", "old", "is_same"),
    [
        ("鼠标", "到期日", ("鼠标", "到期日"), True),
        ("黑色的鼠标", "到期日", ("鼠标", "到期日"), True),
        ("鼠标", "到期日", ("黑色的鼠标", "到期日"), True),
        ("键盘", "到期日", ("鼠标", "到期日"), False),
        ("", "到期日", ("鼠标", "到期日"), False),
        ("鼠标", "到期日", ("", "到期日"), False),
        ("周平的哥哥", "关系", ("周平", "关系"), False),
        ("用户", "星座", ("用户", "生肖"), False),
    ],
)
def test_an_expiry_is_of_the_same_thing_where_one_name_holds_the_other(
    subject: str, attribute: str, old: tuple[str, str], is_same: bool
) -> None:
    assert _same_slot(Draft("话", subject=subject, attribute=attribute), fact(*old)) is is_same


def test_grounds_that_are_there_already_are_not_written_again(talk: Talk) -> None:
    first, second = (talk.tell(TOLD, each, each)[0] for each in ("用户怕辣", "用户上火"))
    draft = Draft("用户不吃宫保鸡丁", rule="inference", premises=(first.id,))
    dish = talk.memory.derive(draft, turn_id=talk.last_turn, at=at(TOLD))
    more = [Justification("inference", (each.id,)) for each in (first, second, second)]
    before = talk.memory.seq
    keep_grounds(talk.memory, dish, more, turn_id=talk.last_turn, at=at(TOLD))
    assert talk.memory.seq == before + 1
    assert talk.memory.get(dish.id).alternatives == (more[1],)
    keep_grounds(talk.memory, first, more, turn_id=talk.last_turn, at=at(TOLD))
    assert talk.memory.seq == before + 1, "what was told needs no grounds"
