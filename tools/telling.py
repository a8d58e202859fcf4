"""A memory as the sentence that a model is shown: with its dates, what follows for today, and what the question had wrong."""

import re
from datetime import datetime
from typing import Final

from store.facts import Fact, Turn
from tools.excerpt import excerpt
from tools.premise import mistake
from tools.rules import notes
from tools.rules.reckoning import remarks
from tools.slots import holds_one
from tools.when.grammar import say_day

# Before what was computed for a question and rests on no memory.
COMPUTED: Final = "系统算好的："
# Before what a question takes for granted and memory knows otherwise.
NOT_AS_ASKED: Final = "与所问不符："
MOST_OF_A_TURN: Final = 400  # characters
# Below and from these a model's confidence in its inference is told as little and much.
_UNSURE: Final = 0.5
_SURE: Final = 0.8
_AS_OF: Final = re.compile(r"^按[^：]{4,16}算：")  # the reader is told what day it is
_NOMINAL_AGE: Final = re.compile(r"，虚岁\d+岁")


def worded(item: Fact | Turn, query: str, now: datetime, *, is_oldest: bool = False) -> str:
    """A fact or turn as a sentence that stands alone, with when it was told and what follows for `now`.

    Args:
        item: the memory.
        query: what it came up for: of long words the part that it is about is given, and what it has wrong is said.
        now: the moment of asking.
        is_oldest: whether older versions were looked for and there are none.
    """
    if isinstance(item, Turn):
        return f"{_day(item.said_at, now)}用户说过：“{excerpt(' '.join(item.text.split()), query, MOST_OF_A_TURN)}”"
    beside = [
        *_validity(item, now),
        *(notes(item, now) if item.status == "current" else []),
        *(remarks(item, query, now) if item.status == "current" else []),
        _remark(item, query, is_oldest),
    ]
    beside = [_AS_OF.sub("", each.strip("（）()")) for each in beside if each]
    text = f"{' '.join(item.statement.split()).rstrip('。.')}（{'；'.join(dict.fromkeys(beside))}）"
    return text if "虚" in query else _NOMINAL_AGE.sub("", text)


def sureness(inference: Fact) -> str:
    """How sure a model was of its inference, in words."""
    confidence = inference.confidence
    if confidence is None or _UNSURE <= confidence < _SURE:
        return "不一定准"
    return "把握较大" if confidence >= _SURE else "把握不大"


def _remark(fact: Fact, query: str, is_oldest: bool) -> str:
    """What is to be said of a fact because of the question: that it is not as asked, or that nothing older is known."""
    wrong = mistake(query, fact)
    if wrong is not None:
        return f"{NOT_AS_ASKED}{wrong}"
    return "没有更早的记录" if is_oldest and holds_one(fact.attribute) else ""


def _validity(fact: Fact, now: datetime) -> list[str]:
    if fact.status == "superseded" and fact.valid_to is not None:
        return [f"这是{_day(fact.valid_from, now)}到{_day(fact.valid_to, now)}期间的情况，现在已经变了"]
    if fact.rule == "inference":
        return [f"推断，{sureness(fact)}"]
    if fact.is_derived:
        return ["推算得出"]
    return [f"{_day(fact.recorded_at, now)}说的"]


def _day(moment: datetime, now: datetime) -> str:
    return say_day(moment.astimezone(now.tzinfo).date())
