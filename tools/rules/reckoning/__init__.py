"""What a question asks to be computed: by itself (今年中秋是哪天), of a fact that it brings up (那天是星期几), or of all that is
remembered (我的 BMI 是多少)."""

from collections.abc import Sequence
from datetime import datetime

from store.contract import Memory
from store.facts import Fact
from tools.rules.reckoning import clock, day, festival, kin
from tools.rules.reckoning.body_mass import asks_for_body_mass, body_mass
from tools.rules.reckoning.by_gap import asks_by_gap, by_gap
from tools.rules.reckoning.called import asks_what_called, called
from tools.rules.reckoning.named import asks_for_named, named
from tools.rules.reckoning.of_fact import remarks
from tools.rules.reckoning.of_two import asks_of_two, of_two
from tools.rules.reckoning.shares import shares
from tools.rules.reckoning.words import asking_clauses
from tools.rules.temperature import reckoned_temperature
from tools.rules.units import reckoned_amount

_LONGEST = 40
"""Characters of a clause beyond which it asks for more than a date or an amount."""

__all__ = ["asks_for_named", "named", "of_memory", "reckoned", "remarks"]


def of_memory(query: str, memory: Memory, found: Sequence[Fact], now: datetime) -> list[str]:
    """The answers to what a question asks that takes several facts, or none that its words would find.

    Args:
        query: the user's words.
        memory: whose.
        found: what recall found for the question, best first.
        now: the moment of asking.
    """
    told = of_two(query, memory, found) if asks_of_two(query) else []
    told += called(query, memory) if asks_what_called(query) else []
    told += by_gap(query, memory.facts(), now.date()) if asks_by_gap(query) else []
    told += shares(query, memory, found, now.date())
    return told + (body_mass(query, memory) if asks_for_body_mass(query) else [])


def reckoned(query: str, now: datetime) -> list[str]:
    """The answers to what a question asks that no fact is needed for; empty for every other question.

    Args:
        query: the user's words.
        now: the moment of asking, aware, in the user's zone.
    """
    found: list[str] = []
    for clause in asking_clauses(query):
        if len(clause) <= _LONGEST:
            found += _reckoned(clause, query, now)
    return list(dict.fromkeys(found))


def _reckoned(clause: str, query: str, now: datetime) -> list[str]:
    amount = reckoned_amount(clause, query) or reckoned_temperature(clause)
    if amount:
        return [amount]
    families = (festival.answer, clock.answer, day.answer)
    return next((told for family in families if (told := family(clause, now))), []) or kin.answer(clause)
