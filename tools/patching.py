"""The words of a fact with the wrong value replaced by the one that a correction gives, and all else of them kept."""

import re
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Final

from store.facts import Fact
from tools.slip import DAY_ONLY, day_of_month, with_value, with_year
from tools.slots import kin_at_end, kin_at_start
from tools.spelling_out import respelt
from tools.taking_back import never_so
from tools.wording import content

_DENIED: Final = re.compile(
    r"(?:不是|并不是|并非|而不是|没有?在|不在|不叫|不姓|not )([^，。！？；,.!?;]{1,20}?)(?:了|上过班|过)?(?=$|[，。！？；,.!?;])"
)
_MISTAKEN: Final = re.compile(
    r"(?:^|[，。！？；,.!?;])([^，。！？；,.!?;我]{1,16}?)(?:年|那个|那条)?是我(?:自己)?(?:当时|之前|上次)?(?:记|说|写|看|听|打)(?:错|混|岔|反|串|颠倒)"
)
_SAID_WRONG: Final = re.compile(
    r"(?:[说记写报填](?:的|成|了|是)*)(?![的得])([^，。！？；,.!?;错]{1,10}?)(?:那个)?(?:是)?(?:不对|错[的了]|有误)(?=$|[，。！？；,.!?;])"
)
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
_CLAUSE: Final = re.compile(r"[，。！？；,.!?;]")
_SPEAKER: Final = re.compile(r"[我你您咱俺]")
_MERE_DAY: Final = re.compile(
    r"(?<![月\d一二三四五六七八九十])(?:\d{1,2}|[一二三四五六七八九十廿]{1,3})[日号](?![楼线门房店机桌])"
)
_FULL_DATE: Final = re.compile(r"(\d{4})年(\d{1,2})月(\d{1,2})[日号]")
_YEAR_SAID: Final = re.compile(r"\d{4}|[今明去前后]年")
_NEAR: Final = timedelta(days=60)
_NAMES: Final = ("姓", "叫")  # verbs that give a name


def denied(said: str) -> list[str]:
    """The words that an utterance takes back: 初二 in 「是初三，不是初二」, 2015 in 「2015是我记混了」."""
    wrong = [
        match.group(1).strip() for pattern in (_DENIED, _MISTAKEN, _SAID_WRONG) for match in pattern.finditer(said)
    ]
    return wrong + [words for words in map(never_so, _CLAUSE.split(said)) if words]


def holds(statement: str, wrong: str) -> bool:
    """Whether a statement says what is denied; of a mere day, 1号, its dates are looked at."""
    words = f"月{day_of_month(wrong)}" if DAY_ONLY.fullmatch(wrong) else content(wrong)
    return bool(words) and words in content(statement)


def shares_type(one: str, other: str) -> bool:
    """Whether both hold a date, or both an amount."""
    return any(pattern.search(one) and pattern.search(other) for pattern in _TYPES)


def patched(old: str, correction: str, said: str) -> str | None:
    """The old words with the one value of the type that the correction gives replaced by it."""
    for words in denied(said):
        days = {day for day in _MERE_DAY.findall(said) if day != words} if DAY_ONLY.fullmatch(words) else set()
        if len(days) == 1 and holds(old, words):
            return with_value(old, days.pop(), "")
        new = _same_type(words, said) or _replacement(words, said)
        if new and words in old:
            return respelt(old, words, new, said) if _names(words, old) else old.replace(words, new)
    for pattern in _TYPES:
        before, after = pattern.findall(old), _asserted(pattern, correction, said)
        if len(before) == 1 and len(after) == 1 and before != after and _is_of_kind(after[0], before[0]):
            return old.replace(before[0], with_year(as_said(after[0], before[0], said), before[0]))
    return None


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
    return [found for found in pattern.findall(correction) if not any(found in words for words in wrong)]


def _same_type(wrong: str, said: str) -> str | None:
    """What stands in the place of a denied amount or date: the one other of its type that is said."""
    for pattern in _TYPES:
        if pattern.fullmatch(wrong):
            others = {found for found in pattern.findall(said) if found != wrong}
            return others.pop() if len(others) == 1 else None
    return None


def _is_kin(words: str) -> bool:
    kin = kin_at_start(words)
    return kin is not None and kin[0] == words


def attribute_mended(old: Fact, said: str) -> str:
    """The slot of a relative who is another: 哥哥 where 弟弟 is denied; else the slot as it was."""
    for words in denied(said):
        kin = kin_at_start(words)
        if kin is not None and kin == (words, old.attribute):
            new = kin_at_start(_replacement(words, said) or "")
            return new[1] if new is not None else old.attribute
    return old.attribute


def _replacement(wrong: str, said: str) -> str | None:
    """What stands in the place of the denied words: 「是X，不是Y」 gives X, 「姓X，不姓Y」 as well."""
    verb = next((verb for verb in _NAMES if f"{verb}{wrong}" in said), "是")
    for match in re.finditer(rf"(?<!不){verb}([^，。！？；,.!?;]{{1,20}})", said):
        words = match.group(1).strip()
        if _is_kin(wrong):
            words = kin_at_end(words)
        elif _SPEAKER.search(words):
            continue
        if words and words != wrong and wrong not in words and abs(len(words) - len(wrong)) <= 6:
            return words
    return None


def dates_in(statement: str) -> str:
    """The dates of a statement, joined."""
    return "".join(_DATE.findall(statement))
