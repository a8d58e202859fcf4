"""What the command line says, to people on the terminal and to the programs behind a pipe."""

import re
import sys
from collections.abc import Iterable
from typing import Final, TextIO

STOPPED: Final = "已停止。"
# What a terminal would take for an order: all control characters but the ends of lines and tabs.
_CONTROL: Final = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")


def say(text: str = "", *, to: TextIO | None = None, end: str = "\n") -> None:
    """Print at once; the one place that prints."""
    print(text, file=to or sys.stdout, end=end, flush=True)


def harmless(text: str) -> str:
    """Take out of words that somebody or a model made up what a terminal would obey."""
    return _CONTROL.sub("", text)


def note(text: str) -> None:
    """Say on the error stream what is not a result."""
    say(text, to=sys.stderr)


def fail(text: str) -> int:
    """Say what went wrong; gives the exit code."""
    note(text)
    return 1


def say_all(lines: Iterable[str], *, is_good: bool) -> int:
    """Say what was found or done, line by line; gives the exit code, 1 where something is not well."""
    for line in lines:
        say(line)
    return 0 if is_good else 1
