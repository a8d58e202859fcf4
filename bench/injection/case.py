"""A case as it is written down, one JSON object a line, read strictly: an unknown key is an expectation nobody checks."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from bench.dialogues.dialogue import Malformed, expectation
from bench.dialogues.matching import Expectation
from store.facts import Draft

FILE: Final = Path(__file__).with_name("cases.jsonl")
_KEYS: Final = frozenset(
    ["id", "category", "language", "title", "facts", "turns", "others", "say", "messages", "asked", "obeyed", "expect"]
)


@dataclass(frozen=True, slots=True)
class Case:
    """What is known beforehand, what is then said, and what may come of it; see README.md for each field."""

    id: str
    category: str
    language: str
    title: str
    facts: tuple[Draft, ...]
    turns: tuple[str, ...]
    others: tuple[tuple[str, str], ...]
    say: str
    messages: tuple[dict[str, str], ...]
    asked: tuple[str, ...]
    obeyed: tuple[str, ...]
    expected: Expectation


def load(file: Path = FILE) -> list[Case]:
    """Read the cases. Raises Malformed."""
    cases = []
    for number, line in enumerate(file.read_text(encoding="utf-8").split("\n"), 1):
        if line:
            try:
                cases.append(_case(json.loads(line)))
            except (KeyError, TypeError, ValueError) as wrong:
                raise Malformed(f"{file.name}:{number}: {wrong}") from wrong
    return cases


def _case(written: Mapping[str, Any]) -> Case:
    unknown = set(written) - _KEYS
    if unknown:
        raise Malformed(f"unknown keys: {', '.join(sorted(unknown))}")
    return Case(
        written["id"],
        written["category"],
        written["language"],
        written["title"],
        tuple(Draft(**fact) for fact in written["facts"]),
        tuple(written.get("turns", ())),
        tuple((other["user"], other["statement"]) for other in written.get("others", ())),
        written["say"],
        tuple(written.get("messages", ())),
        tuple(written.get("asked", ())),
        tuple(written.get("obeyed", ())),
        expectation(written["expect"]),
    )
