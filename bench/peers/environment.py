"""The peers' own environment: made once, and anew when the pins change. Never the project's."""

import hashlib
import os
import subprocess
import sys
from pathlib import Path

REQUIREMENTS = Path(__file__).with_name("requirements.txt")


def peers_python(folder: Path) -> Path:
    """Give the interpreter of the environment in a folder; makes the environment where it is absent or of other pins.

    Raises:
        subprocess.CalledProcessError: it cannot be made, such as without a network.
    """
    python, stamp = folder / "bin" / "python", folder / "pins"
    pins = hashlib.sha256(REQUIREMENTS.read_bytes()).hexdigest()
    if stamp.exists() and stamp.read_text(encoding="ascii") == pins:
        return python
    print(f"== making the peers' environment in {folder}", flush=True)
    subprocess.run([sys.executable, "-m", "venv", "--clear", str(folder)], check=True)
    subprocess.run([str(python), "-m", "pip", "install", "--quiet", "-r", str(REQUIREMENTS)], check=True)
    stamp.write_text(pins, encoding="ascii")
    return python


def quiet(scratch: Path) -> dict[str, str]:
    """The variables under which all are measured: one thread, and nothing reported to anybody."""
    return {**os.environ, "OMP_NUM_THREADS": "1", "MEM0_TELEMETRY": "False", "MEM0_DIR": str(scratch),
            "LANGSMITH_TRACING": "false"}  # fmt: skip
