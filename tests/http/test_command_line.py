"""`sebastian`: what it prints, and how it ends."""

import os
import re
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import IO

import httpx
import pytest

from agent.settings import Settings
from api.auth import Token
from cli.serving import address_line, token_line
from server import main
from tests.http.serving import TOKEN, code_of, make_sebastian
from tests.loopback.servers.listening import Exchange, Reply, hangs
from tests.loopback.servers.openai import OpenAIServer, embeds, says

ROOT = Path(__file__).parents[2]


@pytest.fixture(autouse=True)
def _no_settings_from_outside(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Neither the environment nor a `.env` of who runs the tests is read; without a key nothing is fetched."""
    monkeypatch.chdir(tmp_path)
    for name in ("TOKEN", "DASHSCOPE_API_KEY", *(name for name in os.environ if name.startswith("SEBASTIAN_"))):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("SEBASTIAN_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("SEBASTIAN_CHAT", "openai:some-model")
    monkeypatch.setenv("SEBASTIAN_EMBEDDING", "openai:some-embedding")
    monkeypatch.setenv("SEBASTIAN_SPEECH", "openai:some-speech")
    monkeypatch.setenv("SEBASTIAN_OPENAI_API_KEY", "sk-secret")


@pytest.fixture
def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])


def test_the_version_is_printed(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--version"]) == 0
    assert re.fullmatch(r"sebastian \d\S*\n", capsys.readouterr().out)


def test_the_check_says_whose_packages_were_found_and_no_secret(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--check"]) == 0
    said = capsys.readouterr().out
    for package in ("agent", "tools", "store", "api"):
        assert f"{package}/ 在 {ROOT / package}" in said
    assert "密钥已设" in said
    assert "sk-secret" not in said


def test_the_check_fails_where_another_distribution_has_our_name(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "tools").mkdir()
    (tmp_path / "tools" / "__init__.py").touch()
    monkeypatch.setattr(sys, "path", [str(tmp_path), *sys.path])
    monkeypatch.delitem(sys.modules, "tools")
    assert main(["--check"]) == 1
    assert "不属于塞巴斯蒂安" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("name", "value"),
    [("SEBASTIAN_PORT", "99999"), ("SEBASTIAN_CHAT", "gpt"), ("SEBASTIAN_MAX_AUDIO_MB", "-1")],
)  # fmt: skip
def test_a_bad_setting_is_named_and_nothing_starts(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setenv(name, value)
    assert main(["serve"]) == 1
    said = capsys.readouterr().err
    assert "设置有误" in said
    assert name in said
    assert "Traceback" not in said


def test_a_busy_port_is_said_before_anything_is_written(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        assert main(["serve", "--port", str(port)]) == 1
    assert f"端口 {port} 已被占用" in capsys.readouterr().err
    assert not (tmp_path / "data").exists()


def test_an_address_that_is_not_ours_is_said(capsys: pytest.CaptureFixture[str], free_port: int) -> None:
    assert main(["--host", "192.0.2.1", "--port", str(free_port)]) == 1
    assert "不能监听 192.0.2.1" in capsys.readouterr().err


def test_a_locked_folder_is_said(capsys: pytest.CaptureFixture[str], tmp_path: Path, free_port: int) -> None:
    with make_sebastian(tmp_path / "data"):
        assert main(["--port", str(free_port)]) == 1
    assert "folder_locked" in capsys.readouterr().err


def test_a_missing_key_is_said(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, free_port: int
) -> None:
    monkeypatch.setenv("SEBASTIAN_CHAT", "dashscope:qwen-max")
    assert main(["--port", str(free_port)]) == 1
    assert "model_unavailable" in capsys.readouterr().err


def test_a_folder_that_cannot_be_made_is_said(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, free_port: int
) -> None:
    (tmp_path / "file").touch()
    assert main(["--port", str(free_port), "--data", str(tmp_path / "file" / "data")]) == 1
    assert "Traceback" not in capsys.readouterr().err


@pytest.fixture
def service() -> Iterator[OpenAIServer]:
    with OpenAIServer() as running:
        assert isinstance(running, OpenAIServer)
        yield running


def answer_as(service: OpenAIServer, chat: Reply) -> None:
    """Embed texts, and answer what is said to the chat model so."""
    service.will(lambda exchange: (embeds(8) if "embeddings" in exchange.asked.path else chat)(exchange))


@contextmanager
def started(service: OpenAIServer, port: int) -> Iterator[subprocess.Popen[str]]:
    """A real `sebastian serve`."""
    command = [sys.executable, str(ROOT / "server.py"), "serve", "--port", str(port)]
    environment = {**os.environ, "SEBASTIAN_OPENAI_URL": f"{service.url}/v1"}
    with subprocess.Popen(
        command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        try:
            yield process
        finally:
            process.kill()


def lines(stream: IO[str] | None, count: int) -> list[str]:
    assert stream is not None
    return [stream.readline() for _ in range(count)]


def owner_of(port: int, token: str) -> httpx.Client:
    headers = {"Authorization": f"Bearer {token}"}
    return httpx.Client(base_url=f"http://127.0.0.1:{port}", headers=headers, timeout=60, trust_env=False)


def test_a_server_from_start_to_ctrl_c(service: OpenAIServer, tmp_path: Path, free_port: int) -> None:
    """The token is printed once, words stay out of the log, and Ctrl-C ends it well."""
    answer_as(service, says("您好。"))
    with started(service, free_port) as process:
        printed = lines(process.stdout, 3)
        token = (tmp_path / "data" / "token").read_text().strip()
        assert f"http://127.0.0.1:{free_port}" in printed[1]
        assert token in printed[2]
        with owner_of(free_port, token) as client:
            assert client.post("/chat/text", json={"text": "我的秘密"}).json()["response"] == "您好。"
            assert client.get("/memories", params={"query": "我的秘密"}).status_code == 200
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=120)
    assert process.returncode == 0
    assert "已停止" in out
    assert "Traceback" not in err
    assert "POST /chat/text 200" in err
    assert not any(secret in out + err for secret in ("秘密", "%E7", token, "sk-secret"))


def test_ctrl_c_does_not_wait_for_ever_for_a_model_that_is_still_answering(
    service: OpenAIServer, tmp_path: Path, free_port: int
) -> None:
    asked = threading.Event()

    def hangs_when_asked(exchange: Exchange) -> None:
        asked.set()
        hangs(exchange)

    answer_as(service, hangs_when_asked)
    with started(service, free_port) as process, ThreadPoolExecutor(1) as pool:
        lines(process.stdout, 3)
        token = (tmp_path / "data" / "token").read_text().strip()
        with owner_of(free_port, token) as client:
            reply = pool.submit(client.post, "/chat/text", json={"text": "我搬到了成都"})
            assert asked.wait(60)
            process.send_signal(signal.SIGINT)
            out, err = process.communicate(timeout=60)
            assert (reply.result().status_code, code_of(reply.result())) == (503, "stopping")
    assert process.returncode == 0
    assert "话已经记下" in out
    assert "Traceback" not in err
    assert "我搬到了成都" in (tmp_path / "data" / "users" / "owner" / "ledger.jsonl").read_text()


def test_the_token_is_printed_only_when_it_is_new_or_asked_for() -> None:
    kept = Token(TOKEN, Path("/d/token"), is_new=False)
    assert TOKEN in token_line(Token(TOKEN, Path("/d/token"), is_new=True), show_token=False)
    assert TOKEN in token_line(kept, show_token=True)
    assert TOKEN not in token_line(kept, show_token=False)
    assert "/d/token" in token_line(kept, show_token=False)
    assert TOKEN not in token_line(Token(TOKEN, None, is_new=False), show_token=False)


@pytest.mark.parametrize(
    ("host", "warns"),
    [
        ("127.0.0.1", False),
        ("localhost", False),
        ("::1", False),
        ("0.0.0.0", True),
        ("192.0.2.1", True),
        ("example.org", True),
    ],
)
def test_an_address_that_others_can_reach_is_warned_of(host: str, warns: bool) -> None:
    line = address_line(Settings(_env_file=None, host=host))
    assert ("明文" in line) is warns
    assert f"http://{'[::1]' if host == '::1' else host}:8000" in line
