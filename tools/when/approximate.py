"""Counts that are not meant exactly, as honest ranges: 几年前, 二十几年前, 两三天后, 三年多前, 前几年, 七八月, 十五六号."""

import re
from datetime import date, datetime, timedelta

from store.facts import Interval
from tools.when.calendar import add_months, month_of, span, valid_date, week_of
from tools.when.durations import Duration, of_unit
from tools.when.grammar import REL_YEARS, YEAR, month_number, say_day, say_month, say_span, year_number
from tools.when.mention import UNKNOWN, Bounds, Reading, View
from tools.when.numerals import NUM, number

PAIR = "一两|一二|两三|二三|三四|四五|五六|六七|七八|八九|三五"
"""Two digits side by side: one or the other, or what lies between."""
_UNIT = r"(?P<unit>年|月|星期|礼拜|周(?![一二三四五六日末])|天|日|小时|钟头|分钟|秒钟?)"
_COUNT = (
    rf"(?:(?P<few>好?几|数)(?P<fewtens>十)?|(?P<tens>[二三四五六七八九]?十)(?P<loose>[几多来])"
    rf"|(?P<tens2>[二三四五六七八九]?十)?(?P<pair>{PAIR})(?P<pairtens>十)?|(?P<round>\d+0)[几多来]|(?P<most>大半))"
)
VAGUE_LENGTH = rf"(?<![第零〇一二三四五六七八九十百千\d.])(?=[好几数半大\d零〇一二两三四五六七八九十百千])(?:{_COUNT}(?P<ge>个)?{_UNIT}|(?P<n>大?半|{NUM})(?:(?P<ge2>个)?(?P<more>多)(?:个)?{_UNIT.replace('unit', 'unit2')}|(?P<ge3>个)?{_UNIT.replace('unit', 'unit3')}多))"
VAGUE_AGO = re.compile(
    rf"(?P<over>(?<![了度路经难超通])再?过个?)?{VAGUE_LENGTH}(?:(?:之|以)?(?P<dir>前|后)(?!端|台|面|排|进|途|任|辈|半|提|来(?![的了过到])))?"
)
VAGUE_LASTING = re.compile(rf"{VAGUE_LENGTH}(?![级代轻龄纪糕份]|以?来)")
FEW = re.compile(
    r"(?P<word>(?<![以之提目从然最午背年月])前|(?:最近|近|过去的?)这?|这|过|未来|接下来的?|接下去的?|后面的?|往后)(?P<n>[几两些])个?"
    r"(?P<unit>年(?!级|代|轻)|月(?!亮|饼)|星期|礼拜|周(?![一二三四五六日末])|天|日(?!子)|小时|钟头|分钟)(?:里|内|之?间)?"
)
MONTHS = re.compile(
    rf"(?:(?P<year>{YEAR})的?)?(?<![零〇一二三四五六七八九十个\d])(?P<pair>一二|二三|三四|四五|五六|六七|七八|八九|九十|十一二)月(?!租|饼|经|薪|费|票|卡)(?:份)?"
)
DAYS = re.compile(
    rf"(?:(?:(?P<year>{YEAR})的?)?(?P<month>\d{{1,2}}|十[一二]|[一二三四五六七八九十])月)?"
    r"(?<![零〇一二三四五六七八九十\d])(?P<tens>[二三]?十)?(?P<pair>一二|二三|三四|四五|五六|六七|七八|八九)[号日](?!线|楼|院|店|门|机)"
)


def spread(m: re.Match[str]) -> Bounds | None:
    """The least and the most that a vague length (VAGUE_LENGTH) may mean: 几天 2-9, 十几年 10-20, 三年多 3-4."""
    unit = m["unit"] or m["unit2"] or m["unit3"] or ""
    if unit == "月" and not (m["ge"] or m["ge2"] or m["ge3"] or m["n"] == "半"):
        return None  # 三四月 are months of the year
    low, high = _counts(m)
    ends = of_unit(low, unit), of_unit(high, unit)
    return (ends[0], ends[1]) if ends[0] and ends[1] else None


def _counts(m: re.Match[str]) -> tuple[float, float]:
    if m["n"]:
        count = 0.5 if m["n"].endswith("半") else number(m["n"]) or 0
        return count, (1 if count < 1 else count + (10 if count >= 20 and count % 10 == 0 and m["more"] else 1))
    if m["most"]:
        return 0.5, 1
    if m["few"]:
        return (20, 100) if m["fewtens"] else (2, 9)
    tens = number(m["tens"] or m["round"] or m["tens2"] or "零") or 0
    if m["pair"]:
        low, high = (number(c) or 0 for c in m["pair"])
        return (low * 10, high * 10) if m["pairtens"] else (tens + low, tens + high)
    return (tens * 0.8, tens * 1.2) if m["loose"] == "来" else (tens, tens + 10)


