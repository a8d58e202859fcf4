"""A turn that is being heard holds up nobody, and is never taken for one whose mining is owed."""

from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from threading import Event

import pytest

from agent.in_flight import TurnsInFlight
from store.facts import Turn
from tests.stories import START

PATIENCE_S = 60


def turn(user: str, turn_id: str = "t1") -> Turn:
    return Turn(turn_id, user, "你好", START, START)


@contextmanager
def being_heard(flights: TurnsInFlight, heard: Turn) -> Iterator[tuple[Event, "Future[Turn]"]]:
    """A turn that is on disk while the call that put it there has not come back."""
    is_on_disk, go = Event(), Event()

    def hear() -> Turn:
        is_on_disk.set()
        assert go.wait(PATIENCE_S)
        return heard

    with ThreadPoolExecutor(1) as pool:
        hearing = pool.submit(flights.begin, heard.user, hear)
        assert is_on_disk.wait(PATIENCE_S)
        try:
            yield go, hearing
        finally:
            go.set()


def test_a_turn_on_disk_is_nobody_elses_while_it_is_heard_nor_until_it_ends() -> None:
    flights, mine = TurnsInFlight(), turn("wang")
    with being_heard(flights, mine) as (go, hearing):
        assert flights.others("wang", lambda: [mine]) == []
        go.set()
        assert hearing.result() == mine
    assert flights.others("wang", lambda: [mine]) == []
    flights.end("wang", "t1")
    assert flights.others("wang", lambda: [mine]) == [mine]


def test_nobody_waits_for_a_turn_that_is_heard() -> None:
    flights, owed = TurnsInFlight(), turn("li")
    with being_heard(flights, turn("wang")) as (_, hearing), ThreadPoolExecutor(1) as pool:
        assert pool.submit(flights.begin, "wang", lambda: turn("wang", "t2")).result(PATIENCE_S).id == "t2"
        assert pool.submit(flights.others, "li", lambda: [owed]).result(PATIENCE_S) == [owed]
        assert not hearing.done()


def test_words_that_could_not_be_heard_leave_nothing_in_flight() -> None:
    flights, owed = TurnsInFlight(), turn("wang")

    def refuse() -> Turn:
        raise OSError("no space")

    with pytest.raises(OSError, match="no space"):
        flights.begin("wang", refuse)
    assert flights.others("wang", lambda: [owed]) == [owed]
