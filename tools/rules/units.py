"""Amounts in the unit that a question asks for: 128斤 where it asks for 公斤.

Source: 《中华人民共和国法定计量单位》 and 1959年《关于统一计量制度的命令》 (1 市斤 = 0.5 kg, 1 市尺 = 1/3 m, 1 市亩 = 10000/15 m²);
international yard and pound agreement of 1959 for the English ones.
"""

import re
from typing import Final, NamedTuple

from tools.when import number


class Unit(NamedTuple):
    """What a unit measures, and how much of the base unit (kilogram, metre, square metre, litre) it is."""

    of: str
    size: float


UNITS: Final[dict[str, Unit]] = {
    "公斤": Unit("重量", 1), "千克": Unit("重量", 1), "kg": Unit("重量", 1), "斤": Unit("重量", 0.5), "两": Unit("重量", 0.05),
    "克": Unit("重量", 0.001), "吨": Unit("重量", 1000), "磅": Unit("重量", 0.45359237), "盎司": Unit("重量", 0.028349523125),
    "公里": Unit("长度", 1000), "千米": Unit("长度", 1000), "里": Unit("长度", 500), "英里": Unit("长度", 1609.344), "米": Unit("长度", 1),
    "厘米": Unit("长度", 0.01), "公分": Unit("长度", 0.01), "cm": Unit("长度", 0.01), "毫米": Unit("长度", 0.001), "尺": Unit("长度", 1 / 3),
    "寸": Unit("长度", 1 / 30), "英尺": Unit("长度", 0.3048), "英寸": Unit("长度", 0.0254),
    "平方米": Unit("面积", 1), "平米": Unit("面积", 1), "亩": Unit("面积", 10000 / 15), "公顷": Unit("面积", 10000),
    "升": Unit("容量", 1), "毫升": Unit("容量", 0.001),
}  # fmt: skip
_NAMES: Final = "|".join(sorted(UNITS, key=len, reverse=True))
_AMOUNT: Final = re.compile(
    rf"(?P<number>\d+(?:\.\d+)?|[零〇一二两三四五六七八九十百千万]+)(?P<unit>{_NAMES})(?![面子程屯巷弄坊])(?P<half>半)?"
)
_ASKED: Final = re.compile(
    rf"(?:多少|几|换成|折合|合|按|要|用)(?P<unit>{_NAMES})|(?P<counted>{_NAMES})(?:数|算|是多少|计)"
)


def converted(statement: str, query: str) -> str:
    """The one amount of a statement in the unit that the question asks for, as a remark; empty where none is asked for."""
    asked = _ASKED.search(query)
    if asked is None:
        return ""
    name = asked["unit"] or asked["counted"]
    wanted = UNITS[name]
    said = [found for found in _AMOUNT.finditer(statement) if UNITS[found["unit"]].of == wanted.of]
    if len(said) != 1 or UNITS[said[0]["unit"]].size == wanted.size:
        return ""
    count = number(said[0]["number"])
    if count is None:
        return ""
    amount = (count + (0.5 if said[0]["half"] else 0)) * UNITS[said[0]["unit"]].size / wanted.size
    return f"合{amount:.2f}".rstrip("0").rstrip(".") + name
