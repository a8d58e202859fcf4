"""Sets of questions over memories, in the bench form: `memories.jsonl[.gz]` and `questions.jsonl[.gz]` in one folder.

    memory     {id, user, text, timestamp?, session?}
    question   {id, user, question, evidence_ids?, asked_at?, context?, category?, session?}

Memories of one day without a time of day were told in the order of the file. A question that names its session is asked
when that begins: what comes out of a conversation is not there yet while it is held. What says the answer (`answer`,
`evidence_*`, `gold_*`, `required_events`) scores and is never shown to the memory.
"""

import gzip
import json
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True)
class Said:
    """A memory as it is told."""

    id: str
    user: str
    text: str
    at: datetime
    session: str | None


@dataclass(frozen=True, slots=True)
class Question:
    """A question and the ids of the memories that answer it. Where a set gives the talk before it, `text` is all of it."""

    id: str
    user: str
    text: str
    at: datetime
    gold: frozenset[str]


def load(folder: Path) -> tuple[list[Said], list[Question]]:
    """Read a set: what is told, oldest first for each user, and the questions that have evidence."""
    told = _in_order(_said(row, place) for place, row in enumerate(_rows(folder, "memories")))
    last = {said.user: said.at for said in told}
    begun = {(said.user, said.session): said.at for said in reversed(told)}
    questions = [_question(row, last, begun) for row in _rows(folder, "questions") if row.get("evidence_ids")]
    return told, questions


def events(folder: Path) -> dict[str, str]:
    """Read which event a memory is a trace of; empty where a set does not say."""
    return {row["id"]: row["event_id"] for row in _rows(folder, "gold_event_of")}


def noise(folder: Path) -> list[str]:
    """Read sentences that are about nothing in any memory."""
    return [row["text"] for row in _rows(folder, "noise")]


def moment(text: str) -> datetime:
    """Read 2024-04-01T08:30:00, with or without zone (UTC then), 2024-04-01, or 2024-04 (the end of that month)."""
    if len(text) == len("2024-04"):
        first = datetime.fromisoformat(f"{text}-01").replace(tzinfo=UTC)
        return (first + timedelta(days=31)).replace(day=1) - timedelta(minutes=1)
    read = datetime.fromisoformat(text)
    return read if read.tzinfo else read.replace(tzinfo=UTC)


def _rows(folder: Path, name: str) -> Iterator[dict[str, Any]]:
    plain, packed = folder / f"{name}.jsonl", folder / f"{name}.jsonl.gz"
    if plain.exists():
        with plain.open(encoding="utf-8") as lines:
            yield from map(json.loads, lines)
    elif packed.exists():
        with gzip.open(packed, "rt", encoding="utf-8") as lines:
            yield from map(json.loads, lines)


def _said(row: dict[str, Any], place: int) -> Said:
    # a set without times keeps its order: a memory a minute
    at = (
        moment(row["timestamp"])
        if row.get("timestamp")
        else datetime(2024, 1, 1, tzinfo=UTC) + timedelta(minutes=place)
    )
    return Said(row["id"], row["user"], row["text"], at, row.get("session"))


def _in_order(told: Iterable[Said]) -> list[Said]:
    """Sort by user and time; what has no time of day is a second after what was told before it on that day."""
    placed: list[Said] = []
    of_day: Counter[tuple[str, datetime]] = Counter()
    for said in told:
        if said.at.time() == time():
            placed.append(replace(said, at=said.at + timedelta(seconds=of_day[said.user, said.at])))
            of_day[said.user, said.at] += 1
        else:
            placed.append(said)
    return sorted(placed, key=lambda said: (said.user, said.at))


def _question(row: dict[str, Any], last: dict[str, datetime],
              begun: dict[tuple[str, str | None], datetime]) -> Question:  # fmt: skip
    text = "\n".join(row["context"]) if row.get("context") else row["question"]
    latest = last.get(row["user"], datetime(2024, 1, 1, tzinfo=UTC)) + timedelta(days=1)
    asked = moment(row["asked_at"]) if row.get("asked_at") else latest
    if row.get("asked_at") and len(row["asked_at"]) <= len("2024-04-01"):
        asked += timedelta(days=1)  # a day without a time of day: at its end
    if row.get("session"):
        asked = min(asked, begun.get((row["user"], row["session"]), asked) - timedelta(seconds=1))
    return Question(row["id"], row["user"], text, asked, frozenset(row["evidence_ids"]))
