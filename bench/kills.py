"""Kill a process under load at random moments and look for what it had acknowledged.

    python -m bench.kills --kills 10000 [--minutes 60] [--jobs 2] [--json OUT]

OUT is written again after every folder, so that a run that is broken off keeps what it found.

Four writers hear, save, update, retract, undo and erase in one memory while snapshots are written behind them. After
every kill the folder is opened again: all that was acknowledged must be there, of what was begun all or nothing, no
byte of what was erased, and the memory's own examination must find nothing. SIGKILL leaves what the system's page cache
holds; a power cut is simulated elsewhere, call by call (tests/crash).
"""

import argparse
import json
import logging
import random
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from multiprocessing import Pool
from pathlib import Path
from typing import Any

from bench.killing import Said, Told, as_found, killed
from bench.run_record import run_record

SEED = 20250501
WRITERS = 4
# The folder is begun anew after so many kills, so that it stays small and openings fast.
LIFE = 50
# In such a share of the rounds the opening that follows is killed as well.
KILLED_AGAIN = 0.3


def main() -> None:
    """Kill, count, and write what came of it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kills", type=int, default=10_000)
    parser.add_argument("--minutes", type=float, default=24 * 60.0, help="stop after so long, whatever is left")
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--jobs", type=int, default=2, help="so many folders at once")
    parser.add_argument("--json", type=Path)
    chosen = parser.parse_args()
    logging.disable(logging.WARNING)
    record = run_record(seed=chosen.seed)
    text = ""
    for found in runs(chosen.kills, chosen.seed, chosen.minutes, chosen.jobs):
        text = json.dumps(found | {"run": record}, ensure_ascii=False, indent=1)
        if chosen.json:
            chosen.json.write_text(text + "\n", encoding="utf-8")
            chosen.json.with_suffix(".md").write_text(page(found | {"run": record}), encoding="utf-8")
    print(text)


def runs(kills: int, seed: int, minutes: float, jobs: int) -> Iterator[dict[str, Any]]:
    """Kill so often, or for so long; after each folder, how often so far, and how much of what was acknowledged is there."""
    counted: Counter[str] = Counter()
    failures: list[str] = []
    deadline = time.monotonic() + 60 * minutes
    lives = [(min(LIFE, kills - begun), f"{seed}-{begun}", deadline) for begun in range(0, kills, LIFE)]
    with Pool(jobs) as pool:
        for more, failure in pool.imap_unordered(_life, lives):
            counted += more
            failures += failure
            yield _summed(counted, failures)


def _summed(counted: Counter[str], failures: list[str]) -> dict[str, Any]:
    return {"kills": counted["kills"], "kills_of_openings": counted["openings"], "acknowledged": counted["acknowledged"],
            "cut_short": counted["begun"], "of_these_kept_whole": counted["kept"],
            "lost_or_torn": len(failures), "failures": failures}  # fmt: skip


def _life(life: tuple[int, str, float]) -> tuple[Counter[str], list[str]]:
    """Kill so often in one folder, until the deadline or the first failure."""
    kills, seed, deadline = life
    counted: Counter[str] = Counter()
    chooser = random.Random(seed)
    told = [Told(writer) for writer in range(WRITERS)]
    with tempfile.TemporaryDirectory(prefix="kills-") as folder:
        path = Path(folder)
        while counted["kills"] < kills and time.monotonic() < deadline:
            said = killed(path, told, f"{chooser.random()}", chooser)
            counted["kills"] += 1
            if counted["kills"] < kills and chooser.random() < KILLED_AGAIN:
                killed(path, told, "", chooser, writes=False)
                counted["kills"] += 1
                counted["openings"] += 1
            try:
                told = _counted_found(path, told, said, counted)
            except AssertionError as error:
                return counted, [f"folder {seed}, kill {counted['kills']}: {error}"]
    return counted, []


def _counted_found(path: Path, told: list[Told], said: Said, counted: Counter[str]) -> list[Told]:
    counted["acknowledged"] += len(said.acknowledged)
    counted["begun"] += len(said.begun)
    found = as_found(path, told, said)
    counted["kept"] += sum(one is not other for one, other in zip(found, told, strict=True))
    return found


def page(found: dict[str, Any]) -> str:
    """Say it for people."""
    run = found["run"]
    return "\n".join([
        "# 杀进程 Kills", "",
        f"`{run['command']}` · {run['commit']} · {run['machine']} · 负载 load {run['load']} · 种子 seed {run['seed']}", "",
        "| kill -9 | 其中在打开时 of openings | 已确认的改动 acknowledged | 被打断的 cut short | 其中整条留下 kept whole | 丢失或撕裂 lost or torn |",
        "|---|---|---|---|---|---|",
        f"| {found['kills']} | {found['kills_of_openings']} | {found['acknowledged']} | {found['cut_short']} | "
        f"{found['of_these_kept_whole']} | **{found['lost_or_torn']}** |", "",
        "四个写者同时听、存、改、撤、撤销、抹除，后台在写快照；每次杀掉之后重新打开，核对每一条确认过的改动、每一条被打断的改动（要么全在，"
        "要么全不在）、抹除的字节，并让记忆自查。",
        "",
        "Four writers hear, save, update, retract, undo and erase at once while snapshots are written behind them. After each kill the folder is "
        "opened again and held against every change that was acknowledged, every one that was cut short (all of it or none), the bytes that were "
        "erased, and its own examination.", "",
    ])  # fmt: skip


if __name__ == "__main__":
    main()
