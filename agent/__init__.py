"""Sebastian's mind. `from agent import Sebastian` imports the heavy parts only when the name is used."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from agent.reply import Reply
    from agent.sebastian import Sebastian

__all__ = ["Reply", "Sebastian"]


def __getattr__(name: str) -> Any:
    if name in __all__:
        from agent import sebastian

        return getattr(sebastian, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
