"""星期几 of a date. Source: ISO 8601; `date.weekday` of the standard library."""

from datetime import date


def weekday(day: date) -> str:
    """星期一 to 星期日."""
    return "星期" + "一二三四五六日"[day.weekday()]
