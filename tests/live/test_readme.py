"""The curl lines of the README, word for word but for the address and the recording, through the real curl."""

import json
import os
import re
import shutil
import subprocess
import wave
from pathlib import Path
from typing import Any

import pytest

from tests.live.server_process import ROOT, TOKEN, ServerProcess

pytestmark = [
    pytest.mark.live,
    pytest.mark.skipif(shutil.which("curl") is None, reason="curl is not installed here"),
]

README = (ROOT / "README.md").read_text("utf-8")


def command(route: str) -> str:
    """The one command of the README that goes to a route of the chat."""
    start = rf"^curl --request POST 'http://127\.0\.0\.1:8000{route}'"
    (found,) = re.findall(rf"{start}(?:.*\\\n)+.*$", README, re.MULTILINE)
    return str(found)


def run(line: str, server: ServerProcess, folder: Path) -> Any:
    """Run a command in a shell, as a person does who has set TOKEN, against the server of this test."""
    here = line.replace("http://127.0.0.1:8000", server.url)
    done = subprocess.run(
        ["sh", "-c", f"{here} --silent --show-error --noproxy '*'"],
        cwd=folder, env={**os.environ, "TOKEN": TOKEN}, capture_output=True, text=True, check=True,
    )  # fmt: skip
    return json.loads(done.stdout)


def test_the_line_that_says_hello_is_answered(server: ServerProcess, tmp_path: Path) -> None:
    line = command("/chat/text")
    assert '"text": "你好，你是谁？"' in line
    answer = run(line, server, tmp_path)
    assert "助理" in answer["response"] or "塞巴斯蒂安" in answer["response"]
    assert answer["memory"] is None


def test_the_line_that_sends_a_recording_of_silence_is_told_that_nothing_was_heard(
    server: ServerProcess, tmp_path: Path
) -> None:
    with wave.open(str(tmp_path / "test.wav"), "wb") as recording:
        recording.setnchannels(1)
        recording.setsampwidth(2)
        recording.setframerate(16_000)
        recording.writeframes(bytes(32_000))
    answer = run(command("/chat/audio"), server, tmp_path)
    assert answer["error"]["code"] == "audio_silent", answer
