"""`POST /chat/text`, the seed's curl line first."""

import json
import shutil
import subprocess
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from langchain_core.messages import AIMessage, BaseMessage

from api.schemas import ChatAnswer
from store.errors import (
    ModelError,
    ModelQuota,
    ModelTimeout,
    ModelUnavailable,
)
from tests.http.serving import GREETING, NOW, TOKEN, Serve, Served, code_of


def curl(*arguments: str) -> str:
    """Run the real curl, as a user would."""
    program = shutil.which("curl")
    if program is None:
        pytest.skip("curl is not installed here")
    done = subprocess.run([program, "-sS", "--noproxy", "*", *arguments], capture_output=True, text=True, check=True)
    return done.stdout


def test_the_curl_line_of_the_readme_answers_response_and_memory(served: Served) -> None:
    answer = curl(
        "-X", "POST", f"{served.url}/chat/text", "-H", f"Authorization: Bearer {TOKEN}",
        "-H", "Content-Type: application/json", "-d", '{"text": "你好，你是谁？"}',
    )  # fmt: skip
    assert json.loads(answer) == {"response": GREETING, "memory": None}


def test_an_answer_is_written_as_chinese_and_not_as_escapes(served: Served) -> None:
    response = served.say("你好")
    assert GREETING.encode() in response.content
    assert response.headers["content-type"] == "application/json"
    assert response.headers["x-content-type-options"] == "nosniff"
    assert response.headers["cache-control"] == "no-store"
    ChatAnswer.model_validate(response.json())


def test_the_words_are_kept_as_they_were_said_without_the_blanks_around_them(served: Served) -> None:
    served.say("  你好，\n世界 😀 \n")
    assert [turn.text for turn in served.sebastian.memory().turns()] == ["你好，\n世界 😀"]


def test_eight_thousand_characters_are_not_too_many(served: Served) -> None:
    assert served.say("😀" * 8_000).status_code == 200


def test_unknown_fields_are_ignored(served: Served) -> None:
    assert served.say("你好", mood="好").status_code == 200


def test_a_turn_is_dated_when_it_was_said(served: Served) -> None:
    assert served.say("我到家了", said_at="2022-03-04T20:00:00+08:00", thread_id="home").status_code == 200
    turn = served.sebastian.memory().turns()[0]
    assert turn.said_at == datetime.fromisoformat("2022-03-04T20:00:00+08:00")


def test_a_clock_that_is_a_little_fast_counts_as_now(served: Served) -> None:
    assert served.say("你好", said_at=(NOW + timedelta(seconds=30)).isoformat()).status_code == 200
    turn = served.sebastian.memory().turns()[0]
    assert turn.said_at <= turn.recorded_at


def test_a_time_may_end_in_z_and_null_is_no_time(served: Served) -> None:
    assert served.say("你好", said_at="2025-01-01T00:00:00Z", thread_id=None).status_code == 200
    assert served.say("你好", said_at=None).status_code == 200


FAILURES = [
    (ModelUnavailable, 502), (ModelTimeout, 504), (ModelQuota, 502), (ModelError, 502),
]  # fmt: skip


@pytest.mark.parametrize(("failure", "status"), FAILURES)
def test_a_model_that_fails_is_said_plainly_and_the_words_are_kept(
    serve: Serve, failure: type[ModelError], status: int
) -> None:
    def fail(_messages: list[BaseMessage]) -> AIMessage:
        raise failure("the model at secret-host failed")

    served = serve(fail)
    response = served.say("我搬到了成都")
    assert (response.status_code, code_of(response)) == (status, failure.code)
    assert "您的话已经记下" in response.json()["error"]["message"]
    assert "secret-host" not in response.text
    memory = served.sebastian.memory()
    assert [turn.text for turn in memory.pending()] == ["我搬到了成都"]


def test_words_acknowledged_as_kept_are_on_disk(serve: Serve) -> None:
    def fail(_messages: list[BaseMessage]) -> AIMessage:
        raise ModelTimeout("slow")

    served = serve(fail)
    served.say("我搬到了成都")
    assert any("我搬到了成都".encode() in path.read_bytes() for path in files_in(served.data))


def test_a_bug_is_answered_without_its_trace_and_logged_without_the_words(
    serve: Serve, caplog: pytest.LogCaptureFixture
) -> None:
    def crash(messages: list[BaseMessage]) -> AIMessage:
        raise KeyError(messages[-1].text)

    served = serve(crash)
    response = served.say("我的秘密是什么")
    assert (response.status_code, code_of(response)) == (500, "internal")
    assert "Traceback" not in response.text
    assert "秘密" not in response.text
    assert any("KeyError" in record.getMessage() for record in caplog.records if record.name == "sebastian.bug")
    assert "秘密" not in caplog.text


def test_the_access_log_holds_neither_words_nor_tokens(served: Served, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("DEBUG")
    served.client.get("/memories", params={"query": "我的秘密"})
    served.client.get("/我的秘密")
    served.say("我的秘密")
    lines = [record.getMessage() for record in caplog.records if record.name == "sebastian.access"]
    seen = [line.rsplit(" ", 2)[0] for line in lines]
    assert seen == ["GET /memories 200", "GET (no route) 404", "POST /chat/text 200"]
    # httpx is this test's client; uvicorn's own access line is off and only pytest's handler hears it.
    others = ("httpcore", "httpx", "uvicorn.access")
    ours = [record.getMessage() for record in caplog.records if not record.name.startswith(others)]
    assert [line for line in ours if "秘密" in line or TOKEN in line or "%E7" in line] == []


def files_in(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]
