"""Saving: what reaches the ledger, and what is refused with words that tell the model how to go on."""

from langchain_core.messages import AIMessage

from tests.graph.talking import FINE, Talk, asks_for, ops, saves, updates
from tests.stories import day

NAME = {"subject": "用户", "attribute": "姓名", "kind": "profile"}


def test_a_saved_fact_has_its_slot_its_words_and_its_time(talk: Talk) -> None:
    reply = talk.say("我叫闻一鸣", saves("用户叫闻一鸣", value="闻一鸣", **NAME))
    fact = talk.fact("用户叫闻一鸣")
    assert (fact.subject, fact.attribute, fact.value, fact.kind) == ("用户", "姓名", "闻一鸣", "profile")
    assert [(source.turn, source.quote) for source in fact.sources] == [(talk.memory.turns()[0].id, "我叫闻一鸣")]
    assert (fact.valid_from, fact.recorded_at, fact.status) == (day(0), day(0), "current")
    assert reply.memory == [{"op": "saved", "id": fact.id, "statement": "用户叫闻一鸣"}]
    assert reply.response == FINE


def test_the_model_is_offered_the_five_tools_and_cannot_choose_whose_memory_it_is(talk: Talk) -> None:
    assert talk.model.bound == ["recall_memory", "save_memory", "update_memory", "derive_memory", "forget_memory"]
    talk.say("我叫闻一鸣", saves("用户叫闻一鸣", user="别人", turn_id="t99"))
    assert talk.fact("用户叫闻一鸣").user == "owner"


def test_two_saves_in_one_message_both_reach_the_ledger(talk: Talk) -> None:
    both = asks_for(
        ("save_memory", {"statement": "用户养了一只乌龟", "attribute": "宠物"}),
        ("save_memory", {"statement": "用户的妈妈会拉二胡", "subject": "我妈"}),
    )
    reply = talk.say("我养了一只乌龟，我妈会拉二胡", both)
    assert ops(reply) == ["saved", "saved"]
    assert sorted(talk.statements()) == ["用户养了一只乌龟", "用户的妈妈会拉二胡"]
    assert talk.fact("用户的妈妈会拉二胡").subject == "用户的妈妈"


def test_two_saves_of_the_same_thing_in_one_message_keep_it_once(talk: Talk) -> None:
    twice = asks_for(*[("save_memory", {"statement": "用户养了一只乌龟"})] * 2)
    assert ops(talk.say("我养了一只乌龟", twice)) == ["saved"]
    assert len(talk.statements()) == 1


def test_a_filled_slot_refuses_a_save_and_names_the_fact_and_the_way_out(talk: Talk) -> None:
    talk.say("我叫闻一鸣", saves("用户叫闻一鸣", value="闻一鸣", **NAME))
    old = talk.fact("用户叫闻一鸣")
    reply = talk.say("我改叫闻百川了", saves("用户改叫闻百川了", value="闻百川", **NAME),
                     updates("用户改叫闻百川了", old=old.id, value="闻百川", **NAME), at=day(400))  # fmt: skip
    refusal, done = talk.tool_results()
    assert "slot_taken" in refusal
    assert "update_memory" in refusal
    assert old.id in refusal
    assert "闻百川" in done
    assert ops(reply) == ["updated"]
    assert [fact.value for fact in talk.memory.slot("用户", "姓名")] == ["闻百川"]


def test_what_is_known_already_is_refused_and_memory_is_null(talk: Talk) -> None:
    talk.say("我养了一只乌龟", saves("用户养了一只乌龟"))
    seq = talk.fact("用户养了一只乌龟").id
    reply = talk.say("我养了一只乌龟", saves("用户养了一只乌龟"), at=day(30))
    assert reply.memory is None
    assert "duplicate_fact" in talk.tool_results()[0]
    assert seq in talk.tool_results()[0]
    assert len(talk.statements()) == 1


def test_a_slot_under_another_name_is_the_same_slot(talk: Talk) -> None:
    talk.say("我叫闻一鸣", saves("用户叫闻一鸣", subject="我", attribute="名字", value="闻一鸣"))
    talk.say("我是闻百川", saves("用户是闻百川", subject="本人", attribute="全名", value="闻百川"))
    assert "slot_taken" in talk.tool_results()[0]


def test_what_the_user_did_not_say_is_refused(talk: Talk) -> None:
    reply = talk.say("今天真热", saves("用户对芒果过敏", attribute="过敏", value="芒果"))
    assert reply.memory is None
    assert "invalid_input" in talk.tool_results()[0]


def test_what_another_turn_said_is_not_saved_from_this_one(talk: Talk) -> None:
    talk.say("我对芒果过敏，你先别记")
    talk.say("今天真热", saves("用户对芒果过敏"), at=day(1))
    assert talk.statements() == []


def test_an_empty_statement_is_refused(talk: Talk) -> None:
    talk.say("今天真热", saves("，。"))
    assert "invalid_input" in talk.tool_results()[0]
    assert talk.statements() == []


def test_memory_is_read_from_the_ledger_and_not_from_what_the_model_claims(talk: Talk) -> None:
    reply = talk.say("我养了一只乌龟", AIMessage("已经记下了！"))
    assert reply.memory is None
    assert talk.statements() == []
