"""What the decoder and those who run it agree on."""

from enum import IntEnum
from typing import Final

RATE: Final = 16_000
LONGEST_S: Final = 600


class Verdict(IntEnum):
    """How decoding went; the exit code of the decoder's process."""

    DECODED = 0
    UNREADABLE = 10
    TOO_LONG = 11
    CUT_OFF = 12
