"""Simplified characters, whichever the engine wrote."""

import unicodedata
from typing import Final

from opencc import OpenCC

_CHARACTERS: Final = OpenCC("t2s")
# It tells 看著 from 著作 as well, but of simplified words it takes 显著 for 显着: only for what is traditional.
_WORDS: Final = OpenCC("tw2s")


def _has_plain_form(character: str) -> bool:
    """Letters and figures of any width, and the small marks (﹐﹑) that Whisper writes; not the marks of full width."""
    return character.isalnum() or "\ufe50" <= character <= "\ufe6b"


def simplified(text: str) -> str:
    """The text in simplified characters, letters and figures at their plain width. Idempotent; simplified text stays."""
    plain = "".join(unicodedata.normalize("NFKC", each) if _has_plain_form(each) else each for each in text)
    return _WORDS.convert(plain) if _CHARACTERS.convert(plain) != plain else plain
