"""What goes with a fact that is erased: turns, versions, conclusions, and other words that say the same."""

import pytest

from store.errors import FactNotFound
from store.facts import Draft, Justification, Source
from tests.stories import START, day
from tests.unit.life import Life
from tools.erase import carry_out, plan, withdraw
from tools.forget import means_everything, meant, meant_ever, spoken, topic
from tools.toolbox import forget_fact


def test_the_turns_that_a_fact_cites_go_with_it(life: Life) -> None:
    fact = life.tell("用户的前女友叫方怡", subject="前女友", attribute="姓名", value="方怡")
    chosen = plan(life.memory, [fact.id])
    assert chosen.facts == (fact.id,)
    assert chosen.turns == (fact.sources[0].turn,)
    assert {"方怡", "用户的前女友叫方怡"} <= set(chosen.words)
    assert chosen.naming == ()


def test_latin_words_are_found_in_any_case(life: Life) -> None:
    fact = life.tell("The user's cat is called Momo", attribute="宠物", value="Momo")
    turn = life.hear("where is MOMO?", day(1))
    other = life.hear("I saw a momotaro film", day(2))
    turns = plan(life.memory, [fact.id]).turns
    assert turn.id in turns
    assert other.id not in turns


def test_a_turn_that_holds_the_value_goes_although_no_fact_cites_it(life: Life) -> None:
    fact = life.tell("用户的前女友叫方怡", subject="前女友", attribute="姓名", value="方怡")
    asked = life.hear("方怡现在住哪儿？", day(1))
    other = life.hear("今天真热", day(2))
    turns = plan(life.memory, [fact.id]).turns
    assert asked.id in turns
    assert other.id not in turns


def test_a_value_that_other_facts_speak_of_takes_no_other_turn_along(life: Life) -> None:
    home = life.tell("用户住在北京", attribute="现居地", value="北京")
    work = life.tell("用户在北京上班", day(1), attribute="工作", value="在北京上班")
    life.hear("北京今天下雨", day(2))
    chosen = plan(life.memory, [home.id])
    assert chosen.turns == (home.sources[0].turn,)
    assert chosen.naming == (work.id,)
    assert "北京" not in chosen.words


def test_short_values_and_parts_of_longer_ones_are_not_looked_for(life: Life) -> None:
    fact = life.tell("用户有7本书", attribute="藏书", value="7")
    room = life.tell("用户的门牌是B12", day(1), attribute="门牌", value="B12")
    life.hear("我买了7斤苹果，编号是AB123", day(2))
    assert plan(life.memory, [fact.id]).turns == (fact.sources[0].turn,)
    assert plan(life.memory, [room.id]).turns == (room.sources[0].turn,)


def test_all_versions_go_and_the_turns_of_each(life: Life) -> None:
    old = life.tell("用户叫张三", attribute="姓名", value="张三")
    turn = life.hear("我改名叫李四了", day(1))
    draft = Draft("用户叫李四", "profile", "用户", "姓名", "李四", sources=(Source(turn.id, turn.text),))
    new = life.memory.update(old.id, draft, how="change", turn_id=turn.id, at=day(1))
    chosen = plan(life.memory, [old.id])
    assert set(chosen.facts) == {old.id, new.id}
    assert set(chosen.turns) == {old.sources[0].turn, turn.id}


def test_conclusions_go_and_are_not_asked_for_by_themselves(life: Life) -> None:
    born = life.tell("用户生日是3月5日", attribute="生日", value="3月5日")
    sign = life.memory.slot("用户", "星座")[0]
    chosen = plan(life.memory, [born.id])
    assert chosen.facts == (born.id,)
    assert sign.statement in chosen.words
    erasure = carry_out(life.memory, chosen, turn_id="", at=day(1))
    assert set(erasure.facts) == {born.id, sign.id}
    assert life.memory.facts("all") == []


def test_what_was_forgotten_before_and_says_the_same_goes_too(life: Life) -> None:
    first = life.tell("用户的车牌号是皖B62", attribute="车牌号", value="皖B62")
    forget_fact(life.memory, first.id, turn_id="", at=day(1))
    again = life.tell("用户的车牌号是皖B62", day(2), attribute="车牌号", value="皖B62")
    assert set(plan(life.memory, [again.id]).facts) == {first.id, again.id}


def test_an_old_version_of_what_still_holds_stays(life: Life) -> None:
    old = life.tell("用户的女朋友叫方怡", subject="女朋友", attribute="姓名", value="方怡")
    turn = life.hear("我女朋友是林可", day(1))
    new = life.memory.update(old.id, Draft("用户的女朋友叫林可"), how="change", turn_id=turn.id, at=day(1))
    former = life.tell("用户的前女友叫方怡", day(2), subject="前女友", attribute="姓名", value="方怡")
    assert plan(life.memory, [former.id]).facts == (former.id,)
    assert life.memory.get(new.id).status == "current"


