"""Neighbours and episodes."""

from datetime import UTC, datetime, timedelta

from store.facts import Fact, Turn
from store.idset import IdSet
from store.places import Places

BEGIN = datetime(2024, 3, 1, 9, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def turn(number: int, at: datetime, thread: str | None = None) -> Turn:
    return Turn(f"t{number}", "u", f"第{number}句", at, at, thread_id=thread)


def fact(number: int, at: datetime) -> Fact:
    return Fact(f"f{number}", "u", "用户住在成都", "profile", "", "", "", None, at, None, at, ())


def places(*items: Turn | Fact) -> Places:
    numbered = dict(enumerate(items, start=1))
    seen = Places(IdSet.of(numbered), numbered.__getitem__)
    seen.see(numbered)
    return seen


def test_a_neighbour_is_the_next_turn_of_the_same_conversation_facts_between_left_out() -> None:
    seen = places(turn(1, BEGIN, "a"), fact(2, BEGIN), turn(3, BEGIN + MINUTE, "a"), turn(4, BEGIN + 2 * MINUTE, "b"))
    assert (seen.before(1), seen.after(1)) == (None, 3)
    assert (seen.before(3), seen.after(3)) == (1, None)
    assert seen.after(2) is None


def test_without_a_thread_a_day_is_an_episode() -> None:
    seen = places(turn(1, BEGIN), turn(2, BEGIN + MINUTE), turn(3, BEGIN + timedelta(days=1)))
    assert seen.episodes([1, 2, 3]).tolist() == [0, 0, 1]


def test_a_thread_that_goes_on_for_days_is_a_channel_where_a_day_is_an_episode() -> None:
    days = [BEGIN, BEGIN + MINUTE, BEGIN + timedelta(days=40)]
    channel = places(*(turn(number, at, "a") for number, at in enumerate(days, start=1)))
    assert channel.episodes([1, 2, 3]).tolist() == [0, 0, 1]
    assert channel.after(2) is None


def test_two_short_threads_of_one_day_are_two_episodes() -> None:
    seen = places(turn(1, BEGIN, "a"), turn(2, BEGIN + MINUTE, "b"))
    assert seen.episodes([1, 2]).tolist() == [0, 1]


def test_what_was_said_after_a_long_pause_is_no_neighbour() -> None:
    seen = places(turn(1, BEGIN), turn(2, BEGIN + 5 * MINUTE), turn(3, BEGIN + timedelta(hours=8)))
    assert seen.after(1) == 2
    assert seen.after(2) is None
    assert seen.episodes([2, 3]).tolist() == [0, 0]
