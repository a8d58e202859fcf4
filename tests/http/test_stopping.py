"""The server is told to stop in the middle of many turns: each is answered whole, or kept and made up for, or refused."""

import hashlib
import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from agent import Sebastian
from api.line import ONE_USER_AT_ONCE
from tests.http.serving import GREETING, TOKEN, code_of, make_sebastian
from tests.http.test_concurrency import saves_what_is_said
from tests.loopback.servers.listening import Exchange, hangs
from tests.loopback.servers.openai import OpenAIServer, calls, embeds, says

ROOT = Path(__file__).parents[2]
PATIENCE_S = 60
# `sebastian serve`, which heeds Ctrl-C whatever who runs the tests does, and waits less long for turns in flight.
PROGRAM = """
import signal, sys
signal.signal(signal.SIGINT, signal.default_int_handler)
from cli import serving
serving.GRACE_S = 2
from server import main
sys.exit(main())
"""
WORDS = [f"{hashlib.sha256(str(number).encode()).hexdigest()[:24]}归{number}号" for number in range(16)]
QUICK, OTHERS, IN_TIME = WORDS[:4], WORDS[4:], 3


class SlowModel:
    """Saves what it is told: some words at once, the first of the others once it is let go, the rest never."""

    def __init__(self) -> None:
        self.asked = threading.Semaphore(0)
        self.go = threading.Event()
        self._held: list[str] = []
        self._counting = threading.Lock()

    def __call__(self, exchange: Exchange) -> None:
        """Answer one request, the embedding model's among them."""
        if "embeddings" in exchange.asked.path:
            embeds(8)(exchange)
            return
        last = exchange.asked.body["messages"][-1]
        if last["role"] == "tool":
            says(GREETING)(exchange)
        elif last["content"] in QUICK or self._is_let_go(last["content"]):
            words = last["content"]
            calls(("save_memory", {"statement": words, "attribute": words[-6:], "value": words[:24]}))(exchange)
        else:
            hangs(exchange)

    def _is_let_go(self, words: str) -> bool:
        with self._counting:
            self._held.append(words)
            is_first = len(self._held) <= IN_TIME
        self.asked.release()
        return is_first and self.go.wait(PATIENCE_S)


@contextmanager
def serving(service: OpenAIServer, data: Path) -> Iterator[tuple[subprocess.Popen[str], httpx.Client]]:
    """A real server that is ready, and its owner."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    foreign = {name for name in os.environ if name.startswith("SEBASTIAN_")} | {"DASHSCOPE_API_KEY"}
    environment = {name: value for name, value in os.environ.items() if name not in foreign} | {
        "TOKEN": TOKEN,
        "PYTHONPATH": str(ROOT),
        **{f"SEBASTIAN_{name.upper()}": value for name, value in service.settings().items() if name != "rerank"},
    }
    command = [sys.executable, "-c", PROGRAM, "serve", "--port", str(port), "--data", str(data)]
    with subprocess.Popen(
        command, env=environment, cwd=data.parent, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        try:
            assert process.stdout is not None
            while "已就绪" not in (line := process.stdout.readline()):
                assert line, "the server did not start"
            headers = {"Authorization": f"Bearer {TOKEN}"}
            url = f"http://127.0.0.1:{port}"
            with httpx.Client(base_url=url, headers=headers, timeout=PATIENCE_S, trust_env=False) as client:
                yield process, client
        finally:
            process.kill()


@pytest.mark.parametrize("told", [signal.SIGTERM, signal.SIGINT], ids=lambda told: told.name)
def test_a_stop_answers_keeps_or_refuses_every_turn(told: signal.Signals, tmp_path: Path) -> None:
    model, data = SlowModel(), tmp_path / "data"
    with OpenAIServer() as service, ThreadPoolExecutor(len(WORDS)) as pool:
        assert isinstance(service, OpenAIServer)
        service.will(model)
        with serving(service, data) as (process, client):
            replies = {words: pool.submit(client.post, "/chat/text", json={"text": words}) for words in QUICK}
            quick = [replies[words].result(PATIENCE_S) for words in QUICK]  # before the others, who would fill the line
            replies |= {words: pool.submit(client.post, "/chat/text", json={"text": words}) for words in OTHERS}
            for _ in range(ONE_USER_AT_ONCE):
                assert model.asked.acquire(timeout=PATIENCE_S)
            process.send_signal(told)
            model.go.set()
            said, logged = process.communicate(timeout=PATIENCE_S)
            answers = {words: reply.result(PATIENCE_S) for words, reply in replies.items()}
    assert process.returncode == 0
    assert "已停止" in said
    assert "Traceback" not in logged
    assert [reply.status_code for reply in quick] == [200] * len(QUICK)
    refused = {words for words, reply in answers.items() if reply.status_code != 200}
    assert {(answers[words].status_code, code_of(answers[words])) for words in refused} == {(503, "stopping")}
    with make_sebastian(data, saves_what_is_said) as sebastian:
        _is_whole(sebastian, set(WORDS) - refused)
        assert sebastian.memory().pending(), "the turns that the model never answered are owed"
        _is_made_up_for(sebastian)


def _is_whole(sebastian: Sebastian, answered: set[str]) -> None:
    """What was answered is there to its end, and what else is there is owed."""
    memory = sebastian.memory()
    owed = {turn.id for turn in memory.pending()}
    settled = {turn.text: turn for turn in memory.turns() if turn.id not in owed}
    assert answered <= settled.keys()
    for words, turn in settled.items():
        assert [(change.op, change.statement) for change in memory.changes(turn.id)] == [("saved", words)]
    assert memory.check() == []


def _is_made_up_for(sebastian: Sebastian) -> None:
    """Whatever was kept is mined, each of it once."""
    while sebastian.catch_up():
        pass
    memory = sebastian.memory()
    assert memory.pending() == []
    assert sorted(fact.statement for fact in memory.facts()) == sorted(turn.text for turn in memory.turns())
    assert memory.check() == []
