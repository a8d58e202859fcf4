"""The examples of docs/interfaces.md are run as they stand, against a server."""

import json
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

from server import main
from tests.chat_models import calls
from tests.http.serving import GREETS, TOKEN, Serve, Served
from tests.loopback.servers.openai import OpenAIServer, says

PAGE = (Path(__file__).parents[2] / "docs" / "interfaces.md").read_text(encoding="utf-8")
HERE = "http://127.0.0.1:8000"


def examples(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", PAGE, re.DOTALL | re.MULTILINE)


SCRIPT = (calls("save_memory", statement="用户对花生过敏", attribute="过敏", value="花生"), *GREETS)
HTTP = [code for code in examples("python") if HERE in code]
IN_PROCESS = [code for code in examples("python") if 'Sebastian("' in code]


def test_the_page_has_an_example_of_every_interface() -> None:
    shown = " ".join(HTTP + IN_PROCESS)
    for name in ("openai.OpenAI", "streamable_http_client", "Sebastian(url=", 'Sebastian("', "RemoteRunnable"):
        assert name in shown


@pytest.mark.parametrize("code", HTTP, ids=range(len(HTTP)))
@pytest.mark.filterwarnings("ignore::ResourceWarning")  # an example need not close what it opens
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_an_example_in_python_runs_against_a_server(
    serve: Serve, code: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    served: Served = serve(SCRIPT)
    exec(compile(code.replace(HERE, served.url), "docs/interfaces.md", "exec"), {"token": TOKEN})
    assert capsys.readouterr().out.strip()
    assert served.sebastian.memory().turns()


@pytest.mark.parametrize("code", IN_PROCESS, ids=range(len(IN_PROCESS)))
def test_an_example_in_process_runs_with_the_settings_of_the_environment(
    tmp_path: Path, code: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path))
    with OpenAIServer() as service:
        assert isinstance(service, OpenAIServer)
        service.will(says("好的。"))
        monkeypatch.setenv("SEBASTIAN_CHAT", "openai:some-model")
        monkeypatch.setenv("SEBASTIAN_EMBEDDING", "local:use-multilingual-v3")
        monkeypatch.setenv("SEBASTIAN_OPENAI_URL", f"{service.url}/v1")
        monkeypatch.setenv("SEBASTIAN_OPENAI_API_KEY", "sk-for-tests")
        exec(compile(code, "docs/interfaces.md", "exec"), {})
    assert capsys.readouterr().out.startswith("好的。")
    assert (tmp_path / "我的记忆" / "users" / "owner" / "ledger.jsonl").is_file()


@pytest.mark.parametrize("line", [code for code in examples("bash") if code.startswith("curl")])
def test_a_curl_line_runs_against_a_server(served: Served, line: str) -> None:
    if shutil.which("curl") is None:
        pytest.skip("curl is not installed here")
    done = subprocess.run(
        ["bash", "-c", line.replace(HERE, served.url)], env={"TOKEN": TOKEN, "PATH": "/usr/bin:/bin", "NO_PROXY": "*"},
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert set(json.loads(done.stdout)) in ({"response", "memory"}, {"memories", "total"})


def configured() -> list[dict[str, Any]]:
    (of_qwen,) = (code for code in examples("python") if code.startswith("tools ="))
    names: dict[str, Any] = {}
    exec(of_qwen, names)
    shown = [*map(json.loads, examples("json")), *names["tools"]]
    return [entry["mcpServers"]["sebastian"] for entry in shown]


def test_what_other_assistants_are_configured_with_is_what_there_is(
    served: Served, capsys: pytest.CaptureFixture[str]
) -> None:
    assert len(configured()) == 3
    for server in configured():
        if "url" in server:
            assert server["headers"] == {"Authorization": "Bearer <TOKEN>"}
            call = {"jsonrpc": "2.0", "id": 1, "method": "ping"}
            accepts = {"Accept": "application/json, text/event-stream"}
            assert served.client.post(server["url"].removeprefix(HERE), json=call, headers=accepts).status_code == 200
        else:
            assert Path(server["command"]).name == "sebastian"
            with pytest.raises(SystemExit, match="0"):
                main([*server["args"], "--help"])


def test_prometheus_is_told_where_and_how(served: Served) -> None:
    (config,) = map(yaml.safe_load, examples("yaml"))
    (job,) = config["scrape_configs"]
    assert job["authorization"] == {"credentials": "<TOKEN>"}
    assert served.client.get(job.get("metrics_path", "/metrics")).status_code == 200
