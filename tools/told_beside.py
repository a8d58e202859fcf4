"""What was said in one breath with what came up: there stands the reason, the name or the day that a question is after."""

import re
from collections.abc import Callable
from typing import Final

from store.contract import Memory
from store.facts import Fact
from tools.participants import participants
from tools.slots import OWNER_SUBJECT

ASKS_WHY: Final = re.compile(r"为什么|为啥|怎么会|什么原因|怎么就|\bwhy\b", re.IGNORECASE)
_ASKS: Final = re.compile(r"什么|啥|谁|哪|几(?!乎)|多少|多[大久长高重远]|怎么|咋|贵姓|[？?]$")
_WHO: Final = re.compile(r"谁|哪位|哪个(?:人|亲戚|朋友|同事|同学)|\bwho\b", re.IGNORECASE)
_MOST: Final = 2
_NUMBER: Final = r"[\d一二两三四五六七八九十百千万半]"
# What a question is after, and how it is told.
_SORTS: Final = tuple(
    (re.compile(asks, re.IGNORECASE), re.compile(tells, re.IGNORECASE))
    for asks, tells in (
        (
            r"叫(?:什么|啥)|(?:什么|啥)名|名字|贵?姓(?:什么|啥|甚)?(?=[？?呢啊]|$)|是谁|谁[教带管]|哪[位一]|怎么称呼|\bwho\b|\bname\b",
            r"叫|姓|名|\bname|\bcalled\b|[A-Z][a-z]+",
        ),
        (
            r"(?:星期|礼拜|周)几|哪几?天|几号|what day",
            r"(?:星期|礼拜|周)[一二三四五六日天末\d]|[\d一二三四五六七八九十]+[日号]|每天|\w+day\b",
        ),
        (
            r"几点|什么时候|啥时候|多会儿|时间|what time|\bwhen\b",
            rf"{_NUMBER}+点|\d[:：]\d\d|[早晚上下中]午?[上晨]|年|月|日|号|周|星期|\d ?[ap]m",
        ),
        (r"多少钱|价|花了?多少|学费|how much", rf"{_NUMBER}[块元百千万]|\d{{2,}}"),
        (r"多少|几[个次只条节门趟岁年楼层]|多[大久长高重远]|号码|how many", _NUMBER),
        (r"什么颜色|啥颜色|什么色", r"[红橙黄绿青蓝紫黑白灰粉棕银金]"),
    )
)


def told_beside(query: str, best: Fact, memory: Memory) -> list[Fact]:
    """Give the facts of the turn of the best that came up which a question may need beside it, what it is after first.

    For a 为什么 all of them: the reason is seldom like the question. Else a few about the same, unless the best tells the sort
    of thing that is asked for: a mined fact is a clause, and who asks where the key is may find the key and not the place.
    """
    if not _ASKS.search(query):
        return []
    told = told_with(best, memory)
    if ASKS_WHY.search(query):
        return told
    wanted = [tells for asks, tells in _SORTS if asks.search(query)]
    if any(tells.search(best.statement) for tells in wanted):
        return []
    takes_part, asks_who = participants(query), _WHO.search(query) is not None
    about = [fact for fact in told if fact.id != best.id and _is_about_same(fact, best, takes_part, asks_who=asks_who)]
    about.sort(key=lambda fact: not any(tells.search(fact.statement) for tells in wanted))
    return about[:_MOST]


def _is_about_same(fact: Fact, best: Fact, takes_part: Callable[[str], bool], *, asks_who: bool) -> bool:
    """Whether it is of whom the best is, of a thing, or of somebody whom the question names: not of another person.

    Where the best is of a thing and it is asked who, it may be of anybody.
    """
    of_owner, of_person = fact.subject == OWNER_SUBJECT, fact.subject.startswith(OWNER_SUBJECT)
    is_theirs = asks_who and not best.subject.startswith(OWNER_SUBJECT)
    return fact.subject == best.subject or not of_person or is_theirs or (not of_owner and takes_part(fact.subject))


def told_with(best: Fact, memory: Memory) -> list[Fact]:
    """What was told in the same breath as a fact, itself included, and still stands."""
    return [fact for turn in {source.turn: None for source in best.sources} for fact in told_in(turn, memory)]


def told_in(turn_id: str, memory: Memory) -> list[Fact]:
    """What was told in a turn and still stands."""
    facts = (memory.get(change.id) for change in memory.changes(turn_id))
    return [fact for fact in facts if fact.status == "current" and not fact.is_derived]
