"""What the user's own words of a turn warrant: a model may end a fact only where they do.

A model that follows an order hidden in a memory calls a tool with arguments that look like any others. What tells the two
apart is whether the user said anything of the kind in this turn; so that is what is held against every call.
"""

import re
from collections.abc import Iterable
from typing import Final

from store.contract import Memory
from store.errors import NotAsked, TooManyAtOnce
from store.facts import Draft, Fact, Turn
from tools.admit import GROUNDED
from tools.clauses import clauses, corrects
from tools.denials import denied_of
from tools.endings import ended_by
from tools.forget import meant, wanted
from tools.namings import NAME
from tools.own_words import own_words, without_material
from tools.patching import shares_type
from tools.slots import OWNER_SUBJECT, holds_one
from tools.spoken_slots import speaks_of
from tools.wording import bigrams, contained, content

# Facts that a model may end in one turn; for more the owner gives the order in so many words, and code asks back.
MOST_ENDED: Final = 5
# Conclusions of its own that a model may draw in one turn.
MOST_DRAWN: Final = 5
# Share of a statement's content in one recalled line from which it only says that line again.
_LIFTED: Final = 0.8
_LONGEST_ORDER: Final = 120  # characters

_VERB: Final = r"(?:忘掉|忘记|忘了|遗忘|删掉|删除|删去|删了|删|抹掉|抹去|抹除|清除|清掉|清空|移除|去掉|划掉|别再?记|不要再?记|不用再?记)"
_BARE: Final = re.compile(
    rf"(?:对|嗯|好|是的?|请|麻烦|那|就|都|全部?|也|一起|快|你|您|帮我|给我|可以|把|将|这|那|第|它们?|些|[条个件]|[\d一二两三四五六七八九十])*{_VERB}"
    r"(?:它们?|他们?|她们?|这些?|那些?|全部|所有|都|刚才|第|[条个件]|[\d一二两三四五六七八九十])*(?:掉|了|吧|啊|呀|谢谢|一下|好吗|可以吗)*"
)
_ENGLISH: Final = re.compile(
    r"\b(?:forget|delete|remove|erase|wipe|drop|get rid of|stop (?:remembering|keeping))\b", re.IGNORECASE
)
_NOT_ENGLISH: Final = re.compile(
    r"\b(?:don't|do not|never|didn't|did not|won't|i|he|she|they|who) (?:\w+ )?(?:forget|delete|remove|erase|wipe|drop)|"
    r"^(?!i\b|i'd\b|please\b).*\b(?:told|asked|tells|asks|wants?|said|says|ordered|suggest\w*|texted)\b.*\b(?:forget|delete|remove|erase|wipe)",
    re.IGNORECASE,
)
_POLITE: Final = re.compile(r"(?:please |hey |sebastian,? )*(?:can|could|would|will) you\b", re.IGNORECASE)
_BY_OTHERS: Final = re.compile(
    r"^(?!我|俺|咱|请|麻烦|你|您|把|将|那|这|关于|有关|以前|之前|刚|上次)[^，。]{1,12}?(?:说|让|叫|要求|建议|劝|命令|告诉)(?:要|我|你|用户|大家)*"
    rf"[^，。]{{0,8}}?{_VERB}|^(?:他|她|它|人家|大家|有人)们?[^，。]{{0,4}}(?:想|要)[^，。]{{0,12}}{_VERB}"
)
_NEGATED: Final = re.compile(r"(?:别|不要|不用|不必|不能|没有?|不许|勿)(?:帮我|给我|再|去)*" + _VERB)
_SEVERAL: Final = re.compile(
    r"都|全|所有|[这那]些|它们|他们|她们|[两三四五六七八九十2-9][条个件]|\b(?:all|both|them|these|those|everything)\b",
    re.IGNORECASE,
)
_ALL: Final = re.compile(r"所有|一切|全部|everything|\ball\b", re.IGNORECASE)
_OF_MEMORY: Final = re.compile(
    r"记忆|记录|记得|东西|信息|资料|内容|数据|事情|memor(?:y|ies)|records?|data|ofmy|aboutme|my|the", re.IGNORECASE
)
_LATIN: Final = re.compile(r"[a-z0-9@.'-]{3,}")
_COMMON: Final = frozenset(
    [
        "the",
        "user",
        "user's",
        "and",
        "that",
        "with",
        "this",
        "what",
        "does",
        "have",
        "from",
        "was",
        "are",
        "for",
        "you",
        "your",
        "mine",
        "say",
        "says",
        "its",
        "not",
        "now",
    ]
)
_HAN: Final = re.compile(r"[\u3400-\u9fff]+")
_CHANGES: Final = re.compile(
    r"改|换|搬|变|新|掉|加|减|处理|报废|不|没|别|取消|推迟|提前|挪|延|错|其实|应该|已经|现在|如今|成了|完|停|戒|离|分手|卖|丢|坏|退|升|涨|降|转|到|又|还|再|"
    r"\b(?:no longer|not|never|now|chang\w*|mov\w*|switch\w*|instead|actually|wrong|quit|stop\w*|cancel\w*|postpon\w*|sold|lost|new|became|turned)\b",
    re.IGNORECASE,
)
# What is in the place of something else now need not name it: 「提车了，换成了电车」.
EXCHANGES: Final = re.compile(r"换成|剪成|染成|烫成|换了|换为|改成|改用|改开|改骑|改吃|改喝|改坐|改穿|改为")
_CORRECTS: Final = re.compile(
    r"不对|不是|错|应该|更正|其实|原来|\b(?:actually|wrong|mistake|correct\w*|not)\b", re.IGNORECASE
)


