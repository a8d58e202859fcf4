"""Mend what rested on facts that are gone, to any depth.

Source: Doyle, "A Truth Maintenance System" (1979): whatever rests on them is doubted first, and stands again only on
grounds of which nothing is in doubt, so that no two conclusions ever hold each other up.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from difflib import SequenceMatcher

from store.contract import Memory
from store.facts import Draft, Fact, How, Justification
from store.records import seq_of
from tools.rules.catalog import MENDED, RULES
from tools.rules.grounds import keep_grounds, restated, says_same, stand_in
from tools.rules.rule import Rule

_BY_NAME = {rule.name: rule for rule in RULES}


def is_computed(rule: str) -> bool:
    """Whether this is the name of a rule, whose conclusions are computed; all else is a model's inference."""
    return rule in _BY_NAME or rule in MENDED


class Cascade:
    """The conclusions that rest on facts that are gone, while it is decided which of them stand."""

    def __init__(self, memory: Memory, gone: Mapping[str, Fact | None], *, turn_id: str, at: datetime) -> None:
        self._memory = memory
        self._turn_id = turn_id
        self._at = at
        self._gone = dict(gone)  # by the id of each what took its place
        self._doubtful = _resting_on(memory, gone)
        self._stand: list[tuple[Fact, Fact]] = []  # what stands again: as it was, and as it is
        self._known: _Known | None = None

    def run(self) -> list[Fact]:
        """Decide all, and write it down; gives the facts that took the place of old conclusions."""
        while self._decide_some():
            pass
        lost = {fact.id: tuple(self._fallen(fact)) for fact in self._doubtful.values()}
        if lost:
            self._memory.unsupport(lost, turn_id=self._turn_id, at=self._at)
        for old, new in self._stand:
            if says_same(old, new):
                keep_grounds(self._memory, new, old.alternatives, turn_id=self._turn_id, at=self._at)
        return [self._memory.get(new.id) for _, new in self._stand]

    def _decide_some(self) -> bool:
        """Look at each doubtful conclusion once, premises before what rests on them; whether it pays to look again."""
        before = len(self._stand)
        for old in list(self._doubtful.values()):
            draft = self._computed(old) or self._on_other_grounds(old) or _as_told(old)
            if draft is not None:
                self._put(old, draft)
        return before < len(self._stand) and bool(self._doubtful)

    def _put(self, old: Fact, draft: Draft) -> None:
        new = self._memory.update(old.id, draft, how=self._how(old, draft), turn_id=self._turn_id, at=self._at)
        del self._doubtful[old.id]
        self._gone[old.id] = new
        self._stand.append((old, new))
        if self._known is not None:
            self._known.add(new)

    def _how(self, old: Fact, draft: Draft) -> How:
        """A computed conclusion changes as its premise did: a corrected one never was true, and neither was what it led to.

        One that merely rests on something else was never wrong: its new version has always been true, and is all that is
        left of it, unless it has words of the owner's, which hold.
        """
        if not is_computed(draft.rule):
            return "change" if old.sources else "correction"
        cause = next(each for each in old.premises if each in self._gone)
        return "correction" if self._memory.get(cause).status == "retracted" else "change"

    def _computed(self, old: Fact) -> Draft | None:
        """The same rule's conclusion for the same slot, from what took a premise's place or from other facts."""
        if not is_computed(old.rule):
            return None
        if self._known is None:
            self._known = _Known([fact for fact in self._memory.facts() if fact.id not in self._doubtful])
        if old.rule in MENDED:
            return MENDED[old.rule](old, self._known.facts)
        successors = [self._gone[each] for each in old.premises if each in self._gone]
        return self._known.concluded(_BY_NAME[old.rule], old, [fact for fact in successors if fact is not None])

    def _on_other_grounds(self, old: Fact) -> Draft | None:
        """The conclusion on grounds that hold: its own, where what took a premise's place says the same, or others."""
        if not is_computed(old.rule) and (premises := self._standing(old.premises)):
            return restated(old, Justification(old.rule, premises))
        for each in old.alternatives:
            if premises := self._standing(each.premises):
                return restated(old, Justification(each.rule, premises))
        return None

    def _standing(self, premises: Sequence[str]) -> tuple[str, ...] | None:
        """What stands for each of these premises; None where one has fallen or is in doubt."""
        standing = []
        for premise in premises:
            stands = self._stand_in(premise)
            if stands is None or stands.id in self._doubtful:
                return None
            standing.append(stands.id)
        return tuple(standing)

    def _stand_in(self, premise: str) -> Fact | None:
        if premise in self._doubtful:
            return None
        if premise not in self._gone:
            return stand_in(self._memory, premise)
        successor = self._gone[premise]
        if successor is None:
            return None
        return successor if says_same(successor, self._memory.get(premise)) else None

    def _fallen(self, fact: Fact) -> list[str]:
        """The premises that a conclusion has lost."""
        return [premise for premise in fact.premises if self._stand_in(premise) is None]


