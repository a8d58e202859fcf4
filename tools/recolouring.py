"""Which known colour of a thing a new one takes the place of: 「小电驴重喷了，现在通体珍珠白」 and 「那台小电驴是薄荷绿的」."""

import re
from collections.abc import Iterable
from typing import Final

import rjieba

from store.facts import Fact

_HUE: Final = r"[红橙黄绿青蓝紫黑白灰粉棕褐]|[银金米](?=色|的|白|$|，)"
COLOUR: Final = re.compile(rf"[\u4e00-\u9fff]{{0,2}}(?:{_HUE})色?|[\u4e00-\u9fff]{{1,2}}色(?![彩情盲拉])")
_ANEW: Final = re.compile(
    r"(?:喷|染|刷|漆|涂|换|改|变|重新)[^，。]{0,4}(?:成|了|为|上)|重(?:新)?(?:喷|染|刷|漆|涂)|(?:现在|如今|已经)[^，。]{0,6}(?:是|成|变|通体|一身|全)"
)
_WEAK: Final = frozenset(["颜色", "用户", "东西", "时候", "一个", "现在"])


def recoloured(statement: str, facts: Iterable[Fact]) -> Fact | None:
    """The first of the facts that gives the same thing another colour, where the statement says that it has a new one.

    Args:
        statement: the new one.
        facts: current ones, the last told first.
    """
    if not (_ANEW.search(statement) and COLOUR.search(statement)):
        return None
    things = _things(statement)
    return next((fact for fact in facts if things & _things(fact.statement) and _other_colour(fact, statement)), None)


def _other_colour(fact: Fact, statement: str) -> bool:
    known = COLOUR.findall(fact.statement)
    return len(known) == 1 and fact.kind in ("possession", "other") and known[0] not in statement


def _things(text: str) -> set[str]:
    """The nouns of two characters or more that are no colours."""
    nouns = {word for word, tag in rjieba.tag(text) if tag.startswith("n") and len(word) > 1}
    return {noun for noun in nouns - _WEAK if not COLOUR.fullmatch(noun)}
