"""How many turns may wait: beyond that a clear no, and never a wait for who only looks."""

from concurrent.futures import ThreadPoolExecutor, as_completed
from datetime import UTC, datetime
from itertools import islice

import pytest
from anyio import create_task_group, run
from anyio.lowlevel import checkpoint

from api.errors import RequestRefused
from api.line import AT_ONCE, ONE_USER_AT_ONCE, Line
from tests.http.serving import Serve, code_of
from tests.http.test_concurrency import Gatekeeper


def test_what_does_not_fit_is_told_at_once_and_not_written_down(serve: Serve) -> None:
    model = Gatekeeper()
    served = serve(model, clock=lambda: datetime.now(UTC), max_waiting=8)
    most, too_many = (AT_ONCE + 8) * 3 // 4, 5
    with ThreadPoolExecutor(most + too_many) as pool:
        replies = [pool.submit(served.say, f"第{number}句") for number in range(most + too_many)]
        refused = [reply.result() for reply in islice(as_completed(replies), too_many)]  # the others wait for the model
        assert {(answer.status_code, code_of(answer)) for answer in refused} == {(429, "too_busy")}
        assert all(int(answer.headers["retry-after"]) > 0 for answer in refused)
        assert served.client.get("/memories").status_code == 200
        assert served.client.get("/health").status_code == 200
        guest = ThreadPoolExecutor(1).submit(
            served.client.post, "/chat/text", json={"text": "我是客人"}, headers={"X-Sebastian-User": "guest"}
        )
        model.go.set()
        assert guest.result().status_code == 200
        assert [reply.result().status_code for reply in replies].count(200) == most
    assert len(served.sebastian.memory().turns()) == most


def test_one_user_takes_no_more_than_their_share_of_the_threads() -> None:
    async def talk() -> list[int]:
        line, inside, most = Line(64), 0, []

        async def turn(user: str) -> None:
            nonlocal inside
            async with line.place(user):
                inside += 1
                most.append(inside)
                for _ in range(3):
                    await checkpoint()
                inside -= 1

        async with create_task_group() as group:
            for _ in range(20):
                group.start_soon(turn, "al")
        return most

    assert max(run(talk)) == ONE_USER_AT_ONCE


def test_one_user_leaves_places_for_others_and_all_places_come_back() -> None:
    async def talk() -> None:
        line = Line(8)
        held = [line.place("al") for _ in range(12)]
        async with create_task_group() as group:
            for place in held:
                group.start_soon(_hold, place)
            for _ in range(5):
                await checkpoint()
            with pytest.raises(RequestRefused) as refusal:
                async with line.place("al"):
                    pass
            assert refusal.value.code == "too_busy"
            async with line.place("bo"):
                pass
            group.cancel_scope.cancel()
        async with line.place("al"):
            pass

    run(talk)


async def _hold(place: object) -> None:
    async with place:  # type: ignore[attr-defined]
        while True:
            await checkpoint()


def test_a_line_that_is_stopping_takes_nobody_in_and_sends_away_who_waits() -> None:
    async def talk() -> list[str]:
        line, told = Line(64), []

        async def turn() -> None:
            try:
                async with line.place("al"):
                    told.append("began")
                    for _ in range(10):
                        await checkpoint()
            except RequestRefused as refusal:
                told.append(refusal.code)

        async with create_task_group() as group:
            for _ in range(ONE_USER_AT_ONCE + 3):
                group.start_soon(turn)
            for _ in range(3):
                await checkpoint()
            line.stop()
            group.start_soon(turn)
        return told

    assert sorted(run(talk)) == ["began"] * ONE_USER_AT_ONCE + ["stopping"] * 4
