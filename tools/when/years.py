"""Years and the parts of one that have names: 2023年, 去年, 零八年, 年底, 上半年, 上个季度, 一季度."""

import re
from datetime import date, timedelta

from store.facts import Interval
from tools.when.calendar import add_months, month_of, span, year_of
from tools.when.dates import month_reading
from tools.when.grammar import REL_STEPS, REL_YEARS, year_number
from tools.when.mention import RECURRING, Reading, View

_LENGTH_BEFORE = re.compile(
    r"(?:[了过满已经有近约快整达用干住等第这那几学当做养戴开教睡活婚识年]|保修|质保|长达|工作|相处|贷款|还款|租期|合同|大约|差不多|将近)\s?$"
)
_LENGTH_AFTER = re.compile(
    r"\s?(?:[了多来间里没都才老以之前后内半如]|的|左右|时间|经验|工龄|质保|保修|历史|贷款|房贷|婚姻|感情|交情|有期)"
)


def year_only(m: re.Match[str], view: View) -> Reading | None:
    """2023年, 去年, 零八年, 明年初, 1993年上半年, 九七年一季度."""
    parts = bool(m["part"] or m["half"] or m["q"])
    year = year_number(m["year"], view.today.year, certain=parts or _is_year(m, view))
    if year is None:
        return None
    relative = m["year"] in REL_YEARS
    if not parts:
        return Reading(year_of(year, view.zone), f"{year}年" if relative else "")
    tail = re.sub(r"^\s?的?(?:年(?=[初底末中尾]))?", "", m[0][len(m["year"]) :])
    return Reading(_part_of_year(year, m, view), f"{year}年{tail}" if relative else "")


def _is_year(m: re.Match[str], view: View) -> bool:
    """Whether 22年 is 2022 and not a length of 22 years, by its neighbours."""
    token = m["year"].rstrip("年 ")
    if not token.isdigit() or int(token) > 59:
        return token.isdigit()
    passed = view.today.year // 100 * 100 + int(token) <= view.today.year + 5
    before, after = m.string[: m.start()], m.string[m.end() :]
    return passed and not _LENGTH_BEFORE.search(before) and not _LENGTH_AFTER.match(after)


def bare_year(m: re.Match[str], view: View) -> Reading:
    """2018, when it is the whole text."""
    return Reading(year_of(int(m["y"]), view.zone))


def part_only(m: re.Match[str], view: View) -> Reading | None:
    """年底, 月初, 上半年, 上半月, 下半周, 上个季度, 一季度: of the present year, month or week, or as the tense says."""
    today = view.today
    if m["mpart"]:
        return _part_of_month(m["mpart"], view)
    if m["half"] and m["half"][-1] == "月":
        whole, middle = month_of(today.year, today.month, view.zone), view.now.replace(day=16)
        middle = middle.replace(hour=0, minute=0, second=0, microsecond=0)
        first = m["half"][0] in "上前"
        return Reading(Interval(whole.start if first else middle, middle if first else whole.end, "range"))
    if m["half"] and m["half"][-1] == "周":
        monday = today - timedelta(days=today.weekday())
        first_day, last_day = (0, 2) if m["half"][0] in "上前" else (3, 6)
        days = span(monday + timedelta(days=first_day), monday + timedelta(days=last_day), view.zone, "range")
        return Reading(days, lacks="week")
    if m["qstep"]:
        return _rel_quarter(REL_STEPS[m["qstep"]], m["qpart"] or "", view)
    if view.recurs:
        return RECURRING
    found = {year: _part_of_year(year, m, view) for year in (today.year - 1, today.year, today.year + 1)}
    year = _year_by_tense(found, view)
    words = f"{year}年{m[0].removeprefix('年')}" if view.tense != "unknown" else ""
    return Reading(found[year], words, lacks="year")


def _part_of_month(part: str, view: View) -> Reading:
    """月底, 月初: of this month, or of the last or next one where this one's does not suit the tense."""
    readings = []
    for step in (-1, 0, 1):
        first = add_months(view.today.replace(day=1), step)
        readings.append(month_reading(first.year, first.month, part, view, view.tense != "unknown"))
    begun = [r for r in readings if r.interval and r.interval.start <= view.now]
    ahead = [r for r in readings if r.interval and r.interval.end > view.now]
    chosen = begun[-1] if view.tense == "past" else ahead[0] if view.tense == "future" else readings[1]
    return chosen.without("month")


def _year_by_tense(found: dict[int, Interval], view: View) -> int:
    """The last of them that has begun, the first that is not over, or this year's."""
    if view.tense == "past":
        return max(year for year, part in found.items() if part.start <= view.now)
    if view.tense == "future" and view.firm:
        return min(year for year, part in found.items() if part.end > view.now)
    return view.today.year


def _rel_quarter(step: int, part: str, view: View) -> Reading:
    index = view.today.year * 4 + (view.today.month - 1) // 3 + step
    year, quarter = divmod(index, 4)
    return Reading(_quarter(year, quarter + 1, part, view), f"{year}年第{'一二三四'[quarter]}季度{part}")


def _quarter(year: int, quarter: int, part: str, view: View) -> Interval:
    first = date(year, quarter * 3 - 2, 1)
    if part:
        return month_of(year, first.month + (0 if part == "初" else 2), view.zone)
    return span(first, add_months(first, 3) - timedelta(days=1), view.zone, "range")


def _part_of_year(year: int, m: re.Match[str], view: View) -> Interval:
    groups = m.groupdict()
    if groups.get("q"):
        quarter = "一二三四1234".index(groups["q"] or "") % 4 + 1
        return _quarter(year, quarter, groups.get("qpart") or groups.get("qp") or "", view)
    if groups.get("half"):
        first, last = (1, 6) if (groups["half"] or "")[0] in "上前" else (7, 12)
    else:
        first, last = {"初": (1, 2), "中": (6, 7)}.get((groups["part"] or "")[-1], (11, 12))
    end = add_months(date(year, last, 1), 1) - timedelta(days=1)
    return span(date(year, first, 1), end, view.zone, "range")
