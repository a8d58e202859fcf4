"""Read a value that is one date: 1991年8月14日, 1990-06-10, 8月14日, 农历八月十六, 15号."""

import re
from dataclasses import dataclass
from datetime import date, datetime

from store.facts import Interval
from tools.when.calendar import solar_of, valid_date
from tools.when.find import find
from tools.when.grammar import DAY, MARK, MONTH, YEAR, day_number, month_number, year_number

_ISO = re.compile(r"(?<!\d)((?:18|19|20)\d\d)[-/.](\d{1,2})[-/.](\d{1,2})(?!\d)")
_WORDS = re.compile(
    rf"(?P<lunar>农历|阴历|旧历)?(?:(?P<year>{YEAR})\s*)?(?P<lunar2>农历|阴历|旧历)?(?P<leap>闰)?(?P<month>{MONTH})\s?月\s?(?:(?P<day>{DAY})(?P<mark>{MARK})?)?"
)


@dataclass(frozen=True, slots=True)
class CalendarDate:
    """A date as it was given: it may lack its year or its day, and may be of the lunar calendar.

    A leap month is negative, as in lunar-python.
    """

    year: int | None
    month: int
    day: int | None
    lunar: bool = False

    def solar(self, year: int | None = None) -> date | None:
        """The solar date in this date's year, or in the one given; None when it lacks a day or there is no such day."""
        chosen = self.year if year is None else year
        if chosen is None or self.day is None:
            return None
        return solar_of(chosen, self.month, self.day) if self.lunar else valid_date(chosen, self.month, self.day)


def read_date(text: str, *, this_year: int) -> CalendarDate | None:
    """The first date with at least a month that a text holds, without filling in what it leaves out.

    Args:
        text: a value or a sentence.
        this_year: the year of speech, for 去年 and two-digit years.
    """
    iso = _ISO.search(text)
    if iso:
        found = valid_date(*(int(part) for part in iso.groups()))
        return CalendarDate(found.year, found.month, found.day) if found else None
    for m in _WORDS.finditer(text):
        month = month_number(m["month"])
        day = day_number(m["day"]) if m["day"] else None
        if month is None:
            continue
        year = year_number(m["year"], this_year, certain=True) if m["year"] else None
        lunar = _is_lunar(m, text)
        if day is None or lunar or valid_date(2000, month, day):
            return CalendarDate(year, -month if m["leap"] else month, day, lunar)
    return None


def parse_date(text: str, now: datetime) -> Interval | None:
    """The day (month, year) that a single value means, seen from `now`; None when it is none.

    Raises:
        InvalidTime: `now` has no zone (`invalid_time`).
    """
    return next((m.interval for m in find(text.strip(), now) if m.kind == "point"), None)


def _is_lunar(m: re.Match[str], text: str) -> bool:
    if m["lunar"] or m["lunar2"] or m["leap"] or m["month"] in "正冬腊" or (m["day"] or "").startswith(("初", "廿")):
        return True
    unmarked = bool(m["day"]) and not m["mark"] and not m["day"].isdigit()
    return unmarked and bool(re.search("农历|阴历|旧历", text))
