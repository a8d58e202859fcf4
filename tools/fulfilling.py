"""Which intention a deed carries out: 「折叠屏到手了」 and 「打算换台折叠屏手机」. What is done is no longer intended."""

import itertools
import re
from collections.abc import Iterable
from typing import Final

import rjieba

from store.facts import Fact

_DONE: Final = re.compile(
    r"(?:到手|入手|买到|买下|买回来?|买好|换好|拿到|拿下|提(?:到)?车|办好|办下来|办妥|考过|考上|考到|报上|搞定|装好|领回来?|接回来?)了?|(?:买|换|提|订|领)了(?!没|吗)"
)
_INTENDED: Final = re.compile(r"打算|想要?(?!到|起|不)|准备|计划|考虑|琢磨|盘算|看中|种草")
_NO_MORE: Final = re.compile(r"没|不|未|还差|快")
_WEAK: Final = frozenset(["用户", "时候", "东西", "家里", "今天", "现在"])


def intended(statement: str, facts: Iterable[Fact]) -> Fact | None:
    """The first of the facts that intends what the statement says was done.

    Args:
        statement: in the third person.
        facts: current ones, the last told first.
    """
    found = _DONE.search(statement)
    if found is None or _NO_MORE.search(statement[: found.end()]) or _INTENDED.search(statement):
        return None
    things = _things(statement)
    return next((fact for fact in facts if _INTENDED.search(fact.statement) and things & _things(fact.statement)), None)


def _things(text: str) -> set[str]:
    """The nouns of two characters or more, and each pair of neighbouring words of such a noun phrase."""
    tagged = rjieba.tag(text)
    nouns = {word for word, tag in tagged if len(word) > 1 and (tag.startswith("n") or tag == "eng")}
    phrases = {
        one + two for (one, tag), (two, other) in itertools.pairwise(tagged) if {tag[0], other[0]} <= set("nvaj")
    }
    return (nouns | phrases) - _WEAK
