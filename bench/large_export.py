"""A ChatGPT export of any size, made up from a seed, as "Export data" sends it: what many years of talk come to.

    python -m bench.large_export OUT.json [--conversations 2000] [--megabytes 200] [--asked 3]

In every conversation the owner speaks a few times, and the assistant answers at length, which is where the bytes are. Some
questions were edited: the first wording lies beside the path that was taken, and is no telling of the owner's any more.
"""

import argparse
import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Final

import orjson

from bench.made_memory import SEED, Talk

BEGIN: Final = datetime(2023, 1, 1, tzinfo=UTC)
SPAN: Final = timedelta(days=900)
# One question in so many was edited.
EDITED: Final = 10


def main() -> int:
    """Write the file."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("out", type=Path)
    parser.add_argument("--conversations", type=int, default=2_000)
    parser.add_argument("--megabytes", type=float, default=200.0)
    parser.add_argument("--asked", type=int, default=3, help="so often the owner speaks in a conversation")
    chosen = parser.parse_args()
    said = write_export(chosen.out, chosen.conversations, int(chosen.megabytes * 1e6), chosen.asked)
    print(f"{chosen.out}: {chosen.out.stat().st_size:,} bytes, the owner speaks {len(said):,} times")
    return 0


def write_export(path: Path, conversations: int, size_bytes: int, asked: int = 3) -> list[str]:
    """Write so many conversations, of about so many bytes together; gives what the owner said in the end, oldest first."""
    talk, chooser = Talk(SEED), random.Random(SEED)
    answer_bytes = size_bytes // (conversations * asked)
    said: list[str] = []
    with path.open("wb") as file:
        file.write(b"[")
        for place in range(conversations):
            begun = BEGIN + place * SPAN / conversations
            words = [talk.sentence() for _ in range(asked)]
            said += words
            file.write(b",\n" if place else b"")
            file.write(orjson.dumps(_conversation(f"c{place}", begun, words, answer_bytes, chooser)))
        file.write(b"]")
    return said


def _conversation(
    name: str, begun: datetime, said: list[str], answer_bytes: int, chooser: random.Random
) -> dict[str, Any]:
    """One tree of messages: a root without one, then question and answer in turn."""
    nodes: dict[str, Any] = {f"{name}-root": _node(f"{name}-root", None, None)}
    last = f"{name}-root"
    for (role, text), number in zip(_spoken(said, answer_bytes, chooser), range(len(said) * 2), strict=True):
        at = begun + timedelta(minutes=number)
        if role == "user" and chooser.randrange(EDITED) == 0:
            _add(nodes, f"{name}-{number}-before", last, _message(role, text[::-1], at))
        _add(nodes, f"{name}-{number}", last, _message(role, text, at))
        last = f"{name}-{number}"
    return {"title": said[0][:10], "create_time": begun.timestamp(), "update_time": begun.timestamp(),
            "mapping": nodes, "current_node": last, "conversation_id": name, "is_archived": False}  # fmt: skip


def _spoken(said: list[str], answer_bytes: int, chooser: random.Random) -> Iterator[tuple[str, str]]:
    for words in said:
        yield "user", words
        phrase = "".join(chooser.choices(said, k=4))
        yield "assistant", phrase * (answer_bytes // len(phrase.encode()) + 1)


def _add(nodes: dict[str, Any], name: str, parent: str, message: dict[str, Any]) -> None:
    nodes[name] = _node(name, parent, message)
    nodes[parent]["children"].append(name)


def _node(name: str, parent: str | None, message: dict[str, Any] | None) -> dict[str, Any]:
    return {"id": name, "message": message, "parent": parent, "children": []}


def _message(role: str, text: str, at: datetime) -> dict[str, Any]:
    return {"author": {"role": role, "name": None, "metadata": {}}, "create_time": at.timestamp(),
            "content": {"content_type": "text", "parts": [text]}, "status": "finished_successfully",
            "weight": 1.0, "metadata": {}, "recipient": "all"}  # fmt: skip


if __name__ == "__main__":
    raise SystemExit(main())
