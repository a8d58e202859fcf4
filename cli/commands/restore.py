"""`sebastian restore`: the memory that a backup holds, every byte of it compared with its hash first."""

from argparse import ArgumentParser
from pathlib import Path

from cli.asking import able_to_open, passphrase_from
from cli.command import Command, Invocation
from cli.language import either
from cli.printing import say_all


def add_arguments(parser: ArgumentParser) -> None:
    """Which backup, and whether it takes the place of what there is."""
    parser.add_argument("file", type=Path, metavar="FILE", help=either("备份文件", "the backup"))
    parser.add_argument(
        "--replace",
        action="store_true",
        help=either("已有的记忆另外放好，换成备份里的", "put what there is aside, and the backup in its place"),
    )
    parser.add_argument(
        "--passphrase-from",
        dest="passphrase",
        type=Path,
        metavar="FILE",
        help=either("备份另有口令：写在这个文件的第一行", "the backup's own passphrase: this file's first line"),
    )


def run(invocation: Invocation) -> int:
    """Restore."""
    from agent.keeping import restored

    asked = invocation.asked
    secret = passphrase_from(asked.passphrase) if hasattr(asked, "passphrase") else None
    kept = restored(able_to_open(invocation.settings), asked.file, replace=hasattr(asked, "replace"), secret=secret)
    return say_all(kept.lines, is_good=kept.is_good)


COMMAND = Command("restore", "从备份恢复", "restore a backup", run, add_arguments)
