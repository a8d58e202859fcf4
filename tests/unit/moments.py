"""One moment of speech for the tests of time, and what a text says seen from it."""

from datetime import datetime, timedelta, timezone

from tools.when import find

BEIJING = timezone(timedelta(hours=8))
NOW = datetime(2024, 3, 16, 9, 0, tzinfo=BEIJING)
"""A Saturday."""


def days(text: str, now: datetime = NOW) -> list[tuple[str, str]]:
    """First and last day of every interval that a text holds."""
    found = [m.interval for m in find(text, now) if m.interval is not None]
    return [(i.start.date().isoformat(), (i.end - timedelta(seconds=1)).date().isoformat()) for i in found]
