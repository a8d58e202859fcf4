"""English expressions with a name in them: March 5th 2024, in October, on the 5th, in 2019, last Christmas, the 1990s."""

import re
from collections.abc import Callable
from datetime import date, timedelta

from store.facts import Interval
from tools.when.calendar import add_months, day_of, month_of, span, valid_date, year_of
from tools.when.festivals import festival
from tools.when.mention import RECURRING, UNKNOWN, Reading, View

_MONTHS = ("january", "february", "march", "april", "may", "june", "july", "august", "september", "october",
           "november", "december")  # fmt: skip
MONTH = rf"(?:{'|'.join(m if m == 'may' else m[:3] + '(?:' + m[3:] + ')?' for m in _MONTHS)}|sept)\.?"
_FESTIVALS = {
    "christmas eve": "平安夜", "christmas": "圣诞", "new year's eve": "跨年夜", "new year's day": "元旦", "new year's": "元旦",
    "thanksgiving": "感恩节", "black friday": "黑色星期五", "valentine's day": "情人节", "halloween": "万圣节",
    "mother's day": "母亲节", "father's day": "父亲节", "labor day": "", "spring festival": "春节",
    "chinese new year": "春节", "lunar new year": "春节", "mid-autumn festival": "中秋", "dragon boat festival": "端午",
    "lantern festival": "元宵", "national day": "国庆",
}  # fmt: skip
"""The name by which tools/when/festivals.py knows it; empty where countries disagree on the day."""
_SEASONS = {"spring": 3, "summer": 6, "autumn": 9, "fall": 9, "winter": 12}
SHARE = r"(?:the )?(?P<share>early|late|mid|beginning of|start of|middle of|end of)(?: the|-)?"
YEAR = r"(?:19|20)\d\d"

EnglishRule = tuple[str, re.Pattern[str], Callable[[re.Match[str], View], Reading | None]]
"""Words of which a text must have one (separated by |), the pattern, and what reads it."""


def pattern(body: str) -> re.Pattern[str]:
    """A pattern of whole words, to be looked for in a text in lower case."""
    return re.compile(rf"\b(?:{body})(?!\w)")


def said(m: re.Match[str], name: str) -> str:
    """What a group, or its double in another branch of the pattern (`step`, `step2`), has matched; empty if nothing."""
    return next((words for key, words in m.groupdict().items() if words and key.rstrip("23") == name), "")


def share(part: str, whole: Interval, name: str, view: View) -> Reading:
    """A month or year, or its beginning, middle or end: the first five days or four months and so on, as in Chinese."""
    words = f"in {name}"
    if not part:
        return Reading(whole, words)
    first, last = whole.start.date(), (whole.end - timedelta(days=1)).date()
    kind = {"earl": 0, "begi": 0, "star": 0, "mid": 1, "midd": 1}.get(part.lower()[:4], 2)
    if whole.precision == "year":
        start, end = (date(first.year, 1 + 4 * kind, 1), add_months(date(first.year, 4 + 4 * kind, 1), 1))
        return Reading(span(start, end - timedelta(days=1), view.zone, "range"), f"{part} {name}")
    days = ((1, 10), (11, 20), (21, last.day)) if part.lower() in ("early", "mid", "late") else (
        (1, 5), (11, 20), (25, last.day))  # fmt: skip
    start, end = first.replace(day=days[kind][0]), first.replace(day=days[kind][1])
    return Reading(span(start, end, view.zone, "range"), f"{part} {name}")


def month_number(word: str) -> int:
    """1-12 from March, Mar."""
    return next(n for n, name in enumerate(_MONTHS, 1) if name[:3] == word.lower()[:3])


def _named(m: re.Match[str], view: View) -> Reading:
    """March 5th, 2021; 5 March; without a year as the tense says."""
    month, day = month_number(said(m, "m")), int(said(m, "d"))
    if said(m, "y"):
        found = valid_date(int(said(m, "y")), month, day)
        return Reading(day_of(found, view.zone)) if found else UNKNOWN
    if view.recurs:
        return RECURRING
    days = [d for n in range(-8, 9) if (d := valid_date(view.today.year + n, month, day))]
    if view.tense == "unknown" or not days:
        return UNKNOWN.without("year")
    chosen = view.choose(days, days[0])
    return Reading(day_of(chosen, view.zone), f"on {chosen.isoformat()}", lacks="year")


