"""A name that was heard wrong: put right in one turn, wherever it was heard, and known from then on."""

from datetime import timedelta

import pytest

from tests.graph.home import Home
from tests.graph.talking import Talk, ops, saves
from tests.stories import START
from tools.heard import as_heard, known_names

LATER = START + timedelta(minutes=1)


def hears(home: Home, text: str, label: str = "", at: int = 0) -> None:
    """Take a turn by voice, all of which the model labels alike."""
    home.runtime.labels = {text: label} if label else {}
    home.sebastian.chat(text, said_at=START + timedelta(minutes=at), door="voice")


@pytest.mark.parametrize("door", ["voice", "text"])
@pytest.mark.parametrize(
    "words",
    ["不是张森，是张三", "是张三，不是张森。", "不是张森是张三", "你听错了，他不叫张森，叫张三", "张森应该是张三"],
)
def test_a_name_heard_wrong_is_put_right_in_one_turn(home: Home, words: str, door: str) -> None:
    hears(home, "我同事叫张森", "朋友")
    reply = home.sebastian.chat(words, said_at=LATER, door="voice" if door == "voice" else "text")
    assert reply.memory is not None
    assert [(each["op"], each["statement"]) for each in reply.memory] == [("updated", "用户的同事叫张三")]
    assert "zhāng sān" in reply.response
    assert [fact.status for fact in home.memory.facts("all")] == ["retracted", "current"]


def test_every_fact_that_took_the_name_from_it_is_put_right(home: Home) -> None:
    hears(home, "我同事叫张森", "朋友")
    hears(home, "张森对花生过敏", "忌口", at=1)
    hears(home, "我姐姐在银行上班", "工作", at=2)
    home.sebastian.chat("不是张森，是张三", said_at=START + timedelta(minutes=3))
    assert home.statements() == ["用户的姐姐在银行上班", "用户的同事叫张三", "张三对花生过敏"]
    assert home.fact("张三对花生过敏").subject == "张三"


def test_the_name_put_right_is_known_and_the_next_transcript_has_it(home: Home) -> None:
    hears(home, "我同事叫张森", "朋友")
    assert as_heard("张森说下周开会", known_names(home.memory)).text == "张森说下周开会"
    home.sebastian.chat("不是张森，是张三", said_at=LATER)
    known = known_names(home.memory)
    assert [(name.text, name.misheard) for name in known] == [("张三", ("张森",))]
    assert as_heard("昨天见了张森", known).text == "昨天见了张三"
    home.reopen()
    assert known_names(home.memory) == known


def test_undo_brings_the_name_back_as_it_was_heard(home: Home) -> None:
    hears(home, "我同事叫张森", "朋友")
    home.sebastian.chat("不是张森，是张三", said_at=LATER)
    assert ops(home.sebastian.chat("撤销", said_at=LATER + timedelta(minutes=1))) == ["undone"]
    assert home.statements() == ["用户的同事叫张森"]


def test_a_name_that_was_written_is_left_to_the_model(talk: Talk) -> None:
    talk.say("我同事叫张森", saves("用户的同事叫张森", subject="我同事", attribute="关系", value="张森"))
    talk.say("不是张森，是张三", at=LATER)
    assert len(talk.model.seen) > 2  # it was asked
    assert talk.statements() == ["用户的同事叫张森"]


def test_another_name_that_sounds_otherwise_is_put_right_by_the_tools(home: Home) -> None:
    hears(home, "我同事叫张森", "朋友")
    home.sebastian.chat("不是张森，是李四", said_at=LATER)
    assert home.statements() == ["用户的同事叫李四"]


def test_where_the_right_name_is_anothers_only_what_was_told_last_is_meant(home: Home) -> None:
    hears(home, "我同事叫张三", "朋友")
    hears(home, "我同学叫张森", "朋友", at=1)
    hears(home, "张森对花生过敏", "忌口", at=2)
    home.sebastian.chat("不是张森，是张三", said_at=START + timedelta(minutes=3))
    assert home.statements() == ["用户的同事叫张三", "用户的同学叫张森", "张三对花生过敏"]


def test_why_tells_that_a_name_was_written_by_ear(home: Home) -> None:
    hears(home, "我同事叫张森", "朋友")
    answer = home.sebastian.chat("你怎么知道我同事叫张森的？", said_at=LATER).response
    assert "张森（zhāng sēn）" in answer
