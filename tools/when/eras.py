"""Decades and centuries: 90年代, 上世纪八十年代初, 19世纪末, 二十一世纪."""

import re
from datetime import date

from tools.when.calendar import span
from tools.when.mention import Reading, View
from tools.when.numerals import whole

ERA = re.compile(
    r"(?<![一二三四五六七八九十零\d])(?=[上这本一二三四五六七八九十零\d]{1,4}个?(?:世纪|年代))(?:(?P<step>上个?|这个?|本)世纪|(?P<century>\d{1,2}|[一二]?十[一二三四五六七八九]?)世纪)?的?"
    r"(?:(?P<decade>(?:19|20)?\d0|[一二三四五六七八九]十|零零)年代(?!久|感))?"
    r"(?P<part>初期?|前期|早期|中期|中叶|末期?|后期|末叶)?"
)
_FIRST_YEARS = {"初": (0, 3), "前": (0, 3), "早": (0, 3), "中": (3, 7), "末": (7, 10), "后": (7, 10)}
"""Of the ten years of a decade, those that 初, 中 and 末 take; of a century twice ten times as many at its ends."""


def era(m: re.Match[str], view: View) -> Reading | None:
    """A decade or a century, or its beginning, middle or end."""
    if not m[0]:
        return None
    century = _century(m, view)
    if not m["decade"]:
        return _years(century, {"初": (0, 20), "前": (0, 20), "早": (0, 20), "中": (40, 60)}, (80, 100), m, 100, view)
    tens = whole(m["decade"])
    if tens is None:
        return None
    first = tens if tens >= 1000 else century + tens
    if tens < 1000 and not (m["century"] or m["step"]) and first > view.today.year:
        first -= 100
    return _years(first, _FIRST_YEARS, (7, 10), m, 10, view)


def _century(m: re.Match[str], view: View) -> int:
    present = view.today.year // 100 * 100
    if m["century"]:
        return ((whole(m["century"]) or 1) - 1) * 100
    return present - 100 if (m["step"] or "").startswith("上") else present


def _years(
    first: int, shares: dict[str, tuple[int, int]], late: tuple[int, int], m: re.Match[str], length: int, view: View
) -> Reading | None:
    begin, end = shares.get(m["part"][0], late) if m["part"] else (0, length)
    if not 1 <= first + begin < first + end <= 9999:
        return None
    days = span(date(first + begin, 1, 1), date(first + end - 1, 12, 31), view.zone, "range")
    return Reading(days, f"{first}年代{m['part'] or ''}" if m["decade"] and len(m["decade"]) < 4 else "")
