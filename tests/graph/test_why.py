"""「你怎么知道的？」 is answered from the tree of premises, by code."""

import pytest

from store.facts import Draft, Justification
from tests.graph.talking import Talk, asks_for, saves
from tests.stories import day
from tools.why import told_why, what_is_questioned, why


@pytest.fixture
def born(talk: Talk) -> Talk:
    """Somebody whose birthday, and so whose sign, is known."""
    talk.say("我的生日是8月3日", saves("用户的生日是8月3日", attribute="生日", value="8月3日"))
    return talk


def test_a_conclusion_is_told_with_its_premise_and_the_words_for_it(born: Talk) -> None:
    reply = born.say("你怎么知道我是什么星座的？", at=day(9))
    assert reply.response == (
        "“你的星座是狮子座”是由“你的生日是8月3日”推算出来的（星座）。\n"
        "“你的生日是8月3日”是你告诉我的：2022年5月1日你说“我的生日是8月3日”。"
    )
    assert reply.memory is None


def test_without_naming_anything_it_means_what_was_just_talked_of(born: Talk) -> None:
    born.say("我是什么星座？", at=day(9))
    assert "推算出来的（星座）" in born.say("你怎么知道的？", at=day(9)).response


def test_an_inference_is_told_as_one(born: Talk) -> None:
    allergy = born.say("我对花生过敏", saves("用户对花生过敏", attribute="过敏", value="花生"))
    assert allergy.memory is not None
    premises = [allergy.memory[0]["id"]]
    born.say("宫保鸡丁有花生", asks_for(("derive_memory", {"statement": "用户不能吃宫保鸡丁", "premises": premises})))
    assert "推断出来的，不一定准" in born.say("你为什么说我不能吃宫保鸡丁？", at=day(3)).response


def test_every_ground_of_an_inference_is_told_once(talk: Talk) -> None:
    talk.say("我对花生过敏", saves("用户对花生过敏"))
    talk.say("我一点辣都不吃", saves("用户一点辣都不吃"))
    first, second = (fact.id for fact in talk.memory.facts())
    for premises in ([first], [first, second], [second]):
        call = {"statement": "用户不能吃宫保鸡丁", "premises": premises, "confidence": 0.9}
        talk.say("宫保鸡丁呢", asks_for(("derive_memory", call)))
    dish = talk.memory.facts()[-1]
    told = told_why(why(talk.memory, dish.id), day(3)).split("\n")
    assert told[0] == (
        "“你不能吃宫保鸡丁”是由“你对花生过敏”推断出来的，把握较大；"
        "由“你对花生过敏”和“你一点辣都不吃”也能得出；由“你一点辣都不吃”也能得出。"
    )
    assert [line[:8] for line in told[1:]] == ["“你对花生过敏”", "“你一点辣都不吃"]
    talk.sebastian.forget(second)
    assert why(talk.memory, dish.id).alternatives == ()


def test_conclusions_that_speak_for_each_other_are_told_to_an_end(talk: Talk) -> None:
    talk.say(
        "我对花生过敏，一点辣都不吃",
        asks_for(*(("save_memory", {"statement": each}) for each in ("用户对花生过敏", "用户一点辣都不吃"))),
    )
    memory, turn = talk.memory, talk.memory.turns()[-1].id
    nuts, spice = memory.facts()
    left, right = (
        memory.derive(Draft(words, rule="inference", premises=(premise.id,)), turn_id=turn, at=day(1))
        for words, premise in (("左", nuts), ("右", spice))
    )
    memory.justify(right.id, Justification("inference", (left.id,)), turn_id=turn, at=day(1))
    again = Draft("左", rule="inference", premises=(nuts.id,))
    left = memory.update(left.id, again, how="correction", turn_id=turn, at=day(1))
    memory.justify(left.id, Justification("inference", (right.id,)), turn_id=turn, at=day(1))
    ((above,),) = why(memory, left.id).alternatives
    assert (above.fact.statement, above.alternatives) == ("右", ())


def test_what_is_not_known_is_left_to_the_model(talk: Talk) -> None:
    assert talk.say("你怎么知道我喜欢潜水？").response == "好的。"


def test_the_tree_goes_down_to_the_turn(born: Talk) -> None:
    sign = next(fact for fact in born.memory.facts() if fact.attribute == "星座")
    tree = why(born.memory, sign.id)
    (premise,) = tree.premises
    assert (tree.fact.rule, tree.quotes) == ("星座", ())
    assert [quote.words for quote in premise.quotes] == ["我的生日是8月3日"]


@pytest.mark.parametrize(
    ("said", "about"),
    [
        ("你怎么知道的？", ""), ("你咋知道我属虎的", "我属虎"), ("你是从哪儿知道这个的", "这个"), ("你为什么说我不能吃这个呢？", "我不能吃这个"),
        ("有什么依据吗", ""), ("How do you know that I like tea?", "I like tea"), ("你怎么看", None), ("我怎么知道", None),
        ("你知道我叫什么吗", None), ("你怎么来的", None), ("为什么天是蓝的", None),
    ],
)  # fmt: skip
def test_which_words_ask_for_grounds(said: str, about: str | None) -> None:
    assert what_is_questioned(said) == about
