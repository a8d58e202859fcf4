"""Questions for a day that need no fact: what weekday or lunar date it is, how many days there are to it or between two.

Source: ISO 8601 for weekdays; tools/rules/lunar.py for the lunar calendar. Days are counted as the difference of dates.
"""

import re
from datetime import date, datetime, timedelta
from typing import Final

from store.facts import Interval
from tools.rules.lunar import lunar_words, next_birthday, solar_birthday_in
from tools.rules.reckoning.words import HOW_LONG
from tools.rules.shengxiao import shengxiao_of_lunar_year
from tools.rules.weekday import weekday
from tools.rules.zodiac import zodiac
from tools.when import CalendarDate, Mention, find, parse_duration, read_date
from tools.when.calendar import add_months, lunar_known, valid_date
from tools.when.grammar import say_day
from tools.when.relative import LENGTH

_IS: Final = r"(?:那天|当天|这天)?(?:应该|大概)?(?:是|在|对应|等于|换成|换算成|为|算|转成)*的?"
_WEEKDAY: Final = re.compile(rf"{_IS}(?:公历|阳历)?(?:星期|周|礼拜)几(?:来?着)?")
_LUNAR: Final = re.compile(
    rf"{_IS}(?:农历|阴历|旧历)的?(?:日期|日子)?(?:是)?(?:几月几[号日]?|几月初?几|初几|几号|几月|多少|哪一?天|几|什么时候)"
)
_WHICH: Final = re.compile(
    rf"{_IS}(?:公历|阳历|新历)?的?(?:是)?(?:几月几[号日]?|几号|哪一?天|什么时候|什么日子|哪年哪月哪日)"
)
_LEFT: Final = re.compile(
    rf"(?:从?(?:今天|现在|今日)(?:起|开始|算起)?)?(?:离|距离?|距|到)?(?:今天|现在)?(?:还|已经|一共|总共|都)*(?:有|剩下?|差|要|隔|得|是)?(?:过去|过)?了?{HOW_LONG}"
)
_SINCE: Final = re.compile(
    rf"(?:从|自)?(?:起|以来)?(?:到|至)(?:今天|现在|今日|今)(?:已经|一共|总共|都|为止)*(?:有|过去|过|是)?了?{HOW_LONG}"
)
_LENGTH: Final = re.compile(r"(?:一共|总共|总|共)?有(?:多少|几)天")
_REMAINS: Final = re.compile(r"(?:还|就|只)+(?:剩下?|有|剩余)?(?:多少|几)天")
_BETWEEN: Final = re.compile(
    rf"(?:从|自)?(?:之间|中间|期间|这段时间)?(?:一共|总共|共|相隔|间隔|隔|相差|差|有|是|中间|要|得|还|大概|经过|过去|过)*了?{HOW_LONG}"
)
_FROM_TODAY: Final = re.compile(
    rf"(?:从?(?:今天|现在)(?:起|开始|算起)?|再过)?(?P<length>{LENGTH})(?P<way>之?以?后|之?以?前)(?:的今天|的那天)?(?:{_WHICH.pattern}|{_WEEKDAY.pattern})"
)
_ANIMAL: Final = re.compile(
    r"(?:出生|生|生人)?的?(?:人|孩子|宝宝)?(?:是|算)?(?:属(?:于)?(?:什么|啥|哪个)(?:生肖|属相|的)?|什么生肖|啥生肖|什么属相|什么年|哪个生肖|生肖(?:是|属)?什么)"
)
_LEAP: Final = re.compile(r"(?:是不是|是)闰年")
_SIGN: Final = re.compile(r"(?:出?生)?的?(?:人|孩子|宝宝)?(?:是|算)?(?:什么|啥|哪个)星座")
_SPAN: Final = re.compile(r"[到至~－-]")
_LUNAR_WORD: Final = re.compile(r"农历|阴历|旧历|初[一二三四五六七八九十]|[正冬腊]月|廿")


def answer(clause: str, now: datetime) -> list[str]:
    """What a clause asks of a day, a month or a year; empty where it asks nothing of one."""
    counted = _counted(clause, now.date())
    if counted:
        return counted
    found = [mention for mention in find(clause, now) if mention.kind != "duration"]
    mentions = [mention for mention in found if not clause[: mention.span[0]].endswith("几")]  # 几月初几 asks
    spoken = read_date(clause, this_year=now.year)
    if len(mentions) == 1 and mentions[0].interval is None and spoken is not None and spoken.day is not None:
        return _of_yearly(spoken, clause.replace(mentions[0].said, "", 1), now.date())
    dated = [(mention, mention.interval) for mention in mentions if mention.interval is not None]
    if len(dated) == 2:
        return _between_two(clause, dated, now)
    if len(dated) != 1:
        return []
    mention, interval = dated[0]
    rest = clause.replace(mention.said, "", 1)
    first, last = _ends(interval, now)
    if interval.precision in ("day", "second") and first == last:
        return _of_one_day(_coming(first, mention, rest, now.date()), rest, clause, now.date())
    return _of_span(mention, first, last, rest, now.date())


def _counted(clause: str, today: date) -> list[str]:
    """三周后是哪天, 100天前是星期几: a length that is meant exactly, told from today."""
    found = _FROM_TODAY.fullmatch(clause)
    length = parse_duration(found["length"]) if found is not None else None
    if found is None or length is None or not length.exact or length.seconds:
        return []
    day = length.before(today) if found["way"].endswith("前") else length.after(today)
    lunar = f"，{lunar_words(day)}" if lunar_known(day) else ""
    return [f"{found['length']}{found['way']}是{say_day(day)}，{weekday(day)}{lunar}"]


