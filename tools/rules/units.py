"""Amounts in the unit that a question asks for: 128斤 where it asks for 公斤, of a fact or of the question itself.

Source: 《中华人民共和国法定计量单位》 and 1959年《关于统一计量制度的命令》 (1 市斤 = 0.5 kg, 1 市尺 = 1/3 m, 1 市亩 = 10000/15 m²);
international yard and pound agreement of 1959 for the English ones; US gallon: 231 cubic inches (NIST Handbook 44).
"""

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from tools.rules.temperature import converted_temperature
from tools.when import number


class Unit(NamedTuple):
    """What a unit measures, and how much of the base unit (kilogram, metre, square metre, litre) it is."""

    of: str
    size: float


class Amount(NamedTuple):
    """So much of what is measured, in its base unit, and the units in which it was said."""

    of: str
    size: float
    units: tuple[str, ...]
    start: int
    end: int


UNITS: Final[dict[str, Unit]] = {
    "公斤": Unit("重量", 1), "千克": Unit("重量", 1), "kg": Unit("重量", 1), "斤": Unit("重量", 0.5), "两": Unit("重量", 0.05),
    "克": Unit("重量", 0.001), "毫克": Unit("重量", 0.000001), "吨": Unit("重量", 1000), "磅": Unit("重量", 0.45359237),
    "盎司": Unit("重量", 0.028349523125),
    "公里": Unit("长度", 1000), "千米": Unit("长度", 1000), "km": Unit("长度", 1000), "里": Unit("长度", 500), "里地": Unit("长度", 500), "里路": Unit("长度", 500),
    "华里": Unit("长度", 500), "英里": Unit("长度", 1609.344), "海里": Unit("长度", 1852), "米": Unit("长度", 1), "厘米": Unit("长度", 0.01),
    "公分": Unit("长度", 0.01), "cm": Unit("长度", 0.01), "毫米": Unit("长度", 0.001), "丈": Unit("长度", 10 / 3), "尺": Unit("长度", 1 / 3),
    "寸": Unit("长度", 1 / 30), "英尺": Unit("长度", 0.3048), "英寸": Unit("长度", 0.0254), "码": Unit("长度", 0.9144),
    "平方米": Unit("面积", 1), "平米": Unit("面积", 1), "亩": Unit("面积", 10000 / 15), "亩地": Unit("面积", 10000 / 15), "公顷": Unit("面积", 10000),
    "平方公里": Unit("面积", 1_000_000), "英亩": Unit("面积", 4046.8564224), "平方英尺": Unit("面积", 0.09290304), "平方尺": Unit("面积", 1 / 9),
    "升": Unit("容量", 1), "毫升": Unit("容量", 0.001), "加仑": Unit("容量", 3.785411784),
}  # fmt: skip
_NAMES: Final = "|".join(sorted(UNITS, key=len, reverse=True))
_DIGIT: Final = "零〇一二两三四五六七八九"
_NUMBER: Final = rf"\d+(?:\.\d+)?|半|[{_DIGIT}十百千万]+?(?:点[{_DIGIT}]+)?"
_AMOUNT: Final = re.compile(
    rf"(?<![\d.{_DIGIT}十百千万])(?P<number>{_NUMBER})\s?个?(?P<unit>{_NAMES})(?![面子程屯巷弄坊])"
    rf"(?:(?P<half>半)|(?<=[米尺斤])(?P<cm>\d{{2}}|[一二三四五六七八九]{{1,2}})(?!\d|[{_DIGIT}十]|{_NAMES}))?"
)
_ASKED: Final = re.compile(
    rf"(?:多少|几|换成|折合|合|按|要|用)个?(?P<unit>{_NAMES})(?!面|子|程|屯)|(?P<counted>{_NAMES})(?:数|算|是多少|计)"
)
_SAYS_CONVERT: Final = re.compile(
    rf"^(?:的?(?:[\u4e00-\u9fff]{{0,4}}?))(?:大概|大约|约|到底|一共)?(?:是|等于|合|折合|换算成?|换成|相当于|转成|折算成?|折|=|＝|有|为|就是)+(?:多少|几)?个?(?:{_NAMES})(?:是?多少)?$"
)
_SAID_FIRST: Final = re.compile(rf"^(?:多少|几)个?(?:{_NAMES})(?:才)?(?:是|等于|合|=|＝)$")
_IN_INCHES: Final = re.compile(
    r"屏|电视|显示器|手机|平板|笔记本|电脑|蛋糕|披萨|比萨|箱|照片|相框|轮毂|轮胎|车轮|自行车|单车"
)


