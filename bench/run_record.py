"""What stands beside every figure: the machine, the commit, the command."""

import os
import platform
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np


def run_record(**more: Any) -> dict[str, Any]:
    """Describe this run; `more` are its own settings (seed, limit)."""
    return {"machine": f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}",
            "load": round(os.getloadavg()[0], 1), "commit": _commit(), "command": _command(), **more}  # fmt: skip


def milliseconds(seconds: list[float]) -> dict[str, float]:
    """Give p50 and p95 of times."""
    p50, p95 = np.percentile(np.array(seconds) * 1000, [50, 95])
    return {"ms_p50": round(float(p50), 2), "ms_p95": round(float(p95), 2)}


def resident_mb() -> float:
    """Give this process's resident memory in MB."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return round(pages * os.sysconf("SC_PAGE_SIZE") / 1e6, 1)


def _commit() -> str:
    found = subprocess.run(["git", "describe", "--always", "--dirty"], capture_output=True, text=True, check=False)
    return found.stdout.strip()


def _command() -> str:
    """The command line, with folders outside the checkout as placeholders."""
    shown = ["DIR" if Path(word).is_absolute() else word for word in sys.argv[1:]]
    script = Path(sys.argv[0])
    name = script.parent.name if script.stem == "__main__" else script.stem
    return " ".join(["python", "-m", f"bench.{name}", *shown])