def refuse_unasked_forgetting(what: str, fact: Fact, turn: Turn, memory: Memory) -> None:
    """Raise unless the user's own words of this turn order that fact to be forgotten.

    Raises:
        NotAsked: `not_asked`.
        TooManyAtOnce: `too_many_at_once`.
    """
    orders = forgetting_in(turn.text)
    if not any(_names(order, what, fact, turn, memory, may_end=len(orders)) for order in orders):
        raise NotAsked("the user did not order this to be forgotten", id=fact.id)
    _refuse_too_many(memory, turn)


def refuse_unrelated_replacing(fact: Fact, draft: Draft, turn: Turn, memory: Memory) -> None:
    """Raise unless the user's words of this turn are about the fact that a draft is to replace.

    Raises:
        NotAsked: `not_asked`.
        TooManyAtOnce: `too_many_at_once`.
    """
    if not _is_about(fact, draft, turn, memory):
        raise NotAsked("the user's words do not touch this fact", id=fact.id)
    _refuse_too_many(memory, turn)


def refuse_lifted(statement: str, turn: Turn, recalled: Iterable[str]) -> None:
    """Raise where a statement only says again what was recalled, or was pasted, and not what the user says. Raises NotAsked."""
    if contained(statement, without_material(turn.text)) >= GROUNDED:
        return
    if any(contained(statement, line) >= _LIFTED for line in (*recalled, turn.text)):
        raise NotAsked("this repeats what was recalled", statement=statement[:40])


def refuse_no_conclusion(draft: Draft, turn: Turn, memory: Memory, recalled: Iterable[str]) -> None:
    """Raise where an inference only repeats what was recalled or said, or one turn has drawn as many as it may.

    Raises:
        NotAsked: `not_asked`.
        TooManyAtOnce: `too_many_at_once`.
    """
    if any(contained(draft.statement, line) >= _LIFTED for line in (*recalled, turn.text)):
        raise NotAsked("this concludes nothing", statement=draft.statement[:40])
    if not turn.id:  # drawn outside any turn
        return
    drawn = [
        change
        for change in memory.changes(turn.id)
        if change.op == "derived" and memory.get(change.id).rule == draft.rule
    ]
    if len(drawn) >= MOST_DRAWN:
        raise TooManyAtOnce(f"a model may draw {MOST_DRAWN} conclusions in a turn", limit=MOST_DRAWN)


