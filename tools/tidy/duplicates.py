"""Find current facts that say the same. A wrong merge loses a memory, so that whatever is in doubt stays apart."""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Final, NamedTuple

from store.facts import Fact
from tools.tidy.claims import Claim, by_slot, claim

# Statements that share a clause and are compared pair by pair; where more do, it is too common to tell anything.
_MOST_SHARING: Final = 32
# In a further clause, what may turn the first one round or is about somebody or something else.
_MATTER: Final = re.compile(
    r"\d|[a-z]|不|没|无|未|别|非|但|可是|不过|然而|却|后来|以前|曾|从前|原来|本来|之前|当时|小时候|想|要|打算|准备|计划|可能|也许|好像|似乎|如果|"
    r"听说|据说|差点|停|戒|再|取消|改|换|只|最|比|除|才|他|她|它|你|叫|姓|名|另|又|还|也|"
    r"红|黄|蓝|绿|白|黑|灰|紫|粉|橙|棕|银|金|妈|爸|哥|弟|姐|妹|儿子|女|爷爷|奶奶|公公|外公|婆|丈夫|妻|朋友|男友|同事|老师|同学"
)


Read = tuple[Fact, Claim]


class Merge(NamedTuple):
    """Two facts that say the same: the one that stays and the one that goes."""

    kept: Fact
    gone: Fact


def duplicates(facts: Sequence[Fact], apart: Collection[str] = ()) -> list[Merge]:
    """The merges to make, in the order in which to make them.

    Of two, the one that says more is kept, else the one that fills a slot, else the older.

    Args:
        facts: oldest first.
        apart: ids of facts that are to be left alone.
    """
    told = [fact for fact in facts if fact.status == "current" and not fact.is_derived and fact.id not in apart]
    read = {fact.id: claimed for fact in told if (claimed := claim(fact)).clauses}
    merges, left = _equal((fact, read[fact.id]) for fact in told if fact.id in read)
    by_slots, left = _equal((fact, by_slot(fact, claimed)) for fact, claimed in left)
    return [*merges, *by_slots, *_contained(left)]


def _equal(facts: Iterable[Read]) -> tuple[list[Merge], list[Read]]:
    """Merge facts with one claim; gives also those that are left, in their order."""
    groups: dict[Claim, list[Fact]] = defaultdict(list)
    for fact, claimed in facts:
        groups[claimed].append(fact)
    merges = [merge for members in groups.values() for merge in _same(members)]
    gone = {merge.gone.id for merge in merges}
    left = [(fact, claimed) for claimed, members in groups.items() for fact in members if fact.id not in gone]
    return merges, left


def _same(members: Sequence[Fact]) -> list[Merge]:
    """Merge facts that claim the same; those that fill different slots, or one slot differently, stay apart."""
    attributes = {fact.attribute for fact in members if fact.attribute}
    values = {fact.value for fact in members if fact.value}
    if len(attributes) <= 1 and len(values) <= 1:
        return _into_fullest(members)
    slots: dict[tuple[str, str], list[Fact]] = defaultdict(list)
    for fact in members:
        slots[fact.attribute, fact.value].append(fact)
    return [merge for same in slots.values() for merge in _into_fullest(same)]


def _into_fullest(members: Sequence[Fact]) -> list[Merge]:
    """Merge all into the one that fills most of a slot, the oldest of those."""
    kept = max(members, key=lambda fact: bool(fact.attribute) + bool(fact.value))
    return [Merge(kept, fact) for fact in members if fact.id != kept.id]


def _contained(facts: Sequence[Read]) -> Iterator[Merge]:
    """Merge a statement that is some clauses of another with that, the shortest first."""
    sharing: dict[tuple[str, str, str], list[Read]] = defaultdict(list)
    for fact, claimed in facts:
        for clause in dict.fromkeys(claimed.clauses):
            sharing[claimed.subject, claimed.time, clause].append((fact, claimed))
    for fact, claimed in sorted(facts, key=lambda each: len(each[1].clauses)):
        others = sharing[claimed.subject, claimed.time, claimed.clauses[0]]
        if len(others) > _MOST_SHARING or len(others) < 2:
            continue
        kept = next((other for other, more in others if _adds_to(more, claimed) and _fills(other, fact)), None)
        if kept is not None:
            yield Merge(kept, fact)


def _fills(kept: Fact, gone: Fact) -> bool:
    """Whether no slot is lost with the one that goes."""
    return not gone.attribute or (kept.attribute, kept.value) == (gone.attribute, gone.value)


def _adds_to(more: Claim, less: Claim) -> bool:
    """Whether one statement has every clause of the other, and what it has besides leaves them as they are."""
    if len(more.clauses) <= len(less.clauses) or not set(less.clauses) <= set(more.clauses):
        return False
    return not _has_matter(clause for clause in more.clauses if clause not in less.clauses)


def _has_matter(clauses: Iterable[str]) -> bool:
    return any(_MATTER.search(clause) for clause in clauses)
