"""What takes a birthday and another fact: how old somebody was when something happened, and by how much one is older.

Source: birthdays passed, as everyday use counts (tools/rules/age.py).
"""

import re
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Final

from store.contract import Memory
from store.facts import Fact
from tools.rules.age import full_years
from tools.rules.birthday import birthday_of
from tools.rules.elapsed import span_words
from tools.rules.kinship_table import CANONICAL, WORDS
from tools.when.grammar import say_day

_OWNER: Final = "用户"
_HOW_OLD: Final = r"(?:多大|几岁|多少岁)"
_THEN: Final = re.compile(
    rf"(?:的时候|那年|那时|时|那天)[^，。]{{0,6}}{_HOW_OLD}|{_HOW_OLD}(?:的时候)?(?!了)[^，。了]{{1,12}}的(?:$|[？?])"
)
_PERSON: Final = rf"(?:我的?(?:{WORDS})|我|{WORDS})"
_GAP: Final = re.compile(
    rf"(?P<one>{_PERSON})(?:比|和|跟|与)(?P<other>{_PERSON})(?:之间)?(?:大|小|相差|差|年长|年轻)*了?(?:几岁|多少岁|几年|多少年)"
)
_WIDEST: Final = timedelta(days=366)


def asks_of_two(query: str) -> bool:
    """Whether a question asks for what `of_two` tells."""
    return bool(_THEN.search(query) or _GAP.search(query))


def of_two(query: str, memory: Memory, found: Sequence[Fact]) -> list[str]:
    """The age at what a question speaks of, or the difference of two ages; empty where a birthday is not known.

    Args:
        query: the question, for which `asks_of_two` holds.
        memory: whose slots hold the birthdays.
        found: what recall found for the question, best first.
    """
    gap = _GAP.search(query)
    if gap is not None:
        return _gap(_subject(gap["one"]), _subject(gap["other"]), memory)
    events = (fact for fact in found if birthday_of(fact) is None and not fact.is_derived and fact.happened is not None)
    event = next(events, None)
    return _age_at(event, memory) if event is not None else []


def _subject(word: str) -> str:
    kin = word.removeprefix("我").removeprefix("的")
    return f"{_OWNER}的{CANONICAL[kin]}" if kin else _OWNER


def _birth(subject: str, memory: Memory) -> date | None:
    known = (birthday_of(fact) for fact in memory.slot(subject, "生日"))
    return next((day for each in known if each is not None and (day := each.solar()) is not None), None)


def _gap(one: str, other: str, memory: Memory) -> list[str]:
    first, second = _birth(one, memory), _birth(other, memory)
    if first is None or second is None or one == other:
        return []
    if first == second:
        return [f"{one}和{other}同日出生"]
    elder, younger = (one, other) if first < second else (other, one)
    days = f"{say_day(min(first, second))}和{say_day(max(first, second))}出生"
    years = max(first, second).year - min(first, second).year
    return [f"{elder}比{younger}大{years}岁（{days}，相差{span_words(min(first, second), max(first, second))}）"]


def _age_at(event: Fact, memory: Memory) -> list[str]:
    subject = event.subject if event.subject.startswith(_OWNER) else _OWNER
    birth, happened = _birth(subject, memory), event.happened
    if birth is None or happened is None or happened.end - happened.start > _WIDEST:
        return []
    first, last = happened.start.date(), (happened.end - timedelta(microseconds=1)).date()
    if first < birth:
        return []
    ages = (full_years(birth, first), full_years(birth, last))
    told = f"{ages[0]}周岁" if ages[0] == ages[1] else f"{ages[0]}或{ages[1]}周岁"
    return [f"“{event.statement}”的时候，{subject}{told}（{say_day(birth)}出生）"]
