"""What was told of a moment that has moved on since: an age (今年5岁), a year of birth, a length up to then (工作三年了).

Source: ages count birthdays passed (tools/rules/age.py); where the birthday is not known two years are possible.
"""

import re
from datetime import date
from typing import Final

from store.facts import Fact
from tools.rules.age import full_years
from tools.rules.born import age_told, year_of_birth
from tools.rules.elapsed import years_and_months
from tools.when import number, parse_duration
from tools.when.grammar import say_day
from tools.when.relative import LENGTH

_SO_FAR: Final = re.compile(rf"(?P<len>{LENGTH})(?:多|左右)?了(?=$|[，。；！])")
_ENDS: Final = re.compile(r"还[有剩差]|只[有剩]|再过|就要|快要|怀孕|即将|过去了|以前|之前|前")
_MONTHS_OLD: Final = re.compile(r"(?P<n>\d{1,2}|[一二两三四五六七八九十]{1,2})个(?P<half>半)?月大")
_DUE: Final = re.compile(
    rf"(?P<len>{LENGTH})(?:之?内|以内|之?后|以后)?(?:就|再|才|能|要|得|可以|给|把|去|一定)*(?:还|付清|结清|归还|交货|交房|完工|发货|到货|出结果|出证|取件|复查|复诊|拆线|到期)"
)
_EVERY: Final = re.compile(r"每|一[次趟回]|隔")
_WORTH_SAYING_MONTHS: Final = 6


def so_far(fact: Fact, today: date) -> str:
    """How long it has been by now, of a length in years that was told as lasting; empty where none was."""
    found = _SO_FAR.search(fact.statement)
    length = parse_duration(found["len"]) if found is not None else None
    if found is None or length is None or length.months < 12 or _ENDS.search(fact.statement[: found.start()]):
        return ""
    gone = years_and_months(fact.valid_from.date(), today)
    months = length.months + gone[0] * 12 + gone[1]
    if gone < (0, _WORTH_SAYING_MONTHS):
        return ""
    years, over = divmod(months, 12)
    return f"说的时候是{found['len']}，一直继续的话现在约{years}年" + (f"零{over}个月" if over else "")


def falls_due(fact: Fact) -> str:
    """The day on which something is due so long after it was told: 「说好三个月还」, 「一周后拆线」; empty where nothing is."""
    found = _DUE.search(fact.statement)
    length = parse_duration(found["len"]) if found is not None else None
    if found is None or length is None or not length.exact or _EVERY.search(fact.statement):
        return ""
    begun = (fact.happened.start if fact.happened is not None else fact.valid_from).date()
    return f"从{say_day(begun)}算起，到{say_day(length.after(begun))}"


def age_now(fact: Fact, today: date) -> str:
    """The age by now of somebody whose age, or only the year of birth, was told; empty where neither was."""
    year = year_of_birth(fact)
    if year is not None and year < today.year:
        return f"今年生日前{today.year - year - 1}周岁，生日后{today.year - year}周岁"
    told = fact.valid_from.date()
    months_old = _MONTHS_OLD.search(fact.statement)
    gone = years_and_months(told, today)
    passed = gone[0] * 12 + gone[1]
    if months_old is not None and passed:
        months = passed + int(number(months_old["n"]) or 0)
        return f"现在约{months}个月大" if months < 24 else f"现在约{months // 12}岁"
    age = age_told(fact)
    if age is None or passed < _WORTH_SAYING_MONTHS:
        return ""
    years = full_years(told, today)
    return f"说的时候{age}岁，现在应是{age + years}或{age + years + 1}岁"
