"""A model that misbehaves: it is told what was wrong, it is stopped, and a bug is never taken for an answer."""

from typing import Any

import pytest
from langchain_core.messages import AIMessage

from agent.graph import MAX_ROUNDS
from agent.manners import MAX_CALLS
from store.contract import Memory
from tests.graph.talking import FINE, Talk, asks_for, ops, saves
from tests.stories import day


def test_a_tool_that_does_not_exist_is_explained_and_the_turn_ends(talk: Talk) -> None:
    reply = talk.say("我养了一只乌龟", asks_for(("remember", {"text": "乌龟"})))
    assert reply.response == FINE
    assert "remember" in talk.tool_results()[0]
    assert "save_memory" in talk.tool_results()[0], "the model is not told which tools there are"


@pytest.mark.parametrize(
    "arguments",
    [
        {},
        {"statement": ["用户养了一只乌龟"]},
        {"statement": "用户养了一只乌龟", "kind": "pet"},
        {"statement": None},
    ],
    ids=["missing", "a list for a text", "a kind that is none", "null"],
)
def test_wrong_arguments_are_explained_and_the_turn_ends(talk: Talk, arguments: dict[str, Any]) -> None:
    reply = talk.say("我养了一只乌龟", asks_for(("save_memory", arguments)))
    assert (reply.response, reply.memory) == (FINE, None)
    assert "invalid_arguments" in talk.tool_results()[0]
    assert talk.statements() == []


def test_a_premise_list_that_is_a_text_is_explained(talk: Talk) -> None:
    talk.say("嗯", asks_for(("derive_memory", {"statement": "用户爱吃辣", "premises": "f1"})))
    assert "invalid_arguments" in talk.tool_results()[0]


def test_a_day_that_is_none_is_explained(talk: Talk) -> None:
    reply = talk.say("我以前住哪？", asks_for(("recall_memory", {"query": "住址", "as_of": "前年"})))
    assert reply.response == FINE
    assert "invalid_time" in talk.tool_results()[0]


def test_a_wrong_call_beside_a_right_one_does_not_stop_it(talk: Talk) -> None:
    both = asks_for(("save_memory", {}), ("save_memory", {"statement": "用户养了一只乌龟"}))
    assert ops(talk.say("我养了一只乌龟", both)) == ["saved"]


def test_a_model_that_calls_for_ever_is_stopped_and_the_turn_ends_with_words(talk: Talk) -> None:
    rounds = 0

    def answer(_shown: object) -> AIMessage:
        nonlocal rounds
        rounds += 1
        if rounds > MAX_ROUNDS:
            return AIMessage("就这些了。")
        return asks_for(("recall_memory", {"query": f"第{rounds}次"}))

    talk.model.script = answer
    reply = talk.say("我养了一只乌龟")
    assert reply.response == "就这些了。"
    assert talk.memory.pending() == []


def test_a_model_that_calls_tools_even_when_it_has_none_is_still_stopped(talk: Talk) -> None:
    talk.model.script = lambda _shown: asks_for(("recall_memory", {"query": "乌龟"}))
    reply = talk.say("我养了一只乌龟")
    assert reply.response, "the user gets no words"
    assert len(talk.model.seen) <= MAX_ROUNDS + 2
    assert talk.memory.pending() == []


def test_calls_beyond_the_bound_are_cut(talk: Talk) -> None:
    things = [f"第{number}号储物柜" for number in range(MAX_CALLS + 5)]
    many = asks_for(*[("save_memory", {"statement": f"用户租了{thing}"}) for thing in things])
    reply = talk.say("我租了" + "、".join(things), many)
    assert len(talk.tool_results()) == MAX_CALLS
    assert ops(reply) == ["saved"] * MAX_CALLS


def test_a_bug_in_a_tool_is_no_chat_text(talk: Talk, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(_memory: Memory, *_args: object, **_options: object) -> None:
        raise ZeroDivisionError("a bug")

    monkeypatch.setattr(type(talk.memory), "save", broken)
    with pytest.raises(ZeroDivisionError):
        talk.say("我养了一只乌龟", saves("用户养了一只乌龟"))
    assert len(talk.memory.pending()) == 1


def test_recalling_needs_no_reflex_and_leaves_the_ledger_alone(talk: Talk) -> None:
    talk.say("我养了一只乌龟", saves("用户养了一只乌龟"))
    turtle = talk.fact("用户养了一只乌龟")
    reply = talk.say("嗯？", asks_for(("recall_memory", {"query": "乌龟"})), at=day(1))
    assert reply.memory is None
    assert turtle.id in talk.tool_results()[0]
