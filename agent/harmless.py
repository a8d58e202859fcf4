"""What a model says, made harmless to whoever shows it, whole or while it is said.

A picture in Markdown or HTML would be loaded by whatever shows the answer, and its address could carry off what the model
knows: its mark is taken apart. What is said is bounded, and half characters are replaced.
"""

import re
from typing import Final

# Characters of an answer; a model that repeats itself stops where its service stops it, or here.
MAX_ANSWER: Final = 16_000

_TAGS: Final = "img|picture|source|iframe|object|embed|video|audio|script|link|svg|style"
_FETCHING: Final = re.compile(rf"!+(?=\[)|<(?=/?(?:{_TAGS})\b)", re.IGNORECASE)
# The end of a text that may yet turn out to be such a mark; no tag's name is longer.
_UNDECIDED: Final = re.compile(rf"(?:!+|</?[a-z]{{0,{max(map(len, _TAGS.split('|')))}}})\Z", re.IGNORECASE)


def whole_characters(text: str) -> str:
    """The text with half characters, which no file and no answer can hold, replaced."""
    return text.encode("utf-8", "replace").decode("utf-8")


def harmless(text: str) -> str:
    """The text as it may be shown: without blanks around it, within its bound, fetching nothing."""
    return _FETCHING.sub(_taken_apart, whole_characters(text).strip()[:MAX_ANSWER])


class HarmlessPieces:
    """The same of a text that comes piece by piece; the end of a piece waits where what follows decides about it."""

    def __init__(self) -> None:
        self._left = MAX_ANSWER
        self._undecided = ""

    def take(self, piece: str) -> str:
        """Give what may be shown when `piece` has come; blanks at its end are given too."""
        piece = whole_characters(piece)
        if self._left == MAX_ANSWER:
            piece = piece.lstrip()
        piece = piece[: self._left]
        self._left -= len(piece)
        text = self._undecided + piece
        tail = _UNDECIDED.search(text)
        # cut after the marks were looked for, for what stands before the tail is decided by it
        self._undecided = tail[0] if tail else ""
        return _FETCHING.sub(_taken_apart, text[: tail.start()] if tail else text)

    def rest(self) -> str:
        """Give what waited, when nothing more comes."""
        waited, self._undecided = self._undecided, ""
        return _FETCHING.sub(_taken_apart, waited)


def _taken_apart(mark: re.Match[str]) -> str:
    return "＜" if mark[0] == "<" else ""
