"""Deriving: a conclusion of the model's own cites what it rests on."""

from typing import Any

import pytest
from langchain_core.messages import AIMessage

from tests.graph.talking import Talk, asks_for, ops, saves, updates
from tests.stories import day
from tools.telling import worded


def derives(statement: str, *premises: str, **more: float) -> AIMessage:
    arguments: dict[str, Any] = {"statement": statement, "premises": list(premises)} | more
    return asks_for(("derive_memory", arguments))


def two_grounds(talk: Talk) -> tuple[str, str]:
    """Tell two things, each of which speaks against a dish; the dish is concluded from the first."""
    talk.say("我对花生过敏", saves("用户对花生过敏", attribute="过敏", value="花生"))
    talk.say("我一点辣都不吃", saves("用户一点辣都不吃", attribute="忌口", value="辣"))
    first, second = talk.fact("用户对花生过敏").id, talk.fact("用户一点辣都不吃").id
    talk.say("晚上吃宫保鸡丁", derives("宫保鸡丁不适合用户吃", first, confidence=0.9), at=day(1))
    return first, second


def test_a_conclusion_cites_its_premises(talk: Talk) -> None:
    talk.say("我对花生过敏", saves("用户对花生过敏", attribute="过敏", value="花生"))
    allergy = talk.fact("用户对花生过敏")
    reply = talk.say("晚上吃宫保鸡丁", derives("宫保鸡丁不适合用户吃", allergy.id), at=day(1))
    assert ops(reply) == ["derived"]
    assert reply.memory is not None
    assert reply.memory[0]["because"] == [allergy.id]
    inferred = talk.fact("宫保鸡丁不适合用户吃")
    assert (inferred.rule, inferred.premises) == ("inference", (allergy.id,))


def test_a_missing_premise_is_named_and_nothing_is_written(talk: Talk) -> None:
    talk.say("我对花生过敏", saves("用户对花生过敏"))
    allergy = talk.fact("用户对花生过敏")
    reply = talk.say("晚上吃宫保鸡丁", derives("宫保鸡丁不适合用户吃", allergy.id, "f404"), at=day(1))
    assert reply.memory is None
    refusal = talk.tool_results()[0]
    assert "missing_premise" in refusal
    assert "f404" in refusal
    assert f"{allergy.id}、" not in refusal


def test_what_no_longer_holds_is_no_premise(talk: Talk) -> None:
    talk.say("我对花生过敏", saves("用户对花生过敏"))
    gone = talk.fact("用户对花生过敏").id
    talk.sebastian.forget(gone)
    assert talk.say("晚上吃宫保鸡丁", derives("宫保鸡丁不适合用户吃", gone), at=day(1)).memory is None
    assert gone in talk.tool_results()[0]


def test_a_conclusion_without_premises_is_refused(talk: Talk) -> None:
    assert talk.say("晚上吃宫保鸡丁", derives("用户爱吃辣")).memory is None
    assert "missing_premise" in talk.tool_results()[0]


def test_a_conclusion_known_already_is_not_drawn_twice(talk: Talk) -> None:
    talk.say("我对花生过敏", saves("用户对花生过敏"))
    allergy = talk.fact("用户对花生过敏").id
    talk.say("晚上吃宫保鸡丁", derives("宫保鸡丁不适合用户吃", allergy), at=day(1))
    assert talk.say("宫保鸡丁呢？", derives("宫保鸡丁不适合用户吃", allergy), at=day(2)).memory is None


def test_the_same_conclusion_from_other_premises_gains_grounds_instead_of_a_twin(talk: Talk) -> None:
    first, second = two_grounds(talk)
    reply = talk.say("宫保鸡丁还很辣呢", derives("宫保鸡丁不适合用户吃", second), at=day(2))
    assert reply.memory is None
    assert "又一个依据" in talk.tool_results()[0]
    dish = talk.fact("宫保鸡丁不适合用户吃")
    assert (dish.premises, dish.confidence) == ((first,), 0.9)
    assert [each.premises for each in dish.alternatives] == [(second,)]
    talk.say("又是宫保鸡丁", derives("宫保鸡丁不适合用户吃", second), at=day(3))
    assert "duplicate_fact" in talk.tool_results()[0]
    talk.sebastian.forget(first)
    assert talk.fact("宫保鸡丁不适合用户吃").premises == (second,)
    talk.sebastian.forget(second)
    assert talk.statements() == []


