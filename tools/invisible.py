"""Characters that a reader does not see and a model does: they hide orders, split words, and turn the reading direction.

Taken out once, where words come in. What Unicode makes such characters for is left: joined emoji, flags of regions,
variants of Chinese characters, joiners inside Arabic and Indic words.

Source: Unicode 16, chapter 23 (layout controls, tags, fillers); UTS #51, ED-16 (joined emoji) and ED-14a (flags of regions);
Boucher and Anderson, "Trojan Source" (2021), for the bidirectional controls.
"""

import re
import unicodedata
from typing import Final

_TAGS: Final = "\U000e0000-\U000e007f"
# Soft hyphen, grapheme joiner, fillers, zero width, bidirectional and invisible operators, annotations, byte order mark.
_NEVER: Final = (
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\u3164\ufeff\uffa0"
    "\ufff0-\ufffb\U0001bca0-\U0001bca3\U0001d173-\U0001d17a"
)
_CONTROLS: Final = "\x01-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f"  # NUL is refused by the doors, not mended
_PICTURE: Final = "\u00a9\u00ae\u203c-\u3299\U0001f000-\U0001faff"
_AFTER_PICTURE: Final = "\ufe0f\U0001f3fb-\U0001f3ff"
# Of Arabic, of the Indic scripts and their neighbours to Khmer, of Mongolian: there a joiner shapes a word.
_SHAPED: Final = "\u0600-\u07ff\u0860-\u0dff\u0f00-\u0fff\u1000-\u109f\u1780-\u18af"
_HAN: Final = "\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"

_FLAG: Final = re.compile("\U0001f3f4[\U000e0030-\U000e0039\U000e0061-\U000e007a]{3,6}\U000e007f")
_LINES: Final = re.compile("\r\n?|[\u0085\u2028\u2029]")
_UNSEEN: Final = re.compile(
    f"[{_NEVER}{_CONTROLS}{_TAGS}]"
    f"|(?<![{_PICTURE}{_AFTER_PICTURE}{_SHAPED}])\u200d|\u200d(?![{_PICTURE}{_SHAPED}])"
    f"|(?<![{_SHAPED}])\u200c|\u200c(?![{_SHAPED}])"
    # one selector of a variant after what has variants, and no message in a run of them
    f"|(?<![{_PICTURE}{_HAN}#*0-9])[\ufe00-\ufe0f]|(?<![{_HAN}])[\U000e0100-\U000e01ef]"
)
_MOST_MARKS: Final = 4  # on one letter; Vietnamese takes two, vocalised Hebrew three


def visible(text: str) -> str:
    """The text without characters that hide something; idempotent, and the same object where there are none.

    Line ends of every sort become a line feed; a fifth mark on one letter goes.
    """
    kept = _without_unseen(text)
    while kept != text:  # what goes may bring together what hides again
        text, kept = kept, _without_unseen(kept)
    return text


def _without_unseen(text: str) -> str:
    parts = re.split(f"({_FLAG.pattern})", _LINES.sub("\n", text))
    return _unpiled("".join(part if _FLAG.fullmatch(part) else _UNSEEN.sub("", part) for part in parts))


def _unpiled(text: str) -> str:
    """The text without what is piled up on a letter."""
    kept: list[str] = []
    marks = 0
    for character in text:
        marks = marks + 1 if unicodedata.category(character) == "Mn" else 0
        if marks <= _MOST_MARKS:
            kept.append(character)
    return "".join(kept)
