"""The five things a model may do with memory, as LangGraph tools.

What only the code may choose (whose memory, which turn) is hidden from the model in the runtime's context and state. A
state may hold, in place of a turn's id, a turn that nobody heard (`unheard`): what a tool then does belongs to no turn.
"""

import threading
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from math import isnan
from typing import Any, Final

from langchain_core.messages import HumanMessage, ToolMessage
from langchain_core.tools import BaseTool, tool
from langgraph.prebuilt import ToolRuntime

from store.contract import Memory, Reranker
from store.errors import DuplicateFact, InvalidInput, InvalidTime
from store.facts import Draft, Fact, How, Justification, Kind, Source, Turn
from tools.admit import Proposal, admit, drafted, duplicate_of, refuse_duplicate, same_fact, worded_well
from tools.correct import Hint, is_bare, mended, target
from tools.descriptions import DERIVE, FORGET, RECALL, SAVE, UPDATE
from tools.endings import moved_on
from tools.forget import meant
from tools.recollect import lines, recollect
from tools.rules import engine
from tools.rules.grounds import rests_on
from tools.slots import may_change
from tools.told_otherwise import told_otherwise
from tools.warrant import refuse_lifted, refuse_no_conclusion, refuse_unasked_forgetting, refuse_unrelated_replacing
from tools.wording import as_data, second_person

MemoryOf = Callable[[str], Memory]
Runtime = ToolRuntime[Any, Any]

# Before the question that the model is to ask the user, in what a tool answers.
TO_CONFIRM: Final = "请向用户确认一句："
# What is answered where nothing fits.
NOTHING_FOUND: Final = "没有找到相关的记忆。"

_MAX_PREMISES: Final = 16
_lock = threading.RLock()  # tools of one message run side by side; a check and its write must not interleave


def make_tools(memory_of: MemoryOf, reranker: Reranker | None = None) -> list[BaseTool]:
    """The tools over the memories that `memory_of` gives for a user; a reranker orders what is recalled."""

    def at_hand(runtime: Runtime) -> tuple[Memory, Turn]:
        memory = memory_of(runtime.context.user)
        unheard: Turn | None = runtime.state.get("unheard")
        return memory, unheard or memory.turn(runtime.state["turn_id"])

    @tool(description=RECALL)
    def recall_memory(query: str, runtime: Runtime, as_of: str = "", since: str = "", until: str = "") -> str:
        memory, turn = at_hand(runtime)
        moment = _moment(as_of, turn.said_at) if as_of else None
        window = _window(since, until, turn.said_at) if since or until else None
        found = recollect(
            query, memory, now=turn.said_at, as_of=moment, window=window, exclude_turn=turn.id, reranker=reranker
        )
        return as_data("\n".join(lines(found))) or NOTHING_FOUND

    @tool(description=SAVE)
    def save_memory(
        statement: str,
        runtime: Runtime,
        subject: str = "用户",
        attribute: str = "",
        value: str = "",
        kind: Kind = "other",
    ) -> str:
        memory, turn = at_hand(runtime)
        with _lock:
            refuse_lifted(statement, turn, _recalled(runtime))
            try:
                draft = admit(Proposal(statement, subject, attribute, value, kind), turn, memory)
            except DuplicateFact as known:  # said again: one memory, with both quotes
                memory.cite(known.details["id"], (Source(turn.id, turn.text),), turn_id=turn.id, at=turn.said_at)
                raise
            fact = memory.save(draft, turn_id=turn.id, at=turn.said_at)
            derived = engine.derive(memory, fact, turn_id=turn.id, at=turn.said_at)
        return _told("已记下", [fact, *derived])

    @tool(description=UPDATE)
    def update_memory(
        statement: str,
        runtime: Runtime,
        old: str = "",
        how: How = "change",
        subject: str = "用户",
        attribute: str = "",
        value: str = "",
        kind: Kind = "other",
    ) -> str:
        memory, turn = at_hand(runtime)
        with _lock:
            refuse_lifted(statement, turn, _recalled(runtime))
            draft = drafted(Proposal(statement, subject, attribute, value, kind), turn)
            facts = replace_fact(memory, turn, draft, old=old, how=how)
            doubt = contradiction(memory, facts[0], turn) if how == "change" else None
        return _told("已更新", facts) + (f"\n{TO_CONFIRM}{doubt}" if doubt else "")

    @tool(description=DERIVE)
    def derive_memory(statement: str, premises: list[str], runtime: Runtime, confidence: float = 0.6) -> str:
        memory, turn = at_hand(runtime)
        cited = tuple(dict.fromkeys(premises[:_MAX_PREMISES]))
        sure = 0.6 if isnan(confidence) else min(max(confidence, 0.0), 1.0)
        draft = Draft(statement=worded_well(statement), rule="inference", premises=cited, confidence=sure)
        with _lock:
            known = same_fact(draft, memory)
            if known is None:
                refuse_no_conclusion(draft, turn, memory, _recalled(runtime))
                return _told("已推断", [memory.derive(draft, turn_id=turn.id, at=turn.said_at)])
            if known.is_derived and not rests_on(known, cited):
                more = Justification("inference", cited)
                return _told("已添上又一个依据", [memory.justify(known.id, more, turn_id=turn.id, at=turn.said_at)])
            raise duplicate_of(known)

    @tool(description=FORGET)
    def forget_memory(what: str, runtime: Runtime) -> str:
        memory, turn = at_hand(runtime)
        with _lock:
            fact = _the_one(meant(what, memory, now=turn.said_at))
            refuse_unasked_forgetting(what, fact, turn, memory)
            forget_fact(memory, fact.id, turn_id=turn.id, at=turn.said_at)
        return f"已忘掉：{as_data(fact.statement)}"

    return [recall_memory, save_memory, update_memory, derive_memory, forget_memory]


