"""`sebastian reindex`: make the indexes anew from the ledgers, which are the truth."""

from cli.asking import able_to_open
from cli.command import Command, Failed, Invocation
from cli.printing import note, say
from store.errors import FolderLocked


def run(invocation: Invocation) -> int:
    """Rebuild every user's indexes, saying how far it is."""
    from agent.models import make_embedder
    from agent.unlocking import secret_of
    from store.folder import Folder

    settings = able_to_open(invocation.settings)
    if not settings.data.is_dir():
        raise Failed(f"{settings.data} 里还没有记忆。请检查 --data 或 SEBASTIAN_DATA。")
    try:
        with Folder(
            settings.data,
            make_embedder(settings),
            secret=secret_of(settings),
            progress=lambda done, total: note(f"{done}/{total}"),
        ) as folder:
            for user in folder.users():
                folder.discard_indexes(user)
                memory = folder.memory(user)
                problems = memory.check()
                say(f"{user}：重建了 {len(memory.facts('all'))} 条记忆、{len(memory.turns())} 段原话的索引。")
                if problems:
                    raise Failed(f"{user}：" + "；".join(problems))
    except FolderLocked:
        raise Failed("服务正在运行。请先停掉它，再重建索引（folder_locked）。") from None
    return 0


COMMAND = Command("reindex", "由账本重建索引", "rebuild the indexes from the ledger", run)
