"""Chats between people: only the owner's own lines are the owner's words."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from agent.importing.item import Item
from store.errors import OwnerNeeded

# What programs write instead of the name of whoever exported the chat.
_SELF: Final = frozenset({"我", "You"})


@dataclass(frozen=True, slots=True)
class Spoken:
    """A line of a chat and whose it is; `is_owner` where the file itself says so."""

    name: str
    item: Item
    is_owner: bool = False


def owners(spoken: Iterable[Spoken], owner: str) -> list[Item]:
    """Give the owner's lines.

    Args:
        spoken: all lines.
        owner: the owner's name in the file; empty to take the file's own word for it.

    Raises:
        OwnerNeeded: `owner_needed`, the file does not say who the owner is, or nobody of that name speaks in it.
    """
    lines = list(spoken)
    names = Counter(line.name for line in lines if line.name)
    if owner:
        chosen = [line.item for line in lines if line.name == owner]
    else:
        chosen = [line.item for line in lines if line.is_owner or line.name in _SELF]
    if lines and not chosen:
        told = [name for name, _ in names.most_common(20)]
        raise OwnerNeeded(f"none of the {len(names)} speakers is known to be the owner", names="、".join(told))
    return chosen
