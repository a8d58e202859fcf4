"""LangGraph Studio: `langgraph dev` opens the graph of langgraph.json, offline, and a run through its SDK remembers."""

import importlib.util
import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.loopback.servers.openai import OpenAIServer, embeds, says

pytestmark = pytest.mark.skipif(
    importlib.util.find_spec("langgraph_api") is None,
    reason="LangGraph Studio is not installed here: pip install 'langgraph-cli[inmem]==0.4.40'",
)

ROOT = Path(__file__).parents[2]


@pytest.fixture
def model() -> Iterator[OpenAIServer]:
    """A chat and embedding model on the loopback interface."""
    with OpenAIServer() as server:
        assert isinstance(server, OpenAIServer)
        server.will(lambda exchange: (embeds(8) if "embeddings" in exchange.asked.path else says("您好。"))(exchange))
        yield server


@pytest.fixture
def studio(model: OpenAIServer, tmp_path: Path) -> Iterator[str]:
    """`langgraph dev` in a folder of its own, for it writes beside itself; gives its address."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    settings = {f"SEBASTIAN_{name.upper()}": str(value) for name, value in model.settings().items()}
    environment = {**os.environ, **settings, "SEBASTIAN_DATA": str(tmp_path / "data"), "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-m", "langgraph_cli", "dev", "--no-browser", "--no-reload", "--port", str(port)]
    with subprocess.Popen(
        [*command, "--config", str(ROOT / "langgraph.json")],
        cwd=tmp_path, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
    ) as process:  # fmt: skip
        assert process.stdout is not None
        said = iter(process.stdout.readline, "")
        has_started = any("Application started" in line for line in said)
        rest = threading.Thread(target=lambda: list(said))
        rest.start()
        try:
            assert has_started, "langgraph dev ended by itself"
            yield f"http://127.0.0.1:{port}"
        finally:
            process.send_signal(signal.SIGINT)
            rest.join()


def run(client: Any, text: str, **options: Any) -> Any:
    """Take a turn, in no thread."""
    given = {"messages": [{"role": "user", "content": text}]}
    return client.runs.wait(None, "sebastian", input=given, **options)


def test_runs_in_the_studio_answer_and_are_remembered(studio: str, tmp_path: Path) -> None:
    from langgraph_sdk import get_sync_client

    with get_sync_client(url=studio) as client:
        assert [assistant["graph_id"] for assistant in client.assistants.search()] == ["sebastian"]
        answer = run(client, "我搬到了成都")
        again = run(client, "再见")
        run(client, "我是客人", context={"user": "guest"})
    assert [message["content"] for message in answer["messages"]] == ["我搬到了成都", "您好。"]
    assert answer["memory"] is None
    assert len(again["messages"]) == 2, "no transcript is carried from one run to the next"
    users = tmp_path / "data" / "users"
    assert "我搬到了成都" in (users / "owner" / "ledger.jsonl").read_text()
    assert "我是客人" in (users / "guest" / "ledger.jsonl").read_text()
