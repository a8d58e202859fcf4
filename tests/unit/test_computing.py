"""Who computes waits for others who do, and for nobody who waits."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context

import pytest

from agent import computing as desk
from agent.computing import computing, standing_aside
from agent.models.again import persistently

SOON_S = 30.0


def _meanwhile(work: Callable[[], None]) -> threading.Thread:
    thread = threading.Thread(target=work, daemon=True)
    thread.start()
    return thread


def test_of_many_one_computes_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(desk, "PATIENCE_S", SOON_S)
    inside, seen = 0, list[int]()

    def compute() -> None:
        nonlocal inside
        for _ in range(50):
            with computing():
                inside += 1
                seen.append(inside)
                inside -= 1

    threads = [_meanwhile(compute) for _ in range(6)]
    for thread in threads:
        thread.join(SOON_S)
    assert seen == [1] * 300


def test_who_calls_a_service_holds_up_nobody_and_waits_again_afterwards(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(desk, "PATIENCE_S", SOON_S)
    calling, answered, after = threading.Event(), threading.Event(), threading.Event()

    def ask() -> None:
        with computing():
            persistently(lambda: calling.set() or answered.wait(SOON_S))
            after.set()

    asking = _meanwhile(ask)
    assert calling.wait(SOON_S)
    with computing():
        answered.set()
        assert not after.wait(0.05)
    asking.join(SOON_S)
    assert after.is_set()


def test_a_tool_in_a_thread_of_its_own_stands_where_its_turn_does(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(desk, "PATIENCE_S", SOON_S)

    def tool() -> bool:
        with computing():  # would wait for its own turn otherwise
            with standing_aside():
                was_free = not desk._desk.locked()
            return was_free and desk._desk.locked()

    with ThreadPoolExecutor() as pool, computing():
        assert pool.submit(copy_context().run, tool).result(SOON_S)
        assert desk._desk.locked()


def test_what_asks_a_service_while_aside_already_stays_there(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(desk, "PATIENCE_S", SOON_S)
    with computing(), standing_aside():
        persistently(lambda: None)
        assert not desk._desk.locked()


def test_who_has_waited_long_enough_goes_on_beside_the_other(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(desk, "PATIENCE_S", 0.0)
    began, end = threading.Event(), threading.Event()

    def compute() -> None:
        with computing():
            began.set()
            end.wait(SOON_S)

    other = _meanwhile(compute)
    assert began.wait(SOON_S)
    with computing():
        assert other.is_alive()
        with standing_aside():  # has nothing to give back
            assert desk._desk.locked()
    end.set()
    other.join(SOON_S)
    assert not desk._desk.locked()


def test_a_block_that_fails_lets_the_next_one_in() -> None:
    with pytest.raises(ValueError, match="no"), computing():
        raise ValueError("no")
    assert not desk._desk.locked()


def test_without_a_turn_there_is_nowhere_to_stand_aside_from() -> None:
    assert persistently(lambda: desk._desk.locked()) is False
