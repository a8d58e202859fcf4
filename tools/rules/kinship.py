"""The relative of a relative: 用户的妹妹是方敏 and 方敏的丈夫是高磊 -> 高磊是用户的妹夫. One step, by the table."""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from store.facts import Draft, Fact
from tools.rules.kinship_table import CANONICAL, STEPS
from tools.rules.rule import Rule, conclusion

OWNER = "用户"
_WORD = "|".join(sorted(CANONICAL, key=len, reverse=True))
_NAME = r"[^，。；、的是叫\s]{1,8}?"
_OWNED = re.compile(rf"^(?P<owner>{OWNER}|{_NAME})的(?P<word>{_WORD})(?P<name>{_NAME})?$")
_IS_OF = re.compile(
    rf"(?P<name>{_NAME})是(?P<owner>{OWNER}(?:的(?:{_WORD}))?|{_NAME})的(?P<word>{_WORD})(?=$|[，。；])"
)
_OF_IS = re.compile(
    rf"(?P<owner>{OWNER}(?:的(?:{_WORD}))?|{_NAME})的(?P<word>{_WORD})(?:的名字)?(?:名叫|叫做|叫|是)(?P<name>[^，。；、的\s]{{1,8}})(?=$|[，。；])"
)
_NOT_A_NAME = re.compile(r"[0-9]|医生|老师|工程师|人$|退休|的|了|在|座|型")


class Bond(NamedTuple):
    """`person` is the `word` of `owner`, by `fact`."""

    owner: str
    word: str
    person: str
    fact: Fact


def bonds(fact: Fact) -> list[Bond]:
    """The relations of blood or marriage that a fact states, whether in its slot or in its words."""
    found = {(b.owner, b.word, b.person): b for b in (*_in_slot(fact), *_in_words(fact))}
    return list(found.values())


def conclude(fact: Fact, known: Sequence[Fact]) -> list[Draft]:
    """From a bond of the user's and one of that person's, what the second person is to the user."""
    if fact.rule == RULE.name:
        return []
    own = bonds(fact)
    if not own:
        return []
    others = [b for other in known if other.id != fact.id and _is_ground(other) for b in bonds(other)]
    drafts: dict[tuple[str, str], Draft] = {}
    for draft in _steps(own, [*own, *others]):
        drafts.setdefault((draft.subject, draft.value), draft)
    return list(drafts.values())


def _is_ground(fact: Fact) -> bool:
    """Whether a step may start from it: what was told, or told but for who is older (tools/rules/seniority.py)."""
    return not fact.is_derived or fact.rule == "长幼"


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
    if described and described["owner"] == OWNER and not named:
        yield Bond(OWNER, CANONICAL[described["word"]], described["name"] or second.owner, second.fact)


def _in_slot(fact: Fact) -> Iterator[Bond]:
    subject, attribute, value = fact.subject or OWNER, fact.attribute, fact.value.strip()
    described = _OWNED.match(subject)
    if described and described["name"]:
        yield Bond(described["owner"], CANONICAL[described["word"]], described["name"], fact)
    if attribute in CANONICAL and _is_name(value):
        yield Bond(subject, CANONICAL[attribute], value, fact)
    elif attribute == "姓名" and described and _is_name(value):
        yield Bond(described["owner"], CANONICAL[described["word"]], value, fact)
    elif attribute == "关系":
        whose = _OWNED.match(value)
        if value in CANONICAL and subject != OWNER and not described:
            yield Bond(OWNER, CANONICAL[value], subject, fact)
        elif whose and not whose["name"] and subject != OWNER:
            yield Bond(whose["owner"], CANONICAL[whose["word"]], subject, fact)


def _in_words(fact: Fact) -> Iterator[Bond]:
    if fact.attribute not in ("", "关系", "姓名") and fact.attribute not in CANONICAL:
        return
    for pattern in (_IS_OF, _OF_IS):
        for match in pattern.finditer(fact.statement):
            if _is_name(match["name"]) and match["name"] != OWNER:
                yield Bond(match["owner"], CANONICAL[match["word"]], match["name"], fact)


def _is_name(text: str) -> bool:
    return 0 < len(text) <= 12 and not _NOT_A_NAME.search(text) and text not in CANONICAL


RULE = Rule("亲属", conclude, needs=(("用户的亲属", "这位亲属的亲属"),))
