"""The words come before everything else: they are on disk before the model is asked, and stay when it fails."""

import pytest
from langchain_core.messages import AIMessage, BaseMessage, SystemMessage

from agent.prompts import GAVE_UP
from store.errors import InvalidInput, ModelAnswerInvalid, ModelError, ModelTimeout, ModelUnavailable
from tests.graph.talking import FINE, Talk, saves
from tests.stories import day

FAILURES = [ModelUnavailable("down"), ModelTimeout("slow")]


def test_the_words_are_in_the_ledger_before_the_model_is_asked(talk: Talk) -> None:
    heard: list[str] = []

    def look(_shown: list[BaseMessage]) -> AIMessage:
        ledger = talk.folder.rglob("ledger.jsonl")
        heard.append("".join(path.read_text("utf-8") for path in ledger))
        return AIMessage("你好。")

    talk.model.script = look
    talk.say("我新领养了一只三花猫")
    assert "我新领养了一只三花猫" in heard[0]


@pytest.mark.parametrize("failure", FAILURES, ids=lambda failure: failure.code)
def test_a_turn_whose_model_fails_is_kept_and_owed(talk: Talk, failure: ModelError) -> None:
    with pytest.raises(type(failure)):
        talk.say("我在苏州当木匠", failure)
    assert [turn.text for turn in talk.memory.pending()] == ["我在苏州当木匠"]
    assert talk.memory.facts() == []


def test_an_owed_turn_is_still_owed_after_a_restart(talk: Talk) -> None:
    with pytest.raises(ModelUnavailable):
        talk.say("我在苏州当木匠", ModelUnavailable("down"))
    talk.reopen()
    assert [turn.text for turn in talk.memory.pending()] == ["我在苏州当木匠"]


def test_a_turn_that_fails_after_a_save_keeps_what_it_saved_and_is_owed(talk: Talk) -> None:
    with pytest.raises(ModelTimeout):
        talk.say("我在苏州当木匠", saves("用户在苏州当木匠"), ModelTimeout("slow"))
    assert talk.statements() == ["用户在苏州当木匠"]
    assert len(talk.memory.pending()) == 1


@pytest.mark.parametrize("nothing", [AIMessage("  "), ModelAnswerInvalid("rubbish")], ids=["blank", "rubbish"])
def test_an_answer_without_words_or_calls_is_asked_for_once_more(talk: Talk, nothing: AIMessage | ModelError) -> None:
    reply = talk.say("我在苏州当木匠", nothing, saves("用户在苏州当木匠"))
    assert (reply.response, talk.statements()) == (FINE, ["用户在苏州当木匠"])
    assert "不完整" in next(message.text for message in talk.model.seen[1] if isinstance(message, SystemMessage))
    assert talk.memory.pending() == []


def test_two_answers_without_words_or_calls_end_the_turn_politely_and_it_is_owed(talk: Talk) -> None:
    reply = talk.say("我在苏州当木匠", AIMessage("  "), ModelAnswerInvalid("rubbish"))
    assert (reply.response, reply.memory) == (GAVE_UP, None)
    assert [turn.text for turn in talk.memory.pending()] == ["我在苏州当木匠"]


@pytest.mark.parametrize("nothing", ["", " \n\t　"])
def test_words_that_are_none_are_refused_and_nothing_is_written(talk: Talk, nothing: str) -> None:
    with pytest.raises(InvalidInput):
        talk.say(nothing)
    assert talk.memory.seq == 0


def test_a_turn_that_changes_nothing_answers_with_memory_null_and_owes_nothing(talk: Talk) -> None:
    reply = talk.say("你好呀", AIMessage("你好！"))
    assert (reply.response, reply.memory) == ("你好！", None)
    assert talk.memory.pending() == []


def test_the_door_and_the_time_said_are_kept_with_the_words(talk: Talk) -> None:
    talk.sebastian.chat("早", said_at=day(3), door="voice", thread_id="厨房")
    turn = talk.memory.turns()[-1]
    assert (turn.said_at, turn.door, turn.thread_id) == (day(3), "voice", "厨房")
