"""Values out of JSON, read strictly: what is not of the very type that its place asks for is refused."""

from datetime import datetime
from functools import lru_cache
from typing import Any

Json = dict[str, Any]


class Malformed(ValueError):
    """A JSON value is not what its place in a record asks for; the message never quotes the user's words."""


def read_time(value: object) -> datetime:
    """Read an ISO-8601 time with a zone. Raises Malformed."""
    if type(value) is not str:
        raise Malformed("a time is not a string")
    return _parse_time(value)


@lru_cache(maxsize=256)  # a record says the same moment up to three times, and is replayed at every start
def _parse_time(value: str) -> datetime:
    try:
        time = datetime.fromisoformat(value)
    except ValueError:
        raise Malformed("a time is not ISO-8601") from None
    if time.tzinfo is None:
        raise Malformed("a time has no zone")
    return time


def read_object(value: object, keys: frozenset[str]) -> Json:
    """Read an object with exactly these keys. Raises Malformed."""
    if type(value) is not dict or value.keys() != keys:
        raise Malformed(f"expected an object with keys {sorted(keys)}")
    return value


def read_list(value: object) -> list[Any]:
    """Read a list. Raises Malformed."""
    if type(value) is not list:
        raise Malformed("expected a list")
    return value


def read_text(value: object) -> str:
    """Read a string. Raises Malformed."""
    if type(value) is not str:
        raise Malformed("expected a string")
    return value


def read_texts(value: object) -> tuple[str, ...]:
    """Read a list of strings. Raises Malformed."""
    return tuple(map(read_text, read_list(value)))


def read_share(value: object) -> float:
    """Read a number from 0.0 to 1.0. Raises Malformed."""
    if type(value) is not float or not 0 <= value <= 1:
        raise Malformed("expected a number from 0.0 to 1.0")
    return value


def read_earlier(value: object, seq: int) -> int:
    """Read the number of a record before `seq`. Raises Malformed."""
    if type(value) is not int or not 0 < value < seq:
        raise Malformed("expected the number of an earlier record")
    return value


def read_one_of(value: object, allowed: frozenset[str]) -> Any:
    """Read a member of a Literal; `Any`, for the type checker cannot see that `allowed` holds its members. Raises Malformed."""
    if type(value) is not str or value not in allowed:
        raise Malformed(f"expected one of {sorted(allowed)}")
    return value


def read_own_id(value: object, expected: str) -> str:
    """Read the id that is expected. Raises Malformed."""
    if value != expected:
        raise Malformed(f"its id is not {expected}")
    return expected
