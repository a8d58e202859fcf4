"""What is known by ear alone, and what its names were heard as before they were put right."""

from collections.abc import Callable, Iterable, Iterator

from store.contract import Memory
from store.facts import Fact
from tools.heard.sounds import sound_alike


def was_heard(fact: Fact, memory: Memory) -> bool:
    """Whether the words that a fact was first told in were spoken, so that its names are written by ear."""
    return bool(fact.sources) and memory.turn(fact.sources[0].turn).door == "voice"


def misheard(memory: Memory, names_of: Callable[[Fact], Iterable[str]]) -> Iterator[tuple[str, str]]:
    """Names that were put right, and what they had been heard as: (张三, 张森). It shows in the facts that were corrected."""
    for wrong in memory.facts("retracted"):
        if not wrong.superseded_by or not was_heard(wrong, memory):
            continue
        right = memory.get(wrong.superseded_by)
        for name in names_of(right):
            at = right.statement.find(name)
            heard = wrong.statement[at : at + len(name)] if at >= 0 else ""
            if sound_alike(heard, name) and wrong.statement.replace(heard, name) == right.statement:
                yield name, heard
