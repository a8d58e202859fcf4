"""A text as the terms it is found by: jieba's words, character pairs, single characters, and Latin words and numbers."""

import re
import unicodedata
from typing import Final

import rjieba

_HAN: Final = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U000323af]+")
_LATIN: Final = re.compile(r"[^\W\u3400-\u9fff_]+(?:[.\-_'][^\W\u3400-\u9fff_]+)*")
# Characters, pairs and words are kept apart, so that 花生 the word and 花生 the pair are weighed each for itself.
_PAIR: Final = "\x01"
_CHARACTER: Final = "\x02"
_NAME_TAGS: Final = ("nr", "nrt", "nrfg", "nz", "nt")
_CAPITALS: Final = re.compile(r"[A-Z][\w.-]+")


def terms(text: str) -> list[str]:
    """Take a text apart, repetitions kept.

    Chinese is cut by jieba's dictionary (longer words also into the words inside them), into every pair of neighbouring
    characters, for what no dictionary has, and into characters, so that 狗 finds 小狗. Latin words lose their case
    and, roughly, their English inflection. Width is normalised (NFKC).
    """
    plain = unicodedata.normalize("NFKC", text).lower()
    found = [_stem(word) for word in _LATIN.findall(plain)]
    for run in _HAN.findall(plain):
        found += rjieba.cut_for_search(run)
        found += [_PAIR + run[at : at + 2] for at in range(len(run) - 1)]
        found += [_CHARACTER + character for character in run]
    return found


def names_in(text: str) -> list[str]:
    """Give the names that a text seems to hold: of people, places, makes, and Latin words in capitals."""
    return [
        word for word, tag in rjieba.tag(text) if (tag in _NAME_TAGS and len(word) > 1) or _CAPITALS.fullmatch(word)
    ]


def smallest_terms(text: str) -> set[str]:
    """Take a text apart where no dictionary has a say: the terms that are characters, Latin words and numbers."""
    plain = unicodedata.normalize("NFKC", text).lower()
    characters = {_CHARACTER + character for run in _HAN.findall(plain) for character in run}
    return characters | {_stem(word) for word in _LATIN.findall(plain)}


def _stem(word: str) -> str:
    """Cut an English inflection off, so that painted, painting and paints are one."""
    word = word.removesuffix("'s")
    if not word.isascii() or not word.isalpha():
        return word
    if len(word) > 4 and word.endswith(("ies", "ied")):
        return word[:-3] + "y"
    for suffix, shortest in (("ing", 6), ("ed", 5), ("s", 4)):
        if len(word) >= shortest and word.endswith(suffix) and not word.endswith("ss"):
            word = word.removesuffix(suffix)
            break
    if len(word) > 4 and word[-1] == word[-2] and word[-1] not in "ls":
        word = word[:-1]
    return word[:-1] if len(word) > 4 and word.endswith("e") else word
