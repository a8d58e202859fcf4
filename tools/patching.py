"""The words of a fact with the wrong value replaced by the one that a correction gives, and all else of them kept."""

import re
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Final

from store.facts import Fact
from tools.denials import DAY_ONLY, MINE, denied, held_in
from tools.slip import KINDS, fitted, with_value, with_year
from tools.slots import kin_at_end, kin_at_start
from tools.spelling_out import respelt
from tools.wording import contained, content

_DATE: Final = re.compile(
    r"(?:\d{4}年)?(?:农历)?\d{1,2}月\d{1,2}[日号]|\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{4}年(?:\d{1,2}月)?|[一二三四五六七八九十]{1,2}月[初一二三四五六七八九十廿]{1,3}[日号]?"
)
_AMOUNT: Final = re.compile(
    r"(?:\d+(?:\.\d+)?|[一二三四五六七八九十百千两半]+)\s*(?:个月|年|天|周|岁|元|块|万|公斤|斤|厘米|米|次|个|人|口|号楼|楼|层|个小时|小时)"
)
# 5.8, 三千二: with nothing counted behind it.
_NUMBER: Final = re.compile(r"(?<![\d.A-Za-z])(?:\d+(?:\.\d+)?|[一二两三四五六七八九十百千万]{2,})(?=$|[，。了吧的])")
_TYPES: Final = (_DATE, _AMOUNT, _NUMBER)
_NUMERALS: Final = re.compile(r"[\d.一二两三四五六七八九十百千万半]+")
_SPEAKER: Final = re.compile(r"[我你您咱俺]")
_MERE_DAY: Final = re.compile(
    r"(?<![月\d一二三四五六七八九十])(?:\d{1,2}|[一二三四五六七八九十廿]{1,3})[日号](?![楼线门房店机桌])"
)
_FULL_DATE: Final = re.compile(r"(\d{4})年(\d{1,2})月(\d{1,2})[日号]")
_YEAR_SAID: Final = re.compile(r"\d{4}|[今明去前后]年")
_NEAR: Final = timedelta(days=60)
_NAMES: Final = ("姓", "叫")  # verbs that give a name
_PLACES: Final = ("在", "住")  # verbs that give a place
_CONTRAST: Final = re.compile(r"(?:而|并)?不(?:是|叫|姓|在|住|属)")
# Share of the new words, values aside, that the old ones have where it is the same thing that both tell.
_SAME_FRAME: Final = 0.5
_MOST_LONGER: Final = 6  # characters that the right words may have more, or fewer, than the wrong ones


def shares_type(one: str, other: str) -> bool:
    """Whether both hold a date, or both an amount."""
    return any(pattern.search(one) and pattern.search(other) for pattern in _TYPES)


def differs_in_value(old: str, new: str) -> bool:
    """Whether the new words say what the old do but for a value of a type that both hold: 「驾照是2017年9月23日领的」."""
    bare = [_DATE.sub("", _AMOUNT.sub("", text)) for text in (new, old)]
    return shares_type(old, new) and len(content(bare[0])) > 1 and contained(*bare) >= _SAME_FRAME


def patched(old: str, correction: str, said: str) -> str | None:
    """The old words with the one value of the type that the correction gives replaced by it."""
    for words in denied(said):
        days = {day for day in _MERE_DAY.findall(said) if day != words} if DAY_ONLY.fullmatch(words) else set()
        if len(days) == 1 and held_in(old, words):
            return with_value(old, days.pop(), "")
        new = (_same_type(words, said) or _replacement(words, said, old)) if words in old else None
        if new:
            return respelt(old, words, new, said) if _names(words, old) else old.replace(words, new)
    mended = old
    for pattern in _TYPES:
        before, after = _values(pattern, mended), _asserted(pattern, correction, said)
        if len(before) == 1 and len(after) == 1 and before[0].group() != after[0]:
            (wrong,), (right,) = before, after
            if _is_of_kind(right, wrong.group()):
                right = with_year(as_said(right, wrong.group(), said), wrong.group())
                mended = f"{mended[: wrong.start()]}{right}{mended[wrong.end() :]}"
    return mended if mended != old else None


