"""Memories as plain text, one a line, as they are copied out of ChatGPT's "Manage memories": they carry no dates."""

import re
from collections.abc import Iterable, Iterator
from typing import Final

from agent.importing.item import Item

_BULLET: Final = re.compile(r"^\s*(?:[-*•·]|\d{1,3}[.、)）])\s*")


def read(lines: Iterable[str]) -> Iterator[Item]:
    """Read a statement a line, without bullets and headings."""
    for line in lines:
        text = _BULLET.sub("", line.strip()).strip()
        if text and not line.lstrip().startswith("#"):
            yield Item(text, None)
