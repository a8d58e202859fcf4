"""`sebastian tidy`: merge what was told twice and derive habits, while no server runs."""

from argparse import ArgumentParser

from cli.asking import able_to_open
from cli.command import Command, Invocation
from cli.language import either
from cli.printing import fail, say
from store.errors import FolderLocked


def add_arguments(parser: ArgumentParser) -> None:
    """Whether to only show."""
    parser.add_argument(
        "--dry-run", action="store_true", help=either("只说会做什么，不改记忆", "only say what would be done")
    )


def run(invocation: Invocation) -> int:
    """Tidy every user's memory."""
    from agent.tidying import tidied

    settings = able_to_open(invocation.settings)
    if not settings.data.is_dir():
        return fail(f"{settings.data} 里还没有记忆。请检查 --data 或 SEBASTIAN_DATA。")
    try:
        for line in tidied(settings, dry_run=hasattr(invocation.asked, "dry_run")):
            say(line)
    except FolderLocked:
        return fail("服务正在运行，记忆由它掌管：请用 POST /tidy 让它归整，或停掉它再来（folder_locked）。")
    return 0


COMMAND = Command("tidy", "归整记忆：合并说了两遍的，得出习惯", "tidy memory: merge, derive habits", run, add_arguments)
