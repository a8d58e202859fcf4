"""What comes to mind for a question: recall, then the version that was true at the time asked about, worded with dates."""

import re
from collections import defaultdict
from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from math import inf
from typing import Final

from store.contract import Memory, Reranker
from store.echo import is_echoed
from store.facts import Change, Fact, Recalled, Turn
from store.tables import was_valid
from tools.asked import facts_asked, slots_asked, values_asked
from tools.before import turn_before
from tools.clauses import CLAIMS, clauses
from tools.ellipsis import leans_on_before, points_back
from tools.others import without_others
from tools.questions import questions
from tools.rerank import reranked, wanted
from tools.rules.reckoning import asks_for_named, named, of_memory, reckoned
from tools.sort_asked import of_sort_asked
from tools.standing import standing
from tools.telling import COMPUTED, worded
from tools.timeline import MOST, Window, timeline
from tools.told_beside import told_beside, told_in
from tools.when import find

LIMIT: Final = 8
# All that is shown together: a Chinese character is at most about one token, so that a question's context stays under 2,000
# tokens whatever is known.
MOST_CHARACTERS: Final = 1800
_LOOKS_BACK: Final = re.compile(
    r"以前|之前|此前|先前|再往前|再早|更早|原来|原先|曾经|曾|从前|过去|那时|当时|那会儿|当年|早先|上一[个份家任]|换过|搬过|改过|旧的|\b(previous(ly)?|used to|before|former(ly)?|old)\b",
    re.I,
)
# 「课表没调的时候」, 「刚办卡那会儿」
_THEN: Final = re.compile(
    r"(?:没|还没|未|刚|才|头一[回次])[^，。？]{1,8}(?:的?时候?|那会儿|那阵子?|那[时年天])|最开始|一开始|起初|最早"
)
# On the scale of store/fusion.py, where a question whose every word is met by the nearest memory scores 8.
_CLEAR: Final = 8.0
_FAR_BEHIND: Final = 0.6
_BEST: Final = 2
_LEADS_UP: Final = 8  # characters
_NOT_BACK: Final = re.compile(r"之前.{0,4}(说|提|告诉|讲|记)|以前.{0,3}(说|提|告诉|讲)过")


@dataclass(frozen=True, slots=True)
class Recollection:
    """One thing remembered, as it is told: `text` stands alone, with its dates; `id` names the fact or turn.

    What was computed for the question and rests on no memory has no id.
    """

    id: str
    text: str
    score: float


def recollect(
    query: str,
    memory: Memory,
    *,
    now: datetime,
    as_of: datetime | None = None,
    window: Window | None = None,
    exclude_turn: str | None = None,
    limit: int = LIMIT,
    reranker: Reranker | None = None,
) -> list[Recollection]:
    """What is relevant to `query` at `now`, best first; empty when nothing is.

    Where the question names a time in the past, or asks what was before, the versions of that time are given; else only
    what holds now. A question about a stretch of time as such (上个月我说过什么) is given what lies in it. Turns are given where
    no fact already says the same. What the question asks that is computed without any fact comes
    first. A reranker, where there is one, has the last word on the order.

    Args:
        query: the question.
        memory: whose.
        now: the moment of asking.
        as_of: what held at that moment instead.
        window: only what was said or happened within [start, end).
        exclude_turn: a turn not to be found.
        limit: how many hits of recall at most.
        reranker: a model's second opinion on them.
    """
    several = questions(query)
    if exclude_turn and leans_on_before(query) and not slots_asked(query):
        before = turn_before(exclude_turn, memory)
        query = f"{before.text}{query}" if before else query
    moment = as_of or _moment_asked(query, now)
    back = _looks_back(query, moment)
    listed = timeline(query, memory, now=now, exclude_turn=exclude_turn)
    found = {item.id: Recollection(item.id, worded(item, query, now), 0.0) for item in listed}
    dates = [mention.interval for mention in find(query, now) if mention.kind == "point" and mention.interval]
    asked = [] if moment or back or window else facts_asked(query, memory)
    asked += _asked_of(moment, query, memory) if moment and not back else []
    asked += named(query, memory.facts(), now) if asks_for_named(query) and not (as_of or window) else []
    valued = [] if as_of or window else values_asked(query, memory)
    told = _told_of(valued, query, memory, moment, back=back)
    just_told = _just_told(query, exclude_turn, memory)
    found |= {fact.id: Recollection(fact.id, worded(fact, query, now), 0.0) for fact in (*just_told, *asked, *told)}
    look = partial(memory.recall, now=now, as_of=as_of, window=window, exclude_turn=exclude_turn, dates=dates)
    best_each = [hit for each in several for hit in _best(look(each, limit=_BEST))]
    hits = _foremost(best_each, look(query, limit=wanted(limit, reranker)))
    hits = without_others(_without_echoes(hits, memory), query, memory)
    hits = _among(found, hits, or_scoring=_CLEAR) if asked and not several else hits  # the slot itself answers
    hits = _begun_by(moment, hits, memory) if moment else hits
    if 0 < len(listed) < MOST:  # all there is of the time asked about; what else came up is of other times
        hits = _among(found, hits)
    for hit in (reranked(query, hits, reranker) or (hits if several else _clear(hits)))[:limit]:
        versions = _versions(hit, memory, moment, back=back)
        for item in versions:
            text = worded(item, query, now, is_oldest=back and len(versions) == 1)
            found.setdefault(item.id, Recollection(item.id, text, hit.score))
    facts = [hit.item for hit in hits if isinstance(hit.item, Fact)]
    called_for = [] if asked else _unsaid(query, memory, facts, is_first=not found)
    called_for += standing(query, memory, now=now, limit=limit)
    for fact in called_for:
        found.setdefault(fact.id, Recollection(fact.id, worded(fact, query, now), 0.0))
    computed = [] if as_of or window else [*reckoned(query, now), *of_memory(query, memory, facts, now)]
    reckoned_now = [Recollection("", f"{COMPUTED}{each}", 0.0) for each in computed]
    return _within_budget([*reckoned_now, *_not_last(found.values(), {fact.id for fact in called_for})])


