"""The facts that a question for a computed value names by their subject, however little else it shares with their words.

「酸奶还能放几天」 shares no word of matter with 「酸奶的保质期到4月5日为止」 but its name.
"""

import re
from collections.abc import Sequence
from datetime import datetime
from typing import Final

from store.facts import Fact
from tools.rules.reckoning import clock

_ASKS_TERM: Final = re.compile(
    r"到期|过期|过保|保[修质]|质保|只换|换新|退[换货]|能退|有效|还剩|还能|截止|续[费约签]|租[期约]|合同|会员"
)
_OWNER: Final = "用户"
_MOST: Final = 3


def asks_for_named(query: str) -> bool:
    """Whether a question asks for what `named` looks for, so that every fact is worth a look."""
    return bool(_ASKS_TERM.search(query)) or clock.asks_there(query)


def named(query: str, facts: Sequence[Fact], now: datetime) -> list[Fact]:
    """The latest facts, three at most, of which a question asks when they end or what time it is where they are.

    Args:
        query: the question, for which `asks_for_named` holds.
        facts: the current facts.
        now: the moment of asking.
    """
    terms = bool(_ASKS_TERM.search(query))
    found: list[Fact] = []
    for fact in reversed(facts):
        if (terms and fact.attribute == "到期日" and len(fact.subject) > 1 and fact.subject[-2:] in query) or (
            fact.subject.startswith(f"{_OWNER}的") and fact.subject[3:] in query and clock.of_fact(fact, query, now)
        ):
            found.append(fact)
        if len(found) == _MOST:
            break
    return found
