"""Kill a memory in the middle of adding, again and again, and look for what it had acknowledged.

    python -m bench.peers.durability --peer mem0 --rounds 12 --json OUT

In each round a process adds sentences to a store that holds some already and says so after each; it is killed with
SIGKILL at a random moment of an add, and another process opens the folder and searches for every acknowledged text by its
own words. SIGKILL leaves what the system's page cache holds: a power cut is harsher to whoever does not call fsync.
"""

import argparse
import json
import logging
import random
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime, timedelta
from importlib.metadata import version
from itertools import count
from pathlib import Path
from typing import Any

from bench.peers.measure import SEED
from bench.peers.peer import PEERS, Peer, opening
from bench.peers.vectors import embedder_of

FILLED = 300
MOST_ACKNOWLEDGED = 40
BEGIN = datetime(2024, 1, 1, 9, 0, tzinfo=UTC)
AMONG = 5  # found is what comes up among the first so many when its own words are asked


def text(number: int) -> str:
    """The sentence of this number: no two are alike."""
    digits = "零一二三四五六七八九"
    return f"第{''.join(digits[int(each)] for each in str(number))}号箱子里放着{number * 7919 % 10007}号零件"


def main() -> None:
    """Be the runner, or one of the processes that it starts."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--peer", choices=PEERS, required=True)
    parser.add_argument("--rounds", type=int, default=12)
    parser.add_argument("--json", type=Path)
    parser.add_argument("--folder", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--until", type=int, help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    logging.disable(logging.CRITICAL)
    if chosen.folder is None:
        chosen.json.write_text(json.dumps(measure(chosen.peer, chosen.rounds)), encoding="utf-8")
        return
    peer = opening(chosen.peer)(chosen.folder, "u", embedder_of(chosen.peer))
    if chosen.until is None:
        _add_for_ever(peer)
    else:
        print(json.dumps(_found(peer, chosen.until)), flush=True)


def measure(peer: str, rounds: int) -> dict[str, Any]:
    """Kill and look `rounds` times; how many stores lost something, and of how many acknowledged texts how many are left."""
    chooser = random.Random(SEED)
    told = found = harmed = refused = 0
    for _ in range(rounds):
        with tempfile.TemporaryDirectory() as folder:
            acknowledged = _killed(peer, folder, chooser)
            looked = _process(peer, folder, "--until", str(acknowledged))
            out, _ = looked.communicate()
            left = int(json.loads(out)) if looked.returncode == 0 else 0
        refused += looked.returncode != 0
        told, found, harmed = told + acknowledged, found + left, harmed + (left < acknowledged)
    versions = {name: version(name) for name in PEERS[peer][1]}
    return {"rounds": rounds, "acknowledged": told, "found": found, "stores_harmed": harmed, "not_opened": refused,
            "versions": versions}  # fmt: skip


def _killed(peer: str, folder: str, chooser: random.Random) -> int:
    """Let a process add and kill it; how many texts it had acknowledged, those it was filled with among them."""
    process = _process(peer, folder)
    assert process.stdout is not None
    wanted = FILLED + chooser.randint(5, MOST_ACKNOWLEDGED)
    acknowledged, last, took = 0, time.perf_counter(), 0.0
    while acknowledged < wanted:
        line = process.stdout.readline()
        if not line:
            raise RuntimeError(f"{peer} stopped by itself")
        acknowledged = int(line)
        now = time.perf_counter()
        last, took = now, now - last
    time.sleep(chooser.random() * took)  # some moment within the next add
    process.kill()
    rest, _ = process.communicate()
    return int(rest.split()[-1]) if rest.split() else acknowledged


def _process(peer: str, folder: str, *more: str) -> "subprocess.Popen[str]":
    command = [sys.executable, "-m", "bench.peers.durability", "--peer", peer, "--folder", folder, *more]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)


def _add_for_ever(peer: Peer) -> None:
    peer.fill([text(number) for number in range(FILLED)], BEGIN)
    for number in count(FILLED):
        peer.add(text(number), BEGIN + timedelta(minutes=number), None)
        print(number + 1, flush=True)


def _found(peer: Peer, until: int) -> int:
    now: Any = BEGIN + timedelta(days=365)
    return sum(text(number) in peer.search(text(number), now, AMONG) for number in range(until))


if __name__ == "__main__":
    main()
