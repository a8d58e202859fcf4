"""Nothing but memory links one request to the next, unless both name the same thread."""

from langchain_core.messages import AIMessage, SystemMessage

from tests.graph.talking import Talk, asks_for, saves
from tests.stories import day


def words(talk: Talk) -> list[str]:
    """What the model was shown last beside the system message."""
    return [message.text for message in talk.shown() if not isinstance(message, SystemMessage)]


def test_without_a_thread_the_model_sees_nothing_of_the_request_before(talk: Talk) -> None:
    talk.say("说个笑话", AIMessage("从前有座山。"))
    talk.say("再说一个", at=day(1))
    assert words(talk) == ["再说一个"]
    assert "从前有座山" not in talk.system()


def test_without_a_thread_memory_is_the_only_link(talk: Talk) -> None:
    talk.say("我养了一只乌龟", saves("用户养了一只乌龟"))
    talk.say("我的乌龟叫什么？", at=day(1))
    assert words(talk) == ["我的乌龟叫什么？"]
    assert "用户养了一只乌龟" in talk.system()


def test_within_a_thread_the_model_sees_what_was_said_before(talk: Talk) -> None:
    talk.say("说个笑话", AIMessage("从前有座山。"), thread_id="夜里")
    talk.say("再说一个", at=day(1), thread_id="夜里")
    assert words(talk) == ["说个笑话", "从前有座山。", "再说一个"]


def test_one_thread_sees_nothing_of_another(talk: Talk) -> None:
    talk.say("说个笑话", AIMessage("从前有座山。"), thread_id="夜里")
    talk.say("再说一个", at=day(1), thread_id="早上")
    assert words(talk) == ["再说一个"]


def test_a_thread_does_not_show_its_old_tool_calls_again(talk: Talk) -> None:
    talk.say("我养了一只乌龟", saves("用户养了一只乌龟"), AIMessage("记住了。"), thread_id="夜里")
    talk.say("乖吧", at=day(1), thread_id="夜里")
    assert words(talk) == ["我养了一只乌龟", "记住了。", "乖吧"]


def test_the_recalled_memories_of_an_earlier_turn_do_not_linger_in_the_thread(talk: Talk) -> None:
    talk.say("我养了一只乌龟", saves("用户养了一只乌龟"), thread_id="夜里")
    talk.say("我的乌龟呢？", at=day(1), thread_id="夜里")
    talk.say("一加一得几？", at=day(2), thread_id="夜里")
    systems = [message for message in talk.shown() if isinstance(message, SystemMessage)]
    assert len(systems) == 1


def test_memory_in_a_thread_is_what_changed_in_this_turn_alone(talk: Talk) -> None:
    assert talk.say("我养了一只乌龟", saves("用户养了一只乌龟"), thread_id="夜里").memory
    assert talk.say("乖吧", at=day(1), thread_id="夜里").memory is None


def test_a_thread_survives_a_restart(talk: Talk) -> None:
    talk.say("说个笑话", AIMessage("从前有座山。"), thread_id="夜里")
    talk.reopen()
    talk.say("再说一个", at=day(1), thread_id="夜里")
    assert words(talk) == ["说个笑话", "从前有座山。", "再说一个"]


def test_two_users_may_name_their_threads_alike(talk: Talk) -> None:
    talk.sebastian.chat("说个笑话", said_at=day(0), thread_id="夜里", user="a_b")
    talk.sebastian.chat("再说一个", said_at=day(1), thread_id="夜里", user="acb")
    assert words(talk) == ["再说一个"]


def test_starting_over_removes_the_threads_and_their_bytes(talk: Talk) -> None:
    talk.say("我的暗号是芝麻开门", AIMessage("好，芝麻开门。"), thread_id="夜里")
    assert talk.sebastian.erase_all() > 0
    talk.say("暗号是什么？", at=day(1), thread_id="夜里")
    assert words(talk) == ["暗号是什么？"]
    talk.reopen()
    kept = b"".join(path.read_bytes() for path in talk.folder.rglob("*") if path.is_file())
    assert "芝麻开门".encode() not in kept
    assert "芝麻开门".encode("unicode_escape") not in kept


def test_starting_over_leaves_the_threads_of_others(talk: Talk) -> None:
    talk.sebastian.chat("说个笑话", said_at=day(0), thread_id="夜里", user="acb")
    talk.sebastian.chat("说个笑话", said_at=day(0), thread_id="夜里", user="a_b")
    talk.sebastian.erase_all("a_b")
    talk.sebastian.chat("再说一个", said_at=day(1), thread_id="夜里", user="acb")
    assert words(talk)[0] == "说个笑话"
    assert len(talk.sebastian.memory("acb").turns()) == 2


def test_an_endless_thread_shows_the_model_only_its_last_words(talk: Talk) -> None:
    for number in range(20):
        talk.say(f"第{number}句", at=day(number), thread_id="夜里")
    assert words(talk)[-1] == "第19句"
    assert len(words(talk)) < 20


def test_a_turn_that_calls_a_tool_in_a_thread_counts_its_own_rounds(talk: Talk) -> None:
    for number in range(4):
        talk.say(f"第{number}句", *[asks_for(("recall_memory", {"query": "句"}))] * 3, at=day(number), thread_id="夜里")
    assert talk.memory.pending() == []
