"""What calls to DashScope have in common: where they go, how long they may take, what an error response means."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

import dashscope  # noqa: F401  (imported for its logger, which its import configures)
from pydantic import SecretStr

from agent.models import again
from agent.models.failures import from_status, rubbish, translated
from agent.models.keys import header_key
from agent.settings import Settings
from store.errors import ModelUnavailable

PROVIDER: Final = "dashscope"

# The SDK logs each failure with a traceback before raising it, and the user's words at debug: we report failures once.
logging.getLogger("dashscope").setLevel(logging.CRITICAL)


@dataclass(frozen=True)
class Endpoint:
    """Where and how to call. Given with each call, because the SDK reads its own variables once, at import."""

    url: str
    key: SecretStr
    timeout_s: float

    def arguments(self) -> dict[str, Any]:
        """Keyword arguments for any `call` of the SDK; `request_timeout` bounds each wait for bytes, in seconds."""
        return {"api_key": self.key.get_secret_value(), "base_address": self.url, "request_timeout": self.timeout_s}


def endpoint(settings: Settings) -> Endpoint:
    """The endpoint that the settings name.

    Raises:
        ModelUnavailable: `model_unavailable`, when no usable key is set.
    """
    if settings.dashscope_api_key is None:
        raise ModelUnavailable(
            "a dashscope: model needs DASHSCOPE_API_KEY, which is not set",
            explanation="使用百炼（DashScope）的模型需要设置 DASHSCOPE_API_KEY。",
        )
    return Endpoint(
        settings.dashscope_url, header_key(settings.dashscope_api_key, "DASHSCOPE_API_KEY"), settings.model_timeout_s
    )


def ask(call: Callable[[], Any]) -> Any:
    """Make a call that does not stream, once more if it fails in passing, and give its successful response."""

    def attempt() -> Any:
        with translated(PROVIDER):
            response = call()
        return succeeded(response)

    return again.persistently(attempt)


def succeeded(response: Any) -> Any:
    """The response itself.

    Raises:
        ModelError: it is an error response, which the SDK returns rather than raises.
    """
    status, code = response.status_code, str(response.code or "")
    if status == 200:
        return response
    if (status, code) == (400, "Unknown"):  # what the SDK makes of a stream event that is not JSON
        raise rubbish(PROVIDER, "an event of the stream is not JSON")
    raise from_status(PROVIDER, status, code)
