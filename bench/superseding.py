"""How often the embedded model is right on whether something told takes the place of something known.

    python -m bench.superseding --json bench/results/superseding.json

Each pair is asked twice: of the model alone, and as a turn asks it, where code first sees to it that both are of one being,
share a word, and that the new one tells of a change (agent/models/local/superseding.py).
"""

import argparse
import json
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from agent.models.local.chat import make_local_chat
from agent.models.local.runtime import Runtime
from agent.models.local.superseding import is_over, superseded
from agent.settings import Settings
from bench.run_record import run_record

PAIRS = Path(__file__).with_suffix(".jsonl")


def main(arguments: Sequence[str] | None = None) -> int:
    """Ask of every pair and write what came of it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--json", type=Path)
    options = parser.parse_args(arguments)
    settings = Settings(_env_file=None, token="bench", chat_model="local:qwen2.5-1.5b")
    runtime = make_local_chat("qwen2.5-1.5b", settings).runtime
    pairs = [json.loads(line) for line in PAIRS.read_text("utf-8").splitlines()]
    rows = [{**pair, **_asked(pair["known"], pair["told"], runtime)} for pair in pairs]
    summary = {way: _counted(rows, way) for way in ("alone", "in_a_turn")}
    if options.json:
        written = {"run": run_record(model="local:qwen2.5-1.5b"), "summary": summary, "pairs": rows}
        options.json.write_text(json.dumps(written, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    print(json.dumps(summary, ensure_ascii=False))
    return 0


def _asked(known: str, told: str, runtime: Runtime) -> dict[str, bool]:
    line = f"[f1] {known}（2024年1月1日说的）"
    return {
        "alone": is_over(known, told, runtime),
        "in_a_turn": superseded({"statement": told, "attribute": ""}, told, [line], runtime) == "f1",
    }


def _counted(rows: Sequence[dict[str, bool]], way: str) -> dict[str, int]:
    """Pairs by what is true and what came out: `ended` of those that end, `kept` of those that stand."""
    counts = Counter((row["ends"], row[way]) for row in rows)
    return {
        "ended": counts[True, True], "missed": counts[True, False],
        "kept": counts[False, False], "ended_wrongly": counts[False, True],
    }  # fmt: skip


if __name__ == "__main__":
    sys.exit(main())
