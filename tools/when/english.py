"""English expressions that lean on the moment of speech: yesterday, last Friday, three years ago, the past two weeks."""

import re
from datetime import date, datetime, timedelta

from store.facts import Interval
from tools.when import english_compound
from tools.when import english_names as names
from tools.when.calendar import add_months, day_of, month_of, span, week_of, year_of
from tools.when.durations import Duration
from tools.when.english_compound import WEEKDAYS
from tools.when.english_names import EnglishRule, pattern, said
from tools.when.mention import RECURRING, UNKNOWN, Reading, View

_WORDS = {
    w: n
    for n, w in enumerate(
        ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"]
    )
} | {"a": 1, "an": 1}
_FEW = {
    "a couple of": (2, 4),
    "a couple": (2, 4),
    "a few": (2, 9),
    "several": (3, 9),
    "few": (2, 9),
    "couple of": (2, 4),
}
"""What is not meant exactly: from, to."""
_DAY = "|".join(WEEKDAYS)
_NUMBER = r"\d+|an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve"
_COUNT = rf"(?P<n>{_NUMBER}|half an?|a couple of|a couple|a few|several)"
_UNIT = r"(?P<unit>day|week|month|year|hour|minute)s?"
_PART = r"(?: (?P<part>morning|afternoon|evening|night))?"
_PARTS = {"morning": (6, 12), "afternoon": (12, 18), "evening": (18, 24), "night": (18, 24)}
_BESIDE = re.compile(r"\b(?P<word>since|by|until|till) $")
"""Before a weekday it says of which side of now it is."""
_SHIFTS = {"the day before yesterday": -2, "yesterday": -1, "last": -1, "today": 0, "tonight": 0, "this": 0,
           "tomorrow": 1, "the day after tomorrow": 2, "earlier today": 0, "just now": 0}  # fmt: skip


def _in_part(day: date, part: str, view: View) -> Interval:
    start = day_of(day, view.zone).start
    first, last = _PARTS[part]
    return Interval(start + timedelta(hours=first), start + timedelta(hours=last), "range")


def _shifted(m: re.Match[str], view: View) -> Reading:
    words, part = said(m, "word").lower(), said(m, "part").lower()
    part = "night" if words == "tonight" else part
    day = view.today + timedelta(days=_SHIFTS[words])
    found = _in_part(day, part, view) if part else day_of(day, view.zone)
    return Reading(found, f"on {day.isoformat()}" + (f" {part}" if part else ""))


def _stepped(m: re.Match[str], view: View) -> Reading:
    step = {"last": -1, "previous": -1, "this": 0, "next": 1, "coming": 1}[said(m, "step")]
    unit, today, zone = said(m, "what").lower(), view.today, view.zone
    if unit == "week":
        monday = today - timedelta(days=today.weekday()) + timedelta(weeks=step)
        return Reading(week_of(monday, zone), f"in the week of {monday.isoformat()}")
    if unit == "weekend":
        step = 0 if said(m, "step") == "coming" else step
        saturday = today + timedelta(days=5 - today.weekday(), weeks=step)
        return Reading(span(saturday, saturday + timedelta(days=1), zone, "range"), f"on the weekend of {saturday}")
    if unit == "month":
        first = add_months(today.replace(day=1), step)
        return names.share(said(m, "share"), month_of(first.year, first.month, zone), f"{first:%Y-%m}", view)
    if unit == "year":
        return names.share(said(m, "share"), year_of(today.year + step, zone), f"{today.year + step}", view)
    day = _stepped_weekday(unit, step, view)
    found = _in_part(day, said(m, "part").lower(), view) if said(m, "part") else day_of(day, zone)
    return Reading(found, f"on {day.isoformat()}" + (f" {said(m, 'part')}" if said(m, "part") else ""))


def _stepped_weekday(name: str, step: int, view: View) -> date:
    """Last is strictly before today, next strictly after; this is of the week that runs."""
    if step == 0:
        return view.today + timedelta(days=WEEKDAYS.index(name) - view.today.weekday())
    ahead = (WEEKDAYS.index(name) - view.today.weekday()) % 7
    return view.today + timedelta(days=ahead - 7 if step < 0 else ahead or 7)


def _weekday(m: re.Match[str], view: View) -> Reading:
    if view.habit:
        return RECURRING
    beside = _BESIDE.search(m.string, max(0, m.start() - 8), m.start())
    past = beside["word"] == "since" if beside else view.tense == "past"
    if view.tense == "unknown" and not beside:
        return UNKNOWN.without("week")
    day = _stepped_weekday(said(m, "d").lower(), -1 if past else 1, view)
    found = _in_part(day, said(m, "part").lower(), view) if said(m, "part") else day_of(day, view.zone)
    return Reading(found, f"on {day.isoformat()}" + (f" {said(m, 'part')}" if said(m, "part") else ""), lacks="week")


def _length(count: float, unit: str) -> Duration:
    if unit in ("year", "month"):
        return Duration(months=round(count * (12 if unit == "year" else 1)))
    if unit in ("week", "day"):
        return Duration(days=round(count * (7 if unit == "week" else 1)))
    return Duration(seconds=round(count * (3600 if unit == "hour" else 60)))


def _counted(words: str) -> float:
    words = words.lower()
    return 0.5 if words.startswith("half") else float(_WORDS[words]) if words in _WORDS else float(words)


def _moved(view: View, count: float, unit: str, sign: int) -> datetime | None:
    try:
        return _length(count, unit).shift(view.now, sign)
    except (OverflowError, ValueError):
        return None  # before year 1 or after 9999