def _told_of(valued: Sequence[Fact], query: str, memory: Memory, moment: datetime | None, *, back: bool) -> list[Fact]:
    """The versions that a question is about of what has the kind of value it asks for and, where it looks back, of the slots it
    names."""
    of_then = [fact for fact in facts_asked(query, memory) if memory.history(fact.id)[1:]] if back else []
    return [each for fact in (*of_then, *valued) for each in _versions_of(fact, memory, moment, back=back)]


def _unsaid(query: str, memory: Memory, hits: Sequence[Fact], *, is_first: bool) -> list[Fact]:
    """What a question may be after that is unlike its words: told beside the best hit or, where nothing came up, of the sort asked for.

    A question of one's own takes for granted that it was told; one for a slot that is empty is answered by that.
    """
    if hits:
        return told_beside(query, hits[0], memory)
    return of_sort_asked(query, memory) if is_first and not slots_asked(query) else []


def _best(hits: Sequence[Recalled]) -> Sequence[Recalled]:
    """The best of the hits; where that is a turn, the fact behind it too, which may say the same."""
    return hits[: 2 if hits and isinstance(hits[0].item, Turn) else 1]


def _foremost(best: Sequence[Recalled], hits: Sequence[Recalled]) -> list[Recalled]:
    """The hits of a message, before the others what is best for each of several questions in it: that answers as clearly."""
    ids = {hit.item.id for hit in best}
    most = max((_CLEAR, *(hit.score for hit in hits)))
    return [*(replace(hit, score=most) for hit in best), *(hit for hit in hits if hit.item.id not in ids)]


def _not_last(found: Iterable[Recollection], called_for: Container[str]) -> list[Recollection]:
    """The same, with what the question calls for behind the two best: a small model is shown no more than a few."""
    every = list(found)
    best, rest = every[:_BEST], every[_BEST:]
    return [*best, *sorted(rest, key=lambda each: each.id not in called_for)]


def _just_told(query: str, turn_id: str | None, memory: Memory) -> list[Fact]:
    """What was told in the turn before one that opens with 他 or 她: whom it means."""
    before = turn_before(turn_id, memory) if turn_id and points_back(query) else None
    return told_in(before.id, memory) if before else []


def _asked_of(moment: datetime, query: str, memory: Memory) -> list[Fact]:
    """What was so at a moment of the past in the slots that a question asks for."""
    facts = (fact for slot in slots_asked(query) for fact in memory.slot(*slot))
    return [version for fact in facts for version in memory.history(fact.id) if was_valid(version, moment)]


def _among(found: Container[str], hits: Sequence[Recalled], *, or_scoring: float = inf) -> list[Recalled]:
    """The hits that are found already, by id, or score at least so much."""
    return [hit for hit in hits if hit.item.id in found or hit.score >= or_scoring]


