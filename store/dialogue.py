"""What the form of a line of talk says: who speaks, and whether it asks rather than tells."""

import re
from typing import Final

# One sentence alone, and it asks: what is told before or after a question is a memory like any other.
_ASKS: Final = re.compile(
    r"[^。！？!?\n]{1,60}(?:[?？]+|[吗呢么][。！!~～]*)\s*|\s*(?:what|who|when|where|why|how|which)\b[^.!?\n]{1,120}\??\s*",
    re.IGNORECASE,
)
# A question mark with nothing told after it: only a short addition, or a note in brackets of what was sent along.
_ENDS_ASKING: Final = re.compile(r"[?？](?:\s*\[[^\]]*\]|[^?？。.!！]{0,12})\s*$")
_END_CHARACTERS: Final = 200
# `Name: ...`, also behind a mark of the channel in brackets.
_SPEAKER: Final = re.compile(r"\s*(?:\[[^\]]*\]\s*)?([^\s:：]{2,12}(?: [A-Z]\w+)?)\s*[:：]")

# What is taken down of a text (store/features.py) follows from these.
PATTERNS: Final = (_ASKS, _ENDS_ASKING, _SPEAKER)


def is_asked(text: str) -> bool:
    """Whether a text is one question and nothing else: it was said, but tells little."""
    return _ASKS.fullmatch(text) is not None


def ends_asking(text: str) -> bool:
    """Whether a text ends in a question: what answers it comes next."""
    return _ENDS_ASKING.search(text[-_END_CHARACTERS:]) is not None


def speaker(text: str) -> str:
    """Give the name before the colon that a line begins with, in lower case; empty where there is none."""
    head = _SPEAKER.match(text)
    return head.group(1).lower() if head else ""
