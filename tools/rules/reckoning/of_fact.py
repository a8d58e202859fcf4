"""What a question asks of a fact that moves with time or needs computing: days since, weekday, lunar date, anniversary,
age at some time, the time where somebody lives, an amount in another unit."""

import re
from datetime import date, datetime, timedelta
from typing import Final

from store.facts import Fact
from tools.rules.age import full_years
from tools.rules.birthday import birthday_of
from tools.rules.born import year_of_birth
from tools.rules.elapsed import anniversary, span_words
from tools.rules.grade import grade_now
from tools.rules.hazard import hazards
from tools.rules.infancy import first_days
from tools.rules.lunar import lunar_words
from tools.rules.reckoning import clock
from tools.rules.retirement import retirement
from tools.rules.shengxiao import by_year
from tools.rules.units import converted
from tools.rules.weekday import weekday
from tools.when import find, whole
from tools.when.calendar import add_months, lunar_known
from tools.when.grammar import say_day

_DAYS: Final = re.compile(r"(?:多少|几)天|天数|多久|多长时间|第几天")
_WEEKS: Final = re.compile(r"(?:多少|几)个?(?:星期|周|礼拜)(?![一二三四五六日天])")
_MONTHS: Final = re.compile(r"(?:多少|几)个月")
_WEEKDAY: Final = re.compile(r"(?:星期|周|礼拜)几")
_LUNAR: Final = re.compile(r"农历|阴历|旧历")
_SOLAR: Final = re.compile(r"公历|阳历|新历|几月几[号日]|哪天|几号")
_ANNIVERSARY: Final = re.compile(r"纪念日|周年")
_NTH: Final = re.compile(
    r"(?P<n>\d{1,3}|[一二两三四五六七八九十]{1,3})(?:个?周年|年纪念|(?<=第[一二三四五六七八九十])个结婚纪念日)|第(?P<n2>\d{1,3}|[一二三四五六七八九十]{1,3})个[^，。]{0,4}纪念日"
)
_WHICH_YEAR: Final = re.compile(r"第(?:几|多少)个?年(?!级)|(?:第)?几个?年头")
_NTH_DAY: Final = re.compile(r"(?:第|满)?(?P<n>\d{3,5}|[一二三四五六七八九十百千万]{2,6})天")
_AT_AGE: Final = re.compile(r"(?P<n>\d{1,3}|[一二三四五六七八九十百]{1,4})周?岁")
_HOW_OLD: Final = re.compile(r"多大|几岁|多少岁|周岁|虚岁|年龄|岁数")
_HOW_LONG: Final = re.compile(r"多久|多长时间|(?:几|多少)个?(?:年|月|天|周|星期|礼拜)")
_DAY_PRECISION: Final = ("day", "hour", "minute", "second")
_SPAN: Final = re.compile(r"[到至~－—-]")
_ANIMAL: Final = re.compile(r"生肖|属相|属(?:什么|啥|哪|几|的)|本命年")
_YEAR_OF_BIRTH: Final = re.compile(r"(?P<year>(?:19|20)\d\d)年(?:(?P<month>1[0-2]|[1-9])月)?(?!\d)")
_LAST_PERIOD: Final = re.compile(r"(?:末次|最后一次)(?:来)?(?:月经|例假|大姨妈|生理期)")


def remarks(fact: Fact, query: str, now: datetime) -> list[str]:
    """What a question asks of a fact, as remarks that stand beside its statement; empty where it asks nothing of it.

    Args:
        fact: a current fact.
        query: the question.
        now: the moment of asking, aware, in the user's zone.
    """
    found = [converted(fact.statement, query), clock.of_fact(fact, query, now), *hazards(fact, query)]
    if birthday_of(fact) is not None:
        found += _of_birth(fact, query, now)
    elif fact.attribute != "到期日":
        found += _of_day(fact, query, now) or _of_span(fact, query)
        found += [
            _which_year(fact, query, now),
            _animal(fact, query),
            _due(fact, query),
            grade_now(fact, now.date(), query),
        ]
    return [each for each in found if each]


def _which_year(fact: Fact, query: str, now: datetime) -> str:
    """The how-manieth year it is since something began: 结婚第40年."""
    happened = fact.happened
    if happened is None or fact.kind == "plan" or happened.end > now or _WHICH_YEAR.search(query) is None:
        return ""
    first, today = happened.start.astimezone(now.tzinfo).date(), now.date()
    if happened.precision in ("year", "season"):
        return f"按年份算今年是第{today.year - first.year + 1}年，满{today.year - first.year}周年"
    years = full_years(first, today)
    return f"已满{years}年，现在是第{years + 1}年；{today.year}年满{today.year - first.year}周年"


def _animal(fact: Fact, query: str) -> str:
    """The animal of a birth of which no day is known."""
    told = _YEAR_OF_BIRTH.search(fact.statement) if _ANIMAL.search(query) else None
    if told is None or "农历" in fact.statement or not (fact.attribute == "生日" or year_of_birth(fact)):
        return ""
    return by_year(int(told["year"]), int(told["month"]) if told["month"] else None)


def _due(fact: Fact, query: str) -> str:
    """The day on which a child is due, 280 days after the last period began. Source: Naegele's rule."""
    happened = fact.happened
    if "预产期" not in query or happened is None or not _LAST_PERIOD.search(fact.statement):
        return ""
    return f"按末次月经算，预产期是{say_day(happened.start.date() + timedelta(days=280))}"


