"""What time it is elsewhere: the clock of a named city, and how far it is ahead.

Source: IANA time zone database, by way of zoneinfo and the tzdata package.
"""

import re
from datetime import datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from tools.rules.cities import CITIES
from tools.rules.weekday import weekday
from tools.when.grammar import say_day

CITY: Final = "|".join(sorted(CITIES, key=len, reverse=True))
_CITY: Final = re.compile(CITY)
_PARTS: Final = ((5, "凌晨"), (8, "早上"), (12, "上午"), (13, "中午"), (18, "下午"), (24, "晚上"))
"""Until which hour the part of a day has its name."""


def city_in(text: str) -> str | None:
    """The first city or country named in a text; None where there is none."""
    found = _CITY.search(text)
    return found[0] if found else None


def time_in(city: str, moment: datetime) -> datetime:
    """The same moment by the clock of a city of `CITIES`."""
    return moment.astimezone(ZoneInfo(CITIES[city]))


def ahead(city: str, moment: datetime) -> timedelta:
    """By how much a city's clock is ahead of the moment's own; negative where it is behind."""
    return _offset(time_in(city, moment)) - _offset(moment)


def clock_words(moment: datetime) -> str:
    """2024年5月1日星期三晚上9点05分."""
    part = next(name for hour, name in _PARTS if moment.hour < hour)
    hour = moment.hour - 12 if moment.hour > 12 else moment.hour
    minute = f"{moment.minute:02d}分" if moment.minute else "整"
    return f"{say_day(moment.date())}{weekday(moment.date())}{part}{hour}点{minute}（{moment:%H:%M}）"


def difference_words(lead: timedelta) -> str:
    """快7小时, 慢5个半小时, 没有时差."""
    minutes = abs(round(lead.total_seconds() / 60))
    if not minutes:
        return "没有时差"
    hours, rest = divmod(minutes, 60)
    length = f"{hours}个半小时" if rest == 30 else f"{hours}小时" + (f"{rest}分钟" if rest else "")
    return ("快" if lead > timedelta(0) else "慢") + length


def _offset(moment: datetime) -> timedelta:
    return moment.utcoffset() or timedelta(0)
