"""The page beside bench/results/rules.json: what was compared with what, and every kind of difference with its reason."""

from collections import Counter
from typing import Any, Final

_NAMES: Final[dict[str, tuple[str, str]]] = {
    "lunar": ("农历日期、往返、生肖 lunar dates, there and back, animals", "borax"),
    "lunar_names": ("农历的说法 how a lunar date is said", "borax"),
    "terms": ("二十四节气 the 24 terms of each year", "ephem（太阳视黄经 the sun's apparent longitude）"),
    "terms_by_table": ("同上 the same", "borax 的表 its table"),
    "weekdays": ("星期 weekdays", "自 1900-01-01（星期一）数日 counted from a Monday"),
    "ages": ("周岁、虚岁、几年几个月 ages and spans", "dateutil、borax"),
    "expiries": ("期限的最后一日 the end of a term", "dateutil"),
    "festivals": ("公历、农历节日 festivals of each year", "borax"),
}


def page(record: dict[str, Any]) -> str:
    """The page for the figures of one run."""
    run = record["run"]
    lines = [
        "# 规则：算出来的与独立的来源对照", "",
        "Rules held against independent sources over every day of 1900-2100. `rules.json` beside this page has each difference.", "",
        "```", run["command"], "```", "",
        f"{run['machine']}，commit {run['commit']}", "",
        "| 项 check | 对照 source | 比较次数 compared | 不同 differ | 有解释 explained |", "|---|---|---|---|---|",
    ]  # fmt: skip
    for name, (title, source) in _NAMES.items():
        found = record[name]
        lines.append(f"| {title} | {source} | {found['compared']:,} | {found['differ']} | {found['explained']} |")
    lines += ["", "## 不同之处 The differences", "", "| 项 check | 次 times | 为什么 why |", "|---|---|---|"]
    for name in _NAMES:
        reasons = Counter(_kind(each["why"]) for each in record[name]["which"])
        lines += [f"| {name} | {count} | {why or '没有解释 unexplained'} |" for why, count in reasons.items()]
    return "\n".join(lines) + "\n\n" + _NOTES


def _kind(why: str) -> str:
    """A reason without the moment that it names, so that the same reasons are counted together."""
    return why.split(" at ")[0] + " on the day that we have" if why.startswith("the sun reaches it at") else why


_NOTES: Final = """定义都取自 GB/T 33661-2017《农历的编算和颁行》：朔所在日为月首，太阳视黄经为 15° 整数倍之日为节气，日界依东经 120° 标准时。

- borax 的表把 2089 年八月、2097 年七月的月首放在朔的次日；两次朔都在子夜前三分钟以内（23:57、23:59），香港天文台的对照表也注明可能差一日。
- 1951 年冬至，ephem 算得距子夜不足四秒，在它的误差以内；borax 的表与我们同为 12 月 23 日。
- 1979 年大寒，太阳在 1 月 20 日 23:59:49 到位，borax 的表作 21 日。
- 1929 年以前的历书用北京地方时（比东经 120° 慢 14 分 20 秒），borax 的表在 1912 至 1928 年有五个节气随了它或随了别的日界；我们一律用东经 120°。
- 生于 2 月 29 日的人，平年到 3 月 1 日才满周岁（`tools/rules/age.py`）；dateutil 算作 2 月 28 日。
- 感恩节依美国法典 5 U.S.C. 6103(a) 是十一月的第四个星期四；borax 一律作 11 月 24 日。

Definitions are those of GB/T 33661-2017. borax begins two months a day after a new moon that falls within three minutes of midnight; ephem has one solstice
four seconds before midnight; calendars before 1929 used Beijing's local time; whoever is born on 29 February is a year older on 1 March here and on 28 February in
dateutil; Thanksgiving is the fourth Thursday.

每次测试抽查的一份在 `tests/property/test_rules_calendar.py`；时区、单位、温度与公布的常数的对照在 `tests/property/test_rules_constants.py`。
"""
