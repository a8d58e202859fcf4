"""The documentation says what the routes do, in Chinese, and is a valid document."""

from typing import Any

import pytest

from api import completion_shapes, schemas
from api.examples import EXAMPLES
from tests.http.serving import Served

OURS = {
    ("/chat/text", "post"), ("/chat/audio", "post"), ("/memories", "get"), ("/memories", "delete"),
    ("/memories/{fact_id}", "get"), ("/memories/{fact_id}", "delete"), ("/health", "get"), ("/undo", "post"),
    ("/memories/{fact_id}/why", "get"),
    ("/tidy", "post"), ("/memories/{fact_id}", "patch"), ("/backup", "post"),
    ("/export", "get"), ("/import", "post"), ("/import/{import_id}", "get"), ("/import/{import_id}", "delete"),
    ("/v1/chat/completions", "post"), ("/v1/models", "get"), ("/metrics", "get"),
}  # fmt: skip


@pytest.fixture
def document(shared: Served) -> dict[str, Any]:
    return dict(shared.client.get("/openapi.json").json())


def test_every_route_of_ours_has_a_chinese_summary_and_the_error_shape(document: dict[str, Any]) -> None:
    for path, method in OURS:
        operation = document["paths"][path][method]
        assert any("\u4e00" <= character <= "\u9fff" for character in operation["summary"]), path
        assert "200" in operation["responses"], path
        if path != "/health":
            assert operation["security"] == [{"HTTPBearer": []}], path
            refused = operation["responses"]["401"]["content"]["application/json"]["schema"]["$ref"]
            assert refused.endswith("/OpenAIError" if path.startswith("/v1/") else "/ErrorBody"), path
        assert "HTTPValidationError" not in str(operation["responses"]), path


def test_langserve_is_documented_behind_the_token(document: dict[str, Any]) -> None:
    paths = {path: operations for path, operations in document["paths"].items() if path.startswith("/agent/")}
    assert {"/agent/invoke", "/agent/batch", "/agent/stream"} <= set(paths)
    assert all("security" in operation for operations in paths.values() for operation in operations.values())


def test_every_reference_in_the_document_leads_somewhere(document: dict[str, Any]) -> None:
    assert document["openapi"].startswith("3.")
    for reference in references(document):
        place: Any = document
        for part in reference.removeprefix("#/").split("/"):
            place = place[part.replace("~1", "/").replace("~0", "~")]


def test_operation_ids_are_unique(document: dict[str, Any]) -> None:
    ids = [operation["operationId"] for path in document["paths"].values() for operation in path.values()]
    assert len(ids) == len(set(ids))


def test_every_answer_of_ours_has_an_example_of_its_shape(document: dict[str, Any]) -> None:
    """What FastAPI shows of an example lacks its nulls; so the examples themselves are held to their shapes."""
    shapes = {**vars(schemas), **vars(completion_shapes)}
    for path, method in OURS - {
        ("/metrics", "get"),
        ("/backup", "post"),
        ("/export", "get"),
    }:  # which answer with no JSON
        shown = document["paths"][path][method]["responses"]["200"]["content"]["application/json"]
        name = shown["schema"]["$ref"].rpartition("/")[2]
        assert shown["example"], path
        shapes[name].model_validate(EXAMPLES[name])


def test_the_request_of_a_chat_has_examples(document: dict[str, Any]) -> None:
    assert document["components"]["schemas"]["ChatText"]["examples"]


def references(node: Any) -> list[str]:
    if isinstance(node, dict):
        own = [node["$ref"]] if isinstance(node.get("$ref"), str) else []
        return own + [found for value in node.values() for found in references(value)]
    return [found for value in node for found in references(value)] if isinstance(node, list) else []