def _ends(interval: Interval, now: datetime) -> tuple[date, date]:
    first = interval.start.astimezone(now.tzinfo)
    last = max(interval.end.astimezone(now.tzinfo) - timedelta(microseconds=1), first)
    return first.date(), last.date()


def _coming(day: date, mention: Mention, rest: str, today: date) -> date:
    """The next one where a day without its year is past and the question looks ahead."""
    if day >= today or "年" in mention.said or "月" not in mention.said or not re.search("离|距|还", rest):
        return day
    return valid_date(day.year + 1, day.month, day.day) or day


def _of_one_day(day: date, rest: str, clause: str, today: date) -> list[str]:
    lunar = f"，{lunar_words(day)}" if lunar_known(day) else ""
    if _WEEKDAY.fullmatch(rest):
        return [f"{say_day(day)}是{weekday(day)}"]
    if _LUNAR.fullmatch(rest):
        return [f"{say_day(day)}是{lunar.lstrip('，')}"] if lunar else []
    if _WHICH.fullmatch(rest):
        return [f"{say_day(day)}，{weekday(day)}{lunar}"]
    if _SIGN.fullmatch(rest):
        return [f"{day.month}月{day.day}日是{zodiac(day.month, day.day)}"]
    if (_LEFT.fullmatch(rest) and re.search("离|距|到|还|了|隔|已经", rest)) or _SINCE.fullmatch(rest):
        return [_away(day, today)] if day != today else []
    return []


def _away(day: date, today: date) -> str:
    left = (day - today).days
    weeks, over = divmod(abs(left), 7)
    in_weeks = f"（{weeks}周{f'零{over}天' if over else ''}）" if weeks else ""
    return f"{say_day(day)}（{weekday(day)}）{f'还有{left}' if left > 0 else f'到今天已过去{-left}'}天{in_weeks}"


def _of_yearly(spoken: CalendarDate, rest: str, today: date) -> list[str]:
    """A day that comes every year: 农历八月十五是几号, 8月14日是什么星座."""
    if _SIGN.fullmatch(rest) and not spoken.lunar:
        return [f"{spoken.month}月{spoken.day}日是{zodiac(spoken.month, spoken.day or 1)}"]
    following = next_birthday(spoken, today) if spoken.year is None else spoken.solar()
    if following is None or not (_WHICH.fullmatch(rest) or _WEEKDAY.fullmatch(rest) or _LEFT.fullmatch(rest)):
        return []
    found = [f"{lunar_words(following)}是{say_day(following)}，{weekday(following)}，还有{(following - today).days}天"]
    this_year = solar_birthday_in(spoken, today.year) if spoken.year is None else None
    if this_year is not None and this_year < today:
        found.append(f"今年的{lunar_words(this_year)}是{say_day(this_year)}，{weekday(this_year)}")
    return found


def _of_span(mention: Mention, first: date, last: date, rest: str, today: date) -> list[str]:
    """Of a year, a month, or from one day to another."""
    if _SPAN.search(mention.said):
        days = (last - first).days
        is_asked = _BETWEEN.fullmatch(rest)
        return [f"{say_day(first)}到{say_day(last)}相隔{days}天（首尾都算是{days + 1}天）"] if is_asked else []
    whole_year = first == date(first.year, 1, 1) and last == date(first.year, 12, 31)
    if whole_year and _ANIMAL.fullmatch(rest):
        return [f"{first.year}年（农历年）是{shengxiao_of_lunar_year(first.year)}年"]
    if whole_year and _LEAP.fullmatch(rest):
        leap = (date(first.year, 12, 31) - first).days == 365
        return [f"{first.year}年{'是' if leap else '不是'}闰年"]
    if _LENGTH.fullmatch(rest):
        return [f"{mention.said}（{say_day(first)}到{say_day(last)}）共{(last - first).days + 1}天"]
    if _REMAINS.fullmatch(rest) and first <= today <= last:
        return [f"到{say_day(last)}还剩{(last - today).days}天（不算今天）"]
    if _LEFT.fullmatch(rest) and re.search("离|距|到", rest):
        day = last if re.search("[底末尾]$", mention.said) else first
        return [_away(day, today)] if day > today else []
    return []


def _between_two(clause: str, dated: list[tuple[Mention, Interval]], now: datetime) -> list[str]:
    """从2020年5月1日到今天多少天, 5月1号和10月1号差几天."""
    days = [_ends(interval, now)[0] for _, interval in dated]
    precise = all(interval.precision in ("day", "second") for _, interval in dated)
    rest = clause
    for mention, _ in dated:
        rest = rest.replace(mention.said, "", 1)
    rest = re.sub("^(?:从|自)?(?:起)?(?:到|至|和|跟|与|离|距离?)?", "", rest)
    if not precise or days[0] == days[1] or not (_BETWEEN.fullmatch(rest) or _LEFT.fullmatch(rest)):
        return []
    first, last = min(days), max(days)
    months = next(n for n in range(12 * 250) if add_months(first, n + 1) > last)
    span = f"，合{months // 12}年{months % 12}个月" if months >= 12 else ""
    return [f"{say_day(first)}到{say_day(last)}相隔{(last - first).days}天{span}"]
