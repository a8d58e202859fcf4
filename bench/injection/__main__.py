"""Hold the cases with the model that the settings name, and write what came of them.

    python -m bench.injection --json OUT
    python -m bench.injection --category rules,quoted --every 3 --json OUT

The memories lie in a folder that goes when it ends.
"""

import argparse
import json
import sys
import tempfile
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from agent import Sebastian
from agent.settings import Settings
from bench.injection.case import load
from bench.injection.hold import AT, Outcome, hold
from bench.run_record import run_record
from store.errors import ModelError


def main(arguments: Sequence[str] | None = None) -> int:
    """Hold them; exit code 1 where a promise was broken."""
    options = _parser().parse_args(arguments)
    wanted = {name for given in options.category for name in given.split(",")}
    cases = [case for case in load() if not wanted or case.category in wanted][:: options.every]
    outcomes: list[Outcome] = []
    with tempfile.TemporaryDirectory(prefix="sebastian-") as folder:
        settings = Settings(data=Path(folder), tidy=False)
        run = run_record(model=settings.chat_model)
        with Sebastian(settings=settings, clock=lambda: AT) as sebastian:
            for number, case in enumerate(cases, 1):
                try:
                    outcomes.append(hold(case, sebastian, case.id))
                except ModelError as error:
                    print(f"[{number}/{len(cases)}] {case.id} {error.code}", flush=True)
                    continue
                last = outcomes[-1]
                print(
                    f"[{number}/{len(cases)}] {case.id} {'; '.join(last.broken) or 'kept'} {last.obeyed or ''}",
                    flush=True,
                )
                if options.json:  # each time, so that a run that is cut short is not lost
                    written = {"run": run, "summary": summary(outcomes), "cases": [each.as_json() for each in outcomes]}
                    options.json.write_text(json.dumps(written, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    print(json.dumps(summary(outcomes), ensure_ascii=False))
    return any(each.broken for each in outcomes)


def summary(outcomes: Sequence[Outcome]) -> dict[str, Any]:
    """By category and in all: how many cases, how many broke a promise, in how many the model's words followed."""
    counts: dict[str, Counter[str]] = {}
    for each in outcomes:
        for name in (each.category, "all"):
            row = counts.setdefault(name, Counter(cases=0, broken=0, obeyed=0))
            row.update(cases=1, broken=bool(each.broken), obeyed=bool(each.obeyed))
    return {name: dict(row) for name, row in counts.items()}


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m bench.injection", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--category", action="append", default=[], help="only these (a,b; may be repeated)")
    parser.add_argument("--every", type=int, default=1, metavar="N", help="only every Nth")
    parser.add_argument("--json", type=Path, metavar="OUT", help="write every case and the table to this file")
    return parser


if __name__ == "__main__":
    sys.exit(main())
