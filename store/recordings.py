"""Recordings that the owner wants kept: one file a turn in the memory's folder, gone with the turn's words."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

from store import disk, files

NAME: Final = "audio"
_BLOCK_BYTES: Final = 1 << 20


def keep(folder: Path, turn_id: str, recording: Path, suffix: str) -> Path:
    """Copy a recording into a memory's folder, at once and durably, under the turn's id; where it lies. Raises OSError."""
    kept = folder / NAME / f"{turn_id}{suffix}"
    disk.make_folder(kept.parent)
    files.replace(kept, _blocks(recording))
    return kept


def remove(folder: Path, *, unless: Callable[[str], bool] = lambda _: False) -> None:
    """Remove recordings, those left unfinished too, `unless` it is said of their turn's id that they stay. Raises OSError."""
    place = folder / NAME
    if not place.is_dir():
        return
    for path in place.iterdir():
        if path.suffix == disk.unfinished(path).suffix or not unless(path.stem):
            path.unlink()
    disk.sync_folder(place)


def remove_folder(folder: Path) -> None:
    """Remove every recording and the place where they lay. Raises OSError."""
    if (folder / NAME).is_dir():
        shutil.rmtree(folder / NAME)


def _blocks(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        file.seek(0)  # /dev/fd shares its place with whoever read before, on some systems
        while block := file.read(_BLOCK_BYTES):
            yield block
