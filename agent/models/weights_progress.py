"""Saying in Chinese, on a terminal or in a log, how far a long download is."""

import sys
import time
from collections.abc import Callable
from typing import TextIO

LOG_EVERY_S = 5.0
TERMINAL_EVERY_S = 0.2
MB = 1_000_000


class Progress:
    """Shows one download after another; a terminal's line is rewritten, a log gets a line every few seconds."""

    def __init__(self, stream: TextIO | None = None, clock: Callable[[], float] = time.monotonic) -> None:
        self._stream = stream if stream is not None else sys.stderr
        self._clock = clock
        self._on_terminal = self._stream.isatty()
        self._what = ""
        self._total_bytes = 0
        self._first_bytes = 0
        self._began_s = 0.0
        self._shown_s: float | None = None

    def begin(self, what: str, total_bytes: int, done_bytes: int) -> None:
        """Start showing `what`, of which `done_bytes` lie on disk already."""
        self._what, self._total_bytes, self._first_bytes = what, total_bytes, done_bytes
        self._began_s, self._shown_s = self._clock(), None

    def advance(self, done_bytes: int, note: str = "") -> None:
        """Show that `done_bytes` of the whole are there; cheap to call often."""
        now_s = self._clock()
        pause_s = TERMINAL_EVERY_S if self._on_terminal else LOG_EVERY_S
        if self._shown_s is None or now_s - self._shown_s >= pause_s or done_bytes >= self._total_bytes:
            self._shown_s = now_s
            self._write(self._line(done_bytes, note, now_s - self._began_s), passing=True)

    def say(self, sentence: str) -> None:
        """Show a sentence that stays."""
        self._write(sentence, passing=False)

    def _line(self, done_bytes: int, note: str, elapsed_s: float) -> str:
        parts = [self._what, note, f"{done_bytes // MB}/{self._total_bytes // MB} MB"]
        fetched_bytes = done_bytes - self._first_bytes
        if fetched_bytes > 0 and elapsed_s > 0:
            left_s = (self._total_bytes - done_bytes) * elapsed_s / fetched_bytes
            parts.append(f"约剩 {left_s:.0f} 秒")
        elif elapsed_s >= 1:
            parts.append(f"已等 {elapsed_s:.0f} 秒")
        return "，".join(part for part in parts if part)

    def _write(self, text: str, *, passing: bool) -> None:
        if self._on_terminal:
            self._stream.write(f"\r\x1b[K{text}" + ("" if passing else "\n"))
        else:
            self._stream.write(f"{text}\n")
        self._stream.flush()
