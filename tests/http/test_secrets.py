"""Through every door of the server a secret is masked before anything is written, and the reply says so."""

from collections.abc import Callable

import pytest

from tests.bytes_on_disk import places
from tests.http.serving import GREETING, Serve, Served
from tests.http.test_chat_audio import Ear
from tests.recordings import wav

CARD = "4111111111111111"
SAID = f"我的银行卡号是{CARD}，记一下"
KEPT = "我的银行卡号是（已隐去、尾号1111），记一下"
ANSWER = f"{GREETING}（你说的银行卡号已隐去，没有保存。）"
THREAD = {"configurable": {"thread_id": "kitchen"}}


def by_text(served: Served) -> str:
    return str(served.say(SAID, thread_id="kitchen").json()["response"])


def by_voice(served: Served) -> str:
    sent = {"files": {"file": ("said.wav", wav())}, "data": {"thread_id": "kitchen"}}
    return str(served.client.post("/chat/audio", **sent).json()["response"])  # type: ignore[arg-type]


def by_langserve(served: Served) -> str:
    body = {"input": {"messages": [{"role": "user", "content": SAID}]}, "config": THREAD}
    return str(served.client.post("/agent/invoke", json=body).json()["output"]["response"])


def by_langserve_batch(served: Served) -> str:
    body = {"inputs": [{"text": SAID}], "config": [THREAD]}
    return str(served.client.post("/agent/batch", json=body).json()["output"][0]["response"])


@pytest.mark.parametrize("door", [by_text, by_voice, by_langserve, by_langserve_batch])
def test_a_secret_is_kept_nowhere_and_said_to_be(
    serve: Serve, door: Callable[[Served], str], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG")
    served = serve(transcriber=Ear(SAID))
    served.say("我爱吃杨梅", thread_id="kitchen")
    assert {"ledger.jsonl", "threads.sqlite-wal"} <= set(places(served.data, "杨梅")), "the scan finds what is kept"
    assert door(served) == ANSWER
    assert served.sebastian.memory().turns()[-1].text == KEPT
    assert places(served.data, KEPT)
    assert places(served.data, CARD) == []
    ours = [record.getMessage() for record in caplog.records if not record.name.startswith(("httpcore", "httpx"))]
    assert [line for line in ours if CARD in line] == []


def test_a_secret_is_kept_where_the_owner_wants_it(serve: Serve) -> None:
    served = serve(keep_secrets=True)
    assert by_text(served) == GREETING
    assert {"ledger.jsonl", "threads.sqlite-wal"} <= set(places(served.data, CARD))
