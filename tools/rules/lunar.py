"""农历 and 公历: the solar day of a lunar birthday in a year, and the next birthday in either calendar.

Source: GB/T 33661-2017 by way of lunar-python. A birthday on the 30th of a month that has 29 days that year is kept on
its last day, one in a leap month in the ordinary month of that number, and 29 February on the 28th: the common custom.
"""

import calendar
from datetime import date, timedelta

from tools.when import CalendarDate
from tools.when.calendar import lunar_of, solar_of


def solar_birthday_in(birthday: CalendarDate, year: int) -> date | None:
    """The solar day on which the birthday of lunar (or solar) year `year` is kept; None without a day."""
    if birthday.day is None:
        return None
    if birthday.lunar:
        return solar_of(year, abs(birthday.month), birthday.day) or solar_of(year, abs(birthday.month), 29)
    last = calendar.monthrange(year, birthday.month)[1]
    return date(year, birthday.month, min(birthday.day, last))


def birthday_within(birthday: CalendarDate, solar_year: int) -> date | None:
    """The birthday that falls within a solar year; of a lunar one in its eleventh or twelfth month, the first that
    does."""
    days = [solar_birthday_in(birthday, y) for y in ((solar_year - 1, solar_year) if birthday.lunar else (solar_year,))]
    return next((d for d in days if d and d.year == solar_year), None)


def next_birthday(birthday: CalendarDate, after: date) -> date | None:
    """The first birthday on or after a day."""
    start = lunar_of(after)[0] if birthday.lunar else after.year
    days = (solar_birthday_in(birthday, y) for y in (start - 1, start, start + 1, start + 2))
    return next((d for d in days if d and d >= after), None)


def lunar_words(day: date) -> str:
    """农历八月十六 for a solar day."""
    _, month, number = lunar_of(day)
    tens = (
        ("初", "十", "廿", "三")[number // 10] if number not in (10, 20, 30) else {10: "初", 20: "二", 30: "三"}[number]
    )
    digit = "十" if number % 10 == 0 else "一二三四五六七八九"[number % 10 - 1]
    name = ("正", "二", "三", "四", "五", "六", "七", "八", "九", "十", "冬", "腊")[abs(month) - 1]
    return f"农历{'闰' if month < 0 else ''}{name}月{tens}{digit}"


def days_until(day: date, today: date) -> int:
    """Days from today; negative when past."""
    return (day - today) // timedelta(days=1)
