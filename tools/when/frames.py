"""What an expression hangs on: in 「2019年3月入职，8月离职」 8月 is of 2019, in 「昨天上午拆线，下午回家」 下午 is yesterday's.

An expression that leaves out its year, month, week or day takes it from the last one before it in the same sentence that
names one. 当天, 次日, 那年 mean nothing without one.
"""

import re
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import NamedTuple

from store.facts import Interval
from tools.when.calendar import day_of, month_of, year_of
from tools.when.mention import RECURRING, UNKNOWN, Frame, Reading, View

Again = Callable[[View], Reading | None]
"""Read the same words from another point of view."""

ANTECEDENT = re.compile(
    r"(?P<day>当[天日](?!地)|那[天晚]|同一?[天日](?!而语)|次日|翌日|隔天|第[二三四]天|(?:[前头]一[天晚]|头天)|(?<!最)后一天|当(?=[晚夜])|次(?=晨))"
    r"|(?P<month>同月|次月|那个月|第二个月)|(?P<year>当年|那一?年|同年(?![级龄])|次年|翌年|第二年)"
)
_LATER = {"次": 1, "翌": 1, "隔": 1, "后": 1, "第二": 1, "第三": 2, "第四": 3}
_SENTENCE_END = re.compile(r"[。！？!?\n；;]")
_LATELY = re.compile(r"刚|最近|现在|今天|这次|这回|目前")
_LEVELS: tuple[Frame, ...] = ("day", "week", "month", "year")
_NAMES: dict[Frame, re.Pattern[str]] = {
    "day": re.compile(""),
    "week": re.compile(r"[上下这本]一?个?(?:周|星期|礼拜)|(?:周|星期|礼拜)[之以]?[前后]$"),
    "month": re.compile(r"月|\d[-/.]\d"),
    "year": re.compile(r"年|\d{4}[-/.]|\d{8}"),
}
_LONGEST: dict[Frame, timedelta] = {
    "day": timedelta(days=1),
    "week": timedelta(days=7),
    "month": timedelta(days=31),
    "year": timedelta(days=366),
}


def antecedent(m: re.Match[str], view: View) -> Reading:
    """当天, 次日, 第二天, 同月, 那年: of the expression before; unresolved where there is none."""
    frame: Frame = "day" if m["day"] else "month" if m["month"] else "year"
    if not view.framed:
        return UNKNOWN.without(frame)
    later = -1 if m[0][0] in "前头" else next((n for word, n in _LATER.items() if m[0].startswith(word)), 0)
    today, zone = view.today, view.zone
    if frame == "day":
        return Reading(day_of(today + timedelta(days=later), zone))
    if frame == "month":
        return Reading(month_of(today.year, today.month + later, zone))
    return Reading(year_of(today.year + later, zone))


_OF = ("的", "的那个", "那周的")
_COUNTED_WEEKS = re.compile(r"(?:周|星期|礼拜)[之以]?[前后]$")


class _Named(NamedTuple):
    """What an expression has named. `loose`: 两周前, which 周五 is of only in 两周前的周五."""

    end: int
    interval: Interval | None
    recurring: bool
    loose: bool = False


class Frames:
    """The years, months, weeks and days that the expressions before have named."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._named: dict[Frame, _Named] = {}

    def note(self, end: int, said: str, reading: Reading) -> None:
        """Remember what an expression names for those after it."""
        interval = reading.interval
        if reading.kind == "recurring":
            levels: tuple[Frame, ...] = _LEVELS if "年" in said else ("day",)
            self._named |= {frame: _Named(end, None, True) for frame in levels}
        elif reading.kind == "point" and interval is None and reading.lacks is not None:
            levels = _LEVELS[: _LEVELS.index(reading.lacks) + 1]
            self._named |= {frame: _Named(end, None, False) for frame in levels}
        elif interval is not None:
            length = interval.end - interval.start
            fits = [frame for frame, most in _LONGEST.items() if length <= most and _NAMES[frame].search(said)]
            counted = _COUNTED_WEEKS.search(said) is not None
            self._named |= {frame: _Named(end, interval, False, counted) for frame in fits}

    def hung(self, start: int, reading: Reading, again: Again, view: View) -> Reading:
        """The reading of an expression in the frame before it, or as it was where none is there or it does not fit."""
        if reading.lacks is None or reading.kind == "recurring":
            return reading
        named = self._named.get(reading.lacks)
        if (
            named is None
            or (named.loose and self._text[named.end : start] not in _OF)
            or _SENTENCE_END.search(self._text, named.end, start)
        ):
            return reading
        if named.recurring:
            return RECURRING
        if named.interval is None:
            return UNKNOWN.without(reading.lacks)  # what hangs on something unresolved is unresolved
        return _in_frame(named.interval, reading, again, view, self._text[named.end : start])


def _in_frame(frame: Interval, reading: Reading, again: Again, view: View, between: str) -> Reading:
    first = _beginning(frame.start, reading.lacks)
    ahead = frame.start > view.now
    if reading.interval is not None and (
        _LATELY.search(between) or (view.firm and view.tense == ("past" if ahead else "future"))
    ):
        return reading  # 「我2015年毕业，三月打算换工作」: another time is spoken of
    found = again(view.from_(frame.start))
    if found is not None and found.interval is not None and not ahead and found.interval.start > view.now:
        found = again(view.from_(first))
    return found if found is not None and found.interval is not None else reading


def _beginning(start: datetime, lacks: Frame | None) -> datetime:
    day = (
        date(start.year, 1, 1) if lacks == "year" else start.date().replace(day=1) if lacks == "month" else start.date()
    )
    return start.replace(month=day.month, day=day.day)
