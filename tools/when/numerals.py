"""Chinese numerals as people write dates and amounts with: 二十三, 两, 二〇〇四, 十, 廿三, 一百二十, 半, 2.5."""

import re

_DIGITS = {c: n for n, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2, "俩": 2, "兩": 2, "元": 1, "正": 1}
_UNITS = {"十": 10, "百": 100, "千": 1000}

NUM = r"(?:\d+(?:\.\d+)?|[零〇一二两三四五六七八九十百千]+)"
"""Regular expression of a whole number (or a decimal one in Arabic digits)."""


def number(text: str) -> float | None:
    """Read a numeral; None when it is not one.

    Digit strings (二〇〇四) are read digit by digit, others with their units (两百零五, 二十, 十二).
    """
    text = text.strip().replace("廿", "二十").replace("卅", "三十")
    if re.fullmatch(r"\d+(\.\d+)?", text):
        return float(text)
    if not text or not all(c in _DIGITS or c in _UNITS for c in text):
        return None
    if not any(c in _UNITS for c in text):
        return float("".join(str(_DIGITS[c]) for c in text))
    return float(_with_units(text))


def whole(text: str) -> int | None:
    """Read a whole number; None when the text is not one."""
    value = number(text)
    return int(value) if value is not None and value == int(value) else None


def _with_units(text: str) -> int:
    total, digit, unit = 0, -1, 10
    for char in text:
        if char in _UNITS:
            unit = _UNITS[char]
            total += (1 if digit < 0 else digit) * unit
            digit = -1
        elif char in "零〇":
            unit = 10
        else:
            digit = _DIGITS[char]
    # 四百五 is 450, and 四百零五 405
    return total + max(digit, 0) * (unit // 10)
