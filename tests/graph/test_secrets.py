"""A secret reaches neither the disk, nor the model, nor a log, whichever way the words come; and the reply says so."""

from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from langchain_core.messages import AIMessage, HumanMessage
from langchain_core.runnables import RunnableConfig
from langgraph.checkpoint.memory import InMemorySaver

from agent.graph import Turning, builder
from agent.masking import mask_of
from agent.state import TurnContext
from store.errors import ModelTimeout
from tests.bytes_on_disk import places
from tests.graph.home import Home
from tests.graph.talking import Talk, asks_for, saves
from tests.http.serving import make_sebastian
from tests.stories import START, day
from tools.toolbox import make_tools

CARD = "4111111111111111"
PASSWORD = "Tiger@Hill77"
SAID = f"我的招商银行卡号是{CARD}，密码是{PASSWORD}，用来买菜"
KEPT = "我的招商银行卡号是（已隐去、尾号1111），密码是（已隐去），用来买菜"
NOTE = "（你说的银行卡号和密码已隐去，没有保存。）"
SECRETS = (CARD, PASSWORD, "Tiger", CARD[:12])


def seen(talk: Talk) -> str:
    """Everything that the model was ever shown."""
    return "\n".join(f"{message.content} {message.additional_kwargs}" for call in talk.model.seen for message in call)


def test_a_secret_said_in_a_thread_is_on_no_byte_of_the_disk(talk: Talk) -> None:
    talk.say("我爱吃杨梅", saves("用户爱吃杨梅"), AIMessage("杨梅好。"), thread_id="夜里")
    assert {"ledger.jsonl", "threads.sqlite-wal"} <= set(places(talk.folder, "杨梅")), "the scan finds what is kept"
    reply = talk.say(SAID, saves("用户的招商银行卡尾号1111，用来买菜"), AIMessage("记住了。"), thread_id="夜里")
    assert reply.response == f"记住了。{NOTE}"
    assert talk.statements()[-1] == "用户的招商银行卡尾号1111，用来买菜"
    assert talk.memory.turns()[-1].text == KEPT
    assert places(talk.folder, "尾号1111")
    assert [places(talk.folder, secret) for secret in SECRETS] == [[], [], [], []]
    talk.reopen()
    assert [places(talk.folder, secret) for secret in SECRETS] == [[], [], [], []]


def test_a_secret_is_not_shown_to_the_model_nor_logged(talk: Talk, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("DEBUG")
    talk.say(SAID, asks_for(("recall_memory", {"query": "卡号"})))
    talk.say("我的卡号是多少？", at=day(1))
    assert KEPT in seen(talk)
    assert [secret for secret in SECRETS if secret in seen(talk) or secret in caplog.text] == []


def test_a_secret_in_english_is_masked_and_answered_in_english(talk: Talk) -> None:
    reply = talk.say(f"my password is {PASSWORD} and I live in Xi'an", AIMessage("Noted."))
    assert reply.response == "Noted. (The password you gave was hidden and is not kept.)"
    assert talk.memory.turns()[-1].text == "my password is (hidden) and I live in Xi'an"


def test_words_without_a_secret_are_answered_without_a_note(talk: Talk) -> None:
    assert talk.say("我的手机号是13812345678", AIMessage("记住了。")).response == "记住了。"
    assert talk.memory.turns()[-1].text == "我的手机号是13812345678"


def test_the_model_does_not_see_the_note_of_an_earlier_answer(talk: Talk) -> None:
    talk.say(SAID, AIMessage("记住了。"), thread_id="夜里")
    reply = talk.say("谢谢", AIMessage("不客气。"), at=day(1), thread_id="夜里")
    assert reply.response == "不客气。"
    assert [message.text for message in talk.shown()[1:]] == [KEPT, "记住了。", "谢谢"]


def test_words_whose_model_failed_are_kept_masked_and_mined_masked(talk: Talk) -> None:
    with pytest.raises(ModelTimeout):
        talk.say(SAID, ModelTimeout("slow"), thread_id="夜里")
    assert [turn.text for turn in talk.memory.pending()] == [KEPT]
    assert talk.sebastian.catch_up() == 1
    assert [places(talk.folder, secret) for secret in SECRETS] == [[], [], [], []]
    assert [secret for secret in SECRETS if secret in seen(talk)] == []


def test_the_graph_called_by_itself_masks_what_it_hears_and_says_so(talk: Talk) -> None:
    state = talk.sebastian.graph.invoke({"messages": [HumanMessage(SAID)]}, context=TurnContext())
    assert [message.text for message in state["messages"]] == [KEPT, f"好的。{NOTE}"]
    assert talk.memory.turns()[-1].text == KEPT
    assert [places(talk.folder, secret) for secret in SECRETS] == [[], [], [], []]
    assert [secret for secret in SECRETS if secret in seen(talk)] == []


def test_a_graph_with_a_checkpointer_of_its_own_goes_on_with_the_masked_words(talk: Talk) -> None:
    tools = make_tools(talk.sebastian.memory)
    zone, mask = ZoneInfo("Asia/Shanghai"), mask_of(keep_secrets=False)
    turning = Turning(talk.model, tools, talk.sebastian.memory, lambda: START, zone, mask=mask)
    graph = builder(turning, tools).compile(checkpointer=InMemorySaver())
    thread: RunnableConfig = {"configurable": {"thread_id": "1"}}
    for words in (SAID, "再见"):
        graph.invoke({"messages": [HumanMessage(words)]}, thread, context=TurnContext())
    assert [message.text for message in talk.shown()[1:]] == [KEPT, "好的。", "再见"]


def test_the_owner_may_have_secrets_kept(tmp_path: Path) -> None:
    with make_sebastian(tmp_path / "data", keep_secrets=True) as sebastian:
        reply = sebastian.chat(SAID, thread_id="夜里")
        assert NOTE not in reply.response
        assert sebastian.memory().turns()[0].text == SAID
        assert {"ledger.jsonl", "threads.sqlite-wal"} <= set(places(tmp_path, CARD)), "the scan finds a secret"


def test_the_embedded_model_remembers_the_rest_of_the_sentence(home: Home) -> None:
    clause = "我的招商银行卡号是（已隐去、尾号1111）"
    reply = home.tell(f"我的招商银行卡号是{CARD}", {clause: "号码"})
    assert home.statements() == ["用户的招商银行卡号是（已隐去、尾号1111）"]
    assert reply.response.endswith("（你说的银行卡号已隐去，没有保存。）")
    home.tell("我的招商银行卡号是多少？", at=day(30))
    assert "尾号1111" in home.asked()
    assert places(home.folder, CARD) == []
