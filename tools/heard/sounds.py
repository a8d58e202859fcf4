"""How alike two words sound in Mandarin, from their pinyin: syllable by syllable, with the confusions that speakers have.

Costs are per syllable: 0 the same sound, 1 another one. A tone weighs little, for a speech model hears it worst.
"""

from functools import lru_cache
from typing import Final, NamedTuple

from pypinyin import Style, pinyin
from pypinyin.contrib.tone_convert import to_finals, to_initials

OTHER: Final = 1.0
# A dictionary gives the common ones first; the rare ones (女 as rǔ) make words alike that are not.
_COMMON_READINGS: Final = 2
_TONE: Final = 0.1
_NEAR: Final = 0.25
_FAR: Final = 0.4
_INITIALS: Final = {
    frozenset(pair.split("/")): _NEAR for pair in ("zh/z", "ch/c", "sh/s", "n/l", "h/f", "r/l", "zh/j", "ch/q", "sh/x", "z/j", "c/q", "s/x")
} | {frozenset(pair.split("/")): _FAR for pair in ("b/p", "d/t", "g/k", "j/q", "zh/ch", "z/c", "y/", "w/", "m/n", "p/t", "t/k", "b/d", "d/g")}  # fmt: skip
_FINALS: Final = {
    frozenset(pair.split("/")): _NEAR for pair in ("in/ing", "en/eng", "an/ang", "ian/iang", "uan/uang", "uen/ong", "o/uo", "e/uo", "un/ong", "v/u")
} | {frozenset(pair.split("/")): _FAR for pair in ("an/en", "ang/eng", "ai/ei", "ao/ou", "ian/in", "an/uan", "en/un", "eng/ong", "van/ian", "uan/van", "i/v", "ie/ian", "i/e")}  # fmt: skip

_ALIKE_INITIALS: Final = {
    "zh": "z", "ch": "c", "sh": "s", "j": "z", "q": "c", "x": "s", "n": "l", "r": "l", "f": "h", "p": "b", "t": "d", "k": "g",
}  # fmt: skip
_ALIKE_FINALS: Final = {
    "ing": "in", "eng": "en", "ang": "an", "iang": "ian", "uang": "uan", "uo": "o", "e": "o", "ong": "un", "uen": "un",
}  # fmt: skip


class Syllable(NamedTuple):
    """One reading of a character: 张 is zh, ang, 1."""

    initial: str
    final: str
    tone: str


def spelled(word: str) -> str:
    """A word's pinyin with its tones: 「zhāng sān」."""
    return " ".join(each[0] for each in pinyin(word))


@lru_cache(maxsize=8192)
def readings(character: str) -> tuple[Syllable, ...]:
    """The common readings of a character; none where it is no 汉字."""
    said = pinyin(character, style=Style.TONE3, heteronym=True, errors="ignore", neutral_tone_with_five=True)
    return tuple(
        Syllable(to_initials(each, strict=False), to_finals(each, strict=False), each[-1])
        for each in (said[0][:_COMMON_READINGS] if said else ())
    )


@lru_cache(maxsize=65536)
def apart(one: str, other: str) -> float:
    """How far two characters sound apart, from 0 to OTHER, by the readings that are nearest."""
    if one == other:
        return 0.0
    return min((_apart(a, b) for a in readings(one) for b in readings(other)), default=OTHER)


def _apart(one: Syllable, other: Syllable) -> float:
    initial = 0.0 if one.initial == other.initial else _INITIALS.get(frozenset((one.initial, other.initial)), OTHER)
    final = 0.0 if one.final == other.final else _FINALS.get(frozenset((one.final, other.final)), OTHER)
    tone = 0.0 if one.tone == other.tone else _TONE
    return min(initial + final + tone, OTHER)


def alike_key(syllable: Syllable) -> str:
    """The same for syllables that are easily taken for each other, so that words can be looked up by it."""
    initial, final = syllable.initial, syllable.final
    return f"{_ALIKE_INITIALS.get(initial, initial)}-{_ALIKE_FINALS.get(final, final)}"


def sound_alike(one: str, other: str) -> bool:
    """Whether one word may have been heard for the other: no syllable of it sounds another."""
    return len(one) == len(other) and one != other and all(apart(a, b) < OTHER for a, b in zip(one, other, strict=True))
