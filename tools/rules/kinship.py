"""The relative of a relative: 用户的妹妹是方敏 and 方敏的丈夫是高磊 -> 高磊是用户的妹夫. One step at a time, by the table: what
was concluded is a ground for the next, so that 高磊's son follows from both.
"""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from store.facts import Draft, Fact
from tools.rules.kinship_table import CANONICAL, STEPS, WORDS
from tools.rules.rule import Rule, conclusion

OWNER = "用户"
_NAME = r"[^，。；、的是叫\s]{1,8}?"
_WHO = rf"(?P<owner>{OWNER}(?:的(?:{WORDS}))*|{_NAME})"
_CALLED = r"(?:名叫|叫做|叫|是)(?P<name>[^，。；、的\s]{1,8})(?=$|[，。；])"
_OWNED = re.compile(rf"^{_WHO}的(?P<word>{WORDS})(?P<name>{_NAME})?$")
_IS_OF = re.compile(rf"(?P<name>{_NAME})是{_WHO}的(?P<word>{WORDS})(?=$|[，。；])")
_OF_IS = re.compile(rf"{_WHO}的(?P<word>{WORDS})(?:的名字)?{_CALLED}")
# 「用户的大哥刚得了个闺女，取名叫毛毛」, 「他还有个妹妹叫……」
_HAS = re.compile(
    rf"{_WHO}[^，。；的]{{0,6}}?(?:有|[生得添养收]了?|收养了?|怀了?)[一两三俩几]?[个位名](?:亲|大|小|胖|乖)?(?P<word>{WORDS})[，,]?"
    rf"(?:[他她])?(?:的?(?:名字|小名|大名|乳名)|取名|起名)?{_CALLED}"
)
# 「用户的三叔家俩小子，大的叫铁柱，小的叫铁蛋」
_SEVERAL = re.compile(
    rf"{_WHO}[^，。；的]{{0,6}}?(?:俩|仨|[两三四]个)(?:亲|双胞胎)?(?P<word>小子|丫头|姑娘|{WORDS})[，,](?P<names>(?:(?:老?[大二三小]的?|一个|另一个|[哥姐弟妹]{{1,2}})叫[^，。；、的\s]{{1,6}}?[，,、]?)+)(?=$|[，。；])"
)
_EACH_CALLED = re.compile(
    r"(?:老?[大二三小]的?|一个|另一个|[哥姐弟妹]{1,2})叫(?P<name>[^，。；、\s]{1,6}?)(?=$|[，,、。；]|小的叫|一个叫|另一个叫|老[二三]叫)"
)
_CHILDREN = {"小子": "儿子", "丫头": "女儿", "姑娘": "女儿"}
_WEDS = re.compile(
    rf"{_WHO}(?:已经|后来|去年|今年|刚)*(?P<verb>嫁(?=给)|娶)(?:给|了)*(?:一?[个位])?(?:名?叫)?(?P<name>[^，。；、的\s]{{2,8}}?)的?(?=$|[，。；])"
)
_WED = {"嫁": "丈夫", "娶": "妻子"}
_NOT_A_NAME = re.compile(r"[0-9]|不$|医生|老师|工程师|人$|退休|的|了|在|座|型")


class Bond(NamedTuple):
    """`person` is the `word` of `owner`, by `fact`."""

    owner: str
    word: str
    person: str
    fact: Fact


class Relation(NamedTuple):
    """`person` is the `word` of `owner`."""

    owner: str
    word: str
    person: str


def bonds(fact: Fact) -> list[Bond]:
    """The relations of blood or marriage that a fact states, whether in its slot or in its words."""
    return [Bond(*relation, fact) for relation in relations(fact)]


def relations(told: Fact | Draft) -> list[Relation]:
    """The same, of what may not be a fact yet."""
    return list(dict.fromkeys((*_in_slot(told), *_in_words(told))))


def conclude(fact: Fact, known: Sequence[Fact]) -> list[Draft]:
    """From a bond of the user's and one of that person's, what the second person is to the user."""
    own = bonds(fact)
    if not own:
        return []
    others = [b for other in known if other.id != fact.id and _is_ground(other) for b in bonds(other)]
    drafts: dict[tuple[str, str], Draft] = {}
    for draft in _steps(own, [*own, *others]):
        drafts.setdefault((draft.subject, draft.value), draft)
    return list(drafts.values())


