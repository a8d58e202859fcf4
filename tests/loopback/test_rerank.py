"""Every reranker behind a service, over its real wire; and a turn of talk with one, well and ill."""

import logging
import threading
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from langchain_core.messages import AIMessage

from agent import Sebastian
from agent.models import make_reranker
from agent.models.rerank import PunctualReranker
from agent.settings import Settings
from store.errors import ModelAnswerInvalid, ModelError, ModelQuota, ModelTimeout, ModelUnavailable
from tests.chat_models import ScriptedChat
from tests.embedders import CharacterEmbedder
from tests.loopback.conftest import Service
from tests.loopback.servers.listening import Reply, answers, hangs
from tests.stories import START, day

TEXTS = ["花盆在阳台", "钥匙在门后", "书在床头"]


def test_scores_come_in_the_texts_order(hearing: Service) -> None:
    hearing.server.will(hearing.wire.ranks(0.1, 0.9, 0.4))
    reranker = make_reranker(hearing.settings())
    assert reranker is not None
    assert reranker.rerank("钥匙呢？", TEXTS) == [0.1, 0.9, 0.4]
    assert reranker.name == hearing.settings().rerank


def test_no_reranker_is_made_where_none_is_named(hearing: Service) -> None:
    assert make_reranker(hearing.settings(rerank="")) is None


def test_dashscope_is_sent_query_and_documents_and_asked_not_to_send_them_back(dashscope_service: Service) -> None:
    dashscope_service.server.will(dashscope_service.wire.ranks(0.1, 0.9, 0.4))
    _rerank(dashscope_service.settings())
    (asked,) = dashscope_service.server.asked
    assert asked.path == "/api/v1/services/rerank/text-rerank/text-rerank"
    assert asked.headers["authorization"] == f"Bearer {dashscope_service.wire.KEY}"
    assert asked.body == {
        "model": "gte-rerank-v2",
        "input": {"query": "钥匙呢？", "documents": TEXTS},
        "parameters": {"return_documents": False},
    }


def test_an_openai_endpoint_is_asked_at_rerank_for_all_of_them(openai_service: Service) -> None:
    openai_service.server.will(openai_service.wire.ranks(0.1, 0.9, 0.4))
    _rerank(openai_service.settings())
    (asked,) = openai_service.server.asked
    assert asked.path == "/v1/rerank"
    assert asked.headers["authorization"] == f"Bearer {openai_service.wire.KEY}"
    assert asked.body == {"model": "bge-reranker-v2-m3", "query": "钥匙呢？", "documents": TEXTS, "top_n": 3}


def test_failures_have_the_codes_of_every_model(hearing: Service) -> None:
    for reply, kind in [
        (hearing.wire.refuses(401, "InvalidApiKey"), ModelUnavailable),
        (hearing.wire.refuses(404, "ModelNotFound"), ModelUnavailable),
        (hearing.wire.refuses(429, "Throttling"), ModelQuota),
        (hearing.wire.refuses(400, "Arrearage"), ModelQuota),
    ]:
        hearing.server.will(reply)
        assert type(_failure(hearing.settings())) is kind
    assert type(_failure(hearing.unreachable())) is ModelUnavailable


RUBBISH = [
    b"rubbish",
    b"{}",
    b"[]",
    b"null",
    b'{"output": null}',
    b'{"output": {"results": null}, "results": null}',
    b'{"output": {"results": []}, "results": []}',
    b'{"output": {"results": [{"index": 0}]}, "results": [{"index": 0}]}',
    b'{"output": {"results": 3}, "results": 3}',
]


@pytest.mark.parametrize("body", RUBBISH)
def test_a_rubbish_body_is_an_invalid_answer(hearing: Service, body: bytes) -> None:
    hearing.server.will(answers(200, body))
    assert type(_failure(hearing.settings())) is ModelAnswerInvalid


@pytest.mark.parametrize("scores", [(0.1, 0.9, float("nan")), (0.1, 0.9, float("inf"))])
def test_scores_that_are_no_numbers_are_an_invalid_answer(hearing: Service, scores: tuple[float, ...]) -> None:
    hearing.server.will(hearing.wire.ranks(*scores))
    assert type(_failure(hearing.settings())) is ModelAnswerInvalid


