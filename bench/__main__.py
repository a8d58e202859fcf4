"""Every measurement, one after the other: `python -m bench [--data DIR [--peers]]`; without data, what needs none."""

import argparse
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent
RESULTS = HERE / "results"


def main() -> int:
    """Run each script; gives 1 if one of them fails."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, help="folder of question sets (bench/question_sets.py)")
    parser.add_argument(
        "--peers", action="store_true", help="measure mem0 and LangMem too, installed apart (bench/peers)"
    )
    chosen = parser.parse_args()
    data = chosen.data
    runs: list[tuple[str, list[str]]] = [
        ("latency.py", []),
        ("cascade.py", []),
        ("rules.py", []),
        ("page.py", []),
        ("large_import.py", []),
        ("audio_fuzz.py", []),
    ]
    if data is None:
        print("recall, time and tidying are skipped: name a folder of question sets with --data")
    else:
        runs += [
            ("time.py", ["--data", str(data / "time_zh")]),
            ("recall.py", ["--data", str(data)]),
            ("tidy.py", ["--data", str(data)]),
        ]
    if chosen.peers and data is not None:
        runs.append(("peers", ["--data", str(data)]))
    else:
        print("the peers (mem0, LangMem) are skipped: ask for them with --data and --peers, they are installed apart")
    print("speech is skipped: its utterances are spoken by a voice that is installed apart (bench/speech)")
    codes = [_run(script, arguments) for script, arguments in runs]
    return int(any(codes))


def _run(script: str, arguments: list[str]) -> int:
    out = RESULTS / Path(script).with_suffix(".json").name
    print(f"== {script}", flush=True)
    return subprocess.run([sys.executable, "-m", f"bench.{Path(script).stem}", *arguments, "--json", str(out)],
                          check=False, cwd=HERE.parent).returncode  # fmt: skip


if __name__ == "__main__":
    sys.exit(main())
