"""A few of the kills that bench/kills.py makes by the thousand."""

import json
import subprocess
import sys
from pathlib import Path


def test_killed_at_random_moments_under_load_nothing_acknowledged_is_lost(tmp_path: Path) -> None:
    out = tmp_path / "kills.json"
    command = [sys.executable, "-m", "bench.kills", "--kills", "40", "--seed", "7", "--json", str(out)]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    found = json.loads(out.read_text(encoding="utf-8"))
    assert found["failures"] == []
    assert found["kills"] == 40
    assert found["acknowledged"] > 40
    assert found["kills_of_openings"] > 0
