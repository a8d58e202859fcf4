"""What a question asks of amounts told together: the share of each of several, what so many instalments come to and how many are
left, how many days a box of tablets lasts.

Source: arithmetic; nothing is taken for granted but what the words say.
"""

import re
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Final

from store.contract import Memory
from store.facts import Fact
from tools.told_beside import told_with
from tools.when import number
from tools.when.grammar import say_day

_N: Final = r"(?:\d+(?:\.\d+)?|[一二两三四五六七八九十百千]+)"
_ASKS_SHARE: Final = re.compile(r"一个?人|每个?人|人均|平摊|均摊|平分|AA", re.I)
_ASKS_INSTALMENTS: Final = re.compile(r"[几多少]+期|一共|总共|总价|加起来|还[完清剩]|剩|多少钱")
_ASKS_LASTS: Final = re.compile(r"(?:几|多少)(?:天|日)|多久|够|[吃喝用](?:到|完)")
_TOTAL: Final = re.compile(
    rf"(?P<n>{_N}(?:万)?)(?:块|元|刀|美元)|(?:花了?|一共|总共|付了?|垫了?|合计|账单)(?P<n2>{_N})(?![个人天年月])"
)
_HEADS: Final = re.compile(rf"(?P<n>{_N})个?人(?![民家民均])|(?:我们|咱们?|用户们)(?P<n2>{_N})个")
_PERIODS: Final = re.compile(rf"(?:分)?(?P<n>{_N})期")
_EACH: Final = re.compile(rf"(?:每期|一期|每个?月|一个月|月供)[^，。\d一二两三四五六七八九十百千]{{0,4}}(?P<n>{_N})")
_TIMES: Final = re.compile(
    rf"(?:一天|每天|每日|一日|日服)[^，。\d一二两三四五六七八九十]{{0,2}}(?P<n>{_N})(?:次|顿|回|遍)"
)
_DOSE: Final = re.compile(
    rf"(?:一次|每次|一顿|每顿|一回|每回)[^，。\d一二两三四五六七八九十]{{0,2}}(?P<n>{_N}|半)(?P<unit>片|粒|颗|丸|袋|包|支)"
)
_DAILY: Final = re.compile(
    rf"(?:一天|每天|每日)[^，。\d一二两三四五六七八九十]{{0,2}}(?P<n>{_N}|半)(?P<unit>片|粒|颗|丸|袋|包|支)"
)
_BOX: Final = re.compile(rf"(?:一|每)?(?:盒|瓶|板|罐|包)(?:里|有|装|是|共)*(?P<n>{_N})(?P<unit>片|粒|颗|丸|袋|支)")
_BOXES: Final = re.compile(rf"(?:开|买|拿|配|取|领|囤|一共|共)了?(?P<n>{_N})(?:盒|瓶|板|罐|包)")
_MOST_PERIODS: Final = 480


def shares(query: str, memory: Memory, found: Sequence[Fact], today: date) -> list[str]:
    """The answers, of the best of `found` whose turn told the amounts; empty where a question asks for none of them."""
    if not (_ASKS_SHARE.search(query) or _ASKS_INSTALMENTS.search(query) or _ASKS_LASTS.search(query)):
        return []
    for fact in found:
        words = "，".join(each.statement for each in told_with(fact, memory))
        told = [
            each
            for each in (_share(query, words), _instalments(query, words, fact, today), _lasts(query, words, fact))
            if each
        ]
        if told:
            return told
    return []


def _share(query: str, words: str) -> str:
    total, heads = _first(_TOTAL, words), _first(_HEADS, words)
    if not _ASKS_SHARE.search(query) or not total or not heads:
        return ""
    return f"{total:g}由{heads:g}个人平分，每人{total / heads:.2f}".removesuffix(".00")


def _instalments(query: str, words: str, fact: Fact, today: date) -> str:
    periods, each = _first(_PERIODS, words), _first(_EACH, words)
    if not _ASKS_INSTALMENTS.search(query) or not periods or periods > _MOST_PERIODS:
        return ""
    total = f"{periods:g}期每期{each:g}，一共{periods * each:g}" if each else ""
    start = (fact.happened.start if fact.happened is not None else fact.valid_from).date()
    gone = (today.year - start.year) * 12 + today.month - start.month
    left = periods - gone - 1
    by = f"从{start.year}年{start.month}月起每月一期的话，"
    rest = (
        f"{by}连本月的一期已还{gone + 1}期，还剩{left:g}期（本月还没还就剩{left + 1:g}期）"
        if left >= 0
        else f"{by}已经还完"
    )
    return "；".join(each for each in (total, rest) if each)


def _lasts(query: str, words: str, fact: Fact) -> str:
    box, daily = _BOX.search(words), _DAILY.search(words)
    dose, times = _DOSE.search(words), _first(_TIMES, words)
    if not _ASKS_LASTS.search(query) or box is None:
        return ""
    unit = (daily or dose or box)["unit"]
    a_day = _count(daily["n"]) if daily else _count(dose["n"]) * times if dose and times else 0
    if not a_day or unit != box["unit"]:
        return ""
    boxes = _first(_BOXES, words) or 1
    days = int(_count(box["n"]) * boxes / a_day)
    first = (fact.happened.start if fact.happened is not None else fact.valid_from).date()
    last = say_day(first + timedelta(days=days - 1))
    return f"一天{a_day:g}{unit}，{_count(box['n']) * boxes:g}{unit}够吃{days}天，从{say_day(first)}起吃到{last}"


def _first(pattern: re.Pattern[str], words: str) -> float:
    found = pattern.search(words)
    return _count(next(group for group in found.groups() if group)) if found else 0


def _count(text: str) -> float:
    if text == "半":
        return 0.5
    wan = text.endswith("万")
    return float(number(text.removesuffix("万")) or 0) * (10_000 if wan else 1)
