"""The days that are kept of a child's first year: 满月, 百天, 半岁, 周岁.

Source: 《现代汉语词典》 (7th edition), 满月 (a full month after birth), 百日 (the hundredth day), 抓周 (on the first birthday). Of
the hundred days the day of birth is counted as the first, as is the custom.
"""

import re
from datetime import date, timedelta
from typing import Final

from tools.rules.weekday import weekday
from tools.when.calendar import add_months
from tools.when.grammar import say_day

_HUNDRED: Final = re.compile(r"百天|百日|百岁[宴酒照]|一百天|100天")
_MONTHS: Final = (
    (re.compile(r"满月"), "满月", 1),
    (re.compile(r"半岁|半周岁"), "满半岁", 6),
    (
        re.compile(r"抓周|(?<![\d几少一两二三四五六七八九十虚])(?:满)?(?:一|1)?周岁(?=[宴酒照是在那]|生日|哪|什么时候|啥时候|几号)"),
        "满周岁",
        12,
    ),
)  # fmt: skip


def first_days(birth: date, query: str) -> list[str]:
    """Those of the days that a question names, of somebody born on `birth`."""
    found = [f"{name}是{_said(add_months(birth, months))}" for asks, name, months in _MONTHS if asks.search(query)]
    if _HUNDRED.search(query):
        found.append(f"百天是{_said(birth + timedelta(days=99))}（出生那天算第1天）")
    return found


def _said(day: date) -> str:
    return f"{say_day(day)}，{weekday(day)}"
