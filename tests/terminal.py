"""A program in a terminal of its own: what it shows is read as it is shown, and keys are pressed."""

import os
import pty
import re
import select
import subprocess
import sys
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from contextlib import suppress
from types import TracebackType

# Takes the terminal for its own and heeds Ctrl-C, whatever who runs the tests does, and runs the command line.
_PROGRAM = """
import fcntl, signal, sys, termios
fcntl.ioctl(0, termios.TIOCSCTTY, 0)
signal.signal(signal.SIGINT, signal.default_int_handler)
from server import main
sys.exit(main())
"""
_ESCAPES = re.compile(r"\x1b\[[0-?]*[ -/]*[@-~]|\x1b[()][A-B0-2]|\x1b[=>]|[\x01\x02\x07]")
# A program that shows nothing for so long hangs.
PATIENCE_S = 180.0

CTRL_C, CTRL_D, CTRL_U, UP, ENTER = "\x03", "\x04", "\x15", "\x1b[A", "\r"


class Terminal:
    """`sebastian` with these arguments in a terminal; a context manager that ends it."""

    def __init__(self, arguments: Sequence[str], environment: Mapping[str, str], folder: str) -> None:
        self._ours, theirs = pty.openpty()
        named = {"TERM": "xterm-256color", "COLUMNS": "100", "LINES": "30", **environment}
        self._process = subprocess.Popen(
            [sys.executable, "-c", _PROGRAM, *arguments],
            stdin=theirs, stdout=theirs, stderr=theirs, start_new_session=True, cwd=folder, env={**os.environ, **named},
        )  # fmt: skip
        os.close(theirs)
        self.raw = ""
        self._read_to = 0

    def __enter__(self) -> "Terminal":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._process.kill()
        self._process.wait()
        os.close(self._ours)

    def press(self, keys: str) -> None:
        """Type."""
        os.write(self._ours, keys.encode())

    def interrupts(self, text: str) -> None:
        """Press Ctrl-C until this is shown, as somebody at a keyboard does: while it reads a line, Python loses an interrupt
        that comes between two of its looks.

        Source: CPython, Modules/readline.c, readline_until_enter_or_signal.
        """
        for _ in range(int(PATIENCE_S)):
            self.press(CTRL_C)
            while text not in self._seen(len(self.raw)) and self._more(1.0):
                pass
            if text in self._seen(len(self.raw)):
                break
        self.shows(text)

    def shows(self, text: str) -> str:
        """Wait until this is shown, behind what was waited for before; gives what was shown until then, without colours."""
        while True:
            seen = self._seen(len(self.raw))
            if text in seen:
                ends = range(self._read_to, len(self.raw) + 1)
                self._read_to = ends[bisect_left(ends, True, key=lambda end: text in self._seen(end))]
                return seen
            assert self._more(), f"{text!r} was not shown, but {seen[-300:]!r}"

    def _seen(self, end: int) -> str:
        return _ESCAPES.sub("", self.raw[self._read_to : end])

    def ends(self) -> int:
        """Wait for its end; gives the exit code."""
        while self._more():
            pass
        return self._process.wait(PATIENCE_S)

    def _more(self, patience_s: float = PATIENCE_S) -> bool:
        if not select.select([self._ours], [], [], patience_s)[0]:
            return False
        piece = b""
        with suppress(OSError):  # the other end is closed
            piece = os.read(self._ours, 65536)
        while piece and not _is_whole(piece):
            piece += os.read(self._ours, 1)
        self.raw += piece.decode()
        return bool(piece)


def _is_whole(piece: bytes) -> bool:
    try:
        piece.decode()
    except UnicodeDecodeError:
        return False
    return True
