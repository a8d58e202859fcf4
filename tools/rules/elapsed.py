"""Time since and until: whole years and months, days, anniversaries. Source: the Gregorian calendar (ISO 8601)."""

from datetime import date

from tools.rules.age import full_years
from tools.when.calendar import add_months


def years_and_months(since: date, until: date) -> tuple[int, int]:
    """Whole years, and the whole months beyond them."""
    months = (until.year - since.year) * 12 + until.month - since.month
    if add_months(since, months) > until:
        months -= 1
    return divmod(months, 12)


def span_words(since: date, until: date) -> str:
    """10年, 3年零2个月, 5个月, 12天."""
    years, months = years_and_months(since, until)
    if years and months:
        return f"{years}年零{months}个月"
    if years or months:
        return f"{years}年" if years else f"{months}个月"
    return f"{(until - since).days}天"


def days_between(since: date, until: date) -> int:
    """Days from one to the other; negative when the second is earlier."""
    return (until - since).days


def anniversary(since: date, year: int) -> tuple[date, int]:
    """The day on which an anniversary falls in a year, and the how-manieth it is (29 February: the 28th)."""
    day = add_months(since, 12 * (year - since.year))
    return day, full_years(since, day) if day.day == since.day else year - since.year
