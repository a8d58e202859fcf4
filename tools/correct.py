"""Find the fact that a change or a correction is about, and mend it without losing what else it says.

"刚才说错了，应该是8月24日" names neither the fact nor its subject. What can be told from the words, in this order: an id;
the words that are denied ("不是初二"); the slot; a value of the same type (a date for a date); the words in common; and
among equals the fact told last.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from store.contract import Memory
from store.facts import Draft, Fact, Interval
from tools.admit import happened_in
from tools.endings import ended_by
from tools.slip import DAY_ONLY, bare_value, slipped, statement_with, with_value, with_year
from tools.slots import OWNER_SUBJECT, holds_one, kin_at_end, kin_at_start
from tools.wording import contained, content

_DENIED: Final = re.compile(
    r"(?:不是|并不是|并非|而不是|没有?在|不在|不叫|不姓|not )([^，。！？；,.!?;]{1,20}?)(?:了|上过班|过)?(?=$|[，。！？；,.!?;])"
)
_MISTAKEN: Final = re.compile(
    r"(?:^|[，。！？；,.!?;])([^，。！？；,.!?;我]{1,16}?)(?:年|那个|那条)?是我(?:自己)?(?:当时|之前|上次)?(?:记|说|写|看|听|打)(?:错|混|岔|反|串|颠倒)"
)
_DATE: Final = re.compile(
    r"(?:\d{4}年)?(?:农历)?\d{1,2}月\d{1,2}[日号]|\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{4}年(?:\d{1,2}月)?|[一二三四五六七八九十]{1,2}月[初一二三四五六七八九十廿]{1,3}[日号]?"
)
_AMOUNT: Final = re.compile(
    r"(?:\d+(?:\.\d+)?|[一二三四五六七八九十百千两半]+)\s*(?:个月|年|天|周|岁|元|块|万|公斤|斤|厘米|米|次|个|人|口|号楼|楼|层|个小时|小时)"
)
_PUTS_RIGHT: Final = re.compile(r"不对|不是|错|更正|口误|[记说]岔|其实")
_SPEAKER: Final = re.compile(r"[我你您咱俺]")
_RECENT: Final = timedelta(hours=12)
_ENOUGH: Final = 1.0
_SAYS_MORE: Final = re.compile(rf"[，。,；]|{OWNER_SUBJECT}|我")
_LONGEST_VALUE: Final = 24  # characters


@dataclass(frozen=True, slots=True)
class Hint:
    """What is known of the fact to be replaced: an id or words for it, and the turn's own words."""

    old: str
    draft: Draft
    said: str
    now: datetime


def denied(said: str) -> list[str]:
    """The words that an utterance takes back: 初二 in 「是初三，不是初二」, 2015 in 「2015是我记混了」."""
    return [match.group(1).strip() for pattern in (_DENIED, _MISTAKEN) for match in pattern.finditer(said)]


def target(hint: Hint, memory: Memory) -> Fact | None:
    """The current fact that `hint` is about; None when nothing speaks clearly for one."""
    facts = memory.facts()
    by_id = next((fact for fact in facts if fact.id == hint.old.strip()), None)
    if by_id is not None:
        return by_id
    if is_bare(hint.draft, hint.said):
        return slipped(_value_in(hint.draft, hint.said), hint.said, memory)
    ended = ended_by(hint.draft, memory)
    if ended is not None:
        return ended
    # what this very turn has put right is not wrong: 「婚礼是21号，20号是我表妹的」
    here = {source.turn for source in hint.draft.sources}
    told = [fact for fact in facts if not (fact.is_derived or {source.turn for source in fact.sources[-1:]} & here)]
    scored = [(_score(fact, hint), fact.recorded_at, fact) for fact in told]
    best = max(scored, key=lambda entry: (entry[0], entry[1]), default=None)
    return best[2] if best is not None and best[0] >= _ENOUGH else None


def is_bare(draft: Draft, said: str) -> bool:
    """Whether a correction gives nothing but a value, which says something only in the place of the wrong one."""
    is_value = not _SAYS_MORE.search(draft.statement) and len(draft.statement) <= _LONGEST_VALUE
    return is_value and bool(bare_value(said))


def mended(old: Fact, draft: Draft, said: str) -> Draft:
    """The correction as a whole statement: the wrong value in the old one replaced, all else of it kept.

    Where the old statement and the correction do not each hold exactly one value of the same type, the correction's own
    words stand.
    """
    draft = replace(draft, valid_from=old.valid_from)  # what is right now was right all along
    bare = _value_in(draft, said) if is_bare(draft, said) else ""
    statement = statement_with(old, bare, said) if bare else _patched(old.statement, draft.statement, said)
    if statement is None:
        if old.attribute and draft.attribute != old.attribute and draft.subject in (old.subject, OWNER_SUBJECT):
            return replace(draft, subject=old.subject, attribute=old.attribute, kind=old.kind)
        return draft
    kept = old.value if old.value and old.value in statement else ""
    new = with_value(old.value, bare, said) if bare else _patched(old.value, draft.statement, said)
    return replace(
        draft,
        statement=statement,
        subject=_patched(old.subject, draft.statement, said) or old.subject,
        attribute=_attribute_mended(old, said),
        value=new or kept or draft.value or bare,
        kind=old.kind,
        happened=_happened(old, draft, statement) if bare else draft.happened if old.happened is not None else None,
        sources=(*old.sources, *draft.sources),
    )


