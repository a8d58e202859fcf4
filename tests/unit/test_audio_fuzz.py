"""A few hundred damaged recordings; ten thousand are in bench/audio_fuzz.py."""

import json
import subprocess
import sys


def test_damaged_recordings_neither_crash_nor_hang_nor_leak() -> None:
    command = [sys.executable, "-m", "bench.audio_fuzz", "--files", "200", "--seed", "11"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout[done.stdout.index("{") :])
    assert (found["files"], found["over_deadline"], found["descriptors_grown"], found["files_left"]) == (200, 0, 0, 0)