def forgetting_in(said: str) -> list[str]:
    """The clauses of the speaker's own that order something to be forgotten."""
    found = []
    for clause in clauses(own_words(said)):
        text = clause.text.strip(" ？?")
        if (
            clause.act == "suppose"
            or len(text) > _LONGEST_ORDER
            or any(form.search(text) for form in (_BY_OTHERS, _NEGATED, _NOT_ENGLISH))
        ):
            continue
        may_order = clause.act != "ask" or _POLITE.match(text)
        if clause.act == "forget" or _BARE.fullmatch(text) or (may_order and _ENGLISH.search(text)):
            found.append(text)
    return found


def _names(order: str, what: str, fact: Fact, turn: Turn, memory: Memory, *, may_end: int) -> bool:
    """Whether an order names a fact: by words that it holds, by what code finds for them, or by pointing at it.

    Where only recall speaks for it, or it is pointed at, as many may go as there are orders. To forget everything is asked back
    by code, and no model does it.
    """
    thing = content(_ENGLISH.sub("", wanted(order)))
    if _ALL.search(order) and not content(_ALL.sub("", _OF_MEMORY.sub("", thing))):
        return False
    is_first = len(_ended(memory, turn)) < may_end
    if _BARE.fullmatch(order) or not thing:
        return is_first or bool(_SEVERAL.search(order))
    matter = f"{fact.subject} {fact.attribute} {fact.value} {fact.statement}"
    if _share(wanted(order) if thing.isascii() else thing, matter) >= GROUNDED:
        return True
    is_said = what != fact.id and _share(what, order) >= GROUNDED
    return is_first and (is_said or fact in meant(order, memory, now=turn.said_at))


def _is_about(fact: Fact, draft: Draft, turn: Turn, memory: Memory) -> bool:
    """Whether a draft, whose words are the user's, takes the place of a fact: in a slot for one value, as its opposite, or
    because the user speaks of what it says and of a change or an error."""
    said = own_words(turn.text)
    ended = ended_by(draft, memory)
    if ended is not None and ended.id == fact.id:
        return True
    corrected = corrects(said) or bool(_CORRECTS.search(said))
    if fact.attribute == NAME and draft.attribute != NAME and not corrected:
        return False  # what somebody does leaves what they are called
    if fact.value and _share(fact.value, said) >= GROUNDED:
        return True
    if holds_one(fact.attribute) and (fact.subject, fact.attribute) == (draft.subject, draft.attribute):
        return corrected or speaks_of(fact.attribute, said)
    same = bool(fact.attribute) and (fact.subject, fact.attribute) == (draft.subject, draft.attribute)
    if corrected and same and fact.subject != OWNER_SUBJECT and fact.subject in said:
        return True
    if corrected and denied_of(fact, said):
        return True
    if draft.attribute in (fact.attribute, "") and EXCHANGES.search(said):
        return True
    shares = _share(fact.value or fact.statement, said) > 0 or shares_type(fact.statement, said)
    return shares and (corrected or bool(_CHANGES.search(said)))


def _share(part: str, whole: str) -> float:
    """The share of a text's pairs of Chinese characters and of its Latin words and numbers that another holds, 0 to 1."""
    pieces = _pieces(part)
    return len(pieces & _pieces(whole)) / len(pieces) if pieces else 0.0


def _pieces(text: str) -> set[str]:
    latin = {word for word in _LATIN.findall(text.lower()) if word not in _COMMON}
    return latin | {pair for run in _HAN.findall(text) for pair in bigrams(run)}


def _refuse_too_many(memory: Memory, turn: Turn) -> None:
    if len(_ended(memory, turn)) >= MOST_ENDED:
        raise TooManyAtOnce(f"a model may end {MOST_ENDED} facts in a turn", limit=MOST_ENDED)


def _ended(memory: Memory, turn: Turn) -> list[str]:
    """The facts that were told and that this turn has ended so far."""
    return [
        change.before.id if change.before is not None else change.id
        for change in memory.changes(turn.id)
        if (change.op == "retracted" or change.before is not None) and not memory.get(change.id).is_derived
    ]
