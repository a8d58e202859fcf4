"""Changes of memory as the reply shows them."""

from collections.abc import Sequence

from agent.state import ChangeView
from store.facts import Change


def change_views(changes: Sequence[Change]) -> list[ChangeView] | None:
    """`{"op", "id", "statement", "before"?, "because"?, "undoes"?}` for each change; None when there was none."""
    return [_view(change) for change in changes] or None


def _view(change: Change) -> ChangeView:
    view = ChangeView(op=change.op, id=change.id, statement=change.statement)
    if change.before is not None:
        view["before"] = {"id": change.before.id, "statement": change.before.statement}
    if change.undoes is not None:
        view["undoes"] = change.undoes
    if change.because:
        view["because"] = list(change.because)
    return view
