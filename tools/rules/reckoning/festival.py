"""Questions for a festival or solar term that need no fact: 今年中秋是哪天, 离春节还有几天, 今天是什么节气.

Source: tools/when/festivals.py and tools/rules/solar_terms.py.
"""

import re
from datetime import date, datetime
from typing import Final

from tools.rules.lunar import lunar_words
from tools.rules.reckoning.words import HOW_LONG, WHICH_DAY
from tools.rules.solar_terms import TERMS, term_around, term_on, terms_of
from tools.rules.weekday import weekday
from tools.when import find
from tools.when.calendar import lunar_known
from tools.when.festivals import NAMES, WEAK, festival, festivals
from tools.when.grammar import REL_YEARS, say_day

_PUBLIC: Final = ("元旦", "春节", "清明", "劳动节", "端午", "中秋", "国庆")
"""Source: 全国年节及纪念日放假办法 (State Council, 2024), article 2."""
_TITLES: Final = {
    "过年": "春节", "农历新年": "春节", "大年初一": "春节", "年三十": "除夕", "大年三十": "除夕", "大年夜": "除夕",
    "五一": "劳动节", "十一": "国庆节", "六一": "儿童节", "五四": "青年节", "三八": "妇女节", "正月十五": "元宵节", "双11": "双十一", "双12": "双十二",
}  # fmt: skip
_WHOLE: Final = ("节", "夜", "夕", "元旦", "小年", "跨年", "龙抬头", "双十一", "双十二", "618", "黑五", "黑色星期五")
"""What takes no further 节."""
_NAME: Final = rf"(?P<name>{'|'.join(sorted((*NAMES, *WEAK), key=len, reverse=True))})(?:节气|节日|节|那天|当天|这天)?"
_YEAR: Final = rf"(?:(?P<year>{'|'.join(REL_YEARS)}|(?:19|20)\d\d年?)的?)?(?:农历|阴历)?的?"
_TODAY: Final = r"(?:今天|现在|我们|咱们?|今儿|从今天起?|从现在起?|这会儿)*"
_WHEN: Final = (
    re.compile(
        rf"{_YEAR}{_NAME}(?:(?P<later>今年|明年|后年|去年)的?)?(?:应该|大概)?(?:是在|是|在|落在|为)?(?:{WHICH_DAY}(?:和|，)?)+"
    ),
    re.compile(rf"{_YEAR}{WHICH_DAY}(?:是|到|才到|该|才)?(?:过)?(?:农历)?{_NAME}"),
)
_LEFT: Final = (
    re.compile(rf"{_TODAY}(?:离|距离?|距|到)着?{_YEAR}{_NAME}(?:还|大概|一共|总共)*(?:有|剩下?|差|要|得)?{HOW_LONG}"),
    re.compile(
        rf"{_TODAY}(?:还|再)?(?:有|过|剩|要|得)?{HOW_LONG}(?:就|才|可以|能|会|该|要)*(?:到|是|过)*{_YEAR}{_NAME}"
    ),
    re.compile(rf"{_YEAR}{_NAME}(?:还|大概)*(?:有|剩|差|要|得|过)+{HOW_LONG}(?:到|才到|就到)?"),
)
_WHICH_TERM: Final = re.compile(r"(?:是|属于|算|处于|处在|在|到|过)*(?:哪一?个|什么|啥|几)节气(?:里|中)?")
_IS_IT: Final = re.compile(rf"(?:是不是|是否是|是)(?:过)?{_NAME}")
_WHICH_FESTIVAL: Final = re.compile(r"(?:是|算|过)*(?:哪一?个|什么|啥)(?:节日|节)")
_NEXT: Final = re.compile(
    r"(?:接下来的?)?(?:下一?个|最近的?(?:一个)?|接下来的?)(?P<what>节气|(?:法定|公共|传统)?(?:节假日|节日|假期|假日|长假))(?:是|在|叫|到)*(?:什么|哪一?个|啥)?(?:节日|节气|节)?(?:是)?(?:时候|哪一?天|几号)?"
)
_COMING: Final = re.compile(r"(?:接下来|之后|再下去|往后)(?:是|到|过)?(?:什么|哪一?个|啥)(?P<what>节气|节日)")
_LIST: Final = re.compile(
    rf"{_YEAR}(?:都|一共)?(?:有)?(?:哪些|什么|哪几个)?(?:个)?(?P<what>(?:法定|公共)(?:节日|节假日|假日|假期)|节日|节假日|(?:二十四|24)?个?节气)(?:都|分别)*(?:有|是|在)*(?:哪些|哪几个|哪几天|哪天|什么时候|几号|什么)?"
)