def _month(m: re.Match[str], view: View) -> Reading:
    """In March, last October, early May 2021."""
    month = month_number(said(m, "m"))
    year = int(said(m, "y")) if said(m, "y") else None
    if year is None and view.recurs:
        return RECURRING
    step = said(m, "step").lower()
    if year is None:
        if not step and view.tense == "unknown":
            return UNKNOWN.without("year")
        firsts = [date(view.today.year + n, month, 1) for n in (-1, 0, 1)]
        here = view.today.replace(day=1)
        past = [d for d in firsts if d < here] if step == "last" else [d for d in firsts if d <= here]
        ahead = [d for d in firsts if d > here] if step == "next" else [d for d in firsts if d >= here]
        back = step == "last" or (step != "next" and view.tense == "past")
        year = view.today.year if step == "this" else (past[-1] if back else ahead[0]).year
    found = share(said(m, "share"), month_of(year, month, view.zone), f"{year}-{month:02d}", view)
    return found if not said(m, "y") else found.worded("")


def _day_of_month(m: re.Match[str], view: View) -> Reading:
    """On the 5th."""
    if view.recurs:
        return RECURRING
    firsts = [add_months(view.today.replace(day=1), n) for n in range(-2, 3)]
    days = [d for f in firsts if (d := valid_date(f.year, f.month, int(said(m, "d"))))]
    if view.tense == "unknown" or not days:
        return UNKNOWN.without("month")
    chosen = view.choose(days, days[0])
    return Reading(day_of(chosen, view.zone), f"on {chosen.isoformat()}", lacks="month")


def _year(m: re.Match[str], view: View) -> Reading:
    """In 2019, since 2019, between 2018 and 2020."""
    first, last = int(said(m, "a") or said(m, "y")), int(said(m, "b") or said(m, "y"))
    if said(m, "word").lower() == "since":
        return (
            Reading(Interval(year_of(first, view.zone).start, view.now, "range"))
            if first <= view.today.year
            else UNKNOWN
        )
    if said(m, "a"):
        ends = year_of(first, view.zone), year_of(last, view.zone)
        return Reading(Interval(ends[0].start, ends[1].end, "range")) if first < last else UNKNOWN
    return share(said(m, "share"), year_of(first, view.zone), str(first), view).worded("")


_ANY_NUMBERS = (10, 20, 30, 40)
"""The 30s are as often degrees or an age as a decade."""


def _decade(m: re.Match[str], view: View) -> Reading:
    """The 1990s, the 90s, the late 80s."""
    if not said(m, "c") and int(said(m, "d")) in _ANY_NUMBERS:
        return UNKNOWN
    first = int(said(m, "c") or "19") * 100 + int(said(m, "d"))
    if not said(m, "c") and first + 100 <= view.today.year:
        first += 100
    begin, end = {"early": (0, 3), "mid": (3, 6), "late": (6, 9)}.get(said(m, "part"), (0, 9))
    return Reading(span(date(first + begin, 1, 1), date(first + end, 12, 31), view.zone, "range"))


def _title(name: str) -> str:
    return " ".join(word.capitalize() for word in name.split(" "))


def _festival(m: re.Match[str], view: View) -> Reading:
    """Last Christmas, Thanksgiving 2022; without either as the tense says."""
    name = _FESTIVALS[said(m, "name").lower().replace("’", "'")]
    year, step = said(m, "y"), said(m, "step").lower()
    days = [d for n in (-2, -1, 0, 1, 2) if name and (d := festival(name, view.today.year + n))]
    if year:
        found = festival(name, int(year)) if name else None
        return Reading(day_of(found, view.zone)) if found else UNKNOWN
    if not step and view.recurs:
        return RECURRING
    if not days or (not step and view.tense == "unknown"):
        return UNKNOWN.without("year")
    past = [d for d in days if d < view.today or (d == view.today and not step)]
    ahead = [d for d in days if d > view.today or (d == view.today and not step)]
    back = step == "last" or (step not in ("next", "this") and view.tense == "past")
    chosen = days[2] if step == "this" else past[-1] if back else ahead[0]
    return Reading(
        day_of(chosen, view.zone),
        f"{_title(said(m, 'name'))} {chosen.year} ({chosen.isoformat()})",
        lacks=None if step else "year",
    )