def test_words_for_a_topic_take_the_turns_that_hold_them(life: Life) -> None:
    fact = life.tell("用户的同事郑涛爱喝酒", subject="同事郑涛", attribute="喜欢", value="喝酒")
    turn = life.hear("郑涛昨天请我吃饭", day(1))
    assert turn.id not in plan(life.memory, [fact.id]).turns
    assert turn.id in plan(life.memory, [fact.id], about=["郑涛"]).turns


def test_other_facts_of_the_same_turn_stay_with_their_words_blotted(life: Life) -> None:
    turn = life.hear("我前女友叫方怡，我住在宁波")
    gone = life.memory.save(
        Draft("用户的前女友叫方怡", value="方怡", sources=(Source(turn.id, turn.text),)), turn_id=turn.id, at=START
    )
    kept = life.memory.save(Draft("用户住在宁波", sources=(Source(turn.id, turn.text),)), turn_id=turn.id, at=START)
    carry_out(life.memory, plan(life.memory, [gone.id]), turn_id="", at=day(1))
    assert [fact.id for fact in life.memory.facts()] == [kept.id]
    assert "方怡" not in str(life.memory.facts("all"))
    assert life.memory.turn(turn.id).is_erased


def test_what_else_supports_is_kept_by_taking_back_before_erasing(life: Life) -> None:
    first = life.tell("用户对花生过敏", attribute="过敏", value="花生")
    second = life.tell("用户不吃坚果", day(1), attribute="忌口", value="坚果")
    draft = Draft("用户不能吃宫保鸡丁", rule="inference", premises=(first.id,))
    drawn = life.memory.derive(draft, turn_id="", at=day(2))
    life.memory.justify(drawn.id, Justification("inference", (second.id,)), turn_id="", at=day(2))
    withdraw(life.memory, [first.id], turn_id="", at=day(3))
    carry_out(life.memory, plan(life.memory, [first.id]), turn_id="", at=day(3))
    (kept,) = [fact for fact in life.memory.facts() if fact.is_derived]
    assert (kept.statement, kept.premises) == ("用户不能吃宫保鸡丁", (second.id,))
    assert "花生" not in str(life.memory.facts("all"))


def test_taking_back_what_is_taken_back_already_changes_nothing(life: Life) -> None:
    fact = life.tell("用户对花生过敏", attribute="过敏", value="花生")
    withdraw(life.memory, [fact.id], turn_id="", at=day(1))
    seq = life.memory.seq
    withdraw(life.memory, [fact.id], turn_id="", at=day(2))
    assert life.memory.seq == seq


def test_what_is_not_there_cannot_be_planned_for(life: Life) -> None:
    with pytest.raises(FactNotFound):
        plan(life.memory, ["f99"])


def test_words_mean_what_was_forgotten_too_when_it_is_to_be_erased(life: Life) -> None:
    fact = life.tell("用户的车牌号是皖B62", attribute="车牌号", value="皖B62")
    forget_fact(life.memory, fact.id, turn_id="", at=day(1))
    assert meant("我的车牌号", life.memory, now=day(2)) == []
    assert [each.id for each in meant_ever("我的车牌号", life.memory)] == [fact.id]


def test_of_several_versions_the_last_is_meant(life: Life) -> None:
    old = life.tell("用户叫张三", attribute="姓名", value="张三")
    turn = life.hear("我改名叫李四了", day(1))
    new = life.memory.update(
        old.id, Draft("用户叫李四", "profile", "用户", "姓名", "李四"), how="change", turn_id=turn.id, at=day(1)
    )
    assert [fact.id for fact in meant_ever("我的名字", life.memory)] == [new.id]


def test_turns_are_found_by_the_very_words(life: Life) -> None:
    told = life.hear("郑涛昨天请我吃饭")
    life.hear("郑涛是谁？", day(1))
    assert spoken("关于郑涛的事", life.memory) == [told]


@pytest.mark.parametrize(
    ("words", "about"),
    [("关于郑涛的事", "郑涛"), ("我说过的关于郑涛的所有事情", "郑涛"), ("我前女友的事", "前女友"), ("about Nora", "Nora"), ("我的车牌号", ""), ("我前女友的名字", "")],
)  # fmt: skip
def test_a_topic_is_told_from_a_single_thing(words: str, about: str) -> None:
    assert topic(words) == about


@pytest.mark.parametrize(
    ("words", "is_all"),
    [
        ("一切", True), ("关于我的一切", True), ("我所有的记忆", True), ("全部记忆", True), ("all my memories", True), ("everything", True), ("我的信息", True),
        ("关于郑涛的一切", False), ("我的车牌号", False), ("我的一切行程", False),
    ],
)  # fmt: skip
def test_everything_is_told_from_something(words: str, *, is_all: bool) -> None:
    assert means_everything(words) == is_all
