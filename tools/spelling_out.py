"""Which character a name is written with, told by its parts or by a word that has it: 「弓长张」, 「三横王」, 「利益的利」."""

import re
from typing import Final

_IS: Final = r"^(?:(?:就|那|也就|应该)?是|那个|写作)*"
_WHICH: Final = r"(?:里的那个|里那个|里的|的那个|那个|的)"
_SPELLING: Final = re.compile(
    rf"{_IS}(?P<words>[\u4e00-\u9fff]{{2,4}}?{_WHICH}[\u4e00-\u9fff]|[\u4e00-\u9fff]{{3}})字?[哈啊哦]?$"
)
_NO_SPELLING: Final = re.compile(r"[我你您他她它姓叫]")
# A word that has the character, or the name of a part of it.
_BY_WORD: Final = re.compile(rf"{_IS}(?P<word>[\u4e00-\u9fff]{{2,4}}?){_WHICH}(?P<letter>[\u4e00-\u9fff])字?[哈啊哦]?$")
_PART: Final = re.compile(r"[旁头底框边儿点水人火耳字]$")
_PARTS: Final = re.compile(r"[，。！；,.!;\s]")


def spelt_out(clause: str) -> str:
    """The words that may spell a character out, 弓长张 of 「是弓长张」; empty where a clause cannot."""
    found = _SPELLING.match(clause)
    return found["words"] if found and not _NO_SPELLING.search(clause) else ""


def letter_of(words: str) -> str:
    """The character that words spell out by a word for it or a part of it, 蕾 of 「花蕾的蕾」; empty where they spell none."""
    found = _BY_WORD.match(words)
    if found is None or _NO_SPELLING.search(words):
        return ""
    is_sure = found["letter"] in found["word"] or _PART.search(found["word"]) or "那个" in words
    return found["letter"] if is_sure else ""


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
