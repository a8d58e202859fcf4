"""Every setting, in one frozen class; the only place where the environment is read.

Order: argument, then environment, then `.env`, then default. A bad value refuses to start and names the variable.
"""

import os
from ipaddress import ip_address
from pathlib import Path
from typing import Annotated, Literal

from pydantic import AliasChoices, Field, SecretStr, ValidationError, ValidationInfo, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

PROVIDERS = ("dashscope", "local", "ollama", "openai")
RERANKING_PROVIDERS = ("dashscope", "openai")
SPEAKING_PROVIDERS = ("dashscope", "openai")
OWNER = "owner"


def _named(variable: str, argument: str) -> AliasChoices:
    return AliasChoices(argument, variable)


class Settings(BaseSettings):
    """What the owner may choose; see README for the same table in Chinese.

    Models are named `provider:model`. Where one is not chosen, the cloud's default is taken when
    `DASHSCOPE_API_KEY` is set and the embedded one otherwise.
    """

    model_config = SettingsConfigDict(
        env_prefix="SEBASTIAN_",
        env_file=".env",
        env_file_encoding="utf-8",
        env_ignore_empty=True,
        frozen=True,
        extra="ignore",
        populate_by_name=True,
    )

    token: Annotated[SecretStr | None, Field(validation_alias=_named("TOKEN", "token"))] = None
    dashscope_api_key: Annotated[
        SecretStr | None, Field(validation_alias=_named("DASHSCOPE_API_KEY", "dashscope_api_key"))
    ] = None

    data: Path = Path("~/.local/share/sebastian")
    cache: Path = Path("~/.cache/sebastian")
    passphrase: SecretStr | None = None
    key_file: Path | None = None
    host: str = "127.0.0.1"
    port: Annotated[int, Field(ge=1, le=65535)] = 8000

    chat: str = ""
    embedding: str = ""
    speech: str = ""
    word_model: Path | None = None
    voice: str = ""
    rerank: str = ""

    openai_url: str = "https://api.openai.com/v1"
    openai_api_key: SecretStr | None = None
    ollama_url: str = "http://127.0.0.1:11434"
    dashscope_url: str = "https://dashscope.aliyuncs.com/api/v1"

    timezone: str = "Asia/Shanghai"
    keep_secrets: bool = False
    keep_audio: bool = False
    tidy: bool = True
    model_timeout_s: Annotated[float, Field(gt=0)] = 120.0
    threads: Annotated[int, Field(ge=1)] = 2
    hosts: str = ""
    max_waiting: Annotated[int, Field(ge=1, le=10_000)] = 64
    max_audio_mb: Annotated[float, Field(gt=0)] = 25.0
    max_import_mb: Annotated[float, Field(gt=0)] = 1000.0
    log: Literal["text", "json"] = "text"
    tracing: Literal["", "langsmith", "otel"] = ""

    @property
    def host_names(self) -> tuple[str, ...]:
        """The names in `hosts`."""
        return tuple(name for name in (each.strip() for each in self.hosts.split(",")) if name)

    @field_validator("data", "cache", "key_file", "word_model", mode="after")
    @classmethod
    def _expand(cls, path: Path | None) -> Path | None:
        return path and path.expanduser().absolute()

    @field_validator("key_file", mode="after")
    @classmethod
    def _one_secret(cls, path: Path | None, others: ValidationInfo) -> Path | None:
        if path is not None and others.data.get("passphrase") is not None:
            raise ValueError("set either a passphrase or a key file, not both")
        return path

    @field_validator("chat", "embedding", "speech", mode="after")
    @classmethod
    def _known_provider(cls, spec: str) -> str:
        provider, colon, model = spec.partition(":")
        if spec and (provider not in PROVIDERS or not colon or not model):
            raise ValueError(f"{spec!r} should be provider:model with provider one of {', '.join(PROVIDERS)}")
        return spec

    @field_validator("rerank", mode="after")
    @classmethod
    def _known_reranker(cls, spec: str) -> str:
        provider, _, model = spec.partition(":")
        if spec and (provider not in RERANKING_PROVIDERS or not model):
            raise ValueError(f"{spec!r} should be provider:model with provider one of {', '.join(RERANKING_PROVIDERS)}")
        return spec

    @field_validator("voice", mode="after")
    @classmethod
    def _known_speaker(cls, spec: str) -> str:
        provider, _, model = spec.partition(":")
        if spec and (provider not in SPEAKING_PROVIDERS or not model.partition(":")[0]):
            known = ", ".join(SPEAKING_PROVIDERS)
            raise ValueError(f"{spec!r} should be provider:model or provider:model:voice with provider one of {known}")
        return spec

    @property
    def in_cloud(self) -> bool:
        """Whether a DashScope key is there, so that the cloud's defaults apply."""
        return self.dashscope_api_key is not None

    @property
    def chat_model(self) -> str:
        """`provider:model` of the chat model in force."""
        return self.chat or ("dashscope:qwen-max" if self.in_cloud else "local:qwen2.5-1.5b")

    @property
    def embedding_model(self) -> str:
        """`provider:model` of the embedding model in force."""
        return self.embedding or ("dashscope:text-embedding-v4" if self.in_cloud else "local:use-multilingual-v3")

    @property
    def speech_model(self) -> str:
        """`provider:model` of the transcriber in force."""
        return self.speech or ("dashscope:qwen3-asr-flash" if self.in_cloud else "local:whisper-base")


def is_loopback(host: str) -> bool:
    """Whether only programs of this machine reach an address to listen on."""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def variable(setting: str) -> str:
    """Give the environment variable behind a setting: `SEBASTIAN_PORT` for `port`, `TOKEN` for `token`."""
    field = Settings.model_fields.get(setting)
    if field is None:  # a validation error may name the variable itself
        return setting
    alias = field.validation_alias
    return str(alias.choices[-1]) if isinstance(alias, AliasChoices) else f"SEBASTIAN_{setting.upper()}"


def explain(error: ValidationError) -> str:
    """Say which variables have which fault, one line each; the values, which may be secrets, are left out."""
    return "\n".join(f"{variable(str(fault['loc'][0]))}: {fault['msg']}" for fault in error.errors())


def locale_name() -> str:
    """The locale of whoever reads the command line, by POSIX's order of variables; empty where none is set."""
    return next((name for name in map(os.environ.get, ("LC_ALL", "LC_MESSAGES", "LANG")) if name), "")
