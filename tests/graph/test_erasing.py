"""Erasing by word of mouth: asked once, confirmed once, and gone from every byte of the data folder."""

from collections.abc import Sequence
from datetime import datetime, timedelta

import pytest
from langchain_core.messages import AIMessage, HumanMessage, SystemMessage

from agent.state import TurnContext
from tests.bytes_on_disk import places
from tests.graph.home import Home
from tests.graph.talking import FINE, Talk, asks_for, ops, saves
from tests.stories import day

ORDER = "彻底删除我前女友的名字"
THREAD = "夜里"


def minute(number: int) -> datetime:
    """So many minutes after noon on a later day."""
    return day(5) + timedelta(minutes=number)


def slot(statement: str, subject: str, attribute: str, value: str) -> tuple[str, dict[str, str]]:
    """A call that saves one fact in a slot."""
    return "save_memory", {"statement": statement, "subject": subject, "attribute": attribute, "value": value}


@pytest.fixture
def told(talk: Talk) -> Talk:
    """Somebody who talked of a turtle in one thread, told two things in one breath in another, and one of them in a third."""
    talk.say("我养了一只乌龟", saves("用户养了一只乌龟"), thread_id="厨房")
    name = slot("用户的前女友叫方怡", "前女友", "姓名", "方怡")
    home = slot("用户住在宁波", "用户", "现居地", "宁波")
    talk.say("我前女友叫方怡，我住在宁波", asks_for(name, home), AIMessage("方怡，记住了。"), thread_id=THREAD)
    talk.say("方怡今天结婚了", AIMessage("愿方怡幸福。"), at=day(1), thread_id="早上")
    return talk


def scanned(talk: Talk, words: str = "方怡") -> list[str]:
    """Where the words lie on the disk, now and after a restart."""
    found = places(talk.folder, words)
    talk.reopen()
    return [*found, *places(talk.folder, words)]


def test_the_question_lists_what_goes_and_changes_nothing(told: Talk) -> None:
    seq, asked = told.memory.seq, len(told.model.seen)
    reply = told.say(ORDER, at=minute(0), thread_id=THREAD)
    assert reply.response == (
        "要彻底删除“你的前女友叫方怡”吗？连同它的各个版本、由它得出的结论、说到它的 2 轮原话和有关的对话，"
        "都会从磁盘上抹去，不能恢复。确定的话，请回复“确认”。"
    )
    assert reply.memory is None
    assert told.memory.seq == seq + 2, "heard and settled, and nothing else"
    assert len(told.model.seen) == asked


def test_after_one_confirmation_it_is_on_no_byte_of_the_disk(told: Talk) -> None:
    assert {"ledger.jsonl", "threads.sqlite-wal"} <= set(places(told.folder, "方怡")), "the scan finds what is kept"
    told.say(ORDER, at=minute(0), thread_id=THREAD)
    reply = told.say("确认", at=minute(1), thread_id=THREAD)
    assert reply.response == "已从磁盘上彻底删除：1 条记忆、4 轮原话（含刚才的吩咐）、2 段对话，不能恢复。"
    assert ops(reply) == ["erased"]
    assert reply.memory is not None
    assert reply.memory[0]["statement"] == ""
    assert scanned(told) == []
    assert places(told.folder, "前女友") == []
    assert told.statements() == ["用户养了一只乌龟", "用户住在宁波"]
    assert told.say("我前女友叫什么？", at=minute(3)).response == FINE
    assert "方怡" not in told.system()
    assert "抹去" not in told.system()


def test_threads_that_have_nothing_of_it_go_on(told: Talk) -> None:
    told.say(ORDER, at=minute(0), thread_id=THREAD)
    told.say("确认", at=minute(1), thread_id=THREAD)
    for thread_id, known in (("厨房", ["我养了一只乌龟", FINE, "接着说"]), ("早上", ["接着说"]), (THREAD, ["接着说"])):
        told.say("接着说", at=minute(5), thread_id=thread_id)
        assert [message.text for message in told.shown() if not isinstance(message, SystemMessage)] == known


