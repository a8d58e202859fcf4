"""Rules of the calendar against independent sources, on days of 1900-2100 that hypothesis picks; every day: bench/rules.py."""

from datetime import UTC, date, datetime, timedelta

from borax.calendars.lunardate import LunarDate
from dateutil.relativedelta import relativedelta
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from bench import rules as sweep
from tools.rules.age import full_years, nominal_years
from tools.rules.elapsed import anniversary, years_and_months
from tools.rules.expiry import expiry
from tools.rules.lunar import lunar_words, next_birthday
from tools.rules.shengxiao import shengxiao
from tools.rules.solar_terms import TERMS, term_around, term_on, terms_of
from tools.rules.weekday import weekday
from tools.rules.zodiac import zodiac
from tools.when import CalendarDate, Duration
from tools.when.calendar import lunar_known, lunar_of, solar_of, solar_term

DAYS = st.dates(sweep.FIRST, sweep.LAST)
# borax's table has the months that begin with the new moons of 2089-09-04 23:57 and 2097-08-07 23:59 a day later;
# ours begin on the day of the new moon, as GB/T 33661-2017 says. Hong Kong Observatory notes both as doubtful.
_DISPUTED = ((date(2089, 9, 4), date(2089, 10, 3)), (date(2097, 8, 7), date(2097, 9, 5)))


def is_disputed(day: date) -> bool:
    return any(first <= day <= last for first, last in _DISPUTED)


@settings(max_examples=1500, deadline=None)
@given(day=DAYS)
@example(day=date(1900, 12, 31))
@example(day=date(2033, 12, 22))  # the leap month that many old tables have wrong
@example(day=date(2057, 9, 29))  # a new moon five minutes before midnight
def test_a_lunar_date_its_name_and_its_animal_are_boraxs(day: date) -> None:
    assume(lunar_known(day) and not is_disputed(day))
    other = LunarDate.from_solar(day)
    assert lunar_of(day) == (other.year, -other.month if other.leap else other.month, other.day)
    assert lunar_words(day) == "农历" + other.cn_str().partition("年")[2]
    assert shengxiao(CalendarDate(day.year, day.month, day.day)) == other.animal
    assert solar_of(*lunar_of(day)) == day


def test_the_two_disputed_months_begin_with_the_new_moon() -> None:
    for first, _ in _DISPUTED:
        assert sweep.new_moon_before(first).date() == first
        assert lunar_of(first)[2] == 1


@settings(max_examples=300, deadline=None)
@given(year=st.integers(1900, 2100), place=st.integers(0, 23))
@example(year=1951, place=23)
def test_a_term_falls_on_the_day_on_which_the_sun_reaches_its_longitude(year: int, place: int) -> None:
    moment = sweep.term_moment(year, place)
    ours = solar_term(year, TERMS[place])
    if year == 1951 and place == 23:  # four seconds before midnight by ephem; the almanacs have 23 December 0:00
        assert (ours, moment.date()) == (date(1951, 12, 23), date(1951, 12, 22))
        assert datetime(1951, 12, 23, tzinfo=sweep.CHINA) - moment < sweep.NEAR_MIDNIGHT
    else:
        assert ours == moment.date()


@settings(max_examples=150, deadline=None)
@given(day=DAYS)
def test_every_day_lies_between_two_terms_that_are_half_a_month_apart(day: date) -> None:
    around = term_around(day)
    if around is None:  # the first days of 1900 and the last of 2100
        assert day < date(1900, 1, 6) or day > date(2100, 12, 21)
        return
    last, following = around
    assert last.day <= day < following.day
    assert 13 <= (following.day - last.day).days <= 17
    assert (TERMS.index(last.name) + 1) % 24 == TERMS.index(following.name)
    assert (term_on(day) == last.name) == (last.day == day)
    assert len(terms_of(day.year)) == 24


