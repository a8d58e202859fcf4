"""What a speaker is: an answer in, sound that says it out."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Protocol

_ENDS: Final = re.compile(r"(?<=[。！？；!?;\n])")


@dataclass(frozen=True)
class Speech:
    """Spoken words as a file of its own."""

    content: bytes
    media_type: str


class Speaker(Protocol):
    """Turns text into speech. Safe to call from several threads."""

    @property
    def name(self) -> str:
        """`provider:model:voice`."""

    def speak(self, text: str) -> Speech:
        """Say a text that is not empty. Raises ModelError."""


def pieces(text: str, longest: int) -> Iterator[str]:
    """Cut a text into pieces of at most `longest` characters, at the ends of sentences where there are any."""
    piece = ""
    for sentence in _ENDS.split(text):
        if len(piece) + len(sentence) > longest and piece.strip():
            yield piece.strip()
            piece = ""
        piece += sentence
        while len(piece) > longest:
            yield piece[:longest]
            piece = piece[longest:]
    if piece.strip():
        yield piece.strip()