def test_a_conclusion_is_no_ground_for_itself(talk: Talk) -> None:
    first, _ = two_grounds(talk)
    dish = talk.fact("宫保鸡丁不适合用户吃").id
    talk.say("那家店呢", derives("用户不去川菜馆聚餐", dish), at=day(2))
    place = talk.fact("用户不去川菜馆聚餐").id
    talk.say("宫保鸡丁呢", derives("宫保鸡丁不适合用户吃", first, place), at=day(3))
    assert "circular_premise" in talk.tool_results()[0]
    assert place in talk.tool_results()[0]


@pytest.mark.parametrize(("given", "kept"), [({}, 0.6), ({"confidence": 0.3}, 0.3), ({"confidence": 80}, 1.0)])
def test_an_inference_has_the_confidence_of_the_model(talk: Talk, given: dict[str, float], kept: float) -> None:
    talk.say("我对花生过敏", saves("用户对花生过敏"))
    talk.say("晚上吃宫保鸡丁", derives("宫保鸡丁不适合用户吃", talk.fact("用户对花生过敏").id, **given), at=day(1))
    assert talk.fact("宫保鸡丁不适合用户吃").confidence == kept


@pytest.mark.parametrize(("confidence", "words"), [(0.3, "把握不大"), (0.6, "不一定准"), (0.9, "把握较大")])
def test_an_inference_is_told_as_one_with_how_sure_it_is(talk: Talk, confidence: float, words: str) -> None:
    talk.say("我对花生过敏", saves("用户对花生过敏"))
    premise = talk.fact("用户对花生过敏").id
    talk.say("晚上吃宫保鸡丁", derives("宫保鸡丁不适合用户吃", premise, confidence=confidence), at=day(1))
    assert f"（推断，{words}）" in worded(talk.fact("宫保鸡丁不适合用户吃"), "宫保鸡丁能吃吗", day(2))


def test_what_fell_is_in_the_reply_with_its_cause_and_comes_back_when_it_is_told_again(talk: Talk) -> None:
    talk.say("我对花生过敏", saves("用户对花生过敏", attribute="过敏", value="花生"))
    premise = talk.fact("用户对花生过敏").id
    talk.say("晚上吃宫保鸡丁", derives("宫保鸡丁不适合用户吃", premise), at=day(1))
    reply = talk.say("忘掉我对花生过敏这件事", at=day(2))
    assert [(change["op"], change.get("because")) for change in reply.memory or []][-1] == ("unsupported", [premise])
    reply = talk.say("我真的对花生过敏", saves("用户对花生过敏", attribute="过敏", value="花生"), at=day(3))
    assert ops(reply) == ["saved", "derived"]
    assert talk.fact("宫保鸡丁不适合用户吃").premises == (talk.fact("用户对花生过敏").id,)


def test_a_dislike_of_ones_own_sign_is_one_of_the_sign_whatever_slot_it_was_put_in(talk: Talk) -> None:
    talk.say("我是8月3日生的", saves("用户是8月3日生的", subject="用户", attribute="生日", value="8月3日"))
    reply = talk.say("我不喜欢自己的星座", saves("用户不喜欢自己的星座", subject="用户", attribute="习惯"), at=day(1))
    assert "用户不喜欢狮子座" in talk.statements()
    assert reply.memory is not None
    assert reply.memory[1]["because"]


def test_a_relative_who_is_another_is_called_otherwise(talk: Talk) -> None:
    bond = {"subject": "用户的爸爸", "attribute": "弟弟", "value": "梁守田"}
    talk.say("我爸有个亲弟弟叫梁守田", saves("用户的爸爸有个亲弟弟叫梁守田", **bond))
    assert "梁守田是用户的叔叔" in talk.statements()
    said = "才弄明白，梁守田是我爸的哥哥，不是弟弟"
    talk.say(said, updates("梁守田是用户的爸爸的哥哥", how="correction", subject="梁守田"), at=day(1))
    assert "梁守田是用户的伯伯" in talk.statements()
    assert "梁守田是用户的叔叔" not in talk.statements()
