"""Chinese numerals as they are spoken, and the figures for them."""

from typing import Final

from tools.when.numerals import number

_DIGITS: Final = dict(zip("零〇一二三四五六七八九幺", "001234567891", strict=True))

ONE: Final = "[一二三四五六七八九]"
"""Regular expression of a digit from one to nine."""
_LEADING: Final = "[一二两三四五六七八九]"
_BELOW_100: Final = rf"(?:{ONE}?十{ONE}?)"
_BELOW_1000: Final = rf"(?:{_LEADING}百(?:[零〇]{ONE}|{_BELOW_100}|{ONE})?)"
_BELOW_10000: Final = rf"(?:{_LEADING}千(?:[零〇](?:{_BELOW_100}|{ONE})|{_BELOW_1000}|{ONE})?)"
_PART: Final = rf"(?:{_BELOW_10000}|{_BELOW_1000}|{_BELOW_100}|{_LEADING})"
SEVERAL: Final = (
    rf"(?:{_PART}亿(?:[零〇]?{_PART}万?)?|{_PART}万(?:[零〇]?{_PART})?|{_BELOW_10000}|{_BELOW_1000}|{_BELOW_100})"
)
"""Regular expression of a number from ten on, said with its units."""
NUMBER: Final = rf"(?:{SEVERAL}|{_LEADING})"
"""Regular expression of a number from one on, said with its units."""


def in_digits(said: str) -> str:
    """Figures for digits said one by one: 13800138000 for 幺三八零零幺三八零零零."""
    return "".join(_DIGITS[character] for character in said)


def figures(said: str) -> str:
    """Figures for a number that NUMBER matches: 3500 for 三千五, 120万 for 一百二十万, 1.2万 for 一万二."""
    for unit in "亿万":
        front, found, rest = said.partition(unit)
        if found and rest in _DIGITS:
            return f"{figures(front)}.{in_digits(rest)}{unit}"
        if found and not rest:
            return f"{figures(front)}{unit}"
    return str(_value(said))


def _value(said: str) -> int:
    for unit, size in (("亿", 10**8), ("万", 10**4)):
        front, found, rest = said.partition(unit)
        if found:
            return _value(front) * size + (_value(rest.lstrip("零〇")) if rest else 0)
    return int(number(said) or 0)
