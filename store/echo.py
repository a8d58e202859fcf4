"""Whether facts say again what a turn said: then the turn tells nothing beside them, else it is still worth finding."""

from collections.abc import Iterable
from typing import Final

from store import background
from store.words import smallest_terms

# What the facts leave unsaid may be the manner of saying it (嗯, 那个, 昨天): they say again a turn of whose characters
# they have this share, those that stand in many sentences counting less.
_MOST: Final = 0.5


def is_echoed(text: str, statements: Iterable[str]) -> bool:
    """Whether facts say again most of what a turn says.

    Args:
        text: the words of the turn.
        statements: of facts that were taken from it.
    """
    told = {term for statement in statements for term in smallest_terms(statement)}
    says = {term: 1.0 - background.share_having(term) for term in smallest_terms(text)}
    return sum(weight for term, weight in says.items() if term in told) >= _MOST * sum(says.values())
