"""The names that a memory knows: people, animals and places, from the slots and words of its facts."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain, islice
from typing import Final

import rjieba

from store.contract import Memory
from store.facts import Fact
from tools.heard.by_ear import misheard
from tools.slots import OWNER_SUBJECT, kin_at_start

MOST: Final = 200
"""How many names are given at most: those told last."""
RECENT: Final = 1000
"""Of how many facts, those told last, every word is looked at."""
_LONGEST: Final = 4
_MENTIONS: Final = 10 * MOST

# The hundred most frequent surnames, in the order of the Ministry of Public Security's report on names of 2020, and
# the compound ones in use.
_SURNAMES: Final = frozenset(
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林罗高郑梁谢宋唐许邓韩冯曹彭曾肖田董潘袁蔡蒋余于杜叶程魏苏吕丁任卢姚沈钟姜崔谭陆范汪廖石金韦贾夏付方邹熊白孟秦邱侯江尹薛闫段雷龙黎史陶贺毛郝顾龚邵万覃武钱戴严莫孔向常"
) | frozenset(("欧阳", "上官", "司马", "诸葛", "司徒", "东方", "慕容", "令狐", "夏侯", "皇甫", "尉迟", "公孙"))
_NAMING: Final = ("姓名", "宠物", "关系")
_PLACED: Final = ("现居地", "家乡")
_CALLED: Final = re.compile(
    r"(?:名字[叫是]|姓名是|大名|小名|昵称|名叫|改名叫?|叫做?)(?P<name>[\u4e00-\u9fff]{2,6}?)(?=$|[，。！？；、的了]|[今去前]年|[现住]?在)"
)
_PLACE: Final = re.compile(
    r"[在到去](?P<name>[\u4e00-\u9fff]{2,5}?(?:路|街|镇|村|胡同|小区|湿地|公园|大厦))(?!上|口|边)"
)
_NAME: Final = re.compile(r"[\u4e00-\u9fff]{2,6}")
_VERBS: Final = ("v", "p", "d", "c", "f", "ul")
_PERSON_TAGS: Final = ("nr", "nrfg", "nrt")


@dataclass(frozen=True, slots=True)
class Name:
    """A name that the memory knows, of two to six 汉字, and what it was misheard as before."""

    text: str
    misheard: tuple[str, ...] = ()


def known_names(memory: Memory) -> tuple[Name, ...]:
    """The names in the current facts, those told last first, MOST at most; some milliseconds at 10,000 facts.

    Of facts older than the last RECENT, only the slots and the words that introduce a name are read.
    """
    facts = memory.facts()[::-1]
    recent = chain.from_iterable(map(names_in, facts[:RECENT]))
    earlier = (_introduced(each.subject, each.attribute, each.value, each.statement) for each in facts[RECENT:])
    named = dict.fromkeys(islice(chain(recent, chain.from_iterable(earlier)), _MENTIONS))
    heard_as: dict[str, list[str]] = {}
    for name, heard in misheard(memory, names_in):
        if heard not in named:
            heard_as.setdefault(name, []).append(heard)
    return tuple(Name(name, tuple(heard_as.get(name, ()))) for name in islice(named, MOST) if not _runs_on(name, named))


def names_in(fact: Fact) -> tuple[str, ...]:
    """The names in a fact, those of its slot first."""
    introduced = _introduced(fact.subject, fact.attribute, fact.value, fact.statement)
    return (*introduced, *(name for name in _mentioned(fact.statement) if not any(name in each for each in introduced)))


def _runs_on(name: str, named: Collection[str]) -> bool:
    """Whether it is a name with the verb behind it, as 张森去 of 「和张森去爬山」."""
    return name[:-1] in named and is_personal(name) and is_personal(name[:-1]) and rjieba.tag(name[-1])[0][1] in _VERBS


@lru_cache(maxsize=8192)
def is_personal(word: str) -> bool:
    """Whether a word is made as people's names are: a surname and one or two characters, and no other word."""
    surname = next((word[:length] for length in (2, 1) if word[:length] in _SURNAMES), "")
    if not surname or not 1 <= len(word) - len(surname) <= 2:
        return False
    tagged = rjieba.tag(word)
    return len(tagged) > 1 or tagged[0][1] in _PERSON_TAGS


@lru_cache(maxsize=32_768)
def _introduced(subject: str, attribute: str, value: str, statement: str) -> tuple[str, ...]:
    """The names that a slot holds, or that words introduce: 「名叫豆包」, 「住在海棠路」."""
    found = [_somebody(subject), *(called["name"] for called in _CALLED.finditer(statement))]
    if attribute in _NAMING and kin_at_start(value) is None and len(value) <= _LONGEST:
        found.append(value)
    if attribute in _PLACED:
        found += [name for name in _mentioned(value) if name == value]
    found += [place["name"] for place in _PLACE.finditer(statement)]
    return tuple(text for text in dict.fromkeys(found) if _NAME.fullmatch(text) and OWNER_SUBJECT not in text)


@lru_cache(maxsize=4 * RECENT)
def _mentioned(text: str) -> tuple[str, ...]:
    """The words that are names of people and places by themselves."""
    tagged = [(word, tag) for word, tag in rjieba.tag(text) if _NAME.fullmatch(word)]
    return tuple(word for word, tag in tagged if tag == "ns" or (tag in _PERSON_TAGS and is_personal(word)))


def _somebody(subject: str) -> str:
    """阿凯 of 用户的同事阿凯, and 张三 of 张三; empty where the subject has no name of its own."""
    kin = kin_at_start(subject.removeprefix(OWNER_SUBJECT).removeprefix("的"))
    if kin is not None:
        return subject.removeprefix(OWNER_SUBJECT).removeprefix("的")[len(kin[0]) :]
    return subject if is_personal(subject) else ""
