"""Find what the owner wants forgotten or erased, from the words for it."""

import re
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Final

from store.contract import Memory
from store.facts import Fact, Turn
from tools.asked import slots_asked
from tools.clauses import asserts
from tools.namings import NAME
from tools.orders import order_in
from tools.rules.habit import NAME as HABIT
from tools.slots import OWNER_SUBJECT, attribute_at_end, canonical_attribute, canonical_subject, kin_at_start
from tools.wording import contained, content, plain, words_held

_COMMAND: Final = re.compile(
    r"^(请|麻烦|帮我|给我|可以)*(把|将)?|(那|这)?[一几]?[条件]?(记录|记忆|信息|事儿?|内容)?(都|全|也)?(帮我|给我|请|你|您|就)*"
    r"(忘掉|忘记|忘了|忘|删掉|删除|删了|删去|删|抹掉|抹去|抹了|清除|清掉|清了|划掉|去掉|别记|不要记)+(了|吧|掉|哈|啊|好吗|可以吗)*$"
)
_LEAD: Final = re.compile(
    r"^(?:(?:我|你|您)?(?:以前|之前|曾经|刚才|刚刚|刚|上[次回]|最近|早先|[前昨那]天|前(?:些|几|一?阵)[天日子]*|上个?(?:周|月|星期|礼拜))?(?:我)?(?:跟你|对你|和你)?(?:(?:说|讲|提|提到|告诉)过?你?的|说过|提过|记得的|记着的|记住的|知道的)|"
    r"我?(?:所有|全部|一切)?的?(?:关于|有关)|about |(?:那|这)[条件个笔些](?:说|讲|写)?|所有|一切|全部)+"
)
_TAIL: Final = re.compile(
    r"(?:(?:的|那|这)[一几两三]?(?:[条件个笔段句桩码茬]|档子)?(?:所有|一切|全部|相关|有关)*的?(?:记录|记忆|信息|资料|内容|事情|事儿?|话)|(?:有关)?的?(?:记录|记忆|信息|资料)|"
    r"(?:那|这)[一几两三]?(?:[条件个笔段句]|茬儿?)|的(?:所有|一切|全部)|有关的?|的)$"
)
_TOPIC: Final = re.compile(r"关于|有关|的(?:所有|一切|全部)?(?:的)?(?:事情?|事儿|一切|话)$|^about ")
_EVERYTHING: Final = re.compile(
    r"(?:关于|有关)?(?:我|你|咱们)?的?(?:记得|记着|知道|说过)?的?(?:一切|所有|全部)的?(?:记忆|记录|东西|事情?|信息|资料|话|内容|数据)?|"
    r"(?:关于)?(?:我|你)的(?:记忆|数据|信息|资料)|everything(?: about me| you (?:know|remember))?|all (?:of )?(?:my |your |the )?(?:memories|memory|records?|data)",
    re.IGNORECASE,
)
_OWN: Final = re.compile(r"^(?:我们?|俺|咱们?)(?:自己)?的?|^(?:my|our) ", re.IGNORECASE)
_LIST: Final = re.compile(r"、|和|以及|跟|还有| and ")
# How a statement says what its slot may not tell.
_SAID_AS: Final = {
    "姓名": re.compile(r"叫|名字|姓名|\bname", re.IGNORECASE),
    "生日": re.compile(r"生日|出生|生于|生的|\bborn|birthday", re.IGNORECASE),
    "现居地": re.compile(r"住|搬|地址|\blive|address", re.IGNORECASE),
    "工作": re.compile(r"上班|工作|任职|\bwork", re.IGNORECASE),
}
# Conclusions that no rule brings back: a model's, and habits, which stay away once they were taken back.
_NOT_COMPUTED: Final = ("inference", HABIT)
_LEAST: Final = 0.5
_LEAST_WHERE_DOUBTFUL: Final = 0.75
_NEAR: Final = 0.8
_MOST_WORDS: Final = 0.7
_SHORTEST: Final = 2  # characters of words to be found as they are


def meant(words: str, memory: Memory, *, now: datetime, is_sure: bool = True) -> list[Fact]:
    """The current facts that `words` ("我对虾过敏那条记录") mean: none, one, or several that they fit equally well.

    Where no fact holds the words, the one that recall finds for them, if there is but one ("我的收入" for 到手八千); but not
    where it is not sure that memory is meant at all.
    """
    told = [fact for fact in memory.facts() if _is_own_matter(fact) or fact.id == words.strip()]
    what = wanted(words)
    found = _found(words, what, told, least=_LEAST if is_sure else _LEAST_WHERE_DOUBTFUL)
    if found or not is_sure or not content(what) or concluded(words, memory) is not None:
        return found
    hits = memory.recall(what, now=now)
    recalled = [hit.item for hit in hits if isinstance(hit.item, Fact) and _is_own_matter(hit.item)]
    return recalled if len(recalled) == 1 else []


def meant_ever(words: str, memory: Memory) -> list[Fact]:
    """The facts that `words` mean, whatever became of them, oldest first; of the versions of one the last."""
    told = [fact for fact in memory.facts("all") if _is_own_matter(fact)]
    found = _found(words, wanted(words), told, least=_LEAST)
    last = {memory.history(fact.id)[-1].id for fact in found}
    return [fact for fact in memory.facts("all") if fact.id in last]


def concluded(words: str, memory: Memory) -> Fact | None:
    """The conclusion of a rule that `words` mean, which would only be concluded again."""
    what = wanted(words)
    conclusions = [fact for fact in memory.facts() if not _is_own_matter(fact)]
    return next(iter(_in_slot(what, conclusions) or _saying(what, conclusions)), None)


