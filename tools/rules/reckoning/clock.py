"""Questions for the time elsewhere that need no fact: 纽约现在几点, 北京和伦敦差几个小时, 东京晚上8点是北京几点.

Source: tools/rules/zones.py.
"""

import re
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from store.facts import Fact, Interval
from tools.rules.cities import CITIES
from tools.rules.zones import CITY, ahead, city_in, clock_words, difference_words, time_in
from tools.when import find

_NOW: Final = r"(?:现在|这会儿|此刻|目前|眼下|当下|今天|那边|那里|那儿|当地|的?时间|的|大概|是|应该|到)*"
_WHAT_TIME: Final = (
    r"(?:几点钟?|什么时间|什么时候|啥时候|几时|是?白天还是(?:晚上|夜里|黑夜|黑天)|天[亮黑]了没有?|多少点)"
)
_THERE: Final = re.compile(rf"{_NOW}(?P<city>{CITY}){_NOW}{_WHAT_TIME}")
_DIFFERENCE: Final = re.compile(
    rf"(?P<one>{CITY}|我们?这[边里儿])?(?:和|跟|与|比|同|离)?(?:我们?这[边里儿]的?)?(?P<two>{CITY})(?:和|跟|与)?(?:我们?这[边里儿]|国内)?(?:之间)?的?"
    r"(?:有|是|早|晚|快|慢|相差|差|时差|多少|几个?|小时|钟头|点钟|时间|了)*(?:时差|几个?(?:小时|钟头|点)|多少个?(?:小时|钟头))(?:是?多少|是?几个?(?:小时|钟头)|有多[大少])?"
)
_MOMENT: Final = re.compile(
    rf"(?P<of>{CITY}|我这[边里儿]|国内)?(?:的|那边|当地)?(?:时间)?(?P<at>.{{2,14}}?[点时半刻分\d])钟?(?:的时候|时)?(?:，|是|等于|相当于|在|对应)*(?P<to>{CITY}|我这[边里儿]|国内|这[边里儿])(?:那边|当地)?的?(?:时间)?(?:是)?(?:的)?(?:几点钟?|什么时候|什么时间)"
)
_ASKS_THERE: Final = re.compile(
    r"(?:现在|那边|那里|那儿|当地|这会儿|此刻).{0,8}(?:几点|什么时间|时间|白天|天亮|天黑|睡)|[点时半分].{0,8}(?:这[边里儿]|那[边里儿]|国内|当地).{0,3}几点|几点[^，。？]{0,2}了|时差"
)
_LIVES: Final = re.compile(
    r"住|嫁|定居|移民|搬|生活|留学|读书|上学|读研|读博|工作|上班|派驻|常驻|出差|外派|创业|在[^，。]{2,8}$"
)
_HERE: Final = re.compile(r"(?:我|咱)们?(?=这?[边里儿]|家|晚|早|下|上|中|\d)|这[边里儿]|国内|北京时间|家里")
_OVER_THERE: Final = re.compile(r"那[边里儿]|当地")
_HOMES: Final = ("现居地", "工作", "学校")


def answer(clause: str, now: datetime) -> list[str]:
    """What a clause asks of the time elsewhere; empty where it asks nothing of it."""
    there = _THERE.fullmatch(clause)
    if there is not None:
        return [told_there(there["city"], now)]
    apart = _DIFFERENCE.fullmatch(clause)
    if apart is not None:
        return _apart(apart["one"], apart["two"], now)
    moment = _MOMENT.fullmatch(clause)
    return _elsewhere(moment["of"], moment["at"], moment["to"], now) if moment is not None else []


def asks_there(query: str) -> bool:
    """Whether a question asks what time it is where somebody lives."""
    return bool(_ASKS_THERE.search(query))


def of_fact(fact: Fact, query: str, now: datetime) -> str:
    """What time it is where a fact says that somebody lives, where the question asks for it; else empty."""
    if not _ASKS_THERE.search(query) or fact.kind == "plan":
        return ""
    if fact.attribute not in _HOMES and not _LIVES.search(fact.statement):
        return ""
    city = city_in(fact.value) or city_in(fact.statement)
    if city is None or not ahead(city, now):
        return ""
    return _at_a_clock(query, city, now) or told_there(city, now)


def _at_a_clock(query: str, city: str, now: datetime) -> str:
    """What a clock time that a question names is on the other side: 「我这边早上8点，儿子那边几点」; empty where it names none."""
    here, there = _HERE.search(query), _OVER_THERE.search(query)
    for clause in re.split(r"[，,。；;的]", query) if here or there else ():
        is_there = _OVER_THERE.search(clause) is not None and not _HERE.search(clause)
        of = now.astimezone(ZoneInfo(CITIES[city])) if is_there else now
        clock = [found for m in find(clause, of) if (found := _clock_time(f"今天{m.said}", of)) is not None]
        if clock:
            moment = clock[0].start
            ours, theirs = clock_words(moment.astimezone(now.tzinfo)), clock_words(time_in(city, moment))
            return f"{city}{theirs}是这里{ours}" if is_there else f"这里{ours}是{city}{theirs}"
    return ""


def told_there(city: str, now: datetime) -> str:
    """伦敦现在是2024年5月1日星期三凌晨2点整（02:00），比这里慢7小时."""
    lead = ahead(city, now)
    difference = difference_words(lead)
    return f"{city}现在是{clock_words(time_in(city, now))}，{f'比这里{difference}' if lead else '和这里' + difference}"


def _apart(one: str | None, two: str, now: datetime) -> list[str]:
    if one is None or one not in CITIES:
        lead = ahead(two, now)
        return [f"{two}比这里{difference_words(lead)}" if lead else f"{two}和这里没有时差"]
    lead = ahead(one, time_in(two, now))
    return [f"{one}比{two}{difference_words(lead)}" if lead else f"{one}和{two}没有时差"]


def _clock_time(words: str, here: datetime) -> Interval | None:
    """The clock time that words are, and nothing besides."""
    said = [mention for mention in find(words, here) if mention.said == words]
    return next(
        (m.interval for m in said if m.interval is not None and m.interval.precision in ("hour", "minute")), None
    )


def _elsewhere(of: str | None, at: str, to: str, now: datetime) -> list[str]:
    """A clock time of one place by the clock of another; unresolved where the words name no clock time."""
    zone = ZoneInfo(CITIES[of]) if of in CITIES else now.tzinfo
    here = now.astimezone(zone)
    mention = _clock_time(at.strip(), here) or _clock_time(f"今天{at.strip()}", here)
    if mention is None:
        return []
    moment = mention.start
    there = time_in(to, moment) if to in CITIES else moment.astimezone(now.tzinfo)
    return [f"{of or '这里'}{clock_words(moment)}是{to}{clock_words(there)}"]
