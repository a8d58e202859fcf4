"""The words that dates are made of, as regular expressions and tables, and how dates are said."""

import re
from datetime import date

from tools.when.numerals import whole

CN_DIGIT = "零〇一二三四五六七八九"
REL_YEARS = {"大前年": -3, "前年": -2, "去年": -1, "上一年": -1, "上年": -1, "今年": 0, "本年": 0, "这一年": 0,
             "明年": 1, "下一年": 1, "下年": 1, "后年": 2, "大后年": 3}  # fmt: skip
REL_DAYS = {
    "大大前天": -4, "大前天": -3, "前天": -2, "前日": -2, "前儿个": -2, "前儿": -2, "前": -2, "昨天": -1, "昨日": -1, "昨儿个": -1, "昨儿": -1,
    "昨": -1, "今天": 0, "今日": 0, "今儿个": 0, "今儿": 0, "今": 0, "本日": 0, "明天": 1, "明日": 1, "明儿个": 1,
    "明儿": 1, "明": 1, "后天": 2, "大后天": 3, "大大后天": 4,
}  # fmt: skip
REL_STEPS = {"上上上": -3, "上上": -2, "上一": -1, "上": -1, "这一": 0, "这": 0, "本": 0, "今": 0, "当": 0,
             "下一": 1, "下": 1, "下下": 2, "下下下": 3}  # fmt: skip
WEEKDAYS = {c: n for n, c in enumerate("一二三四五六日")} | {"天": 6} | {str(n + 1): n for n in range(6)}

STEP = r"(?:上上上|上上|上一|上|这一|这|本|下下下|下下|下一|下)"
YEAR = (
    rf"(?=[公民大前去上今本这明下后\d{CN_DIGIT}])"  # a cheap look ahead: most places of a text begin no year
    r"(?:(?:公元)?(?:1[89]|20)\d\d\s*年|(?<!\d)\d\d\s?年|民国[\d零〇一二三四五六七八九十百]{1,4}年|[一二][零〇一二三四五六七八九]{3}年"
    rf"|(?<![{CN_DIGIT}十百两几])[{CN_DIGIT}]{{2}}年|大前年|(?<![当目以之提生空面])(?<!从(?=前年[轻少纪]))前年|去年|上一年|上年|今年|本年|这一年|明年|下一年|下年|大后年|后年)"
)
MONTH = r"(?:\d{1,2}|十[一二]?|[一二三四五六七八九正元冬腊])"
DAY = (
    r"(?:\d{1,2}|初(?:[一二三四五六七八九十]|\d{1,2})|[廿卅][一二三四五六七八九]?|三十一?"
    r"|二十[一二三四五六七八九]?|十[一二三四五六七八九]?|[一二三四五六七八九])"
)
MARK = (
    r"(?:日|号|號)(?!线|楼|院|店|门|机|桌|房|车|选手|文件|床|位|料|码|称|电池|公路|工程|站|口|球|馆|厅"
    r"|文|元|圆|益|趣|常|子|令|角|地(?!铁)|院|内|宅|码头|国道|公馆|商务|大厦|写字)"
)
YEAR_PART = r"(?:年初|年底|年末|年中|年尾|初|底|末|中(?!国|文|学|秋|午|旬|期|间|央|超|考|级|年|心|华|医|的)|尾)"
MONTH_PART = r"(?:月初|月底|月末|月中|上旬|中旬|下旬|初(?![一二三四五六七八九十])|底|末|中(?!国|文|学|秋|午|间))"
_ADJACENT = ("一二", "二三", "三四", "四五", "五六", "六七", "七八", "八九", "三五")
"""Two digits side by side mean "about": 三五年 is no year."""


_FIRST_TWO_DIGIT_YEAR = 1900
"""Years before it are not said with two digits."""


_YEAR_BEFORE_MINGUO = 1911


def year_number(token: str, this_year: int, *, certain: bool) -> int | None:
    """The year a token names (2004年, 零八年, 98年, 去年); None when it may be a length of time (20年, 三五年).

    Args:
        token: as matched by YEAR.
        this_year: the year of speech; two digits mean a year up to ten years ahead of it, else the century before.
        certain: whether a month or part of the year follows, which makes 24年 and 八九年 years.
    """
    token = re.sub(r"\s|公元", "", token)
    if token in REL_YEARS:
        return this_year + REL_YEARS[token]
    digits = token.removesuffix("年")
    if digits.startswith("民国"):
        counted = whole(digits.removeprefix("民国"))
        return _YEAR_BEFORE_MINGUO + counted if counted else None
    value = whole(digits)
    if value is None or len(digits) == 4:
        return value
    if not certain and (digits in _ADJACENT or (digits.isdigit() and digits[0] != "0")):
        return None
    century = this_year // 100 * 100
    earlier = century - 100 + value
    return century + value if century + value <= this_year + 10 or earlier < _FIRST_TWO_DIGIT_YEAR else earlier


def month_number(token: str) -> int | None:
    """1-12 from 三, 12, 正, 冬, 腊."""
    value = {"正": 1, "元": 1, "冬": 11, "腊": 12}.get(token) or whole(token)
    return value if value and 1 <= value <= 12 else None


def day_number(token: str) -> int | None:
    """1-31 from 15, 十五, 初五, 廿三."""
    value = whole(token.removeprefix("初"))
    return value if value and 1 <= value <= 31 else None


def say_day(day: date) -> str:
    """2023年6月14日."""
    return f"{day.year}年{day.month}月{day.day}日"


def say_month(day: date) -> str:
    """2023年6月."""
    return f"{day.year}年{day.month}月"


def say_span(first: date, last: date) -> str:
    """2024年3月4日至10日, with only as much of the second date as differs."""
    if first.year != last.year:
        return f"{say_day(first)}至{say_day(last)}"
    if first.month != last.month:
        return f"{say_day(first)}至{last.month}月{last.day}日"
    return f"{say_day(first)}至{last.day}日"
