"""Lengths of time: 三年, 18个月, 两周, 半年, 一年半, 90天, 两年零三个月; and adding them to a day."""

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from tools.when.calendar import add_months
from tools.when.numerals import NUM, number

_LONGEST_YEARS = 150

_UNIT_WORDS = {
    "年": "years", "周年": "years", "季度": "quarters", "月": "months", "周": "weeks", "星期": "weeks", "礼拜": "weeks",
    "天": "days", "日": "days", "夜": "nights", "晚": "nights", "小时": "hours", "钟头": "hours", "时": "hours",
    "刻钟": "quarter_hours", "分钟": "minutes", "分": "minutes", "秒": "seconds", "秒钟": "seconds",
}  # fmt: skip

UNIT = r"(?:个?(?:季度|星期|礼拜|周(?!年|[一二三四五六日天末])|小时|钟头)|个月|周年|年|天|日|刻钟|分钟|秒钟?)"
_ONE = (
    rf"(?:(?P<half>半)个?(?P<hunit>年|月|天|小时|钟头)|(?P<n>{NUM})\s*(?P<more>来|多|几)?(?P<mid>个半)?(?P<more2>个多)?"
)
_UNIT_G = r"个?(?P<unit>季度|星期|礼拜|周年|周|小时|钟头|月|年|天|日|夜|晚|刻钟|分钟?|秒钟?|时)(?P<tail>半|多)?钟?)"
_PART = re.compile(_ONE + _UNIT_G)
_EITHER = re.compile("[一二两三四五六七八九]{2,}")
"""两三(天) is two or three and not 23."""


@dataclass(frozen=True, slots=True)
class Duration:
    """A length of time, kept in calendar units (a month is not 30 days until it is added to a date).

    `exact` is False for 三年多, 十几天, 大半天.
    """

    months: int = 0
    days: int = 0
    seconds: int = 0
    exact: bool = True

    def after(self, day: date) -> date:
        """The day this much later; where the month is shorter, its last day (31 January + 1 month = 28 February)."""
        return add_months(day, self.months) + timedelta(days=self.days + self.seconds // 86400)

    def before(self, day: date) -> date:
        """The day this much earlier, with the same care for short months."""
        return add_months(day, -self.months) - timedelta(days=self.days + self.seconds // 86400)

    def shift(self, moment: datetime, sign: int) -> datetime:
        """The moment this much later (sign 1) or earlier (sign -1)."""
        day = add_months(moment.date(), sign * self.months)
        moved = moment.replace(year=day.year, month=day.month, day=day.day)
        return moved + sign * timedelta(days=self.days, seconds=self.seconds)

    def __add__(self, other: "Duration") -> "Duration":
        return Duration(
            self.months + other.months, self.days + other.days, self.seconds + other.seconds, self.exact and other.exact
        )


def parse_duration(text: str) -> Duration | None:
    """Read a text that is one duration (三年, 18个月, 一年零三个月); None when it is not."""
    text = re.sub(r"\s", "", text)
    total, at = Duration(), 0
    while at < len(text):
        part = _PART.match(text, at)
        piece = _read_part(part) if part else None
        if part is None or piece is None:
            return None
        total, at = total + piece, part.end()
        if at < len(text) and text[at] in "零又加、":
            at += 1
    return total if total != Duration() else None


def _read_part(part: re.Match[str]) -> Duration | None:
    if part["half"]:
        return of_unit(0.5, part["hunit"])
    count = None if _EITHER.fullmatch(part["n"]) else number(part["n"])
    if count is None:
        return None
    if part["mid"] or part["tail"] == "半":
        count += 0.5
    found = of_unit(count, part["unit"])
    if found and (part["more"] or part["more2"] or part["tail"] == "多"):
        return Duration(found.months, found.days, found.seconds, exact=False)
    return found


def of_unit(count: float, unit: str) -> Duration | None:
    """So many of a unit (年, 个月, 周, 天, 小时 ...); None for an unknown unit or more than any life holds.

    Half a month is 15 days.
    """
    found = _of_unit(count, unit)
    too_long = found and found.months / 12 + found.days / 365 + found.seconds / 3.2e7 > _LONGEST_YEARS
    return None if too_long else found


def _of_unit(count: float, unit: str) -> Duration | None:
    name = _UNIT_WORDS.get(unit.removeprefix("个"), _UNIT_WORDS.get(unit, ""))
    if name in ("years", "quarters"):
        return Duration(months=round(count * (12 if name == "years" else 3)))
    if name == "months":
        return Duration(months=int(count), days=15 if count % 1 else 0)
    if name in ("weeks", "days", "nights"):
        days = count * (7 if name == "weeks" else 1)
        return Duration(days=int(days), seconds=round(days % 1 * 86400))
    per = {"hours": 3600, "quarter_hours": 900, "minutes": 60, "seconds": 1}.get(name)
    return Duration(seconds=round(count * per)) if per else None
