"""Neighbours and episodes."""

from datetime import UTC, datetime, timedelta

import numpy as np
from numpy.typing import NDArray

from store.candidates import Candidates
from store.facts import Fact, Turn
from store.places import NONE, Places

BEGIN = datetime(2024, 3, 1, 9, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def turn(number: int, at: datetime, thread: str | None = None) -> Turn:
    return Turn(f"t{number}", "u", f"第{number}句", at, at, thread_id=thread)


def fact(number: int, at: datetime) -> Fact:
    return Fact(f"f{number}", "u", "用户住在成都", "profile", "", "", "", None, at, None, at, ())


def places(*items: Turn | Fact) -> Places:
    columns = Candidates()
    for item in items:
        columns.put(item)
    seen = Places(columns.numbers(), columns)
    seen.see(list(columns.numbers()))
    return seen


def beside(seen: Places, number: int) -> tuple[int, int]:
    one = np.array([number])
    before, after = seen.beside(one)[0].tolist()
    return before, after


def are_one(episodes: NDArray[np.int64]) -> list[bool]:
    """Whether each is the episode of the first."""
    return (episodes == episodes[0]).tolist()


def test_a_neighbour_is_the_next_turn_of_the_same_conversation_facts_between_left_out() -> None:
    seen = places(turn(1, BEGIN, "a"), fact(2, BEGIN), turn(3, BEGIN + MINUTE, "a"), turn(4, BEGIN + 2 * MINUTE, "b"))
    assert beside(seen, 1) == (NONE, 3)
    assert beside(seen, 3) == (1, NONE)
    assert beside(seen, 2)[1] == NONE


def test_without_a_thread_a_day_is_an_episode() -> None:
    seen = places(turn(1, BEGIN), turn(2, BEGIN + MINUTE), turn(3, BEGIN + timedelta(days=1)))
    assert are_one(seen.episodes([1, 2, 3])) == [True, True, False]


def test_a_thread_that_goes_on_for_days_is_a_channel_where_a_day_is_an_episode() -> None:
    days = [BEGIN, BEGIN + MINUTE, BEGIN + timedelta(days=40)]
    channel = places(*(turn(number, at, "a") for number, at in enumerate(days, start=1)))
    assert are_one(channel.episodes([1, 2, 3])) == [True, True, False]
    assert beside(channel, 2)[1] == NONE


def test_two_short_threads_of_one_day_are_two_episodes() -> None:
    seen = places(turn(1, BEGIN, "a"), turn(2, BEGIN + MINUTE, "b"))
    assert are_one(seen.episodes([1, 2])) == [True, False]


def test_what_was_said_after_a_long_pause_is_no_neighbour() -> None:
    seen = places(turn(1, BEGIN), turn(2, BEGIN + 5 * MINUTE), turn(3, BEGIN + timedelta(hours=8)))
    assert beside(seen, 1)[1] == 2
    assert beside(seen, 2)[1] == NONE
    assert are_one(seen.episodes([2, 3])) == [True, True]
