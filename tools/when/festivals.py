"""Public festivals of a year: fixed days, nth weekdays, solar terms, and those of the lunar calendar.

Source: 全国年节及纪念日放假办法 (State Council, revised 2024) for the public holidays; the rest are the dates in
common use.
"""

from datetime import date, timedelta

from tools.when.calendar import lunar_new_years_eve, solar_of, solar_term

_FIXED: dict[str, tuple[int, int]] = {
    "元旦": (1, 1), "情人节": (2, 14), "妇女节": (3, 8), "三八节": (3, 8), "植树节": (3, 12), "愚人节": (4, 1),
    "劳动节": (5, 1), "五一": (5, 1), "青年节": (5, 4), "五四": (5, 4), "儿童节": (6, 1), "六一": (6, 1),
    "建党节": (7, 1),
    "建军节": (8, 1), "教师节": (9, 10), "国庆": (10, 1), "十一": (10, 1), "万圣节": (10, 31), "光棍节": (11, 11),
    "双十一": (11, 11), "双11": (11, 11), "双十二": (12, 12), "双12": (12, 12), "平安夜": (12, 24), "圣诞": (12, 25),
    "跨年夜": (12, 31), "跨年": (12, 31), "618": (6, 18), "六一八": (6, 18),
}  # fmt: skip

_LUNAR: dict[str, tuple[int, int]] = {
    "春节": (1, 1), "农历新年": (1, 1), "大年初一": (1, 1), "过年": (1, 1), "元宵": (1, 15), "正月十五": (1, 15), "龙抬头": (2, 2),
    "端午": (5, 5), "七夕": (7, 7), "中元": (7, 15), "中秋": (8, 15), "重阳": (9, 9), "腊八": (12, 8), "小年": (12, 23),
}  # fmt: skip

_NTH_WEEKDAY: dict[str, tuple[int, int, int]] = {"母亲节": (5, 2, 6), "父亲节": (6, 3, 6), "感恩节": (11, 4, 3)}
"""Month, which one, and weekday (Monday 0)."""

_AFTER_THANKSGIVING = ("黑色星期五", "黑五")

_TERMS = ("清明", "冬至", "立春", "春分", "立夏", "夏至", "立秋", "秋分", "立冬", "小满", "芒种", "小暑", "大暑",
          "处暑", "白露", "寒露", "霜降", "小雪", "大雪", "小寒", "大寒", "雨水", "惊蛰", "谷雨")  # fmt: skip

WEAK = ("大雪", "小雪", "雨水", "霜降", "白露", "寒露", "谷雨", "小满", "大寒", "小寒", "大暑", "小暑", "处暑", "小年", "过年",
           "五四", "618", "跨年")  # fmt: skip
"""Words that more often mean something else (snow, rain, a name), so that more than the word must say it."""

_EVE = ("除夕", "大年三十", "年三十", "大年夜")

NAMES: tuple[str, ...] = tuple(
    sorted(
        (n for n in (*_FIXED, *_LUNAR, *_NTH_WEEKDAY, *_TERMS, *_EVE, *_AFTER_THANKSGIVING) if n not in WEAK),
        key=len,
        reverse=True,
    )
)
"""Names that are recognised in running text, longest first."""


def festival(name: str, year: int) -> date | None:
    """The day of a festival or solar term in a solar year.

    Args:
        name: 国庆, 国庆节, 中秋, 除夕 ...; a trailing 节 may be left out or added.
        year: the solar year in which it falls (除夕 of 2024 is the eve of the 2024 spring festival); for 腊八 and
            小年 likewise.

    Returns:
        None when the name is not known.
    """
    for key in (name, name.removesuffix("节"), name + "节"):
        if key in _EVE:
            return lunar_new_years_eve(year - 1)
        if key in _FIXED:
            return date(year, *_FIXED[key])
        if key in _LUNAR:
            return _lunar_festival(year, *_LUNAR[key])
        if key in _AFTER_THANKSGIVING:
            return _nth_weekday(year, *_NTH_WEEKDAY["感恩节"]) + timedelta(days=1)
        if key in _NTH_WEEKDAY:
            return _nth_weekday(year, *_NTH_WEEKDAY[key])
        if key in _TERMS:
            return solar_term(year, key)
    return None


def festivals(year: int) -> dict[str, date]:
    """Every festival and solar term of a solar year by its name, in order of date."""
    names = ("元旦", "春节", "除夕", "元宵", "清明", "劳动节", "青年节", "儿童节", "端午", "七夕", "中元", "中秋",
        "国庆", "重阳",
             "教师节", "母亲节", "父亲节", "情人节", "圣诞", "腊八", *_TERMS[1:])  # fmt: skip
    found = {name: day for name in names if (day := festival(name, year)) is not None}
    return dict(sorted(found.items(), key=lambda item: item[1]))


def _lunar_festival(year: int, month: int, day: int) -> date | None:
    for lunar_year in (year, year - 1):  # the last lunar month falls in the next solar year, mostly
        found = solar_of(lunar_year, month, day)
        if found and found.year == year:
            return found
    return None


def _nth_weekday(year: int, month: int, nth: int, weekday: int) -> date:
    first = date(year, month, 1)
    return first + timedelta(days=(weekday - first.weekday()) % 7 + 7 * (nth - 1))