def _is_ground(fact: Fact) -> bool:
    """Whether a step may start from it: what was told or computed, not what a model inferred."""
    return not fact.is_derived or fact.rule in (RULE.name, "长幼")


def _steps(own: list[Bond], every: list[Bond]) -> Iterator[Draft]:
    first = [b for b in every if b.owner == OWNER]
    for second in every:
        if second.owner == OWNER or second.person == OWNER:
            continue
        for link in _links(second, first):
            if second not in own and link not in own:
                continue
            word = STEPS.get((link.word, second.word))
            if word and link.person != second.person:
                premises = [link.fact] if link.fact.id == second.fact.id else [link.fact, second.fact]
                yield conclusion(RULE.name, premises, subject=second.person, attribute="关系", value=word,
                                 statement=f"{second.person}是{OWNER}的{word}")  # fmt: skip


def _links(second: Bond, first: list[Bond]) -> Iterator[Bond]:
    """How the owner of a bond is related to the user: by name, or because the owner is called 用户的妹妹."""
    named = [b for b in first if b.person == second.owner]
    yield from named
    described = _OWNED.match(second.owner)
    word = _folded(described) if described and not named else ""
    if described and word:
        yield Bond(OWNER, word, described["name"] or second.owner, second.fact)


def plainly(subject: str) -> str:
    """A relative's relative as what they are to the user: 用户的女儿 for 用户的外孙女的妈妈; all else as it is."""
    described = _OWNED.match(subject)
    word = _folded(described) if described and not described["name"] else ""
    return f"{OWNER}的{word}" if described and "的" in described["owner"] and word else subject


def _folded(described: re.Match[str]) -> str:
    """What 用户的妻子的姐姐 is to the user: 大姨子; empty where there is no one word, or it begins with somebody else."""
    owner, *path = described["owner"].split("的")
    if owner != OWNER:
        return ""
    word, *steps = (CANONICAL[each] for each in (*path, described["word"]))
    for step in steps:
        word = STEPS.get((word, step), "")
    return word


def _in_slot(fact: Fact | Draft) -> Iterator[Relation]:
    subject, attribute, value = fact.subject or OWNER, fact.attribute, fact.value.strip()
    described = _OWNED.match(subject)
    if described and described["name"]:
        yield Relation(described["owner"], CANONICAL[described["word"]], described["name"])
    if attribute in CANONICAL and _is_name(value):
        yield Relation(subject, CANONICAL[attribute], value)
    elif attribute == "姓名" and described and _is_name(value):
        yield Relation(described["owner"], CANONICAL[described["word"]], value)
    elif attribute == "关系":
        whose = _OWNED.match(value)
        if value in CANONICAL and subject != OWNER and not described:
            yield Relation(OWNER, CANONICAL[value], subject)
        elif whose and not whose["name"] and subject != OWNER:
            yield Relation(whose["owner"], CANONICAL[whose["word"]], subject)


def _in_words(fact: Fact | Draft) -> Iterator[Relation]:
    if fact.attribute not in ("", "关系", "姓名") and fact.attribute not in CANONICAL:
        return
    for several in _SEVERAL.finditer(fact.statement):
        word = _CHILDREN.get(several["word"]) or CANONICAL[several["word"]]
        for each in _EACH_CALLED.finditer(several["names"]):
            yield Relation(several["owner"], word, each["name"])
    for pattern in (_IS_OF, _OF_IS, _HAS, _WEDS):
        for match in pattern.finditer(fact.statement):
            word = _WED[match["verb"]] if pattern is _WEDS else CANONICAL[match["word"]]
            if _is_name(match["name"]) and match["name"] != OWNER:
                yield Relation(match["owner"], word, match["name"])


def _is_name(text: str) -> bool:
    return 0 < len(text) <= 12 and not _NOT_A_NAME.search(text) and text not in CANONICAL


RULE = Rule("亲属", conclude, needs=(("用户的亲属", "这位亲属的亲属"),))
