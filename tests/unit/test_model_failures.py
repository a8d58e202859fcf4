"""What a status and an error code of a service mean."""

import json

import pytest

from agent.models.failures import from_status, translated
from store.errors import ModelAnswerInvalid, ModelError, ModelQuota, ModelTimeout, ModelUnavailable


@pytest.mark.parametrize(
    ("status", "code", "kind", "passing"),
    [
        (401, "", ModelUnavailable, False),
        (403, "AccessDenied.Unpurchased", ModelUnavailable, False),
        (403, "AllocationQuota.FreeTierOnly", ModelQuota, False),
        (400, "Arrearage", ModelQuota, False),
        (402, "", ModelQuota, False),
        (429, "", ModelQuota, True),
        (429, "Throttling.RateQuota", ModelQuota, True),
        (429, "Throttling.AllocationQuota", ModelQuota, False),
        (429, "insufficient_quota", ModelQuota, False),
        (None, "rate_limit_exceeded", ModelQuota, True),
        (400, "InvalidApiKey", ModelUnavailable, False),
        (400, "InvalidParameter", ModelUnavailable, False),
        (404, "", ModelUnavailable, False),
        (408, "RequestTimeOut", ModelTimeout, False),
        (504, "", ModelTimeout, False),
        (500, "InternalError.Timeout", ModelTimeout, False),
        (500, "", ModelUnavailable, True),
        (503, "ServiceUnavailable", ModelUnavailable, True),
        (None, "InternalError.Algo", ModelUnavailable, True),
        (None, "", ModelUnavailable, False),
    ],
)
def test_a_status_and_a_code_have_one_meaning(
    status: int | None, code: str, kind: type[ModelError], passing: bool
) -> None:
    failure = from_status("dashscope", status, code)
    assert type(failure) is kind
    assert failure.details["passing"] is passing
    assert failure.details["explanation"].endswith("。")


def test_only_a_plain_code_is_quoted() -> None:
    assert "Throttling.RateQuota" in str(from_status("openai", 429, "Throttling.RateQuota"))
    assert "words" not in str(from_status("openai", 400, "the words of the user"))


def test_what_no_service_causes_passes_untranslated() -> None:
    for other in (NotImplementedError("bug"), KeyboardInterrupt()):
        with pytest.raises(type(other)), translated("openai"):
            raise other


def test_our_own_errors_pass_as_they_are() -> None:
    failure = from_status("openai", 429)
    with pytest.raises(ModelQuota) as caught, translated("openai"):
        raise failure
    assert caught.value is failure


def test_a_missing_field_and_broken_json_are_rubbish() -> None:
    with pytest.raises(ModelAnswerInvalid), translated("openai"):
        raise KeyError("choices")
    with pytest.raises(ModelAnswerInvalid), translated("openai"):
        json.loads("{")


def test_a_timeout_hidden_in_a_connection_error_is_a_timeout() -> None:
    with pytest.raises(ModelTimeout), translated("dashscope"):
        try:
            raise TimeoutError("read")
        except TimeoutError as slow:
            raise ConnectionError("broken") from slow
