"""`sebastian tidy`: tidy every memory of a data folder that no server has open, and say what was done."""

from collections.abc import Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

from agent.models import make_embedder
from agent.settings import Settings
from agent.unlocking import secret_of
from store.folder import Folder
from tools.tidy import Plan, planned, tidy

NOTHING = "没有可归整的。"
ONLY_SHOWN = "以上只是预演，什么也没有改。"
CAN_BE_UNDONE = "要撤销，启动服务后调用一次 POST /undo。"


def tidied(settings: Settings, *, dry_run: bool) -> Iterator[str]:
    """Tidy, and give line by line what was done or, in a dry run, would be.

    Raises:
        FolderLocked: `folder_locked`, a server has the folder.
        StoreError, ModelError: see Folder and make_embedder.
    """
    at = datetime.now(ZoneInfo(settings.timezone))
    merged = derived = renewed = 0
    with Folder(settings.data, make_embedder(settings), secret=secret_of(settings)) as folder:
        for user in folder.users():
            memory = folder.memory(user)
            plan = planned(memory)
            yield from _lines(plan, f"{user}：")
            if not dry_run:
                tidy(memory, at)
            merged += len(plan.merges)
            derived += sum(habit.before is None for habit in plan.habits)
            renewed += sum(habit.before is not None for habit in plan.habits)
    if not merged + derived + renewed:
        yield NOTHING
        return
    done = "会" if dry_run else "已"
    yield f"{done}合并 {merged} 条重复的记忆，得出 {derived} 个习惯，更新 {renewed} 个习惯。"
    yield ONLY_SHOWN if dry_run else CAN_BE_UNDONE


def _lines(plan: Plan, whose: str) -> Iterator[str]:
    for merge in plan.merges:
        yield f"{whose}合并「{merge.gone.statement}」（{merge.gone.id}），留下「{merge.kept.statement}」（{merge.kept.id}）"
    for habit in plan.habits:
        sign = "得出" if habit.before is None else "更新为"
        yield f"{whose}{sign}「{habit.draft.statement}」，依据 {'、'.join(habit.draft.premises)}"