def test_a_service_that_says_nothing_in_time_is_a_timeout(hearing: Service) -> None:
    hearing.server.will(hangs)
    assert type(_failure(hearing.settings(model_timeout_s=0.2))) is ModelTimeout


def test_the_deadline_holds_whatever_the_call_waits_for() -> None:
    with _Waiting() as inner, pytest.raises(ModelTimeout, match="local:waiting"):
        PunctualReranker(inner, 0.05).rerank("钥匙呢？", TEXTS)


def test_a_dashscope_reranker_without_a_key_names_the_variable() -> None:
    with pytest.raises(ModelUnavailable, match="DASHSCOPE_API_KEY"):
        make_reranker(Settings(_env_file=None, rerank="dashscope:gte-rerank-v2", dashscope_api_key=None))


@pytest.fixture
def told(tmp_path: Path) -> Iterator[Path]:
    """A memory of two things that look alike."""
    with _sebastian(tmp_path, Settings(_env_file=None, chat="openai:scripted")) as sebastian:
        sebastian.chat("阁楼的钥匙挂在门后", said_at=START)
        sebastian.chat("阁楼的钥匙是铜做的", said_at=day(1))
    yield tmp_path


def test_what_comes_to_mind_comes_in_the_rerankers_order(told: Path, dashscope_service: Service) -> None:
    for scores in ((0.9, 0.2), (0.2, 0.9)):
        dashscope_service.server.will(dashscope_service.wire.ranks(*scores))
        seen = _asked_of(told, dashscope_service)
        shown = dashscope_service.server.asked[-1].body["input"]["documents"]
        first, second = shown if scores[0] > scores[1] else shown[::-1]
        assert seen.index(first) < seen.index(second)


@pytest.mark.parametrize("reply", [hangs, answers(500, b"{}"), answers(200, b"{}")], ids=["hangs", "fails", "rubbish"])
def test_a_turn_is_answered_whatever_becomes_of_the_reranker(
    told: Path, dashscope_service: Service, reply: Reply, caplog: pytest.LogCaptureFixture
) -> None:
    dashscope_service.server.will(reply)
    with caplog.at_level(logging.WARNING):
        seen = _asked_of(told, dashscope_service)
    assert "挂在门后" in seen
    assert "铜做的" in seen
    assert "did not rerank" in caplog.text
    assert "钥匙" not in caplog.text
    assert dashscope_service.wire.KEY not in caplog.text


def _asked_of(folder: Path, service: Service) -> str:
    """Ask about the key; what the chat model was told."""
    chat = ScriptedChat(script=[AIMessage("好的。")])
    settings = service.settings(chat="openai:scripted", model_timeout_s=0.3)
    with _sebastian(folder, settings, chat) as sebastian:
        assert sebastian.chat("阁楼的钥匙在哪儿？", said_at=day(2)).response == "好的。"
        assert sebastian.memory().check() == []
    return "\n".join(message.text for message in chat.seen[0])


def _sebastian(folder: Path, settings: Settings, chat: ScriptedChat | None = None) -> Sebastian:
    model = chat or ScriptedChat(script=[AIMessage("好的。")])
    return Sebastian(folder, settings=settings, chat_model=model, embedder=CharacterEmbedder(), clock=lambda: day(3))


def _rerank(settings: Settings) -> list[float]:
    reranker = make_reranker(settings)
    assert reranker is not None
    return reranker.rerank("钥匙呢？", TEXTS)


def _failure(settings: Settings) -> ModelError:
    with pytest.raises(ModelError) as caught:
        _rerank(settings)
    return caught.value


class _Waiting:
    """A reranker that waits until the test is over."""

    name = "local:waiting"

    def __init__(self) -> None:
        self._over = threading.Event()

    def rerank(self, query: str, texts: Sequence[str]) -> list[float]:
        self._over.wait()
        return [0.0] * len(texts)

    def __enter__(self) -> "_Waiting":
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
