"""What the doors accept: the user's words, the time they were said, a thread's name, and the content types."""

import re
import unicodedata
from datetime import UTC, datetime, timedelta

from fastapi import Request

from api.errors import RequestRefused
from tools.invisible import visible

MAX_TEXT_CHARACTERS = 8_000
CLOCK_SKEW = timedelta(seconds=60)
EARLIEST = datetime(1900, 1, 1, tzinfo=UTC)
_THREAD_ID = re.compile(r"[A-Za-z0-9_.:-]{1,128}", re.ASCII)
_LOST_PLUS = re.compile(r"(T[0-9:.]+) (\d\d:?\d\d)$", re.ASCII)


def checked_text(text: object) -> str:
    """Give the words without surrounding blanks, and without characters that nobody sees.

    Raises:
        RequestRefused: `empty_text`, `text_too_long`, `invalid_text` (NUL or a lone surrogate), `invalid_input`.
    """
    if not isinstance(text, str):
        raise RequestRefused("invalid_input", problems="text 应是文字")
    words = visible(text).strip()
    if "\0" in words or any(0xD800 <= ord(character) <= 0xDFFF for character in words):
        raise RequestRefused("invalid_text")
    if not any(unicodedata.category(character) not in ("Cc", "Cf", "Zs", "Zl", "Zp") for character in words):
        raise RequestRefused("empty_text")
    if len(words) > MAX_TEXT_CHARACTERS:
        raise RequestRefused("text_too_long", length=len(words), limit=MAX_TEXT_CHARACTERS)
    return words


def checked_query(query: object) -> str | None:
    """Give the words to look for; an absent or blank query is none.

    Raises:
        RequestRefused: as `checked_text`, except `empty_text`.
    """
    return None if query is None or (isinstance(query, str) and not query.strip()) else checked_text(query)


def checked_time(time: object) -> datetime | None:
    """Read an ISO 8601 time with a zone; a `+` that a URL turned into a blank is put back. None stays None.

    Raises:
        RequestRefused: `invalid_time`.
    """
    if time is None or isinstance(time, datetime):
        return time
    if not isinstance(time, str):
        raise RequestRefused("invalid_time")
    try:
        read = datetime.fromisoformat(_LOST_PLUS.sub(r"\1+\2", time.strip()))
        if read.tzinfo is None or read < EARLIEST:
            raise RequestRefused("invalid_time")
        read.astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise RequestRefused("invalid_time") from error
    return read


def not_in_future(said_at: datetime | None, now: datetime) -> datetime | None:
    """Refuse a time in the future; one within the allowed difference between two clocks counts as now.

    Raises:
        RequestRefused: `invalid_time`.
    """
    if said_at is None or said_at <= now:
        return said_at
    if said_at > now + CLOCK_SKEW:
        raise RequestRefused("invalid_time")
    return now


def checked_thread_id(thread_id: object) -> str | None:
    """Give the thread's name; None and an empty form field are no thread.

    Raises:
        RequestRefused: `invalid_thread_id`.
    """
    if thread_id is None or thread_id == "":
        return None
    if not isinstance(thread_id, str) or not _THREAD_ID.fullmatch(thread_id):
        raise RequestRefused("invalid_thread_id")
    return thread_id


async def json_body(request: Request) -> None:
    """FastAPI dependency: a request with a body carries JSON, and JSON that can be read (it is read once and kept).

    Raises:
        RequestRefused: `unsupported_media_type`, `invalid_json`.
    """
    if request.method not in ("POST", "PATCH"):
        return
    subtype = _media_type(request)
    if subtype != "application/json" and not (subtype.startswith("application/") and subtype.endswith("+json")):
        raise RequestRefused("unsupported_media_type", expected="application/json")
    try:
        await request.json()
    except (ValueError, RecursionError) as error:
        raise RequestRefused("invalid_json") from error


async def multipart_body(request: Request) -> None:
    """FastAPI dependency: the body is a form with files.

    Raises:
        RequestRefused: `unsupported_media_type`.
    """
    if _media_type(request) != "multipart/form-data":
        raise RequestRefused("unsupported_media_type", expected="multipart/form-data")


def _media_type(request: Request) -> str:
    return request.headers.get("content-type", "").partition(";")[0].strip().lower()
