"""What every kind of file is read into: the owner's words, each with its time."""

from dataclasses import dataclass
from datetime import datetime, tzinfo


@dataclass(frozen=True, slots=True)
class Item:
    """Something the owner said elsewhere, or that was remembered of the owner there; `said_at` is None where it is not known."""

    text: str
    said_at: datetime | None


def moment(value: object, zone: tzinfo) -> datetime | None:
    """Read a time: seconds since 1970 (a number, or digits), or ISO 8601; None if it is neither.

    It is given in `zone`, which is the owner's: 「今天」 is the day that it was there. A time that names no zone is of it.
    """
    try:
        read = _iso(value, zone) or datetime.fromtimestamp(_seconds(value), zone)
        return read.astimezone(zone)
    except (ValueError, OverflowError, OSError):
        return None


def _iso(value: object, zone: tzinfo) -> datetime | None:
    try:
        read = datetime.fromisoformat(value.strip()) if isinstance(value, str) else None
    except ValueError:
        return None
    return read.replace(tzinfo=zone) if read is not None and read.tzinfo is None else read


def _seconds(value: object) -> float:
    """Seconds since 1970. Raises ValueError."""
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        raise ValueError("neither a number nor digits")
    return float(value)
