"""长幼: a sibling or cousin of whom only 兄弟 or 姐妹 is known, and who was born first -> 哥哥 or 弟弟, 表姐 or 表妹.

Source: 《现代汉语词典》 (7th edition), 哥哥, 弟弟, 姐姐, 妹妹; 表 and 堂 cousins likewise.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from store.facts import Draft, Fact
from tools.rules.born import born
from tools.rules.rule import Rule, conclusion

_OWNER: Final = "用户"
_ORDERED: Final = {
    "兄弟": ("哥哥", "弟弟"), "姐妹": ("姐姐", "妹妹"), "表兄弟": ("表哥", "表弟"), "表姐妹": ("表姐", "表妹"),
    "堂兄弟": ("堂哥", "堂弟"), "堂姐妹": ("堂姐", "堂妹"),
}  # fmt: skip
"""What the elder and what the younger is called."""
_SAME: Final = {"亲兄弟": "兄弟", "亲姐妹": "姐妹", "姊妹": "姐妹"}
_WORD: Final = "|".join(sorted((*_ORDERED, *_SAME), key=len, reverse=True))
_NAME: Final = r"[^，。；、的是叫\s]{1,8}?"
_IS: Final = re.compile(rf"(?P<name>{_NAME})是{_OWNER}的?(?P<word>{_WORD})(?=$|[，。；])")
_CALLED: Final = re.compile(
    rf"{_OWNER}(?:的|还?有(?:一)?[个位]|还有)?(?P<word>{_WORD})(?:的名字)?(?:名叫|叫做|叫|是)(?P<name>[^，。；、的\s]{{1,8}})(?=$|[，。；])"
)
_THAN: Final = re.compile(rf"比{_OWNER}(?:整整|刚好|要)?(?P<way>大|小|年长|年幼)")


class _Sibling(NamedTuple):
    """Somebody of whom it is known what they are to the user, but not who is older."""

    name: str
    word: str
    fact: Fact


def conclude(fact: Fact, known: Sequence[Fact]) -> list[Draft]:
    """兄弟 + both births, or 兄弟 + 「比我大」 -> 哥哥 or 弟弟."""
    if fact.rule == RULE.name or not (next(_siblings(fact), None) or born(fact) or _THAN.search(fact.statement)):
        return []
    facts = [*(each for each in known if each.id != fact.id), fact]
    found: dict[str, Draft] = {}
    for sibling in (each for one in facts for each in _siblings(one)):
        ordered = _older(sibling, facts)
        if ordered is None:
            continue
        is_elder, grounds = ordered
        premises = list(dict.fromkeys([sibling.fact, *grounds]))
        if fact.id in {each.id for each in premises}:
            word = _ORDERED[sibling.word][0 if is_elder else 1]
            found[sibling.name] = conclusion(
                RULE.name, premises, subject=sibling.name, attribute="关系", value=word,
                statement=f"{sibling.name}是{_OWNER}的{word}",
            )  # fmt: skip
    return list(found.values())


def _siblings(fact: Fact) -> Iterator[_Sibling]:
    seen = set()
    for name, word in _told(fact):
        canonical = _SAME.get(word, word)
        if name and name != _OWNER and canonical in _ORDERED and name not in seen:
            seen.add(name)
            yield _Sibling(name, canonical, fact)


def _told(fact: Fact) -> Iterator[tuple[str, str]]:
    if fact.attribute == "关系" and not fact.subject.startswith(_OWNER):
        yield fact.subject, fact.value.removeprefix(_OWNER).removeprefix("的")
    if fact.subject == _OWNER and fact.attribute in (*_ORDERED, *_SAME):
        yield fact.value, fact.attribute
    for pattern in (_IS, _CALLED):
        for match in pattern.finditer(fact.statement):
            yield match["name"], match["word"]


def _older(sibling: _Sibling, facts: Sequence[Fact]) -> tuple[bool, list[Fact]] | None:
    """Whether the sibling was born before the user, and the facts that say so; None where that is not certain."""
    about = [fact for fact in facts if _is_about(fact, sibling)]
    for fact in reversed(about):
        than = _THAN.search(fact.statement)
        if than is not None:
            return than["way"] in ("大", "年长"), [fact]
    mine = [(fact, span) for fact in reversed(facts) if fact.subject == _OWNER and (span := born(fact))]
    theirs = [(fact, span) for fact in reversed(about) if (span := born(fact))]
    for own, one in mine:
        for other, two in theirs:
            if two.last < one.first or one.last < two.first:
                return two.last < one.first, [other, own]
    return None


def _is_about(fact: Fact, sibling: _Sibling) -> bool:
    """Whether a fact is the sibling's own: by name, or as 用户的兄弟."""
    name = re.escape(sibling.name)
    if re.search(rf"{name}的(?!生日|出生|年龄|岁数)", fact.statement):
        return False  # 王强的儿子
    described = f"{_OWNER}的{sibling.word}"
    is_subject = fact.subject in (sibling.name, described, f"{described}{sibling.name}")
    return is_subject or re.match(name, fact.statement) is not None


RULE = Rule(
    "长幼", conclude,
    needs=(("关系（兄弟、姐妹、表兄弟……）", "对方的出生", "自己的出生"), ("关系（兄弟、姐妹、表兄弟……）", "比用户大或小")),
)  # fmt: skip
