"""Request ids, JSON logs, metrics and tracing."""

import json
import logging
import re
from collections.abc import Iterator

import langsmith
import pytest
from langchain_core.messages import AIMessage, BaseMessage
from langsmith.utils import get_env_var, tracing_is_enabled

from agent.tracing import traced
from api.logs import JsonLines, start_logging
from api.passing import request_id
from store.errors import ModelQuota
from tests.http.serving import GREETING, TOKEN, Serve, Served


def test_a_request_has_the_id_that_it_was_given(served: Served) -> None:
    answer = served.client.get("/health", headers={"X-Request-ID": "web-42.7"})
    assert answer.headers["x-request-id"] == "web-42.7"


@pytest.mark.parametrize("given", ["", "two words", "x" * 129, "a\tb", '"id"'])
def test_an_id_that_could_not_stand_in_a_log_is_replaced(shared: Served, given: str) -> None:
    made = shared.client.get("/health", headers={"X-Request-ID": given}).headers["x-request-id"]
    assert re.fullmatch(r"[0-9a-f]{16}", made)


def test_each_request_without_one_gets_an_id_of_its_own_refused_ones_too(shared: Served) -> None:
    with shared.stranger() as stranger:
        ids = {stranger.get(path).headers["x-request-id"] for path in ("/health", "/memories", "/nowhere")}
    assert len(ids) == 3


def test_every_line_of_a_request_carries_its_id(served: Served, caplog: pytest.LogCaptureFixture) -> None:
    seen: list[tuple[str, str]] = []

    class Noting(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            seen.append((record.name, request_id.get()))

    noting = Noting()
    log = logging.getLogger("sebastian.access")
    caplog.set_level("INFO", "sebastian.access")
    log.addHandler(noting)
    try:
        served.client.get("/health", headers={"X-Request-ID": "web-1"})
        served.client.get(
            "/health", headers={"X-Request-ID": "web-2"}
        )  # on the same connection: the line before it is written
    finally:
        log.removeHandler(noting)
    assert seen[:1] == [("sebastian.access", "web-1")]


def test_a_json_line_is_one_object_without_words_or_token(served: Served, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("INFO", "sebastian.access")
    served.client.get("/memories/f99", params={"query": "我的秘密"})
    served.say("我的秘密")
    served.client.get("/health")  # on the same connection, so that the line before it is written by now
    records = [record for record in caplog.records if record.name == "sebastian.access"]
    lines = [json.loads(JsonLines().format(record)) for record in records]
    missing, said = lines[:2]
    assert (missing["method"], missing["path"], missing["status"], missing["code"]) == (
        "GET", "/memories/{fact_id}", 404, "fact_not_found",
    )  # fmt: skip
    assert (said["path"], said["status"], said["code"], said["level"]) == ("/chat/text", 200, None, "INFO")
    assert "秘密" not in json.dumps(lines, ensure_ascii=False)
    assert TOKEN not in json.dumps(lines)


@pytest.mark.parametrize("style", ["text", "json"])
def test_either_style_writes_to_standard_error(style: str, capsys: pytest.CaptureFixture[str]) -> None:
    root = logging.getLogger()
    before, level = root.handlers[:], root.level
    try:
        start_logging("json" if style == "json" else "text")
        logging.getLogger("sebastian.access").info("GET %s", "/health")
    finally:
        root.handlers[:], root.level = before, level
    written = capsys.readouterr()
    assert written.out == ""
    assert "GET /health" in written.err
    assert written.err.startswith("{") is (style == "json")


def numbers(served: Served) -> dict[str, float]:
    answer = served.client.get("/metrics")
    assert answer.headers["content-type"].startswith("text/plain")
    rows = [line.rpartition(" ") for line in answer.text.splitlines() if not line.startswith("#")]
    return {name: float(value) for name, _, value in rows}


def test_metrics_count_turns_changes_errors_and_time(serve: Serve) -> None:
    failures = [ModelQuota("no more")]

    def answer(_messages: list[BaseMessage]) -> AIMessage:
        if failures:
            raise failures.pop()
        return AIMessage(GREETING)

    served = serve(answer)
    served.say("你好")
    served.say("你好")
    served.client.delete(f"/memories/{served.save('用户对花生过敏').id}")
    served.client.get("/memories/f99")
    found = numbers(served)
    assert found['sebastian_turns_total{outcome="answered"}'] == 1
    assert found['sebastian_turns_total{outcome="failed"}'] == 1
    assert found['sebastian_changes_total{op="retracted"}'] == 1
    assert found['sebastian_errors_total{code="fact_not_found"}'] == 1
    assert found['sebastian_errors_total{code="model_quota"}'] == 1
    assert found["sebastian_ledger_seq"] == served.seq
    # the failed turn may have been made up for meanwhile, in a quiet moment
    assert found["sebastian_recall_seconds_count"] >= 2
    assert found['sebastian_part_seconds_count{part="model"}'] >= 2
    assert found['sebastian_part_seconds_count{part="memory"}'] >= 3


def test_metrics_are_behind_the_token_and_name_nobody_and_nothing_said(served: Served) -> None:
    served.client.post("/chat/text", json={"text": "我的秘密"}, headers={"X-Sebastian-User": "wangwu"})
    text = served.client.get("/metrics").text
    assert "秘密" not in text
    assert "wangwu" not in text
    with served.stranger() as stranger:
        assert stranger.get("/metrics").status_code == 401


@pytest.fixture
def _tracing_in_the_environment(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """What another project left behind, which LangChain would follow by itself."""
    for name in ("LANGSMITH_TRACING", "LANGCHAIN_TRACING_V2"):
        monkeypatch.setenv(name, "true")
    get_env_var.cache_clear()
    langsmith.configure(enabled=None)
    assert tracing_is_enabled()
    yield
    get_env_var.cache_clear()


@pytest.mark.usefixtures("_tracing_in_the_environment")
def test_tracing_variables_alone_send_nothing(serve: Serve) -> None:
    seen: list[object] = []

    def answer(_messages: list[BaseMessage]) -> AIMessage:
        seen.append(tracing_is_enabled())
        return AIMessage(GREETING)

    served = serve(answer)
    served.say("你好")
    served.client.post("/agent/invoke", json={"input": {"text": "你好"}})
    served.sebastian.chat("你好")
    assert seen == [False, False, False]


def test_tracing_is_the_owners_choice(serve: Serve) -> None:
    settings = serve().sebastian.settings
    with traced(settings):
        assert tracing_is_enabled() is False
    with traced(settings.model_copy(update={"tracing": "langsmith"})):
        assert tracing_is_enabled() is True