def _season(m: re.Match[str], view: View) -> Reading:
    """Last summer, summer of 2020, in the winter; a winter runs from December into the next year."""
    month, step = _SEASONS[said(m, "s").lower()], said(m, "step").lower()
    year = said(m, "y")
    if not year and not step and (view.recurs or view.tense == "unknown"):
        return RECURRING if view.recurs else UNKNOWN.without("year")
    starts = [date(view.today.year + n, month, 1) for n in (-2, -1, 0, 1)]
    over = [d for d in starts if add_months(d, 3) <= view.today]
    begun = [d for d in starts if d <= view.today]
    if year:
        start = date(int(year), month, 1)
    elif step == "last":
        start = over[-1]
    elif step == "next" or (not step and view.tense == "future"):
        start = starts[len(begun)]
    else:
        start = begun[-1]
    found = span(start, add_months(start, 3) - timedelta(days=1), view.zone, "season")
    return Reading(found, "" if year else f"in {said(m, 's')} {start.year}", lacks=None if year or step else "year")


_STEP = r"(?:(?P<step>last|this|next) )?"
_FESTIVAL = "|".join(name.replace("'", "['’]") for name in sorted(_FESTIVALS, key=len, reverse=True))

_MONTH_WORDS = "|".join(name[:3] for name in _MONTHS)

RULES: tuple[EnglishRule, ...] = (
    (_MONTH_WORDS, pattern(rf"(?:on )?(?P<m>{MONTH}) (?P<d>[12]\d|3[01]|0?[1-9])(?:st|nd|rd|th)?(?:,? (?P<y>{YEAR}))?"), _named),
    (_MONTH_WORDS, pattern(
        rf"(?:on )?(?:the )?(?P<d>[12]\d|3[01]|0?[1-9])(?:st|nd|rd|th)?(?: of)? (?P<m>{MONTH})(?:,? (?P<y>{YEAR}))?"), _named),
    (_MONTH_WORDS, pattern(
        rf"(?:(?:in|since|during|by|until|of) (?:the )?(?:{SHARE} ?)?{_STEP}|{SHARE.replace('share', 'share2')} ?|(?P<step2>last|this|next) )"
        rf"(?P<m>{MONTH})(?:,? (?:of )?(?P<y>{YEAR}))?"), _month),
    (_MONTH_WORDS, pattern(rf"(?P<m>{MONTH}),? (?:of )?(?P<y>{YEAR})"), _month),
    (" the ", pattern(
        r"(?:on|by|until|till|since) the (?P<d>[12]\d|3[01]|[1-9])(?:st|nd|rd|th)(?! (?:floor|of|place|time|day|grade|birthday|anniversary|century|page|chapter|row|\w+ floor))"),
     _day_of_month),
    ("19|20", pattern(
        rf"(?:between|from) (?P<a>{YEAR}) (?:and|to|until|till|through) (?P<b>{YEAR})"
        rf"|(?P<word>in|since|during|back in|by|until|of) (?:{SHARE} )?(?P<y>{YEAR})(?![-/.:]\d| (?:people|dollars|steps|words|yuan|meters|calories))"
        rf"|(?:{SHARE.replace('share', 'share2')} )(?P<y2>{YEAR})"), _year),
    ("0s|0's|0’s", pattern(r"(?:in )?the (?:(?P<part>early|mid|late)[- ])?(?P<c>19|20)?(?P<d>\d0)['’]?s"), _decade),
    ("christmas|new year|thanksgiving|friday|valentine|halloween|mother|father|labor|festival|national", pattern(
        rf"(?:at |on )?{_STEP}(?:(?P<y2>{YEAR}) )?(?P<name>{_FESTIVAL})(?: (?P<y>{YEAR}))?(?! (?:tree|card|song|gift|carol|cake|market))"), _festival),
    ("spring|summer|autumn|winter|fall", pattern(
        rf"(?:in |during )?(?:the )?{_STEP}(?P<s>spring|summer|autumn|winter)(?: (?:of )?(?P<y>{YEAR}))?(?! (?:festival|break|roll|jacket|coat|camp))"
        rf"|(?:in the |(?P<step2>last|this|next) )(?P<s2>fall)(?: of (?P<y2>{YEAR}))?"), _season),
)  # fmt: skip
