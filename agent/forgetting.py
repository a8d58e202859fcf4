"""The orders to forget and to erase, carried out by code: what is meant, what is asked back, and what the answer settles."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from agent.erasing import Eraser
from agent.forget_replies import Replies
from store.contract import Memory
from store.facts import Fact, Turn
from tools.confirming import Waiting, waiting
from tools.erase import plan
from tools.excerpt import excerpt
from tools.forget import concluded, means_everything, meant, meant_ever, spoken, topic, wanted
from tools.orders import Order, order_in
from tools.orders.answers import agrees, chosen, declines, may_answer
from tools.toolbox import forget_fact
from tools.wording import content

_MOST_LISTED: Final = 9
_MOST_ERASED: Final = 20
_MOST_QUOTED: Final = 3
_SHORT: Final = 30  # characters of a quote


@dataclass(frozen=True, slots=True)
class Answer:
    """What code answers in the model's place; after an erasure nothing else of the thread may be kept."""

    text: str
    has_erased: bool = False


@dataclass(frozen=True, slots=True)
class _Listed:
    """What an order to erase lists: facts, words besides, and, where no fact says it, turns."""

    facts: list[Fact]
    about: tuple[str, ...]
    turns: list[Turn]


def forgetting(text: str, turn: Turn, memory: Memory, eraser: Eraser) -> Answer | None:
    """Carry out the order that `text` is, or what it answers to the question before; None where it is neither."""
    waits = waiting(turn, memory) if may_answer(text) else None
    if waits is not None:
        answer = _settled(text, waits, turn, memory, eraser)
        if answer is not None:
            return answer
    order = order_in(text)
    if order is None:
        return None
    replies = Replies(english=order.is_english)
    if means_everything(order.what):
        return Answer(replies.everything) if order.is_sure else None
    if not content(wanted(order.what)):  # 「那条记录」, whichever was last spoken of
        return None
    reply = _asked_to_erase(order, turn, memory, replies) if order.erases else _forgotten(order, turn, memory, replies)
    return Answer(reply) if reply is not None else None


def _forgotten(order: Order, turn: Turn, memory: Memory, replies: Replies) -> str | None:
    facts = meant(order.what, memory, now=turn.said_at, is_sure=order.is_sure)
    if len(facts) > 1:
        return replies.which(facts, _MOST_LISTED)
    return _forget(facts, turn, memory, replies) if facts else _not_known(order, turn, memory, replies)


def _forget(facts: Sequence[Fact], turn: Turn, memory: Memory, replies: Replies) -> str:
    for fact in facts:
        if memory.get(fact.id).status == "current":  # it may have fallen with the one before
            forget_fact(memory, fact.id, turn_id=turn.id, at=turn.recorded_at)
    return replies.forgotten(facts)


def _not_known(order: Order, turn: Turn, memory: Memory, replies: Replies) -> str | None:
    conclusion = concluded(order.what, memory)
    if conclusion is not None:
        return replies.concluded(conclusion, [memory.get(premise) for premise in conclusion.premises])
    if not order.is_sure:
        return None
    said = [] if order.erases else _spoken(order, memory, turn)
    return replies.only_said(len(said)) if said else replies.not_known


def _asked_to_erase(order: Order, turn: Turn, memory: Memory, replies: Replies) -> str | None:
    listed = _listed(order, memory, turn)
    if len(listed.facts) > _MOST_ERASED:
        return replies.too_many
    if not (listed.facts or listed.turns):
        return _not_known(order, turn, memory, replies)
    going = plan(
        memory, [fact.id for fact in listed.facts], about=listed.about, turns=[each.id for each in listed.turns]
    )
    quotes = [excerpt(" ".join(each.text.split()), order.what, _SHORT) for each in listed.turns[:_MOST_QUOTED]]
    return replies.sure(listed.facts, len([each for each in going.turns if each != turn.id]), quotes)


def _settled(text: str, waits: Waiting, turn: Turn, memory: Memory, eraser: Eraser) -> Answer | None:
    """What an answer to the question before brings about; None where it is no answer, which lets the order drop."""
    if means_everything(waits.order.what) or memory.changes(waits.turn.id):
        return None  # nothing was asked
    replies = Replies(english=waits.order.is_english)
    if waits.order.erases:
        return _confirmed(text, waits, turn, memory, eraser, replies)
    facts = meant(waits.order.what, memory, now=waits.turn.said_at, is_sure=waits.order.is_sure)
    if len(facts) < 2:
        return None
    if declines(text):
        return Answer(replies.kept)
    picked = chosen(text, facts)
    if not picked:
        return None
    return Answer(_forget(picked, turn, memory, replies) if waits.is_fresh else replies.changed)


def _confirmed(
    text: str, waits: Waiting, turn: Turn, memory: Memory, eraser: Eraser, replies: Replies
) -> Answer | None:
    listed = _listed(waits.order, memory, waits.turn)
    if len(listed.facts) > _MOST_ERASED or not (listed.facts or listed.turns):
        return None
    if declines(text):
        return Answer(replies.kept)
    picked = listed.facts if agrees(text) else chosen(text, listed.facts) or []
    if not picked and not (listed.turns and agrees(text)):
        return None
    if not waits.is_fresh:
        return Answer(replies.changed)
    receipt = eraser(
        memory,
        [fact.id for fact in picked],
        turn_id=turn.id,
        at=turn.recorded_at,
        about=listed.about if len(picked) == len(listed.facts) else (),
        turns=[*(each.id for each in listed.turns), waits.turn.id, turn.id],
    )
    return Answer(replies.erased(receipt), has_erased=True)


def _listed(order: Order, memory: Memory, turn: Turn) -> _Listed:
    facts = meant_ever(order.what, memory)
    about = topic(order.what)
    return _Listed(facts, (about,) if about else (), [] if facts else _spoken(order, memory, turn))


def _spoken(order: Order, memory: Memory, turn: Turn) -> list[Turn]:
    """The turns before this one that tell what is meant, as it is said."""
    return [each for each in spoken(order.what, memory) if each.said_at <= turn.said_at and each.id != turn.id]
