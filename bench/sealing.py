"""What encryption costs memory's own part: recall, remembering and opening of a sealed folder beside those of a plain one.

    python -m bench.sealing --json bench/results/sealing.json [--sizes 1000,10000] [--turns 200] [--embedding local:...]

A size counts memories, that is turns and facts, half of each; the same records lie in both folders (bench/made_memory.py).
Both are open in one process, with one thread, and each question and each sentence is given to the one and then to the other,
first to this and then to that, so that whatever else the machine does falls on both. Remembering is hear, save and settle.
Recall and remembering are as in bench/latency.py, the embedding of the words and fsync included. Beside the time by the clock
stands the time that the processor spent.
"""

import argparse
import json
import logging
import os
import tempfile
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import numpy as np

from agent.models import make_embedder
from agent.settings import Settings
from bench.made_memory import BEGIN, SEED, SPAN, USER, MixedEmbedder, Talk, write_ledger
from bench.run_record import run_record
from store import files, keys, vault
from store.facts import Draft, Source
from store.folder_memory import FolderMemory
from store.keys import Secret
from store.ledger import LEDGER_NAME

NOW = BEGIN + SPAN
OPENINGS = 5
FORMS = ("plain", "sealed")
WORK = ("open", "recall", "remember")
GOAL_PERCENT = 20

Times = list[tuple[float, float]]


def main() -> int:
    """Measure each size and write what came out."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--json", type=Path)
    parser.add_argument("--embedding", default="")
    parser.add_argument("--sizes", default="1000,10000")
    parser.add_argument("--turns", type=int, default=200)
    chosen = parser.parse_args()
    logging.disable(logging.WARNING)
    embedder = MixedEmbedder(make_embedder(Settings(embedding=chosen.embedding, threads=1)))
    rows = []
    for size in map(int, chosen.sizes.split(",")):
        with tempfile.TemporaryDirectory() as folder:
            rows.append({"memories": size, **measure(Path(folder), embedder, size, chosen.turns)})
        print(json.dumps(rows[-1]), flush=True)
    found = {"rows": rows, "unlock_ms": _unlock_ms(), "run": run_record(seed=SEED, turns=chosen.turns)}
    if chosen.json:
        chosen.json.write_text(json.dumps(found, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
        chosen.json.with_suffix(".md").write_text(page(found), encoding="utf-8")
    return 0


def measure(root: Path, embedder: MixedEmbedder, size: int, turns: int) -> dict[str, Any]:
    """Fill a plain and a sealed folder alike, open them by turns, and talk to both."""
    folders = {form: root / form / "users" / USER for form in FORMS}
    made = vault.new(Secret(os.urandom(32), "file"))
    with vault.mounted(root / "sealed", made):
        for folder in folders.values():
            folder.mkdir(parents=True)
        write_ledger(folders["plain"] / LEDGER_NAME, size)
        lines = (folders["plain"] / LEDGER_NAME).read_bytes().splitlines(keepends=True)
        files.write_new(folders["sealed"] / LEDGER_NAME, lines, lines=True)
        embedder.prepare()
        for folder in folders.values():
            FolderMemory(folder, USER, embedder).close()
        times: dict[str, Times] = {f"{work} {form}": [] for work in WORK for form in FORMS}
        for number in range(OPENINGS):
            for form in _by_turns(number):
                memory = _timed(times[f"open {form}"], lambda form=form: FolderMemory(folders[form], USER, embedder))
                memory.close()
        _talk({form: FolderMemory(folder, USER, embedder) for form, folder in folders.items()}, turns, times)
        sizes = {form: sum(path.stat().st_size for path in folder.iterdir()) for form, folder in folders.items()}
    return {work: _compared(times[f"{work} plain"], times[f"{work} sealed"]) for work in WORK} | {
        "disk_more_percent": round(100 * (sizes["sealed"] / sizes["plain"] - 1), 1)
    }


def _talk(memories: dict[str, FolderMemory], turns: int, times: dict[str, Times]) -> None:
    talk = Talk(SEED + 2)
    for number in range(turns):
        at = NOW + timedelta(minutes=number)
        question, told = talk.question(), talk.sentence()
        for form in _by_turns(number):
            memory = memories[form]
            _timed(times[f"recall {form}"], lambda memory=memory: memory.recall(question, now=at))  # noqa: B023
            _timed(times[f"remember {form}"], lambda memory=memory: _remember(memory, told, at))  # noqa: B023
    for memory in memories.values():
        memory.close()


def _remember(memory: FolderMemory, told: str, at: Any) -> None:
    turn = memory.hear(told, at, at=at)
    draft = Draft(told.replace("我", "用户", 1), sources=(Source(turn.id, told),))
    memory.save(draft, turn_id=turn.id, at=at)
    memory.settle(turn.id, "answered", at=at)


def _by_turns(number: int) -> tuple[str, ...]:
    return FORMS if number % 2 else FORMS[::-1]


def _timed(times: Times, work: Callable[[], Any]) -> Any:
    clock, processor = time.perf_counter(), time.process_time()
    result = work()
    times.append((time.perf_counter() - clock, time.process_time() - processor))
    return result


def _compared(plain: Times, sealed: Times) -> dict[str, float]:
    """Give milliseconds, p50, and by how many percent the sealed takes more of the processor."""
    (plain_ms, plain_cpu_ms), (sealed_ms, sealed_cpu_ms) = (
        1000 * np.median(np.array(each), axis=0) for each in (plain, sealed)
    )
    found = {"plain_ms": plain_ms, "sealed_ms": sealed_ms, "plain_cpu_ms": plain_cpu_ms, "sealed_cpu_ms": sealed_cpu_ms,
             "more_percent": 100 * (sealed_cpu_ms / plain_cpu_ms - 1)}  # fmt: skip
    return {name: round(float(value), 2) for name, value in found.items()}


def _unlock_ms() -> float:
    """Give how long a passphrase takes to open the key, once at each start; the best of three."""
    secret = Secret.passphrase("correct horse battery staple")
    wrapped, times = keys.wrap(keys.make_key(), secret), Times()
    for _ in range(3):
        _timed(times, lambda: keys.unwrap(wrapped, secret))
    return round(1000 * min(clock for clock, _ in times), 1)


def page(found: dict[str, Any]) -> str:
    """Give the results as a page."""
    run = found["run"]
    lines = [
        "# What encryption costs\n",
        f"{run['machine']}, load {run['load']}, commit {run['commit']}, seed {run['seed']}: `{run['command']}`\n",
        'Milliseconds, p50: by the clock, and of the processor in brackets. "More" compares the processor\'s time, which a busy machine does'
        f" not change as it does the clock; the goal for recall and remembering is under {GOAL_PERCENT} %.\n",
        "| memories | what | plain | sealed | more |\n|---|---|---|---|---|",
    ]
    for row in found["rows"]:
        for work in WORK:
            told = row[work]
            lines.append(
                f"| {row['memories']:,} | {work} | {told['plain_ms']} ({told['plain_cpu_ms']}) "
                f"| {told['sealed_ms']} ({told['sealed_cpu_ms']}) | {told['more_percent']:+.1f} % |"
            )
    sizes = ", ".join(f"{row['memories']:,}: {row['disk_more_percent']:+.1f} %" for row in found["rows"])
    lines.append(
        f"\nOn the disk, more: {sizes}. A passphrase opens the key in {found['unlock_ms']} ms, once at each start.\n"
    )
    return "\n".join(lines)


if __name__ == "__main__":
    raise SystemExit(main())