def answer(clause: str, now: datetime) -> list[str]:
    """What a clause asks of festivals and terms, as sentences; empty where it asks nothing of them."""
    today = now.date()
    for patterns in (_WHEN, _LEFT):
        found = next((match for pattern in patterns if (match := pattern.fullmatch(clause))), None)
        if found is not None:
            return _named(found["name"], found["year"] or found.groupdict().get("later"), today)
    following = _NEXT.fullmatch(clause) or _COMING.fullmatch(clause)
    if following is not None:
        return _next_term(today) if following["what"] == "节气" else _next_festival(following["what"], today)
    if re.search("哪|什么|几", clause) and (listed := _LIST.fullmatch(clause)) is not None:
        return _listed(listed["what"], _year(listed["year"], today) or today.year)
    return _of_day(clause, now)


def _named(name: str, year_word: str | None, today: date) -> list[str]:
    """The festival of the year that is asked for, and where that is past and no other was named, the next one too."""
    asked = _year(year_word, today)
    this = festival(name, asked or today.year) or festival(name, (asked or today.year) + 1)  # 腊八 may skip a year
    if this is None:
        return []
    following = festival(name, this.year + 1)
    if asked is None and this < today and following is not None:
        return [_told(name, following, today)]
    told = [_told(name, this, today)]
    if asked == today.year and this < today and following is not None:
        told.append(_told(name, following, today))
    return told


def _told(name: str, day: date, today: date) -> str:
    lunar = f"，{lunar_words(day)}" if lunar_known(day) else ""
    title = _TITLES.get(name, name)
    title = title if title in TERMS or title.endswith(_WHOLE) else title + "节"
    note = "（北方腊月二十三，南方多在次日）" if name == "小年" else ""
    return f"{day.year}年的{title}是{say_day(day)}，{weekday(day)}{lunar}{note}，{_distance(day, today)}"


def _distance(day: date, today: date) -> str:
    left = (day - today).days
    return f"还有{left}天" if left > 0 else "就是今天" if left == 0 else f"已过去{-left}天"


def _year(word: str | None, today: date) -> int | None:
    if word is None:
        return None
    return today.year + REL_YEARS[word] if word in REL_YEARS else int(word[:4])


def _next_term(today: date) -> list[str]:
    around = term_around(today)
    return [_told(around[1].name, around[1].day, today)] if around else []


def _next_festival(what: str, today: date) -> list[str]:
    coming = [
        (name, day)
        for year in (today.year, today.year + 1)
        for name, day in festivals(year).items()
        if day > today and (name in _PUBLIC or (name not in TERMS and re.fullmatch("传统节日|节日", what)))
    ]
    return [_told(*coming[0], today)] if coming else []


def _listed(what: str, year: int) -> list[str]:
    if what.endswith("节气"):
        terms = terms_of(year)
        return (
            [f"{year}年的节气：" + "、".join(f"{term.name}{term.day.month}月{term.day.day}日" for term in terms)]
            if terms
            else []
        )
    days = [
        (name, day)
        for name, day in festivals(year).items()
        if name in _PUBLIC or (what == "节日" and name not in TERMS)
    ]
    return [
        f"{year}年的{what}：" + "、".join(f"{name}{day.month}月{day.day}日（{weekday(day)}）" for name, day in days)
    ]


def _of_day(clause: str, now: datetime) -> list[str]:
    """今天是什么节气, 10月1日是什么节, 今天是不是中秋."""
    mention = next(
        (m for m in find(clause, now) if m.interval is not None and m.interval.precision in ("day", "second")), None
    )
    if mention is None or mention.interval is None:
        return []
    day = mention.interval.start.astimezone(now.tzinfo).date()
    rest = clause.replace(mention.said, "", 1)
    if _WHICH_TERM.fullmatch(rest):
        return _term_of(day)
    supposed = _IS_IT.fullmatch(rest)
    if supposed is not None:
        that = festival(supposed["name"], day.year)
        return [f"{say_day(day)}{'是' if that == day else '不是'}{supposed['name']}"] if that is not None else []
    if not _WHICH_FESTIVAL.fullmatch(rest):
        return []
    names = [name for name, each in festivals(day.year).items() if each == day]
    return [f"{say_day(day)}是{'、'.join(names)}" if names else f"{say_day(day)}不是节日"]


def _term_of(day: date) -> list[str]:
    around = term_around(day)
    if around is None:
        return []
    last, following = around
    between = f"处在{last.name}（{say_day(last.day)}）和{following.name}（{say_day(following.day)}）之间"
    on = term_on(day)
    return [f"{say_day(day)}{f'是{on}，下一个节气是{following.name}（{say_day(following.day)}）' if on else between}"]
