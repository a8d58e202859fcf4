"""One translation of whatever a model's service or its SDK does wrong into the errors of `store/errors.py`.

The SDKs are recognised by the names of their exceptions, so that nothing here imports one. What a service wrote in an
error's body is left out of the message, and the SDK's own exception out of the traceback: both can quote the key or
the user's words. What remains is the status and the service's short error code; `details` carry

    provider      "dashscope", "openai", "ollama"
    status        the HTTP status, where there was one
    explanation   one Chinese sentence for the person, naming the remedy
    passing       whether the same call may well succeed a moment later
"""

import re
from dataclasses import dataclass
from types import TracebackType
from typing import Final

from store.errors import ModelAnswerInvalid, ModelError, ModelQuota, ModelTimeout, ModelUnavailable


@dataclass(frozen=True)
class _Service:
    name: str
    key: str
    url: str


_SERVICES: Final = {
    "dashscope": _Service("百炼（DashScope）", "DASHSCOPE_API_KEY", "SEBASTIAN_DASHSCOPE_URL"),
    "openai": _Service("OpenAI 兼容服务", "SEBASTIAN_OPENAI_API_KEY", "SEBASTIAN_OPENAI_URL"),
    "ollama": _Service("Ollama", "SEBASTIAN_OLLAMA_URL", "SEBASTIAN_OLLAMA_URL"),
}

# Top-level package and class of an exception or of one it inherits from. requests hides a read timeout in the middle
# of a stream inside its ConnectionError, hence urllib3's.
_TIMEOUTS: Final = {
    "openai.APITimeoutError", "httpx.TimeoutException", "httpx2.TimeoutException", "requests.Timeout",
    "urllib3.ReadTimeoutError", "builtins.TimeoutError",
}
_RUBBISH: Final = {
    "json.JSONDecodeError", "builtins.UnicodeDecodeError", "pydantic_core.ValidationError",
    "openai.APIResponseValidationError", "langchain_core.OutputParserException",
    "requests.ContentDecodingError", "httpx.DecodingError", "httpx2.DecodingError",
}
_UNREACHABLE: Final = {
    "openai.APIConnectionError", "httpx.TransportError", "httpx.InvalidURL", "httpx2.TransportError",
    "httpx2.InvalidURL", "requests.RequestException", "urllib3.HTTPError", "builtins.ConnectionError",
}
_REPORTED: Final = {"openai.APIError", "ollama.ResponseError"}

# Source: https://help.aliyun.com/zh/model-studio/error-code and the error codes of the OpenAI API. Codes are looked at
# before the status, because an error in the middle of a stream has no status of its own.
_SPENT: Final = re.compile(r"arrear|AllocationQuota|insufficient|billing|balance|FreeTier|overdue", re.IGNORECASE)
_THROTTLED: Final = re.compile(r"throttl|rate_?limit|LimitRequests|quota", re.IGNORECASE)
_WRONG_KEY: Final = re.compile(r"InvalidApiKey|invalid_api_key|authentication", re.IGNORECASE)
_NO_MODEL: Final = re.compile(r"ModelNotFound|model_not_found|not_found_error", re.IGNORECASE)
_INSPECTED: Final = re.compile(r"data_?inspection|content_filter|content_policy", re.IGNORECASE)
_SLOW: Final = re.compile(r"time_?out", re.IGNORECASE)
_BROKEN: Final = re.compile(r"InternalError|internal_error|server_error|ServiceUnavailable|SystemError", re.IGNORECASE)
_PLAIN_CODE: Final = re.compile(r"[A-Za-z][A-Za-z0-9_.]{0,59}")


