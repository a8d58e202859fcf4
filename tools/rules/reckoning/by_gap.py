"""How old somebody is, when they were born or what animal theirs is, of whom only the distance to somebody else was told:
「我老公比我大三岁」, 「跟我同岁」, 「比她小一轮」.

Source: a difference of ages is one of years of birth, as everyday use counts; twelve of them make 一轮.
"""

import re
from collections.abc import Sequence
from datetime import date
from typing import Final, NamedTuple

from store.facts import Fact
from tools.rules.birthday import birthday_of
from tools.rules.born import age_told, year_of_birth
from tools.rules.kinship import plainly
from tools.rules.kinship_table import CANONICAL, WORDS
from tools.rules.shengxiao import by_year, shift
from tools.slots import OWNER_SUBJECT, canonical_subject
from tools.when import number

_OWNED: Final = rf"{OWNER_SUBJECT}(?:的(?:{WORDS}))*"
_WHO: Final = rf"{_OWNED}|[\u4e00-\u9fffA-Za-z]{{1,4}}?"
_COUNT: Final = r"(?P<n>\d{1,2}|[一二两三四五六七八九十]{1,3})"
_GAP: Final = re.compile(
    rf"比(?P<other>{_WHO})(?:整整|刚好|正好|足足|只|就|要|还|得)*(?P<way>年?长|年轻|大|小)了?{_COUNT}?(?P<half>个?半)?(?P<unit>岁|年|轮)"
)
_EVEN: Final = re.compile(
    rf"[跟和与同](?P<other>{_WHO})(?:刚好|正好|都是|也是|是|也)*(?:同岁|同龄|同年|一[样般边]大|一个属相|属相一样)"
)
_ASKS_YEAR: Final = re.compile(r"哪一?年(?:出?生|的|$)|多大|几岁|多少岁|岁数|年纪|年龄")
_ASKS_ANIMAL: Final = re.compile(r"属相|生肖|属(?:什么|啥|哪)")
_ANIMAL: Final = re.compile(r"属(?P<animal>[鼠牛虎兔龙蛇马羊猴鸡狗猪])")
_ROUND: Final = 12


class _Gap(NamedTuple):
    """`one` was born so many years after `other` (before, where negative), by `fact`."""

    one: str
    other: str
    years: int
    fact: Fact


def asks_by_gap(query: str) -> bool:
    """Whether a question asks for what `by_gap` tells."""
    return bool(_ASKS_YEAR.search(query) or _ASKS_ANIMAL.search(query))


def by_gap(query: str, facts: Sequence[Fact], today: date) -> list[str]:
    """What follows for whom a question asks from how much older or younger they are than somebody whose birth or age is known.

    Args:
        query: the question, for which `asks_by_gap` holds.
        facts: the current facts.
        today: the day of asking.
    """
    gaps = [gap for fact in reversed(facts) for gap in _gaps(fact)]
    for gap in (*gaps, *(_Gap(gap.other, gap.one, -gap.years, gap.fact) for gap in gaps)):
        if _is_asked(gap.one, query) and not any(_year(fact) for fact in facts if _is_of(fact, gap.one)):
            told = _told(gap, query, [fact for fact in reversed(facts) if _is_of(fact, gap.other)], today)
            if told:
                return [told]
    return []


def _gaps(fact: Fact) -> list[_Gap]:
    found = []
    for pattern in (_GAP, _EVEN):
        for match in pattern.finditer(fact.statement):
            one = plainly(_who_before(fact, match.start()))
            other = plainly(canonical_subject(match["other"]))
            if one and other != one:
                found.append(_Gap(one, other, _years(match) if pattern is _GAP else 0, fact))
    return found


def _who_before(fact: Fact, at: int) -> str:
    """Whom a comparison is of: the last that the words before it name, else the fact's subject."""
    clause = re.split(r"[，。；,;]", fact.statement[:at])[-1]
    named = re.match(_OWNED, clause)
    if named is not None and (clause != OWNER_SUBJECT or fact.subject == OWNER_SUBJECT):
        return canonical_subject(named.group())
    return fact.subject


def _years(match: re.Match[str]) -> int:
    count = int(number(match["n"]) or 0) if match["n"] else 0
    years = count * (_ROUND if match["unit"] == "轮" else 1)
    return -years if match["way"] in ("大", "长", "年长") else years


def _is_asked(who: str, query: str) -> bool:
    """Whether a question is of somebody: by name, by the word for what they are to the user, or the user's own 我."""
    if who == OWNER_SUBJECT:
        return re.search(r"我(?!们|家)", query) is not None and not re.search(rf"我的?(?:{WORDS})", query)
    relative = who.removeprefix(f"{OWNER_SUBJECT}的")
    words = [word for word, name in CANONICAL.items() if relative == name or relative.startswith(name)]
    return relative in query or any(word in query for word in words if len(word) > 1 or f"我{word}" in query)


def _is_of(fact: Fact, who: str) -> bool:
    return fact.subject == who and not _GAP.search(fact.statement)


def _year(fact: Fact) -> int | None:
    birthday = birthday_of(fact)
    return (birthday.year if birthday is not None else None) or year_of_birth(fact)


def _told(gap: _Gap, query: str, known: Sequence[Fact], today: date) -> str:
    by = f"按“{gap.fact.statement}”算"
    if _ASKS_ANIMAL.search(query):
        animal = next((found["animal"] for fact in known if (found := _ANIMAL.search(fact.statement))), "")
        if animal:
            return f"{by}，{gap.other}属{animal}，{gap.one}应属{shift(animal, gap.years)}"
    year = next((year for fact in known if (year := _year(fact))), None)
    if year is not None:
        born = year + gap.years
        animal = f"，{by_year(born)}" if _ASKS_ANIMAL.search(query) else f"，今年{today.year - born}岁上下"
        return f"{by}，{gap.other}{year}年生，{gap.one}约{born}年生{animal}"
    aged = next(((fact, age) for fact in known if (age := age_told(fact)) is not None), None)
    if aged is None or _ASKS_ANIMAL.search(query):
        return ""
    told = aged[0].valid_from.date()
    age = aged[1] - gap.years + today.year - told.year
    return f"{by}，{gap.other}{told.year}年{aged[1]}岁，{gap.one}今年约{age}岁（约{today.year - age}年生）"
