"""Values of a kind: how much of a measure, which department or shift, which day of the week; and of which kind a question asks.

Two statements of one matter that hold different values of one kind are seldom both so: 「上二班」 and 「倒成夜班」, 「喝二段」 and
「转三段」. What is a kind is told by classes of words, measure words and heads of names, never by what is measured.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from tools.when import number, points

WEEKDAY: Final = "星期"
MONEY: Final = "钱"
# Without a measure word: of one kind only where both are of one named thing.
BARE: Final = "数"

# Measure words by what they measure, those of one kind that are counted in each other under one name.
_MEASURES: Final = {
    "斤": ("公斤", "千克", "市斤", "斤", "kg"), "克": ("毫克", "微克", "克", "mg"), "吨": ("吨",),
    "米": ("厘米", "公分", "毫米", "米", "cm"), "公里": ("公里", "千米", "里地", "km"),
    "平": ("平方米", "平米", "平方", "平"), "亩": ("亩",), "升": ("毫升", "升", "ml"), "度": ("摄氏度", "度"),
    MONEY: ("块钱", "元钱", "块", "元", "万块", "万元"), "岁": ("周岁", "岁"), "单位": ("个单位", "单位"),
    **{each: (each,) for each in (
        "片", "粒", "颗", "支", "针", "滴", "袋", "包", "瓶", "盒", "箱", "桶", "罐", "杯", "碗", "根", "串", "贴", "勺", "段", "级", "码", "档", "期", "分",
        "成", "折", "楼", "层", "号楼", "号线", "路", "栋", "室", "床", "排", "次", "回", "趟", "节", "遍", "顿", "圈", "页", "个", "只", "条", "台", "辆", "间",
        "张", "家", "头", "匹", "位", "名", "口", "棵", "株", "盆", "套", "双", "件", "本", "部", "门", "群", "%",
    )},
}  # fmt: skip
_KIND_OF: Final = {word: kind for kind, words in _MEASURES.items() for word in words}
_WORDS: Final = "|".join(map(re.escape, sorted(_KIND_OF, key=len, reverse=True)))
_NUMERAL: Final = (
    r"(?:\d+(?:\.\d+)?[万千kKwW]?|[零〇一二两三四五六七八九十百千万半]+(?:[点.][零一二三四五六七八九]+)?|俩|仨)"
)
_COUNTED: Final = re.compile(
    rf"(?<![\d.第A-Za-z：:-])(?P<value>{_NUMERAL}(?:来|多|几)?)\s?(?P<measure>{_WORDS})"
    r"(?!月|星期|礼拜|小时|钟头|年级|年|号|人家|前|儿的)(?P<tail>半)?(?P<of>[\u4e00-\u9fff]{0,2})",
    re.I,
)
# 「房租一个月1500」, 「月租涨到两千六」: what is paid in is not said.
_SUM: Final = re.compile(
    r"(?<![\d.A-Za-z第：:-])(?P<value>\d{2,7}(?:\.\d+)?[万千kKwW]?|[一二两三四五六七八九十]+[百千万][零一二三四五六七八九十百千]*)(?:整|多)?(?=$|[，。；！\s了吧呢啊的])"
)
_OF_MONEY: Final = re.compile(
    r"租|薪|工资|[费价钱]|收入|[一每]个?(?:月|年|天|平|节|次|斤|课时)|开|赚|挣|拿|月供|房贷|套餐|到手"
)
_WEEKDAY: Final = re.compile(r"(?<![上下这本])(?:周|星期|礼拜)[一二三四五六日天](?![\d一二三四五六七八九])")
# Names that end in what they name a kind of, behind a word of belonging: 分在市场部, 调到五车间, 上白班.
_HEADS: Final = "车间|事业部|项目组|中心|部|科|组|班|队|处|室|系|仓"
_NAMED: Final = re.compile(
    rf"(?:在|到|去|进|回|成|为|是|上|归|升|至|入|从|离开)(?:了|的是)?(?:[\u4e00-\u9fff]{{0,6}}?(?:公司|单位|厂|医院|学校|学院|大学|幼儿园)里?的?)?"
    rf"(?P<value>(?![加值下上接跟换倒排轮]班)[^，。；！\s在到去进回成为是上归升至入从的了里]{{1,6}}?(?P<head>{_HEADS}))(?![长门员室学级主次])"
)
_ASKED: Final = re.compile(rf"(?:几|多少|多大)(?P<measure>{_WORDS})", re.I)
_ASKED_NAME: Final = re.compile(
    rf"(?:哪一?个?|什么|啥|几|的)(?P<head>{_HEADS})(?:门|室|次)?(?=$|[，。？?呢是啊呀叫上里轮])"
)
_ASKED_DAY: Final = re.compile(r"(?:周|星期|礼拜)几")
_ASKED_SUM: Final = re.compile(r"多少(?:钱|块|元)|(?:租金?|薪|工资|[费价钱供])[^，。]{0,6}多少|一个?月[^，。]{0,4}多少")
_NUMBER: Final = re.compile(r"\d+(?:\.\d+)?|[零〇一二两三四五六七八九十百千半]+")
_TIMES: Final = {"万": 10_000, "w": 10_000, "千": 1_000, "k": 1_000}
_HAS_NUMERAL: Final = re.compile(r"[\d一二两三四五六七八九十百千万半俩仨]")
_MAY_HOLD: Final = {
    WEEKDAY: _WEEKDAY,
    **{kind: re.compile("|".join(map(re.escape, words)), re.I) for kind, words in _MEASURES.items() if kind != MONEY},
    **{kind: re.compile(kind) for kind in ("车间", "中心", *"部科组班队处室系仓")},
}
# Where a clause ends; a blank does as well, in what was dictated.
CLAUSE: Final = re.compile(r"[，。；！？,;!?\s]+")


@dataclass(frozen=True, slots=True)
class Value:
    """A value of a kind in a text, at [start, end), with the clause that holds it."""

    kind: str
    said: str
    start: int
    end: int

    @property
    def unit(self) -> str:
        """What it is counted in, as said."""
        return _NUMBER.sub("", self.said)

    @property
    def amount(self) -> float | None:
        """How much it is; None where it is no number."""
        return _amount(self.said)


@lru_cache(maxsize=16_384)  # a save is compared with every statement known
def values_in(statement: str) -> tuple[Value, ...]:
    """The values in a statement, in its order; its dates and times of day are none."""
    text = timeless(statement)
    found = [Value(_KIND_OF[m["measure"].lower()], m.group().removesuffix(m["of"]), m.start(), m.start("of"))
             for m in _COUNTED.finditer(text)]  # fmt: skip
    found += [Value(WEEKDAY, m.group(), *m.span()) for m in _WEEKDAY.finditer(text)]
    found += [Value(_of_head(m["head"]), m["value"], *m.span("value")) for m in _NAMED.finditer(text)]
    for match in _SUM.finditer(text):
        kind = MONEY if _OF_MONEY.search(clause_at(text, match.start())) else BARE
        found.append(Value(kind, match["value"], *match.span("value")))
    values = sorted(_without_overlaps(found), key=lambda value: value.start)
    return tuple(value for value in values if not _is_rate(value, values, text))


def value_of(statement: str, kind: str) -> Value | None:
    """The one value of a kind in a statement; None where it has none, or several."""
    if not _MAY_HOLD.get(kind, _HAS_NUMERAL).search(statement):  # a time is looked for in few of many
        return None
    found = [value for value in values_in(statement) if value.kind == kind]
    return found[0] if len(found) == 1 else None


def timeless(statement: str) -> str:
    """The statement with its points in time blotted out, at the same length."""
    for mention in points(statement):
        start, end = mention.span
        if not _WEEKDAY.fullmatch(statement[start:end]):
            statement = f"{statement[:start]}{'·' * (end - start)}{statement[end:]}"
    return statement


def clause_at(text: str, place: int) -> str:
    """The clause of a text that holds a place."""
    begins = max((m.end() for m in CLAUSE.finditer(text, 0, place)), default=0)
    ends = CLAUSE.search(text, place)
    return text[begins : ends.start() if ends else len(text)]


def kinds_asked(query: str) -> set[str]:
    """The kinds of which a question asks the value."""
    kinds = {_KIND_OF[m["measure"].lower()] for m in _ASKED.finditer(query)}
    kinds |= {_of_head(m["head"]) for m in _ASKED_NAME.finditer(query)}
    if _ASKED_DAY.search(query):
        kinds.add(WEEKDAY)
    if _ASKED_SUM.search(query):
        kinds.add(MONEY)
    return kinds


def _without_overlaps(found: Iterable[Value]) -> list[Value]:
    kept: list[Value] = []
    for value in found:
        if all(value.end <= other.start or other.end <= value.start for other in kept):
            kept.append(value)
    return kept


def _is_rate(value: Value, values: Iterable[Value], text: str) -> bool:
    """Whether it only says for what another value behind it is: 一节 of 「一节课两百」."""
    clause = clause_at(text, value.start)
    return value.said[0] in "一每" and any(
        value.end <= each.start and clause_at(text, each.start) == clause for each in values
    )


def _of_head(head: str) -> str:
    return head if head in ("车间", "中心") else head[-1]


def _amount(said: str) -> float | None:
    found = _NUMBER.match(said)
    count = number(found.group()) if found else None
    if found is None or count is None:
        return None
    return count * _TIMES.get(said[found.end() : found.end() + 1].lower(), 1)