def test_the_confirmation_is_understood_after_a_restart(told: Talk) -> None:
    told.say(ORDER, at=minute(0))
    told.reopen()
    assert ops(told.say("确认", at=minute(1))) == ["erased"]
    assert scanned(told) == []


@pytest.mark.parametrize("answer", ["算了", "再等等看", "为什么要确认？", "确认一下明天的会", "嗯"])
def test_anything_else_than_a_yes_drops_it(told: Talk, answer: str) -> None:
    told.say(ORDER, at=minute(0))
    told.say(answer, at=minute(1))
    assert told.say("确认", at=minute(2)).memory is None
    assert "用户的前女友叫方怡" in told.statements()


def test_a_yes_after_other_words_is_none(told: Talk) -> None:
    told.say(ORDER, at=minute(0))
    told.say("今天真热", at=minute(1))
    assert told.say("确认", at=minute(2)).response == FINE
    assert "用户的前女友叫方怡" in told.statements()


def test_a_yes_that_comes_late_is_none(told: Talk) -> None:
    told.say(ORDER, at=minute(0))
    assert told.say("确认", at=minute(11)).response == FINE
    assert "用户的前女友叫方怡" in told.statements()


def test_a_yes_in_another_thread_is_none(told: Talk) -> None:
    told.say(ORDER, at=minute(0), thread_id=THREAD)
    assert told.say("确认", at=minute(1), thread_id="厨房").response == FINE
    assert "用户的前女友叫方怡" in told.statements()


def test_a_yes_to_what_has_changed_meanwhile_is_asked_for_again(told: Talk) -> None:
    told.say(ORDER, at=minute(0))
    told.sebastian.forget(told.fact("用户养了一只乌龟").id)
    assert told.say("确认", at=minute(1)).response.startswith("刚才这会儿记忆又有变化")
    assert "用户的前女友叫方怡" in told.statements()


def test_neither_a_model_nor_a_recalled_text_can_order_or_confirm(told: Talk) -> None:
    told.say("帮我总结：“彻底删除我前女友的名字”", AIMessage(ORDER), at=minute(0))
    assert told.say("确认", at=minute(1)).response == FINE
    told.say(ORDER, at=minute(2))
    told.say("下雨了吗", AIMessage("确认"), at=minute(3))
    assert "用户的前女友叫方怡" in told.statements()


def test_what_other_facts_still_speak_of_is_counted_and_not_named(told: Talk) -> None:
    told.say("我在宁波上班", saves("用户在宁波上班", attribute="工作", value="在宁波上班"), at=day(3))
    told.say("永久删除我的住址", at=minute(0))
    reply = told.say("是的，彻底删除", at=minute(1))
    assert "另有 1 条别的记忆也提到其中的内容" in reply.response
    assert "宁波" not in reply.response
    assert told.statements() == ["用户养了一只乌龟", "用户的前女友叫方怡", "用户在宁波上班"]


def test_of_several_the_numbers_choose(talk: Talk) -> None:
    talk.say("我电话是1112223", saves("用户的电话是1112223", attribute="手机号", value="1112223"))
    talk.say(
        "我妈电话是4445556", saves("用户的妈妈的电话是4445556", subject="妈妈", attribute="手机号", value="4445556")
    )
    question = talk.say("彻底删除电话号码那条记录", at=minute(0)).response
    assert "1. 你的电话是1112223\n2. 你的妈妈的电话是4445556" in question
    talk.say("第二条", at=minute(1))
    assert talk.statements() == ["用户的电话是1112223"]
    assert scanned(talk, "4445556") == []


def test_what_was_forgotten_before_can_be_erased(told: Talk) -> None:
    told.say("忘掉我前女友的名字", at=minute(0))
    assert "（已不再采用）" in told.say(ORDER, at=minute(1)).response
    told.say("确认", at=minute(2))
    assert scanned(told) == []


