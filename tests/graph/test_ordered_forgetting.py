"""The order to forget, carried out by code whichever model is in charge."""

from datetime import datetime, timedelta

import pytest
from langchain_core.messages import AIMessage

from tests.graph.home import Home
from tests.graph.talking import FINE, Talk, asks_for, ops, saves
from tests.stories import day


def minute(number: int) -> datetime:
    """So many minutes after noon on a later day."""
    return day(5) + timedelta(minutes=number)


def two_numbers(talk: Talk) -> None:
    """Two facts that 「电话」 may mean."""
    talk.say("我妈电话是111", saves("用户的妈妈的电话是111", subject="妈妈", attribute="手机号", value="111"))
    talk.say("我爸电话是222", saves("用户的爸爸的电话是222", subject="爸爸", attribute="手机号", value="222"))


def test_the_one_fact_that_is_meant_is_retracted_without_asking_the_model(talk: Talk) -> None:
    talk.say("我前任叫方怡", saves("用户的前女友叫方怡", subject="前女友", attribute="姓名", value="方怡"))
    asked = len(talk.model.seen)
    reply = talk.say("忘掉我前女友的名字", at=day(1))
    assert reply.response == "好的，已忘掉“你的前女友叫方怡”。说“撤销”就能恢复。"
    assert ops(reply) == ["retracted"]
    assert talk.statements() == []
    assert len(talk.model.seen) == asked


def test_an_order_with_its_reasons_is_carried_out_and_nothing_of_them_kept(talk: Talk) -> None:
    talk.say("我前任叫方怡", saves("用户的前女友叫方怡", subject="前女友", attribute="姓名", value="方怡"))
    asked = len(talk.model.seen)
    reply = talk.say("方怡那条别留着了，抹掉，想起来就来气", at=day(1))
    assert ops(reply) == ["retracted"]
    assert talk.statements() == []
    assert len(talk.model.seen) == asked


def test_a_thing_that_is_not_to_be_kept_is_no_memory(talk: Talk) -> None:
    talk.say("我买了条围巾", saves("用户买了条围巾"))
    assert talk.say("那条围巾别留着了，看着烦", at=day(1)).response == FINE
    assert talk.statements() == ["用户买了条围巾"]


def test_undo_brings_back_what_was_forgotten(talk: Talk) -> None:
    talk.say("我的生日是8月3日", saves("用户的生日是8月3日", attribute="生日", value="8月3日"))
    known = talk.memory.facts()
    assert ops(talk.say("请忘掉我的生日", at=day(1))) == ["retracted", "unsupported"]
    talk.say("撤销", at=day(1))
    assert talk.memory.facts() == known


def test_an_order_in_english_is_answered_in_english(talk: Talk) -> None:
    talk.say("My license plate is K7", saves("The user's license plate is K7"))
    reply = talk.say("forget my license plate", at=day(1))
    assert reply.response == "Done, I have forgotten “The user's license plate is K7”. Say “undo” to bring it back."
    assert talk.statements() == []


def test_where_several_fit_nothing_is_done_and_one_numbered_question_asked(talk: Talk) -> None:
    two_numbers(talk)
    reply = talk.say("删掉电话号码那条记录", at=minute(0))
    assert reply.response == (
        "有 2 条都可能是你说的：\n1. 你的妈妈的电话是111\n2. 你的爸爸的电话是222\n要忘掉哪几条？回复编号，或“都忘掉”“算了”。"
    )
    assert reply.memory is None
    assert len(talk.statements()) == 2


@pytest.mark.parametrize(
    ("answer", "left"),
    [
        ("第二条", ["用户的妈妈的电话是111"]), ("1", ["用户的爸爸的电话是222"]), ("我妈那条", ["用户的爸爸的电话是222"]), ("1和2", []), ("都忘掉", []),
        ("算了", ["用户的妈妈的电话是111", "用户的爸爸的电话是222"]),
    ],
)  # fmt: skip
def test_the_next_turn_settles_which(talk: Talk, answer: str, left: list[str]) -> None:
    two_numbers(talk)
    talk.say("删掉电话号码那条记录", at=minute(0))
    asked = len(talk.model.seen)
    reply = talk.say(answer, at=minute(1))
    assert talk.statements() == left
    assert len(talk.model.seen) == asked
    assert ops(reply) == ["retracted"] * (2 - len(left))


def test_the_answer_is_understood_after_a_restart(talk: Talk) -> None:
    two_numbers(talk)
    talk.say("删掉电话号码那条记录", at=minute(0))
    talk.reopen()
    talk.say("第一条", at=minute(1))
    assert talk.statements() == ["用户的爸爸的电话是222"]


def test_words_that_are_no_answer_let_the_question_drop(talk: Talk) -> None:
    two_numbers(talk)
    talk.say("删掉电话号码那条记录", at=minute(0))
    assert talk.say("今天天气不错", at=minute(1)).response == FINE
    assert talk.say("第一条", at=minute(2)).response == FINE
    assert len(talk.statements()) == 2