def _values(pattern: re.Pattern[str], text: str) -> list[re.Match[str]]:
    """The values of a type; the year of a date is no amount."""
    bare = text if pattern is _DATE else _DATE.sub(lambda date: "·" * len(date.group()), text)
    return list(pattern.finditer(bare))


def _is_of_kind(right: str, wrong: str) -> bool:
    """Whether two values of a type are of one unit, and two mere numbers about as long."""
    if _DATE.fullmatch(wrong):
        return True
    units = [_NUMERALS.sub("", words).strip() for words in (right, wrong)]
    return units[0] == units[1] and (bool(units[0]) or abs(len(right) - len(wrong)) <= 1)


def as_said(right: str, wrong: str, said: str) -> str:
    """A date whose year was only guessed, without it where that is far from the date it puts right."""
    days = [_day(each) for each in (right, wrong)]
    if days[0] is None or days[1] is None or _YEAR_SAID.search(said) or abs(days[0] - days[1]) <= _NEAR:
        return right
    return right.partition("年")[2]


def _day(words: str) -> date | None:
    found = _FULL_DATE.fullmatch(words)
    try:
        return date(*map(int, found.groups())) if found else None
    except ValueError:  # 2月30日
        return None


def _names(words: str, statement: str) -> bool:
    return any(f"{verb}{words}" in statement for verb in _NAMES)


def _asserted(pattern: re.Pattern[str], correction: str, said: str) -> Sequence[str]:
    wrong = denied(said)
    found = (match.group() for match in _values(pattern, correction))
    return [value for value in found if not any(value in words for words in wrong)]


def _same_type(wrong: str, said: str) -> str | None:
    """What stands in the place of a denied amount, date or value of another type: the one other of its type that is said."""
    for pattern in (*_TYPES, *KINDS):
        if pattern.fullmatch(wrong):
            others = {found for found in pattern.findall(said) if found != wrong}
            return others.pop() if len(others) == 1 else None
    return None


def _is_kin(words: str) -> bool:
    return _kin_in(words) is not None


def _kin_in(words: str) -> tuple[str, str] | None:
    """The relative that words name and nothing else, a brother of 「亲哥」, as `kin_at_start` gives it."""
    bare = words.removeprefix("亲")
    kin = kin_at_start(bare)
    return kin if kin is not None and kin[0] == bare else None


def attribute_mended(old: Fact, said: str) -> str:
    """The slot of a relative who is another: 哥哥 where 弟弟 is denied; else the slot as it was."""
    for words in denied(said):
        kin = _kin_in(words)
        if kin is not None and kin[1] == old.attribute:
            new = kin_at_start(_replacement(words, said, "") or "")
            return new[1] if new is not None else old.attribute
    return old.attribute


def _replacement(wrong: str, said: str, old: str) -> str | None:
    """What stands in the place of the denied words: 「是X，不是Y」 gives X, 「姓X，不姓Y」 and 「在X，不在Y」 as well."""
    named = [verb for verb in _NAMES if f"{verb}{wrong}" in said]
    placed = [verb for verb in _PLACES if re.search(rf"[不没]有?{verb}{wrong}", said)]
    for verb in (*named, *placed, "是"):
        for match in re.finditer(rf"(?<![不没有]){verb}([^，。！？；,.!?;]{{1,20}})", said):
            words = _CONTRAST.split(match.group(1).strip())[0]
            if _is_kin(wrong):
                words = fitted(MINE.sub("", words), wrong, old)
                words = words if "的" not in words and kin_at_end(words) else kin_at_end(words)
            elif _SPEAKER.search(words):
                continue
            words = fitted(words, wrong, old)
            if words and words != wrong and abs(len(words) - len(wrong)) <= _MOST_LONGER:
                return words
    return None


def dates_in(statement: str) -> str:
    """The dates of a statement, joined."""
    return "".join(_DATE.findall(statement))
