"""English expressions made of two: the 3rd of next month, a week from Thursday, Sunday the 15th, May to July 2023."""

import re
from datetime import date, timedelta

from store.facts import Interval
from tools.when.calendar import add_months, day_of, month_of, span, valid_date, week_of, year_of
from tools.when.english_names import MONTH, YEAR, EnglishRule, month_number, pattern, said
from tools.when.mention import UNKNOWN, Reading, View

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_DAY = "|".join(WEEKDAYS)
_NUMBERS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_COUNT = rf"\d+|an?|{'|'.join(_NUMBERS)}"
_NTH = {"first": 0, "second": 1, "third": 2, "fourth": 3, "1st": 0, "2nd": 1, "3rd": 2, "4th": 3}
_STEPS = {"last": -1, "previous": -1, "this": 0, "the": 0, "next": 1}
_CALENDAR_DAY = r"(?P<d>[12]\d|3[01]|0?[1-9])(?:st|nd|rd|th)"
_MONTHS_AHEAD = 12
"""How far Sunday the 15th is looked for."""


def _counted(words: str) -> int:
    return int(words) if words.isdigit() else _NUMBERS.index(words) + 1 if words in _NUMBERS else 1


def _stepped_month(view: View, step: str) -> date:
    return add_months(view.today.replace(day=1), _STEPS[step])


def _day_of_stepped_month(m: re.Match[str], view: View) -> Reading:
    """The 3rd of next month."""
    first = _stepped_month(view, said(m, "step"))
    found = valid_date(first.year, first.month, int(said(m, "d")))
    return Reading(day_of(found, view.zone), f"on {found.isoformat()}") if found else UNKNOWN


def _from_day(m: re.Match[str], view: View) -> Reading:
    """A week from Thursday, two weeks from tomorrow."""
    word = said(m, "day")
    shift = {"now": 0, "today": 0, "tomorrow": 1}.get(word)
    if shift is None:
        shift = (WEEKDAYS.index(word) - view.today.weekday()) % 7 or 7
    day = view.today + timedelta(days=shift, weeks=_counted(said(m, "n")))
    return Reading(day_of(day, view.zone), f"on {day.isoformat()}")


def _weekdays_ago(m: re.Match[str], view: View) -> Reading:
    """Three Fridays ago."""
    back = (view.today.weekday() - WEEKDAYS.index(said(m, "day"))) % 7 or 7
    day = view.today - timedelta(days=back, weeks=_counted(said(m, "n")) - 1)
    return Reading(day_of(day, view.zone), f"on {day.isoformat()}")


def _weekday_of_month(m: re.Match[str], view: View) -> Reading:
    """Sunday the 15th: the nearest such day that the tense allows; unresolved where there is none within a year."""
    back = range(0, -_MONTHS_AHEAD, -1) if view.tense == "past" else range(_MONTHS_AHEAD)
    for months in back:
        first = add_months(view.today.replace(day=1), months)
        found = valid_date(first.year, first.month, int(said(m, "d")))
        if found and found.weekday() == WEEKDAYS.index(said(m, "day")):
            past = found < view.today
            if found == view.today or past == (view.tense == "past"):
                return Reading(day_of(found, view.zone), f"on {found.isoformat()}")
    return UNKNOWN


def _weekday_of_week(m: re.Match[str], view: View) -> Reading:
    """Wednesday of next week, Monday to Wednesday next week."""
    monday = view.today + timedelta(days=-view.today.weekday(), weeks=_STEPS[said(m, "step")])
    first, last = WEEKDAYS.index(said(m, "day")), WEEKDAYS.index(said(m, "until") or said(m, "day"))
    if last < first:
        return UNKNOWN
    days = span(monday + timedelta(days=first), monday + timedelta(days=last), view.zone, "day")
    if first == last:
        return Reading(days, f"on {monday + timedelta(days=first)}")
    stretch = Interval(days.start, days.end, "range")
    return Reading(stretch, f"from {monday + timedelta(days=first)} to {monday + timedelta(days=last)}")


def _week_of_month(m: re.Match[str], view: View) -> Reading:
    """The first week of March, the last week of next month: seven days from its beginning or to its end."""
    if said(m, "step"):
        first = _stepped_month(view, said(m, "step"))
    else:
        month, year = month_number(said(m, "m")), said(m, "y")
        if not year and view.tense == "unknown":
            return UNKNOWN.without("year")
        firsts = [date(view.today.year + n, month, 1) for n in (-1, 0, 1)]
        first = date(int(year), month, 1) if year else view.choose(firsts, firsts[1], here=view.today.replace(day=1))
    last = add_months(first, 1) - timedelta(days=1)
    start = last - timedelta(days=6) if said(m, "nth") == "last" else first + timedelta(weeks=_NTH[said(m, "nth")])
    return Reading(span(start, start + timedelta(days=6), view.zone, "range"), f"in the week from {start.isoformat()}")


def _months(m: re.Match[str], view: View) -> Reading:
    """Between May and July 2023, from March to June."""
    first, last, year = month_number(said(m, "a")), month_number(said(m, "b")), said(m, "y")
    if first >= last or (not year and view.tense == "unknown"):
        return UNKNOWN.without("year")
    firsts = [date(view.today.year + n, first, 1) for n in (-1, 0, 1)]
    chosen = int(year) if year else view.choose(firsts, firsts[1], here=view.today.replace(day=1)).year
    ends = month_of(chosen, first, view.zone), month_of(chosen, last, view.zone)
    return Reading(Interval(ends[0].start, ends[1].end, "range"), "" if year else f"{m[0]} {chosen}")


