"""The facts that a question for a computed value names by their subject, however little else it shares with their words.

「酸奶还能放几天」 shares no word of matter with 「酸奶的保质期到4月5日为止」 but its name.
"""

import re
from collections.abc import Sequence
from datetime import datetime
from typing import Final

from store.facts import Fact
from tools.rules.kinship_table import CANONICAL, WORDS
from tools.rules.reckoning import clock

_ASKS_TERM: Final = re.compile(
    r"到期|过期|过保|保[修质]|质保|只换|换新|退[换货]|能退|有效|还剩|还能|截止|续[费约签]|租[期约]|合同|会员"
)
_ASKS_KIN: Final = re.compile(
    r"什么人|称呼|叫什么|叫[他她]|亲戚|是我的?谁|什么关系|[哥姐][^，。]{0,4}[弟妹]|是我的?(?:堂|表)?[哥弟姐妹]"
)
_KIN: Final = re.compile(WORDS)
_OWNER: Final = "用户"
_MOST: Final = 3


def asks_for_named(query: str) -> bool:
    """Whether a question asks for what `named` looks for, so that every fact is worth a look."""
    return bool(_ASKS_TERM.search(query) or _ASKS_KIN.search(query)) or clock.asks_there(query)


def named(query: str, facts: Sequence[Fact], now: datetime) -> list[Fact]:
    """The latest facts, three at most, of which a question asks when they end, what somebody is to the user, or what time it
    is where they are.

    Args:
        query: the question, for which `asks_for_named` holds.
        facts: the current facts.
        now: the moment of asking.
    """
    wanted = {"到期日"} if _ASKS_TERM.search(query) else set()
    wanted |= {"关系"} if _ASKS_KIN.search(query) else set()
    found: list[Fact] = []
    for fact in reversed(facts):
        is_concluded = fact.is_derived and fact.attribute in wanted
        if (is_concluded and _has_name(fact.subject, query)) or _is_elsewhere(fact, query, now):
            found.append(fact)
        if len(found) == _MOST:
            break
    return found


def _has_name(subject: str, query: str) -> bool:
    """Whether a question has the end of a name, which in Chinese is its noun."""
    return len(subject) > 1 and subject[-2:] in query


def _is_elsewhere(fact: Fact, query: str, now: datetime) -> bool:
    relative = fact.subject.removeprefix(f"{_OWNER}的")
    if relative == fact.subject or not clock.of_fact(fact, query, now):
        return False
    return _has_name(relative, query) or relative in {CANONICAL[word] for word in _KIN.findall(query)}
