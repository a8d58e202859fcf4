"""LangServe under `/agent`: invoke, batch, stream, playground and schemas over the same turn as `/chat/text`.

LangServe is archived upstream; everything that depends on it is in this file.
"""

from datetime import datetime
from typing import Annotated, Any, Self

from fastapi import Depends, FastAPI, Request, Security
from langchain_core.runnables import ConfigurableFieldSpec, RunnableConfig, RunnableLambda
from langserve import CustomUserType, add_routes
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, model_validator

from api.auth import bearer, user_named
from api.dependencies import Assistant
from api.errors import RequestRefused, problems_of
from api.schemas import ChangeView
from api.turns import Turns
from api.validation import checked_text, checked_thread_id, checked_time, json_body, not_in_future
from api.views import reply_view

PATH = "/agent"
MAX_BATCH = 32
_HUMAN = ("user", "human", "HumanMessage")


class AgentMessage(BaseModel):
    """A message as `{"role", "content"}` or as LangChain writes it, `{"type", "content"}`."""

    model_config = ConfigDict(extra="ignore")

    role: str | None = Field(default=None, examples=["user"])
    type: str | None = Field(default=None, examples=["human"])
    content: Any = Field(default="", description="文字，或由文字块组成的列表。")

    @property
    def is_from_user(self) -> bool:
        """Whether these are the user's words."""
        return (self.role or self.type) in _HUMAN

    @property
    def text(self) -> object:
        """The words, those of its text blocks joined."""
        if not isinstance(self.content, list):
            return self.content
        blocks = [block.get("text") if isinstance(block, dict) else block for block in self.content]
        return "".join(block for block in blocks if isinstance(block, str))


class AgentInput(CustomUserType):
    """One turn: `text`, or `messages` of which the last is the user's.

    Earlier messages are not read: what Sebastian knows it knows from memory, and a transcript handed in could put words
    into the user's mouth.
    """

    model_config = ConfigDict(extra="ignore", json_schema_extra={"examples": [{"text": "你好，你是谁？"}]})

    text: Annotated[str | None, BeforeValidator(lambda text: None if text is None else checked_text(text))] = Field(
        default=None, description="要说的话。"
    )
    messages: list[AgentMessage] | None = Field(default=None, description="或一串消息，最后一条须是用户的。")
    said_at: Annotated[datetime | None, BeforeValidator(checked_time)] = Field(default=None, description="何时说的。")

    @model_validator(mode="after")
    def _has_words(self) -> Self:
        self.words()
        return self

    def words(self) -> str:
        """The user's words of this turn.

        Raises:
            RequestRefused: `empty_text` and the others of `checked_text`; `invalid_input` for no message of the user's.
        """
        if self.text is not None:
            return self.text
        if not self.messages:
            raise RequestRefused("empty_text")
        if not self.messages[-1].is_from_user:
            raise RequestRefused("invalid_input", problems="messages 的最后一条应是用户的")
        return checked_text(self.messages[-1].text)


class AgentOutput(BaseModel):
    """The same answer as `/chat/text`."""

    response: str
    memory: list[ChangeView] | None


class _Turn(RunnableLambda[AgentInput, dict[str, Any]]):
    """A lambda that declares `thread_id`, which LangServe would otherwise drop from a client's config."""

    @property
    def config_specs(self) -> list[ConfigurableFieldSpec]:
        return [ConfigurableFieldSpec(id="thread_id", annotation=str | None, default=None, name="thread_id")]


def turn_runnable(turns: Turns) -> _Turn:
    """Make one turn a LangChain runnable: `AgentInput` in, `AgentOutput` out."""

    async def sebastian(asked: AgentInput, config: RunnableConfig) -> dict[str, Any]:
        configurable = config.get("configurable", {})
        reply = await turns.take(
            asked.words(),
            user=configurable["user"],
            said_at=asked.said_at,
            thread_id=checked_thread_id(configurable.get("thread_id")),
        )
        return reply_view(reply)

    return _Turn(sebastian)


def _with_user(config: dict[str, Any], request: Request) -> dict[str, Any]:
    """Put in whose memory it is, from the header alone; a client's config can't name another."""
    user = user_named(request.headers.get("x-sebastian-user"))
    return config | {"configurable": {**config.get("configurable", {}), "user": user}}


async def _checked_turns(request: Request, sebastian: Assistant) -> None:
    """Refuse what cannot be a turn before LangServe sees it: its own checks differ from door to door.

    Raises:
        RequestRefused: `invalid_input` and those of `AgentInput`.
    """
    if request.method != "POST":
        return
    body = await request.json()
    inputs = body.get("inputs", [body.get("input")]) if isinstance(body, dict) else None
    if not isinstance(inputs, list) or len(inputs) > MAX_BATCH:
        raise RequestRefused("invalid_input", problems=f"inputs 应是列表，最多 {MAX_BATCH} 条")
    try:
        for given in inputs:
            not_in_future(AgentInput.model_validate(given).said_at, sebastian.clock())
    except ValidationError as error:
        raise RequestRefused("invalid_input", problems=problems_of(error.errors())) from error
    configs = body.get("config")
    for config in configs if isinstance(configs, list) else [configs]:
        configurable = config.get("configurable") if isinstance(config, dict) else None
        checked_thread_id(configurable.get("thread_id") if isinstance(configurable, dict) else None)


def add_agent_routes(app: FastAPI, turns: Turns) -> None:
    """Publish the turn under `/agent`; the banner that LangServe prints at startup is taken out again.

    The banner's `on_startup` handler also keeps the app from being mounted under a server that merges lifespans.
    """
    add_routes(
        app,
        turn_runnable(turns),
        path=PATH,
        input_type=AgentInput,
        output_type=AgentOutput,
        config_keys=("configurable",),
        per_req_config_modifier=_with_user,
        disabled_endpoints=["stream_log"],
        dependencies=[Security(bearer), Depends(json_body), Depends(_checked_turns)],
    )
    app.router.on_startup.clear()
