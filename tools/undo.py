"""Take back the last changes: recognised in the owner's words and carried out by code, never left to a model."""

import re
from collections.abc import Sequence
from datetime import datetime
from typing import Final

from store.contract import Memory
from store.errors import NothingToUndo
from store.facts import Change, Fact
from tools.rules.engine import cascade_all
from tools.wording import second_person

_POLITE: Final = r"(?:请|麻烦|劳驾|你|您|帮我|给我|替我|帮忙|可以|能不能|那就?|还是|快|都|全|也)*"
_LAST: Final = (
    r"(?:我|你|您)?(?:刚才|刚刚|方才|刚|上一?|前一?|最近一?|最后一?)(?:我|你|您)?"
    r"(?:说|讲|记|存|改|更新|告诉你)?(?:下|住|过|了)?(?:来)?的?(?:那|这)?[一几两]?(?:句|条|个|次|步|件|项|些|轮)?的?"
    r"(?:话|事儿?|事情|记录|记忆|修改|改动|变更|更改|更新|操作|内容)?"
)
_TAKE_BACK: Final = r"(?:撤销|撤消|撤回|撤掉|撤了|收回|还原|回退|回滚)"
_VOID: Final = (
    rf"(?:{_TAKE_BACK}|取消|作废|不算数?|不作数|别记|不要记|不用记|别当真|忘掉|忘了|忘记|删掉|删了|删除|当我没说过?)"
)
_END: Final = r"(?:一下|掉|了|吧|啊|呀|哈|好吗|可以吗|行吗|谢谢)*"
_JOKE: Final = r"(?:是|都是|只是)?(?:我)?(?:在|跟你)?(?:开玩笑|说着玩|闹着玩|逗你|骗你|瞎说|乱说|胡说)(?:玩)?(?:的|呢)*"
_ORDERS: Final = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"{_POLITE}{_TAKE_BACK}{_END}(?:{_LAST})?{_END}",
        rf"{_POLITE}取消{_LAST}{_END}",
        rf"{_POLITE}(?:把|将)?{_LAST}{_POLITE}{_VOID}{_END}",
        rf"{_POLITE}(?:忘掉|忘了|忘记|删掉|删除|别记){_LAST}{_END}",
        r"(?:就|你就|刚才)?当我(?:刚才)?(?:什么都?)?没(?:有)?说(?:过)?(?:吧|了)?",
        rf"{_LAST}{_JOKE}",
        r"(?:please )?(?:undo|revert|scratch that|take (?:that|it) back|never ?mind what i (?:just )?said)"
        r"(?: (?:that|it|the last (?:one|change|thing)|what i just said))?(?: please)?",
    )
)
_ASIDE: Final = re.compile(
    r"(?:哦|噢|啊|呃|嗯|哎)*(?:不对?|算了|等等|等一下|抱歉|不好意思|(?:我|你)?(?:刚才|刚刚|刚)?(?:说|删|改|记|弄|搞|点|按|听|写|讲)?错了|[^，。]{0,8}(?:没通过|没想好|[还]?没定|改主意了|反悔了|[想搞弄记看算]?[错混]了|不同意|没谈成|没谈拢)|[^，。]{0,4}(?:逗|骗|耍)(?:你|您)(?:玩)?(?:儿)?(?:呢|的)*|别记了?|别当真|不要当真|谢谢你?|多谢|哈+|sorry|oops|no)?",
    re.I,
)
_BREAK: Final = re.compile(r"[，。！!、；;…~,.\s]+(?![a-z])", re.IGNORECASE)


def asks_to_undo(said: str) -> bool:
    """Whether an utterance is nothing but the order to take back what was said or changed last."""
    parts = [part for part in _BREAK.split(said.strip()) if part]
    ordered = [part for part in parts if any(order.fullmatch(part) for order in _ORDERS)]
    return bool(ordered) and all(part in ordered or _ASIDE.fullmatch(part) for part in parts)


def undo_last(memory: Memory, *, turn_id: str, at: datetime) -> list[Change]:
    """Take back the last changes that still stand, those of one turn or call; what rested on them is mended.

    Said in a turn, it means what the owner told last: a tidying since then, of which they know nothing, stays.

    Returns:
        What was undone, the last first.

    Raises:
        NothingToUndo: `nothing_to_undo`, memory is as it was in the beginning.
        UndoConflict: `undo_conflict`, another turn has changed one of these facts meanwhile.
    """
    last = memory.last_changes(told=bool(turn_id))
    if not last:
        raise NothingToUndo("no change is left to be undone")
    return _undo(memory, last, turn_id=turn_id, at=at)


def undo_told(memory: Memory, told: str, fact_id: str | None, *, at: datetime) -> list[Change]:
    """Take back what the turn `told` changed, or of that only what it did to one fact; what rested on it is mended.

    Returns:
        What was undone, the last first.

    Raises:
        FactNotFound: `fact_not_found`, there is no such turn.
        NothingToUndo: `nothing_to_undo`, it changed no such thing, or that was undone already.
        UndoConflict: `undo_conflict`, one of these facts was changed again since.
    """
    chosen = [change for change in memory.changes(told) if fact_id is None or change.id == fact_id]
    if not chosen:
        raise NothingToUndo(f"turn {told} made no such change")
    return _undo(memory, chosen, turn_id="", at=at)


def _undo(memory: Memory, changes: Sequence[Change], *, turn_id: str, at: datetime) -> list[Change]:
    undone = memory.undo([change.seq for change in changes], turn_id=turn_id, at=at)
    gone: dict[str, Fact | None] = {}
    for change in undone:
        if change.before is not None and memory.get(change.before.id).status != "current":
            back = memory.get(change.id)
            gone[change.before.id] = back if back.status == "current" else None
    cascade_all(memory, gone, turn_id=turn_id, at=at)
    return undone


def told_undone(changes: list[Change]) -> str:
    """Say in one Chinese sentence what is no longer remembered, and what is again as it was."""
    shown = [change for change in changes if not _is_conclusion(change)] or changes
    return "好的，已撤销：" + "；".join(dict.fromkeys(_told(change) for change in shown)) + "。"


def _is_conclusion(change: Change) -> bool:
    """Whether it only followed from another change, so that naming it would tell nothing new."""
    return change.before is not None and change.before.is_derived


def _told(change: Change) -> str:
    statement = second_person(change.statement)
    if change.undoes in ("saved", "derived"):
        return f"不再记着“{statement}”"
    return f"恢复为“{statement}”"
