"""`sebastian check`: every byte of the data folder looked at, and repaired where the rest allows, while no server runs."""

from argparse import ArgumentParser
from pathlib import Path

from cli.asking import able_to_open
from cli.command import Command, Invocation
from cli.language import either
from cli.printing import say_all


def add_arguments(parser: ArgumentParser) -> None:
    """Whether to repair, and from what."""
    parser.add_argument("--fix", action="store_true", help=either("修复能修的", "repair what can be repaired"))
    parser.add_argument(
        "--from",
        dest="backup",
        type=Path,
        metavar="FILE",
        help=either("与 --fix 合用：账本从这个备份修复", "with --fix: mend the ledger from this backup"),
    )


def run(invocation: Invocation) -> int:
    """Examine the folder."""
    from agent.keeping import checked

    asked = invocation.asked
    kept = checked(able_to_open(invocation.settings), fix=hasattr(asked, "fix"), backup=getattr(asked, "backup", None))
    return say_all(kept.lines, is_good=kept.is_good)


COMMAND = Command(
    "check", "检查数据目录，--fix 修复", "examine the data folder, and repair it with --fix", run, add_arguments
)
