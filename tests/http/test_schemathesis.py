"""Requests made from the OpenAPI document, good ones and bad ones: none is answered by a 5xx or against the document."""

from contextlib import suppress
from typing import Any, Final

import pytest
import requests
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis.errors import Unsatisfiable
from schemathesis.checks import CheckFunction, not_a_server_error
from schemathesis.generation import GenerationMode
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from tests.http.serving import TOKEN, Serve

# Requests for each operation; raise it to look harder.
EXAMPLES: Final = 2
# LangServe has every operation once more, by the same functions, with a configuration in its path.
ASKED_ALREADY: Final = r"^/agent/c/"
CONFORMS: Final[list[CheckFunction]] = [
    not_a_server_error, content_type_conformance, response_schema_conformance, status_code_conformance,
]  # fmt: skip


@pytest.mark.parametrize("mode", list(GenerationMode))
def test_no_request_is_answered_by_a_server_error(serve: Serve, mode: GenerationMode) -> None:
    served = serve()
    served.save("用户对花生过敏", attribute="过敏", value="花生")
    document: dict[str, Any] = served.client.get("/openapi.json").json()
    schema = schemathesis.openapi.from_dict(document)
    with requests.Session() as session:
        session.trust_env = False
        session.headers["Authorization"] = f"Bearer {TOKEN}"
        for operation in (found.ok() for found in schema.exclude(path_regex=ASKED_ALREADY).get_all_operations()):
            ask_much(operation, mode, served.url, session)


def ask_much(operation: Any, mode: GenerationMode, url: str, session: requests.Session) -> None:
    """Ask one operation in many ways."""
    # LangServe's own document does not say what it answers to a bad request.
    checks = [not_a_server_error] if operation.path.startswith("/agent") else CONFORMS

    @given(case=operation.as_strategy(generation_mode=mode))
    @settings(
        max_examples=EXAMPLES,
        derandomize=True,
        database=None,
        deadline=None,
        phases=[Phase.explicit, Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    def ask(case: schemathesis.Case) -> None:
        case.call_and_validate(base_url=url, session=session, checks=checks)

    with suppress(Unsatisfiable):  # of some operations no request can be a bad one
        ask()