def replace_fact(memory: Memory, turn: Turn, draft: Draft, *, old: str, how: How) -> list[Fact]:
    """Put a draft in the place of the fact it changes or corrects, or save it where there is none; and all that follows.

    Raises:
        DuplicateFact: `duplicate_fact`, nothing changes.
        NotAsked, TooManyAtOnce: see `tools.warrant`; nothing changes.
    """
    found = target(Hint(old, draft, turn.text, turn.said_at), memory)
    if found is not None and (not may_change(found.attribute) or told_otherwise(draft, [found]) is not None):
        how = "correction"
    if found is None:
        if is_bare(draft, turn.text):
            raise InvalidInput("nothing told lately has a value of this kind", statement=draft.statement[:40])
        refuse_duplicate(draft, memory)
        fact = memory.save(draft, turn_id=turn.id, at=turn.said_at)
    else:
        bare = is_bare(draft, turn.text)
        if not bare:  # of a bare value code alone has found what it puts right
            refuse_unrelated_replacing(found, draft, turn, memory)
        told, draft = draft, mended(found, draft, turn.text) if how == "correction" else moved_on(found, draft)
        is_reworded = draft.statement != told.statement  # the old words with the new value in them are like the old
        if not bare and not (is_reworded and same_fact(draft, memory) == found):
            refuse_duplicate(draft, memory)
        fact = memory.update(found.id, draft, how=how, turn_id=turn.id, at=turn.said_at)
        engine.cascade(memory, found.id, turn_id=turn.id, at=turn.said_at, replaced_by=fact)
    return [fact, *engine.derive(memory, fact, turn_id=turn.id, at=turn.said_at)]


def contradiction(memory: Memory, fact: Fact, turn: Turn) -> str | None:
    """The one short question to ask where what never changes was told otherwise, and not as a correction.

    What was told last stands meanwhile: a word puts it right, and undo brings the old one back.
    """
    before = next((change.before for change in memory.changes(turn.id) if change.id == fact.id), None)
    if before is None or may_change(before.attribute) or before.value == fact.value:
        return None
    old, new = (second_person(each.statement) for each in (before, fact))
    return f"以前记的是“{old}”，这次是“{new}”，以这次的为准，对吗？"


def forget_fact(memory: Memory, fact_id: str, *, turn_id: str, at: datetime) -> None:
    """Retract a fact and what rests on it. Raises FactNotFound, FactNotCurrent."""
    memory.retract(fact_id, turn_id=turn_id, at=at)
    engine.cascade(memory, fact_id, turn_id=turn_id, at=at, replaced_by=None)


def _the_one(facts: list[Fact]) -> Fact:
    if len(facts) == 1:
        return facts[0]
    if not facts:
        raise InvalidInput("nothing that is known fits these words")
    raise InvalidInput("several facts fit", candidates=[f"{fact.id} {fact.statement}" for fact in facts[:5]])


def _moment(text: str, now: datetime) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        raise InvalidTime(f"as_of {text!r} is not an ISO-8601 date") from error
    return moment if moment.tzinfo else moment.replace(tzinfo=now.tzinfo)


def _window(since: str, until: str, now: datetime) -> tuple[datetime, datetime]:
    """[since, until); a day that ends a window belongs to it, and what is left open reaches to the ends of time."""
    start = _moment(since, now) if since else datetime.min.replace(year=1900, tzinfo=now.tzinfo)
    end = _moment(until, now) if until else now
    if len(until) == len("2025-05-01"):
        end += timedelta(days=1)
    if end <= start:
        raise InvalidTime(f"until {until!r} does not lie after since {since!r}")
    return start, end


def _told(verb: str, facts: Iterable[Fact]) -> str:
    return as_data("\n".join(f"{verb} {fact.id}：{fact.statement}" for fact in facts))


def _recalled(runtime: Runtime) -> list[str]:
    """What this turn was shown of memory: the lines recalled by reflex, and those that its tools gave back."""
    results: list[str] = []
    for message in reversed(runtime.state["messages"]):
        if isinstance(message, HumanMessage):
            break
        if isinstance(message, ToolMessage) and message.name == "recall_memory":
            results += message.text.splitlines()
    return [*runtime.state["remembered"], *results]
