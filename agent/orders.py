"""What the owner orders in so many words is carried out by code, whichever model is in charge, and answered by it."""

from agent.erasing import Eraser
from agent.forgetting import Answer, forgetting
from store.contract import Memory
from store.errors import NothingToUndo, UndoConflict
from store.facts import Turn
from tools.heard import spelled
from tools.misheard import put_right
from tools.undo import asks_to_undo, told_undone, undo_last
from tools.why import reasons, told_why, what_is_questioned

NOTHING_TO_UNDO = "没有可以撤销的了：还没有记下过什么，或者都已经撤销了。"
CHANGED_SINCE = "撤销不了：那之后又有了别的变化。请告诉我现在的情况，我来更新。"


def carried_out(text: str, turn: Turn, memory: Memory, eraser: Eraser) -> Answer | None:
    """Carry out what `text` orders or tell what it asks the grounds of; None where it is for the model to answer."""
    if asks_to_undo(text):
        return Answer(_undone(turn, memory))
    answer = forgetting(text, turn, memory, eraser)
    if answer is None and (name := put_right(turn, memory)) is not None:
        return Answer(f"改过来了：是{name.right}（{spelled(name.right)}），不是{name.wrong}。")
    if answer is None and what_is_questioned(text) is not None:
        grounds = reasons(text, memory, now=turn.said_at, exclude_turn=turn.id)
        return Answer(told_why(grounds, turn.said_at)) if grounds is not None else None
    return answer


def _undone(turn: Turn, memory: Memory) -> str:
    try:
        return told_undone(undo_last(memory, turn_id=turn.id, at=turn.recorded_at))
    except NothingToUndo:
        return NOTHING_TO_UNDO
    except UndoConflict:
        return CHANGED_SINCE
