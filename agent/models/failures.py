"""One translation of whatever a model's service or its SDK does wrong into the errors of `store/errors.py`.

The SDKs are recognised by the names of their exceptions, so that nothing here imports one. What a service wrote in an
error's body is left out of the message, and the SDK's own exception out of the traceback: both can quote the key or
the user's words. What remains is the status and the service's short error code; `details` carry

    provider      "dashscope", "openai", "ollama"
    reason        "network", "timeout", "answer", or that of a rule in `failure_rules`
    status        the HTTP status; None where there was none
    explanation   one Chinese sentence for the person, naming the remedy
    passing       whether the same call may well succeed a moment later
"""

import re
from types import TracebackType
from typing import Final

from agent.models.failure_rules import RULES, SERVICES
from store.errors import ModelAnswerInvalid, ModelError, ModelTimeout, ModelUnavailable

# Top-level package and class of an exception or of one it inherits from. requests hides a read timeout in the middle
# of a stream inside its ConnectionError, hence urllib3's.
_TIMEOUTS: Final = {
    "openai.APITimeoutError",
    "httpx.TimeoutException",
    "httpx2.TimeoutException",
    "requests.Timeout",
    "urllib3.ReadTimeoutError",
    "builtins.TimeoutError",
}
_RUBBISH: Final = {
    "json.JSONDecodeError",
    "openai.APIResponseValidationError",
    "langchain_core.OutputParserException",
    "requests.ContentDecodingError",
    "httpx.DecodingError",
    "httpx2.DecodingError",
}
_UNREACHABLE: Final = {
    "openai.APIConnectionError",
    "httpx.TransportError",
    "httpx.InvalidURL",
    "httpx2.TransportError",
    "httpx2.InvalidURL",
    "requests.RequestException",
    "urllib3.HTTPError",
    "builtins.ConnectionError",
}
_REPORTED: Final = {"openai.APIError", "ollama.ResponseError"}

_PLAIN_CODE: Final = re.compile(r"[A-Za-z][A-Za-z0-9_.]{0,59}")


def from_status(provider: str, status: int | None, code: str = "") -> ModelError:
    """Say what an HTTP status, or an error code in the middle of a stream, means.

    Args:
        provider: who answered.
        status: the HTTP status; None when the error came inside a stream.
        code: the service's own error code, "" when it gave none.
    """
    rule = next(rule for rule in RULES if rule.covers(status, code))
    names = SERVICES[provider]
    seen = f"HTTP {status}" if status else "an error in the stream"
    shown = f" {code}" if _PLAIN_CODE.fullmatch(code) else ""
    return rule.kind(
        f"{provider} answered {seen}{shown}: {names.fill(rule.message)}",
        provider=provider,
        reason=rule.reason,
        status=status,
        explanation=names.fill(rule.explanation),
        passing=rule.passing,
    )


def rubbish(provider: str, why: str) -> ModelAnswerInvalid:
    """The error for an answer of which nothing can be used; `why` must not quote it."""
    return ModelAnswerInvalid(
        f"{provider} gave an answer that cannot be used: {why}",
        provider=provider,
        reason="answer",
        status=None,
        explanation=SERVICES[provider].fill("{name}的回答无法使用，请再试一次。"),
        passing=False,
    )


class translated:
    """Context manager for an SDK's call and nothing else: what it raises is raised as one of our errors.

    A missing or wrongly typed field counts as a rubbish answer there; so make what is sent beforehand, outside.
    Any other exception is a bug and passes.

    Raises:
        ModelError: `model_unavailable`, `model_timeout`, `model_quota` or `model_answer_invalid`.
    """

    def __init__(self, provider: str) -> None:
        self._provider = provider

    def __enter__(self) -> None:
        return None

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if error is not None and (failure := translate(self._provider, error)) is not None:
            raise failure from None


def translate(provider: str, error: BaseException) -> ModelError | None:
    """Translate an exception from an SDK's call; None when no failure of a service causes it."""
    names = _names(error)
    hidden = {
        name
        for cause in (error.__cause__, error.__context__, *error.args)
        if isinstance(cause, BaseException)
        for name in _names(cause)
    }
    if names & _TIMEOUTS or (names & _UNREACHABLE and hidden & _TIMEOUTS):
        return _timed_out(provider)
    if names & _RUBBISH:
        return rubbish(provider, type(error).__name__)
    if names & _UNREACHABLE:
        return _unreachable(provider, type(error).__name__)
    if names & _REPORTED:
        status = getattr(error, "status_code", None)
        in_stream = not isinstance(status, int) or status < 100  # ollama says -1
        return from_status(provider, None if in_stream else status, str(getattr(error, "code", None) or ""))
    if isinstance(error, TypeError | LookupError | AttributeError | ValueError):
        return rubbish(provider, f"its shape is wrong, {type(error).__name__}")
    return None


def _timed_out(provider: str) -> ModelTimeout:
    return ModelTimeout(
        f"{provider} did not answer in time; raise SEBASTIAN_MODEL_TIMEOUT_S if the model is that slow",
        provider=provider,
        reason="timeout",
        status=None,
        explanation=SERVICES[provider].fill("{name}没有在限定时间内回答，请稍后再试。"),
        passing=False,
    )


def _unreachable(provider: str, why: str) -> ModelUnavailable:
    names = SERVICES[provider]
    return ModelUnavailable(
        names.fill(f"{provider} cannot be reached ({why}), check {{url}}"),
        provider=provider,
        reason="network",
        status=None,
        explanation=names.fill("连不上{name}，请检查{network}与 {url}。"),
        passing=True,
    )


def _names(error: BaseException) -> set[str]:
    return {f"{cls.__module__.partition('.')[0]}.{cls.__name__}" for cls in type(error).__mro__}
