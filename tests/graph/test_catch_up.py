"""What a failed model left owed is mined after the next turn that goes well, once."""

from threading import Event

import pytest
from langchain_core.messages import AIMessage, BaseMessage, HumanMessage, ToolMessage

from agent import quiet
from agent.abandoning import is_abandoned, stop_if_abandoned
from agent.state import TurnContext
from store.errors import ModelAnswerInvalid, ModelUnavailable
from tests.graph.talking import FINE, Talk, saves
from tests.stories import day

OWED = "我在苏州当木匠"


def fail(talk: Talk, text: str = OWED) -> None:
    with pytest.raises(ModelUnavailable):
        talk.say(text, ModelUnavailable("down"))


def mining(shown: list[BaseMessage]) -> AIMessage:
    """Save what the user said, word for word, then be fine."""
    if isinstance(shown[-1], ToolMessage):
        return AIMessage(FINE)
    return saves(shown[-1].text)


def test_the_next_good_turn_mines_what_was_owed(talk: Talk) -> None:
    fail(talk)
    mined = Event()

    def answer(shown: list[BaseMessage]) -> AIMessage:
        if OWED in shown[-1].text:
            mined.set()
            return mining(shown)
        return AIMessage(FINE)

    talk.model.script = answer
    assert talk.say("今天好热啊", at=day(1)).memory is None
    assert mined.wait(30), "the owed turn was not mined"
    talk.reopen()
    assert talk.statements() == [OWED]
    assert talk.memory.pending() == []


def test_what_is_mined_later_is_not_heard_anew_and_is_dated_when_it_was_said(talk: Talk) -> None:
    fail(talk, "我昨天开始学木工了")
    talk.model.script = mining
    assert talk.sebastian.catch_up() == 1
    fact, turns = talk.memory.facts()[0], talk.memory.turns()
    assert len(turns) == 1
    assert fact.statement == "我2022年4月30日开始学木工了"
    assert (fact.valid_from, fact.sources[0].turn) == (turns[0].said_at, turns[0].id)


def test_what_is_mined_once_is_not_mined_again(talk: Talk) -> None:
    fail(talk)
    talk.model.script = mining
    assert [talk.sebastian.catch_up(), talk.sebastian.catch_up()] == [1, 0]
    assert talk.statements() == [OWED]


def test_what_was_saved_before_the_model_failed_is_not_saved_twice(talk: Talk) -> None:
    with pytest.raises(ModelUnavailable):
        talk.say(OWED, saves(OWED), ModelUnavailable("down"))
    talk.model.script = mining
    assert talk.sebastian.catch_up() == 1
    assert talk.statements() == [OWED]


def test_a_model_that_is_still_down_leaves_the_rest_owed(talk: Talk) -> None:
    fail(talk, "第一句")
    fail(talk, "第二句")

    def down(_shown: list[BaseMessage]) -> AIMessage:
        raise ModelUnavailable("down")

    talk.model.script = down
    before = len(talk.model.seen)
    assert talk.sebastian.catch_up() == 0
    assert len(talk.model.seen) == before + 1, "a model that is down was asked for every owed turn"
    assert [turn.text for turn in talk.memory.pending()] == ["第一句", "第二句"]


def test_one_turn_that_no_model_can_answer_does_not_hold_up_the_others(talk: Talk) -> None:
    fail(talk, "乱七八糟")
    fail(talk)

    def answer(shown: list[BaseMessage]) -> AIMessage:
        if shown[-1].text == "乱七八糟":
            raise ModelAnswerInvalid("rubbish")
        return mining(shown)

    talk.model.script = answer
    assert talk.sebastian.catch_up() == 1
    assert talk.statements() == [OWED]
    assert [turn.text for turn in talk.memory.pending()] == ["乱七八糟"]


def test_a_turn_that_the_graph_is_at_work_on_is_not_owed(talk: Talk) -> None:
    made_up: list[int] = []

    def answer(_shown: list[BaseMessage]) -> AIMessage:
        made_up.append(talk.sebastian.catch_up())  # as the quiet moment after another turn does
        return AIMessage(FINE)

    talk.model.script = answer
    talk.sebastian.graph.invoke({"messages": [HumanMessage("今天好热啊")]}, context=TurnContext())
    assert made_up == [0]
    assert len(talk.model.seen) == 1


def test_a_turn_that_failed_in_the_graph_is_owed(talk: Talk) -> None:
    def down(_shown: list[BaseMessage]) -> AIMessage:
        raise ModelUnavailable("down")

    talk.model.script = down
    with pytest.raises(ModelUnavailable):
        talk.sebastian.graph.invoke({"messages": [HumanMessage(OWED)]}, context=TurnContext())
    talk.model.script = mining
    assert talk.sebastian.catch_up() == 1
    assert talk.statements() == [OWED]


def test_who_closes_does_not_wait_for_mining_without_end(talk: Talk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(quiet, "CLOSING_S", 0.0)
    fail(talk)
    asked = Event()

    def answer(shown: list[BaseMessage]) -> AIMessage:
        if OWED not in shown[-1].text:
            return AIMessage(FINE)
        asked.set()
        while not is_abandoned():  # as a model that looks up between two tokens
            pass
        stop_if_abandoned()
        return mining(shown)

    talk.model.script = answer
    talk.say("今天好热啊", at=day(1))
    assert asked.wait(30), "the owed turn was not mined"
    talk.reopen()
    assert talk.statements() == []
    assert [turn.text for turn in talk.memory.pending()] == [OWED]
