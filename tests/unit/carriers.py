"""Tiny wheels, each with one part of a file inside, as a package index would give them."""

import zipfile
from collections.abc import Mapping
from pathlib import Path

PART_BYTES = 50_000


def write_carrier(
    folder: Path, part: int, content: bytes, *, fault: str = "", beside: Mapping[str, bytes] = {}
) -> Path:
    """Write the wheel of one part, with files `beside` it; `fault` makes it `short`, give it `two_members`, or has its bytes `damaged`."""
    name = f"tinycarrier_part{part}"
    wheel = folder / f"{name}-1.0-py3-none-any.whl"
    with zipfile.ZipFile(wheel, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr(f"{name}/__init__.py", "raise AssertionError('a carrier is never imported')\n")
        archive.writestr(f"{name}/data/part{part:02}.bin", content[:-1] if fault == "short" else content)
        for filename, more in beside.items():
            archive.writestr(f"{name}/data/{filename}", more)
        if fault == "two_members":
            archive.writestr(f"{name}/data/other.bin", b"more")
        archive.writestr(f"{name}-1.0.dist-info/METADATA", f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n")
        archive.writestr(
            f"{name}-1.0.dist-info/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
        )
        archive.writestr(f"{name}-1.0.dist-info/RECORD", "")
    if fault == "damaged":
        wheel.write_bytes(wheel.read_bytes().replace(content[100:110], bytes(10), 1))
    return wheel
