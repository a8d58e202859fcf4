"""LangSmith's tracing, which sends every word of a turn to a service: off unless `SEBASTIAN_TRACING` says so.

LangChain turns it on by itself where `LANGSMITH_TRACING` is found in the environment, which another project may have left
there.
"""

from contextlib import AbstractContextManager

import langsmith

from agent.settings import Settings


def traced(settings: Settings) -> AbstractContextManager[object]:
    """While this lasts, what runs here is traced or not as the owner chose."""
    return langsmith.tracing_context(enabled=_is_chosen(settings))


def settle_tracing(settings: Settings) -> None:
    """Let the whole process trace or not as the owner chose: for one that does nothing but serve him."""
    langsmith.configure(enabled=_is_chosen(settings))


def _is_chosen(settings: Settings) -> bool:
    return settings.tracing == "langsmith"
