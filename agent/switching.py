"""How long one thread keeps the interpreter while others wait for it."""

import sys
from typing import Final

# A thread that lets go of it for a moment, to write a line or to compare vectors, gets it back only once another that
# computes has used up its turn: 5 ms as Python comes, several times within one write or recall. Source: measured, the three
# settings by turns of two seconds under bench/load.py, p95 of hear / save / recall: 5 ms 83 / 83 / 36, 1 ms 69 / 67 / 36,
# 0.2 ms 59 / 53 / 30, and requests no slower (reads 75, 74, 67).
TURN_S: Final = 0.0002


def switch_often() -> None:
    """Make the threads take turns more often than Python has them: for a process that serves."""
    sys.setswitchinterval(TURN_S)
