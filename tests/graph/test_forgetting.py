"""Forgetting through the model's tool: one fact, the one that was meant, and what rests on it.

Each turn says more than the order, which code would otherwise carry out by itself (see test_ordered_forgetting.py).
"""

from tests.graph.talking import Talk, asks_for, forgets, ops, saves
from tests.stories import day


def test_what_is_meant_is_retracted_and_stays_in_history(talk: Talk) -> None:
    talk.say("我养了一只乌龟", saves("用户养了一只乌龟"))
    turtle = talk.fact("用户养了一只乌龟")
    reply = talk.say("把我养乌龟的事忘掉，再讲个笑话", forgets("把我养乌龟的事忘掉"), at=day(1))
    assert ops(reply) == ["retracted"]
    assert reply.memory is not None
    assert reply.memory[0]["id"] == turtle.id
    assert talk.statements() == []
    assert talk.memory.get(turtle.id).status == "retracted"


def test_words_that_fit_several_facts_list_them_and_change_nothing(talk: Talk) -> None:
    both = asks_for(
        ("save_memory", {"statement": "用户的同事老秦喜欢钓鱼", "subject": "同事老秦"}),
        ("save_memory", {"statement": "用户的邻居老秦喜欢钓鱼", "subject": "邻居老秦"}),
    )
    talk.say("同事老秦喜欢钓鱼，邻居老秦也喜欢钓鱼", both)
    first, second = talk.memory.facts()
    seq = talk.memory.seq
    reply = talk.say("忘掉老秦喜欢钓鱼，再讲个笑话", forgets("老秦喜欢钓鱼"), at=day(1))
    assert reply.memory is None
    answer = talk.tool_results()[0]
    assert first.id in answer
    assert second.id in answer
    assert first.statement in answer
    assert len(talk.statements()) == 2
    assert talk.memory.seq == seq + 2, "heard and settled, and nothing else"


def test_the_id_decides_between_several(talk: Talk) -> None:
    talk.say("我喜欢钓鱼", saves("用户喜欢钓鱼"))
    talk.say("我喜欢钓虾", saves("用户喜欢钓虾"), at=day(1))
    talk.say("忘掉第一条", forgets(talk.fact("用户喜欢钓鱼").id), at=day(2))
    assert talk.statements() == ["用户喜欢钓虾"]


def test_what_is_not_known_cannot_be_forgotten_and_the_model_is_told(talk: Talk) -> None:
    talk.say("我喜欢钓鱼", saves("用户喜欢钓鱼"))
    reply = talk.say("忘掉我的护照号，再讲个笑话", forgets("护照号"), at=day(1))
    assert reply.memory is None
    assert "invalid_input" in talk.tool_results()[0]
    assert talk.statements() == ["用户喜欢钓鱼"]


def test_what_was_concluded_from_a_forgotten_fact_falls_with_it_to_any_depth(talk: Talk) -> None:
    talk.say("我是1990年3月5日生的", saves("用户是1990年3月5日生的", attribute="生日", value="1990年3月5日"))
    birthday = talk.fact("用户是1990年3月5日生的")
    sign = talk.memory.slot("用户", "星座")[0]
    talk.say("嗯", asks_for(("derive_memory", {"statement": "用户和天蝎座合得来", "premises": [sign.id]})), at=day(1))
    reply = talk.say("忘掉我的生日，再讲个笑话", forgets(birthday.id), at=day(2))
    assert ops(reply)[0] == "retracted"
    assert set(ops(reply)[1:]) == {"unsupported"}
    assert talk.statements() == []
    assert talk.memory.get(sign.id).status == "unsupported"


def test_what_was_forgotten_is_not_shown_to_the_model_again(talk: Talk) -> None:
    talk.say("我的保险柜密码是4471", saves("用户的保险柜密码是4471"))
    talk.say("我的保险柜密码是多少？", at=day(1))
    assert "4471" in talk.system()
    talk.say("忘掉保险柜密码，再讲个笑话", forgets("保险柜密码"), at=day(2))
    talk.say("我的保险柜密码是多少？", at=day(3))
    assert "4471" not in talk.system()


def test_forgetting_through_the_door_tells_what_fell_with_it(talk: Talk) -> None:
    talk.say("我是3月5日生的", saves("用户是3月5日生的", attribute="生日", value="3月5日"))
    birthday = talk.fact("用户是3月5日生的")
    changes = talk.sebastian.forget(birthday.id)
    assert [change["op"] for change in changes] == ["retracted", "unsupported"]
    assert changes[1]["because"] == [birthday.id]