def _of_birth(fact: Fact, query: str, now: datetime) -> list[str]:
    birthday = birthday_of(fact)
    birth = birthday.solar() if birthday is not None else None
    if birthday is None or birth is None:
        return []
    found = [*_calendars(birth, query, is_lunar=birthday.lunar), *first_days(birth, query)]
    if "退休" in query:
        found.append(retirement(birth, fact.subject))
    if _DAYS.search(query) and birth <= now.date():
        found.append(f"出生到今天{(now.date() - birth).days}天")
    at_age = _AT_AGE.search(query)
    age = whole(at_age["n"]) if at_age is not None else None
    if age is not None and age <= 150:
        found.append(f"{say_day(add_months(birth, 12 * age))}满{age}周岁")
    return found + (_age_then(birth, query, now) if _HOW_OLD.search(query) else [])


def _age_then(birth: date, query: str, now: datetime) -> list[str]:
    """How old somebody was, or will be, at a time that the question names."""
    for mention in find(query, now):
        if mention.interval is None or mention.kind != "point" or mention.interval.precision == "second":
            continue
        first = mention.interval.start.date()
        last = (mention.interval.end - timedelta(microseconds=1)).date()
        if last < birth or first <= now.date() <= last:
            continue
        ages = (full_years(birth, max(first, birth)), full_years(birth, last))
        span = f"{ages[1]}周岁" if ages[0] == ages[1] else f"{ages[0]}周岁，过了生日{ages[1]}周岁"
        return [f"{mention.said}时{span}"]
    return []


def _calendars(day: date, query: str, *, is_lunar: bool) -> list[str]:
    """The weekday of a day and its date in the other calendar, where they are asked for."""
    found = []
    if _WEEKDAY.search(query):
        found.append(f"{say_day(day)}是{weekday(day)}")
    if is_lunar and _SOLAR.search(query):
        found.append(f"公历是{say_day(day)}")
    elif _LUNAR.search(query) and lunar_known(day):
        found.append(f"{say_day(day)}是{lunar_words(day)}")
    return found


def _of_day(fact: Fact, query: str, now: datetime) -> list[str]:
    """Of a day on which something happened or will."""
    happened, today = fact.happened, now.date()
    if happened is None or happened.precision not in _DAY_PRECISION or fact.is_derived:
        return []
    day = happened.start.astimezone(now.tzinfo).date()
    found = _calendars(day, query, is_lunar=False)
    if _WEEKDAY.search(query) is None and _LUNAR.search(query) is None:
        found += _distance(day, today, query, is_plan=fact.kind == "plan")
    if _ANNIVERSARY.search(query) and day <= today:
        found += _anniversaries(day, today, query)
    nth = _NTH_DAY.search(query)
    count = whole(nth["n"]) if nth is not None else None
    if count is not None and 100 <= count <= 40_000:
        found.append(
            f"满{count}天是{say_day(day + timedelta(days=count))}（{say_day(day)}算第1天的话，第{count}天是前一天）"
        )
    return found


def _distance(day: date, today: date, query: str, *, is_plan: bool) -> list[str]:
    gone = (today - day).days
    if gone < 0:
        asks = _DAYS.search(query) or _WEEKS.search(query)
        return [f"还有{-gone}天"] if asks and not is_plan else []
    found = []
    if _DAYS.search(query):
        found.append(
            "就是今天" if gone == 0 else f"到今天{gone}天" + (f"，今天是第{gone + 1}天" if "第几" in query else "")
        )
    if _WEEKS.search(query):
        weeks, over = divmod(gone, 7)
        found.append(f"到今天{weeks}周" + (f"零{over}天" if over else ""))
    if _MONTHS.search(query):
        months = (today.year - day.year) * 12 + today.month - day.month
        months -= add_months(day, months) > today
        found.append(f"到今天{months}个月")
    return found


def _anniversaries(day: date, today: date, query: str) -> list[str]:
    """The anniversary whose number is asked for, or the next."""
    nth = _NTH.search(query)
    count = whole(nth["n"] or nth["n2"]) if nth is not None else None
    if count:
        that, _ = anniversary(day, day.year + count)
        left = (that - today).days
        when = f"还有{left}天" if left > 0 else "就是今天" if not left else f"已过去{-left}天"
        return [f"满{count}周年是{say_day(that)}，{weekday(that)}，{when}"]
    that, years = next(each for year in (today.year, today.year + 1) if (each := anniversary(day, year))[0] >= today)
    if not years:
        that, years = anniversary(day, day.year + 1)
    left = (that - today).days
    return [f"下一个周年是{say_day(that)}，{weekday(that)}，满{years}周年，{f'还有{left}天' if left else '就是今天'}"]


def _of_span(fact: Fact, query: str) -> list[str]:
    """How long something lasted that was told with its beginning and its end."""
    if not _HOW_LONG.search(query):
        return []
    for mention in find(fact.statement, fact.valid_from):
        if mention.interval is None or mention.interval.precision != "range" or not _SPAN.search(mention.said):
            continue
        first, last = mention.interval.start.date(), (mention.interval.end - timedelta(microseconds=1)).date()
        if re.search("[日号]", mention.said):
            return [f"前后{span_words(first, last)}（{(last - first).days + 1}天）"]
        if "月" in mention.said:
            return [f"前后约{span_words(first, last.replace(day=1))}"]
        return [f"前后约{last.year - first.year}年"]
    return []
