"""Why something is remembered: the tree of premises, down to the words that were said and the day they were."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from store.contract import Memory
from store.facts import ERASED_WORDS, Door, Fact, Turn
from tools.heard import names_in, spelled
from tools.recollect import recollect
from tools.rules.grounds import stand_in
from tools.telling import sureness
from tools.when.grammar import say_day
from tools.wording import second_person

_ASKS: Final = re.compile(
    r"^(?:那|可是?|但是?|咦|哎)?(?:你|您)(?:是)?(?:怎么|咋|如何|从哪儿?|从哪里|哪儿|哪里)(?:会|就)?(?:知道|晓得|得知|看出来?|推断|推出|算出|听说|记得|记住)(?:来)?(?P<what>.*?)(?:的|呢|呀|啊|了)*$|"
    r"^(?:你|您)?(?:为什么|为啥|凭什么|怎么)(?:会|就|要)?(?:说|觉得|认为|以为|断定|知道|记得)(?P<claim>.*?)(?:的|呢|呀|啊)*$|"
    r"^(?:这|那)?(?:有)?(?:什么|啥)?(?:依据|根据|理由|出处)(?:是什么|是啥|呢|吗)?$|"
    r"^how (?:do|did) you know(?: that| about)?(?P<that>.*)$",
    re.IGNORECASE,
)
_SHORT: Final = 40  # characters of a quote in an answer
_SPOKEN: Final[dict[Door, str]] = {"text": "说", "voice": "对我说", "import": "在别处说", "mcp": "对别的助手说"}
_MOST_QUOTES: Final = 2


@dataclass(frozen=True, slots=True)
class Quote:
    """The words of a turn that a fact rests on."""

    turn: Turn
    words: str


@dataclass(frozen=True, slots=True)
class Why:
    """A fact, the words that say it, and the facts that it follows from, each with its own reasons.

    It follows from its premises, and from each of the alternatives by itself.
    """

    fact: Fact
    quotes: tuple[Quote, ...]
    premises: tuple["Why", ...]
    alternatives: tuple[tuple["Why", ...], ...] = ()


def why(memory: Memory, fact_id: str) -> Why:
    """Give the reasons for a fact, whatever its status; its alternatives as far as they hold. Raises FactNotFound."""
    return _reasons(memory, memory.get(fact_id), frozenset())


def _reasons(memory: Memory, fact: Fact, above: frozenset[str]) -> Why:
    """The tree from here on; `above` are the ids of what rests on it, which are no reason for it."""
    above |= {fact.id}
    standing = ([stand_in(memory, premise) for premise in each.premises] for each in fact.alternatives)
    held = ([each for each in facts if each is not None and each.id not in above] for facts in standing)
    return Why(
        fact,
        tuple(Quote(memory.turn(each.turn), each.quote) for each in fact.sources if each.quote != ERASED_WORDS),
        tuple(_reasons(memory, memory.get(premise), above) for premise in fact.premises),
        tuple(
            tuple(_reasons(memory, each, above) for each in facts)
            for facts, alternative in zip(held, fact.alternatives, strict=True)
            if len(facts) == len(alternative.premises)
        ),
    )


def what_is_questioned(said: str) -> str | None:
    """What an utterance asks the grounds of: its words, "" for what was just talked of; None where it asks no such thing."""
    found = _ASKS.search(said.strip(" 。？！?!."))
    if found is None:
        return None
    return (found["what"] or found["claim"] or found["that"] or "").strip(" ，,")


def reasons(said: str, memory: Memory, *, now: datetime, exclude_turn: str) -> Why | None:
    """The reasons for what a 「你怎么知道的？」 means: what it names, else what the owner's last words were about."""
    about = what_is_questioned(said)
    if about == "":
        before = [turn for turn in memory.turns() if turn.id != exclude_turn]
        about = before[-1].text if before and not before[-1].is_erased else ""
    if not about:
        return None
    found = recollect(about, memory, now=now, exclude_turn=exclude_turn)
    known = {fact.id for fact in memory.facts()}
    fact_id = next((one.id for one in found if one.id in known), None)
    return why(memory, fact_id) if fact_id is not None else None


def told_why(tree: Why, now: datetime) -> str:
    """The reasons as a Chinese answer, premises after what rests on them, down to who said what when."""
    return "\n".join(_sentences(tree, now, set()))


def _sentences(tree: Why, now: datetime, told: set[str]) -> Iterator[str]:
    """One sentence for a fact, and after it those for what it rests on, as far as they were not told before."""
    if tree.fact.id in told:
        return
    told.add(tree.fact.id)
    statement = second_person(tree.fact.statement)
    if tree.premises:
        is_inference = tree.fact.rule == "inference"
        how = f"推断出来的，{sureness(tree.fact)}" if is_inference else f"推算出来的（{tree.fact.rule}）"
        others = "".join(f"；由{_named(each)}也能得出" for each in tree.alternatives)
        yield f"“{statement}”是由{_named(tree.premises)}{how}{others}。"
        for premise in (*tree.premises, *(each for others in tree.alternatives for each in others)):
            yield from _sentences(premise, now, told)
        return
    said = "；".join(_told(quote, now) for quote in tree.quotes[:_MOST_QUOTES])
    yield f"“{statement}”是你告诉我的：{said}{_by_ear(tree)}。" if said else f"“{statement}”是直接记下的。"


def _by_ear(tree: Why) -> str:
    """That names are written as they sounded, where they were only heard: 「张森（zhāng sēn）」."""
    if not tree.quotes or any(quote.turn.door != "voice" for quote in tree.quotes):
        return ""
    names = "、".join(f"{name}（{spelled(name)}）" for name in names_in(tree.fact))
    return f"；名字是听来的：{names}" if names else ""


def _named(premises: Iterable[Why]) -> str:
    return "和".join(f"“{second_person(each.fact.statement)}”" for each in premises)


def _told(quote: Quote, now: datetime) -> str:
    day = say_day(quote.turn.said_at.astimezone(now.tzinfo).date())
    words = " ".join(quote.words.split())
    words = words if len(words) <= _SHORT else words[:_SHORT] + "……"
    return f"{day}你{_SPOKEN[quote.turn.door]}“{words.rstrip('。.')}”"
