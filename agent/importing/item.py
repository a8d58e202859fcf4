"""What every kind of file is read into: the owner's words, each with its time."""

import math
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo


@dataclass(frozen=True, slots=True)
class Item:
    """Something the owner said elsewhere, or that was remembered of the owner there; `said_at` is None where it is not known."""

    text: str
    said_at: datetime | None


def moment(value: object, zone: tzinfo) -> datetime | None:
    """Read a time: seconds since 1970 (a number, or digits), or ISO 8601, in `zone` where it names none. None if it is neither."""
    if isinstance(value, str):
        try:
            read = datetime.fromisoformat(value.strip())
        except ValueError:
            return _since_1970(value)
        return read if read.tzinfo else read.replace(tzinfo=zone)
    return _since_1970(value)


def _since_1970(value: object) -> datetime | None:
    try:
        seconds = float(value) if isinstance(value, int | float | str) and not isinstance(value, bool) else math.nan
        return datetime.fromtimestamp(seconds, UTC)
    except (ValueError, OverflowError, OSError):
        return None
