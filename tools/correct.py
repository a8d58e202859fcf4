"""Find the fact that a change or a correction is about, and mend it without losing what else it says.

"刚才说错了，应该是8月24日" names neither the fact nor its subject. What can be told from the words, in this order: an id;
the words that are denied ("不是初二"); the slot; a value of the same type (a date for a date); the words in common; and
among equals the fact told last.
"""

import re
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from store.contract import Memory
from store.facts import Draft, Fact, Interval
from tools.admit import happened_in
from tools.clauses import corrects
from tools.denials import DAY_ONLY, denied_of
from tools.endings import ended_by
from tools.patching import as_said, attribute_mended, dates_in, differs_in_value, patched, shares_type
from tools.slip import bare_value, slipped, statement_with, with_value
from tools.slots import OWNER_SUBJECT, holds_one
from tools.wording import contained

_PUTS_RIGHT: Final = re.compile(r"不对|不是|错|更正|口误|[记说]岔|其实")
_RECENT: Final = timedelta(hours=12)
_ENOUGH: Final = 1.0
_IS_A: Final = re.compile(r"是[^，。是]{1,9}(?P<kind>[\u4e00-\u9fff])(?=$|[，,])")
_SAYS_MORE: Final = re.compile(rf"[，。,；]|{OWNER_SUBJECT}|我")
_LONGEST_VALUE: Final = 24  # characters


@dataclass(frozen=True, slots=True)
class Hint:
    """What is known of the fact to be replaced: an id or words for it, and the turn's own words."""

    old: str
    draft: Draft
    said: str
    now: datetime


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
    bare = as_said(bare, dates_in(old.statement), said)
    statement = statement_with(old, bare, said) if bare else patched(old.statement, draft.statement, said)
    if statement is None:
        if old.attribute and draft.attribute != old.attribute and draft.subject in (old.subject, OWNER_SUBJECT):
            return replace(draft, subject=old.subject, attribute=old.attribute, kind=old.kind)
        return draft
    kept = old.value if old.value and old.value in statement else ""
    new = with_value(old.value, bare, said) if bare else patched(old.value, draft.statement, said)
    return replace(
        draft,
        statement=statement,
        subject=patched(old.subject, draft.statement, said) or old.subject,
        attribute=attribute_mended(old, said),
        value=new or kept or draft.value or bare,
        kind=old.kind,
        happened=_happened(old, draft, statement),
        sources=(*old.sources, *draft.sources),
    )


def _value_in(draft: Draft, said: str) -> str:
    """The bare value with its date worked out, but for a mere day, which is of the month that was said before.

    A single character was told with the verb before it.
    """
    value = bare_value(said)
    return value if DAY_ONLY.fullmatch(value) or len(value) == 1 else draft.statement


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
    score += 1.5 if denied_of(fact, said) else 0.0
    same_subject = fact.subject == draft.subject
    if draft.attribute and fact.attribute == draft.attribute:
        score += (1.0 if holds_one(draft.attribute) else 0.3) * (1.0 if same_subject else 0.5)
    if shares_type(fact.statement, draft.statement):
        of_them = same_subject and fact.subject != OWNER_SUBJECT and bool(_PUTS_RIGHT.search(said))
        score += 0.6 if of_them else 0.4
    if same_subject and corrects(said) and differs_in_value(fact.statement, draft.statement):
        score += 0.5
    if same_subject and corrects(said) and _are_of_one_kind(fact.statement, draft.statement):
        score += 0.6
    if same_subject and fact.subject != OWNER_SUBJECT:
        score += 0.5
    elif not same_subject and draft.subject != OWNER_SUBJECT:
        score += 0.4 if _mentions(fact, draft.subject) else -0.6
    score += 0.8 * contained(hint.old or draft.statement, fact.statement) if hint.old else 0.5 * _common(fact, draft)
    score += 0.4 if timedelta(0) <= hint.now - fact.recorded_at <= _RECENT else 0.0
    return score


def _are_of_one_kind(one: str, other: str) -> bool:
    """Whether both say what somebody is, in words that end alike: 东北人 and 内蒙人."""
    kinds = [found["kind"] for words in (one, other) if (found := _IS_A.search(words))]
    return len(kinds) == 2 and kinds[0] == kinds[1]


def _mentions(fact: Fact, subject: str) -> bool:
    return contained(subject, fact.statement) > 0.5 or contained(fact.subject, subject) > 0.5


def _common(fact: Fact, draft: Draft) -> float:
    return max(contained(draft.statement, fact.statement), contained(fact.statement, draft.statement))