@settings(max_examples=1000, deadline=None)
@given(day=DAYS)
def test_a_weekday_is_counted_from_a_known_monday(day: date) -> None:
    assert weekday(day) == "星期" + "一二三四五六日"[(day - date(1900, 1, 1)).days % 7]


@settings(max_examples=1000, deadline=None)
@given(born=DAYS, later=st.integers(0, 36_600))
def test_ages_and_spans_are_dateutils(born: date, later: int) -> None:
    at = born + timedelta(days=later)
    assume(at <= sweep.LAST)
    theirs = relativedelta(at, born)
    assert years_and_months(born, at) == (theirs.years, theirs.months)
    if (born.month, born.day) != (2, 29) or (at.month, at.day) != (2, 28):
        assert full_years(born, at) == theirs.years
    if lunar_known(born) and lunar_known(at) and not (is_disputed(born) or is_disputed(at)):
        assert nominal_years(born, at) == LunarDate.from_solar(at).year - LunarDate.from_solar(born).year + 1


@settings(max_examples=1000, deadline=None)
@given(day=DAYS, months=st.integers(0, 240), more=st.integers(0, 400))
def test_a_term_ends_where_dateutil_has_it(day: date, months: int, more: int) -> None:
    assert expiry(day, Duration(months=months, days=more)) == day + relativedelta(months=months) + timedelta(days=more)


@settings(max_examples=500, deadline=None)
@given(born=DAYS, after=st.integers(0, 30_000), lunar=st.booleans())
def test_the_next_birthday_is_the_first_that_has_not_passed(born: date, after: int, lunar: bool) -> None:
    today = born + timedelta(days=after)
    assume(date(1902, 1, 1) <= born and today < date(2098, 1, 1))
    birthday = (
        CalendarDate(None, *lunar_of(born)[1:], lunar=True) if lunar else CalendarDate(None, born.month, born.day)
    )
    found = next_birthday(birthday, today)
    assert found is not None
    assert 0 <= (found - today).days <= (385 if lunar else 366)
    if lunar:  # on its number, or on the last day of a month that lacks it; in the ordinary month for a leap one
        kept = LunarDate.from_solar(found) if not is_disputed(found) else None
        assert kept is None or (kept.month, kept.leap) == (abs(birthday.month), 0)
        assert kept is None or kept.day in (birthday.day, 29)
    else:
        assert (found.month, found.day) in ((born.month, born.day), (2, 28))


@settings(max_examples=300, deadline=None)
@given(since=DAYS, years=st.integers(1, 120))
def test_an_anniversary_is_whole_years_later(since: date, years: int) -> None:
    assume(since.year + years <= 2100)
    day, count = anniversary(since, since.year + years)
    assert (day, count) == (since + relativedelta(years=years), years)


def test_a_sign_begins_within_two_days_of_the_suns_entry() -> None:
    """Everyday ranges are fixed; the sun enters the sign within two days of them in every year (zodiac.py)."""
    starts = {30 * n: name for n, name in enumerate(("白羊座", "金牛座", "双子座", "巨蟹座", "狮子座", "处女座",
              "天秤座", "天蝎座", "射手座", "摩羯座", "水瓶座", "双鱼座"))}  # fmt: skip
    for year in range(1900, 2101, 25):
        for place in range(1, 24, 2):  # the twelve terms that are multiples of 30°
            degrees = (285 + 15 * place) % 360
            enters = sweep.term_moment(year, place).date()
            around = {zodiac(day.month, day.day) for day in (enters - timedelta(days=2), enters + timedelta(days=2))}
            assert starts[degrees] in around, (year, degrees)


def test_the_sweeps_own_reckoning_meets_the_almanacs_equinox() -> None:
    moment = sweep.term_moment(2024, TERMS.index("春分"))  # Astronomical Almanac 2024: 20 March 3:06 UT
    assert moment.astimezone(UTC).replace(second=0, microsecond=0) == datetime(2024, 3, 20, 3, 6, tzinfo=UTC)
