"""Lengths of time in running text, exact or bounded, and what comes again: 住了五年, 三年以上, 六个月以下, 每周三."""

import re

from tools.when import relative
from tools.when.durations import Duration, parse_duration
from tools.when.mention import RECURRING, Reading, View

EVERY = re.compile(
    r"每(?:逢|隔)?(?:[一二两三四五六七八九十\d]+|半)?个?(?:季度|小时|分钟|(?:周|星期|礼拜)[一二三四五六日天末]?|年|月|天|日|早|晚|晨|当)"
    r"|逢(?:周|星期|礼拜)[一二三四五六日天末]|天天(?!向上)|年年(?=[都有要会如]|$)|月月|周周|逢年过节|一年四季|(?<!\d)(?:隔[三两]岔五|三天两头)"
)
LASTING = re.compile(
    rf"(?<![第那有这某每哪头前后上下近零〇一二三四五六七八九十百千\d.])(?P<len>{relative.LENGTH})(?!级|代|糕|货|纪|轻|龄|份)"
)
LIMITED = re.compile(
    rf"(?:(?P<low>{relative.LENGTH})(?:及?以上)\s?[,，、]?\s?)?(?P<len>{relative.LENGTH})(?P<word>及?以[上下]|不到)"
)

_DAY_AND_HOUR = re.compile(r"日\s?[\d零一二三四五六七八九十]+时")
"""9日0时 is a day of the month; a length would be told in 天."""


def lasting(m: re.Match[str], view: View) -> Reading | None:
    """三年, 18个月, 半天."""
    if relative.BARE_MONTHS.search(m["len"]) or _DAY_AND_HOUR.search(m["len"]):
        return None
    length = parse_duration(m["len"])
    return Reading(None, kind="duration", duration=length) if length else None


def limited(m: re.Match[str], view: View) -> Reading | None:
    """三年以上 (at least), 六个月以下 (at most), 3年以上7年以下 (between)."""
    length, low = parse_duration(m["len"]), parse_duration(m["low"]) if m["low"] else Duration()
    if length is None or low is None or relative.BARE_MONTHS.search(m["len"]):
        return None
    if m["word"].endswith("上"):
        return None if m["low"] else Reading(None, kind="duration", bounds=(length, None))
    return Reading(None, kind="duration", bounds=(low, length))


def every(m: re.Match[str], view: View) -> Reading:
    """每周三, 天天."""
    return RECURRING
