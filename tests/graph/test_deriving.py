"""Deriving: a conclusion of the model's own cites what it rests on."""

from typing import Any

from langchain_core.messages import AIMessage

from tests.graph.talking import Talk, asks_for, ops, saves
from tests.stories import day


def derives(statement: str, *premises: str) -> AIMessage:
    arguments: dict[str, Any] = {"statement": statement, "premises": list(premises)}
    return asks_for(("derive_memory", arguments))


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
