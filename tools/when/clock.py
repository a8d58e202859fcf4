"""The time of day: 下午三点, 晚上8:35, 9点20, 上午, 昨晚的晚上; alone, or after a date."""

import re
from datetime import datetime, timedelta

from store.facts import Interval, Precision
from tools.when.mention import RECURRING, UNKNOWN, Reading, View
from tools.when.numerals import whole

_PARTS: dict[str, tuple[int, int]] = {
    "凌晨": (0, 6), "清晨": (5, 8), "大清早": (5, 8), "一大早": (5, 8), "早晨": (6, 10), "早上": (6, 10), "上午": (8,
    12),
    "中午": (11, 14), "午后": (13, 15), "下午": (12, 18), "傍晚": (17, 19), "晚上": (18, 24), "夜里": (18, 30),
    "夜晚": (18, 24), "清早": (5, 8), "一早": (5, 8), "黎明": (4, 7), "白天": (6, 18), "大晚上": (18, 24), "大半夜": (23, 29),
    "半夜": (23, 29), "深夜": (22, 26), "早": (6, 10), "晚": (18, 24), "夜": (18, 24), "晨": (5, 8),
}  # fmt: skip
"""Hours [from, to) of a part of the day, from the day's midnight; past 24 is the next morning."""

_EITHER_END = ("午夜", "前半夜", "后半夜")
"""Parts that may belong to the night before a day or after it."""

_PART = "|".join(sorted((p for p in (*_PARTS, *_EITHER_END) if len(p) > 1), key=len, reverse=True))
_NUMERAL = r"(?:\d{1,2}|[零一二三四五六七八九十两]{1,3})"
_PAIR = "十?(?:一两|一二|两三|二三|三四|四五|五六|六七|七八|八九)|九十|十一二"
_CLOCK = (
    rf"(?:(?P<from>{_NUMERAL})\s?(?:到|至|[-－~～–]|—+)\s?)?"
    rf"(?:(?P<pair>{_PAIR})(?=点)|(?P<h>{_NUMERAL}))\s?(?:点钟?|時|时(?!间|候|代|尚|常|机|光|期|髦|而|不)|(?P<colon>[:：])(?=\d\d))"
    rf"(?:整|(?P<half>半)|(?:过)?(?P<quarter>[一三1-3])刻|(?P<m>{_NUMERAL})(?:\s?分钟?|(?![个天人年月点块元%度]))(?:(?P<s>{_NUMERAL})秒)?)?"
    r"(?:[:：](?P<s2>\d\d))?(?:[时钟]|\s?(?P<ampm>[AaPp])\.?[Mm](?![A-Za-z]))?"
)
TAIL = re.compile(
    rf"\s?(?:[,，的-]|at\b)?\s?(?:(?P<part>{_PART}|[早晚夜晨](?![餐饭宴跑练会霜班安市茶宵景读课操]|高峰|自习))(?:上|间)?\s?)?(?:{_CLOCK})?"
)
ALONE = re.compile(
    rf"(?=[凌清早上中午下傍晚夜半深大一黎白前后\d零二三四五六七八九十两])(?:(?P<part>{_PART})\s?)?{_CLOCK}(?!儿|建议|意见|要求|原因|好处|理由|不|也不|都不|想法|体会|点|心|米|单|名|击|钱|头|[一二三四五六七八九十\d]|收获|感受|疑问|问题|说明|补充|优势|缺点|区别|启示|一线|水|运气)"
)
PART_ALONE = re.compile(
    rf"(?<![当每前后一半几个天])(?P<part>上午|中午|下午|傍晚|晚上|凌晨|早上|清晨|午后|夜里|半夜|深夜|午夜|白天)(?!{_NUMERAL}[点时:：]|[茶好饭安餐]|场)"
)
_NOT_CLOCK = re.compile(r"(?:以[上下]|上述|[上下]面|如下|[有这那早晚快慢多少差大小好几提第前后\d.:：比]|比分|第)$")
_SCORE = re.compile(
    r"比|赢|输|平|胜|负|战|领先|落后|进球|扳|拿下|击败|踢|打成|比例|画幅|兑|用时|耗时|配速|时长|片长|总长|稀释|配比"
)
"""Around 3:2 they say that it is a score or a proportion."""

_AT_NIGHT = re.compile(r"[^，。！？]{0,3}(?:起床|起来|早起|起[了的]|醒|睡|天亮|日出|赶早)")
"""After 五点 they say that it is in the morning."""
_MARKS = re.compile(r"[打评得扣考]了?$")
"""Before 九点五分 it is a mark."""
_AWHILE = re.compile("一时半[会刻晌]")
_AMOUNTS = ("一点", "两点", "几点", "一时")
_DONE_AT = re.compile(
    r"[见去到来开出集起接走]|之?[前后]|左右|上[课班]|下[课班]|的(?:飞机|火车|高铁|动车|车|会|课|电影|票|闹钟)"
)
"""After 两点 it says that a time is meant and not two points, after 一点 that it is not a bit."""
_DONE_BY = re.compile(r"(?:^|[，。！？、；,.!?\s我你他她们咱天在约是号日])$")


