"""Chats as plain text, as WhatsApp exports them and as programs that read WeChat and QQ write them.

    [2024/3/5 14:30:12] 王小明: 话             WhatsApp on an iPhone; the date in the telephone's own order
    05/03/2024, 14:30 - 王小明: 话             WhatsApp on Android
    2024-03-05 14:30:12 王小明                 WeChat, QQ: the words follow in the next lines
    王小明 2024-03-05 14:30:12                 the same, the other way round
    2024-03-05 14:30:12 王小明: 话             on one line

Lines that begin none of these go on with what was said before.

Source: faq.whatsapp.com "How to export your chat history"; github.com/starkdmi/whats_json for its forms by telephone and
language; github.com/LC044/WeChatMsg for text exports of WeChat.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo
from itertools import pairwise
from typing import Final

from agent.importing.item import Item
from agent.importing.speakers import Spoken

_MARKS: Final = "\u200e\u200f\u202a\u202c\ufeff"
_TIME: Final = (
    r"(?P<a>\d{1,4})[-/.年](?P<b>\d{1,2})[-/.月](?P<c>\d{1,4})日?,?\s+"
    r"(?P<before>上午|下午|AM|PM)?\s?(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<second>\d{2}))?"
    r"(?:\s?(?P<after>[AaPp]\.?[Mm]\.?|上午|下午))?"
)
_NAME: Final = r"(?P<name>[^:：\n]{1,60}?)"
_HEADS: Final = tuple(
    re.compile(form)
    for form in (
        rf"\[{_TIME}\]\s*{_NAME}[:：]\s?(?P<said>.*)",
        rf"{_TIME}\s+-\s+{_NAME}[:：]\s?(?P<said>.*)",
        rf"{_TIME}\s+{_NAME}[:：]\s?(?P<said>.*)",
        rf"{_TIME}\s+{_NAME}(?P<said>)",
        rf"{_NAME}[ \t(（]+{_TIME}[)）]?[:：]?(?P<said>)",
    )
)
# Lines that programs write for what is no words: pictures, stickers, calls.
_NO_WORDS: Final = re.compile(
    r"<[^<>]{1,40}>|\[[^\[\]]{1,8}\]|［[^［］]{1,8}］|.{0,60}\(file attached\)|\S{1,10} omitted|.{0,4}已?省略.{0,4}"
)
_ACCOUNT: Final = re.compile(r"[(（<][\w.@+-]+[)）>]$", re.ASCII)
_ORDERS: Final = ("ymd", "dmy", "mdy")
# How many of its lines must begin something for a text to be a chat.
_ENOUGH: Final = 2


@dataclass(slots=True)
class _Line:
    numbers: tuple[int, int, int]
    time: tuple[int, int, int]
    name: str
    said: list[str]


def is_chat(lines: Iterable[str]) -> bool:
    """Tell whether these first lines of a text are of a chat."""
    heads = [head for line in lines if (head := _head(line)) is not None]
    return len(heads) >= _ENOUGH and len({head["name"] for head in heads}) <= len(heads)


def read(lines: Iterable[str], zone: tzinfo) -> Iterator[Spoken]:
    """Read what everybody said; times are those of `zone`, their order of day and month the one that fits the whole text."""
    said = list(_lines(lines))
    order = _order([line.numbers for line in said], said)
    for line in said:
        text = "\n".join(each for each in line.said if not _NO_WORDS.fullmatch(each.strip())).strip()
        if text:
            when = _moment(line, order)
            yield Spoken(line.name, Item(text, when.replace(tzinfo=zone) if when else None))


def _lines(lines: Iterable[str]) -> Iterator[_Line]:
    last: _Line | None = None
    for line in lines:
        line = line.strip("\r\n").translate(dict.fromkeys(map(ord, _MARKS)))
        head = _head(line)
        if head is None:
            if last is not None:
                last.said.append(line)
            continue
        if last is not None:
            yield last
        name = _ACCOUNT.sub("", head["name"].strip()).strip() or head["name"].strip()
        numbers = (int(head["a"]), int(head["b"]), int(head["c"]))
        last = _Line(numbers, _time(head), name, [head["said"]])
    if last is not None:
        yield last


def _head(line: str) -> re.Match[str] | None:
    clean = line.strip().translate(dict.fromkeys(map(ord, _MARKS)))
    return next((found for form in _HEADS if (found := form.fullmatch(clean))), None)


def _time(head: re.Match[str]) -> tuple[int, int, int]:
    hour, half = int(head["hour"]), (head["before"] or head["after"] or "").upper().replace(".", "")
    if half in ("PM", "下午") and hour < 12:
        hour += 12
    elif half in ("AM", "上午") and hour == 12:
        hour = 0
    return hour, int(head["minute"]), int(head["second"] or 0)


def _moment(line: _Line, order: str) -> datetime | None:
    by = dict(zip(order, line.numbers, strict=True))
    year = by["y"] + 2000 if by["y"] < 100 else by["y"]
    try:
        return datetime(year, by["m"], by["d"], *line.time)  # noqa: DTZ001 - its zone is the reader's to say
    except ValueError:
        return None


def _order(dates: list[tuple[int, int, int]], lines: list[_Line]) -> str:
    """The order of day and month in which most dates can be read and time goes forward most often."""
    if all(numbers[0] > 31 for numbers in dates):
        return "ymd"

    def faults(order: str) -> int:
        moments = [_moment(line, order) for line in lines]
        back = sum(a is not None and b is not None and b < a - timedelta(minutes=1) for a, b in pairwise(moments))
        return len(lines) * moments.count(None) + back

    return min(_ORDERS[1:], key=faults)