def from_status(provider: str, status: int | None, code: str = "") -> ModelError:
    """Say what an HTTP status, or an error code in the middle of a stream, means.

    Args:
        provider: who answered.
        status: the HTTP status; None when the error came inside a stream.
        code: the service's own error code, "" when it gave none.
    """
    service = _SERVICES[provider]
    seen = f"{provider} answered {f'HTTP {status}' if status else 'an error'}{_shown(code)}"
    if _SPENT.search(code) or status == 402:
        return _failure(ModelQuota, provider, f"{seen}: the account's quota is used up or unpaid",
                        f"{service.name}的额度已用完或账户已欠费，请到服务商处充值或更换密钥。", status)
    if _THROTTLED.search(code) or status == 429:
        return _failure(ModelQuota, provider, f"{seen}: too many requests, try again later",
                        f"对{service.name}的请求太频繁，请稍等片刻再试。", status, passing=True)
    if _WRONG_KEY.search(code) or status == 401:
        return _failure(ModelUnavailable, provider, f"{seen}: the key is not accepted, check {service.key}",
                        f"{service.name}不接受这个密钥，请检查 {service.key}。", status)
    if _SLOW.search(code) or status in (408, 504):
        return timed_out(provider, seen)
    if _INSPECTED.search(code):
        return _failure(ModelUnavailable, provider, f"{seen}: the service's content inspection refused the request",
                        f"{service.name}的内容审核没有放行这次请求，可以换个说法再试。", status)
    if _NO_MODEL.search(code) or status == 404:
        pull = "（Ollama 要先 ollama pull 下载模型）" if provider == "ollama" else ""
        return _failure(ModelUnavailable, provider, f"{seen}: no such model or path, check its name and {service.url}",
                        f"{service.name}没有这个模型或地址，请检查模型名与 {service.url}{pull}。", status)
    if status == 403:
        return _failure(ModelUnavailable, provider, f"{seen}: access denied, check {service.key} and its permissions",
                        f"{service.name}拒绝了访问，请检查 {service.key} 的权限以及模型是否已开通。", status)
    if _BROKEN.search(code) or (status or 0) >= 500:
        return _failure(ModelUnavailable, provider, f"{seen}: the service failed, try again later",
                        f"{service.name}暂时出错，请稍后再试。", status, passing=True)
    return _failure(ModelUnavailable, provider, f"{seen}: the service refused the request",
                    f"{service.name}拒绝了这次请求，请检查模型名与设置。", status)


def timed_out(provider: str, seen: str = "") -> ModelTimeout:
    """The error for a service that was too slow."""
    return ModelTimeout(
        f"{seen or provider}: no answer in time, raise SEBASTIAN_MODEL_TIMEOUT_S if the model is that slow",
        provider=provider, explanation=f"{_SERVICES[provider].name}没有在限定时间内回答，请稍后再试。", passing=False,
    )


def unreachable(provider: str, why: str) -> ModelUnavailable:
    """The error for a service to which no connection was made, or which broke it off."""
    service = _SERVICES[provider]
    started = "Ollama 是否已启动" if provider == "ollama" else "网络"
    return ModelUnavailable(
        f"{provider} cannot be reached ({why}), check {service.url}", provider=provider,
        explanation=f"连不上{service.name}，请检查{started}与 {service.url}。", passing=True,
    )


def rubbish(provider: str, why: str) -> ModelAnswerInvalid:
    """The error for an answer of which nothing can be used; `why` must not quote it."""
    return ModelAnswerInvalid(
        f"{provider} gave an answer that cannot be used: {why}", provider=provider,
        explanation=f"{_SERVICES[provider].name}的回答无法使用，请再试一次。", passing=False,
    )


def translate(provider: str, error: BaseException) -> ModelError | None:
    """Translate an SDK's exception; None when it is not one that a service's failure causes, that is, a bug."""
    names = _names(error)
    hidden = {name for cause in (error.__cause__, error.__context__, *error.args)
              if isinstance(cause, BaseException) for name in _names(cause)}
    if (names & (_TIMEOUTS | _UNREACHABLE)) and (names | hidden) & _TIMEOUTS:
        return timed_out(provider)
    if names & _RUBBISH:
        return rubbish(provider, type(error).__name__)
    if names & _UNREACHABLE:
        return unreachable(provider, type(error).__name__)
    if names & _REPORTED:
        status = getattr(error, "status_code", None)
        in_stream = not isinstance(status, int) or status < 100
        return from_status(provider, None if in_stream else status, str(getattr(error, "code", None) or ""))
    return None


class translated:
    """Context manager in which a service's failure is raised as our error and every other exception passes.

    Raises:
        ModelError: `model_unavailable`, `model_timeout`, `model_quota` or `model_answer_invalid`.
    """

    def __init__(self, provider: str) -> None:
        self._provider = provider

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None,
                 trace: TracebackType | None) -> None:
        if error is not None and (failure := self._translate(error)) is not None:
            raise failure from None

    def _translate(self, error: BaseException) -> ModelError | None:
        return translate(self._provider, error)


class parsing(translated):
    """The same for the steps that only take an answer apart: there, a missing or wrongly typed field is rubbish."""

    def _translate(self, error: BaseException) -> ModelError | None:
        known = translate(self._provider, error)
        if known is None and isinstance(error, TypeError | LookupError | AttributeError | ValueError):
            return rubbish(self._provider, f"its shape is wrong, {type(error).__name__}")
        return known


def _failure(kind: type[ModelError], provider: str, message: str, explanation: str, status: int | None, *,
             passing: bool = False) -> ModelError:
    return kind(message, provider=provider, status=status, explanation=explanation, passing=passing)


def _names(error: BaseException) -> set[str]:
    return {f"{cls.__module__.partition('.')[0]}.{cls.__name__}" for cls in type(error).__mro__}


def _shown(code: str) -> str:
    return f" {code}" if _PLAIN_CODE.fullmatch(code) else ""