def _part_of_running(m: re.Match[str], view: View) -> Reading:
    """By the end of the year, at the beginning of the month, earlier this week, later this year."""
    unit, part = said(m, "unit"), said(m, "part")
    whole = _running(unit, view)
    start, end = whole.start, whole.end
    name = {"week": f"the week of {start.date()}", "month": f"{start:%Y-%m}", "year": f"{start.year}"}[unit]
    if part in ("earlier", "later"):
        found = Interval(start, view.now, "range") if part == "earlier" else Interval(view.now, end, "range")
        return Reading(found if found.start < found.end else whole, f"{part} in {name}")
    if said(m, "by"):
        return Reading(Interval(view.now, end, "range"), f"by {(end - timedelta(days=1)).date()}")
    third = (end - start) // (4 if unit == "month" else 3)
    if part == "end":
        return Reading(Interval((end - third).replace(hour=0, minute=0), end, "range"), f"at the end of {name}")
    return Reading(Interval(start, (start + third).replace(hour=0, minute=0), "range"), f"at the beginning of {name}")


def _running(unit: str, view: View) -> Interval:
    if unit == "week":
        return week_of(view.today, view.zone)
    if unit == "month":
        return month_of(view.today.year, view.today.month, view.zone)
    return year_of(view.today.year, view.zone)


def _before_last(m: re.Match[str], view: View) -> Reading:
    """The week before last, the month after next."""
    unit, step = said(m, "unit"), 2 if said(m, "which") == "after next" else -2
    if unit == "year":
        return Reading(year_of(view.today.year + step, view.zone), f"in {view.today.year + step}")
    if unit == "month":
        first = add_months(view.today.replace(day=1), step)
        return Reading(month_of(first.year, first.month, view.zone), f"in {first:%Y-%m}")
    monday = view.today + timedelta(days=-view.today.weekday(), weeks=step)
    if unit == "weekend":
        saturday = monday + timedelta(days=5)
        days = span(saturday, saturday + timedelta(days=1), view.zone, "range")
        return Reading(days, f"on the weekend of {saturday}")
    return Reading(week_of(monday, view.zone), f"in the week of {monday.isoformat()}")


def _and_a_half_ago(m: re.Match[str], view: View) -> Reading:
    """A year and a half ago, two and a half years ago: the month that many months back, and the next to it."""
    months = _counted(said(m, "n")) * 12 + 6
    if months > 150 * 12:
        return UNKNOWN
    first = add_months(view.today.replace(day=1), -months)
    days = span(first, add_months(first, 1) - timedelta(days=1), view.zone, "month")
    return Reading(days, f"around {first:%Y-%m}")


def _noon(m: re.Match[str], view: View) -> Reading:
    """At noon."""
    start = view.now.replace(hour=12, minute=0, second=0, microsecond=0)
    return Reading(Interval(start, start + timedelta(hours=1), "hour"), lacks="day")


_MONTH_WORDS = "jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec"

RULES: tuple[EnglishRule, ...] = (
    (" month", pattern(rf"(?:(?:on|by|until|since) )?(?:the )?{_CALENDAR_DAY} of (?P<step>last|this|next|the) month"), _day_of_stepped_month),
    (" from ", pattern(rf"(?P<n>{_COUNT}) weeks? from (?P<day>today|tomorrow|{_DAY})"), _from_day),
    (" week", pattern(
        rf"(?:on |from )?(?P<day>{_DAY})(?: (?:to|through|until|till) (?P<until>{_DAY}))?,? (?:of )?(?P<step>last|this|next) week"), _weekday_of_week),
    (" ago", pattern(rf"(?P<n>{_COUNT}) (?P<day>{_DAY})s ago"), _weekdays_ago),
    ("day the |day, the ", pattern(rf"(?:on )?(?P<day>{_DAY}),? the {_CALENDAR_DAY}"), _weekday_of_month),
    ("week of ", pattern(
        rf"(?:in |during )?the (?P<nth>{'|'.join(_NTH)}|last) week of (?:(?P<step>last|this|next|the) month|(?P<m>{MONTH})(?:,? (?P<y>{YEAR}))?)"), _week_of_month),
    (_MONTH_WORDS, pattern(
        rf"(?:between|from) (?P<a>{MONTH}) (?:and|to|until|till|through) (?P<b>{MONTH})(?:,? (?:of )?(?P<y>{YEAR}))?(?! \d)"), _months),
    ("week|month|year", pattern(
        r"(?:(?:(?P<by>by|before|until)|at|in|towards?|around) )?the (?P<part>end|beginning|start) of (?:the|this) (?P<unit>week|month|year)"
        r"|(?P<part2>earlier|later) this (?P<unit2>week|month|year)"), _part_of_running),
    ("before last|after next", pattern(r"(?:in |during |on )?the (?P<unit>weekend|week|month|year) (?P<which>before last|after next)"), _before_last),
    ("half", pattern(rf"(?P<n>{_COUNT}) years? and a half ago|(?P<n2>{_COUNT}) and a half years ago"), _and_a_half_ago),
    ("noon", pattern(r"(?:at|around|by) noon"), _noon),
)  # fmt: skip
