"""Updating: a change closes, a correction takes back, and what rests on either follows in the same turn."""

from tests.graph.talking import Talk, asks_for, ops, saves, updates
from tests.stories import day
from tools.recollect import recollect

BORN = {"subject": "用户", "attribute": "生日"}


def born(talk: Talk) -> str:
    """Tell a birthday; gives the id of the fact."""
    talk.say("我是3月5日生的", saves("用户是3月5日生的", value="3月5日", **BORN))
    return talk.fact("用户是3月5日生的").id


def test_a_change_closes_the_old_fact_and_keeps_it_in_history(talk: Talk) -> None:
    talk.say("我住在西安", saves("用户住在西安", attribute="现居地", value="西安"))
    old = talk.fact("用户住在西安")
    talk.say("我搬到昆明了", updates("用户搬到昆明了", old=old.id, attribute="住址", value="昆明"), at=day(365))
    new = talk.fact("用户搬到昆明了")
    before, after = talk.memory.history(new.id)
    assert (before.statement, before.status, before.superseded_by) == ("用户住在西安", "superseded", new.id)
    assert (before.valid_to, after.valid_from) == (day(365), day(365))
    assert [fact.value for fact in talk.memory.facts(as_of=day(100))] == ["西安"]
    assert [fact.value for fact in talk.memory.facts(as_of=day(400))] == ["昆明"]


def test_a_correction_says_that_it_never_was_so(talk: Talk) -> None:
    talk.say("我住在西安", saves("用户住在西安", attribute="现居地", value="西安"))
    old = talk.fact("用户住在西安")
    reply = talk.say("说错了，我住在咸阳", updates("用户住在咸阳", old=old.id, how="correction", attribute="现居地", value="咸阳"),
                     at=day(1))  # fmt: skip
    assert ops(reply) == ["updated"]
    assert talk.memory.get(old.id).status == "retracted"
    assert [fact.value for fact in talk.memory.facts(as_of=day(0))] == ["咸阳"]


def test_a_birthday_brings_its_star_sign_in_the_same_turn(talk: Talk) -> None:
    reply = talk.say("我是3月5日生的", saves("用户是3月5日生的", value="3月5日", **BORN))
    birthday = talk.fact("用户是3月5日生的")
    assert ops(reply) == ["saved", "derived"]
    assert reply.memory is not None
    assert "双鱼座" in reply.memory[1]["statement"]
    assert reply.memory[1]["because"] == [birthday.id]


def test_a_corrected_birthday_corrects_the_star_sign_in_the_same_turn(talk: Talk) -> None:
    old = born(talk)
    sign = talk.memory.slot("用户", "星座")[0]
    reply = talk.say("记错了，我是4月5日生的", updates("用户是4月5日生的", old=old, how="correction", value="4月5日", **BORN),
                     at=day(2))  # fmt: skip
    new = talk.fact("用户是4月5日生的")
    assert ops(reply) == ["updated", "updated"]
    assert reply.memory is not None
    birthday, star_sign = reply.memory
    assert (birthday["id"], birthday["before"]["id"]) == (new.id, old)
    assert "白羊座" in star_sign["statement"]
    assert star_sign["before"] == {"id": sign.id, "statement": sign.statement}
    assert star_sign["because"] == [new.id]
    assert [fact.value for fact in talk.memory.slot("用户", "星座")] == ["白羊座"]


def test_an_inference_of_the_model_loses_its_support_when_its_premise_changes(talk: Talk) -> None:
    talk.say("我住在西安", saves("用户住在西安", attribute="现居地", value="西安"))
    home = talk.fact("用户住在西安")
    talk.say("嗯", asks_for(("derive_memory", {"statement": "用户常吃面食", "premises": [home.id]})), at=day(1))
    inferred = talk.fact("用户常吃面食")
    reply = talk.say(
        "我搬到昆明了", updates("用户搬到昆明了", old=home.id, attribute="现居地", value="昆明"), at=day(2)
    )
    assert ops(reply) == ["updated", "unsupported"]
    assert reply.memory is not None
    assert (reply.memory[1]["id"], reply.memory[1]["because"]) == (inferred.id, [home.id])
    assert talk.statements() == ["用户搬到昆明了"]


def test_an_update_that_gives_words_instead_of_an_id_finds_the_fact(talk: Talk) -> None:
    talk.say("我的工位在三楼靠窗", saves("用户的工位在三楼靠窗"))
    talk.say("我会弹古筝", saves("用户会弹古筝"), at=day(1))
    reply = talk.say("工位换到五楼了", updates("用户的工位换到五楼了", old="工位在三楼"), at=day(40))
    assert reply.memory is not None
    assert reply.memory[0]["before"]["statement"] == "用户的工位在三楼靠窗"
    assert sorted(talk.statements()) == ["用户会弹古筝", "用户的工位换到五楼了"]


def test_an_update_of_what_was_never_told_saves_it(talk: Talk) -> None:
    reply = talk.say("我改名叫闻百川了", updates("用户改名叫闻百川了", attribute="姓名", value="闻百川"))
    assert ops(reply) == ["saved"]


def test_an_update_to_what_holds_already_changes_nothing(talk: Talk) -> None:
    talk.say("我住在西安", saves("用户住在西安", attribute="现居地", value="西安"))
    old = talk.fact("用户住在西安")
    reply = talk.say("我住在西安", updates("用户住在西安", old=old.id, attribute="现居地", value="西安"), at=day(1))
    assert reply.memory is None
    assert "duplicate_fact" in talk.tool_results()[0]
    assert talk.memory.history(old.id) == [old]


def test_what_a_turn_has_ended_is_not_shown_to_the_model_that_answers(talk: Talk) -> None:
    old = born(talk)
    talk.say(
        "不对，我是3月6日生的",
        updates("用户是3月6日生的", old=old, how="correction", value="3月6日", **BORN),
        at=day(1),
    )
    first, second = (messages[0].text for messages in talk.model.seen[-2:])
    assert f"[{old}]" in first
    assert f"[{old}]" not in second


def test_the_words_that_put_an_error_right_are_not_recalled_with_the_error(talk: Talk) -> None:
    talk.say("我在无锡上班", saves("用户在无锡上班", attribute="工作", value="在无锡上班"))
    old = talk.fact("用户在无锡上班").id
    said = "不对，我在江阴上班，不是无锡，那边离家近，食堂的饭菜也合胃口"
    talk.say(
        said, updates("用户在江阴上班", old=old, how="correction", attribute="工作", value="在江阴上班"), at=day(1)
    )
    found = recollect("我换过上班的城市吗？", talk.memory, now=day(2))
    assert any("江阴" in one.text for one in found)
    assert not any("无锡" in one.text for one in found)
