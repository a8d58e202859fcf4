"""One moment of speech for the tests of time, and what a text says seen from it."""

from datetime import datetime, timedelta, timezone

from store.facts import Interval
from tools.when import find

BEIJING = timezone(timedelta(hours=8))
NOW = datetime(2024, 3, 16, 9, 0, tzinfo=BEIJING)
"""A Saturday."""
FEBRUARY = datetime(2026, 2, 3, 14, 0, tzinfo=BEIJING)
"""A Tuesday afternoon, two weeks before the spring festival."""
OCTOBER = datetime(2025, 10, 22, 20, 30, tzinfo=BEIJING)
"""A Wednesday evening, two weeks after the mid-autumn festival."""


def days(text: str, now: datetime = NOW) -> list[tuple[str, str]]:
    """First and last day of every interval that a text holds."""
    found = [m.interval for m in find(text, now) if m.interval is not None]
    return [(i.start.date().isoformat(), (i.end - timedelta(seconds=1)).date().isoformat()) for i in found]


def meant(text: str, now: datetime) -> str:
    """Every interval of a text in order: 2026-02-03, 2026-02-02/2026-02-08 (days) or 2026-02-03T08:00/2026-02-03T10:00."""
    return " ".join(_brief(m.interval) for m in find(text, now) if m.interval is not None)


def _brief(interval: Interval) -> str:
    start, end = interval.start, interval.end
    if (start.hour, start.minute, end.hour, end.minute) != (0, 0, 0, 0):
        return f"{start:%Y-%m-%dT%H:%M}/{end:%Y-%m-%dT%H:%M}"
    first, last = start.date(), end.date() - timedelta(days=1)
    return f"{first}" if first == last else f"{first}/{last}"
