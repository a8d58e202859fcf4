"""Which character a name is written with, told by its parts or by a word that has it: 「弓长张」, 「三横王」, 「利益的利」."""

import re
from typing import Final

_SPELLING: Final = re.compile(
    r"^(?:(?:就|那|也就)?是|那个|写作)*(?P<words>[\u4e00-\u9fff]{2,4}的(?:那个)?[\u4e00-\u9fff]|[\u4e00-\u9fff]{3})字?[哈啊哦]?$"
)
_NO_SPELLING: Final = re.compile(r"[我你您他她它姓叫]")
_PARTS: Final = re.compile(r"[，。！；,.!;\s]")


def spelt_out(clause: str) -> str:
    """The words that may spell a character out, 弓长张 of 「是弓长张」; empty where a clause cannot."""
    found = _SPELLING.match(clause)
    return found["words"] if found and not _NO_SPELLING.search(clause) else ""


def respelt(statement: str, wrong: str, right: str, said: str) -> str:
    """A statement with another name in the place of the wrong one, spelt out as it was said where the wrong one was."""
    parts = statement.split("，")
    kept = [part for part in parts if not (_spells(part, wrong) and not _spells(part, right))]
    if len(kept) < len(parts):
        kept[1:1] = [words for words in map(spelt_out, _PARTS.split(said)) if _spells(words, right)][:1]
    return "，".join(kept).replace(wrong, right)


def _spells(part: str, name: str) -> bool:
    words = spelt_out(part)
    return bool(words) and words[-1] in name
