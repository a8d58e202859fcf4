"""Measure one memory in the environment that has it: a question set, or a store of some size.

    python -m bench.peers.measure --peer mem0 --set DIR/memdaily_zh --limit 300 --json OUT
    python -m bench.peers.measure --peer mem0 --size 10000 --json OUT

The same loop for ours and for the peers: one store a user in a folder of its own, everything told first, then asked.
"""

import argparse
import json
import logging
import os
import random
import tempfile
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np

from bench.peers.peer import PEERS, Peer, opening, size_bytes
from bench.peers.stopwatch import Stopwatch
from bench.peers.vectors import embedder_of
from bench.question_sets import Question, Said, load, noise
from bench.run_record import resident_mb
from store.contract import Embedder

LIMIT = 10
SEED = 7  # the same questions as bench/recall.py takes
SILENT_TEXTS = 5  # sentences about nothing, asked of each user's memory
TIMED = 100  # adds and searches timed at each size
BEGIN = datetime(2024, 1, 1, 9, 0, tzinfo=UTC)

WHERE = ("威海", "烟台", "日照", "办公室", "阳台", "老家", "菜市场", "图书馆", "火车站", "健身房", "书房", "车库")
WHAT = ("雨伞", "钥匙", "茶壶", "相机", "围巾", "台灯", "快递", "护照", "自行车", "吉他", "药盒", "说明书", "手表")
DID = ("买了", "丢了", "修好了", "借给了同事", "找到了", "送人了", "换了新的", "收进了柜子")


class Measured:
    """One memory under measurement."""

    def __init__(self, name: str, embedder: Embedder) -> None:
        self._open = opening(name)
        self._embedder = embedder

    def quality(self, folder: Path, limit: int | None) -> dict[str, Any]:
        """Ask a set's questions; means over questions, times over all adds and searches, bytes a memory."""
        memories, questions = load(folder)
        random.Random(SEED).shuffle(questions)
        asked = questions[:limit]
        rows: list[dict[str, float]] = []
        adding, searching = Stopwatch(), Stopwatch()
        silent: list[bool] = []
        size = 0
        users = sorted({question.user for question in asked})
        told = {user: [said for said in memories if said.user == user] for user in users}
        for user in users:
            with tempfile.TemporaryDirectory() as place:
                peer = self._open(Path(place), user, self._embedder)
                for said in told[user]:
                    with adding.running():
                        peer.add(said.text, said.at, said.session)
                for question in (each for each in asked if each.user == user):
                    with searching.running():
                        found = peer.search(question.text, question.at, LIMIT)
                    rows.append(_scores(_ids(found, told[user]), question))
                silent += _silences(peer, user, folder.parent, max(said.at for said in told[user]))
                peer.close()
                size += size_bytes(Path(place))
        count = sum(map(len, told.values()))
        means = {name: round(float(np.mean([row[name] for row in rows])), 4) for name in rows[0]}
        return means | {"silent": round(float(np.mean(silent)), 4) if silent else None, "questions": len(rows),
                        "memories": count, "stores": len(users), "bytes_each": round(size / count),
                        "add": adding.figures(), "search": searching.figures()}  # fmt: skip

    def size(self, size: int) -> dict[str, Any]:
        """Fill one store, then time adds and searches by turns."""
        chooser = random.Random(SEED)
        with tempfile.TemporaryDirectory() as place:
            peer = self._open(Path(place), "u", self._embedder)
            peer.fill([_sentence(chooser, number) for number in range(size)], BEGIN)
            adding, searching = Stopwatch(), Stopwatch()
            for number in range(TIMED):
                now = BEGIN + timedelta(minutes=number + 1)
                sentence = _sentence(chooser, size + number)
                asked = f"我在{chooser.choice(WHERE)}的{chooser.choice(WHAT)}怎么样了？"
                with adding.running():
                    peer.add(sentence, now, None)
                with searching.running():
                    peer.search(asked, now + timedelta(seconds=1), LIMIT)
            peer.close()
            held = size_bytes(Path(place))
            opening_again = Stopwatch()
            with opening_again.running():
                again = self._open(Path(place), "u", self._embedder)
            again.close()
        return {"add": adding.figures(), "search": searching.figures(), "open": opening_again.figures(), "bytes_each": round(held / (size + TIMED)), "rss_mb": resident_mb()}  # fmt: skip

    def warm(self) -> None:
        """Take the first add and search, whose cost is loading, before anything is timed."""
        with tempfile.TemporaryDirectory() as place:
            peer = self._open(Path(place), "u", self._embedder)
            peer.add("预热用的一句话", BEGIN, None)
            peer.search("预热？", BEGIN + timedelta(days=1), LIMIT)
            peer.close()


def _ids(found: Sequence[str], told: Sequence[Said]) -> list[str]:
    """The set's ids of texts that were found; of two memories with one text, the earlier first."""
    left: dict[str, list[str]] = {}
    for said in told:
        left.setdefault(said.text, []).append(said.id)
    return [left[text].pop(0) if left.get(text) else "" for text in found]


def _scores(found: list[str], question: Question) -> dict[str, float]:
    hits = [rank for rank, each in enumerate(found) if each in question.gold]
    whole = len(question.gold)
    return {"R@5": sum(rank < 5 for rank in hits) / whole, "R@10": sum(rank < 10 for rank in hits) / whole,
            "MRR": 1 / (hits[0] + 1) if hits else 0.0}  # fmt: skip


def _silences(peer: Peer, user: str, data: Path, now: datetime) -> list[bool]:
    """Ask what is about nothing; whether nothing came up. The sentences are bench/recall.py's."""
    texts = noise(data / "noise_zh")[-2000:]
    chosen = random.Random(f"{SEED} {user}").sample(texts, min(SILENT_TEXTS, len(texts)))
    return [not peer.search(text, now, 1) for text in chosen]


def _sentence(chooser: random.Random, number: int) -> str:
    return f"{chooser.choice(WHERE)}的{chooser.choice(WHAT)}{chooser.choice(DID)}，单号{number}，花了{chooser.randrange(5, 900)}块"


def main() -> None:
    """Measure what is asked for and write it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--peer", choices=PEERS, required=True)
    what = parser.add_mutually_exclusive_group(required=True)
    what.add_argument("--set", type=Path)
    what.add_argument("--size", type=int)
    parser.add_argument("--limit", type=int)
    parser.add_argument("--json", type=Path, required=True)
    chosen = parser.parse_args()
    logging.disable(logging.WARNING)
    measured = Measured(chosen.peer, embedder_of(chosen.peer))
    measured.warm()
    found = measured.size(chosen.size) if chosen.set is None else measured.quality(chosen.set, chosen.limit)
    found |= {"load": round(os.getloadavg()[0], 1)}
    found |= {"versions": {name: version(name) for name in PEERS[chosen.peer][1]}}
    chosen.json.write_text(json.dumps(found), encoding="utf-8")


if __name__ == "__main__":
    main()
