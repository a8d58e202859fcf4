"""False premises: a question that takes for granted what memory knows otherwise (「我那辆红色的车」, and it was blue)."""

import re
from dataclasses import dataclass
from typing import Final

import rjieba

from store.facts import Fact
from tools.slots import OWNER_SUBJECT, kin_at_start
from tools.wording import content

_COLOUR: Final = re.compile(
    r"[浅深暗亮淡米藏墨宝天湖海孔雀草墨橄榄军酒玫樱桃鹅柠檬杏奶月乳银铁]{0,2}(?:红|橙|黄|绿|青|蓝|紫|黑|白|灰|粉|棕|褐|银|金|咖啡|玫瑰金|米)色"
)
_PET: Final = re.compile(r"狗|猫|兔子|仓鼠|乌龟|鹦鹉|金鱼|龙猫|鸭子|鸽子")
_CLASSES: Final = (_COLOUR, _PET)
_THING: Final = re.compile(r"^(?:的|那)?(?P<noun>[\u4e00-\u9fffA-Za-z]{1,6})")
_MINE: Final = re.compile(r"我(?:们家|家|们)?(?:的)?")
_NAME_TAGS: Final = ("nr", "nrt", "nz")


@dataclass(frozen=True, slots=True)
class Mistake:
    """What a question says, and what memory has in its place."""

    said: str
    known: str

    def __str__(self) -> str:
        return f"不是{self.said}，是{self.known}"


def mistake(query: str, fact: Fact) -> Mistake | None:
    """Where a question gives the thing that a fact is about another colour, sort or name than the fact does."""
    for pattern in _CLASSES:
        asked, known = pattern.findall(query), pattern.findall(fact.statement)
        if (
            len(asked) == 1
            and len(known) == 1
            and asked[0] != known[0]
            and _same_thing(query, asked[0], fact, known[0])
        ):
            return Mistake(asked[0], known[0])
    return _wrong_name(query, fact)


def _same_thing(query: str, word: str, fact: Fact, known: str) -> bool:
    """Whether question and fact share a noun: the one after the word, or the name of the one it describes."""
    after = _THING.search(query[query.index(word) + len(word) :])
    rest = content(fact.statement.replace(known, ""))
    if after is None:
        return False
    return any(noun in rest for noun in _nouns(after["noun"]))


def _nouns(text: str) -> list[str]:
    """The noun that a text begins with, or the name."""
    for word, tag in rjieba.tag(text):
        if tag.startswith("n") or tag == "eng":
            return [str(word)]
        if tag not in ("uj", "m", "q", "v", "vn", "a", "b", "zg"):
            break
    return []


def _wrong_name(query: str, fact: Fact) -> Mistake | None:
    """「我女儿小雨」 where the daughter is called 小雪."""
    own = _MINE.search(query)
    kin = kin_at_start(query[own.end() :]) if own else None
    if (
        own is None
        or kin is None
        or fact.attribute != "姓名"
        or fact.subject != f"{OWNER_SUBJECT}的{kin[1]}"
        or not fact.value
    ):
        return None
    name = _name_at_start(query[own.end() + len(kin[0]) :])
    if len(name) > 1 and name not in fact.value and fact.value not in name:
        return Mistake(name, fact.value)
    return None


def _name_at_start(text: str) -> str:
    """The name that a text begins with; empty where it begins otherwise."""
    word, tag = next(iter(rjieba.tag(text)), ("", ""))
    return str(word) if tag in _NAME_TAGS else ""
