import pytest

from store.contract import Memory
from store.facts import Draft, Fact, Interval, Source
from tests.stories import LATER, day, named

TALK = [
    "我昨天买了一个黑色的鼠标",
    "我妈妈住在成都",
    "我对花生过敏",
    "周末我想去爬山",
    "我的车牌尾号是七",
]


@pytest.fixture
def talked(memory: Memory) -> Memory:
    for number, text in enumerate(TALK):
        memory.hear(text, day(number), at=day(number))
    return memory


def texts(memory: Memory, query: str, **how: object) -> list[str]:
    found = memory.recall(query, **({"now": LATER} | how))  # type: ignore[arg-type]
    return [each.item.statement if isinstance(each.item, Fact) else each.item.text for each in found]


def test_what_shares_the_words_comes_first(talked: Memory) -> None:
    assert texts(talked, "黑色的鼠标")[0] == TALK[0]
    assert texts(talked, "花生过敏")[0] == TALK[2]


def test_scores_fall_and_the_limit_holds(talked: Memory) -> None:
    found = talked.recall("我妈妈买了黑色的鼠标", now=LATER, limit=2)
    assert len(found) <= 2
    assert [each.score for each in found] == sorted((each.score for each in found), reverse=True)
    assert talked.recall("鼠标", now=LATER, limit=0) == []


def test_an_empty_memory_or_question_finds_nothing(memory: Memory) -> None:
    assert memory.recall("鼠标", now=LATER) == []
    memory.hear("我买了鼠标", day(0), at=day(0))
    assert memory.recall(" ", now=LATER) == []


def test_nothing_said_later_than_now_is_found(talked: Memory) -> None:
    assert TALK[2] not in texts(talked, "花生过敏", now=day(1))
    assert TALK[2] in texts(talked, "花生过敏", now=day(2))


def test_the_turn_being_answered_is_not_found(talked: Memory) -> None:
    turn = talked.hear("我对花生过敏吗", day(9), at=day(9))
    assert turn.text not in texts(talked, "我对花生过敏吗", exclude_turn=turn.id)
    assert TALK[2] in texts(talked, "我对花生过敏吗", exclude_turn=turn.id)


def test_a_superseded_fact_is_found_only_as_of_its_time(memory: Memory) -> None:
    old = memory.save(named("王芳"), turn_id="", at=day(0))
    memory.update(old.id, named("王方"), how="change", turn_id="", at=day(9))
    assert "用户叫王芳" not in texts(memory, "用户叫什么名字")
    assert texts(memory, "用户叫王芳", as_of=day(3)) == ["用户叫王芳"]
    assert "用户叫王芳" not in texts(memory, "用户叫王芳", as_of=day(9))


def test_what_was_taken_back_is_not_found_nor_the_words_that_said_it(memory: Memory) -> None:
    turn = memory.hear("我的电话是一三八零零", day(0), at=day(0))
    draft = Draft("用户的电话是一三八零零", sources=(Source(turn.id, "一三八零零"),))
    fact = memory.save(draft, turn_id=turn.id, at=day(0))
    assert texts(memory, "电话是一三八零零")
    memory.retract(fact.id, turn_id="", at=day(1))
    assert texts(memory, "电话是一三八零零") == []
    assert texts(memory, "电话是一三八零零", as_of=day(0)) == []


def test_a_conclusion_without_support_is_not_found(memory: Memory) -> None:
    premise = memory.save(Draft("用户生日是三月五日"), turn_id="", at=day(0))
    fact = memory.derive(Draft("用户是双鱼座", premises=(premise.id,)), turn_id="", at=day(0))
    assert "用户是双鱼座" in texts(memory, "用户是双鱼座")
    memory.unsupport({fact.id: (premise.id,)}, turn_id="", at=day(1))
    assert "用户是双鱼座" not in texts(memory, "用户是双鱼座")


def test_a_window_keeps_what_was_said_or_happened_within_it(memory: Memory) -> None:
    memory.hear("买了一盆绿萝", day(1), at=day(1))
    memory.hear("买了一盆仙人掌", day(5), at=day(5))
    happened = Interval(day(2), day(3), "day", "前天")
    memory.save(Draft("用户买了一盆芦荟", happened=happened), turn_id="", at=day(9))
    assert set(texts(memory, "买了一盆", window=(day(1), day(3)))) == {"买了一盆绿萝", "用户买了一盆芦荟"}
    assert texts(memory, "买了一盆", window=(day(5), day(6))) == ["买了一盆仙人掌"]


def test_the_words_of_a_merged_fact_are_found_and_those_of_a_forgotten_one_are_not(memory: Memory) -> None:
    turns = [memory.hear(text, day(0), at=day(0)) for text in ("芒果我碰不得", "一吃芒果嘴就肿成香肠")]
    facts = [
        memory.save(Draft("用户对芒果过敏", sources=(Source(turn.id, turn.text),)), turn_id=turn.id, at=day(0))
        for turn in turns
    ]
    memory.retract(facts[1].id, turn_id="", at=day(1), because=(facts[0].id,))
    assert turns[1].id in {hit.item.id for hit in memory.recall("嘴就肿成香肠", now=day(2))}
    memory.retract(facts[0].id, turn_id="", at=day(3))
    assert turns[0].id not in {hit.item.id for hit in memory.recall("芒果我碰不得", now=day(4))}