def _away(m: re.Match[str], view: View, sign: int) -> Reading:
    words, unit = said(m, "n").lower(), said(m, "unit").lower()
    low, high = _FEW.get(words) or (_counted(words),) * 2
    ends = _moved(view, low, unit, sign), _moved(view, high, unit, sign)
    if ends[0] is None or ends[1] is None:
        return UNKNOWN
    near, far = min(ends[0], ends[1]), max(ends[0], ends[1])
    if unit in ("hour", "minute"):
        size = timedelta(hours=1) if unit == "hour" and low >= 1 else timedelta(minutes=30 if unit == "hour" else 1)
        found = Interval(near - size, far, "range") if sign < 0 else Interval(near, far + size, "range")
        return Reading(found, f"on {near.date().isoformat()}")
    grain = "month" if unit == "year" and low < 1 else unit
    first, last = _whole(near, grain, view), _whole(far, grain, view)
    if low == high:
        return Reading(first, _worded(first, grain, unit))
    both = Interval(first.start, last.end, "range")
    return Reading(both, f"between {first.start.date().isoformat()} and {(last.end - timedelta(days=1)).date()}")


def _whole(moment: datetime, unit: str, view: View) -> Interval:
    day = moment.date()
    if unit == "year":
        return year_of(day.year, view.zone)
    if unit == "month":
        return month_of(day.year, day.month, view.zone)
    return week_of(day, view.zone) if unit == "week" else day_of(day, view.zone)


def _worded(found: Interval, grain: str, unit: str) -> str:
    if unit == "day":
        return f"on {found.start.date().isoformat()}"
    form = {"year": "%Y", "month": "%Y-%m"}.get(grain, "%Y-%m-%d")
    return f"around {found.start.strftime(form)}"


def _ago(m: re.Match[str], view: View) -> Reading:
    return _away(m, view, -1)


def _ahead(m: re.Match[str], view: View) -> Reading:
    return _away(m, view, 1) if view.tense != "past" else UNKNOWN


def _window(m: re.Match[str], view: View) -> Reading:
    """The past three months, the next two weeks."""
    words, unit, back = said(m, "n").lower(), said(m, "unit").lower(), said(m, "step").lower() != "next"
    other = _moved(view, _FEW[words][1] if words in _FEW else _counted(words), unit, -1 if back else 1)
    if other is None:
        return UNKNOWN
    worded = f"the {said(m, 'n')} {said(m, 'unit')}s {'to' if back else 'from'} {view.today.isoformat()}"
    return Reading(Interval(min(other, view.now), max(other, view.now), "range"), worded)


def _lasting(m: re.Match[str], view: View) -> Reading:
    words, unit = said(m, "n").lower(), said(m, "unit").lower()
    if words in _FEW:
        low, high = _FEW[words]
        return Reading(None, kind="duration", bounds=(_length(low, unit), _length(high, unit)))
    return Reading(None, kind="duration", duration=_length(_counted(words), unit))


def _every(m: re.Match[str], view: View) -> Reading:
    return RECURRING


def _clock(m: re.Match[str], view: View) -> Reading:
    """3pm, 8:30 am; of today, or of the day named before it."""
    hour = int(said(m, "h")) % 12 + (12 if said(m, "ampm").lower().startswith("p") else 0)
    start = view.now.replace(hour=hour, minute=int(said(m, "min") or 0), second=0, microsecond=0)
    size = timedelta(minutes=1) if said(m, "min") else timedelta(hours=1)
    return Reading(Interval(start, start + size, "minute" if said(m, "min") else "hour"), lacks="day")


RULES: tuple[EnglishRule, ...] = (
    ("every |days", pattern(rf"every (?:(?:other|single) )?(?:{_DAY}|day|week|month|year|morning|night|weekend)|on (?:{_DAY})s"), _every),
    ("day|night|tomorrow|just now|this |last ", pattern(
        rf"(?P<word>the day before yesterday|the day after tomorrow|earlier today|just now|yesterday|today|tonight|tomorrow){_PART}"
        r"|(?P<word2>this|last) (?P<part2>morning|afternoon|evening|night)"), _shifted),
    ("last |previous |this |next |coming ", pattern(
        rf"(?:(?:on|in|at) )?(?:{names.SHARE} )?(?:the |this )?(?P<step>last|previous|this|next|coming) (?P<what>weekend|week|month|year|{_DAY}){_PART}"),
     _stepped),
    (" ago", pattern(rf"{_COUNT} {_UNIT} ago"), _ago),
    ("in | from now", pattern(
        rf"in {_COUNT} {_UNIT}(?! (?:old|of|long))|{_COUNT.replace('<n>', '<n2>')} {_UNIT.replace('<unit>', '<unit2>')} from now"), _ahead),
    ("past |last |next ", pattern(
        rf"(?:(?:in|over|for|during) )?(?:the )?(?P<step>past|last|next) (?P<n>{_NUMBER}|few|couple of|several) {_UNIT}"), _window),
    *english_compound.RULES,
    *names.RULES,
    ("day", pattern(rf"(?:on )?(?P<d>{_DAY}){_PART}"), _weekday),
    ("am|pm|a.m|p.m", pattern(r"(?:at )?(?P<h>1[0-2]|0?[1-9])(?::(?P<min>[0-5]\d))?\s?(?P<ampm>[ap]\.?m\b\.?)"), _clock),
    ("day|week|month|year|hour|minute", pattern(rf"{_COUNT} {_UNIT}"), _lasting),
)  # fmt: skip
