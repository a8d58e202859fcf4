"""Every embedding model behind a service, over its real wire."""

import numpy as np
import pytest

from agent.models import make_embedder
from store.errors import ModelAnswerInvalid
from tests.loopback.conftest import Service

NAMES = {"dashscope": "dashscope:text-embedding-v4", "openai": "openai:some-embedding", "ollama": "ollama:bge-m3"}
DIMENSION = 1024


def test_vectors_come_in_the_texts_order_and_have_length_one(service: Service) -> None:
    service.server.will(service.wire.embeds(DIMENSION))
    embedder = make_embedder(service.settings())
    texts = [chr(ord("一") + number) for number in range(205)]
    vectors = embedder.embed(texts)
    assert vectors.shape == (205, DIMENSION)
    assert vectors.dtype == np.float32
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-6)
    assert np.allclose(vectors[:, 0] / vectors[:, 1], [ord(text) for text in texts], rtol=1e-4)


def test_name_and_dimension_are_known(service: Service) -> None:
    service.server.will(service.wire.embeds(DIMENSION))
    embedder = make_embedder(service.settings())
    assert embedder.name == NAMES[service.provider]
    assert embedder.dimension == DIMENSION


def test_the_dimension_is_asked_for_once(service: Service) -> None:
    service.server.will(service.wire.embeds(DIMENSION))
    embedder = make_embedder(service.settings())
    assert embedder.dimension == embedder.dimension == embedder.embed(["猫"]).shape[1]
    assert len(service.server.asked) <= 2


def test_no_texts_give_no_rows(service: Service) -> None:
    service.server.will(service.wire.embeds(DIMENSION))
    assert make_embedder(service.settings()).embed([]).shape == (0, DIMENSION)


def test_another_dimension_than_before_is_an_invalid_answer(service: Service) -> None:
    service.server.will(service.wire.embeds(DIMENSION), service.wire.embeds(DIMENSION), service.wire.embeds(8))
    embedder = make_embedder(service.settings())
    assert embedder.embed(["猫"]).shape == (1, DIMENSION)
    with pytest.raises(ModelAnswerInvalid):
        for _ in range(2):
            embedder.embed(["狗"])


def test_dashscope_is_told_ten_texts_at_a_time_what_they_are_for_and_the_dimension(dashscope_service: Service) -> None:
    server = dashscope_service.server
    server.will(dashscope_service.wire.embeds(DIMENSION))
    embedder = make_embedder(dashscope_service.settings())
    embedder.embed(["文"] * 23)
    embedder.embed(["问"], query=True)
    bodies = [asked.body for asked in server.asked]
    assert [len(body["input"]["texts"]) for body in bodies] == [10, 10, 3, 1]
    assert [body["parameters"] for body in bodies] == [
        {"text_type": kind, "dimension": DIMENSION} for kind in ("document", "document", "document", "query")
    ]
    assert {body["model"] for body in bodies} == {"text-embedding-v4"}
    assert {asked.path for asked in server.asked} == {"/api/v1/services/embeddings/text-embedding/text-embedding"}
    assert {asked.headers["authorization"] for asked in server.asked} == {f"Bearer {dashscope_service.wire.KEY}"}


def test_older_dashscope_models_have_their_own_dimension(dashscope_service: Service) -> None:
    dashscope_service.server.will(dashscope_service.wire.embeds(1536))
    embedder = make_embedder(dashscope_service.settings(embedding="dashscope:text-embedding-v2"))
    assert embedder.embed(["猫"]).shape == (1, embedder.dimension) == (1, 1536)
    assert "dimension" not in dashscope_service.server.asked[0].body["parameters"]


def test_an_openai_endpoint_is_sent_texts_and_asked_for_floats(openai_service: Service) -> None:
    openai_service.server.will(openai_service.wire.embeds(DIMENSION))
    make_embedder(openai_service.settings()).embed(["猫"] * 11)
    probe, first, second = (asked.body for asked in openai_service.server.asked)
    assert (len(probe["input"]), len(first["input"]), len(second["input"])) == (1, 10, 1)
    assert first["input"][0] == "猫"
    assert first["encoding_format"] == "float"
    assert openai_service.server.asked[0].path == "/v1/embeddings"
    assert openai_service.server.asked[0].headers["authorization"] == f"Bearer {openai_service.wire.KEY}"


def test_an_openai_endpoint_without_a_key_is_not_sent_somebody_elses(
    openai_service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-for-somebody-else")
    openai_service.server.will(openai_service.wire.embeds(DIMENSION))
    make_embedder(openai_service.settings(openai_api_key=None)).embed(["猫"])
    assert "somebody" not in openai_service.server.asked[0].headers["authorization"]


def test_ollama_is_asked_on_its_own_wire(ollama_service: Service) -> None:
    ollama_service.server.will(ollama_service.wire.embeds(DIMENSION))
    make_embedder(ollama_service.settings()).embed(["猫"])
    assert {asked.path for asked in ollama_service.server.asked} == {"/api/embed"}
    assert ollama_service.server.asked[1].body["input"] == ["猫"]
