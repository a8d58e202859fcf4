"""A question that comes with talk around it, as itself and its sentences: one of them may ask on its own."""

import re
from typing import Final

_SENTENCE: Final = re.compile(r"[^。！？!?；;\n]+[。！？!?；;\n]*|(?<=[.])\s")
# Of a long monologue the end is looked at: what is asked comes last.
MOST: Final = 8
_SHORTEST: Final = 4


def clauses(query: str) -> list[str]:
    """Give the query, and after it its sentences where it has more than one; the last `MOST` of them."""
    sentences = [sentence.strip() for sentence in _SENTENCE.findall(query)]
    telling = [sentence for sentence in sentences if len(sentence) >= _SHORTEST]
    return [query, *telling[-MOST:]] if len(telling) > 1 else [query]
