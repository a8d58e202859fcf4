"""The shapes of what `/v1` answers, for OpenAPI: OpenAI's own, and one field of ours."""

from typing import Literal

from pydantic import Field

from api.schemas import ChangeView, ErrorDetail, Shape


class OpenAIErrorDetail(ErrorDetail):
    """What went wrong, with the fields that OpenAI's clients look for."""

    type: Literal["invalid_request_error", "server_error"]
    param: None


class OpenAIError(Shape):
    """Every error under `/v1` has this shape."""

    error: OpenAIErrorDetail


class AnswerMessage(Shape):
    """The answer."""

    role: Literal["assistant"]
    content: str
    refusal: None


class Choice(Shape):
    """The one answer there is."""

    index: Literal[0]
    message: AnswerMessage
    logprobs: None
    finish_reason: Literal["stop"]


class Usage(Shape):
    """Tokens as the model reported them."""

    prompt_tokens: int
    completion_tokens: int
    total_tokens: int


class Ours(Shape):
    """What only Sebastian has to say."""

    memory: list[ChangeView] | None = Field(description="这一轮里记忆的变化；没有变化则为 null。")
    usage_reported: bool = Field(description="用量是否由模型报来；为 false 时 usage 里是零，并非真的没有用。")


class Completion(Shape):
    """A whole answer; streamed, it comes as `chat.completion.chunk` events and ends with `[DONE]`."""

    id: str
    object: Literal["chat.completion"]
    created: int
    model: str
    choices: list[Choice]
    usage: Usage
    sebastian: Ours


class ModelView(Shape):
    """A model that can be named in a request."""

    id: str
    object: Literal["model"]
    created: int
    owned_by: str


class Models(Shape):
    """The models there are."""

    object: Literal["list"]
    data: list[ModelView]
