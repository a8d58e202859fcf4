"""Between which days somebody was born, as far as facts tell: by a birthday, a year of birth, or an age.

Source: an age that was told may be 周岁 or 虚岁, which is one or two more (see tools/rules/age.py): both are allowed for.
"""

import re
from datetime import date, timedelta
from typing import Final, NamedTuple

from store.facts import Fact
from tools.rules.birthday import birthday_of
from tools.when import whole
from tools.when.calendar import add_months, lunar_new_years_eve, solar_of

_NUMBER: Final = r"(?P<n>\d{1,3}|[一二两三四五六七八九十百]{1,4})"
_YEAR: Final = re.compile(
    r"(?P<year>(?:19|20)\d\d)年(?:出?生|生人)|(?:出?生于|出生年份?[是为])(?P<year2>(?:19|20)\d\d)年?$"
)
_AGE: Final = re.compile(rf"{_NUMBER}周?岁(?!的?(?:时候?|那年|开始|起|以|之|前|后|生日))")
# 「用户今年三十四」: in the slot of the age no 岁 need be said.
_BARE_AGE: Final = re.compile(rf"(?<![\d一二两三四五六七八九十百第]){_NUMBER}(?:了|啦)?(?=$|[，。])")
# 「比我大三岁」 is a distance.
_DISTANCE: Final = re.compile(r"(?:大|小|年?长|年轻|差)了?(?:[\d一二两三四五六七八九十]+)岁")
_SAYS_AGE: Final = re.compile(r"今年|现在|已经|刚满?|年龄|岁了|\d{4}年(?:就|都|也|才|刚|满)?\d{1,3}周?岁")
_OF_ANOTHER_TIME: Final = re.compile(
    r"大概|左右|多岁|几岁|不到|[^满]过\d+岁|活到|享年|去世|退休|岁[^，。]{0,4}(?:结婚|毕业|开始)"
)


class Born(NamedTuple):
    """The first and the last day on which somebody may have been born."""

    first: date
    last: date


def year_of_birth(fact: Fact) -> int | None:
    """The solar year of birth that a fact tells without its day; None where it tells none or more."""
    found = _YEAR.search(fact.statement)
    if found is None or birthday_of(fact) is not None:
        return None
    return int(found["year"] or found["year2"])


def age_told(fact: Fact) -> int | None:
    """The age that a fact tells of its subject at the time it was told; None where it tells none for certain."""
    if fact.attribute not in ("年龄", "", "生日") or fact.is_derived or _OF_ANOTHER_TIME.search(fact.statement):
        return None
    if _DISTANCE.search(fact.statement):
        return None
    if fact.attribute != "年龄" and not _SAYS_AGE.search(fact.statement):
        return None
    ages = {whole(found["n"]) for found in _AGE.finditer(fact.statement)}
    if fact.attribute == "年龄" and not ages:
        ages = {whole(found["n"]) for found in _BARE_AGE.finditer(fact.statement)}
    return ages.pop() if len(ages) == 1 else None


def born(fact: Fact) -> Born | None:
    """Between which days the fact's subject was born; None where it tells nothing of that."""
    birthday = birthday_of(fact)
    if birthday is not None:
        day = birthday.solar()
        return Born(day, day) if day is not None else None
    year = year_of_birth(fact)
    if year is not None:
        if re.search("农历|阴历|旧历", fact.statement):
            first, last = solar_of(year, 1, 1), lunar_new_years_eve(year)
            return Born(first, last) if first and last else None
        return Born(date(year, 1, 1), date(year, 12, 31))
    age = age_told(fact)
    if age is None:
        return None
    told = fact.valid_from.date()
    return Born(add_months(told, -12 * (age + 1)) + timedelta(days=1), add_months(told, -12 * (age - 2)))
