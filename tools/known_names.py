"""The names that memory knows: what a listener would rather hear than another word that sounds alike."""

from collections.abc import Iterator
from itertools import islice
from typing import Final

from store.contract import Memory
from store.facts import Fact
from tools.slots import OWNER_SUBJECT

MOST_NAMES: Final = 50
_ATTRIBUTES: Final = frozenset({"姓名", "小名", "昵称", "英文名", "品牌", "家乡", "现居地", "学校", "工作"})
_LENGTHS: Final = range(2, 13)


def known_names(memory: Memory, limit: int = MOST_NAMES) -> list[str]:
    """List names of people, places and things from current facts, each once, those last told of first."""
    told = (name for fact in reversed(memory.facts()) for name in _names(fact))
    return list(islice(dict.fromkeys(told), limit))


def _names(fact: Fact) -> Iterator[str]:
    if fact.attribute in _ATTRIBUTES and _is_name(fact.value):
        yield fact.value
    if _is_name(fact.subject) and not fact.subject.startswith(OWNER_SUBJECT):
        yield fact.subject


def _is_name(text: str) -> bool:
    return len(text) in _LENGTHS and not any(
        character.isdigit() or character in "，。、！？,.!?\n" for character in text
    )