def vague_ago(m: re.Match[str], view: View) -> Reading | None:
    """几年前, 两三天后, 过个三五天: from the most to the least that the words may mean, in whole units."""
    ends = spread(m)
    if ends is None or ends[1] is None or not (m["dir"] or (m["over"] and not m["few"] and view.tense != "past")):
        return None
    sign = -1 if m["dir"] == "前" else 1
    near, far = _moved(view.now, ends[0], sign), _moved(view.now, ends[1], sign)
    if near is None or far is None:
        return None
    unit = (m["unit"] or m["unit2"] or m["unit3"] or "")[0]
    if (m["n"] or m["most"]) and unit == "年":
        unit = "月"  # 三年多前, 大半年前 is told to the month
    return _whole(min(near, far), max(near, far), unit, view)


def vague_lasting(m: re.Match[str], view: View) -> Reading | None:
    """三五天, 十几年, 好几个月: a length of which only the bounds are known; 三年多 keeps its number."""
    ends = spread(m)
    if ends is None:
        return None
    if m["n"]:
        low = ends[0]
        return Reading(None, kind="duration", duration=Duration(low.months, low.days, low.seconds, exact=False))
    return Reading(None, kind="duration", bounds=ends)


_AGO: dict[str, dict[str, tuple[int, int]]] = {
    "两": {"天": (7, 1)},
    "几": {"天": (7, 2), "周": (5, 2), "月": (6, 2), "年": (5, 2)},
    "些": {"天": (14, 2), "年": (10, 2)},
}
"""How far back, in units, 前两天, 前几年, 前些天 reach: from, to."""
AFTER_EVENT = re.compile(
    r"(?:结婚|婚礼|考试|高考|中考|面试|出发|手术|住院|出院|开学|毕业|放假|过年|上班|入职|离职|搬家|生日|比赛|出国|回国|生产|预产期|截止|到期|活动|会议|旅行|出差|演出|开业|节|国庆|五一|元旦|除夕|那|的|月|号|日)$"
)
"""What 前两天 is counted from, if it stands before it: then it is not counted from now."""
_FEW, _COUPLE = 5, 2


def few(m: re.Match[str], view: View) -> Reading | None:
    """前几天, 前两天, 前些年 (a while ago), 这两年, 近几年 (up to now), 过几天, 未来几天 (to come)."""
    unit, word = m["unit"][0].replace("日", "天"), m["word"]
    unit = {"星": "周", "礼": "周", "小": "时", "钟": "时", "分": "分"}.get(unit, unit)
    if word == "前":
        return None if AFTER_EVENT.search(m.string[: m.start()]) else _while_ago(m["n"], unit, view)
    if m["n"] == "些":
        return UNKNOWN if word == "这" else None
    if word == "过":
        return _in_a_while(m["n"], unit, view)
    if m["n"] == "两" and not word.endswith("这"):
        return None  # 最近两天, 未来两年: a number like any other
    length = of_unit(_COUPLE if m["n"] == "两" else _FEW, {"时": "小时", "分": "分钟"}.get(unit, unit))
    ahead = word[0] in "未接后往" or (word == "这" and view.tense == "future")
    return _up_to_now(m, length, unit, ahead, view) if length else None


def _while_ago(count: str, unit: str, view: View) -> Reading | None:
    reach = _AGO[count].get(unit)
    if reach is None:
        return None  # 前两年, 前两周: the whole units before this one
    ends = [_moved(view.now, length, -1) for n in reach if (length := of_unit(n, unit))]
    return _whole(ends[0], ends[1], unit, view) if len(ends) == 2 and ends[0] and ends[1] else None


def _in_a_while(count: str, unit: str, view: View) -> Reading | None:
    if view.tense == "past" or unit != "天":
        return None
    first, last = (2, 4) if count == "两" else (3, 7)
    return _whole(view.now + timedelta(days=first), view.now + timedelta(days=last), "天", view)


