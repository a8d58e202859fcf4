"""Words that sound like a known name, taken for that name where the words around them, or the lack of any other sense, say so.

A wrong replacement is worse than a missed one: it puts words into somebody's mouth. So a word that the dictionary knows
stays, however alike it sounds, but where a name is what is said there (「叫小雨」, 「我同事小雨」).
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import rjieba

from tools.heard.names import Name, is_personal
from tools.heard.sounds import apart
from tools.slots import kin_at_end

_HAN: Final = re.compile(r"[\u4e00-\u9fff]+")
# How far a syllable may sound apart on average: where nothing around says that a name is meant, and where something does.
_ALIKE: Final = 0.13
_ALIKE_WHERE_NAMED: Final = 0.26
# Words that name before them, and words of people's doing after them.
_BEFORE: Final = re.compile(
    r"(?:叫做?|名字是|我是|给|跟|和|找|约|问|替|帮|请|陪|让|被|把|对|借给|同事|朋友|老师|经理|医生|住在|来自|[在到去回])了?$"
)
_AFTER: Final = re.compile(
    r"(?:说|问|告诉|约|请|借|送|打电话|喜欢|不喝|不吃|爱|的生日|的电话|的药|要|跟|和|也|还|最|又|今年|昨|今|在|是|把|参加|他|她|住|那里|那儿|家)"
)
_SHORT: Final = 2
_CALLED: Final = re.compile(r"(?:叫做?|名字是|姓名是)$")
# Where a name is put right, each of the two is meant as it is said.
_PUTS_RIGHT: Final = re.compile(r"不是|不叫|并非|改名|写[错成]|听错|说错|错了|不对")
# Words that stand alone so often that several of them side by side make no name.
_FREE: Final = ("u", "ul", "uj", "ud", "uv", "ug", "uz", "p", "c", "r", "d", "y", "m", "q", "zg", "f", "e", "df", "v")


@dataclass(frozen=True, slots=True)
class Taken:
    """A word of the transcript that was taken for another, and why."""

    heard: str
    meant: str
    reason: str


@dataclass(frozen=True, slots=True)
class _Window:
    """Characters of the transcript that might be a name: where they start, and what stands around them."""

    text: str
    start: int
    before: str
    after: str


def with_names(text: str, known: Sequence[Name]) -> tuple[str, list[Taken]]:
    """The text with what sounds like a known name written as that name, and what was taken for what. Idempotent."""
    names = [name.text for name in known]
    found: list[Taken] = []
    if not names or _PUTS_RIGHT.search(text):
        return text, found
    for name in known:
        for heard in name.misheard:
            if heard in text and not _means_more(heard, names):
                text = text.replace(heard, name.text)
                found.append(Taken(heard, name.text, "put right before"))
    while True:
        text, taken = _once(text, names)
        if not taken:
            break  # and it comes to that, for what was written as a name is not looked at again
        found += taken
    return text, found


def _means_more(heard: str, names: Sequence[str]) -> bool:
    """Whether what a name was misheard as is a word of its own (小雨), or part of somebody else's name."""
    return (_is_word(heard) and not is_personal(heard)) or any(heard in name for name in names)


def _once(text: str, names: Sequence[str]) -> tuple[str, list[Taken]]:
    taken: list[tuple[_Window, str]] = []
    for window, name in sorted(_candidates(text, names), key=lambda found: (-len(found[1]), found[0].start)):
        if all(_is_clear_of(window, other) for other, _ in taken):
            taken.append((window, name))
    for window, name in sorted(taken, key=lambda found: -found[0].start):
        text = text[: window.start] + name + text[window.start + len(name) :]
    return text, [Taken(window.text, name, f"known name, {window.text} sounds like it") for window, name in taken]


def _is_clear_of(one: _Window, other: _Window) -> bool:
    return one.start + len(one.text) <= other.start or other.start + len(other.text) <= one.start


def _candidates(text: str, names: Sequence[str]) -> Iterator[tuple[_Window, str]]:
    told = [range(*found.span()) for name in names for found in re.finditer(name, text)]
    cuts = _cuts(text)
    by_length: dict[int, list[str]] = {}
    for name in names:
        by_length.setdefault(len(name), []).append(name)
    for run in _HAN.finditer(text):
        for length, alike in by_length.items():
            for start in range(run.start(), run.end() - length + 1):
                if any(span.start < start + length and start < span.stop for span in told):
                    continue
                window = _Window(text[start : start + length], start, text[:start], text[start + length :])
                meant = _name_meant(window, alike, cuts)
                if meant is not None:
                    yield window, meant


def _name_meant(window: _Window, names: Sequence[str], cuts: frozenset[int]) -> str | None:
    """The one name that sounds nearest, near enough for what stands around; None where none or several do."""
    of_its_kind = [name for name in names if is_personal(name)] if is_personal(window.text) else names
    near = sorted(
        (apart, name) for name in of_its_kind if (apart := _distance(window.text, name)) <= _ALIKE_WHERE_NAMED
    )
    if not near or (len(near) > 1 and near[0][0] == near[1][0]):
        return None
    distance, name = near[0]
    whole = {window.start, window.start + len(name)} <= cuts
    return name if _may_be(window, name, distance, is_whole=whole) else None


def _may_be(window: _Window, name: str, distance: float, *, is_whole: bool) -> bool:
    is_introduced = bool(_BEFORE.search(window.before) or kin_at_end(window.before))
    is_named = is_introduced or bool(_AFTER.match(window.after))
    if _is_word(window.text) and not is_personal(window.text):
        return bool(_CALLED.search(window.before)) and distance <= _ALIKE
    if len(name) == _SHORT and is_personal(name) and not is_personal(window.text) and not is_introduced:
        return False  # two characters without a surname among them are any two words: 「游玩时长是」 and 张诗
    if is_whole and (not _is_loose(window.text) or (is_introduced and distance == 0.0)):
        return distance <= (_ALIKE_WHERE_NAMED if is_named else _ALIKE)
    return len(window.text) > 2 and distance <= _ALIKE and (is_named or is_personal(window.text))


def _distance(one: str, other: str) -> float:
    total = 0.0
    for a, b in zip(one, other, strict=True):
        total += apart(a, b)
        if total > _ALIKE_WHERE_NAMED * len(one):
            break
    return total / len(one)


@lru_cache(maxsize=4096)
def _is_word(text: str) -> bool:
    return list(rjieba.cut(text, hmm=False)) == [text]


@lru_cache(maxsize=4096)
def _is_loose(text: str) -> bool:
    """Whether it is made of nothing but words that stand alone."""
    return all(tag in _FREE for character in text for _, tag in rjieba.tag(character))


def _cuts(text: str) -> frozenset[int]:
    """Where words of the dictionary begin and end."""
    at, cuts = 0, {0}
    for word in rjieba.cut(text, hmm=False):
        at += len(word)
        cuts.add(at)
    return frozenset(cuts)
