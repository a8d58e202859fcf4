"""What each status and error code of a service means, in the order in which the rules are tried.

Source: https://help.aliyun.com/zh/model-studio/error-code and the error codes of the OpenAI API.
"""

import re
from dataclasses import asdict, dataclass
from typing import Final

from store.errors import ModelError, ModelQuota, ModelTimeout, ModelUnavailable


@dataclass(frozen=True)
class Service:
    """How a service and what the owner set for it are called."""

    name: str
    key: str
    url: str
    network: str = "网络"

    def fill(self, text: str) -> str:
        """The text with {name}, {key}, {url} and {network} filled in."""
        return text.format(**asdict(self))


SERVICES: Final = {
    "dashscope": Service("百炼（DashScope）", "DASHSCOPE_API_KEY", "SEBASTIAN_DASHSCOPE_URL"),
    "openai": Service("OpenAI 兼容服务", "SEBASTIAN_OPENAI_API_KEY", "SEBASTIAN_OPENAI_URL"),
    "ollama": Service("Ollama", "SEBASTIAN_OLLAMA_URL", "SEBASTIAN_OLLAMA_URL", " Ollama 是否已启动"),
}


@dataclass(frozen=True)
class Rule:
    """A meaning, and the codes (any part, any case) and statuses that have it; neither named covers everything."""

    reason: str
    kind: type[ModelError]
    message: str
    explanation: str
    codes: str = ""
    statuses: tuple[int, ...] = ()
    passing: bool = False

    def covers(self, status: int | None, code: str) -> bool:
        """Whether an answer with this status and code has this meaning."""
        if not self.codes and not self.statuses:
            return True
        return bool(self.codes and re.search(self.codes, code, re.IGNORECASE)) or status in self.statuses


# Codes come before statuses: DashScope says Arrearage with 400, and an error in the middle of a stream has no status.
RULES: Final = (
    Rule(
        "quota",
        ModelQuota,
        "the account's quota is used up or unpaid",
        "{name}的额度已用完或账户已欠费，请到服务商处充值或更换密钥。",
        codes="arrear|AllocationQuota|insufficient|billing|balance|FreeTier|overdue",
        statuses=(402,),
    ),
    Rule(
        "throttled",
        ModelQuota,
        "too many requests, try again later",
        "对{name}的请求太频繁，请稍等片刻再试。",
        codes="throttl|rate_?limit|LimitRequests|quota",
        statuses=(429,),
        passing=True,
    ),
    Rule(
        "key",
        ModelUnavailable,
        "the key is not accepted, check {key}",
        "{name}不接受这个密钥，请检查 {key}。",
        codes="InvalidApiKey|invalid_api_key|authentication",
        statuses=(401,),
    ),
    Rule(
        "timeout",
        ModelTimeout,
        "the service took too long, try again later",
        "{name}没有在限定时间内回答，请稍后再试。",
        codes="time_?out",
        statuses=(408, 504),
    ),
    Rule(
        "inspection",
        ModelUnavailable,
        "the service's content inspection refused the request",
        "{name}的内容审核没有放行这次请求，可以换个说法再试。",
        codes="data_?inspection|content_filter|content_policy",
    ),
    Rule(
        "model",
        ModelUnavailable,
        "no such model or path, check its name and {url}",
        "{name}没有这个模型或地址，请检查模型名与 {url}；Ollama 的模型要先 ollama pull。",
        codes="ModelNotFound|model_not_found|not_found_error",
        statuses=(404,),
    ),
    Rule(
        "access",
        ModelUnavailable,
        "access denied, check {key} and its permissions",
        "{name}拒绝了访问，请检查 {key} 的权限以及模型是否已开通。",
        statuses=(403,),
    ),
    Rule(
        "server",
        ModelUnavailable,
        "the service failed, try again later",
        "{name}暂时出错，请稍后再试。",
        codes="InternalError|internal_error|server_error|ServiceUnavailable|SystemError",
        statuses=tuple(range(500, 600)),
        passing=True,
    ),
    Rule(
        "request",
        ModelUnavailable,
        "the service refused the request, check the model's name and settings",
        "{name}拒绝了这次请求，请检查模型名与设置。",
    ),
)