class _Known:
    """The facts of which none is in doubt, to compute from; what was computed is not computed again."""

    def __init__(self, facts: Sequence[Fact]) -> None:
        self.facts: list[Fact] = []
        self._by_id: dict[str, Fact] = {}
        self._by_subject: dict[str, list[Fact]] = {}
        self._drafts: dict[tuple[str, str], tuple[int, list[Draft]]] = {}
        for fact in facts:
            self.add(fact)

    def add(self, fact: Fact) -> None:
        """Take up a fact that stands."""
        self.facts.append(fact)
        self._by_id[fact.id] = fact
        self._by_subject.setdefault(fact.subject, []).append(fact)

    def concluded(self, rule: Rule, old: Fact, successors: Sequence[Fact]) -> Draft | None:
        """What the rule says now for the slot of an old conclusion, from the successors first and others after them."""
        cited = (self._by_id[each] for each in old.premises if each in self._by_id)
        others = {fact.id: fact for fact in (*cited, *self._by_subject.get(old.subject, ()))}
        for trigger in (*successors, *sorted(others.values(), key=lambda fact: seq_of(fact.id))):
            if trigger.status == "current" and (draft := self._likest(rule, trigger, old)) is not None:
                return draft
        return None

    def _likest(self, rule: Rule, trigger: Fact, old: Fact) -> Draft | None:
        """Of what follows from a fact for this slot what is worded most like the old conclusion."""
        key = (rule.name, trigger.id)
        since, drafts = self._drafts.get(key, (-1, []))
        found = [draft for draft in drafts if _same_slot(draft, old)]
        if not found and since < len(self.facts):  # facts that were not known then may complete it
            drafts = rule.conclude(trigger, self.facts)
            self._drafts[key] = (len(self.facts), drafts)
            found = [draft for draft in drafts if _same_slot(draft, old)]
        if len(found) < 2:
            return next(iter(found), None)
        return max(found, key=lambda draft: SequenceMatcher(None, draft.statement, old.statement).ratio())


def _resting_on(memory: Memory, gone: Iterable[str]) -> dict[str, Fact]:
    """All that rests on these by its premises, to any depth; oldest first, and so premises before what rests on them."""
    found: dict[str, Fact] = {}
    waiting = list(gone)
    while waiting:
        for fact in memory.dependents(waiting.pop()):
            if fact.id not in found:
                found[fact.id] = fact
                waiting.append(fact.id)
    return dict(sorted(found.items(), key=lambda each: seq_of(each[0])))


def _as_told(old: Fact) -> Draft | None:
    """What the user has told since it was concluded, which stands on their words; None where they told nothing."""
    if not old.sources:
        return None
    return Draft(
        old.statement, old.kind, old.subject, old.attribute, old.value,
        happened=old.happened, valid_from=old.valid_from, sources=old.sources,
    )  # fmt: skip


def _same_slot(draft: Draft, old: Fact) -> bool:
    """Whether a conclusion takes the place of an old one; a relation only of the same person, an expiry of the same
    thing."""
    if draft.attribute != old.attribute:
        return False
    return draft.subject == old.subject or (old.attribute == "到期日" and _overlap(draft.subject, old.subject))


def _overlap(one: str, other: str) -> bool:
    return bool(one and other) and (one in other or other in one)