def test_a_number_after_an_order_that_was_carried_out_means_nothing(talk: Talk) -> None:
    two_numbers(talk)
    talk.say("我电话是333", saves("用户的电话是333", attribute="手机号", value="333"))
    talk.say("忘掉我的电话", at=minute(0))
    assert talk.say("第一条", at=minute(1)).response == FINE
    assert len(talk.statements()) == 2


def test_what_is_not_known_is_said_to_be_so(talk: Talk) -> None:
    talk.say("我喜欢钓鱼", saves("用户喜欢钓鱼"))
    reply = talk.say("忘掉我的护照号", at=day(1))
    assert reply.response == "我没有记着这件事，没有什么可忘的。"
    assert reply.memory is None
    assert talk.statements() == ["用户喜欢钓鱼"]


def test_what_only_words_say_is_told_with_the_way_to_erase_them(talk: Talk) -> None:
    talk.say("郑涛昨天请我吃饭")
    reply = talk.say("忘掉我说过的关于郑涛的事", at=day(1))
    assert reply.response == "我没有单独记下这件事，只是你有 1 轮话提到过。要连原话一起抹去，请说“彻底删除……”。"


def test_a_computed_conclusion_is_told_with_what_it_rests_on(talk: Talk) -> None:
    talk.say("我的生日是8月3日", saves("用户的生日是8月3日", attribute="生日", value="8月3日"))
    reply = talk.say("忘掉我的星座", at=day(1))
    assert reply.response == "“你的星座是狮子座”是由“你的生日是8月3日”得出来的；要忘掉它，请让我忘掉后者。"
    assert len(talk.statements()) == 2


def test_a_models_inference_is_forgotten_by_itself(talk: Talk) -> None:
    saved = talk.say("我对花生过敏", saves("用户对花生过敏", attribute="过敏", value="花生"))
    assert saved.memory is not None
    premises = [saved.memory[0]["id"]]
    talk.say("嗯", asks_for(("derive_memory", {"statement": "用户不能吃宫保鸡丁", "premises": premises})))
    talk.say("忘掉我不能吃宫保鸡丁", at=day(1))
    assert talk.statements() == ["用户对花生过敏"]


def test_a_turn_with_more_in_it_stays_with_the_model(talk: Talk) -> None:
    talk.say("我的体重是70公斤", saves("用户的体重是70公斤", attribute="体重", value="70公斤"))
    saved = saves("用户住在宁波", attribute="现居地", value="宁波")
    talk.say("忘掉我的体重，另外我搬到宁波了", saved, AIMessage("好。"), at=day(1))
    assert talk.statements() == ["用户的体重是70公斤", "用户住在宁波"]


@pytest.mark.parametrize(
    "said",
    ["你忘了我的体重吗？", "他忘掉了体重", "我忘了我的体重", "别忘了我的体重", "删掉最后一段", "他说“忘掉我的体重”"],
)
def test_words_that_order_nothing_change_nothing(talk: Talk, said: str) -> None:
    talk.say("我的体重是70公斤", saves("用户的体重是70公斤", attribute="体重", value="70公斤"))
    assert talk.say(said, at=day(1)).response == FINE
    assert talk.statements() == ["用户的体重是70公斤"]


def test_all_that_is_known_is_left_to_the_door_that_asks_twice(talk: Talk) -> None:
    talk.say("我的体重是70公斤", saves("用户的体重是70公斤", attribute="体重", value="70公斤"))
    reply = talk.say("忘掉关于我的一切", at=day(1))
    assert "DELETE /memories?all=true&erase=true" in reply.response
    assert len(talk.statements()) == 1


def test_the_embedded_model_is_not_asked_either(home: Home) -> None:
    home.tell("我的车牌号是皖B62", {"我的车牌号是皖B62": "号码"})
    assert home.statements()
    asked = {purpose: len(prompts) for purpose, prompts in home.runtime.prompts.items()}
    reply = home.tell("别再记着我的车牌号", at=day(1))
    assert reply.response.startswith("好的，已忘掉“")
    assert home.statements() == []
    assert {purpose: len(prompts) for purpose, prompts in home.runtime.prompts.items()} == asked


def test_the_embedded_model_takes_no_telling_of_forgetting_for_an_order(home: Home) -> None:
    home.tell("我的车牌号是皖B62", {"我的车牌号是皖B62": "号码"})
    home.tell("我弟弟忘掉了车牌号", at=day(1))
    home.tell("你忘了我的车牌号吗？", at=day(1))
    assert len(home.statements()) == 1


def test_the_embedded_model_forgets_one_thing_and_keeps_another_told_beside_it(home: Home) -> None:
    home.tell("我的车牌号是皖B62", {"我的车牌号是皖B62": "号码"})
    said = "把车牌号那条删了，看着心烦，另外我搬到芜湖了"
    reply = home.tell(said, {"看着心烦": "健康", "我搬到芜湖了": "住址"}, at=day(1))
    assert sorted(ops(reply)) == ["retracted", "saved"]
    assert home.statements() == ["用户搬到芜湖了"]
