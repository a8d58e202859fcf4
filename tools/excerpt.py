"""The part of a long text that a question is about, so that what is remembered stays short however much was said."""

import re
from typing import Final

from tools.wording import bigrams

_SENTENCE: Final = re.compile(r"[^。！？!?\n；;]+[。！？!?\n；;]*")
_LONG: Final = 120
_PIECE: Final = re.compile(rf".{{1,{_LONG}}}(?:[，,、\s]|$)|.{{1,{_LONG}}}", re.DOTALL)
CUT: Final = "……"


def excerpt(text: str, query: str, limit: int) -> str:
    """The sentences of `text` around the one nearest to `query`, in their order, at most `limit` characters and marks.

    A text that is short enough is given whole.
    """
    if len(text) <= limit:
        return text
    parts = [piece for match in _SENTENCE.finditer(text) for piece in _PIECE.findall(match.group())]
    wanted = bigrams(query)
    best = max(range(len(parts)), key=lambda place: (len(wanted & bigrams(parts[place])), -place))
    first, last, room = best, best, limit - len(parts[best])
    while room > 0:
        after = len(parts[last + 1]) if last + 1 < len(parts) else None
        before = len(parts[first - 1]) if first else None
        if after is not None and after <= room:
            last, room = last + 1, room - after
        elif before is not None and before <= room:
            first, room = first - 1, room - before
        else:
            break
    kept = "".join(parts[first : last + 1])[:limit].strip()
    return f"{CUT if first else ''}{kept}{CUT if last + 1 < len(parts) else ''}"
