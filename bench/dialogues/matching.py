"""What a turn may be expected to bring, and whether it did: a comparison of strings, with no model as a judge."""

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

Group = tuple[str, ...]

OPS = frozenset({"saved", "updated", "derived", "retracted", "unsupported", "undone"})
# Changes that put a statement into force: the others name the very statement that they take back.
ASSERTING = frozenset({"saved", "updated", "derived"})
_UNSEEN = re.compile(r"[\s*`\u200b]+")
_NUMERALS = "零〇一二三四五六七八九十百千两"


@dataclass(frozen=True, slots=True)
class Change:
    """One change of memory that is awaited: any of `ops`, with a string of every group in its statement."""

    ops: frozenset[str]
    has: tuple[Group, ...]


@dataclass(frozen=True, slots=True)
class Expectation:
    """What one turn is to bring; an empty field asks for nothing. See README.md for the meaning of each."""

    reply_any: tuple[Group, ...] = ()
    reply_none: Group = ()
    unchanged: bool = False
    changes: tuple[Change, ...] = ()
    memory_none: Group = ()
    current_has: tuple[Group, ...] = ()
    current_none: Group = ()

    @property
    def asks_for_facts(self) -> bool:
        """Whether the current facts have to be fetched to judge it."""
        return bool(self.current_has or self.current_none)


def plain(text: str) -> str:
    """Half width, lower case, without blanks and marks of emphasis."""
    return _UNSEEN.sub("", unicodedata.normalize("NFKC", text).lower())


def contains(text: str, key: str) -> bool:
    """Whether `key` is in `text`, and not as a part of a longer number: 1月5日 is not in 11月5日, nor 三岁 in 二十三岁."""
    key = plain(key)
    pattern = re.escape(key)
    if key[0].isdigit():
        pattern = r"(?<!\d)" + pattern
    elif key[0] in _NUMERALS:
        pattern = f"(?<![{_NUMERALS}])" + pattern
    if key[-1].isdigit():
        pattern += r"(?!\d)"
    return re.search(pattern, plain(text)) is not None


def missed(
    expected: Expectation,
    reply: str,
    memory: Sequence[Mapping[str, Any]] | None,
    facts: Callable[[], Sequence[str]],
) -> list[str]:
    """Name every expectation that was not met; nothing is a pass. `facts` gives the statements of the current facts."""
    changes = memory or ()
    found = [] if plain(reply) else ["the reply is empty"]
    found += [f"the reply lacks {_shown(group)}" for group in _absent(expected.reply_any, [reply])]
    found += [f"the reply has {key}" for key in expected.reply_none if contains(reply, key)]
    if expected.unchanged and changes:
        found.append("memory is to stay unchanged")
    found += [_unmade(change) for change in expected.changes if not any(_makes(made, change) for made in changes)]
    asserted = [str(made["statement"]) for made in changes if made["op"] in ASSERTING]
    found += [f"a change has {key}" for key in expected.memory_none if _anywhere(key, asserted)]
    if expected.asks_for_facts:
        statements = facts()
        found += [f"no current fact has {_shown(group)}" for group in _absent(expected.current_has, statements)]
        found += [f"a current fact has {key}" for key in expected.current_none if _anywhere(key, statements)]
    return found


def _anywhere(key: str, texts: Iterable[str]) -> bool:
    return any(contains(text, key) for text in texts)


def _absent(groups: Iterable[Group], texts: Sequence[str]) -> list[Group]:
    return [group for group in groups if not any(_anywhere(key, texts) for key in group)]


def _makes(made: Mapping[str, Any], change: Change) -> bool:
    statements = [str(made["statement"])]
    if made["op"] not in ASSERTING and made.get("before"):
        statements.append(str(made["before"]["statement"]))
    return made["op"] in change.ops and any(not _absent(change.has, [statement]) for statement in statements)


def _unmade(change: Change) -> str:
    return f"no change {'|'.join(sorted(change.ops))} with {' & '.join(_shown(group) for group in change.has)}"


def _shown(group: Group) -> str:
    return "/".join(group[:4]) + ("/…" if len(group) > 4 else "")
