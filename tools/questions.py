"""The questions of one message: 「我姐叫啥，干什么的？」 asks two, and both are of the sister."""

import re
from typing import Final

from tools.slots import kin_at_start

_PART: Final = re.compile(r"[，,、。？?；;！!\n]+|还有(?=[^，。]{3})|以及|另外|顺便")
_ASKS: Final = re.compile(r"什么|啥|谁|哪|几(?!乎)|多少|多[大久长高重远]|姓甚|吗$|呢$")
_WHOSE: Final = re.compile(r"(?:我|俺|咱)(?:们家|们|家)?的?")
_NAMES_SOMEBODY: Final = re.compile(r"[我俺咱你您他她它]")
_AGAIN: Final = re.compile(r"^(?:那么?|再|又|还|也|都|平时|具体|现在)+(?=[^，。]{2})")
_MOST: Final = 3


def questions(query: str) -> list[str]:
    """Give the questions of a message that asks several, each with whom it is of; empty where it asks one thing or none.

    What leads up to a question, and asks nothing, stays with it.
    """
    found: list[str] = []
    before = of = ""
    for part in filter(None, (part.strip() for part in _PART.split(query))):
        if not _ASKS.search(part):
            before += part
            continue
        found.append(before + (part if _NAMES_SOMEBODY.search(part) else of + _AGAIN.sub("", part)))
        before, of = "", _of_whom(found[-1]) or of
    return found[:_MOST] if len(found) > 1 else []


def _of_whom(part: str) -> str:
    """The speaker, or their relative, as a part names them: 我姐 of 「我姐叫啥」; empty where it names neither."""
    own = _WHOSE.search(part)
    if own is None:
        return ""
    kin = kin_at_start(part[own.end() :])
    return own.group() + (kin[0] if kin else "")
