"""Whether a number can be a bank card's or a Chinese identity number, by its own check digits."""

import re
from datetime import date
from typing import Final

# Source: GB 11643-1999, with ISO 7064 MOD 11-2 check characters.
_WEIGHTS: Final = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECK: Final = "10X98765432"
# Source: GB/T 2260 (provinces), 81-83 for residents from Hong Kong, Macao and Taiwan; 9 begins the numbers of
# foreigners with permanent residence (issued since 2023).
_PROVINCES: Final = re.compile(r"1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|71|8[1-3]")


def luhn(digits: str) -> bool:
    """Whether the last digit checks the others. Source: ISO/IEC 7812-1, annex B."""
    doubled = [int(digit) * 2 for digit in digits[-2::-2]]
    return (sum(int(digit) for digit in digits[-1::-2]) + sum(d - 9 if d > 9 else d for d in doubled)) % 10 == 0


def is_identity(number: str) -> bool:
    """Whether these are the 18 characters of a citizen's number: place, day of birth and check character all right."""
    if len(number) != 18 or not number[:17].isdigit():
        return False
    total = sum(int(digit) * weight for digit, weight in zip(number[:17], _WEIGHTS, strict=True))
    return _CHECK[total % 11] == number[17].upper() and _is_place(number) and _is_day(number[6:14])


def is_old_identity(number: str) -> bool:
    """Whether these can be the 15 digits of a number issued before October 1999 (GB 11643-1989): no check digit."""
    return len(number) == 15 and number.isdigit() and bool(_PROVINCES.match(number)) and _is_day(f"19{number[6:12]}")


def is_date(digits: str) -> bool:
    """Whether digits begin with a day between 1900 and 2099, written YYYYMMDD."""
    return digits[:2] in ("19", "20") and _is_day(digits[:8])


def _is_place(number: str) -> bool:
    return bool(_PROVINCES.match(number)) or number[0] == "9"


def _is_day(digits: str) -> bool:
    try:
        date(int(digits[:4]), int(digits[4:6]), int(digits[6:8]))
    except ValueError:
        return False
    return digits[:2] in ("18", "19", "20") and len(digits) == 8
