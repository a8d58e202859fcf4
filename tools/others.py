"""How other people are, which is no answer to what the owner asks of themselves."""

import re
from collections.abc import Sequence
from typing import Final

from store.contract import Memory
from store.facts import Fact, Recalled, Turn
from tools.slots import OWNER_SUBJECT, kin_of, kin_words

_OWN_TRAIT: Final = re.compile(
    r"我(自己|本人)?的(名字|姓名|生日|年龄|星座|生肖|血型|手机|电话|工作|职业|地址|住址)|"
    r"我(自己|现在|今年|今天|以前|原来|本来|到底|应该|是)*(叫什么|叫啥|姓什么|姓啥|姓甚|谁|多大|多少岁|几岁|属什么|属啥|什么星座|什么血型|哪年生|住哪|住在哪)|"
    r"\b(my name|how old am i|who am i|where do i live)\b",
    re.I,
)
# 「我血压高吗」, 「我是哪里人」: whether and what of the speaker, with nobody else named.
_OWN_STATE: Final = re.compile(
    r"^(?:那|请问|你说|你记得|还记得|话说|对了)?[，,]?我(?:自己|本人)?(?:现在|最近|目前|今年|平时|一般|到底|究竟|都|还|真的?|也)*"
    r"(?!们|家|和|跟|与|给|送|帮|替|陪|带|见|认识)[^，。]{1,16}[？?吗]?$"
)
_NAMES_OTHERS: Final = re.compile(
    r"谁|[哪几]个|哪位|什么人|啥人|[他她它]|大家|别人|人家|家人|亲戚|为什么|为啥|"
    + "|".join(word for word in kin_words() if len(word) > 1 or not word.isascii())
)


def without_others(hits: Sequence[Recalled], query: str, memory: Memory) -> list[Recalled]:
    """Where the owner asks for a trait of their own, leave other people's out: theirs is no answer."""
    if _OWN_TRAIT.search(query):
        return [
            hit
            for hit in hits
            if isinstance(hit.item, Turn) or hit.item.kind != "profile" or hit.item.subject == OWNER_SUBJECT
        ]
    if _OWN_STATE.search(query) and not _NAMES_OTHERS.search(query):
        return [hit for hit in hits if not _only_of_others(hit.item, memory)]
    return list(hits)


def _only_of_others(item: Fact | Turn, memory: Memory) -> bool:
    if isinstance(item, Fact):
        return _of_another(item)
    told = [memory.get(change.id) for change in memory.changes(item.id)]
    return bool(told) and all(map(_of_another, told))


def _of_another(fact: Fact) -> bool:
    """Whether it is of a relative or acquaintance and tells how they are, rather than what happened."""
    kin = kin_of(fact.subject)
    return kin is not None and fact.kind not in ("event", "plan", "relation")
