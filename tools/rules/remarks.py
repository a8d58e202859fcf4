"""What moves with time, computed when it is asked for and never stored: ages, days left, years since, next
birthdays."""

import re
from datetime import date, datetime, timedelta

from store.facts import Fact
from tools.rules.age import full_years, nominal_years
from tools.rules.birthday import birthday_of
from tools.rules.elapsed import span_words
from tools.rules.expiry import days_left
from tools.rules.expiry_terms import told_end
from tools.rules.lunar import birthday_within, next_birthday
from tools.rules.told_lengths import age_now, falls_due, so_far
from tools.rules.weekday import weekday
from tools.when import CalendarDate, read_date
from tools.when.calendar import lunar_known, lunar_of
from tools.when.grammar import say_day

_REMEMBERED_YEARLY = re.compile(r"纪念日|忌日|祭日|周年(?!庆典)")
_A_FESTIVAL = timedelta(days=16)
_WORTH_SAYING_DAYS = 60
"""Below this the date speaks for itself."""


def notes(fact: Fact, now: datetime) -> list[str]:
    """What follows from a fact for this moment, as remarks in brackets that stand beside its statement.

    Args:
        fact: any fact.
        now: the moment of asking, aware, in the user's zone.
    """
    today = now.date()
    birthday = birthday_of(fact)
    if birthday is not None:
        found = _of_birthday(birthday, today)
    elif fact.attribute == "到期日":
        found = _of_expiry(fact, today)
    elif (end := told_end(fact)) is not None:
        found = _of_told_end(end, today)
    elif (moved := age_now(fact, today) or so_far(fact, today) or falls_due(fact)) != "":
        found = [moved]
    elif (yearly := _yearly(fact, today)) != "":
        found = [yearly, *_since(fact, now)]
    else:
        found = _since(fact, now)
    return [f"（按{say_day(today)}算：{words}）" for words in found]


def _of_birthday(birthday: CalendarDate, today: date) -> list[str]:
    found = []
    birth = birthday.solar()
    if birth is not None and birth <= today:
        nominal = f"，虚岁{nominal_years(birth, today)}岁" if lunar_known(birth) and lunar_known(today) else ""
        found.append(f"{full_years(birth, today)}周岁{nominal}")
    this_year = birthday_within(birthday, today.year)
    if birthday.lunar and this_year is not None:
        found.append(f"{today.year}年的生日是公历{say_day(this_year)}，{weekday(this_year)}")
    following = next_birthday(birthday, today)
    if following is not None:
        left = (following - today).days
        when = "就是今天" if left == 0 else f"还有{left}天"
        found.append(f"下一个生日是{say_day(following)}，{weekday(following)}，{when}")
    return found


def _yearly(fact: Fact, today: date) -> str:
    """When a day of remembrance that a fact tells of comes next: 结婚纪念日, 忌日."""
    if not _REMEMBERED_YEARLY.search(fact.statement + fact.attribute) or fact.is_derived:
        return ""
    day = read_date(fact.value, this_year=today.year) if fact.attribute in ("纪念日", "结婚纪念日", "忌日") else None
    day = day or read_date(fact.statement, this_year=today.year)
    following = next_birthday(day, today) if day is not None and day.day is not None else None
    if day is None or following is None or (day.year is not None and day.year > today.year):
        return ""
    year = lunar_of(following)[0] if day.lunar and lunar_known(following) else following.year
    years = f"，满{year - day.year}周年" if day.year is not None and day.year < year else ""
    left = (following - today).days
    return f"下一次是{say_day(following)}，{weekday(following)}{years}，{f'还有{left}天' if left else '就是今天'}"


def _of_expiry(fact: Fact, today: date) -> list[str]:
    last = read_date(fact.value or fact.statement, this_year=today.year)
    day = last.solar() if last else None
    if day is None:
        return []
    return [_left(day, today)]


def _of_told_end(end: tuple[date, str], today: date) -> list[str]:
    by = f"按月底{say_day(end[0])}算，" if end[1] == "month" else ""
    return [by + _left(end[0], today)]


def _left(day: date, today: date) -> str:
    left = days_left(day, today)
    return f"还剩{left}天" if left > 0 else "今天到期" if left == 0 else f"已过期{-left}天"


def _since(fact: Fact, now: datetime) -> list[str]:
    """How long ago something happened, or how many days off a plan is."""
    happened, today = fact.happened, now.date()
    if happened is None or fact.is_derived:
        return []
    first = happened.start.astimezone(now.tzinfo).date()
    if happened.precision in ("day", "hour", "minute", "second"):
        left = (first - today).days
        if left >= 0 and fact.kind == "plan":
            return ["就是今天" if left == 0 else f"还有{left}天"]
        return [f"到现在{span_words(first, today)}"] if -left > _WORTH_SAYING_DAYS else []
    if happened.precision in ("year", "season") and first.year < today.year:
        return [f"到现在约{today.year - first.year}年"]
    is_short = happened.precision == "range" and happened.end - happened.start <= _A_FESTIVAL and happened.end <= now
    if (happened.precision == "month" or is_short) and (today - first).days > _WORTH_SAYING_DAYS:
        return [f"到现在约{span_words(first, today)}"]
    return []
