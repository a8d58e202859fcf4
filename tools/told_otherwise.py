"""What a new statement tells otherwise of the very thing that is known, whether or not it says that something was wrong.

「扫地机是3月12号买的」 presupposes that it was bought, and tells only when; nobody is both the elder and the younger brother of one's wife.

Source: Chao Yuen Ren, "A Grammar of Spoken Chinese" (1968), 5.3.6, 是……的: what is known is presupposed, and its point is what is new.
"""

import re
from collections.abc import Iterable
from typing import Final

from store.facts import Draft, Fact
from tools.patching import patched
from tools.rules.expiry_terms import began, terms, thing
from tools.rules.kinship import Relation, relations
from tools.slots import OWNER_SUBJECT, canonical_subject
from tools.wording import content

_CLEFT: Final = re.compile(
    r"^(?P<what>[^，。是]{0,14}?)(?:就|其实|应该)?是(?:在|从|于)?\d{4}年\d{1,2}月(?:\d{1,2}[日号])?[^，。]{0,6}?(?P<verb>[\u4e00-\u9fff]{1,2})的(?=$|[，。])"
)
# Of these a thing has one at a time; who buys another of the same name has two warranties.
_STANDING: Final = frozenset({"有效期", "租期", "合同", "期限", "贷款"})
_WHICH: Final = re.compile(rf"^(?:{OWNER_SUBJECT}(?:家)?的?)?(?:[这那](?:[台辆部个只条张套间把家本块])?)?")


def told_otherwise(draft: Draft, facts: Iterable[Fact]) -> Fact | None:
    """The first of the facts of which a draft tells the one thing otherwise; None where it does so of none.

    Args:
        draft: what is told, with its dates worked out.
        facts: current ones, the last told first.
    """
    said = relations(draft)
    told = (fact for fact in facts if not fact.is_derived)
    return next((fact for fact in told if _another_relation(said, fact) or _another_day(draft, fact)), None)


def begun_anew(draft: Draft, facts: Iterable[Fact]) -> Fact | None:
    """The first of the facts whose thing holds for a new term from a later day on: 「健身卡升级成年卡了，从今天重新算」."""
    since, said = began(draft), {term.sort for term in terms(draft)} & _STANDING
    if since is None or not said:
        return None
    for fact in facts:
        was = began(fact)
        if was and was[0] < since[0] and thing(fact) == thing(draft) and said & {term.sort for term in terms(fact)}:
            return fact
    return None


def _another_relation(said: Iterable[Relation], fact: Fact) -> bool:
    """Whether a fact makes somebody another relative of the same person."""
    known = {(canonical_subject(each.owner), each.person): each.word for each in relations(fact)}
    return any(known.get((canonical_subject(each.owner), each.person), each.word) != each.word for each in said)


def _another_day(draft: Draft, fact: Fact) -> bool:
    """Whether a draft says of what a fact tells as done that it was done on another day, which had come when that was told."""
    cleft = _CLEFT.search(draft.statement)
    if cleft is None or draft.happened is None or draft.happened.start > fact.recorded_at:
        return False
    what, verb = content(_WHICH.sub("", cleft["what"])), cleft["verb"]
    is_own = len(verb) > 1 and draft.subject == fact.subject  # 「是3月入职的」, and not 「是3月买的」
    same = what in content(fact.statement) if len(what) > 1 else not what and is_own
    done = f"{verb[-1]}(?=[的了到下])" + (f"|{verb}" if len(verb) > 1 else "")
    return same and bool(re.search(done, fact.statement)) and _patches(draft, fact)


def _patches(draft: Draft, fact: Fact) -> bool:
    """Whether its day is the one day of the fact's words."""
    said = draft.sources[-1].quote if draft.sources else draft.statement
    return patched(fact.statement, draft.statement, said) is not None
