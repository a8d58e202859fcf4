"""`sebastian backup`: everything that is remembered in one file, also while a server runs."""

from argparse import ArgumentParser
from pathlib import Path

from cli.asking import able_to_open
from cli.command import Command, Invocation
from cli.language import either
from cli.printing import say_all


def add_arguments(parser: ArgumentParser) -> None:
    """Where to."""
    parser.add_argument(
        "--to",
        type=Path,
        metavar="FILE",
        help=either(
            "备份到这个文件；不写则放在数据目录的 backups 里", "the file; by default one in the data folder's backups"
        ),
    )


def run(invocation: Invocation) -> int:
    """Back up."""
    from agent.keeping import backed_up

    kept = backed_up(able_to_open(invocation.settings), getattr(invocation.asked, "to", None))
    return say_all(kept.lines, is_good=kept.is_good)


COMMAND = Command("backup", "备份记忆，服务开着也行", "back up, also while the server runs", run, add_arguments)
