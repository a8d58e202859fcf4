"""Change the store's own code, one small thing at a time, and see whether its tests notice.

    python -m bench.mutation [--group ledger] [--sample 400] [--seed 20250501] [--again] [--json bench/results/mutation.json]

mutmut makes the mutants and runs the tests of each in a process of its own, in a copy of the checkout. Lines of the log
are not mutated. Of a group with more mutants than the sample so many are chosen by the seed. A mutant that behaves as
the code does is listed, with the reason, in bench/mutation/equivalent.toml, and counted apart.

With --again only those are tried that the tests did not notice last time, as the file says, and those whose function has
changed since: tests are added, and what they noticed once they notice again.
"""

import argparse
import json
import tempfile
from pathlib import Path

from bench.mutation.groups import GROUPS
from bench.mutation.mutants import Trial
from bench.mutation.page import counted, page
from bench.run_record import run_record

SEED = 20250501
SAMPLE = 400
RESULT = Path(__file__).parents[1] / "results/mutation.json"


def main() -> None:
    """Mutate, count, and write what came of it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--group", choices=GROUPS, action="append", help="this one alone; may be said again")
    parser.add_argument("--sample", type=int, default=SAMPLE)
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--again", action="store_true", help="only what was not noticed last time")
    parser.add_argument("--json", type=Path, default=RESULT)
    chosen = parser.parse_args()
    record = run_record(seed=chosen.seed, sample=chosen.sample)
    last = json.loads(chosen.json.read_text(encoding="utf-8"))["groups"] if chosen.json.exists() else {}
    groups = dict(last)
    for name in chosen.group or GROUPS:
        known = last[name]["noticed_by_function"] if chosen.again and name in last else {}
        with tempfile.TemporaryDirectory(prefix="mutants-") as folder:
            trial = Trial(Path(folder), GROUPS[name], chosen.workers)
            groups[name] = counted(GROUPS[name], *trial.run(chosen.sample, chosen.seed, known))
        print(json.dumps({name: groups[name]}, ensure_ascii=False, indent=1), flush=True)
        found = {"groups": groups, "run": record}
        chosen.json.write_text(json.dumps(found, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
        chosen.json.with_suffix(".md").write_text(page(found), encoding="utf-8")


if __name__ == "__main__":
    main()
