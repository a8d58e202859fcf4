"""撤销: what the last turn changed is as it was, whatever the model would say."""

from tests.graph.talking import FINE, Talk, saves, updates
from tests.stories import day


def test_what_was_saved_is_taken_back_without_asking_the_model(talk: Talk) -> None:
    talk.say("我喜欢爬山", saves("用户喜欢爬山", attribute="喜欢", value="爬山"))
    asked = len(talk.model.seen)
    reply = talk.say("撤销", at=day(1))
    assert talk.statements() == []
    assert reply.response == "好的，已撤销：不再记着“你喜欢爬山”。"
    assert reply.memory is not None
    assert [(change["op"], change["undoes"]) for change in reply.memory] == [("undone", "saved")]
    assert len(talk.model.seen) == asked


def test_an_update_is_taken_back_to_the_very_fact_that_it_replaced(talk: Talk) -> None:
    talk.say("我叫张三", saves("用户叫张三", attribute="姓名", value="张三"))
    before = talk.fact("用户叫张三")
    talk.say("我改名叫李四了", updates("用户叫李四", attribute="姓名", value="李四"), at=day(10))
    reply = talk.say("刚才那句不算", at=day(11))
    assert talk.memory.facts() == [before]
    assert talk.memory.facts(as_of=day(10)) == [before]
    assert "恢复为“你叫张三”" in reply.response
    assert talk.memory.check() == []


def test_what_followed_from_the_change_goes_with_it(talk: Talk) -> None:
    talk.say("我生日是5月3日", saves("用户的生日是5月3日", attribute="生日", value="5月3日"))
    known = talk.memory.facts()
    assert len(known) == 2  # the birthday and the sign
    talk.say("说错了，生日是8月3日", updates("用户的生日是8月3日", attribute="生日", value="8月3日", how="correction"))
    talk.say("撤销")
    assert talk.memory.facts() == known


def test_undo_goes_back_turn_by_turn_and_says_when_nothing_is_left(talk: Talk) -> None:
    talk.say("我喜欢爬山", saves("用户喜欢爬山", attribute="喜欢", value="爬山"))
    talk.say("今天天气不错")
    talk.say("我喜欢下棋", saves("用户喜欢下棋", attribute="喜欢", value="下棋"))
    talk.say("撤销")
    assert talk.statements() == ["用户喜欢爬山"]
    talk.say("再见", at=day(1))
    assert talk.say("撤销上一条", at=day(2)).memory is not None
    assert talk.statements() == []
    reply = talk.say("撤销", at=day(3))
    assert reply.memory is None
    assert reply.response.startswith("没有可以撤销的了")


def test_the_words_that_said_what_was_undone_are_not_recalled(talk: Talk) -> None:
    talk.say("我对芒果过敏", saves("用户对芒果过敏", attribute="过敏", value="芒果"))
    assert talk.memory.recall("我对什么过敏？", now=day(1))
    talk.say("撤销")
    assert [hit.item.id for hit in talk.memory.recall("我对芒果过敏吗？", now=day(1))] == []


def test_undone_changes_stay_undone_after_a_restart(talk: Talk) -> None:
    talk.say("我喜欢爬山", saves("用户喜欢爬山", attribute="喜欢", value="爬山"))
    talk.say("撤销")
    talk.reopen()
    assert talk.statements() == []
    assert talk.say("你好").response == FINE
