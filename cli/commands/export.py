"""`sebastian export`: all of a memory in one file."""

import sys
from argparse import ArgumentParser
from pathlib import Path

from cli.command import Command, Invocation
from cli.language import either
from cli.printing import note
from cli.reaching import add_reaching_arguments, reached
from store import disk


def add_arguments(parser: ArgumentParser) -> None:
    """In which form, and where to."""
    add_reaching_arguments(parser)
    parser.add_argument(
        "--format",
        choices=["ndjson", "markdown"],
        default="ndjson",
        help=either(
            "ndjson（默认）可以再导入，markdown 给人看",
            "ndjson (the default) can be imported again, markdown is to be read",
        ),
    )
    parser.add_argument(
        "-o",
        "--output",
        type=Path,
        default=None,
        metavar="FILE",
        help=either("写进文件；不填则打印", "write to a file; by default print"),
    )


def run(invocation: Invocation) -> int:
    """Write it."""
    asked = invocation.asked
    with reached(invocation) as home, home.streamed("GET", "/export", params={"format": asked.format}) as answer:
        if asked.output is None:
            for block in answer.iter_bytes():
                sys.stdout.buffer.write(block)
            sys.stdout.buffer.flush()
        else:
            disk.replace(asked.output.absolute(), answer.iter_bytes())
            note(f"已写入 {asked.output}（{asked.output.stat().st_size:,} 字节）。它没有加密，请收好。")
    return 0


COMMAND = Command("export", "导出全部记忆，一个文件", "export all of a memory to one file", run, add_arguments)
