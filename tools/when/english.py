"""English expressions: yesterday, last Friday, three years ago, in two weeks, March 5th 2024, next month."""

import re
from collections.abc import Callable
from datetime import date, timedelta

from tools.when.calendar import add_months, day_of, month_of, span, valid_date, week_of, year_of
from tools.when.durations import Duration
from tools.when.mention import RECURRING, UNKNOWN, Reading, View

_MONTHS = ("january", "february", "march", "april", "may", "june", "july", "august", "september", "october",
           "november", "december")  # fmt: skip
_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_WORDS = {
    w: n
    for n, w in enumerate(
        ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"]
    )
}
_WORDS |= {"a": 1, "an": 1, "a couple of": 2, "half a": 0}
_MONTH = rf"(?:{'|'.join(m if m == 'may' else m[:3] + '(?:' + m[3:] + ')?' for m in _MONTHS)}|sept)\.?"
_DAY = "|".join(_DAYS)
_COUNT = r"(?P<n>\d+|a couple of|an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)"
_UNIT = r"(?P<unit>day|week|month|year|hour|minute)s?"
_SHIFTS = {"the day before yesterday": -2, "yesterday": -1, "last night": -1, "today": 0, "tonight": 0,
           "this morning": 0, "this afternoon": 0, "this evening": 0, "tomorrow": 1,
           "the day after tomorrow": 2}  # fmt: skip


def _pattern(body: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{body})\b", re.I)


def _shifted(m: re.Match[str], view: View) -> Reading:
    words = m[0].lower()
    day = view.today + timedelta(days=_SHIFTS[words])
    tail = words.removeprefix("this ") if words.startswith("this ") else "night" if "night" in words else ""
    return Reading(day_of(day, view.zone), f"on {day.isoformat()}" + (f" {tail}" if tail else ""))


def _stepped(m: re.Match[str], view: View) -> Reading:
    step = {"last": -1, "this": 0, "next": 1}[m["step"].lower()]
    unit, today, zone = m["what"].lower(), view.today, view.zone
    if unit == "week":
        monday = today - timedelta(days=today.weekday()) + timedelta(weeks=step)
        return Reading(week_of(monday, zone), f"in the week of {monday.isoformat()}")
    if unit == "weekend":
        saturday = today + timedelta(days=5 - today.weekday(), weeks=step)
        return Reading(span(saturday, saturday + timedelta(days=1), zone, "range"), f"on the weekend of {saturday}")
    if unit == "month":
        first = add_months(today.replace(day=1), step)
        return Reading(month_of(first.year, first.month, zone), f"in {first:%Y-%m}")
    if unit == "year":
        return Reading(year_of(today.year + step, zone), f"in {today.year + step}")
    day = today + timedelta(days=(_DAYS.index(unit) - today.weekday()) % 7)
    if step < 0:
        day -= timedelta(weeks=1 if day > today or day == today else 0)
    elif step > 0 and day == today:
        day += timedelta(weeks=1)
    return Reading(day_of(day, zone), f"on {day.isoformat()}")


def _weekday(m: re.Match[str], view: View) -> Reading:
    if view.tense == "unknown" or view.habit:
        return UNKNOWN
    ahead = (_DAYS.index(m["d"].lower()) - view.today.weekday()) % 7 or 7
    day = view.today + timedelta(days=ahead - 7 if view.tense == "past" and ahead < 7 else ahead)
    if view.tense == "past" and day >= view.today:
        day -= timedelta(weeks=2 if day > view.today else 1)
    return Reading(day_of(day, view.zone), f"on {day.isoformat()}")


def _length(m: re.Match[str]) -> Duration:
    count = _WORDS[m["n"].lower()] if m["n"].lower() in _WORDS else int(m["n"])
    unit = m["unit"].lower()
    if unit in ("year", "month"):
        return Duration(months=count * (12 if unit == "year" else 1))
    if unit in ("week", "day"):
        return Duration(days=count * (7 if unit == "week" else 1))
    return Duration(seconds=count * (3600 if unit == "hour" else 60))


def _away(m: re.Match[str], view: View, sign: int) -> Reading:
    length, unit = _length(m), m["unit"].lower()
    day = (length.before if sign < 0 else length.after)(view.today)
    if unit == "year":
        return Reading(year_of(day.year, view.zone), f"around {day.year}")
    if unit == "month":
        return Reading(month_of(day.year, day.month, view.zone), f"around {day:%Y-%m}")
    if unit == "week":
        return Reading(week_of(day, view.zone), f"around {day.isoformat()}")
    if unit == "day":
        return Reading(day_of(day, view.zone), f"on {day.isoformat()}")
    return UNKNOWN


def _ago(m: re.Match[str], view: View) -> Reading:
    return _away(m, view, -1)


def _ahead(m: re.Match[str], view: View) -> Reading:
    return _away(m, view, 1) if view.tense != "past" else UNKNOWN


def _named(m: re.Match[str], view: View) -> Reading:
    month = next(n for n, name in enumerate(_MONTHS, 1) if name[:3] == m["m"].lower()[:3])
    day = int(m["d"]) if m["d"] else None
    if m["y"]:
        year = int(m["y"])
        if day is None:
            return Reading(month_of(year, month, view.zone))
        found = valid_date(year, month, day)
        return Reading(day_of(found, view.zone)) if found else UNKNOWN
    if day is None or view.yearly:
        return RECURRING if view.yearly else UNKNOWN
    days = [d for n in (-1, 0, 1) if (d := valid_date(view.today.year + n, month, day))]
    fits = [d for d in days if (d <= view.today if view.tense == "past" else d >= view.today)]
    if view.tense == "unknown" or not fits:
        return UNKNOWN
    chosen: date = max(fits) if view.tense == "past" else min(fits)
    return Reading(day_of(chosen, view.zone), chosen.isoformat())


def _lasting(m: re.Match[str], view: View) -> Reading:
    return Reading(None, kind="duration", duration=_length(m))


def _every(m: re.Match[str], view: View) -> Reading:
    return RECURRING


RULES: tuple[tuple[re.Pattern[str], Callable[[re.Match[str], View], Reading | None]], ...] = (
    (_pattern(rf"every (?:{_DAY}|day|week|month|year|morning|night|weekend)"), _every),
    (_pattern("|".join(sorted(_SHIFTS, key=len, reverse=True))), _shifted),
    (_pattern(rf"(?:(?:on|in) )?(?P<step>last|this|next) (?P<what>weekend|week|month|year|{_DAY})"), _stepped),
    (_pattern(rf"{_COUNT} {_UNIT} ago"), _ago),
    (_pattern(rf"in {_COUNT} {_UNIT}"), _ahead),
    (_pattern(rf"(?P<m>{_MONTH}) (?P<d>\d{{1,2}})(?:st|nd|rd|th)?(?:,? (?P<y>\d{{4}}))?"), _named),
    (_pattern(rf"(?P<d>\d{{1,2}})(?:st|nd|rd|th)? (?:of )?(?P<m>{_MONTH})(?:,? (?P<y>\d{{4}}))?"), _named),
    (_pattern(rf"(?P<m>{_MONTH})(?P<d>)?,? (?P<y>\d{{4}})"), _named),
    (_pattern(rf"(?:on )?(?P<d>{_DAY})"), _weekday),
    (_pattern(rf"{_COUNT} {_UNIT}"), _lasting),
)