def _value_in(draft: Draft, said: str) -> str:
    """The bare value with its date worked out, but for a mere day, which is of the month that was said before."""
    value = bare_value(said)
    return value if DAY_ONLY.fullmatch(value) else draft.statement


def _happened(old: Fact, draft: Draft, statement: str) -> Interval | None:
    """When it happens now that its value is another; a value that is no date leaves it where it was."""
    if old.happened is None or draft.happened is None:
        return old.happened
    return happened_in(statement, draft.valid_from or old.recorded_at)


def _score(fact: Fact, hint: Hint) -> float:
    draft, said = hint.draft, hint.said
    score = 0.0
    if fact.value and fact.subject != OWNER_SUBJECT and fact.subject in said and fact.value in said:
        score += 1.6  # it speaks of both ends of what is known
    score += sum(1.5 for words in denied(said) if content(words) and content(words) in content(fact.statement))
    same_subject = fact.subject == draft.subject
    if draft.attribute and fact.attribute == draft.attribute:
        score += (1.0 if holds_one(draft.attribute) else 0.3) * (1.0 if same_subject else 0.5)
    if shares_type(fact.statement, draft.statement):
        of_them = same_subject and fact.subject != OWNER_SUBJECT and bool(_PUTS_RIGHT.search(said))
        score += 0.6 if of_them else 0.4
    if same_subject and fact.subject != OWNER_SUBJECT:
        score += 0.5
    elif not same_subject and draft.subject != OWNER_SUBJECT:
        score += 0.4 if _mentions(fact, draft.subject) else -0.6
    score += 0.8 * contained(hint.old or draft.statement, fact.statement) if hint.old else 0.5 * _common(fact, draft)
    score += 0.4 if timedelta(0) <= hint.now - fact.recorded_at <= _RECENT else 0.0
    return score


def _mentions(fact: Fact, subject: str) -> bool:
    return contained(subject, fact.statement) > 0.5 or contained(fact.subject, subject) > 0.5


def _common(fact: Fact, draft: Draft) -> float:
    return max(contained(draft.statement, fact.statement), contained(fact.statement, draft.statement))


def shares_type(one: str, other: str) -> bool:
    """Whether both hold a date, or both an amount."""
    return any(pattern.search(one) and pattern.search(other) for pattern in (_DATE, _AMOUNT))


def _patched(old: str, correction: str, said: str) -> str | None:
    """The old words with the one value of the type that the correction gives replaced by it."""
    for words in denied(said):
        new = _same_type(words, said) or _replacement(words, said)
        if new and words in old:
            return old.replace(words, new)
    for pattern in (_DATE, _AMOUNT):
        before, after = pattern.findall(old), _asserted(pattern, correction, said)
        if len(before) == 1 and len(after) == 1 and before != after:
            return old.replace(before[0], with_year(after[0], before[0]))
    return None


def _asserted(pattern: re.Pattern[str], correction: str, said: str) -> Sequence[str]:
    wrong = denied(said)
    return [found for found in pattern.findall(correction) if not any(found in words for words in wrong)]


def _same_type(wrong: str, said: str) -> str | None:
    """What stands in the place of a denied amount or date: the one other of its type that is said."""
    for pattern in (_DATE, _AMOUNT):
        if pattern.fullmatch(wrong):
            others = {found for found in pattern.findall(said) if found != wrong}
            return others.pop() if len(others) == 1 else None
    return None


def _is_kin(words: str) -> bool:
    kin = kin_at_start(words)
    return kin is not None and kin[0] == words


def _attribute_mended(old: Fact, said: str) -> str:
    """The slot of a relative who is another: 哥哥 where 弟弟 is denied; else the slot as it was."""
    for words in denied(said):
        kin = kin_at_start(words)
        if kin is not None and kin == (words, old.attribute):
            new = kin_at_start(_replacement(words, said) or "")
            return new[1] if new is not None else old.attribute
    return old.attribute


def _replacement(wrong: str, said: str) -> str | None:
    """What stands in the place of the denied words: 「是X，不是Y」 gives X."""
    for match in re.finditer(r"(?<!不)是([^，。！？；,.!?;]{1,20})", said):
        words = match.group(1).strip()
        if _is_kin(wrong):
            words = kin_at_end(words)
        elif _SPEAKER.search(words):
            continue
        if words and words != wrong and wrong not in words and abs(len(words) - len(wrong)) <= 6:
            return words
    return None
