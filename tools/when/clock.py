"""The time of day: 下午三点, 晚上8:35, 9点20, 上午, 昨晚的晚上; alone, or after a date."""

import re
from datetime import datetime, timedelta

from store.facts import Interval, Precision
from tools.when.mention import RECURRING, Reading, View
from tools.when.numerals import whole

_PARTS: dict[str, tuple[int, int]] = {
    "凌晨": (0, 6), "清晨": (5, 8), "大清早": (5, 8), "一大早": (5, 8), "早晨": (6, 10), "早上": (6, 10), "上午": (8,
    12),
    "中午": (11, 14), "午后": (13, 15), "下午": (12, 18), "傍晚": (17, 19), "晚上": (18, 24), "夜里": (18, 30),
    "夜晚": (18, 24),
    "半夜": (23, 29), "深夜": (22, 26), "午夜": (24, 25), "早": (6, 10), "晚": (18, 24), "夜": (18, 24), "晨": (5, 8),
}  # fmt: skip
"""Hours [from, to) of a part of the day, from the day's midnight; past 24 is the next morning."""

_PART = "|".join(sorted((p for p in _PARTS if len(p) > 1), key=len, reverse=True))
_NUMERAL = r"(?:\d{1,2}|[零一二三四五六七八九十两]{1,3})"
_CLOCK = (
    rf"(?P<h>{_NUMERAL})\s?(?:点钟?|時|时(?!间|候|代|尚|常|机|光|期)|(?P<colon>[:：])(?=\d\d))"
    rf"(?:整|(?P<half>半)|(?:过)?(?P<quarter>[一三1-3])刻|(?P<m>{_NUMERAL})(?:\s?分钟?|(?![个天人年月点块元%度]))(?:(?P<s>{_NUMERAL})秒)?)?"
    r"(?:[:：](?P<s2>\d\d))?(?:[时钟])?"
)
TAIL = re.compile(
    rf"\s?[,，的-]?\s?(?:(?P<part>{_PART}|[早晚夜晨](?![餐饭宴跑练会霜班安市茶宵景读课操]|高峰|自习))(?:上|间)?\s?)?(?:{_CLOCK})?"
)
ALONE = re.compile(
    rf"(?:(?P<part>{_PART})\s?)?{_CLOCK}(?!儿|建议|意见|要求|原因|好处|理由|不|也不|都不|想法|体会|点|心|米|单|名|击|钱|头|[一二三四五六七八九十\d])"
)
PART_ALONE = re.compile(
    rf"(?<!当天)(?P<part>上午|中午|下午|傍晚|晚上|凌晨|早上|清晨|午后|夜里|半夜|深夜|午夜)(?!{_NUMERAL}[点时:：])"
)
_NOT_CLOCK = re.compile(r"[有这那早晚快慢多少差大小好几提第\d.:：]$")


def alone(m: re.Match[str], view: View) -> Reading | None:
    """A time without a date: of today. A bare small hour (三点) is in the afternoon."""
    if _NOT_CLOCK.search(m.string[: m.start()]) or (m["part"] is None and m[0] in ("一点", "两点", "几点")):
        return None
    if view.habit:
        return RECURRING
    found = at_time(m, view.now, bare_afternoon=True)
    return Reading(found) if found else None


def part_alone(m: re.Match[str], view: View) -> Reading:
    """上午, 晚上 without a date: of today."""
    return RECURRING if view.habit else Reading(part_of(m["part"], view.now))


def part_of(part: str, moment: datetime) -> Interval:
    """A part of the day that holds `moment`."""
    first, last = _PARTS[part]
    day = moment.replace(hour=0, minute=0, second=0, microsecond=0)
    return Interval(day + timedelta(hours=first), day + timedelta(hours=last), "range")


def at_time(m: re.Match[str], moment: datetime, *, bare_afternoon: bool = False) -> Interval | None:
    """The clock time of a match, or its part of the day, on the day of `moment`; None when it is no time."""
    if m["h"] is None:
        return part_of(m["part"], moment) if m["part"] else None
    hour = whole(m["h"])
    minute = 30 if m["half"] else 15 * (whole(m["quarter"]) or 0) if m["quarter"] else whole(m["m"] or "0")
    second = whole(m["s"] or m["s2"] or "0")
    if hour is None or minute is None or second is None or hour > 24 or minute > 59 or second > 59:
        return None
    hour = _in_24_hours(hour, m["part"], bare_afternoon and not m["colon"])
    start = moment.replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(
        hours=hour, minutes=minute, seconds=second
    )
    precision: Precision = (
        "second" if m["s"] or m["s2"] else "minute" if (m["m"] or m["half"] or m["quarter"]) else "hour"
    )
    size = {"second": 1, "minute": 60, "hour": 3600}[precision]
    return Interval(start, start + timedelta(seconds=size), precision)


def _in_24_hours(hour: int, part: str | None, bare_afternoon: bool) -> int:
    if part in ("下午", "傍晚", "晚上", "夜晚", "晚", "午后") and 1 <= hour <= 12:
        return hour + 12
    if part == "中午" and hour <= 3:
        return hour + 12
    if part in ("夜里", "深夜", "半夜", "夜"):
        return hour + 12 if 6 <= hour <= 12 else hour
    if part is None and bare_afternoon and 1 <= hour <= 6:
        return hour + 12
    return hour
