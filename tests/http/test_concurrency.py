"""A slow model holds up nobody but who asked it."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

from langchain_core.messages import AIMessage, BaseMessage

from api.line import AT_ONCE
from tests.http.serving import GREETING, Serve, Served


class Gatekeeper:
    """A model that answers only once it is let go; `asked` counts who waits."""

    def __init__(self) -> None:
        self.asked = threading.Semaphore(0)
        self.go = threading.Event()

    def __call__(self, _messages: list[BaseMessage]) -> AIMessage:
        self.asked.release()
        assert self.go.wait(60)
        return AIMessage(GREETING)


def test_health_and_memories_answer_while_a_chat_waits_for_its_model(serve: Serve) -> None:
    model = Gatekeeper()
    served = serve(model, clock=lambda: datetime.now(UTC))
    served.save("用户住在成都")
    with ThreadPoolExecutor(1) as pool:
        reply = pool.submit(served.say, "你好")
        assert model.asked.acquire(timeout=60)
        assert served.client.get("/health").status_code == 200
        assert served.client.get("/memories").json()["total"] == 1
        assert served.client.get("/memories", params={"query": "成都"}).status_code == 200
        assert not reply.done()
        model.go.set()
        assert reply.result().json()["response"] == GREETING


def test_reads_still_answer_when_more_chats_wait_than_there_are_threads(serve: Serve) -> None:
    model = Gatekeeper()
    served = serve(model, clock=lambda: datetime.now(UTC))
    with ThreadPoolExecutor(48) as pool:
        replies = [pool.submit(served.say, f"第{number}句", thread_id=f"t{number}") for number in range(48)]
        assert model.asked.acquire(timeout=60)
        assert served.client.get("/memories").status_code == 200
        assert served.client.get("/health").status_code == 200
        model.go.set()
        assert all(reply.result().status_code == 200 for reply in replies)
    assert AT_ONCE < 40
    assert len(served.sebastian.memory().turns()) == 48


def test_chats_of_many_clients_are_all_kept(served: Served) -> None:
    words = {f"第{number}句话" for number in range(24)}
    with ThreadPoolExecutor(8) as pool:
        assert all(reply.status_code == 200 for reply in pool.map(served.say, words))
    assert {turn.text for turn in served.sebastian.memory().turns()} == words
    assert served.sebastian.memory().check() == []