def _begun_by(moment: datetime, hits: Sequence[Recalled], memory: Memory) -> list[Recalled]:
    """The hits without what began only after a moment asked about, 「2024年7月8日搬到宁波」 of 2022, and took the place of nothing
    that was so then; all where these are all."""
    begun = [hit for hit in hits if not (isinstance(hit.item, Fact) and _begins_after(hit.item, moment, memory))]
    return begun or list(hits)


def _begins_after(fact: Fact, moment: datetime, memory: Memory) -> bool:
    if fact.kind == "plan" or fact.happened is None or fact.happened.start <= moment:
        return False
    return not any(was_valid(each, moment) for each in memory.history(fact.id))


def _within_budget(found: Iterable[Recollection]) -> list[Recollection]:
    """As many, best first, as fit what may be shown; the first always does."""
    kept: list[Recollection] = []
    room = MOST_CHARACTERS
    for one in found:
        room -= len(one.text)
        if kept and room < 0:
            break
        kept.append(one)
    return kept


def lines(found: Iterable[Recollection]) -> list[str]:
    """One line each, the id first where there is one."""
    return [f"[{one.id}] {one.text}" if one.id else one.text for one in found]


def _looks_back(query: str, moment: datetime | None) -> bool:
    """Whether a question asks what was before, or at a time that it names by what was not yet or just so."""
    if _NOT_BACK.search(query):
        return False
    return bool(_LOOKS_BACK.search(query)) or (moment is None and bool(_THEN.search(query)))


def _moment_asked(query: str, now: datetime) -> datetime | None:
    """The middle of the first past stretch of time that the question names."""
    for mention in find(query, now, tense="past"):
        if mention.kind == "point" and mention.interval is not None and mention.interval.end <= now:
            return mention.interval.start + (mention.interval.end - mention.interval.start) / 2
    return None


def _versions(hit: Recalled, memory: Memory, moment: datetime | None, *, back: bool) -> Sequence[Fact | Turn]:
    """The item itself, or the versions of it that the question is about."""
    if isinstance(hit.item, Turn):
        return [hit.item]
    return _versions_of(hit.item, memory, moment, back=back)


def _versions_of(fact: Fact, memory: Memory, moment: datetime | None, *, back: bool) -> Sequence[Fact]:
    past = [each for each in memory.history(fact.id) if each.status == "superseded"]
    if moment is not None:
        return [each for each in past if was_valid(each, moment)] or [fact]
    return [*reversed(past), fact] if back else [fact]


def _clear(hits: Sequence[Recalled]) -> list[Recalled]:
    """Where one thing clearly answers, leave out what lies far behind it: it could only distract."""
    best = max((hit.score for hit in hits), default=0.0)
    return [hit for hit in hits if best < _CLEAR or hit.score >= _FAR_BEHIND * best]


def _without_echoes(hits: Sequence[Recalled], memory: Memory) -> list[Recalled]:
    """Drop turns that facts among the hits say again, that state what has since ended, or that tell nothing."""
    stated: defaultdict[str, list[str]] = defaultdict(list)
    for hit in hits:
        if isinstance(hit.item, Fact):
            for turn in {source.turn for source in hit.item.sources}:
                stated[turn].append(hit.item.statement)
    return [
        hit
        for hit in hits
        if isinstance(hit.item, Fact)
        or (not is_echoed(hit.item.text, stated[hit.item.id]) and _still_tells(hit.item, memory, stated))
    ]


def _still_tells(turn: Turn, memory: Memory, found: Container[str]) -> bool:
    """Whether a turn tells something that stands: no question, no order to forget, not what a change ended, nor what names an
    error or an end of which the facts it made, in `found`, tell.

    What little stands beside a question and became no fact only leads up to it: 「查快递，我住哪个市？」.
    """
    said = clauses(turn.text)
    told = [clause.text for clause in said if clause.act in CLAIMS]
    changes = memory.changes(turn.id)
    if not changes and any(clause.act == "ask" for clause in said):
        told = [text for text in told if len(text) > _LEADS_UP or "我" in text]
    if not told:
        return False
    if turn.id in found and changes and all(change.op == "updated" for change in changes):
        return False
    return all(change.op != "retracted" and _stands(change, memory) for change in changes)


def _stands(change: Change, memory: Memory) -> bool:
    """Whether what a change made is current, and what it took the place of had been true."""
    corrected = change.before is not None and memory.get(change.before.id).status == "retracted"
    return memory.get(change.id).status == "current" and not corrected