def _is_time(before: str, m: re.Match[str]) -> bool:
    return _DONE_BY.search(before) is not None and _DONE_AT.match(m.string, m.end()) is not None


def is_clock(m: re.Match[str]) -> bool:
    """Whether a match of a pattern here holds an hour, and not only a part of the day."""
    return m["h"] is not None or m["pair"] is not None


def alone(m: re.Match[str], view: View) -> Reading | None:
    """A time without a date: of today. A bare small hour (三点) is in the afternoon."""
    before = m.string[: m.start()]
    if _NOT_CLOCK.search(before) or (m["part"] is None and m[0] in _AMOUNTS and not _is_time(before, m)):
        return None
    if _AWHILE.match(m.string, m.start()):
        return None
    if m[0].endswith("分") and _MARKS.search(before):
        return None
    if m["colon"] and m["part"] is None and _SCORE.search(m.string):
        return None
    if view.habit:
        return RECURRING
    found = at_time(m, view.now, bare_afternoon=True)
    if found and view.tense == "unknown" and not view.framed and found.start < view.now:
        return UNKNOWN.without("day")  # today's, which is over, or tomorrow's
    return Reading(found, lacks="day") if found else None


def part_alone(m: re.Match[str], view: View) -> Reading:
    """上午, 晚上 without a date: of today, where the tense says that one occasion is meant."""
    if view.habit:
        return RECURRING
    if view.tense == "unknown" and m[0] != m.string.strip():
        return UNKNOWN.without("day")  # 「我晚上睡不好」
    found = part_of(m["part"], view.now)
    return Reading(found, lacks="day") if found else UNKNOWN


def part_of(part: str, moment: datetime) -> Interval | None:
    """A part of the day that holds `moment`; None for one that may belong to either end of it."""
    if part in _EITHER_END:
        return None
    first, last = _PARTS[part]
    day = moment.replace(hour=0, minute=0, second=0, microsecond=0)
    return Interval(day + timedelta(hours=first), day + timedelta(hours=last), "range")


def at_time(m: re.Match[str], moment: datetime, *, bare_afternoon: bool = False) -> Interval | None:
    """The clock time of a match, or its part of the day, on the day of `moment`; None when it is no time."""
    if not is_clock(m):
        return part_of(m["part"], moment) if m["part"] else None
    afternoon = bare_afternoon and not m["colon"] and not _AT_NIGHT.match(m.string, m.end())
    if m["pair"]:
        first, last = (9, 10) if m["pair"] == "九十" else _either(m["pair"])
        start = _moment(first, 0, 0, m["part"], afternoon, moment)
        return Interval(start, start + timedelta(hours=last - first + 1), "range") if start else None
    found = _exact(m, moment, afternoon)
    if found is None or not m["from"]:
        return found
    start = _moment(whole(m["from"]), 0, 0, m["part"], afternoon, moment)
    if start is None or start >= found.start:
        return None
    return Interval(start, found.start, "range")


def _either(pair: str) -> tuple[int, int]:
    tens = 10 if pair[0] == "十" else 0
    first, last = (whole(c) or 0 for c in pair[-2:])
    return tens + first, tens + last


def _exact(m: re.Match[str], moment: datetime, afternoon: bool) -> Interval | None:
    minute = 30 if m["half"] else 15 * (whole(m["quarter"]) or 0) if m["quarter"] else whole(m["m"] or "0")
    second = whole(m["s"] or m["s2"] or "0")
    part = {"a": "早上", "p": "下午"}.get((m["ampm"] or "").lower(), m["part"])
    start = _moment(whole(m["h"]), minute, second, part, afternoon, moment)
    if start is None:
        return None
    precision: Precision = (
        "second" if m["s"] or m["s2"] else "minute" if (m["m"] or m["half"] or m["quarter"]) else "hour"
    )
    size = {"second": 1, "minute": 60, "hour": 3600}[precision]
    return Interval(start, start + timedelta(seconds=size), precision)


def _moment(
    hour: int | None, minute: int | None, second: int | None, part: str | None, afternoon: bool, day: datetime
) -> datetime | None:
    if hour is None or minute is None or second is None or hour > 24 or minute > 59 or second > 59:
        return None
    hour = _in_24_hours(hour, part, afternoon)
    midnight = day.replace(hour=0, minute=0, second=0, microsecond=0)
    return midnight + timedelta(hours=hour, minutes=minute, seconds=second)


def _in_24_hours(hour: int, part: str | None, bare_afternoon: bool) -> int:
    if part in ("下午", "傍晚", "晚上", "夜晚", "晚", "午后", "大晚上") and 1 <= hour <= 12:
        return 12 if part == "下午" and hour == 12 else hour + 12
    if hour == 0 and part in ("晚上", "晚"):
        return 24  # 今晚零点 is the end of today
    if part == "早上" and hour == 12:
        return 0
    if part == "中午" and hour <= 3:
        return hour + 12
    if part in ("夜里", "深夜", "半夜", "夜", "大半夜", "午夜"):
        return hour + 12 if 6 <= hour <= 12 else hour
    if part is None and bare_afternoon and 1 <= hour <= 6:
        return hour + 12
    return hour
