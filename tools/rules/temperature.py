"""Temperatures in the scale that a question asks for: 98.6华氏度 where it asks for 摄氏.

Source: °F = °C × 9/5 + 32 (Fahrenheit as defined by the Celsius scale, NIST Special Publication 811, B.8).
"""

import re
from typing import Final

from tools.when import number

_NUMBER: Final = r"(?P<n>\d+(?:\.\d+)?|[零〇一二两三四五六七八九十百]+)"
_SAID: Final = re.compile(
    rf"(?P<below>零下|负|-|−)?(?:(?P<before>华氏|摄氏)(?P<below2>零下|负)?)?{_NUMBER}\s?(?P<unit>华氏度|摄氏度|℉|℃|°F|°C|度)"
    r"(?P<tenth>\d|[一二三四五六七八九])?(?!角|数|假|电|近|眼)",
    re.I,
)
_SCALE: Final = r"(?P<scale>华氏|摄氏|℉|℃|°F|°C)度?"
_ASKED: Final = (
    re.compile(rf"(?:多少|几)度?(?:的)?{_SCALE}", re.I),
    re.compile(rf"(?<![\d.零〇一二两三四五六七八九十百]){_SCALE}(?:的?温度)?(?:是|有|算|等于)*(?:多少|几)度?", re.I),
)


def converted_temperature(statement: str, query: str) -> str:
    """The one temperature of a statement in the scale that the question asks for; empty where none is asked for."""
    asked = _asked(query)
    if asked is None:
        return ""
    wanted = _scale(asked["scale"])
    said = [found for found in _SAID.finditer(statement) if _said_scale(found, wanted) != wanted]
    if len(said) != 1:
        return ""
    degrees = _degrees(said[0])
    if degrees is None:
        return ""
    value = degrees * 9 / 5 + 32 if wanted == "华氏" else (degrees - 32) * 5 / 9
    return f"合{wanted}{f'{value:.1f}'.removesuffix('.0')}度"


def reckoned_temperature(clause: str) -> str:
    """「98.6华氏度是多少摄氏度」 with its answer; empty where the clause asks for no temperature."""
    asked = _asked(clause)
    if asked is None:
        return ""
    rest = clause[: asked.start()] + clause[asked.end() :]
    said = list(_SAID.finditer(rest))
    if len(said) != 1 or not re.fullmatch(
        r"(?:是|等于|换算成?|换成|合|相当于|转成|那|也就是|大概|约|=|＝)*", rest.replace(said[0][0], "", 1)
    ):
        return ""
    worded = converted_temperature(rest, clause)
    return f"{said[0][0]}{worded}" if worded else ""


def _asked(text: str) -> re.Match[str] | None:
    return next((found for pattern in _ASKED if (found := pattern.search(text))), None)


def _scale(word: str) -> str:
    return "华氏" if word[0] in "华℉" or word.upper() == "°F" else "摄氏"


def _said_scale(found: re.Match[str], wanted: str) -> str:
    """The scale in which a temperature was said; 度 alone is of the one that is not asked for."""
    word = found["before"] or (found["unit"] if found["unit"] != "度" else "")
    return _scale(word) if word else ("摄氏" if wanted == "华氏" else "华氏")


def _degrees(found: re.Match[str]) -> float | None:
    value = number(found["n"])
    if value is None:
        return None
    tenth = number(found["tenth"]) if found["tenth"] else 0
    return (value + (tenth or 0) / 10) * (-1 if found["below"] or found["below2"] else 1)
