"""周岁 and 虚岁 at a date.

Source: 周岁 counts birthdays passed, as everyday use does (the law, 民法总则 and 刑法解释, counts from the day
after the birthday); 虚岁 is 1 at birth and one more at every spring festival (《现代汉语词典》).
"""

from datetime import date

from tools.when.calendar import lunar_of


def full_years(birth: date, at: date) -> int:
    """周岁; someone born on 29 February is a year older on 1 March of a common year."""
    return at.year - birth.year - ((at.month, at.day) < (birth.month, birth.day))


def nominal_years(birth: date, at: date) -> int:
    """虚岁."""
    return lunar_of(at)[0] - lunar_of(birth)[0] + 1
