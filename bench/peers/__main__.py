"""Ours beside two peers, in one run on the same sets, embedder and machine: bench/results/peers.json and peers.md.

    python -m bench.peers --data DIR [--sets a,b] [--limit 300] [--sizes 1000,10000] [--rounds 12] [--venv FOLDER] [--json OUT]

Two peers that a user would pick instead: mem0 with its FAISS store, and LangMem over LangGraph's InMemoryStore. They live in an
environment of their own (by default in the cache folder), made on the first run from bench/peers/requirements.txt.
"""

import argparse
import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from agent.settings import Settings
from bench.peers.environment import peers_python, quiet
from bench.peers.measure import SEED
from bench.peers.page import KILLS, page
from bench.peers.peer import PEERS
from bench.peers.vectors import EMBEDDING
from bench.run_record import run_record

ROOT = Path(__file__).parents[2]
RESULTS = ROOT / "bench" / "results" / "peers.json"
SETS = "memdaily_zh,memorybank_zh,madial_zh,locomo_zh2,locomo_en"


def main() -> int:
    """Measure each in its own process, and write what came out; gives 1 when one of them failed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--sets", default=SETS)
    parser.add_argument("--limit", type=int, default=300, help="questions of each set")
    parser.add_argument("--sizes", default="1000,10000")
    parser.add_argument("--rounds", type=int, default=12, help="times that each is killed")
    parser.add_argument("--only", default=",".join(PEERS), help="measure these of the three")
    parser.add_argument("--keep", action="store_true", help="keep what --json holds and is not measured anew")
    parser.add_argument("--venv", type=Path, default=Settings().cache / "bench-peers")
    parser.add_argument("--json", type=Path, default=RESULTS)
    chosen = parser.parse_args()
    names = list(filter(None, chosen.sets.split(",")))
    present = [name for name in names if (chosen.data / name).is_dir()]
    for name in set(names) - set(present):
        print(f"{name} skipped: {chosen.data / name} is not there", flush=True)
    if names and not present:
        return 0
    try:
        python = peers_python(chosen.venv)
    except (OSError, subprocess.CalledProcessError) as error:
        print(f"peers skipped: their environment cannot be made ({error})", flush=True)
        return 1
    record = run_record(seed=SEED, embedding=EMBEDDING, limit=chosen.limit)
    record["command"] = record["command"].replace("bench.__main__", "bench.peers")
    earlier = json.loads(chosen.json.read_text(encoding="utf-8")) if chosen.keep and chosen.json.exists() else {}
    results: dict[str, Any] = {"run": record, **{peer: earlier.get(peer, {}) for peer in PEERS}}
    for title, command in _parts(present, chosen):
        for peer in chosen.only.split(","):  # by turns, so that what else the machine does weighs on all alike
            interpreter = Path(sys.executable) if peer == "sebastian" else python
            found = _measured([str(interpreter), "-m", *command, "--peer", peer])
            if found is None:
                return 1
            print(f"{peer:10} {title:14} {json.dumps(found)}", flush=True)
            results[peer][title] = {**found, "commit": record["commit"]}
        _write(results, chosen.json)
    return 0


def _write(results: dict[str, Any], path: Path) -> None:
    path.write_text(json.dumps(results, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    path.with_suffix(".md").write_text(page(results), encoding="utf-8")


def _parts(sets: list[str], chosen: argparse.Namespace) -> Iterator[tuple[str, list[str]]]:
    """What is measured of each: a title and the module with its arguments."""
    for name in sets:
        yield name, ["bench.peers.measure", "--set", str(chosen.data / name), "--limit", str(chosen.limit)]
    for size in filter(None, chosen.sizes.split(",")):
        yield f"at {size}", ["bench.peers.measure", "--size", size]
    if chosen.rounds:
        yield KILLS, ["bench.peers.durability", "--rounds", str(chosen.rounds)]


def _measured(command: list[str]) -> dict[str, Any] | None:
    """Run one measurement; None when it fails, whose error is on the screen."""
    with tempfile.TemporaryDirectory() as scratch:
        out = Path(scratch) / "figures.json"
        done = subprocess.run([*command, "--json", str(out)], check=False, env=quiet(Path(scratch)), cwd=ROOT)
        if done.returncode:
            print(f"{' '.join(command[2:])} failed", flush=True)
            return None
        found: dict[str, Any] = json.loads(out.read_text(encoding="utf-8"))
        return found


if __name__ == "__main__":
    sys.exit(main())
