"""Dialogues as they are written down, one JSON object a line, read into plain immutable values.

`load` is strict: an unknown key is a mistake of the author's, and would otherwise be an expectation that nobody checks.
"""

import json
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from bench.dialogues.matching import OPS, Change, Expectation, Group, plain

FILE = Path(__file__).with_name("zh.jsonl")


class Malformed(ValueError):
    """A dialogue is not written as README.md says; the message names the line and what is wrong."""


@dataclass(frozen=True, slots=True)
class Turn:
    """What the user says, when (ISO 8601 with a zone), and what that is to bring."""

    at: str
    say: str
    expected: Expectation


@dataclass(frozen=True, slots=True)
class Restart:
    """The server is restarted here, its data kept."""


@dataclass(frozen=True, slots=True)
class Dialogue:
    """One conversation on an empty memory. `id` is a valid `X-Sebastian-User`."""

    id: str
    category: str
    title: str
    turns: tuple[Turn | Restart, ...]

    @property
    def restarts(self) -> bool:
        """Whether the server has to be restarted on the way."""
        return any(isinstance(turn, Restart) for turn in self.turns)

    @property
    def said(self) -> list[Turn]:
        """Its turns without the restarts."""
        return [turn for turn in self.turns if isinstance(turn, Turn)]


def load(file: Path = FILE) -> list[Dialogue]:
    """Read dialogues.

    Raises:
        Malformed: a line is not one.
    """
    return list(_read(file))


def _read(file: Path) -> Iterator[Dialogue]:
    for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1):
        try:
            yield dialogue(json.loads(line))
        except (KeyError, TypeError, ValueError) as wrong:
            raise Malformed(f"{file.name}:{number}: {wrong}") from wrong


def dialogue(written: Mapping[str, Any]) -> Dialogue:
    """Read one dialogue.

    Raises:
        Malformed, KeyError, TypeError, ValueError: it is not one.
    """
    _known(written, {"id", "category", "title", "turns"})
    return Dialogue(
        written["id"], written["category"], written["title"], tuple(_turn(turn) for turn in written["turns"])
    )


def _turn(written: Mapping[str, Any]) -> Turn | Restart:
    if written == {"restart": True}:
        return Restart()
    _known(written, {"at", "say", "expect"})
    if datetime.fromisoformat(written["at"]).tzinfo is None:
        raise Malformed(f"a time without a zone: {written['at']}")
    return Turn(written["at"], written["say"], expectation(written.get("expect", {})))


def expectation(written: Mapping[str, Any]) -> Expectation:
    """Read what is expected of a turn. Raises as `dialogue` does."""
    _known(written, {"memory", "reply_any", "reply_none", "memory_none", "current_has", "current_none"})
    memory = written.get("memory", [])
    if memory != "none" and not isinstance(memory, list):
        raise Malformed(f"memory is neither 'none' nor a list: {memory!r}")
    return Expectation(
        reply_any=_groups(written.get("reply_any")),
        reply_none=_strings(written.get("reply_none")),
        unchanged=memory == "none",
        changes=() if memory == "none" else tuple(_change(change) for change in memory),
        memory_none=_strings(written.get("memory_none")),
        current_has=_groups(written.get("current_has")),
        current_none=_strings(written.get("current_none")),
    )


def _change(written: Mapping[str, Any]) -> Change:
    _known(written, {"op", "has"})
    ops = frozenset([written["op"]] if isinstance(written["op"], str) else written["op"])
    if not ops or ops - OPS:
        raise Malformed(f"unknown op: {written['op']!r}")
    return Change(ops, _groups(written["has"]))


def _groups(written: object) -> tuple[Group, ...]:
    return tuple(_strings(group) for group in _list(written))


def _strings(written: object) -> Group:
    keys = _list(written)
    if not all(isinstance(key, str) and plain(key) for key in keys):
        raise Malformed(f"not a list of strings: {written!r}")
    return tuple(keys)


def _list(written: object) -> list[Any]:
    """A list that holds something; what is absent is an empty one."""
    if written is None:
        return []
    if not isinstance(written, list) or not written:
        raise Malformed(f"not a list, or an empty one: {written!r}")
    return written


def _known(written: Mapping[str, Any], keys: Collection[str]) -> None:
    unknown = set(written) - set(keys)
    if unknown:
        raise Malformed(f"unknown keys: {', '.join(sorted(unknown))}")
