"""What is taken down of items, so that recall need not read them."""

from datetime import UTC, datetime, timedelta, timezone

import numpy as np
from numpy.typing import NDArray

from store.cues import cues_in
from store.facts import Fact, Turn
from store.features import Features

NOON = datetime(2024, 3, 1, 12, tzinfo=UTC)
ALL = np.array([1, 2, 3, 4])


def turn(number: int, text: str, at: datetime = NOON, thread: str | None = None) -> Turn:
    return Turn(f"t{number}", "u", text, at, at, thread_id=thread)


def fact(number: int, statement: str, attribute: str = "") -> Fact:
    return Fact(f"f{number}", "u", statement, "other", "用户", attribute, "", None, NOON, None, NOON, ())


def features(*items: Turn | Fact) -> Features:
    columns = Features()
    for item in items:
        columns.put(item)
    return columns


def kept(columns: Features, *live: int) -> Features:
    """Over a restart, with only these items left."""
    is_live: NDArray[np.bool_] = np.isin(np.arange(5), live)
    return Features.of(columns.columns(is_live))


def test_a_question_alone_asks_and_a_turn_may_end_in_one() -> None:
    columns = features(
        turn(1, "你叫什么？"), turn(2, "我买了车。好看吗？"), turn(3, "我买了车"), fact(4, "用户叫什么？")
    )
    assert columns.is_asked(ALL).tolist() == [True, False, False, False]
    assert columns.ends_asking(ALL).tolist() == [True, True, False, False]


def test_a_day_is_the_one_where_it_was_said() -> None:
    late = datetime(2024, 3, 2, 1, tzinfo=timezone(timedelta(hours=8)))
    columns = features(turn(1, "晚安", late), turn(2, "早"))
    first, second = columns.day(ALL[:2]).tolist()
    assert (first - second, late.astimezone(UTC).date()) == (1, NOON.date())


def test_turns_of_one_conversation_have_the_same_bits_and_facts_have_none() -> None:
    columns = features(turn(1, "甲", thread="a"), turn(2, "乙", thread="b"), turn(3, "丙", thread="a"), fact(4, "丁"))
    first, second, third, fourth = columns.thread(ALL).tolist()
    assert first == third != second
    assert fourth == 0


def test_who_is_named_in_a_question_is_found_as_the_speaker() -> None:
    columns = features(turn(1, "Caroline: hi there"), turn(2, "Melanie: hello"), turn(3, "hello"))
    assert columns.is_by_one_named_in("what did caroline say?", ALL[:3]).tolist() == [True, False, False]
    assert columns.is_by_one_named_in("what was said?", ALL[:3]).tolist() == [False] * 3


def test_words_and_slots_that_answer_a_kind_of_question_are_told_apart() -> None:
    cues = cues_in("我叫什么名字？")
    columns = features(turn(1, "我叫李雷"), fact(2, "用户李雷", "姓名"), fact(3, "用户住在成都", "现居地"))
    by_text, by_slot = columns.tells(cues, ALL[:3])
    assert (by_text.tolist(), by_slot.tolist()) == ([True, False, False], [False, True, False])
    assert not columns.tells([], ALL[:3])[0].any()


def test_a_restart_changes_nothing() -> None:
    columns = features(
        turn(1, "Ann: hi?", thread="a"), turn(2, "Bob: 我叫什么？"), turn(3, "好"), fact(4, "用户叫王芳", "姓名")
    )
    again = kept(columns, 1, 2, 3, 4)
    cues = cues_in("我叫什么名字？")
    for question in ("what did ann say", "what did bob say", "谁"):
        assert np.array_equal(columns.is_by_one_named_in(question, ALL), again.is_by_one_named_in(question, ALL))
    for name in ("is_asked", "ends_asking", "day", "thread"):
        assert np.array_equal(getattr(columns, name)(ALL), getattr(again, name)(ALL))
    assert np.array_equal(columns.tells(cues, ALL), again.tells(cues, ALL))


def test_nothing_is_kept_of_an_item_that_is_no_more() -> None:
    columns = features(turn(1, "Ann: hi", thread="a"), turn(2, "Bob: hello", thread="a"))
    names = bytes(columns.columns(np.array([False, False, True]))["feature_names"])
    again = kept(columns, 2)
    assert b"ann" not in names and b"bob" in names
    assert again.thread(np.array([1])).tolist() == [0]
    assert again.is_by_one_named_in("ann and bob", np.array([1, 2])).tolist() == [False, True]


def test_what_is_told_in_one_language_answers_what_is_asked_in_the_other() -> None:
    columns = features(
        turn(1, "I adopted a corgi in Leeds"),
        turn(2, "我每周六上吉他课"),
        turn(3, "I like tea"),
        turn(4, "我有三个箱子"),
    )
    for asked, answer in (("我养的是什么狗？", 1), ("Which instrument am I learning? I forgot my class", 2)):
        by_text, _ = columns.tells(cues_in(asked), ALL)
        assert by_text.tolist() == [number == answer for number in (1, 2, 3, 4)]


def test_small_talk_of_others_calls_up_nothing_told_in_the_other_language() -> None:
    columns = features(turn(1, "I joined a company in Tokyo"))
    assert not columns.tells(cues_in("那家公司总部在哪儿？"), ALL[:1])[0].any()
    assert columns.tells(cues_in("我在哪家公司？"), ALL[:1])[0].all()
