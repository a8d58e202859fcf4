"""`sebastian serve` as a process of its own, talked to over HTTP."""

import os
import signal
import socket
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx

ROOT = Path(__file__).parents[2]
TOKEN = "a-token-for-live-tests"
# The embedded models whatever the environment and a `.env` say: no key, no network.
EMBEDDED = {
    "SEBASTIAN_CHAT": "local:qwen2.5-1.5b",
    "SEBASTIAN_EMBEDDING": "local:use-multilingual-v3",
    "SEBASTIAN_SPEECH": "local:whisper-base",
    "SEBASTIAN_MODEL_TIMEOUT_S": "300",  # on a busy machine the first turn waits long for the prompts to be computed
    "TOKEN": TOKEN,
    "PYTHONPATH": str(ROOT),
}
ANSWER_S = 300
STOP_S = 60


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])


@dataclass
class ServerProcess:
    """A server over one data folder, which can be stopped, killed and started again on the same port."""

    folder: Path
    port: int = field(default_factory=free_port)
    _process: "subprocess.Popen[str] | None" = None

    @property
    def url(self) -> str:
        """Where it is."""
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        """Start, and wait until it says that it is ready: the model is loaded by then."""
        command = [
            sys.executable,
            "-m",
            "server",
            "serve",
            "--port",
            str(self.port),
            "--data",
            str(self.folder / "data"),
        ]
        with (self.folder / "server.log").open("a", encoding="utf-8") as log:
            self._process = subprocess.Popen(
                command, cwd=self.folder, env={**os.environ, **EMBEDDED}, stdout=subprocess.PIPE, stderr=log, text=True
            )
        assert self._process.stdout is not None
        if not any("已就绪" in line for line in iter(self._process.stdout.readline, "")):
            self.kill()
            raise AssertionError((self.folder / "server.log").read_text("utf-8")[-4000:])

    def stop(self) -> None:
        """Stop with Ctrl-C, which is to end it well."""
        assert self._end(signal.SIGINT) == 0

    def kill(self) -> None:
        """End it as a power cut does."""
        self._end(signal.SIGKILL)

    def say(self, text: str, said_at: str | None = None, *, user: str = "owner") -> dict[str, Any]:
        """POST /chat/text; the answer."""
        body = {"text": text} if said_at is None else {"text": text, "said_at": said_at}
        answer = self._ask("POST", "/chat/text", user, json=body)
        assert set(answer) == {"response", "memory"}, answer
        return answer

    def memories(self, path: str = "", *, user: str = "owner") -> dict[str, Any]:
        """GET /memories or one of them."""
        return self._ask("GET", f"/memories{path}", user)

    def _ask(self, method: str, path: str, user: str, **options: Any) -> dict[str, Any]:
        headers = {"Authorization": f"Bearer {TOKEN}", "X-Sebastian-User": user}
        with httpx.Client(base_url=self.url, headers=headers, timeout=ANSWER_S, trust_env=False) as client:
            response = client.request(method, path, **options)
        assert response.status_code == 200, response.text
        answer: dict[str, Any] = response.json()
        return answer

    def _end(self, number: signal.Signals) -> int | None:
        process, self._process = self._process, None
        if process is None:
            return None
        process.send_signal(number)
        try:
            return process.wait(timeout=STOP_S)
        finally:
            process.kill()
            process.wait()
            assert process.stdout is not None
            process.stdout.close()
