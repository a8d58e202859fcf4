"""What memory itself costs, against its size: recall and saving (embedding and fsync included), opening, disk and RAM.

    python -m bench.latency --json bench/results/latency.json [--sizes 1000,10000,100000,1000000] [--embedding local:...]

A size counts memories, that is turns and facts, half of each. Every size is filled in one process and measured in another,
with one thread; the sentences are made up from a seed (bench/made_memory.py). Beside the time by the clock stands the time
that the processor spent: on a machine that is busy with other things the two differ. No model of conversation is called.
Rows of other sizes and embeddings that the JSON holds already stay in it, each with the run that measured it. A million
memories take some ten minutes and several GB of RAM to fill, the other sizes together two minutes.
"""

import argparse
import json
import logging
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from agent.collecting import collect_rarely
from agent.models import make_embedder
from agent.settings import Settings
from bench import latency_page
from bench.made_memory import BEGIN, SEED, SPAN, USER, MixedEmbedder, Talk, write_ledger
from bench.run_record import resident_mb, run_record
from store.contract import Embedder
from store.facts import Draft, Source
from store.folder_memory import FolderMemory
from store.ledger import LEDGER_NAME, Ledger
from store.projection import Projection
from store.vectors import VectorIndex

NOW = BEGIN + SPAN
STEPS = ("fill", "measure")
OPENINGS = 3
COMPARED = 50