def converted(statement: str, query: str) -> str:
    """The one amount of a statement in the unit that the question asks for, as a remark; empty where none is asked for."""
    asked = _ASKED.search(query)
    if asked is None:
        return converted_temperature(statement, query)
    name = asked["unit"] or asked["counted"]
    context = statement + query
    said = [found for found in amounts(statement, context) if found.of == UNITS[name].of]
    if len(said) != 1 or said[0].units == (name,):
        return ""
    return f"合{_in_unit(said[0], name, context)}"


def reckoned_amount(clause: str, query: str) -> str:
    """「180斤是多少公斤」 as 「180斤合90公斤」; empty where the clause asks for no conversion.

    Args:
        clause: the clause that may ask, without its particles.
        query: all that was said, which tells whether 寸 means 英寸.
    """
    said = list(amounts(clause, query))
    if len(said) != 1:
        return ""
    before, after = clause[: said[0].start], clause[said[0].end :]
    asked = _ASKED.search(after if _SAYS_CONVERT.fullmatch(after) else before if not after else "")
    asks = _SAYS_CONVERT.fullmatch(after) or (not after and _SAID_FIRST.fullmatch(before))
    name = asked["unit"] or asked["counted"] if asked is not None and asks else ""
    if not name or UNITS[name].of != said[0].of or not re.search("多少|几", clause):
        return ""
    return f"{clause[said[0].start : said[0].end]}合{_in_unit(said[0], name, query)}"


def amounts(text: str, context: str) -> Iterator[Amount]:
    """The amounts of a text; those of one sort that follow one another (5英尺10英寸) are one."""
    held: Amount | None = None
    for found in _AMOUNT.finditer(text):
        count, unit = _count(found), _unit(found["unit"], context)
        if count is None:
            continue
        size = (count + _tail(found)) * unit.size
        amount = Amount(unit.of, size, (found["unit"],), *found.span())
        if held is not None and held.end == amount.start and held.of == amount.of:
            held = Amount(held.of, held.size + size, (*held.units, *amount.units), held.start, amount.end)
            continue
        if held is not None:
            yield held
        held = amount
    if held is not None:
        yield held


def _count(found: re.Match[str]) -> float | None:
    whole, _, decimals = found["number"].partition("点")
    count = 0.5 if whole == "半" else number(whole)
    if count is None:
        return None
    places = "".join(str(int(number(digit) or 0)) for digit in decimals)
    return count + (float(f"0.{places}") if places else 0) + (0.5 if found["half"] else 0)


def _tail(found: re.Match[str]) -> float:
    """What follows the unit as tenths and hundredths of it: 一米七五, 1米75, 五尺八."""
    if not found["cm"]:
        return 0.0
    return float("0." + "".join(str(int(number(digit) or 0)) for digit in found["cm"]))


def _unit(name: str, context: str) -> Unit:
    """The unit of a name; the 寸 of screens, cakes and suitcases is the inch."""
    return UNITS["英寸"] if name == "寸" and _IN_INCHES.search(context) else UNITS[name]


def _in_unit(amount: Amount, name: str, context: str) -> str:
    return f"{amount.size / _unit(name, context).size:.2f}".rstrip("0").rstrip(".") + name
