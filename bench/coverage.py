"""Which branches of the store its tests take.

    python -m bench.coverage [--floor 95] [--kept FILE] [--json bench/results/coverage.json]

Fails below the floor; with --kept what earlier runs of coverage kept is counted and no test run. The tests are those of the contract, of crashes and of properties, and those unit tests that look into
the store; what another process does (tests that kill one) is not counted.
"""

import argparse
import json
import re
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from bench.run_record import run_record

ROOT = Path(__file__).parents[1]
FOLDERS = ("tests/contract", "tests/crash", "tests/property")
# Not those that only handle its values and errors.
OF_STORE = re.compile(r"^(?:from|import) store(?!\.(?:contract|errors|facts) )", re.MULTILINE)
FLOOR = 95.0
RESULT = ROOT / "bench/results/coverage.json"


def main() -> int:
    """Run the tests, count, write what came of it; gives 1 where a test fails or too little was taken."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--floor", type=float, default=FLOOR, help="per cent")
    parser.add_argument("--kept", type=Path, help="a data file of coverage")
    parser.add_argument("--json", type=Path, default=RESULT)
    chosen = parser.parse_args()
    record = run_record()
    with tempfile.TemporaryDirectory() as folder:
        kept = f"--data-file={chosen.kept or Path(folder, 'coverage')}"
        if chosen.kept is None:
            failed = _coverage("run", kept, "-m", "pytest", "-q", *FOLDERS, *_unit_tests()).returncode
            if failed:
                return failed
        _coverage("report", kept)
        _coverage("json", kept, "--quiet", "-o", f"{folder}/found.json")
        found = _counted(json.loads(Path(folder, "found.json").read_text(encoding="utf-8"))) | {"run": record}
    chosen.json.write_text(json.dumps(found, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    chosen.json.with_suffix(".md").write_text(page(found, chosen.floor), encoding="utf-8")
    print(f"branches: {found['branch_percent']} %, the floor is {chosen.floor} %")
    return int(found["branch_percent"] < chosen.floor)


def _coverage(*words: str) -> "subprocess.CompletedProcess[bytes]":
    return subprocess.run([sys.executable, "-m", "coverage", *words], cwd=ROOT, check=False)


def _unit_tests() -> list[str]:
    files = sorted((ROOT / "tests/unit").glob("test_*.py"))
    return [str(each.relative_to(ROOT)) for each in files if OF_STORE.search(each.read_text(encoding="utf-8"))]


def _counted(told: dict[str, Any]) -> dict[str, Any]:
    """Count branches and statements, of all and of each module that has branches which are not taken."""
    totals = _shares(told["totals"])
    modules = {
        name: _shares(each["summary"]) | {"missing": each["missing_branches"], "missing_lines": each["missing_lines"]}
        for name, each in sorted(told["files"].items())
        if each["missing_branches"] or each["missing_lines"]
    }
    return {**totals, "modules": modules}


def _shares(summary: dict[str, Any]) -> dict[str, Any]:
    branches, taken = summary["num_branches"], summary["covered_branches"]
    statements, run = summary["num_statements"], summary["covered_lines"]
    return {"branches": branches, "branches_taken": taken, "branch_percent": _percent(taken, branches),
            "statements": statements, "statements_run": run, "statement_percent": _percent(run, statements)}  # fmt: skip


def _percent(part: int, whole: int) -> float:
    return round(100 * part / max(1, whole), 2)


def page(found: dict[str, Any], floor: float) -> str:
    """Say it for people."""
    run = found["run"]
    rows = [
        f"| `{name}` | {each['branches_taken']}/{each['branches']} | {each['branch_percent']} % | "
        f"{'、'.join(f'{start}→{end}' for start, end in each['missing'])} |"
        for name, each in found["modules"].items()
    ]
    return "\n".join([
        "# 分支覆盖 Branch coverage", "",
        f"`{run['command']}` · {run['commit']} · {run['machine']}", "",
        f"`store/`：分支 branches **{found['branch_percent']} %**（{found['branches_taken']}/{found['branches']}），语句 statements "
        f"{found['statement_percent']} %（{found['statements_run']}/{found['statements']}）；低于 below {floor} % 即失败 fails。", "",
        "没有走到的（从一行到另一行，负的是函数的出口）Not taken, from line to line, an exit of the function where negative:", "",
        "| 模块 module | 分支 branches | | 没走到的 not taken |",
        "|---|---|---|---|",
        *rows, "",
    ])  # fmt: skip


if __name__ == "__main__":
    raise SystemExit(main())