def main() -> int:
    """Measure each size and write what came out."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--json", type=Path)
    parser.add_argument("--embedding", default="")
    parser.add_argument("--sizes", default="1000,10000,100000")
    parser.add_argument("--turns", type=int, default=200)
    parser.add_argument("--here", choices=STEPS, help="take this step in this process and print what it gives as JSON")
    parser.add_argument("--folder", type=Path, help="the memory of that step")
    chosen = parser.parse_args()
    logging.disable(logging.WARNING)
    if chosen.here:
        embedder = MixedEmbedder(make_embedder(Settings(embedding=chosen.embedding, threads=1)))
        step = (
            fill(chosen.folder, embedder, int(chosen.sizes))
            if chosen.here == "fill"
            else measure(chosen.folder, embedder, chosen.turns)
        )
        print(json.dumps(step))
        return 0
    rows = json.loads(chosen.json.read_text(encoding="utf-8"))["rows"] if chosen.json and chosen.json.exists() else []
    for size in map(int, chosen.sizes.split(",")):
        row = {"memories": size, "embedding": chosen.embedding or "default"}
        found = _apart(chosen, size) | {"run": run_record(seed=SEED, turns=chosen.turns)}
        print(f"{size:8} memories {json.dumps(found)}", flush=True)
        rows = [each for each in rows if each | row != each] + [row | found]
        if chosen.json:
            _write(
                sorted(rows, key=lambda each: (each["embedding"] != "default", each["embedding"], each["memories"])),
                chosen.json,
            )
    return 0


def _write(rows: list[dict[str, Any]], path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps({"rows": rows}, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    latency_page.write(rows, path)


def _apart(chosen: argparse.Namespace, size: int) -> dict[str, Any]:
    """Take each step in a process of its own, so that what filling left behind counts neither as time nor as room."""
    found: dict[str, Any] = {}
    one_thread = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"), "1")
    with tempfile.TemporaryDirectory() as folder:
        for step in STEPS:
            words = {
                "here": step,
                "folder": folder,
                "sizes": size,
                "turns": chosen.turns,
                "embedding": chosen.embedding,
            }
            given = [part for name, value in words.items() for part in (f"--{name}", str(value))]
            done = subprocess.run([sys.executable, "-m", "bench.latency", *given], check=True, stdout=subprocess.PIPE,
                                  text=True, env=os.environ | one_thread)  # fmt: skip
            found |= json.loads(done.stdout.splitlines()[-1])
    return found


def fill(folder: Path, embedder: MixedEmbedder, size: int) -> dict[str, Any]:
    """Fill a folder with `size` memories: the ledger at once, and what follows from it as a start without snapshots would."""
    path = folder / LEDGER_NAME
    records = write_ledger(path, size)
    embedder.prepare()
    _, replay_s = _seconds(lambda: Ledger(path, USER, Projection(USER).apply).close())
    rebuild_s, rebuild_cpu_s = _seconds(lambda: FolderMemory(folder, USER, embedder).close())
    return {"records": records, "replay_records_per_cpu_s": round(records / replay_s), "rebuild_s": round(rebuild_s, 1),
            "rebuild_cpu_s": round(rebuild_cpu_s, 1), "disk_mb": _disk_mb(folder)}  # fmt: skip


def measure(folder: Path, embedder: Embedder, turns: int) -> dict[str, Any]:
    """Open a folder and talk to it for so many turns."""
    opened = np.median([_opened(folder, embedder) for _ in range(OPENINGS)], axis=0)
    found: dict[str, Any] = {"open_s": round(float(opened[0]), 3), "open_cpu_s": round(float(opened[1]), 3)}
    memory = FolderMemory(folder, USER, embedder)
    collect_rarely()  # as a server does
    found |= {"rss_opened_mb": resident_mb()} | _talk(memory, embedder, turns)
    found |= {"rss_mb": resident_mb(), "nearest_found": _nearest_found(memory, embedder)}
    memory.close()
    return found


def _opened(folder: Path, embedder: Embedder) -> tuple[float, float]:
    """Give how long opening takes; nothing is written, so that closing leaves everything as it was."""
    made: list[FolderMemory] = []
    seconds = _seconds(lambda: made.append(FolderMemory(folder, USER, embedder)))
    made[0].close()
    return seconds


def _talk(memory: FolderMemory, embedder: Embedder, turns: int) -> dict[str, Any]:
    """Hear, recall and save; the first recall of all, which reads what was never needed before, is timed too."""
    talk, watch = Talk(SEED + 2), _Watch()
    for number in range(turns):
        at = NOW + timedelta(minutes=number)
        question, told = talk.question(), talk.sentence()
        watch.time("embed", partial(embedder.embed, [told[::-1]], query=True))
        watch.time("recall", partial(memory.recall, question, now=at))
        turn = watch.time("hear", partial(memory.hear, told, at, at=at))
        draft = Draft(told.replace("我", "用户", 1), sources=(Source(turn.id, told),))
        watch.time("save", partial(memory.save, draft, turn_id=turn.id, at=at))
        watch.time("settle", partial(memory.settle, turn.id, "answered", at=at))
    return watch.summary()


class _Watch:
    """Times by the clock and by the processor, by name."""

    def __init__(self) -> None:
        self._times: dict[str, list[tuple[float, float]]] = {}

    def time(self, name: str, work: Callable[[], Any]) -> Any:
        clock, processor = time.perf_counter(), time.process_time()
        result = work()
        spent = (time.perf_counter() - clock, time.process_time() - processor)
        self._times.setdefault(name, []).append(spent)
        return result

    def summary(self) -> dict[str, Any]:
        """Give milliseconds: p50 and p95 by the clock, p50 by the processor."""
        found = {}
        for name, times in self._times.items():
            clock, processor = 1000 * np.array(times).T
            found[name] = {"ms_p50": round(float(np.percentile(clock, 50)), 2), "ms_p95": round(float(np.percentile(clock, 95)), 2),
                           "cpu_ms_p50": round(float(np.percentile(processor, 50)), 2)}  # fmt: skip
        return found


def _nearest_found(memory: FolderMemory, embedder: Embedder) -> dict[str, float]:
    """Give what share of the truly nearest 10 and 100 vectors the search finds."""
    talk, index = Talk(SEED + 3), memory._index.vectors
    ids = sorted(index.ids())
    queries = embedder.embed([talk.question() for _ in range(COMPARED)], query=True) - index.mean()
    best = _best_scores(index, ids, queries)
    shares = {}
    for count in (10, 100):
        least = best[:, min(count, len(ids)) - 1] - 1e-5
        hits = [
            sum(score >= bar for _, score in index.search(query, count))
            for query, bar in zip(queries, least, strict=True)
        ]
        shares[f"of_{count}"] = round(float(np.mean(hits)) / min(count, len(ids)), 4)
    return shares


def _best_scores(index: VectorIndex, ids: list[int], queries: NDArray[np.float32]) -> NDArray[np.float32]:
    """Give the 100 best scores of each query, best first, by looking at every vector."""
    best = np.zeros((len(queries), 0), dtype=np.float32)
    for start in range(0, len(ids), 50_000):
        scores = np.concatenate((best, queries @ index.vectors(ids[start : start + 50_000]).T), axis=1)
        best = -np.sort(-scores, axis=1)[:, :100]
    return best


def _disk_mb(folder: Path) -> dict[str, float]:
    return {each.name: round(each.stat().st_size / 1e6, 2) for each in sorted(folder.iterdir())}


def _seconds(work: Callable[[], Any]) -> tuple[float, float]:
    """Give how long it takes by the clock and by the processor."""
    clock, processor = time.perf_counter(), time.process_time()
    work()
    return time.perf_counter() - clock, time.process_time() - processor


if __name__ == "__main__":
    sys.exit(main())