def _up_to_now(m: re.Match[str], length: Duration, unit: str, ahead: bool, view: View) -> Reading | None:
    other = _moved(view.now, length, 1 if ahead else -1)
    if other is None:
        return None
    if unit == "天":
        days = sorted((view.today, other.date() + timedelta(days=0 if m["n"] == "两" else -1 if ahead else 1)))
        return Reading(span(days[0], days[1], view.zone, "range"), f"{say_day(view.today)}前后")
    ends = sorted((view.now, other))
    worded = f"{view.today.year}年起的{m[0]}" if ahead else f"截至{say_month(view.today)}的{m[0]}"
    return Reading(Interval(ends[0], ends[1], "range"), worded if unit in "年月周" else "")


def _moved(moment: datetime, length: Duration, sign: int) -> datetime | None:
    try:
        return length.shift(moment, sign)
    except (OverflowError, ValueError):
        return None  # before year 1 or after 9999


def _whole(first: datetime, last: datetime, unit: str, view: View) -> Reading:
    """From the unit that holds the one to the unit that holds the other."""
    a, b, zone = first.date(), last.date(), view.zone
    if unit == "年":
        words = f"{a.year}年至{b.year}年之间" if a.year < b.year else f"{a.year}年"
        return Reading(span(date(a.year, 1, 1), date(b.year, 12, 31), zone, "range"), words)
    if unit == "月":
        end = add_months(b.replace(day=1), 1) - timedelta(days=1)
        words = f"{say_month(a)}至{say_month(b)}之间"
        return Reading(span(a.replace(day=1), end, zone, "range"), words)
    if unit in "周星礼":
        days = Interval(week_of(a, zone).start, week_of(b, zone).end, "range")
        return Reading(days, f"{say_span(a, b)}前后")
    if unit in "天日":
        return Reading(span(a, b, zone, "range"), f"{say_span(a, b)}之间")
    return Reading(Interval(first, last, "range"), say_day(a))  # hours and less


def months(m: re.Match[str], view: View) -> Reading | None:
    """三四月, 去年七八月份: the two months."""
    pair = m["pair"]
    names = ("十", "十一") if pair == "九十" else ("十一", "十二") if pair == "十一二" else (pair[0], pair[1])
    first = 9 if pair == "九十" else month_number(names[0])
    if first is None:
        return None
    year = year_number(m["year"], view.today.year, certain=True) if m["year"] else None
    if year is None:
        year = year_of_months(first, first + 1, view)
    found = Interval(month_of(year, first, view.zone).start, month_of(year, first + 1, view.zone).end, "range")
    words = m[0][len(m["year"] or "") :].removeprefix("的")
    relative = m["year"] in REL_YEARS or (m["year"] is None and view.tense != "unknown")
    reading = Reading(found, f"{year}年{words}" if relative else "")
    return reading if m["year"] else reading.without("year")


def year_of_months(first: int, last: int, view: View) -> int:
    """The year of some months in a row, as the tense says: of the past the last whose last month has begun."""
    here = view.today.replace(day=1)
    starts = [date(view.today.year + n, first, 1) for n in (-1, 0, 1)]
    return view.choose(starts, starts[1], here=add_months(here, first - last) if view.tense == "past" else here).year


def days(m: re.Match[str], view: View) -> Reading | None:
    """十五六号, 5月二十三四号: one of the two days."""
    tens = number(m["tens"] or "零") or 0
    first = int(tens + (number(m["pair"][0]) or 0))
    month = month_number(m["month"]) if m["month"] else None
    year = year_number(m["year"], view.today.year, certain=True) if m["year"] else None
    if m["month"] and month is None:
        return None
    found = [d for d in _days_like(first, month, year, view) if d]
    if not found:
        return UNKNOWN
    neutral = next((d for d in found if (d.year, d.month) == (view.today.year, month or view.today.month)), found[-1])
    start = view.choose(found, neutral)
    whole = span(start, start + timedelta(days=1), view.zone, "range")
    words = f"{say_month(start)}{m[0].rpartition('月')[2]}"
    reading = Reading(whole, words if view.tense != "unknown" or m["year"] in REL_YEARS else "")
    return reading if m["year"] else reading.without("year" if month else "month")


def _days_like(day: int, month: int | None, year: int | None, view: View) -> list[date | None]:
    if year and month:
        return [valid_date(year, month, day)]
    if month:
        return [valid_date(view.today.year + n, month, day) for n in (-1, 0, 1)]
    firsts = [add_months(view.today.replace(day=1), n) for n in range(-2, 3)]
    return [valid_date(first.year, first.month, day) for first in firsts]