def spoken(words: str, memory: Memory) -> list[Turn]:
    """The turns that tell something in these very words, oldest first."""
    what = _OWN.sub("", wanted(words))
    if len(what) < _SHORTEST:
        return []
    return [turn for turn in memory.turns() if what in turn.text and not turn.is_erased and asserts(turn.text)]


def means_everything(words: str) -> bool:
    """Whether all that is remembered is meant."""
    return _EVERYTHING.fullmatch(words.strip()) is not None


def topic(words: str) -> str:
    """What 「关于……的事」 is about, as it is said; empty where the words are for one thing."""
    return _OWN.sub("", wanted(words)) if _TOPIC.search(words) else ""


def wanted(words: str) -> str:
    """The words without the order, and without what stands around what is meant: 「关于王磊的事」 is 王磊."""
    order = order_in(words)
    what = order.what if order is not None else _COMMAND.sub("", words.strip(" 。！!？?"))
    before = ""
    while what != before:
        before = what
        what = _TAIL.sub("", _LEAD.sub("", what)).strip()
    return what


def _is_own_matter(fact: Fact) -> bool:
    """Whether a fact can go by itself: the rules would conclude theirs again from what they rest on."""
    return not fact.is_derived or fact.rule in _NOT_COMPUTED


def _found(words: str, what: str, facts: Sequence[Fact], *, least: float) -> list[Fact]:
    exact = [fact for fact in facts if fact.id == words.strip()]
    if exact or not content(what):
        return exact
    found = _in_slot(what, facts) or _asked(what, facts) or _saying(what, facts) or _fitting(what, facts, least)
    if found:
        return found
    several = [part for part in _LIST.split(what) if content(part)]
    each = [_in_slot(part, facts) or _saying(part, facts) for part in several] if len(several) > 1 else []
    chosen = {fact.id for part in each for fact in part}
    return [fact for fact in facts if fact.id in chosen] if each and all(each) else []


def _in_slot(what: str, facts: Iterable[Fact]) -> list[Fact]:
    """The facts in the slot that words name: 「前女友的名字」, 「我的车牌号」, 「糖糖生日」, 「车牌号」 of whomever."""
    who, attribute = _slot(what)
    whose = canonical_subject(who) if who else ""
    held = [fact for fact in facts if fact.attribute and canonical_attribute(fact.attribute) == attribute]
    theirs = [fact for fact in held if not whose or canonical_subject(fact.subject) == whose]
    if theirs or whose.startswith(OWNER_SUBJECT) or len(who) < _SHORTEST:
        return theirs
    named = {fact.subject for fact in facts if fact.attribute == NAME and plain(who) in plain(fact.value)}
    return [fact for fact in held if fact.subject in named or plain(who) in _matter(fact)]


def _asked(what: str, facts: Iterable[Fact]) -> list[Fact]:
    """The facts that answer what the words ask: 「我妈住哪儿」."""
    slots = slots_asked(what)
    return [fact for fact in facts if (fact.subject, fact.attribute) in slots]


def _slot(what: str) -> tuple[str, str]:
    """Whose, and what of theirs; nobody where it is not said."""
    own = _OWN.match(what)
    rest = what[own.end() :] if own else what
    head, _, last = rest.rpartition("的")
    kin = kin_at_start(last)
    if not head and kin is not None and last != kin[0]:
        head, last = kin[0], last[len(kin[0]) :]
    named = attribute_at_end(last) if not head and not own else None
    if named is not None:  # 「糖糖出生日期」
        head, last = last[: -len(named[0])], named[1]
    return head or (OWNER_SUBJECT if own else ""), canonical_attribute(last)


def _saying(what: str, facts: Iterable[Fact]) -> list[Fact]:
    """The facts that hold the words as they are; the owner's own where they say 我 and name nobody."""
    own = _OWN.match(what)
    rest = what[own.end() :] if own else what
    kin = kin_at_start(rest)
    spellings = {plain(rest)} | ({plain(kin[1] + rest[len(kin[0]) :])} if kin else set())
    spellings = {each for each in spellings if len(each) >= _SHORTEST}
    saying = [fact for fact in facts if any(each in _matter(fact) for each in spellings)]
    theirs = [fact for fact in saying if own and kin is None and fact.subject.startswith(f"{OWNER_SUBJECT}的")]
    return [fact for fact in saying if fact not in theirs] or saying


def _matter(fact: Fact) -> str:
    return " ".join(plain(part) for part in (fact.subject, fact.attribute, fact.value, fact.statement))


def _fitting(what: str, facts: Iterable[Fact], least: float) -> list[Fact]:
    """The facts that the words fit best: by the share that a fact holds, and whether it is of what they name."""
    who, attribute = _slot(what)
    said_as = _SAID_AS.get(attribute)
    whose = canonical_subject(who) if who else ""
    scored: list[tuple[Fact, float]] = []
    for fact in facts:
        held = _held(what, f"{fact.subject}{fact.attribute}{fact.value}{fact.statement}")
        if held:
            held += 0.3 if said_as and said_as.search(fact.statement) else 0.0
            held += 0.1 if whose and canonical_subject(fact.subject) == whose else 0.0
        scored.append((fact, held))
    best = max((score for _, score in scored), default=0.0)
    return [fact for fact, score in scored if score >= least and score >= _NEAR * best]


def _held(what: str, matter: str) -> float:
    """The share of the words that a fact holds, by their pairs of characters, or by the words where it holds most of them."""
    words = words_held(what, matter)
    return max(contained(what, matter), words if words >= _MOST_WORDS else 0.0)
