"""A restart in the middle: the same facts, and nothing is embedded again."""

from tests.graph.talking import Talk, ops, saves, updates
from tests.stories import day


def lived(talk: Talk) -> None:
    """Some turns with every kind of change in them."""
    talk.say("我住在西安", saves("用户住在西安", attribute="现居地", value="西安"))
    talk.say("我生日是3月5日", saves("用户生日是3月5日", attribute="生日", value="3月5日"), at=day(1))
    home = talk.memory.slot("用户", "现居地")[0]
    talk.say("我搬到昆明了", updates("用户搬到昆明了", old=home.id, attribute="现居地", value="昆明"), at=day(9))
    talk.say("我养了一只乌龟", saves("用户养了一只乌龟"), at=day(10))
    talk.say("忘掉乌龟", at=day(11))


def test_after_a_restart_every_fact_turn_and_change_is_as_before(talk: Talk) -> None:
    lived(talk)
    memory = talk.memory
    before = memory.facts("all"), memory.turns(), [memory.changes(turn.id) for turn in memory.turns()], memory.seq
    talk.reopen()
    memory = talk.memory
    after = memory.facts("all"), memory.turns(), [memory.changes(turn.id) for turn in memory.turns()], memory.seq
    assert after == before


def test_a_restart_embeds_nothing(talk: Talk) -> None:
    lived(talk)
    assert talk.embedder.embedded
    talk.reopen()
    assert len(talk.memory.facts()) > 0
    assert talk.embedder.embedded == []


def test_after_a_restart_the_model_is_shown_what_was_told_before(talk: Talk) -> None:
    lived(talk)
    talk.reopen()
    talk.say("我住在哪儿？", at=day(900))
    assert "昆明" in talk.system()


def test_after_a_restart_a_filled_slot_still_refuses_and_an_update_still_closes(talk: Talk) -> None:
    lived(talk)
    talk.reopen()
    home = talk.memory.slot("用户", "现居地")[0]
    moved = {"attribute": "现居地", "value": "大理"}
    reply = talk.say("我搬到大理了", saves("用户搬到大理了", **moved), updates("用户搬到大理了", old=home.id, **moved),
                     at=day(900))  # fmt: skip
    assert "slot_taken" in talk.tool_results()[0]
    assert ops(reply) == ["updated"]
    assert [fact.value for fact in talk.memory.history(home.id)] == ["西安", "昆明", "大理"]
