"""Likes and dislikes of a trait of one's own: 不喜欢自己的星座 and 星座 = 狮子座 give 不喜欢狮子座.

Source: substitution of equals; the value stands for "one's own" trait.
"""

import re
from collections.abc import Sequence
from typing import Final

from store.facts import Draft, Fact
from tools.rules.rule import Rule, conclusion

_LIKING: Final = re.compile(
    r"(?P<no>不(?:太|大|怎么|是很|再)?)?(?P<verb>最?喜欢|喜爱|热爱|爱|讨厌|厌恶|反感)(?:上|过)?(?=[^，。]{0,2}(?:自己|我|用户))"
)
_AVERSE: Final = ("讨厌", "厌恶", "反感")
_SPOKEN: Final = {"属相": "生肖", "名字": "姓名", "老家": "家乡"}
_TRAITS: Final = ("星座", "生肖", "血型", "姓名", "生日", "家乡", "工作", "学校")
_OWN: Final = re.compile(rf"(?:自己|我|用户)的?(?P<trait>{'|'.join((*_TRAITS, *_SPOKEN))})")


def conclude(fact: Fact, known: Sequence[Fact]) -> list[Draft]:
    """A liking whose object is a trait of one's own, and the fact that holds the trait -> the liking of its value."""
    drafts = [_conclusion(liking, trait) for liking, trait in _pairs(fact, known)]
    return [draft for draft in drafts if draft is not None]


def _pairs(fact: Fact, known: Sequence[Fact]) -> list[tuple[Fact, Fact]]:
    if _liking(fact):
        return [(fact, other) for other in known]
    if fact.attribute not in _TRAITS:  # most facts: no need to read all the others
        return []
    return [(other, fact) for other in known if _liking(other)]


def _liking(fact: Fact) -> str:
    """喜欢 or 不喜欢, as the words say it, whatever slot they were put in; empty where they say neither."""
    found = _LIKING.search(fact.statement) if _OWN.search(fact.statement) else None
    if found is None:
        return ""
    return "喜欢" if (found["verb"] in _AVERSE) == bool(found["no"]) else "不喜欢"


def _conclusion(liking: Fact, trait: Fact) -> Draft | None:
    match = _OWN.search(liking.statement)
    if match is None or liking.subject != trait.subject or not trait.value or liking.is_derived:
        return None
    if _SPOKEN.get(match["trait"], match["trait"]) != trait.attribute:
        return None
    return conclusion(
        RULE.name, [liking, trait], subject=liking.subject, attribute=_liking(liking), value=trait.value,
        statement=f"{liking.subject}{_liking(liking)}{trait.value}",
    )  # fmt: skip


RULE = Rule("自身", conclude, needs=(("喜欢或不喜欢自己的某一项", "那一项的值"),))
