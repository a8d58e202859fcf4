"""A turn that nobody waits for any more: its model is told to stop between two tokens, or before it is asked at all.

Whether somebody waits is known at the door and wanted deep inside a model, with LangGraph between them: it travels in a
context variable, which LangGraph hands on to the threads of its nodes.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from store.errors import TurnAbandoned

_has_gone: ContextVar[Callable[[], bool] | None] = ContextVar("has_gone", default=None)


@contextmanager
def waited_for(has_gone: Callable[[], bool] | None) -> Iterator[None]:
    """Run a turn for somebody who may go; `has_gone` is asked often and from several threads. None: nobody looks."""
    token = _has_gone.set(has_gone)
    try:
        yield
    finally:
        _has_gone.reset(token)


def is_watched() -> bool:
    """Whether this turn may be abandoned, so that it is worth looking up between two tokens."""
    return _has_gone.get() is not None


def is_abandoned() -> bool:
    """Whether whoever asked has gone."""
    has_gone = _has_gone.get()
    return has_gone is not None and has_gone()


def stop_if_abandoned() -> None:
    """Raise TurnAbandoned when whoever asked has gone."""
    if is_abandoned():
        raise TurnAbandoned("nobody waits for the answer any more")
