"""A slow model holds up nobody but who asked it."""

import hashlib
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

from langchain_core.messages import AIMessage, BaseMessage, HumanMessage

from api.line import AT_ONCE
from tests.chat_models import calls
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


def test_a_save_that_was_acknowledged_is_there_for_every_read_that_begins_later(serve: Serve) -> None:
    served = serve(saves_what_is_said, clock=lambda: datetime.now(UTC))
    acknowledged: list[int] = []
    contradictions: list[str] = []

    def write(number: int) -> tuple[int, int]:
        least = max(acknowledged, default=0)
        reply = served.say(f"{hashlib.sha256(str(number).encode()).hexdigest()[:24]}归{number}号")
        (saved,) = (change for change in reply.json()["memory"] if change["op"] == "saved")
        seq = int(saved["id"][1:])
        acknowledged.append(seq)
        return least, seq

    def read(number: int) -> None:
        known, least = acknowledged[-1:], max(acknowledged, default=0)
        if known and served.client.get(f"/memories/f{known[0]}").status_code != 200:
            contradictions.append(f"read {number}: f{known[0]} is not there")
        if served.client.get("/health").json()["seq"] < least:
            contradictions.append(f"read {number}: the ledger went back behind {least}")

    with ThreadPoolExecutor(16) as pool:
        written = [pool.submit(write, number) for number in range(24)]
        for looked in [pool.submit(read, number) for number in range(24)]:
            looked.result()
        order = [each.result() for each in written]
    assert contradictions == []
    assert all(before < seq for before, seq in order), "what began later stands later in the ledger"
    assert len(served.sebastian.memory().facts()) == 24
    assert served.sebastian.memory().check() == []


def saves_what_is_said(messages: list[BaseMessage]) -> AIMessage:
    """Save the words as they are, then greet."""
    last = messages[-1]
    if not isinstance(last, HumanMessage):
        return AIMessage(GREETING)
    words = str(last.content)
    return calls("save_memory", statement=words, attribute=words[-6:], value=words[:24])
