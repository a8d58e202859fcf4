"""What sort of thing a question is after, by the noun behind its 哪 or 什么: 「落脚在哪条路？」 asks for a road, and 青年路 is one.

A Chinese name ends in the word for what it is the name of; an embedder that knows neither the name nor the question's other
words finds nothing of that.
"""

import re
from typing import Final

import rjieba

from store.contract import Memory
from store.facts import Fact
from tools.slots import OWNER_SUBJECT

_MEASURES: Final = "个条座家门种部趟款所间位台辆只支本张份块片节层楼届班队组道场套把顶双件首篇"
_SORT: Final = re.compile(
    rf"(?:什么|啥|哪)一?[{_MEASURES}]?(?:样的)?(?P<noun>[\u4e00-\u9fff]{{1,3}}?)(?:来着|呢|啊|呀)?(?=[？?，。！]|$)"
)
_OWN: Final = re.compile(r"我(?!们国)|咱|俺")
# Nouns that name no sort: anything is one.
_ANYTHING: Final = frozenset("人事样儿候方法因思字名话间点里的了地")
_NAMING: Final = ("n", "t", "b", "j", "eng")
_MOST: Final = 2


def of_sort_asked(query: str, memory: Memory) -> list[Fact]:
    """Give the latest facts of the owner that name a thing of the sort that a question of their own is after."""
    found = _SORT.search(query) if _OWN.search(query) else None
    if found is None or found["noun"][-1] in _ANYTHING:
        return []
    head = found["noun"][-1]
    own = [fact for fact in reversed(memory.facts()) if fact.subject == OWNER_SUBJECT and head in fact.statement]
    return [fact for fact in own if _names_one(fact.statement, head)][:_MOST]


def _names_one(statement: str, head: str) -> bool:
    """Whether a name of two characters or more ends in that character; the tagger may cut it off, as 路 of 青年路."""
    before = ""
    for word, tag in rjieba.tag(statement):
        if word.endswith(head) and (len(word) > 1 or before.startswith(_NAMING)):
            return True
        before = tag
    return False
