"""Find what the owner wants forgotten, from the words for it."""

import re
from datetime import datetime
from typing import Final

from store.contract import Memory
from store.facts import Fact
from tools.slots import canonical_attribute, canonical_subject
from tools.wording import contained, content

_COMMAND: Final = re.compile(
    r"^(请|麻烦|帮我|给我|可以)*(把|将)?|(那|这)?[一几]?[条件]?(记录|记忆|信息|事儿?|内容)?(都|全|也)?(帮我|给我|请|你|您|就)*"
    r"(忘掉|忘记|忘了|忘|删掉|删除|删了|删去|删|抹掉|抹去|抹了|清除|清掉|清了|划掉|去掉|别记|不要记)+(了|吧|掉|哈|啊|好吗|可以吗)*$"
)
_LEFT_OVER: Final = re.compile(r"(那|这)[一几]?[条件个]|的?(记录|记忆|事儿?|事情)$|^(我说过的|你记得的|关于|有关)")
_ENOUGH: Final = 0.5
_NEAR: Final = 0.8


def meant(words: str, memory: Memory, *, now: datetime) -> list[Fact]:
    """The current facts that `words` ("我对虾过敏那条记录") mean: none, one, or several that it fits equally well.

    Where no fact holds the words, the one that recall finds for them, if there is but one ("我的收入" for 到手八千).
    """
    what = _LEFT_OVER.sub("", _COMMAND.sub("", words.strip(" 。！!？?")))
    told = [fact for fact in memory.facts() if not fact.is_derived or fact.id == words.strip()]
    exact = [fact for fact in told if fact.id == words.strip()]
    if exact:
        return exact
    scored = [(fact, _fit(what, fact)) for fact in told]
    best = max((score for _, score in scored), default=0.0)
    fitting = [fact for fact, score in scored if score >= _ENOUGH and score >= _NEAR * best]
    if fitting or not content(what):
        return fitting
    hits = memory.recall(what, now=now)
    recalled = [hit.item for hit in hits if isinstance(hit.item, Fact) and not hit.item.is_derived]
    return recalled if len(recalled) == 1 else []


def _fit(what: str, fact: Fact) -> float:
    """How well words fit a fact: their share that the fact holds, and whether they name its slot."""
    said_of_slot = bool(fact.attribute) and fact.attribute == canonical_attribute(_bare(what))
    own = what.startswith(("我的", "我")) == (canonical_subject(fact.subject) == "用户") if said_of_slot else False
    held = contained(what, f"{fact.subject}{fact.attribute}{fact.value}{fact.statement}")
    return held + (0.5 if said_of_slot else 0.0) + (0.1 if own else 0.0) if content(what) else 0.0


def _bare(what: str) -> str:
    return re.sub(r"^(我|你)的?", "", what)
