"""Ages, animals, signs, lunar dates and terms agree with independent sources."""

import random
from datetime import date, timedelta

import pytest
from borax.calendars.lunardate import LunarDate

from tools.rules.age import full_years, nominal_years
from tools.rules.elapsed import anniversary, span_words, years_and_months
from tools.rules.expiry import days_left, expiry
from tools.rules.lunar import birthday_within, lunar_words, next_birthday
from tools.rules.shengxiao import shengxiao
from tools.rules.weekday import weekday
from tools.rules.zodiac import zodiac
from tools.when import CalendarDate, Duration
from tools.when.calendar import lunar_of, solar_of
from tools.when.festivals import festival, festivals

_DAYS = [date(1901, 3, 1) + timedelta(days=n) for n in random.Random(20).sample(range(56_000), 3_000)]
"""Until 2054. Over 1901-2099 borax differs from us in one month of 2089 and one of 2097, where lunardate agrees."""


def test_lunar_dates_agree_with_borax_on_a_sample_of_a_century_and_a_half() -> None:
    for day in _DAYS:
        other = LunarDate.from_solar(day)
        assert lunar_of(day) == (other.year, -other.month if other.leap else other.month, other.day), day


def test_solar_dates_come_back_from_lunar_ones() -> None:
    for day in _DAYS[:1000]:
        assert solar_of(*lunar_of(day)) == day


def test_animals_agree_with_borax() -> None:
    for day in _DAYS[:1000]:
        assert shengxiao(CalendarDate(day.year, day.month, day.day)) == LunarDate.from_solar(day).animal, day


@pytest.mark.parametrize(
    ("month", "day", "sign"),
    [(1, 19, "摩羯座"), (1, 20, "水瓶座"), (3, 20, "双鱼座"), (3, 21, "白羊座"), (6, 21, "双子座"), (6, 22, "巨蟹座"),
    (12, 21, "射手座"),
     (12, 22, "摩羯座"), (12, 31, "摩羯座"), (10, 23, "天秤座"), (10, 24, "天蝎座")],
)  # fmt: skip
def test_signs_begin_on_their_days(month: int, day: int, sign: str) -> None:
    assert zodiac(month, day) == sign


def test_an_animal_is_not_guessed_from_a_year_or_an_early_month() -> None:
    assert shengxiao(CalendarDate(None, 5, 1)) is None
    assert shengxiao(CalendarDate(1990, 2, None)) is None
    assert shengxiao(CalendarDate(1990, 3, None)) == "马"
    assert shengxiao(CalendarDate(1990, 1, 5)) == "蛇"


def test_age_turns_on_the_birthday() -> None:
    birth = date(1980, 6, 15)
    assert [full_years(birth, date(2020, 6, d)) for d in (14, 15, 16)] == [39, 40, 40]
    assert nominal_years(birth, date(2020, 1, 24)) == 40
    assert nominal_years(birth, date(2020, 1, 25)) == 41


def test_a_term_ends_on_the_day_of_the_same_number_or_the_last_of_the_month() -> None:
    assert expiry(date(2023, 1, 15), Duration(months=24)) == date(2025, 1, 15)
    assert expiry(date(2024, 1, 31), Duration(months=1)) == date(2024, 2, 29)
    assert expiry(date(2024, 2, 29), Duration(months=12)) == date(2025, 2, 28)
    assert days_left(date(2025, 1, 15), date(2025, 1, 20)) == -5


def test_a_lunar_birthday_finds_its_solar_day_and_the_next() -> None:
    birthday = CalendarDate(None, 8, 15, lunar=True)
    assert birthday_within(birthday, 2024) == date(2024, 9, 17)
    assert next_birthday(birthday, date(2024, 9, 18)) == date(2025, 10, 6)
    late = CalendarDate(1970, 12, 30, lunar=True)  # a month that may have 29 days
    assert next_birthday(late, date(2024, 12, 1)) == date(2025, 1, 28)


def test_leap_birthdays_are_kept_every_year() -> None:
    birthday = CalendarDate(1996, 2, 29)
    assert next_birthday(birthday, date(2023, 1, 1)) == date(2023, 2, 28)


def test_festivals_fall_where_published_calendars_have_them() -> None:
    assert festival("春节", 2024) == date(2024, 2, 10)
    assert festival("除夕", 2024) == date(2024, 2, 9)
    assert festival("中秋", 2023) == festival("中秋节", 2023) == date(2023, 9, 29)
    assert festival("清明", 2024) == date(2024, 4, 4)
    assert festival("冬至", 2024) == date(2024, 12, 21)
    assert festival("母亲节", 2024) == date(2024, 5, 12)
    assert next(iter(festivals(2025))) == "元旦"
    assert festival("没有这个节", 2024) is None


def test_elapsed_time_is_counted_in_whole_months() -> None:
    assert years_and_months(date(2014, 3, 31), date(2024, 3, 30)) == (9, 11)
    assert span_words(date(2014, 3, 31), date(2024, 3, 31)) == "10年"
    assert anniversary(date(2010, 5, 20), 2025) == (date(2025, 5, 20), 15)


def test_days_have_their_names() -> None:
    assert weekday(date(2024, 9, 18)) == "星期三"
    assert lunar_words(date(2024, 9, 18)) == "农历八月十六"
    assert lunar_words(date(2024, 2, 29)) == "农历正月二十"