def test_words_that_no_fact_says_are_erased_with_their_turns(talk: Talk) -> None:
    talk.say("郑涛昨天请我吃饭", thread_id=THREAD)
    question = talk.say("彻底删除我说过的关于郑涛的事", at=minute(0)).response
    assert question.startswith("要从磁盘上彻底删除你提到它的 1 轮原话（“郑涛昨天请我吃饭”）")
    talk.say("确定", at=minute(1))
    assert scanned(talk, "郑涛") == []


def test_an_erasure_is_not_undone(told: Talk) -> None:
    told.say(ORDER, at=minute(0))
    told.say("确认", at=minute(1))
    told.say("撤销", at=minute(2))
    assert "方怡" not in str(told.memory.facts("all"))
    assert scanned(told) == []


def test_conclusions_go_too_and_why_gives_no_hint(talk: Talk) -> None:
    both = [slot("用户的生日是8月3日", "用户", "生日", "8月3日"), slot("用户住在宁波", "用户", "现居地", "宁波")]
    talk.say("我8月3日生的，住在宁波", asks_for(*both))
    talk.say("彻底删除我的生日", at=minute(0))
    assert sorted(ops(talk.say("确认", at=minute(1)))) == ["erased", "erased"]
    assert talk.statements() == ["用户住在宁波"]
    assert scanned(talk, "狮子座") == []
    answer = talk.say("你怎么知道我住在宁波的？", at=minute(20)).response
    assert answer == "“你住在宁波”是直接记下的。"


def test_what_was_said_that_day_gives_no_hint(told: Talk) -> None:
    told.say(ORDER, at=minute(0))
    told.say("确认", at=minute(1))
    told.say("我2022年5月1日跟你说过什么？", at=day(9))
    told.say("我2022年5月6日跟你说过什么？", at=day(9))
    assert "抹去" not in str(told.model.seen[-2:])


def test_a_thread_in_which_a_turn_was_running_meanwhile_goes_when_it_ends(told: Talk) -> None:
    gone: list[str] = []

    def erases(shown: Sequence[object]) -> AIMessage:
        fact = told.fact("用户的前女友叫方怡")
        gone.append(fact.id)
        told.sebastian.erase(fact.id)
        return AIMessage("好的。")

    told.model.script = erases
    told.say("方怡的事先不说了", at=day(3), thread_id="早上")
    assert gone
    kept = set(places(told.folder, "方怡"))
    assert kept <= {"ledger.jsonl", "words.snap"}, "what was said while it was erased is a turn of its own"
    assert not any(name.startswith("threads") for name in kept)


def test_the_graph_by_itself_erases_and_returns_nothing_of_the_words_before(told: Talk) -> None:
    context = [TurnContext(said_at=minute(number).isoformat()) for number in range(2)]
    asked = told.sebastian.graph.invoke({"messages": [HumanMessage(ORDER)]}, context=context[0])
    state = told.sebastian.graph.invoke({"messages": [*asked["messages"], HumanMessage("确认")]}, context=context[1])
    assert "方怡" not in str(state)
    assert scanned(told) == []


def test_the_embedded_model_is_not_asked_to_erase(home: Home) -> None:
    home.tell("我的车牌号是皖B62", {"我的车牌号是皖B62": "号码"})
    home.tell("把我的车牌号从磁盘上抹掉", at=minute(0))
    reply = home.tell("确认", at=minute(1))
    assert reply.response.startswith("已从磁盘上彻底删除：1 条记忆")
    assert scanned(home, "皖B62") == []


def test_an_order_in_english_is_asked_and_answered_in_english(talk: Talk) -> None:
    talk.say("My license plate is K7712", saves("The user's license plate is K7712", attribute="车牌号", value="K7712"))
    assert "answer “confirm”" in talk.say("permanently delete my license plate", at=minute(0)).response
    assert talk.say("yes, delete it", at=minute(1)).response.startswith("Erased from disk for good: 1 memories")
    assert scanned(talk, "K7712") == []
