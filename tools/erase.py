"""What goes with a fact that is erased, and the erasure itself.

With a fact go its versions and what was concluded from them; the words of every turn that one of them cites; and the words
of other turns, and facts taken back long ago, that hold its value or statement as it is, unless a fact that stays speaks
of the same: of 「北京」, which others know too, only what told this fact goes.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from store.contract import Memory
from store.facts import Erasure, Fact, Turn
from tools.toolbox import forget_fact
from tools.wording import second_person

_IS_WORD: Final = re.compile(r"[A-Za-z0-9]")
_LEAST: Final = 2  # characters
_LEAST_LATIN: Final = 3  # letters and digits
_LEAST_OF_A_TURN: Final = 6  # characters by which a turn's words are known again


@dataclass(frozen=True, slots=True)
class ErasurePlan:
    """What an erasure takes.

    Args:
        facts: the ids to erase; their versions and conclusions go with them.
        turns: the ids of the turns whose words go.
        words: what nothing that stays holds, and nothing else is to hold either.
        thread_ids: the threads in which those turns were said.
        naming: the ids of current facts that stay although they speak of the same.
    """

    facts: tuple[str, ...]
    turns: tuple[str, ...]
    words: tuple[str, ...]
    thread_ids: tuple[str, ...]
    naming: tuple[str, ...]


def plan(memory: Memory, facts: Iterable[str], *, about: Sequence[str] = (), turns: Iterable[str] = ()) -> ErasurePlan:
    """Say what erasing facts takes.

    Args:
        memory: whose.
        facts: ids, whatever their status.
        about: words to be erased besides, as the name of whom everything is to be erased of.
        turns: ids of turns that go besides.

    Raises:
        FactNotFound: `fact_not_found`.
    """
    known, given = memory.facts("all"), list(facts)
    chosen = _reached(given, memory, known)
    staying = [fact for fact in known if fact.status == "current" and fact.id not in chosen]
    values = {each for fact in chosen.values() if not fact.is_derived for each in (fact.value, fact.statement)}
    values = {each for each in (*values, *about) if _is_telling(each)}
    words = {each for each in values if not any(_speaks(fact, each) for fact in staying)}
    naming = [fact.id for fact in staying if any(_speaks(fact, each) for each in values)]
    chosen |= _taken_back(words, memory, known, chosen)
    also = set(turns)
    gone = {source.turn for fact in chosen.values() for source in fact.sources} | also
    heard = [turn for turn in memory.turns() if not turn.is_erased]
    heard = [turn for turn in heard if turn.id in gone or any(_holds(turn.text, each) for each in words)]
    return ErasurePlan(
        tuple(fact_id for fact_id, fact in chosen.items() if not fact.is_derived or fact_id in given),
        tuple(turn.id for turn in heard),
        tuple(sorted(words | _known_again(chosen.values(), [turn for turn in heard if turn.id not in also]))),
        tuple(sorted({turn.thread_id for turn in heard if turn.thread_id})),
        tuple(naming),
    )


def carry_out(memory: Memory, chosen: ErasurePlan, *, turn_id: str, at: datetime) -> Erasure:
    """Remove from disk what was planned. Raises FactNotFound, StoreError, InvalidInput where there is nothing to erase."""
    return memory.erase(chosen.facts, chosen.turns, turn_id=turn_id, at=at)


def withdraw(memory: Memory, facts: Iterable[str], *, turn_id: str, at: datetime) -> None:
    """Take facts back before they are erased, so that what also rests on others is concluded from those and stays.

    Raises:
        FactNotFound: `fact_not_found`.
    """
    for fact_id in facts:
        last = memory.history(fact_id)[-1]
        if last.status == "current":
            forget_fact(memory, last.id, turn_id=turn_id, at=at)


def _reached(given: Iterable[str], memory: Memory, known: Sequence[Fact]) -> dict[str, Fact]:
    """What goes with facts, by id: their versions, what was merged into one of these, and what was concluded from any."""
    by_id = {fact.id: fact for fact in known}
    resting: dict[str, list[str]] = {}
    for fact in known:
        for other in (*fact.premises, *([fact.merged_into] if fact.merged_into else [])):
            resting.setdefault(other, []).append(fact.id)
    found: dict[str, Fact] = {}
    waiting = [version.id for fact_id in given for version in memory.history(fact_id)]
    while waiting:
        fact = by_id[waiting.pop()]
        if fact.id not in found:
            found[fact.id] = fact
            waiting += resting.get(fact.id, ())
    return found


def _taken_back(
    words: Iterable[str], memory: Memory, known: Sequence[Fact], chosen: dict[str, Fact]
) -> dict[str, Fact]:
    """Facts that no longer hold and say the same, with which no current one would go."""
    found: dict[str, Fact] = {}
    for fact in known:
        if fact.status == "current" or fact.id in chosen or not any(_speaks(fact, each) for each in words):
            continue
        reached = _reached([fact.id], memory, known)
        if all(each.status != "current" for each in reached.values()):
            found |= reached
    return found


def _known_again(gone: Iterable[Fact], heard: Iterable[Turn]) -> set[str]:
    """By what else a thread shows that it holds what goes: statements as they were told, and long enough turns."""
    statements = {fact.statement for fact in gone}
    texts = {turn.text for turn in heard if len(turn.text) >= _LEAST_OF_A_TURN}
    return {each for each in statements | set(map(second_person, statements)) if _is_telling(each)} | texts


def _speaks(fact: Fact, words: str) -> bool:
    return any(_holds(part, words) for part in (fact.statement, fact.value, fact.subject))


def _holds(text: str, words: str) -> bool:
    """Whether a text holds words as they are, Latin ones and numbers not within longer ones."""
    if words.lower() not in text.lower():
        return False
    before = r"(?<![A-Za-z0-9])" if _IS_WORD.match(words[0]) else ""
    after = r"(?![A-Za-z0-9])" if _IS_WORD.match(words[-1]) else ""
    return re.search(f"{before}{re.escape(words)}{after}", text, re.IGNORECASE) is not None


def _is_telling(words: str) -> bool:
    """Whether words are long enough to be known again; a single character or digit is anywhere."""
    return len(words) >= (_LEAST_LATIN if words.isascii() else _LEAST)
